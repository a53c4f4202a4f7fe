"""Writes ``docs/measures.md``, the definitions of the measures, from the lists in ``reference/measures/``."""

from pathlib import Path

from analysis.site import measure_page

if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(measure_page.text(), encoding="utf-8")
