"""The measures of the catalogue on a small synthetic country, against plain queries that share no code with them."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import registers
from analysis.data.demo import Country

FIRST, LAST = "2016-11", "2017-10"
KEYS = ["area_type", "area", "period"]

PREPARE = """
CREATE TABLE weeks AS SELECT monday, strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month, year(monday + INTERVAL 3 DAY)
  AS year FROM (SELECT unnest(generate_series(DATE '2015-11-02', DATE '2017-11-06', INTERVAL 7 DAY))::DATE AS monday);
CREATE TABLE months AS SELECT month, any_value(year) AS year, min(monday) AS opens, max(monday) AS closes,
  count(*) AS n FROM weeks WHERE month BETWEEN '2016-11' AND '2017-10' GROUP BY month;
CREATE TABLE places AS SELECT DISTINCT area, 'municipality' AS area_type, area AS code FROM spells WHERE area <> ''
  UNION ALL SELECT DISTINCT area, 'country', '000' FROM spells
  UNION ALL VALUES ('561', 'jobcenter', '561'), ('563', 'jobcenter', '561'), ('813', 'jobcenter', '813'),
  ('825', 'jobcenter', '813'), ('185', 'jobcenter', '185'), ('155', 'jobcenter', '185'), ('187', 'jobcenter', '187'),
  ('183', 'jobcenter', '187');
CREATE TABLE listed AS SELECT * FROM (VALUES ('a_dagpenge'), ('kontanthjaelp'), ('uddannelseshjaelp'), ('revalidering'),
  ('forrevalidering'), ('integrationsydelse'), ('sygedagpenge'), ('jobafklaring'), ('ressourceforloeb'),
  ('ledighedsydelse'), ('fleksjob'), ('foertidspension'), ('efterloen')) AS t(benefit);
CREATE MACRO ready(benefit, visitation) AS benefit = 'a_dagpenge'
  OR (benefit IN ('kontanthjaelp', 'integrationsydelse') AND visitation = 'jobparat')
  OR (benefit = 'uddannelseshjaelp' AND visitation = 'aabenlyst_uddannelsesparat');
CREATE TABLE now AS SELECT s.*, p.birth_year, p.origin, p.education, m.month, m.year, m.closes FROM spells s
  JOIN persons p USING (person) JOIN months m ON m.closes BETWEEN s.first_week AND s.last_week;
CREATE TABLE adults AS SELECT period, area, sum(count) AS n,
  sum(CASE WHEN origin = 'ikke_vestlig' THEN count ELSE 0 END) AS foreign_n
  FROM population WHERE age BETWEEN 16 AND 66 GROUP BY ALL;
"""
FULL = """SELECT pl.area_type, pl.code AS area, w.month AS period, s.benefit, sum(s.share) / any_value(m.n) AS value
  FROM {spells} s JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week JOIN months m USING (month)
  JOIN places pl ON pl.area = s.area GROUP BY ALL"""
PERSONS = """SELECT pl.area_type, pl.code AS area, s.month AS period, count(DISTINCT person) AS value
  FROM now s JOIN places pl ON pl.area = s.area WHERE {where} GROUP BY ALL"""
# by person, the unbroken stretches of weeks on some spells: a week belongs to one where it is next to another
STRETCHES = """SELECT person, min(monday) AS since, max(monday) AS until FROM (
  SELECT person, monday, monday - INTERVAL 7 DAY * row_number() OVER (PARTITION BY person ORDER BY monday) AS island
  FROM (SELECT DISTINCT person, monday FROM spells s JOIN all_weeks w ON w.monday BETWEEN s.first_week AND s.last_week
        WHERE {where})) GROUP BY person, island"""


@pytest.fixture(scope="module")
def country() -> Country:
    return Country(0.01)


@pytest.fixture(scope="module")
def beside(country: Country) -> dict[str, pd.DataFrame]:
    frames = {}
    for name in ("activations", "jobs"):
        whole = pa.concat_tables(country.stream(name).batches, promote_options="permissive")
        frames[name] = whole.to_pandas(date_as_object=False)
    return frames


@pytest.fixture(scope="module")
def ours(country: Country, beside: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return registers.observations(
        country.spells, country.persons, first=FIRST, last=LAST, population=country.population, source="drawn",
        retrieved="2020-01-01", activations=beside["activations"], jobs=beside["jobs"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def sql(country: Country, beside: dict[str, pd.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        frames = {"spells": country.spells, "persons": country.persons, "population": country.population, **beside}
        for name, frame in frames.items():
            connection.register(f"_{name}", frame)
        connection.execute("""CREATE TABLE spells AS SELECT person, benefit::VARCHAR AS benefit, area::VARCHAR AS area,
            first_week::DATE AS first_week, last_week::DATE AS last_week, visitation::VARCHAR AS visitation, share
            FROM _spells WHERE last_week >= DATE '2007-01-01'""")
        connection.execute("""CREATE TABLE persons AS SELECT person, birth_year, sex::VARCHAR AS sex,
            origin::VARCHAR AS origin, education::VARCHAR AS education FROM _persons""")
        connection.execute("""CREATE TABLE all_weeks AS SELECT unnest(generate_series(DATE '2014-01-06',
            DATE '2017-11-06', INTERVAL 7 DAY))::DATE AS monday""")
        for name in ("population", "activations", "jobs"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM _{name}")
        connection.execute(PREPARE)
        yield connection


def agree(ours: pd.DataFrame, measure: str, benefit: str, theirs: pd.DataFrame, column: str = "value") -> None:
    """The same figure in every area and month; where the query has no row nobody is counted."""
    rows = ours[(ours["measure"] == measure) & (ours["benefit"] == benefit) & (ours["sex"] == "alle")]
    rows = rows[rows["age"] == "alle"].astype(dict.fromkeys(KEYS, str))
    assert theirs["value"].sum() > 0
    assert set(rows["area_type"]) == {"municipality", "jobcenter", "country"}
    both = rows.merge(theirs, on=KEYS, how="left", suffixes=("", "_theirs"))
    theirs_value = both["value_theirs" if "value_theirs" in both else "value_y"].fillna(0)
    known = both[column].notna()
    assert known.sum() > len(both) / 2
    np.testing.assert_allclose(both.loc[known, column], theirs_value[known], atol=1e-6)
    assert len(theirs.merge(rows, on=KEYS)) == len(theirs)


def test_full_time_persons_and_all_groups_together(ours, sql):
    full = sql.execute(FULL.format(spells="spells")).df()
    for benefit in ("sygedagpenge", "a_dagpenge", "integrationsydelse"):
        agree(ours, "fuldtidspersoner", benefit, full[full["benefit"] == benefit])
    listed = full[full["benefit"].isin(sql.execute("SELECT benefit FROM listed").df()["benefit"])]
    agree(ours, "ydelsesgrupper_i_alt", "alle", listed.groupby(KEYS, as_index=False)["value"].sum())


def test_persons_affected_are_distinct_in_each_area_and_time_on_the_benefit_is_theirs(ours, sql):
    persons = sql.execute("""SELECT pl.area_type, pl.code AS area, m.month AS period, count(DISTINCT person) AS value
        FROM spells s JOIN months m ON s.first_week <= m.closes AND s.last_week >= m.opens
        JOIN places pl ON pl.area = s.area WHERE s.benefit = 'kontanthjaelp' GROUP BY ALL""").df()
    agree(ours, "beroerte", "kontanthjaelp", persons)
    agree(ours, "varighed", "kontanthjaelp", persons, "denominator")
    full = sql.execute(FULL.format(spells="(SELECT * FROM spells WHERE benefit = 'kontanthjaelp')")).df()
    weeks = dict(sql.execute("SELECT month, n FROM months").fetchall())
    agree(ours, "varighed", "kontanthjaelp", full.assign(value=full["value"] * full["period"].map(weeks)), "numerator")


def test_inflow_follows_four_weeks_without_the_benefit(ours, sql):
    begun = sql.execute("""SELECT pl.area_type, pl.code AS area, w.month AS period, count(*) AS value FROM spells s
        JOIN weeks w ON w.monday = s.first_week JOIN months m USING (month) JOIN places pl ON pl.area = s.area
        WHERE s.benefit = 'sygedagpenge' AND NOT EXISTS (SELECT 1 FROM spells e WHERE e.person = s.person
          AND e.benefit = s.benefit AND e.first_week < s.first_week AND e.last_week >= s.first_week - INTERVAL 28 DAY)
        GROUP BY ALL""").df()
    agree(ours, "tilgang", "sygedagpenge", begun)


def test_gross_unemployed_are_ready_for_a_job_and_net_ones_not_in_activation(ours, sql):
    ready = "(SELECT * FROM spells WHERE ready(benefit, visitation))"
    gross = sql.execute(FULL.format(spells=ready)).df()
    agree(ours, "bruttoledige", "alle", gross.groupby(KEYS, as_index=False)["value"].sum())
    active = sql.execute(f"""WITH hours AS (SELECT person, w.monday, sum(hours) AS hours FROM activations JOIN weeks w
          ON w.monday BETWEEN date_trunc('week', "start") AND "end" GROUP BY ALL)
        SELECT pl.area_type, pl.code AS area, w.month AS period,
          sum(s.share - least(s.share, coalesce(h.hours, 0) / 37)) / any_value(m.n) AS value FROM {ready} s
        JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week JOIN months m USING (month)
        LEFT JOIN hours h ON h.person = s.person AND h.monday = w.monday JOIN places pl ON pl.area = s.area
        GROUP BY ALL""").df()
    rows = ours[(ours["measure"] == "nettoledige") & (ours["benefit"] == "alle")].astype(dict.fromkeys(KEYS, str))
    both = rows.merge(active, on=KEYS)
    assert len(both) == len(active) > 500
    np.testing.assert_allclose(both["value_x"], both["value_y"], atol=1e-3)  # shares are counted in millionths


def test_the_labour_reserve_has_thirteen_unbroken_weeks_of_any_benefit(ours, sql):
    stretches = STRETCHES.format(where="benefit NOT IN ('su', 'folkepension', 'udvandret', 'doed')")
    reserve = sql.execute(f"""WITH stretches AS ({stretches})
        SELECT pl.area_type, pl.code AS area, n.month AS period, count(DISTINCT n.person) AS value FROM now n
        JOIN stretches t ON t.person = n.person AND n.closes BETWEEN t.since AND t.until
        JOIN places pl ON pl.area = n.area WHERE ready(n.benefit, n.visitation)
        AND n.benefit IN ('a_dagpenge', 'kontanthjaelp') AND n.closes - t.since >= 7 * 12 GROUP BY ALL""").df()
    agree(ours, "arbejdskraftreserve", "alle", reserve)


def test_the_long_term_unemployed_have_42_of_52_weeks_in_all(ours, sql):
    long = sql.execute("""WITH weekly AS (SELECT DISTINCT person, w.monday FROM spells s
          JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week
          WHERE ready(benefit, visitation) AND benefit IN ('a_dagpenge', 'kontanthjaelp')),
        met AS (SELECT m.month, person FROM months m JOIN weekly y ON y.monday BETWEEN m.closes - 357 AND m.closes
          GROUP BY ALL HAVING count(*) >= 42)
        SELECT pl.area_type, pl.code AS area, n.month AS period, count(DISTINCT n.person) AS value FROM now n
        JOIN met USING (month, person) JOIN places pl ON pl.area = n.area
        WHERE ready(n.benefit, n.visitation) AND n.benefit IN ('a_dagpenge', 'kontanthjaelp') GROUP BY ALL""").df()
    agree(ours, "langtidsledige", "alle", long)


def test_statistics_denmark_s_long_term_unemployed_go_through_short_breaks_without_much_work(ours, sql):
    sql.execute("""CREATE OR REPLACE TABLE weekly AS SELECT DISTINCT person, w.monday FROM spells s
        JOIN all_weeks w ON w.monday BETWEEN s.first_week AND s.last_week WHERE ready(benefit, visitation)""")
    long = sql.execute("""WITH gaps AS (SELECT person, monday,
          lag(monday) OVER (PARTITION BY person ORDER BY monday) AS before FROM weekly),
        per_month AS (SELECT strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month, count(*) AS n FROM (SELECT
          unnest(generate_series(DATE '2013-12-02', DATE '2018-01-01', INTERVAL 7 DAY))::DATE AS monday) GROUP BY 1),
        worked AS (SELECT g.person, g.monday, coalesce(sum(j.hours / p.n), 0) AS hours FROM gaps g
          JOIN all_weeks w ON w.monday > g.before AND w.monday < g.monday
          JOIN per_month p ON p.month = strftime(w.monday + INTERVAL 3 DAY, '%Y-%m')
          LEFT JOIN jobs j ON j.person = g.person AND j.month = p.month
          WHERE date_diff('day', g.before, g.monday) <= 35 GROUP BY ALL),
        broken AS (SELECT g.*, g.before IS NULL OR date_diff('day', g.before, g.monday) > 35
          OR coalesce(w.hours, 0) > 10 AS new FROM gaps g LEFT JOIN worked w USING (person, monday)),
        counted AS (SELECT *, sum(new::INT) OVER (PARTITION BY person ORDER BY monday) AS course FROM broken),
        since AS (SELECT person, monday, min(monday) OVER (PARTITION BY person, course) AS began FROM counted)
        SELECT pl.area_type, pl.code AS area, n.month AS period, count(DISTINCT n.person) AS value FROM now n
        JOIN since s ON s.person = n.person AND s.monday = n.closes JOIN places pl ON pl.area = n.area
        WHERE ready(n.benefit, n.visitation) AND date_diff('day', s.began, n.closes) >= 7 * 51 GROUP BY ALL""").df()
    agree(ours, "langtidsledige_dst", "alle", long)


def test_permanent_support_counts_each_person_once(ours, sql):
    three = "benefit IN ('ledighedsydelse', 'fleksjob', 'foertidspension')"
    agree(ours, "permanent_forsoergelse", "alle", sql.execute(PERSONS.format(where=three)).df())


def test_new_disability_pensions_are_first_ones_in_twelve_months(ours, sql):
    granted = sql.execute("""WITH first AS (SELECT person, min(first_week) AS week, arg_min(area, first_week) AS area
          FROM spells WHERE benefit = 'foertidspension' GROUP BY person HAVING week > DATE '2007-01-01')
        SELECT pl.area_type, pl.code AS area, m.month || 'R12' AS period, count(*) AS value FROM first f
        JOIN weeks w ON w.monday = f.week JOIN months m ON w.month <= m.month
          AND w.month > strftime((m.month || '-01')::DATE - INTERVAL 12 MONTH, '%Y-%m')
        JOIN places pl ON pl.area = f.area GROUP BY ALL""").df()
    agree(ours, "tilgang_foertidspension", "foertidspension", granted)


def test_young_people_are_16_to_29_by_year(ours, sql):
    young = "benefit IN (SELECT benefit FROM listed) AND year - birth_year BETWEEN 16 AND 29"
    agree(ours, "unge", "alle", sql.execute(PERSONS.format(where=young)).df())


def test_receivers_of_non_western_origin_are_held_against_the_population(ours, sql):
    adult = "benefit IN (SELECT benefit FROM listed) AND year - birth_year BETWEEN 16 AND 66"
    everybody = sql.execute(PERSONS.format(where=adult)).df()
    foreign = sql.execute(PERSONS.format(where=f"{adult} AND origin = 'ikke_vestlig'")).df()
    agree(ours, "offentligt_forsoergede", "alle", everybody)
    agree(ours, "ikke_vestlig", "alle", foreign)
    of = sql.execute("""SELECT area, period AS quarter, foreign_n / n AS part FROM adults""").df()
    joined = foreign.merge(everybody, on=KEYS, suffixes=("", "_all"))
    joined["quarter"] = [f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in joined["period"]]
    joined = joined[joined["area_type"] != "jobcenter"].merge(of, on=["area", "quarter"])
    joined = joined.assign(expected=joined["value"] / joined["value_all"] / joined["part"])
    rows = ours[ours["measure"] == "overrepraesentation"].astype(dict.fromkeys(KEYS, str))
    both = rows.merge(joined[[*KEYS, "expected"]], on=KEYS)
    assert len(both) > 300
    known = both["value"].notna()
    np.testing.assert_allclose(both.loc[known, "value"], both.loc[known, "expected"], rtol=1e-9)


def test_shares_of_residents_are_of_the_quarter_s_first_day(ours, sql):
    full = sql.execute(FULL.format(spells="(SELECT * FROM spells WHERE benefit = 'efterloen')")).df()
    full["quarter"] = [f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in full["period"]]
    residents = sql.execute("SELECT area, period AS quarter, n FROM adults").df()
    both = full[full["area_type"] != "jobcenter"].merge(residents, on=["area", "quarter"])
    rows = ours[(ours["measure"] == "andel_16_66") & (ours["benefit"] == "efterloen")].astype(dict.fromkeys(KEYS, str))
    both = rows.merge(both.assign(expected=100 * both["value"] / both["n"])[[*KEYS, "expected"]], on=KEYS)
    assert len(both) > 500
    np.testing.assert_allclose(both["value"], both["expected"], rtol=1e-9)


def test_the_degree_of_education_is_of_the_weeks_of_the_year_so_far(ours, sql):
    weeks = """SELECT DISTINCT s.person, s.area, w.monday, w.month, w.year FROM spells s JOIN persons p USING (person)
        JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week WHERE {where} AND w.year = 2017
        AND p.education IN ('ingen', 'ukendt') AND 2017 - p.birth_year BETWEEN 18 AND 29"""
    support = weeks.format(where="s.benefit IN ('a_dagpenge', 'kontanthjaelp', 'uddannelseshjaelp', 'starthjaelp')")
    theirs = sql.execute(f"""WITH on_support AS (SELECT person, any_value(area) AS area, monday FROM ({support})
          GROUP BY person, monday), since AS (SELECT person, min(monday) AS began FROM on_support GROUP BY person),
        school AS ({weeks.format(where="s.benefit = 'su'")}),
        told AS (SELECT m.month, y.area, 1 AS school, y.person FROM months m JOIN school y ON y.monday <= m.closes
          JOIN since s ON s.person = y.person AND s.began <= m.closes WHERE m.year = 2017
          UNION ALL SELECT m.month, y.area, 0, y.person FROM months m JOIN on_support y ON y.monday <= m.closes
          WHERE m.year = 2017)
        SELECT pl.area_type, pl.code AS area, b.month AS period, 100.0 * sum(school) / count(*) AS value FROM told b
        JOIN places pl ON pl.area = b.area GROUP BY ALL""").df()
    rows = ours[(ours["measure"] == "uddannelsesgrad") & (ours["period"].astype(str) >= "2017")]
    both = rows.astype(dict.fromkeys(KEYS, str)).merge(theirs, on=KEYS)
    assert len(both) == len(theirs) > 300
    np.testing.assert_allclose(both["value_x"], both["value_y"], rtol=1e-9)
