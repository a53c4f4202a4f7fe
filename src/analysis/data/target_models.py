"""What the table of targets promises: what a plan agreed for an area, by when, and from where it started."""

import pandas as pd
import pandera.pandas as pa

from analysis import periods

OPERATORS = ("<=", ">=")

_ID = r"^[a-z][a-z0-9_]*\Z"
_PERIOD = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:R12)?|-Q[1-4]|-H[12])?"


class Targets(pa.DataFrameModel):
    """One row per area, goal, base period and target period. Targets are agreed, and never recomputed."""

    area_type: str = pa.Field(
        isin=("municipality", "jobcenter", "region", "group", "country"), description="what the area is"
    )
    area: str = pa.Field(
        str_matches=r"^(?:\d{3}|[a-z][a-z0-9-]*)\Z", description="code of the area; 000 is the country"
    )
    goal: str = pa.Field(str_matches=_ID, description="id of the goal, as the measure's where there is one")
    base_period: str = pa.Field(str_matches=rf"^(?:{_PERIOD})?\Z", description="period of the base; empty if unknown")
    target_period: str = pa.Field(str_matches=rf"^{_PERIOD}\Z", description="when the target is to be reached")
    base: float = pa.Field(nullable=True, ge=0, description="figure to start from", metadata={"unit": "see unit"})
    target: float = pa.Field(
        nullable=True, ge=0, description="agreed figure; empty while it is not agreed", metadata={"unit": "see unit"}
    )
    operator: str = pa.Field(isin=OPERATORS, description="<= where it is a ceiling, >= where it is a floor")
    unit: str = pa.Field(str_length={"min_value": 1}, description="unit of base and target, in Danish")
    source: str = pa.Field(str_length={"min_value": 1}, description="the plan, and why anything is empty")

    @pa.dataframe_check(error="'target_period' does not come after 'base_period'")
    def looks_ahead(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's own form
        """A target is reached after its base."""
        base, target = (rows[name].map(_last_month) for name in ("base_period", "target_period"))
        return (base < target) | (base == "") | (target == "")

    @pa.dataframe_check(error="'base' or 'target' is above 100 in a percentage")
    def at_most_everyone(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A percentage is of a whole that it is part of."""
        return ~((rows["unit"] == "pct.") & ((rows["base"] > 100) | (rows["target"] > 100)))

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["area_type", "area", "goal", "base_period", "target_period"]  # noqa: RUF012 - read by pandera


def _last_month(period: object) -> str:
    """The month a period ends in; empty for what is no period, which the columns' own rules note."""
    text = str(period)
    return periods.last_month(text) if text and any(one.fullmatch(text) for one in periods.CANONICAL.values()) else ""
