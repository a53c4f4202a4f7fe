"""What may not be shown: small counts, their rates, and what gives them away."""

import numpy as np
import pandas as pd
import pytest

from analysis import catalogue
from analysis.disclosure.cells import protect
from written import observations


def shown(text: str) -> dict[tuple[str, str, str], float | None]:
    """The protected values by measure, benefit and area."""
    rows = protect(observations(text), measures=catalogue.measures(), smallest_count=lambda period: 4)
    names = zip(rows["measure"], rows["benefit"], rows["area"], strict=True)
    return {name: None if np.isnan(value) else value for name, value in zip(names, rows["value"], strict=True)}


@pytest.mark.parametrize(("count", "kept"), [(0, True), (1, False), (3, False), (3.4, False), (3.5, True), (4, True)])
def test_counts_of_one_to_three_are_hidden_and_zero_and_four_are_shown(count: float, kept: bool):
    cells = shown(f"""
        measure        | benefit | area | period  | value
        ledige_fuldtid | alle    | 563  | 2026-07 | {count}
    """)
    assert (cells["ledige_fuldtid", "alle", "563"] is not None) == kept


def test_a_count_that_the_source_hides_hides_the_rate_that_it_prints():
    cells = shown("""
        measure                   | benefit       | area | period  | value | status
        ledige_fuldtid            | kontanthjaelp | 563  | 2026-07 |       | suppressed
        ledige_pct_arbejdsstyrken | kontanthjaelp | 563  | 2026-07 | 0.1   | final
    """)
    assert cells["ledige_pct_arbejdsstyrken", "kontanthjaelp", "563"] is None


def test_the_smallest_other_part_is_hidden_where_total_and_part_would_give_one_away():
    cells = shown("""
        measure                   | benefit       | area | period  | value
        ledige_fuldtid            | alle          | 563  | 2026-07 | 40
        ledige_fuldtid            | a_dagpenge    | 563  | 2026-07 | 38
        ledige_fuldtid            | kontanthjaelp | 563  | 2026-07 | 2
        ledige_pct_arbejdsstyrken | a_dagpenge    | 563  | 2026-07 | 2.2
        ledige_fuldtid            | a_dagpenge    | 561  | 2026-07 | 1500
    """)
    assert cells["ledige_fuldtid", "alle", "563"] == 40
    assert cells["ledige_fuldtid", "a_dagpenge", "563"] is None
    assert cells["ledige_pct_arbejdsstyrken", "a_dagpenge", "563"] is None
    assert cells["ledige_fuldtid", "a_dagpenge", "561"] == 1500


def test_a_missing_total_gives_nothing_away_so_the_other_part_stays():
    cells = shown("""
        measure        | benefit       | area | period  | value
        ledige_fuldtid | alle          | 563  | 2026-07 |
        ledige_fuldtid | a_dagpenge    | 563  | 2026-07 | 38
        ledige_fuldtid | kontanthjaelp | 563  | 2026-07 | 2
    """)
    assert cells["ledige_fuldtid", "a_dagpenge", "563"] == 38


def test_a_share_of_persons_is_hidden_where_it_says_one_to_three_persons():
    cells = shown("""
        measure                   | area | period  | value
        kontanthjaelp_personer    | 825  | 2026-07 | 12
        andel_aktiveringsberoerte | 825  | 2026-07 | 16.7
        kontanthjaelp_personer    | 563  | 2026-07 | 16
        andel_aktiveringsberoerte | 563  | 2026-07 | 68.8
    """)
    assert cells["andel_aktiveringsberoerte", "kontanthjaelp", "825"] is None  # 12 · 16,7 % = 2 persons
    assert cells["andel_aktiveringsberoerte", "kontanthjaelp", "563"] == 68.8  # 16 · 68,8 % = 11 persons


def test_a_real_rate_of_zero_is_shown():
    cells = shown("""
        measure               | area | period  | value
        kontanthjaelp_fuldtid | 825  | 2026-07 | 11
        aktiveringsgrad       | 825  | 2026-07 | 0.0
    """)
    assert cells["aktiveringsgrad", "kontanthjaelp", "825"] == 0.0


def test_hidden_cells_lose_numerator_and_denominator_and_say_why():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 563  | 2026-07 | 2
    """).assign(numerator=2.0, denominator=1700.0)
    hidden = protect(rows, measures=catalogue.measures(), smallest_count=lambda period: 4)
    assert hidden[["value", "numerator", "denominator"]].isna().all(axis=None)
    assert list(hidden["status"]) == ["suppressed"]
    assert list(rows["value"]) == [2]  # the table given is left as it was


def test_rows_keep_their_order_and_number():
    rows = observations("""
        measure        | area | period  | value
        ledige_fuldtid | 825  | 2026-07 | 2
        ledige_fuldtid | 561  | 2026-06 | 1800
        ledige_fuldtid | 101  | 2026-07 |
    """)
    hidden = protect(rows, measures=catalogue.measures(), smallest_count=lambda period: 4)
    pd.testing.assert_frame_equal(hidden[["area", "period"]], rows[["area", "period"]])
    assert list(hidden["status"]) == ["suppressed", "final", "missing"]


def test_a_rate_of_time_is_hidden_where_it_says_one_to_three_full_time_persons():
    cells = shown("""
        measure               | area | period  | value
        kontanthjaelp_fuldtid | 825  | 2026-07 | 7
        aktiveringsgrad       | 825  | 2026-07 | 11.7
        kontanthjaelp_fuldtid | 563  | 2026-07 | 16
        aktiveringsgrad       | 563  | 2026-07 | 29.6
    """)
    assert cells["aktiveringsgrad", "kontanthjaelp", "825"] is None  # 7 · 11,7 % = 0,8 full-time persons
    assert cells["aktiveringsgrad", "kontanthjaelp", "563"] == 29.6  # 16 · 29,6 % = 4,7 full-time persons


STATUSES = ("job", "uddannelse", "ydelse", "selvforsoergelse", "andet")


def statuses(*numerators: int) -> dict[str, float | None]:
    """The protected shares by status, and of job or education (``effekt``), of so many courses that ended."""
    of = sum(numerators)
    rows = [f"status_3_{name} | {100 * n / of} | {n} | {of}" for name, n in zip(STATUSES, numerators, strict=True)]
    both = numerators[0] + numerators[1]
    rows.append(f"effekt_job_udd_3 | {100 * both / of} | {both} | {of}")
    given = pd.DataFrame([row.split(" | ") for row in rows], columns=["measure", "value", "numerator", "denominator"])
    given = given.astype({"value": float, "numerator": float, "denominator": float})
    table = observations(given.assign(benefit="a_dagpenge", area="563", period="2018-Q1"))
    found = protect(table, measures=catalogue.measures(), smallest_count=lambda period: 4)
    names = found["measure"].str.removeprefix("status_3_").replace("effekt_job_udd_3", "effekt")
    return {name: None if np.isnan(value) else value for name, value in zip(names, found["value"], strict=True)}


@pytest.mark.parametrize(("of", "kept"), [(3, False), (4, True)])
def test_shares_of_a_base_of_one_to_three_are_hidden_also_where_they_are_0(of: int, kept: bool):
    found = statuses(of, 0, 0, 0, 0)
    assert all((value is not None) == kept for value in found.values())


def test_a_second_share_is_hidden_where_what_is_left_of_100_would_give_one_away():
    found = statuses(20, 0, 6, 2, 0)
    assert [name for name, value in found.items() if value is None] == ["ydelse", "selvforsoergelse"]
    assert found["job"] == 100 * 20 / 28


def test_shares_hidden_by_twos_stay_so_where_a_sum_of_two_is_shown():
    found = statuses(9, 2, 12, 20, 0)  # education is hidden; job or education is shown
    assert found["uddannelse"] is None
    assert found["job"] is None
    assert found["effekt"] == 100 * 11 / 43
    assert found["ydelse"] == 100 * 12 / 43
