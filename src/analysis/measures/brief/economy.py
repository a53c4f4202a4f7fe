"""What a municipality would save, told as one range: if as few received a benefit as in comparable areas."""

import pandas as pd

from analysis import catalogue, periods, project
from analysis.data import weekly_rates
from analysis.data.tables import Panel
from analysis.measures.indicators import indicators
from analysis.measures.savings import savings
from analysis.measures.unavailable import unavailable

SUBJECTS = ("kontanthjaelp_fuldtid", "ledige_fuldtid/a_dagpenge")  # counts with a share of a population
FOLDER = "params/rates"
LADDER = "2016-01"  # from this month the municipality's share follows the weeks of support alone
NO_RATES = "der mangler en liste over, hvad ydelserne koster om ugen"
NO_YEAR = "listen over, hvad ydelserne koster om ugen, mangler året"
NO_FIGURES = "tallene for dem, der får ydelserne, vises ikke"
TOO_EARLY = "kommunens del af udgiften fulgte andre regler før 2016"


def saved(panel: Panel, *, rates: str) -> pd.DataFrame:
    """The yearly saving of reaching the share of comparable areas, for the benefit with most recipients above it.

    Parameters
    ----------
    rates : str
        The name of a file of weekly rates in ``params/rates``, see ``data.weekly_rates``; empty where there is none.

    Returns
    -------
    DataFrame
        One row: those of ``savings`` (``benefit``, ``year``, ``n``, ``over``, ``low``, ``mid``, ``high``, ``note``),
        ``subject``, ``period``, ``noun`` (Danish, who they are) and ``verified`` (whether a source confirms each step
        of the municipality's share). Empty with a Danish reason in ``attrs["absent"]`` where there is no file, no rate
        for the year, no figure that can be shown, or the month lies before 2016.

    Raises
    ------
    AnalysisError
        If there is no such file, or a row of it cannot be right.

    References
    ----------
    As ``savings``.
    """
    if not rates:
        return unavailable(NO_RATES)
    if panel.period < LADDER:
        return unavailable(TOO_EARLY)
    known = weekly_rates.read(project.root() / FOLDER / rates)
    rows = _rows(panel)
    if rows.empty:
        return unavailable(NO_FIGURES)
    if (rows["period"] < LADDER).any():
        return unavailable(TOO_EARLY)
    priced = rows.merge(known[["benefit", "year"]], on=["benefit", "year"])
    if priced.empty:
        return unavailable(f"{NO_YEAR} {danish_years(rows['year'])}")
    found = savings(priced, rates=known)
    found = found.assign(subject=priced["subject"], period=priced["period"], noun=priced["noun"])
    return found.sort_values("over", ascending=False, kind="stable").head(1).reset_index(drop=True)


def danish_years(years: pd.Series) -> str:
    """Years in a row, as ``2018 og 2019``.

    >>> danish_years(pd.Series([2019, 2018, 2019]))
    '2018 og 2019'
    """
    return " og ".join(str(year) for year in sorted(set(years)))


def _rows(panel: Panel) -> pd.DataFrame:
    """Who receives each benefit here, of how many, beside the share of comparable areas, in the latest final month.

    They are the figures that the rest of the page is judged by. A benefit is left out where one of them is not shown.
    """
    found = indicators(panel, results=SUBJECTS, effort=(), with_goals=False)
    found = found[(found["absent"] == "") & found[["value", "share", "group"]].notna().all(axis="columns")]
    found = found[found["share"] > 0]
    return pd.DataFrame(
        {
            "area": panel.jobcenter.code,
            "benefit": found["benefit"],
            "year": found["period"].map(lambda period: int(periods.last_month(period)[:4])),
            "persons": found["value"],
            "base": 100 * found["value"] / found["share"],
            "comparator": found["group"] / 100,
            "subject": found["subject"],
            "period": found["period"],
            "noun": [catalogue.measured(subject)[0].noun for subject in found["subject"]],
        }
    ).reset_index(drop=True)
