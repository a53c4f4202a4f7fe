"""The goals that a follow-up is built on, and the tables of each: results, effort, development and level."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import catalogue, goals
from analysis.data.tables import Panel
from analysis.measures.compare import series
from analysis.measures.indicators import EFFORT, indicators
from analysis.measures.key_figures import label, levels

LEAST = 4  # blocks of a report: the announced product was built on four goals
RESULTS = (
    "ledige_fuldtid/a_dagpenge",
    "kontanthjaelp_fuldtid",
    "langtidsledige_fuldtid",
    "unge",
    "permanent_forsoergelse",
    "ledige_fuldtid",
)  # that stand in for goals without figures, in this order; those whose figure may be shown before the others
AMONG = {"unge": "uddannelseshjaelp", "uddannelsesgrad": "uddannelseshjaelp", "kontanthjaelp_fuldtid": "kontanthjaelp"}
APART = ("permanent_forsoergelse", "tilgang_foertidspension")  # results about others than those whom the effort is for
OTHERS = "a_dagpenge"  # whose effort is shown beside a result that is about no benefit with an effort of its own


@dataclass(frozen=True)
class GoalBlock:
    """One goal: ``indicators`` of its result and of the effort beside it, its ``development`` and its ``level``.

    ``wording`` is the minister's; empty for a result that no goal of the year is about.
    """

    name: str
    wording: str
    section: str  # goals, local or results, as in ``indicators``
    indicators: pd.DataFrame
    development: pd.DataFrame
    level: pd.DataFrame


def followed(panel: Panel) -> list[str]:
    """The results that stand beside the goals of the year, or in their place, so that four can be followed.

    Goals without figures cannot be. Results without figures are left out, and so are those that a goal is about.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    list of str
        Subjects, as ``ledige_fuldtid``.

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    As ``indicators``.
    """
    rows = indicators(panel, effort=())
    with_figures = set(rows.loc[rows["absent"] == "", "subject"])
    asked = {f"{measure.id}/{benefit}" for measure, benefit in map(catalogue.measured, with_figures)}
    others = [subject for subject in RESULTS if "/".join(_named(subject)) not in asked]
    there = indicators(panel, results=others, effort=(), with_goals=False)
    there = there[there["absent"] == ""]
    shown = there["share"].notna() | there["value"].notna()
    return [*there.loc[shown, "subject"], *there.loc[~shown, "subject"]][: max(LEAST - len(with_figures), 0)]


def goal_blocks(panel: Panel, rows: pd.DataFrame, *, months: int) -> list[GoalBlock]:
    """A block for each goal and result that has figures, in the order of ``rows``.

    The effort is that for the goal's own benefit; where it is about none, for the benefit of ``AMONG``, else of
    ``OTHERS``.

    Parameters
    ----------
    rows : DataFrame
        As ``indicators`` gives them.
    months : int
        Of the development.

    Returns
    -------
    list of GoalBlock

    Raises
    ------
    AnalysisError
        If there is no such measure or benefit.

    References
    ----------
    The goals are those of ``reference/goals.csv``.
    """
    results = rows[(rows["section"] != "effort") & (rows["absent"] == "")]
    wordings = {goal.id: goal.wording for goal in goals.of(panel.period[:4]).goals}
    return [
        GoalBlock(
            name=str(row["indicator"]),
            wording=wordings.get(str(row["goal"]), "") if row["section"] == "goals" else "",
            section=str(row["section"]),
            indicators=_indicators(panel, row),
            development=series(panel, f"{row['measure']}/{row['benefit']}", months=months),
            level=levels(panel, [f"{row['measure']}/{row['benefit']}"]),
        )
        for _, row in results.iterrows()
    ]


def block_subjects(blocks: Sequence[GoalBlock]) -> list[str]:
    """The results of the blocks and then their effort, each once.

    Parameters
    ----------
    blocks : sequence of GoalBlock

    Returns
    -------
    list of str

    Raises
    ------
    Nothing: no block has no subject.

    References
    ----------
    As ``goal_blocks``.
    """
    results = [str(block.indicators["subject"].iloc[0]) for block in blocks]
    effort = [str(subject) for block in blocks for subject in block.indicators["subject"].iloc[1:]]
    return list(dict.fromkeys([*results, *effort]))


def effort_for(subject: str) -> list[str]:
    """The measures of the effort for those whom a result is about, in the fixed order of a follow-up.

    >>> effort_for("kontanthjaelp_fuldtid")[:3]
    ['rettidighed_samtale/kontanthjaelp', 'rettidighed_tilbud/kontanthjaelp', 'aktiveringsgrad/kontanthjaelp']
    """
    measure, benefit = _named(subject)
    whose = benefit if benefit in catalogue.measure(EFFORT[0]).benefits else AMONG.get(measure, OTHERS)
    return [
        f"{name}/{whose if whose in catalogue.measure(name).benefits else catalogue.measure(name).benefits[0]}"
        for name in EFFORT
    ]


def _indicators(panel: Panel, row: pd.Series) -> pd.DataFrame:
    effort = effort_for(str(row["subject"]))
    found = indicators(panel, results=[str(row["subject"])], effort=effort, with_goals=False)
    named = [_of_whom(str(one["subject"]), str(one["indicator"]), effort) for _, one in found.iterrows()]
    found["indicator"] = [str(row["indicator"]), *named[1:]]
    return found


def _of_whom(subject: str, name: str, effort: Sequence[str]) -> str:
    """An indicator's name; with its benefit, where that is not the one of the rest of the effort."""
    measure, benefit = _named(subject)
    usual = _named(effort[0])[1]
    return (
        name
        if benefit in (usual, catalogue.TOTAL) or name != label(measure, benefit) or "," in name
        else (f"{name}, {catalogue.benefit_label(benefit)}")
    )


def _named(subject: str) -> tuple[str, str]:
    measure, benefit = catalogue.measured(subject)
    return measure.id, benefit
