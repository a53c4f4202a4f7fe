"""What is wrong with a register is counted, and nothing of a person is repeated."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import project, registers
from analysis.data import checks, contracts, manifests, register_checks, snapshots
from analysis.data.snapshots import Snapshot
from written import table

SPELLS = """
    person | benefit       | area | first_week | last_week  | visitation | share
    700001 | a_dagpenge    | 561  | 2018-01-01 | 2018-03-26 | jobparat   | 1
    700001 | kontanthjaelp | 561  | 2018-04-02 | 2018-12-31 |            | 1
    700002 | sygedagpenge  | 563  | 2018-01-01 | 2018-12-31 |            | 0.5
"""
PERSONS = """
    person | birth_year | sex     | origin | education | fund
    700001 | 1980       | maend   | dansk  | ingen     |
    700002 | 1975       | kvinder | dansk  | ukendt    | 3F
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(project.root() / "reference", tmp_path / "reference")
    for room in ("notebooks", "params"):
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    return tmp_path


def typed(name: str, text: str) -> pd.DataFrame:
    """A written register table with the types of its contract."""
    rows = table(text)
    for field in contracts.arrow_schema(name):
        column = rows[field.name]
        if pa.types.is_date(field.type):
            rows[field.name] = pd.to_datetime(column.replace("", None)).astype("datetime64[s]")
        elif pa.types.is_boolean(field.type):
            rows[field.name] = column == "true"
        elif not pa.types.is_string(field.type):
            rows[field.name] = pd.to_numeric(column.replace("", None)).astype(field.type.to_pandas_dtype())
    return rows[contracts.columns(name)]


def snapshot(retrieved: str = "2019-02-01", **texts: str) -> Snapshot:
    """A snapshot of register tables, also of such as break their contract and could not be written otherwise."""
    folder = snapshots.folder() / "register"
    folder.mkdir(parents=True)
    files = {}
    for name, text in ({"spells": SPELLS, "persons": PERSONS} | texts).items():
        path = folder / f"{name}.parquet"
        rows = typed(name, text)
        arrow = pa.Table.from_pandas(rows, schema=contracts.arrow_schema(name), preserve_index=False)
        pq.write_table(arrow, path)
        files[path.name] = manifests.describe_file(path, rows=len(rows))
    manifest = {
        "name": "register", "source": "a test", "asked": [], "retrieved": retrieved, "synthetic": True, "notices": [],
        "latest": {}, "files": files,
    }  # fmt: skip
    (folder / manifests.FILE).write_text(manifests.to_text(manifest, {}), encoding="utf-8")
    return snapshots.open_snapshot("register")


def said(written: Snapshot, severity: str = "error") -> list[str]:
    found = checks.problems(written)
    assert not any("70000" in problem.text for problem in found)  # no pseudonym is ever repeated
    return [problem.text for problem in found if problem.severity == severity]


def spells(*rows: str) -> str:
    return "\n".join([SPELLS.rstrip(), *rows])


def test_a_sound_register_has_no_problem_and_its_stock_follows_from_its_flows():
    assert checks.problems(snapshot()) == []


def test_overlapping_spells_on_one_benefit_are_an_error_and_on_two_a_note():
    # dagpenge again from 19 February, while the first spell lasts to 26 March
    written = snapshot(spells=spells("700001 | a_dagpenge | 563 | 2018-02-19 | 2018-03-05 |  | 1"))
    assert said(written) == ["spells: 1 spell(s) overlap an earlier one of the same person on the same benefit"]
    assert said(written, "note") == ["spells: 1 spell(s) overlap one of the same person on any benefit"]


def test_a_week_shared_by_the_end_of_one_spell_and_the_start_of_the_next_is_an_overlap():
    shared = spells("700002 | sygedagpenge | 561 | 2018-12-31 | 2019-01-07 |  | 1")
    assert any("overlap an earlier one" in text for text in said(snapshot(spells=shared)))


def test_spells_in_consecutive_weeks_do_not_overlap():
    after = spells("700002 | sygedagpenge | 561 | 2019-01-07 | 2019-01-14 |  | 1")
    assert said(snapshot(spells=after)) == []


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            "700002 | fleksjob | 561 | 2017-01-03 | 2017-01-09 |  | 1",
            "is no Monday in 1 row(s)",
        ),
        ("700002 | fleksjob | 561 | 2017-01-09 | 2017-01-02 |  | 1", "'last_week' is before 'first_week' in 1 row(s)"),
        ("700002 | fleksjob | 561 | 2017-01-02 | 2017-01-09 |  | 1.5", "'share' is not as described"),
        ("700002 | fleksjob | 411 | 2017-01-02 | 2017-01-09 |  | 1", "1 unknown municipality code(s): 411 (1)"),
        (
            "700002 | flexjob  | 561 | 2017-01-02 | 2017-01-09 |  | 1",
            "1 benefit(s) that reference/benefits.csv",
        ),
        (
            "700002 | fleksjob | 561 | 2019-02-04 | 2019-02-04 |  | 1",
            "have a 'first_week' after the day of",
        ),
        ("700002 | fleksjob | 561 | 1917-01-01 | 1917-01-08 |  | 1", "1 row(s) have a 'first_week' before 1990"),
        ("700002 | fleksjob | 561 | 1917-01-01 | 1917-01-08 |  | 1", "1 spell(s) begin before the year of birth"),
        (
            "700002 | sygedagpenge | 561 | 2018-01-01 | 2018-01-08 |  | 1",
            "share their key (first_week, person",
        ),
    ],
)
def test_what_cannot_be_in_a_spell_is_an_error(row: str, text: str):
    assert any(text in one for one in said(snapshot(spells=spells(row))))


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("700002 | dream_412 | 561 | 2017-01-02 | 2017-01-09 |  | 1", "1 DREAM code(s) that reference"),
        ("700002 | fleksjob  |     | 2017-01-02 | 2017-01-09 |  | 1", "1 spell(s) have no municipality"),
        ("700009 | fleksjob  | 561 | 2017-01-02 | 2017-01-09 |  | 1", "spells: 1 person(s) have no row in persons"),
        ("700002 | starthjaelp | 561 | 2017-01-02 | 2017-01-09 |  | 1", "in which they were paid: starthjaelp"),
    ],
)  # fmt: skip
def test_what_a_reader_of_the_register_should_know_is_a_note(row: str, text: str):
    written = snapshot(spells=spells(row))
    assert said(written) == []
    assert any(text in one for one in said(written, "note"))


def test_an_unknown_sex_and_impossible_years_of_birth_are_errors():
    rows = PERSONS.rstrip() + "\n700003 | 2031 | maend | dansk | ingen |\n700004 | 1820 | k | dansk | ingen |"
    found = said(snapshot(persons=rows))
    assert any("'sex' is not as described" in text and text.endswith("in 1 row(s)") for text in found)
    assert any("'birth_year' is not as described" in text for text in found)
    rows = PERSONS.rstrip() + "\n700003 | 2031 | maend | dansk | ingen |"
    shutil.rmtree(snapshots.folder())
    assert said(snapshot(persons=rows)) == ["persons: 1 person(s) are born after the day of the retrieval"]


def test_activations_interviews_and_jobs_are_checked_too():
    written = snapshot(
        activations="""
            person | instrument                 | start      | end        | hours | sector    | firm
            700001 | virksomhedspraktik_privat  | 2018-01-08 | 2018-02-02 | 37    | privat    | a
            700001 | virksomhedspraktik_privat  | 2018-02-02 | 2018-02-09 | 37    | privat    | a
            700009 | praktik                    | 1890-02-02 |            |       |           |
        """,
        interviews="""
            person | date       | held  | due
            700001 | 2019-02-02 | true  |
            700001 | 2019-02-03 | false |
        """,
        jobs="""
            person | month   | hours
            700001 | 2019-03 | 100
        """,
    )
    assert said(written) == [
        "activations: 1 instrument(s) that reference/instruments.csv has not: praktik (1)",
        "activations: 1 row(s) have a 'start' before 1990",
        "interviews: 1 row(s) have a 'date' after the day of the retrieval",  # the other was not held yet
        "jobs: 1 row(s) have a month before 1990 or after the retrieval",
    ]
    assert said(written, "note") == [
        "activations: 1 activation(s) overlap an earlier one of the same person and instrument",
        "activations: 1 person(s) have no row in persons",
    ]


def test_a_contract_is_checked_in_pieces_and_counted_as_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(register_checks, "PIECE", 1)
    rows = spells(
        "700002 | fleksjob | 561 | 2017-01-03 | 2017-01-09 |  | 1",
        "700001 | fleksjob | 561 | 2016-01-05 | 2016-01-11 |  | 1",
    )
    assert said(snapshot(spells=rows)) == ["spells: 'first_week' or 'last_week' is no Monday in 2 row(s)"]


def test_a_stock_that_does_not_follow_from_the_flows_is_an_error(monkeypatch: pytest.MonkeyPatch):
    written = snapshot()
    right = registers.stock_flow

    def one_too_many(*args: Any, **more: Any) -> pd.DataFrame:
        flows: pd.DataFrame = right(*args, **more)
        return flows.assign(exits=flows["exits"] + 1)

    monkeypatch.setattr(registers, "stock_flow", one_too_many)
    found = said(written)
    assert len(found) == 1
    assert "the stock does not follow from the month before" in found[0]


def test_a_register_that_was_changed_is_an_error():
    written = snapshot()
    with (written.path / "spells.parquet").open("ab") as file:
        file.write(b"more")
    assert any("spells.parquet was changed after it was written" in text for text in said(written))
