"""What reports read, and which of them a changed cell makes again: those that show it or a figure made of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis import areas, measures, periods
from analysis.data import reads, snapshots, tables
from analysis.data.snapshot import Snapshot
from analysis.data.tables import Panel
from analysis.measures.arrays import cells
from analysis.measures.reading.answers import Answers
from analysis.measures.reading.record import Read, changed, told
from analysis.measures.reading.words import said

PERIOD = "2019-12"
MONTHS = periods.months("2017-01", PERIOD)
SHOWN = 24
RATE = "ledige_pct_arbejdsstyrken/a_dagpenge"
SUBJECTS = ["ledige_fuldtid", "ledige_fuldtid/a_dagpenge"]
HERE = ["Vejle", "Kolding", "Herlev", "Læsø"]


def country(seed: int = 1) -> pd.DataFrame:
    """Counts and rates of every municipality and the country, of two benefits."""
    chance = np.random.default_rng(seed)
    codes = [area.code for area in areas.municipalities()]
    parts = []
    for benefit, share in (("alle", 0.06), ("a_dagpenge", 0.03)):
        force = dict(zip(codes, chance.integers(300, 60_000, len(codes)), strict=True))
        force["000"] = sum(force.values())
        for code, people in force.items():
            kind = "country" if code == "000" else "municipality"
            counts = np.rint(people * share * chance.uniform(0.9, 1.1, len(MONTHS)))
            about = {"benefit": benefit, "area_type": kind, "area": code, "period": MONTHS}
            rates = np.round(100 * counts / people, 1)
            for measure, values, unit in (
                ("ledige_fuldtid", counts, "fuldtidspersoner"),
                ("ledige_pct_arbejdsstyrken", rates, "pct."),
            ):
                parts.append(pd.DataFrame({**about, "measure": measure, "value": values, "unit": unit}))
    rows = pd.concat(parts, ignore_index=True)
    late = rows["period"] >= MONTHS[-2]
    return rows.assign(
        sex="alle", age="alle", origin="alle", visitation="alle", numerator=np.nan, denominator=np.nan,
        status=np.where(late, "provisional", "final"), source="Opdigtet", retrieved="2020-02-10",
    )  # fmt: skip


def written(rows: pd.DataFrame) -> Snapshot:
    return snapshots.write(
        "land", {"observations": rows}, source="x", asked=[], retrieved="2020-02-10", synthetic=True, replace=True
    )


@dataclass(frozen=True)
class First:
    """The country before anything changed, and its reports."""

    rows: pd.DataFrame
    local: dict[str, tuple[str, Read]]
    whole: dict[str, tuple[str, Read]]

    def then(self, cell: pd.Series, change: Callable[[pd.Series], pd.Series]) -> Snapshot:
        """The country with other values where ``cell`` is true."""
        assert cell.any()
        return written(self.rows.assign(value=self.rows["value"].where(~cell, change(self.rows["value"]))))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[First]:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: folder)
        rows = country()
        written(rows)
        yield First(rows, made(local), made(whole))
        reads.forget()


def local(panel: Panel) -> list[pd.DataFrame]:
    """A report on a jobcenter beside its group, its region and the country."""
    return [measures.key_figures(panel, SUBJECTS[1:]), measures.series(panel, SUBJECTS[1], months=SHOWN)]


def whole(panel: Panel) -> list[pd.DataFrame]:
    """A report that sets all jobcentres side by side."""
    return [measures.positions(panel, SUBJECTS)]


def report(make: Callable[[Panel], list[pd.DataFrame]], name: str) -> tuple[str, Read]:
    """What a report shows, as a text, and what it read."""
    reads.forget()
    panel = tables.observations("land", name, PERIOD)
    text = "\n".join(table.to_json(orient="split", double_precision=15) for table in make(panel))
    return text, told(panel.snapshot, PERIOD)


def made(make: Callable[[Panel], list[pd.DataFrame]]) -> dict[str, tuple[str, Read]]:
    return {name: report(make, name) for name in HERE}


def again(reports: dict[str, tuple[str, Read]], snapshot: Snapshot) -> set[str]:
    """Those of some reports that a later snapshot makes again."""
    answers = Answers(snapshot, PERIOD)
    return {name for name, (_, read) in reports.items() if changed(read, answers)}


def at(rows: pd.DataFrame, measure: str, benefit: str, area: str, period: str) -> pd.Series:
    key = {"measure": measure, "benefit": benefit, "area": area, "period": period}
    return (rows[list(key)] == pd.Series(key)).all(axis=1)


def beside(name: str, other: str) -> bool:
    """Whether a municipality is in the comparison of a jobcenter: its own, its group's or its region's."""
    jobcenter = areas.jobcenter(name, PERIOD)
    among = areas.comparators(jobcenter, PERIOD)
    return any(
        other in {area.code for area in areas.members(one, PERIOD)}
        for one in [jobcenter, *among["group"], *among["region"]]
    )


VEJLE = "630"


def test_one_changed_cell_makes_again_those_that_show_it_and_where_all_are_compared_all(first: First) -> None:
    assert again(first.local, written(first.rows)) == again(first.whole, written(first.rows)) == set()
    cell = at(first.rows, "ledige_fuldtid", "a_dagpenge", VEJLE, "2019-03")
    after = first.then(cell, lambda values: values + 7)
    expected = {name for name in HERE if beside(name, VEJLE)}
    assert "Vejle" in expected < set(HERE)
    assert again(first.local, after) == expected
    assert again(first.whole, after) == set()  # they show October alone, the latest month that is final
    cell = at(first.rows, "ledige_pct_arbejdsstyrken", "a_dagpenge", VEJLE, "2019-10")
    after = first.then(cell, lambda values: values + 0.4)
    assert again(first.whole, after) == set(HERE)
    due = changed(first.whole["Herlev"][1], Answers(after, PERIOD))
    assert due[0] == "ledige_pct_arbejdsstyrken/a_dagpenge of Vejle in 2019-10"


def test_the_month_of_a_changed_cell_is_told_and_that_several_have_changed(first: First) -> None:
    def due(after: Snapshot) -> list[str]:
        return changed(first.local["Vejle"][1], Answers(after, PERIOD))

    cell = at(first.rows, "ledige_fuldtid", "a_dagpenge", VEJLE, "2019-03")
    assert due(first.then(cell, lambda values: values + 7))[0] == "ledige_fuldtid/a_dagpenge of Vejle in 2019-03"
    both = cell | at(first.rows, "ledige_fuldtid", "a_dagpenge", VEJLE, "2019-05")
    after = first.then(both, lambda values: values + 7)
    assert due(after)[0] == "ledige_fuldtid/a_dagpenge of Vejle in several months"
    other = cell | at(first.rows, "ledige_fuldtid", "a_dagpenge", "621", "2019-05")
    after = first.then(other, lambda values: values + 7)
    assert due(after)[0] == "ledige_fuldtid/a_dagpenge of Kolding, Vejle in 2019-03, 2019-05"


def test_the_largest_of_all_months_is_told_apart_from_the_cells() -> None:
    size, cell = ("size", (RATE, VEJLE)), ("cells", (RATE, "2019-03", VEJLE))
    assert said([(size, ""), (cell, "2019-03")]) == [
        f"the largest {RATE} of any month of Vejle",
        f"{RATE} of Vejle in 2019-03",
    ]
    assert said([(("table", ("persons",)), ""), (("records", ("spells", VEJLE)), "")]) == [
        "the table persons",
        "the register's spells of Jobcenter Vejle",
    ]


def test_a_cell_of_a_month_that_no_report_shows_makes_nothing_again(first: First) -> None:
    cell = at(first.rows, "ledige_fuldtid", "a_dagpenge", VEJLE, "2017-03")
    after = first.then(cell, lambda values: values - 1)
    assert again(first.local, after) == again(first.whole, after) == set()


@pytest.mark.parametrize("seed", range(3))
def test_no_report_that_would_differ_is_called_up_to_date(first: First, seed: int) -> None:
    chance = np.random.default_rng(seed)
    other = first.rows.copy()
    for place in chance.choice(len(other), size=2, replace=False):
        kind = chance.integers(4)
        if kind < 2:
            other.loc[place, "value"] = np.round(other.loc[place, "value"] * chance.uniform(0, 2), 1 - kind)
        elif kind == 2:
            other.loc[place, "value"], other.loc[place, "status"] = np.nan, "suppressed"
        else:
            other.loc[place, "status"] = "provisional"
    after = written(other)
    for reports, make in ((first.local, local), (first.whole, whole)):
        differ = {name for name, (text, _) in made(make).items() if text != reports[name][0]}
        assert differ <= again(reports, after)


def with_targets(rows: pd.DataFrame, *, due: str = "2019-12", **target: float) -> Snapshot:
    """The country with a target of each of some municipalities, by code behind a letter; the last one's is ``due``."""
    agreed = pd.DataFrame({"area": [name[1:] for name in target], "target": list(target.values())}).assign(
        area_type="municipality", goal="ledige_fuldtid", base_period="2018-12", base=900.0,
        target_period=["2019-12"] * (len(target) - 1) + [due],
        operator="<=", unit="personer", source="Aftale",
    )  # fmt: skip
    tables_ = {"observations": rows, "targets": agreed}
    return snapshots.write("land", tables_, source="x", asked=[], retrieved="2020-02-10", synthetic=True, replace=True)


def test_a_changed_target_makes_again_those_that_show_it_and_all_whose_decimals_it_changes(first: First) -> None:
    def agreed(panel: Panel) -> list[pd.DataFrame]:
        return [measures.agreed(panel)]

    with_targets(first.rows, v630=800.0, v621=700.0, v163=600.0)
    reports = made(agreed)
    assert all("table" not in read for _, read in reports.values())
    assert len({text for text, _ in reports.values()}) == len(HERE)
    after = with_targets(first.rows, v630=800.0, v621=700.0, v163=650.0)
    assert again(reports, after) == {"Herlev"}
    assert {"the agreed targets of Jobcenter Herlev"} == set(changed(reports["Herlev"][1], Answers(after, PERIOD)))
    after = with_targets(first.rows, v630=800.0, v621=700.0, v163=650.5)
    assert again(reports, after) == {name for name in HERE if made(agreed)[name][0] != reports[name][0]}
    assert again(reports, after) == {"Vejle", "Kolding", "Herlev"}
    written(first.rows)


def test_the_years_that_have_targets_are_read_where_none_of_the_year_asked_for_is_known(first: First) -> None:
    def agreed(panel: Panel) -> list[pd.DataFrame]:
        rows = measures.agreed(panel, year="2030")
        return [rows, pd.DataFrame({"years": rows.attrs["years"]})]

    with_targets(first.rows, v630=800.0, v621=700.0, v163=600.0)
    reports = made(agreed)
    assert again(reports, with_targets(first.rows, v630=800.0, v621=700.0, v163=650.0)) == set()
    assert again(reports, with_targets(first.rows, due="2021-12", v630=800.0, v621=700.0, v163=600.0)) == set(HERE)
    assert all(made(agreed)[name][0] != reports[name][0] for name in HERE)
    written(first.rows)


def test_whoever_reads_more_than_can_be_said_has_read_the_whole_table(first: First) -> None:
    snapshot = written(first.rows)
    everything = {"table": {"observations": snapshot.manifest["files"]["observations.parquet"]["sha256"]}}

    def read(ask: Callable[[Panel], object], **options: bool) -> Read:
        reads.forget()
        ask(tables.observations("land", "Vejle", PERIOD, **options))
        return told(snapshot, PERIOD)

    assert read(lambda panel: panel.snapshot.read("observations")) == everything
    assert read(lambda panel: panel.view) == everything
    assert read(lambda panel: panel.observations) == everything
    assert read(lambda panel: measures.compare(panel, SUBJECTS[0]), protect=False) == everything
    looked = read(lambda panel: cells(panel, "ledige_fuldtid", "alle").status)  # type: ignore[union-attr]
    assert looked.keys() == {"about", "table"}
    assert read(lambda panel: cells(panel, "ledige_fuldtid", "alle")).keys() == {"about"}
    assert read(lambda panel: cells(panel, "befolkning", "alle"))["about"] == {"befolkning/alle": "none"}


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda panel: measures.level_and_change(panel, RATE), {"2019-10", "2018-10"}),
        (lambda panel: measures.funnel(panel, RATE), {"2019-10"}),
        (lambda panel: measures.standing(panel, RATE), {"2019-10"}),
        (lambda panel: measures.positions(panel, [RATE]), {"2019-10"}),
    ],
)
def test_what_was_worked_out_for_another_report_is_read_all_the_same(
    first: First, ask: Callable[[Panel], object], most: set[str]
) -> None:
    written(first.rows)
    reads_of: list[Read] = []
    for _ in range(2):
        reads.forget()
        panel = tables.observations("land", "Vejle", PERIOD)
        ask(panel)
        reads_of.append(told(panel.snapshot, PERIOD))
    assert reads_of[0] == reads_of[1]
    assert "table" not in reads_of[0]
    looked = [key.split("; ")[1].split(" ") for key in reads_of[0]["cells"]]
    assert {month for months in looked for month in months} == most


def test_the_pages_own_words_read_of_each_measure_which_months_are_provisional(first: First) -> None:
    written(first.rows)
    reads.forget()
    panel = tables.observations("land", "Vejle", PERIOD)
    assert panel.first_month == "2017-01"
    assert len(panel.spans_of({"ledige_fuldtid"})) == len(MONTHS)
    read = told(panel.snapshot, PERIOD)
    assert read.keys() == {"first_month", "spans"}
    status = first.rows["status"].where(first.rows["measure"] != "ledige_fuldtid", "final")
    later = Answers(written(first.rows.assign(status=status)), PERIOD)
    assert changed(read, later) == ["the periods of ledige_fuldtid, or which are provisional"]
