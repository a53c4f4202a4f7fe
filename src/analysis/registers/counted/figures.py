"""A measure by periods and areas, and as rows of the canonical table ``observations``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import catalogue, periods
from analysis.registers.numbers.shapes import category

PER_CENT = 100
STATUSES = ("final", "missing", "provisional", "suppressed")
TEXTS = ("measure", "benefit", "area_type", "area", "period", "sex", "age", "origin", "visitation")


@dataclass(frozen=True)
class Figure:
    """One measure: periods by areas. A quotient also has what it is a quotient of.

    ``periods`` are months unless given; a longer one is provisional where its last month is. ``sex`` and ``age`` are
    those of the persons counted.
    """

    value: np.ndarray
    numerator: np.ndarray | None = None
    denominator: np.ndarray | None = None
    periods: Sequence[str] | None = None
    sex: str = catalogue.TOTAL
    age: str = catalogue.TOTAL
    settled: bool = False  # never provisional


Figures = dict[tuple[str, ...], Figure]  # by measure and benefit, and by sex and age where it is of some persons only


def quotient(numerator: np.ndarray, denominator: np.ndarray, *, scale: float = PER_CENT, **more: Any) -> Figure:
    """One table over another, times the scale; missing where the base is 0 or either is missing.

    Numerator and denominator are missing where the other is, so that sums of them fit each other. A share is missing
    too where more are counted than are in the base: then the two are not of the same persons, as where residents are
    those of a quarter's first day and there are only a handful.
    """
    known = ~(np.isnan(numerator) | np.isnan(denominator))
    if scale == PER_CENT:
        known &= ~(numerator > denominator * (1 + 1e-9))
    over, of = np.where(known, numerator, np.nan), np.where(known, denominator, np.nan)
    value = np.full(over.shape, np.nan)
    np.divide(scale * over, of, out=value, where=of > 0)
    return Figure(value, over, of, **more)


def rate(numerator: np.ndarray, denominator: np.ndarray) -> Figure:
    """Per cent; missing where nobody is in the base."""
    return quotient(numerator, denominator)


def as_rows(
    figures: Mapping[tuple[str, ...], Figure],
    *,
    codes: Sequence[tuple[str, str]],
    months: Sequence[str],
    provisional: int,
    source: Mapping[str, str] | str,
    retrieved: str,
) -> pd.DataFrame:
    """Figures as the columns of ``observations``, in the order of its key; texts are categories.

    Parameters
    ----------
    codes : sequence of (area_type, area)
        The columns of the figures.
    months : sequence of str
        The rows of those that have no periods of their own.
    provisional : int
        How many of the last months are provisional.
    source : str, or mapping of measure to str
    retrieved : str
    """
    labels: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
    parts: list[dict[str, np.ndarray]] = []
    late = min(provisional, len(months))
    for key, figure in figures.items():
        parts.append(_cells(key, figure, codes, figure.periods or months, {*months[len(months) - late :]}, labels))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    ranked = {name: np.argsort(np.argsort(list(known))) for name, known in labels.items()}
    order = np.lexsort([ranked[name][joined[name]] for name in reversed(TEXTS)])
    columns: dict[str, Any] = {name: category(joined[name][order], list(labels[name])) for name in TEXTS}
    for name in ("value", "numerator", "denominator"):
        columns[name] = joined[name][order]
    named = list(labels["measure"])
    units = [catalogue.measure(name).unit for name in named]
    sources = [source if isinstance(source, str) else source[name] for name in named]
    columns["unit"] = _mapped(joined["measure"][order], units)
    columns["status"] = category(joined["status"][order], STATUSES)
    columns["source"] = _mapped(joined["measure"][order], sources)
    columns["retrieved"] = category(np.zeros(len(order), dtype=np.int8), [retrieved[:10]])
    return pd.DataFrame(columns, copy=False)


def _cells(
    key: tuple[str, ...],
    figure: Figure,
    codes: Sequence[tuple[str, str]],
    periods_: Sequence[str],
    late: set[str],
    labels: dict[str, dict[str, int]],
) -> dict[str, np.ndarray]:
    """The codes and numbers of one figure; texts that are new get a number in ``labels``."""

    def code(column: str, text: str) -> int:
        return labels[column].setdefault(text, len(labels[column]))

    shape = (len(periods_), len(codes))
    to_come = np.array([not figure.settled and periods.last_month(period) in late for period in periods_])
    status = np.where(np.isnan(figure.value), 1, np.where(to_come[:, None], 2, 0))
    nothing = np.full(shape, np.nan)
    same = {"measure": key[0], "benefit": key[1], "sex": figure.sex, "age": figure.age}
    same |= dict.fromkeys(("origin", "visitation"), catalogue.TOTAL)
    where = {
        "area_type": np.array([code("area_type", kind) for kind, _ in codes]),
        "area": np.array([code("area", area) for _, area in codes]),
    }
    found = {name: np.full(shape, code(name, text), dtype=np.int16).ravel() for name, text in same.items()}
    found |= {name: np.broadcast_to(values, shape).ravel().astype(np.int16) for name, values in where.items()}
    period = np.array([code("period", text) for text in periods_], dtype=np.int16)
    found["period"] = np.repeat(period, len(codes))
    found["status"] = status.ravel().astype(np.int8)
    for name in ("value", "numerator", "denominator"):
        table = getattr(figure, name)
        found[name] = (nothing if table is None else table).ravel().astype(float)
    return found


def _mapped(codes: np.ndarray, texts: Sequence[str]) -> Any:
    """A category per row, by the text that belongs to each code; texts may repeat."""
    different = list(dict.fromkeys(texts))
    return category(np.array([different.index(text) for text in texts], dtype=np.int16)[codes], different)
