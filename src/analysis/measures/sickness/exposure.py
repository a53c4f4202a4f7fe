"""Who could fall ill, and who did: persons at risk and new sick leave of the whole country, cell by cell.

Counted by DuckDB over the Parquet files, since a report needs every municipality: once for all reports of a snapshot
and a month.
"""

import duckdb
import numpy as np
import pandas as pd

from analysis import areas, benefits, periods
from analysis.data import reads
from analysis.data.records import lacking
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel
from analysis.measures.sickness.told import settled
from analysis.registers.numbers.codes import BANDS, BIRTHDAYS
from analysis.registers.numbers.weeks import Calendar, monday

MONTHS = 24
EVERY = 3  # months between the weeks in which those at risk are counted
TRAITS = ("age", "sex", "education", "origin", "standing")
NEEDED = ("spells", "persons", "population")
STANDINGS = {"none": "none", "ledighed": "unemployed", "fleksjob": "flexjob"}
OUT = ("sygedagpenge", "jobafklaring", "foertidspension", "doed", "udvandret", "folkepension")
ABROAD = ("doed", "udvandret")
FEWEST_TOLD = 0.8  # of the residents, for persons at risk that are counted in the register
KEPT = 4  # tables of cells at a time
_kept: dict[tuple[str, str, str, int], pd.DataFrame] = {}
_joined: dict[tuple[str, str, str, int], pd.DataFrame] = {}
TOLD = """
    SELECT person, area, benefit, first_week, last_week, lag(first_week) OVER way IS NULL AS opens,
        lead(first_week) OVER way AS next, max(last_week) FILTER (benefit = 'sygedagpenge') OVER way AS ill,
        max(last_week) FILTER (benefit = 'sygedagpenge') OVER earlier AS ill_before
    FROM read_parquet($spells)
    WINDOW way AS (PARTITION BY person ORDER BY first_week),
        earlier AS (PARTITION BY person ORDER BY first_week ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
"""
AT_RISK = """
    WITH seen AS (
        SELECT person, week, area, CASE WHEN week BETWEEN first_week AND last_week THEN benefit ELSE '' END AS benefit,
            first_week > week OR ill IS NULL OR ill + INTERVAL 28 DAY < week AS well
        FROM told JOIN (SELECT unnest($weeks::TIMESTAMP[]) AS week)
            ON (opens OR first_week <= week) AND (next IS NULL OR next > week)
    )
    SELECT area, age, sex, education, origin, standing,
        $share * count(*) FILTER (well AND at_risk) AS base, $share * count(*) FILTER (resident) AS residents
    FROM seen JOIN people USING (person) JOIN standings USING (benefit)
        JOIN ages ON ages.years = year(week + INTERVAL 3 DAY) - birth_year
    GROUP BY ALL
"""
BEGUN = """
    WITH begun AS (
        SELECT person, area, first_week FROM told
        WHERE benefit = 'sygedagpenge' AND (ill_before IS NULL OR ill_before + INTERVAL 28 DAY < first_week)
            AND first_week BETWEEN $first AND $last
    ), stood AS (
        SELECT begun.person, begun.first_week AS week, any_value(begun.area) AS area, coalesce(arg_max(
            other.benefit, other.first_week
        ) FILTER (other.first_week < begun.first_week AND other.last_week + INTERVAL 7 DAY >= begun.first_week), '')
            AS benefit
        FROM begun JOIN read_parquet($spells) other USING (person)
        GROUP BY begun.person, begun.first_week
    )
    SELECT area, age, sex, education, origin, standing, count(*) AS count
    FROM stood JOIN people USING (person) JOIN standings USING (benefit)
        JOIN ages ON ages.years = year(week + INTERVAL 3 DAY) - birth_year
    GROUP BY ALL
"""


def cells(snapshot: Snapshot, period: str, *, months: int = MONTHS) -> pd.DataFrame:
    """Person-years at risk and new sick leave, by municipality, age, sex, education, origin and how people stood.

    At risk are those aged 16 to 66 who are neither ill, in jobafklaring, on førtidspension or folkepension, dead nor
    emigrated, and have not been ill in the four weeks before. They are counted in one week of each quarter, in the
    municipality of their latest spell (of the first where none has begun). Residents whom the register does not tell
    of have never received anything: they are added to those without a benefit, by municipality, age, sex and origin,
    and taken to have the education of these. Where more are told of than live there, as many are taken away.

    Parameters
    ----------
    snapshot : Snapshot
        With ``spells``, ``persons`` and ``population``.
    period : str
        The report's month; the latest that is counted is three before it.
    months : int
        How many.

    Returns
    -------
    DataFrame
        One row per cell. Columns: ``area``, those of ``TRAITS``, ``base`` (person-years), ``count`` (courses that
        began), ``residents`` (person-years of everybody whom the register tells of, at risk or not).
    """
    for name in NEEDED:  # of all areas, also where they were counted before the report began
        reads.note(snapshot, reads.TABLE, name)
    key = (str(snapshot.path), snapshot.digest, period, months)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
            _joined.clear()
        _kept[key] = _calibrated(_cells(snapshot, period, months), _residents(snapshot, period, months))
    return _kept[key]


def of_jobcentres(snapshot: Snapshot, period: str, *, months: int = MONTHS) -> pd.DataFrame:
    """The same cells, those of municipalities put together to those of the jobcentres of the month.

    Parameters
    ----------
    snapshot, period, months
        As for ``cells``.

    Returns
    -------
    DataFrame
        One row per cell. Columns: ``area`` (the jobcenter's code), those of ``TRAITS``, ``base``, ``count`` and
        ``residents``.
    """
    found = cells(snapshot, period, months=months)
    key = (str(snapshot.path), snapshot.digest, period, months)
    if key not in _joined:
        hosts = {one.code: areas.jobcenter_of(one, period).code for one in areas.municipalities()}
        rows = found.assign(area=found["area"].map(hosts)).dropna(subset=["area"])
        sums = rows.groupby(["area", *TRAITS], observed=True)[["base", "count", "residents"]].sum()
        _joined[key] = sums.reset_index()
    return _joined[key]


def coverage(snapshot: Snapshot, period: str, codes: list[str], *, months: int = MONTHS) -> float:
    """How many of the residents of some municipalities the register tells of: 0 to 1, and above where some have "
    "moved."""
    known = cells(snapshot, period, months=months)
    told = float(known.loc[known["area"].isin(codes), "residents"].sum())
    living = float(known.loc[known["area"].isin(codes), "living"].sum())
    return told / living if living else float("nan")


def obstacle(panel: Panel, months: int) -> str:
    """Why it is not known how many of a jobcenter could fall ill, in Danish; empty where it is."""
    why = lacking(panel.snapshot, NEEDED)
    if not why and not coverage(panel.snapshot, panel.period, own_codes(panel), months=months) >= FEWEST_TOLD:
        why = (
            f"Afsnittet kan ikke vises: registeret i datasættet »{panel.snapshot.name}« omfatter under "
            f"{100 * FEWEST_TOLD:.0f} pct. af områdets befolkning i alderen 16-66 år, så det vides ikke, hvor mange "
            "der kunne blive syge."
        )
    return why


def has_all(snapshot: Snapshot) -> bool:
    """Whether a snapshot has the tables that the cells are counted from."""
    return not lacking(snapshot, NEEDED)


def own_codes(panel: Panel) -> list[str]:
    """The municipalities of the report's jobcenter."""
    return [one.code for one in panel.members]


def _residents(snapshot: Snapshot, period: str, months: int) -> pd.DataFrame:
    """Person-years lived in each municipality, by age, sex and origin, from the quarters' population."""
    first, last = _months(period, months)
    query = """
        SELECT area, ages.age, sex, origin, sum(count) * $years / count(DISTINCT period) AS living
        FROM read_parquet($population) people JOIN ages ON ages.years = people.age
        WHERE period BETWEEN $first AND $last AND sex <> 'alle' AND origin <> 'alle' GROUP BY ALL
    """
    quarters = {"first": _quarter(first), "last": _quarter(last)}
    with duckdb.connect(":memory:") as connection:
        connection.register("ages", _ages())
        path = str(snapshot.checked("population"))
        return connection.execute(query, {"population": path, "years": months / 12, **quarters}).df()


def _calibrated(found: pd.DataFrame, living: pd.DataFrame) -> pd.DataFrame:
    """The cells with those without a benefit made as many as to agree with the population."""
    keys = ["area", "age", "sex", "origin"]
    told = found.groupby(keys)["residents"].sum().rename("told")
    free = found[found["standing"] == "none"].groupby(keys)["residents"].sum().rename("free")
    sums = living.set_index(keys)["living"].to_frame().join([told, free]).fillna({"told": 0.0, "free": 0.0})
    more = sums["living"] - sums["told"]
    sums["factor"] = ((sums["free"] + more) / sums["free"].where(sums["free"] > 0)).clip(lower=0).fillna(1.0)
    rows = found.join(sums[["factor", "living", "told"]], on=keys)
    factor = rows["factor"].where(rows["standing"] == "none").fillna(1.0)
    share = rows["residents"] / rows["told"].where(rows["told"] > 0)
    calibrated: pd.DataFrame = rows.assign(base=rows["base"] * factor, living=(rows["living"] * share).fillna(0.0))
    return calibrated.drop(columns=["factor", "told"])


def _quarter(month: str) -> str:
    """The quarter of a month.

    >>> _quarter("2019-09")
    '2019-Q3'
    """
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _cells(snapshot: Snapshot, period: str, months: int) -> pd.DataFrame:
    first, last = _months(period, months)
    calendar = Calendar(first, last)
    weeks = [pd.Timestamp(monday(int(week))) for week in calendar.opens[EVERY // 2 :: EVERY]]
    spells, persons = (str(snapshot.checked(name)) for name in ("spells", "persons"))
    bounds = {
        "first": pd.Timestamp(monday(int(calendar.opens[0]))),
        "last": pd.Timestamp(monday(int(calendar.closes[-1]))),
    }
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TEMP TABLE told AS {TOLD}", {"spells": spells})
        youngest, oldest = int(last[:4]) - BIRTHDAYS[0], int(first[:4]) - BIRTHDAYS[-1]
        connection.execute(
            "CREATE TEMP TABLE people AS SELECT person, birth_year, sex, education, origin FROM read_parquet($persons) "
            "WHERE birth_year BETWEEN $oldest AND $youngest",
            {"persons": persons, "oldest": oldest, "youngest": youngest},
        )
        names = ["", *(name for (name,) in connection.execute("SELECT DISTINCT benefit FROM told").fetchall())]
        standings, ages = _standings(names), _ages()
        connection.register("standings", standings)
        connection.register("ages", ages)
        at_risk = connection.execute(AT_RISK, {"weeks": weeks, "share": months / 12 / len(weeks)}).df()
        begun = connection.execute(BEGUN, {"spells": spells, **bounds}).df()
    keys = ["area", *TRAITS]
    both = pd.concat([at_risk, begun], ignore_index=True).fillna({"base": 0.0, "residents": 0.0, "count": 0.0})
    found: pd.DataFrame = both.groupby(keys)[["base", "count", "residents"]].sum().reset_index()
    return found


def _standings(names: list[str]) -> pd.DataFrame:
    """How those on each benefit stand, whether they can fall ill, and whether they live in the country."""
    return pd.DataFrame(
        {
            "benefit": names,
            "standing": [_standing(name) for name in names],
            "at_risk": [name not in OUT for name in names],
            "resident": [name not in ABROAD for name in names],
        }
    )


def _ages() -> pd.DataFrame:
    """The band of each age that is counted."""
    years = np.arange(BIRTHDAYS[0], BIRTHDAYS[-1])
    return pd.DataFrame({"years": years, "age": np.array(BANDS)[np.searchsorted(BIRTHDAYS, years, side="right") - 1]})


def _months(period: str, months: int) -> tuple[str, str]:
    last = settled(period)
    return periods.shift(last, 1 - months), last


def _standing(benefit: str) -> str:
    """How somebody on a benefit stands.

    >>> _standing(""), _standing("feriedagpenge"), _standing("fleksjob"), _standing("su"), _standing("dream_412")
    ('none', 'unemployed', 'flexjob', 'other', 'other')
    """
    known = benefits.benefits()
    family = known[benefit].family if benefit in known else ""
    return STANDINGS.get(benefit or "none", STANDINGS.get(family, "other"))
