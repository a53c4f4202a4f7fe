"""A table that could not be made, which says why in Danish: its section shows the reason in the place of figures."""

import pandas as pd


def unavailable(reason: str) -> pd.DataFrame:
    """An empty table; ``attrs["absent"]`` has the reason, in Danish."""
    empty = pd.DataFrame()
    empty.attrs["absent"] = reason
    return empty
