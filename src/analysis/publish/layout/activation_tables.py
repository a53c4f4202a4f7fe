"""How the tables of one jobcenter's activation are laid out: a year of measures, offers, reach and first steps."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish
from analysis.measures import label as measure_label
from analysis.publish.blocks import SOFT_HYPHEN, Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.publish.layout.beside_tables import HIDDEN, INTERVAL, count, figure

COMPARED = {"group": f"Sammen{SOFT_HYPHEN}lignelige", "region": "Resten af regionen", "country": "Hele landet"}
YEARLY = (
    "Tallene er for det seneste år, der er endeligt. Andele er årets sum over årets sum; hvor en måned er for lille "
    "til at blive vist, kan året tit vises."
)
BEHIND = (
    "Antal bag: personer eller fuldtidspersoner i gennemsnit af månederne, forløb og tilbud i hele året, eller, for en "
    "del af aktiveringen, alle personer i tilbud i året. Ændringen i en andel er i procentpoint."
)
FEW_PERSONS = "Dele af tiden vises, når mindst 30 personer har været i tilbud i året."
SUMMED = "En person kan stå i flere rækker, så personerne kan ikke lægges sammen."


def year(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A measure on each row: the jobcenter's year with its interval beside those it is compared with."""
    columns = [
        Column("noegletal", "Nøgletal", numeric=False),
        Column("aar_til", "Året til", numeric=False),
        Column("tal", "Tal"),
        Column("mindst", "Mindst"),
        Column("hoejst", "Højst"),
        Column("antal_bag", "Antal bag"),
        Column("aendring", f"Ændring, 12{cells.NO_BREAK}mdr."),
        *(Column(role, heading) for role, heading in COMPARED.items()),
        Column("enhed", "Enhed", numeric=False),
    ]
    shown: list[Row] = []
    for benefit, of_benefit in rows.groupby("benefit", sort=False):
        heading = catalogue.benefit_label(str(benefit))
        shown.append(Row([Cell(heading[:1].upper() + heading[1:], None)], heading=True))
        for subject, of_subject in of_benefit.groupby("subject", sort=False):
            shown += _year_rows(str(subject), of_subject, len(columns))
    notes = [YEARLY, INTERVAL, BEHIND]
    if rows["status"].eq("suppressed").any():
        notes.append(HIDDEN)
    return Table(table_id, title, columns, shown, notes)


def mix(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """An offer on each row: how many began, took part, its part of the time, and its hours a week."""
    columns = [
        Column("tilbud", "Tilbud", numeric=False),
        Column("begyndt", "Påbegyndte tilbud"),
        Column("personer", "Personer i tilbud"),
        Column("andel", "Del af tiden i tilbud, pct.", "pct."),
        Column("timer", "Timer om ugen", "timer"),
    ]
    shown = [
        Row(
            [
                cells.text(str(row["label"])),
                count(row["started"]),
                count(row["persons"]),
                figure(100 * row["share"], 1),
                figure(row["hours"], 1, nothing=cells.NOTHING),
            ],
            mark="jc-own" if row["total"] else "",
        )
        for _, row in rows.iterrows()
    ]
    notes = [
        SUMMED,
        "Tiden er timer i tilbud omregnet til fuld tid, i uger på ydelsen. Timer om ugen er gennemsnittet af de "
        "påbegyndte.",
        "Tilbud med under fire personer eller under fire påbegyndte er lagt sammen som øvrige.",
    ]
    if rows["share"].isna().any():
        notes.append(FEW_PERSONS)
    return Table(table_id, title, columns, shown, notes)


def reach(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """An area on each row under the kind of offer: how many of the year's unemployed took part."""
    columns = [
        Column("omraade", "Område", numeric=False),
        Column("personer", "Personer i tilbud"),
        Column("ledige", "Ledige i løbet af året"),
        Column("andel", "Andel, pct.", "pct."),
        Column("mindst", "Mindst", "pct."),
        Column("hoejst", "Højst", "pct."),
    ]
    shown: list[Row] = []
    several = rows["kind"].nunique() > 1
    for kind, of_kind in rows.groupby("kind_label", sort=False):
        if several:
            shown.append(Row([Cell(str(kind), None)], heading=True))
        for _, row in of_kind.iterrows():
            ours = row["role"] in ("own", "member")
            counted = [count(row["persons"]), count(row["n"])] if ours else [cells.NOTHING] * 2
            limits = [figure(row[name], 1) for name in ("value", "low", "high")]
            mark = "jc-own" if row["role"] == "own" else ""
            shown.append(Row([cells.text(str(row["label"])), *counted, *limits], mark=mark))
    notes = [INTERVAL, "Hver person tæller én gang i et område, uanset hvor mange tilbud og forløb der var i året."]
    if (rows["hidden"] != "").any():
        notes.append(HIDDEN)
    return Table(table_id, title, columns, shown, notes)


def steps(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A week on each row: the share that has had the first step, left without it, or neither."""
    names = list(dict.fromkeys(rows["destination"]))
    columns = [
        Column("uger", "Uger fra start"),
        *(
            Column(f"{stem}_{at}", text, "pct.")
            for at, name in enumerate(names, 1)
            for stem, text in (("andel", f"{name}, pct."), ("mindst", "Mindst"), ("hoejst", "Højst"))
        ),
        Column("ingen", "Ingen af delene, pct.", "pct."),
        Column("forloeb", "Nye forløb", "forløb", shown=False),
    ]
    began = Cell(danish.number(float(rows["n"].iloc[0])), int(rows["n"].iloc[0]))
    shown = []
    for week in sorted(rows["weeks"].unique()):
        at_week = rows[rows["weeks"] == week]
        of = at_week.set_index("destination")
        limits = [
            figure(100 * of.loc[name, column], 1, nothing=cells.NOTHING)
            for name in names
            for column in ("incidence", "low", "high")
        ]
        rest = figure(100 * float(at_week["survival"].iloc[0]), 1)
        shown.append(Row([Cell(danish.number(week), int(week)), *limits, rest, began]))
    return Table(table_id, title, columns, shown, [INTERVAL])


def key_figure_rows(rows: pd.DataFrame) -> list[dict[str, object]]:
    """A year of measures as the run record keeps them: one row per figure, for the jobcenter and its municipalities."""
    found: list[dict[str, object]] = []
    ours = rows[rows["role"].isin(["own", "member"]) & (rows["absent"] == "")]
    several = (ours["role"] == "member").any()
    for _, row in ours.iterrows():
        measure = catalogue.measure(row["measure"])
        types = [str(row["area_type"]), *(["municipality"] if row["role"] == "own" and not several else [])]
        found += [
            {
                "id": measure.id,
                "label": measure_label(measure.id, row["benefit"]),
                "benefit": row["benefit"],
                "area_type": area_type,
                "area": row["area"],
                "period": row["period"],
                "value": float(danish.rounded(row["value"], 1)) if math.isfinite(row["value"]) else None,
                "unit": measure.unit,
                "status": row["status"],
                "estimated": False,
            }
            for area_type in dict.fromkeys(types)
        ]
    return sorted(found, key=lambda one: one["area_type"] != "jobcenter")


def _year_rows(subject: str, rows: pd.DataFrame, width: int) -> list[Row]:
    measure, _ = catalogue.measured(subject)
    name = measure.label
    if rows["absent"].iloc[0]:
        return [
            Row([cells.text(name), cells.text("ikke i datasættet", mark="jc-hidden"), *[cells.NOTHING] * (width - 2)])
        ]
    roles = {role: rows[rows["role"] == role].iloc[0] for role in ("own", *COMPARED)}
    found = [_year_row(name, roles["own"], [roles[role] for role in COMPARED], measure)]
    for _, row in rows[rows["role"] == "member"].iterrows():
        found.append(_year_row(f"– {row['label']}", row, [], measure))
    return found


def _year_row(name: str, row: pd.Series, others: Sequence[pd.Series], measure: catalogue.Measure) -> Row:
    status = str(row["status"])
    limits = [_limit(row[name_], measure) for name_ in ("low", "high")]
    base = count(row["n"]) if measure.is_rate and math.isfinite(row["n"]) else cells.NOTHING
    moved = row["change"]
    change = Cell(danish.signed(moved, 1), float(danish.rounded(moved, 1))) if math.isfinite(moved) else cells.NOTHING
    beside = [cells.figure(one["value"], status=str(one["status"]), decimals=1) for one in others]
    if not measure.is_rate:
        beside = [cells.NOTHING] * len(others)
    beside += [cells.NOTHING] * (len(COMPARED) - len(beside))
    month = danish.short_month(str(row["period"]).removesuffix("R12")).replace(" ", cells.NO_BREAK)
    figures = [cells.figure(row["value"], status=status, decimals=1), *limits, base, change]
    return Row([cells.text(name), Cell(month, str(row["period"])), *figures, *beside, cells.text(measure.unit)])


def _limit(value: float, measure: catalogue.Measure) -> Cell:
    if not measure.is_rate or not math.isfinite(value):
        return cells.NOTHING
    return Cell(danish.number(value, 1), float(danish.rounded(value, 1)))
