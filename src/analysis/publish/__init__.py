"""The one way out: figures become Danish text, tables and pictures, and every figure shown is recorded."""

from collections.abc import Sequence

import pandas as pd

from analysis.publish import blocks, layouts, method, sentences
from analysis.publish.figures import absent, figure
from analysis.publish.page import begin, current, end
from analysis.publish.record import key_figure_rows

__all__ = ["begin", "comparison", "data_and_method", "end", "figure", "key_figures", "sentences", "text"]


def key_figures(figures: pd.DataFrame, *, title: str) -> None:
    """Publish the table of key figures and record each of them, for the jobcenter and its municipalities."""
    table = layouts.key_figure_table(figures, table_id=current().number("table"), title=title)
    blocks.emit("table", html=table.html(), plain=table.plain(), **table.payload())
    blocks.emit("key_figures", html="", plain="", rows=key_figure_rows(figures))


def comparison(figures: pd.DataFrame, *, title: str) -> None:
    """Publish a table with one row per area, or say why there are no figures."""
    reasons = list(figures["absent"].dropna().unique()) if "absent" in figures else []
    for reason in reasons:
        nothing = pd.DataFrame()
        nothing.attrs["absent"] = reason
        absent(nothing, title=title)
    if len(reasons) == len(figures):
        return
    table = layouts.comparison_table(figures, table_id=current().number("table"), title=title)
    blocks.emit("table", html=table.html(), plain=table.plain(), **table.payload())


def text(said: Sequence[str]) -> None:
    """Publish generated sentences, and after them which months are provisional, where any is."""
    warning = sentences.provisional(current().provisional_months)
    html = blocks.items(said, mark="jc-text")
    html += blocks.paragraphs([warning], mark="jc-note") if warning else ""
    shown = [*said, *([warning] if warning else [])]
    blocks.emit("text", html=html, plain="\n".join(shown), id=current().number("text"), sentences=shown)


def data_and_method(subjects: Sequence[str]) -> None:
    """Publish definitions, sources and what was decided on the reader's behalf."""
    page = current()
    table = method.definitions(subjects, table_id=page.number("table"))
    blocks.emit("table", html=table.html(), plain=table.plain(), **table.payload())
    said = method.sentences(page.panel, subjects)
    blocks.emit(
        "text",
        html=blocks.items(said, mark="jc-method"),
        plain="\n".join(said),
        id=page.number("text"),
        sentences=said,
    )
