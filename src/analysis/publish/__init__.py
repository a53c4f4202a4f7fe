"""The one way out: figures become Danish text, tables and pictures, and every figure shown is recorded."""

from collections.abc import Sequence

import pandas as pd

from analysis.measures.unavailable import unavailable
from analysis.publish import activation, blocks, brief, emitting, sickness
from analysis.publish.courses import exits, recurrence, survival
from analysis.publish.figures import absent, figure, none_of
from analysis.publish.goal_blocks import goal_blocks, summary
from analysis.publish.layout import indicator_table, layouts, method, over_time, targets
from analysis.publish.offers import effects
from analysis.publish.official import official
from analysis.publish.page import begin, current, end
from analysis.publish.record import key_figure_rows
from analysis.publish.words import indicator_words, sentences, target_sentences, time_sentences

__all__ = [
    "activation",
    "agreed_key_figures",
    "agreed_text",
    "backtest",
    "begin",
    "brief",
    "comparison",
    "data_and_method",
    "effects",
    "end",
    "exits",
    "figure",
    "goal_blocks",
    "indicators",
    "key_figures",
    "minister_goals",
    "official",
    "recurrence",
    "sentences",
    "sickness",
    "slot",
    "summary",
    "survival",
    "text",
    "time_sentences",
]


def __dir__() -> list[str]:
    return __all__


def key_figures(figures: pd.DataFrame, *, title: str) -> None:
    """Publish the table of key figures, or why there are none, and record each of the jobcenter's and its members'."""
    if _none(figures):
        none_of(figures, title=title)
        blocks.emit("key_figures", html="", plain="", rows=[])
        return
    current().shows(figures)
    table = layouts.key_figure_table(figures, table_id=current().number("table"), title=title, on=_month())
    emitting.table(table)
    blocks.emit("key_figures", html="", plain="", rows=key_figure_rows(figures))


def comparison(figures: pd.DataFrame, *, title: str) -> None:
    """Publish a table with one row per area, or say why there are no figures: once, where there are none at all."""
    if _none(figures):
        none_of(figures, title=title)
        return
    for reason in figures["absent"].dropna().unique() if "absent" in figures else ():
        absent(unavailable(reason), title=title)
    current().shows(figures)
    table = layouts.comparison_table(figures, table_id=current().number("table"), title=title, on=_month())
    emitting.table(table)


def backtest(tried: pd.DataFrame, *, title: str) -> None:
    """Publish how the candidates for a forecast did when they were tried on the past, or say why there are none."""
    if tried.empty:
        absent(tried, title=title)
        return
    table = over_time.candidates_table(tried, table_id=current().number("table"), title=title)
    emitting.table(table)


def text(said: Sequence[str]) -> None:
    """Publish generated sentences, and after them which months are provisional, where any is; each once on a page.

    What a section without figures has said already in the place of its figure is not said again.
    """
    page = current()
    told = [sentence for sentence in said if sentence not in page.absences]
    if not told:
        return
    warning = sentences.provisional(page.provisional_months)
    warning = "" if warning in page.warnings else warning
    page.warnings.add(warning)
    html = blocks.items(told, mark="jc-text")
    html += blocks.paragraphs([warning], mark="jc-note") if warning else ""
    shown = [*told, *([warning] if warning else [])]
    blocks.emit("text", html=html, plain="\n".join(shown), id=current().number("text"), sentences=shown, note=warning)


def agreed_key_figures(rows: pd.DataFrame, *, title: str) -> None:
    """Publish a table of agreed targets for each year that has some, or say that none is known; and record them."""
    page = current()
    if rows.empty:
        place, years = f"Jobcenter {page.panel.jobcenter.name}", rows.attrs["years"]
        absent(unavailable(target_sentences.none(place, years=years, year=rows.attrs["year"])), title=title)
    for year, of_year in rows.groupby(rows["target_period"].str[:4], sort=False):
        number, invented = page.number("table"), emitting.synthetic()
        table = targets.table(of_year, table_id=number, title=f"{title} for {year}", invented=invented)
        emitting.table(table)
    blocks.emit("key_figures", html="", plain="", rows=targets.key_figure_rows(rows))


def indicators(rows: pd.DataFrame, *, title: str, key_figures: pd.DataFrame | None = None) -> None:
    """Publish which indicators stand how, and the table of them with a status from both axes of each.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.indicators`` gives them.
    key_figures : DataFrame, optional
        Levels and developments to record with the table, as ``measures.key_figures`` gives them.
    """
    emitting.text(indicator_words.statuses(rows))
    number, invented = current().number("table"), emitting.synthetic()
    table = indicator_table.table(rows, table_id=number, title=title, invented=invented)
    emitting.table(table)
    if key_figures is not None:
        current().shows(key_figures)
        blocks.emit("key_figures", html="", plain="", rows=key_figure_rows(key_figures))


def slot(empty: str) -> None:
    """Publish a place for the jobcenter's own text, and what stands there until there is some."""
    html = blocks.paragraphs([empty], mark="jc-slot")
    blocks.emit("text", html=html, plain=empty, id=current().number("text"), sentences=[empty], slot=True)


def agreed_text(rows: pd.DataFrame) -> None:
    """Publish a sentence for each agreed target, and on a synthetic page what is real on it and what is not."""
    emitting.text(target_sentences.agreed(rows, synthetic=emitting.synthetic()))


def minister_goals(rows: pd.DataFrame) -> None:
    """Publish the minister's goals of the years that targets are agreed for; of the report's year where none are."""
    years = list(dict.fromkeys(rows["target_period"].str[:4])) or [current().panel.period[:4]]
    for year in years:
        emitting.text(target_sentences.minister(year))


def data_and_method(subjects: Sequence[str], *, brief: bool = False) -> None:
    """Publish definitions, sources and what was decided on the reader's behalf; ``brief`` where pages are few."""
    page = current()
    table = method.definitions(subjects, table_id=page.number("table"), brief=brief)
    emitting.table(table)
    emitting.text(method.sentences(page.panel, subjects, brief=brief), mark="jc-method", quoted=True)


def _month() -> str:
    return current().panel.period


def _none(figures: pd.DataFrame) -> bool:
    """Whether each row says only why there is no figure."""
    return "absent" in figures and bool(figures["absent"].fillna("").ne("").all())
