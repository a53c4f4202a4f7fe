"""A YAML file with the line of every key, so that a problem can say where it stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import yaml

from analysis.errors import did_you_mean

Place = tuple[str, ...]
T = TypeVar("T")


@dataclass
class Notes:
    """The problems found in one file, and the line of each key by its place."""

    label: str
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def at(self, place: Place) -> str:
        """How a message names a place in the file."""
        if place in self.lines:
            return f"{self.label} line {self.lines[place]}"
        return f"{self.label} at {'.'.join(place)}" if place else self.label

    def add(self, place: Place, problem: str) -> None:
        """Note a problem at a place."""
        self.problems.append(f"{self.at(place)}: {problem}")


@dataclass(frozen=True)
class Section:
    """One mapping of the file. What cannot be read is noted, and the default stands in for it."""

    values: Mapping[str, Any]
    place: Place
    notes: Notes

    def only(self, known: Iterable[str]) -> None:
        """Note the keys that are not known."""
        for key in self.values.keys() - set(known):
            self._note(key, f"'{key}' is not known here. {did_you_mean(key, known)}")

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text that is not empty."""
        return self._read(key, "a text", lambda v: isinstance(v, str) and v.strip() != "", default, "")

    def whole(self, key: str, *, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return self._read(
            key,
            f"a whole number from {low} to {high}",
            lambda v: type(v) is int and low <= v <= high,
            None,
            low,
        )

    def share(self, key: str) -> float:
        """A number from 0 up to, not including, 1."""
        return self._read(
            key, "a number from 0 to below 1", lambda v: type(v) in (int, float) and 0 <= v < 1, None, 0.0
        )

    def flag(self, key: str) -> bool:
        """True or false; false where it is not there."""
        return self._read(key, "true or false", lambda v: isinstance(v, bool), False, False)

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty where it is not there."""
        return self._read(
            key,
            "a list of texts",
            lambda v: isinstance(v, list) and all(isinstance(t, str) for t in v),
            [],
            [],
        )

    def named(self, key: str) -> dict[str, str]:
        """A mapping of text to text."""
        return self._read(key, "a mapping of text to text", _maps_text_to_text, None, {})

    def section(self, key: str) -> "Section":
        """The mapping under a key."""
        values: dict[str, Any] = self._read(key, "a mapping", _is_mapping, None, {})
        return Section(values, (*self.place, key), self.notes)

    def sections(self, key: str, *, may_lack: bool = False) -> dict[str, "Section"]:
        """The mappings under the keys of the mapping under a key."""
        if may_lack and key not in self.values:
            return {}
        outer = self.section(key)
        return {inner: outer.section(inner) for inner in outer.values}

    def _read(self, key: str, wanted: str, fits: Callable[[Any], bool], default: T | None, instead: T) -> T:
        if key not in self.values:
            if default is None:
                self.notes.add(self.place, f"'{key}' is absent; it must be {wanted}.")
            return instead if default is None else default
        if fits(self.values[key]):
            return cast(T, self.values[key])
        self._note(key, f"'{key}' must be {wanted}.")
        return instead

    def _note(self, key: str, problem: str) -> None:
        self.notes.add((*self.place, key), problem)


def read(text: str, *, label: str) -> Section:
    """The mapping in a YAML text. Every key that stands twice is noted; the last one counts.

    Parameters
    ----------
    text : str
        The content of the file.
    label : str
        How messages name the file.
    """
    notes = Notes(label)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = _value(node, (), notes) if node else {}
    except yaml.MarkedYAMLError as error:
        line = f" line {error.problem_mark.line + 1}" if error.problem_mark else ""
        notes.problems.append(f"{label}{line}: this is not YAML ({error.problem}).")
        values = {}
    if not isinstance(values, dict):
        notes.problems.append(f"{label} must hold keys and values.")
        values = {}
    return Section(values, (), notes)


def _value(node: yaml.Node, place: Place, notes: Notes) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, str(at)), notes) for at, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return yaml.SafeLoader("").construct_object(node)
    read: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        inner = (*place, key)
        line = key_node.start_mark.line + 1
        if key in read:
            notes.problems.append(
                f"{notes.label} line {line}: '{key}' stands twice, first in line {notes.lines[inner]}."
            )
        notes.lines[inner] = line
        read[key] = _value(value_node, inner, notes)
    return read


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict) and value != {}


def _maps_text_to_text(value: Any) -> bool:
    return _is_mapping(value) and all(isinstance(item, str) for pair in value.items() for item in pair)
