"""What is known of a report while it is made, left on disk for the case that its worker dies."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Trace:
    """Two files beside each other: the number of the cell that runs, and the cells that have run."""

    path: Path

    @property
    def cells(self) -> Path:
        """The file of the cells that have run, a line each."""
        return self.path.with_name(self.path.name + ".cells")

    def begun(self, cell: int) -> None:
        """The cell of that number, as it stands in the notebook's file, is about to run."""
        self.path.write_text(str(cell), encoding="ascii")

    def ended(self, index: int, cell: Any) -> None:
        """A cell has run; ``index`` is its place in the notebook that papermill runs."""
        with self.cells.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"index": index, "cell": cell}, ensure_ascii=False) + "\n")

    def last_cell(self) -> int:
        """The number of the cell that was last begun; 0 where none was."""
        try:
            return int(self.path.read_text(encoding="ascii") or 0)
        except (OSError, ValueError):
            return 0

    def ran(self) -> list[dict[str, Any]]:
        """The cells that have run, with ``index`` and ``cell``; the last may be half written and is then left out."""
        found = []
        try:
            lines = self.cells.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                break
        return found

    def forget(self) -> None:
        """Remove both files."""
        self.path.unlink(missing_ok=True)
        self.cells.unlink(missing_ok=True)
