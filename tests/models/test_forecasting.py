"""A forecast stands on its back-test: what does not beat the seasonal naive is not used."""

import numpy as np
import pandas as pd
import pytest

from analysis import models, periods
from analysis.errors import AnalysisError
from analysis.models.time import candidates, forecasting
from analysis.models.time.candidates import Data, Path
from validations.forecasts import PASSENGERS

WAVE = np.array([1.2, 1.1, 1.0, 0.95, 0.9, 0.95, 1.1, 1.0, 0.9, 0.9, 0.95, 1.05])


def monthly(values: np.ndarray, *, first: str = "2012-01") -> pd.DataFrame:
    return pd.DataFrame({"period": [periods.shift(first, at) for at in range(len(values))], "value": values})


def growing(months: int = 72, *, noise: float = 0.01) -> pd.DataFrame:
    """Five per cent more a year, so that last year's figure is always too low."""
    random = np.random.default_rng(1)
    trend = 1000 * 1.05 ** (np.arange(months) / 12) * np.resize(WAVE, months)
    return monthly(trend * np.exp(random.normal(0, noise, months)))


def used(model: str) -> pd.DataFrame:
    """A back-test that chose this."""
    return pd.DataFrame({"model": [model], "widened": [1.0], "chosen": [True]})


def test_the_seasonal_naive_is_last_year_and_its_errors_add_up_over_years():
    # logs 0 1 | 2 3: changes of 2 and 2, so 2 after one year and 2·√2 after two
    path = candidates.seasonal_naive(Data(np.array([0.0, 1, 2, 3]), 2), 3)
    assert path.middle.tolist() == [2, 3, 2]
    assert path.deviation.tolist() == pytest.approx([2, 2, 2 * 2**0.5])


def test_limits_are_those_of_a_normal_logarithm():
    low, high = Path(np.log([100.0]), np.array([0.1])).limits(95, widened=2.0)
    assert (low[0], high[0]) == (pytest.approx(100 * np.exp(-0.2 * 1.959964)), pytest.approx(100 * np.exp(0.391993)))


def test_the_airline_model_forecasts_what_r_does():
    """R's arima of log(AirPassengers) prints sigma^2 0.001348, and forecast() these first months of 1961."""
    path = candidates.sarima(Data(np.log(np.array(PASSENGERS.split(), dtype=float)), 12), 3)
    assert path.deviation[0] ** 2 == pytest.approx(0.001348, abs=5e-7)
    assert np.exp(path.middle) == pytest.approx([450.4224, 425.7172, 479.0068], abs=5e-3)


def test_a_model_that_beats_the_seasonal_naive_is_chosen_and_forecasts_the_growth():
    rows = growing()
    tried = models.backtest(rows, months=12)
    assert list(tried["model"]) == ["seasonal_naive", "ets", "sarima"]
    assert tried["chosen"].sum() == 1
    used = tried[tried["chosen"]].iloc[0]
    assert used["reason"] == "chosen" and used["mase"] < tried["mase"][0]
    ahead = models.forecast(rows, months=12, area_type="country", tried=tried)
    truth = 1000 * 1.05 ** (np.arange(72, 84) / 12) * WAVE
    assert ahead["value"].to_numpy() == pytest.approx(truth, rel=0.05)
    assert list(ahead["period"])[:2] == ["2018-01", "2018-02"]
    assert set(ahead["n"]) == {72}


def test_intervals_lie_in_each_other_and_grow():
    rows = growing(noise=0.03)
    ahead = models.forecast(rows, months=24, area_type="country", tried=used("sarima"))
    columns = ["low_95", "low_80", "value", "high_80", "high_95"]
    assert (np.diff(ahead[columns].to_numpy(), axis=1) > 0).all()
    width = np.log(ahead["high_80"] / ahead["low_80"])
    assert width.iloc[-1] > width.iloc[0]


def test_where_none_beats_the_seasonal_naive_it_is_used_and_said():
    rows = monthly(np.resize(1000 * WAVE, 60))
    forced = forecasting._chosen(
        pd.DataFrame({"model": ["seasonal_naive", "ets", "sarima"], "mase": [0.5, 0.6, np.nan], "widened": 1.0})
    )
    assert list(forced["reason"]) == ["none_better", "not_better", "not_converged"]
    assert list(forced["chosen"]) == [True, False, False]
    ahead = models.forecast(rows, months=12, area_type="country", tried=forced)
    assert ahead["value"].tolist() == pytest.approx(rows["value"].iloc[-12:].tolist())
    assert set(ahead["model"]) == {"seasonal_naive"}


def test_the_better_of_two_is_chosen_and_the_other_told_so():
    tried = pd.DataFrame({"model": ["seasonal_naive", "ets", "sarima"], "mase": [1.0, 0.8, 0.9]})
    assert list(forecasting._chosen(tried)["reason"]) == ["not_better", "chosen", "not_best"]


def test_a_model_that_did_not_converge_is_not_used(monkeypatch):
    monkeypatch.setitem(candidates.CANDIDATES, "ets", lambda data, steps: Path(why="the search did not converge"))
    tried = models.backtest(growing(), months=12).set_index("model")
    assert tried.loc["ets", "reason"] == "not_converged"
    assert np.isnan(tried.loc["ets", "mase"])


def test_a_back_test_sees_nothing_of_what_came_later(monkeypatch):
    seen = []

    def spy(data: Data, steps: int) -> Path:
        seen.append((len(data.logs), steps))
        return candidates.seasonal_naive(data, steps)

    monkeypatch.setitem(candidates.CANDIDATES, "ets", spy)
    tried = models.backtest(growing(60), months=12)
    assert tried["steps"][0] == 12 and tried["origins"][0] == 8
    assert max(learned for learned, _ in seen[:-1]) == 48  # the last twelve months are kept from it
    assert min(learned for learned, _ in seen) == 36
    assert seen[-1] == (60, 12)  # and the forecast itself


def test_a_known_break_is_a_candidate_where_it_has_a_year_on_each_side():
    rows = growing()
    rows.loc[36:, "value"] *= 1.3
    tried = models.backtest(rows, months=12, breaks=["2015-01", "2015-03", "2012-06", "2017-06"])
    assert list(tried["model"])[-1] == "sarima_breaks"
    assert tried["breaks"].iloc[-1] == "2015-01"


def test_a_month_learned_from_tells_nothing_of_a_break_it_did_not_see():
    step = np.concatenate([np.zeros(40), np.ones(32)])[:, None]
    data = Data(np.zeros(60), 12, step)
    assert data.until(45).breaks is None  # five months after it
    told = data.until(52).breaks
    assert told is not None and told.shape == (72, 1)


@pytest.mark.parametrize("area_type", ["municipality", "jobcenter"])
def test_a_small_area_has_no_forecast_beyond_24_months(area_type: str):
    rows, tried = growing(), used("ets")
    assert len(models.forecast(rows, months=24, area_type=area_type, tried=tried)) == 24
    assert len(models.forecast(rows, months=25, area_type="region", tried=tried)) == 25
    with pytest.raises(AnalysisError, match="25 months ahead are too many for a"):
        models.forecast(rows, months=25, area_type=area_type, tried=tried)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (growing(47), "47 final periods, 48 are needed"),
        (growing().assign(count=29.0), "too few persons"),
        (growing().assign(value=lambda table: table["value"].where(table.index != 5, 0.0), count=50.0), "logarithm"),
        (growing().assign(value=lambda table: table["value"].where(table.index != 5)), "missing"),
    ],
)
def test_what_cannot_be_forecast_says_why(rows: pd.DataFrame, why: str):
    with pytest.raises(AnalysisError, match=why):
        models.backtest(rows, months=12)


def test_a_forecast_goes_from_one_to_sixty_months():
    for months in (0, 61):
        with pytest.raises(AnalysisError, match="give 1 to 60"):
            models.backtest(growing(), months=months)
