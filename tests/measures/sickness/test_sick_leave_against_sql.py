"""Figures of sick leave recomputed by plain SQL over the Parquet files of a small synthetic country."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import largest_jobcenter
from analysis import measures
from analysis.data import reads
from analysis.data.records import Records
from analysis.data.tables import Panel
from analysis.measures.reading.record import told
from analysis.measures.sickness import exposure
from analysis.registers import register
from analysis.registers.numbers.weeks import number
from analysis.registers.paths.standing import Standing

OWN = "101"
FIRST, LAST = "2017-10", "2019-09"  # 24 months that end three before the report's
OPENS, CLOSES = "2017-10-02", "2019-09-23"  # the Mondays of their first week and of their last
COURSES = """
    CREATE TABLE courses AS
    WITH marked AS (
        SELECT *, max(last_week) OVER (
            PARTITION BY person ORDER BY first_week ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM spells WHERE benefit = 'sygedagpenge'
    ), numbered AS (
        SELECT *, sum(CASE WHEN before IS NULL OR first_week - before >= 35 THEN 1 ELSE 0 END)
            OVER (PARTITION BY person ORDER BY first_week) AS course
        FROM marked
    )
    SELECT person, course, arg_min(area, first_week) AS area, min(first_week) AS first, max(last_week) AS last
    FROM numbered GROUP BY person, course
"""


@pytest.fixture(scope="module")
def people() -> Records:
    return largest_jobcenter.people()


@pytest.fixture(scope="module")
def page() -> Panel:
    return largest_jobcenter.page()


@pytest.fixture(scope="module")
def sql(people: Records) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        for name in ("spells", "persons", "population"):
            path: Path = people.snapshot.path_of(name)
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        connection.execute(COURSES)
        yield connection


def one(sql: duckdb.DuckDBPyConnection, query: str) -> tuple[float, ...]:
    return tuple(float(value) for value in sql.execute(query).fetchall()[0])


def test_who_falls_ill(people: Records, sql: duckdb.DuckDBPyConnection):
    n, unemployed, other = one(
        sql,
        f"""
        WITH begun AS (SELECT * FROM courses WHERE area = '{OWN}' AND first BETWEEN '{OPENS}' AND '{CLOSES}'),
        stood AS (
            SELECT begun.person, first, max(benefit) AS benefit FROM begun LEFT JOIN spells
            ON spells.person = begun.person AND first - INTERVAL 7 DAY BETWEEN first_week AND last_week GROUP BY ALL
        )
        SELECT count(*), count(*) FILTER (benefit IN ('a_dagpenge', 'feriedagpenge')),
            count(*) FILTER (benefit IS NOT NULL AND benefit NOT IN ('a_dagpenge', 'feriedagpenge', 'fleksjob'))
        FROM stood
        """,
    )
    found = measures.sickness.who(people, months=24)
    found = found[found["last"] == LAST].set_index("who")
    assert set(found["first"]) == {FIRST}
    assert n > 100
    assert found["n"].iloc[0] == found["count"].sum() == n
    assert (found.loc["unemployed", "count"], found.loc["other", "count"]) == (unemployed, other)
    origins = measures.sickness.came_from(people, months=24).set_index("label")["count"]
    assert origins["A-dagpenge"] + origins.get("Feriedagpenge", 0) == unemployed


@pytest.mark.parametrize(("weeks", "benefit"), [(22, "sygedagpenge"), (52, "sygedagpenge"), (52, "sygdom")])
def test_how_many_are_still_ill(people: Records, sql: duckdb.DuckDBPyConnection, weeks: int, benefit: str):
    """For both benefits as one, a course goes on while another spell begins before the gap is full."""
    parts = "('sygedagpenge')" if benefit == "sygedagpenge" else "('sygedagpenge', 'jobafklaring')"
    n, still = one(
        sql,
        f"""
        WITH RECURSIVE on_it AS (
            SELECT person, first AS begun, first AS until FROM courses
            WHERE area = '{OWN}' AND first BETWEEN '2014-06-30' AND '2016-06-27'
            UNION
            SELECT on_it.person, begun, last_week FROM on_it JOIN spells
                ON spells.person = on_it.person AND benefit IN {parts} AND last_week > until
                AND first_week <= until + INTERVAL 28 DAY AND last_week >= begun
        ), ended AS (SELECT person, begun, max(until) AS until FROM on_it GROUP BY ALL)
        SELECT count(*), count(*) FILTER (until - begun >= {7 * weeks}) FROM ended
        """,
    )
    found = measures.sickness.remaining(people)
    row = found[
        (found["kind"] == "cohort") & (found["benefit"] == benefit) & (found["weeks"] == weeks)
        & found["group"].str.startswith("juli 2014")
    ].iloc[0]  # fmt: skip
    assert (row["n"], row["events"]) == (n, still)
    assert row["share"] == pytest.approx(still / n)


def test_where_they_have_gone_after_a_year(people: Records, sql: duckdb.DuckDBPyConnection):
    n, moved = one(
        sql,
        f"""
        WITH begun AS (SELECT * FROM courses WHERE area = '{OWN}' AND first BETWEEN '2014-06-30' AND '2018-08-27')
        SELECT count(*), count(*) FILTER (
            last - first < 364 AND EXISTS (SELECT 1 FROM spells WHERE spells.person = begun.person
                AND benefit = 'jobafklaring' AND last + INTERVAL 28 DAY BETWEEN first_week AND last_week))
        FROM begun
        """,
    )
    found = measures.sickness.exits_compared(people)
    row = found[(found["destination"] == "Jobafklaringsforløb") & found["group"].str.contains("efter")].iloc[0]
    assert row["n"] == n
    assert row["incidence"] == pytest.approx(moved / n)
    week = found.groupby("group")["incidence"].sum() + found.groupby("group")["survival"].first()
    assert week.to_list() == pytest.approx([1.0] * len(week), abs=1e-9)


def test_how_many_are_ill_again_within_a_year(people: Records, sql: duckdb.DuckDBPyConnection):
    n, back = one(
        sql,
        f"""
        WITH over AS (SELECT * FROM courses WHERE area = '{OWN}' AND last BETWEEN '2014-06-30' AND '2016-06-27')
        SELECT count(*), count(*) FILTER (EXISTS (SELECT 1 FROM courses later WHERE later.person = over.person
            AND later.first > over.last AND later.first - over.last <= 371))
        FROM over WHERE NOT EXISTS (SELECT 1 FROM spells WHERE spells.person = over.person
            AND benefit IN ('doed', 'udvandret', 'folkepension') AND over.last + INTERVAL 28 DAY BETWEEN first_week
            AND last_week)
        """,
    )
    found = measures.sickness.again(people)
    row = found[(found["within"] == 52) & found["group"].str.startswith("juli 2014")].iloc[0]
    assert (row["n"], row["events"]) == (n, back)


def test_what_those_on_sickness_benefit_receive_a_year_later(people: Records, sql: duckdb.DuckDBPyConnection):
    n, still, cleared = one(
        sql,
        f"""
        WITH there AS (SELECT person FROM spells WHERE area = '{OWN}' AND benefit = 'sygedagpenge'
            AND DATE '2018-09-24' BETWEEN first_week AND last_week),
        later AS (SELECT person, benefit FROM spells WHERE DATE '2019-09-23' BETWEEN first_week AND last_week)
        SELECT count(*), count(*) FILTER (benefit = 'sygedagpenge'), count(*) FILTER (benefit = 'jobafklaring')
        FROM there LEFT JOIN later USING (person)
        """,
    )
    found = measures.sickness.moves(people)
    rows = found[found["from"] == "sygedagpenge"].set_index("to")
    assert (set(rows["first"]), set(rows["last"])) == ({"2018-09"}, {"2019-09"})
    assert rows["n"].iloc[0] == n
    assert (rows.loc["sygedagpenge", "persons"], rows.loc["jobafklaring", "persons"]) == (still, cleared)
    assert rows["share"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("weeks", [52, 156])
def test_how_many_on_permanent_support_had_been_ill(
    people: Records, page: Panel, sql: duckdb.DuckDBPyConnection, weeks: int
):
    n, ill = one(
        sql,
        f"""
        WITH permanent AS (SELECT person, area, first_week, max(last_week) OVER (PARTITION BY person ORDER BY first_week
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM spells WHERE benefit IN ('ledighedsydelse', 'fleksjob', 'foertidspension')),
        came AS (SELECT * FROM permanent WHERE area = '{OWN}' AND first_week BETWEEN '{OPENS}' AND '{CLOSES}'
            AND (before IS NULL OR first_week - before >= 35))
        SELECT count(*), count(*) FILTER (EXISTS (SELECT 1 FROM spells WHERE spells.person = came.person
            AND benefit = 'sygedagpenge' AND spells.first_week < came.first_week
            AND spells.last_week >= came.first_week - INTERVAL {7 * weeks} DAY)) FROM came
        """,
    )
    found = measures.sickness.feeding(people, page, months=24)
    row = found[(found["role"] == "own") & (found["weeks"] == weeks)].iloc[0]
    assert (row["n"], row["events"]) == (n, ill)


def test_each_person_counts_once_in_the_robust_series(people: Records, sql: duckdb.DuckDBPyConnection):
    both, alone = one(
        sql,
        f"""
        SELECT count(DISTINCT person), count(DISTINCT person) FILTER (benefit = 'sygedagpenge') FROM spells
        WHERE area = '{OWN}' AND benefit IN ('sygedagpenge', 'jobafklaring')
            AND DATE '2019-09-23' BETWEEN first_week AND last_week
        """,
    )
    found = measures.sickness.together(people, months=24)
    rows = found[found["period"] == "2019-09"].set_index("role")["value"]
    assert (rows["own"], rows["group"]) == (both, alone)
    assert found.groupby("period").size().eq(2).all()
    assert set(found.loc[found["period"] > "2019-09", "status"]) == {"provisional"}


def test_courses_by_sex_add_up_to_all_and_the_years_at_risk_to_the_population(
    page: Panel, sql: duckdb.DuckDBPyConnection
):
    rows = sql.execute(
        f"""
        SELECT sex, count(*) FROM courses JOIN persons USING (person)
        WHERE area = '{OWN}' AND first BETWEEN '{OPENS}' AND '{CLOSES}'
            AND year(first + INTERVAL 3 DAY) - birth_year BETWEEN 16 AND 66 GROUP BY sex
        """
    ).fetchall()
    found = measures.sickness.drivers(page, months=24)
    by_sex = found[found["trait"] == "sex"].set_index("level")
    assert by_sex["count"].to_dict() == dict(rows)
    for _, part in found.groupby("trait"):
        assert part["count"].sum() == sum(count for _, count in rows)
        assert part["base"].sum() == pytest.approx(by_sex["base"].sum())
    against = measures.sickness.against_expected(page, months=24).iloc[0]
    assert against["count"] == by_sex["count"].sum()
    (living,) = one(
        sql,
        f"SELECT sum(count) / 4.0 FROM population WHERE area = '{OWN}' AND age BETWEEN 16 AND 66 "
        "AND period BETWEEN '2017-Q4' AND '2019-Q3'",
    )  # eight quarters, each a quarter of a year: two years
    cells = exposure.cells(page.snapshot, "2019-12", months=24)
    own = cells[cells["area"] == OWN]
    assert own["living"].sum() == pytest.approx(living)
    assert 0.75 * living < own["base"].sum() < living


def test_those_at_risk_are_those_that_the_register_counts_week_by_week(page: Panel):
    spells, persons = (page.snapshot.read(name) for name in ("spells", "persons"))
    whole = register(spells, persons)
    week = number("2019-06-03")  # the first of the middle month of May to July, which end three before October
    standing = Standing(whole)
    everyone = pd.Series(range(len(whole.birth_year)))
    code = standing.benefit(everyone.to_numpy(), everyone.to_numpy() * 0 + week)
    named = pd.Series([*whole.benefits, ""]).iloc[code].reset_index(drop=True)
    aged = (2019 - whole.birth_year >= 16) & (2019 - whole.birth_year <= 66)
    known = pd.Series(range(len(named))).isin(set(whole.person))
    expected = int((named.eq("a_dagpenge") & aged & known).sum())
    found = exposure._cells(page.snapshot, "2019-10", 3)
    unemployed = found[found["standing"] == "unemployed"]["residents"].sum() * 4
    others = int((named.isin(["feriedagpenge"]) & aged & known).sum())
    assert unemployed == expected + others


def test_the_cells_are_read_by_every_report_that_asks_for_them(page: Panel):
    for _ in range(2):  # the second finds them counted, as a report does that is made after others
        reads.forget()
        exposure.cells(page.snapshot, page.period)
        assert told(page.snapshot, page.period)["table"].keys() == set(exposure.NEEDED)
    reads.forget()
