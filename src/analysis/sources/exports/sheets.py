"""One sheet from its cells to its figures: recognised, laid out, read, decided, and checked against itself."""

from dataclasses import replace
from pathlib import PurePath

import pandas as pd

from analysis.areas import COUNTRY, municipalities
from analysis.sources.exports import recognise, soundness
from analysis.sources.exports.deciding import Decided, decide
from analysis.sources.exports.declared import Exports, Table
from analysis.sources.exports.facts import CANONICAL, Fact, Reader
from analysis.sources.exports.figures import looks_like
from analysis.sources.exports.findings import Findings, name_of
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.labels import LEFT_OUT, TOTAL, Labels, Place
from analysis.sources.exports.layout import Frame, Layout, frame, layout
from analysis.sources.exports.paths import Path, headers_joined, paths
from analysis.sources.exports.scope import scope
from analysis.sources.exports.values import key_of, text_of

COLUMNS = [*soundness.KEY, "value", "status", "unit", "source", "provisional_months", "where", "line", "column"]


def read(grid: Grid, exports: Exports, findings: Findings) -> pd.DataFrame | None:
    """The figures of a sheet, with what is wrong with them added to the findings.

    Returns
    -------
    DataFrame or None
        One row per figure, columns ``COLUMNS``; ``status`` is empty where there is a figure, ``where``, ``line``
        and ``column`` say where it stands. None where nothing in the sheet was recognised.
    """
    found = frame(grid, Labels(exports))
    if found is None:
        return None
    table = recognise.table(exports, keys=_keys(found), levels=_said(found, exports), findings=findings)
    if table is None:
        if not findings.problems:
            findings.problem(
                "figures by area or period, and no column that params/sources.yml declares; expected a declared "
                "column's name above them"
            )
        return _frame([])
    labels = Labels(exports, table)
    placed = layout(found, labels)
    headers = paths(placed, labels)
    titles = scope(placed, headers, table, labels, findings)
    reader = Reader(placed, headers, titles, labels, findings)
    facts = _totals(reader.facts(), findings)
    _unknown_columns(headers, facts, table, reader, findings)
    if facts and "benefit" not in table.fixed:
        _benefit_of_all(placed, headers, titles.labels, table, facts, findings)
    decided = decide(facts, grid=grid, signs=exports.signs, named=reader.column, findings=findings)
    soundness.differences(decided, table, grid, reader.column, findings)
    rows = [_row(one, grid, table, reader.column(one.fact.column)) for one in decided if one.fact.of.measure]
    figures = soundness.once(_frame(rows), findings)
    soundness.benefits(figures, findings)
    soundness.at_most(figures, table, findings)
    soundness.complete(figures, findings)
    soundness.country_is_sum(figures, findings)
    soundness.whole_to_the_end(facts, grid, reader.column, findings)
    soundness.whole_across(facts, reader.column, findings)
    if figures.empty and not findings.problems:
        findings.problem("its columns are known, and no row has a figure; expected areas, periods and figures")
    return figures


def _keys(found: Frame) -> set[str]:
    texts = {text for row in found.grid.rows for cell in row if (text := text_of(cell))}
    return {key_of(text) for text in texts if len(text) <= 300} | headers_joined(found.grid, found.zone)


def _said(found: Frame, exports: Exports) -> list[list[str]]:
    """Texts that may say what the sheet is, the nearest first."""
    grid = found.grid
    above = [text for row in found.zone for cell in grid.rows[row] if (text := text_of(cell))]
    below = {text for row in found.data for cell in grid.rows[row] if (text := text_of(cell))}
    labels = sorted(text for text in below if key_of(text) in exports.benefits)
    return [[*found.titles, *above, *labels], [grid.sheet], [PurePath(grid.file).stem]]


def _totals(facts: list[Fact], findings: Findings) -> list[Fact]:
    """The facts, with a total as the country's where all 98 municipalities and no country are there, else without."""
    own = {fact.place for fact in facts}
    every = {Place("municipality", one.code) for one in municipalities()}
    country = Place(COUNTRY.kind, COUNTRY.code)
    kept = [fact for fact in facts if fact.place.kind not in (TOTAL, LEFT_OUT)]
    totals = [fact for fact in facts if fact.place.kind == TOTAL]
    if not totals:
        return kept
    if every <= own and country not in own:
        findings.notice(
            f"{len(totals)} figure(s) of a total are read as {COUNTRY.name}, since all 98 municipalities are there"
        )
        return [*kept, *(replace(fact, place=country) for fact in totals)]
    findings.notice(f"{len(totals)} figure(s) of a total are left out: it is not certain what they are the total of")
    return kept


def _unknown_columns(
    headers: dict[int, Path], facts: list[Fact], table: Table, reader: Reader, findings: Findings
) -> None:
    """A notice of columns that are not declared; a problem where one may be a declared column by another name."""
    strange, numeric = [], []
    signs = reader.labels.exports.signs
    absent = sorted(table.measures - {fact.of.measure for fact in facts}) or _parts_absent(table, facts)
    if absent and facts:
        findings.notice(f"no column of {', '.join(absent)}, which {table.id} has")
    for column, path in headers.items():
        cells = reader.layout.frame.below[column]
        if path.meaning is not None or not cells:
            continue
        strange.append(reader.column(column))
        if 2 * sum(count for cell, count in cells.items() if looks_like(cell, signs)) >= cells.total():
            numeric.append(reader.column(column))
    if not strange:
        return
    if numeric and absent:
        findings.problem(
            f"{', '.join(numeric)}: figures under a name that is not declared, while the columns of "
            f"{', '.join(absent)} are not there; expected their names of params/sources.yml"
        )
    else:
        findings.notice(f"{', '.join(strange)}: not declared for {table.id}, and left out")


def _parts_absent(table: Table, facts: list[Fact]) -> list[str]:
    """The benefits that have columns of their own in a table, of which some are there and these are not."""
    own = {(one.measure, *one.given.items()) for one in table.columns if one.given}
    there = {(fact.of.measure, *fact.of.given.items()) for fact in facts if fact.of.given}
    return (
        sorted(f"{measure} ({', '.join(id_ for _, id_ in given)})" for measure, *given in own - there) if there else []
    )


def _benefit_of_all(
    placed: Layout,
    headers: dict[int, Path],
    titled: dict[str, str],
    table: Table,
    facts: list[Fact],
    findings: Findings,
) -> None:
    """Say that figures without a benefit are taken to be of all of them."""
    own = next((one for one in table.dimensions if one.becomes == "benefit"), None)
    if own is None or "benefit" in titled or placed.having(own.name):
        return
    named = [path.meaning for path in headers.values() if path.meaning]
    if any("benefit" in one.labels or (one.column and "benefit" in one.column.given) for one in named):
        return
    findings.notice(f"no column {name_of(own.name)}: the figures are read as those of all benefits together")


def _row(one: Decided, grid: Grid, table: Table, column: str) -> dict[str, object]:
    fact = one.fact
    return {
        "measure": fact.of.measure,
        "area_type": fact.place.kind,
        "area": fact.place.code,
        "period": fact.period,
        **dict(zip(CANONICAL, fact.labels, strict=True)),
        "value": one.value,
        "status": one.status,
        "unit": fact.of.unit,
        "source": f"{table.publisher} {table.id}",
        "provisional_months": table.provisional_months,
        "where": grid.where,
        "line": grid.lines[fact.row],
        "column": column,
    }


def _frame(found: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=COLUMNS).astype({"value": float})
