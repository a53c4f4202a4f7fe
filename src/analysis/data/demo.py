"""The synthetic country: invented figures for every municipality, alike every time they are made.

Only the numbers of residents are real (``reference/population.csv``); everything else is drawn from a seeded
generator with a trend, a season, and lasting differences between municipalities. No figure in it says
anything about a real municipality.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import areas, catalogue, periods, project
from analysis.areas import COUNTRY
from analysis.data import snapshots
from analysis.data.snapshots import Snapshot

NAME = "demo"
SEED = 20101
FIRST, LAST = "2015-01", "2019-12"
RETRIEVED = "2020-02-10T00:00:00"  # of a country that does not exist, so no clock is asked
PROVISIONAL_MONTHS = 3
SOURCE = "Syntetiske tal fra jobcenter-analysis; befolkning: Danmarks Statistik, FOLK1A"

_ELSEWHERE = 0.0006  # share of the country's people who are in no municipality's count
_HIDDEN_AT_SOURCE = 3  # the source shows no count below this
_WORKFORCE = 0.515  # of residents
_AGED_16_66 = 0.66  # of residents


def build(*, seed: int = SEED) -> Snapshot:
    """The synthetic country as the snapshot ``demo``; one that is there already is replaced.

    Returns
    -------
    Snapshot
        98 municipalities and the country, 60 months to 2019-12, with the measures of Jobindsats' tables
        and the population by quarter. The same seed gives the same bytes.
    """
    table = observations(seed=seed)
    return snapshots.write(
        NAME,
        {"observations": table},
        source=SOURCE,
        asked=[f"seed {seed}"],
        retrieved=RETRIEVED,
        synthetic=True,
        extra={"provisional_months": PROVISIONAL_MONTHS},
        replace=True,
    )


def observations(*, seed: int = SEED) -> pd.DataFrame:
    """The rows of ``contracts.Observations`` of the synthetic country."""
    population = _population()
    months = periods.months(FIRST, LAST)
    drawn = _Country(np.random.default_rng(seed), population, months)
    parts = [
        _rows(measure, benefit, values, list(population.columns), periods_)
        for (measure, benefit), (values, periods_) in drawn.measures().items()
    ]
    table = pd.concat(parts, ignore_index=True)
    # Two months of one small municipality are not in the source at all, as happens.
    lost = (table["measure"] == "langtidsledige_fuldtid") & (table["area"] == "825")
    lost &= table["period"].isin(["2018-02", "2018-03"])
    table.loc[lost, "status"] = "missing"
    table.loc[lost, "value"] = np.nan
    return table


@dataclass
class _Country:
    """Draws every measure as months by municipalities, in one fixed order."""

    random: np.random.Generator
    residents: pd.DataFrame  # quarters by municipality codes
    months: list[str]

    def measures(self) -> dict[tuple[str, str], tuple[np.ndarray, list[str]]]:
        residents = self._by_month()
        workforce = np.round(residents * _WORKFORCE * (1 + self._lasting(0.04)))
        adults = np.round(residents * _AGED_16_66)
        dagpenge = self._count(workforce, level=0.024, spread=0.22, season=0.14, trend=-0.05)
        ready = self._count(workforce, level=0.007, spread=0.35, season=0.05, trend=-0.10)
        long_dagpenge = self._part(dagpenge, 0.17)
        long_ready = self._part(ready, 0.28)
        benefit = ready + self._count(workforce, level=0.021, spread=0.30, season=0.03, trend=-0.07)
        persons = benefit + self.random.binomial(benefit.astype(int), 0.04)
        activated = self._share(0.22, spread=0.25, season=0.12)
        touched = np.minimum(activated * 1.9, 0.95)
        hours = self._part(persons, 0.13)
        figures: dict[tuple[str, str], np.ndarray] = {
            ("ledige_fuldtid", "alle"): dagpenge + ready,
            ("ledige_fuldtid", "a_dagpenge"): dagpenge,
            ("ledige_fuldtid", "kontanthjaelp"): ready,
            ("langtidsledige_fuldtid", "alle"): long_dagpenge + long_ready,
            ("langtidsledige_fuldtid", "a_dagpenge"): long_dagpenge,
            ("langtidsledige_fuldtid", "kontanthjaelp"): long_ready,
            ("kontanthjaelp_personer", "kontanthjaelp"): persons,
            ("kontanthjaelp_fuldtid", "kontanthjaelp"): benefit,
            ("ordinaere_timer_personer", "kontanthjaelp"): hours,
        }
        of = {name: _with_country(values) for name, values in figures.items()}
        force, grown = _with_country(workforce), _with_country(adults)
        full, heads = (
            of["kontanthjaelp_fuldtid", "kontanthjaelp"],
            of["kontanthjaelp_personer", "kontanthjaelp"],
        )
        active = self.random.binomial(benefit.astype(int), activated)
        reached = self.random.binomial(persons.astype(int), touched)
        for part in ("alle", "a_dagpenge", "kontanthjaelp"):
            of["ledige_pct_arbejdsstyrken", part] = _percent(of["ledige_fuldtid", part], force)
        of["kontanthjaelp_pct_arbejdsstyrken", "kontanthjaelp"] = _percent(full, force)
        of["kontanthjaelp_pct_befolkning", "kontanthjaelp"] = _percent(full, grown)
        of["aktiveringsgrad", "kontanthjaelp"] = _percent(_with_country(active), full)
        of["andel_aktiveringsberoerte", "kontanthjaelp"] = _percent(_with_country(reached), heads)
        of["ordinaere_timer_andel", "kontanthjaelp"] = _percent(of["ordinaere_timer_personer", "kontanthjaelp"], heads)
        result = {name: (values, self.months) for name, values in of.items()}
        quarterly = self.residents.to_numpy()
        result["befolkning", "alle"] = (
            np.column_stack([quarterly, quarterly.sum(axis=1)]),
            list(self.residents.index),
        )
        return result

    def _by_month(self) -> np.ndarray:
        quarters = [f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in self.months]
        by_month: np.ndarray = self.residents.loc[quarters].to_numpy()
        return by_month

    def _lasting(self, spread: float) -> np.ndarray:
        return self.random.normal(0, spread, size=self.residents.shape[1])

    def _count(self, base: np.ndarray, *, level: float, spread: float, season: float, trend: float) -> np.ndarray:
        return self.random.binomial(base.astype(int), self._share(level, spread=spread, season=season, trend=trend))

    def _share(self, level: float, *, spread: float, season: float, trend: float = 0.02) -> np.ndarray:
        month = np.arange(len(self.months))
        wave = season * np.cos(2 * np.pi * (month % 12) / 12)
        drift = trend * month / 12
        wandering = np.cumsum(self.random.normal(0, 0.012, size=(len(month), self.residents.shape[1])), axis=0)
        log = np.log(level) + self._lasting(spread)[None, :] + (wave + drift)[:, None] + wandering
        share: np.ndarray = np.minimum(np.exp(log), 0.9)
        return share

    def _part(self, whole: np.ndarray, share: float) -> np.ndarray:
        return self.random.binomial(whole.astype(int), self._share(share, spread=0.2, season=0.05))


def _population() -> pd.DataFrame:
    """Residents by quarter and municipality; between the yearly counts on a straight line."""
    yearly = pd.read_csv(project.reference("population.csv"), dtype={"municipality": str})
    wide = yearly.pivot(index="period", columns="municipality", values="persons")
    quarters = [f"{year}-Q{quarter}" for year in range(2015, 2020) for quarter in (1, 2, 3, 4)]
    spread = wide.reindex([*quarters, "2020-Q1"]).interpolate().loc[quarters].round()
    return spread[[area.code for area in sorted(areas.municipalities(), key=lambda area: area.code)]]


def _with_country(values: np.ndarray) -> np.ndarray:
    total = values.sum(axis=1)
    return np.column_stack([values, total + np.round(total * _ELSEWHERE)]).astype(float)


def _percent(count: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Shares in per cent with one decimal, half up, as Jobindsats prints them."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(base > 0, 1000 * count / base, np.nan)
    shown: np.ndarray = np.floor(share + 0.5) / 10
    return shown


def _rows(measure: str, benefit: str, values: np.ndarray, codes: list[str], spans: list[str]) -> pd.DataFrame:
    described = catalogue.measure(measure)
    columns = [*codes, COUNTRY.code]
    shown = values.astype(float)
    hidden = np.isnan(shown) | ((shown < _HIDDEN_AT_SOURCE) & (not described.is_rate))
    provisional = np.zeros(len(spans), dtype=bool)
    if periods.kind(spans[-1]) == "month":
        provisional[-PROVISIONAL_MONTHS:] = True
    status = np.where(hidden, "suppressed", np.where(provisional[:, None], "provisional", "final"))
    return pd.DataFrame(
        {
            "measure": measure,
            "benefit": benefit,
            "area_type": np.tile(
                ["country" if code == COUNTRY.code else "municipality" for code in columns], len(spans)
            ),
            "area": np.tile(columns, len(spans)),
            "period": np.repeat(spans, len(columns)),
            "sex": catalogue.TOTAL,
            "age": catalogue.TOTAL,
            "origin": catalogue.TOTAL,
            "visitation": catalogue.TOTAL,
            "value": np.where(hidden, np.nan, shown).ravel(),
            "numerator": np.nan,
            "denominator": np.nan,
            "unit": described.unit,
            "status": status.ravel(),
            "source": SOURCE,
            "retrieved": RETRIEVED[:10],
        }
    )
