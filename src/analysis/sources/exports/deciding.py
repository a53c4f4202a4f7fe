"""What each figure of a sheet is: one way of writing per measure, told from all its cells together."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.data import contracts
from analysis.sources.exports import figures
from analysis.sources.exports.facts import Fact
from analysis.sources.exports.figures import EXPECTED, Signs, Written
from analysis.sources.exports.findings import Findings, Strange
from analysis.sources.exports.grids import Grid

_FULL_TIME = "fuldtidspersoner"  # a workbook may keep their decimals; text does not have them


@dataclass(frozen=True)
class Decided:
    """A fact with its figure: NaN and the reason where there is none."""

    fact: Fact
    value: float
    status: str


def decide(
    facts: list[Fact], *, grid: Grid, signs: Signs, named: Callable[[int], str], findings: Findings
) -> list[Decided]:
    """The figures of a sheet; a measure that cannot be read is a problem, with its rows, and is left out.

    Parameters
    ----------
    facts : list of Fact
        Where the figures stand.
    grid : Grid
        The sheet, for its row numbers.
    signs : Signs
        What stands for a figure that is left out.
    named : callable
        How messages name a column.
    findings : Findings
        Where problems are added.
    """
    by_measure: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_measure[fact.of.measure or fact.of.name].append(fact)
    groups = [_Group(group, [_written(fact, signs) for fact in group]) for group in by_measure.values()]
    forced = {way for group in groups if (way := figures.way(group.cells)[0])}
    found = [one for group in groups for one in group.decided(forced, formats_known=grid.formats_known)]
    for group in groups:
        for (column, kind, expected), rows in group.strange.found.items():
            if group.facts[0].of.measure:
                findings.cells(named(column), kind, [grid.lines[row] for row in rows], expected)
    return found


@dataclass
class _Group:
    """The figures of one measure in a sheet, and the cells that hold none."""

    facts: list[Fact]
    cells: list[Written]
    strange: Strange = field(default_factory=Strange)

    def decided(self, forced: set[str], *, formats_known: bool) -> list[Decided]:
        unit = self.facts[0].of.unit
        way = self._way(unit, forced)
        if way and _is_per_cent(unit) and _perhaps_shares(self.cells, way, known=formats_known):
            self._note(0, "figures of at most 1, which may be shares of 1 or percentages", "percentages from 0 to 100")
            way = ""
        found = []
        for at, (fact, cell) in enumerate(zip(self.facts, self.cells, strict=True)):
            problem = cell.problem or (_impossible(cell, way, unit) if way and cell.readings else "")
            if problem:
                self._note(at, problem, _expected(unit))
            elif cell.status:
                found.append(Decided(fact, math.nan, cell.status))
            elif way:
                found.append(Decided(fact, cell.readings[way], ""))
        return found

    def _way(self, unit: str, forced: set[str]) -> str:
        """The way of writing of all the cells; empty, with a note of the rows, where it cannot be told."""
        way, mixed = figures.way(self.cells)
        if mixed:
            for kind, indices in mixed.items():
                for at in indices:
                    self._note(at, kind, "one decimal mark throughout")
            return ""
        way = way or figures.likely(self.cells, unit=unit, elsewhere=forced)
        if not way:
            kind = "a number whose mark may be of decimals or of thousands, and nothing tells which"
            for at, cell in enumerate(self.cells):
                if cell.ambiguous:
                    self._note(at, kind, "numbers that can be read in one way")
        return way

    def _note(self, at: int, kind: str, expected: str) -> None:
        self.strange.add(self.facts[at].column, kind, expected, self.facts[at].row)


def _written(fact: Fact, signs: Signs) -> Written:
    return figures.written(fact.cell, signs=signs, per_cent=_is_per_cent(fact.of.unit))


def _impossible(cell: Written, way: str, unit: str) -> str:
    problem = figures.impossible(cell.readings[way], unit)
    return "" if cell.typed and unit == _FULL_TIME and problem == figures.NOT_WHOLE else problem


def _is_per_cent(unit: str) -> bool:
    return unit == contracts.PER_CENT


def _expected(unit: str) -> str:
    if _is_per_cent(unit):
        return f"{EXPECTED}, from 0 to 100"
    return f"{EXPECTED}, whole and not below 0" if unit in contracts.COUNTS else EXPECTED


def _perhaps_shares(cells: list[Written], way: str, *, known: bool) -> bool:
    """Whether percentages could be shares of 1: all are small, and written finer than percentages are.

    Where a workbook does not say what it shows as percentages (``known`` is false), small numbers are enough.
    """
    values = [cell.readings[way] for cell in cells if cell.readings and not cell.per_cent]
    if not values or not 0 < max(values) <= 1:
        return False
    fine = any(round(value, 2) != value for value in values)
    return fine or (not known and any(cell.typed for cell in cells))
