"""The goals of a follow-up on the page: a summary of at most a page, then a block for each in a fixed order."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from analysis.measures import highlights
from analysis.measures.goal_blocks import GoalBlock
from analysis.publish import blocks, charts, emitting
from analysis.publish.figures import figure
from analysis.publish.layout import indicator_table
from analysis.publish.page import current
from analysis.publish.words import follow_up, sentences


def summary(goals: Sequence[GoalBlock], rows: pd.DataFrame) -> None:
    """Publish what the goals, the effort and the figures that stand out say, in this order, at most a page.

    Parameters
    ----------
    goals : sequence of GoalBlock
        As ``measures.goal_blocks`` gives them.
    rows : DataFrame
        All indicators, as ``measures.indicators`` gives them.
    """
    place = f"Jobcenter {current().panel.jobcenter.name}"
    said = [*follow_up.basis(rows), *follow_up.each_goal(goals, place=place)]
    said += [*follow_up.effort(rows), *follow_up.standing_out(highlights(rows))]
    html = "".join(blocks.paragraphs([paragraph], mark="jc-text") for paragraph in said)
    number = current().number("text")
    blocks.emit("text", html=html, plain="\n".join(said), id=number, sentences=said)


def goal_blocks(goals: Sequence[GoalBlock]) -> None:
    """Publish each goal under a heading: its results and the effort, then its development and its level as figures.

    After them stands which months are provisional, where any is.
    """
    for one in goals:
        heading(one.name)
        if one.wording:
            said = f"Ministerens mål: {one.wording}."
            number = current().number("text")
            html = blocks.paragraphs([said], mark="jc-note")
            blocks.emit("text", html=html, plain=said, id=number, sentences=[said], quoted=True)
        number, invented = current().number("table"), emitting.synthetic()
        title = f"{one.name}: resultat og indsats"
        table = indicator_table.table(one.indicators, table_id=number, title=title, invented=invented, explained=False)
        emitting.table(table)
        figure(charts.development, one.development, title=f"{one.name}: udvikling")
        figure(charts.levels, one.level, title=f"{one.name}: niveau")
    if warning := sentences.provisional(current().provisional_months):
        html = blocks.paragraphs([warning], mark="jc-note")
        blocks.emit("text", html=html, plain=warning, id=current().number("text"), sentences=[warning], quoted=True)


def heading(text: str) -> None:
    """Publish a heading that follows from the figures, on a level with those of the notebook."""
    blocks.emit("heading", html=f"<h2>{escape(text)}</h2>", plain=text, text=text)
