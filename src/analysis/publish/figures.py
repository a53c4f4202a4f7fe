"""A chart as it stands in a report: drawn once, with words for those who cannot see it, and the figures behind."""

import base64
import inspect
from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import catalogue, danish, rules
from analysis.errors import AnalysisError
from analysis.measures import label
from analysis.measures.compare import lacking
from analysis.measures.unavailable import unavailable
from analysis.publish.blocks import Cell, Column, Row, Table, emit
from analysis.publish.charts import to_svg
from analysis.publish.drawing.style import NOT_SHOWN
from analysis.publish.layout import cells, over_time, targets
from analysis.publish.page import SYNTHETIC, current

Chart = Callable[..., Figure]
BEHIND = {  # what stands behind a chart of areas, as far as its table has it
    "value": "Tal",
    "low": "Intervallets nedre grænse",
    "high": "Intervallets øvre grænse",
    "expected_value": "Forventet",
    "share_difference": "Forskel, procentpoint",
    "difference_low": "Forskellens nedre grænse",
    "difference_high": "Forskellens øvre grænse",
    "target": "De øvrige jobcentre",
    "change": "Ændring 12 mdr., procentpoint",
    "others_value": "De øvrige jobcentre",
    "others_change": "De øvriges ændring, procentpoint",
    "low_95": "Nedre 95 pct.-kontrolgrænse",
    "high_95": "Øvre 95 pct.-kontrolgrænse",
    "low_998": "Nedre 99,8 pct.-kontrolgrænse",
    "high_998": "Øvre 99,8 pct.-kontrolgrænse",
}


def figure(chart: Chart, table: pd.DataFrame, *, title: str, **options: Any) -> None:
    """Draw a chart of a tidy table and publish it with the figures behind it.

    The chart is told what it asks for by the names of its parameters: ``unit`` and ``reforms`` of the
    table's measure, the code of the jobcenter as ``own``, and whether the data are ``synthetic``. Where
    the table is empty or has no figure that can be shown, the reason stands in the figure's place.

    Parameters
    ----------
    chart : Callable
        One of ``charts``: a tidy table first, the rest by keyword, returns a matplotlib figure.
    table : DataFrame
        As ``measures`` gives it.
    title : str
        What the figure shows, in Danish.
    options
        Further keywords of the chart.

    Raises
    ------
    AnalysisError
        If the table has levels counted from a register beside published ones.
    """
    page = current()
    if table.empty or _shown(table).isna().all():
        absent(table, title=title)
        return
    if "origin" in table and table["origin"].nunique() > 1:
        raise AnalysisError(
            f"The figure '{title}' has figures counted from a register beside published ones. Make one figure of each."
        )
    page.shows(table)
    number = page.number("figure")
    shown, title = _dated(_with_text(table), title)
    asked = inspect.signature(chart).parameters
    told = {name: value for name, value in _known(shown, page.panel.jobcenter.code).items() if name in asked}
    invented = page.panel.snapshot.synthetic and _from_snapshot(shown)
    drawing = chart(shown, **{**told, "synthetic": invented, **options})
    behind = _behind(shown, table_id=number, title=title)
    mark = f" ({'målene er virkelige, tallene er ' if 'point' in shown else ''}{SYNTHETIC})" if invented else ""
    show(drawing, behind, mark=mark)


def show(drawing: Figure, behind: Table, *, mark: str) -> None:
    """Publish a drawing with the figures behind it, under the id and title of their table."""
    number, title = behind.id, behind.title
    image = base64.b64encode(to_svg(drawing).encode("utf-8")).decode("ascii")
    alt = f"{title}. Tallene står i tabellen under figuren."
    html = (
        f'<figure class="jc-figure" id="{number}"><figcaption class="jc-caption">{escape(title + mark)}</figcaption>'
        f'<img alt="{escape(alt, quote=True)}" src="data:image/svg+xml;base64,{image}">'
        f'<details class="jc-data"><summary>Tallene bag figuren</summary>{behind.html()}</details></figure>'
    )
    emit("figure", html=html, plain=f"[{number}] {title}{mark}", id=number, title=title, table=behind.payload())


def absent(table: pd.DataFrame, *, title: str) -> None:
    """Say in a section's place which figures are not there and why."""
    number = current().number("absent")
    hidden = f"Ingen af tallene kan vises: de mangler i kilden eller {danish.HIDDEN}."
    reason = str(table.attrs.get("absent", hidden))
    current().absences.add(reason)
    html = f'<p class="jc-absent"><strong>{escape(title)}.</strong> {escape(reason)}</p>'
    emit("absent", html=html, plain=f"{title}. {reason}", id=number, reason=reason)


def none_of(figures: pd.DataFrame, *, title: str) -> None:
    """Say in a section's place of which measures there are no figures, what a register lacks, and the sources.

    Parameters
    ----------
    figures : DataFrame
        With ``subject``, of which there is none that has figures.
    title : str
        What stands before.
    """
    panel = current().panel
    subjects = list(dict.fromkeys(figures["subject"]))
    measured = [catalogue.measured(subject)[0] for subject in subjects]
    names = danish.listed([f"»{label(subject)}«" for subject in subjects])
    lacks = dict.fromkeys(why for one in measured if (why := lacking(panel, one.id)))
    sources = "; ".join(dict.fromkeys(one.source for one in measured))
    reason = f"Afsnittet kan ikke vises: datasættet »{panel.snapshot.name}« indeholder ikke tal for {names}."
    absent(unavailable(" ".join([reason, *lacks, f"Kilden er {sources}."])), title=title)


def _shown(table: pd.DataFrame) -> pd.Series:
    """The figures that a chart may draw; missing where their status says that they are not shown."""
    return table["value"].mask(table["status"].isin(NOT_SHOWN)) if "status" in table else table["value"]


def _from_snapshot(table: pd.DataFrame) -> bool:
    """Whether any figure is the snapshot's: agreed targets alone are real whatever the snapshot is."""
    return "point" not in table or bool((table["point"] == "figure").any())


def _known(table: pd.DataFrame, own: str) -> dict[str, Any]:
    known: dict[str, Any] = {"own": own}
    if "measure" in table and table["measure"].nunique() == 1:
        measure, _ = catalogue.measured(str(table["measure"].iloc[0]))
        benefit = str(table["benefit"].iloc[0])
        known["unit"] = measure.axis or measure.unit
        known["reforms"] = [(reform.month, reform.label) for reform in rules.reforms(benefit)]
    return known


def _dated(table: pd.DataFrame, title: str) -> tuple[pd.DataFrame, str]:
    """A chart of one month has it in the title; where measures have different months, each names its own."""
    months = sorted(set(table["period"]))
    if over_time.is_over_time(table) or ("low" not in table and "measure_label" not in table):
        return table, title  # a development: the months are its axis
    if len(months) == 1:
        return table, f"{title}, {danish.month(months[0])}"
    named = table["measure_label"] + ", " + table["period"].map(danish.short_month)
    return table.assign(measure_label=named), title


def _with_text(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each figure as Danish text in ``shown``."""
    decimals = _decimals(table)
    words = [
        danish.number(value, places) if value == value else danish.HIDDEN_CELL
        for value, places in zip(table["value"], decimals, strict=True)
    ]
    return table.assign(shown=words)


def _decimals(table: pd.DataFrame) -> list[int]:
    if "measure" not in table:
        return [1 if unit == "pct." else 0 for unit in table["unit"]]
    return [1 if catalogue.measured(name)[0].is_rate else 0 for name in table["measure"]]


def _behind(table: pd.DataFrame, *, table_id: str, title: str) -> Table:
    """The figures of a chart: months by areas, areas with their intervals, areas by measures, or the way of goals."""
    if "point" in table:
        return targets.path_table(table, table_id=table_id, title=title)
    if over_time.is_over_time(table):
        return over_time.table_behind(table, table_id=table_id, title=title, decimals=max(_decimals(table)))
    if "low" in table:
        named = {name: words for name, words in BEHIND.items() if name in table}
        wide = table.set_index("label")[list(named)].rename(columns=named)
    else:
        down, across = ("label", "measure_label") if "measure_label" in table else ("period", "label")
        wide = table.pivot(index=down, columns=across, values="value")
        wide = wide.reindex(index=list(dict.fromkeys(table[down])), columns=list(dict.fromkeys(table[across])))
    decimals = max(_decimals(table))
    by_month = wide.index.name == "period"
    columns = [Column(str(wide.index.name), "Måned" if by_month else "Område", numeric=False)]
    columns += [Column(f"serie_{at}", str(name)) for at, name in enumerate(wide.columns, 1)]
    rows = []
    for name, values in wide.iterrows():
        first = danish.short_month(str(name)) if by_month else str(name)
        rows.append(Row([Cell(first, str(name)), *(cells.number(value, decimals) for value in values)]))
    return Table(table_id, title, columns, rows)
