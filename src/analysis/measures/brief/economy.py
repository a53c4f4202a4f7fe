"""What a municipality would save, told as one range: if as few received a benefit as in comparable areas."""

import numpy as np
import pandas as pd

from analysis import catalogue, periods, project
from analysis.data import weekly_rates
from analysis.data.tables import Panel
from analysis.measures.compare import compare
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
    rows = pd.DataFrame([row for subject in SUBJECTS if (row := _row(panel, subject))])
    if rows.empty:
        return unavailable(NO_FIGURES)
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


def _row(panel: Panel, subject: str) -> dict[str, object] | None:
    """Who receives a benefit here, of how many, beside the share of comparable areas; None where one is not shown."""
    measure, benefit = catalogue.measured(subject)
    counts, shares = (compare(panel, f"{name}/{benefit}") for name in (measure.id, str(measure.rate)))
    if counts.empty or shares.empty:
        return None
    count, share = (rows.set_index("role").to_dict("index") for rows in (counts, shares))
    period = str(count["own"]["period"])
    figures = [float(one) for one in (count["own"]["value"], share["own"]["value"], share["group"]["value"])]
    if not np.isfinite(figures).all() or period != share["own"]["period"]:
        return None
    return {
        "area": panel.jobcenter.code,
        "benefit": benefit,
        "year": int(periods.last_month(period)[:4]),
        "persons": figures[0],
        "base": float(share["own"]["base"]),
        "comparator": figures[2] / 100,
        "subject": subject,
        "period": period,
        "noun": measure.noun,
    }
