"""Jobindsats v3: what is asked of it, and its answers as canonical observations."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import pandas as pd

from analysis.data import contracts, manifests
from analysis.errors import AnalysisError, did_you_mean
from analysis.sources import declarations
from analysis.sources.declared import Source, Table
from analysis.sources.http import Api, RefusedError
from analysis.sources.observed import observations
from analysis.sources.patience import Patience
from analysis.sources.tokens import Token

NAME = "Jobindsats"
VARIABLE = "JOBINDSATS_TOKEN"


@dataclass(frozen=True, eq=False)
class Fetched:
    """What was retrieved: the figures, the addresses asked, and what goes into the manifest with them."""

    observations: pd.DataFrame
    asked: list[str]
    notices: list[str]
    source: str
    provisional_months: int


def fetch(
    *,
    token: str,
    retrieved: str,
    say: Callable[[str], None],
    base: str | None = None,
    tables: list[str] | None = None,
    declared: Mapping[str, Any] | None = None,
    patience: Patience | None = None,
) -> Fetched:
    """The declared tables of Jobindsats as observations, all of them or none.

    Parameters
    ----------
    token : str
        What ``JOBINDSATS_TOKEN`` holds; it goes into a header of each request and nowhere else.
    retrieved : str
        When, as ``2026-08-22`` or with a time.
    say : callable
        Told in a line of each table, and of each attempt that failed.
    base : str, optional
        The address; the declared one by default.
    tables : list of str, optional
        Ids of declared tables; all of them by default.
    declared : mapping, optional
        What ``params/sources.yml`` would hold; the file itself by default.
    patience : Patience, optional
        How often and how long to try.

    Returns
    -------
    Fetched
        Its observations keep ``contracts.Observations``. The latest months of each measure are provisional;
        null is ``suppressed`` for a municipality whose country has a figure, else ``missing``, as is a row
        that did not come.

    Raises
    ------
    AnalysisError
        If a table cannot be had in whole, with the reason and what to do about it.
    """
    secret = Token(token, variable=VARIABLE)
    source = declarations.jobindsats(declared)
    manifests.moment(retrieved)
    asked: list[str] = []
    notices: list[str] = []
    parts: list[pd.DataFrame] = []
    with Api(base or source.base, name=NAME, token=secret, patience=patience, say=say) as api:
        for table in _chosen(source, tables):
            path = address(table)
            asked.append(api.base + path)
            answer = _ask(api, path, table, source)
            rows, remarks = observations(answer, table, source, retrieved=retrieved, publisher=NAME)
            months = sorted(rows["period"].unique())
            if len(months) < table.months:
                asked.append(f"{api.base}/table/{table.id}")
                remarks.append(_on_length(api, table, len(months)))
            notices += [f"{table.id}: {remark}" for remark in remarks]
            parts.append(rows)
            say(f"{NAME} {table.id}: {len(months)} months to {months[-1]}, {len(rows)} figures")
    everything = contracts.check("observations", pd.concat(parts, ignore_index=True), where=NAME)
    return Fetched(everything, asked, notices, source.title, source.provisional_months)


def address(table: Table) -> str:
    """The path and query that ask for a table.

    >>> address(declarations.jobindsats().tables["y60a02"])
    '/data/y60a02?mgroup.*=*&period.M=latest:60&hierarchy._nykom=*&format=json'
    """
    chosen = "".join(f"&hierarchy.{name}={selector}" for name, selector in table.hierarchies.items())
    return f"/data/{table.id}?mgroup.*=*&period.M=latest:{table.months}{chosen}&format=json"


def _chosen(source: Source, tables: list[str] | None) -> list[Table]:
    if unknown := [name for name in tables or [] if name.casefold() not in source.tables]:
        raise AnalysisError(
            f"{declarations.FILE} declares no table '{unknown[0]}'. {did_you_mean(unknown[0], source.tables)}"
        )
    wanted = {name.casefold() for name in tables} if tables else set(source.tables)
    return [table for name, table in source.tables.items() if name in wanted]


def _ask(api: Api, path: str, table: Table, source: Source) -> Any:
    try:
        return api.get_json(path)
    except RefusedError as refused:
        _explain(refused, table, source, api.base)


def _explain(refused: RefusedError, table: Table, source: Source, base: str) -> NoReturn:
    """Say in one line why the server refused, and what to do about it."""
    if refused.status in (401, 403):
        raise AnalysisError(
            f"{NAME} did not accept the token ({refused.status}): put a valid one in {VARIABLE}; "
            "Jobindsats issues it to users of its API (jobindsats.dk)."
        ) from None
    if refused.status == 404:
        raise AnalysisError(f"{NAME} has nothing at {base} (404): check --url.") from None
    place = _place(refused.cause, table)
    raise AnalysisError(
        f"{NAME} cannot answer for {table.id} ({refused.status}: {refused.cause}): correct {source.at(*place)}."
    ) from None


def _place(cause: str, table: Table) -> tuple[str, ...]:
    """Where in the declaration of a table a refusal points to."""
    for name in table.hierarchies:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cause):
            return table.id, "hierarchies", name
    if "hierarch" in cause.casefold():
        return table.id, "hierarchies"
    return (table.id, "months") if "period" in cause.casefold() else (table.id,)


def _on_length(api: Api, table: Table, months: int) -> str:
    """What to say of an answer with fewer months than asked: an error where the table has more of them."""
    few = f"{months} of the {table.months} months that were asked for came"
    try:
        has = _months_of_table(api.get_json(f"/table/{table.id}"))
    except RefusedError as refused:
        return f"{few}; how many there are could not be asked ({refused.status})"
    if has is None:
        return f"{few}; the description of the table does not say how many there are"
    if min(has, table.months) > months:
        raise AnalysisError(f"{table.id}: {few}, and the table has {has}; it is not kept. Try again later.")
    return f"{few}; the table has no more"


def _months_of_table(description: object) -> int | None:
    """How many months a table's description lists; None where it lists none."""
    try:
        kinds = {kind["periodtype_id"]: kind["values"] for kind in description["periods"]}  # type: ignore[index]
        return len(kinds["M"])
    except (KeyError, TypeError):
        return None
