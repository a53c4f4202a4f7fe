"""What there is, as rows of names that the other verbs take."""

import datetime as dt
from typing import Any

from analysis import areas, catalogue
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
    """One row per measure of the catalogue."""
    return [
        {"id": id_, "label": measure.label, "unit": measure.unit, "benefits": " ".join(measure.benefits)}
        for id_, measure in catalogue.measures().items()
    ]


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


def as_text(rows: Rows, *, hidden: tuple[str, ...] = ("parameters", "folder", "on")) -> str:
    """Rows as columns under their names, as wide as they are.

    >>> print(as_text([{"code": "101", "name": "København"}, {"code": "561", "name": "Esbjerg"}]))
    code  name
    101   København
    561   Esbjerg
    """
    if not rows:
        return "There are none."
    names = [name for name in rows[0] if name not in hidden]
    lines = [names, *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
