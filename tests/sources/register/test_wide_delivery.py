import logging
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.data import checks, contracts, snapshots
from analysis.errors import AnalysisError
from analysis.registers.numbers import coding
from analysis.sources.register import csv_files, narrow, parquet_files, pseudonyms, spills
from analysis.sources.register.tables import TABLES
from small_register import bring_in, save, spells, typed, wide

pytest_plugins = ["small_register_home"]

# week 53 of 2009 begins on 28 December, week 1 of 2010 on 4 January
WEEKS = """
    person | kommune | y_0952 | y_0953 | y_1001 | y_1002
    21     | 561     | 111    | 111    | 111    |
    22     | 563     |        | 130    | 733    | 890
    23     | 0561    |        |        |        |
    24     | 101     | 111    | 999    | 999    | 999
"""
SPELLS = [
    (21, "a_dagpenge", "561", "2009-12-21", "2010-01-04"),
    (22, "kontanthjaelp", "563", "2009-12-28", "2010-01-04"),
    (22, "sygedagpenge", "563", "2010-01-11", "2010-01-11"),
    (24, "a_dagpenge", "101", "2009-12-21", "2009-12-21"),
    (24, "doed", "101", "2009-12-28", "2010-01-11"),
]
PERSONS = """
    person | foedselsaar | køn | herkomst | uddannelse     | akasse
    21     | 1970        | m   | dansk    | erhvervsfaglig | 3F
    22     | 1991        | k   | vestlig  |                |
    24     | 1950        | 2   | dansk    | ingen          | HK
"""


@pytest.mark.parametrize("name", ["dream.csv", "dream.parquet", "dream.xpt"])
def test_csv_parquet_and_sas_become_the_same_spells(delivery: Path, name: str):
    snapshot = bring_in(save(delivery, name, wide(WEEKS)))
    assert spells(snapshot) == SPELLS
    assert snapshot.manifest["weeks"] == {"first": "2009-12-21", "last": "2010-01-11"}
    assert snapshot.manifest["asked"] == [name]


def test_the_spells_are_the_same_bytes_whatever_the_order_of_rows_and_columns(delivery: Path):
    frame = wide(WEEKS)
    one = bring_in(save(delivery, "dream.csv", frame), name="one")
    other = save(delivery, "other.parquet", frame.iloc[::-1, ::-1])
    assert bring_in(other, name="other").digest == one.digest


def test_the_spells_keep_their_contract_and_lie_in_the_order_of_their_key(delivery: Path):
    snapshot = bring_in(save(delivery, "dream.csv", wide(WEEKS)))
    frame = snapshot.read("spells")
    contracts.check("spells", frame)
    assert frame[["first_week", "person"]].equals(frame[["first_week", "person"]].sort_values(["first_week", "person"]))
    assert pq.read_table(snapshot.path_of("spells")).num_rows == len(SPELLS)


def test_small_chunks_give_what_one_chunk_gives(delivery: Path, monkeypatch: pytest.MonkeyPatch):
    rows = [f"{at} | 561 | {'111' if at % 3 else ''} | {'111' if at % 2 else '890'}" for at in range(100, 400)]
    frame = wide("person | kommune | y_0952 | y_0953\n" + "\n".join(rows))
    csv = save(delivery, "dream.csv", frame)
    whole = bring_in(csv, name="whole")
    monkeypatch.setattr(csv_files, "BLOCK", 500)
    monkeypatch.setattr(parquet_files, "ROWS", 10)
    monkeypatch.setattr(parquet_files, "CELLS", 30)
    monkeypatch.setattr(spills, "_WAITING", 20)
    assert bring_in(csv, name="small").digest == whole.digest
    pq.write_table(typed(frame), delivery / "dream.parquet", row_group_size=7)
    assert bring_in(delivery / "dream.parquet", name="groups").digest == whole.digest


def test_the_municipality_may_stand_in_the_file_of_persons(delivery: Path):
    persons = wide(PERSONS).assign(kommune=["561", "563", "101"])
    frame = wide(WEEKS).drop(columns="kommune")
    snapshot = bring_in(save(delivery, "dream.parquet", frame), save(delivery, "persons.csv", persons))
    assert spells(snapshot) == SPELLS
    assert "1 person(s) of the weekly files are not in the file of persons" in snapshot.notices  # 23
    rows = snapshot.read("persons")
    assert rows[["person", "birth_year", "sex", "education", "fund"]].to_numpy().tolist() == [
        [21, 1970, "maend", "erhvervsfaglig", "3F"],
        [22, 1991, "kvinder", "ukendt", ""],
        [24, 1950, "kvinder", "ingen", "HK"],
    ]


@pytest.mark.parametrize("where", ["weeks", "persons"])
def test_the_municipality_may_change_with_the_year_of_the_week(delivery: Path, where: str):
    yearly = {"kom_2009": ["561", "563", "561", "101"], "kom_2010": ["751", "563", "561", "101"]}
    frame = wide(WEEKS).drop(columns="kommune")
    paths = []
    if where == "weeks":
        frame = frame.assign(**yearly)
    else:
        persons = wide(PERSONS).assign(**{name: [*codes[:2], codes[3]] for name, codes in yearly.items()})
        paths.append(save(delivery, "persons.csv", persons))
    snapshot = bring_in(*paths, save(delivery, "dream.csv", frame))
    assert spells(snapshot)[:2] == [
        (21, "a_dagpenge", "561", "2009-12-21", "2009-12-28"),  # the year of week 53 is 2009
        (21, "a_dagpenge", "751", "2010-01-04", "2010-01-04"),
    ]
    assert spells(snapshot)[2:] == SPELLS[1:]


def test_the_municipality_may_change_with_the_week(delivery: Path):
    frame = wide(WEEKS).drop(columns="kommune")
    for week in ("0952", "0953", "1001", "1002"):
        frame[f"kom_{week}"] = "561" if week < "1001" else "563"
    assert spells(bring_in(save(delivery, "dream.csv", frame)))[:2] == [
        (21, "a_dagpenge", "561", "2009-12-21", "2009-12-28"),
        (21, "a_dagpenge", "563", "2010-01-04", "2010-01-04"),
    ]


def test_a_year_without_a_municipality_takes_that_of_the_nearest(delivery: Path):
    frame = wide(WEEKS).rename(columns={"kommune": "kom_2014"})
    assert spells(bring_in(save(delivery, "dream.csv", frame))) == SPELLS


def test_a_visitation_parts_a_spell_and_is_kept(delivery: Path):
    frame = wide(WEEKS)
    frame["visitation_2009"], frame["visitation_2010"] = "Jobparat", "Aktivitetsparat"
    rows = bring_in(save(delivery, "dream.csv", frame)).read("spells")
    own = rows[rows["person"] == 21]
    assert own["visitation"].tolist() == ["jobparat", "aktivitetsparat"]


def test_a_code_without_a_benefit_is_listed_with_its_weeks_and_kept(delivery: Path):
    frame = wide(WEEKS)
    frame.loc[2, ["y_0952", "y_0953", "y_1002"]] = ["412", "412", "413"]
    snapshot = bring_in(save(delivery, "dream.csv", frame))
    assert spells(snapshot)[3:5] == [
        (23, "dream_412", "561", "2009-12-21", "2009-12-28"),
        (23, "dream_413", "561", "2010-01-11", "2010-01-11"),
    ]
    assert snapshot.manifest["unknown_codes"] == {"412": 2, "413": 1}
    assert any("412 (2 weeks), 413 (1 weeks)" in notice for notice in snapshot.notices)


def test_who_is_dead_and_comes_back_is_counted(delivery: Path):
    frame = wide(WEEKS)
    frame.loc[3, "y_1002"] = "111"
    snapshot = bring_in(save(delivery, "dream.csv", frame))
    assert "1 person-spell(s) of the dead end before the last week" in snapshot.notices


def test_people_of_unknown_municipality_are_kept_and_counted(delivery: Path):
    frame = wide(WEEKS)
    frame["kommune"] = ["", "411", "561", "0"]
    snapshot = bring_in(save(delivery, "dream.csv", frame))
    assert [area for _, _, area, _, _ in spells(snapshot)] == ["", "", "", "", ""]
    assert "5 spell(s) have no known municipality" in snapshot.notices


def test_several_wide_files_are_one_register(delivery: Path):
    frame = wide(WEEKS)
    paths = save(delivery, "a.csv", frame.iloc[:2]), save(delivery, "b.parquet", frame.iloc[2:])
    assert spells(bring_in(*paths)) == SPELLS
    assert spells(bring_in(delivery, name="folder")) == SPELLS


def test_pseudonyms_of_text_become_numbers_below_zero_alike_in_all_files(delivery: Path):
    named = {"21": "a91f", "22": "b07c", "23": "0023", "24": "24"}
    frame, persons = wide(WEEKS), wide(PERSONS)
    for table in (frame, persons):
        table["person"] = table["person"].map(named)
    snapshot = bring_in(save(delivery, "dream.parquet", frame), save(delivery, "persons.csv", persons))
    numbers = set(snapshot.read("spells")["person"])
    assert numbers == set(snapshot.read("persons")["person"])
    assert {number < 0 for number in numbers - {24}} == {True}
    assert 24 in numbers


def test_two_pseudonyms_that_become_the_same_number_are_refused(delivery: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pseudonyms, "_of_text", lambda one: (-7, len(one)) if one.startswith("a") else (int(one), 0))
    frame = wide(WEEKS).iloc[:2]
    frame["person"] = ["a1", "a22"]
    with pytest.raises(AnalysisError, match="stand for two pseudonyms"):
        bring_in(save(delivery, "dream.csv", frame))


def test_codes_that_a_fast_reading_cannot_take_are_read_cell_by_cell(delivery: Path):
    frame = wide(WEEKS).replace({"111": "111.0"})
    assert spells(bring_in(save(delivery, "dream.csv", frame))) == SPELLS


def test_other_columns_are_passed_over_by_name(delivery: Path):
    snapshot = bring_in(save(delivery, "dream.csv", wide(WEEKS).assign(branche="x")))
    assert "dream.csv: columns that are not read: 'branche'" in snapshot.notices


def test_the_snapshot_passes_the_check_and_is_counted_from(delivery: Path):
    persons = wide(PERSONS.rstrip() + "\n    23 | 1980 | k | dansk | |")
    snapshot = bring_in(save(delivery, "dream.csv", wide(WEEKS)), save(delivery, "persons.csv", persons))
    assert [problem.text for problem in checks.problems(snapshot) if problem.severity == "error"] == []
    register = coding.register(snapshot.path_of("spells"), snapshot.path_of("persons"))
    assert len(register.first) == len(SPELLS)


def test_an_import_logs_nothing_and_says_only_names_of_files(delivery: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    from analysis.sources.register import import_files

    import_files([save(delivery, "dream.csv", wide(WEEKS))], name="x", retrieved="2026-08-22", say=said.append)
    assert said == ["dream.csv is read."]
    assert caplog.text == ""


def test_nothing_of_a_delivery_stays_beside_the_snapshot(delivery: Path):
    bring_in(save(delivery, "dream.csv", wide(WEEKS)))
    assert [path.name for path in snapshots.folder().iterdir()] == ["delivery"]


def test_a_file_is_read_again_as_text_without_counting_its_persons_twice(
    delivery: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = [f"{at} | 561 | 111" for at in range(100, 300)] + ["900 | 561 | 111.0"]
    monkeypatch.setattr(csv_files, "BLOCK", 500)
    snapshot = bring_in(save(delivery, "dream.csv", wide("person | kommune | y_0952\n" + "\n".join(rows))))
    assert snapshot.manifest["files"]["spells.parquet"]["rows"] == 201


def test_the_words_for_what_is_wrong_cover_every_kind_of_column():
    kinds = {column.kind for table in TABLES.values() for column in table.values()}
    assert kinds - set(narrow.PROBLEMS) == {"choice", "slug"}  # a choice names its values; any text is a slug


def test_a_frame_of_a_delivery_is_never_asked_for_whole(delivery: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pd, "read_csv", None)
    monkeypatch.setattr(pq, "read_table", None)
    bring_in(save(delivery, "dream.csv", wide(WEEKS)))
