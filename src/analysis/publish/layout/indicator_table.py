"""The indicators of a jobcenter as one table: level and development beside comparable areas, target, rank, status."""

import math

import pandas as pd

from analysis import catalogue, danish, goals
from analysis.areas import danish_key
from analysis.measures.axes import BETTER, SAME, WORSE
from analysis.publish.blocks import SOFT_HYPHEN, Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.publish.words import target_words

SMALL = "(små tal)"
STATUS = {  # by level and development: a symbol, words, and a class of the page's styles
    (BETTER, BETTER): ("▲", "God og i fremgang", "jc-good"),
    (BETTER, SAME): ("▲", "God, udvikling på niveau", "jc-good"),
    (BETTER, WORSE): ("△", "God, men på vej ned", "jc-mixed"),
    (SAME, BETTER): ("●", "På niveau, i fremgang", "jc-even"),
    (SAME, SAME): ("●", "På niveau", "jc-even"),
    (SAME, WORSE): ("●", "På niveau, på vej ned", "jc-even"),
    (WORSE, BETTER): ("▽", "Udfordring, men i bedring", "jc-mixed"),
    (WORSE, SAME): ("▼", "Udfordring, udvikling på niveau", "jc-bad"),
    (WORSE, WORSE): ("▼", "Særlig udfordring", "jc-bad"),
}
_SECTIONS = {"local": "Områdets egne mål", "results": "Resultater", "effort": "Indsats"}


def table(rows: pd.DataFrame, *, table_id: str, title: str, invented: bool = False) -> Table:
    """One row per indicator, under a heading for goals, results and effort; all of the latest final month.

    No distance from ``invented`` figures to a real target is told.
    """
    usual = _usual_month(rows)
    has_target = bool(rows["target"].notna().any())
    columns = [
        Column("indikator", "Indikator", numeric=False),
        Column("maaned", "Måned", numeric=False, shown=False),
        Column("antal", "Antal"),
        Column("andel", "Andel, pct."),
        Column("sammenlignelige", f"Sammen{SOFT_HYPHEN}lignelige"),
        Column("regionen", f"Resten af re{SOFT_HYPHEN}gionen"),
        Column("landet", "Hele landet"),
        Column("udvikling", "Udvikling 12 mdr."),
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
        made += [_row(row, usual, invented=invented) for _, row in of_section.iterrows()]
    dated = f"{title}, {danish.month(usual)}" if usual else title
    return Table(table_id, dated, columns, made, [of_goals(rows), *_notes(rows)])


def status(row: pd.Series) -> tuple[str, str, str]:
    """Symbol, words and style of an indicator's status; no words where it is not judged."""
    if row["small"]:
        return "", SMALL, "jc-hidden"
    return STATUS.get((row["level"], row["development"]), ("", "", ""))


def of_goals(rows: pd.DataFrame) -> str:
    """Which goals stand in the table: the year's, the area's own because there are none, or none that are known."""
    year, known = rows.attrs["year"], rows.attrs["known"]
    if known == goals.GOALS:
        return f"Ministerens mål for {year} står øverst."
    if known == goals.NONE:
        if (rows["section"] == "local").any():
            return f"Ministeren har ikke sat mål for {year}; i stedet står områdets egne mål øverst."
        return f"Ministeren har ikke sat mål for {year}, og der kendes heller ingen mål, som området selv har sat."
    return f"Ministerens mål for {year} kendes ikke her og står derfor ikke i tabellen."


def statuses(rows: pd.DataFrame) -> list[str]:
    """Which indicators have which status, the good ones first; that none can be judged where that is so."""
    judged = rows[[bool(status(row)[0]) for _, row in rows.iterrows()]]
    if judged.empty:
        return ["Ingen af indikatorerne kan bedømmes; hvorfor, står under tabellen."]
    words = pd.Series([status(row)[1] for _, row in judged.iterrows()], index=judged.index)
    said = []
    for _, text, _ in STATUS.values():
        of_status = judged[words == text]
        if len(of_status):
            said.append(f"{text}: {_named(of_status)} ({len(of_status)} af {len(judged)}).")
    return said


def _row(row: pd.Series, usual: str, *, invented: bool) -> Row:
    if row["absent"]:
        return Row([cells.text(row["indicator"]), cells.NOTHING, Cell(f"ingen{cells.NO_BREAK}tal", None, "jc-hidden"),
                    *[cells.NOTHING] * 10])  # fmt: skip
    measure = catalogue.measure(row["measure"])
    name = row["indicator"]
    if row["period"] != usual:
        name += f" ({danish.short_month(row['period'])})"
    symbol, words, mark = status(row)
    has_share = measure.is_rate
    return Row(
        [
            cells.text(name),
            Cell(danish.short_month(row["period"]), row["period"]),
            _level(row["value"], row, 0) if not catalogue.measured(row["subject"])[0].is_rate else cells.NOTHING,
            cells.wrapped(_in_unit(_level(row["share"], row, 1), measure.unit)) if has_share else cells.NOTHING,
            *(_beside(row[role], row) for role in ("group", "region", "country")),
            cells.wrapped(_development(row, row["change_pct"], row["points"], count=row["change"])),
            cells.wrapped(_development(row, row["group_change_pct"], row["group_points"])),
            cells.wrapped(_target(row)),
            cells.NOTHING if invented else cells.wrapped(_distance(row)),
            cells.wrapped(cells.rank(row.rename({"rank_reason": "reason"}))),
            Cell(f"{symbol} {words}".strip() or "–", words or None, f"jc-status {mark or 'jc-hidden'}"),
        ]
    )


def _level(value: float, row: pd.Series, decimals: int) -> Cell:
    return cells.figure(value, status=row["status"], decimals=decimals, estimated=decimals > 0 and row["estimated"])


def _in_unit(cell: Cell, unit: str) -> Cell:
    """The figure with its unit where it is not per cent, as the column's heading says."""
    if unit == "pct." or cell.value is None:
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
        share = f" ({share.replace(' ', cells.NO_BREAK)})" if share else ""
        return Cell(danish.signed(count) + share, float(danish.rounded(count)))
    if not math.isfinite(points):
        return Cell("–", None, "jc-hidden")
    unit = " procentpoint" if catalogue.measure(row["measure"]).unit == "pct." else ""
    return Cell(danish.signed(points, 1) + unit, float(danish.rounded(points, 1)))


def _target(row: pd.Series) -> Cell:
    if not math.isfinite(row["target"]):
        return cells.NOTHING
    return Cell(f"{target_words.bound(row)} ({danish.short_month(row['target_period'])})", float(row["target"]))


def _distance(row: pd.Series) -> Cell:
    if not math.isfinite(row["distance"]):
        return cells.NOTHING
    decimals = 1 if row["unit"] == "pct." else 0
    value = float(danish.rounded(row["distance"], decimals))
    return Cell("✓ opfylder målet" if row["reached"] else f"mangler {danish.number(abs(value), decimals)}", value)


def _usual_month(rows: pd.DataFrame) -> str:
    months = rows.loc[rows["period"] != "", "period"]
    return str(months.mode().max()) if len(months) else ""


def _notes(rows: pd.DataFrame) -> list[str]:
    there = rows[rows["absent"] == ""]
    said = []
    for why, of_why in rows[rows["absent"] != ""].groupby("absent", sort=False):
        said.append(f"Ingen tal for {_named(of_why)}, fordi {why}.")
    if len(there):
        said.append(
            "Alle tal er fra den seneste måned med endelige tal. Status har to led: om niveauet er bedre end (▲), på "
            "niveau med (●) eller dårligere end (▼) i sammenlignelige kommuner, og om udviklingen er det; △ og ▽ står, "
            "hvor de to led peger hver sin vej. På niveau er, hvad der ikke afviger mere, end tilfældige udsving kan "
            "gøre, eller afviger mindre end 0,2 procentpoint (andele) eller 2 pct. (andre tal). Status er en "
            "beskrivelse og ikke en karakter for indsatsen."
        )
    for why, of_why in there[(there["why"] != "") & ~there["small"]].groupby("why", sort=False):
        said.append(f"Ingen status for {_named(of_why)}, fordi {why}.")
    if there["small"].any():
        said.append(f"»{SMALL}«: færre end 10 i målgruppen, og derfor ingen status.")
    if there["estimated"].any():
        said.append("»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.")
    if (there["status"] == "suppressed").any():
        said.append(f"»{danish.HIDDEN_CELL}«: tallet {danish.HIDDEN}, eller det kunne regnes ud af andre tal.")
    unranked = there[there["rank"].isna() & (there["rank_reason"] != "")]
    for reason, of_reason in unranked.groupby("rank_reason", sort=False):
        said.append(f"Ingen placering for {_named(of_reason)}, fordi {reason}.")
    fields = dict.fromkeys(there.loc[there["rank"].notna(), "field"])
    if fields:
        said.append(
            f"Placering: blandt {danish.listed(list(fields))}. Nr. 1 er {_firsts(there)}. I parentes står et 95 "
            "pct.-interval."
        )
    return said


def _named(rows: pd.DataFrame) -> str:
    return danish.listed([f"»{name}«" for name in dict.fromkeys(rows["indicator"])])


def _firsts(rows: pd.DataFrame) -> str:
    ranked = rows[rows["rank"].notna()]
    ways = ranked.groupby("first")["indicator"].agg(lambda names: sorted(dict.fromkeys(names), key=danish_key))
    return danish.listed([f"{way} for {danish.listed([f'»{name}«' for name in names])}" for way, names in ways.items()])
