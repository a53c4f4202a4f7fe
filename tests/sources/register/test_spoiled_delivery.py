"""Deliveries that were spoiled on the way: each is refused, with the place, and nothing of it is kept."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.sources.register import csv_files, parquet_files
from small_register import bring_in, save, typed, wide

pytest_plugins = ["small_register_home"]

WEEKS = """
    person  | kommune | y_0952 | y_0953 | y_1001 | y_1002
    7000021 | 561     | 111    | 111    | 111    |
    7000022 | 563     |        | 130    | 733    | 890
    7000023 | 561     |        |        |        |
"""
CPR = "2512901234"
SECRETS = re.compile(r"70000\d\d|251290|Hansen|\b7[0-9]{6}\b")


def refusal(*paths: Path) -> str:
    """What an import of these files is refused with; it holds no value of a row, and nothing is stored."""
    with pytest.raises(AnalysisError) as refused:
        bring_in(*paths)
    text = str(refused.value)
    assert not SECRETS.search(text)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    kept = list(snapshots.folder().iterdir()) if snapshots.folder().exists() else []
    assert kept == []
    return text


def cell(column: str, row: int, value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[row, column] = value
        return frame

    return spoil


FORMATS = ["dream.csv", "dream.parquet"]
SPOILED: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "a code is a text": (
        cell("y_1001", 1, "Hansen"),
        "column 'y_1001': is not a three-digit code in 1 row(s), first in row 2",
    ),
    "a code has four digits": (cell("y_1001", 1, "1111"), "column 'y_1001': is not a three-digit code in 1 row(s)"),
    "a code is a written zero": (
        cell("y_1001", 2, "0"),
        "column 'y_1001': is not a three-digit code in 1 row(s), first in row 3",
    ),
    "a CPR number as a person": (cell("person", 2, CPR), "column 'person': looks like a CPR number in 1 row(s)"),
    "a CPR number with a hyphen": (
        cell("person", 2, "251290-1234"),
        "column 'person': looks like a CPR number in 1 row(s)",
    ),
    "a CPR number as a code": (cell("y_0953", 2, CPR), "column 'y_0953': looks like a CPR number in 1 row(s)"),
    "a CPR number as a municipality": (
        cell("kommune", 2, CPR),
        "column 'kommune': looks like a CPR number in 1 row(s)",
    ),
    "a CPR number in a column that is not read": (
        lambda frame: frame.assign(note=["", "ring 251290-1234", ""]),
        "column 'note': looks like a CPR number in 1 row(s)",
    ),
    "CPR numbers that lost their zero": (
        lambda frame: frame.assign(person=["101901234", "201901234", "301901234"]),
        "column 'person': looks like a CPR number in 3 row(s)",
    ),
    "a column of CPR numbers by its name": (
        lambda frame: frame.rename(columns={"person": "cpr_nr"}),
        "a column is named 'cpr_nr': CPR numbers may not come in",
    ),
    "a person twice": (
        lambda frame: pd.concat([frame, frame.iloc[:1]]),
        "1 row(s) are of a person who has a row already: row 4 of dream",
    ),
    "a person is blank": (cell("person", 1, ""), "column 'person': is no pseudonym"),
    "a week is renamed": (
        lambda frame: frame.rename(columns={"y_0953": "uge_0953"}),
        "1 week(s) are missing between 'y_0952' and 'y_1001': y_0953",
    ),
    "a week that there is not": (lambda frame: frame.rename(columns={"y_1002": "y_1053"}), "there is no week 'y_1053'"),
    "the person is renamed": (lambda frame: frame.rename(columns={"person": "navn"}), "has no column 'person'"),
    "the municipality is renamed": (
        lambda frame: frame.rename(columns={"kommune": "by"}),
        "no municipality: neither this file nor a file of persons",
    ),
    "a municipality from before 2007": (
        cell("kommune", 1, "501"),
        "column 'kommune': is no municipality code in use since 2007 in 1 row(s), first in row 2",
    ),
    "no rows": (lambda frame: frame.iloc[:0], "has no rows"),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_file_is_refused_with_the_place(delivery: Path, how: str, name: str):
    spoil, expected = SPOILED[how]
    text = refusal(save(delivery, name, spoil(wide(WEEKS))))
    assert expected in text
    assert "dream" in text


@pytest.mark.parametrize("name", FORMATS)
def test_everything_that_is_wrong_is_said_at_once_over_all_files(delivery: Path, name: str):
    frame = wide(WEEKS)
    frame.loc[0, "y_0952"], frame.loc[1, "y_1001"], frame.loc[2, "kommune"] = "11", "Hansen", "501"
    persons = wide(
        "person | birth_year | sex | origin\n7000021 | 19x | begge | dansk\n7000021 | 1970 | m | 251290-1234"
    )
    text = refusal(save(delivery, name, frame), save(delivery, "persons.csv", persons))
    lines = [line for line in text.splitlines() if line.startswith("  - ")]
    assert lines == [
        "  - persons.csv, column 'origin': looks like a CPR number in 1 row(s)",
        "  - persons.csv, column 'birth_year': is no whole number in 1 row(s), first in row 1",
        "  - persons.csv, column 'sex': is none of maend, kvinder, or what params/sources.yml declares for them in "
        "1 row(s), first in row 1",
        "  - persons.csv, column 'origin': is none of dansk, vestlig, ikke_vestlig, or what params/sources.yml "
        "declares for them in 1 row(s), first in row 2",
        f"  - {name}, column 'y_0952': is not a three-digit code in 1 row(s), first in row 1",
        f"  - {name}, column 'y_1001': is not a three-digit code in 1 row(s), first in row 2",
        f"  - {name}, column 'kommune': is no municipality code in use since 2007 in 1 row(s), first in row 3",
    ]
    assert text.startswith("The delivery has 7 problem(s), so nothing of it is kept")


def test_a_person_twice_is_said_together_with_what_else_is_wrong(delivery: Path):
    frame = cell("y_1001", 1, "Hansen")(wide(WEEKS))
    text = refusal(save(delivery, "dream.csv", pd.concat([frame, frame.iloc[:1]])))
    assert "column 'y_1001': is not a three-digit code in 1 row(s), first in row 2" in text
    assert "a person who has a row already: row 4 of dream.csv" in text


def test_an_identifier_in_the_last_chunk_stops_the_first_from_being_stored(
    delivery: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(csv_files, "BLOCK", 500)
    monkeypatch.setattr(parquet_files, "ROWS", 10)
    rows = [f"{at} | 561 | 111" for at in range(100, 300)] + [f"{CPR} | 561 | 111"]
    frame = wide("person | kommune | y_0952\n" + "\n".join(rows))
    assert "looks like a CPR number in 1 row(s)" in refusal(save(delivery, "dream.csv", frame))
    pq.write_table(typed(frame), delivery / "dream.parquet", row_group_size=10)
    assert "looks like a CPR number in 1 row(s)" in refusal(delivery / "dream.parquet")


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_parquet_file_that_was_cut_is_refused(delivery: Path, kept: float):
    path = save(delivery, "dream.parquet", wide(WEEKS))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert "dream.parquet: is not a whole Parquet file; it may have been cut" in refusal(path)


def test_a_parquet_file_with_a_broken_page_is_refused(delivery: Path):
    random = np.random.default_rng(3)
    codes = random.choice(np.array([111, 890, 130], np.int16), (6, 2000))
    names = ["y_0950", "y_0951", "y_0952", "y_0953", "y_1001", "y_1002"]
    table = pa.table({"person": np.arange(2000), "kommune": np.full(2000, 561), **dict(zip(names, codes, strict=True))})
    path = delivery / "dream.parquet"
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(content)
    assert "dream.parquet: is not a whole Parquet file; a part of it cannot be read" in refusal(path)


def test_a_csv_file_that_was_cut_in_a_line_is_refused(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    path.write_bytes(path.read_bytes()[:-9])
    assert "a line with more or fewer cells than the header in 1 row(s), first in row 3" in refusal(path)


def test_a_csv_file_that_was_cut_after_a_cell_is_noted(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    path.write_bytes(path.read_bytes()[:-1])
    assert "dream.csv does not end with a line break; was it cut?" in bring_in(path).notices


def test_a_csv_file_in_another_encoding_is_refused_with_the_row(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS).assign(note=["", "Ærø", ""]))
    utf8 = path.read_bytes()
    path.write_bytes(utf8.decode().encode("latin-1"))
    assert "dream.csv: 1 line(s) are not UTF-8, first in row 2" in refusal(path)
    path.write_bytes(utf8.decode().encode("utf-16"))
    assert "may be UTF-16" in refusal(path)


def test_a_csv_file_with_a_byte_order_mark_and_windows_line_breaks_is_read(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert bring_in(path).manifest["files"]["spells.parquet"]["rows"] == 3


def test_a_sas_file_that_was_cut_is_refused(delivery: Path):
    path = save(delivery, "dream.xpt", wide(WEEKS))
    path.write_bytes(path.read_bytes()[:300])
    assert "is not a whole SAS file" in refusal(path)
    path.rename(delivery / "dream.sas7bdat")
    assert "is not a whole SAS file" in refusal(delivery / "dream.sas7bdat")


def test_a_csv_file_without_its_header_shows_nothing_of_its_first_row(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    lines = path.read_bytes().splitlines(keepends=True)[1:]
    path.write_bytes(b"".join(lines))
    assert "do not look like names and are not shown" in refusal(path)
    path.write_bytes(b"".join(lines).replace(b"7000021", b"251290-1234"))
    assert "does the file begin without its header?" in refusal(path)


def test_a_column_that_stands_twice_is_refused(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    path.write_bytes(path.read_bytes().replace(b"y_0953", b"Y_0952"))
    assert "1 column name(s) stand more than once: 'Y_0952', 'y_0952'" in refusal(path).replace("2 column", "1 column")


def test_a_file_whose_name_is_a_cpr_number_is_refused_without_the_name(delivery: Path):
    assert "its name looks like a CPR number" in refusal(save(delivery, "251290-1234.csv", wide(WEEKS)))


def test_files_that_are_not_there_or_of_another_kind_are_named(delivery: Path):
    (delivery / "notes.docx").write_text("x", encoding="utf-8")
    text = refusal(delivery / "notes.docx", delivery / "gone.csv")
    assert "notes.docx: is of a kind that is not read here" in text
    assert "gone.csv: there is no such file or folder" in text


def test_ten_digits_are_allowed_in_a_declared_column_of_firms(delivery: Path):
    frame = wide(WEEKS).assign(p_nr=["1003388127", "1012345678", ""])
    bring_in(save(delivery, "dream.csv", frame))
    assert "column 'p_id': looks like a CPR number" in other_name(delivery, frame)


def other_name(delivery: Path, frame: pd.DataFrame) -> str:
    path = save(delivery, "other.csv", frame.rename(columns={"p_nr": "p_id"}))
    with pytest.raises(AnalysisError) as refused:
        bring_in(path, name="other")
    return str(refused.value)


def test_a_taken_name_is_refused_before_anything_is_read(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    bring_in(path)
    path.unlink()
    with pytest.raises(AnalysisError, match="already"):
        bring_in(path)


def test_a_csv_file_with_old_line_breaks_is_refused(delivery: Path):
    path = save(delivery, "dream.csv", wide(WEEKS))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))
    assert "dream.csv: has old line breaks (CR alone)" in refusal(path)


JOBS = "person | month | hours\n" + "\n".join(f"{7000021 + at} | 2014-0{at} | 12.5" for at in range(1, 6))


@pytest.mark.parametrize("person", ["Hansen", "70000\x0021", "2014-01-06", "-1", "7,5"])
def test_a_text_where_the_others_have_whole_numbers_is_no_pseudonym(delivery: Path, person: str):
    frame = cell("person", 3, person)(wide(JOBS))
    assert "column 'person': is no pseudonym" in refusal(save(delivery, "jobs.csv", frame))


def test_pseudonyms_are_numbers_with_and_without_decimals_or_texts_with_some_numbers_among_them(delivery: Path):
    with_decimals = wide(JOBS).assign(person=[f"{7000021 + at}.0" for at in range(5)])
    kept = bring_in(save(delivery, "jobs.csv", with_decimals)).read("jobs")
    assert kept["person"].tolist() == [7000021, 7000022, 7000023, 7000024, 7000025]
    texts = wide(JOBS).assign(person=["a9f1", "0b12", "1234", "77c0", "e001"])
    mixed = bring_in(save(delivery, "jobs.csv", texts), name="texts").read("jobs")
    assert sorted(mixed["person"] > 0) == [False, False, False, False, True]


def test_a_file_with_a_head_alone_is_refused(delivery: Path):
    assert "jobs.csv: has no rows" in refusal(save(delivery, "jobs.csv", wide(JOBS).iloc[:0]))


def test_columns_that_may_lack_are_missed_in_a_notice(delivery: Path):
    frame = wide("person | benefit | first_week | last_week\n7000021 | kontanthjaelp | 2014-01-06 | 2014-01-13")
    told = bring_in(save(delivery, "spells.csv", frame)).notices
    assert "spells.csv: no column 'area', 'visitation', 'share'; the rows are read without" in told


def test_a_cpr_number_in_parts_is_refused_in_a_column_of_firms_too(delivery: Path):
    frame = wide(WEEKS).assign(p_nr=["1003388127", "01.01.90 1234", ""])
    assert "column 'p_nr': looks like a CPR number in 1 row(s)" in refusal(save(delivery, "dream.csv", frame))
