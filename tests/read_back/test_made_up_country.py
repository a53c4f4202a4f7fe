"""Sentences on a country of chance, for many jobcentres: all forms are there, and none contradicts its tables."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import areas, measures, publish
from analysis.data.tables import Panel
from analysis.publish import blocks, page
from read_back import Report, findings, forms
from written import observations, panel

MONTHS = ("2018-12", "2019-12")
SUBJECTS = ("ledige_fuldtid", "kontanthjaelp_fuldtid", "ordinaere_timer_personer", "aktiveringsgrad")


def country() -> pd.DataFrame:
    """A country of chance in which small municipalities are hidden; the latest month is provisional. Seed 20101."""
    chance = np.random.default_rng(20101)
    lines = []
    for month in MONTHS:
        total = {"ledige_fuldtid": 0.0, "kontanthjaelp_fuldtid": 0.0}
        for area in areas.municipalities():
            size = int(chance.integers(60, 4000))
            for measure, per in (("ledige_fuldtid", 0.05), ("kontanthjaelp_fuldtid", 0.03)):
                count = int(chance.poisson(size * per))
                total[measure] += count
                lines.append(f"{measure} | {area.code} | {month} | {count if count > 3 else ''}")
                if measure == "ledige_fuldtid" and count > 3:
                    lines.append(f"ledige_pct_arbejdsstyrken | {area.code} | {month} | {100 * count / size:.1f}")
            people = int(chance.poisson(size * 0.04)) + 4
            lines.append(f"kontanthjaelp_personer | {area.code} | {month} | {people}")
            lines.append(f"ordinaere_timer_personer | {area.code} | {month} | {people // 3 if people > 12 else ''}")
            lines.append(f"aktiveringsgrad | {area.code} | {month} | {chance.integers(5, 40)}.5")
        lines += [f"{measure} | 000 | {month} | {count:.0f}" for measure, count in total.items()]
        lines.append(f"ledige_pct_arbejdsstyrken | 000 | {month} | 5.0")
    rows = observations("\n".join(["measure | area | period | value", *lines]))
    rows.loc[rows["period"] == MONTHS[1], "status"] = "provisional"
    rows.loc[rows["value"].isna(), "status"] = "suppressed"
    return rows


def published(of: Panel, shown: list[dict[str, Any]]) -> Report:
    """What a page says of a jobcenter: key figures, areas side by side, and a sentence of each form on them."""
    shown.clear()
    publish.begin(of, title="Prøve")
    figures = measures.key_figures(of, SUBJECTS)
    publish.key_figures(figures, title="Nøgletal")
    publish.comparison(figures, title="Aktivering af kontanthjælpsmodtagere")
    publish.text(
        [
            publish.sentences.level(figures, "ledige_fuldtid"),
            publish.sentences.change(figures, "ledige_fuldtid"),
            publish.sentences.change(figures, "kontanthjaelp_fuldtid"),
            publish.sentences.effort(figures, "aktiveringsgrad", "ordinaere_timer_personer"),
        ]
    )
    return Report.of(shown, name=of.jobcenter.name)


def test_every_sentence_of_many_jobcentres_is_read_back_and_agrees_with_its_tables(monkeypatch: pytest.MonkeyPatch):
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(blocks, "display", lambda data, raw: shown.append(data))
    monkeypatch.setattr(page, "_pages", [])
    rows, seen = country(), Counter[str]()
    for one in areas.jobcentres("2019-12")[::11]:
        report = published(panel(rows, of=one.code, period="2019-12"), shown)
        assert findings(report) == []
        seen += forms(report)
    of_levels = {name.partition(".")[2] for name in seen if name.startswith("levels_and_changes.")}
    assert {"level", "change", "small_change", "effort", "hidden", "provisional"} <= of_levels
