"""What reports read, in words: the measures, each once with its areas."""

from collections.abc import Iterable

from analysis import areas
from analysis.areas import COUNTRY
from analysis.data import known_targets, reads
from analysis.measures.arrays import ABOUT, CELLS, LAST_FINAL, SIZE
from analysis.measures.reading.answers import RECORDS, SEVERAL, SNAPSHOTS, Question
from analysis.measures.reading.results import RESULTS, parts

MOST = 3  # areas, or months, that are named


def said(questions: Iterable[tuple[Question, str]]) -> list[str]:
    """Questions in words: every measure once, with its areas and months.

    Parameters
    ----------
    questions : iterable of (Question, str)
        Each with its month; ``SEVERAL``, or empty where that is not known.
    """
    named: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for (kind, about), month in questions:
        what, area = _words(kind, about)
        places, months = named.setdefault(what, ({}, {}))
        places.update({area: None} if area else {})
        months.update({month: None} if month else {})
    return [f"{what}{_of(list(places))}{_in(sorted(months))}" for what, (places, months) in named.items()]


def _of(places: list[str]) -> str:
    return f" of {_some(places)}" if places else ""


def _in(months: list[str]) -> str:
    return f" in {SEVERAL if SEVERAL in months else _some(months)}" if months else ""


def _words(kind: str, about: tuple[str, ...]) -> tuple[str, str]:
    """What a question is about, and of which area."""
    if kind == CELLS:
        return about[0], _named(about[-1])
    if kind == SIZE:
        return f"the largest {about[0]} of any month", _named(about[-1])
    if kind == RECORDS:
        return f"the register's {about[0]}", _named(f"jobcenter {about[1]}")
    if kind == RESULTS:
        measure, jobcenter, _ = parts(about[0])
        return f"what {measure} gives", _named(f"jobcenter {jobcenter}")
    if kind == known_targets.QUESTION:
        code = dict(known_targets.parts(about[0])[0])["jobcenter"]
        return "the agreed targets", _named(f"jobcenter {code}")
    if kind == reads.TABLE:
        return f"the table {about[0]}", ""
    if kind == SNAPSHOTS:
        return f"the snapshot '{about[0]}'", ""
    return {
        ABOUT: f"the periods or the source of {about[0]}",
        LAST_FINAL: f"the latest final period of {about[0]}",
        "bounds": "the first or last week of the register",
        "first_month": "the first month",
        "rows": f"the groups of {about[0]}",
        "spans": f"the periods of {about[0] or 'the measures'}, or which are provisional",
    }[kind], ""


def _named(column: str) -> str:
    kind, _, code = column.rpartition(" ")
    if kind:
        return f"Jobcenter {areas.municipality(code).name}"
    return "the whole country" if code == COUNTRY.code else areas.municipality(code).name


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
