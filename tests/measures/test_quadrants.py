"""Level and development of every jobcenter, held against all the others and never against itself."""

import pandas as pd
import pytest

from analysis import areas
from analysis.measures import level_and_change, tile_map
from equal_country import MONTH, shares
from written import panel

EARLIER = "2018-09"


def two_years(own: float, before: float, *, people: int = 1000, hidden: tuple[str, ...] = ()) -> pd.DataFrame:
    """All have a share of 30 per cent in both years but Herlev, which goes from one share to another."""
    now = shares(own, people=people, hidden=hidden)
    then = shares(before, people=people).assign(period=EARLIER)
    return pd.concat([now, then], ignore_index=True)


def of_herlev(table: pd.DataFrame) -> pd.Series:
    return table[table["area"] == "163"].iloc[0]


def test_level_and_change_stand_beside_those_of_the_others():
    result = level_and_change(panel(two_years(40.0, 36.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert len(result) == len(areas.jobcentres(MONTH))
    herlev = of_herlev(result)
    assert [herlev[name] for name in ("value", "change", "others_value", "others_change")] == pytest.approx(
        [40, 4, 30, 0]
    )
    assert herlev["role"] == "own"
    # Newcombe's method 10 of 400 of 1,000 less 360 of 1,000: Wilson gives 0.37004-0.43070 and 0.33082-0.39021
    assert [herlev["change_low"], herlev["change_high"]] == pytest.approx([-0.26, 8.23], abs=0.01)
    rest = result[result["area"] == "151"].iloc[0]
    assert rest["others_value"] == pytest.approx((30 * 96 + 40) / 97)  # Ballerup is held against 97 municipalities
    assert rest["others_change"] == pytest.approx(4 / 97)


@pytest.mark.parametrize(
    # more hours are better; a difference of levels of 10 points on 1,000 is beyond chance, one of 1 point is not
    ("own", "before", "level", "development"),
    [
        (40.0, 30.0, "better", "better"),
        (40.0, 40.0, "better", "same"),
        (40.0, 55.0, "better", "worse"),
        (31.0, 30.0, "same", "same"),
        (20.0, 30.0, "worse", "worse"),
        (20.0, 10.0, "worse", "better"),
    ],
)
def test_both_axes_are_judged_beyond_chance(own: float, before: float, level: str, development: str):
    result = level_and_change(panel(two_years(own, before), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert of_herlev(result)[["level", "development"]].tolist() == [level, development]


def test_a_hidden_or_too_small_figure_has_neither_level_nor_change():
    rows = two_years(40.0, 36.0, hidden=("740",))
    result = level_and_change(panel(rows, of="Herlev", period=MONTH), "ordinaere_timer_andel").set_index("area")
    assert result.loc["740", ["value", "change"]].isna().all()
    assert result.loc["740", "status"] == "suppressed"
    few = level_and_change(panel(two_years(40.0, 36.0, people=29), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert few.loc[few["value"].notna(), "area"].isin(["561", "813", "185", "187"]).all()  # of two municipalities


def test_without_figures_the_reason_stands():
    result = level_and_change(panel(two_years(40.0, 36.0), of="Herlev", period=MONTH), "ledige_fuldtid")
    assert result.empty
    assert "indeholder ikke tal for »Ledige i pct. af arbejdsstyrken«" in result.attrs["absent"]


def test_figures_of_less_than_a_year_have_no_development_and_the_reason_stands():
    result = level_and_change(panel(shares(40.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert result.empty
    assert result.attrs["absent"].endswith(": udviklingen kan ikke vises, fordi der ikke er tal fra 12 måneder før.")


def test_each_jobcenter_has_its_own_place_on_the_map():
    result = tile_map(panel(shares(40.0), of="Herlev", period=MONTH), "ordinaere_timer_andel")
    assert len(result) == len(areas.jobcentres(MONTH))
    assert not result.duplicated(["column", "row"]).any()
    assert of_herlev(result)[["short", "shade"]].tolist() == ["Herlev", 1.0]


def test_a_published_share_and_its_change_are_those_of_the_other_figures_of_the_page():
    rows = two_years(40.0, 36.0)
    of_own = (rows["area"] == "163") & (rows["measure"] == "ordinaere_timer_andel")
    rows.loc[of_own, "value"] += rows.loc[of_own, "period"].map({MONTH: 0.1, EARLIER: -0.1})
    herlev = of_herlev(level_and_change(panel(rows, of="Herlev", period=MONTH), "ordinaere_timer_andel"))
    assert [herlev["value"], herlev["change"]] == pytest.approx([40.1, 4.2])
    assert [herlev["others_value"], herlev["others_change"]] == pytest.approx([30, 0])


def test_what_is_printed_alike_is_shaded_alike():
    rows = shares(33.26)
    near = (rows["area"] == "151") & (rows["measure"] == "ordinaere_timer_andel")
    rows.loc[near, "value"] = 33.34  # Ballerup, printed 33,3 as Herlev
    shade = tile_map(panel(rows, of="Herlev", period=MONTH), "ordinaere_timer_andel").set_index("area")["shade"]
    assert shade["151"] == shade["163"] == pytest.approx((len(shade) - 1.5) / (len(shade) - 1))
