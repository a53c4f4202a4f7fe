"""Effort, outcomes and sickness on a small synthetic country, against plain queries: the obvious joins on weeks."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import project, refusion
from analysis.data.demo import Country
from analysis.registers.counted.effort import effort
from analysis.registers.numbers import coding
from settings import rows, setting

FIRST, LAST = "2016-01", "2019-12"

# Weeks, months, quarters and courses are worked out in SQL again; nothing of the package is used.
PREPARE = """
CREATE TABLE weeks AS
SELECT monday, strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month,
  year(monday + INTERVAL 3 DAY) || '-Q' || quarter(monday + INTERVAL 3 DAY) AS quarter,
  year(monday + INTERVAL 3 DAY) AS year
FROM (SELECT unnest(generate_series(DATE '2006-01-02', DATE '2020-12-28', INTERVAL 7 DAY))::DATE AS monday);
CREATE TABLE months AS SELECT month, quarter, min(monday) AS opens, max(monday) AS closes, count(*) AS n FROM weeks
  WHERE month BETWEEN '2016-01' AND '2019-12' GROUP BY ALL;
CREATE TABLE quarters AS SELECT quarter, min(opens) AS opens, max(closes) AS closes FROM months GROUP BY quarter;
CREATE TABLE s AS SELECT row_number() OVER (ORDER BY first_week, person, benefit) AS id, * FROM spells
  JOIN (SELECT person, birth_year FROM persons) USING (person);
CREATE MACRO gone(b) AS b IN ('su', 'doed', 'udvandret', 'folkepension', 'selvforsoergende');
CREATE TABLE offers AS SELECT row_number() OVER () AS offer, a.person, a.instrument, a.start, a."end" AS stop, a.hours,
  date_trunc('week', a.start)::DATE AS first, date_trunc('week', a."end")::DATE AS last,
  i.company_oriented = 'yes' AS company FROM activations a JOIN instruments i ON i.id = a.instrument;
CREATE TABLE offer_weeks AS SELECT o.*, w.monday FROM offers o JOIN weeks w ON w.monday BETWEEN o.first AND o.last
  WHERE w.monday >= DATE '2014-06-02';
CREATE TABLE held AS SELECT person, date_trunc('week', date)::DATE AS monday FROM interviews WHERE held;
CREATE TABLE marked AS SELECT *, coalesce(first_week > max(last_week) OVER (PARTITION BY person, grp
    ORDER BY first_week, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 28, true) AS new
  FROM (SELECT *, benefit AS grp FROM s UNION ALL BY NAME
        SELECT *, 'sygdom' AS grp FROM s WHERE benefit IN ('sygedagpenge', 'jobafklaring') UNION ALL BY NAME
        SELECT *, 'permanent' AS grp FROM s WHERE benefit IN ('ledighedsydelse', 'fleksjob', 'foertidspension'));
CREATE TABLE parts AS
  SELECT *, sum(new::INT) OVER (PARTITION BY person, grp ORDER BY first_week, id) AS number FROM marked;
CREATE TABLE courses AS SELECT person, grp, number, min(first_week) AS first, max(last_week) AS last,
  arg_min(area, first_week) AS came, arg_max(area, (last_week, id)) AS left_from, any_value(birth_year) AS born
  FROM parts GROUP BY ALL;
"""


@pytest.fixture(scope="module")
def country() -> Country:
    return Country(scale=0.004)


@pytest.fixture(scope="module")
def tables(country: Country) -> dict[str, pd.DataFrame]:
    named = ("activations", "interviews", "jobs")
    return {name: pa.concat_tables(country.stream(name).batches).to_pandas(date_as_object=False) for name in named}


@pytest.fixture(scope="module")
def ours(country: Country, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    register = coding.register(country.spells, country.persons)
    areas = sorted(area for area in register.areas if area)
    of = setting(register, FIRST, LAST, areas=areas, **tables)
    return rows(of, effort(of)).set_index(["measure", "benefit"]).sort_index()


@pytest.fixture(scope="module")
def sql(country: Country, tables: dict[str, pd.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for name, table in {"spells": country.spells, "persons": country.persons, **tables}.items():
            connection.register(f"_{name}", table)
        connection.execute("""CREATE TABLE spells AS SELECT person, benefit::VARCHAR AS benefit, area::VARCHAR AS area,
            first_week, last_week, visitation::VARCHAR AS visitation, share FROM _spells""")
        connection.execute("CREATE TABLE persons AS SELECT person, birth_year FROM _persons")
        connection.execute("CREATE TABLE activations AS SELECT * REPLACE (instrument::VARCHAR AS instrument, "
                           'start::DATE AS start, "end"::DATE AS "end") FROM _activations')  # fmt: skip
        connection.execute("CREATE TABLE interviews AS SELECT * REPLACE (date::DATE AS date) FROM _interviews")
        connection.execute("CREATE TABLE jobs AS SELECT person, month::VARCHAR AS month, hours FROM _jobs")
        for name in ("instruments", "deadlines"):
            path = project.reference(f"{name}.csv")
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar = true)")
        connection.execute(PREPARE)
        yield connection


def agree(ours: pd.DataFrame, sql: duckdb.DuckDBPyConnection, measure: str, benefit: str, text: str) -> pd.DataFrame:
    """The same numerator and denominator in every period that we give and every area, the country too.

    ``text`` gives rows of ``period``, ``area``, ``met`` and ``base``, which add up over areas.
    """
    grouped = f"""WITH rows AS ({text}),
        named AS (SELECT *, CASE WHEN area IN ('561', '563') THEN 'j561' END AS host FROM rows)
      SELECT period, area, sum(met) AS met, sum(base) AS base FROM named WHERE area <> '' GROUP BY ALL UNION ALL BY NAME
      SELECT period, '000' AS area, sum(met) AS met, sum(base) AS base FROM named GROUP BY ALL UNION ALL BY NAME
      SELECT period, host AS area, sum(met) AS met, sum(base) AS base FROM named WHERE host = 'j561' GROUP BY ALL"""
    return same(ours, sql.execute(grouped).df(), measure, benefit)


def figure(ours: pd.DataFrame, measure: str, benefit: str) -> pd.DataFrame:
    return ours[(ours.index == (measure, benefit))]


def same(ours: pd.DataFrame, theirs: pd.DataFrame, measure: str, benefit: str) -> pd.DataFrame:
    own = figure(ours, measure, benefit)
    own = own[own["denominator"].notna() & ~own["area"].isin(["j151", "j187", "j185", "j813"])]
    wanted = theirs[theirs["period"].isin(set(own["period"]))]
    assert wanted["met"].sum() > 0
    assert own["period"].nunique() >= 5
    both = own.merge(wanted, on=["period", "area"], how="outer")
    assert both["numerator"].notna().all()
    np.testing.assert_allclose(both["numerator"], both["met"].fillna(0).astype(float), atol=1e-4)
    np.testing.assert_allclose(both["denominator"], both["base"].fillna(0).astype(float), atol=1e-4)
    shown = both[both["denominator"] > 0]
    assert shown["value"].notna().all()
    return own


UNEMPLOYED = "(s.benefit = 'a_dagpenge' OR (s.benefit = 'kontanthjaelp' AND s.visitation = 'jobparat'))"


def test_the_share_of_the_unemployed_is_of_distinct_persons(ours, sql):
    found = f"""WITH u AS (
        SELECT w.month, s.person, s.area, EXISTS (SELECT 1 FROM offer_weeks o WHERE o.person = s.person
          AND o.monday = w.monday AND o.company) AS met
        FROM s JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week
        WHERE {UNEMPLOYED} AND w.month BETWEEN '{FIRST}' AND '{LAST}'),
      named AS (SELECT month, area, person, met FROM u WHERE area <> '' UNION ALL
        SELECT month, '000', person, met FROM u UNION ALL
        SELECT month, 'j561', person, met FROM u WHERE area IN ('561', '563'))
      SELECT month AS period, area, count(DISTINCT person) FILTER (met) AS met, count(DISTINCT person) AS base
      FROM named GROUP BY ALL"""
    same(ours, sql.execute(found).df(), "virksomhedsrettet_andel_ledige", "alle")


@pytest.mark.parametrize(
    ("measure", "met", "base"),
    [
        ("virksomhedsrettet_andel_fuldtid", "o.company", "true"),
        ("virksomhedsrettet_mix", "o.company", "active"),
        ("jobsoegningskursus_andel", "o.instrument = 'jobsoegningskursus'", "active"),
        ("saerlig_forloeb_andel", "o.instrument = 'saerligt_tilrettelagt_forloeb'", "active"),
    ],
)
def test_full_time_in_offers_is_hours_over_37_in_weeks_on_the_benefit(ours, sql, measure, met, base):
    share = "least(any_value(s.share), coalesce(sum(o.hours) FILTER ({0}), 0) / 37)"
    own, of = share.format(met), "any_value(s.share)" if base == "true" else share.format("true")
    agree(ours, sql, measure, "kontanthjaelp", f"""
      SELECT m.month AS period, s.area, {own} / any_value(m.n) AS met, {of} / any_value(m.n) AS base
      FROM s JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week JOIN months m ON m.month = w.month
      LEFT JOIN offer_weeks o ON o.person = s.person AND o.monday = w.monday
      WHERE s.benefit = 'kontanthjaelp' GROUP BY s.id, w.monday, m.month, s.area""")  # fmt: skip


RULE = """d.kind = '{kind}' AND contains('|' || d.benefits || '|', '|{benefit}|') AND d.valid_from <= {month}
  AND (d.valid_to IS NULL OR d.valid_to = '' OR d.valid_to >= {month})
  AND {age} BETWEEN d.age_from::INT AND d.age_to::INT"""


@pytest.mark.parametrize(
    ("measure", "kind", "benefit", "table"),
    [
        ("rettidighed_samtale", "interview", "kontanthjaelp", "held"),
        ("rettidighed_samtale", "interview", "a_dagpenge", "held"),
        ("rettidighed_tilbud", "offer", "a_dagpenge", "offer_weeks"),
    ],
)
def test_who_is_past_a_deadline_without_anything_since_lacks_it(ours, sql, measure, kind, benefit, table):
    rule = RULE.format(kind=kind, benefit=benefit, month="m.month", age="(year(m.opens + 10) - s.birth_year)")
    agree(ours, sql, measure, benefit, f"""
      SELECT m.month AS period, s.area, 1 AS base,
        (m.opens + 7 - c.first <= 7 * d.first_weeks::INT OR EXISTS (SELECT 1 FROM {table} h WHERE h.person = s.person
          AND h.monday BETWEEN greatest(m.opens + 7 - 7 * d.every_weeks::INT, c.first) AND m.opens + 7))::INT AS met
      FROM months m JOIN s ON m.opens + 7 BETWEEN s.first_week AND s.last_week
      JOIN courses c ON c.person = s.person AND c.grp = s.benefit AND m.opens + 7 BETWEEN c.first AND c.last
      JOIN deadlines d ON {rule} WHERE s.benefit = '{benefit}'""")  # fmt: skip


@pytest.mark.parametrize(("months", "weeks"), [(1, 4), (3, 13), (6, 26), (9, 39), (12, 52)])
def test_the_passive_have_had_no_day_in_an_offer_for_so_many_weeks(ours, sql, months, weeks):
    agree(ours, sql, f"passivandel_{months}", "kontanthjaelp", f"""
      SELECT q.quarter AS period, s.area, 1 AS base, (NOT EXISTS (SELECT 1 FROM offers o WHERE o.person = s.person
        AND o.first <= q.closes AND o.last > q.closes - {weeks} * 7))::INT AS met
      FROM quarters q JOIN s ON q.closes BETWEEN s.first_week AND s.last_week
      JOIN courses c ON c.person = s.person AND c.grp = s.benefit AND q.closes BETWEEN c.first AND c.last
      WHERE s.benefit = 'kontanthjaelp' AND q.closes - c.first >= {weeks - 1} * 7""")  # fmt: skip


COHORT = """courses c JOIN weeks w ON w.monday = c.first JOIN quarters q ON q.quarter = w.quarter
  JOIN months m ON m.closes = q.closes"""


def test_early_interviews_are_held_by_the_deadline_of_those_who_are_still_there(ours, sql):
    rule = RULE.format(kind="interview", benefit="a_dagpenge", month="m.month", age="(w.year - c.born)")
    agree(ours, sql, "tidlig_samtale", "a_dagpenge", f"""
      SELECT q.quarter AS period, c.came AS area, 1 AS base, EXISTS (SELECT 1 FROM held h WHERE h.person = c.person
        AND h.monday BETWEEN c.first AND c.first + 7 * d.first_weeks::INT)::INT AS met
      FROM {COHORT} JOIN deadlines d ON {rule}
      WHERE c.grp = 'a_dagpenge' AND c.last >= c.first + 7 * d.first_weeks::INT""")  # fmt: skip


def test_early_activation_is_an_offer_begun_by_the_deadline_and_before_leaving(ours, sql):
    rule = RULE.format(kind="offer", benefit="kontanthjaelp", month="m.month", age="(w.year - c.born)")
    agree(ours, sql, "tidlig_aktivering", "kontanthjaelp", f"""
      SELECT q.quarter AS period, c.came AS area, 1 AS base, EXISTS (SELECT 1 FROM offers o WHERE o.person = c.person
        AND o.first BETWEEN c.first AND least(c.last, c.first + 7 * d.first_weeks::INT))::INT AS met
      FROM {COHORT} JOIN deadlines d ON {rule} WHERE c.grp = 'kontanthjaelp'""")  # fmt: skip


def test_interviews_of_the_first_half_year_are_of_courses_that_lasted_it(ours, sql):
    agree(ours, sql, "intensitet_samtaler", "a_dagpenge", f"""
      SELECT q.quarter AS period, c.came AS area, 1 AS base, (SELECT count(*) FROM held h WHERE h.person = c.person
        AND h.monday BETWEEN c.first AND c.first + 25 * 7) AS met
      FROM {COHORT} WHERE c.grp = 'a_dagpenge' AND c.last >= c.first + 25 * 7""")  # fmt: skip


STATUS = """CASE WHEN x.benefit IS NOT NULL AND NOT gone(x.benefit) THEN 'ydelse'
  WHEN x.benefit = 'su' THEN 'uddannelse'
  WHEN x.benefit IS NOT NULL THEN 'andet' WHEN j.person IS NOT NULL THEN 'job' ELSE 'selvforsoergelse' END"""
LATER = """LEFT JOIN LATERAL (SELECT s.benefit FROM s WHERE s.person = c.person
    AND c.day BETWEEN s.first_week AND s.last_week + 6 ORDER BY s.id DESC LIMIT 1) x ON true
  LEFT JOIN jobs j ON j.person = c.person AND j.month = strftime(c.day, '%Y-%m') AND j.hours > 0"""


@pytest.mark.parametrize(
    ("months", "state", "benefit"),
    [(3, "job", "a_dagpenge"), (6, "ydelse", "kontanthjaelp"), (12, "job", "sygedagpenge"),
     (1, "uddannelse", "kontanthjaelp")],
)  # fmt: skip
def test_the_status_is_that_of_one_day_some_months_after_the_last(ours, sql, months, state, benefit):
    agree(ours, sql, f"status_{months}_{state}", benefit, f"""
      WITH c AS (SELECT person, left_from AS area, last, (last + 6 + INTERVAL {months} MONTH)::DATE AS day FROM courses
        WHERE grp = '{benefit}')
      SELECT w.quarter AS period, c.area, 1 AS base, ({STATUS} = '{state}')::INT AS met
      FROM c JOIN weeks w ON w.monday = c.last {LATER} WHERE w.month BETWEEN '{FIRST}' AND '{LAST}'""")  # fmt: skip


def test_the_status_from_the_start_of_an_offer_shows_the_lock_in(ours, sql):
    own = agree(ours, sql, "effekt_job_udd_6_fra_start", "a_dagpenge", f"""
      WITH c AS (SELECT o.person, s.area, o.first, (o.start + INTERVAL 6 MONTH)::DATE AS day FROM offers o
        JOIN s ON s.person = o.person AND o.first BETWEEN s.first_week AND s.last_week WHERE s.benefit = 'a_dagpenge'
        AND NOT EXISTS (SELECT 1 FROM s t WHERE t.person = s.person AND o.first BETWEEN t.first_week AND t.last_week
          AND t.id > s.id))
      SELECT w.quarter AS period, c.area, 1 AS base, ({STATUS} IN ('job', 'uddannelse'))::INT AS met
      FROM c JOIN weeks w ON w.monday = c.first {LATER} WHERE w.month BETWEEN '{FIRST}' AND '{LAST}'""")  # fmt: skip
    later = figure(ours, "effekt_job_udd_6_fra_slut", "a_dagpenge")
    country = own[own["area"] == "000"]["value"].mean(), later[later["area"] == "000"]["value"].mean()
    assert country[0] < country[1]  # those in an offer do not work meanwhile


ENDED = """(SELECT o.*, s.area, s.benefit FROM offers o JOIN s ON s.person = o.person
    AND o.first BETWEEN s.first_week AND s.last_week WHERE NOT EXISTS (SELECT 1 FROM s t WHERE t.person = s.person
    AND o.first BETWEEN t.first_week AND t.last_week AND t.id > s.id)) o JOIN weeks w ON w.monday = o.last"""


def test_self_support_is_weeks_without_a_benefit_in_the_26_after_an_offer(ours, sql):
    agree(ours, sql, "selvforsoergelsesgrad_26", "kontanthjaelp", f"""
      SELECT w.quarter AS period, o.area, 1 AS base, 1 - (SELECT count(DISTINCT v.monday) FROM weeks v JOIN s
          ON s.person = o.person AND v.monday BETWEEN s.first_week AND s.last_week AND NOT gone(s.benefit)
          WHERE v.monday > o.last AND v.monday <= o.last + 26 * 7) / 26 AS met
      FROM {ENDED} WHERE o.benefit = 'kontanthjaelp' AND w.month BETWEEN '2016-01' AND '2019-12' AND NOT EXISTS (
        SELECT 1 FROM s WHERE s.person = o.person AND s.benefit IN ('doed', 'udvandret', 'folkepension')
        AND s.first_week <= o.last + 26 * 7 AND s.last_week > o.last)""")  # fmt: skip


@pytest.mark.parametrize(("measure", "least"), [("veu_job_3mdr", 1), ("veu_job_3mdr_dag", 3)])
def test_the_veu_rule_asks_for_work_within_three_months_of_the_course(ours, sql, measure, least):
    agree(ours, sql, measure, "alle", f"""
      SELECT w.quarter AS period, o.area, 1 AS base, EXISTS (SELECT 1 FROM jobs j
        WHERE j.person = o.person AND j.hours > 0
        AND j.month BETWEEN strftime(date_trunc('month', o.stop) + INTERVAL {least} MONTH, '%Y-%m')
          AND strftime(date_trunc('month', o.stop) + INTERVAL 3 MONTH, '%Y-%m'))::INT AS met
      FROM {ENDED} WHERE o.instrument IN ('seks_ugers_jobrettet', 'korte_jobrettede_kurser')
        AND w.month BETWEEN '{FIRST}' AND '{LAST}'""")  # fmt: skip


def test_inflow_to_sickness_benefit_has_no_earlier_course_within_the_gap(ours, sql):
    found = sql.execute(f"""SELECT w.month AS period, c.came AS area, count(*) AS n FROM courses c
      JOIN weeks w ON w.monday = c.first WHERE c.grp = 'sygedagpenge' AND w.month BETWEEN '{FIRST}' AND '{LAST}'
      AND c.came <> '' GROUP BY ALL""").df()
    own = figure(ours, "syg_tilgang", "sygedagpenge")
    both = own[own["area"].isin(set(found["area"]))].merge(found, on=["period", "area"], how="outer")
    assert found["n"].sum() > 1000
    assert (both["value"] == both["n"].fillna(0)).all()


@pytest.mark.parametrize("months", [3, 12])
def test_who_is_sick_again_begins_a_course_within_some_months_of_the_last_day(ours, sql, months):
    agree(ours, sql, f"syg_genindtraeden_{months}", "sygedagpenge", f"""
      SELECT w.quarter AS period, c.left_from AS area, 1 AS base, EXISTS (SELECT 1 FROM courses n
        WHERE n.person = c.person AND n.grp = c.grp AND n.first > c.last
        AND n.first <= c.last + 6 + INTERVAL {months} MONTH)::INT AS met
      FROM courses c JOIN weeks w ON w.monday = c.last WHERE c.grp = 'sygedagpenge'
        AND w.month BETWEEN '{FIRST}' AND '{LAST}'""")  # fmt: skip


@pytest.mark.parametrize("benefit", ["sygedagpenge", "sygdom"])
def test_long_courses_of_the_stock_and_of_those_who_came(ours, sql, benefit):
    agree(ours, sql, "syg_over_26", benefit, f"""
      SELECT q.quarter AS period, coalesce(x.area, c.came) AS area, 1 AS base,
        (q.closes - c.first >= 26 * 7)::INT AS met
      FROM quarters q JOIN courses c ON q.closes BETWEEN c.first AND c.last AND c.grp = '{benefit}'
      LEFT JOIN LATERAL (SELECT s.area FROM s WHERE s.person = c.person
        AND q.closes BETWEEN s.first_week AND s.last_week ORDER BY s.id DESC LIMIT 1) x ON true""")  # fmt: skip
    agree(ours, sql, "syg_overlevelse_26", benefit, f"""
      SELECT q.quarter AS period, c.came AS area, 1 AS base, (c.last - c.first >= 26 * 7)::INT AS met
      FROM {COHORT} WHERE c.grp = '{benefit}'""")  # fmt: skip


def test_exits_from_sickness_go_where_the_person_is_when_the_gap_is_over(ours, sql):
    agree(ours, sql, "syg_afgang_til_job", "sygedagpenge", f"""
      WITH c AS (SELECT person, left_from AS area, last, last + 31 AS day FROM courses WHERE grp = 'sygedagpenge')
      SELECT w.quarter AS period, c.area, 1 AS base, ({STATUS} = 'job')::INT AS met
      FROM c JOIN weeks w ON w.monday = c.last {LATER} WHERE w.month BETWEEN '{FIRST}' AND '{LAST}'""")  # fmt: skip
    names = [name for name, _ in ours.index.unique() if name.startswith("syg_afgang_til_")]
    each = [figure(ours, name, "sygedagpenge").set_index(["period", "area"])["numerator"] for name in names]
    sums = pd.concat(each, axis=1).sum(axis=1, min_count=9)
    whole = figure(ours, "syg_afgang_til_job", "sygedagpenge").set_index(["period", "area"])["denominator"]
    assert len(names) == 9
    pd.testing.assert_series_equal(sums, whole, check_names=False)


@pytest.mark.parametrize("weeks", [52, 156])
def test_the_feeder_share_looks_back_from_the_first_week_of_permanent_support(ours, sql, weeks):
    agree(ours, sql, f"foedekaede_andel_{weeks}", "alle", f"""
      SELECT q.quarter AS period, c.came AS area, 1 AS base, EXISTS (SELECT 1 FROM s WHERE s.person = c.person
        AND s.benefit = 'sygedagpenge' AND s.first_week < c.first AND s.last_week >= c.first - 7 * {weeks})::INT AS met
      FROM {COHORT} WHERE c.grp = 'permanent'""")  # fmt: skip


def _weeks_of_support(rows: pd.DataFrame) -> list[int]:
    """Person by person and week by week: anew after 52 weeks without among the last 156, else one more."""
    found: list[int] = []
    before: list[int] = []
    person, last, anew, so_far = None, 0, 0, 0
    for who, week in zip(rows["person"], rows["week"], strict=True):
        if who != person:
            person, so_far, anew, before = who, 0, week, []
        elif week > last + 1:
            since = max(week - 156, anew)
            if week - since - sum(one >= since for one in before) >= 52:
                so_far, anew = 0, week
        so_far, last = so_far + 1, week
        before.append(week)
        found.append(so_far)
    return found


@pytest.mark.parametrize("benefit", ["a_dagpenge", "sygedagpenge", "ledighedsydelse"])
def test_the_municipality_s_share_follows_the_weeks_of_support_of_each_person(ours, sql, benefit):
    listed = ", ".join(f"'{name}'" for name in refusion.covered("2016-01-04"))
    supported = sql.execute(f"""SELECT DISTINCT person, date_diff('day', DATE '2000-01-03', monday) // 7 AS week
      FROM s JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week WHERE benefit IN ({listed})
      ORDER BY person, week""").df()
    sql.register("supported", supported.assign(so_far=_weeks_of_support(supported)))
    agree(ours, sql, "kommunal_finansieringsgrad", benefit, f"""
      SELECT m.month AS period, s.area, s.share / m.n AS base, s.share / m.n * CASE WHEN so_far <= 4 THEN 0.2
        WHEN so_far <= 26 THEN 0.6 WHEN so_far <= 52 THEN 0.7 ELSE 0.8 END AS met
      FROM s JOIN weeks w ON w.monday BETWEEN s.first_week AND s.last_week JOIN months m ON m.month = w.month
      JOIN supported u ON u.person = s.person AND u.week = date_diff('day', DATE '2000-01-03', w.monday) // 7
      WHERE s.benefit = '{benefit}'""")  # fmt: skip
