from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import registers, rules
from analysis.errors import AnalysisError
from analysis.registers.counted.costs import BEFORE, NO_RATES, spell_cost, stock_costs
from analysis.registers.counted.financing import financing
from analysis.registers.numbers.weeks import number
from analysis.registers.paths.support_weeks import RESET, WITHIN, support_weeks
from registered import drawn, register
from settings import counts, rows, setting

BOTH = ["kontanthjaelp", "sygedagpenge"]
RATES = pd.DataFrame({"benefit": ["kontanthjaelp"] * 2, "year": [2016, 2017], "kr_week": [1000.0, 1100.0]})


def weeks_of(text: str, *days: str, **rule: int) -> list[int]:
    found = support_weeks(register(text), benefits=BOTH, **rule)
    week = np.array([number(day) for day in days])
    return [int(one) for one in found.at(np.zeros(len(days), dtype=int), week)]


def test_weeks_on_all_benefits_count_together_and_a_week_on_two_of_them_once():
    text = """
        person | benefit       | first_week | last_week
        a      | kontanthjaelp | 2016-01-04 | 2016-01-25
        a      | sygedagpenge  | 2016-01-25 | 2016-02-08
        a      | kontanthjaelp | 2016-03-07 | 2016-03-14
    """
    # Four weeks, of which the last on both; two more on sick pay; three without; then the seventh.
    days = ["2016-01-04", "2016-01-25", "2016-02-08", "2016-02-15", "2016-03-07", "2016-03-14"]
    assert weeks_of(text, *days) == [1, 4, 6, 0, 7, 8]


@pytest.mark.parametrize(("back", "week"), [("2017-01-23", 5), ("2017-01-30", 1)])
def test_52_weeks_without_support_within_three_years_begin_the_count_anew(back, week):
    # Four weeks from 4 January 2016; 51 weeks without end with the 16th of January 2017, 52 with the 23rd.
    text = f"""
        person | first_week | last_week
        a      | 2016-01-04 | 2016-01-25
        a      | {back}     | 2017-12-25
    """
    assert weeks_of(text, back) == [week]


def test_weeks_without_support_are_added_up_and_used_once():
    text = """
        person | first_week | last_week
        a      | 2014-01-06 | 2014-01-27
        a      | 2014-08-04 | 2014-08-25
        a      | 2015-03-02 | 2015-03-23
        a      | 2015-04-06 | 2015-04-27
    """
    # Two times 26 weeks without: the count begins anew in March 2015, and the week off after it begins nothing.
    assert weeks_of(text, "2014-08-04", "2015-03-02", "2015-04-06") == [5, 1, 5]


def test_weeks_without_support_more_than_three_years_ago_are_forgotten():
    text = """
        person | first_week | last_week
        a      | 2014-01-06 | 2014-01-27
        a      | 2014-08-04 | 2017-10-30
        a      | 2018-04-30 | 2018-05-07
    """
    # 26 weeks without in 2014 and 25 in 2018 are 51; those of 2014 lie more than 156 weeks before April 2018 anyhow.
    so_far = (number("2017-10-30") - number("2014-08-04") + 1) + 4
    assert weeks_of(text, "2017-10-30", "2018-04-30") == [so_far, so_far + 1]
    assert weeks_of(text, "2018-04-30", reset=25, within=156) == [1]


def brute(spells: pd.DataFrame, *, reset: int, within: int) -> dict[tuple[int, int], int]:
    """The weeks of support of each person and week, by walking through all weeks."""
    found: dict[tuple[int, int], int] = {}
    supported = spells[spells["benefit"].isin(BOTH)]
    for person in supported["person"].unique().tolist():
        own = supported[supported["person"] == person]
        on: set[int] = set()
        for first, last in zip(own["first_week"], own["last_week"], strict=True):
            on |= set(range(number(str(first.date())), number(str(last.date())) + 1))
        count, anew = 0, min(on)
        for week in sorted(on):
            if week - 1 not in on and week > min(on):
                free = sum(one not in on for one in range(max(week - within, anew), week))
                if free >= reset:
                    count, anew = 0, week
            count += 1
            found[person, week] = count
    return found


def test_a_random_register_agrees_with_walking_through_the_weeks():
    spells, persons = drawn(300, seed=3, weeks=320)
    wanted = brute(spells, reset=20, within=60)
    of = registers.register(spells, persons)
    keys = np.array(list(wanted))
    found = support_weeks(of, benefits=BOTH, reset=20, within=60).at(keys[:, 0], keys[:, 1])
    assert found.tolist() == list(wanted.values())
    assert sum(1 for count in wanted.values() if count == 1) > 350  # many began anew


STOCK = """
    person | benefit       | area | first_week | last_week  | share
    a      | kontanthjaelp | 561  | 2016-01-04 | 2017-06-26 | 1.0
    b      | kontanthjaelp | 563  | 2016-01-25 | 2016-02-22 | 0.5
"""


def test_the_municipality_pays_by_the_week_of_support_of_each_recipient():
    of = setting(register(STOCK, first_week="2016-01-04", last_week="2017-06-26"), "2016-01", "2016-12")
    found = rows(of, financing(of))
    # January 2016 has four weeks: a is in weeks 1 to 4, at 20 per cent.
    assert counts(found, "kommunal_finansieringsgrad", "kontanthjaelp", "2016-01") == pytest.approx((0.2, 1))
    # February's four are a's weeks 5 to 8; b is in weeks 2 to 4 at 20 and 5 at 60 per cent, half time.
    assert counts(found, "kommunal_finansieringsgrad", "kontanthjaelp", "2016-02") == pytest.approx((0.6, 1))
    own = counts(found, "kommunal_finansieringsgrad", "kontanthjaelp", "2016-02", "563")
    assert own == pytest.approx((0.5 * (3 * 0.2 + 0.6) / 4, 0.5))
    together = counts(found, "kommunal_finansieringsgrad", "kontanthjaelp", "2016-02", "j561")
    assert together == pytest.approx((0.6 + own[0], 1.5))


def test_the_first_year_of_one_person_is_32_2_weeks_of_the_stock():
    one = "person | first_week | last_week\na | 2016-01-04 | 2017-06-26"
    of = setting(register(one, first_week="2016-01-04", last_week="2017-06-26"), "2016-01", "2016-12")
    own: Any = financing(of)["kommunal_finansieringsgrad", "kontanthjaelp"].numerator
    weeks = own[:, -1] * of.calendar.weeks
    assert of.calendar.weeks.sum() == 52
    assert weeks.sum() == pytest.approx(32.2)


def test_months_before_the_ladder_have_no_share():
    told = register(
        "person | first_week | last_week\na | 2015-06-01 | 2016-06-27", first_week="2015-01-05", last_week="2016-06-27"
    )
    of = setting(told, "2015-12", "2016-01")
    found = rows(of, financing(of)).set_index(["period", "area"])["value"]
    assert np.isnan(found["2015-12", "561"])
    assert found["2016-01", "561"] == pytest.approx(70)  # weeks 32 to 35, at 70 per cent


def test_the_cost_of_a_spell_takes_the_rate_of_each_year():
    # Weeks 51 and 52 of 2016 begin on 19 and 26 December; 2 January 2017 is in 2017.
    found = spell_cost("kontanthjaelp", first=1, last=5, since="2016-12-19", rates=RATES)
    assert found.kroner == pytest.approx(2 * 0.2 * 1000 + (2 * 0.2 + 0.6) * 1100)
    assert found.weeks == pytest.approx(4 * 0.2 + 0.6)
    assert found.note == BEFORE


def test_a_rate_is_never_guessed():
    with pytest.raises(AnalysisError, match="no weekly rate for 'kontanthjaelp' in 2018, 2019"):
        spell_cost("kontanthjaelp", last=60, since="2017-12-25", rates=RATES.assign(year=[2017, 2020]))
    of = setting(register(STOCK, first_week="2016-01-04", last_week="2017-06-26"), "2016-01", "2016-12")
    assert stock_costs(of, financing(of), rates=None) == ({}, [NO_RATES])


def test_the_cost_of_the_stock_is_its_share_times_weeks_and_rate():
    of = setting(register(STOCK, first_week="2016-01-04", last_week="2017-06-26"), "2016-12", "2017-01")
    figures, reasons = stock_costs(of, financing(of), rates=RATES.iloc[:1])
    assert reasons == ["Kommunens udgift til kontanthjaelp mangler for 2017: ingen sats oplyst."]
    december, january = figures["kommunal_udgift", "kontanthjaelp"].value[:, -1]
    # December 2016 has the weeks from 28 November on, five; a is then in weeks 48 to 52, at 70 per cent.
    assert of.calendar.weeks.tolist() == [5, 4]
    assert december == pytest.approx(5 * 0.7 * 1000)
    assert np.isnan(january)


def test_the_rule_by_which_weeks_are_counted_anew_is_the_one_that_definitions_print():
    assert (rules.latest("support_reset"), rules.latest("support_window")) == (RESET, WITHIN)
    assert not rules.agreed("support_reset").verified
