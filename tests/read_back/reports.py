"""A finished report as it is read back: its sentences with where they stand, its tables and its key figures."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.publish.blocks import MIME
from analysis.publish.layout.cells import NO_BREAK

SENTENCE, TITLE, PICTURE = "sentence", "title", "picture"  # kinds of what is said; a picture in words
_DRAWN = re.compile(r'src="data:image/svg\+xml;base64,([^"]+)"')
_WORDS = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Table:
    """A table of a report, or the one behind a figure: rows by the names of its columns."""

    id: str
    title: str
    labels: dict[str, str]  # heading by column
    rows: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, block: dict[str, Any]) -> "Table":
        names = [column["name"] for column in block["columns"]]
        labels = {column["name"]: column["label"].replace(NO_BREAK, " ") for column in block["columns"]}
        rows = [dict(zip(names, row, strict=True)) for row in block["rows"]]
        return cls(block["id"], block["title"], labels, rows, list(block["notes"]))

    def row(self, **wanted: Any) -> dict[str, Any]:
        """The one row in which these columns have these values."""
        found = self.where(**wanted)
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows of '{self.title}' with {wanted}")
        return found[0]

    def where(self, **wanted: Any) -> list[dict[str, Any]]:
        """The rows in which these columns have these values."""
        return [row for row in self.rows if all(row.get(name) == value for name, value in wanted.items())]


@dataclass(frozen=True)
class Report:
    """The blocks of a report in their order."""

    name: str
    blocks: Sequence[dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> "Report":
        """The report of an executed notebook."""
        book = json.loads(path.read_text(encoding="utf-8"))
        outputs = [output for cell in book["cells"] for output in cell.get("outputs", ())]
        return cls.of(
            (output["data"] for output in outputs if "data" in output), name=f"{path.parent.name}/{path.stem}"
        )

    @classmethod
    def of(cls, bundles: Iterable[dict[str, Any]], *, name: str) -> "Report":
        """The report of what was displayed."""
        return cls(name, [{**bundle[MIME], "picture": _in_words(bundle)} for bundle in bundles if MIME in bundle])

    @property
    def head(self) -> dict[str, Any]:
        """The block that names the jobcenter, the month and the snapshot."""
        return self._of("head")[0]

    @property
    def jobcenter(self) -> str:
        """Its name, as sentences have it."""
        return f"Jobcenter {self.head['jobcenter']['name']}"

    @cached_property
    def tables(self) -> list[Table]:
        """All tables, also those behind figures, in their order."""
        shown = [block["table"] if block["kind"] == "figure" else block for block in self._of("table", "figure")]
        return [Table.of(block) for block in shown]

    @cached_property
    def key_figures(self) -> list[dict[str, Any]]:
        """The rows of the run record."""
        return [row for block in self._of("key_figures") for row in block["rows"]]

    def key(self, figure: str, benefit: str = "", area_type: str = "jobcenter", area: str = "") -> dict[str, Any]:
        """The one key figure with this id; of the jobcenter, unless another area is named."""
        found = [row for row in self.key_figures if row["id"] == figure and row["area_type"] == area_type]
        found = [row for row in found if benefit in ("", row["benefit"]) and area in ("", row["area"])]
        if len(found) != 1:
            raise LookupError(f"{len(found)} key figures '{figure}' of {area_type} {area or 'itself'}")
        return found[0]

    def with_columns(self, *names: str) -> list[Table]:
        """The tables that have all of these columns."""
        return [table for table in self.tables if set(names) <= set(table.labels)]

    def said(self) -> Iterator["Said"]:
        """Every generated sentence: of texts, titles and pictures, below tables, in the place of what is not there."""
        for at, block in enumerate(self.blocks):
            table = block["table"] if block["kind"] == "figure" else block
            own = Table.of(table) if block["kind"] in ("table", "figure") else None
            reasons = [block["reason"]] if block["kind"] == "absent" else []
            for text in (*block.get("sentences", ()), *reasons, *(own.notes if own else ())):
                yield Said(text, self, at, own)
            if own:
                yield Said(own.title, self, at, own, TITLE)
            if block["picture"]:
                yield Said(block["picture"], self, at, own, PICTURE)

    def _of(self, *kinds: str) -> list[dict[str, Any]]:
        return [block for block in self.blocks if block["kind"] in kinds]


@dataclass(frozen=True)
class Said:
    """A sentence, its report, the number of its block, the table that it stands at, and of what kind it is."""

    text: str
    report: Report
    at: int
    table: Table | None = None
    kind: str = SENTENCE

    @property
    def under(self) -> Table:
        """The table that the sentence stands below."""
        if self.table is None:
            raise LookupError("the sentence does not stand below a table")
        return self.table

    def after(self, *columns: str) -> Table:
        """The next table after the sentence that has these columns."""
        for block in self.report.blocks[self.at :]:
            if block["kind"] in ("table", "figure"):
                table = Table.of(block["table"] if block["kind"] == "figure" else block)
                if set(columns) <= set(table.labels):
                    return table
        raise LookupError(f"no table after the sentence has the columns {', '.join(columns)}")

    def before(self, *columns: str) -> Table:
        """The nearest table before the sentence that has these columns."""
        for block in reversed(self.report.blocks[: self.at]):
            if block["kind"] in ("table", "figure"):
                table = Table.of(block["table"] if block["kind"] == "figure" else block)
                if set(columns) <= set(table.labels):
                    return table
        raise LookupError(f"no table before the sentence has the columns {', '.join(columns)}")


def _in_words(bundle: dict[str, Any]) -> str:
    """What the picture of a bundle shows, in the words that stand in it for those who cannot see it."""
    drawn = _DRAWN.search("".join(bundle.get("text/html", "")))
    words = _WORDS.search(base64.b64decode(drawn[1]).decode("utf-8")) if drawn else None
    return html.unescape(words[1]) if words else ""
