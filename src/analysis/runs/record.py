"""The record beside a report: what it was made of and what it says, and whether it still holds."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.data import stores
from analysis.runs.blocks import Blocks

OK, FAILED = "ok", "failed"
SHORT = 16  # characters of a digest that only tells whether to look closer


def record(
    *,
    status: str,
    analysis: str,
    title: str,
    parameters: dict[str, Any],
    snapshot: dict[str, Any],
    fingerprint: str,
    parts: dict[str, str],
    versions: dict[str, str],
    files: dict[str, bytes],
    blocks: Blocks | None = None,
    read: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """The record of a report as it stands in its ``.json``; a failed one has no figures.

    Parameters
    ----------
    status : str
        ``ok`` or ``failed``.
    snapshot : dict
        Its name, retrieved and synthetic.
    parts : dict
        The digests that the fingerprint is of, by name.
    files : dict
        The report's other files by name, with their content.
    blocks : Blocks, optional
        What the notebook published.
    read : mapping, optional
        What it read of the snapshot, see ``measures.reading``.
    """
    tables = [] if blocks is None else blocks.data
    return {
        "status": status,
        "analysis": analysis,
        "title": title,
        "parameters": parameters,
        "snapshot": snapshot,
        "fingerprint": fingerprint,
        "parts": parts,
        "read": read or {},
        "key_figures": [] if blocks is None else blocks.key_figures,
        "tables": [
            {
                "id": table["id"],
                "title": table["title"],
                "rows": len(table["rows"]),
                "sha256": table_digest(table),
            }
            for table in tables
        ],
        "absent": [] if blocks is None else blocks.absent,
        "versions": versions,
        "files": {name: sha256(content) for name, content in sorted(files.items())},
    }


def table_digest(table: dict[str, Any]) -> str:
    """The SHA-256 of a table's columns and rows, however its title is worded."""
    return sha256(json.dumps([table["columns"], table["rows"]], ensure_ascii=False, sort_keys=True))


def sha256(content: str | bytes) -> str:
    """The SHA-256 of bytes, or of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def as_json(content: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Content as a JSON file in UTF-8: each name, and each item of a list under it, on a line of its own.

    >>> print(as_json({"status": "ok", "tables": [{"id": "a"}, {"id": "b"}], "absent": []}).decode(), end="")
    {"status": "ok",
    "tables": [
    {"id": "a"},
    {"id": "b"}],
    "absent": []}
    """
    if not isinstance(content, Mapping):
        return (_listed(content) + "\n").encode()
    named = (
        f"{_line(name)}: {_listed(value) if isinstance(value, list) else _line(value)}"
        for name, value in content.items()
    )
    return ("{" + ",\n".join(named) + "}\n").encode()


def _listed(items: Sequence[Any]) -> str:
    return "[" + ("\n" if items else "") + ",\n".join(_line(item) for item in items) + "]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_record(path: Path) -> dict[str, Any] | None:
    """The record in a file; None where there is none, or what is there is no record."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "status" in found and isinstance(found.get("files"), dict) else None


def has_good_report(folder: Path, analysis: str) -> bool:
    """Whether a good report lies in a folder: its record says so, and its page is the one that was recorded."""
    found = read_record(folder / f"{analysis}.json")
    page = f"{analysis}.html"
    return found is not None and found["status"] == OK and file_digest(folder / page) == found["files"].get(page)


def signature(folder: Path, analysis: str, fingerprint: str) -> str:
    """What tells at a glance whether a report's files were touched: their sizes and times, with the fingerprint.

    Empty where one of them is not there, or their storage does not tell.
    """
    if stores.is_remote(folder):
        return ""  # a bucket's times are too coarse to tell
    found = []
    for ending in ("html", "ipynb", "json", "review.html", "xlsx"):
        try:
            about = (folder / f"{analysis}.{ending}").stat()
        except OSError:
            return ""
        found.append([about.st_size, about.st_mtime_ns])
    return sha256(json.dumps([fingerprint, found]))[:SHORT]


def file_digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""
