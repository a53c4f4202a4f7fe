"""Jobcentres by size and share: who differs by more than chance, and the report's own never in its own centre."""

import pandas as pd
import pytest

from analysis import areas
from analysis.measures import funnel
from analysis.publish.words.sentences import control_position
from equal_country import MONTH, shares
from written import panel


def of_herlev(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["area"] == "163"]


def test_the_centre_is_the_share_of_the_other_jobcentres():
    result = funnel(panel(shares(90.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert result["target"].tolist() == pytest.approx([30.0] * len(areas.jobcentres(MONTH)))
    assert list(result["area"]) == [one.code for one in areas.jobcentres(MONTH)]
    assert list(result.loc[result["role"] == "own", "label"]) == ["Herlev"]


@pytest.mark.parametrize(
    # standard error of 30 per cent of 1,000 is 1.449: limits at 1.96 and 3.09 of it, 32.84 and 34.48
    ("own", "position"),
    [(32.8, "inside"), (32.9, "high_95"), (34.4, "high_95"), (34.5, "high_998"), (25.5, "low_998")],
)
def test_a_share_is_classed_by_how_far_it_lies_for_its_size(own: float, position: str):
    result = of_herlev(funnel(panel(shares(own), of="Herlev", period=MONTH), "ordinaere_timer_andel"))
    assert list(result["position"]) == [position]
    assert result["high_95"].iloc[0] == pytest.approx(30 + 1.959964 * 1.449138, abs=1e-4)


def test_a_count_is_placed_by_its_share_and_jobcentres_have_their_members_together():
    result = funnel(panel(shares(30.0), of="Esbjerg", period=MONTH), "ordinaere_timer_personer").set_index("area")
    assert result.loc["561", "n"] == 2000  # Esbjerg and Fanø
    assert result.loc["163", "n"] == 1000


def test_no_figure_on_too_few_persons_or_where_one_is_hidden():
    table = shares(40.0, people=30, hidden=("740",))
    small = funnel(panel(table, of="Herlev", period=MONTH), "ordinaere_timer_andel").set_index("area")
    assert small.loc["163", "value"] == 40
    assert bool(small["position"].isna()["740"])
    fewer = funnel(panel(shares(40.0, people=29), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert list(fewer.loc[fewer["value"].notna(), "n"].unique()) == [58]  # jobcentres of two municipalities


def test_a_measure_without_figures_says_so():
    result = funnel(panel(shares(40.0), of="Herlev", period=MONTH), "aktiveringsgrad")
    assert result.empty
    assert "indeholder ikke tal" in result.attrs["absent"]
    assert control_position(result) == result.attrs["absent"]


def test_the_sentence_says_where_the_jobcenter_lies_and_what_that_does_not_mean():
    inside, between, beyond = (
        control_position(funnel(panel(shares(own), of="Herlev", period=MONTH), "ordinaere_timer_andel"))
        for own in (30.0, 33.0, 40.0)
    )
    assert "var 30,0 pct. i september 2019; de øvrige jobcentre har 30,0 pct. tilsammen" in inside
    assert inside.endswith("Jobcenteret ligger inden for kontrolgrænserne for et område af den størrelse.")
    assert "mellem de to øvre kontrolgrænser" in between
    assert "afviger" not in between
    assert "over den øvre 99,8 pct.-kontrolgrænse for et område af den størrelse og afviger fra de øvrige" in beyond
    for said in (between, beyond):
        assert said.endswith("Uden for kontrolgrænserne er ikke det samme som dårlig indsats.")
