import pandas as pd
import pytest
from pandas import DataFrame

from analysis.data import contracts
from analysis.errors import AnalysisError

ROW = {
    "measure": "ledige_fuldtid",
    "benefit": "alle",
    "area_type": "municipality",
    "area": "561",
    "period": "2026-07",
    "sex": "alle",
    "age": "alle",
    "origin": "alle",
    "visitation": "alle",
    "value": 1510.0,
    "numerator": float("nan"),
    "denominator": float("nan"),
    "unit": "fuldtidspersoner",
    "status": "final",
    "source": "Jobindsats y25i01",
    "retrieved": "2026-08-22",
}


def rows(*changes: dict[str, object]) -> DataFrame:
    return pd.DataFrame([ROW | change for change in changes or ({},)])


def test_a_table_that_keeps_its_contract_is_returned_as_it_is():
    table = rows({}, {"area": "563", "value": None, "status": "suppressed"})
    assert contracts.check("observations", table) is table


def test_an_empty_table_with_the_right_columns_keeps_its_contract():
    assert contracts.problems("observations", rows().iloc[:0]) == []


@pytest.mark.parametrize("period", ["2026-07", "2026-Q3", "2026-H2", "2026", "2026-07R12"])
def test_every_kind_of_period_is_allowed(period: str):
    assert contracts.problems("observations", rows({"period": period})) == []


@pytest.mark.parametrize("period", ["2026M07", "2026-13", "2026-7", "2026-Q5", "2026-07\n", ""])
def test_a_period_that_is_not_canonical_is_a_problem(period: str):
    assert len(contracts.problems("observations", rows({"period": period}))) == 1


def test_every_problem_is_said_at_once_with_counts_and_column_names_only():
    table = rows({"area": "five"}, {"area": "FIVE"}, {"value": -1.0, "area": "101"}).drop(columns="source")
    with pytest.raises(AnalysisError) as error:
        contracts.check("observations", table.assign(person="0101011234"), where="a test")
    assert str(error.value).splitlines() == [
        "observations: 4 problem(s) in a table of 3 rows",
        "  - column 'person' is not in the contract",
        "  - missing column 'source' (who published it, in which table)",
        "  - 'area' is not as described (code of the area; 000 is the country) in 1 row(s)",
        "  - 'value' is infinite, or below 0 in a count or a percentage in 1 row(s)",
        "Source: a test. Columns are described in docs/data.md.",
    ]


def test_two_rows_with_one_key_are_a_problem():
    key = "measure, benefit, area_type, area, period, sex, age, origin, visitation"
    assert contracts.problems("observations", rows({}, {"value": 2.0})) == [f"2 row(s) share their key ({key})"]


@pytest.mark.parametrize(
    ("value", "status"), [(None, "final"), (None, "provisional"), (1.0, "suppressed"), (1.0, "missing")]
)
def test_a_figure_is_empty_exactly_where_its_status_says_so(value: float | None, status: str):
    assert contracts.problems("observations", rows({}, {"area": "101", "value": value, "status": status})) == [
        "'value' and 'status' disagree on whether there is a figure in 1 row(s)"
    ]


@pytest.mark.parametrize(("percentage", "problems"), [(99.9, 0), (100.0, 0), (100.1, 1)])
def test_a_percentage_is_at_most_a_hundred(percentage: float, problems: int):
    table = rows({"unit": "pct.", "value": percentage})
    assert len(contracts.problems("observations", table)) == problems


def test_an_infinite_figure_is_a_problem_in_any_unit():
    assert len(contracts.problems("observations", rows({"unit": "indeks", "value": float("inf")}))) == 1


def test_the_country_has_a_code_of_its_own():
    assert contracts.problems("observations", rows({"area_type": "country", "area": "000"})) == []
    assert len(contracts.problems("observations", rows({"area": "000"}, {"area_type": "country"}))) == 1


def test_numbers_for_text_and_text_for_numbers_are_problems():
    assert contracts.problems("observations", rows({"area": 561, "value": "many"})) == [
        "'area' does not hold text",
        "'value' does not hold numbers",
    ]


def test_a_table_without_a_contract_is_refused_with_the_nearest_name():
    with pytest.raises(AnalysisError, match="Did you mean 'observations'"):
        contracts.check("observation", rows())


def test_the_contract_has_the_columns_in_the_order_of_the_design():
    assert contracts.columns("observations") == list(ROW)
    assert contracts.texts("observations") == [name for name, value in ROW.items() if isinstance(value, str)]
