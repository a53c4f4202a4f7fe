"""A country in which all municipalities are alike but one."""

import pandas as pd

from analysis import areas
from written import observations

MONTH = "2019-09"


def shares(own: float, *, others: float = 30.0, people: int = 1000, hidden: tuple[str, ...] = ()) -> pd.DataFrame:
    """A country in which each municipality has the same share of people with hours, and Herlev its own."""
    lines = []
    for area in areas.municipalities():
        if area.code not in hidden:
            share = own if area.code == "163" else others
            lines.append(f"kontanthjaelp_personer | {area.code} | {MONTH} | {people}")
            lines.append(f"ordinaere_timer_personer | {area.code} | {MONTH} | {people * share / 100}")
            lines.append(f"ordinaere_timer_andel | {area.code} | {MONTH} | {share}")
    return observations("measure | area | period | value\n" + "\n".join(lines))
