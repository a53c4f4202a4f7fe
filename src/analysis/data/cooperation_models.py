"""Tables that few registers deliver: firms, recruitment orders, the job log, and who came as a refugee."""

import pandas as pd
import pandera.pandas as pa

_MONTH = r"^\d{4}-(?:0[1-9]|1[0-2])\Z"
_AREA = r"^(?:\d{3})?\Z"
_PSEUDONYM = "pseudonym; a text is made a number below 0"

OUTCOMES = ("job", "kursus", "ingen")


class Companies(pa.DataFrameModel):
    """One row per firm or production unit and month."""

    firm: str = pa.Field(str_length={"min_value": 1}, description="firm or production unit, as in activations")
    month: str = pa.Field(str_matches=_MONTH, description="month, as 2014-03")
    area: str = pa.Field(str_matches=_AREA, description="municipality code of the workplace; empty where unknown")
    employees: float = pa.Field(ge=0, description="employees, on average of the month", metadata={"unit": "persons"})

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["firm", "month"]  # noqa: RUF012 - read by pandera


class Orders(pa.DataFrameModel):
    """One row per order in which a firm asked a jobcenter for people."""

    order_id: str = pa.Field(str_length={"min_value": 1}, description="the order's own number")
    area: str = pa.Field(str_matches=_AREA, description="municipality code of the jobcenter; empty where unknown")
    closed: pd.Timestamp = pa.Field(nullable=True, description="the day it was closed; empty while it is open")
    outcome: str = pa.Field(
        isin=(*OUTCOMES, ""),
        description="job (ordinary), kursus (upskilling aimed at hiring) or ingen; empty while it is open",
    )

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["order_id"]  # noqa: RUF012


class JobLogs(pa.DataFrameModel):
    """One row per person and month in the target group of the job log."""

    person: int = pa.Field(description=_PSEUDONYM)
    month: str = pa.Field(str_matches=_MONTH, description="month, as 2014-03")
    area: str = pa.Field(str_matches=_AREA, description="municipality code; empty where unknown")
    benefit: str = pa.Field(str_matches=r"^[a-z][a-z0-9_]*\Z", description="benefit of the target group")
    exempt: bool = pa.Field(description="whether the person was exempt from the log")
    used: bool = pa.Field(description="whether the person used it in the month")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "month"]  # noqa: RUF012


class Refugees(pa.DataFrameModel):
    """One row per refugee, or person reunified with one, and stay in a municipality."""

    person: int = pa.Field(description=_PSEUDONYM)
    area: str = pa.Field(str_matches=_AREA, description="municipality code; empty where unknown")
    first_month: str = pa.Field(str_matches=_MONTH, description="first month there, which counts")
    last_month: str = pa.Field(str_matches=r"^(?:\d{4}-(?:0[1-9]|1[0-2]))?\Z", description="last month; empty: still")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "first_month"]  # noqa: RUF012


COOPERATION = {"companies": Companies, "orders": Orders, "job_logs": JobLogs, "refugees": Refugees}
