"""Expected and actual support beside the official rank: figures as printed, ranks within our ties."""

import pandas as pd
import pytest

from analysis.measures import official
from analysis.sources.exports import to_observations
from written import observations, panel

FILE = "data/jobindsats_y30r21/Y30R21_rebuilt_api_csv.csv"

# Jobindsats, table Y30R21, the twelve months to June 2020, all benefits: København, Frederiksberg and Ballerup
THREE = """
    measure            | area | period     | value
    forventet_antal    | 101  | 2020-06R12 | 43070
    faktisk_antal      | 101  | 2020-06R12 | 44010
    forventet_andel    | 101  | 2020-06R12 | 9.08
    faktisk_andel      | 101  | 2020-06R12 | 9.28
    officiel_placering | 101  | 2020-06R12 | 63
    forventet_antal    | 147  | 2020-06R12 | 5600
    faktisk_antal      | 147  | 2020-06R12 | 5030
    forventet_andel    | 147  | 2020-06R12 | 7.83
    faktisk_andel      | 147  | 2020-06R12 | 7.04
    officiel_placering | 147  | 2020-06R12 | 4
    forventet_antal    | 151  | 2020-06R12 | 2920
    faktisk_antal      | 151  | 2020-06R12 | 2760
    forventet_andel    | 151  | 2020-06R12 | 9.90
    faktisk_andel      | 151  | 2020-06R12 | 9.11
"""


def test_the_lowest_difference_of_printed_shares_is_first_and_equal_ones_share_a_rank():
    found = official(panel(observations(THREE), of="101", period="2020-06")).set_index("area")
    shown = found.loc[["101", "147", "151"]]
    assert shown["difference"].tolist() == [940, -570, -160]
    assert shown["share_difference"].tolist() == [0.20, -0.79, -0.79]
    # Byar's limits of 44,010: 44010·(1 − 1/(9·44010) − 1,96/(3·√44010))³ = 43599.8, and 44423.2 above
    bounds = [float(shown[f"difference_{end}"].iloc[0]) for end in ("low", "high")]
    assert bounds == pytest.approx([529.8, 1353.2], abs=0.5)
    assert shown["rank"].tolist() == [3, 1, 1]
    assert shown["rank_last"].tolist() == [3, 2, 2]
    assert shown["tied"].tolist() == [False, True, True]
    assert shown["official"].tolist()[:2] == [63, 4]
    assert pd.isna(shown["official"].iloc[2])  # printed where the source has it
    assert shown["role"].tolist() == ["member", "group", "group"]
    assert (found.drop(index=["101", "147", "151"])["status"] == "missing").all()


def test_later_periods_and_snapshots_without_the_figures_say_so():
    early = official(panel(observations(THREE), of="101", period="2020-05"))
    assert early.empty
    assert "indeholder ikke tal for »Forventet antal på offentlig forsørgelse«" in early.attrs["absent"]


@pytest.fixture(scope="module")
def published(shared) -> pd.DataFrame:
    """The file as it is printed."""
    rows = pd.read_csv(shared / FILE, sep=";", decimal=",", encoding="utf-8-sig")
    names = "name period benefit expected count difference expected_value value share_difference official"
    return rows.set_axis(names.split(), axis=1)


@pytest.fixture(scope="module")
def ours(shared) -> pd.DataFrame:
    """What the analysis makes of the file after its import."""
    read = to_observations.read([shared / FILE], retrieved="2023-08-15", say=lambda _: None)
    seen = panel(read.observations, of="561", period="2022-12")
    return official(seen)


def test_all_official_differences_come_out_exactly_and_all_ranks_within_our_ties(published, ours):
    names = {"A-dagpenge mv.": "a_dagpenge_mv", "Sygedagpenge mv.": "sygedagpenge_mv"}
    names |= {"Kontanthjælp mv.": "kontanthjaelp_mv", "Ydelsesgrupper i alt": "alle"}
    months = {f"{year}QMAT0{quarter}": f"{year}-{month}R12" for year in (2020, 2021, 2022)
              for quarter, month in ((2, "06"), (4, "12"))}  # fmt: skip
    printed = published.assign(
        label=published["name"], period=published["period"].map(months), benefit=published["benefit"].map(names)
    )
    key = ["label", "period", "benefit"]
    both = ours.merge(printed, on=key, suffixes=("", "_printed"), validate="one_to_one")
    assert len(both) == len(ours) == 98 * 6 * 4
    for name in ("expected", "count", "difference", "expected_value", "value"):
        assert (both[name] == both[f"{name}_printed"]).all(), name
    assert both["share_difference"].round(2).eq(both["share_difference_printed"].round(2)).all()
    assert (both["official"] == both["official_printed"]).all()
    assert both["official"].between(both["rank"], both["rank_last"]).all()
    assert (both["official"] == both["rank"])[~both["tied"]].all()
    assert (~both["tied"]).sum() > 500  # it is a claim about something


def test_the_official_ranks_within_a_tie_are_exactly_the_places_that_it_takes(ours):
    for _, tie in ours.groupby(["period", "benefit", "rank"]):
        first, last = tie["rank"].iloc[0], tie["rank_last"].iloc[0]
        assert sorted(tie["official"]) == list(range(first, last + 1))
