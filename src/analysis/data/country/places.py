"""The municipalities of the synthetic country: residents by sex and age, and how they differ from one another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import yaml

from analysis import area_lists, project
from analysis.data.country.chance import Chance
from analysis.data.country.weeks import FIRST_YEAR, LAST_YEAR

SEXES = ("maend", "kvinder")
UNKNOWN = 98  # the place of persons whose municipality is not known
NOWHERE = -1
YOUNGEST, OLDEST = 14, 70  # ages on 1 January that are followed; the register holds those of 15 to 69
KINDS = ("ledighed", "job", "kontanthjaelp", "sygdom", "permanent", "tilbud")

_BASE_YEAR = 2014  # the one year of which single ages by municipality are at hand
_AGES = range(9, 77)


@dataclass(frozen=True)
class Places:
    """Municipalities in the order of their codes, and last the unknown one.

    ``residents`` is by sex, year of birth, year (1 January) and place; ``effects`` by kind and place, on the log
    scale.
    """

    codes: tuple[str, ...]
    groups: tuple[str, ...]
    births: range
    residents: np.ndarray
    effects: dict[str, np.ndarray]


def calibration() -> dict[str, dict[str, float]]:
    """The agreed levels of ``reference/country.yml``."""
    read: dict[str, dict[str, float]] = yaml.safe_load(project.reference("country.yml").read_text(encoding="utf-8"))
    return read


def places(*, seed: int) -> Places:
    """The municipalities with their residents and their lasting differences.

    Residents on 1 January 2014 are the real ones by sex and year of age. In other years a generation is as large
    as deaths and immigration by age make it, and spreads over the municipalities as that age did in 2014,
    moved by how each municipality has grown or shrunk beside the country.
    """
    settings = calibration()
    rows = area_lists.municipalities()
    codes = tuple(sorted(rows))
    groups = tuple(rows[code].group for code in codes)
    births = range(FIRST_YEAR - OLDEST, LAST_YEAR - 15 + 1)
    residents = _residents(codes, births, settings["people"])
    weights = residents[:, :, _BASE_YEAR - FIRST_YEAR, :UNKNOWN].sum(axis=(0, 1))
    regions = [rows[code].region for code in codes]
    return Places(codes, groups, births, residents, _effects(seed, codes, groups, regions, weights, settings))


def _residents(codes: tuple[str, ...], births: range, settings: dict[str, float]) -> np.ndarray:
    ages = pd.read_csv(project.reference("population_ages.csv"), dtype={"municipality": str})
    ages = ages.set_index(["sex", "municipality"])
    by_age = np.stack([ages.loc[sex].loc[list(codes)].to_numpy() for sex in SEXES]).astype(float)
    growth = _growth(codes)
    years = range(FIRST_YEAR, LAST_YEAR + 2)
    whole = np.zeros((2, len(births), len(years), UNKNOWN + 1))
    for sex in range(2):
        kept = _kept(sex, settings)
        for number, birth in enumerate(births):
            then = _BASE_YEAR - 1 - birth
            size = by_age[sex, :, then - _AGES[0]].sum()
            for year in years:
                age = year - 1 - birth
                if YOUNGEST <= age <= OLDEST:
                    weight = by_age[sex, :, age - _AGES[0]] * growth[year - FIRST_YEAR]
                    count = size * kept[age] / kept[then]
                    whole[sex, number, year - FIRST_YEAR, :UNKNOWN] = count * weight / weight.sum()
    whole[..., UNKNOWN] = settings["unknown_municipality"] * whole.sum(axis=-1)
    return whole


def _growth(codes: tuple[str, ...]) -> np.ndarray:
    """Residents of all ages beside those of 2014, by year and municipality; 2007 as 2008."""
    read = pd.read_csv(project.reference("population.csv"), dtype={"municipality": str})
    wide = read.pivot(index="period", columns="municipality", values="persons")[list(codes)]
    years = [f"{max(year, 2008)}-Q1" for year in range(FIRST_YEAR, LAST_YEAR + 2)]
    grown: np.ndarray = (wide.loc[years].to_numpy() / wide.loc[f"{_BASE_YEAR}-Q1"].to_numpy()).astype(float)
    return grown


def _kept(sex: int, settings: dict[str, float]) -> np.ndarray:
    """How many of a generation there are at each age beside the first age: deaths off, net immigration on."""
    age = np.arange(100)
    deaths = settings["deaths_at_40"] * (1.0 if sex == 0 else settings["deaths_of_women"])
    leave = deaths * 2.0 ** ((age - 40) / settings["deaths_double_in"])
    arrive = np.select([age < 18, age < 30, age < 40], [0.002, settings["arrivals_18_29"], 0.003], 0.0)
    return np.cumprod(np.concatenate([[1.0], 1 - leave + arrive]))


def _effects(
    seed: int,
    codes: tuple[str, ...],
    groups: tuple[str, ...],
    regions: list[str],
    weights: np.ndarray,
    settings: dict[str, dict[str, float]],
) -> dict[str, np.ndarray]:
    """Lasting differences by kind: a draw per municipality around its region, the group's, and what is calibrated."""
    chance = Chance(seed, np.array([int(code) for code in codes]))
    effects = {}
    for number, kind in enumerate(KINDS):
        pair = chance.waiting(4000 + number), chance.uniform(4050 + number)
        own = settings["spread"][kind] * np.sqrt(2 * pair[0]) * np.cos(2 * np.pi * pair[1])
        own += (
            np.array([settings[f"group_{kind}"].get(group, 0.0) for group in groups])
            if (f"group_{kind}" in settings)
            else 0.0
        )
        for name in sorted(set(regions)):
            there = np.array([region == name for region in regions])
            if kind != "tilbud":
                own[there] -= np.average(own[there], weights=weights[there])
            own[there] += settings.get(f"region_{kind}", {}).get(name, 0.0)
        for code, level in settings.get(f"municipality_{kind}", {}).items():
            own[codes.index(code)] = level
        effects[kind] = np.append(own, 0.0)
    return effects
