"""YAML read strictly: a key may stand once, nothing is evaluated, and a problem says in which line it stands."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml

from analysis.errors import did_you_mean

_PLAIN = ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")

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
            self._note(str(key), f"'{key}' is not known here. {did_you_mean(str(key), known)}")

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
        for inner in [one for one in outer.values if not isinstance(one, str)]:
            outer._note(str(inner), f"'{inner}' must be a text; put it in quotes.")
        return {inner: outer.section(inner) for inner in outer.values if isinstance(inner, str)}

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

    Nothing is evaluated, and an alias is refused: what is written is what is read.

    Parameters
    ----------
    text : str
        The content of the file.
    label : str
        How messages name the file.
    """
    notes = Notes(label)
    values: Any = {}
    try:
        node = _Composer(text).get_single_node()
        values = _value(node, (), notes) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        notes.problems.append(f"{label}{f' line {mark.line + 1}' if mark else ''}: this is not YAML ({error.problem}).")
    except (yaml.YAMLError, ValueError) as error:
        notes.problems.append(f"{label} cannot be read: {str(error).splitlines()[0]}.")
    if not isinstance(values, dict):
        notes.problems.append(f"{label} must hold keys and values, as 'title: ...'.")
        values = {}
    return Section(values, (), notes)


def read_file(path: Path, *, label: str, problems: list[str]) -> dict[Any, Any] | None:
    """The mapping in a YAML file; None where it holds none that can be relied on, and ``problems`` then says why.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    label : str
        How messages name it, as ``params/varighed.yml``.
    problems : list of str
        What is wrong is added here, with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError as error:
        problems.append(f"{label} cannot be read: {str(error).splitlines()[0]}.")
        return None
    found = read(text, label=label)
    if not found.values and not found.notes.problems:
        found.notes.problems.append(f"{label} must hold keys and values, as 'title: ...'.")
    problems += found.notes.problems
    return None if found.notes.problems else dict(found.values)


class _Composer(yaml.SafeLoader):
    """The safe loader, which refuses an alias."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not read here; write the value out", mark)
        return super().compose_node(parent, index)


def _value(node: yaml.Node, place: Place, notes: Notes) -> Any:
    if not isinstance(node, yaml.ScalarNode) and node.tag not in _PLAIN:
        raise yaml.constructor.ConstructorError(None, None, f"the tag '{node.tag}' is not read here", node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, str(at)), notes) for at, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return yaml.SafeLoader("").construct_object(node)
    read: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a text", key_node.start_mark)
        key = yaml.SafeLoader("").construct_object(key_node)
        inner = (*place, str(key))
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
