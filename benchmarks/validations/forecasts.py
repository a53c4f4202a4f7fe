"""Forecasts."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import areas, models
from analysis.data.demo import Country
from analysis.models.time import candidates
from analysis.models.time.candidates import Data
from analysis.registers.numbers import coding
from analysis.registers.tables import stocks
from validations import Answer, Result, Simulation, furthest

TITLE = "Forecasts"
SOURCES = (
    "src/analysis/models/time/candidates.py",
    "src/analysis/models/time/demands.py",
    "src/analysis/models/time/forecasting.py",
    "src/analysis/models/time/quiet.py",
    "src/analysis/models/time/series.py",
)
NOT_VALIDATED = (
    "horizons beyond 12 months are back-tested for each series and not in the simulation here; the synthetic country "
    "has one business cycle, and nothing is known of how often the next one is missed.",
    "the simulation draws series of one synthetic country, which share its calendar: replications are not independent, "
    "and the share says how the intervals did in this country.",
    "how intervals are widened was decided with these replications in view: by the back-test's errors as they are, "
    "intervals of 80 % hold 87 of 100; corrected as well for how few starting months a back-test has, they held 91.",
    "cohort projections and scenarios follow from their assumptions; tests work them out by hand.",
)
R_ARIMA = "R, arima(log(AirPassengers), c(0,1,1), c(0,1,1)): sigma^2, and forecast() of the first half of 1961"
R_ETS = 'R, ets(austourists, "AAA", damped = TRUE) of package forecast, results kept by statsmodels'
PASSENGERS = """
112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432
"""
TOURISTS = """
30.052513 19.148496 25.317692 27.591437 32.076456 23.487961 28.47594 35.123753 36.838485 25.007017 30.72223
28.693759 36.640986 23.824609 29.311683 31.770309 35.177877 19.775244 29.60175 34.538842 41.273599 26.655862
28.279859 35.191153 42.20566386 24.64917133 32.66733514 37.25735401 45.24246027 29.35048127 36.34420728
41.78208136 49.27659843 31.27540139 37.85062549 38.83704413 51.23690034 31.83855162 41.32342126 42.79900337
55.70835836 33.40714492 42.31663797 45.15712257 59.57607996 34.83733016 44.84168072 46.9712496 60.01903094
38.37117851 46.97586413 50.73379646 61.64687319 39.29956937 52.67120908 54.33231689 66.83435838 40.87118847
51.82853579 57.49190993 65.25146985 43.06120822 54.76075713 59.83447494 73.25702747 47.69662373 61.09776802
66.05576122
"""
SCALE = 0.05
FIRST, LAST = "2007-01", "2019-12"
AHEAD = 12
LEARNED = 60  # months before the first origin
SMALLEST = 30  # persons


def answers(shared: Path) -> list[Answer]:
    """Every published answer of the subject; none is in the folder."""
    airline = candidates.sarima(Data(np.log(np.array(PASSENGERS.split(), dtype=float)), 12), 6)
    first_half = [450.4224, 425.7172, 479.0068, 492.4045, 509.0550, 583.3449]
    smoothed = candidates.ets(Data(np.array(TOURISTS.split(), dtype=float), 4), 4)
    quarters = [76.07768073, 51.61741109, 63.96457729, 68.27886241]
    return [
        Answer("SARIMA", "variance of a step", R_ARIMA, 0.001348, float(airline.deviation[0] ** 2), 5e-7),
        furthest("SARIMA", "forecast", R_ARIMA, published=first_half, ours=np.exp(airline.middle), tolerance=5e-3),
        furthest(
            "ETS(A,Ad,A), another search for the same maximum",
            "forecast",
            R_ETS,
            published=quarters,
            ours=smoothed.middle,
            tolerance=0.005 * np.array(quarters),
        ),
    ]


@cache
def _stocks() -> pd.DataFrame:
    """Full-time persons by month (rows), benefit and jobcenter of a small synthetic country."""
    country = Country(SCALE)
    register = coding.register(country.spells, country.persons)
    rows = stocks.full_time_persons(register, first=FIRST, last=LAST)
    rows = rows[(rows["sex"] == "alle") & (rows["age"] == "alle")]
    served = {member.code: one.code for one in areas.jobcentres(LAST) for member in areas.members(one, LAST)}
    placed = rows.assign(jobcenter=rows["area"].astype(str).map(served), month=rows["month"].astype(str))
    placed = placed.dropna(subset="jobcenter")
    return placed.pivot_table(
        index="month", columns=["benefit", "jobcenter"], values="full_time", aggfunc="sum", observed=True
    )


@cache
def _pool() -> dict[str, list[tuple[str, int]]]:
    """By benefit, the jobcentres and origins before which five years, and after which one, count enough persons."""
    wide = _stocks()
    found: dict[str, list[tuple[str, int]]] = {}
    for benefit, jobcenter in wide.columns.to_frame().itertuples(index=False):
        enough = wide[(benefit, jobcenter)].to_numpy() >= SMALLEST
        for origin in range(LEARNED, len(wide) - AHEAD + 1):
            if enough[: origin + AHEAD].all():
                found.setdefault(benefit, []).append((jobcenter, origin))
    return found


def _forecast(seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    pool = _pool()
    benefit = sorted(pool)[random.integers(len(pool))]
    jobcenter, origin = pool[benefit][random.integers(len(pool[benefit]))]
    values = _stocks()[(benefit, jobcenter)]
    known, truth = values.iloc[:origin], values.iloc[origin : origin + AHEAD].to_numpy()
    rows = pd.DataFrame({"period": known.index, "value": known.to_numpy()})
    tried = models.backtest(rows, months=AHEAD)
    ahead = models.forecast(rows, months=AHEAD, area_type="jobcenter", tried=tried)
    naive = known.to_numpy()[-AHEAD:]
    return {
        "within_80": float(((ahead["low_80"] <= truth) & (truth <= ahead["high_80"])).mean()),
        "within_95": float(((ahead["low_95"] <= truth) & (truth <= ahead["high_95"])).mean()),
        "error": float(np.abs(ahead["value"] - truth).mean()),
        "naive_error": float(np.abs(naive - truth).mean()),
        "naive_used": float(tried.loc[tried["chosen"], "model"].iloc[0] == candidates.NAIVE),
    }


def _summary(rows: list[dict[str, float]]) -> list[Result]:
    mean = pd.DataFrame(rows).mean()
    return [
        Result("share of months within the interval of 80 %", 0.72, 0.88, float(mean["within_80"])),
        Result("share of months within the interval of 95 %", 0.88, 0.99, float(mean["within_95"])),
        Result("error, as a share of the seasonal naive's", 0.0, 1.0, float(mean["error"] / mean["naive_error"])),
        Result("share of series where the seasonal naive was used", 0.0, 0.5, float(mean["naive_used"])),
    ]


SIMULATIONS = [
    Simulation(
        "Forecast intervals of stocks",
        "The register of the synthetic country at a scale of a twentieth, 2007-2019. Each replication draws a benefit, "
        "then a jobcenter and a month with five years or more before it and one after, with at least 30 full-time "
        "persons in every month. The months before are given to the back-test and the forecast, and the twelve after "
        "are the truth. How many of them lie within the intervals? Reforms come as they come in life: no forecast "
        "knows them.",
        _forecast,
        _summary,
    )
]
