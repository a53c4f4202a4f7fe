"""Agreed targets as a table: what a plan promised each area, where it should be by now, and where it is."""

import math
from typing import Any

import pandas as pd

from analysis import danish, periods
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.publish.words.target_words import AWAITS, bound, percentage

OVERLAP = "Målgrupperne overlapper hinanden og kan ikke lægges sammen."
_BY_AREA = [Column("omraade", "Område", numeric=False)]
_FLAT = [
    Column("resultatmaal", "Resultatmål", numeric=False),
    Column("enhed", "Enhed", numeric=False),
    Column("fra", "Fra", numeric=False),
    Column("til", "Til", numeric=False),
]


def table(rows: pd.DataFrame, *, table_id: str, title: str, invented: bool = False) -> Table:
    """The targets of one year: a heading for each goal and under it a row for each area; a row for each goal of one.

    Base, target and their difference are printed as they are agreed, also in per cent of a small base. The columns of
    the straight line and of the figures stand only where something is known. Figures that are ``invented`` are headed
    so, and no distance from them to a real target is told.
    """
    flat = rows.groupby("goal").size().max() == 1 and rows["place"].nunique() == 1
    columns = [*(_FLAT if flat else _BY_AREA), *_figures(rows, invented=invented)]
    made: list[Row] = []
    for _, of_goal in rows.groupby("goal", sort=False):
        if not flat:
            made.append(Row([Cell(heading(of_goal.iloc[0]), None)], heading=True))
        made += [_row(row, flat=flat, invented=invented) for _, row in of_goal.iterrows()]
    return Table(table_id, f"{title}, {rows['place'].iloc[0]}" if flat else title, columns, made, notes(rows))


def path_table(points: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The points behind the lines from base to target, as ``measures.agreed_path`` gives them."""
    names = {"base": "basis", "now": "den lige linje nu", "target": "mål", "figure": "tal"}
    columns = [
        Column("maal", "Mål", numeric=False),
        Column("punkt", "Punkt", numeric=False),
        Column("periode", "Periode", numeric=False),
        Column("vaerdi", "Værdi"),
        Column("enhed", "Enhed", numeric=False),
    ]
    rows = [
        Row(
            [
                cells.text(row["label"]),
                cells.text(names[row["point"]]),
                Cell(danish.month(row["period"]), row["period"]),
                _known(row["value"], _of_point(row)),
                cells.text(row["unit"]),
            ]
        )
        for row in points.to_dict("records")
    ]
    return Table(table_id, title, columns, rows)


def heading(row: pd.Series) -> str:
    """A goal with its unit and its two periods."""
    text = f"{row['label']}, {row['unit']}"
    if row["awaits"]:
        return str(row["label"])
    base, to = (_span(row[name]) for name in ("base_period", "target_period"))
    return f"{text}: fra {base} til {to}" if base else f"{text}: til {to}"


def notes(rows: pd.DataFrame) -> list[str]:
    """Whose targets they are, what they count, and why a figure is absent."""
    plans = list(dict.fromkeys(rows["plan"]))
    said = [f"Mål og basis er aftalt i: {'; '.join(plans)}. De er gengivet, som de er aftalt, og ikke regnet om."]
    noted = rows[rows["note"] != ""]
    for note, of_note in noted.groupby("note", sort=False):
        labels = [f"»{label}«" for label in dict.fromkeys(of_note["label"])]
        said.append(f"{danish.listed(labels)}: {danish.lower_first(str(note))}.")
    if set(rows["role"]) & {"region", "country"} and rows["goal"].nunique() > 1:
        said.append(OVERLAP)
    absent = rows[(rows["why"] != "") & ~rows["awaits"]]
    for why, of_why in absent.groupby("why", sort=False):
        labels = [f"»{label}«" for label in dict.fromkeys(of_why["label"])]
        of = "" if len(of_why) == (~rows["awaits"]).sum() else f" for {danish.listed(labels)}"
        said.append(f"De faktiske tal{of} er ikke vist, fordi {why}.")
    return said


def key_figure_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Base, target and latest figure of the jobcenter and its municipalities, as the run record keeps them."""
    found = []
    for _, row in rows[rows["role"].isin(["own", "member"])].iterrows():
        decimals = 1 if row["unit"] == "pct." else 0
        for what, label, period, value in (
            ("basis", "basis", row["base_period"], row["base"]),
            ("maal", "mål", row["target_period"], row["target"]),
            ("tal", "seneste tal", row["value_period"], row["value"]),
        ):
            known = math.isfinite(value)
            if not known and what != "maal":
                continue
            found.append(
                {
                    "id": f"{row['goal']}_{what}",
                    "label": f"{row['label']}, {label}",
                    "benefit": "alle",
                    "area_type": row["area_type"],
                    "area": row["area"],
                    "period": period,
                    "value": float(danish.rounded(value, decimals)) if known else None,
                    "unit": row["unit"],
                    "status": "final" if known else "missing",
                    "estimated": False,
                }
            )
    return sorted(found, key=lambda one: one["area_type"] != "jobcenter")


def _of_point(row: dict[Any, Any]) -> int:
    """The decimals of a point: what is agreed as it is agreed, a share that is worked out with one."""
    return int(row["decimals"]) if row["point"] in ("base", "target") else int(row["unit"] == "pct.")


def _span(period: str) -> str:
    words = danish.month(period) if period else ""
    return f"de {words}" if period and periods.kind(period) == "rolling" else words


def _short(period: str) -> str:
    return danish.short_month(period) if period else ""


def _figures(rows: pd.DataFrame, *, invented: bool) -> list[Column]:
    has_path, has_value = bool(_running(rows).any()), bool(rows["value"].notna().any())
    return [
        Column("basis", "Basis"),
        Column("aftalt", "Mål"),
        Column("udvikling", "Udvikling"),
        Column("efter_planen", "På den lige linje", shown=has_path),
        Column("tal", f"Seneste tal{' (opdigtet)' if invented else ''}", shown=has_value),
        *([] if invented else [Column("afstand", "Afstand til målet", shown=has_value)]),
    ]


def _row(row: pd.Series, *, flat: bool, invented: bool) -> Row:
    mark = "jc-own" if row["area_type"] == "jobcenter" and not flat else ""
    first = [row["label"], row["unit"], *(_short(row[name]) for name in ("base_period", "target_period"))]
    said = [cells.text(str(text)) for text in (first if flat else [row["place"]])]
    if row["awaits"]:
        return Row(
            [
                *said,
                cells.NOTHING,
                cells.text(AWAITS, mark="jc-hidden"),
                *[cells.NOTHING] * (3 if invented else 4),
            ],
            mark=mark,
        )
    decimals, of_agreed = 1 if row["unit"] == "pct." else 0, int(row["decimals"])
    return Row(
        [
            *said,
            _known(row["base"], of_agreed, missing="ikke oplyst"),
            Cell(bound(row), float(danish.rounded(row["target"], of_agreed))),
            _development(row),
            _known(row["path"] if _running(row.to_frame().T).iloc[0] else math.nan, decimals),
            _latest(row, decimals),
            *([] if invented else [_distance(row, decimals)]),
        ],
        mark=mark,
    )


def _running(rows: pd.DataFrame) -> pd.Series:
    """Whether the report's month lies on the way, so that there is a place to be by now."""
    last = rows["target_period"].map(periods.last_month)
    return rows["path"].notna() & (rows["path_period"] < last)


def _known(value: float, decimals: int, *, missing: str = "") -> Cell:
    if not math.isfinite(value):
        return Cell(missing, None, "jc-hidden" if missing else "")
    return Cell(danish.number(value, decimals), float(danish.rounded(value, decimals)))


def _development(row: pd.Series) -> Cell:
    """The agreed change: a count's with its per cent, a share's in percentage points."""
    if not math.isfinite(row["change"]):
        return cells.NOTHING
    if row["unit"] == "pct.":
        decimals = int(row["decimals"])
        value = float(danish.rounded(row["change"], decimals))
        return Cell(f"{danish.signed(value, decimals)} procentpoint" if value else danish.UNCHANGED, value)
    value = float(danish.rounded(row["change"]))
    if not value:
        return Cell(danish.UNCHANGED, value)
    sign = danish.MINUS if value < 0 else "+"
    share = f" ({sign}{percentage(row['change_pct'])})" if math.isfinite(row["change_pct"]) else ""
    return Cell(danish.signed(value) + share, value)


def _latest(row: pd.Series, decimals: int) -> Cell:
    if not math.isfinite(row["value"]):
        return cells.NOTHING
    shown = f"{danish.number(row['value'], decimals)} ({danish.short_month(row['value_period'])})"
    return Cell(shown, float(danish.rounded(row["value"], decimals)))


def _distance(row: pd.Series, decimals: int) -> Cell:
    """How far the latest figure is from the target; where it is reached, that."""
    if not math.isfinite(row["distance"]):
        return cells.NOTHING
    value = float(danish.rounded(row["distance"], decimals))
    if row["reached"]:
        return Cell(f"✓ {'opfyldte' if row['past'] else 'opfylder'} målet", value)
    unit = " procentpoint" if row["unit"] == "pct." else ""
    share = f" ({percentage(row['distance_pct'], whole_from=1)})" if math.isfinite(row["distance_pct"]) else ""
    return Cell(f"{'manglede' if row['past'] else 'mangler'} {danish.number(abs(value), decimals)}{unit}{share}", value)
