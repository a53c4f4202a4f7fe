"""Two vintages side by side: what is counted, and in which order it is listed."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import benefits, project, rules
from analysis.data import snapshots, triangles, vintages
from analysis.data.cell_changes import changes, compare, counts, transitions
from analysis.data.vintages import Step, Vintage
from analysis.errors import AnalysisError
from real_figures import real_observations
from written import observations


def one(compared: pd.DataFrame) -> dict[str, int]:
    return {str(name): int(value) for name, value in counts(compared).iloc[0].items()}


BEFORE = """
    measure        | area | period  | value | status
    ledige_fuldtid | 561  | 2026-04 | 100   | final
    ledige_fuldtid | 561  | 2026-05 | 110   | provisional
    ledige_fuldtid | 561  | 2026-06 | 120   | provisional
    ledige_fuldtid | 563  | 2026-04 |       | suppressed
    ledige_fuldtid | 563  | 2026-05 | 5     | provisional
    ledige_fuldtid | 101  | 2026-04 | 900   | final
"""
AFTER = """
    measure        | area | period  | value | status
    ledige_fuldtid | 561  | 2026-04 | 101   | final
    ledige_fuldtid | 561  | 2026-05 | 112   | final
    ledige_fuldtid | 561  | 2026-06 | 120   | provisional
    ledige_fuldtid | 561  | 2026-07 | 130   | provisional
    ledige_fuldtid | 563  | 2026-04 | 4     | final
    ledige_fuldtid | 563  | 2026-05 |       | missing
"""


def test_every_cell_is_counted_once_and_the_counts_add_up():
    compared = compare(observations(BEFORE), observations(AFTER), provisional_months=2)
    found = one(compared)
    # 561 April 100 → 101 and May 110 → 112 are revised; only April was final
    assert (found["revised"], found["revised_final"], found["compared_figures"]) == (2, 1, 3)
    # 101 April is lost, 561 July is added
    assert (found["added"], found["added_figures"], found["lost"], found["lost_figures"]) == (1, 1, 1, 1)
    # 561 May became final (and was revised), 563 April came out, 563 May went missing
    assert (found["status_changed"], found["revised_and_status"]) == (3, 1)
    # 561 June alone is alike: 6 before = 1 lost + 2 revised + 3 with another status - 1 with both + 1 alike
    assert found["unchanged"] == 1
    assert found["before"] == found["lost"] + 2 + 3 - 1 + 1 == 6
    assert found["after"] == found["added"] + 2 + 3 - 1 + 1 == 6


def test_status_changes_are_counted_by_where_they_came_from_and_went():
    compared = compare(observations(BEFORE), observations(AFTER))
    assert transitions(compared).to_numpy().tolist() == [
        ["provisional", "final", 1, 1],
        ["provisional", "missing", 1, 0],
        ["suppressed", "final", 1, 0],
    ]


def test_a_vintage_compared_with_itself_has_no_change():
    found = one(compare(observations(BEFORE), observations(BEFORE)))
    assert found["unchanged"] == found["before"] == found["after"] == 6
    assert found["revised"] == found["added"] == found["lost"] == found["status_changed"] == 0


def test_arithmetic_noise_is_not_a_revision_and_a_tenth_is():
    rows = observations("measure         | area | period  | value\naktiveringsgrad | 561  | 2026-04 | 0.3")
    noisy, moved = rows.assign(value=0.1 + 0.2), rows.assign(value=0.4)
    assert one(compare(rows, noisy))["revised"] == 0
    assert one(compare(rows, moved))["revised"] == 1


def test_another_numerator_or_unit_is_told_apart_from_a_revision():
    rows = observations(
        "measure         | area | period  | value\n"
        "aktiveringsgrad | 561  | 2026-04 | 30\n"
        "aktiveringsgrad | 563  | 2026-04 | 30"
    )
    other = rows.assign(numerator=[30.0, np.nan], unit=["pct.", "personer"], value=[30.0, 12.0])
    found = one(compare(rows, other))
    assert (found["revised"], found["base_changed"], found["unit_changed"], found["unchanged"]) == (0, 1, 1, 0)


@pytest.mark.parametrize(("months", "final"), [(0, 2), (1, 1), (2, 0)])
def test_the_latest_months_are_provisional_though_no_status_says_so(months: int, final: int):
    before = observations(
        "measure        | area | period  | value\n"
        "ledige_fuldtid | 561  | 2026-05 | 10\n"
        "ledige_fuldtid | 561  | 2026-06 | 20"
    )
    compared = compare(before, before.assign(value=[11.0, 21.0]), provisional_months=months)
    assert one(compared)["revised_final"] == final


def test_changes_are_listed_biggest_first_then_by_per_cent_and_rates_after_counts():
    before = observations(
        "measure         | area | period  | value\n"
        "ledige_fuldtid  | 101  | 2026-04 | 1000\n"
        "ledige_fuldtid  | 561  | 2026-04 | 100\n"
        "ledige_fuldtid  | 163  | 2026-04 | 50\n"
        "aktiveringsgrad | 101  | 2026-04 | 20"
    )
    after = before.assign(value=[1010.0, 90.0, 90.0, 80.0])
    listed = changes(compare(before, after))
    # 40, then 10 of 100 (10 per cent) before 10 of 1000 (1 per cent), then the rate, though 60 is more
    assert listed["area"].tolist() == ["163", "561", "101", "101"]
    assert listed["change"].tolist() == [40.0, -10.0, 10.0, 60.0]
    assert listed["change_pct"].tolist()[:3] == [80.0, -10.0, 1.0]
    assert np.isnan(listed["change_pct"].iloc[3])  # a rate changes in points


def test_a_second_vintage_of_the_real_panel_has_exactly_the_revisions_that_were_made(shared: Path):
    before = real_observations(shared)
    after = before.copy()
    there = np.flatnonzero(after["value"].notna())
    chosen = np.random.default_rng(20101).choice(there, 1234 + 57 + 91, replace=False)
    moved, hidden, gone = (after.index.isin(part) for part in np.split(chosen, [1234, 1234 + 57]))
    after["value"] = (after["value"] + 0.1 * moved).mask(hidden)
    after["status"] = after["status"].mask(hidden, "suppressed")
    after = after[~gone]
    new = before[before["period"] == "2026-07"].assign(period="2026-08")
    found = one(compare(before, pd.concat([after, new], ignore_index=True).sample(frac=1, random_state=1)))
    assert found["revised"] == 1234
    assert (found["lost"], found["lost_figures"]) == (91, 91)
    assert (found["added"], found["added_figures"]) == (len(new), int(new["value"].notna().sum()))
    assert found["status_changed"] == 57
    assert found["unchanged"] == len(before) - 1234 - 57 - 91


def written_vintage(rows: pd.DataFrame, name: str = "august", retrieved: str = "2026-08-22", **more: object) -> Vintage:
    manifest = {"source": "a test", "synthetic": False, "retrieved": retrieved, "files": {}, "notices": [], **more}
    return Vintage(snapshots.Snapshot(name, Path(name), manifest), rows)


def test_what_may_not_be_shown_is_counted_and_not_listed():
    before = observations(
        "measure        | area | period  | value\n"
        "ledige_fuldtid | 561  | 2026-04 | 100\n"
        "ledige_fuldtid | 563  | 2026-04 | 3"
    )
    step = Step(written_vintage(before), written_vintage(before.assign(value=[101.0, 2.0])))
    assert one(step.exact)["revised"] == 2
    assert changes(step.shown)["area"].tolist() == ["561"]


def test_a_snapshot_says_how_many_months_are_provisional_and_three_are_where_it_does_not():
    rows = observations(BEFORE)
    assert written_vintage(rows).provisional_months == 3
    assert written_vintage(rows, provisional_months=1).provisional_months == 1


def test_reforms_between_the_retrievals_and_a_wrong_order_are_known():
    rows = observations(BEFORE).assign(benefit="kontanthjaelp")
    first, second = written_vintage(rows, retrieved="2025-06-30"), written_vintage(rows, retrieved="2025-07-01")
    assert [reform.month for reform in Step(first, second).reforms] == ["2025-07"]
    assert Step(first, second).in_order
    assert not Step(second, first).in_order


def test_the_triangle_has_the_level_of_the_country_in_each_vintage():
    rows = observations(
        "measure        | area | period  | value\n"
        "ledige_fuldtid | 000  | 2026-06 | 500\n"
        "ledige_fuldtid | 561  | 2026-06 | 100"
    )
    table = triangles.triangle([written_vintage(rows), written_vintage(rows.assign(value=[510.0, 100.0]))])
    assert table[["period", "vintage", "what", "value"]].to_numpy().tolist() == [
        ["2026-06", 0, "country", 500.0],
        ["2026-06", 1, "country", 510.0],
    ]


def test_without_a_country_the_triangle_has_the_sum_of_the_sizes_of_the_revisions():
    rows = observations(
        "measure        | area | period  | value\n"
        "ledige_fuldtid | 561  | 2026-06 | 100\n"
        "ledige_fuldtid | 563  | 2026-06 | 50"
    )
    later = rows.assign(value=[107.0, 46.0])
    table = triangles.triangle([written_vintage(rows), written_vintage(later), written_vintage(later)])
    assert table["what"].tolist() == ["revisions"] * 3
    assert table["value"].tolist()[1:] == [7 + 4, 0]
    assert np.isnan(table["value"].iloc[0])  # nothing came before the first


def test_revisions_are_summed_by_the_age_of_the_month():
    rows = observations(
        "measure        | area | period  | value\n"
        "ledige_fuldtid | 561  | 2026-06 | 100\n"
        "ledige_fuldtid | 563  | 2026-06 | 50\n"
        "ledige_fuldtid | 561  | 2026-05 | 90\n"
        "ledige_fuldtid | 000  | 2026-06 | 900"
    )
    step = Step(written_vintage(rows), written_vintage(rows.assign(value=[107.0, 46.0, 90.0, 999.0])))
    table = triangles.by_age(step)
    # the country is left out: its figures are those of the municipalities over again
    assert table[["age", "figures", "revised", "level", "net", "absolute"]].to_numpy().tolist() == [
        [0, 2, 2, 150, 3, 11],
        [1, 1, 0, 90, 0, 0],
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(project.root() / "reference", tmp_path / "reference")
    for room in ("notebooks", "params"):
        (tmp_path / room).mkdir()
    monkeypatch.setenv("JOBCENTER_HOME", str(tmp_path))
    return tmp_path


def keep(name: str, rows: pd.DataFrame, *, synthetic: bool = False) -> None:
    snapshots.write(
        name, {"observations": rows}, source="a test", asked=[], retrieved="2026-08-22", synthetic=synthetic
    )


def test_real_and_synthetic_figures_are_not_compared(home: Path):
    keep("august", observations(BEFORE))
    keep("made-up", observations(BEFORE), synthetic=True)
    with pytest.raises(AnalysisError, match="august is real, made-up is synthetic"):
        vintages.open_all(["august", "made-up"])


@pytest.mark.parametrize("names", [[], ["august"]])
def test_one_snapshot_is_too_few(home: Path, names: list[str]):
    with pytest.raises(AnalysisError, match="at least two"):
        vintages.open_all(names)


def test_an_unknown_measure_points_to_the_check(home: Path):
    keep("august", observations(BEFORE).assign(measure="ledige"))
    keep("september", observations(BEFORE))
    with pytest.raises(AnalysisError, match="jobcenter data check august"):
        vintages.open_all(["august", "september"])


def test_a_snapshot_is_not_held_against_itself(home: Path):
    keep("august", observations(BEFORE))
    with pytest.raises(AnalysisError, match="'august' is named more than once"):
        vintages.open_all(["august", "july", "august"])


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2013-12", "2014-01", ["2014-01"]),
        ("2014-01", "2014-12", []),
        ("2013-01", "2013-12", []),
        ("2014-01", "2013-12", ["2014-01"]),
        ("2013-Q4", "2014-Q1", ["2014-01"]),
        ("2013-12R12", "2014-12R12", ["2014-01"]),
        ("2014-12R12", "2015-12R12", ["2015-09"]),
    ],
)
def test_a_comparison_crosses_the_reforms_that_came_between(earlier: str, later: str, months: list[str]):
    assert [reform.month for reform in rules.crossed("kontanthjaelp", earlier, later)] == months


def test_every_reform_has_a_short_label_a_source_and_benefits_by_their_ids():
    listed = pd.read_csv(project.reference("breaks.csv"), dtype=str)
    assert listed["date"].is_monotonic_increasing
    assert listed.notna().to_numpy().all()
    assert listed["label"].str.len().max() <= 22
    assert listed["verified"].isin(["yes", "no"]).all()
    named = {name for names in listed["benefits"] for name in names.split("|")}
    assert named <= {"alle", *benefits.benefits()}
