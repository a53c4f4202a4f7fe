"""What is never mixed, summed or averaged: shown on the functions that a notebook calls."""

import pandas as pd
import pytest

from analysis import measures
from analysis.errors import AnalysisError
from analysis.measures.combine import combined
from analysis.publish import record
from written import observations, panel, table

ESBJERG = {"jobcenter": ["561", "563"]}


def rows(text: str) -> pd.DataFrame:
    """Written observations with the columns ``numerator`` and ``denominator`` as figures."""
    written = table(text)
    for name in ("numerator", "denominator"):
        if name in written:
            written[name] = pd.to_numeric(written[name].replace("", None)).astype(float)
    return observations(written)


def test_levels_of_a_register_do_not_stand_beside_published_ones():
    mixed = rows("""
        measure                     | benefit       | area | period  | value | source
        ledige_pct_arbejdsstyrken   | alle          | 163  | 2019-12 | 3.1   | Jobindsats, Y25I01
        andel_16_66                 | kontanthjaelp | 163  | 2019-12 | 2.4   | Register: a delivery
        kontanthjaelp_pct_befolkning| kontanthjaelp | 163  | 2019-12 | 2.3   | Jobindsats, Y60A02
    """)
    seen = panel(mixed, of="163", period="2019-12")
    with pytest.raises(AnalysisError, match="do not belong in one chart") as refused:
        measures.levels(seen, ["ledige_pct_arbejdsstyrken", "andel_16_66/kontanthjaelp"])
    assert "andel_16_66/kontanthjaelp: register" in str(refused.value)
    assert "ledige_pct_arbejdsstyrken/alle: observations" in str(refused.value)
    alike = measures.levels(seen, ["ledige_pct_arbejdsstyrken", "kontanthjaelp_pct_befolkning"])
    assert set(alike["origin"]) == {"observations"}


def test_a_series_that_goes_from_published_figures_to_a_register_is_refused():
    text = """
        measure        | area | period  | value | source
        ledige_fuldtid | 163  | 2019-11 | 610   | Jobindsats, Y25I01
        ledige_fuldtid | 163  | 2019-12 | 590   | {source}
    """
    both = panel(rows(text.format(source="Register: a delivery")), of="163", period="2019-12")
    with pytest.raises(AnalysisError, match="ledige_fuldtid/alle: both"):
        measures.series(both, "ledige_fuldtid", months=12)
    one = panel(rows(text.format(source="Jobindsats, Y25I01")), of="163", period="2019-12")
    assert set(measures.series(one, "ledige_fuldtid", months=12)["origin"]) == {"observations"}


COUNTED = """
    measure  | benefit       | area_type    | area | period  | value | numerator | denominator
    beroerte | kontanthjaelp | municipality | 561  | 2019-12 | 40    |           |
    beroerte | kontanthjaelp | municipality | 563  | 2019-12 | 8     |           |
    {more}
"""


def test_persons_affected_are_counted_once_in_a_jobcenter_and_never_summed_where_that_is_known():
    of_both = "beroerte | kontanthjaelp | jobcenter | 561 | 2019-12 | 45 | |"
    seen = panel(rows(COUNTED.format(more=of_both)), of="561", period="2019-12")
    found = measures.compare(seen, "beroerte/kontanthjaelp").set_index("role")
    assert found.loc["own", "value"] == 45  # three moved within the month; 40 + 8 counts them twice
    assert not found.loc["own", "summed"]
    gap = panel(rows(COUNTED.format(more=of_both.replace("| 45 |", "|  |"))), of="561", period="2019-12")
    again = measures.compare(gap, "beroerte/kontanthjaelp").set_index("role")
    assert again["value"].isna()["own"]  # a gap in its own counts is not filled with a sum
    alone = panel(rows(COUNTED.format(more="")), of="561", period="2019-12")
    summed = measures.compare(alone, "beroerte/kontanthjaelp").set_index("role")
    assert summed.loc["own", "value"] == 40 + 8
    assert summed.loc["own", "summed"]  # and the page says that persons may count twice


def test_rates_of_several_municipalities_are_ratios_of_sums_in_every_unit():
    seen = panel(
        rows("""
            measure             | benefit      | area | period  | value | numerator | denominator
            varighed            | sygedagpenge | 561  | 2019-12 | 3     | 300       | 100
            varighed            | sygedagpenge | 563  | 2019-12 | 1     | 10        | 10
            overrepraesentation | alle         | 561  | 2019-12 | 2     | 60        | 30
            overrepraesentation | alle         | 563  | 2019-12 | 1     | 10        | 10
            uddannelsesgrad     | alle         | 561  | 2019-12 | 17.6  | 176       | 1000
            uddannelsesgrad     | alle         | 563  | 2019-12 | 24.8  | 2.48      | 10
        """),
        of="561",
        period="2019-12",
    )
    expected = {
        ("varighed", "sygedagpenge"): 310 / 110,  # not (3 + 1) / 2
        ("overrepraesentation", "alle"): 70 / 40,
        ("uddannelsesgrad", "alle"): 100 * 178.48 / 1010,  # 17.7 as Esbjerg's plan prints it, not 21.2
    }
    for (measure, benefit), value in expected.items():
        found = combined(seen, measure, benefit, of=ESBJERG).value["jobcenter"]["2019-12"]
        assert found == pytest.approx(value)
    assert round(expected["uddannelsesgrad", "alle"], 1) == 17.7


def test_a_rate_has_no_change_in_per_cent():
    seen = panel(
        rows("""
            measure         | benefit | area | period  | value | numerator | denominator
            uddannelsesgrad | alle    | 163  | 2018-12 | 16    | 160       | 1000
            uddannelsesgrad | alle    | 163  | 2019-12 | 30    | 300       | 1000
        """),
        of="163",
        period="2019-12",
    )
    found = measures.compare(seen, "uddannelsesgrad").set_index("role").iloc[0]
    assert found["change"] == pytest.approx(14)  # percentage points
    assert pd.isna(found["change_pct"])
    told = record.key_figure_rows(measures.key_figures(seen, ["uddannelsesgrad"]))
    assert {row["unit"] for row in told} == {"pct.", "procentpoint"}


def test_a_ratio_changes_in_its_own_unit_and_has_no_rank():
    seen = panel(
        rows("""
            measure             | area | period  | value | numerator | denominator
            overrepraesentation | 163  | 2018-12 | 2.0   | 80        | 40
            overrepraesentation | 163  | 2019-12 | 1.5   | 60        | 40
        """),
        of="163",
        period="2019-12",
    )
    figures = measures.key_figures(seen, ["overrepraesentation"])
    assert figures.set_index("role").loc["own", "reason"] == "intervallet for en placering kun kan regnes ud for andele"
    assert {row["unit"] for row in record.key_figure_rows(figures)} == {"forhold"}
