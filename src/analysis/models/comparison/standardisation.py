"""Rates as they would be if every area had the same people: direct and indirect standardisation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import gamma, norm

from analysis.errors import AnalysisError
from analysis.models.comparison.counts import byar_limits, exact_limits, poisson_limits

DIRECT_INTERVALS = ("dobson", "dobson_exact", "gamma", "normal")
SMALLEST = 10  # events below which a directly standardised rate is too uncertain to be told


def direct_rates(
    cells: pd.DataFrame,
    *,
    strata: Sequence[str],
    weights: pd.DataFrame,
    area: str = "area",
    per: float = 1000,
    level: float = 0.95,
    interval: str = "dobson",
    smallest: float = SMALLEST,
) -> pd.DataFrame:
    """Directly standardised rate of each area, with Dobson's interval from Byar's limits unless another is asked for.

    The rate that an area would have if its strata (such as age, sex and origin) were as large as those of the
    standard population, at the area's own rates. An area has no rate where it has fewer than ``smallest`` events in
    all, where a count is missing, or where a stratum that carries weight has nobody in it.

    Parameters
    ----------
    cells : DataFrame
        One row per area and stratum. Columns: ``area``, the strata, ``count`` (events) and ``base`` (persons).
    strata : sequence of str
        The columns that together are a stratum.
    weights : DataFrame
        The standard population: one row per stratum. Columns: the strata and ``weight`` (0 or more; any scale).
    area : str
        The column that names the area.
    per : float
        What the rate is told per.
    level : float
        Confidence of the interval, 0 to 1.
    interval : str
        ``dobson``: from Byar's limits of the count, as the guidance of public health in England. ``dobson_exact``: from
        exact ones, as Dobson and others wrote it. ``gamma``: Fay and Feuer's, as ``ageadjust.direct`` of R's
        ``epitools``. ``normal``: of the variance of the weighted sum.
    smallest : float
        Fewest events.

    Returns
    -------
    DataFrame
        One row per area, sorted, indexed by it. Columns: ``count``, ``n`` (persons), ``crude`` and ``value`` (the
        standardised rate, per ``per``), ``low``, ``high``, ``empty`` (strata with weight that nobody is in).

    Raises
    ------
    AnalysisError
        If a column is missing, an area has a stratum twice or a stratum has no weight; all of it at once.
    ValueError
        If there is no such interval.

    References
    ----------
    Dobson et al. (1991), Statistics in Medicine 10:457-462. Fay and Feuer (1997), Statistics in Medicine 16:791-801.
    Association of Public Health Observatories (2008),
    Technical Briefing 3; a rate on fewer than 10 events is not told there either.
    """
    if interval not in DIRECT_INTERVALS:
        raise ValueError(f"direct_rates: no interval is called '{interval}'; there are {', '.join(DIRECT_INTERVALS)}")
    keys = list(strata)
    full = _complete(cells, keys, weights, area, ["weight"])
    weight, count, base = (full[name].astype(float) for name in ("weight", "count", "base"))
    per_person = weight / base.where(base > 0)
    carries = weight > 0
    parts = pd.DataFrame(
        {
            "count": count,
            "n": base,
            "weight": weight,
            "sum": (per_person * count).where(carries, 0.0),
            "variance": (per_person**2 * count).where(carries, 0.0),
            "empty": (carries & ~(base > 0)).astype(float),
        }
    )
    total = _sums(parts, full[area])
    events = total["count"]
    value = (total["sum"] / total["weight"]).where(events >= smallest)
    variance = total["variance"] / total["weight"] ** 2
    largest = per_person.where(carries, 0.0).groupby(full[area], sort=True).max() / total["weight"]
    limits = _direct_limits(events, value, variance, largest, level=level, interval=interval)
    return pd.DataFrame(
        {
            "count": events,
            "n": total["n"],
            "crude": per * events / total["n"],
            "value": per * value,
            "low": per * limits["low"],
            "high": per * limits["high"],
            "empty": total["empty"].astype(int),
        }
    )


def indirect_rates(
    cells: pd.DataFrame,
    *,
    strata: Sequence[str],
    reference: pd.DataFrame,
    observed: pd.Series | None = None,
    area: str = "area",
    per: float = 1000,
    level: float = 0.95,
    interval: str = "guidance",
) -> pd.DataFrame:
    """Observed against expected events of each area, and the indirectly standardised rate.

    Expected is what the area would have if each of its strata had the reference's rate. The interval is that
    of the observed count, exact below 10 and Byar's from 10 up; the expected number is taken as known. Two areas'
    ratios have different weights, and each is compared with the reference alone, not with the other.

    Parameters
    ----------
    cells : DataFrame
        One row per area and stratum. Columns: ``area``, the strata, ``base`` (persons) and, unless ``observed`` is
        given, ``count`` (events).
    strata : sequence of str
        The columns that together are a stratum.
    reference : DataFrame
        One row per stratum. Columns: the strata, ``count`` and ``base``.
    observed : Series, optional
        Events by area, where they are not known by stratum.
    area, per, level
        As for ``direct_rates``.
    interval : str
        Of the observed count, as for ``poisson_limits``.

    Returns
    -------
    DataFrame
        One row per area, sorted, indexed by it. Columns: ``count``, ``n`` (persons), ``expected``, ``ratio``,
        ``ratio_low``, ``ratio_high`` (1 is as expected), ``value``, ``low``, ``high`` (the standardised rate, per
        ``per``: the ratio times the reference's rate). Missing where a count or a base is.

    Raises
    ------
    AnalysisError
        If a column is missing, an area has a stratum twice, or a stratum has no reference; all of it at once.
    ValueError
        If there is no such interval.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2. Association of Public Health
    Observatories (2008), Technical Briefing 3.
    """
    keys = list(strata)
    known = reference.rename(columns={"count": "reference_count", "base": "reference_base"})
    counted = cells if observed is None else cells.assign(count=0.0)
    full = _complete(counted, keys, known, area, ["reference_count", "reference_base"])
    base = full["base"].astype(float)
    rate = full["reference_count"] / full["reference_base"].where(full["reference_base"] > 0)
    parts = pd.DataFrame(
        {"count": full["count"].astype(float), "n": base, "expected": (base * rate).mask(base == 0, 0)}
    )
    total = _sums(parts, full[area])
    count = total["count"] if observed is None else observed.reindex(total.index).astype(float)
    expected = total["expected"].where(total["expected"] > 0)
    limits = poisson_limits(count, level=level, interval=interval)
    ratio, low, high = count / expected, limits["low"] / expected, limits["high"] / expected
    crude = per * known["reference_count"].sum() / known["reference_base"].sum()
    return pd.DataFrame(
        {
            "count": count,
            "n": total["n"],
            "expected": total["expected"],
            "ratio": ratio,
            "ratio_low": low,
            "ratio_high": high,
            "value": crude * ratio,
            "low": crude * low,
            "high": crude * high,
        }
    )


def standard_population(cells: pd.DataFrame, *, strata: Sequence[str]) -> pd.DataFrame:
    """The people of all areas together, stratum by stratum, as weights for ``direct_rates``.

    Parameters
    ----------
    cells : DataFrame
        One row per area and stratum. Columns: the strata and ``base`` (persons).
    strata : sequence of str
        The columns that together are a stratum.

    Returns
    -------
    DataFrame
        One row per stratum, sorted. Columns: the strata and ``weight`` (persons). A stratum with a missing
        base anywhere has a missing weight.

    Raises
    ------
    AnalysisError
        If a column or all rows are missing.

    References
    ----------
    As ``direct_rates``.
    """
    absent = [name for name in (*strata, "base") if name not in cells]
    if absent or not len(cells):
        raise AnalysisError(f"A standard population needs rows and the columns {', '.join([*strata, 'base'])}.")
    together = cells.groupby(list(strata), sort=True)["base"].agg(lambda values: values.sum(skipna=False))
    return together.rename("weight").reset_index()


def _direct_limits(
    events: pd.Series, value: pd.Series, variance: pd.Series, largest: pd.Series, *, level: float, interval: str
) -> pd.DataFrame:
    """Limits of weighted sums of counts, per person; ``largest`` is the largest weight of one event."""
    if interval == "gamma":
        tail = (1 - level) / 2
        above, wider = value + largest, variance + largest**2
        low = gamma.ppf(tail, value**2 / variance, scale=variance / value)
        high = gamma.ppf(1 - tail, above**2 / wider, scale=wider / above)
        return pd.DataFrame({"low": np.where(value == 0, 0.0, low), "high": high}, index=value.index)
    if interval == "normal":
        wide = norm.ppf(0.5 + level / 2) * np.sqrt(variance)
        return pd.DataFrame({"low": (value - wide).clip(lower=0), "high": value + wide})
    own = byar_limits(events, level=level) if interval == "dobson" else exact_limits(events, level=level)
    found: pd.DataFrame = own.sub(events, axis=0).mul(np.sqrt(variance / events), axis=0).add(value, axis=0)
    return found


def _sums(parts: pd.DataFrame, area: pd.Series) -> pd.DataFrame:
    """Sums by area; one that a missing figure is part of is missing."""
    return parts.groupby(area, sort=True).sum().mask(parts.isna().groupby(area, sort=True).any())


def _complete(cells: pd.DataFrame, keys: list[str], known: pd.DataFrame, area: str, needed: list[str]) -> pd.DataFrame:
    """A row for every area and stratum of ``known``; one that is not among the cells has nobody in it."""
    problems = [f"cells have no column '{name}'" for name in (area, *keys, "count", "base") if name not in cells]
    problems += [f"the standard has no column '{name}'" for name in (*keys, *needed) if name not in known]
    if not problems:
        twice = int(cells.duplicated([area, *keys]).sum())
        problems += [f"{twice} rows repeat an area and stratum"] if twice else []
        again = int(known.duplicated(keys).sum())
        problems += [f"{again} rows of the standard repeat a stratum"] if again else []
        problems += [
            f"'{name}' of the standard is missing or below 0" for name in needed if not (known[name] >= 0).all()
        ]
        strange = cells[keys].drop_duplicates().merge(known[keys], how="left", indicator=True)["_merge"] == "left_only"
        problems += [f"{int(strange.sum())} strata are not in the standard"] if strange.any() else []
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(f"Standardisation by {', '.join(keys)}: {len(problems)} problem(s)\n{told}")
    everywhere = cells[[area]].drop_duplicates().merge(known[[*keys, *needed]], how="cross")
    full = everywhere.merge(cells[[area, *keys, "count", "base"]], on=[area, *keys], how="left", indicator=True)
    absent = full.pop("_merge") == "left_only"
    full.loc[absent, ["count", "base"]] = 0
    return full
