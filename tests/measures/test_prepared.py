"""What all reports of a snapshot share is the same, whether it was computed before or not."""

from dataclasses import replace

import pandas as pd
from test_ranking import country

from analysis import areas
from analysis.measures import key_figures
from analysis.measures.prepared import prepare
from written import observations, panel

MONTH = "2019-09"


def test_figures_that_were_prepared_for_another_jobcenter_are_those_of_ones_own():
    everyone = [area.code for area in areas.municipalities()]
    text = "measure | area | period | value\n" + country(MONTH, of=everyone)
    asked = panel(observations(text), of="101", period=MONTH)
    known = prepare(asked, ["ledige_fuldtid", "no subject", "jobcenter", "ledige_fuldtid"])
    assert known == ["ledige_fuldtid"]
    own = panel(observations(text), of="561", period=MONTH)
    prepared = replace(own, figures=asked.figures)
    pd.testing.assert_frame_equal(
        key_figures(prepared, ["ledige_fuldtid"]), key_figures(own, ["ledige_fuldtid"]), check_exact=True
    )
