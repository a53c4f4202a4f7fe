"""The register of a jobcenter: everything told of the persons who have received something in it, up to a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import areas, danish, periods
from analysis.areas import Area
from analysis.data import categories, contracts, kept_registers, reads, snapshots
from analysis.data.parquet import to_frame
from analysis.data.snapshots import Snapshot
from analysis.errors import AnalysisError
from analysis.registers import Register, register
from analysis.registers.numbers.weeks import Calendar, monday, number

NEEDED = ("spells", "persons")
PIECE = 1 << 20  # rows that are read at once
_CODED = ("jobs",)  # so long that texts are kept as categories
_UNTIL = {"spells": "first_week", "activations": "start", "interviews": "date", "answers": "date"}


@dataclass(frozen=True)
class Untold:
    """Why nothing is known of a jobcenter's single courses: a Danish sentence, for the page to show."""

    reason: str


@dataclass(frozen=True, eq=False)
class Records:
    """A jobcenter's persons and all their rows, of any municipality, up to the last week of a month.

    ``last_week`` is the Monday of the last week that is told; a spell that goes on is cut there, and nothing of later
    weeks is known, so that an old report can be made again. What is published of it hides small counts unless
    ``protected`` is false; such records cannot be published.
    """

    snapshot: Snapshot
    jobcenter: Area
    members: tuple[Area, ...]
    period: str
    last_week: pd.Timestamp
    protected: bool = True
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the municipalities that the jobcenter serves."""
        return tuple(area.code for area in self.members)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a register table of these persons, which keep the contract of the table.

        Months of work are categories, as there are millions of them.

        Raises
        ------
        AnalysisError
            If the snapshot has no such table, or its rows break the contract.
        """
        reads.note(self.snapshot, "records", name, self.jobcenter.code)
        if name not in self._kept:
            self._kept[name] = self._read(name)
        return self._kept[name]

    @property
    def register(self) -> Register:
        """The spells as whole numbers, to count from.

        The register begins with the snapshot's first week, whenever these persons' spells do.
        """
        reads.note(self.snapshot, "bounds")
        for name in ("spells", "persons"):  # of which it is made, whoever had it made
            reads.note(self.snapshot, "records", name, self.jobcenter.code)
        if "register" not in self.__dict__:
            first, _ = _told_between(self.snapshot)
            bounds = {"first_week": number(first), "last_week": number(self.last_week.date())}
            made = register(self.table("spells"), self.table("persons"), **bounds)
            self.__dict__["register"] = made
        return cast(Register, self.__dict__["register"])

    def _read(self, name: str) -> pd.DataFrame:
        rows = _framed(self._found(name))
        if not categories.in_order(rows, contracts.key(name)):  # a snapshot keeps them in it, and a join may not
            rows = rows.sort_values(contracts.key(name), kind="stable", ignore_index=True)
        return contracts.check(name, rows, where=f"snapshot '{self.snapshot.name}'")

    def _found(self, name: str) -> pa.Table:
        """The rows of a table, from the process where it is kept, else from the file."""
        whole, spells = (kept_registers.kept(self.snapshot, one) for one in (name, "spells"))
        if whole is not None and spells is not None:
            who = spells.received_in(self.areas, str(self.last_week.date()))
            return _coded(self._until(whole.of_persons(who), name), name)
        shown, until = self.clauses(name)
        query = (
            f"WITH who AS (SELECT DISTINCT person FROM {self._noted_file('spells')} WHERE {self._here()} "  # noqa: S608
            f"AND first_week <= {self._last()}) "
            f"SELECT {shown} FROM {self._noted_file(name)} SEMI JOIN who USING (person) {until}"
        )
        return self._pieces(query, name)

    def _until(self, rows: pa.Table, name: str) -> pa.Table:
        """Rows of a table as they are told by the last week; what ``clauses`` says in SQL."""
        if name in _UNTIL:
            ends = pa.scalar((self.last_week + pd.Timedelta(days=7)).date())
            rows = rows.filter(pc.less(rows.column(_UNTIL[name]), ends))
        elif name == "jobs":
            rows = rows.filter(pc.less_equal(rows.column("month").cast(pa.string()), self.period))
        if name == "spells":
            cut = pc.min_element_wise(rows.column("last_week"), pa.scalar(self.last_week.date()))
            rows = rows.set_column(rows.column_names.index("last_week"), "last_week", cut)
        return rows

    def digests(self, name: str, served: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Of each jobcenter, by its code, a digest of what ``table`` gives of it; none of those that have nothing.

        All are found in one reading of the file. The digest is of the rows in any order.

        Parameters
        ----------
        name : str
            A table of the register.
        served : Mapping
            By the jobcenter's code, those of the municipalities that it serves.
        """
        about = [kept_registers.stamp(self.snapshot, one) for one in (name, "spells")]
        key = {host: (*about, self.period, host, *codes) for host, codes in served.items()}
        if None in about or not set(key.values()) <= _digests.keys():
            found = self._digests(name, served)
            _digests.update({one: found.get(host, "") for host, one in key.items()})
        return {host: _digests[one] for host, one in key.items() if _digests[one]}

    def _digests(self, name: str, served: Mapping[str, Sequence[str]]) -> dict[str, str]:
        shown, until = self.clauses(name)
        pairs = ", ".join(f"('{host}', '{code}')" for host, codes in served.items() for code in codes)
        query = (
            f"WITH served(host, area) AS (VALUES {pairs}), who AS (SELECT DISTINCT host, person "  # noqa: S608
            f"FROM {self._noted_file('spells')} JOIN served USING (area) WHERE first_week <= {self._last()}), "
            f"shown AS (SELECT {shown} FROM {self._noted_file(name)} {until}) "
            "SELECT host, count(*)::VARCHAR || ' ' || sum(hash(shown)::HUGEINT)::VARCHAR AS told "
            "FROM shown JOIN who USING (person) GROUP BY host"
        )
        found = self._ask(query).to_pydict()
        return dict(zip(found["host"], found["told"], strict=True))

    def clauses(self, name: str) -> tuple[str, str]:
        """The columns of a table as they are told by the last week, and the condition for its rows."""
        columns = contracts.columns(name)
        shown = ", ".join(
            f"least({column}, {self._last()}) AS {column}"
            if (name, column) == ("spells", "last_week")
            else f'"{column}"'
            for column in columns
        )
        until = ""
        if name in _UNTIL:
            until = f"WHERE {_UNTIL[name]} < {self._last()} + 7"
        elif name == "jobs":
            until = f"WHERE month <= '{self.period}'"
        return shown, until

    def _ask(self, query: str) -> pa.Table:
        with duckdb.connect() as connection:
            return connection.sql(query).to_arrow_table()

    def _pieces(self, query: str, name: str) -> pa.Table:
        """The rows of a table, read piece by piece, so that DuckDB's and ours never stand all beside each other.

        The texts of the longest tables are coded in each piece.
        """
        schema = _schema(name)
        with duckdb.connect() as connection:
            pieces = [
                pa.table([_piece(piece.column(at), one.type) for at, one in enumerate(schema)], schema=schema)
                for piece in connection.sql(query).to_arrow_reader(PIECE)
            ]
        return pa.concat_tables(pieces or [schema.empty_table()]).unify_dictionaries()

    def _file(self, name: str) -> str:
        """A table's file for a query; a report that has it is made again when anything in the table changes."""
        if name in self.snapshot.tables():
            reads.note(self.snapshot, reads.TABLE, name)
        return self._noted_file(name)

    def _noted_file(self, name: str) -> str:
        """As ``_file``, for who notes what is read of it."""
        if name not in self.snapshot.tables():
            raise AnalysisError(
                f"Snapshot '{self.snapshot.name}' has no '{name}', which this needs. It has: "
                f"{', '.join(self.snapshot.tables())}."
            )
        path = str(self.snapshot.checked(name)).replace("'", "''")
        return f"read_parquet('{path}')"

    def _last(self) -> str:
        return f"DATE '{self.last_week.date()}'"

    def _here(self) -> str:
        return f"area IN ({', '.join(repr(code) for code in self.areas)})"


def _framed(table: pa.Table) -> pd.DataFrame:
    """The table as a frame; categories are in the order of their texts, so that they have a first and a last."""
    rows = to_frame(table)
    for name in [one for one, kind in rows.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]:
        rows[name] = rows[name].cat.reorder_categories(sorted(rows[name].cat.categories), ordered=True)
    del table
    pa.default_memory_pool().release_unused()
    return rows


def _coded(rows: pa.Table, name: str) -> pa.Table:
    """A table as ``_schema`` has it, with the codes of those texts alone that are in it."""
    plain = {one.name: rows.column(one.name).cast(one.type) for one in contracts.arrow_schema(name)}
    schema = _schema(name)
    return pa.table([_piece(plain[one.name].combine_chunks(), one.type) for one in schema], schema=schema)


def _schema(name: str) -> pa.Schema:
    """The types that a table is read in: texts of the longest tables are coded."""
    coded = contracts.texts(name) if name in _CODED else []
    kind = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [pa.field(one.name, kind if one.name in coded else one.type) for one in contracts.arrow_schema(name)]
    )


def _piece(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column.dictionary_encode() if pa.types.is_dictionary(kind) else column.cast(kind)


def records(data: str, jobcenter: str, period: str, *, protect: bool = True) -> Records:
    """The register of a snapshot, seen from one jobcenter in one month.

    Parameters
    ----------
    data : str
        A snapshot's name.
    jobcenter : str
        Code, name or alias of a jobcenter, or of a municipality that it serves.
    period : str
        The last month told, as ``2019-12``.
    protect : bool
        False leaves small counts in, for an analyst's own machine.

    Returns
    -------
    Records

    Raises
    ------
    AnalysisError
        If snapshot or jobcenter does not exist, the snapshot holds no register, or it ends before the month does.
    """
    return told_of(snapshots.open_snapshot(data), jobcenter, period, protect=protect)


def told_of(snapshot: Snapshot, jobcenter: str, period: str, *, protect: bool = True) -> Records:
    """As ``records``, of a snapshot that is open."""
    data = snapshot.name
    missing = [name for name in NEEDED if name not in snapshot.tables()]
    if missing:
        raise AnalysisError(
            f"Snapshot '{data}' holds no {' and no '.join(missing)}, so nothing is known of single courses. "
            f"It has: {', '.join(snapshot.tables())}."
        )
    month = periods.parse(period)
    if periods.kind(month) != "month":
        raise AnalysisError(f"'{period}' is no month, such as 2019-12.")
    area = areas.jobcenter(jobcenter, month)
    last, told = _closing(month), _last_told(snapshot)
    if told < last:
        raise AnalysisError(
            f"Snapshot '{data}' tells of single courses up to the week of {told.date()}, and {month} ends after that. "
            "Choose an earlier month."
        )
    return Records(snapshot, area, tuple(areas.members(area, month)), month, last, protect)


def people(data: str, jobcenter: str, period: str, *, protect: bool = True) -> Records | Untold:
    """The register as ``records`` gives it, or why there is none, for a report that is made of figures without it too.

    Raises
    ------
    AnalysisError
        If snapshot, jobcenter or month does not exist.
    """
    snapshot = snapshots.open_snapshot(data)
    why = lacking(snapshot, NEEDED)
    if why:
        return Untold(why)
    month = periods.parse(period)
    told, needed = _last_told(snapshot), _closing(month)
    if told < needed:
        return Untold(
            f"Afsnittet kan ikke vises: registeret i datasættet »{data}« slutter med ugen fra {danish.day(str(told))}, "
            f"og rapporten går til og med {danish.month(month)}."
        )
    return records(data, jobcenter, period, protect=protect)


def lacking(snapshot: Snapshot, needed: Sequence[str]) -> str:
    """Which tables of a register a snapshot has not, as a Danish sentence for the page; empty where it has all."""
    missing = [f"»{name}«" for name in needed if name not in snapshot.tables()]
    if not missing:
        return ""
    return (
        f"Afsnittet kan ikke vises: datasættet »{snapshot.name}« indeholder ikke et register over de enkelte forløb "
        f"(der mangler {'tabellen' if len(missing) == 1 else 'tabellerne'} {danish.listed(missing)})."
    )


def _closing(month: str) -> pd.Timestamp:
    """The Monday of a month's last week."""
    return pd.Timestamp(monday(int(Calendar(month, month).closes[-1])))


def _last_told(snapshot: Snapshot) -> pd.Timestamp:
    """The Monday of the last week that the spells of a snapshot tell."""
    reads.note(snapshot, "bounds")
    return pd.Timestamp(_told_between(snapshot)[1])


def of_snapshot(snapshot: Snapshot, jobcenter: Area, month: str) -> Records:
    """The register of a snapshot that has one, whatever it tells of, for who notes what is read of it."""
    return Records(snapshot, jobcenter, tuple(areas.members(jobcenter, month)), month, _closing(month))


def bounds(snapshot: Snapshot) -> str:
    """The first and the last week that a register tells of."""
    first, last = _told_between(snapshot)
    return f"{first} {last}"


def keep(snapshot: Snapshot, period: str, names: Sequence[str], *, jobcentres: Sequence[str]) -> None:
    """Keep tables of a register in this process, and the digests of what each of some jobcentres will read of them.

    Raises
    ------
    AnalysisError
        If the snapshot has no such table, or its file is not the one that was written.
    """
    hosts = {code: areas.jobcenter(code, period) for code in jobcentres}
    served = {code: [one.code for one in areas.members(host, period)] for code, host in hosts.items()}
    for host in list(hosts.values())[:1]:
        for name in names:
            of_snapshot(snapshot, host, period).digests(name, served)
    for name in names:  # last, so that what was asked of the files is not in memory beside it
        kept_registers.keep(snapshot, name)


def _told_between(snapshot: Snapshot) -> tuple[date, date]:
    """The first and the last week that a register tells of, from its spells; asked once of a file."""
    key = kept_registers.stamp(snapshot, "spells")
    if key is None or key not in _between:
        path = str(snapshot.checked("spells")).replace("'", "''")
        query = f"SELECT min(first_week), max(last_week) FROM read_parquet('{path}')"  # noqa: S608 - the snapshot's own
        with duckdb.connect() as connection:
            found = connection.sql(query).fetchall()[0]
        if key is None:
            return found
        _between[key] = found
    return _between[key]


_between: dict[kept_registers.Stamp, tuple[date, date]] = {}
_digests: dict[tuple[Any, ...], str] = {}  # by file, week, table, jobcenter; empty of those that have nothing


def spells(data: str, jobcenter: str, period: str) -> tuple[pd.DataFrame, pd.Timestamp]:
    """The spells of a jobcenter's persons, and the Monday of the last week that is told; see ``records``."""
    found = records(data, jobcenter, period)
    return found.table("spells"), found.last_week


def persons(data: str, jobcenter: str, period: str) -> pd.DataFrame:
    """Who a jobcenter's persons are, without anything that names them; see ``records``."""
    return records(data, jobcenter, period).table("persons")


def activations(data: str, jobcenter: str, period: str) -> pd.DataFrame:
    """The offers to a jobcenter's persons; see ``records``."""
    return records(data, jobcenter, period).table("activations")


def interviews(data: str, jobcenter: str, period: str) -> pd.DataFrame:
    """The interviews with a jobcenter's persons; see ``records``."""
    return records(data, jobcenter, period).table("interviews")


def jobs(data: str, jobcenter: str, period: str) -> pd.DataFrame:
    """The months with paid hours of a jobcenter's persons; see ``records``."""
    return records(data, jobcenter, period).table("jobs")
