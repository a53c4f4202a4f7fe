"""What the reports of all jobcentres share, computed before the first of them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from analysis import areas, catalogue
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.activation import experience, reach, year
from analysis.measures.indicators import indicators
from analysis.measures.key_figures import key_figures, positions
from analysis.measures.ranking import field_of, placings
from analysis.measures.sickness import exposure
from analysis.measures.sickness.driving import SUBJECT

INDICATORS, YEAR = "measures.indicators", "measures.activation.year"
COUNTED = {"measures.activation.reach": reach, "measures.activation.experience": experience}  # of all areas, once


def prepare(
    panel: Panel, words: Iterable[str], *, calls: Collection[str] = (), jobcentres: Iterable[str] = ()
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
    calls : collection of str
        What will be asked for, such as ``measures.indicators``, as far as it is known.
    jobcentres : iterable of str
        Codes of those that will ask: the order in each field that they are in is known then.
    """
    subjects = [word for word in dict.fromkeys(words) if word.partition("/")[0] in catalogue.measures()]
    known = []
    for subject in subjects:
        try:
            key_figures(panel, [subject])
            positions(panel, [subject])
        except AnalysisError:  # the notebook that asks for it is the one to say so
            continue
        known.append(subject)
    if SUBJECT in subjects and exposure.has_all(panel.snapshot):
        exposure.cells(panel.snapshot, panel.period)
    placed = dict.fromkeys(known)
    if INDICATORS in calls:
        made = indicators(panel, results=known)
        placed |= dict.fromkeys(made.loc[made["absent"] == "", "subject"])
    if YEAR in calls and known:
        year(panel, known)
    for call in COUNTED.keys() & set(calls):
        COUNTED[call](panel)
    for one in _one_of_each_field(panel, jobcentres):
        for subject in placed:
            placings(one, subject)
    return known


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
