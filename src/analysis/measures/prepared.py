"""What the reports of all jobcentres share, computed before the first of them."""

from collections.abc import Iterable

from analysis import catalogue
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.key_figures import key_figures, positions


def prepare(panel: Panel, words: Iterable[str]) -> list[str]:
    """The subjects among some words whose figures of all areas are known now, also to processes forked from here.

    Nothing that is shown changes: figures of all areas, and the order among them, are kept for the panels of the same
    snapshot and month anyway, from the first one that asks for them.

    Parameters
    ----------
    panel : Panel
        Of any jobcenter.
    words : iterable of str
        Texts that may be subjects, such as ``ledige_fuldtid/a_dagpenge``; the others are passed over.
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
    return known
