"""What a difference consists of: flows behind a change of stock, composition and rates behind a difference."""

from collections.abc import Sequence

import pandas as pd

from analysis.errors import AnalysisError

EXACT = 1e-9


def stock_change(flows: pd.DataFrame) -> pd.DataFrame:
    """Change of a stock as what came in, what went out and what moved, exactly.

    Parameters
    ----------
    flows : DataFrame
        One row per area and month, as of ``registers.stock_flow``. Columns: ``before`` and ``stock`` (at both ends),
        ``inflow`` and ``exits`` (0 or more), ``moves`` (into the area less out of it), and where there are age groups
        ``ageing`` (into the group less out of it).

    Returns
    -------
    DataFrame
        Indexed as ``flows``. Columns: ``before``, ``from_inflow``, ``from_exits`` (0 or less), ``from_moves``,
        ``from_ageing``, ``change``, ``stock``; the four parts add up to the change. There is no interval: everyone is
        counted. ``change`` is missing where any figure of the row is.

    Raises
    ------
    AnalysisError
        If a column is missing, or rows do not add up.

    References
    ----------
    Preston, Heuveline and Guillot (2001), Demography, 1.2: the balancing equation.
    """
    needed = ["before", "inflow", "exits", "moves", "stock"]
    absent = [name for name in needed if name not in flows]
    if absent:
        raise AnalysisError(f"A stock's change needs the columns {', '.join(needed)}; missing: {', '.join(absent)}.")
    ageing = flows["ageing"] if "ageing" in flows else pd.Series(0.0, index=flows.index)
    explained = flows["inflow"] - flows["exits"] + flows["moves"] + ageing
    change = (flows["stock"] - flows["before"]).where(explained.notna())
    unexplained = (change - explained).abs()
    if (unexplained > EXACT).any():
        raise AnalysisError(
            f"In {int((unexplained > EXACT).sum())} of {len(flows)} rows the stock does not change by inflow less "
            f"exits plus moves; {unexplained.max():g} at most is unexplained. Count all of them from the same spells."
        )
    return pd.DataFrame(
        {
            "before": flows["before"],
            "from_inflow": flows["inflow"],
            "from_exits": -flows["exits"],
            "from_moves": flows["moves"],
            "from_ageing": ageing,
            "change": change,
            "stock": flows["stock"],
        }
    )


def composition(cells: pd.DataFrame, *, strata: Sequence[str], per: float = 1) -> pd.DataFrame:
    """How much of a difference of two rates is who lives there, and how much how they fare (Kitagawa).

    For each stratum: the difference of its shares of the two populations at the mean of its two rates, and the
    difference of its rates at the mean of its two shares. The parts of all strata add up to the difference of the
    crude rates. A stratum with nobody in one of the populations takes the other's rate, so that all it does is
    composition. Nothing is said of causes, and there is no interval: an exact account of two known figures.

    Parameters
    ----------
    cells : DataFrame
        One row per stratum. Columns: the strata, ``count`` and ``base`` of the one population, ``other_count`` and
        ``other_base`` of the other.
    strata : sequence of str
        The columns that together are a stratum.
    per : float
        What rates are told per.

    Returns
    -------
    DataFrame
        One row per stratum, indexed by the strata. Columns: ``from_composition``, ``from_rates``, ``n``,
        ``other_n``. In ``attrs``: ``value``, ``other`` (crude rates) and ``difference`` (the first less the other).

    Raises
    ------
    AnalysisError
        If a column is missing, a stratum stands twice, a figure is missing or below 0, somebody is counted in a
        stratum with nobody in it, or a population is empty.

    References
    ----------
    Kitagawa (1955), JASA 50:1168-1194.
    """
    keys = list(strata)
    numbers = ["count", "base", "other_count", "other_base"]
    problems = [f"missing column '{name}'" for name in (*keys, *numbers) if name not in cells]
    if not problems:
        wrong = {
            "repeat a stratum": cells.duplicated(keys),
            "have a figure that is missing or below 0": ~(cells[numbers] >= 0).all(axis=1),
            "count somebody among nobody": ((cells["base"] == 0) & (cells["count"] > 0))
            | ((cells["other_base"] == 0) & (cells["other_count"] > 0)),
        }
        problems = [f"{int(rows.sum())} rows {what}" for what, rows in wrong.items() if rows.any()]
        problems += [f"nobody in '{name}'" for name in ("base", "other_base") if not cells[name].sum() > 0]
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        raise AnalysisError(f"Composition by {', '.join(keys)}: {len(problems)} problem(s)\n{told}")
    table = cells.set_index(keys)[numbers].astype(float)
    share, other_share = table["base"] / table["base"].sum(), table["other_base"] / table["other_base"].sum()
    rate = table["count"] / table["base"].where(table["base"] > 0)
    other_rate = table["other_count"] / table["other_base"].where(table["other_base"] > 0)
    rate, other_rate = rate.fillna(other_rate).fillna(0.0), other_rate.fillna(rate).fillna(0.0)
    parts = pd.DataFrame(
        {
            "from_composition": per * (share - other_share) * (rate + other_rate) / 2,
            "from_rates": per * (rate - other_rate) * (share + other_share) / 2,
            "n": table["base"],
            "other_n": table["other_base"],
        }
    )
    value = per * table["count"].sum() / table["base"].sum()
    other = per * table["other_count"].sum() / table["other_base"].sum()
    parts.attrs = {"value": value, "other": other, "difference": value - other}
    return parts
