"""A page for politicians: headlines that state what was found, short sentences under them, and few figures."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import pandas as pd

from analysis import danish
from analysis.measures.brief.highlights import CHALLENGE
from analysis.publish import blocks, charts, emitting
from analysis.publish.figures import figure, show
from analysis.publish.layout import brief_table
from analysis.publish.offers import SHOWN_MONTHS, effect_table
from analysis.publish.page import allow, current
from analysis.publish.record import key_figure_rows
from analysis.publish.words import findings, worked
from analysis.publish.words.plain import first_upper, noun

LEAD = re.compile(r"^(?:Det går godt med [^.]+\.|Her er en udfordring:)")  # what stands in bold letters
PANELS = 4  # small figures
EFFECTS = ("tilbud", "begyndte", "forskel", "forskel_lav", "forskel_hoej")
INTERVAL = (
    "Forskellen er andelen i job eller uddannelse blandt dem, der begyndte, mindre andelen blandt lignende ledige. Den "
    "sande forskel ligger formentlig mellem mindst og højst."
)


def highlights(rows: pd.DataFrame, chosen: pd.DataFrame) -> None:
    """Publish what goes well and what is a challenge, under a headline that says both.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.indicators`` gives them.
    chosen : DataFrame
        As ``measures.highlights`` gives them.
    """
    judged = bool((rows["level"] != "").any())
    said = [findings.highlight(row, place=_place()) for _, row in chosen.iterrows()]
    _text(findings.headline(chosen, judged=judged), said)


def overview(rows: pd.DataFrame, series: pd.DataFrame, key_figures: pd.DataFrame) -> None:
    """Publish all indicators in one small table, four of them as small figures, and record the key figures.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.indicators`` gives them.
    series : DataFrame
        As ``measures.subject_series`` gives it.
    key_figures : DataFrame
        As ``measures.key_figures`` gives them.
    """
    page = current()
    page.shows(key_figures)
    invented = emitting.synthetic()
    _text(findings.overview(rows), [])
    title = f"{_place()} ved siden af sammenlignelige kommuner"
    table = brief_table.overview_table(rows, table_id=page.number("table"), title=title, invented=invented)
    emitting.table(table)
    blocks.emit("key_figures", html="", plain="", rows=key_figure_rows(key_figures))
    drawn = _drawn(rows, series)
    if len(drawn):
        name = f"{_place()} måned for måned, andele i pct."
        behind = brief_table.smalls_table(drawn, table_id=page.number("figure"), title=name)
        show(charts.smalls(drawn, synthetic=invented), behind, mark=emitting.mark())


def depth(deep: pd.DataFrame, series: pd.DataFrame) -> None:
    """Publish one or two challenges in depth: a headline, a figure of development, and what more is known.

    Parameters
    ----------
    deep : DataFrame
        As ``measures.depth`` gives it.
    series : DataFrame
        As ``measures.subject_series`` gives it of ``deep``.
    """
    if deep.empty:
        _text(findings.NOTHING_JUDGED, [])
        return
    for _, row in deep.iterrows():
        told_above = row["side"] == CHALLENGE
        first = [] if told_above else [findings.NO_CHALLENGE, findings.levels(row, _place())]
        _text(findings.finding(row), [*first, *findings.depth(row)])
        own = series[series["subject"] == row["subject"]]
        figure(charts.development, own, title=f"{first_upper(noun(row))}, måned for måned")
    table = brief_table.depth_table(deep, table_id=current().number("table"))
    html = f'<details class="jc-data"><summary>{escape(table.title)}</summary>{table.html()}</details>'
    blocks.emit("table", html=html, plain=table.plain(), **table.payload())


def what_works(table: pd.DataFrame) -> None:
    """Publish what is known of what works, with its reservations, and the figures behind it.

    Parameters
    ----------
    table : DataFrame
        As ``measures.what_works`` gives it.
    """
    if len(table):
        allow(table)
    _text(worked.effect_headline(table), worked.effects(table), mark="jc-next-page")
    if len(table):
        year = table[table["months"] == max(SHOWN_MONTHS)]
        name = "I job eller uddannelse et år efter start"
        full = effect_table(year, table_id=current().number("table"), title=name)
        shown = replace(full, columns=brief_table.only(full, EFFECTS), notes=[INTERVAL])
        emitting.table(shown)
        emitting.text(worked.RESERVATIONS, mark="jc-method")


def saving(table: pd.DataFrame) -> None:
    """Publish one range of what the municipality would save, with its one assumption; or why there is none.

    Parameters
    ----------
    table : DataFrame
        As ``measures.saved`` gives it.
    """
    _text(worked.saving_headline(table), worked.saving(table))
    if len(table):
        shown = brief_table.saving_table(table, table_id=current().number("table"), title="Regnestykket")
        emitting.table(shown)


def _drawn(rows: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The series of the first four subjects that the jobcenter's share is shown of, each with its finding."""
    if series.empty:
        return series
    judged = set(rows.loc[rows["share"].notna(), "subject"])
    own = series[(series["role"] == "own") & series["value"].notna() & series["subject"].isin(judged)]
    known = list(dict.fromkeys(own["subject"]))[:PANELS]
    found = {str(row["subject"]): findings.finding(row) for _, row in rows.iterrows() if row["subject"] in known}
    kept = series[series["subject"].isin(known) & (series["role"] != "member")]
    return kept.assign(finding=kept["subject"].map(found))


def _text(headline: str, said: Sequence[str], *, mark: str = "") -> None:
    """A headline that states what was found, over its sentences."""
    html = f'<h3 class="{f"jc-finding {mark}".strip()}">{escape(headline)}</h3>'
    items = "".join(f"<li>{LEAD.sub(_strong, escape(sentence))}</li>" for sentence in said)
    html += f'<ul class="jc-text">{items}</ul>' if said else ""
    told = [headline, *said]
    blocks.emit("text", html=html, plain="\n".join(told), id=current().number("text"), sentences=told)


def _strong(match: re.Match[str]) -> str:
    return f"<strong>{match[0]}</strong>"


def _place() -> str:
    return danish.listed([member.name for member in current().panel.members])
