"""The record of a validation as JSON, and the page that an outsider reads, made from the record alone."""

import json
import math
from collections.abc import Iterable
from typing import Any

from validations import Answer, Result

Record = dict[str, Any]

BEGIN = """# Validation

What the statistical methods of this project are held against. Made by `make validation`; the tests repeat every
published answer and the first ten replications of every simulation, and fail where the page is not of the current code.

A **published answer** is a figure that somebody else computed from the same data: a paper, an official body, another
program. *Difference* is ours minus theirs; *allowed* is how far we may be from it (where the source prints rounded
figures, half its last digit). Where a row speaks of the furthest of many figures, it shows the one that uses most of
what it is allowed.

A **simulation** draws worlds whose truth is known, each with a seed, and asks how often the method tells it. Chance
alone moves a share of 200 replications by a few percentage points, and so the goal is a range.
"""


def columns(rows: list[dict[str, float]]) -> dict[str, list[float | None]]:
    """Replications as a list per number; a missing one is ``None``."""
    names = list(rows[0])
    if any(list(row) != names for row in rows):
        raise ValueError("replications with different numbers")
    return {name: [None if math.isnan(row[name]) else row[name] for row in rows] for name in names}


def rows_of(replications: dict[str, list[float | None]]) -> list[dict[str, float]]:
    """Recorded replications as they were given by ``replicate``."""
    lists = [[math.nan if number is None else number for number in numbers] for numbers in replications.values()]
    return [dict(zip(replications, row, strict=True)) for row in zip(*lists, strict=True)]


def written(record: Record) -> str:
    """The record as JSON: a line for each answer, each result and each number of a simulation."""
    parts = []
    for name, subject in record.items():
        fields = [f"  {json.dumps(field)}: {_field(value)}" for field, value in subject.items()]
        parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(fields) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def page(record: Record) -> str:
    """The whole page as Markdown."""
    lines = [
        BEGIN,
        "## In short",
        "",
        *_table(("Subject", "Answers", "hold", "Simulations", "hold"), _short(record)),
        "",
    ]
    for subject in record.values():
        about = subject.get("about")
        lines += [f"## {subject['title']}", "", *([about, ""] if about else [])]
        if subject["answers"]:
            lines += ["### Published answers", "", *_answers(subject["answers"]), ""]
        for name, simulation in subject["simulations"].items():
            lines += [f"### Simulation: {name}", "", simulation["about"], "", *_results(simulation), ""]
    left = [f"- {subject['title']}: {sentence}" for subject in record.values() for sentence in subject["not_validated"]]
    lines += ["## What is not validated", "", *(left or ["Nothing is named."])]
    lines += ["", "## Code", "", "SHA-256 of the files that each subject rests on.", ""]
    lines += _table(("Subject", "Digest"), [(one["title"], f"`{one['digest'][:16]}`") for one in record.values()])
    return "\n".join(lines) + "\n"


def failures(record: Record) -> list[str]:
    """What does not hold, a sentence each."""
    found = []
    for name, subject in record.items():
        for row in subject["answers"]:
            answer = Answer(**row)
            if not answer.holds:
                found.append(f"{name}: {answer.method}, {answer.case}: {answer.ours} is not {answer.published}")
        for simulation, shown in subject["simulations"].items():
            for row in shown["results"]:
                result = Result(**row)
                if not result.holds:
                    goal = f"{result.least} to {result.most}"
                    found.append(f"{name}: {simulation}: {result.what} is {result.result}, not {goal}")
    return found


def _field(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"   {_plain(item)}" for item in value) + "\n  ]" if value else "[]"
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"   {json.dumps(name)}: {_simulation(one)}" for name, one in value.items()) + "\n  }"
    return _plain(value)


def _simulation(simulation: Record) -> str:
    numbers = ",\n".join(f"     {json.dumps(name)}: {_plain(of)}" for name, of in simulation["replications"].items())
    results = ",\n".join(f"     {_plain(result)}" for result in simulation["results"])
    about = _plain(simulation["about"])
    told = [f'"about": {about}', f'"replications": {{\n{numbers}\n    }}', f'"results": [\n{results}\n    ]']
    return "{\n    " + ",\n    ".join(told) + "\n   }"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _short(record: Record) -> list[tuple[str, ...]]:
    rows = []
    for subject in record.values():
        answers = [Answer(**row) for row in subject["answers"]]
        results = [Result(**row) for one in subject["simulations"].values() for row in one["results"]]
        numbers = (len(answers), sum(one.holds for one in answers), len(results), sum(one.holds for one in results))
        rows.append((subject["title"], *map(str, numbers)))
    return rows


def _answers(answers: list[Record]) -> list[str]:
    shown = []
    for row in answers:
        one = Answer(**row)
        numbers = (_number(one.published), _number(one.ours), f"{one.difference:.1e}", f"{one.tolerance:.0e}")
        shown.append((one.method, one.case, *numbers, "yes" if one.holds else "**no**", one.source))
    return _table(("Method", "Case", "Published", "Ours", "Difference", "Allowed", "Holds", "Source"), shown)


def _results(simulation: Record) -> list[str]:
    count = len(next(iter(simulation["replications"].values())))
    shown = []
    for row in simulation["results"]:
        one = Result(**row)
        goal = f"{_number(one.least)} to {_number(one.most)}"
        shown.append((one.what, goal, f"{one.result:.4g}", str(count), "yes" if one.holds else "**no**"))
    return _table(("What", "Goal", "Result", "Replications", "Holds"), shown)


def _number(number: float) -> str:
    return f"{number:.10g}" if math.isfinite(number) else "no limit" if math.isinf(number) else "missing"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(heads)
    body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *body)]
