"""Jobindsats as its replay answers: real figures, and every fault that the real one has shown."""

import csv
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis import project
from analysis.errors import AnalysisError
from analysis.sources import declarations, jobindsats
from analysis.sources.jobindsats import Fetched
from analysis.sources.patience import Patience
from replay import TOKEN, replay

QUICK = Patience(first_wait=0.01, jitter=0.0, timeout=5.0)


def fetch(base: str, *tables: str, **more: Any) -> Fetched:
    options: dict[str, Any] = {"token": TOKEN, "say": lambda line: None, "patience": QUICK} | more
    return jobindsats.fetch(base=base, tables=list(tables), retrieved="2026-08-22", **options)


def figure(fetched: Fetched, measure: str, area: str, period: str, benefit: str) -> tuple[float, str]:
    rows = fetched.observations
    rows = rows[(rows["measure"] == measure) & (rows["area"] == area) & (rows["benefit"] == benefit)]
    row = rows[rows["period"] == period].iloc[0]
    return row["value"], row["status"]


@pytest.fixture(scope="module")
def panel(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the figures of Jobindsats alone, which the server reads sooner."""
    folder = tmp_path_factory.mktemp("panel")
    (folder / "jobindsats_panel").symlink_to(shared / "data" / "jobindsats_panel")
    return folder


@pytest.fixture(scope="module")
def everything(shared: Path, panel: Path) -> Fetched:
    with replay(shared, data=panel) as bases:
        return fetch(bases["jobindsats"])


def test_all_tables_come_for_every_municipality_and_the_country(everything: Fetched):
    rows = everything.observations
    assert rows["area"].nunique() == 98 + 1
    months = {"langtidsledige_fuldtid": 36}
    for measure, part in rows.groupby("measure"):
        benefits = part["benefit"].nunique()
        assert len(part) == 99 * months.get(str(measure), 60) * benefits
    assert rows["measure"].nunique() == 11


def test_the_figures_are_those_of_the_panel(everything: Fetched, shared: Path):
    path = shared / "data" / "jobindsats_panel" / "tidy_y25i01_unemployment.csv"
    with path.open(encoding="utf-8", newline="") as file:
        panel = {(row["kommunekode"], row["periode"].replace("M", "-")): row for row in csv.DictReader(file)}
    rows = everything.observations
    ours = rows[(rows["measure"] == "ledige_fuldtid") & (rows["benefit"] == "kontanthjaelp")]
    assert len(ours) == len(panel) == 5940
    for area, period, value in ours[["area", "period", "value"]].itertuples(index=False):
        printed = panel[area, period]["ledige_fuldtidspersoner_kontanthjaelp"]
        assert value == float(printed) if printed else math.isnan(value), (area, period)


def test_single_figures_are_as_published(everything: Fetched):
    # Jobindsats, retrieved 22 August 2026: the country's full-time unemployed in July 2026
    assert figure(everything, "ledige_fuldtid", "000", "2026-07", "alle") == (91583.0, "provisional")
    assert figure(everything, "ledige_fuldtid", "000", "2026-04", "alle")[1] == "final"


def test_null_is_suppressed_and_never_zero(everything: Fetched):
    counts = everything.observations[everything.observations["unit"] != "pct."]
    assert (counts["value"] == 0).sum() == 0
    assert set(counts[counts["value"].isna()]["status"]) == {"suppressed", "missing"}


def test_a_rate_of_nothing_is_real(everything: Fetched):
    rows = everything.observations
    laesoe = rows[(rows["measure"] == "aktiveringsgrad") & (rows["area"] == "825")]
    assert (laesoe["value"] == 0).sum() == 8


def test_laesoes_long_term_unemployment_has_two_months_and_the_rest_is_missing(everything: Fetched):
    rows = everything.observations
    laesoe = rows[(rows["measure"] == "langtidsledige_fuldtid") & (rows["area"] == "825")]
    assert laesoe[laesoe["benefit"] == "alle"]["status"].value_counts().to_dict() == {
        "missing": 34,
        "final": 2,
    }


def test_each_measure_has_its_own_three_provisional_months(everything: Fetched):
    rows = everything.observations
    provisional = rows[rows["status"] == "provisional"].groupby("measure")["period"].unique()
    assert sorted(provisional["ledige_fuldtid"]) == ["2026-05", "2026-06", "2026-07"]
    assert sorted(provisional["ordinaere_timer_andel"]) == ["2026-04", "2026-05", "2026-06"]


def test_the_notices_say_what_is_absent_and_that_a_series_is_short(everything: Fetched):
    assert everything.notices == [
        "y25i09: 58 of 3564 area-months are absent, in whole or in part "
        "(Læsø 34, Fanø 13, Samsø 10, Ærø 1) and kept as missing",
        "y25i09: 36 of the 60 months that were asked for came; the table has no more",
    ]


def test_what_was_asked_is_kept_without_the_token(everything: Fetched):
    assert len(everything.asked) == 5 + 1
    assert everything.asked[0].endswith(
        "/v3/data/y25i01?mgroup.*=*&period.M=latest:60&hierarchy._nykom=*&hierarchy._ygrpi09=*"
        "&hierarchy._akassebl=/&format=json"
    )
    assert TOKEN not in repr(everything) + repr(vars(everything))


@pytest.mark.parametrize("fault", ["429:2", "500:2", "cut:1", "html:1"])
def test_a_fault_that_goes_away_does_no_harm(shared: Path, panel: Path, fault: str):
    with replay(shared, fault, data=panel) as bases:
        assert len(fetch(bases["jobindsats"], "y60c07").observations) == 2 * 99 * 60


def test_an_answer_that_takes_too_long_is_asked_for_again(shared: Path, panel: Path):
    with replay(shared, "slow:1", data=panel) as bases:
        told: list[str] = []
        patience = Patience(first_wait=0.01, jitter=0.0, timeout=1.0)
        assert len(fetch(bases["jobindsats"], "y60c07", patience=patience, say=told.append).observations)
        assert told[0] == "Jobindsats did not answer in time: asking again (1 of 5 attempts made)"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500:9", "Jobindsats answered 500 in each of 5 attempts"),
        ("html:9", "Jobindsats sent a web page instead of figures in each of 5 attempts"),
        ("cut:9", "Jobindsats broke off its answer in each of 5 attempts"),
        ("columns:1", "y60c07: 4 declared column"),
        ("short:1", "at most 5 per cent may be"),
        ("401:1", "Jobindsats did not accept the token"),
    ],
)
def test_a_fault_that_lasts_or_a_wrong_answer_is_an_error(shared: Path, panel: Path, fault: str, reason: str):
    with replay(shared, fault, data=panel) as bases, pytest.raises(AnalysisError, match=reason):
        fetch(bases["jobindsats"], "y60c07")


@pytest.mark.parametrize("table", ["y25i01", "y25i09", "y60a02", "y60c07", "y60j01"])
def test_half_an_answer_is_refused_for_every_table(shared: Path, panel: Path, table: str):
    with (
        replay(shared, "short:1", data=panel) as bases,
        pytest.raises(AnalysisError, match="so the answer is not kept"),
    ):
        fetch(bases["jobindsats"], table)


def test_a_wrong_token_is_explained_in_one_line_without_showing_it(shared: Path, panel: Path):
    with replay(shared, data=panel) as bases, pytest.raises(AnalysisError) as error:
        fetch(bases["jobindsats"], token="some-other-token")
    assert "JOBINDSATS_TOKEN" in str(error.value)
    assert "\n" not in str(error.value)
    assert "some-other-token" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hierarchies": {"_omrade": "*"}}, "y60c07.hierarchies._omrade."),
        ({"hierarchies": {"_ygrpi09": "/"}}, "y60c07.hierarchies._ygrpi09."),
    ],
)
def test_a_refused_question_names_the_place_to_correct(shared: Path, panel: Path, change: dict[str, Any], place: str):
    declared = yaml.safe_load((project.root() / declarations.FILE).read_text(encoding="utf-8"))
    declared["jobindsats"]["tables"]["y60c07"] |= change
    with replay(shared, data=panel) as bases, pytest.raises(AnalysisError) as error:
        fetch(bases["jobindsats"], "y60c07", declared=declared)
    assert "422: Unknown hierarchies" in str(error.value)
    assert str(error.value).endswith(f"correct params/sources.yml at jobindsats.tables.{place}")


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(AnalysisError, match="Did you mean 'y25i01' or 'y25i09'"):
        fetch("http://127.0.0.1:1/v3", "y25i1")


def test_another_address_without_the_api_is_said(shared: Path, panel: Path):
    with (
        replay(shared, data=panel) as bases,
        pytest.raises(AnalysisError, match=r"has nothing at .*/v1 \(404\): check --url"),
    ):
        fetch(bases["statbank"], "y60c07")


def panel_without(shared: Path, folder: Path, *, keep: Any) -> Path:
    """The real figures with some rows of y60c07 left out."""
    shutil.copytree(shared / "data" / "jobindsats_panel", folder / "jobindsats_panel")
    path = folder / "jobindsats_panel" / "tidy_y60c07_activation.csv"
    path.chmod(0o644)
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if keep(dict(zip(head.split(","), row.split(","), strict=True)))]
    path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    return folder


def test_a_month_without_the_country_is_refused(shared: Path, tmp_path: Path):
    data = panel_without(shared, tmp_path, keep=lambda r: (r["kommunekode"], r["periode"]) != ("000", "2024M02"))
    with (
        replay(shared, data=data) as bases,
        pytest.raises(AnalysisError, match="in 1 of 60 months: '2024-02'"),
    ):
        fetch(bases["jobindsats"], "y60c07")


@pytest.mark.parametrize(("areas", "refused"), [(4, False), (5, True)])
def test_one_area_in_twenty_may_be_absent(shared: Path, tmp_path: Path, areas: int, refused: bool):
    # 4 of 99 areas are 4.04 per cent of the area-months, 5 are 5.05
    gone = ["101", "147", "151", "153", "155"][:areas]
    data = panel_without(shared, tmp_path, keep=lambda r: r["kommunekode"] not in gone)
    with replay(shared, data=data) as bases:
        if refused:
            with pytest.raises(AnalysisError, match="300 of 5940 area-months are absent"):
                fetch(bases["jobindsats"], "y60c07")
        else:
            assert (
                figure(fetch(bases["jobindsats"], "y60c07"), "aktiveringsgrad", "101", "2026-07", "kontanthjaelp")[1]
                == "missing"
            )


class Answering:
    """An API that answers from a list, in place of one on the network."""

    def __init__(self, description: object) -> None:
        self.description = description

    def get_json(self, path: str) -> object:
        return self.description


@pytest.mark.parametrize(("has", "refused"), [(36, False), (37, True), (600, True)])
def test_an_answer_with_fewer_months_than_the_table_has_is_refused(has: int, refused: bool):
    table = declarations.jobindsats().tables["y25i09"]
    listed = {"periods": [{"periodtype_id": "M", "values": [{"period_id": str(n)} for n in range(has)]}]}
    api: Any = Answering(listed)
    if refused:
        with pytest.raises(AnalysisError, match=f"and the table has {has}; it is not kept"):
            jobindsats._on_length(api, table, 36)
    else:
        assert jobindsats._on_length(api, table, 36).endswith("the table has no more")


@pytest.mark.parametrize(
    "description", [None, {}, {"periods": None}, {"periods": [{"periodtype_id": "Q", "values": []}]}]
)
def test_a_table_that_does_not_say_how_many_months_it_has_is_noted(description: object):
    table = declarations.jobindsats().tables["y25i09"]
    api: Any = Answering(description)
    assert jobindsats._on_length(api, table, 36).endswith("does not say how many there are")
