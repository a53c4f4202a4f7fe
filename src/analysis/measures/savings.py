"""What a municipality would save if as few were on a benefit as in the areas it is compared with."""

import numpy as np
import pandas as pd

from analysis import refusion
from analysis.errors import AnalysisError
from analysis.registers.counted.costs import note

WEEKS = 52
STEPS = np.array([1, 5, 27, 53])  # a week of support of each step of what the municipality bears
SHARES = {
    "low": 0.20,
    "mid": 0.70,
    "high": 0.80,
}  # what the municipality bears of a week, see ``reference/refusion.csv``


def savings(rows: pd.DataFrame, *, rates: pd.DataFrame) -> pd.DataFrame:
    """The yearly saving of reaching a comparator's share, low, mid and high.

    Those more on the benefit than at the comparator's share of the same population, times the weekly rate, 52 weeks and
    what the municipality bears: 20 per cent where all are in their first four weeks, 70 and 80 per cent where they have
    been long on support. It is before grants and equalisation, and says nothing of what the effort would cost.

    Parameters
    ----------
    rows : DataFrame
        One row per area, benefit and year. Columns ``area``, ``benefit``, ``year``, ``persons`` (full-time), ``base``
        (the population) and ``comparator`` (full-time persons there over the population there, 0 to 1).
    rates : DataFrame
        Columns ``benefit``, ``year`` and ``kr_week``; see ``data.weekly_rates``.

    Returns
    -------
    DataFrame
        One row per row given, in its order: ``area``, ``benefit``, ``year``, ``n`` (full-time persons now), ``over``
        (full-time persons more than at the comparator's share; below 0 where there are fewer), ``low``, ``mid`` and
        ``high`` (kroner a year; below 0 where there are fewer), ``verified`` (whether a source confirms what the
        municipality bears of the benefit) and ``note`` (Danish; what a page prints beside the amounts). Missing where
        ``persons``, ``base`` or ``comparator`` is.

    Raises
    ------
    AnalysisError
        If a benefit and year has no rate (all of them are named), or no share that the municipality bears that year.

    References
    ----------
    ``reference/refusion.csv``: what the municipality bears, each cell with its source.

    Examples
    --------
    >>> given = pd.DataFrame({"area": ["561"], "benefit": ["kontanthjaelp"], "year": [2018], "persons": [110.0],
    ...                       "base": [1000.0], "comparator": [0.1]})
    >>> found = savings(given, rates=pd.DataFrame({"benefit": ["kontanthjaelp"], "year": [2018], "kr_week": [3000.0]}))
    >>> found[["over", "low", "mid", "high"]].round().astype(int).to_numpy().tolist()
    [[10, 312000, 1092000, 1248000]]
    """
    found = rows.merge(
        rates[["benefit", "year", "kr_week"]], on=["benefit", "year"], how="left", validate="many_to_one"
    )
    lacking = found[found["kr_week"].isna()][["benefit", "year"]].drop_duplicates()
    if len(lacking):
        named = ", ".join(f"{row.benefit} {row.year}" for row in lacking.itertuples())
        raise AnalysisError(
            f"There is no weekly rate for {named}.\nAdd a row to the file of rates; a rate is never guessed."
        )
    over = found["persons"] - found["comparator"] * found["base"]
    amounts = {name: over * found["kr_week"] * WEEKS * share for name, share in SHARES.items()}
    told = found[["area", "benefit", "year"]].assign(n=found["persons"], over=over)
    verified = [_verified(benefit, int(year)) for benefit, year in zip(found["benefit"], found["year"], strict=True)]
    return told.assign(**amounts, verified=verified, note=[note(one) for one in verified])


def _verified(benefit: str, year: int) -> bool:
    """Whether a source confirms every step of what the municipality bears of a benefit in a year."""
    _, verified = refusion.municipal_shares(benefit, weeks=STEPS, on=f"{year}-07-01", mark_unverified=True)
    return bool(verified.all())
