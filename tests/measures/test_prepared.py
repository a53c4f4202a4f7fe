"""What all reports of a snapshot share is the same, whether it was computed before or not."""

from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest
from test_ranking import country

from analysis import areas
from analysis.data import reads
from analysis.data.tables import Panel
from analysis.measures import key_figures, ranking, series
from analysis.measures.prepared import prepare
from written import observations, panel

MONTH = "2019-09"


def test_figures_that_were_prepared_for_another_jobcenter_are_those_of_ones_own():
    everyone = [area.code for area in areas.municipalities()]
    text = "measure | area | period | value\n" + country(MONTH, of=everyone)
    asked = panel(observations(text), of="101", period=MONTH)
    words = ["ledige_fuldtid", "no subject", "jobcenter", "ledige_fuldtid"]
    known = prepare(asked, words, calls=["measures.indicators"], jobcentres=["101", "561"])
    assert known == ["ledige_fuldtid"]
    own = panel(observations(text), of="561", period=MONTH)
    prepared = replace(own, figures=asked.figures)
    pd.testing.assert_frame_equal(
        key_figures(prepared, ["ledige_fuldtid"]), key_figures(own, ["ledige_fuldtid"]), check_exact=True
    )


def test_the_order_in_a_field_is_known_before_any_jobcenter_in_it_asks(monkeypatch: pytest.MonkeyPatch):
    everyone = [area.code for area in areas.municipalities()]
    asked = panel(
        observations("measure | area | period | value\n" + country(MONTH, of=everyone)), of="101", period=MONTH
    )
    codes = ["101", "561", "825", "630"]
    prepare(asked, ["ledige_fuldtid"], jobcentres=codes)
    module = import_module("analysis.measures.ranking")
    monkeypatch.setattr(module, "ranks", lambda *_, **__: pytest.fail("an order was worked out again"))
    for code in codes:
        area = areas.jobcenter(code, MONTH)
        own = replace(asked, jobcenter=area, members=tuple(areas.members(area, MONTH)))
        assert not ranking(own, "ledige_fuldtid").empty


def test_what_a_notebook_puts_together_is_read_before_and_is_the_same(monkeypatch: pytest.MonkeyPatch):
    everyone = [area.code for area in areas.municipalities()]
    text = "measure | area | period | value\n" + country(MONTH, of=everyone)

    def noted(of: Panel) -> tuple[pd.DataFrame, object]:
        reads.forget()
        return series(of, "ledige_fuldtid/alle", months=24), [questions for _, questions in reads.noted()]

    own = panel(observations(text), of="561", period=MONTH)
    alone, read_alone = noted(own)
    asked = panel(observations(text), of="101", period=MONTH)
    assert prepare(asked, [], composed=["ledige_fuldtid/alle", "ledige_fuldtid/nobody", "text"]) == []
    module = import_module("analysis.measures.arrays")
    monkeypatch.setattr(module, "grid_of", lambda *_: pytest.fail("figures were put together again"))
    shared, read_shared = noted(replace(own, figures=asked.figures))
    pd.testing.assert_frame_equal(shared, alone, check_exact=True)
    assert read_shared == read_alone
