"""Expected against actual: comparable jobcentres, never the jobcenter itself, and an official cluster first."""

import pandas as pd
import pytest

from analysis import areas, clusters
from analysis.measures import expected, funnel
from analysis.measures.comparable import CLUSTER, NEIGHBOURS, background, comparables
from analysis.models.comparison.intervals import share_differences
from analysis.publish.words.sentences import against_expected
from equal_country import MONTH, shares
from written import panel

MEASURE = "ordinaere_timer_andel"


def herlev(table: pd.DataFrame) -> pd.Series:
    return table[table["area"] == "163"].iloc[0]


def test_no_jobcenter_is_among_those_it_is_compared_with():
    pairs = comparables(panel(shares(30.0), of="Herlev", period=MONTH), "kontanthjaelp")
    assert (pairs["area"] != pairs["other"]).all()
    assert pairs.groupby("area").size().eq(10).all()
    assert pairs["area"].nunique() == len(areas.jobcentres(MONTH)) == 94
    assert set(pairs["basis"]) == {NEIGHBOURS}


def test_the_background_is_that_of_the_jobcenter_s_municipalities_together():
    table = background(panel(shares(30.0), of="Herlev", period=MONTH)).set_index("area")
    assert bool(table["old"]["813"] > table["old"]["101"])  # Frederikshavn with Læsø
    assert "563" not in table.index  # Fanø is served by Esbjerg
    assert table.loc["101", "size"] == table["size"].max()
    assert table.notna().all(axis=None)


def test_expected_is_the_share_of_the_comparable_ones():
    result = herlev(expected(panel(shares(36.0), of="Herlev", period=MONTH), "ordinaere_timer_andel"))
    assert result["expected_value"] == pytest.approx(30)
    assert result["share_difference"] == pytest.approx(6)
    assert result["difference_low"] < 6 < result["difference_high"]
    assert result["low"] < result["value"] == 36 < result["high"]
    assert (result["others"], len(result["among"])) == (10, 10)
    assert result["difference"] == pytest.approx(60)  # 360 of 1,000 where 300 were expected
    assert "Herlev" not in result["among"]


def test_rank_one_is_the_best_against_expectation():
    result = expected(panel(shares(36.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert herlev(result)["rank"] == 1  # more with ordinary hours is better
    assert result["of"].iloc[0] == 94
    worst = expected(panel(shares(24.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert herlev(worst)["rank"] == 94


def test_an_official_cluster_goes_before_nearest_areas(monkeypatch: pytest.MonkeyPatch):
    rows = [
        clusters.Clustered("kontanthjaelp", "1", code, "2014-01", "9999-12", "a note") for code in ("163", "151", "563")
    ]
    monkeypatch.setattr(clusters, "clusters", lambda: tuple(rows))
    pairs = comparables(panel(shares(30.0), of="Herlev", period=MONTH), "kontanthjaelp")
    own = pairs[pairs["area"] == "163"]
    assert list(own["other"]) == ["151", "561"]  # Fanø's jobcenter is Esbjerg
    assert set(own["basis"]) == {CLUSTER}
    # Fanø's cluster is not Esbjerg's: the host itself is in none
    assert set(pairs.loc[pairs["area"] == "561", "basis"]) == {NEIGHBOURS}
    result = herlev(expected(panel(shares(36.0), of="Herlev", period=MONTH), "ordinaere_timer_andel"))
    assert (result["others"], result["basis"]) == (2, CLUSTER)
    assert result["among"] == ["Ballerup", "Esbjerg"]


def test_a_jobcenter_without_figures_is_compared_with_nobody_and_counts_for_nobody():
    table = shares(36.0, hidden=("163",))
    result = expected(panel(table, of="Herlev", period=MONTH), "ordinaere_timer_andel")
    own = herlev(result)
    assert pd.isna(own["share_difference"])
    assert pd.isna(own["rank"])
    assert not any("Herlev" in among for among in result["among"])
    said = against_expected(result)
    assert said.endswith("sammenlignes ikke med andre for september 2019, fordi tallet ikke vises.")
    few = expected(panel(shares(36.0, people=29), of="Herlev", period=MONTH), MEASURE)
    assert against_expected(few).endswith(", fordi der er for få personer.")


def test_the_sentence_names_those_compared_with_and_no_cause():
    far, near = (
        against_expected(expected(panel(shares(own), of="Herlev", period=MONTH), "ordinaere_timer_andel"))
        for own in (36.0, 31.0)
    )
    assert "36,0 pct. i september 2019; i 10 sammenlignelige jobcentre (nærmeste på baggrundsforhold: " in far
    assert "var andelen tilsammen 30,0 pct. Forskellen er 6,0 procentpoint (95 pct.-interval " in far
    assert "er større, end tilfældigheder forklarer" in far
    assert "kan skyldes tilfældigheder" in near
    for said in (far, near):
        assert said.endswith("Den siger ikke, hvad indsatsen har betydet.")


def published(own: float) -> pd.DataFrame:
    """Herlev has 360 of 1,000, and its source has published another share of it, as sources do of a rounded count."""
    table = shares(36.0)
    return table.assign(value=table["value"].where((table["area"] != "163") | (table["measure"] != MEASURE), own))


def test_a_published_share_is_the_one_that_is_held_against_the_expected():
    seen = panel(published(36.1), of="Herlev", period=MONTH)
    own = herlev(expected(seen, MEASURE))
    assert own["value"] == pytest.approx(36.1) == herlev(funnel(seen, MEASURE))["value"]
    assert own["share_difference"] == pytest.approx(36.1 - 30)
    other = share_differences(
        pd.DataFrame({"count": [361], "base": [1000], "other_count": [3000], "other_base": [10_000]})
    )
    assert own["difference_low"] == pytest.approx(100 * other["low"].iloc[0])
    assert own["count"] == 360  # persons are as they were counted


def test_a_difference_and_its_limits_have_the_same_decimals_and_tell_the_side_of_zero():
    table = expected(panel(shares(36.0), of="Herlev", period=MONTH), MEASURE)
    for low, high, said in (
        (-0.22, 0.67, "0,2 procentpoint (95 pct.-interval −0,2 til 0,7) og kan skyldes"),
        (0.06, 0.37, "0,2 procentpoint (95 pct.-interval 0,1 til 0,4) og er større"),
        (0.04, 0.37, "0,22 procentpoint (95 pct.-interval 0,04 til 0,37) og er større"),  # 0,0 would tell of doubt
        (-0.04, 0.37, "0,2 procentpoint (95 pct.-interval 0,0 til 0,4) og kan skyldes"),
    ):
        table.loc[table["role"] == "own", ["share_difference", "difference_low", "difference_high"]] = [0.22, low, high]
        assert said in against_expected(table)
