"""How tables of jobcentres beside each other are laid out: the best tenth, answers, sides, and how alike groups are."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis import danish
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells

INTERVAL = "Mindst og højst er grænserne for et 95 pct.-interval."
HIDDEN = (
    f"»{danish.HIDDEN_CELL}«: tallet bygger på færre end 30 eller viser et antal på en til tre, eller det kunne regnes "
    f"ud af andre tal; det {danish.HIDDEN}."
)


def tenth(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A jobcenter on each row, the best first: its own share, and the one drawn towards all of them."""
    columns = [
        Column("jobcenter", "Jobcenter", numeric=False),
        Column("andel", "Egen andel, pct.", "pct."),
        Column("mindst", "Mindst", "pct."),
        Column("hoejst", "Højst", "pct."),
        Column("forsigtig", "Forsigtig andel, pct.", "pct."),
        Column("bedste", "Bedste tiendedel", numeric=False),
    ]
    shown = [
        Row(
            [
                cells.text(str(row["label"])),
                *(figure(row[name], 1) for name in ("value", "low", "high", "pooled")),
                cells.text("▲ bedste tiendedel" if row["best"] else ""),
            ],
            mark="jc-own" if row["role"] == "own" else "",
        )
        for _, row in rows.iterrows()
        if row["value"] == row["value"] or row["role"] == "own"
    ]
    notes = [INTERVAL]
    left_out = list(rows.loc[rows["value"].isna() & (rows["role"] != "own"), "label"])
    if left_out:
        notes.append(f"Uden for tabellen, fordi tallet ikke kan vises: {danish.listed(left_out)}.")
    if (rows["value"].isna() & (rows["role"] == "own")).any():
        notes.append(HIDDEN)
    return Table(table_id, title, columns, shown, notes)


def place(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A jobcenter on each row, in Danish order: its share with the interval."""
    columns = [
        Column("jobcenter", "Jobcenter", numeric=False),
        *(
            Column(name, label, "pct.")
            for name, label in (("andel", "Andel, pct."), ("mindst", "Mindst"), ("hoejst", "Højst"))
        ),
    ]
    shown = [
        Row(
            [cells.text(str(row["label"])), *(figure(row[name], 1) for name in ("value", "low", "high"))],
            mark="jc-own" if row["role"] == "own" else "",
        )
        for _, row in rows.iterrows()
    ]
    return Table(table_id, title, columns, shown, [INTERVAL, *([HIDDEN] if rows["value"].isna().any() else [])])


WHOSE_ANSWER = (
    "Et svar hører til det tilbud, der sluttede senest og højst 91 dage før, og til det jobcenter, hvor borgeren fik "
    "en ydelse, da tilbuddet begyndte; også svar fra dem, der er holdt op siden, er med."
)


def experience(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A question and an area on each row: the good answers, the mean, and how many answered."""
    columns = [
        Column("spoergsmaal", "Spørgsmål", numeric=False),
        Column("omraade", "Område", numeric=False),
        Column("gode", "Gode svar, pct.", "pct."),
        Column("mindst", "Mindst", "pct."),
        Column("hoejst", "Højst", "pct."),
        Column("middel", "Gennemsnit, 1-5"),
        Column("svar", "Svar"),
        Column("afsluttede", "Afsluttede tilbud"),
        Column("svarandel", "Svar pr. 100 afsluttede tilbud"),
    ]
    shown = [
        Row(
            [
                cells.text(str(row["question"])),
                cells.text(str(row["label"])),
                *(figure(100 * row[name], 1) for name in ("share", "low", "high")),
                figure(row["mean"], 1),
                count(row["n"]),
                count(row["ended"]),
                figure(100 * row["rate"], 1),
            ],
            mark="jc-own" if row["role"] == "own" else "",
        )
        for _, row in rows.iterrows()
    ]
    notes = [
        "Gode svar er 4 og 5 på en skala fra 1 til 5, hvor 5 er bedst.",
        INTERVAL,
        "Intervallet er rettet for, at de svarende er en del af et endeligt antal.",
        WHOSE_ANSWER,
    ]
    if (rows["hidden"] != "").any():
        notes.append(HIDDEN)
    return Table(table_id, title, columns, shown, notes)


def sides(rows: pd.DataFrame, *, table_id: str, title: str, headings: Mapping[str, str]) -> Table:
    """A jobcenter on each row, and on each side its figure with the interval."""
    there = [side for side in headings if (rows["side"] == side).any()]
    columns = [Column("jobcenter", "Jobcenter", numeric=False)]
    for side in there:
        columns += [Column(side, headings[side], "pct."), Column(f"{side}_mindst", "Mindst", "pct.")]
        columns.append(Column(f"{side}_hoejst", "Højst", "pct."))
    by = {(str(row["side"]), str(row["area"])): row for _, row in rows.iterrows()}
    names = rows.loc[rows["role"] != "others"].drop_duplicates("area").set_index("area")["label"]
    shown = []
    for area, name in [*names.items(), ("", "De andre sammenlignelige i alt")]:
        limits = [
            figure(by[side, str(area)][column] if (side, str(area)) in by else math.nan, 1)
            for side in there
            for column in ("value", "low", "high")
        ]
        shown.append(Row([cells.text(str(name)), *limits]))
    return Table(table_id, title, columns, shown, [INTERVAL])


def likeness(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A trait on each row: its largest standardised difference before and after weighting."""
    columns = [
        Column("traek", "Træk", numeric=False),
        Column("foer", "Før vægtning"),
        Column("efter", "Efter vægtning"),
        Column("over", "Over 0,1", numeric=False),
    ]
    shown = [
        Row(
            [
                cells.text(str(row["label"])),
                *(figure(row[name], 2) for name in ("before", "after")),
                cells.text("ja" if row["flagged"] else "nej"),
            ]
        )
        for _, row in rows.iterrows()
    ]
    notes = ["Af hvert træk er vist den kategori, der adskiller sig mest. En forskel over 0,1 er for stor."]
    return Table(table_id, title, columns, shown, notes)


def scores(rows: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """A stretch of probabilities on each row: the parts of those who began and of the weighted others."""
    columns = [
        Column("fra", "Fra, pct.", "pct."),
        Column("til", "Til, pct.", "pct."),
        Column("begyndte", "Begyndte, pct. af dem", "pct."),
        Column("lignende", "Lignende, pct. af dem", "pct."),
    ]
    names = ("low", "high", "started_share", "weighted_share")
    shown = [Row([figure(100 * row[name], 1) for name in names]) for _, row in rows.iterrows()]
    return Table(table_id, title, columns, shown)


def count(value: float) -> Cell:
    """A whole number, or that it is not shown."""
    return cells.figure(float(value), status="suppressed", decimals=0)


def figure(value: float, decimals: int, *, nothing: Cell | None = None) -> Cell:
    """A figure, or that it is not shown, or ``nothing`` where there is none by its nature."""
    if nothing is not None and not math.isfinite(value):
        return nothing
    return cells.figure(float(value), status="suppressed", decimals=decimals)
