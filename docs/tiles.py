"""Writes ``reference/tiles.csv``: a place on a map of equal tiles for each municipality, from where it lies.

    python docs/tiles.py kommuner_dagi_2021_simpl.geojson

The file has the municipalities' borders (Styrelsen for Dataforsyning og Infrastruktur, DAGI, CC BY 4.0). The middle of
each is moved halfway to where it would be if all lay equally far apart, for the many around København; then every one
gets the tile that keeps the squares of all moves least. Bornholm stands apart, as on most maps. No chance: the same
borders give the same tiles.
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

from analysis import areas, project

COLUMNS, ROWS = 15, 15
SPREAD = 0.5  # how far towards equally far apart, 0 to 1
BORNHOLM = "400"
CORNER = (COLUMNS - 1, 1)  # column and row of Bornholm, north-east of København as insets place it
LATITUDE = 56.0  # where a degree east is half a degree north
SHORT = {  # of names that are too long for a tile
    "165": "Albertsl.", "810": "Brønders.", "210": "Fredensb.", "147": "Fr.berg", "813": "Fr.havn", "250": "Fr.sund",
    "430": "Faab.-M.", "376": "Guldb.", "510": "Hadersl.", "766": "Hedenst.", "169": "Høje-T.", "756": "Ikast-B.",
    "849": "Jammerb.", "326": "Kalundb.", "440": "Kertem.", "101": "Kbh.", "482": "Langel.", "173": "Lyngby-T.",
    "846": "Mariag.", "410": "Middelf.", "306": "Odsherr.", "760": "Ringk.-S.", "230": "Ruders.", "746": "Skand.b.",
    "479": "Svendb.", "540": "Sønderb.", "187": "Vallensb.", "820": "Vesth.l.", "390": "Vordingb.",
}  # fmt: skip


def main() -> None:
    """Read the borders, place the tiles, write the list."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("borders", type=Path, help="GeoJSON with a feature per municipality, keyed on 'kode'")
    middles = read(arguments.parse_args().borders)
    places = {area.code: middles[area.code] for area in areas.municipalities() if area.code != BORNHOLM}
    tiles = {**placed(places), BORNHOLM: CORNER}
    with project.reference("tiles.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["municipality", "name", "short", "column", "row"])
        for area in areas.municipalities():
            write.writerow([area.code, area.name, SHORT.get(area.code, area.name), *tiles[area.code]])


def read(path: Path) -> dict[str, tuple[float, float]]:
    """The middle of each municipality by its code: that of its largest polygon, in degrees east and north."""
    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        whole = [_middle(np.array(polygon[0], dtype=float)[:, :2]) for polygon in polygons]
        _, east, north = max(whole)
        found[str(feature["properties"]["kode"])[-3:].zfill(3)] = (east, north)
    return found


def _middle(ring: np.ndarray) -> tuple[float, float, float]:
    """The area inside a ring, and its centre of gravity."""
    x, y = ring.T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    east = ((x[:-1] + x[1:]) * cross).sum() / (6 * area)
    north = ((y[:-1] + y[1:]) * cross).sum() / (6 * area)
    return abs(float(area)), float(east), float(north)


def placed(middles: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Column and row of each, from the upper left, no two alike and all moves together as small as can be."""
    east, north = np.array(list(middles.values())).T
    wanted = np.column_stack([_spread(east) * (COLUMNS - 1), (1 - _spread(north)) * (ROWS - 1)])
    free = np.array([(column, row) for column in range(COLUMNS) for row in range(ROWS) if (column, row) != CORNER])
    moves = ((wanted[:, None, :] - free[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(moves)
    return {code: (int(column), int(row)) for code, (column, row) in zip(middles, free[chosen], strict=True)}


def _spread(along: np.ndarray) -> np.ndarray:
    """Places from 0 to 1, halfway to equally far apart."""
    plain = (along - along.min()) / (along.max() - along.min())
    even = (rankdata(along) - 1) / (len(along) - 1)
    result: np.ndarray = (1 - SPREAD) * plain + SPREAD * even
    return result


if __name__ == "__main__":
    main()
