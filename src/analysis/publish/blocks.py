"""What a report consists of: tables, texts and figures as HTML for people and as data for the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from IPython.display import display

SOFT_HYPHEN = "\u00ad"  # where a heading may be broken; not in the data
MIME = "application/vnd.jobcenter.block+json"


@dataclass(frozen=True)
class Cell:
    """One cell: what is shown, the figure behind it (None where nothing is shown), and a CSS class.

    Lines of the text stand below each other.
    """

    text: str
    value: float | str | None
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """A column's name in the data, its Danish heading, its unit, and whether it holds figures.

    A column that is not ``shown`` stands in the data alone: the page says it in another way. One that is not
    ``recorded`` stands on the page alone: it shows what other columns of the data hold.
    """

    name: str
    label: str
    unit: str = ""
    numeric: bool = True
    shown: bool = True
    recorded: bool = True


@dataclass(frozen=True)
class Row:
    """One row of cells; ``mark`` is a CSS class.

    A ``heading`` row has one cell over all columns, and so has a ``remark``, which says something of the rows above
    it and stands among the notes of the data. A row that is not ``shown`` stands in the data alone.
    """

    cells: Sequence[Cell]
    mark: str = ""
    heading: bool = False
    remark: bool = False
    shown: bool = True

    @property
    def is_across(self) -> bool:
        """Whether its one cell goes over all columns."""
        return self.heading or self.remark


@dataclass(frozen=True)
class Table:
    """A table as it is shown and as it is recorded."""

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    mark: str = ""  # a CSS class

    def payload(self) -> dict[str, Any]:
        """Columns and rows as data; a heading row's text is repeated in a first column of its own."""
        group, rows = "", []
        for row in self.rows:
            if row.heading:
                group = row.cells[0].text
            elif not row.remark:
                values = [cell.value for cell, column in zip(row.cells, self.columns, strict=True) if column.recorded]
                rows.append([*([group] if self._grouped else []), *values])
        first = [{"name": "gruppe", "label": "Gruppe", "unit": ""}] if self._grouped else []
        columns = [
            {"name": one.name, "label": one.label.replace(SOFT_HYPHEN, ""), "unit": one.unit}
            for one in self.columns
            if one.recorded
        ]
        return {
            "id": self.id,
            "title": self.title,
            "columns": [*first, *columns],
            "rows": rows,
            "notes": [*(row.cells[0].text for row in self.rows if row.remark), *self.notes],
        }

    def html(self) -> str:
        """The table as HTML, every text escaped."""
        told = self._all_numbers
        head = "".join(
            f'<th scope="col"{_class("jc-num" if one.numeric and not told else "")}>{escape(one.label)}</th>'
            for one in self.columns
            if one.shown
        )
        body = "".join(self._row(row, told=told) for row in self.rows if row.shown)
        notes = f'<p class="jc-note">{escape(" ".join(self.notes))}</p>' if self.notes else ""
        return (
            f'<div{_class(f"jc-scroll {self.mark}".strip())} tabindex="0" role="region" '
            f'aria-label="{escape(self.title, quote=True)}">'
            f'<table class="jc-table{" jc-nums" if told else ""}">'
            f'<caption class="jc-caption">{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{notes}"
        )

    def plain(self) -> str:
        """The table as text in columns, for a terminal and for the diff of a checked cell."""
        lines = [[one.label.replace(SOFT_HYPHEN, "") for one in self.columns if one.shown]]
        lines += [[cell.text.replace("\n", " ") for cell in self._shown(row)] for row in self.rows if row.shown]
        widths = [max(len(line[at]) for line in lines if at < len(line)) for at in range(len(lines[0]))]
        shown = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=False)) for line in lines]
        return "\n".join([self.title, "", *(line.rstrip() for line in shown)])

    @property
    def _all_numbers(self) -> bool:
        """Whether every column but the first holds figures: then the table says so, and no cell needs to."""
        shown = [one.numeric for one in self.columns if one.shown]
        return not shown[0] and all(shown[1:]) and not any(row.remark for row in self.rows)

    @property
    def _grouped(self) -> bool:
        return any(row.heading for row in self.rows)

    def _shown(self, row: Row) -> list[Cell]:
        if row.is_across:
            return list(row.cells)
        return [cell for cell, column in zip(row.cells, self.columns, strict=True) if column.shown]

    def _row(self, row: Row, *, told: bool) -> str:
        columns = [column for column in self.columns if column.shown]
        if row.heading:
            return (
                f'<tr class="jc-group"><th scope="rowgroup" colspan="{len(columns)}">'
                f"{escape(row.cells[0].text)}</th></tr>"
            )
        if row.remark:
            return f'<tr class="jc-remark"><td colspan="{len(columns)}">{escape(row.cells[0].text)}</td></tr>'
        cells = []
        for at, (cell, column) in enumerate(zip(self._shown(row), columns, strict=True)):
            number = "jc-num" if column.numeric and not told else ""
            mark = _class(" ".join(name for name in (number, cell.mark) if name))
            tag = 'th scope="row"' if at == 0 else "td"
            lines = escape(cell.text).replace("\n", "<br>")
            cells.append(f"<{tag}{mark}>{lines}</{tag.split()[0]}>")
        return f"<tr{_class(row.mark)}>{''.join(cells)}</tr>"


def emit(kind: str, *, html: str, plain: str, **payload: Any) -> None:
    """Show a block in the notebook and leave its data beside it, for the record."""
    data: Mapping[str, Any] = {
        "text/html": html,
        "text/plain": plain,
        MIME: {"kind": kind, **payload},
    }
    display(data, raw=True)


def paragraphs(sentences: Sequence[str], *, mark: str) -> str:
    """Sentences as one paragraph of HTML, escaped."""
    return f'<p class="{mark}">' + " ".join(escape(sentence) for sentence in sentences) + "</p>"


def items(sentences: Sequence[str], *, mark: str) -> str:
    """Sentences as a list in HTML, escaped."""
    return f'<ul class="{mark}">' + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def _class(names: str) -> str:
    return f' class="{escape(names, quote=True)}"' if names else ""
