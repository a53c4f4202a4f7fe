"""Funnel limits and classes, against published ones and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from analysis.errors import AnalysisError
from analysis.models import (
    between_areas,
    funnel,
    funnel_limits,
    funnel_limits_at_counts,
    overdispersion_factor,
)

PUBLISHED = {
    "High (0.001)": "high_998",
    "High (0.025)": "high_95",
    "Not significant": "inside",
    "Low (0.025)": "low_95",
    "Low (0.001)": "low_998",
}


def test_limits_of_shares_are_the_published_ones(shared):
    folder = shared / "oracles" / "phe"
    inputs = pd.read_csv(folder / "testdata_funnel_prop_inputs.csv", encoding="utf-8-sig")
    outputs = pd.read_csv(folder / "testdata_funnel_prop_outputs.csv", encoding="utf-8-sig")
    target = inputs["numerator"].sum() / inputs["denominator"].sum()
    limits = 100 * funnel_limits(outputs["Population"].astype(float), kind="share", target=target)
    published = {"low_95": "Lower2s0025limit", "high_95": "Upper2s0025limit"}
    published |= {"low_998": "Lower3s0001limit", "high_998": "Upper3s0001limit"}
    for ours, theirs in published.items():
        np.testing.assert_allclose(limits[ours], outputs[theirs], rtol=0, atol=1e-6)


def test_the_class_of_each_of_303_areas_is_the_published_one(shared):
    rows = pd.read_csv(shared / "oracles" / "phe" / "testdata_funnel_prop_inputs.csv", encoding="utf-8-sig")
    result = funnel(rows.rename(columns={"numerator": "count", "denominator": "base"}), kind="share", per=100)
    assert len(rows) == 303
    assert result["position"].tolist() == rows["significance"].map(PUBLISHED).tolist()


def test_limits_of_ratios_at_counts_are_the_published_ones():
    """PHEindicatormethods, test data of funnels for ratios: expected events, and the ratio times 100."""
    at = funnel_limits_at_counts(pd.Series([1.0, 10.0, 100.0, 716.0]))
    expected = {
        "low_95_base": [5.571644585, 18.39035799, 121.6268111, 770.4222128],
        "high_95_base": [0.025317898, 4.795387629, 81.36400699, 664.5083011],
        "low_998_base": [9.233410143, 24.13397235, 134.9243187, 802.60414],
        "high_998_base": [0.001000547, 2.960519925, 71.92139974, 636.1521174],
    }
    for name, bases in expected.items():
        assert at[name].tolist() == pytest.approx(bases, rel=1e-4)  # theirs are found by halving, to 1e-7 of a count
    assert (100 * at["low_998"]).tolist() == pytest.approx(
        [10.83023482, 41.43536693, 74.11562345, 89.20960712], rel=1e-5
    )
    assert (100 * at["high_95"][1:]).tolist() == pytest.approx([208.5337156, 122.9044681, 107.7488421], rel=1e-5)


def test_limits_at_counts_and_at_bases_are_the_same_lines():
    at = funnel_limits_at_counts(pd.Series([1.0, 12.0, 300.0]), target=0.02)
    for name in ("low_95", "high_95", "low_998", "high_998"):
        lines = funnel_limits(at[f"{name}_base"], kind="rate", target=0.02)
        assert lines[name].tolist() == pytest.approx(at[name].tolist(), rel=1e-9)


def test_limits_of_rates_are_where_a_poisson_count_has_the_tail():
    limits = funnel_limits(pd.Series([5000.0]), kind="rate", target=0.02) * 5000  # 100 expected
    low, high = limits["low_95"][0], limits["high_95"][0]
    assert poisson.cdf(np.floor(low), 100) <= 0.025 <= poisson.cdf(np.ceil(low), 100)
    assert poisson.sf(np.ceil(high) - 1, 100) <= 0.025 <= poisson.sf(np.floor(high) - 1, 100)


def test_a_rate_is_classed_by_whether_its_own_interval_reaches_the_target():
    # exact 95 % limits of 9 are 4.115374 and 17.084803: a target of 4.11 is below them, 4.12 is not
    for target, position in ((4.11, "high_95"), (4.12, "inside"), (17.08, "inside"), (17.09, "low_95")):
        one = funnel(pd.DataFrame({"count": [9.0], "base": [1.0]}), kind="rate", target=target)
        assert one["position"][0] == position, target
    ratio = funnel(pd.DataFrame({"count": [9.0, 9.0], "base": [2.0, 9.0]}), kind="ratio", per=100)
    assert ratio["position"].tolist() == ["high_998", "inside"]  # 99.8 % from 2.4524
    assert ratio["value"].tolist() == [450, 100]
    assert ratio["target"].tolist() == [100, 100]


def test_the_centre_is_all_counts_over_all_bases_and_not_a_mean_of_shares():
    result = funnel(pd.DataFrame({"count": [1.0, 300.0], "base": [2.0, 1000.0]}), kind="share")
    assert result["target"].tolist() == [301 / 1002] * 2
    assert result[["n", "value"]].to_numpy().tolist() == [[2, 0.5], [1000, 0.3]]


def test_standardised_rates_on_fewer_than_ten_events_have_no_class():
    figures = pd.DataFrame({"count": [9.0, 10.0, 300.0], "value": [900.0, 1000.0, 1000.0]})
    result = funnel(figures, kind="rate", per=1000, standardised=True)
    assert result["position"].tolist()[1:] == ["inside", "inside"]
    assert result["position"].isna().tolist() == [True, False, False]
    assert result["n"].tolist() == [10, 10, 300]  # 9 events at 900 per 1,000


def spread(areas: int, step: float) -> pd.DataFrame:
    """Areas of 10,000 with shares around one half, ``step`` standard errors to either side in turn."""
    error = np.sqrt(0.25 / 10_000)
    return pd.DataFrame({"count": 5000 + 10_000 * error * step * np.resize([1, -1], areas), "base": 10_000.0})


def test_overdispersion_is_the_mean_squared_score():
    figures = spread(20, 2.5)
    assert overdispersion_factor(figures["count"], figures["base"], kind="share", target=0.5) == pytest.approx(6.25)


@pytest.mark.parametrize(("areas", "step", "phi"), [(20, 2.5, 6.25), (19, 2.5, 1), (20, 0.9, 1)])
def test_limits_are_widened_only_above_one_and_among_twenty_areas(areas: int, step: float, phi: float):
    plain = funnel(spread(areas, step), kind="share", target=0.5)
    wide = funnel(spread(areas, step), kind="share", target=0.5, overdispersion=True)
    assert wide["phi"][0] == pytest.approx(phi)
    assert wide["widened"].all() == (phi > 1)
    reach = (wide["high_95"] - 0.5) / (plain["high_95"] - 0.5)
    assert reach.tolist() == pytest.approx([phi**0.5] * areas)
    assert plain["position"][0] == ("high_95" if step > 2 else "inside")
    assert wide["position"][0] == ("inside" if phi > 1 else plain["position"][0])


def test_the_most_extreme_tenths_are_pulled_in_before_overdispersion_is_judged():
    figures = spread(40, 1.0)
    figures.loc[:2, "count"] = 9000.0  # 3 of 40 areas, within the tenth at the top
    factor = overdispersion_factor(figures["count"], figures["base"], kind="share", target=0.5)
    assert factor == pytest.approx(1.0)


def test_an_area_without_a_figure_has_no_class_and_does_not_move_the_centre():
    figures = pd.DataFrame({"count": [50.0, np.nan, 50.0], "base": [100.0, 100.0, 100.0]})
    result = funnel(figures, kind="share")
    assert result["target"].tolist() == [0.5] * 3
    assert result["position"].isna().tolist() == [False, True, False]


def test_all_that_is_wrong_is_told_at_once():
    figures = pd.DataFrame({"count": [-1.0, 5.0, 2.0], "base": [10.0, 4.0, 0.0]})
    with pytest.raises(AnalysisError) as told:
        funnel(figures, kind="share")
    for part in ("1 rows have a count below 0", "1 rows have a base that", "2 rows have a count above its base"):
        assert part in str(told.value)
    with pytest.raises(AnalysisError, match="missing column 'base'"):
        funnel(figures[["count"]], kind="rate")


def test_the_variance_between_areas_explains_what_chance_does_not():
    # 20 areas of one size, scores of 2.5: phi 6.25; (20 · 6.25 - 19) / (20 w - w) with w = 10,000 / (0.5 · 0.5)
    figures = spread(20, 2.5)
    tau2 = between_areas(figures["count"], figures["base"], kind="share", target=0.5)
    assert tau2 == pytest.approx(106 / (19 * 40_000))
    result = funnel(figures, kind="share", target=0.5, overdispersion="additive", limits="normal")
    assert result["high_95"].tolist() == pytest.approx([0.5 + 1.959964 * np.sqrt(1 / 40_000 + tau2)] * 20)
    assert result[["tau2", "phi"]].iloc[0].tolist() == pytest.approx([tau2, 6.25])
    assert result["widened"].all()
    assert set(result["position"]) == {"inside"}


@pytest.mark.parametrize(("areas", "step"), [(19, 2.5), (20, 0.9)])
def test_areas_that_are_few_or_differ_by_chance_have_no_variance_between_them(areas: int, step: float):
    figures = spread(areas, step)
    assert between_areas(figures["count"], figures["base"], kind="share", target=0.5) == 0
    assert not funnel(figures, kind="share", overdispersion="additive", limits="normal")["widened"].any()


def test_additive_limits_on_the_scale_of_the_root_are_those_of_the_care_quality_commission():
    # 20 ratios of 4 and 1/4 among 100 expected: scores 2 · 10 · (2 - 1) = 20 and 20 · (1/2 - 1) = -10; the squares'
    # mean 250; w = 4 · 100
    figures = pd.DataFrame({"count": np.resize([400.0, 25.0], 20), "base": 100.0})
    tau2 = between_areas(figures["count"], figures["base"], kind="ratio", target=1, root=True)
    assert tau2 == pytest.approx((20 * 250 - 19) / (20 * 400 - 400))
    result = funnel(figures, kind="ratio", overdispersion="additive", limits="root")
    half = 1.959964 * np.sqrt(1 / 400 + tau2)
    assert result[["low_95", "high_95"]].iloc[0].tolist() == pytest.approx([max(0, 1 - half) ** 2, (1 + half) ** 2])


def test_each_kind_of_limits_is_that_of_its_formula():
    ten, hundred = pd.Series([10.0]), pd.Series([100.0])
    # binomial of 10 at one half: P(R <= 2) = 56/1024 and P(R <= 1) = 11/1024 lie on either side of 0.025
    exact = funnel_limits(ten, kind="share", target=0.5, limits="exact")
    assert exact["low_95"][0] == pytest.approx((2 - (56 / 1024 - 0.025) / (45 / 1024)) / 10)
    assert exact["high_95"][0] == pytest.approx((8 - (1013 / 1024 - 0.975) / (45 / 1024)) / 10)
    own = funnel_limits(hundred, kind="ratio", limits="interval")
    assert own[["low_95", "high_95"]].iloc[0].tolist() == pytest.approx([0.81364, 1.21627], abs=5e-6)
    root = funnel_limits(hundred, kind="ratio", limits="root")
    assert root["high_95"][0] == pytest.approx((1 + 1.959964 / 20) ** 2)
    arcsine = funnel_limits(hundred, kind="share", target=0.5, limits="root")
    assert arcsine["high_95"][0] == pytest.approx(np.sin(np.pi / 4 + 1.959964 / 20) ** 2)
    normal = funnel_limits(hundred, kind="rate", target=0.04, limits="normal")
    assert normal["high_998"][0] == pytest.approx(0.04 + 3.090232 * 0.02)


def test_limits_that_do_not_go_together_are_refused():
    hundred = pd.Series([100.0])
    for wrong in ({"kind": "share", "limits": "interval"}, {"kind": "rate", "limits": "byar"}):
        with pytest.raises(ValueError, match="is not one of guidance, exact"):
            funnel_limits(hundred, target=0.1, **wrong)
    with pytest.raises(ValueError, match="take no variance between areas"):
        funnel_limits(hundred, kind="rate", target=0.1, tau2=0.1)
    with pytest.raises(ValueError, match="one of multiplicative, additive"):
        funnel(spread(20, 1.0), kind="share", overdispersion="random")
    with pytest.raises(ValueError, match="not a part of the areas"):
        overdispersion_factor(hundred, hundred, kind="ratio", target=1, winsorised=0.5, fewest=1)
