"""StatBank v1: what is asked of it, in parts where it is too much at once, and its answers as canonical tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import pandas as pd

from analysis.data import contracts, manifests
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources import declarations
from analysis.sources.cells import Remarks
from analysis.sources.http import Api, RefusedError
from analysis.sources.patience import Patience
from analysis.sources.statbank import answers as statbank_answers
from analysis.sources.statbank import declared as statbank_declared
from analysis.sources.statbank import question as statbank_question
from analysis.sources.statbank.cube import Cube
from analysis.sources.statbank.declared import Source, Table
from analysis.sources.statbank.parts import parts
from analysis.sources.statbank.question import Question, cells
from analysis.sources.statbank.tables import refuse, tables

NAME = "StatBank"
PATIENCE = Patience(timeout=60.0, deadline=300.0)  # a million cells take their time
TOO_LARGE = "TOOLARGE"  # ends the code of that refusal
MOST_HALVINGS = 10
ALONG = ("period", "area", "age", "sex", "origin", "")  # what is split first


@dataclass(frozen=True, eq=False)
class Fetched:
    """What was retrieved: the canonical tables, what was asked, and what goes into the manifest with them."""

    tables: dict[str, pd.DataFrame]
    asked: list[str]
    notices: list[str]
    source: str


def fetch(
    *,
    retrieved: str,
    say: Callable[[str], None],
    base: str | None = None,
    chosen: list[str] | None = None,
    declared: Mapping[str, Any] | None = None,
    patience: Patience | None = None,
) -> Fetched:
    """The declared tables of StatBank as canonical tables, all of them or none. It needs no token.

    Parameters
    ----------
    retrieved : str
        When, as ``2026-08-22`` or with a time.
    say : callable
        Told in a line of each answer, and of each attempt that failed.
    base : str, optional
        The address; the declared one by default.
    chosen : list of str, optional
        Ids of declared tables; all of them by default.
    declared : mapping, optional
        What ``params/sources.yml`` would hold; the file itself by default.
    patience : Patience, optional
        How often and how long to try.

    Returns
    -------
    Fetched
        Its tables keep their contracts. A sign such as ``..`` is missing, and never 0.

    Raises
    ------
    AnalysisError
        If a table cannot be had in whole, with the reason and what to do about it.
    """
    source = statbank_declared.statbank(declared)
    manifests.moment(retrieved)
    asked: list[str] = []
    notices: list[str] = []
    made: dict[str, list[pd.DataFrame]] = {}
    with Api(base or source.base, name=NAME, patience=patience or PATIENCE, say=say) as api:
        for table in _chosen(source, chosen):
            remarks = Remarks()
            asker = _Asker(api, table, source, say)
            question = asker.question()
            remarks.notices += question.notices
            cube = asker.cube(question, remarks)
            refuse(table.id, remarks)
            one = tables(cube, table, remarks, most_absent=source.most_absent, retrieved=retrieved)
            asked += asker.asked
            notices += [f"{table.id}: {notice}" for notice in dict.fromkeys(remarks.notices)]
            for name, rows in one.items():
                made.setdefault(name, []).append(rows)
            periods = question.axes()["period"]
            counts = ", ".join(f"{len(rows)} {name}" for name, rows in one.items())
            say(f"{NAME} {table.id}: {len(periods)} periods to {periods[-1]}, {counts}")
    whole = {name: contracts.check(name, pd.concat(rows, ignore_index=True), where=NAME) for name, rows in made.items()}
    return Fetched(whole, asked, notices, source.title)


@dataclass
class _Asker:
    """One table's questions to the API; ``asked`` keeps them."""

    api: Api
    table: Table
    source: Source
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.asked: list[str] = []
        self.most_cells = self.source.most_cells
        self.halvings = 0

    def question(self) -> Question:
        """What is to be asked, after the table has described itself."""
        self.asked.append(f"{self.api.base}/tableinfo {self.table.id}")
        try:
            answer = self.api.post_json("/tableinfo", {"table": self.table.id, "lang": "da", "format": "JSON"})
        except RefusedError as refused:
            self._explain(refused)
        described = statbank_question.description(answer, self.table.id)
        return statbank_question.question(self.table, described, self.source)

    def cube(self, question: Question, remarks: Remarks) -> Cube:
        """All the cells, asked for in as few parts as the limit allows; a lower limit is found out by halving."""
        made = Cube(question.axes())
        by_axis = {one.becomes: one.code for one in question.variables}
        along = [by_axis[axis] for axis in ALONG if axis in by_axis]
        along += [one.code for one in question.variables if one.code not in along]
        waiting = [question.codes()]
        while waiting:
            split = list(parts(waiting.pop(0), most_cells=self.most_cells, along=along))
            part, waiting = split[0], split[1:] + waiting
            text = self._answer(part)
            if text is None:
                waiting.insert(0, part)
                continue
            statbank_answers.put(text, made, question, remarks, part=part)
            if waiting:
                self.say(f"{NAME} {self.table.id}: a part of {cells(part)} cells came")
        if self.halvings:
            remarks.notices.append(
                f"StatBank refused larger answers than {self.most_cells} cells; 'most_cells' in "
                f"{declarations.FILE} says {self.source.most_cells}"
            )
        return made

    def _answer(self, part: Mapping[str, list[str]]) -> str | None:
        """The answer to one part; none where it is too large, and the limit is lower from then on."""
        body = {
            "table": self.table.id,
            "format": "CSV",
            "lang": "da",
            "delimiter": "Semicolon",
            "valuePresentation": "Code",
            "variables": [{"code": code, "values": values} for code, values in part.items()],
        }
        try:
            text = self.api.post_text("/data", body)
        except RefusedError as refused:
            size = cells(part)
            if not refused.code.endswith(TOO_LARGE) or size == 1 or self.halvings == MOST_HALVINGS:
                self._explain(refused)
            self.halvings += 1
            self.most_cells = size // 2
            self.say(f"{NAME} {self.table.id}: {size} cells are too many at once; asking for half of them at most")
            return None
        self.asked.append(f"{self.api.base}/data {self.table.id} {_shown(part)}")
        return text

    def _explain(self, refused: RefusedError) -> NoReturn:
        """Say why the server refused, in its own Danish words, and what to do about it."""
        if refused.status == 404:
            raise AnalysisError(f"{NAME} has nothing at {self.api.base} (404): check --url.") from None
        said = f"{refused.status} {refused.code}".strip()
        place = self.source.at(self.table.id)
        todo = f"correct {place}"
        if refused.code.endswith(TOO_LARGE):
            todo = f"StatBank still says so after {self.halvings} halvings; ask for fewer periods in {place}"
        elif refused.status in (401, 403):
            todo = "StatBank needs no token; check --url, or try again later"
        raise AnalysisError(f"{NAME} cannot answer for {self.table.id} ({said}: {refused.cause}): {todo}.") from None


def _shown(part: Mapping[str, list[str]]) -> str:
    """A question in one line: each variable with its codes, or the first and the last of many."""
    return "&".join(
        f"{code}={','.join(values) if len(values) < 5 else f'{values[0]}..{values[-1]} ({len(values)})'}"
        for code, values in part.items()
    )


def _chosen(source: Source, chosen: list[str] | None) -> list[Table]:
    known = {name.casefold(): table for name, table in source.tables.items()}
    if unknown := [name for name in chosen or [] if name.casefold() not in known]:
        raise AnalysisError(
            f"{declarations.FILE} declares no table '{unknown[0]}' of {NAME}. {did_you_mean(unknown[0], source.tables)}"
        )
    wanted = {name.casefold() for name in chosen} if chosen else set(known)
    return [table for name, table in known.items() if name in wanted]
