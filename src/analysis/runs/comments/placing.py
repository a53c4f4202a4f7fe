"""An executed notebook with its jobcenter's comments: beside the generated text or in its place, and told apart."""

import copy
from collections.abc import Sequence
from html import escape
from typing import Any

from analysis.runs.blocks import BLOCK
from analysis.runs.comments.reading import REPLACE, Comment
from analysis.runs.failures import Failure, ReportError

Place = tuple[int, int]  # of a cell, and of an output in it


def commented(book: Any, comments: Sequence[Comment], *, jobcenter: str, keep: bool) -> Any:
    """A copy of an executed notebook in which each comment stands at the end of its section.

    A comment that replaces takes the place of the section's generated text. Wordings that are quoted, the method and
    what is provisional are never replaced. Where the section has a place for comments alone, any comment fills it.

    Parameters
    ----------
    jobcenter : str
        Whose comments they are, in Danish.
    keep : bool
        Whether the text that is replaced is kept above the comment, as a reviewer wants it.

    Raises
    ------
    ReportError
        If the report has no such section, or the section no text to replace.
    """
    if not comments:
        return book
    book = copy.deepcopy(book)
    sections = _sections(book)
    for comment in comments:
        if comment.heading not in sections:
            raise _wrong(comment, f"the report has no section '{comment.heading}'. It has: {'; '.join(sections)}.")
        if comment.kind == REPLACE and not _texts(book, sections[comment.heading]):
            raise _wrong(comment, f"the section '{comment.heading}' has no generated text to replace. Write Tilføj.")
    for comment in sorted(comments, key=lambda one: sections[one.heading][-1], reverse=True):
        places = sections[comment.heading]
        replaced = _texts(book, places) if comment.kind == REPLACE else []
        empty = [place for place in places if _block(book, place).get("slot")]
        note = "" if keep else _note(book, replaced)
        _insert(book, (replaced or places)[-1], comment, jobcenter, note=note)
        for cell, output in sorted({*empty, *([] if keep else replaced)}, reverse=True):
            del book.cells[cell].outputs[output]
    return book


def _sections(book: Any) -> dict[str, list[Place]]:
    """The places of each section's outputs, by its heading; -1 stands for the heading itself."""
    found: dict[str, list[Place]] = {}
    heading = ""
    for number, cell in enumerate(book.cells):
        if cell.cell_type == "markdown":
            first = cell.source.strip().splitlines()[:1]
            if first and first[0].startswith("## "):
                heading = first[0].removeprefix("## ").strip()
                found[heading] = [(number, -1)]
            continue
        for at, output in enumerate(cell.get("outputs", ())):
            block = output.get("data", {}).get(BLOCK, {})
            if block.get("kind") == "heading":
                heading = block["text"]
                found[heading] = [(number, at)]
            elif heading and block.get("kind") not in (None, "end"):
                found[heading].append((number, at))
    return found


def _block(book: Any, place: Place) -> Any:
    """The block that an output holds; empty for a heading of the notebook."""
    cell, output = place
    return book.cells[cell].outputs[output].get("data", {}).get(BLOCK, {}) if output >= 0 else {}


def _texts(book: Any, places: Sequence[Place]) -> list[Place]:
    """Where generated text stands that a comment may replace."""
    blocks = [(place, _block(book, place)) for place in places]
    return [place for place, block in blocks if block.get("kind") == "text" and not block.get("quoted", False)]


def _note(book: Any, texts: Sequence[Place]) -> str:
    """What must stand although the text is replaced: which months are provisional."""
    notes = [_block(book, place).get("note", "") for place in texts]
    return " ".join(note for note in notes if note)


def _insert(book: Any, at: Place, comment: Comment, jobcenter: str, *, note: str) -> None:
    """Set a comment behind an output; behind a heading of the notebook, in a cell of its own."""
    import nbformat

    html = as_html(comment, jobcenter) + (f'<p class="jc-note">{escape(note)}</p>' if note else "")
    data = {"text/html": html, BLOCK: {"kind": "comment"}}
    shown = nbformat.v4.new_output("display_data", data=data)
    cell, output = at
    if output >= 0:
        book.cells[cell].outputs.insert(output + 1, shown)
    else:
        book.cells.insert(cell + 1, nbformat.v4.new_code_cell("", outputs=[shown]))


def as_html(comment: Comment, jobcenter: str) -> str:
    """A comment as HTML of its own style: paragraphs and lists of plain text, everything in it escaped."""
    said = f"Kommentar fra Jobcenter {jobcenter}" + (", i stedet for den automatiske tekst" * (comment.kind == REPLACE))
    parts: list[str] = []
    group: list[str] = []
    for line in (*comment.lines, ""):
        if line.strip():
            group.append(line.strip())
        elif group:
            parts.append(_group(group))
            group = []
    return (
        f'<aside class="jc-comment" aria-label="{escape(said, quote=True)}">'
        f'<p class="jc-comment-from">{escape(said)}</p>'
        f"{''.join(parts)}</aside>"
    )


def _group(lines: Sequence[str]) -> str:
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line.removeprefix('- '))}</li>" for line in lines) + "</ul>"
    return f"<p>{escape(' '.join(lines))}</p>"


def _wrong(comment: Comment, message: str) -> ReportError:
    return ReportError(Failure("Comment", f"{comment.where}: {message}"))
