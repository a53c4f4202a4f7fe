"""What the reports of all jobcentres share, computed before the first of them."""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from analysis import areas, catalogue
from analysis.data import known_targets, records
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.activation import experience, reach, year
from analysis.measures.arrays import cells
from analysis.measures.goal_blocks import block_subjects, followed, goal_blocks
from analysis.measures.indicators import indicators
from analysis.measures.key_figures import key_figures, positions
from analysis.measures.ranking import field_of, placings
from analysis.measures.sickness import exposure
from analysis.measures.sickness.driving import SUBJECT

INDICATORS, YEAR = "measures.indicators", "measures.activation.year"
FOLLOWED, AGREED = "measures.followed", "measures.agreed"
DEVELOPMENT = 60  # months that a follow-up looks back
WORK, OFFERS = ("spells", "persons", "jobs"), ("spells", "persons", "activations")
REGISTERED = {
    "tables.people": WORK,
    "measures.what_works": (*WORK, "activations"),
    "measures.activation.begun": (*WORK, "activations"),
    "measures.activation.mix": OFFERS,
    "measures.activation.first_steps": (*OFFERS, "interviews"),
}  # what is read of each jobcenter's persons, by who asks for it
FEW = 8  # jobcentres, for fewer of which it is not worth while to read a register whole
COUNTED = {"measures.activation.reach": reach, "measures.activation.experience": experience}  # of all areas, once


def prepare(
    panel: Panel,
    words: Iterable[str],
    *,
    composed: Iterable[str] = (),
    calls: Collection[str] = (),
    jobcentres: Collection[str] = (),
) -> list[str]:
    """The subjects among some words whose figures of all areas are known now, also to processes forked from here.

    Nothing that is shown changes: figures of all areas, and the order among them, are kept for the panels of the same
    snapshot and month anyway, from the first one that asks for them. So are the persons at risk of falling ill, where
    the subject that rests on them is among the words.

    Parameters
    ----------
    panel : Panel
        Of any jobcenter.
    words : iterable of str
        Texts that may be subjects, such as ``ledige_fuldtid/a_dagpenge``; the others are passed over.
    composed : iterable of str
        Texts that are put together as a notebook runs: of those that are subjects, what all jobcentres share is read.
    calls : collection of str
        What will be asked for, such as ``measures.indicators``, as far as it is known.
    jobcentres : collection of str
        Codes of those that will ask: the order in each field that they are in is known then.
    """
    subjects, further = _subjects(words), _subjects(composed)
    known = []
    for subject in subjects:
        try:
            key_figures(panel, [subject])
            positions(panel, [subject])
        except AnalysisError:  # the notebook that asks for it is the one to say so
            continue
        known.append(subject)
    if SUBJECT in subjects and exposure.has_all(panel.snapshot):
        exposure.of_jobcentres(panel.snapshot, panel.period)
    placed = dict.fromkeys(known)
    if INDICATORS in calls:
        made = indicators(panel, results=known)
        placed |= dict.fromkeys(made.loc[made["absent"] == "", "subject"])
    if {AGREED, INDICATORS, FOLLOWED} & set(calls):
        further += _with_targets(panel)
    if FOLLOWED in calls:
        placed |= dict.fromkeys(_of_goals(panel))
    there = list(known)
    for subject in further:
        with contextlib.suppress(AnalysisError):
            measure, benefit = catalogue.measured(subject)
            cells(panel, measure.id, benefit)
            there.append(subject)
    if YEAR in calls and there:
        year(panel, list(dict.fromkeys(there)))
    for call in COUNTED.keys() & set(calls):
        COUNTED[call](panel)
    _keep(panel, calls, list(jobcentres))
    for one in _one_of_each_field(panel, jobcentres):
        for subject in placed:
            placings(one, subject)
    return known


def _keep(panel: Panel, calls: Collection[str], jobcentres: Sequence[str]) -> None:
    """Keep the register's tables that will be asked for, where enough jobcentres ask."""
    names = dict.fromkeys(name for call in REGISTERED.keys() & set(calls) for name in REGISTERED[call])
    there = [name for name in sorted(names) if name in panel.snapshot.tables()]
    if len(jobcentres) >= FEW and "spells" in there:
        records.keep(panel.snapshot, panel.period, there, jobcentres=jobcentres)


def _subjects(texts: Iterable[str]) -> list[str]:
    """The texts that are subjects, each once."""
    return [text for text in dict.fromkeys(texts) if text.partition("/")[0] in catalogue.measures()]


def _with_targets(panel: Panel) -> list[str]:
    """The subjects that some area has agreed a target of."""
    named = known_targets.subjects()
    return [named[goal] for goal in known_targets.known(panel.snapshot)["goal"].unique() if goal in named]


def _of_goals(panel: Panel) -> list[str]:
    """The subjects that a follow-up of the panel's jobcenter is about; those of others are nearly the same."""
    rows = indicators(panel, results=followed(panel))
    subjects = block_subjects(goal_blocks(panel, rows, months=DEVELOPMENT))
    key_figures(panel, subjects)
    return subjects


def _one_of_each_field(panel: Panel, jobcentres: Iterable[str]) -> Iterator[Panel]:
    """A panel for each jobcenter that is, or has a municipality, in a field that none before it was in."""
    seen: set[tuple[areas.Area, ...]] = set()
    for code in jobcentres:
        area = areas.jobcenter(code, panel.period)
        members = tuple(areas.members(area, panel.period))
        own = [area, *(members if len(members) > 1 else ())]
        fields = {field_of(one, panel.period).areas for one in own}
        if not fields <= seen:
            seen |= fields
            yield replace(panel, jobcenter=area, members=members)
