"""The synthetic country: complete, coherent, the same every time, and marked. Built once, at one two-hundredth."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import areas, catalogue, periods
from analysis.data import checks, contracts, demo, snapshots
from analysis.data.country import tables
from analysis.data.country.published import published
from analysis.data.demo import Country
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError
from analysis.registers.counted import effort
from written import table

SCALE = 0.005


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


PRINTED = {one.id for one in catalogue.measures().values() if "observations" in one.computed_from}


@pytest.fixture(scope="module")
def built(home: Path) -> Snapshot:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: home)
        return demo.build(scale=SCALE)


@pytest.fixture(scope="module")
def country(built: Snapshot) -> pd.DataFrame:
    return built.read("observations")


def test_built_twice_it_has_the_same_bytes(built: Snapshot, home: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "folder", lambda: home / "again")
        again = demo.build(scale=SCALE)
    assert again.digest == built.digest
    assert again.manifest == built.manifest


def test_it_is_the_same_however_many_persons_are_worked_on_at_a_time(built: Snapshot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analysis.data.country.life.CHUNK", 777)
    monkeypatch.setattr(tables, "PIECE", 1234)
    other = Country(SCALE)
    spells = other.spells.to_pandas(date_as_object=False)
    for name in spells:
        assert (spells[name].astype(str) == built.read("spells")[name].astype(str)).all(), name
    jobs = pd.concat([batch.to_pandas() for batch in other.stream("jobs").batches], ignore_index=True)
    assert len(jobs) == built.manifest["files"]["jobs.parquet"]["rows"]


def test_another_seed_gives_another_country():
    assert not Country(0.001).spells.equals(Country(0.001, seed=1).spells)


def test_every_table_keeps_its_contract_and_the_manifest_says_that_it_is_synthetic(built: Snapshot):
    assert built.synthetic
    assert set(built.tables()) == {
        *("observations", "population", "spells", "persons", "activations", "interviews", "jobs", "answers")
    }
    assert [problem.text for problem in checks.problems(built) if problem.severity == checks.ERROR] == []


QUARTERS = {f"{year}-Q{quarter}" for year in range(2015, 2020) for quarter in (1, 2, 3, 4)}


def test_effort_outcomes_and_sickness_are_in_it_with_what_they_are_shares_of(country: pd.DataFrame):
    national = country[country["area"] == "000"]
    for measure, benefit, period in [
        ("virksomhedsrettet_andel_fuldtid", "a_dagpenge", "2015-01"),
        ("virksomhedsrettet_andel_ledige", "alle", "2019-12"),
        ("rettidighed_tilbud", "a_dagpenge", "2015-01"),
        ("passivandel_12", "kontanthjaelp", "2015-Q1"),
        ("tidlig_samtale", "a_dagpenge", "2019-Q2"),
        ("status_12_job", "a_dagpenge", "2018-Q2"),
        ("effekt_job_udd_6_fra_start", "kontanthjaelp", "2018-Q4"),
        ("selvforsoergelsesgrad_26", "kontanthjaelp", "2019-Q2"),
        ("veu_job_3mdr", "alle", "2015-Q1"),
        ("syg_tilgang_pr_1000", "sygedagpenge", "2019-12"),
        ("syg_over_52", "sygdom", "2019-Q3"),
        ("syg_afgang_til_job", "sygedagpenge", "2015-Q1"),
        ("foedekaede_andel_156", "alle", "2015-Q1"),
        ("kommunal_finansieringsgrad", "kontanthjaelp", "2016-01"),
    ]:
        kept = national[
            (national["measure"] == measure) & (national["benefit"] == benefit) & (national["period"] == period)
        ]
        assert len(kept) == 1, measure
        scale = catalogue.measure(measure).scale
        assert kept["value"].iloc[0] == pytest.approx(scale * kept["numerator"].iloc[0] / kept["denominator"].iloc[0])
    absent = effort.absent(["activations", "interviews", "jobs"])
    assert not set(country["measure"].astype(str)) & set(absent)
    subjects = {"Tilbud og samtaler", "Efter forløb og tilbud", "Sygefravær", "Økonomi"}
    listed = {one.id for one in catalogue.measures().values() if one.subject in subjects}
    assert listed - set(absent) <= set(country["measure"].astype(str))


def test_every_municipality_and_the_country_have_every_month(country: pd.DataFrame):
    months = periods.months("2015-01", "2019-12")
    everywhere = {area.code for area in areas.municipalities()} | {"000"}
    totals = country[(country["sex"] == "alle") & (country["age"] == "alle") & (country["area_type"] != "jobcenter")]
    for (measure, benefit), rows in totals[totals["measure"] != "befolkning"].groupby(["measure", "benefit"]):
        yearly = "R12" if str(measure).startswith("tilgang_foertidspension") else ""
        quarterly = "Q" in str(rows["period"].iloc[0])
        due = QUARTERS if quarterly else {month + yearly for month in months}
        assert set(rows["period"]) == due, measure
        assert set(rows["area"]) == everywhere, measure
        assert len(rows) == 99 * len(due), (measure, benefit)


def test_shared_jobcentres_have_what_was_counted_for_them_and_nothing_that_a_source_prints(country: pd.DataFrame):
    shared = country[country["area_type"] == "jobcenter"]
    assert set(shared["area"]) == {"561", "813", "185", "187"}  # Esbjerg, Frederikshavn, Tårnby, Vallensbæk
    assert not set(shared["measure"]) & PRINTED
    assert {"beroerte", "unge", "befolkning"} - PRINTED <= set(shared["measure"])


def test_residents_are_there_in_every_quarter(country: pd.DataFrame):
    rows = country[(country["measure"] == "befolkning") & (country["area"] == "000")]
    assert sorted(rows["period"]) == [f"{year}-Q{quarter}" for year in range(2015, 2020) for quarter in (1, 2, 3, 4)]
    assert rows["value"].between(0.98 * SCALE * 3_990_000, 1.02 * SCALE * 3_990_000).all()


def test_the_latest_three_months_are_provisional(country: pd.DataFrame):
    late = set(country.loc[country["status"] == "provisional", "period"])
    months = {"2019-10", "2019-11", "2019-12"}
    assert late == months | {f"{month}R12" for month in months} | {"2019", "2019-Q4"}  # and what ends in them


def test_counts_of_one_and_two_are_not_in_it(country: pd.DataFrame):
    printed = country[country["measure"].isin(PRINTED)]
    counts = printed[printed["unit"] != contracts.PER_CENT]["value"].dropna()
    assert counts.min() >= 3
    assert (counts == counts.round()).all()


def test_two_months_of_one_small_municipality_are_missing(country: pd.DataFrame):
    missing = country[(country["status"] == "missing") & country["measure"].isin(PRINTED)]
    assert set(zip(missing["area"], missing["period"], strict=True)) == {("825", "2018-02"), ("825", "2018-03")}


@pytest.mark.parametrize("scale", [0, -0.1, 1.01])
def test_a_scale_that_is_no_share_is_refused(scale: float):
    with pytest.raises(AnalysisError, match="above 0 and at most 1"):
        Country(scale)


def test_published_figures_are_rounded_half_up_and_small_counts_hidden():
    counted = table("""
        measure        | area | period  | unit             | value | status
        ledige_fuldtid | 101  | 2019-01 | fuldtidspersoner |  12.5 | final
        ledige_fuldtid | 147  | 2019-01 | fuldtidspersoner |   2.5 | final
        ledige_fuldtid | 151  | 2019-01 | fuldtidspersoner |  2.49 | final
        aktiveringsgrad| 101  | 2019-01 | pct.             |  6.25 | final
        aktiveringsgrad| 147  | 2019-01 | pct.             |     0 | final
    """)
    counted = counted.assign(area_type="municipality", numerator=1.0, denominator=1.0, source="drawn")
    shown = published(counted)
    assert shown["value"].tolist()[:2] == [13, 3]  # 12.5 and 2.5, half up
    assert shown["status"].tolist() == ["final", "final", "suppressed", "final", "final"]
    assert shown["value"].tolist()[3:] == [6.3, 0]  # a rate of nothing is a figure


@pytest.mark.parametrize(
    ("printed", "counted"),
    [
        (("kontanthjaelp_fuldtid", "kontanthjaelp"), ("fuldtidspersoner", "kontanthjaelp")),
        (("kontanthjaelp_personer", "kontanthjaelp"), ("beroerte", "kontanthjaelp")),
        (("ledige_fuldtid", "a_dagpenge"), ("bruttoledige", "a_dagpenge")),
        (("ledige_fuldtid", "kontanthjaelp"), ("bruttoledige", "kontanthjaelp")),
        (("kontanthjaelp_pct_befolkning", "kontanthjaelp"), ("andel_16_66", "kontanthjaelp")),
    ],
)
def test_what_is_printed_and_what_is_counted_from_the_register_are_the_same_but_for_rounding(
    country: pd.DataFrame, printed: tuple[str, str], counted: tuple[str, str]
):
    totals = country[(country["sex"] == "alle") & (country["age"] == "alle")].set_index(["area_type", "area", "period"])
    one, other = (
        totals.loc[(totals["measure"] == measure) & (totals["benefit"] == benefit), "value"]
        for measure, benefit in (printed, counted)
    )
    both = pd.concat([one.rename("printed"), other.rename("counted")], axis=1, join="inner").dropna()
    assert len(both) > 1000
    half = 0.05 if printed[0].endswith("befolkning") else 0.5
    assert (both["printed"] - both["counted"]).abs().max() <= half + 1e-9
