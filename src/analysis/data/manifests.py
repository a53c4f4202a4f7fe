"""The manifest of a snapshot: what was asked, when, of whom, and the hash of each file."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import periods
from analysis.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd

FILE = "manifest.json"
FORMAT = 1
MONTH = re.compile(r"\d{4}-\d{2}")
TWELVE_MONTHS = re.compile(r"\d{4}-\d{2}R12")

FIELDS: dict[str, type] = {
    "format": int,
    "name": str,
    "source": str,
    "asked": list,
    "retrieved": str,
    "synthetic": bool,
    "notices": list,
    "files": dict,
    "latest": dict,
}


def describe_file(path: Path, *, rows: int, months: Sequence[str] = ()) -> dict[str, Any]:
    """SHA-256, rows and bytes of a file, and the months that its rows are of where they are told."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    about = {"sha256": found, "rows": rows, "bytes": path.stat().st_size}
    return {**about, "months": list(months)} if months else about


def months(found: Iterable[object]) -> list[str]:
    """The months among some periods, sorted; where there are none, the last months of spans of twelve."""
    given = {str(period) for period in found}
    monthly = {period for period in given if MONTH.fullmatch(period)}
    return sorted(monthly or {periods.last_month(period) for period in given if TWELVE_MONTHS.fullmatch(period)})


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def latest(observations: "pd.DataFrame | None") -> dict[str, str]:
    """The last period that each measure has a figure for: one may end before the others."""
    if observations is None:
        return {}
    shown = observations[observations["value"].notna()]
    pairs = shown[["measure", "period"]].drop_duplicates().astype(str)
    return {str(measure): str(period) for measure, period in pairs.groupby("measure")["period"].max().items()}


def to_text(manifest: Mapping[str, Any], extra: Mapping[str, Any]) -> str:
    """The manifest as JSON, sorted and indented, with what the caller adds to it.

    Raises
    ------
    ValueError
        If the addition sets a field of the manifest itself, or a field is not there.
    """
    whole = {"format": FORMAT, **manifest}
    if whole.keys() != FIELDS.keys() or whole.keys() & extra.keys():
        raise ValueError("a manifest has exactly its own fields, and additions have other names")
    return json.dumps({**whole, **extra}, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def from_text(text: str, *, name: str) -> dict[str, Any]:
    """The manifest of the snapshot of that name.

    Raises
    ------
    ValueError
        If it is not the whole manifest of that snapshot; the message says what is wrong with it.
    """
    try:
        read = json.loads(text)
    except ValueError:
        raise ValueError("is not JSON") from None
    if not isinstance(read, dict):
        raise ValueError("is not a JSON object")
    for field, kind in FIELDS.items():
        if not isinstance(read.get(field), kind):
            raise ValueError(f"has no '{field}' of the right kind")
    if read["format"] != FORMAT:
        raise ValueError(f"has format {read['format']}, and this program reads {FORMAT}")
    if read["name"] != name:
        raise ValueError("is of a snapshot with another name")
    for file, about in read["files"].items():
        if not re.fullmatch(r"\w+\.parquet", file) or not isinstance(about, dict) or "sha256" not in about:
            raise ValueError("does not list its files with their hashes")
    return read


def moment(retrieved: str) -> dt.datetime:
    """A time of retrieval as a moment that can be compared; without a zone it counts as UTC.

    Raises
    ------
    AnalysisError
        If it is neither a date nor a date and a time.
    """
    try:
        read = dt.datetime.fromisoformat(retrieved)
    except ValueError:
        raise AnalysisError(
            f"'{retrieved}' is not a time of retrieval. Write it as 2026-08-22T09:30:00+02:00."
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)
