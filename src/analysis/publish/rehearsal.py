"""A page that nobody sees: what a page needs for the first time (letters, lists, number formats) is read by it."""

from collections.abc import Sequence

from analysis import measures
from analysis.data.tables import Panel
from analysis.publish import blocks, charts, comparison, data_and_method, key_figures, page
from analysis.publish.figures import figure

MONTHS = 60


def rehearse(panel: Panel, subjects: Sequence[str]) -> None:
    """Publish figures of some subjects to nobody, and leave no page begun.

    Parameters
    ----------
    panel : Panel
        Of any jobcenter.
    subjects : sequence of str
        What ``measures`` has figures of; nothing is done without any.
    """
    if not subjects:
        return
    shown = blocks.display  # type: ignore[attr-defined]
    blocks.display = _to_nobody  # type: ignore[attr-defined]
    try:
        page.begin(panel, title="x")
        figures = measures.key_figures(panel, subjects)
        key_figures(figures, title="x")
        comparison(figures, title="x")
        figure(charts.development, measures.series(panel, subjects[0], months=MONTHS), title="x")
        figure(charts.ranked, measures.standing(panel, subjects[0]), title="x")
        figure(charts.heatmap, measures.positions(panel, subjects[:1]), title="x")
        data_and_method(subjects)
        page.end()
    finally:
        blocks.display = shown  # type: ignore[attr-defined]
        page.forget()


def _to_nobody(*_: object, **__: object) -> None:
    """In the place of IPython's display."""
