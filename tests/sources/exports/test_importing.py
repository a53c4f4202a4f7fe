"""From files to a snapshot: all of them or nothing, with every problem, and never a value in a message."""

import datetime as dt
import io
import math
import shutil
import zipfile
from pathlib import Path

import good_files
import pandas as pd
import pytest
from good_files import as_text, as_workbook

from analysis import cli, project
from analysis.data import checks, contracts, snapshots
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError
from analysis.sources import importing
from analysis.sources.declarations import FILE
from analysis.sources.exports import declarations, to_observations
from test_cli import command

pytest_plugins = ["small_project_home"]

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def place(home: Path) -> Path:
    """A small project that knows what the real one declares."""
    real = Path(__file__).resolve().parents[3] / FILE
    shutil.copy(real, home / FILE)
    return home


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make(*files: Path, **more: str) -> Snapshot:
    return importing.import_files(files, now=NOW, say=lambda line: None, **more)


def observations(path: Path) -> pd.DataFrame:
    return to_observations.read([path], retrieved="2026-11-22", say=lambda line: None).observations


def test_an_export_becomes_a_snapshot_that_has_no_errors(place: Path):
    snapshot = make(write(place, "eksport.csv", as_text(good_files.benchmark_rows())))
    assert snapshot.name == "import-2026-11-22"
    assert snapshot.manifest["asked"][0].startswith("eksport.csv sha256:")
    assert good_files.figures(snapshot.read("observations")) == pytest.approx(good_files.benchmark_truth())
    assert [one for one in checks.problems(snapshot) if one.severity == checks.ERROR] == []


def test_a_second_import_of_a_day_gets_a_number(place: Path):
    file = write(place, "eksport.csv", as_text(good_files.benchmark_rows()))
    make(file)
    assert make(file).name == "import-2026-11-22-2"


def test_several_files_become_one_snapshot(place: Path):
    rows = good_files.long_rows()
    newest, others = ([rows[0], *(row for row in rows if (row[1] == "2026M07") == new)] for new in (True, False))
    files = [
        write(place, "y60a02-juli.csv", as_text(newest)),
        write(place, "y60a02.csv", as_text(others[:1] + others[2:])),
    ]
    assert good_files.figures(make(*files).read("observations")) == pytest.approx(good_files.truth())


def test_the_problems_of_all_files_are_listed_and_nothing_is_imported(place: Path):
    rows = good_files.long_rows()
    bad = [list(row) for row in rows]
    bad[7][3], bad[9][0] = "hemmeligt", "Andeby"
    files = [
        write(place, "y60a02.csv", as_text(rows)),
        write(place, "y60a02-b.csv", as_text(bad)),
        write(place, "tom.csv", ""),
        place / "findes-ikke.csv",
        place,
    ]
    with pytest.raises(AnalysisError) as error:
        make(*files)
    text = str(error.value)
    for part in (
        "y60a02-b.csv: row 8, column 4",
        "row 10, column 1",
        "tom.csv: it is empty",
        "findes-ikke.csv",
        "a folder",
    ):
        assert part in text
    assert "hemmeligt" not in text
    assert "Andeby" not in text
    assert [one.name for one in snapshots.all_snapshots()] == ["demo"]


def test_a_file_of_persons_is_refused_without_a_value_from_it(place: Path):
    lines = ["Navn;CPR;Kommune;Periode;Antal personer", "Inger Olsen;010203-1234;Esbjerg;2026M07;1"]
    with pytest.raises(AnalysisError) as error:
        make(write(place, "y60a02.csv", "\n".join(lines)))
    assert "Olsen" not in str(error.value)
    assert "010203" not in str(error.value)


def test_an_unknown_kind_is_answered_with_the_nearest(place: Path):
    with pytest.raises(AnalysisError, match="Did you mean 'observations'"):
        make(place / "x.csv", kind="observation")


def test_a_table_that_shares_its_headings_must_be_named(place: Path):
    with pytest.raises(AnalysisError, match=r"Name the table's id in the file's name, as in y60a02\.csv"):
        make(write(place, "eksport.csv", as_text(good_files.long_rows())))


@pytest.mark.parametrize("name", ["kontanthjælp 2026.csv", "Y60A02 eksport.csv", "y60a02_2026-08-22.csv"])
def test_the_file_name_may_name_it(place: Path, name: str):
    read = observations(write(place, name, as_text(good_files.long_rows())))
    assert good_files.figures(read) == pytest.approx(good_files.truth())


def test_the_verb_prints_what_was_made_and_what_to_know(place: Path, capsys: pytest.CaptureFixture[str]):
    file = write(place, "y60a02.csv", as_text([*good_files.long_rows(), ["Christiansø", "2026M07", "", "", ""]]))
    assert command("data", "import", str(file), "--name", "marts") == 0
    printed = capsys.readouterr().out
    assert "The snapshot 'marts' is made, with 891 rows of observations." in printed
    assert "figure(s) of areas that are not kept are left out" in printed
    assert command("data", "import", str(file), "--name", "marts") == 2
    assert cli.__name__ == "analysis.cli"


def test_signs_keep_their_reason_and_the_latest_months_are_provisional(place: Path):
    rows = good_files.long_rows()
    for row, sign in zip(rows[4:9], ["*", "-", "..", ".", ""], strict=True):
        row[2] = sign
    read = observations(write(place, "y60a02.csv", as_text(rows)))
    of_persons = read[read["measure"] == "kontanthjaelp_personer"]
    assert of_persons["status"].value_counts().to_dict() == {"provisional": 292, "missing": 3, "suppressed": 2}
    contracts.check("observations", read)


def test_sexes_become_their_column_and_ages_keep_their_total(place: Path):
    rows = good_files.long_rows()
    head = [*rows[0][:2], "Køn", "Alder", *rows[0][2:]]
    kinds = [("I alt", "I alt"), ("Mænd", "I alt"), ("I alt", "16-29 år")]
    more = [[*row[:2], *kind, *row[2:]] for row in rows[1:] for kind in kinds]
    read = observations(write(place, "y60a02.csv", as_text([head, *more])))
    assert read["sex"].value_counts().to_dict() == {"alle": 891, "maend": 891}
    assert set(read["age"]) == {"alle"}


def test_a_title_gives_the_month_of_a_list_of_municipalities(place: Path):
    rows = [
        ["Kontanthjælp"],
        ["Periode: juli 2026"],
        [],
        ["Kommune", "Antal personer"],
        ["Esbjerg", "1.234"],
        ["Fanø", "*"],
    ]
    read = observations(write(place, "liste.csv", as_text(rows)))
    assert read[["area", "period", "status"]].to_numpy().tolist() == [
        ["561", "2026-07", "provisional"],
        ["563", "2026-07", "suppressed"],
    ]
    assert read["value"].iloc[0] == 1234


def test_a_title_that_limits_whom_it_counts_is_not_passed_over(place: Path):
    rows = [["Kontanthjælp"], ["Køn: Mænd"], [], *good_files.long_rows()]
    assert set(observations(write(place, "liste.csv", as_text(rows)))["sex"]) == {"maend"}
    rows[1] = ["Alder: 16-29 år"]
    with pytest.raises(AnalysisError, match="limits 'Alder' to a label that is not declared"):
        observations(write(place, "liste.csv", as_text(rows)))


def test_thousands_that_nothing_tells_from_decimals_are_refused_with_their_rows(place: Path):
    rows = [["Kommune", "Periode", "Antal personer"], ["Esbjerg", "2026M07", "1.000"], ["Varde", "2026M07", "2.000"]]
    with pytest.raises(AnalysisError, match="rows 2, 3, column 3 'Antal personer': a number whose mark may be"):
        observations(write(place, "y60a02.csv", as_text(rows)))


def spreadsheet(cells: str) -> bytes:
    """An OpenDocument spreadsheet with these rows."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='Ark1'>"
            f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return written.getvalue()


def open_document(kind: str) -> bytes:
    def text(value: str) -> str:
        return f"<table:table-cell office:value-type='string'><text:p>{value}</text:p></table:table-cell>"

    head = "".join(map(text, ["Kommune", "Periode", "Aktiveringsgrad (pct.)"]))
    figure = f"<table:table-cell office:value-type='{kind}' office:value='0.5'/>"
    rows = [head, text("Esbjerg") + text("2026M07") + figure]
    return spreadsheet("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))


def test_an_open_document_is_read_and_refused_where_it_holds_percentages(place: Path):
    read = observations(write(place, "y60c07.ods", open_document("float")))
    assert read["value"].tolist() == [0.5]
    with pytest.raises(AnalysisError, match="figures of at most 1, which may be shares of 1"):
        observations(write(place, "y60c07.ods", open_document("percentage")))


def test_the_published_benchmark_comes_out_as_it_was_printed(shared: Path):
    read = observations(shared / "data" / "jobindsats_y30r21" / "Y30R21_rebuilt_api_csv.csv")
    assert len(read) == 98 * 6 * 4 * 5  # municipalities, half-years, benefits, measures
    assert sorted(read["period"].unique()) == [
        f"{year}-{month}R12" for year in (2020, 2021, 2022) for month in ("06", "12")
    ]
    assert set(read["status"]) == {"final"}
    figures = good_files.figures(read)
    # København, the first row of the file: 43070;44010;940;9,08;9,28;0,20;63
    place = ("alle", "101", "2020-06R12")
    names = ("forventet_antal", "faktisk_antal", "forventet_andel", "faktisk_andel", "officiel_placering")
    assert [figures[name, *place] for name in names] == [43070, 44010, 9.08, 9.28, 63]


@pytest.mark.parametrize(
    ("file", "measure", "benefit", "column"),
    [
        ("tidy_y25i01_unemployment.csv", "ledige_fuldtid", "a_dagpenge", "ledige_fuldtidspersoner_dagpenge"),
        ("tidy_y25i09_longterm.csv", "langtidsledige_fuldtid", "alle", "langtidsledige_i_alt"),
        ("tidy_y60a02_cashAssistance.csv", "kontanthjaelp_personer", "kontanthjaelp", "antal_personer"),
        ("tidy_y60c07_activation.csv", "aktiveringsgrad", "kontanthjaelp", "aktiveringsgrad"),
        ("tidy_y60j01_ordinaryHours.csv", "ordinaere_timer_andel", "kontanthjaelp", "andel_med_ordinaere_timer"),
    ],
)
def test_the_gathered_panel_comes_out_as_it_was_gathered(
    shared: Path, file: str, measure: str, benefit: str, column: str
):
    path = shared / "data" / "jobindsats_panel" / file
    plain = pd.read_csv(path, dtype=str, keep_default_na=False)
    read = good_files.figures(observations(path))
    for area, period, printed in plain[["kommunekode", "periode", column]].itertuples(index=False):
        figure = read[measure, benefit, area, period.replace("M", "-")]
        assert figure == (float(printed) if printed else "missing"), (area, period)
    assert not any(isinstance(figure, float) and math.isnan(figure) for figure in read.values())


def test_a_workbook_of_the_benchmark_says_the_same_as_its_text(place: Path):
    rows = good_files.typed(good_files.benchmark_rows())
    read = observations(write(place, "eksport.xlsx", as_workbook({"Tabel": rows})))
    assert good_files.figures(read) == pytest.approx(good_files.benchmark_truth())


def test_what_is_declared_wrongly_is_named_with_its_line(place: Path):
    path = place / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("forventet_antal, unit", "forventet_antl, unit").replace("  words: [", "  wrods: ["),
        encoding="utf-8",
    )
    assert project.root() == place
    with pytest.raises(AnalysisError) as error:
        declarations.exports()
    assert "there is no measure 'forventet_antl'. Did you mean 'forventet_antal'" in str(error.value)
    assert "Did you mean 'words'?" in str(error.value)
    assert "params/sources.yml line " in str(error.value)
