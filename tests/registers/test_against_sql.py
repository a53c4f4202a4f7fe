"""Every table, on a random register, against a plain query: the obvious join of spells on weeks."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import registers
from registered import drawn

FIRST, LAST = "2019-01", "2022-04"
KEYS = ["month", "area", "benefit", "sex", "age"]

# The calendar, the age groups and everything else are worked out in SQL again; nothing of the package is used.
PREPARE = """
CREATE TABLE weeks AS
SELECT monday, strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month, year(monday + INTERVAL 3 DAY) AS year
FROM (SELECT unnest(generate_series(DATE '2017-01-02', DATE '2023-06-26', INTERVAL 7 DAY))::DATE AS monday);

CREATE TABLE months AS
SELECT month, min(year) AS year, min(monday) AS opens, max(monday) AS closes, count(*) AS n FROM weeks
WHERE month BETWEEN '2019-01' AND '2022-04' GROUP BY month;

CREATE MACRO band(age) AS CASE
  WHEN age < 16 OR age > 66 THEN 'none' WHEN age < 25 THEN '16-24' WHEN age < 30 THEN '25-29' WHEN age < 40 THEN '30-39'
  WHEN age < 50 THEN '40-49' WHEN age < 60 THEN '50-59' ELSE '60-66' END;

CREATE TABLE s AS SELECT row_number() OVER (ORDER BY first_week, person, benefit) AS id, * REPLACE
  (first_week::DATE AS first_week, last_week::DATE AS last_week) FROM spells JOIN persons USING (person);
CREATE TABLE counted AS SELECT * FROM s WHERE benefit NOT IN ('su', 'doed');
"""
STATE = """
state AS (
  SELECT m.month, m.year, s.person, s.sex, s.birth_year, s.area, s.benefit FROM months m
  JOIN s ON m.closes BETWEEN s.first_week AND s.last_week
  QUALIFY row_number() OVER (PARTITION BY m.month, s.person ORDER BY s.id DESC) = 1)
"""
QUALIFIED = "(benefit = 'a_dagpenge' OR (benefit = 'kontanthjaelp' AND visitation = 'jobparat'))"


@pytest.fixture(scope="module")
def sql():
    spells, persons = drawn(2500, seed=7)
    with duckdb.connect() as connection:
        connection.register("spells", spells)
        connection.register("persons", persons)
        connection.execute(PREPARE)
        yield connection


@pytest.fixture(scope="module")
def register():
    return registers.register(*drawn(2500, seed=7))


def query(sql: duckdb.DuckDBPyConnection, text: str) -> pd.DataFrame:
    return sql.execute(text).df()


def with_totals(value: str, rows: str) -> str:
    """A query that gives the value by month, area, benefit, sex and age group, totals included."""
    return f"""
    WITH rows AS ({rows}), grouped AS (
      SELECT month, area, benefit, coalesce(sex, 'alle') AS sex, coalesce(age, 'alle') AS age, {value} AS value
      FROM rows GROUP BY GROUPING SETS (
        (month, area, benefit), (month, area, benefit, sex), (month, area, benefit, age),
        (month, area, benefit, sex, age)))
    SELECT * FROM grouped WHERE age <> 'none'"""


def agree(ours: pd.DataFrame, theirs: pd.DataFrame, column: str, *, missing: set[str]) -> None:
    """The same figures in every cell; what neither has is 0, and what may not be known is missing."""
    assert theirs["value"].sum() > 0
    ours = ours.assign(**{name: ours[name].astype(str) for name in KEYS})
    known = ours[~ours["month"].isin(missing)]
    assert ours.loc[ours["month"].isin(missing), column].isna().all()
    assert set(ours.loc[ours[column].isna(), "month"]) == missing
    both = known.merge(theirs[~theirs["month"].isin(missing)], on=KEYS, how="outer")
    np.testing.assert_allclose(both[column].fillna(0), both["value"].fillna(0), atol=1e-9)


def test_full_time_persons_are_weeks_by_share_over_the_weeks_of_the_month(register, sql):
    rows = """SELECT w.month, c.area, c.benefit, c.sex, band(w.year - c.birth_year) AS age, c.share / m.n AS part
              FROM counted c JOIN weeks w ON w.monday BETWEEN c.first_week AND c.last_week
              JOIN months m ON m.month = w.month"""
    ours = registers.full_time_persons(register, first=FIRST, last=LAST)
    # The spells begin on 7 January 2019, in the second week of the first month, and end before the last does.
    agree(ours, query(sql, with_totals("sum(part)", rows)), "full_time", missing={"2019-01", "2022-04"})


def test_affected_persons_are_distinct(register, sql):
    rows = """SELECT m.month, c.area, c.benefit, c.sex, band(m.year - c.birth_year) AS age, c.person
              FROM counted c JOIN months m ON c.first_week <= m.closes AND c.last_week >= m.opens"""
    ours = registers.affected(register, first=FIRST, last=LAST)
    agree(ours, query(sql, with_totals("count(DISTINCT person)", rows)), "persons", missing={"2019-01", "2022-04"})


def test_affected_persons_of_a_larger_area_are_distinct_there(register, sql):
    whole = register.joined(dict.fromkeys(register.areas, "000"))
    rows = """SELECT m.month, '000' AS area, c.benefit, c.sex, band(m.year - c.birth_year) AS age, c.person
              FROM counted c JOIN months m ON c.first_week <= m.closes AND c.last_week >= m.opens"""
    ours = registers.affected(whole, first=FIRST, last=LAST)
    agree(ours, query(sql, with_totals("count(DISTINCT person)", rows)), "persons", missing={"2019-01", "2022-04"})


def test_inflow_has_no_earlier_spell_within_the_gap(register, sql):
    rows = """SELECT w.month, c.area, c.benefit, c.sex, band(w.year - c.birth_year) AS age
              FROM counted c JOIN weeks w ON w.monday = c.first_week WHERE NOT EXISTS (
                SELECT 1 FROM counted e WHERE e.person = c.person AND e.benefit = c.benefit
                AND e.first_week < c.first_week AND e.last_week >= c.first_week - INTERVAL 28 DAY)"""
    ours = registers.inflow(register, first=FIRST, last=LAST)
    agree(ours, query(sql, with_totals("count(*)", rows)), "inflow", missing={"2019-01", "2022-04"})


ENDED = """
ended AS (
  SELECT w.month, c.area, c.benefit, c.sex, band(w.year - c.birth_year) AS age, c.person, c.last_week FROM counted c
  JOIN weeks w ON w.monday = c.last_week JOIN months m ON m.month = w.month WHERE NOT EXISTS (
    SELECT 1 FROM counted n WHERE n.person = c.person AND n.benefit = c.benefit
    AND n.first_week > c.last_week AND n.first_week <= c.last_week + INTERVAL 28 DAY))"""


def test_exits_have_no_later_spell_within_the_gap_and_go_where_the_person_then_is(register, sql):
    ours = registers.exits(register, first=FIRST, last=LAST)
    total = ours[ours["destination"] == "alle"]
    theirs = query(sql, with_totals("count(*)", f"WITH {ENDED} SELECT * FROM ended"))
    # The last spells end on 10 April 2022: exits of March are final, those of April not.
    missing = {"2019-01", "2022-03", "2022-04"}
    agree(total, theirs, "exits", missing=missing)
    wanted = query(
        sql,
        f"""WITH {ENDED}, gone AS (
              SELECT e.*, coalesce((SELECT s.benefit FROM s WHERE s.person = e.person
                AND e.last_week + INTERVAL 28 DAY BETWEEN s.first_week AND s.last_week ORDER BY s.id DESC LIMIT 1),
                'selvforsoergende') AS destination FROM ended e),
            grouped AS (SELECT month, area, benefit, coalesce(sex, 'alle') AS sex, coalesce(age, 'alle') AS age,
              destination, count(*) AS value FROM gone GROUP BY GROUPING SETS ((month, area, benefit, destination),
              (month, area, benefit, destination, sex), (month, area, benefit, destination, age),
              (month, area, benefit, destination, sex, age)))
            SELECT * FROM grouped WHERE age <> 'none'""",
    )
    parts = ours[ours["destination"] != "alle"]
    assert not set(parts["month"]) & missing
    both = parts.astype(dict.fromkeys([*KEYS, "destination"], str)).merge(
        wanted[~wanted["month"].isin(missing)], on=[*KEYS, "destination"], how="outer"
    )
    assert len(both) == len(parts)
    assert (both["exits"] == both["value"]).all()
    assert {"selvforsoergende", "su", "doed", "sygedagpenge"} <= set(both["destination"])


def test_the_stock_is_as_counted_and_follows_from_the_flows(register, sql):
    rows = """
    SELECT m.month, c.area, c.benefit, c.sex, band(m.year - c.birth_year) AS age, c.person, c.last_week, m.closes
    FROM months m JOIN counted c ON c.first_week <= m.closes
    QUALIFY row_number() OVER (PARTITION BY m.month, c.person, c.benefit ORDER BY c.first_week DESC) = 1"""
    going_on = f"""SELECT * FROM ({rows}) r WHERE r.last_week > r.closes OR EXISTS (
      SELECT 1 FROM counted n WHERE n.person = r.person AND n.benefit = r.benefit AND n.first_week > r.closes
      AND n.first_week <= r.last_week + INTERVAL 28 DAY)"""
    ours = registers.stock_flow(register, first=FIRST, last=LAST)
    missing = {"2019-01", "2022-03", "2022-04"}
    agree(ours, query(sql, with_totals("count(*)", going_on)), "stock", missing=missing)
    residual = registers.residual(ours)
    assert (residual.dropna() == 0).all()
    assert residual.notna().sum() > 10_000
    assert (ours["moves"] > 0).any()
    assert (ours["ageing"] > 0).any()
    # Nobody comes or goes by moving or ageing in the country as a whole.
    total = ours[(ours["sex"] == "alle") & (ours["age"] == "alle")]
    assert (total.groupby("month", observed=True)[["moves", "ageing"]].sum() == 0).all(axis=None)


def test_the_long_term_unemployed_have_42_of_52_weeks(register, sql):
    rows = f"""
    WITH weekly AS (SELECT DISTINCT s.person, w.monday FROM s
                    JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week
                    WHERE {QUALIFIED}),
    long AS (SELECT m.month, y.person FROM months m JOIN weekly y
             ON y.monday BETWEEN m.closes - INTERVAL 357 DAY AND m.closes GROUP BY ALL HAVING count(*) >= 42)
    SELECT m.month, s.area, s.benefit, s.sex, band(m.year - s.birth_year) AS age, s.person, s.share FROM months m
    JOIN s ON m.closes BETWEEN s.first_week AND s.last_week JOIN long l ON l.month = m.month AND l.person = s.person
    WHERE {QUALIFIED}"""
    ours = registers.long_term(register, first=FIRST, last=LAST)
    missing = {f"2019-{month:02d}" for month in range(1, 13)} | {"2022-04"}
    agree(ours, query(sql, with_totals("count(DISTINCT person)", rows)), "persons", missing=missing)
    agree(ours, query(sql, with_totals("sum(share)", rows)), "full_time", missing=missing)


def test_transitions_go_from_one_last_week_to_another(register, sql):
    wanted = query(
        sql,
        f"""WITH {STATE}, numbered AS (SELECT month, row_number() OVER (ORDER BY month) AS at, closes FROM months)
            SELECT h.months, f.month, f.area, f.benefit, coalesce(t.benefit, 'selvforsoergende') AS "to",
              count(*) AS value
            FROM state f JOIN numbered n ON n.month = f.month CROSS JOIN (SELECT unnest([1, 12]) AS months) h
            JOIN numbered l ON l.at = n.at + h.months LEFT JOIN state t ON t.month = l.month AND t.person = f.person
            WHERE f.benefit NOT IN ('su', 'doed') AND l.closes <= (SELECT max(last_week) FROM s) GROUP BY ALL""",
    )
    ours = registers.transitions(register, first=FIRST, last=LAST)
    keys = ["months", "month", "area", "benefit", "to"]
    both = ours.astype(dict.fromkeys(keys[1:], str)).merge(wanted, on=keys, how="outer")
    assert len(both) == len(ours) == len(wanted)
    assert (both["persons"] == both["value"]).all()
    assert set(ours["months"]) == {1, 12}
