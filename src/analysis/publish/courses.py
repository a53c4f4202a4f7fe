"""Courses on a report's page: how long they last, where they lead and who comes back, each in one call."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import benefits, danish
from analysis.publish import charts, emitting
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.figures import absent, show
from analysis.publish.layout import cells
from analysis.publish.page import allow, current

SEXES = {"maend": "Mænd", "kvinder": "Kvinder"}
ORIGINS = {"dansk": "Dansk oprindelse", "vestlig": "Vestlig oprindelse", "ikke_vestlig": "Ikke-vestlig oprindelse"}
EDUCATIONS = {
    "ingen": "Ingen kompetencegivende",
    "erhvervsfaglig": "Erhvervsfaglig",
    "videregaaende": "Videregående",
    "ukendt": "Ukendt uddannelse",
}
NAMES = {**SEXES, **ORIGINS, **EDUCATIONS, "": "Alle", "andre": "Andre aldre"}
WITHIN = {13: "3 måneder", 26: "6 måneder", 52: "12 måneder"}
TOLD = (
    "Et forløb tæller fra den første uge og går videre hen over flytninger og pauser på under fire uger.",
    "Forløb, der stadig er i gang, tæller med, så længe de er fulgt, og ikke som afsluttede.",
)
FEW_LEFT = (
    "Kurverne slutter, hvor færre end ti forløb stadig følges. De vises for hver fjerde uge, bortset fra uger, der "
    "ville røbe, at en til tre var holdt op."
)
FOLLOWED = "Kun afsluttede forløb, der er fulgt hele tiden, tæller; andre er hverken med i tælleren eller i nævneren."
CHANCE = 0.05


def survival(table: pd.DataFrame, *, title: str, medians: bool = True) -> None:
    """Publish the curves of ``measures.survival``, a table of medians unless it is not wanted, and what they say."""
    if table.empty:
        absent(table, title=title)
        return
    allow(table)
    named = table.assign(group=table["group"].map(name))
    behind = _wide(named, "group", "survival", title=title, first="Uger siden start")
    show(charts.survival(named, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    if not medians:
        emitting.text(difference_sentences(named))
        return
    heads = named.drop_duplicates("group")
    columns = [
        Column("gruppe", "Gruppe", numeric=False),
        Column("forloeb", "Påbegyndte forløb"),
        Column("median", "Uger, før halvdelen er ude", "uger"),
        Column("median_lav", "Mindst", "uger"),
        Column("median_hoej", "Højst", "uger"),
    ]
    rows = [
        Row([cells.text(str(row["group"])), cells.counted(row["n"]), *(_weeks(row[name]) for name in _MEDIANS)])
        for _, row in heads.iterrows()
    ]
    notes = ["Mindst og højst er grænserne for et 95 pct.-interval.", *TOLD, FEW_LEFT]
    left_out = table.attrs.get("left_out", [])
    if left_out:
        notes.append(f"Grupper med for få forløb er ikke vist: {danish.listed([name(one) for one in left_out])}.")
    emitting.table(Table(current().number("table"), f"{title}: median", columns, rows, notes))
    said = survival_sentences(named)
    emitting.text(said)


def survival_sentences(named: pd.DataFrame) -> list[str]:
    """What the curves say, in Danish: the median of each group, and whether they differ by more than chance."""
    heads = named.drop_duplicates("group")
    known = heads[heads["median"].notna()]
    said = [
        f"{row['group']}: halvdelen af {danish.number(row['n'])} påbegyndte forløb var slut efter "
        f"{danish.number(row['median'])} uger."
        for _, row in known.iterrows()
    ]
    return [*said, *difference_sentences(named)]


def difference_sentences(named: pd.DataFrame) -> list[str]:
    """Whether the curves of some groups differ by more than chance; nothing for one group."""
    p = float(named["p"].iloc[0])
    if not math.isfinite(p):
        return []
    if p < CHANCE:
        return ["Grupperne varer ikke lige længe, og forskellen er større, end tilfældigheder plejer at give."]
    return ["Forskellen mellem grupperne er ikke større, end tilfældigheder kan give."]


def exits(table: pd.DataFrame, *, title: str) -> None:
    """Publish the areas of ``measures.exits``, and after a year and two in words."""
    if table.empty:
        absent(table, title=title)
        return
    allow(table)
    still = table.drop_duplicates("weeks").assign(destination="Stadig på ydelsen")
    still["incidence"] = still["survival"]
    whole = pd.concat([table, still], ignore_index=True)
    behind = _wide(whole, "destination", "incidence", title=title, first="Uger siden start")
    show(charts.incidence(table, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    emitting.text([*exit_sentences(table), *TOLD])


def exit_sentences(table: pd.DataFrame) -> list[str]:
    """Where those who began a course had gone after a year and after two, the two largest first, in Danish."""
    said = []
    for weeks, name in ((52, "Et år"), (104, "To år")):
        rows = table[table["weeks"] == weeks].sort_values("incidence", ascending=False, kind="stable")
        if rows.empty:
            continue
        went = [
            f"til {danish.lower_first(row['destination'])} ({danish.percent(100 * row['incidence'])})"
            for _, row in rows.head(2).iterrows()
        ]
        there = danish.percent(100 * float(rows["survival"].iloc[0]))
        of = danish.lower_first(benefits.label(str(rows["benefit"].iloc[0])))
        said.append(f"{name} efter starten var flest gået {danish.listed(went)}; {there} var stadig på {of}.")
    return said


def recurrence(table: pd.DataFrame, *, title: str, groups: str = "Gruppe", notes: Sequence[str] = ()) -> None:
    """Publish the table of ``measures.recurrence``, with a heading for the groups and further notes."""
    if table.empty:
        absent(table, title=title)
        return
    allow(table)
    columns = [
        Column("gruppe", groups, numeric=False),
        Column("inden_for", "Tilbage inden for", numeric=False),
        Column("fulgt", "Fulgt så længe"),
        Column("tilbage", "Heraf tilbage"),
        Column("andel", "Andel, pct.", "pct."),
        Column("lav", "Mindst, pct.", "pct."),
        Column("hoej", "Højst, pct.", "pct."),
    ]
    rows = [
        Row(
            [
                cells.text(name(str(row["group"]))),
                cells.text(WITHIN.get(int(row["within"]), f"{int(row['within'])} uger")),
                cells.counted(row["n"]),
                cells.counted(row["events"]),
                *(cells.share(row[name]) for name in ("share", "low", "high")),
            ]
        )
        for _, row in table.iterrows()
    ]
    told = ["Mindst og højst er grænserne for et 95 pct.-interval.", FOLLOWED, *notes]
    if (table["hidden"] != "").any():
        told.append(f"Andele af færre end 30, og andele, der viser et antal på en til tre, {danish.HIDDEN}.")
    emitting.table(Table(current().number("table"), title, columns, rows, told))


_MEDIANS = ("median", "median_low", "median_high")


def name(value: object) -> str:
    """The Danish name of a group, or the group itself where it has none."""
    return NAMES.get(str(value), str(value))


def _wide(table: pd.DataFrame, across: str, value: str, *, title: str, first: str) -> Table:
    wide = table.pivot(index="weeks", columns=across, values=value)[list(dict.fromkeys(table[across]))]
    columns = [Column("uger", first)]
    columns += [Column(f"serie_{at}", str(name), "pct.") for at, name in enumerate(wide.columns, 1)]
    rows = [
        Row([Cell(danish.number(float(week)), int(week)), *(cells.share(value) for value in values)])
        for week, values in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    return Table(current().number("figure"), title, columns, rows)


def _weeks(value: float) -> Cell:
    return Cell(danish.number(value), float(value)) if math.isfinite(value) else Cell("–", None)
