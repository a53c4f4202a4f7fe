"""Offers, reach, first steps and answers in a small synthetic country, each against a plain query of its own."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

import small_country
from analysis import areas
from analysis.data import snapshots
from analysis.data.shown import Shown
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel
from analysis.measures.activation import experience, first_steps, mix, reach
from analysis.measures.activation.taking_part import NOT, behind
from analysis.registers.tables.beside import COMPANY
from written import observations

MONTH = "2019-12"
SINCE, UNTIL = "2018-10-01", "2019-09-23"  # Mondays of the first and the last week, by their Thursdays
CODES = "('101')"
EMPTY = observations("measure | area | period | value\nledige_fuldtid | 101 | 2019-12 | 2000")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    tables = ("activations", "jobs", "interviews", "answers")
    return small_country.written(tmp_path_factory.mktemp("snapshots"), scale=0.02, tables=tables)


@pytest.fixture(scope="module")
def panel(snapshot: Snapshot) -> Panel:
    """Copenhagen, the largest."""
    area = areas.jobcenter("101", MONTH)
    found = Panel(Shown.of_rows(EMPTY), area, tuple(areas.members(area, MONTH)), MONTH, snapshot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: snapshot.path.parent)
        mix(found, benefit="a_dagpenge")  # the register is read once for all that follows
    return found


@pytest.fixture(scope="module")
def asked(snapshot: Snapshot) -> Any:
    """A connection that knows the tables of the snapshot, and the weeks of the year that is told of."""
    connection = duckdb.connect()
    for name in ("spells", "activations", "interviews", "answers"):
        connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{Path(snapshot.path_of(name))}')")
    connection.execute(
        f"""CREATE TABLE weeks AS
            SELECT unnest(generate_series(DATE '{SINCE}', DATE '{UNTIL}', INTERVAL 7 DAY))::DATE AS monday"""
    )
    connection.execute("""CREATE VIEW offers AS SELECT *, date_trunc('week', start)::DATE AS first,
        date_trunc('week', "end")::DATE AS last FROM activations""")
    return connection


def one(asked: Any, query: str) -> float:
    return float(asked.execute(query).fetchone()[0])


def test_offers_that_began_and_who_took_part(panel: Panel, asked: Any):
    found = mix(panel, benefit="a_dagpenge").set_index("label")
    on = f"benefit = 'a_dagpenge' AND area IN {CODES}"
    for label, instrument in (("Jobsøgningskursus", "jobsoegningskursus"), ("Alle tilbud", "%")):
        begun = f"""SELECT count(*) FROM offers o
            WHERE instrument LIKE '{instrument}' AND first BETWEEN '{SINCE}' AND '{UNTIL}' AND EXISTS (
                SELECT 1 FROM spells s WHERE s.person = o.person AND {on}
                    AND o.first BETWEEN first_week AND last_week)"""
        persons = f"""SELECT count(DISTINCT o.person) FROM offers o JOIN weeks w ON w.monday BETWEEN o.first AND o.last
            JOIN spells s ON s.person = o.person AND w.monday BETWEEN first_week AND last_week
            WHERE {on} AND instrument LIKE '{instrument}'"""
        assert found.loc[label, "started"] == one(asked, begun)
        assert found.loc[label, "persons"] == one(asked, persons)


def test_those_behind_a_part_of_the_time_are_those_of_the_table_of_offers(panel: Panel):
    found = mix(panel, benefit="a_dagpenge").set_index("label")
    rows: Any = behind(panel, "a_dagpenge", "2018-10", "2019-09")
    here = rows[rows["area"] == "101"]
    assert here["person"].nunique() == found.loc["Alle tilbud", "persons"]
    assert here.loc[here[COMPANY], "person"].nunique() == found.loc["Virksomhedsrettede tilbud i alt", "persons"]
    assert (here[COMPANY] | here[NOT + COMPANY]).all()


def test_the_part_of_the_time_is_of_hours_over_full_time_in_each_month(panel: Panel, asked: Any):
    found = mix(panel, benefit="a_dagpenge").set_index("label")
    time = """WITH m AS (SELECT strftime(monday + INTERVAL 3 DAY, '%Y-%m') AS month, monday FROM weeks),
        n AS (SELECT month, count(*) AS weeks FROM m GROUP BY month),
        t AS (SELECT month, sum(least(hours / 37, s.share)) AS full_time
            FROM offers o JOIN m ON monday BETWEEN first AND last
            JOIN spells s ON s.person = o.person AND monday BETWEEN first_week AND last_week
            WHERE benefit = 'a_dagpenge' AND area = '101' AND instrument LIKE '{}' GROUP BY month)
        SELECT sum(full_time / weeks) / 12 FROM t JOIN n USING (month)"""
    whole = one(asked, time.format("%"))
    assert found.loc["Alle tilbud", "full_time"] == pytest.approx(whole)
    assert found.loc["Løntilskud, privat", "share"] == pytest.approx(
        one(asked, time.format("loentilskud_privat")) / whole
    )


def test_the_unemployed_of_a_year_and_those_whom_firms_took_in(panel: Panel, asked: Any):
    found = reach(panel, kinds=["virksomhedsrettet"]).set_index("role")
    spells = """SELECT * FROM spells WHERE benefit = 'a_dagpenge'
        OR (benefit = 'kontanthjaelp' AND visitation IN ('match1', 'jobparat'))"""
    for role, where in (("own", f"area IN {CODES}"), ("country", "true")):
        unemployed = f"""SELECT count(DISTINCT person) FROM ({spells})
            JOIN weeks ON monday BETWEEN first_week AND last_week WHERE {where}"""
        active = f"""SELECT count(DISTINCT s.person) FROM ({spells}) s
            JOIN weeks ON monday BETWEEN first_week AND last_week
            JOIN offers o ON o.person = s.person AND monday BETWEEN first AND last
            WHERE {where} AND regexp_matches(instrument, 'virksomhed|loentilskud|nytteindsats')"""
        assert found.loc[role, "n"] == one(asked, unemployed)
        assert found.loc[role, "persons"] == one(asked, active)
        assert found.loc[role, "value"] == pytest.approx(100 * one(asked, active) / one(asked, unemployed))


def test_first_offers_of_new_courses_by_the_last_week_in_which_all_are_followed(panel: Panel, asked: Any):
    found = first_steps(panel, benefit="a_dagpenge", step="offer")
    begun = f"""CREATE OR REPLACE TEMP TABLE courses AS WITH marked AS (
            SELECT *, first_week > lag(last_week) OVER (PARTITION BY person ORDER BY first_week) + 28 AS later,
                row_number() OVER (PARTITION BY person ORDER BY first_week) = 1 AS first
            FROM spells WHERE benefit = 'a_dagpenge'),
        numbered AS (
            SELECT *, sum((later OR first)::INT) OVER (PARTITION BY person ORDER BY first_week) AS course FROM marked)
        SELECT person, course, min(first_week) AS since, max(last_week) AS until, arg_min(area, first_week) AS area
        FROM numbered GROUP BY person, course
        HAVING min(first_week) + 3 BETWEEN '2018-04-01' AND '2019-03-31' AND arg_min(area, first_week) IN {CODES}"""
    asked.execute(begun)
    lasting = """SELECT c.* FROM courses c WHERE NOT EXISTS (
        SELECT 1 FROM offers o WHERE o.person = c.person AND first < since AND last >= since)"""
    assert found["n"].iloc[0] == one(asked, f"SELECT count(*) FROM ({lasting})")
    week = int(found.loc[found["weeks"] <= 24, "weeks"].max())  # none is censored so early
    reached = f"""SELECT count(*) FROM ({lasting}) c WHERE EXISTS (SELECT 1 FROM offers o WHERE o.person = c.person
        AND first BETWEEN since AND least(until, since + 7 * {week - 1}))"""
    own = found[(found["destination"] == "Første tilbud") & (found["weeks"] == week)].iloc[0]
    assert own["incidence"] * own["n"] == pytest.approx(one(asked, reached))


def test_good_answers_and_ended_offers(panel: Panel, asked: Any):
    found = experience(panel)
    own = found[(found["role"] == "own") & (found["question"] == "Tilfreds med tilbuddet")].iloc[0]
    ended = f"""SELECT o.person, "end" FROM offers o
        WHERE "end" BETWEEN '2016-10-01' AND '2019-09-30' AND EXISTS (SELECT 1 FROM spells s
            WHERE s.person = o.person AND o.first BETWEEN first_week AND last_week AND area IN {CODES})"""
    assert own["ended"] == one(asked, f"SELECT count(*) FROM ({ended})")
    good = f"""SELECT count(*) FROM answers a WHERE question = 'tilfreds_med_tilbud' AND answer IN (4, 5) AND EXISTS (
        SELECT 1 FROM ({ended}) e WHERE e.person = a.person AND date BETWEEN "end" AND "end" + 91)"""
    assert own["good"] == one(asked, good)
    assert own["low"] < own["share"] < own["high"]
