"""Where two versions of a report's file differ, in words: a table's row, a page's line, a record's key."""

import base64
import difflib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import accumulate, zip_longest
from typing import Any

from analysis.runs.blocks import BLOCK
from analysis.runs.execute import INJECTED

MOST = 5  # differences that are told of one file
AROUND = 40  # characters on each side of a difference
_IMAGE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_NOTHING = "nothing"


def differences(file: str, *, there: bytes, now: bytes) -> list[str]:
    """What differs between the file that lies there and the same file made now; the first few, and how many more.

    Parameters
    ----------
    file : str
        Its name; the ending says how it is read.
    there, now : bytes
        Its content before and now.
    """
    try:
        found = list(_found(file, there, now))
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        return [f"what lies there cannot be read ({error})"]
    if not found:
        return ["the bytes differ, and nothing that is shown"]
    return found[:MOST] + ([f"and {len(found) - MOST} more"] if len(found) > MOST else [])


def _found(file: str, there: bytes, now: bytes) -> Iterator[str]:
    if file.endswith(".html"):
        yield from _lines(_readable(there), _readable(now))
    elif file.endswith(".ipynb"):
        yield from _cells(json.loads(there), json.loads(now))
    elif file.endswith(".json"):
        yield from _keys(json.loads(there), json.loads(now))
    elif file.endswith(".xlsx"):
        yield from _parts(there, now)


def _readable(page: bytes) -> list[str]:
    """The lines of a page, with its pictures as the text that they are drawn from."""
    text = page.decode("utf-8", errors="replace")
    return _IMAGE.sub(lambda image: base64.b64decode(image[1]).decode("utf-8", errors="replace"), text).splitlines()


def _lines(there: list[str], now: list[str]) -> Iterator[str]:
    matched = difflib.SequenceMatcher(None, there, now, autojunk=False)
    for kind, first, last, start, end in matched.get_opcodes():
        if kind == "equal":
            continue
        for offset, (before, after) in enumerate(zip_longest(there[first:last], now[start:end], fillvalue="")):
            yield f"line {first + offset + 1}: {_around(before, after)}"


def _around(before: str, after: str) -> str:
    """Two texts around the first place where they differ."""
    at = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), 0)
    at = at or min(len(before), len(after)) * before.startswith(after) or at
    window = slice(max(at - AROUND, 0), at + AROUND)
    return f"'{before[window]}' lies there, '{after[window]}' is made now"


def _cells(there: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """The rows of published tables that differ; then the cells in which anything else does, as a file numbers them.

    The cell that papermill puts in has the number of the one before it.
    """
    cells: list[Any] = list(zip_longest(there["cells"], now["cells"], fillvalue={}))
    rows = [line for before, after in cells for line in _tables(before, after)]
    yield from rows
    own = (int(INJECTED not in (after or before)["metadata"].get("tags", ())) for before, after in cells)
    for number, (before, after) in zip(accumulate(own), cells, strict=True):
        if before != after and not rows:
            yield f"cell {number} differs"


def _tables(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    pairs: list[Any] = list(zip_longest(_blocks(before), _blocks(after), fillvalue={}))
    for one, two in pairs:
        about = one | two
        columns = [column["name"] for column in about.get("columns", ())]
        rows: list[Any] = list(zip_longest(one.get("rows", ()), two.get("rows", ()), fillvalue=[]))
        for number, (old, new) in enumerate(rows, start=1):
            where = f"{about['id']} '{about['title']}', row {number} ({(new or old)[0]})"
            for column, was, is_ in zip_longest(columns, old, new, fillvalue=_NOTHING):
                if was != is_:
                    yield f"{where}, {column}: {was!r} was shown, {is_!r} is made now"


def _blocks(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables that a cell published, and those behind its figures."""
    found = [output.get("data", {}).get(BLOCK, {}) for output in cell.get("outputs", ())]
    return [{**block, **block.get("table", {})} for block in found if block.get("kind") in ("table", "figure")]


def _keys(there: Any, now: Any, path: str = "") -> Iterator[str]:
    if isinstance(there, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*there, *now]):
            yield from _keys(there.get(key, _NOTHING), now.get(key, _NOTHING), f"{path}.{key}" if path else str(key))
    elif isinstance(there, list) and isinstance(now, list):
        for number, (one, two) in enumerate(zip_longest(there, now, fillvalue=_NOTHING)):
            yield from _keys(one, two, f"{path}[{number}]")
    elif there != now:
        yield f"{path}: {there!r} lies there, {now!r} is made now"


def _parts(there: bytes, now: bytes) -> Iterator[str]:
    """The parts of a spreadsheet that differ: its sheets by number, and the texts that they share."""
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (there, now))
    names = [set(book.namelist()) for book in (before, after)]
    for name in sorted(names[0] | names[1]):
        one, two = (book.read(name) if name in book.namelist() else b"" for book in (before, after))
        if one != two:
            yield f"{name}: {_around(one.decode(errors='replace'), two.decode(errors='replace'))}"
