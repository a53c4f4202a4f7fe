"""The page on revisions and its files: exact counts, nothing that may not be shown, and it stands alone."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import snapshots, vintages
from analysis.data.vintages import Step, Vintage
from analysis.errors import AnalysisError
from analysis.site import pages, revision_text, revisions
from written import observations

FIRST = """
    measure        | area | period  | value | status
    ledige_fuldtid | 000  | 2026-06 | 91500 | provisional
    ledige_fuldtid | 561  | 2026-06 | 1200  | provisional
    ledige_fuldtid | 563  | 2026-06 | 3     | provisional
    ledige_fuldtid | 825  | 2026-05 | 40    | final
    aktiveringsgrad | 561 | 2026-06 | 20.1  | final
"""
SECOND = """
    measure        | area | period  | value | status
    ledige_fuldtid | 000  | 2026-06 | 91583 | final
    ledige_fuldtid | 561  | 2026-06 | 1250  | final
    ledige_fuldtid | 563  | 2026-06 | 2     | provisional
    ledige_fuldtid | 561  | 2026-07 | 1300  | provisional
    aktiveringsgrad | 561 | 2026-06 | 20.4  | final
"""


def vintage(name: str, text: str, retrieved: str, *, synthetic: bool = False) -> Vintage:
    manifest = {"source": "Opdigtet <kilde>", "synthetic": synthetic, "retrieved": retrieved, "files": {}}
    return Vintage(snapshots.Snapshot(name, Path(name), manifest), observations(text))


@pytest.fixture
def steps() -> list[Step]:
    return vintages.steps([vintage("august", FIRST, "2026-08-22"), vintage("september", SECOND, "2026-09-22")])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_folder_has_the_page_and_its_files_for_danish_spreadsheets(steps: list[Step], tmp_path: Path) -> None:
    page = revisions.write(steps, out=tmp_path / "diff")
    assert page.name == "revisions.html"
    assert (page.parent / "changes.csv").read_bytes().startswith(b"\xef\xbb\xbfolder;newer;kind;")
    listed = read(page.parent / "changes.csv")
    first = [(row["kind"], row["area_name"], row["value_before"], row["value_after"], row["change"]) for row in listed]
    assert first[:5] == [
        ("revised", "Hele landet", "91500", "91583", "83"),
        ("revised", "Esbjerg", "1200", "1250", "50"),
        ("revised", "Esbjerg", "20,1", "20,4", "0,3"),
        ("lost", "Læsø", "40", "", ""),
        ("added", "Esbjerg", "", "1300", ""),
    ]
    total = read(page.parent / "counts.csv")[0]
    # Fanø's 3 → 2 is counted and not listed
    assert (total["measure"], total["revised"], total["revised_listed"]) == ("total", "4", "3")
    assert (total["added"], total["lost"], total["status_changed"]) == ("1", "1", "2")


def test_what_may_not_be_shown_stands_nowhere(steps: list[Step], tmp_path: Path) -> None:
    page = revisions.write(steps, out=tmp_path / "diff")
    for path in page.parent.iterdir():
        assert "Fanø" not in path.read_text(encoding="utf-8-sig"), path
        assert ";563;" not in path.read_text(encoding="utf-8-sig"), path
    printed = [str(row) for rows in revision_text.tables(steps[0]).values() for row in rows]
    assert not any("563" in line for line in printed)


def test_the_page_says_what_changed_and_stands_alone(steps: list[Step]) -> None:
    page = revisions.page(steps)
    assert pages.addresses_asked(page) == []
    assert "august → september: 4 af 4 tal i begge udtræk er revideret, 3 i foreløbige måneder og 1 i" not in page
    assert "4 af 4 tal i begge udtræk er revideret, 4 i foreløbige måneder og 0 i måneder, der var endelige" in page
    assert "91.500" in page and "91.583" in page and "+83" in page
    assert "Opdigtet &lt;kilde&gt;" in page
    assert "SYNTETISK" not in page.upper().replace("SYNTETISKE TAL", "")


def test_a_page_of_synthetic_figures_says_so() -> None:
    made_up = [vintage(name, FIRST, "2020-02-10", synthetic=True) for name in ("a", "b")]
    assert pages.SYNTHETIC in revisions.page(vintages.steps(made_up))


def test_three_vintages_make_two_comparisons_and_one_triangle_of_three_columns() -> None:
    three = [
        vintage("august", FIRST, "2026-08-22"),
        vintage("september", SECOND, "2026-09-22"),
        vintage("oktober", SECOND.replace("91583", "91600"), "2026-10-22"),
    ]
    page = revisions.page(vintages.steps(three))
    rows = re.findall(r'<th scope="row">jun 26</th>(.*?)</tr>', page.split("Revisionstrekant</h2>")[1])
    shown = [re.findall(r">([^<>]+)</td>", row) for row in rows]
    assert shown == [["0,3", "0,0"], ["91.500", "91.583", "91.600", "+100"]]  # aktiveringsgrad has no country here
    assert "september → oktober: 1 af" in page


def test_an_equal_comparison_says_that_nothing_is_revised() -> None:
    same = [vintage(name, FIRST, "2026-08-22") for name in ("a", "b")]
    page = revisions.page(vintages.steps(same))
    assert "ingen af de 5 tal i begge udtræk er revideret" in page


def test_a_folder_with_anything_else_is_left_alone(steps: list[Step], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AnalysisError, match="--out"):
        revisions.write(steps, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_earlier_comparison_is_replaced_by_the_same_bytes(steps: list[Step], tmp_path: Path) -> None:
    folder = tmp_path / "diff"
    first = {path.name: path.read_bytes() for path in revisions.write(steps, out=folder).parent.iterdir()}
    again = {path.name: path.read_bytes() for path in revisions.write(steps, out=folder).parent.iterdir()}
    assert first == again


def test_the_terminal_has_the_exact_counts(steps: list[Step]) -> None:
    said = "\n".join(revision_text.lines(steps[0]))
    assert "5 cells before, 5 after" in said
    assert "revised    4 of 4 figures that both have: 4 in provisional months, 0 in final ones; 1 may not" in said
    assert "provisional → final: 2 (2 also revised)" in said
    rows = revision_text.largest_rows(steps[0])
    assert [(row["area"], row["change"]) for row in rows] == [
        ("000 Hele landet", "+83"),
        ("561 Esbjerg", "+50"),
        ("561 Esbjerg", "+0.3"),
    ]


def test_a_snapshots_other_tables_are_named_with_their_rows() -> None:
    first, second = vintage("a", FIRST, "2026-08-22"), vintage("b", FIRST, "2026-08-23")
    files = {"persons.parquet": {"sha256": "1", "rows": 1000}, "observations.parquet": {"sha256": "1", "rows": 5}}
    first.snapshot.manifest["files"] = files
    second.snapshot.manifest["files"] = {**files, "persons.parquet": {"sha256": "2", "rows": 1010}}
    said = revision_text.lines(Step(first, second))
    assert "  table persons: changed, 1,000 rows before, 1,010 after" in said
    assert not any("observations" in line for line in said)


def test_a_table_of_no_change_is_still_a_table() -> None:
    same = vintages.steps([vintage("a", FIRST, "2026-08-22"), vintage("b", FIRST, "2026-08-22")])
    assert isinstance(revision_text.tables(same[0])["Biggest revisions that may be shown"], list)
    assert pd.DataFrame(revision_text.rows_by_measure(same[0]))["revised"].tolist() == ["0", "0"]
