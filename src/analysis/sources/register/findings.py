"""What is wrong with a delivery, gathered over all its files and chunks, and said at once without any value."""

from dataclasses import dataclass, field

from analysis.errors import AnalysisError
from analysis.sources.identifiers import Seen

IDENTIFIER = "looks like a CPR number"

_SHOWN = 5
_ENOUGH = 50  # numbers of nine digits that half of are dates do not come by chance


@dataclass
class _Count:
    rows: int = 0
    first: int = 0  # row number, 0 where it is not known


@dataclass
class Findings:
    """Problems by file, what is wrong, and column; and notices, which stop nothing."""

    notices: list[str] = field(default_factory=list)
    _whole: dict[str, None] = field(default_factory=dict)
    _seen: dict[tuple[str, str], Seen] = field(default_factory=dict)
    _cells: dict[tuple[str, str], dict[str, _Count]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything stops the import."""
        return bool(self._whole or self._cells)

    @property
    def personal(self) -> bool:
        """Whether anything looks like a CPR number."""
        return any(problem == IDENTIFIER for _, problem in self._cells)

    def file(self, file: str, problem: str) -> None:
        """Note what is wrong with a file as a whole."""
        self._whole[f"{file}: {problem}"] = None

    def cells(self, file: str, column: str, problem: str, *, rows: int, first: int = 0) -> None:
        """Note what is wrong in some rows of a column; counts of later chunks are added."""
        if not rows:
            return
        found = self._cells.setdefault((file, problem), {}).setdefault(column, _Count())
        found.rows += rows
        found.first = found.first or first

    def identifiers(self, file: str, column: str, seen: Seen) -> None:
        """Note what a chunk of a column has that looks like CPR numbers; of nine digits when there are enough."""
        total = self._seen.get((file, column), Seen()) + seen
        self.cells(file, column, IDENTIFIER, rows=total.certain)
        left = Seen(0, total.dates, total.nine)
        if total.nine >= _ENOUGH:
            self.cells(file, column, IDENTIFIER, rows=left.rows)
            left = Seen() if left.rows else left
        self._seen[(file, column)] = left

    def close(self, file: str) -> None:
        """Judge the numbers of nine digits of a file that is read to its end."""
        for (name, column), seen in self._seen.items():
            if name == file:
                self.cells(file, column, IDENTIFIER, rows=seen.rows)
        self._seen = {key: seen for key, seen in self._seen.items() if key[0] != file}

    def forget(self, file: str) -> None:
        """Forget the cells of a file that is read again."""
        for key in [key for key in self._cells if key[0] == file]:
            del self._cells[key]
        self._seen = {key: seen for key, seen in self._seen.items() if key[0] != file}

    def lines(self) -> list[str]:
        """One line per problem: file, columns, how many rows, and the first of them."""
        found = list(self._whole)
        for (file, problem), columns in self._cells.items():
            for column, count in list(columns.items())[:_SHOWN]:
                first = f", first in row {count.first}" if count.first else ""
                found.append(f"{file}, column '{column}': {problem} in {count.rows} row(s){first}")
            others = list(columns.values())[_SHOWN:]
            if others:
                cells = sum(count.rows for count in others)
                found.append(f"{file}, {len(others)} more columns: {problem} in {cells} cell(s)")
        return found

    def refuse(self) -> None:
        """Raise where anything was found.

        Raises
        ------
        AnalysisError
            With every problem that was found.
        """
        if not self:
            return
        lines = self.lines()
        advice = "Rows count from the first one under the header. Values are never shown; look in the file itself."
        if self.personal:
            advice = (
                "Nothing that names a person may come in: replace CPR numbers with pseudonyms before delivery, and "
                "make pseudonyms of another length than ten digits. A column of firms or production units is "
                "declared under 'firm_columns' in params/sources.yml.\n" + advice
            )
        raise AnalysisError(
            "\n".join(
                [
                    f"The delivery has {len(lines)} problem(s), so nothing of it is kept",
                    *(f"  - {line}" for line in lines),
                    advice,
                ]
            )
        )
