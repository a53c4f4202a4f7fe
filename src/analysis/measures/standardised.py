"""Who is on a benefit, as if every jobcenter had the same people: by age, sex and origin."""

from collections.abc import Sequence
from functools import cache

import duckdb
import numpy as np
import pandas as pd

from analysis import areas, benefits, catalogue, danish, models, periods, registers, rules
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.arrays import cells as figures_of
from analysis.measures.combine import combined
from analysis.measures.reading.results import known_by_its_result
from analysis.measures.unavailable import unavailable
from analysis.registers.numbers.codes import BANDS, BIRTHDAYS
from analysis.registers.numbers.weeks import Calendar, monday

STRATA = ("age", "sex", "origin")
NEEDED = ("spells", "persons", "population")
PER = 100
COUNTED_AS = {"a_dagpenge": "ledige_fuldtid", "kontanthjaelp": "kontanthjaelp_fuldtid"}  # the same full-time persons
QUERY = """
    SELECT spells.*, persons.birth_year, persons.sex, persons.origin
    FROM read_parquet($spells) spells JOIN read_parquet($persons) persons USING (person)
    WHERE spells.benefit = $benefit AND spells.first_week <= $last AND spells.last_week >= $first
    ORDER BY spells.first_week, spells.person
"""


@known_by_its_result
def standardised(panel: Panel, benefit: str, *, by: Sequence[str] = STRATA) -> pd.DataFrame:
    """Share of residents of 16 to 66 on a benefit in every jobcenter, standardised, in the latest final month.

    Recipients are full-time persons, counted from the snapshot's spells; residents are those of the quarter. Directly:
    the share if the jobcenter's residents had the country's ages, sexes and origins. Indirectly: recipients over those
    expected at the rates of all other jobcentres, the report's own left out of what it is held against. Two ratios
    are not compared with each other. Where a group has more recipients than residents (they moved since), as many
    residents are assumed. Intervals take full-time persons as persons, so they are somewhat short. What
    may not be shown of a jobcenter in the panel is not shown here; and no count is, only shares and ratios.

    Parameters
    ----------
    panel : Panel
    benefit : str
        A benefit of ``reference/benefits.csv``.
    by : sequence of str
        What is made alike: some of ``age``, ``sex``, ``origin``.

    Returns
    -------
    DataFrame
        One row per jobcenter, in Danish order; empty with a reason where the snapshot has no register. Columns:
        ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``), ``period``, ``crude``, ``value``, ``low``,
        ``high`` (per cent; directly standardised with Dobson's 95 % interval; missing on fewer than 10 recipients, or
        where a group of residents has nobody), ``ratio``, ``ratio_low``, ``ratio_high`` (indirectly; 1 is as expected),
        ``n`` (residents), ``unit``, ``status``.

    Raises
    ------
    AnalysisError
        If there is no such benefit, or ``by`` names something else.

    References
    ----------
    As ``models.direct_rates`` and ``models.indirect_rates``.
    """
    benefits.benefit(benefit)
    if not by or set(by) - set(STRATA):
        raise AnalysisError(f"Standardised by {', '.join(by) or 'nothing'}: name some of {', '.join(STRATA)}.")
    missing = [name for name in NEEDED if name not in panel.snapshot.tables()]
    if missing:
        return _absent(panel, f"indeholder ikke et register (der mangler {', '.join(missing)})")
    period = _settled(panel)
    counted = _cells(panel, benefit, period)
    if counted.empty:
        who = f"ingen modtagere af {catalogue.benefit_label(benefit)} eller ingen befolkning"
        return _absent(panel, f"har {who} i {danish.month(period)}")
    keys = list(by)
    table = counted.groupby(["area", *keys], observed=True)[["count", "base"]].sum().reset_index()
    others = table[table["area"] != panel.jobcenter.code]
    reference = others.groupby(keys)[["count", "base"]].sum().reset_index()
    reference = reference[reference["base"] > 0]
    table = table.merge(reference[keys], on=keys)
    weights = models.standard_population(table, strata=keys)
    direct = models.direct_rates(table, strata=keys, weights=weights, per=PER)
    indirect = models.indirect_rates(table, strata=keys, reference=reference)
    return _told(panel, benefit, period, direct, indirect)


def _told(panel: Panel, benefit: str, period: str, direct: pd.DataFrame, indirect: pd.DataFrame) -> pd.DataFrame:
    """The rows as they may be shown."""
    jobcentres = areas.jobcentres(panel.period)
    codes = [one.code for one in jobcentres]
    direct, indirect = direct.reindex(codes), indirect.reindex(codes)
    few = ~(direct["count"].fillna(indirect["count"]) >= rules.value("smallest_base_for_rank", period))
    hide = few.to_numpy() | _hidden(panel, benefit, period, codes)
    shown = {
        **direct[["crude", "value", "low", "high"]],
        **indirect[["ratio", "ratio_low", "ratio_high"]],
    }
    return pd.DataFrame(
        {
            "benefit": benefit,
            "area": codes,
            "label": [one.name for one in jobcentres],
            "role": np.where(np.array(codes) == panel.jobcenter.code, "own", "group"),
            "period": period,
            **{name: column.mask(hide).to_numpy() for name, column in shown.items()},
            "n": direct["n"].to_numpy(),
            "unit": "pct.",
            "status": np.select([hide, direct["value"].isna()], ["suppressed", "missing"], default="final"),
        }
    )


def _hidden(panel: Panel, benefit: str, period: str, codes: list[str]) -> np.ndarray:
    """Which jobcentres the panel hides, where it has a measure that counts the same persons."""
    measure = COUNTED_AS.get(benefit)
    if measure is None or figures_of(panel, measure, benefit) is None:
        return np.zeros(len(codes), dtype=bool)
    on = panel.period
    of = {code: [one.code for one in areas.members(areas.jobcenter(code, on), on)] for code in codes}
    shown = combined(panel, measure, benefit, of=of, months=[period]).value
    hidden: np.ndarray = shown.reindex([period]).isna().to_numpy()[0]
    return hidden


def _settled(panel: Panel) -> str:
    """The latest month of the panel in which no figure is provisional."""
    rows = panel.spans
    monthly = set(rows.loc[rows["period"].str.fullmatch(r"\d{4}-\d{2}"), "period"])
    late = set(rows.loc[rows["provisional"], "period"])
    return max(monthly - late, default=panel.period)


@cache
def _cells(panel: Panel, benefit: str, period: str) -> pd.DataFrame:
    """Full-time persons on the benefit and residents, by jobcenter, age group, sex and origin."""
    people = _residents(panel, period)
    counted = _recipients(panel, benefit, period)
    if people.empty or counted.empty:
        return pd.DataFrame()
    keys = ["area", *STRATA]
    both = people.merge(counted, on=keys, how="outer")
    hosts = {one.code: areas.jobcenter_of(one, panel.period).code for one in areas.municipalities()}
    both["area"] = both["area"].map(hosts)
    known = both.dropna(subset=["area"]).fillna({"base": 0.0, "count": 0.0})
    # somebody on the benefit who was not yet, or no longer, a resident in the quarter counts with those who were
    known["base"] = known[["base", "count"]].max(axis=1)
    together: pd.DataFrame = known.groupby(keys)[["count", "base"]].sum().reset_index()
    return together


def _residents(panel: Panel, period: str) -> pd.DataFrame:
    """Residents of 16 to 66 of the quarter of a month, or of the latest quarter before that there is."""
    rows = panel.snapshot.read("population")
    quarters = [quarter for quarter in rows["period"].unique() if periods.first_month(quarter) <= period]
    if not quarters:
        return pd.DataFrame()
    rows = rows[(rows["period"] == max(quarters)) & rows["age"].between(BIRTHDAYS[0], BIRTHDAYS[-1] - 1)]
    rows = rows[(rows["sex"] != catalogue.TOTAL) & (rows["origin"] != catalogue.TOTAL)]
    band = np.array(BANDS)[np.searchsorted(BIRTHDAYS, rows["age"], side="right") - 1]
    counted = rows.assign(age=band, base=rows["count"].astype(float))
    together: pd.DataFrame = counted.groupby(["area", *STRATA])["base"].sum().reset_index()
    return together


def _recipients(panel: Panel, benefit: str, period: str) -> pd.DataFrame:
    """Full-time persons of a month, by municipality, age group, sex and origin."""
    calendar = Calendar(period, period)
    first, last = int(calendar.opens[0]), int(calendar.closes[0])
    asked = {
        "spells": str(panel.snapshot.path_of("spells")),
        "persons": str(panel.snapshot.path_of("persons")),
        "benefit": benefit,
        "first": pd.Timestamp(monday(first)),
        "last": pd.Timestamp(monday(last)),
    }
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(QUERY, asked).df()
    parts = []
    for origin, some in found.groupby("origin", observed=True):
        people = some[["person", "birth_year", "sex"]].drop_duplicates()
        whole = registers.register(some, people, first_week=first, last_week=last)
        table = registers.full_time_persons(whole, first=period, last=period)
        table = table[(table["sex"] != catalogue.TOTAL) & (table["age"] != catalogue.TOTAL)]
        parts.append(table.rename(columns={"full_time": "count"}).assign(origin=origin))
    if not parts:
        return pd.DataFrame()
    counted = pd.concat(parts, ignore_index=True)
    return counted[["area", *STRATA, "count"]].astype(dict.fromkeys(["area", *STRATA], str))


def _absent(panel: Panel, why: str) -> pd.DataFrame:
    return unavailable(f"Afsnittet kan ikke vises: datasættet »{panel.snapshot.name}« {why}.")
