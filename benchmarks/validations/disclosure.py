"""Disclosure: what totals tell of hidden cells, the fewest further cells to hide, groups left between two tables."""

from pathlib import Path

import pandas as pd

from analysis.disclosure.attack import bounds, differences
from analysis.disclosure.complementary import SHOWN, complementary
from analysis.disclosure.lines import with_totals
from validations import Answer, Simulation, furthest

TITLE = "Disclosure"
SOURCES = (
    "src/analysis/disclosure/attack.py",
    "src/analysis/disclosure/complementary.py",
    "src/analysis/disclosure/lines.py",
)
NOT_VALIDATED = ("Tables with a hierarchy within a column (regions and their municipalities) are not covered.",)
SIMULATIONS: list[Simulation] = []
CELLBOUNDS = "sdcTable (R, Meindl), its example of a cell that can be recomputed: attack on the table"
OPTIMAL = "sdcTable (R, Meindl), microdata1: the optimal pattern"
DIFFERENCING = "OpenSAFELY, documentation on disclosure by differencing"


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject."""
    folder = shared / "oracles" / "sdc"
    return [*_attacked(folder), *_pattern(folder), *_rest(folder)]


def _attacked(folder: Path) -> list[Answer]:
    by = ["v1", "v2"]
    rows = pd.read_csv(folder / "recomputable_cell_table.csv")
    table = with_totals(rows[[*by, "freq"]], by=by, value="freq")
    found = []
    for name, case in (("before", "nine hidden cells"), ("after_xb", "the same and one more")):
        known = pd.read_csv(folder / f"recomputable_cell_bounds_{name}.csv").set_index(by)
        hidden = table.assign(hidden=[key in known.index for key in table[by].itertuples(index=False, name=None)])
        ours = bounds(hidden, by=by, value="freq", hidden="hidden").set_index(by).loc[known.index]
        ends = ["low", "up"]
        found.append(
            furthest(
                "Bounds of hidden cells",
                f"4 by 4 table, {case}",
                CELLBOUNDS,
                published=known[ends].to_numpy().ravel(),
                ours=ours[["low", "high"]].to_numpy().ravel(),
                tolerance=1e-6,
            )
        )
        exact = float((known["low"] == known["up"]).sum())
        found.append(
            Answer("Cells that can be worked out", case, CELLBOUNDS, exact, float(ours["exact"].sum()), tolerance=0)
        )
    return found


def _pattern(folder: Path) -> list[Answer]:
    by = ["region", "gender"]
    persons = pd.read_csv(folder / "microdata1.csv")
    known = pd.read_csv(folder / "sdctable_microdata1_expected.csv")
    counted = persons.groupby(by, sort=False).size().rename("freq").reset_index()
    table = with_totals(counted, by=by, value="freq")
    small = known.loc[known["status_optimal"] == "u", by].itertuples(index=False, name=None)
    table = table.assign(hidden=table[by].apply(tuple, axis=1).isin(list(small)))
    ours = complementary(table, by=by, value="freq", hidden="hidden")
    left = bounds(ours.assign(hidden=ours["status"] != SHOWN), by=by, value="freq", hidden="hidden")
    further = float((known["status_optimal"] == "x").sum())
    case = "4 regions by sex"
    return [
        Answer("Further cells hidden", case, OPTIMAL, further, float((ours["status"] == "complementary").sum()), 0),
        Answer("Cells shown", case, OPTIMAL, 11, float((ours["status"] == SHOWN).sum()), 0),
        Answer("Hidden cells that can be worked out", case, OPTIMAL, 0, float(left["exact"].sum()), 0),
    ]


def _rest(folder: Path) -> list[Answer]:
    rows = pd.read_csv(folder / "opensafely_differencing.csv")
    flagged = differences(rows, whole="total_hd", part="male_hd", smallest=4)
    rest = (rows["total_hd"] - rows["male_hd"])[flagged]
    case = "total less men"
    return [
        Answer("Groups left between two tables", case, DIFFERENCING, 1, float(flagged.sum()), 0),
        Answer("The smallest of them", case, DIFFERENCING, 1, float(rest.min()), 0),
    ]
