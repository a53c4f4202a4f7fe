"""Targets imported from a list: what is read, and what is refused with its row."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis import project
from analysis.data import checks
from analysis.errors import AnalysisError
from analysis.sources import importing, target_files

HEAD = "area_type;area;goal;base_period;target_period;base;target;operator;unit;source"
ROW = "municipality;Esbjerg;uddannelsesgrad;dec 2012;2014M12;17,6;23,9;≥;pct.;En plan"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "maal.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8-sig")
    return path


def test_a_list_with_names_danish_months_and_decimals_is_read(tmp_path: Path):
    rows = [ROW, "jobcenter;Jobcenter Fanø;langtidsledige;;2014-12;;680;<=;personer;En plan"]
    # Fanø has no jobcenter of its own
    with pytest.raises(AnalysisError, match="row 3: there is no such jobcenter"):
        target_files.read(written(tmp_path, *rows))
    table = target_files.read(written(tmp_path, ROW, rows[1].replace("Fanø", "Esbjerg")))
    assert table.iloc[0].tolist() == [
        "municipality", "561", "uddannelsesgrad", "2012-12", "2014-12", 17.6, 23.9, ">=", "pct.", "En plan",
    ]  # fmt: skip
    assert table.iloc[1][["area", "base_period", "target"]].tolist() == ["561", "", 680.0]
    assert table["base"].isna().tolist() == [False, True]


def test_a_workbook_that_made_numbers_of_codes_is_read(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(HEAD.split(";"))
    sheet.append(["region", 82, "unge", "2009-12", "2011-12", 22826, 22000, "<=", "personer", "En plan"])
    book.save(tmp_path / "maal.xlsx")
    assert target_files.read(tmp_path / "maal.xlsx").iloc[0][["area", "base"]].tolist() == ["082", 22826.0]


WRONG = [
    ("17,6", "1.000", "'base': text; expected a number such as 23,9"),
    ("17,6", "=1+1", "'base': a formula"),
    ("17,6", "-3", "'base': text"),
    ("dec 2012", "foråret", "'base_period': text; expected a period"),
    ("Esbjerg", "Esbjreg", "row 2: there is no such municipality"),
    ("municipality", "kommune", "'area_type' must be one of"),
    ("≥", "=", "'operator' must be one of <=, >="),
    ("23,9", "123,9", "above 100 in a percentage"),
    ("dec 2012", "dec 2015", "does not come after"),
    ("En plan", "", "row 2: 'source' is empty"),
    ("En plan", "Sag 010190-1234", "row 2, column 10: looks like a CPR number"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_row_is_refused_and_its_value_is_not_repeated(tmp_path: Path, right: str, wrong: str, said: str):
    with pytest.raises(AnalysisError) as error:
        target_files.read(written(tmp_path, ROW.replace(right, wrong)))
    assert said in str(error.value)


def test_missing_and_unknown_columns_are_all_said(tmp_path: Path):
    with pytest.raises(AnalysisError) as error:
        target_files.read(written(tmp_path, ROW, head=HEAD.replace("goal", "maal").replace("unit", "enhed")))
    said = str(error.value)
    assert said.startswith("4 problem(s)")
    assert "'goal'" in said and "'unit'" in said


def test_a_row_that_comes_twice_is_refused(tmp_path: Path):
    with pytest.raises(AnalysisError, match="share their key"):
        target_files.read(written(tmp_path, ROW, ROW))


def test_an_empty_list_is_refused(tmp_path: Path):
    with pytest.raises(AnalysisError, match="no rows"):
        target_files.read(written(tmp_path))


def test_imported_targets_are_a_snapshot_that_the_check_finds_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(project.root() / "reference", tmp_path / "reference")
    for room in ("notebooks", "params"):
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    made = importing.import_files(
        [written(tmp_path, ROW)], kind="targets", name="maal", now=dt.datetime(2026, 11, 22, tzinfo=dt.UTC), say=print
    )
    assert made.read("targets")["target"].tolist() == [23.9]
    assert checks.problems(made) == []


def test_the_same_target_in_two_files_is_refused(tmp_path: Path):
    (tmp_path / "more").mkdir()
    with pytest.raises(AnalysisError, match="share their key"):
        target_files.read_all([written(tmp_path, ROW), written(tmp_path / "more", ROW)])
