"""A batch of every analysis, read back: each sentence is known, and each figure in it stands in its report."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import read_back
from analysis import project
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from printing import pages, too_wide
from read_back.altered import altered
from read_back.patterns import FIXED, known
from read_back.plain_language import PLAIN

# of two municipalities with targets (Esbjerg and Fanø), and very small (Ærø): every analysis
JOBCENTRES = ("Esbjerg", "Ærø")
# of two municipalities, one of them tiny (Læsø), and of ordinary size with targets of its own: those that say most
FURTHER, SAY_MOST = ("Frederikshavn", "Herlev"), ("kommuneanalyse", "maaltal", "opfoelgning_jobcenter")

SCROLLING = """() => [...document.querySelectorAll(".jc-scroll")]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.querySelector("caption").innerText)"""


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the reports."""
    out = tmp_path_factory.mktemp("batch")
    before = Path.cwd()
    os.chdir(project.root())
    try:
        asked = (Request(jobcentres=JOBCENTRES, data="demo", out=out), Request(SAY_MOST, FURTHER, data="demo", out=out))
        failures = [failure for request in asked for failure in run(plan(request), workers=2).failures]
    finally:
        os.chdir(before)
    assert failures == []
    yield out


def test_every_sentence_of_a_batch_is_known_and_agrees_with_its_report(batch: Path):
    count, forms, found = read_back.check(batch)
    assert found == []
    assert count >= len(JOBCENTRES) * len(SAY_MOST) + len(FURTHER) * len(SAY_MOST)
    assert len(forms) > 30


def test_a_number_or_a_way_that_is_changed_in_a_sentence_is_found(batch: Path):
    missed = []
    for report in read_back.reports(batch):
        for said in report.said():
            for text in altered(said.text):
                name, wrong = known(replace(said, text=text))
                if not wrong:
                    missed.append(f"{name}: {text}")
    assert missed == []


def test_the_page_for_politicians_is_three_to_four_pages_of_paper(batch: Path, chromium: str):
    paths = sorted(batch.rglob(f"{PLAIN}.html"))
    assert len(paths) == len(JOBCENTRES)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        sheets = {path.parent.name: pages(browser, path) for path in paths}
        wide = [one for path in paths for one in too_wide(browser, path)]
        browser.close()
    assert all(3 <= count <= 4 for count in sheets.values()), sheets
    assert wide == []


def test_a_follow_up_prints_on_six_or_seven_pages_and_its_text_fits_one(batch: Path, chromium: str):
    paths = sorted(batch.rglob("opfoelgning_jobcenter.html"))
    assert len(paths) == len(JOBCENTRES) + len(FURTHER)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        sheets = {path.parent.name: pages(browser, path) for path in paths}
        wide = [one for path in paths for one in too_wide(browser, path)]
        browser.close()
    assert all(6 <= count <= 7 for count in sheets.values()), sheets
    assert wide == []
    for report in read_back.reports(batch):
        if report.name.endswith("/opfoelgning_jobcenter"):
            texts = [block["sentences"] for block in report.blocks if block["kind"] == "text"]
            found = texts[:-3]  # the last are provisional months, the place for comments, and the method
            assert 40 < sum(len(sentence.split()) for said in found for sentence in said) <= 400, report.name


def test_no_table_scrolls_sideways_on_a_screen_of_a_thousand_pixels(batch: Path, chromium: str):
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        found = []
        for analysis in SAY_MOST:
            for path in sorted(batch.rglob(f"{analysis}.html")):
                page.goto(path.as_uri())
                found += [f"{path.parent.name}/{analysis}: {table}" for table in page.evaluate(SCROLLING)]
        browser.close()
    assert found == []


def test_a_page_says_its_source_once_in_its_foot(batch: Path):
    for path in batch.rglob("opfoelgning_*.html"):
        if not path.stem.endswith(".review"):
            page = path.read_text(encoding="utf-8")
            assert page.count("Kilde: ") == 1, path
            assert page.index("Kilde: ") > page.index("<footer")


def test_fixed_sentences_hold_no_figure_of_a_report():
    assert FIXED
    assert all(sentence == sentence.strip() and "  " not in sentence for sentence in FIXED)


def test_a_folder_without_reports_is_no_proof(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_back.check(tmp_path)
