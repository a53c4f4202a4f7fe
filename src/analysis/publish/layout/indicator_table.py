"""The indicators of a jobcenter as one table: level and development beside comparable areas, target, rank, status."""

import math

import pandas as pd

from analysis import catalogue, danish, periods
from analysis.measures.judged import NO_DEVELOPMENT, NO_GROUP, NO_LEVEL, NO_SHARE, NO_WAY, NOT_SHOWN
from analysis.publish.blocks import SOFT_HYPHEN, Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.publish.words import target_words
from analysis.publish.words.ages import old
from analysis.publish.words.indicator_words import notes, of_goals, status, without

_SECTIONS = {"local": "Områdets egne mål", "results": "Resultater", "effort": "Indsats"}


def table(rows: pd.DataFrame, *, table_id: str, title: str, invented: bool = False, explained: bool = True) -> Table:
    """One row per indicator, under a heading for goals, results and effort; all of the latest final month.

    Those without figures stand in the data, and are named in a remark after the others. No distance from
    ``invented`` figures to a real target is told. How it is read stands below it where it is to be ``explained``.
    """
    usual = _usual_month(rows)
    has_target = bool(rows["target"].notna().any())
    columns = [
        Column("indikator", "Indikator", numeric=False),
        Column("maaned", "Måned", numeric=False, shown=False),
        Column("antal", "Antal", shown=False),
        Column("andel", "Andel, pct.", shown=False),
        Column("niveau", "Niveau", recorded=False),
        Column("sammenlignelige", f"Sammen{SOFT_HYPHEN}lignelige"),
        Column("regionen", f"Resten af re{SOFT_HYPHEN}gionen"),
        Column("landet", "Hele landet"),
        Column("udvikling", "Udvikling 12 mdr."),
        Column("udvikling_pct", "Udvikling 12 mdr., pct.", "pct.", shown=False),
        Column("udvikling_sammenlignelige", f"Udvikling, sammen{SOFT_HYPHEN}lignelige"),
        Column("maal", "Mål", shown=has_target),
        Column("afstand", "Afstand", shown=has_target and not invented),
        Column("placering", "Placering"),
        Column("status", "Status", numeric=False),
    ]
    made: list[Row] = []
    for section, of_section in rows.groupby("section", sort=False):
        heading = f"Ministerens mål for {rows.attrs['year']}" if section == "goals" else _SECTIONS[str(section)]
        made.append(Row([Cell(heading, None)], heading=True))
        made += [_row(row, usual, invented=invented) for _, row in of_section.iterrows() if not row["absent"]]
        made += [_without(row, len(columns)) for _, row in of_section.iterrows() if row["absent"]]
        made += [Row([Cell(remark, None)], remark=True) for remark in without(of_section)]
    dated = f"{title}, {danish.month(usual)}" if usual else title
    said = [of_goals(rows), *notes(rows)] if explained else []
    said += old((row for _, row in rows.iterrows()), on=rows.attrs["on"])
    mark = "jc-indicators" if explained else "jc-indicators jc-whole"
    return Table(table_id, dated, columns, made, said, mark=mark)


def _without(row: pd.Series, width: int) -> Row:
    return Row([cells.text(row["indicator"]), *[cells.NOTHING] * (width - 1)], shown=False)


def _row(row: pd.Series, usual: str, *, invented: bool) -> Row:
    measure = catalogue.measure(row["measure"])
    name = row["indicator"]
    if row["period"] != usual:
        name += f" ({danish.short_month(row['period'])})"
    symbol, words, mark = status(row)
    count = cells.NOTHING if catalogue.measured(row["subject"])[0].is_rate else _level(row["value"], row, 0)
    share = _in_unit(_level(row["share"], row, 1), measure.unit) if measure.is_rate else cells.NOTHING
    return Row(
        [
            Cell(name.replace("a-", f"a{cells.NO_BREAK_HYPHEN}"), name),
            Cell(danish.short_month(row["period"]), row["period"]),
            count,
            share,
            _stacked(count, share),
            *(_beside(row[role], row) for role in ("group", "region", "country")),
            _development(row, row["change_pct"], row["points"], count=row["change"]),
            Cell("", float(danish.rounded(row["change_pct"], 1)) if math.isfinite(row["change_pct"]) else None),
            _development(row, row["group_change_pct"], row["group_points"]),
            cells.wrapped(_target(row)),
            cells.NOTHING if invented else cells.wrapped(_distance(row)),
            _below(cells.rank(row.rename({"rank_reason": "reason"})), " ("),
            Cell(f"{symbol} {words}".strip() or f"– {_UNJUDGED[row['why']]}", words or None,
                 f"jc-status {mark or 'jc-hidden'}"),
        ]
    )  # fmt: skip


_UNJUDGED = {  # why there is no status, as briefly as a cell has room for
    NO_WAY: "intet er bedst",
    NOT_SHOWN: "vises ikke",
    NO_SHARE: "ingen andel",
    NO_GROUP: "ingen at sammenligne med",
    NO_LEVEL: "niveau ukendt",
    NO_DEVELOPMENT: "udvikling ukendt",
}


def _stacked(count: Cell, share: Cell) -> Cell:
    """The count over the share; what both say, once."""
    lines = [cell for cell in (count, share) if cell.text]
    if len(lines) == 2 and lines[0].text == lines[1].text:
        lines = lines[:1]
    return Cell("\n".join(cell.text for cell in lines), None, lines[0].mark if lines else "")


def _below(cell: Cell, start: str) -> Cell:
    """A cell whose text goes on in a new line where a bracket begins."""
    return Cell(cell.text.replace(start, f"\n{start.strip()}"), cell.value, cell.mark)


def _level(value: float, row: pd.Series, decimals: int) -> Cell:
    return cells.figure(value, status=row["status"], decimals=decimals, estimated=decimals > 0 and row["estimated"])


def _in_unit(cell: Cell, unit: str) -> Cell:
    """The figure with its unit."""
    if cell.value is None:
        return cell
    return Cell(f"{cell.text} {unit}", cell.value, cell.mark)


def _beside(value: float, row: pd.Series) -> Cell:
    if not math.isfinite(value):
        return Cell("–", None, "jc-hidden")
    about = "ca. " if row["estimated"] else ""
    return Cell(about + danish.number(value, 1), float(danish.rounded(value, 1)))


def _development(row: pd.Series, per_cent: float, points: float, *, count: float | None = None) -> Cell:
    """A count's change in number and per cent, comparable areas' in per cent; a share's in percentage points."""
    if not catalogue.measured(row["subject"])[0].is_rate:
        share = f"{danish.signed(per_cent, 1)} pct." if math.isfinite(per_cent) else ""
        if count is None:
            return Cell(share or "–", float(danish.rounded(per_cent, 1)) if share else None)
        if not math.isfinite(count):
            return Cell("–", None, "jc-hidden")
        share = f"\n({share})" if share else ""
        return Cell(danish.signed(count) + share, float(danish.rounded(count)))
    if not math.isfinite(points):
        return Cell("–", None, "jc-hidden")
    unit = "\nprocentpoint" if catalogue.measure(row["measure"]).unit == "pct." else ""
    return Cell(danish.signed(points, 1) + unit, float(danish.rounded(points, 1)))


def _target(row: pd.Series) -> Cell:
    if not math.isfinite(row["target"]):
        return cells.NOTHING
    to = row["target_period"]
    month = periods.last_month(to) if periods.kind(to) == "rolling" else to  # the twelve months stand beside the name
    return Cell(f"{target_words.bound(row)} ({danish.short_month(month)})", float(row["target"]))


def _distance(row: pd.Series) -> Cell:
    if not math.isfinite(row["distance"]):
        return cells.NOTHING
    decimals = 1 if row["unit"] == "pct." else 0
    value = float(danish.rounded(row["distance"], decimals))
    return Cell("✓ opfylder målet" if row["reached"] else f"mangler {danish.number(abs(value), decimals)}", value)


def _usual_month(rows: pd.DataFrame) -> str:
    months = rows.loc[rows["period"] != "", "period"]
    return str(months.mode().max()) if len(months) else ""
