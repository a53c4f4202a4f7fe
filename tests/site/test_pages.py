"""The pages around the figures, as text."""

import re
from dataclasses import replace

from analysis.site import pages
from analysis.site.pages import Entry, addresses_asked, front_page, with_contents

ESBJERG = Entry("k", "Kommuneanalyse", "561-esbjerg", "Esbjerg", "Region Syddanmark", "også Fanø", "ok", True)


def test_headings_get_ids_in_ascii_and_no_two_are_alike() -> None:
    marked = with_contents(
        "<h1>A</h1><h2>Hvad så?</h2><h2 class='x'>Æ &amp; <em>ø</em></h2><h2>Hvad så?</h2><h2>?</h2>"
    )
    assert [id_ for id_, _ in marked.contents] == ["hvad-saa", "ae-oe", "hvad-saa-2", "afsnit"]
    assert '<h2 id="ae-oe">Æ &amp; <em>ø</em></h2>' in marked.body


def test_every_way_to_ask_for_an_address_is_found_and_links_are_not() -> None:
    asking = [
        '<script src="https://a/1"></script>', "<IMG SRC=https://a/2>", '<link rel="stylesheet" href="https://a/3">',
        '<img srcset="https://a/4 2x">', '<object data="https://a/5">', '<p style="background: url(https://a/6)">',
        '<iframe src="//a/7">', '<video poster="a/8">',
    ]  # fmt: skip
    assert len(addresses_asked("".join(asking))) == 8
    assert (
        addresses_asked(
            '<a href="https://a">a</a><img src="data:image/png;base64,"><pre>&lt;img src="https://a"&gt;</pre>'
        )
        == []
    )


def test_the_front_page_escapes_what_comes_from_outside() -> None:
    hostile = '"><script>alert(1)</script>'
    entry = replace(ESBJERG, title=hostile, folder=hostile, serves=hostile, jobcenter=hostile)
    page = front_page([entry], period=hostile, has_failures=False)
    assert "<script>alert" not in page
    assert page.count("<script>") == 1


def test_the_front_page_links_a_failure_and_the_last_good_report() -> None:
    page = front_page([replace(ESBJERG, state="kept")], period="december 2019", has_failures=True)
    assert 'href="561-esbjerg/k.failed.html"' in page
    assert 'href="561-esbjerg/k.html"' in page
    assert 'href="failures.json"' in page


def test_the_front_page_marks_synthetic_reports_alone() -> None:
    real = replace(ESBJERG, synthetic=False)
    assert "syntetisk" not in front_page([real], period="december 2019", has_failures=False).lower()
    assert pages.SYNTHETIC in front_page([real, ESBJERG], period="december 2019", has_failures=False)


def test_every_class_that_reports_use_has_a_style() -> None:
    styled = set(re.findall(r"\.(jc-[a-z_-]+)", pages.css()))
    used = "head synthetic table num hidden provisional own figure caption source data text absent note contents"
    assert {f"jc-{name}" for name in used.split()} <= styled
    assert "url(" not in pages.css()
    assert "@import" not in pages.css()


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground_by_at_least_four_and_a_half_to_one() -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", pages.css())) | {"white": "#ffffff"}
    for ink, ground in [
        ("ink", "white"), ("ink", "faint"), ("soft", "white"), ("soft", "faint"),
        ("accent", "white"), ("accent", "faint"), ("warn-ink", "warn-back"), ("bad", "white"),
    ]:  # fmt: skip
        light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
