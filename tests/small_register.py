"""Deliveries small enough to be written in a test: weeks beneath each other, a column per person."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from analysis import project
from analysis.data.snapshot import Snapshot
from analysis.sources.register import import_files

WHEN = "2026-08-22"


def wide(text: str) -> pd.DataFrame:
    """A wide file as text in every cell; columns parted by bars, a blank cell is blank."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return pd.DataFrame(lines, columns=head)


def typed(frame: pd.DataFrame) -> pa.Table:
    """The same with whole numbers where every cell of a column is one, or blank."""
    columns = {}
    for name in frame.columns:
        cells = [cell or None for cell in frame[name]]
        numbers = all(cell is None or cell.isdigit() for cell in cells)
        columns[name] = pa.array([None if cell is None else int(cell) for cell in cells] if numbers else cells)
    return pa.table(columns)


def save(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """The frame as a file of the kind that its name ends with."""
    path = folder / name
    if path.suffix == ".parquet":
        pq.write_table(typed(frame), path)
    elif path.suffix == ".xpt":
        numbers = typed(frame).to_pandas()
        renamed = {column: column[:8] for column in numbers.columns}  # a transport file has short names
        pyreadstat.write_xport(numbers.rename(columns=renamed).astype("float64", errors="ignore"), str(path))
    else:
        frame.to_csv(path, index=False, sep=";", encoding="utf-8")
    return path


def home_in(folder: Path) -> Path:
    """A project in a folder, with the declarations and official lists of the real one."""
    root = project.root()
    (folder / "notebooks").mkdir(parents=True)
    for room in ("params", "reference"):
        (folder / room).symlink_to(root / room)
    return folder


def bring_in(*paths: Path, name: str = "delivery") -> Snapshot:
    """The files as a snapshot."""
    return import_files(list(paths), name=name, retrieved=WHEN)


def spells(snapshot: Snapshot) -> list[tuple[object, ...]]:
    """Person, benefit, area, first and last Monday, as text; sorted by person and week."""
    rows = snapshot.read("spells").sort_values(["person", "first_week"])
    first, last = (rows[name].dt.strftime("%Y-%m-%d") for name in ("first_week", "last_week"))
    return list(zip(rows["person"], rows["benefit"], rows["area"], first, last, strict=True))
