"""Activation on a report's page: how much, how early, what became of it, what people say, and who does best."""

import numpy as np
import pandas as pd

from analysis import danish
from analysis.measures.activation.first_steps import LEFT
from analysis.measures.activation.together import MEANS
from analysis.measures.unavailable import unavailable
from analysis.publish import blocks, charts, emitting
from analysis.publish.figures import absent, show
from analysis.publish.layout import activation_tables as tables
from analysis.publish.layout import beside_tables
from analysis.publish.page import allow, current
from analysis.publish.words import activation as words

NEITHER = {LEFT["interview"]: "På ydelsen uden samtale", LEFT["offer"]: "På ydelsen uden tilbud"}


def year(rows: pd.DataFrame, *, title: str) -> None:
    """Publish a year of measures as a table and record the jobcenter's own; sentences where the text asks for them."""
    present = rows[rows["absent"] == ""]
    current().shows(present)
    if present.empty:
        absent(unavailable(str(rows["absent"].iloc[0])), title=title)
    else:
        emitting.table(tables.year(rows, table_id=current().number("table"), title=title))
    blocks.emit("key_figures", html="", plain="", rows=tables.key_figure_rows(rows))


def year_text(rows: pd.DataFrame, *subjects: str) -> None:
    """Publish a sentence on each of some measures of a year that the snapshot has figures of."""
    known = set(rows.loc[rows["absent"] == "", "subject"])
    emitting.text([words.year(rows, subject, name=_name()) for subject in subjects if subject in known])


def mix(rows: pd.DataFrame, *, title: str) -> None:
    """Publish which offers are used: bars of their part of the time, and the table."""
    if rows.empty:
        absent(rows, title=title)
        return
    allow(rows)
    title = f"{title}, {danish.month(rows.attrs['first'])} til {danish.month(rows.attrs['last'])}"
    single = rows[~rows["total"]]
    if single["share"].notna().all():
        notes = [f"{danish.number(hours, 0)} timer om ugen" if hours == hours else "" for hours in single["hours"]]
        drawn = charts.parts(
            single.assign(strong=single["company"], note=notes),
            unit="pct. af tiden i tilbud",
            strong="virksomhedsrettede tilbud",
            weak="andre tilbud",
            synthetic=emitting.synthetic(),
        )
        number = current().number("figure")
        show(drawn, tables.mix(rows, table_id=number, title=f"{title}: fordeling"), mark=emitting.mark())
    emitting.table(tables.mix(rows, table_id=current().number("table"), title=title))


def reach(rows: pd.DataFrame, *, title: str) -> None:
    """Publish how many of a year's unemployed offers reach, here and elsewhere."""
    if rows.empty:
        absent(rows, title=title)
        return
    title = f"{title}, {danish.month(str(rows['period'].iloc[0]))}"
    emitting.table(tables.reach(rows, table_id=current().number("table"), title=title))


def first_steps(rows: pd.DataFrame, *, title: str) -> None:
    """Publish how long it takes to the first interview or offer: areas over time, a sentence, the figures behind."""
    if rows.empty:
        absent(rows, title=title)
        return
    allow(rows)
    title = f"{title}, forløb påbegyndt {danish.month(rows.attrs['first'])} til {danish.month(rows.attrs['last'])}"
    still = NEITHER[list(dict.fromkeys(rows["destination"]))[1]]
    behind = tables.steps(rows, table_id=current().number("figure"), title=title)
    show(charts.incidence(rows, still=still, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    emitting.text([words.steps(rows)])


def best_tenth(rows: pd.DataFrame, *, title: str) -> None:
    """Publish the comparable jobcentres with intervals, the best tenth, and why to be careful; or why there is none."""
    if rows.empty:
        absent(rows, title=title)
        return
    current().shows(rows)
    title = f"{title}, {danish.month(str(rows['period'].iloc[0]))}"
    behind = beside_tables.tenth(rows, table_id=current().number("figure"), title=title)
    marked = rows.assign(label=rows["label"] + np.where(rows["best"], " ▲", ""))
    drawn = charts.ranked(
        marked,
        own=current().panel.jobcenter.code,
        unit="pct. (▲ bedste tiendedel)" if rows["best"].any() else "pct.",
        reference=(float(rows["common"].iloc[0]), "fælles"),
        synthetic=emitting.synthetic(),
    )
    show(drawn, behind, mark=emitting.mark())
    emitting.text(words.best_tenth(rows, name=_name()))
    if rows["best"].any():
        _caution([words.TENTH, words.CURSE])


def experience(rows: pd.DataFrame, *, title: str) -> None:
    """Publish the answers of the survey as a table with sentences, or say that there is none."""
    if rows.empty:
        absent(rows, title=title)
        return
    allow(rows)
    span = f"{danish.month(rows.attrs['first'])} til {danish.month(rows.attrs['last'])}"
    emitting.table(
        beside_tables.experience(rows, table_id=current().number("table"), title=f"{title}, tilbud afsluttet {span}")
    )
    emitting.text(words.experience(rows, name=_name()))
    _caution([words.ANSWERERS])


def together(rows: pd.DataFrame, related: pd.DataFrame, *, title: str) -> None:
    """Publish activity, outcome and experience of comparable jobcentres side by side, and what they say together."""
    if rows.empty:
        for reason in dict.fromkeys(rows.attrs.get("reasons", {"": rows.attrs["absent"]}).values()):
            absent(unavailable(reason), title=title)
        return
    allow(rows)
    headings = {side: f"{words.SIDES[side].capitalize()}: {MEANS[side]}" for side in MEANS}
    behind = beside_tables.sides(rows, table_id=current().number("figure"), title=title, headings=headings)
    own, invented = current().panel.jobcenter.code, emitting.synthetic()
    show(charts.side_by_side(rows, own=own, headings=headings, synthetic=invented), behind, mark=emitting.mark())
    for side, reason in rows.attrs["reasons"].items():
        absent(unavailable(reason), title=words.SIDES[side].capitalize())
    emitting.text([*words.sides(rows, name=_name()), *words.related(related)])
    _caution([words.RAW, words.NO_CAUSE])


def balance(rows: pd.DataFrame, *, title: str) -> None:
    """Publish how alike those who began and the others were, before and after weighting."""
    if rows.empty:
        absent(rows, title=title)
        return
    behind = beside_tables.likeness(rows, table_id=current().number("figure"), title=title)
    show(charts.balance(rows, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    emitting.text([words.likeness(rows)])


def overlap(rows: pd.DataFrame, *, title: str) -> None:
    """Publish how the probabilities of beginning are spread among those who began and the others."""
    if rows.empty:
        absent(rows, title=title)
        return
    behind = beside_tables.scores(rows, table_id=current().number("figure"), title=title)
    show(charts.overlap(rows, synthetic=emitting.synthetic()), behind, mark=emitting.mark())


def place(rows: pd.DataFrame, *, title: str, unit: str) -> None:
    """Publish one share of every comparable jobcenter with its interval, without saying who is best."""
    if rows.empty or rows["value"].isna().all():
        absent(rows, title=title)
        return
    title = f"{title}, {danish.month(str(rows['period'].iloc[0]))}"
    own = current().panel.jobcenter.code
    behind = beside_tables.place(rows, table_id=current().number("figure"), title=title)
    show(charts.ranked(rows, own=own, unit=unit, synthetic=emitting.synthetic()), behind, mark=emitting.mark())


def _caution(said: list[str]) -> None:
    """Publish what a reader must not conclude: a text that no comment takes the place of."""
    emitting.text(said, mark="jc-method", quoted=True)


def _name() -> str:
    return f"Jobcenter {current().panel.jobcenter.name}"
