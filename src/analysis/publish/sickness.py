"""Sick leave on a report's page, each answer in one call: a figure where it helps, its table, and what they say."""

import pandas as pd

from analysis.publish import charts, courses, emitting
from analysis.publish.blocks import Column, Row, Table
from analysis.publish.figures import absent, figure, show
from analysis.publish.layout import cells, sickness_tables
from analysis.publish.page import allow, current
from analysis.publish.words import sickness_sentences as say

JOINED = (
    "Små veje er lagt sammen under »Øvrige«, så figuren kan følge dem, uden at nogle få kan ses; tabellen viser dem "
    "hver for sig efter et år."
)
HEADS = {
    "a_dagpenge": "A-dag-\npenge mv.",
    "kontanthjaelp": "Kontant-\nhjælp mv.",
    "sygedagpenge": "Syge-\ndagpenge",
    "jobafklaring": "Jobafkla-\nringsforløb",
    "ressourceforloeb": "Ressource-\nforløb",
    "revalidering": "Revali-\ndering",
    "fleksjob": "Fleksjob og\nledigheds-\nydelse",
    "foertidspension": "Førtids-\npension",
    "off": "Job eller\nselvfor-\nsørgelse",
    "away": "Uddannelse,\nbarsel, efter-\nløn mv.",
    "gone": "Pension,\ndød, ud-\nvandret",
}
SHARE_OF = "pct. af de påbegyndte sygedagpengeforløb"
IN_JOB = "Job er løntimer i ugens måned uden en ydelse. Registeret har ikke løntimer for alle, der er i job."


def who(table: pd.DataFrame, *, title: str) -> None:
    """Publish how those who fell ill stood at work, as ``measures.sickness.who`` has it."""
    if _missing(table, title):
        return
    emitting.text(say.who(table))
    emitting.table(sickness_tables.who(table, table_id=current().number("table"), title=title))
    if emitting.synthetic():
        emitting.text([sickness_tables.MADE_UP], mark="jc-note")


def came_from(table: pd.DataFrame, *, title: str) -> None:
    """Publish what people lived on in the week before, as bars."""
    if _missing(table, title):
        return
    columns = [
        Column("fra", "I ugen før", numeric=False),
        Column("antal", "Forløb"),
        *(Column(name, label, "pct.") for name, label in (("andel", "Pct."), ("lav", "Mindst"), ("hoej", "Højst"))),
    ]
    rows = [Row([cells.text(str(row["label"])), *sickness_tables.counted(row)]) for _, row in table.iterrows()]
    behind = Table(current().number("figure"), title, columns, rows, [sickness_tables.INTERVAL])
    show(charts.shares(table, unit=SHARE_OF, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    emitting.text([*say.came_from(table), IN_JOB])


def lengths(table: pd.DataFrame, *, title: str) -> None:
    """Publish the curves of ``measures.sickness.lengths``, and whether they differ."""
    courses.survival(table, title=title, medians=False)


def remaining(table: pd.DataFrame, *, title: str) -> None:
    """Publish the shares still on sick leave after 8, 22, 26 and 52 weeks."""
    if _missing(table, title):
        return
    emitting.table(sickness_tables.remaining(table, table_id=current().number("table"), title=title))
    emitting.text(say.remaining(table))


def exits(table: pd.DataFrame, *, title: str) -> None:
    """Publish the areas of ``measures.sickness.exits``."""
    courses.exits(table, title=title)
    if len(table):
        emitting.text([JOINED], mark="jc-note")


def exits_compared(table: pd.DataFrame, *, title: str) -> None:
    """Publish where those of each cohort had gone after a year."""
    if _missing(table, title):
        return
    order = list(dict.fromkeys(table["destination"]))
    emitting.table(sickness_tables.exits(table, table_id=current().number("table"), title=title, order=order))
    emitting.text([*say.exits(table), *say.left_out(table.attrs.get("left_out", [])), say.NO_CAUSE])


def again(table: pd.DataFrame, *, title: str) -> None:
    """Publish how many were ill again within 3, 6 and 12 months."""
    courses.recurrence(table, title=title, groups="Sluttede", notes=sickness_tables.AGAIN)
    if len(table):
        emitting.text(say.again(table))


def moves(table: pd.DataFrame, *, title: str) -> None:
    """Publish the matrix of who received what a year later."""
    if _missing(table, title):
        return
    behind = sickness_tables.moves(table, table_id=current().number("figure"), title=title)
    headed = table.assign(to_head=table["to"].map(HEADS))
    show(charts.matrix(headed, synthetic=emitting.synthetic()), behind, mark=emitting.mark())
    emitting.text([*say.moves(table), sickness_tables.HIDDEN])


def together(table: pd.DataFrame, *, title: str) -> None:
    """Publish the series of those on sygedagpenge or in jobafklaring."""
    if _missing(table, title):
        return
    figure(charts.development, table, title=title, unit="personer", reforms=say.reforms())
    emitting.text(say.together(table))


def feeding(table: pd.DataFrame, *, title: str) -> None:
    """Publish how many of those who came to permanent support had been ill before."""
    if _missing(table, title):
        return
    emitting.text(say.feeding(table))
    emitting.table(sickness_tables.feeding(table, table_id=current().number("table"), title=title))


def drivers(table: pd.DataFrame, *, title: str) -> None:
    """Publish which groups drive the inflow."""
    if _missing(table, title):
        return
    emitting.text(say.drivers(table))
    emitting.table(sickness_tables.drivers(table, table_id=current().number("table"), title=title))


def against_expected(table: pd.DataFrame, *, title: str) -> None:
    """Publish the actual inflow against that expected of the people."""
    if _missing(table, title):
        return
    emitting.text(say.against_expected(table))
    emitting.table(sickness_tables.against_expected(table, table_id=current().number("table"), title=title))


def _missing(table: pd.DataFrame, title: str) -> bool:
    """Whether there is nothing to show, which is then said."""
    if table.empty:
        absent(table, title=title)
        return True
    allow(table)
    return False
