"""What the tables of a register promise: one row per person and something of theirs, under a pseudonym."""

import pandas as pd
import pandera.pandas as pa

from analysis.data.cooperation_models import COOPERATION

_ID = r"^[a-z][a-z0-9_]*\Z"
_MONTH = r"^\d{4}-(?:0[1-9]|1[0-2])\Z"
_PSEUDONYM = "pseudonym; a text is made a number below 0"

SEXES = ("maend", "kvinder")
ORIGINS = ("dansk", "vestlig", "ikke_vestlig")
EDUCATIONS = ("ingen", "erhvervsfaglig", "videregaaende", "ukendt")
SECTORS = ("privat", "offentlig", "")
ANSWERS = (1, 5)


class Spells(pa.DataFrameModel):
    """One row per person, benefit and unbroken run of weeks in one municipality."""

    person: int = pa.Field(description=_PSEUDONYM)
    benefit: str = pa.Field(
        str_matches=_ID, description="id in reference/benefits.csv; dream_412 for a code that is not there"
    )
    area: str = pa.Field(str_matches=r"^(?:\d{3})?\Z", description="municipality code; empty where unknown")
    first_week: pd.Timestamp = pa.Field(description="Monday of the first week")
    last_week: pd.Timestamp = pa.Field(description="Monday of the last week, which counts")
    visitation: str = pa.Field(str_matches=r"^[a-z0-9_]*\Z", description="visitation group; empty where unknown")
    share: float = pa.Field(ge=0, le=1, description="of full time, 0 to 1", metadata={"unit": "share"})

    @pa.dataframe_check(error="'first_week' or 'last_week' is no Monday")
    def begins_on_mondays(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's own form
        """Weeks are named by their Monday."""
        mondays: pd.Series = (rows[["first_week", "last_week"]].apply(lambda week: week.dt.day_of_week) == 0).all(
            axis=1
        )
        return mondays

    @pa.dataframe_check(error="'last_week' is before 'first_week'")
    def ends_after_it_begins(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A spell has at least one week."""
        return rows["last_week"] >= rows["first_week"]

    class Config:
        """Exactly these columns, and a key that names a row and is the order of the rows."""

        strict = True
        unique = ["first_week", "person", "benefit"]  # noqa: RUF012 - read by pandera


class Persons(pa.DataFrameModel):
    """One row per person: what does not change from week to week."""

    person: int = pa.Field(description=_PSEUDONYM)
    birth_year: int = pa.Field(ge=1850, le=2100, description="year of birth", metadata={"unit": "year"})
    sex: str = pa.Field(isin=SEXES, description="sex")
    origin: str = pa.Field(isin=ORIGINS, description="origin as Statistics Denmark groups it")
    education: str = pa.Field(isin=EDUCATIONS, description="highest completed education that qualifies for work")
    fund: str = pa.Field(description="unemployment insurance fund; empty for none")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person"]  # noqa: RUF012


class Activations(pa.DataFrameModel):
    """One row per person, instrument and start."""

    person: int = pa.Field(description=_PSEUDONYM)
    instrument: str = pa.Field(str_matches=_ID, description="id in reference/instruments.csv")
    start: pd.Timestamp = pa.Field(description="first day")
    end: pd.Timestamp = pa.Field(nullable=True, description="last day, which counts; empty while it goes on")
    hours: float = pa.Field(
        nullable=True, ge=0, le=168, description="hours a week, where known", metadata={"unit": "hours a week"}
    )
    sector: str = pa.Field(isin=SECTORS, description="sector of the firm; empty where unknown or none")
    firm: str = pa.Field(description="firm or production unit; empty for none")

    @pa.dataframe_check(error="'end' is before 'start'")
    def ends_after_it_begins(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """An activation has at least one day."""
        return rows["end"].isna() | (rows["end"] >= rows["start"])

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "instrument", "start"]  # noqa: RUF012


class Interviews(pa.DataFrameModel):
    """One row per person and date of an interview."""

    person: int = pa.Field(description=_PSEUDONYM)
    date: pd.Timestamp = pa.Field(description="the day of the interview")
    held: bool = pa.Field(description="whether it took place")
    due: pd.Timestamp = pa.Field(nullable=True, description="the last day on which it was in time, where known")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "date"]  # noqa: RUF012


class Jobs(pa.DataFrameModel):
    """One row per person and month with paid hours."""

    person: int = pa.Field(description=_PSEUDONYM)
    month: str = pa.Field(str_matches=_MONTH, description="month, as 2014-03")
    hours: float = pa.Field(ge=0, le=744, description="paid hours in the month", metadata={"unit": "hours"})

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "month"]  # noqa: RUF012


class Answers(pa.DataFrameModel):
    """One row per person, date and question of a survey."""

    person: int = pa.Field(description=_PSEUDONYM)
    date: pd.Timestamp = pa.Field(description="the day of the answer")
    question: str = pa.Field(str_length={"min_value": 1}, description="the question, or its id")
    answer: int = pa.Field(ge=ANSWERS[0], le=ANSWERS[1], description="1 to 5; 5 is the best")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["person", "date", "question"]  # noqa: RUF012


REGISTER = {
    "spells": Spells,
    "persons": Persons,
    "activations": Activations,
    "interviews": Interviews,
    "jobs": Jobs,
    "answers": Answers,
    **COOPERATION,
}
