"""Measures of whole registers, and of figures before any is hidden: remade is what gives another result, no more."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import areas, measures, periods
from analysis.data import reads, snapshots, tables
from analysis.data.demo import RETRIEVED, Country
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel
from analysis.measures.activation import experience, reach, year
from analysis.measures.reading.answers import Answers
from analysis.measures.reading.record import Read, changed, told
from analysis.measures.reading.results import AROUND, RESULTS, asked_again, seen_of
from analysis.publish.blocks import Table
from analysis.publish.layout import activation_tables
from analysis.publish.words import activation as words
from written import observations

PERIOD, SHARE = "2019-12", "virksomhedsrettet_andel_ledige"
MONTHS = periods.months("2018-01", PERIOD)
HERE = ("630", "163")


def of_year(panel: Panel) -> pd.DataFrame:
    return year(panel, [f"{SHARE}/a_dagpenge"])


def of_standard(panel: Panel) -> pd.DataFrame:
    return measures.standardised(panel, "a_dagpenge")


MEASURES: tuple[Callable[[Panel], pd.DataFrame], ...] = (of_year, reach, experience, of_standard)


PAGES: dict[Callable[[Panel], pd.DataFrame], Callable[..., Table]] = {
    of_year: activation_tables.year,
    reach: activation_tables.reach,
}


def shares(codes: list[str]) -> pd.DataFrame:
    """Who took part in an offer at a firm, of the unemployed of every municipality: 12 of 100 and more."""
    parts = []
    for at, code in enumerate(codes):
        base = 100.0 + at
        about = {"benefit": "a_dagpenge", "area": code, "period": MONTHS}
        parts += [
            pd.DataFrame({"measure": SHARE, **about, "value": 1200 / base, "numerator": 12.0, "denominator": base}),
            pd.DataFrame({"measure": "ledige_personer", **about, "value": base}),
        ]
    return observations(pd.concat(parts, ignore_index=True))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pd.DataFrame]]:
    """The tables of a small country: of its register the latest two years, of its population one quarter."""
    folder = tmp_path_factory.mktemp("snapshots")
    made = Country(0.01)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        parts = {"spells": made.spells, "persons": made.persons}
        parts |= {name: pa.concat_tables(made.stream(name).batches) for name in ("activations", "answers")}
        rows = {name: part.to_pandas(date_as_object=False) for name, part in parts.items()}
        late = rows["spells"]["last_week"] > "2018-01-01"
        rows["spells"] = rows["spells"][late].reset_index(drop=True)
        there = set(rows["spells"]["person"])
        for name in ("persons", "activations", "answers"):
            rows[name] = rows[name][rows[name]["person"].isin(there)].reset_index(drop=True)
        living = made.population
        rows["population"] = living[living["period"] == "2019-Q3"].reset_index(drop=True)
        codes = [area.code for area in areas.municipalities()]
        yield {**rows, "observations": shares([*codes, areas.COUNTRY.code])}
        reads.forget()


def written(country: dict[str, pd.DataFrame], **other: pd.DataFrame) -> Snapshot:
    rows: dict[str, pd.DataFrame | snapshots.Stream] = {**country, **other}
    return snapshots.write("land", rows, source="x", asked=[], retrieved=RETRIEVED, synthetic=True, replace=True)


def report(measure: Callable[[Panel], pd.DataFrame], code: str) -> tuple[str, Read]:
    """What a report shows of a measure, and what it read."""
    reads.forget()
    panel = tables.observations("land", code, PERIOD)
    found = measure(panel)
    page = PAGES.get(measure)
    text = repr(page(found, table_id="table-1", title="x")) if page else found.to_json(orient="split")
    return text, told(panel.snapshot, PERIOD)


Reports = dict[tuple[int, str], tuple[str, Read]]


def made() -> Reports:
    return {(at, code): report(measure, code) for at, measure in enumerate(MEASURES) for code in HERE}


@pytest.fixture(scope="module")
def first(country: dict[str, pd.DataFrame]) -> Reports:
    written(country)
    return made()


def test_none_of_them_counts_as_having_read_whole_tables(first: Reports) -> None:
    assert all(read.keys() <= {RESULTS, "bounds"} for _, read in first.values())
    keys = {key.split(" ")[0] for _, read in first.values() for key in read[RESULTS]}
    assert keys == {
        "measures.activation.year.year",
        "measures.activation.reach.reach",
        "measures.activation.experience.experience",
        "measures.standardised.standardised",
    }


def test_what_they_read_of_it_does_not_hide_what_others_read(first: Reports) -> None:
    reads.forget()
    panel = tables.observations("land", "630", PERIOD)
    reach(panel)
    measures.activation.mix(panel, benefit="a_dagpenge")
    read = told(panel.snapshot, PERIOD)
    assert {"bounds", "records", RESULTS} == read.keys()


def test_a_panel_without_protection_has_read_the_whole_tables(first: Reports) -> None:
    reads.forget()
    panel = tables.observations("land", "630", PERIOD, protect=False)
    reach(panel)
    assert {"activations", "spells"} <= told(panel.snapshot, PERIOD)["table"].keys()


def test_a_record_can_have_nothing_called_but_such_measures(first: Reports) -> None:
    panel = tables.observations("land", "630", PERIOD)
    assert asked_again('measures.activation.reach._known 630 {"kinds":[]}', panel) == ""
    assert asked_again("measures.gone.gone 630 {}", panel) == ""
    assert len(asked_again('measures.activation.reach.reach 630 {"kinds":["alle"]}', panel)) == 12


@pytest.mark.parametrize("code", HERE)
def test_a_page_of_what_is_seen_of_a_result_is_the_page_of_the_result(first: Reports, code: str) -> None:
    panel = tables.observations("land", code, PERIOD)
    for measure, rows, layout in (
        (year, of_year(panel), activation_tables.year),
        (reach, reach(panel), activation_tables.reach),
    ):
        seen: Any = seen_of(measure)
        shown = seen(rows)
        assert layout(shown, table_id="table-1", title="x") == layout(rows, table_id="table-1", title="x")
        around = shown["role"].isin(AROUND)
        assert around.sum() == 2 * shown.groupby(shown["kind" if "kind" in shown else "subject"]).ngroups
        assert shown.loc[around, "n"].isna().all()
        assert shown.loc[~around, "n"].equals(rows.loc[~around, "n"].astype(float))
    told_of_year = [words.year(one, f"{SHARE}/a_dagpenge", name="x") for one in (shown_year(panel), of_year(panel))]
    assert told_of_year[0] == told_of_year[1]


def shown_year(panel: Panel) -> pd.DataFrame:
    """What a page shows of a year."""
    seen: Any = seen_of(year)
    shown: pd.DataFrame = seen(of_year(panel))
    return shown


def test_what_is_not_known_by_its_result_shows_nothing_by_it(first: Reports) -> None:
    assert seen_of(measures.activation.mix) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_row_makes_again_exactly_those_that_would_differ(
    country: dict[str, pd.DataFrame], first: Reports, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    spells, figures = country["spells"], country["observations"]
    recent = spells[(spells["last_week"] > "2019-06-01") & (spells["benefit"] == "a_dagpenge")]
    late = country["activations"]
    late = late[(late["start"] > "2019-01-01") & late["person"].isin(recent["person"])]
    other = {
        0: {"spells": spells.drop(index=chance.choice(recent.index))},
        1: {"activations": country["activations"].drop(index=chance.choice(late.index))},
        2: {"answers": country["answers"].drop(index=chance.choice(country["answers"].index))},
        3: {"observations": figures.assign(numerator=figures["numerator"].where(_cell(figures), 3.0))},
    }[seed]
    after = Answers(written(country, **other), PERIOD)
    due = {key for key, (_, read) in first.items() if changed(read, after)}
    now = made()
    assert due == {key for key in first if now[key][0] != first[key][0]}
    expected = {0: {(3, code) for code in HERE}, 3: {(0, "630")}}.get(seed, set())
    assert expected <= due  # everybody is held against the country's rates, and a cell is shown by its own
    assert len(due) < len(first)


def _cell(rows: pd.DataFrame) -> "pd.Series[bool]":
    """All but the cell of Vejle in the last month."""
    return ~((rows["measure"] == SHARE) & (rows["area"] == "630") & (rows["period"] == MONTHS[-1]))
