"""The rows of a sheet as facts: one per figure, with everything that places it, and what could not be placed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis import areas
from analysis.catalogue import TOTAL as EVERYBODY
from analysis.sources.exports import dates
from analysis.sources.exports.declared import Column
from analysis.sources.exports.figures import looks_like
from analysis.sources.exports.findings import Findings, Strange, name_of
from analysis.sources.exports.labels import LEFT_OUT, TOTAL, Labels, Place
from analysis.sources.exports.layout import Layout
from analysis.sources.exports.paths import Path
from analysis.sources.exports.row_labels import Row, RowLabels
from analysis.sources.exports.values import Cell, is_blank, key_of, text_of

CANONICAL = ("benefit", "sex", "age", "origin", "visitation")
WHOLE_ROW = -1  # in place of a column


@dataclass(frozen=True)
class Fact:
    """One cell of figures: where it stands, what it is a figure of, and what is in it."""

    row: int
    column: int
    of: Column
    place: Place
    period: str
    labels: tuple[str, ...]  # by CANONICAL
    cell: Cell


@dataclass
class Scope:
    """What the titles say of all figures of a sheet."""

    place: Place | None = None
    period: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    column: Column | None = None


class Reader:
    """Reads the rows of one sheet; what it cannot place it adds to the findings."""

    def __init__(
        self, layout: Layout, headers: dict[int, Path], scope: Scope, labels: Labels, findings: Findings
    ) -> None:
        self.layout, self.headers, self.scope, self.labels, self.findings = layout, headers, scope, labels, findings
        self.grid = layout.frame.grid
        self.above = {column: path.meaning for column, path in headers.items() if path.meaning is not None}
        self.strange = Strange()
        self.left_out: Counter[str] = Counter()

    def facts(self) -> list[Fact]:
        """Every figure that could be placed; rows and figures that are left out are counted in a notice."""
        found = []
        periods_above = any(meaning.periods for meaning in self.above.values())
        labels = RowLabels(self.layout, self.labels, self.strange, periods_above=periods_above)
        for row in self._rows():
            if all(is_blank(cell) for cell in self.grid.cells(row, list(self.above))) and labels.lacks(row):
                labels.remember(row)  # a label that stands alone, above its rows
                continue
            said = labels.of(row)
            if said.left_out:
                self.left_out[f"row(s) {said.left_out}"] += 1
            elif said.is_sound:
                found += self._of_row(row, said)
        self._report()
        return found

    def _rows(self) -> Iterable[int]:
        """The rows of data. Blank rows, notes, and headers that come again are passed over."""
        header = self._keys(self.layout.header[-1]) if self.layout.header else []
        unsure: list[int] | None = None  # notes with digits since a row of figures; None before the first
        for row in self.layout.frame.data:
            if self.grid.is_blank(row):
                continue
            if header and self._keys(row) == header:
                self.left_out["row(s) that repeat the header"] += 1
            elif self._is_note(row):
                if self._is_cut(row):
                    self.strange.add(WHOLE_ROW, "the beginning of a line", "a whole file", row)
                if unsure is not None and any(sign.isdigit() for cell in self.grid.rows[row] for sign in text_of(cell)):
                    unsure.append(row)
                self.left_out["row(s) that hold a note and no figures"] += 1
            elif self._fits(row):
                for note in unsure or []:
                    self.strange.add(WHOLE_ROW, "words and figures in one cell", "a cell for each figure", note)
                unsure = []
                yield row

    def _keys(self, row: int) -> list[str]:
        return [key_of(text_of(cell)) if isinstance(cell, str) else str(cell) for cell in self.grid.rows[row]]

    def _is_note(self, row: int) -> bool:
        """Whether a row holds words that name nothing, and no figures."""
        return all(self._is_words(cell) for cell in self.grid.rows[row] if not is_blank(cell))

    def _is_words(self, cell: Cell) -> bool:
        text = text_of(cell)
        if text.startswith("=") or not any(sign.isalpha() for sign in text):
            return False
        return not looks_like(cell, self.labels.exports.signs) and not self.labels.is_known(text)

    def _is_cut(self, row: int) -> bool:
        """Whether a note is the last line of a text file, not ended, and begins as the name of an area does."""
        if self.grid.ends_whole or row != len(self.grid.rows) - 1:
            return False
        begun = key_of(text_of(self.grid.rows[row][0]))
        return any(
            key_of(one.name).startswith(begun) for one in (areas.COUNTRY, *areas.municipalities(), *areas.regions())
        )

    def _fits(self, row: int) -> bool:
        """Whether a row of a text file has the header's number of cells, blank ones at its end apart."""
        if not self.grid.is_text:
            return True
        has = self.grid.widths[row]
        wanted = self.grid.widths[self.layout.header[-1]] if self.layout.header else self.grid.width
        if has < wanted or any(not is_blank(cell) for cell in self.grid.rows[row][wanted:]):
            self.strange.add(WHOLE_ROW, f"{has} cells", f"{wanted}, as in the header", row)
            return False
        return True

    def _of_row(self, row: int, said: Row) -> list[Fact]:
        found = []
        for column, meaning in self.above.items():
            of = meaning.column or said.column or self.scope.column
            cell = self.grid.rows[row][column]
            if meaning.left_out or of is None:
                if of is None and not is_blank(cell):
                    self.strange.add(column, "a figure of nothing known", "a declared column's name above it", row)
                continue
            place = self._one_place(row, column, said, meaning.place or (Place(TOTAL, "") if meaning.total else None))
            period = dates.together([*said.periods, *meaning.periods]) or (
                None if said.periods or meaning.periods else self.scope.period
            )
            labels = self._canonical(row, column, of.given, said.labels, meaning.labels)
            if period is None and not is_blank(cell):
                self.strange.add(column, "a figure without a period", "a period in its row, its header or a title", row)
            if place is not None and period is not None and labels is not None and place.kind != LEFT_OUT:
                found.append(Fact(row, column, of, place, period, labels, cell))
            elif place is not None and place.kind == LEFT_OUT:
                self.left_out["figure(s) of areas that are not kept"] += 1
        return found

    def _one_place(self, row: int, column: int, said: Row, above: Place | None) -> Place | None:
        places = set(said.places)
        if above and above.kind != TOTAL:
            places.add(above)
        if not places:
            places = {one for one in (above, self.scope.place) if one is not None}
        if len(places) == 1:
            return places.pop()
        if not is_blank(self.grid.rows[row][column]):
            kind = "a figure of two areas" if places else "a figure without an area"
            self.strange.add(column, kind, "one area in its row, its header or a title", row)
        return None

    def _canonical(self, row: int, column: int, *said: dict[str, str]) -> tuple[str, ...] | None:
        """The ids of the canonical columns; none, with a problem, where two labels contradict each other."""
        placed = dict(self.labels.table.fixed) if self.labels.table else {}
        for one in said:
            for name, id_ in one.items():
                if name in CANONICAL and placed.setdefault(name, id_) != id_:
                    self.strange.add(
                        column, "a figure of two labels", "the same in its row, its header and its table", row
                    )
                    return None
        placed = {**self.scope.labels, **placed}
        return tuple(placed.get(name, EVERYBODY) for name in CANONICAL)

    def _report(self) -> None:
        for (column, kind, expected), rows in self.strange.found.items():
            lines = [self.grid.lines[row] for row in rows]
            self.findings.cells("" if column == WHOLE_ROW else self.column(column), kind, lines, expected)
        for what, count in self.left_out.items():
            self.findings.notice(f"{count} {what} are left out")

    def column(self, column: int) -> str:
        """How messages name a column."""
        if column in self.headers:
            name = self.headers[column].name
        else:
            texts = [text_of(self.grid.rows[row][column]) for row in self.layout.header]
            name = " ".join(text for text in texts if text)
        return f"{self.grid.column(column)} {name_of(name)}"
