"""Which file of a delivery is which table, by the names of its columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from analysis.sources import identifiers
from analysis.sources.register.chunks import BrokenFileError, File
from analysis.sources.register.csv_files import Csv
from analysis.sources.register.declared import Register, plain
from analysis.sources.register.findings import Findings
from analysis.sources.register.parquet_files import Parquet
from analysis.sources.register.sas_files import Sas
from analysis.sources.register.tables import TABLES
from analysis.sources.register.weeks import WeekColumns, is_weekly, week_columns

WIDE = "wide"
FORMATS: dict[str, type[File]] = {".csv": Csv, ".txt": Csv, ".parquet": Parquet, ".sas7bdat": Sas, ".xpt": Sas}

_SHOWN = 5
_NAME = re.compile(r"[^\W\d]\w*(?:[ .-]\w+){0,3}")
_LONGEST = 40


@dataclass(frozen=True)
class Delivered:
    """A file of a delivery, the table it holds, and which of its columns are which."""

    file: File
    table: str  # a canonical table, or WIDE
    columns: dict[str, str]  # canonical column -> column of the file
    weeks: WeekColumns = field(default_factory=WeekColumns)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name


def recognise(paths: Sequence[Path], declared: Register, findings: Findings) -> list[Delivered]:
    """Every file of a delivery with its table, persons first and wide files last.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose files are taken.
    declared : Register
        Names of columns.
    findings : Findings
        Where everything that is wrong with a file or its header is noted.
    """
    found = []
    for path in _files(paths, findings):
        name = path.name
        if _looks_like_a_person(name):
            findings.file(f"a file in {path.parent.name or 'the folder'}", "its name looks like a CPR number")
            continue
        try:
            file = open_file(path)
        except (BrokenFileError, OSError) as error:
            findings.file(name, error.strerror if isinstance(error, OSError) and error.strerror else str(error))
            continue
        findings.notices += file.notices
        if recognised := _recognised(file, declared, findings):
            found.append(recognised)
    order = ["persons", *(table for table in TABLES if table != "persons"), WIDE]
    return sorted(found, key=lambda one: (order.index(one.table), one.name))


def open_file(path: Path) -> File:
    """A file by its ending.

    Raises
    ------
    BrokenFileError
        If it cannot be read, or is of another kind; the message holds nothing from its rows.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise BrokenFileError(f"is of a kind that is not read here. Read are: {', '.join(FORMATS)}")
    return kind(path)


def shown(names: Iterable[str]) -> str:
    """Names of columns for a message; what does not look like a name is not shown, for it may be a value."""
    every = list(names)
    fit = [f"'{name}'" for name in every if len(name) <= _LONGEST and _NAME.fullmatch(name)]
    fit = [name for name in fit if not _looks_like_a_person(name)]
    parts = [", ".join(fit[:_SHOWN])] if fit else []
    if more := len(fit) - len(fit[:_SHOWN]):
        parts.append(f"{more} more")
    if strange := len(every) - len(fit):
        parts.append(f"{strange} that do not look like names and are not shown")
    return " and ".join(parts) or "none"


def _files(paths: Sequence[Path], findings: Findings) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
            read = [one for one in inside if one.suffix.lower() in FORMATS]
            if not read:
                findings.file(path.name, f"the folder has no file of the kinds {', '.join(FORMATS)}")
            if len(inside) > len(read):
                findings.notices.append(f"{len(inside) - len(read)} file(s) of other kinds in {path.name} are not read")
            found += read
        elif path.is_file():
            found.append(path)
        else:
            findings.file(path.name, "there is no such file or folder")
    for name in sorted({one.name for one in found if [other.name for other in found].count(one.name) > 1}):
        findings.file(name, "two files have this name; give them different ones")
    return found


def _recognised(file: File, declared: Register, findings: Findings) -> Delivered | None:
    """The file's table; None, with what is wrong noted, where it cannot be told."""
    names = file.names
    problems = _names_problems(names, declared)
    weekly = [name for name in names if is_weekly(name)]
    table = WIDE if weekly else _best(names, declared)
    wanted = {"person": "", "area": "", "visitation": ""} if table == WIDE else dict.fromkeys(TABLES[table], "")
    columns: dict[str, str] = {}
    for name in names:
        for canonical in declared.canonical(name):
            if canonical in wanted:
                if canonical in columns:
                    problems.append(f"two columns can be '{canonical}': {shown([columns[canonical], name])}")
                columns.setdefault(canonical, name)
                break
    weeks = week_columns(weekly)
    problems += weeks.problems
    required = ["person"] if table == WIDE else [name for name, one in TABLES[table].items() if not one.may_lack]
    if lacking := [name for name in required if name not in columns]:
        what = "a wide weekly file" if table == WIDE else f"'{table}'"
        problems.append(
            f"looks most like {what}, but has no column {shown(lacking)}; it has {shown(names)}. Other names of "
            "columns are declared under 'register' in params/sources.yml"
        )
    for problem in problems:
        findings.file(file.name, problem)
    return None if problems else Delivered(file, table, columns, weeks)


def _names_problems(names: Sequence[str], declared: Register) -> list[str]:
    problems = []
    folded = [name.casefold() for name in names]
    if twice := sorted({name for name in names if folded.count(name.casefold()) > 1}):
        problems.append(f"{len(twice)} column name(s) stand more than once: {shown(twice)}")
    if personal := [name for name in names if identifiers.names_a_cpr(plain(name)) and not declared.is_firm(name)]:
        problems.append(
            f"a column is named {shown(personal)}: CPR numbers may not come in. If it holds pseudonyms, name it "
            "'person'; if it holds production units, declare it under 'firm_columns' in params/sources.yml"
        )
    if any(_looks_like_a_person(name) for name in names):
        problems.append("the name of a column looks like a CPR number; does the file begin without its header?")
    return problems


def _best(names: Sequence[str], declared: Register) -> str:
    """The table of which the file has most of the required columns; of equals, the one that asks for most."""
    there = {canonical for name in names for canonical in declared.canonical(name)}

    def fit(table: str) -> tuple[float, int]:
        required = [name for name, column in TABLES[table].items() if not column.may_lack]
        return sum(name in there for name in required) / len(required), len(required)

    return max(TABLES, key=fit)


def _looks_like_a_person(text: str) -> bool:
    return identifiers.count(pa.array([text])) > 0
