import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.measures.savings import savings

RATES = pd.DataFrame({"benefit": ["sygedagpenge"], "year": [2018], "kr_week": [4000.0]})


def given(**other: object) -> pd.DataFrame:
    row = {"area": "561", "benefit": "sygedagpenge", "year": 2018, "persons": 120.0, "base": 2000.0, "comparator": 0.05}
    return pd.DataFrame([row | other])


def test_the_saving_is_those_over_the_comparator_times_rate_weeks_and_share():
    found = savings(given(), rates=RATES).iloc[0]
    over = 120 - 0.05 * 2000
    assert found["over"] == pytest.approx(over)
    assert [found[name] for name in ("low", "mid", "high")] == pytest.approx(
        [over * 4000 * 52 * share for share in (0.2, 0.7, 0.8)]
    )
    assert found["note"] == "før tilskud og udligning"


def test_who_has_fewer_than_the_comparator_saves_less_than_nothing():
    assert savings(given(persons=90.0), rates=RATES)["mid"].iloc[0] == pytest.approx(-10 * 4000 * 52 * 0.7)


def test_what_is_missing_stays_missing():
    assert savings(given(comparator=float("nan")), rates=RATES)[["over", "low", "mid", "high"]].isna().all(axis=None)


def test_a_benefit_without_a_rate_is_refused_by_name():
    with pytest.raises(AnalysisError, match="no weekly rate for sygedagpenge 2019"):
        savings(given(year=2019), rates=RATES)


def test_a_share_that_no_source_confirms_is_said_beside_the_amount():
    rates = pd.DataFrame({"benefit": ["fleksjob"], "year": [2018], "kr_week": [4000.0]})
    found = savings(given(benefit="fleksjob"), rates=rates).iloc[0]
    assert not found["verified"]
    assert found["note"] == "før tilskud og udligning; ikke verificeret"


def test_a_year_or_benefit_without_a_share_is_refused():
    rates = pd.DataFrame({"benefit": ["su"], "year": [2018], "kr_week": [1000.0]})
    with pytest.raises(AnalysisError, match="no share for 'su'"):
        savings(given(benefit="su"), rates=rates)
