"""YAML read strictly: a key may stand once, nothing is evaluated, and a mistake is named by file and line."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """The safe loader, which also refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: dict[object, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a text", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' stands twice, first in line {seen[key]}", key_node.start_mark
                )
            seen[key] = line
        return super().construct_mapping(node, deep)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not read here; write the value out", mark)
        return super().compose_node(parent, index)


def read_yaml(path: Path, *, label: str, problems: list[str]) -> dict[Any, Any] | None:
    """The mapping in a YAML file; None where it holds no mapping, and ``problems`` then says why.

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
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.append(f"{label} line {mark.line + 1 if mark else '?'}: {error.problem}.")
        return None
    except (yaml.YAMLError, ValueError) as error:
        problems.append(f"{label} cannot be read: {str(error).splitlines()[0]}.")
        return None
    if not isinstance(content, dict):
        problems.append(f"{label} must hold keys and values, as 'title: ...'.")
        return None
    return content
