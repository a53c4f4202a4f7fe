"""Writes the generated pages of this folder: the data dictionary, and the definitions of the measures."""

from pathlib import Path

from analysis.data import dictionary
from analysis.site import measure_page

if __name__ == "__main__":
    for name, page in (("data", dictionary), ("measures", measure_page)):
        Path(__file__).with_name(f"{name}.md").write_text(page.text(), encoding="utf-8")
