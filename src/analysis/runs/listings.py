"""What there is, as rows of names that the other verbs take."""

import datetime as dt
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from analysis import areas, catalogue, rules
from analysis.catalogue import Measure
from analysis.runs.analyses import all_analyses

Rows = list[dict[str, Any]]


def analyses() -> Rows:
    """One row per analysis: name, title, question, and the jobcentres it is made for."""
    rows = []
    for analysis in all_analyses():
        codes = analysis.settings.jobcentres
        made_for = "all" if codes is None else " ".join(codes) or "none"
        rows.append(
            {
                "name": analysis.name,
                "title": analysis.settings.title,
                "jobcentres": made_for,
                "parameters": {name: about.help for name, about in analysis.notebook.parameters.items()},
                "question": analysis.settings.question,
            }
        )
    return rows


def jobcentres() -> Rows:
    """One row per jobcenter that there is this month; ``run`` takes the names of those that came before, too."""
    on = dt.date.today().strftime("%Y-%m")  # noqa: DTZ011 - the reader's own month
    return [
        {
            "code": jobcenter.code,
            "name": jobcenter.name,
            "region": areas.region_of(jobcenter).name,
            "municipalities": ", ".join(area.name for area in areas.members(jobcenter, on)),
            "folder": jobcenter.slug,
            "on": on,
        }
        for jobcenter in areas.jobcentres(on)
    ]


def measures() -> Rows:
    """One row per measure of the catalogue: everything that is said of it, with the agreed values filled in."""
    return [
        {
            "id": measure.id,
            "label": measure.label,
            "unit": measure.unit,
            "direction": measure.direction,
            "figures_for": shorten(" ".join(measure.benefits), width=48, placeholder=" …"),
            **asdict(measure),
            **{name: catalogue.defined(getattr(measure, name)) for name in ("explanation", "population", "formula")},
            "denominator_ages": catalogue.ages(measure),
            "breaks": {one: _breaks(measure, one) for one in measure.benefits},
            "rules": [asdict(rules.agreed(rule)) for rule in (measure.smallest_count, *measure.rules)],
        }
        for measure in catalogue.measures().values()
    ]


def _breaks(of: Measure, benefit: str) -> list[str]:
    return [f"{one.month} {one.label}" for one in catalogue.breaks(of, benefit)]


def all_snapshots() -> Rows:
    """One row per snapshot, the one that ``run`` takes by default marked."""
    from analysis.data import snapshots

    found = snapshots.all_snapshots()
    reportable = [one for one in found if one.name == snapshots.DEMO or (one.has_months and not one.synthetic)]
    default = snapshots.default().name if reportable else ""
    return [
        {
            "name": snapshot.name,
            "retrieved": snapshot.retrieved,
            "figures": "synthetic" if snapshot.synthetic else "real",
            "tables": " ".join(snapshot.tables()),
            "default": "default" if snapshot.name == default else "",
        }
        for snapshot in found
    ]


LISTS = {"analyses": analyses, "jobcentres": jobcentres, "measures": measures, "snapshots": all_snapshots}


SHOWN = {"measures": ("id", "label", "unit", "direction", "figures_for")}  # in text, where there is much more
HIDDEN = ("parameters", "folder", "on")


def as_text(rows: Rows, *, only: tuple[str, ...] = ()) -> str:
    """Rows as columns under their names, as wide as they are; all but ``HIDDEN``, or ``only`` some.

    >>> print(as_text([{"code": "101", "name": "København"}, {"code": "561", "name": "Esbjerg"}]))
    code  name
    101   København
    561   Esbjerg
    """
    if not rows:
        return "There are none."
    names = only or tuple(name for name in rows[0] if name not in HIDDEN)
    lines = [[*names], *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
