"""Settings for tests of effort and outcomes, and their figures as rows."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.reported import Reported
from analysis.registers.numbers.weeks import Calendar
from written import table

AREAS = ["461", "561", "563"]


def setting(
    register: Register,
    first: str,
    last: str,
    *,
    activations: str | pd.DataFrame | None = None,
    interviews: str | pd.DataFrame | None = None,
    jobs: str | pd.DataFrame | None = None,
    areas: list[str] | None = None,
) -> Setting:
    """A setting with the tables that are given, written with bars or as frames."""
    return Setting.of(
        register,
        Calendar(first, last),
        Reported(register.areas, AREAS if areas is None else areas),
        activations=None if activations is None else offers_table(activations),
        interviews=None if interviews is None else interviews_table(interviews),
        jobs=None if jobs is None else jobs_table(jobs),
    )


def offers_table(text: str | pd.DataFrame) -> pd.DataFrame:
    """Activations; what is left out is a private virksomhedspraktik of 37 hours. An empty end goes on."""
    if isinstance(text, pd.DataFrame):
        return text
    rows = table(text)
    if "instrument" not in rows:
        rows["instrument"] = "virksomhedspraktik_privat"
    rows["hours"] = rows["hours"].astype(float) if "hours" in rows else 37.0
    days = {name: pd.to_datetime(rows[name], format="%Y-%m-%d", errors="coerce") for name in ("start", "end")}
    return rows.assign(**days)


def interviews_table(text: str | pd.DataFrame) -> pd.DataFrame:
    """Interviews; held where nothing else is said."""
    if isinstance(text, pd.DataFrame):
        return text
    rows = table(text)
    rows["held"] = rows["held"].eq("true") if "held" in rows else True
    rows["date"] = pd.to_datetime(rows["date"])
    return rows


def jobs_table(text: str | pd.DataFrame) -> pd.DataFrame:
    """Months of work, of 100 hours where nothing else is said."""
    if isinstance(text, pd.DataFrame):
        return text
    rows = table(text)
    rows["hours"] = rows["hours"].astype(float) if "hours" in rows else 100.0
    return rows


def rows(of: Setting, figures: Figures) -> pd.DataFrame:
    """Figures as one row per measure, benefit, period and area."""
    parts = []
    for (measure, benefit), figure in figures.items():
        quarterly = len(figure.value) == len(of.quarters) != len(of.months)
        within = of.quarters if quarterly else of.months
        codes = of.reported.codes(within)
        nothing = np.full(figure.value.shape, np.nan)
        columns: dict[str, Any] = {
            "measure": measure,
            "benefit": benefit,
            "period": np.repeat(within.labels, len(codes)),
            "area": np.tile([f"j{code}" if kind == "jobcenter" else code for kind, code in codes], len(within)),
            "value": figure.value.ravel(),
            "numerator": (nothing if figure.numerator is None else figure.numerator).ravel(),
            "denominator": (nothing if figure.denominator is None else figure.denominator).ravel(),
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def counts(found: pd.DataFrame, measure: str, benefit: str, period: str, area: str = "561") -> tuple[float, float]:
    """The numerator and the denominator of one figure; a jobcenter is ``j561``."""
    kept = found[
        (found["measure"] == measure)
        & (found["benefit"] == benefit)
        & (found["period"] == period)
        & (found["area"] == area)
    ]
    assert len(kept) == 1, f"{len(kept)} rows"
    return float(kept["numerator"].iloc[0]), float(kept["denominator"].iloc[0])
