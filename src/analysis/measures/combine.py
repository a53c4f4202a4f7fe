"""One measure for areas of several municipalities: counts add up, rates are ratios of sums, gaps stay gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import area_lists, catalogue, rules
from analysis.data.tables import Panel
from analysis.measures.arrays import COUNTED, FINAL, MISSING, PROVISIONAL, PUBLISHED, SUPPRESSED, Arrays, Cells, cells
from analysis.measures.grids import column_of


@dataclass(frozen=True, eq=False)
class Combined:
    """A measure by period (rows) and area (columns, named by the caller).

    ``value`` is a count, or a share in per cent. ``count`` and ``base`` are a rate's numerator and
    denominator (a count's own value, and missing). ``status`` is a number into ``STATUSES``.
    ``estimated`` says, by area, that a denominator is estimated; ``summed`` that the figure of the last period is of
    several municipalities and was not counted as one; ``published`` that every figure is one that a source printed.
    """

    value: pd.DataFrame
    count: pd.DataFrame
    base: pd.DataFrame
    status: pd.DataFrame
    estimated: Mapping[str, bool]
    summed: Mapping[str, bool]
    published: Mapping[str, bool]


def combined(
    panel: Panel,
    measure: str,
    benefit: str,
    *,
    of: Mapping[str, Sequence[str]],
    months: Sequence[str] | None = None,
    least: Mapping[str, float] | None = None,
) -> Combined:
    """A measure for areas that consist of one or more municipalities.

    A single municipality (and the country) has the source's own figure, and so has a jobcenter of several
    for which there is one: each person is counted once in it. Of others, counts are added and rates are
    the sum of numerators over the sum of denominators, never a mean. Persons who may be in several areas, such as
    those affected, are not added up where a register was counted, which has its own count of each jobcenter, nor to
    fill the months of a count of its own: there is no figure instead, and none of a rank. A total with a missing
    member is missing, unless ``least`` allows it: then the members that have figures must hold that share of the
    denominators, and the figure is theirs.

    Parameters
    ----------
    of : Mapping
        Municipality codes by the caller's name for the area.
    months : sequence of str, optional
        The periods wanted; all where left out.
    least : Mapping, optional
        By the caller's name, the share (0 to 1) of the denominators that must be there; 1 where left out.

    Returns
    -------
    Combined
        One row per period that there is, one column per name in ``of``.

    Raises
    ------
    ValueError
        If the snapshot has no figures of the measure; ``cells`` tells.
    """
    source, rows = look(panel, measure, benefit, of=of, months=months, least=least)
    twice = catalogue.measure(measure).may_count_twice
    results, estimated, summed, published = {}, {}, {}, {}
    for name, codes in of.items():
        alone = len(codes) == 1 and not source.computed
        share = (least or {}).get(name, 1.0)
        results[name] = _printed(source, rows, codes[0]) if alone else _total(source, rows, codes, least=share)
        if catalogue.measure(measure).kind == "rank" and not alone:
            results[name] = _nothing(len(rows))
        summed[name] = len(codes) > 1
        counted = _counted_as_one(source, rows, codes, panel.period) if len(codes) > 1 else None
        once = twice and (counted is not None or source.origin == COUNTED)
        if once and len(codes) > 1:
            results[name] = counted or _nothing(len(rows))
            summed[name] = False
        elif counted is not None:
            there = counted[3] != MISSING
            results[name] = tuple(
                np.where(there, one, other) for one, other in zip(counted, results[name], strict=True)
            )
            summed[name] = not there[-1:].all()
        estimated[name] = source.estimated and not alone
        published[name] = source.origin == PUBLISHED and (
            alone or (counted is not None and bool((counted[3] != MISSING).all()))
        )
    index, names = pd.Index([source.periods[row] for row in rows], name="period"), pd.Index(results)
    value, count, base, status = (
        pd.DataFrame(np.stack([result[part] for result in results.values()], axis=1), index=index, columns=names)
        for part in range(4)
    )
    return Combined(value, count, base, status, estimated, summed, published)


def look(
    panel: Panel,
    measure: str,
    benefit: str,
    *,
    of: Mapping[str, Sequence[str]],
    months: Sequence[str] | None = None,
    least: Mapping[str, float] | None = None,
) -> tuple[Arrays, list[int]]:
    """What ``combined`` puts together, noted as looked at: the arrays, and the rows of the months.

    Raises
    ------
    ValueError
        As ``combined``.
    """
    source = cells(panel, measure, benefit)
    if source is None:
        raise ValueError(f"there are no figures of {measure} for {benefit}")
    rows = source.rows(months)
    arrays = source.of((), rows)
    for name, codes in of.items():
        host = _hosts(panel.period).get(frozenset(codes)) if len(codes) > 1 else None
        looked = [*codes, column_of("jobcenter", host)] if host else codes
        source.of(looked, rows, sizes=(least or {}).get(name, 1.0) < 1)
    return arrays, rows


def without_small(figures: Combined, measure: str, *, on: str) -> Combined:
    """The figures without percentages that were worked out here of fewer than ``smallest_base_for_percentage``.

    A percentage that a source printed stays: it is known, with what it is of. Those that were counted from a register,
    or put together from several municipalities, are not shown of so few, where one person more or less would move them
    by over 3 percentage points. Their counts stay. Ranks look at ``combined`` itself and have a limit of their own.

    Parameters
    ----------
    measure : str
        Its id. Only shares in per cent are hidden.
    on : str
        The month whose agreed value holds.
    """
    if not catalogue.measure(measure).is_share:
        return figures
    worked_out = [not figures.published[name] for name in figures.value.columns]
    small = figures.base.to_numpy() < rules.value("smallest_base_for_percentage", on)
    few = small & figures.value.notna().to_numpy() & np.array(worked_out, dtype=bool)
    if not few.any():
        return figures
    status = figures.status.where(~few, SUPPRESSED)
    return replace(figures, value=figures.value.where(~few), status=status)


def with_figures(source: Cells, codes: Sequence[str], rows: Sequence[int], *, least: float) -> Sequence[str]:
    """The municipalities that have figures in all the rows, where they hold enough of the whole; else all."""
    arrays = source.of(codes, rows, sizes=True)
    known = [code for code in codes if code in arrays.column]
    at = [arrays.column[code] for code in known]
    there: np.ndarray = np.asarray(arrays.there(rows, at).all(axis=0))
    usual = arrays.usual_sizes(at)
    if not there.any() or usual[there].sum() < least * usual.sum():
        return codes
    return [code for code, present in zip(known, there, strict=True) if present]


def _counted_as_one(source: Arrays, rows: list[int], codes: Sequence[str], on: str) -> tuple[np.ndarray, ...] | None:
    """The figure that a jobcenter of exactly these municipalities has of its own; None where there is none."""
    host = _hosts(on).get(frozenset(codes))
    column = column_of("jobcenter", host) if host else ""
    return _printed(source, rows, column) if column in source.column else None


@cache
def _hosts(on: str) -> dict[frozenset[str], str]:
    """The jobcentres of several municipalities in a month, by those they serve."""
    served: dict[str, set[str]] = {}
    for one in area_lists.services():
        if one.covers(on):
            served.setdefault(one.host, {one.host}).add(one.municipality)
    return {frozenset(codes): host for host, codes in served.items()}


def _printed(source: Arrays, rows: list[int], code: str) -> tuple[np.ndarray, ...]:
    if code not in source.column:
        return _nothing(len(rows))
    at = source.column[code]
    own = source.printed[rows, at]
    count = np.where(np.isnan(own), np.nan, source.count[rows, at])
    return own, count, source.base[rows, at], source.status[rows, at]


def _total(source: Arrays, rows: list[int], codes: Sequence[str], *, least: float) -> tuple[np.ndarray, ...]:
    at = [source.column[code] for code in codes if code in source.column]
    if not at or (len(at) < len(codes) and least >= 1):
        return _nothing(len(rows))
    there = source.there(rows, at)
    usual = source.usual_sizes(at)
    covered = (there * usual).sum(axis=1) >= least * usual.sum()
    enough = there.all(axis=1) | (covered & there.any(axis=1) & (least < 1))
    count = np.where(there, source.count[np.ix_(rows, at)], 0).sum(axis=1)
    base = np.where(there, source.base[np.ix_(rows, at)], 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(enough, source.scale * count / base if source.is_rate else count, np.nan)
    states = source.status[np.ix_(rows, at)]
    known = np.where(there & (states == PROVISIONAL), PROVISIONAL, FINAL)  # none of none is no figure, yet it adds up
    shown = np.isfinite(value)
    return (
        np.where(shown, value, np.nan),
        np.where(shown, count, np.nan),
        np.where(shown & source.is_rate, base, np.nan),
        np.where(shown, known.max(axis=1), np.maximum(states.max(axis=1), SUPPRESSED)),
    )


def _nothing(length: int) -> tuple[np.ndarray, ...]:
    empty = np.full(length, np.nan)
    return empty, empty, empty, np.full(length, MISSING)
