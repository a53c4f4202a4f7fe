"""Intervals for shares, against published limits."""

import numpy as np
import pandas as pd
import pytest

from analysis import models
from analysis.errors import AnalysisError
from analysis.models import (
    byar_limits,
    poisson_limits,
    proportions,
    rates,
    share_differences,
    wilson,
)


def test_wilson_limits_are_those_of_the_paper_s_formula():
    # 1 of 16: centre (1 + z²/2) / (16 + z²), half width z/(16 + z²) · sqrt(1·15/16 + z²/4), z = 1,959964
    bounds = wilson(pd.Series([1.0]), pd.Series([16.0]))
    assert bounds["low"][0] == pytest.approx(0.011111, abs=1e-5)
    assert bounds["high"][0] == pytest.approx(0.283297, abs=1e-5)


def test_wilson_limits_are_the_published_ones(shared):
    """Limits of PHEindicatormethods for proportions, at 95 and 99,8 per cent."""
    rows = pd.read_csv(shared / "oracles" / "phe" / "testdata_Proportion__testdata_Prop.csv")
    rows = rows[rows["multiplier"] == 1]
    for level, limits in ((0.95, "95_0cl"), (0.998, "99_8cl")):
        bounds = wilson(rows["Numerator"], rows["Denominator"], level=level)
        np.testing.assert_allclose(bounds["low"], rows[f"lower{limits}"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(bounds["high"], rows[f"upper{limits}"], rtol=0, atol=1e-9)
    assert len(rows) > 0


def test_an_empty_base_has_no_interval():
    bounds = wilson(pd.Series([0.0, np.nan, 2.0]), pd.Series([0.0, 10.0, np.nan]))
    assert bounds.isna().all(axis=None)


def test_poisson_limits_are_exact_below_ten_and_byar_s_from_ten():
    # nothing counted: the highest rate that gives it with 2,5 per cent is -ln(0,025) = 3,6889
    limits = poisson_limits(pd.Series([0.0, 9.0, 9.99, 10.0]))
    assert list(limits["method"]) == ["exact", "exact", "exact", "byar"]
    assert limits["low"][0] == 0
    assert limits["high"][0] == pytest.approx(-np.log(0.025))
    # Byar, 10: 10 (1 - 1/90 - 1,96/(3 √10))³ and 11 (1 - 1/99 + 1,96/(3 √11))³
    assert limits["low"][3] == pytest.approx(10 * (1 - 1 / 90 - 1.959964 / (3 * 10**0.5)) ** 3, rel=1e-6)
    assert limits["high"][3] == pytest.approx(11 * (1 - 1 / 99 + 1.959964 / (3 * 11**0.5)) ** 3, rel=1e-6)


def test_byar_s_limits_are_the_published_ones(shared):
    """Limits of PHEindicatormethods for counts, at 95 and 99,8 per cent, also below 10."""
    rows = pd.read_csv(shared / "oracles" / "phe" / "testdata_Byars_Wilson__testdata_B_W.csv")
    rows = rows[rows["method"] == "Byars"]
    for confidence, some in rows.groupby("confidence"):
        limits = byar_limits(some["x"], level=float(str(confidence).rstrip("%")) / 100)
        np.testing.assert_allclose(limits["low"], some["lowercl"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(limits["high"], some["uppercl"], rtol=0, atol=1e-9)
    assert len(rows) > 0


def test_rates_and_their_limits_are_the_published_ones(shared):
    """Crude rates of PHEindicatormethods per 100 and per 100,000, at 95 and 99,8 per cent."""
    rows = pd.read_csv(shared / "oracles" / "phe" / "testdata_Rate__testdata_Rate.csv")
    for per, some in rows.groupby("multiplier"):
        figures = some.rename(columns={"Numerator": "count", "Denominator": "base"})
        for level, limits in ((0.95, "95_0cl"), (0.998, "99_8cl")):
            result = rates(figures, per=float(str(per)), level=level)
            np.testing.assert_allclose(result["value"], some["value"], rtol=1e-9)
            np.testing.assert_allclose(result["low"], some[f"lower{limits}"], rtol=1e-9)
            np.testing.assert_allclose(result["high"], some[f"upper{limits}"], rtol=1e-9)
    assert len(rows) > 0


def test_a_rate_on_nobody_or_of_a_missing_count_is_missing():
    result = rates(pd.DataFrame({"count": [0.0, np.nan, 2.0], "base": [0.0, 10.0, np.nan]}))
    assert result[["value", "low", "high"]].isna().all(axis=None)


def test_a_rate_of_nothing_counted_is_zero_with_a_limit_above_it():
    result = rates(pd.DataFrame({"count": [0.0], "base": [1000.0]}), per=1000)
    assert (result["value"][0], result["low"][0]) == (0, 0)
    assert result["high"][0] == pytest.approx(-np.log(0.025))


def test_shares_are_told_per_what_is_asked():
    result = proportions(pd.DataFrame({"count": [1.0], "base": [16.0]}), per=100)
    assert result[["n", "value"]].to_numpy().tolist() == [[16, 100 / 16]]
    assert result["low"][0] == pytest.approx(1.1111, abs=1e-3)


def test_newcombe_s_interval_is_that_of_his_paper():
    """Newcombe (1998), Table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339, 9/10 less 3/10 0.1705 to 0.8090."""
    pairs = pd.DataFrame({"count": [56, 9], "base": [70, 10], "other_count": [48, 3], "other_base": [80, 10]})
    result = share_differences(pairs)
    assert result["difference"].tolist() == pytest.approx([0.2, 0.6])
    assert result["low"].tolist() == pytest.approx([0.0524, 0.1705], abs=5e-5)
    assert result["high"].tolist() == pytest.approx([0.3339, 0.8090], abs=5e-5)


def test_a_difference_with_a_missing_part_is_missing():
    pairs = pd.DataFrame(
        {
            "count": [5.0, np.nan, 5.0],
            "base": [10.0] * 3,
            "other_count": [1.0, 1.0, 0.0],
            "other_base": [10.0, 10.0, 0.0],
        }
    )
    assert share_differences(pairs)["difference"].isna().tolist() == [False, True, True]
    assert share_differences(pairs)["low"].isna().tolist() == [False, True, True]


def test_plain_lists_are_read_as_columns():
    assert poisson_limits([9, 10])["method"].tolist() == ["exact", "byar"]
    assert wilson([1], [16])["low"][0] == pytest.approx(0.011111, abs=1e-5)


@pytest.mark.parametrize("model", [models.proportions, models.rates, models.share_differences, models.against_expected])
def test_a_table_without_the_columns_says_which_and_a_count_below_0_how_often(model):
    with pytest.raises(AnalysisError, match=f"{model.__name__}: [0-9] problem"):
        model(pd.DataFrame({"count": [1.0]}))
    columns = ("count", "base", "other_count", "other_base", "expected")
    with pytest.raises(AnalysisError, match=r"'count' is below 0 in 1 row\(s\)"):
        model(pd.DataFrame({name: [-1.0 if name == "count" else 10.0, 5.0] for name in columns}))


@pytest.mark.parametrize(("count", "refused"), [(10.0, False), (10.0 + 1e-12, False), (10.001, True)])
def test_who_is_counted_must_be_among_them(count: float, refused: bool):
    figures = pd.DataFrame({"count": [count, 3.0], "base": [10.0, 10.0]})
    if refused:
        with pytest.raises(AnalysisError, match=r"'count' is above 'base' in 1 row\(s\)"):
            models.proportions(figures)
    else:
        assert models.proportions(figures)["value"].tolist() == pytest.approx([1, 0.3])


def test_shares_have_the_exact_interval_on_request():
    # Clopper and Pearson of 0 of 10: nothing to 1 - 0.025^(1/10); of 10 of 10 the other way round
    exact = models.proportions(pd.DataFrame({"count": [0, 10], "base": [10, 10]}), interval="exact")
    high = 1 - 0.025 ** (1 / 10)
    assert exact[["low", "high"]].to_numpy().tolist() == pytest.approx(np.array([[0, high], [1 - high, 1]]))
    with pytest.raises(ValueError, match="there are wilson, exact, normal"):
        models.proportions(pd.DataFrame({"count": [1], "base": [2]}), interval="wald")


def test_counts_have_the_interval_that_is_asked_for_whatever_their_size():
    count = pd.Series([4.0, 25.0])
    exact, byar, log = (poisson_limits(count, interval=name) for name in ("exact", "byar", "log"))
    assert exact["low"].tolist() == pytest.approx([1.0899, 16.1787], abs=1e-4)  # Garwood's table
    assert byar["high"].tolist() == pytest.approx(models.byar_limits(count)["high"].tolist())
    assert log["high"].tolist() == pytest.approx([4 * np.exp(1.959964 / 2), 25 * np.exp(1.959964 / 5)])
    assert models.poisson_limits(pd.Series([0.0]), interval="log")[["low", "high"]].isna().all(axis=None)
    assert set(models.rates(pd.DataFrame({"count": [4], "base": [10]}), interval="byar")["method"]) == {"byar"}
    with pytest.raises(ValueError, match="there are guidance, exact, byar, log"):
        poisson_limits(count, interval="wilson")
