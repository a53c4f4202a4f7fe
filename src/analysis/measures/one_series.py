"""The months of one measure and one area, as the models of time take them, or the Danish reason why they cannot."""

import pandas as pd

from analysis import catalogue, rules
from analysis.data.tables import Panel
from analysis.errors import AnalysisError, did_you_mean
from analysis.measures.arrays import cells
from analysis.measures.combine import combined
from analysis.measures.compare import absent
from analysis.measures.grids import STATUSES
from analysis.measures.lines import GROUPS, Line, comparators, members, own
from analysis.measures.unavailable import unavailable
from analysis.models.time.series import obstacle

ROLES = ("own", "host", "nearest", "group", "region", "country")
WHY = {
    "none": "der er ingen endelige tal",
    "hidden": "nogle måneder oplyses ikke af hensyn til diskretion, og huller udfyldes aldrig",
    "gap": "nogle måneder mangler i kilden, og huller udfyldes aldrig",
    "short": "der er færre end {least} måneder med endelige tal",
    "small": "der er måneder med færre end {smallest} personer",
    "zero": "der er måneder uden personer",
}


def one_series(
    panel: Panel,
    subject: str,
    role: str,
    *,
    doing: str,
    least: int = 1,
    smallest: float = 0.0,
    positive: bool = False,
) -> tuple[pd.DataFrame, Line | None]:
    """The months of one area and the line that it is, or an empty table that says why not, and None.

    The role ``nearest`` is the jobcenter, or the municipality that hosts it where only that has figures without gaps.
    """
    if role == "nearest":
        tried = [
            one_series(panel, subject, each, doing=doing, least=least, smallest=smallest, positive=positive)
            for each in ("own", "host")
        ]
        return next((found for found in tried if found[1] is not None), tried[0])
    measure, benefit = catalogue.measured(subject)
    source = cells(panel, measure.id, benefit)
    if source is None:
        return absent(panel, subject), None
    line = line_of(panel, role)
    shares = {line.key: rules.value("smallest_coverage", panel.period)} if line.role in GROUPS else None
    found = combined(panel, measure.id, benefit, of={line.key: line.codes}, least=shares)
    rows = pd.DataFrame(
        {
            "period": found.value.index,
            "value": found.value[line.key].to_numpy(),
            "count": found.count[line.key].to_numpy(),
            "status": [STATUSES[int(state)] for state in found.status[line.key]],
        }
    )
    why = obstacle(rows, least=least, smallest=smallest, positive=positive)
    if why:
        return nothing(subject, f"{doing}, for {WHY[why].format(least=least, smallest=f'{smallest:.0f}')}."), None
    return rows, line


def line_of(panel: Panel, role: str) -> Line:
    """The jobcenter, the municipality that hosts it, or those that it is compared with."""
    lines = {line.role: line for line in (own(panel), *comparators(panel))}
    lines["host"] = next((one for one in members(panel) if one.area.code == panel.jobcenter.code), lines["own"])
    if role not in ROLES:
        raise AnalysisError(f"There is no role '{role}'. {did_you_mean(role, ROLES)}")
    return lines[role]


def nothing(subject: str, reason: str) -> pd.DataFrame:
    """An empty table with a Danish reason, after the name of the measure."""
    measure, _ = catalogue.measured(subject)
    return unavailable(f"{measure.label}: {reason[:1].lower()}{reason[1:]}")


def named(rows: pd.DataFrame, subject: str, line: Line) -> pd.DataFrame:
    """Rows of a model with the measure and the area that they are about."""
    measure, benefit = catalogue.measured(subject)
    about = {
        "measure": measure.id,
        "benefit": benefit,
        "role": line.role,
        "area_type": line.area.kind,
        "area": line.area.code,
        "area_name": line.area.name,
        "area_label": line.label,
    }
    front = pd.DataFrame(about, index=rows.index)
    return pd.concat([front, rows], axis=1)
