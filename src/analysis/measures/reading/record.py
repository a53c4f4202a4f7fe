"""What a report has read, as its record has it, and what of it a snapshot answers otherwise.

A report's ``read`` has, by kind of question, what was asked and the digest of the answer; ``data.reads`` notes the
questions.
"""

from collections.abc import Iterator
from typing import Any

from analysis.data import reads
from analysis.data.snapshot import Snapshot
from analysis.measures.arrays import CELLS, SIZE
from analysis.measures.reading.answers import RECORDS, SNAPSHOTS, Answers, Question, spelt_short
from analysis.measures.reading.results import RESULTS
from analysis.measures.reading.words import said

BY_AREA = {CELLS, SIZE, RECORDS}  # questions of which the last part is an area
PARTS, ONES = "; ", ", "  # between what is written as one text

Read = dict[str, dict[str, str]]  # by kind: what was asked, and the digest, or those of many areas


def told(snapshot: Snapshot, period: str) -> Read:
    """What this process has read so far for a report of a snapshot and month, with the digests of the answers."""
    asked: set[tuple[Any, ...]] = set()
    found: dict[Question, str] = {}
    for other, questions in reads.noted():
        if other.path == snapshot.path:
            asked = questions
            found |= {(kind, tuple(about)): digest for (kind, *about), digest in reads.answered(other).items()}
        else:
            found[SNAPSHOTS, (other.name,)] = other.digest
    answers = Answers(snapshot, period, hosts=sorted({one[2] for one in asked if one[0] == RECORDS}))
    looked: dict[tuple[str, str], set[str]] = {}
    for kind, *about in asked:
        if kind == CELLS:
            looked.setdefault((about[0], about[1]), set()).update(about[2])
        else:
            key = (kind, tuple(about) or ("",))
            found[key] = answers.to(*key)
    spelt: dict[tuple[str, frozenset[str]], str] = {}
    for (subject, area), months in looked.items():
        of, these = answers.arrays(subject), (subject, frozenset(months))
        if these not in spelt:
            spelt[these] = spelt_short(months, of.periods if of else ())
        key = (CELLS, (subject, spelt[these], area))
        found[key] = answers.to(*key)
    return _written(found)


def changed(read: Read, answers: Answers) -> list[str]:
    """What a report has read and a snapshot answers otherwise now, in words; empty where nothing is.

    A cell is told with its month. What measures give costs the most to ask, and is asked where nothing else changed.
    """
    asked = list(_asked(read))
    for costly in (False, True):
        found = said(
            (question, answers.month(*question, before=digest))
            for question, digest in asked
            if (question[0] == RESULTS) is costly and answers.to(*question) != digest
        )
        if found:
            return found
    return []


def apart(before: Read, now: Read) -> list[str]:
    """What two makings of a report read differently, in words."""
    one, two = dict(_asked(before)), dict(_asked(now))
    return said((question, "") for question in sorted({*one, *two}) if one.get(question) != two.get(question))


def _written(found: dict[Question, str]) -> Read:
    """The answers as a record has them: those of many areas as one text."""
    read: Read = {}
    for (kind, about), digest in sorted(found.items()):
        place = read.setdefault(kind, {})
        if kind not in BY_AREA:
            place[about[0]] = digest
            continue
        key, one = PARTS.join(about[:-1]), f"{about[-1]}:{digest}"
        place[key] = f"{place[key]}{ONES}{one}" if key in place else one
    return read


def _asked(read: Read) -> Iterator[tuple[Question, str]]:
    """The questions of a record and the digests of their answers."""
    for kind, places in read.items():
        for key, text in places.items():
            if kind not in BY_AREA:
                yield (kind, (key,)), text
                continue
            parts = tuple(key.split(PARTS))
            for one in text.split(ONES):
                area, _, digest = one.rpartition(":")
                yield (kind, (*parts, area)), digest
