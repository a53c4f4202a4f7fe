"""Agreed targets: what plans promise for an area, read strictly from ``params/targets/<year>.yml``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis import areas, catalogue, periods, project
from analysis.data import contracts
from analysis.data.known_areas import codes
from analysis.data.target_models import OPERATORS
from analysis.errors import AnalysisError, did_you_mean

FOLDER = Path("params") / "targets"

_PLAN = ("title", "source", "goals")
_GOAL = ("label", "note", "measure", "same_month", "unit", "operator", "base_period", "base_period_unknown",
         "target_period", "awaits", "areas")  # fmt: skip
_FIGURES = ("base", "target")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # many times as fast, where it was built
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Place:
    """Where in a file something stands, and the list of problems that a reader adds to."""

    label: str
    problems: list[str] = field(default_factory=list)
    within: tuple[str, ...] = ()

    def of(self, key: str) -> "Place":
        """The place of a key in this one."""
        return Place(self.label, self.problems, (*self.within, key))

    def note(self, problem: str) -> None:
        """Note a problem here."""
        at = f" at {'.'.join(self.within)}" if self.within else ""
        self.problems.append(f"{self.label}{at}: {problem}")


def years() -> list[str]:
    """The years that have a file of targets, the oldest first."""
    folder = project.root() / FOLDER
    return sorted(path.stem for path in folder.glob("*.yml") if _YEAR.fullmatch(path.stem)) if folder.is_dir() else []


def read(year: str) -> pd.DataFrame:
    """The targets of ``params/targets/<year>.yml``, in the order of the file.

    A base or a target that the plan does not give is empty, and the file must say why: ``base_period_unknown``,
    ``awaits``. The reason becomes part of ``source``.

    Returns
    -------
    DataFrame
        See ``contracts.Targets``.

    Raises
    ------
    AnalysisError
        If there is no such file, or anything in it is not as it must be: every problem at once.
    """
    path = project.root() / FOLDER / f"{year}.yml"
    label = f"{FOLDER.as_posix()}/{year}.yml"
    if not path.is_file():
        raise AnalysisError(f"There are no targets for '{year}'. {did_you_mean(str(year), years())}")
    place = Place(label)
    rows = _plans(_content(path.read_text(encoding="utf-8"), place), place)
    if place.problems:
        raise AnalysisError("\n".join([f"{label}: {len(place.problems)} problem(s)", *_bulleted(place.problems)]))
    return table(rows, where=label)


def read_all() -> pd.DataFrame:
    """The targets of every year that has a file."""
    parts = [read(year) for year in years()]
    return (
        contracts.check("targets", pd.concat(parts, ignore_index=True), where=FOLDER.as_posix()) if parts else table([])
    )


def goals() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every goal of every plan with what its file says of it, the oldest year first."""
    for year in years():
        text = (project.root() / FOLDER / f"{year}.yml").read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
        for plan in content.values():
            yield from plan["goals"].items()


def labels() -> dict[str, str]:
    """The Danish name of every goal in the files, by its id; the latest year's where they differ."""
    return {goal: str(about["label"]) for goal, about in goals()}


def table(rows: Iterable[Mapping[Any, Any]], *, where: str = "") -> pd.DataFrame:
    """Rows as a table that keeps ``contracts.Targets``.

    Raises
    ------
    AnalysisError
        If they do not.
    """
    names = contracts.columns("targets")
    made = pd.DataFrame(list(rows), columns=names)
    typed = made.astype({name: float if name in _FIGURES else object for name in names})
    return contracts.check("targets", typed, where=where)


def of_areas(targets: pd.DataFrame, places: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """The targets of some areas, by (area_type, code), in the order of the places."""
    wanted = [targets[(targets["area_type"] == kind) & (targets["area"] == code)] for kind, code in places]
    return pd.concat([targets.iloc[:0], *wanted], ignore_index=True)


def parts_apart(targets: pd.DataFrame) -> list[str]:
    """Where a jobcenter's agreed count is not the sum of its municipalities': to be known, and never mended.

    Rates do not add up, and a sum that lacks a municipality says nothing.
    """
    found = []
    counts = targets[targets["unit"].isin(contracts.COUNTS)]
    municipal = counts[counts["area_type"] == "municipality"]
    for own in counts[counts["area_type"] == "jobcenter"].to_dict("records"):
        month = periods.last_month(own["target_period"])
        if own["area"] not in codes("jobcenter", month):
            continue
        members = {one.code for one in areas.members(areas.jobcenter(own["area"], month), month)}
        same = (municipal["goal"] == own["goal"]) & (municipal["target_period"] == own["target_period"])
        parts = municipal[same & municipal["area"].isin(members)]
        for name in _FIGURES if set(parts["area"]) == members else ():
            together = parts[name].sum(skipna=False)
            if abs(together - own[name]) > 0:
                found.append(
                    f"{own['goal']}, jobcenter {own['area']}: the {name} is {own[name]:g} and those of its "
                    f"municipalities are {together:g} together"
                )
    return found


def unknown_area(kind: str, code: str, period: str) -> bool:
    """Whether there is no such area when a period ends."""
    return kind not in contracts.AREA_TYPES or code not in codes(kind, periods.last_month(period))


def _content(text: str, place: Place) -> Any:
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                place.note("an alias (*) is not read here; write the text out")
                return {}
        _find_doubles(yaml.compose(text, Loader=_LOADER), place)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        place.note(f"line {line}: {error.problem}")
        return {}


def _find_doubles(node: yaml.Node | None, place: Place) -> None:
    """Note every key that stands twice in its mapping; the reader would keep the last without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                place.note(f"line {line}: '{name}' stands twice, first in line {seen[name]}")
            seen[name] = line
            _find_doubles(value, place)


def _plans(content: Any, place: Place) -> list[dict[str, Any]]:
    rows = []
    for name, plan in _mapping(content, place).items():
        at = place.of(str(name))
        plan = _known(plan, _PLAN, at)
        source = _text(plan, "source", at)
        _text(plan, "title", at)
        goals = at.of("goals")
        for goal, about in _mapping(plan.get("goals"), goals).items():
            rows += _goal(str(goal), about, goals.of(str(goal)), source=source)
    return rows


def _goal(goal: str, about: Any, place: Place, *, source: str) -> list[dict[str, Any]]:
    about = _known(about, _GOAL, place)
    _text(about, "label", place)
    unit, operator = _text(about, "unit", place), _text(about, "operator", place)
    if "measure" in about:
        _check_measure(_text(about, "measure", place), unit, place.of("measure"))
    if about.get("same_month", True) is not True:
        place.of("same_month").note("is true, or is left out")
    if operator and operator not in OPERATORS:
        place.of("operator").note(f"must be one of {', '.join(OPERATORS)}")
    if ("base_period" in about) == ("base_period_unknown" in about):
        place.note("give either 'base_period', or 'base_period_unknown' with the reason")
    reasons = [_text(about, key, place) for key in ("note", "base_period_unknown", "awaits") if key in about]
    base_period = _period(about, "base_period", place) if "base_period" in about else ""
    target_period = _period(about, "target_period", place)
    rows = []
    for where, figures in _mapping(about.get("areas"), place.of("areas")).items():
        at = place.of("areas").of(str(where))
        kind, _, code = str(where).partition(" ")
        if target_period and unknown_area(kind, code, target_period):
            at.note("there is no such area then; write it as 'municipality 561'")
        figures = _known(figures, _FIGURES, at, may_be_empty=True)
        if ("target" in figures) == ("awaits" in about):
            at.note("give either 'target', or 'awaits' of the goal with the reason")
        if base_period and "base" not in figures:
            at.note("'base' is absent")
        rows.append(
            {
                "area_type": kind,
                "area": code,
                "goal": goal,
                "base_period": base_period,
                "target_period": target_period,
                **{name: _figure(figures, name, at) for name in _FIGURES},
                "operator": operator,
                "unit": unit,
                "source": "; ".join([source, *reasons]),
            }
        )
    return rows


def _check_measure(subject: str, unit: str, place: Place) -> None:
    """Note a measure that there is not, or whose figures are in another unit than the target."""
    try:
        measure, _ = catalogue.measured(subject)
    except AnalysisError as error:
        place.note(str(error))
        return
    if measure.unit != unit:
        place.note(f"'{subject}' is in {measure.unit}, and the target in {unit}: they cannot be compared")


def _mapping(value: Any, place: Place) -> dict[Any, Any]:
    if isinstance(value, dict) and value:
        return value
    place.note("must hold keys and values")
    return {}


def _known(value: Any, keys: Iterable[str], place: Place, *, may_be_empty: bool = False) -> dict[Any, Any]:
    if may_be_empty and value == {}:
        return {}
    found = _mapping(value, place)
    for key in found.keys() - set(keys):
        place.note(f"'{key}' is not known here. {did_you_mean(str(key), keys)}")
    return found


def _text(about: Mapping[Any, Any], key: str, place: Place) -> str:
    value = about.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    place.of(key).note("must be a text" if key in about else "is absent; it must be a text")
    return ""


def _period(about: Mapping[Any, Any], key: str, place: Place) -> str:
    text = _text(about, key, place)
    try:
        return periods.parse(text) if text else ""
    except AnalysisError as error:
        place.of(key).note(str(error).splitlines()[0])
        return ""


def _figure(figures: Mapping[Any, Any], name: str, place: Place) -> float | None:
    value = figures.get(name)
    if value is None or (type(value) in (int, float) and 0 <= value < float("inf")):
        return value
    place.of(name).note("must be a number, 0 or more")
    return None


def _bulleted(problems: Iterable[str]) -> list[str]:
    return [f"  - {problem}" for problem in problems]
