"""A series is modelled whole, final and in order, or not at all."""

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.models.time.series import obstacle, read
from written import table


def months(text: str) -> pd.DataFrame:
    return table("period | value | status\n" + text)


def test_provisional_months_are_set_aside_and_months_before_the_first_figure_left_out():
    found = read(
        months("""2019-01 | | missing
        2019-03 | 7 | final
        2019-02 | 5 | final
        2019-04 | 9 | provisional"""),
        model="test",
    )
    assert found.periods == ["2019-02", "2019-03"]
    assert found.figures.tolist() == [5, 7]
    assert found.fresh == ["2019-04"]
    assert found.season.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("2019-01 | 5 | final\n2019-02 | | suppressed\n2019-03 | 6 | final", "hidden"),
        ("2019-01 | | suppressed\n2019-02 | 5 | final", "hidden"),
        ("2019-01 | 5 | final\n2019-02 | | missing\n2019-03 | 6 | final", "gap"),
        ("2019-01 | 5 | final\n2019-03 | 6 | final", "gap"),
        ("2019-01 | 5 | provisional", "none"),
        ("2019-01 | | missing", "none"),
        ("2019-01 | 5 | final", ""),
    ],
)
def test_why_a_series_cannot_be_modelled(rows: str, why: str):
    assert obstacle(months(rows)) == why


def test_a_series_is_long_enough_at_the_limit_and_large_enough_by_the_persons_behind_it():
    two = months("2019-01 | 5 | final\n2019-02 | 6 | final")
    assert [obstacle(two, least=least) for least in (2, 3)] == ["", "short"]
    assert [obstacle(two.assign(count=100.0), smallest=smallest) for smallest in (100, 101)] == ["", "small"]
    assert obstacle(two.assign(value=[0.0, 1.0]), positive=True) == "zero"


def test_the_message_says_what_is_wrong_without_a_figure():
    with pytest.raises(AnalysisError, match=r"trend: the series of 1 periods .* too short \(1 final periods, 24 are"):
        read(months("2019-01 | 4711 | final"), model="trend", least=24)


def test_a_period_twice_is_refused():
    with pytest.raises(ValueError, match="1 rows repeat a period"):
        read(months("2019-01 | 5 | final\n2019-01 | 6 | final"), model="test")
