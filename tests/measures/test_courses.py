"""Durations, exits, recurrence and effects of a jobcenter in a small synthetic country, and what is hidden of them."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import small_country
from analysis import benefits, measures, project
from analysis.data import snapshots, tables
from analysis.data.records import Records
from analysis.errors import AnalysisError
from analysis.measures import offers
from analysis.measures.activation.begun import begun
from analysis.measures.courses import destinations
from analysis.measures.courses.destinations import DESTINATIONS, OTHER
from analysis.measures.offers import told_by_others, window
from analysis.registers import durations, risk_sets

NOTEBOOK = "kvalitet_aktivering.ipynb"
PERIOD: dict[str, Any] = {"first": "2014-01", "last": "2017-12"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("snapshots")
    small_country.written(found, scale=0.01)
    return found


@pytest.fixture(scope="module")
def large(folder: Path) -> Records:
    """Copenhagen, the largest."""
    return of(folder, "101")


@pytest.fixture(scope="module")
def small(folder: Path) -> Records:
    return of(folder, "561")


def of(folder: Path, jobcenter: str, *, protect: bool = True) -> Records:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        return tables.records("lille", jobcenter, "2019-12", protect=protect)


def test_a_curve_counts_the_courses_of_its_group_and_is_shown_every_fourth_week(large: Records):
    found = measures.survival(large, benefit="a_dagpenge", **PERIOD)
    courses = durations(large.register, benefit="a_dagpenge", areas=["101"], **PERIOD)
    assert (
        found.drop_duplicates("group").set_index("group")["n"].to_dict() == courses["cohort"].value_counts().to_dict()
    )
    assert set(found["weeks"] % 4) == {0}
    first = found[(found["group"] == "2015") & (found["weeks"] == 12)].iloc[0]
    own = courses[courses["cohort"] == "2015"]
    assert first["survival"] == pytest.approx((own["weeks"] > 12).mean())  # none is censored so early
    assert first["at_risk"] == (own["weeks"] > 12).sum()
    assert found["at_risk"].min() >= 10


def test_groups_of_fewer_than_thirty_have_no_curve_and_are_named(small: Records, folder: Path):
    found = measures.survival(small, benefit="a_dagpenge", by="age", **PERIOD)
    sizes = durations(small.register, benefit="a_dagpenge", areas=small.areas, **PERIOD)["age"].value_counts()
    assert set(found["group"]) == set(sizes.index[sizes >= 30])
    assert found.attrs["left_out"] == sorted(sizes.index[sizes < 30])
    assert found.attrs["left_out"]
    open_one = measures.survival(of(folder, "561", protect=False), benefit="a_dagpenge", by="age", **PERIOD)
    assert set(open_one["group"]) == set(sizes.index)


def test_what_nobody_receives_is_absent_with_a_reason_and_a_wrong_name_is_an_error(small: Records):
    found = measures.survival(small, benefit="seniorpension", **PERIOD)
    assert found.empty
    assert found.attrs["absent"] == "Ingen forløb på seniorpension er påbegyndt i perioden."
    with pytest.raises(AnalysisError, match="a_dagpenge"):
        measures.survival(small, benefit="a_dagpeng", **PERIOD)
    with pytest.raises(AnalysisError, match="Choose one of cohort"):
        measures.survival(small, benefit="a_dagpenge", by="shoe", **PERIOD)


def test_shares_of_the_destinations_and_those_still_there_add_up_in_every_week(large: Records):
    found = measures.exits(large, benefit="kontanthjaelp", **PERIOD)
    whole = found.groupby("weeks")["incidence"].sum() + found.groupby("weeks")["survival"].first()
    assert whole.to_numpy() == pytest.approx(1, abs=1e-9)
    names = list(dict.fromkeys(found["destination"]))
    assert names == [name for name in DESTINATIONS if name in names]


def test_destinations_of_fewer_than_four_are_put_together_with_others_until_they_are_four():
    def joined(**counts: int) -> set[str]:
        rows = [{"destination": name, "ended": True} for name, count in counts.items() for _ in range(count)]
        return set(destinations.joined(pd.DataFrame(rows), 4))

    assert joined(job=40, su=4, syg=4) == {"job", "su", "syg"}
    assert joined(job=40, su=3, syg=2) == {"job", OTHER}
    assert joined(job=40, su=5, syg=3) == {"job", OTHER}  # three alone would be told by the rest


def test_who_came_back_is_counted_among_those_followed_so_long(large: Records):
    found = measures.recurrence(large, benefit="a_dagpenge", **PERIOD).set_index("within")
    courses = durations(large.register, benefit="a_dagpenge", areas=["101"], **PERIOD)
    left = courses[courses["ended"] & ~courses["destination"].isin(["doed", "udvandret", "folkepension"])]
    assert found.loc[52, "n"] == (left["told_after"] >= 52).sum()
    assert found.loc[52, "events"] == ((left["told_after"] >= 52) & (left["away"] <= 52)).sum()
    assert found["share"].is_monotonic_increasing


def test_recurrence_of_few_is_hidden(small: Records):
    found = measures.recurrence(small, benefit="sygedagpenge", by="age", first="2017-01", last="2017-12")
    assert (found["hidden"] == "few").any()
    assert found.loc[found["hidden"] != "", ["share", "low", "high", "events"]].isna().all(axis=None)


def test_offers_begin_in_the_latest_months_that_can_be_followed_a_year_and_three_months(large: Records):
    assert window(large) == ("2015-10", "2018-09")
    assert window(large, "2012-01", "2013-12") == ("2012-01", "2013-12")
    assert window(large, "2012-01") == ("2012-01", "2018-09")
    with pytest.raises(AnalysisError, match="latest month is 2018-09"):
        window(large, "2019-01")


def test_an_effect_has_every_month_and_few_have_their_raw_status_and_a_reason(large: Records, small: Records):
    found = measures.effects(large, benefit="a_dagpenge", first="2012-01", last="2018-09", draws=20)
    own = found[(found["group"] == "alle") & (found["outcome"] == "job") & (found["method"] == "aipw")]
    assert own["months"].tolist() == list(range(1, 13))
    assert own["effect"].notna().all()
    assert (own["low"] < own["effect"]).all()
    assert own["n"].iloc[0] >= 50
    few = measures.effects(small, benefit="kontanthjaelp", draws=20)
    assert set(few["method"]) == {"raw"}
    assert set(few["reason"]) == {"few_started"}
    assert few["effect"].isna().all()


def test_instruments_without_all_offers_together_are_told_the_same_and_nothing_is_made_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: dict[str, Any] = {"benefit": "a_dagpenge", "by": "instrument", "draws": 3}
    both = measures.effects(of(folder, "101"), **asked)
    records = of(folder, "101")
    found = measures.effects(records, **asked, together=False)
    pd.testing.assert_frame_equal(found, both[both["group"] != "alle"].reset_index(drop=True), check_exact=True)
    monkeypatch.setattr(offers, "risk_sets", lambda *_, **__: pytest.fail("somebody was followed again"))
    monkeypatch.setattr(offers, "estimated", lambda *_, **__: pytest.fail("an effect was estimated again"))
    pd.testing.assert_frame_equal(measures.effects(records, **asked, together=False), found, check_exact=True)


def test_work_before_the_first_month_in_which_somebody_could_begin_tells_nothing_of_what_came_after(small: Records):
    activations, persons, jobs = (small.table(name) for name in ("activations", "persons", "jobs"))
    asked: dict[str, Any] = {"benefit": "a_dagpenge", "first": "2016-01", "last": "2018-09", "areas": small.areas}
    whole = risk_sets(small.register, activations, persons, jobs, **asked)
    found: Any = offers.at_risk(small, "a_dagpenge", None, "2016-01", "2018-09")
    pd.testing.assert_frame_equal(found, whole, check_exact=True)


def test_diagnostics_tell_how_alike_the_groups_are_and_of_too_few_nothing(large: Records, small: Records):
    found = measures.diagnostics(large, benefit="a_dagpenge", first="2012-01", last="2018-09")
    assert found.balance["after"].abs().max() < found.balance["before"].abs().max()
    assert found.overlap[["started_share", "others_share", "weighted_share"]].sum().tolist() == pytest.approx([1, 1, 1])
    with pytest.raises(AnalysisError, match="Fewer than 50"):
        measures.diagnostics(small, benefit="kontanthjaelp")
    with pytest.raises(AnalysisError, match="no group 'kurser'"):
        measures.diagnostics(large, benefit="a_dagpenge", group="kurser")


def test_a_small_count_of_starters_is_not_told_by_all_less_the_others():
    def told(**counts: int) -> list[str]:
        return told_by_others(pd.DataFrame({"group": list(counts), "n": list(counts.values())}), 4)

    assert told(alle=60, a=40, b=20) == []
    assert told(alle=62, a=40, b=20, c=2) == ["b", "c"]
    assert told(alle=64, a=40, b=20, c=2, d=2) == ["c", "d"]  # four together
    assert told(alle=63, a=40, b=20, c=2, d=1) == ["b", "c", "d"]
    assert np.all([name != "alle" for name in told(alle=3, a=3)])


def test_a_small_count_of_an_instrument_is_not_told_by_its_category_less_the_others():
    company = {"virksomhedspraktik_privat": 22, "virksomhedspraktik_offentlig": 3, "loentilskud_privat": 15}
    counts = {**company, "loentilskud_offentlig": 16, "jobsoegningskursus": 34, "ordinaer_uddannelse": 6}
    table = pd.DataFrame({"group": list(counts), "n": list(counts.values())})
    # 56 in offers at companies are shown, so the three would be 56 - 22 - 15 - 16: one more of them is hidden
    assert told_by_others(table, 4, by="instrument") == ["loentilskud_privat", "virksomhedspraktik_offentlig"]


def test_all_instruments_of_a_category_that_is_hidden_are_hidden():
    counts = {"jobsoegningskursus": 34, "ordinaer_uddannelse": 6, "virksomhedspraktik_privat": 3}
    table = pd.DataFrame({"group": list(counts), "n": list(counts.values())})
    assert told_by_others(table, 4, by="instrument") == sorted(counts)  # 43 of all, less 34 and 6


def test_no_share_of_those_who_began_tells_a_hidden_one_by_all_less_the_others(folder: Path, large: Records):
    open_ = of(folder, "101", protect=False)
    for by in ("category", "instrument"):
        asked: dict[str, Any] = {"benefit": "a_dagpenge", "by": by, "draws": 2, "outcomes": ("job",)}
        known = measures.effects(open_, **asked).query("method == 'raw'")
        seen = measures.effects(large, **asked).query("method == 'raw'")[["group", "months", "started"]]
        yes = np.rint(known["started"] * known["n"])
        known = known.drop(columns="started").assign(yes=yes, whole=known["group"].map(_whole(by)))
        known = known.merge(seen, on=["group", "months"])
        for _, parts in known[known["group"] != "alle"].groupby(["whole", "months"]):
            left = parts[parts["started"].isna()]
            if len(left) < len(parts):
                rest = [left["yes"].sum(), (left["n"] - left["yes"]).sum()]
                assert not any(0 < count < 4 for count in rest)


def _whole(by: str) -> Callable[[str], str]:
    """What a group of offers is a part of."""
    return lambda group: "alle" if by == "category" or group == "alle" else benefits.instruments()[group].category


def test_all_reports_draw_the_same_of_an_effect():
    drawn = {inspect.signature(function).parameters["draws"].default for function in (measures.effects, begun)}
    written = re.findall(r'"draws: int = (\d+)', (project.root() / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    assert drawn == {offers.DRAWS} == {int(default) for default in written}
