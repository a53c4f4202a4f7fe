"""What the statistical source would publish of the synthetic country: rounded, hidden, and with holes, as real ones."""

import numpy as np
import pandas as pd

from analysis import catalogue
from analysis.data import contracts
from analysis.registers.numbers.shapes import category

REGISTER = "Register"  # how the source of what no source prints begins
HIDDEN_BELOW = 3  # the source shows no count below this
LOST = ("langtidsledige_fuldtid", "825", ("2018-02", "2018-03"))  # absent from the source altogether, as happens


def published(counted: pd.DataFrame) -> pd.DataFrame:
    """Figures as Jobindsats prints them, where it has them, for municipalities and the country; the others as counted.

    Counts are whole numbers and rates have one decimal, both rounded half up; counts below 3 are hidden, as are rates
    of nobody; what a rate is made of is not given; two months of one small municipality are missing.

    Parameters
    ----------
    counted : DataFrame
        From ``registers.observations``: unrounded.
    """
    printed = [one.id for one in catalogue.measures().values() if "observations" in one.computed_from]
    theirs = counted["measure"].isin(printed).to_numpy()
    rows = counted[~theirs | (counted["area_type"] != "jobcenter")].reset_index(drop=True)
    theirs = rows["measure"].isin(printed).to_numpy()
    rate = (rows["unit"] == contracts.PER_CENT).to_numpy()
    scale = np.where(rate, 10.0, 1.0)
    value = rows["value"].to_numpy()
    shown = np.floor(np.round(value * scale, 6) + 0.5) / scale
    hidden = theirs & (np.isnan(shown) | (~rate & (shown < HIDDEN_BELOW)))
    rows["value"] = np.where(hidden, np.nan, np.where(theirs, shown, value))
    rows.loc[hidden, "status"] = "suppressed"
    measure, area, periods = LOST
    lost = (rows["measure"] == measure) & (rows["area"] == area) & rows["period"].isin(periods)
    rows.loc[lost, "value"], rows.loc[lost, "status"] = np.nan, "missing"
    for name in ("numerator", "denominator"):
        rows[name] = np.where(theirs, np.nan, rows[name])
    printed_by = str(rows["source"].iloc[0])
    rows["source"] = category((~theirs).astype(np.int8), [printed_by, f"{REGISTER}: {printed_by}"])
    return rows
