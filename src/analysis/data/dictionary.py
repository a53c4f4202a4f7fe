"""The data dictionary, ``docs/data.md``: every table and column of a snapshot, written from the contracts."""

import re
from typing import Any

from analysis.data import contracts

PAGE = "docs/data.md"

_HEAD = """# Data dictionary

The tables of a snapshot, each in a Parquet file of its name beside `manifest.json`. This page is written from the
contracts in `src/analysis/data/`; correct them there and run `make docs`. A table has exactly these columns; every row
has its own key; the check is `jobcenter data check`, which names every problem at once.

Codes are text (`"101"`), and a code of an area travels with its `area_type` where there are several kinds. Missing is
never 0: a figure is empty where its `status` says why. Periods are `2012-12`, `2012-Q4`, `2012-H2`, `2012`, and
`2012-12R12` for twelve months to December 2012. Weeks are named by their Monday. Persons are pseudonyms; nothing that
names a person is kept.
"""
_KINDS = {"int": "whole number", "float": "number", "bool": "true or false", "datetime": "date"}
_BOUNDS = {
    "greater_than_or_equal_to": "≥ {min_value}",
    "less_than_or_equal_to": "≤ {max_value}",
    "greater_than": "> {min_value}",
    "less_than": "< {max_value}",
    "in_range": "{min_value} to {max_value}",
}


def text() -> str:
    """The page, in Markdown."""
    tables = "\n".join(f"- [`{name}`](#{name}): {_first_line(name)}" for name in contracts.MODELS)
    return "\n".join([_HEAD, tables, *(_table(name) for name in contracts.MODELS)])


def _table(name: str) -> str:
    schema = contracts.schema(name)
    rows = [_row(column, described) for column, described in schema.columns.items()]
    rules = [str(check.error) for check in schema.checks if check.error]
    about = [
        f"\n## {name}\n",
        _paragraphs(name),
        f"\nKey: {', '.join(f'`{column}`' for column in schema.unique or [])}.\n",
        "| column | holds | unit | may be | description |",
        "|---|---|---|---|---|",
        *rows,
    ]
    if rules:
        about += ["\nRefused:\n", *(f"- {_code_names(rule)}" for rule in rules)]
    return "\n".join(about)


def _row(name: str, column: Any) -> str:
    unit = (column.metadata or {}).get("unit", "")
    allowed = [*(one for check in column.checks if (one := _allowed(check))), *(["empty"] if column.nullable else [])]
    cells = [f"`{name}`", _kind(str(column.dtype)), unit, "; ".join(allowed), column.description]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _allowed(check: Any) -> str:
    """What a check of a column allows, in a few words."""
    stated = check.statistics or {}
    if "allowed_values" in stated:
        return ", ".join(f"`{value}`" if value != "" else "empty text" for value in stated["allowed_values"])
    if check.name == "str_matches":
        pattern = str(getattr(stated["pattern"], "pattern", stated["pattern"]))
        shown = pattern.removeprefix("^").removesuffix(r"\Z").replace("?:", "")
        return f"`{shown}`"
    if check.name == "str_length":
        return "not empty"
    return _BOUNDS[check.name].format(**stated)


def _kind(dtype: str) -> str:
    return next((word for start, word in _KINDS.items() if dtype.startswith(start)), "text")


def _first_line(name: str) -> str:
    return _words(name).splitlines()[0]


def _paragraphs(name: str) -> str:
    return "\n".join(line.strip() for line in _words(name).splitlines())


def _words(name: str) -> str:
    return str(contracts.MODELS[name].__doc__).strip()


def _code_names(rule: str) -> str:
    return re.sub(r"'([a-z_]+)'", r"`\1`", rule)
