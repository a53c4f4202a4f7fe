"""What a parameter may be: the types that a notebook can declare, and whether a value fits one.

The limits of ``params/<name>.yml`` are written ``within: [4, 104]`` for numbers (both counted) and
``order: {choices: [name, value]}`` for text and lists of text.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import did_you_mean

TYPES = ("str", "int", "float", "bool", "list[str]")
SET_BY_RUNNER = ("jobcenter", "period", "data")
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list[str]": "a list of text",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter as a notebook declares it; ``line`` is its line in the parameters cell."""

    name: str
    type: str
    default: Any
    help: str
    line: int


def mistyped(value: object, type_: str) -> str:
    """What is wrong with the type of a value, as the end of a sentence; empty where it fits.

    A whole number fits ``float``; true and false fit ``bool`` alone, and no number may be infinite.

    >>> mistyped(26, "int"), mistyped(26, "float")
    ('', '')
    >>> mistyped(True, "int")
    'is true or false, not a whole number'
    >>> mistyped(825, "str")
    'is a whole number, not text: write "825"'
    """
    if _fits(value, type_):
        return ""
    hint = f': write "{value}"' if type_ == "str" and isinstance(value, int) and not isinstance(value, bool) else ""
    if type_ == "str" and isinstance(value, bool):
        hint = ": YAML reads yes, no, on and off so; put the word in quotes"
    return f"is {_called(value)}, not {_WORDS[type_]}{hint}"


def outside(value: Any, limit: object) -> str:
    """How a value of the right type breaks its limit, as the end of a sentence; empty where it does not.

    >>> outside(104, [4, 104]), outside(105, [4, 104])
    ('', 'is 105, outside 4 to 104')
    >>> outside("nmae", {"choices": ["name", "value"]})
    "is 'nmae', which is not a choice. Did you mean 'name'?"
    """
    if isinstance(limit, list):
        least, most = limit
        return "" if least <= value <= most else f"is {value}, outside {least} to {most}"
    if isinstance(limit, Mapping):
        choices = limit["choices"]
        given = value if isinstance(value, list) else [value]
        wrong = [each for each in given if each not in choices]
        return f"is '{wrong[0]}', which is not a choice. {did_you_mean(wrong[0], choices)}" if wrong else ""
    return ""


def bad_limit(limit: object, type_: str) -> str:
    """What is wrong with a limit for a parameter of this type, as the end of a sentence; empty where it is right.

    >>> bad_limit([104, 4], "int")
    'has its most below its least'
    """
    if type_ in ("int", "float"):
        if not isinstance(limit, list) or len(limit) != 2 or any(mistyped(end, type_) for end in limit):
            return "must be written [least, most], two numbers"
        return "has its most below its least" if limit[1] < limit[0] else ""
    if type_ == "bool":
        return "is for true or false, which needs none"
    choices = limit.get("choices") if isinstance(limit, Mapping) and set(limit) == {"choices"} else None
    if not choices or mistyped(choices, "list[str]"):
        return "must be written {choices: [a, b]}, a list of text"
    return ""


def _fits(value: object, type_: str) -> bool:
    match type_:
        case "str":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case _:
            return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _called(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, float) and not math.isfinite(value):
        return "not a finite number"
    for type_ in ("bool", "int", "float", "str", "list[str]"):
        if _fits(value, type_):
            return _WORDS[type_]
    return (
        "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else f"a {type(value).__name__}"
    )
