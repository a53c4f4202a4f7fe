"""New sick leave of each jobcenter against what it would be if its people fell ill as those like them elsewhere."""

import numpy as np
import pandas as pd

from analysis import areas, catalogue, models, rules
from analysis.data.tables import Panel
from analysis.measures.reading.results import as_shown, known_by_its_result
from analysis.measures.sickness.driving import SUBJECT
from analysis.measures.sickness.exposure import MONTHS, TRAITS, obstacle, of_jobcentres
from analysis.measures.sickness.told import settled
from analysis.measures.unavailable import unavailable

SHOWN = {"expected": 0, "ratio": 3, "low": 3, "high": 3}  # decimals; an index of 100 has one


@known_by_its_result
def against_expected(panel: Panel, subject: str = SUBJECT, *, months: int = MONTHS) -> pd.DataFrame:
    """Actual against expected new sick leave, for the jobcenter and those it is compared with.

    Expected is what the jobcenter would have at the rates of all other jobcentres, by age, sex, education, origin and
    how people stood: the report's own jobcenter is left out of what all are held against. Nothing is expected of a
    cell that nobody else is in. Two ratios are not compared with each other, since each is weighted by its own people.
    What is left of a difference is not an effect. What rests on those elsewhere is rounded as it is shown, see
    ``as_shown``.

    Parameters
    ----------
    panel : Panel
        Whose snapshot has a register and the population.
    subject, months
        As for ``drivers``.

    Returns
    -------
    DataFrame
        One row per jobcenter, the report's own first, then those of its group in Danish order. Columns: ``area``,
        ``label``, ``role`` (``own`` or ``group``), ``count``, ``expected`` (courses), ``crude`` (per 1,000
        person-years), ``ratio``, ``low``, ``high`` (95 % exact Poisson limits; 1 is as expected), ``n``
        (person-years), ``status``. Those with fewer than ten courses have no ratio. ``attrs`` has ``last`` and
        ``months``. Empty with a reason where the register cannot tell.
    """
    catalogue.measured(subject)
    why = obstacle(panel, months)
    if why:
        return unavailable(why)
    own = panel.jobcenter
    known = of_jobcentres(panel.snapshot, panel.period, months=months)
    keys = list(TRAITS)
    others = known[known["area"] != own.code].groupby(keys)[["count", "base"]].sum().reset_index()
    others = others[others["base"] > 0]
    rows = known.merge(others[keys], on=keys)
    group = areas.comparators(own, panel.period)["group"]
    shown = [own, *sorted(group, key=lambda one: areas.danish_key(one.name))]
    found = models.indirect_rates(
        rows[rows["area"].isin([one.code for one in shown])],
        strata=keys,
        reference=others,
        observed=known.groupby("area")["count"].sum(),
    ).reindex([one.code for one in shown])
    fewest = rules.value("smallest_base_for_rank", panel.period) if panel.protected else 1
    few = ~(found["count"] >= fewest)
    table = pd.DataFrame(
        {
            "area": found.index,
            "label": [one.name for one in shown],
            "role": ["own", *["group"] * len(group)],
            "count": found["count"].to_numpy(),
            "expected": found["expected"].to_numpy(),
            "crude": (1000 * found["count"] / found["n"]).to_numpy(),
            "ratio": found["ratio"].to_numpy(),
            "low": found["ratio_low"].to_numpy(),
            "high": found["ratio_high"].to_numpy(),
            "n": found["n"].to_numpy(),
            "status": np.where(few, "suppressed", "final"),
        }
    )
    table.loc[few.to_numpy(), ["count", "expected", "crude", "ratio", "low", "high"]] = np.nan
    table.attrs.update(last=settled(panel.period), months=months, protected=panel.protected)
    return as_shown(table, decimals=SHOWN)
