"""A report on paper: the number of its pages of A4 in Chromium, and which tables do not fit between the margins."""

import re
from pathlib import Path
from typing import Any

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
BETWEEN_MARGINS = 688  # CSS pixels: 210 mm less twice 14 mm


def pages(browser: Any, report: Path) -> int:
    """The number of pages when the report is printed with its own style."""
    page = browser.new_page()
    page.goto(report.as_uri())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return len(_PAGE.findall(printed))


def too_wide(browser: Any, report: Path) -> list[str]:
    """The tables and figures that are wider than the paper, by caption; Chromium would shrink every page for one."""
    page = browser.new_page()
    page.set_viewport_size({"width": BETWEEN_MARGINS, "height": 900})
    page.emulate_media(media="print")
    page.goto(report.as_uri())
    found = page.evaluate(
        """() => [...document.querySelectorAll(".jc-table, .jc-figure img")]
            .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.caption?.innerText || one.alt || "a table without a caption")"""
    )
    page.close()
    return [str(one) for one in found]
