"""What each canonical table promises: its columns, units and rules, in one pandera model per table.

The check and the data dictionary both follow from the models. A message holds counts and column names, never
a value from a row.
"""

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from analysis.data import categories
from analysis.data.register_models import REGISTER
from analysis.data.target_models import Targets
from analysis.errors import AnalysisError, did_you_mean
from analysis.imports import without

with without("dask"):  # pandera would take over its tables too, where the cluster's extra is installed
    import pandera.typing.dask  # noqa: F401

AREA_TYPES = ("municipality", "jobcenter", "region", "group", "country")
STATUSES = ("final", "provisional", "suppressed", "missing")
COUNTS = ("personer", "fuldtidspersoner")
PER_CENT = "pct."
RANK = "nr."

_ID = r"^[a-z][a-z0-9_]*\Z"
_CODE = r"^\d{3}\Z"
_PERIOD = r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:R12)?|-Q[1-4]|-H[12])?\Z"


class Observations(pa.DataFrameModel):
    """One row per measure, benefit, area, period and group of persons."""

    measure: str = pa.Field(str_matches=_ID, description="id of a measure in reference/measures/")
    benefit: str = pa.Field(str_matches=_ID, description="id of a benefit; alle for all of them together")
    area_type: str = pa.Field(isin=AREA_TYPES, description="what the area is")
    area: str = pa.Field(
        str_matches=r"^(?:\d{3}|[a-z][a-z0-9-]*)\Z", description="code of the area; 000 is the country"
    )
    period: str = pa.Field(str_matches=_PERIOD, description="2012-12, 2012-Q4, 2012-H2, 2012 or 2012-12R12")
    sex: str = pa.Field(str_matches=_ID, description="alle, or a sex")
    age: str = pa.Field(str_matches=r"^[a-z0-9][a-z0-9_+-]*\Z", description="alle, or an age band")
    origin: str = pa.Field(str_matches=_ID, description="alle, or an origin")
    visitation: str = pa.Field(str_matches=_ID, description="alle, or a visitation group")
    value: float = pa.Field(
        nullable=True, description="the figure; empty where status says so", metadata={"unit": "see unit"}
    )
    numerator: float = pa.Field(nullable=True, ge=0, description="of a rate, where known", metadata={"unit": "persons"})
    denominator: float = pa.Field(
        nullable=True, ge=0, description="of a rate, where known", metadata={"unit": "persons"}
    )
    unit: str = pa.Field(str_length={"min_value": 1}, description="unit of value, in Danish")
    status: str = pa.Field(isin=STATUSES, description="whether it is final, and why it is empty if so")
    source: str = pa.Field(str_length={"min_value": 1}, description="who published it, in which table")
    retrieved: str = pa.Field(
        str_matches=r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z",
        description="the day of the retrieval",
    )

    @pa.dataframe_check(error="'value' and 'status' disagree on whether there is a figure")
    def empty_where_status_says_so(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's own form
        """A value is absent exactly where the status is suppressed or missing."""
        return rows["value"].isna() == rows["status"].isin(["suppressed", "missing"])

    @pa.dataframe_check(error="'value' is infinite, or below 0 in a count or a percentage")
    def not_negative(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """Counts and percentages are finite and not below 0."""
        measured = rows["unit"].isin([*COUNTS, PER_CENT])
        infinite = rows["value"].abs() == float("inf")
        return ~(infinite | (measured & (rows["value"] < 0)))

    @pa.dataframe_check(error="'value' is above 100 in a percentage")
    def at_most_everyone(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A percentage is of a whole that it is part of."""
        return ~((rows["unit"] == PER_CENT) & (rows["value"] > 100))

    @pa.dataframe_check(error="'value' is no place in an order: a whole number from 1")
    def from_the_first(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A rank is a whole number, and the first is 1."""
        return ~((rows["unit"] == RANK) & ((rows["value"] < 1) | (rows["value"] % 1 > 0)))

    @pa.dataframe_check(error="'area' and 'area_type' disagree: the country, and nothing else, is 000")
    def country_is_000(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """The country's code is its own."""
        return (rows["area"] == "000") == (rows["area_type"] == "country")

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = [  # noqa: RUF012 - read by pandera
            *("measure", "benefit", "area_type", "area", "period"),
            *("sex", "age", "origin", "visitation"),
        ]


class Population(pa.DataFrameModel):
    """One row per area, quarter, single year of age, sex and origin: the residents on its first day.

    There is no row for all ages: those totals are observations of the measure befolkning. An area has all its ages
    in a quarter, or no row.
    """

    area: str = pa.Field(str_matches=_CODE, description="municipality code; 000 is the country")
    period: str = pa.Field(str_matches=r"^\d{4}-Q[1-4]\Z", description="quarter, such as 2014-Q1")
    age: int = pa.Field(ge=0, le=125, description="years, at the first day", metadata={"unit": "years"})
    sex: str = pa.Field(isin=("alle", "maend", "kvinder"), description="alle, maend or kvinder")
    origin: str = pa.Field(str_matches=_ID, description="alle, or an origin")
    count: int = pa.Field(ge=0, description="residents", metadata={"unit": "persons"})

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["area", "period", "age", "sex", "origin"]  # noqa: RUF012 - read by pandera


class LabourForce(pa.DataFrameModel):
    """One row per area and year: the residents in the labour force."""

    area: str = pa.Field(str_matches=_CODE, description="municipality code; 000 is the country")
    year: str = pa.Field(str_matches=r"^\d{4}\Z", description="year, such as 2014")
    count: int = pa.Field(ge=0, description="residents in the labour force", metadata={"unit": "persons"})

    class Config:
        """Exactly these columns, and a key that names a row."""

        strict = True
        unique = ["area", "year"]  # noqa: RUF012 - read by pandera


MODELS: dict[str, type[pa.DataFrameModel]] = {
    "observations": Observations,
    "population": Population,
    "labour_force": LabourForce,
    "targets": Targets,
    **REGISTER,
}


def schema(table: str) -> pa.DataFrameSchema:
    """What a table promises, as pandera keeps it."""
    return _model(table).to_schema()


def columns(table: str) -> list[str]:
    """The columns of a table, in their order."""
    return list(schema(table).columns)


def key(table: str) -> list[str]:
    """The columns that together name a row of a table."""
    return list(_model(table).to_schema().unique or [])


def texts(table: str) -> list[str]:
    """The columns of a table that hold text."""
    schema = _model(table).to_schema()
    return [name for name, column in schema.columns.items() if str(column.dtype).startswith("str")]


def arrow_schema(table: str) -> pyarrow.Schema:
    """How a table is kept in Parquet: text, whole numbers, numbers, true or false, and dates."""
    kept = {"int64": pyarrow.int64(), "float64": pyarrow.float64(), "bool": pyarrow.bool_()}
    fields = []
    for name, column in _model(table).to_schema().columns.items():
        kind = str(column.dtype)
        text_or_date = pyarrow.date32() if kind.startswith("datetime") else pyarrow.string()
        fields.append(pyarrow.field(name, kept.get(kind, text_or_date)))
    return pyarrow.schema(fields)


def problems(table: str, frame: pd.DataFrame) -> list[str]:
    """Everything in which a frame breaks the contract of its table, one line each.

    Texts may be categories: a table of a million rows is then checked by its few different texts.
    """
    coded = [name for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    if coded and categories.kept(_model(table).to_schema(), frame):
        return []
    frame = frame.astype(dict.fromkeys(coded, str))
    try:
        _model(table).validate(frame, lazy=True)
    except SchemaErrors as broken:
        return list(dict.fromkeys(line for error in broken.schema_errors if (line := _line(table, error))))
    return []


def check(table: str, frame: pd.DataFrame, *, where: str = "") -> pd.DataFrame:
    """The frame itself, which keeps the contract of its table.

    Parameters
    ----------
    table : str
        Name of a canonical table, such as ``observations``.
    frame : DataFrame
        What should keep that table's contract.
    where : str
        Where the frame came from, for the message.

    Raises
    ------
    AnalysisError
        If the contract is broken: every problem at once, with column names and counts of rows.
    """
    found = problems(table, frame)
    if not found:
        return frame
    head = f"{table}: {len(found)} problem(s) in a table of {len(frame)} rows"
    lines = [head, *(f"  - {one}" for one in found)]
    last = "Columns are described in docs/data.md."
    raise AnalysisError("\n".join([*lines, f"Source: {where}. {last}" if where else last]))


def _model(table: str) -> type[pa.DataFrameModel]:
    if table not in MODELS:
        raise AnalysisError(f"There is no contract for a table '{table}'. {did_you_mean(table, MODELS)}")
    return MODELS[table]


def _kind(table: str, column: str) -> str:
    kind = str(_model(table).to_schema().columns[column].dtype)
    words = {"datetime": "dates", "int": "whole numbers", "float": "numbers", "bool": "true and false"}
    return next((word for start, word in words.items() if kind.startswith(start)), "text")


def _line(table: str, error: SchemaError) -> str:
    """One problem in words; empty for what only follows from another problem."""
    schema = _model(table).to_schema()
    column = str(getattr(error.schema, "name", ""))
    cases = error.failure_cases
    rows = cases["index"].nunique() if isinstance(cases, pd.DataFrame) and "index" in cases else 0
    match error.reason_code:
        case SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
            missing = str(error.failure_cases)
            return f"missing column '{missing}' ({schema.columns[missing].description})"
        case SchemaErrorReason.COLUMN_NOT_IN_SCHEMA:
            return f"column '{error.failure_cases}' is not in the contract"
        case SchemaErrorReason.WRONG_DATATYPE:
            return f"'{column}' does not hold {_kind(table, column)}"
        case SchemaErrorReason.SERIES_CONTAINS_NULLS:
            return f"'{column}' is empty in {rows} row(s)"
        case SchemaErrorReason.DUPLICATES:
            return f"{rows} row(s) share their key ({', '.join(key(table))})"
        case SchemaErrorReason.CHECK_ERROR:
            return ""
    if error.check is not None and column in schema.columns:
        return f"'{column}' is not as described ({schema.columns[column].description}) in {rows} row(s)"
    return f"{getattr(error.check, 'error', None) or error.reason_code} in {rows} row(s)"
