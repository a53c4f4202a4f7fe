"""Ages alone: cohorts grow older, and today's rates meet tomorrow's ages."""

import numpy as np
import pandas as pd
import pytest

from analysis import models
from analysis.errors import AnalysisError
from written import table

TWO_YEARS = table("""
    year | age | persons
    2018 | 15 | 100
    2018 | 16 | 200
    2018 | 17 | 300
    2019 | 15 | 120
    2019 | 16 | 90
    2019 | 17 | 220
""").astype({"year": int, "age": int})


def test_a_cohort_grows_older_as_cohorts_did():
    # 15 to 16: 90 of 100, so 0,9; 16 to 17: 220 of 200, so 1,1
    found = models.cohort_projection(TWO_YEARS, years=2).set_index(["year", "age"])["persons"]
    assert found[(2020, 16)] == pytest.approx(0.9 * 120)
    assert found[(2020, 17)] == pytest.approx(1.1 * 90)
    assert found[(2021, 17)] == pytest.approx(1.1 * 0.9 * 120)
    assert len(found) == 3  # nobody knows who is 15 in 2020, and so not who is 16 in 2021


def test_a_ratio_is_of_sums_over_the_years_and_never_a_mean_of_ratios():
    three = pd.concat([TWO_YEARS, pd.DataFrame({"year": 2020, "age": [15, 16, 17], "persons": [100.0, 120.0, 90.0]})])
    # 15 to 16: (90 + 120) of (100 + 120); the mean of 0,9 and 1 would be 0,95
    found = models.cohort_projection(three, years=1).set_index("age")
    assert found.loc[16, "persons"] == pytest.approx(100 * 210 / 220)
    assert found.loc[16, "n"] == 2


def test_groups_are_moved_on_for_themselves():
    both = pd.concat(
        [TWO_YEARS.assign(sex="kvinder"), TWO_YEARS.assign(sex="maend", persons=lambda t: 2 * t["persons"])]
    )
    found = models.cohort_projection(both, years=1).set_index(["sex", "age"])["persons"]
    assert found[("maend", 16)] == 2 * found[("kvinder", 16)]


def test_a_missing_age_is_refused():
    with pytest.raises(AnalysisError, match="every year of age in each"):
        models.cohort_projection(TWO_YEARS.iloc[:-1], years=1)
    with pytest.raises(AnalysisError, match="1 years"):
        models.cohort_projection(TWO_YEARS[TWO_YEARS["year"] == 2019], years=1)


COUNTS = pd.DataFrame({"age": ["16-29", "30-66"], "value": [20.0, 30.0]})
TODAY = pd.DataFrame({"age": ["16-29", "30-66"], "persons": [100.0, 300.0]})


def ahead(young: float, old: float) -> pd.DataFrame:
    return pd.DataFrame({"period": "2024", "age": ["16-29", "30-66"], "persons": [young, old]})


def test_rates_of_today_meet_the_ages_of_tomorrow():
    # 20 of 100 and 30 of 300; 50 and 400 give 10 + 40; the variance is 20/4 + 30·(4/3)²
    found = models.demographic(COUNTS, TODAY, ahead(50, 400)).iloc[0]
    assert found["value"] == pytest.approx(50)
    assert found["change_pct"] == pytest.approx(0)
    deviation = (20 / 4 + 30 * 16 / 9) ** 0.5
    assert found["high_95"] - found["value"] == pytest.approx(1.959964 * deviation)
    assert found["low_95"] < found["low_80"] < found["value"] < found["high_80"]
    assert found["n"] == 50


def test_the_same_ages_give_the_same_number():
    assert models.demographic(COUNTS, TODAY, ahead(100, 300))["value"][0] == pytest.approx(50)


def test_all_that_is_wrong_with_the_ages_is_said():
    hidden = COUNTS.assign(value=[np.nan, 30.0])
    with pytest.raises(AnalysisError, match="1 figures are missing or hidden, 0 age groups have no persons"):
        models.demographic(hidden, TODAY, ahead(50, 400))
    with pytest.raises(AnalysisError, match=r"1 age groups are not in all three tables \(16-29\)"):
        models.demographic(COUNTS.iloc[1:], TODAY, ahead(50, 400))
