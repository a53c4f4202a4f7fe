"""The data dictionary: what it says of a column, and that it is the one the contracts give."""

from analysis import project
from analysis.data import contracts, dictionary


def test_the_written_page_is_that_of_the_contracts():
    written = (project.root() / dictionary.PAGE).read_text(encoding="utf-8")
    assert written == dictionary.text(), "make docs"


def test_every_column_of_every_table_has_a_row():
    sections = dictionary.text().split("\n## ")[1:]
    assert [one.partition("\n")[0] for one in sections] == list(contracts.MODELS)
    for section, table in zip(sections, contracts.MODELS, strict=True):
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == contracts.columns(table)
        assert all(row.replace("\\|", "").count("|") == 6 for row in rows)


def test_a_row_says_kind_unit_what_may_be_and_what_it_is():
    rows = dictionary.text().splitlines()
    assert "| `count` | whole number | persons | ≥ 0 | residents |" in rows
    assert "| `first_week` | date |  |  | Monday of the first week |" in rows
    assert "| `numerator` | number | persons | ≥ 0; empty | of a rate, where known |" in rows
    assert "| `sex` | text |  | `alle`, `maend`, `kvinder` | alle, maend or kvinder |" in rows
    assert any(row.startswith("| `sector` | text |  | `privat`, `offentlig`, empty text |") for row in rows)


def test_the_rules_of_a_table_are_told():
    assert "- `last_week` is before `first_week`" in dictionary.text().splitlines()
