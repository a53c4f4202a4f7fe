"""What the statistical source would publish of the synthetic country: rounded, hidden, and with holes, as real ones."""

import numpy as np
import pandas as pd

from analysis.data import contracts

HIDDEN_BELOW = 3  # the source shows no count below this
LOST = ("langtidsledige_fuldtid", "825", ("2018-02", "2018-03"))  # absent from the source altogether, as happens


def published(counted: pd.DataFrame) -> pd.DataFrame:
    """Figures as Jobindsats prints them.

    Counts are whole numbers and rates have one decimal, both rounded half up; counts below 3 are hidden, as are rates
    of nobody; what a rate is made of is not given; two months of one small municipality are missing.

    Parameters
    ----------
    counted : DataFrame
        From ``registers.observations``: unrounded.
    """
    rows = counted.copy()
    rate = (rows["unit"] == contracts.PER_CENT).to_numpy()
    scale = np.where(rate, 10.0, 1.0)
    value = np.floor(np.round(rows["value"].to_numpy() * scale, 6) + 0.5) / scale
    hidden = np.isnan(value) | (~rate & (value < HIDDEN_BELOW))
    rows["value"] = np.where(hidden, np.nan, value)
    rows.loc[hidden, "status"] = "suppressed"
    measure, area, periods = LOST
    lost = (rows["measure"] == measure) & (rows["area"] == area) & rows["period"].isin(periods)
    rows.loc[lost, "value"], rows.loc[lost, "status"] = np.nan, "missing"
    rows["numerator"], rows["denominator"] = np.nan, np.nan
    return rows
