"""What became of those who began an offer, on a report's page: the raw status, the effect, and what it must not be
read as.
"""

import math

import pandas as pd

from analysis import danish
from analysis.publish import charts, emitting
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.figures import absent, show
from analysis.publish.layout import cells
from analysis.publish.page import allow, current

SHOWN_MONTHS = (3, 6, 12)
OUTCOMES = {"job": "I job eller uddannelse", "off": "Ude af ydelserne"}
REASONS = {
    "few_started": "færre end 50 begyndte",
    "few_effective": "for få at sammenligne med",
    "no_overlap": "ingen lignende at sammenligne med",
}
ALARM = "de lignede ikke hinanden i forvejen"
QUESTION = (
    "Sammenlignet er dem, der begyndte deres første tilbud i forløbet i en uge, med lignende personer, der var lige så "
    "langt i deres forløb og ikke begyndte den uge. De kan begynde senere. Forskellen siger derfor, hvad det betød at "
    "begynde nu frem for ikke at begynde endnu, og ikke, hvad et tilbud betyder frem for slet intet.",
    "De to grupper er vægtet, så de ligner hinanden i alder, køn, herkomst, uddannelse, visitation, forløbets længde, "
    "kommune og årstid. Vægte over 20 gange gennemsnittet er skåret ned.",
)
BIASES = (
    "Fastlåsning: mens tilbuddet varer, søger deltagerne mindre og finder sjældnere job. Der måles derfor fra "
    "tilbuddets start, og alle måneder vises.",
    "Programeffekt: hvad deltagerne får ud af selve tilbuddet, kan først ses bagefter. Forskellen er nettoeffekten, "
    "altså summen af fastlåsning og programeffekt, men uden motivationseffekten.",
    "Motivationseffekt: nogle finder job, fordi et tilbud nærmer sig. De tæller blandt dem, der ikke er begyndt, og "
    "det får tilbuddene til at se ringere ud.",
    "Dynamisk selektion: de, der har været længe på ydelsen, har sværere ved at finde job. Der sammenlignes derfor kun "
    "inden for samme måned i forløbet, og ingen regnes som deltager, før tilbuddet er begyndt.",
    "Sorteringseffekt: de, der får et bestemt tilbud, er ikke som andre. Det, der ikke står i registeret, kan der ikke "
    "tages højde for.",
    "Sagsbehandlerens valg: tilbud gives ud fra en samtale, og indtrykket fra den står ikke i registeret.",
    "Fortrængning og dødvægt: om en plads gik fra en anden, eller om virksomheden havde ansat alligevel, kan ikke "
    "ses her.",
    "Kommuneforskelle: kommuner adskiller sig på mere end deres tilbud. Tal for to jobcentre kan ikke trækkes fra "
    "hinanden.",
)


def effects(table: pd.DataFrame, *, title: str, outcome: str = "job", warnings: bool = True) -> None:
    """Publish what ``measures.effects`` found: the path over twelve months, the table of 3, 6 and 12, and the biases.

    Where there is no effect of a group, its raw status stands alone, with the reason. Without ``warnings`` the question
    that is answered and the biases are left out, for a second table on a page that has them.
    """
    if table.empty:
        absent(table, title=title)
        return
    allow(table)
    own = table[table["outcome"] == outcome]
    estimated = own[(own["method"] == "aipw") & own["effect"].notna()]
    if len(estimated):
        behind = path_table(estimated, table_id=current().number("figure"), title=f"{title}, måned for måned")
        show(charts.effect_path(estimated, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    wide = effect_table if warnings else effect_rows
    shown = wide(own, table_id=current().number("table"), title=f"{title}: {OUTCOMES[outcome].lower()}")
    emitting.table(shown)
    said = [*effect_sentences(own), *lock_in_sentences(own), *(trial_sentences(own) if warnings else [])]
    emitting.text(said)
    if warnings:
        emitting.text([*QUESTION, *BIASES], mark="jc-method", quoted=True)


def effect_table(own: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """One row per kind of offer and month: the raw status of those who began, of the others, and the difference."""
    columns = [
        Column("tilbud", "Tilbud", numeric=False),
        Column("maaneder", "Måneder efter start"),
        Column("begyndte", "Begyndte"),
        Column("status", "Af dem, pct.", "pct."),
        Column("status_lav", "Af dem, mindst", "pct.", shown=False),
        Column("status_hoej", "Af dem, højst", "pct.", shown=False),
        Column("lignende", "Af lignende, pct.", "pct."),
        Column("forskel", "Forskel, procentpoint", "procentpoint"),
        Column("forskel_lav", "Mindst", "procentpoint"),
        Column("forskel_hoej", "Højst", "procentpoint"),
        Column("effektivt_antal", "Lignende, effektivt antal", "personer", shown=False),
        Column("foer_forloebet", "Forskel i de to år før, procentpoint", "procentpoint", shown=False),
        Column("bemaerkning", "Bemærkning", numeric=False),
    ]
    rows = []
    for _, part in own[own["months"].isin(SHOWN_MONTHS)].groupby(["label", "months"], sort=False):
        best = part[part["method"] == "aipw"]
        row = (best if len(best) else part[part["method"] == "raw"]).iloc[0]
        rows.append(_row(row, int(row["months"])))
    return Table(table_id, title, columns, rows, _notes("Mindst og højst er grænserne for et 95 pct.-interval.", own))


def effect_rows(own: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """One row per kind of offer: the raw status after 3, 6 and 12 months, and the difference with its interval."""
    columns = [Column("tilbud", "Tilbud", numeric=False), Column("begyndte", "Begyndte")]
    columns += [Column(f"status_{month}", f"Af dem, {month} mdr., pct.", "pct.") for month in SHOWN_MONTHS]
    for month in SHOWN_MONTHS:
        columns.append(Column(f"forskel_{month}", f"Forskel, {month} mdr., procentpoint", "procentpoint"))
        columns += [Column(f"forskel_{month}_{end}", end, "procentpoint", shown=False) for end in ("lav", "hoej")]
    columns.append(Column("bemaerkning", "Bemærkning", numeric=False))
    rows = []
    for label, part in own[own["months"].isin(SHOWN_MONTHS)].groupby("label", sort=False):
        best = part[part["method"] == "aipw"] if (part["method"] == "aipw").any() else part[part["method"] == "raw"]
        of_months = [best[best["months"] == month].iloc[0] for month in SHOWN_MONTHS]
        effects = [cell for row in of_months for cell in _with_interval(row)]
        statuses = [cells.share(row["started"]) for row in of_months]
        first = of_months[0]
        rows.append(
            Row([cells.text(str(label)), cells.counted(first["n"]), *statuses, *effects, cells.text(_remarks(first))])
        )
    return Table(table_id, title, columns, rows, _notes("I parentes står et 95 pct.-interval.", own))


def path_table(estimated: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The figures behind the path: a row per kind of offer and month."""
    columns = [
        Column("tilbud", "Tilbud", numeric=False),
        Column("maaneder", "Måneder efter start"),
        Column("forskel", "Forskel, procentpoint", "procentpoint"),
        Column("forskel_lav", "Mindst", "procentpoint"),
        Column("forskel_hoej", "Højst", "procentpoint"),
    ]
    rows = [
        Row(
            [
                cells.text(str(row["label"])),
                Cell(danish.number(row["months"]), int(row["months"])),
                *(_points(row[name]) for name in ("effect", "low", "high")),
            ]
        )
        for _, row in estimated.iterrows()
    ]
    return Table(table_id, title, columns, rows)


def effect_sentences(own: pd.DataFrame) -> list[str]:
    """What the figures say of each kind of offer after a year, in Danish, and where nothing can be said."""
    said: list[str] = []
    refused: dict[str, list[str]] = {}
    for label, rows in own[own["months"] == max(SHOWN_MONTHS)].groupby("label", sort=False):
        best = rows[rows["method"] == "aipw"]
        row = (best if len(best) else rows).iloc[0]
        if bool(row["alarm"]):
            said.append(
                f"{label}: forskellen kan ikke tages for en virkning. De, der begyndte, adskilte sig allerede i de "
                "to år før forløbet fra dem, de sammenlignes med."
            )
        elif math.isfinite(row["effect"]):
            said.append(_difference(str(label), row))
        elif row["reason"]:
            refused.setdefault(str(row["reason"]), []).append(str(label))
    return said + [
        f"{'; '.join(labels)}: der vises kun den rå status, fordi {because(reason)}."
        for reason, labels in refused.items()
    ]


def trial_sentences(own: pd.DataFrame) -> list[str]:
    """How the comparison of each kind of offer stood its trials: how many the others count for, and the time before.

    What came before the course no offer can have done: a difference there is one of the persons. Nothing is said of
    kinds without an effect, nor of those for which ``effect_sentences`` says that it is none.
    """
    rows = own[(own["months"] == max(SHOWN_MONTHS)) & (own["method"] == "aipw") & own["effect"].notna()]
    rows = rows[~rows["alarm"].astype(bool) & rows["placebo"].notna() & rows["effective"].notna()]
    return [
        f"{row['label']}: efter vægtningen svarer de lignende til {danish.number(row['effective'])} personer. I de to "
        f"år før forløbet var forskellen mellem grupperne {danish.number(abs(100 * row['placebo']), 1)} procentpoint "
        "af tiden på ydelser; den kan være tilfældig."
        for _, row in rows.iterrows()
    ]


def lock_in_sentences(own: pd.DataFrame) -> list[str]:
    """In which months fewer of those who began than of the others are where they should be, by kind of offer.

    Nothing is said of kinds without an effect, and of those that differed before. Where the difference of a month
    cannot be shown, none is denied for it.
    """
    said: list[str] = []
    free: dict[str, list[str]] = {}
    known = own[(own["method"] == "aipw") & own["effect"].notna() & ~own["alarm"].astype(bool)]
    for label, rows in known.groupby("label", sort=False):
        below = rows[rows["high"] < 0].sort_values("months")
        where = danish.lower_first(OUTCOMES[str(rows["outcome"].iloc[0])])
        if below.empty:
            when = "de" if rows["months"].nunique() == max(SHOWN_MONTHS) else "dem af de"
            free.setdefault(when, []).append(str(label))
            continue
        worst = below.sort_values("effect", kind="stable").iloc[0]
        months = danish.listed([str(month) for month in below["months"]])
        said.append(
            f"{label}: i måned {months} efter starten er færre {where} blandt dem, der begyndte, end blandt lignende. "
            f"Forskellen er størst i måned {int(worst['months'])} med {danish.points(100 * worst['effect'])}. En sådan "
            "fastlåsning er ventelig, mens tilbuddet varer."
        )
    return said + [
        f"{'; '.join(labels)}: der ses ingen sikker fastlåsning i {when} første {max(SHOWN_MONTHS)} måneder"
        + (", der kan vises." if when != "de" else ".")
        for when, labels in free.items()
    ]


def _difference(label: str, row: pd.Series) -> str:
    low, high = 100 * row["low"], 100 * row["high"]
    interval = f"mellem {danish.number(low, 1)} og {danish.number(high, 1)} procentpoint"
    if row["low"] <= 0 <= row["high"]:
        return (
            f"{label}: et år efter starten er der ingen sikker forskel mellem dem, der begyndte, og lignende, der ikke "
            f"gjorde (95 pct.-interval {interval})."
        )
    way = "flere" if row["effect"] > 0 else "færre"
    where = danish.lower_first(OUTCOMES[str(row["outcome"])])
    return (
        f"{label}: et år efter starten er {danish.points(100 * row['effect'])} {way} {where} blandt dem, der begyndte, "
        f"end blandt lignende, der ikke gjorde (95 pct.-interval {interval})."
    )


def because(reason: str) -> str:
    return {
        "few_started": "færre end 50 begyndte i perioden",
        "few_effective": "der er for få at sammenligne med",
        "no_overlap": "der ikke er lignende at sammenligne med",
    }[reason]


def _row(row: pd.Series, months: int) -> Row:
    effective = float(row["effective"])
    return Row(
        [
            cells.text(str(row["label"])),
            Cell(danish.number(months), months),
            cells.counted(row["n"]),
            *(cells.share(row[name]) for name in ("started", "low_started", "high_started", "not_started")),
            *(_points(row[name]) for name in ("effect", "low", "high")),
            Cell(danish.number(effective), float(danish.rounded(effective))) if effective else Cell("", None),
            _points(row["placebo"]) if math.isfinite(row["placebo"]) else Cell("", None),
            cells.text(_remarks(row)),
        ]
    )


def _notes(interval: str, own: pd.DataFrame) -> list[str]:
    hidden = f"Andele af færre end 30, og andele, der viser et antal på en til tre, {danish.HIDDEN}."
    raw = "Uden forskel er der kun den rå status, som ikke siger, hvad tilbuddet betød."
    return [interval, raw, *([hidden] if (own["hidden"] != "").any() else [])]


def _remarks(row: pd.Series) -> str:
    remarks = [REASONS[row["reason"]]] if row["reason"] else []
    return "; ".join([*remarks, *([ALARM] if bool(row["alarm"]) else [])])


def _with_interval(row: pd.Series) -> list[Cell]:
    """A difference with its interval in one cell, and the limits as data."""
    effect, low, high = (_points(row[name]) for name in ("effect", "low", "high"))
    if effect.value is None:
        return [effect, low, high]
    return [Cell(f"{effect.text} ({low.text} til {high.text})", effect.value, "jc-wrap"), low, high]


def _points(value: float) -> Cell:
    if not math.isfinite(value):
        return Cell("–", None, "jc-hidden")
    return Cell(danish.signed(100 * value, 1), float(danish.rounded(100 * value, 1)))
