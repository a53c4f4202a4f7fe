"""The few tables of a page for politicians: all indicators in few columns, and what stands behind its figures."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis import catalogue, danish, goals
from analysis.measures import label
from analysis.publish.blocks import Cell, Column, Row, Table
from analysis.publish.layout import cells, indicator_table
from analysis.publish.words.indicator_words import of_goals
from analysis.publish.words.plain import first_upper, noun

SHOWN = ("indikator", "niveau", "sammenlignelige", "udvikling", "maal", "status")
TRENDS = {"rising": "stiger", "falling": "falder", "no_trend": "ingen klar retning"}
FULL_TIME = (
    "Antal er regnet om til fuldtidspersoner: To borgere, der hver får en ydelse i den halve måned, tæller som én."
)
PERSONS = "{} tæller personer og er ikke regnet om."
STATUS = (
    "Vurderingen har to led: niveauet og udviklingen, begge i forhold til sammenlignelige kommuner. Små forskelle, som "
    "tilfældigheder kan give, regnes for at være på niveau. Vurderingen er ikke en karakter."
)
HIDDEN = "Tal, der er for små til at vises, er udeladt."
BEHIND = "Tallene bag teksten"
ABOUT = "»ca.«: tallet bygger på et skøn."


def overview_table(rows: pd.DataFrame, *, table_id: str, title: str, invented: bool) -> Table:
    """All indicators that the jobcenter has a share of: level, comparable areas, development, target, status."""
    there = rows[(rows["absent"] == "") & rows["share"].notna()].copy()
    there.attrs.update(rows.attrs)
    there["indicator"] = [first_upper(noun(row)) for _, row in there.iterrows()]
    table = indicator_table.table(there, table_id=table_id, title=title, invented=invented)
    return replace(table, columns=only(table, SHOWN), notes=_notes(rows, there))


def only(table: Table, names: Sequence[str]) -> list[Column]:
    """The columns of a table, of which those named are shown and the others stand in the data alone."""
    return [replace(one, shown=one.shown and one.name in names) for one in table.columns]


def smalls_table(series: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The figures behind the small ones: a row per month and subject, a column per area."""
    names = [
        label(str(measure), str(benefit)) for measure, benefit in zip(series["measure"], series["benefit"], strict=True)
    ]
    named = series.assign(name=names)
    wide = named.pivot(index=["name", "period"], columns="label", values="value")
    wide = wide.reindex(columns=list(dict.fromkeys(named["label"])))
    columns = [Column("emne", "Emne", numeric=False), Column("periode", "Måned", numeric=False)]
    columns += [Column(f"serie_{at}", str(one), "pct.") for at, one in enumerate(wide.columns, 1)]
    made = [
        Row(
            [
                cells.text(str(name)),
                Cell(danish.short_month(str(period)), str(period)),
                *(cells.number(one, 1) for one in values),
            ]
        )
        for (name, period), values in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    return Table(table_id, title, columns, made)


def depth_table(deep: pd.DataFrame, *, table_id: str) -> Table:
    """What stands behind the sentences in depth, exactly, be it of a challenge or not."""
    columns = [
        Column("emne", "Emne", numeric=False),
        Column("maaned", "Måned", numeric=False),
        Column("andel", "Andel, pct.", "pct."),
        Column("sammenlignelige", "Sammenlignelige kommuner, pct.", "pct."),
        Column("forskel", "Flere end med deres andel"),
        Column("enhed", "Enhed", numeric=False),
        Column("vaerre", "Måneder på den dårlige side"),
        Column("maaneder", "Måneder, der kan sammenlignes"),
        Column("mest", "Mest hos", numeric=False),
        Column("tendens", "Over flere år", numeric=False),
    ]
    made = [
        Row(
            [
                cells.text(first_upper(noun(row))),
                Cell(danish.short_month(row["period"]), row["period"]),
                cells.number(row["share"], 1),
                cells.number(row["group"], 1),
                cells.counted(row["over"]) if row["over"] == row["over"] else cells.NOTHING,
                cells.text(str(row["unit"])),
                *(Cell(danish.number(row[name]), int(row[name])) for name in ("months", "known")),
                cells.text(catalogue.benefit_label(row["part"]) if row["part"] else ""),
                cells.text(TRENDS.get(row["trend"], "")),
            ]
        )
        for _, row in deep.iterrows()
    ]
    return Table(table_id, BEHIND, columns, made)


def saving_table(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The range of a saving: how many more there are, and what it comes to a year."""
    columns = [
        Column("ydelse", "Hvem", numeric=False),
        Column("periode", "Måned", numeric=False),
        Column("nu", "Antal nu", "fuldtidspersoner"),
        Column("flere", "Flere end i sammenlignelige kommuner", "fuldtidspersoner"),
        Column("lav", "Mindst, kr. om året", "kr."),
        Column("midt", "Midt, kr. om året", "kr."),
        Column("hoej", "Højst, kr. om året", "kr."),
    ]
    made = [
        Row(
            [
                cells.text(first_upper(str(row["noun"]))),
                Cell(danish.short_month(row["period"]), row["period"]),
                *(cells.counted(row[name]) for name in ("n", "over", "low", "mid", "high")),
            ]
        )
        for _, row in table.iterrows()
    ]
    return Table(table_id, title, columns, made)


def _notes(rows: pd.DataFrame, there: pd.DataFrame) -> list[str]:
    counts = there.loc[[not catalogue.measured(subject)[0].is_rate for subject in there["subject"]], :]
    persons = list(dict.fromkeys(counts.loc[counts["unit"] == "personer", "indicator"]))
    said = [FULL_TIME] if (counts["unit"] == "fuldtidspersoner").any() else []
    if persons:
        said.append(PERSONS.format(danish.listed([f"»{name}«" for name in persons])))
    if rows.attrs["known"] != goals.GOALS:
        said.append(of_goals(rows))
    said.append(STATUS)
    if len(rows[rows["absent"] == ""]) > len(there):
        said.append(HIDDEN)
    if there["estimated"].any():
        said.append(ABOUT)
    return said
