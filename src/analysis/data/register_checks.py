"""Checks a register: the contract of each table in pieces, the rules across rows and tables, stocks against flows."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import areas, benefits, periods, registers
from analysis.data import contracts, manifests
from analysis.data.parquet import to_frame
from analysis.data.problem import ERROR, NOTE, Problem, listed
from analysis.data.register_models import REGISTER
from analysis.data.register_rules import RULES, Rule
from analysis.data.snapshot import Snapshot
from analysis.errors import AnalysisError

PIECE = 1 << 20  # rows that are held at once
WINDOW = 24  # months whose stocks and flows are held at once

_ROWS = re.compile(r"\b(\d+) row\(s\)")


def problems(snapshot: Snapshot) -> list[Problem]:
    """The problems of a snapshot's register tables: counts and codes, never anything of a person.

    Contracts first; a table that breaks its own in its columns is not asked further. That the stock of each month
    follows from the month before must hold exactly, and is looked at where spells and persons have no error.
    """
    found: list[Problem] = []
    sound = []
    for table in [one for one in REGISTER if one in snapshot.tables()]:
        broken = _contract(snapshot, table)
        found += [Problem(ERROR, f"{table}: {text}") for text in broken]
        if not broken:
            sound.append(table)
    if sound:
        found += _rules(snapshot, sound)
    wrong = {problem.text.split(":")[0] for problem in found if problem.severity == ERROR}
    if {"spells", "persons"} <= set(sound) and not wrong & {"spells", "persons"}:
        found += _identity(snapshot)
    return found


def _contract(snapshot: Snapshot, table: str) -> list[str]:
    """What breaks a table's contract, over all of its pieces together."""
    try:
        file = pq.ParquetFile(snapshot.path_of(table))
        if not file.metadata.num_rows:
            return []
        counted: dict[str, int] = {}
        for piece in file.iter_batches(PIECE):
            for line in contracts.problems(table, to_frame(pa.Table.from_batches([piece]))):
                rows = _ROWS.search(line)
                text = _ROWS.sub("{n} row(s)", line, count=1)
                counted[text] = counted.get(text, 0) + (int(rows[1]) if rows else 0)
    except AnalysisError as error:
        return [str(error)]
    except (pa.ArrowInvalid, OSError):
        return ["the file is not Parquet; make the snapshot again"]
    return [text.replace("{n}", str(n)) for text, n in counted.items()]


def _rules(snapshot: Snapshot, tables: list[str]) -> list[Problem]:
    found = []
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(":memory:") as asked:
        asked.execute("SET temp_directory = ?", [spill])
        asked.execute("SET preserve_insertion_order = false")
        for table in tables:
            asked.from_parquet(str(snapshot.path_of(table))).create_view(table)
        for name, frame in _lists(snapshot).items():
            asked.register(name, frame)
        for rule in RULES:
            if {rule.table, *rule.needs} <= set(tables) and (text := _answer(asked, rule)):
                found.append(Problem(rule.severity, f"{rule.table}: {text}"))
    return found


def _answer(asked: duckdb.DuckDBPyConnection, rule: Rule) -> str:
    """What a rule has to say; nothing where it holds."""
    rows = asked.execute(rule.sql).fetchall()
    if not rule.codes:
        return rule.text.replace("{n}", str(rows[0][0])) if rows[0][0] else ""
    codes = [f"{code} ({count})" for code, count in rows]
    return rule.text.format(n=len(codes), codes=listed(codes)) if codes else ""


def _lists(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The official lists and the day of the retrieval, as tables to ask."""

    def dated(rows: Iterator[benefits.Benefit] | Iterator[benefits.Instrument]) -> pd.DataFrame:
        found = [(one.id, one.valid_from, one.valid_to) for one in rows]
        return pd.DataFrame(found, columns=["code", "valid_from", "valid_to"], dtype=object)

    day = manifests.moment(snapshot.retrieved).date()
    return {
        "municipalities": pd.DataFrame({"code": [one.code for one in areas.municipalities()]}, dtype=object),
        "benefits": dated(iter(benefits.benefits().values())),
        "instruments": dated(iter(benefits.instruments().values())),
        "asked": pd.DataFrame({"retrieved": pd.to_datetime([str(day)])}),
    }


@dataclass(frozen=True)
class _Span:
    """The months between which a register has spells."""

    first: str
    last: str

    def windows(self) -> Iterator[tuple[str, str]]:
        months = periods.months(self.first, self.last)
        for at in range(0, len(months), WINDOW):
            yield months[at], months[min(at + WINDOW, len(months)) - 1]


def _identity(snapshot: Snapshot) -> list[Problem]:
    """Whether each month's stock is that of the month before plus who came, less who left, moves and ages counted."""
    spells, persons = snapshot.path_of("spells"), snapshot.path_of("persons")
    span = _span(snapshot)
    if span is None:
        return []
    try:
        register = registers.register(spells, persons)
    except AnalysisError as error:
        why = " ".join(str(error).split())
        return [Problem(NOTE, f"spells: stocks and flows were not looked at, because the register is refused: {why}")]
    wrong = looked_at = 0
    for first, last in span.windows():
        apart = registers.residual(registers.stock_flow(register, first=first, last=last)).dropna()
        wrong += int((apart != 0).sum())
        looked_at += len(apart)
    if not wrong:
        return []
    text = f"spells: in {wrong} of {looked_at} cells the stock does not follow from the month before"
    return [Problem(ERROR, f"{text}: before + inflow - exits + moves + ageing")]


def _span(snapshot: Snapshot) -> _Span | None:
    """The months of the first and the last week, by their Thursday; none where there are no spells."""
    with duckdb.connect(":memory:") as asked:
        asked.from_parquet(str(snapshot.path_of("spells"))).create_view("spells")
        ends = asked.execute("SELECT min(first_week), max(last_week) FROM spells").fetchone()
    if not ends or ends[0] is None:
        return None
    first, last = (f"{day + pd.Timedelta(days=3):%Y-%m}" for day in ends)
    return _Span(first, last)
