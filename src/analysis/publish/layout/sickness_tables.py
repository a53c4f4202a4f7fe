"""The tables of a page on sick leave."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import danish
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells

INTERVAL = "Mindst og højst er grænserne for et 95 pct.-interval."
HIDDEN = f"Antal på en til tre, andele af færre end 30, og tal, som de kunne regnes ud af, {danish.HIDDEN}."
BENEFITS = {"sygedagpenge": "Sygedagpenge", "sygdom": "Sygedagpenge eller jobafklaringsforløb"}
TRAITS = {
    "age": "Alder",
    "sex": "Køn",
    "education": "Uddannelse",
    "origin": "Herkomst",
    "standing": "Stilling i ugen før",
}
UNTOLD = "står ikke i registeret"
NO_SELF_EMPLOYED = "Selvstændige kan kun vises, hvor registeret oplyser sagens art."
REMAINING = (
    "Interval: 95 pct. (Wilson for påbegyndte forløb, log-log for uger i en periode).",
    "De første linjer er forløb, der alle er fulgt et år. Linjerne om »uger i« tager alle forløb med, der var i gang i "
    "perioden, også dem, der begyndte før den; de tæller først fra det tidspunkt, hvor de følges.",
    "Kurverne og tabellen viser de samme uger. En uge er udeladt, hvor den ville vise, at en til tre var holdt op, "
    "stadig var syge eller var gået til jobafklaringsforløb.",
)
AGAIN = (
    "Et forløb tæller i den måned, hvor dets sidste uge har sin torsdag, og begynder igen, når der har været mindst "
    "fire uger imellem.",
)
MADE_UP = (
    "I de syntetiske tal bliver kun ledige og personer uden ydelse syge; derfor kommer ingen fra fleksjob eller andre "
    "ydelser. Sagens art er ikke oplyst, og derfor kendes de selvstændige ikke. Løn er kun oplyst i det første års "
    "tid, efter at en ydelse er slut; derfor står de fleste uden oplyst løn, før de bliver syge, men i job bagefter."
)
DESTINATIONS = (
    "Andelene og dem, der stadig er på sygedagpenge, giver tilsammen 100. Job er løntimer i måneden uden ydelse.",
    "En streg: ingen gik dertil, eller de er lagt sammen. Hvor der er nogle få, tæller de under »Øvrige«, om "
    "nødvendigt sammen med det næstmindste.",
)
RATIO = (
    "Forholdstal: gruppens tilgang i forhold til den gruppe, der har 1,00, når de øvrige fire forhold er ens "
    "(Poisson-regression med personår). Kun grupper med mindst 10 forløb har et."
)
YEARS = (
    "Personår er alle 16-66-årige, der kunne blive syge: ikke dem, der allerede var syge, i jobafklaringsforløb eller "
    "på førtidspension. Branche, indtægt og sygdommens art står ikke i registeret."
)
EXPECTED = (
    "Forventet: det antal, som de øvrige jobcentres tilgang for samme alder, køn, uddannelse, herkomst og stilling "
    "ville give. Indeks 100 er som ventet. To jobcentres indeks kan ikke trækkes fra hinanden."
)


def who(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """How those who fell ill stood, in the latest span and in the one before."""
    spans = list(dict.fromkeys(zip(table["first"], table["last"], strict=True)))
    columns = [Column("gruppe", "Gruppe", numeric=False)]
    for at, (first, last) in enumerate(spans, 1):
        when = f"{danish.short_month(first)}-{danish.short_month(last)}"
        columns += [
            Column(f"antal_{at}", f"Forløb {when}"),
            Column(f"andel_{at}", "Pct.", "pct."),
            Column(f"lav_{at}", "Mindst", "pct."),
            Column(f"hoej_{at}", "Højst", "pct."),
        ]
    rows = []
    for label, part in table.groupby("label", sort=False):
        shown = [cells.text(str(label))]
        for span in spans:
            found = part[(part["first"] == span[0]) & (part["last"] == span[1])]
            shown += _who_cells(found.iloc[0]) if len(found) else [cells.NOTHING] * 4
        rows.append(Row(shown))
    last = table[table["last"] == spans[-1][1]].iloc[0]
    totals = [cells.text("I alt")]
    for span in spans:
        found = table[(table["first"] == span[0]) & (table["last"] == span[1])]
        totals += [cells.counted(float(found["n"].iloc[0])), cells.NOTHING, cells.NOTHING, cells.NOTHING]
    rows.append(Row(totals, mark="jc-total"))
    notes = [INTERVAL, HIDDEN]
    if not last["told"] or not table["told"].all():
        notes.append(NO_SELF_EMPLOYED)
    return Table(table_id, title, columns, rows, notes)


def remaining(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """Shares still on the benefit after some weeks: a row per cohort, a heading per benefit."""
    weeks = list(dict.fromkeys(table["weeks"]))
    columns = [Column("forloeb", "Forløb påbegyndt", numeric=False), Column("antal", "Forløb")]
    for week in weeks:
        columns += [
            Column(f"uge_{int(week)}", f"Efter {int(week)} uger, pct.", "pct."),
            Column(f"interval_{int(week)}", "Interval", numeric=False),
        ]
    rows = []
    for benefit, of_benefit in table.groupby("benefit", sort=False):
        rows.append(Row([cells.text(BENEFITS[str(benefit)])], heading=True))
        for group, part in of_benefit.groupby("group", sort=False):
            shown = [cells.text(first_upper(str(group))), cells.counted(float(part["n"].iloc[0]))]
            for week in weeks:
                row = part[part["weeks"] == week].iloc[0]
                shown += [cells.share(row["share"]), _interval(row)]
            rows.append(Row(shown))
    return Table(table_id, title, columns, rows, [*REMAINING, HIDDEN])


def exits(table: pd.DataFrame, *, table_id: str, title: str, order: Sequence[str]) -> Table:
    """Shares gone to each destination after a year, before the reform and since."""
    groups = list(dict.fromkeys(table["group"]))
    columns = [Column("afgang", "Afgang til", numeric=False)]
    for at, group in enumerate(groups, 1):
        columns += [
            Column(f"andel_{at}", f"{first_upper(group)}, pct.", "pct."),
            Column(f"lav_{at}", "Mindst", "pct."),
            Column(f"hoej_{at}", "Højst", "pct."),
        ]
    columns += [Column(f"forloeb_{at}", "Forløb", shown=False) for at in range(1, len(groups) + 1)]
    counts = [float(table.loc[table["group"] == one, "n"].iloc[0]) for one in groups]
    found = table.set_index(["destination", "group"])
    rows = []
    for name in [one for one in order if one in set(table["destination"])]:
        shown = [cells.text(name)]
        for group in groups:
            there = (name, group) in found.index
            shown += [
                cells.share(found.loc[(name, group), one] if there else math.nan)
                for one in ("incidence", "low", "high")
            ]
        rows.append(Row([*shown, *map(cells.counted, counts)]))
    still = [cells.text("Stadig på sygedagpenge")]
    for group in groups:
        still += [
            cells.share(float(table.loc[table["group"] == group, "survival"].iloc[0])),
            cells.NOTHING,
            cells.NOTHING,
        ]
    rows.append(Row([*still, *map(cells.counted, counts)]))
    sizes = [f"{danish.number(count)} forløb {one}" for count, one in zip(counts, groups, strict=True)]
    notes = [f"{danish.listed(sizes)}.", *DESTINATIONS, INTERVAL]
    return Table(table_id, title, columns, rows, notes)


def moves(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The matrix in per cent of each row, with the persons of the row."""
    names = list(dict.fromkeys(table["to_label"]))
    columns = [Column("fra", "Fra", numeric=False), Column("personer", "Personer")]
    columns += [Column(f"til_{at}", name, "pct.") for at, name in enumerate(names, 1)]
    rows = []
    for label, part in table.groupby("from_label", sort=False):
        shares = part.set_index("to_label")["share"]
        rows.append(
            Row(
                [
                    cells.text(str(label)),
                    cells.counted(float(part["n"].iloc[0])),
                    *(cells.share(shares[one]) for one in names),
                ]
            )
        )
    return Table(table_id, title, columns, rows)


def feeding(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """Shares of those who came to permanent support that had been ill before."""
    columns = [
        Column("omraade", "Område", numeric=False),
        Column("uger", "Uger før"),
        Column("kom", "Kom på varig ydelse"),
        Column("syge", "Heraf syge før"),
        Column("andel", "Pct.", "pct."),
        Column("lav", "Mindst", "pct."),
        Column("hoej", "Højst", "pct."),
        Column("periode", "Kom i", numeric=False),
    ]
    rows = [
        Row(
            [
                cells.text(str(row["label"])),
                Cell(danish.number(row["weeks"]), int(row["weeks"])),
                cells.counted(row["n"]),
                cells.counted(row["events"]),
                *(cells.share(row[name]) for name in ("share", "low", "high")),
                cells.text(f"{danish.short_month(row['first'])}-{danish.short_month(row['last'])}"),
            ]
        )
        for _, row in table.iterrows()
    ]
    return Table(table_id, title, columns, rows, [INTERVAL, HIDDEN])


def drivers(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """Rates and rate ratios by trait, with those of the rest of the country beside."""
    columns = [
        Column("gruppe", "Gruppe", numeric=False),
        Column("personaar", "Personår"),
        Column("forloeb", "Forløb"),
        Column("pr_1000", "Pr. 1.000 personår", "pr. 1.000"),
        Column("forhold", "Forholdstal"),
        Column("lav", "Mindst"),
        Column("hoej", "Højst"),
        Column("resten", "Resten af landet"),
        Column("i_registeret", "Befolkningen i registeret, pct.", "pct.", shown=False),
    ]
    told = 100 * float(table.attrs["coverage"])
    rows = []
    for trait, part in table.groupby("trait", sort=False):
        rows.append(Row([cells.text(TRAITS[str(trait)])], heading=True))
        for _, row in part.iterrows():
            rows.append(
                Row(
                    [
                        cells.text(str(row["label"])),
                        Cell(danish.number(row["base"]), float(danish.rounded(row["base"]))),
                        cells.counted(row["count"]),
                        cells.number(row["rate"], 1),
                        *(cells.number(row[name], 2) for name in ("ratio", "low", "high", "other_ratio")),
                        cells.number(told, 0),
                    ]
                )
            )
    notes = [
        RATIO,
        YEARS,
        f"{danish.percent(told, 0)} af befolkningen står i registeret; resten er lagt til dem uden ydelse.",
        INTERVAL,
        HIDDEN,
    ]
    return Table(table_id, title, columns, rows, notes)


def against_expected(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """Actual and expected courses of the jobcenter and of those it is compared with."""
    columns = [
        Column("omraade", "Jobcenter", numeric=False),
        Column("faktisk", "Påbegyndte forløb"),
        Column("forventet", "Forventet"),
        Column("indeks", "Indeks"),
        Column("lav", "Mindst"),
        Column("hoej", "Højst"),
        Column("pr_1000", "Pr. 1.000 personår", "pr. 1.000"),
    ]
    rows = [
        Row(
            [
                cells.text(str(row["label"])),
                cells.counted(row["count"]),
                cells.counted(row["expected"]),
                *(cells.number(100 * row[name], 1) for name in ("ratio", "low", "high")),
                cells.number(row["crude"], 1),
            ],
            mark="jc-own" if row["role"] == "own" else "",
        )
        for _, row in table.iterrows()
    ]
    return Table(table_id, title, columns, rows, [EXPECTED, INTERVAL])


def counted(row: pd.Series) -> list[Cell]:
    """A count with its share and interval."""
    return [cells.counted(row["count"]), *(cells.share(row[name]) for name in ("share", "low", "high"))]


def first_upper(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def _who_cells(row: pd.Series) -> list[Cell]:
    if not row["told"]:
        return [Cell(UNTOLD, None, "jc-hidden jc-wrap"), cells.NOTHING, cells.NOTHING, cells.NOTHING]
    return counted(row)


def _interval(row: pd.Series) -> Cell:
    if not math.isfinite(row["low"]):
        return Cell("–", None, "jc-hidden")
    text = f"{danish.number(100 * row['low'], 1)}-{danish.number(100 * row['high'], 1)}"
    return Cell(text.replace("-", cells.NO_BREAK_HYPHEN), text)
