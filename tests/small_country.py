"""A small synthetic register as a snapshot, without the figures that a source would have published of it."""

from pathlib import Path

import pytest

from analysis.data import snapshots
from analysis.data.demo import RETRIEVED, SOURCE, Country
from analysis.data.snapshots import Snapshot, Stream


def written(
    folder: Path,
    *,
    scale: float,
    name: str = "lille",
    tables: tuple[str, ...] = ("activations", "jobs"),
    population: bool = False,
) -> Snapshot:
    """The register of a country at a scale, in a folder for snapshots: spells, persons and some other tables."""
    country = Country(scale)
    streams = {table: country.stream(table) for table in tables}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        return snapshots.write(
            name,
            {
                "spells": Stream([country.spells]),
                "persons": Stream([country.persons]),
                **({"population": country.population} if population else {}),
                **streams,
            },
            source=SOURCE,
            asked=[f"scale {scale:g}"],
            retrieved=RETRIEVED,
            synthetic=True,
        )
