"""From the API to the reports, on the real figures: three jobcentres, one of one municipality and two of two."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis import project
from replay import TOKEN, replay

ESBJERG, HERLEV, FREDERIKSHAVN = "561-esbjerg", "163-herlev", "813-frederikshavn"
PERIOD = "2026-07"


def jobcenter(home: Path, *words: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    """Run the command in a project of its own."""
    env = {**os.environ, "JOBCENTER_HOME": str(home), "JOBINDSATS_TOKEN": token}
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words],
        cwd=home,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def home(folder: Path) -> Path:
    """A project with this checkout's notebooks, params and lists, and nothing built."""
    for room in ("notebooks", "params", "reference"):
        (folder / room).symlink_to(project.root() / room, target_is_directory=True)
    (folder / "requirements.lock").symlink_to(project.root() / "requirements.lock")
    return folder


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the reports of three jobcentres, made from the real figures."""
    folder = home(tmp_path_factory.mktemp("project"))
    with replay(shared) as urls:
        fetched = jobcenter(folder, "data", "fetch", "jobindsats", "--url", urls["jobindsats"], "--name", "real")
    assert fetched.returncode == 0, fetched.stderr
    names = [word for name in ("Esbjerg", "Herlev", "Læsø") for word in ("--jobcenter", name)]
    run = jobcenter(folder, "run", "kommuneanalyse", "--data", "real", *names)
    assert run.returncode == 0, run.stderr
    assert "813-frederikshavn" in run.stdout + run.stderr  # Læsø is served by Frederikshavn
    yield folder / "reports" / PERIOD


Published = Callable[[str, str, str], float]


@pytest.fixture(scope="module")
def published(shared: Path) -> Published:
    """The source's own figures of unemployment, by municipality, month and column."""
    file = shared / "data" / "jobindsats_panel" / "tidy_y25i01_unemployment.csv"
    read = pd.read_csv(file, dtype={"kommunekode": str}).set_index(["kommunekode", "periode"])

    def figure(area: str, month: str, column: str) -> float:
        return float(read[column][area, month])

    return figure


def record(real: Path, place: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((real / place / "kommuneanalyse.json").read_text(encoding="utf-8"))
    return found


def key_figure(real: Path, place: str, figure: str, area_type: str, area: str, benefit: str = "alle") -> Any:
    rows = [
        row
        for row in record(real, place)["key_figures"]
        if (row["id"], row["area_type"], row["area"], row["benefit"]) == (figure, area_type, area, benefit)
    ]
    assert len(rows) == 1, (figure, area_type, area)
    return rows[0]


def words(real: Path, place: str) -> str:
    """The text of a report as a reader sees it, without the pictures."""
    html = (real / place / "kommuneanalyse.html").read_text(encoding="utf-8")
    body = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r'src="data:[^"]*"', "", body)))


def test_esbjerg_and_fanoe_have_the_figures_of_the_source(real: Path, published: Published):
    total = before = 0.0
    for area in ("561", "563"):
        row = key_figure(real, ESBJERG, "ledige_fuldtid", "municipality", area)
        assert row["value"] == published(area, "2026M07", "ledige_fuldtidspersoner_i_alt")
        assert (row["status"], row["period"], row["unit"]) == ("provisional", PERIOD, "fuldtidspersoner")
        share = key_figure(real, ESBJERG, "ledige_pct_arbejdsstyrken", "municipality", area)
        assert share["value"] == published(area, "2026M07", "ledige_pct_af_arbejdsstyrken_i_alt")
        total += row["value"]
        before += published(area, "2025M07", "ledige_fuldtidspersoner_i_alt")
    assert key_figure(real, ESBJERG, "ledige_fuldtid", "jobcenter", "561")["value"] == total
    assert key_figure(real, ESBJERG, "ledige_fuldtid_aendring_12m", "jobcenter", "561")["value"] == total - before
    assert f"{total:,.0f}".replace(",", ".") in words(real, ESBJERG)


def test_the_share_of_two_municipalities_lies_between_theirs_and_is_marked_as_estimated(real: Path):
    shares = [
        key_figure(real, ESBJERG, "ledige_pct_arbejdsstyrken", "municipality", one)["value"] for one in ("561", "563")
    ]
    row = key_figure(real, ESBJERG, "ledige_pct_arbejdsstyrken", "jobcenter", "561")
    assert min(shares) - 0.1 <= row["value"] <= max(shares) + 0.1
    assert row["estimated"] is True


def test_a_jobcenter_of_one_municipality_has_that_municipality_s_figures(real: Path, published: Published):
    of_jobcenter = key_figure(real, HERLEV, "ledige_fuldtid", "jobcenter", "163")
    of_municipality = key_figure(real, HERLEV, "ledige_fuldtid", "municipality", "163")
    own = published("163", "2026M07", "ledige_fuldtidspersoner_i_alt")
    assert of_jobcenter["value"] == of_municipality["value"] == own
    assert of_jobcenter["estimated"] is False


def test_what_the_source_hides_is_null_and_never_zero(real: Path):
    hidden = key_figure(real, ESBJERG, "ordinaere_timer_personer", "municipality", "563", "kontanthjaelp")
    assert (hidden["value"], hidden["status"]) == (None, "suppressed")
    assert key_figure(real, ESBJERG, "ordinaere_timer_personer", "jobcenter", "561", "kontanthjaelp")["value"] is None
    assert "oplyses ikke" in words(real, ESBJERG)


def test_each_measure_shows_its_own_latest_month(real: Path):
    hours = key_figure(real, HERLEV, "ordinaere_timer_andel", "jobcenter", "163", "kontanthjaelp")
    assert hours["period"] == "2026-06"
    assert "juni 2026" in words(real, HERLEV)


def test_ranks_are_of_the_latest_final_month_and_the_reform_is_marked(real: Path):
    text = words(real, HERLEV)
    assert "Placering, apr 26" in text
    assert "sammenlignelige jobcentre, april 2026" in text
    assert "maj, juni og juli 2026 er foreløbige" in text
    assert "Reform i juli 2025" in text


def test_no_population_is_said_with_its_source(real: Path):
    assert "Kilde: Danmarks Statistik, tabel FOLK1A" in words(real, HERLEV)


@pytest.mark.parametrize("place", [ESBJERG, HERLEV, FREDERIKSHAVN])
def test_no_count_of_one_to_three_is_in_a_record_or_a_spreadsheet(real: Path, place: str):
    counts = ("fuldtidspersoner", "personer")
    levels = [row for row in record(real, place)["key_figures"] if "_aendring" not in row["id"]]
    assert levels
    assert not [row for row in levels if row["unit"] in counts and row["value"] in (1, 2, 3)]
    book = load_workbook(real / place / "kommuneanalyse.xlsx", read_only=True)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = next((at for at, row in enumerate(rows) if "Antal" in row), None)
        if head is None:
            continue
        column = rows[head].index("Antal")
        assert not [row for row in rows[head + 1 :] if len(row) > column and row[column] in (1, 2, 3)], sheet.title


@pytest.mark.parametrize("place", [ESBJERG, HERLEV, FREDERIKSHAVN])
def test_the_running_text_keeps_the_rules(real: Path, place: str):
    record_ = record(real, place)
    assert record_["status"] == "ok"
    text = words(real, place)
    for forbidden in (" nan ", "None", "har medført", "på grund af", "..", "pct.."):
        assert forbidden not in text.replace("…", ""), forbidden
    assert "SYNTETISKE" not in text


@pytest.mark.parametrize(
    ("fault", "code"), [("429:2", 0), ("cut:1", 0), ("html:1", 0), ("columns:1", 2), ("short:1", 2)]
)
def test_a_fault_is_outlasted_or_refused_but_never_kept(shared: Path, tmp_path: Path, fault: str, code: int):
    folder = home(tmp_path)
    with replay(shared, fault) as urls:
        fetched = jobcenter(folder, "data", "fetch", "jobindsats", "--url", urls["jobindsats"], "--name", "real")
    assert fetched.returncode == code, fetched.stderr
    assert (folder / "data" / "snapshots" / "real" / "manifest.json").exists() == (code == 0)


@pytest.mark.parametrize("fault", ["401:1", "500:9"])
def test_what_lasts_ends_with_2_one_reason_and_no_snapshot(shared: Path, tmp_path: Path, fault: str):
    folder = home(tmp_path)
    with replay(shared, fault) as urls:
        fetched = jobcenter(folder, "data", "fetch", "jobindsats", "--url", urls["jobindsats"], "--name", "real")
    assert fetched.returncode == 2
    assert "Traceback" not in fetched.stderr
    assert TOKEN not in fetched.stdout + fetched.stderr
    assert not list((folder / "data").glob("snapshots/*"))
