"""Exports and recorded answers of StatBank: the real ones, and what may become of a file on its way."""

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.sources.statbank import files as statbank_files
from analysis.sources.statbank import imports as statbank_imports
from analysis.sources.statbank import json_stat as statbank_json
from analysis.sources.statbank.files import Read
from statbank_source import answer, rows, source

BY_AGE = "folk1a_2014K1_kommune_koen_alder.csv"
BY_SEX = "tidy_folk1a_kommune_koen_2008Q1-2020Q1.csv"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "statbank"


def read(content: bytes, file: str) -> Read:
    return statbank_files.read(content, file=file, retrieved="2026-08-22", source=source())


def refused(content: bytes, file: str = "folk1a.csv") -> str:
    with pytest.raises(AnalysisError) as error:
        read(content, file)
    return str(error.value)


def observed(made: Read) -> "pd.Series[float]":
    return made.tables["observations"].set_index(["area", "period"])["value"]


def test_the_recorded_series_of_the_country_is_read(folder: Path):
    made = read((folder / "rec_FOLK1A.csv").read_bytes(), "rec_FOLK1A.csv")
    figures = observed(made)
    # as recorded: 52 quarters, from 5,475,791 to 5,837,213
    assert (len(figures), figures["000", "2008-Q1"], figures["000", "2020-Q4"]) == (52, 5475791, 5837213)
    assert (made.table, made.notices) == ("FOLK1A", [])


def test_the_recorded_quarter_of_all_areas_keeps_the_totals_of_marital_status(folder: Path):
    made = read((folder / "rec_FOLK1A-1.csv").read_bytes(), "rec_FOLK1A-1.csv")
    figures = observed(made)
    assert (len(figures), figures["000", "2020-Q1"], figures["101", "2020-Q1"]) == (99, 5822763, 632340)
    assert made.notices == [
        "the last row has no end: it may be cut, and is left out",
        "419 row(s) that are not totals of 'CIVILSTAND' are left out",  # 525 - 1 - 105
        "5 row(s) of regions are left out",
        "1 row(s) of areas that are no municipality are left out: '411'",
        "the municipalities do not add up to the country in 1 of 1 periods; furthest apart in 2020-Q1: "
        "5,822,679 against 5,822,763",  # 84 on Christiansø
    ]


def test_the_export_by_age_gives_population_and_makes_its_totals(folder: Path):
    made = read((folder / BY_AGE).read_bytes(), BY_AGE)
    population = made.tables["population"]
    assert len(population) == 98 * 3 * 111
    one = population[(population["area"] == "101") & (population["age"] == 0)].set_index("sex")["count"]
    assert (one["kvinder"], one["alle"]) == (4081, one["kvinder"] + one["maend"])
    # FOLK1A gives Copenhagen 569,557 on 1 January 2014, in the other export
    assert observed(made)["101", "2014-Q1"] == 569557
    assert population[(population["area"] == "101") & (population["sex"] == "alle")]["count"].sum() == 569557


def test_the_two_exports_agree_for_every_municipality(folder: Path):
    by_age = observed(read((folder / BY_AGE).read_bytes(), BY_AGE))
    by_sex = observed(read((folder / BY_SEX).read_bytes(), BY_SEX))
    assert len(by_sex) == 98 * 13
    assert by_age.equals(by_sex[by_sex.index.get_level_values("period") == "2014-Q1"].reindex(by_age.index))


def test_the_export_with_a_column_for_each_sex_is_read(folder: Path):
    file = "folk1a_2021K1_kommune_total_koen_gnsalder.csv"
    made = read((folder / file).read_bytes(), file)
    assert observed(made)["101", "2021-Q1"] == 638117
    assert "columns that only describe the area are passed over" in made.notices[0]


def test_a_recorded_json_answer_without_areas_is_the_country(folder: Path):
    made = read((folder / "denstatbank_data_resp.json").read_bytes(), "answer.json")
    assert observed(made).to_dict() == {("000", "2020-Q1"): 5822763}


def test_a_recorded_json_answer_of_another_table_is_read_into_rows_and_not_taken_for_folk1a(folder: Path):
    content = (folder / "denstatbank_data_resp_with_vars.json").read_bytes()
    frame = statbank_json.columns(content.decode(), table="BEF5").astype(str)
    # the last of men born in Greenland, and the first of women born in Finland
    written = frame[["KØN", "FODLAND", "TID", "INDHOLD"]].to_numpy().tolist()
    assert (len(written), written[1]) == (2 * 2 * 2, ["M", "5101", "2019", "7095"])
    assert written[6] == ["K", "5104", "2018", "2766"]
    assert "which table of StatBank it is does not show" in refused(content)


@pytest.mark.parametrize("change", [{"value": [1, 2]}, {"value": None}, {"dimension": {}}])
def test_a_broken_json_answer_is_refused(folder: Path, change: dict[str, object]):
    whole = json.loads((folder / "denstatbank_data_resp.json").read_text(encoding="utf-8"))
    whole["dataset"] |= change
    assert "not kept" in refused(json.dumps(whole).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("file", ["rec_FOLK1A.csv", BY_SEX])
def test_a_file_saved_in_another_encoding_reads_the_same(folder: Path, file: str, encoding: str):
    content = (folder / file).read_bytes()
    again = content.decode("utf-8-sig").encode(encoding)
    assert observed(read(again, file)).equals(observed(read(content, file)))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "utf-32-le", "utf-16-le"])
def test_an_encoding_that_cannot_be_told_is_refused(encoding: str):
    assert "Save it as CSV UTF-8" in refused(answer(rows()).removeprefix("\ufeff").encode(encoding))


def test_shuffled_and_doubled_rows_and_other_delimiters_read_the_same(folder: Path):
    content = (folder / BY_SEX).read_bytes()
    head, *lines = content.decode().splitlines()
    whole = observed(read(content, BY_SEX))
    random.Random(1).shuffle(lines)
    for written in (lines, lines + lines):
        again = "\n".join([head, *written, ""])
        assert observed(read(again.encode(), BY_SEX)).equals(whole)
        assert observed(read(again.replace(",", "\t").encode(), BY_SEX)).equals(whole)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.94])
def test_an_export_that_was_cut_is_refused(folder: Path, share: float):
    content = (folder / BY_AGE).read_bytes()
    assert "at most 5 per cent may be" in refused(content[: int(len(content) * share)], BY_AGE)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("INDHOLD", "BELØB", "there is no column of figures"),
        ("ALDER", "AARGANG", "'AARGANG' cannot be understood and has no total"),
        ("KØN", "GRUPPE", "'GRUPPE' cannot be understood and has no total"),
        ("101,København,K,0,4081", "101,København,K,0,mange", "'INDHOLD' is not a whole number"),
        ("101,København,K,0,4081", "101,København,K,0,4.081", "'INDHOLD' is not a whole number"),
        (
            "101,København,K,0,4081",
            "101,København,X,0,4081",
            "1 row(s) have no sex in 'KØN' that can be read, first in row 2: 'X'",
        ),
        ("101,København,K,0,4081", "101,Aarhus,K,0,4081", "name different things in 1 row(s), first in row 2"),
        (
            "101,København,K,0,4081",
            "501,København,K,0,4081",
            "1 row(s) have no area in 'OMRÅDE_KODE' that can be read, first in row 2: '501'",
        ),
        ("101,København,K,0,4081", "101,København,K,1,4081", "1 row(s) came again with another figure, first in row 3"),
    ],
)
def test_a_renamed_column_or_a_spoiled_cell_is_refused(folder: Path, old: str, new: str, told: str):
    text = (folder / BY_AGE).read_text(encoding="utf-8")
    assert told in refused(text.replace(old, new, 1).encode(), BY_AGE)


def test_a_file_whose_table_does_not_show_is_refused():
    assert "Put the table's id in the name of the file" in refused(answer(rows()).encode(), "udtræk.csv")


def test_a_file_without_periods_needs_one_in_its_name():
    text = "\r\n".join(
        ["OMRÅDE;INDHOLD", *(f"{row[0]};{row[4]}" for row in rows() if row[1:4] == ["TOT", "IALT", "2014K1"]), ""]
    )
    assert observed(read(text.encode(), "folk1a_2019Q3.csv"))["561", "2019-Q3"] == 9
    assert "no column of periods (TID)" in refused(text.encode(), "folk1a.csv")


def test_gaps_between_periods_are_told():
    lines = ["OMRÅDE;TID;INDHOLD", "000;2014K1;5", "000;2014K2;6", "000;2015K1;7", ""]
    made = read("\n".join(lines).encode(), "folk1a.csv")
    assert made.notices == ["the 3 periods from 2014-Q1 to 2015-Q1 have gaps between them"]


def test_files_become_one_snapshot_and_all_their_problems_are_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path / "snapshots")
    options: dict[str, Any] = {"name": "a", "retrieved": "2026-08-22", "say": lambda line: None}
    made = statbank_imports.import_files([folder / BY_AGE, folder / "rec_FOLK1A.csv"], **options)
    assert {table: len(made.read(table)) for table in made.tables()} == {"observations": 98 + 52, "population": 32634}
    broken = [tmp_path / "folk1a_a.csv", tmp_path / "gone_folk1a.csv"]
    broken[0].write_text("A;B\n1;2\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as error:
        statbank_imports.import_files(broken, **(options | {"name": "b"}))
    assert "folk1a_a.csv: there is no column of area nor of figures" in str(error.value)
    assert "gone_folk1a.csv cannot be read" in str(error.value)
    assert [one.name for one in snapshots.all_snapshots()] == ["a"]


def test_the_same_figures_in_two_files_are_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path)
    with pytest.raises(AnalysisError, match="share their key"):
        statbank_imports.import_files(
            [folder / BY_AGE, folder / BY_SEX], name="a", retrieved="2026-08-22", say=lambda line: None
        )
