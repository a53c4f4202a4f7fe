"""Reports and the front page in a real browser, without a network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from printing import pages, too_wide
from small_project import SETTINGS, set_params
from small_project_home import make_home


@pytest.fixture(scope="module")
def made(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a period with two good reports and a failed one."""
    folder = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch:
        set_params(make_home(folder, patch), SETTINGS + 'overrides: {"163": {mood: raise}}\n')
        run(plan(Request(jobcentres=["Esbjerg", "Frederikshavn", "Herlev"])), workers=2)
    return folder / "reports" / "2019-12"


@pytest.fixture
def browser(chromium: str) -> Iterator[Any]:
    """Chromium with every address but files refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched.new_context(offline=True)
        launched.close()


def opened(browser: Any, path: Path) -> tuple[Any, list[str], list[str]]:
    """A page, the addresses that it asked for beside itself, and what it complained about."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    return page, [url for url in asked if url != path.as_uri() and not url.startswith("data:")], complaints


def test_no_page_asks_for_an_address_or_complains(made: Path, browser: Any) -> None:
    paths = [made / "index.html", *sorted(made.glob("*/*.html"))]
    assert len(paths) == 1 + 2 * 2 + 1
    for path in paths:
        _, asked, complaints = opened(browser, path)
        assert (asked, complaints) == ([], []), path


def test_a_report_can_be_read_with_headings_contents_and_a_language(made: Path, browser: Any) -> None:
    page, _, _ = opened(browser, made / "561-esbjerg" / "proeve.html")
    assert page.evaluate("document.documentElement.lang") == "da"
    assert page.locator("h1").all_inner_texts() == ["Prøve"]
    links = page.locator("nav.jc-contents a")
    assert links.all_inner_texts() == ["Hvor længe?", "Data og metode", "Forbehold"]
    for target in links.evaluate_all("found => found.map(a => a.getAttribute('href'))"):
        assert page.locator(f"h2{target}").count() == 1
    assert page.locator("img:not([alt]), th:not([scope])").count() == 0


def test_the_warning_that_figures_are_synthetic_is_on_screen_and_repeated_in_print(made: Path, browser: Any) -> None:
    page, _, _ = opened(browser, made / "561-esbjerg" / "proeve.html")
    assert page.locator(".jc-synthetic").is_visible()
    assert not page.locator(".jc-running").is_visible()
    page.emulate_media(media="print")
    running = page.locator(".jc-running")
    assert running.is_visible()
    assert running.evaluate("found => getComputedStyle(found).display") == "table-header-group"
    assert not page.locator("nav.jc-contents").is_visible()


def test_a_report_prints_on_whole_pages_of_a4_and_nothing_stands_out_of_them(made: Path, browser: Any) -> None:
    report = made / "561-esbjerg" / "proeve.html"
    assert pages(browser, report) == 1
    assert pages(browser, report.with_suffix(".review.html")) > 1
    assert (too_wide(browser, report), too_wide(browser, report.with_suffix(".review.html"))) == ([], [])


def test_a_table_wider_than_the_paper_is_found(browser: Any, tmp_path: Path) -> None:
    cell = "<td style='white-space: nowrap'>" + "bredt " * 200 + "</td>"
    (tmp_path / "wide.html").write_text(
        f"<table class='jc-table'><caption>For bred</caption><tr>{cell}</tr></table>"
        "<table class='jc-table'><caption>Smal</caption><tr><td>1</td></tr></table>",
        encoding="utf-8",
    )
    assert too_wide(browser, tmp_path / "wide.html") == ["For bred"]


def test_a_page_is_no_wider_than_a_telephone(made: Path, browser: Any) -> None:
    for path in (made / "index.html", made / "561-esbjerg" / "proeve.html"):
        page, _, _ = opened(browser, path)
        page.set_viewport_size({"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_front_page_finds_a_jobcenter_by_name_municipality_or_code(made: Path, browser: Any) -> None:
    page, _, _ = opened(browser, made / "index.html")
    rows = page.locator("tr[data-search]:visible th[scope=row]")
    assert rows.count() == 3
    for words, expected in [
        ("læsø", "Frederikshavn"),
        ("laesoe", "Frederikshavn"),
        ("163", "Herlev"),
        ("FANØ", "Esbjerg"),
    ]:
        page.fill("#sog", words)
        assert [text.split("\n")[0] for text in rows.all_inner_texts()] == [expected]
    assert page.inner_text("#antal") == "Viser 1 af 3"
    page.fill("#sog", "findes ikke")
    assert rows.count() == 0


def test_a_failed_report_is_named_on_the_front_page_and_its_page_says_so(made: Path, browser: Any) -> None:
    page, _, _ = opened(browser, made / "index.html")
    page.click(".jc-failures a")
    assert page.inner_text("h1") == "Rapporten kunne ikke laves"
    assert "Data og metode" in page.inner_text("main")
