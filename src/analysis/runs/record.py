"""The record beside a report: what it was made of and what it says, and whether it still holds."""

import hashlib
import json
from pathlib import Path
from typing import Any

from analysis.runs.blocks import Blocks

OK, FAILED = "ok", "failed"


def record(
    *,
    status: str,
    analysis: str,
    title: str,
    parameters: dict[str, Any],
    snapshot: dict[str, Any],
    fingerprint: str,
    versions: dict[str, str],
    files: dict[str, bytes],
    blocks: Blocks | None = None,
) -> dict[str, Any]:
    """The record of a report as it stands in its ``.json``; a failed one has no figures.

    Parameters
    ----------
    status : str
        ``ok`` or ``failed``.
    snapshot : dict
        Its name, digest, retrieved and synthetic.
    files : dict
        The report's other files by name, with their content.
    blocks : Blocks, optional
        What the notebook published.
    """
    tables = [] if blocks is None else blocks.data
    return {
        "status": status,
        "analysis": analysis,
        "title": title,
        "parameters": parameters,
        "snapshot": snapshot,
        "fingerprint": fingerprint,
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


def as_json(content: object) -> bytes:
    """Content as a JSON file: UTF-8, indented, with a last line end."""
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


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
    return found is not None and found["status"] == OK and _digest(folder / page) == found["files"].get(page)


def up_to_date(folder: Path, analysis: str, fingerprint: str) -> bool:
    """Whether the report in a folder is what would be made now, with every file as it was recorded."""
    found = read_record(folder / f"{analysis}.json")
    if found is None or found["status"] != OK or found.get("fingerprint") != fingerprint or not found["files"]:
        return False
    return all(_digest(folder / Path(name).name) == digest for name, digest in found["files"].items())


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""
