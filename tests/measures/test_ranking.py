"""Where an area stands: among its own kind, at the latest final month, never in too small a field."""

import numpy as np
import pandas as pd
import pytest

from analysis import areas
from analysis.measures import ranking, standing
from analysis.measures.ranking import field_of
from equal_country import MONTH, shares
from written import observations, panel


def country(month: str, *, of: list[str], rate: float = 3.0, people: int = 40_000) -> str:
    """Lines of a country in which each municipality has a rate 0,1 above the one before it."""
    lines = []
    for at, code in enumerate(of):
        share = rate + at / 10
        lines.append(f"ledige_pct_arbejdsstyrken | {code} | {month} | {share:.1f}")
        lines.append(f"ledige_fuldtid | {code} | {month} | {round(people * share / 100)}")
    return "\n".join(lines)


def served_by(jobcentres: list[areas.Area], month: str) -> list[str]:
    return [member.code for one in jobcentres for member in areas.members(one, month)]


def provincial(month: str = "2019-09") -> list[str]:
    """The municipalities of the jobcentres in Esbjerg's group, Esbjerg's first."""
    return served_by(list(field_of(areas.jobcenter("561", month), month).areas), month)


def test_a_jobcenter_is_ranked_among_jobcentres_and_its_municipalities_among_municipalities():
    month = "2019-09"
    everyone = [area.code for area in areas.municipalities()]
    rows = observations("measure | area | period | value\n" + country(month, of=everyone))
    result = ranking(panel(rows, of="561", period=month), "ledige_fuldtid").set_index(["area_type", "area"])
    assert result.loc[("jobcenter", "561"), "field"] == "jobcentre i provinsbykommuner"
    assert result.loc[("municipality", "561"), "field"] == "provinsbykommuner"
    assert result.loc[("municipality", "563"), "field"] == "landkommuner"
    assert result.loc[("jobcenter", "561"), "of"] == len(field_of(areas.jobcenter("561", month), month).areas)


def test_ranks_are_of_the_latest_final_month():
    everyone = [area.code for area in areas.municipalities()]
    rows = observations(
        "measure | area | period | value\n"
        + country("2019-09", of=everyone)
        + "\n"
        + country("2019-10", of=everyone[::-1])
    )
    rows.loc[rows["period"] == "2019-10", "status"] = "provisional"
    result = ranking(panel(rows, of="101", period="2019-10"), "ledige_fuldtid")
    assert list(result["period"]) == ["2019-09"]


def test_no_rank_is_given_in_a_field_of_fewer_than_six():
    rows = observations("measure | area | period | value\n" + country("2019-09", of=["751", "461", "851"]))
    result = ranking(panel(rows, of="Aarhus", period="2019-09"), "ledige_fuldtid").iloc[0]
    assert np.isnan(result["rank"])
    assert result["reason"] == "færre end 6 jobcentre i storbykommuner har tal"


@pytest.mark.parametrize(("others", "ranked"), [(4, False), (5, True)])
def test_the_smallest_field_is_six_with_the_area_itself(others: int, ranked: bool):
    codes = [code for code in provincial() if code not in ("561", "563", "813", "825")][:others]
    rows = observations("measure | area | period | value\n" + country("2019-09", of=["561", "563", *codes]))
    result = ranking(panel(rows, of="561", period="2019-09"), "ledige_fuldtid").iloc[0]
    assert bool(np.isfinite(result["rank"])) == ranked


@pytest.mark.parametrize(("unemployed", "ranked"), [(9, False), (10, True)])
def test_areas_with_fewer_than_ten_in_the_target_group_take_no_part(unemployed: int, ranked: bool):
    codes = [area.code for area in areas.municipalities() if area.code != "825"]
    rows = observations("measure | area | period | value\n" + country("2019-09", of=codes))
    tiny = observations(f"""
        measure                   | area | period  | value
        ledige_fuldtid            | 825  | 2019-09 | {unemployed}
        ledige_pct_arbejdsstyrken | 825  | 2019-09 | 1.0
    """)
    result = ranking(panel(pd.concat([rows, tiny]), of="813", period="2019-09"), "ledige_fuldtid")
    laesoe = result[result["area"] == "825"].iloc[0]
    assert bool(np.isfinite(laesoe["rank"])) == ranked
    assert laesoe["reason"] == ("" if ranked else "der er for få personer i målgruppen")


@pytest.mark.parametrize(("people", "drawn"), [(29, False), (30, True)])
def test_a_share_on_fewer_than_thirty_persons_does_not_stand_among_others(people: int, drawn: bool):
    rows = shares(40.0, people=1000)
    herlev = (rows["area"] == "163") & (rows["measure"] == "kontanthjaelp_personer")
    rows.loc[herlev, "value"] = people
    rows.loc[(rows["area"] == "163") & (rows["measure"] == "ordinaere_timer_personer"), "value"] = 0.4 * people
    result = standing(panel(rows, of="Herlev", period=MONTH), "ordinaere_timer_andel").set_index("area")
    assert bool(result["value"].notna()["163"]) is drawn
    assert result["status"]["163"] == ("final" if drawn else "suppressed")


def test_population_has_no_rank_for_neither_high_nor_low_is_better():
    rows = observations("""
        measure    | area | period  | value
        befolkning | 163  | 2019-Q3 | 28000
        befolkning | 163  | 2019-Q4 | 28100
    """)
    result = ranking(panel(rows, of="163", period="2019-12"), "befolkning").iloc[0]
    assert np.isnan(result["rank"])
    assert result["reason"] == "hverken et højt eller et lavt tal er bedst"
