"""Sick leave beside the whole country: made again is the report of which a figure that is shown moves, no other."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest

from analysis import areas, measures, periods
from analysis.data import reads, snapshots, tables
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel
from analysis.measures.reading.answers import Answers
from analysis.measures.reading.record import Read, changed, told
from analysis.measures.reading.results import RESULTS, as_shown
from analysis.measures.sickness import against, exposure
from analysis.publish.layout import sickness_tables
from written import observations

PERIOD, RETRIEVED = "2019-12", "2020-02-10"
EACH = 150  # persons of a municipality, who fall ill twice in the months that are counted
HERE = {"Vejle": "630", "Kolding": "621", "Herlev": "163", "Frederikshavn": "813"}  # Kolding is compared with Vejle
BENEFITS = ["a_dagpenge", "sygedagpenge", "sygedagpenge"]
TRAITS = {"sex": ["maend", "kvinder"], "education": ["ingen", "erhvervsfaglig"], "origin": ["dansk", "vestlig"]}

Measured = Callable[[Panel], pd.DataFrame]
Reports = dict[tuple[str, str], tuple[str, Read]]
SHOWN: dict[str, Measured] = {
    "drivers": measures.sickness.drivers,
    "against": measures.sickness.against_expected,
}


def country(seed: int = 1) -> dict[str, pd.DataFrame]:
    """A register in which everybody is told of, and as many residents."""
    chance = np.random.default_rng(seed)
    codes = [area.code for area in areas.municipalities()]
    persons = pd.DataFrame({"person": np.arange(len(codes) * EACH), "area": np.repeat(codes, EACH)})
    persons["birth_year"] = chance.choice([1965, 1975, 1985], len(persons))
    for trait, levels in TRAITS.items():
        persons[trait] = chance.choice(levels, len(persons))
    long_ago = np.zeros(len(persons), dtype=int)
    weeks = [long_ago, *(chance.integers(*span, len(persons)) for span in ((510, 545), (555, 595)))]
    spells = persons[["person", "area"]].loc[np.repeat(persons.index, 3)].reset_index(drop=True)
    first = pd.Timestamp("2008-01-07") + pd.to_timedelta(7 * np.column_stack(weeks).ravel(), unit="D")
    spells = spells.assign(benefit=np.tile(BENEFITS, len(persons)), first_week=first, visitation="", share=1.0)
    spells["last_week"] = spells["first_week"] + pd.Timedelta(weeks=3)
    living = persons.assign(age=2018 - persons["birth_year"]).groupby(["area", "age", "sex", "origin"])["person"].size()
    quarters = [periods.shift("2019-Q3", -3 * at) for at in range(8)]
    population = pd.concat([living.rename("count").reset_index().assign(period=one) for one in quarters])
    figures = pd.DataFrame({"measure": "ledige_fuldtid", "area": codes, "period": PERIOD, "value": 2000.0})
    return {
        "spells": spells,
        "persons": persons.drop(columns="area").assign(fund=""),
        "population": population,
        "observations": observations(figures),
    }


def written(rows: dict[str, pd.DataFrame]) -> Snapshot:
    return snapshots.write("land", rows, source="x", asked=[], retrieved=RETRIEVED, synthetic=True, replace=True)


def made() -> Reports:
    """What each report shows of each measure, and what it read."""
    reports = {}
    for name, measure in SHOWN.items():
        for place, code in HERE.items():
            reads.forget()
            panel = tables.observations("land", code, PERIOD)
            text = measure(panel).to_json(orient="split", double_precision=15)
            reports[name, place] = (text, told(panel.snapshot, PERIOD))
    return reports


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pd.DataFrame]]:
    folder = tmp_path_factory.mktemp("snapshots")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        yield country()
        reads.forget()


@pytest.fixture(scope="module")
def first(rows: dict[str, pd.DataFrame]) -> Reports:
    written(rows)
    return made()


def again(first: Reports, after: Snapshot) -> set[tuple[str, str]]:
    answers = Answers(after, PERIOD)
    return {key for key, (_, read) in first.items() if changed(read, answers)}


def differing(first: Reports) -> set[tuple[str, str]]:
    now = made()
    return {key for key in first if now[key][0] != first[key][0]}


def test_they_have_figures_of_everybody_and_count_as_having_read_no_whole_table(first: Reports) -> None:
    assert all(read.keys() == {RESULTS} for _, read in first.values())
    assert all("suppressed" not in text.partition('"data"')[2][:200] for text, _ in first.values())


@pytest.mark.parametrize("seed", range(2))
def test_a_spell_less_in_vejle_makes_again_those_of_which_a_figure_moves(
    rows: dict[str, pd.DataFrame], first: Reports, seed: int
) -> None:
    spells = rows["spells"]
    ill = spells[(spells["area"] == HERE["Vejle"]) & (spells["benefit"] == "sygedagpenge")]
    lost = np.random.default_rng(seed).choice(ill.index)
    due = again(first, written({**rows, "spells": spells.drop(index=lost)}))
    assert due == differing(first)
    assert {("drivers", "Vejle"), ("against", "Vejle"), ("against", "Kolding")} <= due
    assert not due & {("drivers", place) for place in HERE if place != "Vejle"}


def test_many_spells_less_in_vejle_are_seen_by_all(rows: dict[str, pd.DataFrame], first: Reports) -> None:
    spells = rows["spells"]
    lost = spells.index[(spells["area"] == HERE["Vejle"]) & (spells["benefit"] == "sygedagpenge")]
    due = again(first, written({**rows, "spells": spells.drop(index=lost)}))
    assert due == differing(first)
    assert {("against", place) for place in HERE} <= due


def test_what_nobody_counts_makes_nothing_again(rows: dict[str, pd.DataFrame], first: Reports) -> None:
    spells = rows["spells"]
    old = spells.index[(spells["area"] == HERE["Vejle"]) & (spells["first_week"] < "2009-01-01")][0]
    later = spells.assign(last_week=spells["last_week"].where(spells.index != old, pd.Timestamp("2008-01-21")))
    assert again(first, written({**rows, "spells": later})) == set()


def test_residents_are_counted_too(rows: dict[str, pd.DataFrame], first: Reports) -> None:
    people = rows["population"]
    more = people["count"].where(people["area"] != HERE["Herlev"], people["count"] + 3)
    due = again(first, written({**rows, "population": people.assign(count=more)}))
    assert due == differing(first)
    assert {("drivers", "Herlev"), ("against", "Herlev")} <= due


def test_what_is_put_together_for_jobcentres_is_what_their_municipalities_have(rows: dict[str, pd.DataFrame]) -> None:
    snapshot = written(rows)
    apart, together = exposure.cells(snapshot, PERIOD), exposure.of_jobcentres(snapshot, PERIOD)
    both = apart[apart["area"].isin(["813", "825"])]  # Frederikshavn serves Læsø
    one = together[together["area"] == "813"]
    assert one[["base", "count"]].sum().to_dict() == pytest.approx(both[["base", "count"]].sum().to_dict())
    assert one["count"].sum() == 2 * 2 * EACH
    assert "825" not in set(together["area"])


def test_figures_are_rounded_as_they_are_shown_and_what_is_missing_stays_so() -> None:
    table = pd.DataFrame({"ratio": [0.98765, 1.0005, np.nan], "n": [1.25, 2.0, 3.0]})
    table.attrs["months"] = 24
    shown = as_shown(table, decimals={"ratio": 3})
    assert shown["ratio"].tolist()[:2] == [0.988, 1.001]
    assert np.isnan(shown["ratio"].iloc[2])
    assert shown["n"].tolist() == table["n"].tolist()
    assert shown.attrs == {"months": 24}
    assert table["ratio"].iloc[0] == 0.98765


def test_they_are_rounded_to_the_decimals_of_the_page(rows: dict[str, pd.DataFrame]) -> None:
    written(rows)
    panel = tables.observations("land", "630", PERIOD)
    shown = sickness_tables.against_expected(measures.sickness.against_expected(panel), table_id="table-1", title="x")
    _, _, expected, *limits, _ = shown.rows[0].cells
    assert {len(cell.text.partition(",")[2]) + 2 for cell in limits} == {against.SHOWN[one] for one in ("ratio", "low")}
    assert len(expected.text.partition(",")[2]) == against.SHOWN["expected"]
    drivers = sickness_tables.drivers(measures.sickness.drivers(panel), table_id="table-1", title="x")
    others = [row.cells[7].text for row in drivers.rows if len(row.cells) > 7]
    assert {len(text.partition(",")[2]) for text in others if text != "–"} == {2}
    reads.forget()
