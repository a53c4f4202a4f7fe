"""The models that may forecast a series, each as a path on the log scale, or the reason why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

from analysis.models.time.quiet import fitted

NAIVE = "seasonal_naive"
LEVELS = (80, 95)
MOST_STEPS = 200  # of the search for the best fit


@dataclass(frozen=True, eq=False)
class Path:
    """Middle and standard deviation of the logarithm, a step after the other; or nothing, and ``why``."""

    middle: np.ndarray = field(default_factory=lambda: np.empty(0))
    deviation: np.ndarray = field(default_factory=lambda: np.empty(0))
    why: str = ""

    def limits(self, level: int, *, widened: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Limits of an interval of so many per cent, in the unit of the series."""
        reach = norm.isf((1 - level / 100) / 2) * widened * self.deviation
        return np.exp(self.middle - reach), np.exp(self.middle + reach)


@dataclass(frozen=True, eq=False)
class Data:
    """Logarithms of a series, the periods of a year, and columns of known breaks: 1 from each on, also ahead."""

    logs: np.ndarray
    seasons: int
    breaks: np.ndarray | None = None  # as long as the logs and the steps ahead together

    def until(self, number: int) -> "Data":
        """The first so many of them, with the breaks that they can tell anything about."""
        if self.breaks is None:
            return Data(self.logs[:number], self.seasons)
        told = self.breaks[:number].sum(axis=0) >= self.seasons
        return Data(self.logs[:number], self.seasons, self.breaks[:, told] if told.any() else None)


def seasonal_naive(data: Data, steps: int) -> Path:
    """The same season of last year; its errors add up from year to year."""
    period = data.seasons
    changes = data.logs[period:] - data.logs[:-period]
    years = np.arange(steps) // period + 1
    middle = np.resize(data.logs[-period:], steps)
    return Path(middle, np.sqrt(float(np.mean(changes**2)) * years))


def ets(data: Data, steps: int) -> Path:
    """Exponential smoothing with additive errors, a damped trend and additive seasons: ETS(A,Ad,A) of logarithms."""
    model = ETSModel(
        pd.Series(data.logs),
        error="add",
        trend="add",
        damped_trend=True,
        seasonal="add" if data.seasons > 1 else None,
        seasonal_periods=data.seasons if data.seasons > 1 else None,
    )
    result, why = fitted(lambda: model.fit(disp=False, maxiter=MOST_STEPS))
    if why:
        return Path(why=why)
    number = len(data.logs)
    ahead = result.get_prediction(start=number, end=number + steps - 1)
    return _path(ahead.predicted_mean, ahead.forecast_variance)


def sarima(data: Data, steps: int) -> Path:
    """ARIMA(0,1,1)(0,1,1) of logarithms, the airline model of Box and Jenkins, with a step at each known break."""
    number = len(data.logs)
    steps_known = None if data.breaks is None else data.breaks[:number]
    model = SARIMAX(
        data.logs,
        exog=steps_known,
        order=(0, 1, 1),
        seasonal_order=(0, 1, 1, data.seasons) if data.seasons > 1 else (0, 0, 0, 0),
        concentrate_scale=True,
    )
    result, why = fitted(lambda: model.fit(disp=False, maxiter=MOST_STEPS))
    if why:
        return Path(why=why)
    ahead = result.get_forecast(steps, exog=None if data.breaks is None else data.breaks[number : number + steps])
    return _path(ahead.predicted_mean, ahead.var_pred_mean)


def _path(middle: np.ndarray, variance: np.ndarray) -> Path:
    found = Path(np.asarray(middle, dtype=float), np.sqrt(np.asarray(variance, dtype=float)))
    if not (np.isfinite(found.middle).all() and np.isfinite(found.deviation).all()):
        return Path(why="its forecast is no number")
    return found


def plain(data: Data) -> Data:
    """The same without breaks."""
    return Data(data.logs, data.seasons)


CANDIDATES: dict[str, Callable[[Data, int], Path]] = {
    NAIVE: lambda data, steps: seasonal_naive(data, steps),
    "ets": lambda data, steps: ets(plain(data), steps),
    "sarima": lambda data, steps: sarima(plain(data), steps),
    "sarima_breaks": lambda data, steps: sarima(data, steps),
}


def names(data: Data) -> Sequence[str]:
    """The candidates for a series: that with breaks only where there are some."""
    return [name for name in CANDIDATES if data.breaks is not None or name != "sarima_breaks"]
