"""One challenge in depth, and what it would save: worked out by hand on a country in which all others are alike."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import areas, measures, project
from analysis.data import targets
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.brief import economy
from written import observations, panel

MONTHS = [f"{year}-{month:02d}" for year in (2016, 2017, 2018, 2019) for month in range(1, 13)]
HERE, PEOPLE = "730", 2000  # Randers; the population of every municipality


def country(*, here: float, elsewhere: float, late: float | None = None) -> Panel:
    """Kontanthjælp in per cent of 2,000 people: ``here``, and from 2019 ``late``; everywhere else the same."""
    lines = []
    for month in MONTHS:
        for area in areas.municipalities():
            share = elsewhere if area.code != HERE else late if late is not None and month >= "2019" else here
            count = round(share * PEOPLE / 100)
            lines.append(f"kontanthjaelp_fuldtid | {area.code} | {month} | {count}")
            lines.append(f"kontanthjaelp_pct_befolkning | {area.code} | {month} | {100 * count / PEOPLE}")
    rows = observations("\n".join(["measure | area | period | value", *lines]))
    return panel(rows, of=HERE, period="2019-12")


def deep(of: Panel) -> pd.Series:
    rows = measures.indicators(of, results=["kontanthjaelp_fuldtid"], effort=())
    found = measures.depth(of, rows, measures.highlights(rows))
    assert len(found) == 1
    return found.iloc[0]


def test_a_challenge_is_told_with_how_many_it_is_and_since_when():
    row = deep(country(here=4.0, elsewhere=2.0, late=6.0))
    assert row["side"] == "challenge"
    assert row["over"] == pytest.approx(120 - 0.02 * PEOPLE, abs=1)  # 120 here now, 40 at the others' share
    assert (row["months"], row["known"]) == (36, 36)
    assert row["part"] == ""  # kontanthjælp has no parts


def test_months_count_only_where_the_jobcenter_was_worse_off():
    row = deep(country(here=1.0, elsewhere=2.0, late=6.0))
    assert (row["months"], row["known"]) == (12, 36)  # 2019 alone


def test_without_a_challenge_one_result_stands_there_and_says_so():
    row = deep(country(here=2.0, elsewhere=2.0))
    assert (row["side"], row["subject"]) == ("none", "kontanthjaelp_fuldtid")


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of the project with a file of weekly rates: 3,000 kroner in 2019."""
    folder = tmp_path / economy.FOLDER
    folder.mkdir(parents=True)
    shutil.copytree(project.root() / targets.FOLDER, tmp_path / targets.FOLDER)
    (folder / "satser.csv").write_text("benefit;year;kr_week\nkontanthjaelp;2019;3.000,00\n", encoding="utf-8")
    monkeypatch.setattr(project, "root", lambda: tmp_path)
    return folder


def test_the_saving_is_those_above_the_others_share_at_the_least_and_the_largest_share_of_the_municipality(rates: Path):
    found = measures.saved(country(here=4.0, elsewhere=2.0), rates="satser.csv").iloc[0]
    over = 80 - 0.02 * PEOPLE
    assert found["over"] == pytest.approx(over, abs=1)
    assert found["low"] == pytest.approx(found["over"] * 3000 * 52 * 0.2)
    assert found["high"] == pytest.approx(found["over"] * 3000 * 52 * 0.8)
    assert found["verified"]


@pytest.mark.parametrize(
    ("name", "here", "why"), [("", 4.0, economy.NO_RATES), ("uden_aar.csv", 4.0, f"{economy.NO_YEAR} 2019")]
)
def test_without_rates_there_is_no_amount_and_a_reason(rates: Path, name: str, here: float, why: str):
    (rates / "uden_aar.csv").write_text("benefit,year,kr_week\nkontanthjaelp,2018,3000\n", encoding="utf-8")
    found = measures.saved(country(here=here, elsewhere=2.0), rates=name)
    assert found.empty
    assert found.attrs["absent"] == why


def test_a_jobcenter_of_two_municipalities_has_one_range_of_its_latest_final_month(rates: Path):
    def told(area: str, month: str) -> str:
        share = 2.0 if area not in ("561", "563") else 8.0 if month == "2019-12" else 4.0
        count, status = round(share * PEOPLE / 100), "provisional" if month == "2019-12" else "final"
        return (
            f"kontanthjaelp_fuldtid | {area} | {month} | {count} | {status}\n"
            f"kontanthjaelp_pct_befolkning | {area} | {month} | {share} | {status}"
        )

    lines = [told(area.code, month) for month in ("2018-11", "2019-11", "2019-12") for area in areas.municipalities()]
    rows = observations("\n".join(["measure | area | period | value | status", *lines]))
    found = measures.saved(panel(rows, of="561", period="2019-12"), rates="satser.csv")
    assert list(found["period"]) == ["2019-11"]
    assert found["n"].iloc[0] == 2 * 0.04 * PEOPLE
    assert found["over"].iloc[0] == pytest.approx(2 * 0.02 * PEOPLE, abs=0.2)


def test_a_file_that_is_not_there_is_an_error(rates: Path):
    with pytest.raises(AnalysisError, match="weekly rates"):
        measures.saved(country(here=4.0, elsewhere=2.0), rates="andre.csv")


def test_before_2016_no_amount_is_told():
    rows = observations("""
        measure               | area | period  | value
        kontanthjaelp_fuldtid | 730  | 2015-12 | 80
    """)
    found = measures.saved(panel(rows, of=HERE, period="2015-12"), rates="satser.csv")
    assert found.attrs["absent"] == economy.TOO_EARLY


def test_the_project_has_a_folder_for_rates_in_its_fingerprint():
    from analysis.runs import fingerprint

    assert economy.FOLDER in {room.relative_to(project.root()).as_posix() for room in fingerprint.rooms(project.root())}
