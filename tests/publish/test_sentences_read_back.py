"""Generated sentences are read back, for many jobcentres, and contradict nothing in the rows they were made from."""

import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import areas, catalogue, danish, measures
from analysis.publish.words import sentences
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


NUMBER = r"(\d{1,3}(?:\.\d{3})*(?:,\d)?)"
MONTH = r"([a-zæøå]+ \d{4})( \(foreløbigt tal\))?"
MOVED = (
    r"(uændret|stort set uændret|(?:steget|faldet)(?: svagt| tydeligt| markant)? med "
    + NUMBER
    + r" (?:pct\.|procentpoint))"
)
LEVEL = re.compile(
    rf"(.+) i Jobcenter (.+?) var (ca\. )?{NUMBER} pct\. (.+?) i {MONTH}"
    rf"(?:; det var (.+))?\."
)
CHANGE = re.compile(
    rf"Antallet af (.+) i Jobcenter (.+?) er {MOVED} på 12 måneder og var {NUMBER} i {MONTH}"
    rf"(?:; i hele landet er antallet {MOVED})?\.?"
)
SMALL = re.compile(
    rf"Antallet af (.+) i Jobcenter (.+?) er (steget|faldet) fra {NUMBER} til {NUMBER} \({NUMBER} (flere|færre)\) på "
    rf"12 måneder til {MONTH}\."
)
ALONE = re.compile(
    rf"Antallet af (.+) i Jobcenter (.+?) var {NUMBER} i {MONTH}; udviklingen (oplyses ikke .+|kan ikke gøres op, .+)\."
)
SHARE = re.compile(rf"(.+) var (ca\. )?{NUMBER} pct\. i {MONTH}(?: og er {MOVED} på 12 måneder)?\.?")
FEW = re.compile(rf"(.+) i Jobcenter (.+?) bygger på kun {NUMBER} (.+) i {MONTH} og omtales derfor ikke\.?")
HIDDEN = re.compile(
    r"Tallet for (.+?) i Jobcenter (.+?) (oplyses ikke af hensyn til diskretion|findes ikke i kilden)(;.+)?\."
)


def read(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def row(figures: pd.DataFrame, measure: str, role: str = "own") -> dict[str, Any]:
    found = figures[(figures["measure"] == measure) & (figures["role"] == role)]
    return {str(name): value for name, value in found.iloc[0].items()}


def agrees(moved: str, size: str | None, figure: dict[str, Any], *, points: bool) -> bool:
    """Whether a predicate of change says what the row says."""
    change = figure["change"] if points else figure["change_pct"]
    if "uændret" in moved:
        return abs(change) < (0.1 if points else 0.5) or danish.rounded(figure["change"]) == 0
    assert size
    way = "steget" if change > 0 else "faldet"
    right = abs(read(size) - abs(change)) < 0.0501 and moved.startswith(way)
    strength = next((word for word in ("svagt", "tydeligt", "markant") if word in moved), "")
    limits = {"svagt": (0, 2), "": (0, 1e9), "tydeligt": (5, 10), "markant": (10, 1e9)}[strength]
    return right and limits[0] <= abs(change) < limits[1]


def check(sentence: str, figures: pd.DataFrame, measure: str, name: str) -> str:
    """Hold a sentence against its rows; returns its form."""
    own, noun = row(figures, measure), catalogue.measure(measure).noun
    provisional = {" (foreløbigt tal)": "provisional", None: "final"}
    if match := HIDDEN.fullmatch(sentence):
        assert (match[1], match[2]) == (noun, name)
        assert math.isnan(own["value"])
        assert (own["status"] == "suppressed") == ("diskretion" in match[3])
        return "hidden"
    if match := SMALL.fullmatch(sentence):
        assert (match[1], match[2]) == (noun, name)
        assert own["before"] < 30
        now, before = read(match[5]), read(match[4])
        assert (now, before) == (own["value"], own["before"])
        assert (match[3], match[7]) == (("steget", "flere") if now > before else ("faldet", "færre"))
        assert read(match[6]) == abs(now - before)
        return "small"
    if match := ALONE.fullmatch(sentence):
        assert (match[1], match[2], read(match[3])) == (noun, name, own["value"])
        assert math.isnan(own["before"])
        return "alone"
    if match := CHANGE.fullmatch(sentence):
        assert (match[1], match[2]) == (noun, name)
        assert read(match[5]) == own["value"]
        assert match[6] == danish.month(own["period"])
        assert provisional[match[7]] == own["status"]
        assert agrees(match[3], match[4], own, points=False)
        if match[8]:
            assert agrees(match[8], match[9], row(figures, measure, "country"), points=False)
        return "change"
    if match := FEW.fullmatch(sentence):
        assert match[2] == name
        assert read(match[3]) == own["base"] < 30
        return "few"
    if match := LEVEL.fullmatch(sentence):
        assert (match[1].lower(), match[2]) == (noun, name)
        assert read(match[4]) == pytest.approx(own["value"], abs=0.0501)
        assert (match[3] is not None) == bool(own["estimated"])
        assert provisional[match[7]] == own["status"]
        beside = re.findall(rf"(?:ca\. )?{NUMBER} pct\. i ", match[8] or "")
        roles = [role for role in ("group", "country") if math.isfinite(row(figures, measure, role)["value"])]
        for number, role in zip(beside, roles, strict=True):
            assert read(number) == pytest.approx(row(figures, measure, role)["value"], abs=0.0501)
        return "level"
    match = SHARE.fullmatch(sentence)
    assert match, sentence
    assert match[1].lower() == noun
    assert read(match[3]) == pytest.approx(own["value"], abs=0.0501)
    if match[6]:
        assert agrees(match[6], match[7], own, points=True)
    else:
        assert math.isnan(own["change"])
    return "share"


def test_every_sentence_of_many_jobcentres_is_read_back_and_agrees_with_its_rows():
    rows, forms = country(), set()
    for one in areas.jobcentres("2019-12")[::11]:
        figures = measures.key_figures(panel(rows, of=one.code, period="2019-12"), SUBJECTS)
        said = [
            (sentences.level(figures, "ledige_fuldtid"), "ledige_pct_arbejdsstyrken"),
            (sentences.change(figures, "ledige_fuldtid"), "ledige_fuldtid"),
            (sentences.change(figures, "kontanthjaelp_fuldtid"), "kontanthjaelp_fuldtid"),
        ]
        first, _, second = sentences.effort(figures, "aktiveringsgrad", "ordinaere_timer_personer").partition("; ")
        if not first.startswith("Tallet"):  # a hidden share has a semicolon of its own
            said += [(first, "aktiveringsgrad"), (second[:1].upper() + second[1:], "ordinaere_timer_andel")]
        forms |= {check(sentence, figures, measure, one.name) for sentence, measure in said}
    assert {"level", "change", "small", "share", "few", "hidden"} <= forms
