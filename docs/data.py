"""Writes ``docs/data.md``, the data dictionary, from the contracts of the tables."""

from pathlib import Path

from analysis.data import dictionary

if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(dictionary.text(), encoding="utf-8")
