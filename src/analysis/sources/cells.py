"""What the cells of an answer stand for: labels as ids, texts as months and areas, figures as numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analysis import areas, periods
from analysis.data import contracts
from analysis.errors import AnalysisError
from analysis.sources.declared import Column, Dimension

LARGEST_EXACT = 2**53  # the whole numbers up to here are exact as floating point

_SHOWN = 5  # of the names in a message


@dataclass
class Remarks:
    """What is wrong with an answer, and what a reader of its figures should know."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def listed(names: Iterable[str]) -> str:
    """The first names in quotation marks, and how many more there are.

    >>> listed(["a", "b"])
    "'a', 'b'"
    """
    every = list(names)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(f"'{name}'" for name in every[:_SHOWN]) + more


def ids(labels: Sequence[object], dimension: Dimension, remarks: Remarks) -> list[str | None]:
    """The id of each label; none, and a notice, where the label is not declared."""
    counted = Counter(str(label) for label in labels)
    others = {label: count for label, count in counted.items() if label not in dimension.labels}
    if others:
        rows = sum(others.values())
        remarks.notices.append(f"{rows} row(s) of other '{dimension.column}' are left out: {listed(sorted(others))}")
    if never := [label for label in dimension.labels if label not in counted]:
        remarks.problems.append(f"'{dimension.column}' never has the declared label {listed(never)}")
    return [dimension.labels.get(str(label)) for label in labels]


def months(texts: Sequence[object], column: str, remarks: Remarks) -> list[str | None]:
    """Each month as ``2026-07``; none, and a problem, where the text is no month."""
    read = {text: _month(text) for text in set(map(str, texts))}
    if strange := sum(read[str(text)] is None for text in texts):
        remarks.problems.append(f"'{column}' is no month such as 2026M07 in {strange} row(s)")
    return [read[str(text)] for text in texts]


def codes(
    labels: Sequence[object], column: str, *, kinds: Sequence[str], left_out: Sequence[str], remarks: Remarks
) -> list[str | None]:
    """The code of each area of the wanted kinds; none, with a notice or a problem, for every other label.

    Parameters
    ----------
    labels : sequence
        What the source calls the areas.
    column : str
        Their column, for messages.
    kinds : sequence of str
        The kinds of area that are wanted.
    left_out : sequence of str
        Labels that belong to no municipality and are known to come.
    remarks : Remarks
        Where notices and problems are added.
    """
    apart = {label.casefold() for label in left_out}
    counted = Counter(str(label) for label in labels)
    found: dict[str, str] = {}
    unknown: list[str] = []
    for label in counted:
        if label.strip().casefold() in apart:
            continue
        try:
            area = areas.from_source(label)
        except AnalysisError:
            unknown.append(label)
            continue
        if area.kind in kinds:
            found[label] = area.code
    if others := sorted(counted.keys() - found.keys() - set(unknown)):
        rows = sum(counted[label] for label in others)
        remarks.notices.append(f"{rows} row(s) of areas that are not kept are left out: {listed(others)}")
    if unknown:
        remarks.problems.append(
            f"'{column}' names areas that are not known: {listed(sorted(unknown))}; add an alias to "
            "reference/areas.csv, or declare them under areas_left_out"
        )
    return [found.get(str(label)) for label in labels]


def figures(values: Sequence[object], column: Column, remarks: Remarks) -> list[float]:
    """The numbers of a column; NaN for null, and NaN with a problem for what is no figure of its kind."""
    read = [_number(value) for value in values]
    numbers = [number for number in read if number is not None]
    strange = {
        "no number": len(read) - len(numbers),
        "below 0": sum(number < 0 for number in numbers),
        "above 100": sum(number > 100 for number in numbers) if column.unit == contracts.PER_CENT else 0,
    }
    for what, rows in strange.items():
        if rows:
            remarks.problems.append(f"'{column.column}' is {what} in {rows} row(s)")
    return [math.nan if number is None else number for number in read]


def _month(text: str) -> str | None:
    try:
        period = periods.parse(text)
    except AnalysisError:
        return None
    return period if periods.kind(period) == "month" else None


def _number(value: object) -> float | None:
    """A JSON number as it is, NaN for null; None for anything else, or what would not stay exact."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_EXACT:
        return None
    return float(value)
