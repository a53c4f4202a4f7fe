"""What the page shows of beginning an offer, against what would have become of the same persons without it."""

from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import areas, publish
from analysis.data import snapshots, tables
from analysis.data.demo import RETRIEVED, SCALE, SEED, SOURCE, Country
from analysis.data.shown import Shown
from analysis.data.snapshots import Stream
from analysis.data.tables import Panel
from analysis.measures import offers
from analysis.measures.activation import balance, begun, overlap
from analysis.publish import blocks, page
from written import observations

counterfactual = import_module("counterfactual")  # of the benchmarks
MONTH, BENEFIT = "2019-12", "a_dagpenge"
FIGURES = observations("measure | area | period | value\nledige_fuldtid | 101 | 2019-12 | 2000")


@pytest.fixture(scope="module")
def country() -> Country:
    """All who ever live in Copenhagen, of the synthetic country as reports are made of it."""
    whole = Country(SCALE, SEED)
    there = whole.places.codes.index("101")
    return whole.part((whole.people.residence == there).any(axis=1))


@pytest.fixture(scope="module")
def panel(country: Country, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    folder = tmp_path_factory.mktemp("snapshots")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        written = {"spells": Stream([country.spells]), "persons": Stream([country.persons])}
        written |= {name: country.stream(name) for name in ("activations", "jobs")}
        snapshot = snapshots.write("hovedstad", written, source=SOURCE, asked=[], retrieved=RETRIEVED, synthetic=True)
        area = areas.jobcenter("101", MONTH)
        found = Panel(Shown.of_rows(FIGURES), area, tuple(areas.members(area, MONTH)), MONTH, snapshot)
        begun(found, benefit=BENEFIT, draws=2)  # the register is read once
    return found


@pytest.fixture(scope="module")
def truth(country: Country, panel: Panel) -> pd.Series:
    """By month: the share in job or education of those who began, less that share had the offer not begun that week."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: panel.snapshot.path.parent)
        records = tables.records("hovedstad", "101", MONTH)
    first, last = offers.window(records)
    world = counterfactual.world(country)
    rows = counterfactual.sets(world, benefit=BENEFIT, first=first, last=last, areas=["101"])
    began = rows[rows["started"]]
    without = counterfactual.without(world, began)
    names = [f"job_{month}" for month in range(1, 13)]
    difference: pd.Series = (began[names] - without[names]).mean()
    return difference.set_axis(range(1, 13))


@pytest.fixture(scope="module")
def shown(panel: Panel) -> dict[str, Any]:
    """The tables and sentences of the page, as they are published."""
    bundles: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "display", lambda data, raw: bundles.append(data))
        patch.setattr(page, "_pages", [])
        publish.begin(panel, title="Prøve")
        publish.effects(begun(panel, benefit=BENEFIT, draws=40), title="Tilbud")
    found = {bundle[blocks.MIME]["kind"]: bundle[blocks.MIME] for bundle in bundles[1:4]}
    return {
        "path": found["figure"]["table"]["rows"],
        "rows": found["table"]["rows"],
        "said": found["text"]["sentences"],
    }


def test_the_effect_shown_holds_the_truth_in_its_interval(shown: dict[str, Any], truth: pd.Series):
    path = [row for row in shown["path"] if row[0] == "Alle tilbud"]
    assert [row[1] for row in path] == list(range(1, 13))
    outside = {row[1] for row in path if not row[3] <= 100 * truth[row[1]] <= row[4]}
    assert not outside & {3, 6, 12}  # the months of the table
    assert len(outside) <= 1  # of twelve intervals of 95 per cent


def test_the_lock_in_that_the_country_has_is_the_one_that_is_shown(shown: dict[str, Any], truth: pd.Series):
    deep = int(truth.to_numpy().argmin()) + 1
    assert truth[deep] < -0.04
    path = {row[1]: row for row in shown["path"] if row[0] == "Alle tilbud"}
    assert path[deep][4] < 0  # sure of it
    lowest = min(path, key=lambda month: path[month][2])
    assert abs(lowest - deep) <= 1
    said = next(text for text in shown["said"] if text.startswith("Alle tilbud: i måned"))
    assert f"størst i måned {lowest}" in said
    assert truth[12] > truth[deep] + 0.03  # and the country comes out of it, as the page does
    assert path[12][2] > path[deep][2] + 3


def test_firms_lock_in_longer_than_courses_and_nothing_is_alarmed(shown: dict[str, Any]):
    assert {row[0] for row in shown["rows"]} == {
        "Alle tilbud",
        "Virksomhedsrettede tilbud",
        "Vejledning og opkvalificering",
    }
    assert {row[-1] for row in shown["rows"]} == {""}
    counted = {row[0]: row[2] for row in shown["rows"]}
    assert counted["Alle tilbud"] == counted["Virksomhedsrettede tilbud"] + counted["Vejledning og opkvalificering"]


def test_the_groups_are_alike_after_weighting_and_overlap(panel: Panel):
    alike = balance(panel, benefit=BENEFIT)
    assert alike["label"].notna().all()
    assert (alike["after"] <= 0.1).all()
    assert alike["before"].max() > 0.1
    scores = overlap(panel, benefit=BENEFIT)
    assert scores[["started_share", "weighted_share"]].sum().tolist() == pytest.approx([1, 1])
    assert np.minimum(scores["started_share"], scores["weighted_share"]).sum() > 0.8
