"""What a table has, by its own description, and what of it is asked for."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis import periods
from analysis.areas import COUNTRY, municipalities
from analysis.catalogue import TOTAL
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources.cells import Remarks, listed
from analysis.sources.statbank import places
from analysis.sources.statbank.declared import Source, Table, Variable


@dataclass(frozen=True)
class Described:
    """A variable as the table describes it; ``texts`` has the text of each code, in their order."""

    code: str
    texts: dict[str, str]
    may_be_left_out: bool


@dataclass(frozen=True)
class Description:
    """A table's answer about itself. ``hidden`` is what it prints in place of a figure that it does not show."""

    id: str
    variables: dict[str, Described]  # by code in capital letters, as the answers spell it
    hidden: str | None
    active: bool


@dataclass(frozen=True)
class Asked:
    """A variable as it is asked for: the axis that it becomes (none where one code is kept), an id for each code."""

    code: str
    becomes: str
    ids: dict[str, str]
    texts: dict[str, str]

    @property
    def column(self) -> str:
        """The name of its column in an answer."""
        return self.code.upper()


@dataclass(frozen=True)
class Question:
    """All that is asked of one table, and what its description gives to say."""

    table: Table
    variables: list[Asked]
    hidden: str | None
    notices: list[str]

    def axes(self) -> dict[str, list[str]]:
        """The ids along each axis."""
        return {one.becomes: list(one.ids.values()) for one in self.variables if one.becomes}

    def codes(self) -> dict[str, list[str]]:
        """The codes of each variable, by its own code."""
        return {one.code: list(one.ids) for one in self.variables}


def cells(codes: Mapping[str, list[str]]) -> int:
    """How many cells a question for these codes has."""
    return math.prod(len(values) for values in codes.values())


def description(answer: Any, table: str) -> Description:
    """What ``/tableinfo`` says of a table.

    Raises
    ------
    AnalysisError
        If the answer does not describe that table.
    """
    try:
        variables = [
            Described(
                code=str(one["id"]),
                texts={str(value["id"]): str(value["text"]) for value in one["values"]},
                may_be_left_out=bool(one["elimination"]) and not one["time"],
            )
            for one in answer["variables"]
        ]
        name, hidden = str(answer["id"]), answer.get("suppressedDataValue")
        active = bool(answer.get("active", True))
    except (KeyError, TypeError, AttributeError):
        raise AnalysisError(f"{table}: the answer does not describe a table of StatBank. Check --url.") from None
    if name.upper() != table.upper() or not variables:
        raise AnalysisError(f"{table}: the answer describes another table, or one without variables. Check --url.")
    by_code = {one.code.upper(): one for one in variables}
    return Description(name, by_code, None if hidden is None else str(hidden), active)


def question(table: Table, described: Description, source: Source) -> Question:
    """What is asked of a table: the declared variables, with every code that becomes something here.

    Of the areas, the country, the municipalities and those outside them are asked for, so that it can be said how
    many people live there; regions and other areas are not. A variable that is not declared is left out of the
    question, so that the table adds it up.

    Raises
    ------
    AnalysisError
        If the table has not what is declared: every problem at once.
    """
    remarks = Remarks()
    if not described.active:
        remarks.notices.append("the table is closed; no newer figures will come")
    named = {variable.code.upper() for variable in table.variables}
    for code, one in described.variables.items():
        if code not in named and not one.may_be_left_out:
            remarks.problems.append(
                f"'{one.code}' must be asked for and is not declared: add it with 'keep' and one of its codes "
                f"({listed(one.texts)})"
            )
    asked = [_asked(variable, table, described, source, remarks) for variable in table.variables]
    if remarks.problems:
        lines = [
            f"{table.id}: the table is not as declared, {len(remarks.problems)} problem(s); nothing was asked of it",
            *(f"  - {problem}" for problem in remarks.problems),
            f"It is declared in {source.at(table.id)}.",
        ]
        raise AnalysisError("\n".join(lines))
    return Question(table, [one for one in asked if one], described.hidden, remarks.notices)


def _asked(variable: Variable, table: Table, described: Description, source: Source, remarks: Remarks) -> Asked | None:
    """One declared variable with the codes to ask for; none, and a problem, where the table has it not."""
    found = described.variables.get(variable.code.upper())
    place = source.at(table.id, "variables", variable.code)
    if found is None:
        hint = did_you_mean(variable.code, [one.code for one in described.variables.values()])
        remarks.problems.append(f"it has no variable '{variable.code}' ({place}). {hint}")
        return None
    wanted = {variable.keep: TOTAL} if variable.keep else variable.labels
    if unknown := [code for code in wanted if code not in found.texts]:
        remarks.problems.append(
            f"'{found.code}' has no {listed(unknown)} ({place}). {did_you_mean(unknown[0], found.texts)}"
        )
        return None
    ids = dict(wanted) or _readable(variable, found)
    if variable.becomes == "period":
        ids = _latest(ids, table.latest)
    told = _what_is_lacking(variable, ids, table)
    remarks.problems += [f"'{found.code}' {problem} ({place})" for problem in told]
    return Asked(found.code, variable.becomes, ids, {code: found.texts[code] for code in ids})


def _readable(variable: Variable, found: Described) -> dict[str, str]:
    """The codes that become something along the axis. Areas and periods are known by their codes, the rest by text."""
    by_code = variable.becomes in ("area", "period")
    read = {code: places.read(variable.becomes, code if by_code else text) for code, text in found.texts.items()}
    return {code: one for code, one in read.items() if one and not one.startswith(places.REGION)}


def _latest(ids: dict[str, str], latest: int | None) -> dict[str, str]:
    ordered = sorted(ids.items(), key=lambda pair: pair[1])
    return dict(ordered[-latest:] if latest else ordered)


def _what_is_lacking(variable: Variable, ids: dict[str, str], table: Table) -> list[str]:
    """What an axis must have for the tables that it is to fill."""
    there = list(ids.values())
    found = []
    if twice := sorted({one for one in there if there.count(one) > 1} if variable.becomes else ()):
        found.append(f"has two codes for {listed(twice)}")
    if variable.becomes == "area":
        lacking = [one.code for one in (COUNTRY, *municipalities()) if one.code not in there]
        if lacking:
            found.append(f"lacks {len(lacking)} of the country and the 98 municipalities: {listed(lacking)}")
    elif variable.becomes == "period":
        found += _on_periods(there, table)
    elif variable.becomes and TOTAL not in there and (table.figure or "labour_force" in table.fills):
        found.append("has no total")
    if variable.becomes == "age" and "population" in table.fills and not any(one != TOTAL for one in there):
        found.append("has no single years")
    if variable.becomes == "sex" and not there:
        found.append("has no code that stands for a sex")
    return found


def _on_periods(there: list[str], table: Table) -> list[str]:
    kinds = {periods.kind(one) for one in there}
    if len(kinds) != 1:
        return ["has no periods" if not kinds else f"mixes kinds of periods: {', '.join(sorted(kinds))}"]
    wanted = {"population": "quarter", "labour_force": "year"}
    return [
        f"has no periods of the kind {kind}, which {name} needs"
        for name, kind in wanted.items()
        if name in table.fills and kind not in kinds
    ]
