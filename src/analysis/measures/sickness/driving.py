"""Which groups drive the inflow to sick leave: rates and rate ratios of a jobcenter, beside the rest of the country."""

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis import catalogue, rules
from analysis.data.tables import Panel
from analysis.disclosure.sums import hidden_parts
from analysis.measures.reading.results import as_shown, known_by_its_result
from analysis.measures.sickness.exposure import MONTHS, TRAITS, coverage, obstacle, of_jobcentres, own_codes
from analysis.measures.sickness.told import settled
from analysis.measures.unavailable import unavailable
from analysis.registers.numbers.codes import BANDS

SUBJECT = "syg_tilgang_pr_1000"
FEWEST_EVENTS = 10  # courses of a group and of the one that it is held against, for a ratio
LEVELS = {
    "age": {band: f"{band} år" for band in BANDS},
    "sex": {"maend": "Mænd", "kvinder": "Kvinder"},
    "education": {
        "erhvervsfaglig": "Erhvervsfaglig",
        "ingen": "Ingen kompetencegivende",
        "videregaaende": "Videregående",
        "ukendt": "Ukendt",
    },
    "origin": {"dansk": "Dansk", "vestlig": "Vestlig", "ikke_vestlig": "Ikke-vestlig"},
    "standing": {
        "none": "I job eller selvforsørgende",
        "unemployed": "Ledige på a-dagpenge mv.",
        "flexjob": "Ansatte i fleksjob",
        "other": "På en anden ydelse",
    },
}
AGAINST = {"age": "40-49", "sex": "maend", "education": "erhvervsfaglig", "origin": "dansk", "standing": "none"}


@known_by_its_result
def drivers(panel: Panel, subject: str = SUBJECT, *, months: int = MONTHS) -> pd.DataFrame:
    """New sick leave of a jobcenter by age, sex, education, origin and how people stood: rates, and ratios all else
    equal.

    The ratios are of a Poisson regression with all five traits at once and the person-years as offset; a trait's
    intervals are wider by the dispersion where courses vary more than Poisson's, as they do where the same persons
    fall ill again. The same regression of all other jobcentres stands beside. Ratios describe; they are no effects.
    Branch, income and illness are not in the register.

    Parameters
    ----------
    panel : Panel
        Whose snapshot has a register and the population.
    subject : str
        The measure that the drivers are of.
    months : int
        How many months the courses began in; the latest is three before the report's.

    Returns
    -------
    DataFrame
        One row per ``trait`` and ``level``. Columns: ``trait``, ``level``, ``label`` (Danish), ``base`` (person-years),
        ``count`` (courses), ``rate`` (per 1,000 person-years), ``ratio``, ``low``, ``high`` (95 %; 1 for the level
        that the others are held against; missing on fewer than 10 courses and where the count is hidden),
        ``other_ratio`` (in the rest of the country, with two decimals as it is shown, see ``as_shown``), ``hidden``
        (bool: one, two or three courses, or what would tell of them), ``against`` (bool).
        ``attrs`` has ``months``, ``last``, ``coverage`` and ``dispersion``. Empty with a reason where the register
        cannot tell.
    """
    catalogue.measured(subject)
    why = obstacle(panel, months)
    if why:
        return unavailable(why)
    known = of_jobcentres(panel.snapshot, panel.period, months=months)
    own = known[(known["area"] == panel.jobcenter.code) & ((known["base"] > 0) | (known["count"] > 0))]
    others = known[known["area"] != panel.jobcenter.code]
    mine, dispersion = _ratios(own)
    rest, _ = _ratios(others)
    rows = []
    for trait, levels in LEVELS.items():
        part = own.groupby(trait)[["base", "count"]].sum().reindex(list(levels), fill_value=0)
        hidden = hidden_parts(part["count"], smallest=_smallest(panel))
        for level, label in levels.items():
            ratio = mine.get((trait, level), (np.nan,) * 3)
            rows.append(
                {
                    "trait": trait,
                    "level": level,
                    "label": label,
                    "base": float(part["base"][level]),
                    "count": float(part["count"][level]),
                    "ratio": ratio[0],
                    "low": ratio[1],
                    "high": ratio[2],
                    "other_ratio": rest.get((trait, level), (np.nan,))[0],
                    "hidden": bool(hidden[level]),
                    "against": AGAINST[trait] == level,
                }
            )
    table = pd.DataFrame(rows)
    small = table["hidden"] | (table["base"] < _base(panel))
    table["rate"] = (1000 * table["count"] / table["base"].where(table["base"] > 0)).mask(small)
    table["count"] = table["count"].mask(table["hidden"])
    near = table["hidden"] & ~table["against"]  # a ratio and its interval nearly tell how many there are
    table.loc[near, ["ratio", "low", "high"]] = np.nan
    columns = ["trait", "level", "label", "base", "count", "rate", "ratio", "low", "high", "other_ratio"]
    table = table[[*columns, "hidden", "against"]]
    table.attrs.update(months=months, last=settled(panel.period), dispersion=dispersion, protected=panel.protected)
    table.attrs["coverage"] = coverage(panel.snapshot, panel.period, own_codes(panel), months=months)
    return as_shown(table, decimals={"other_ratio": 2})


def _ratios(found: pd.DataFrame) -> tuple[dict[tuple[str, str], tuple[float, float, float]], float]:
    """Rate ratios with their intervals by trait and level, all traits at once, and the dispersion."""
    sums = {trait: found.groupby(trait)["count"].sum() for trait in TRAITS}
    enough = {
        trait: [level for level in LEVELS[trait] if sums[trait].get(level, 0) >= FEWEST_EVENTS] for trait in TRAITS
    }
    held = {trait: levels for trait, levels in enough.items() if AGAINST[trait] in levels}
    rows = found[found["base"] > 0]
    for trait, levels in held.items():
        rows = rows[rows[trait].isin(levels)]
    terms = [(trait, level) for trait, levels in held.items() for level in levels if level != AGAINST[trait]]
    keys = list(held)
    rows = rows.groupby(keys)[["base", "count"]].sum().reset_index() if keys else rows.iloc[:0]
    if not terms or rows["count"].sum() < FEWEST_EVENTS * len(terms):
        return {}, float("nan")
    design = np.column_stack([np.ones(len(rows)), *((rows[trait] == level).to_numpy(float) for trait, level in terms)])
    fitted = sm.GLM(
        rows["count"].to_numpy(float), design, family=sm.families.Poisson(), offset=np.log(rows["base"].to_numpy())
    ).fit()
    dispersion = max(float(fitted.pearson_chi2 / fitted.df_resid), 1.0) if fitted.df_resid > 0 else 1.0
    wide = 1.959964 * fitted.bse * np.sqrt(dispersion)
    estimates = np.exp(np.column_stack([fitted.params, fitted.params - wide, fitted.params + wide]))[1:]
    ratios = {term: (float(one[0]), float(one[1]), float(one[2])) for term, one in zip(terms, estimates, strict=True)}
    return ratios | {(trait, AGAINST[trait]): (1.0, np.nan, np.nan) for trait in held}, dispersion


def _smallest(panel: Panel) -> float:
    return rules.value("smallest_count", panel.period) if panel.protected else 1


def _base(panel: Panel) -> float:
    return rules.value("smallest_base_for_percentage", panel.period) if panel.protected else 1
