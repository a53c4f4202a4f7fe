"""What ``params/sources.yml`` declares of registers: names of columns and values, and which columns are of firms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.names import matching_key
from analysis.sources import declarations

SECTION = "register"


@dataclass(frozen=True)
class Register:
    """The declaration of registers; all names in small ASCII letters with underscores.

    ``firms``: columns where ten digits may stand. ``columns``: what a canonical column may also be called.
    ``values``: what a canonical value may also be called, by column.
    """

    title: str
    firms: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]

    def is_firm(self, column: str) -> bool:
        """Whether a column is declared as one of firms or production units."""
        return plain(column) in self.firms

    def canonical(self, column: str) -> list[str]:
        """The canonical columns that a column of a file can be, its own name first."""
        name = plain(column)
        return [name, *self._also.get(name, [])]

    def names(self, canonical: str) -> frozenset[str]:
        """Everything that a canonical column can be called."""
        return frozenset([canonical, *self.columns.get(canonical, ())])

    @cached_property
    def _also(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for column, names in self.columns.items():
            for name in names:
                found.setdefault(name, []).append(column)
        return found


def plain(name: str) -> str:
    """A name in small ASCII letters, with underscores.

    >>> plain("Køn"), plain("A-kasse"), plain("y_0953")
    ('koen', 'a_kasse', 'y_0953')
    """
    return matching_key(name.replace("_", " ")).replace(" ", "_")


def register(declared: Mapping[str, Any] | None = None) -> Register:
    """The declaration of registers, checked.

    Parameters
    ----------
    declared : mapping, optional
        What the file would hold; the file itself by default.

    Raises
    ------
    AnalysisError
        If anything in it is wrong: every problem at once, with the line where it stands.
    """
    file = declarations.opened(declared)
    section = file.section(SECTION)
    section.only(("title", "firm_columns", "columns", "values"))
    columns, values = section.section("columns"), section.section("values")
    found = Register(
        title=section.text("title"),
        firms=frozenset(plain(name) for name in section.texts("firm_columns")),
        columns={name: tuple(plain(also) for also in columns.texts(name)) for name in columns.values},
        values={name: {plain(label): value for label, value in values.named(name).items()} for name in values.values},
    )
    declarations.refuse_problems(file.notes)
    return found
