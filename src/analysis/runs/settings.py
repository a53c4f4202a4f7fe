"""What ``params/<name>.yml`` says about an analysis, held to the notebook it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis import areas
from analysis.errors import AnalysisError, did_you_mean
from analysis.runs.notebooks import Notebook, undeclared
from analysis.runs.parameters import SET_BY_RUNNER, bad_limit, mistyped, outside
from analysis.strict_yaml import read_file

KEYS = ("title", "question", "jobcentres", "parameters", "overrides", "limits")
REQUIRED = ("title", "question", "jobcentres")


@dataclass(frozen=True)
class Settings:
    """A params file that was found right; ``jobcentres`` is None for all of them, empty for none."""

    title: str = ""
    question: str = ""
    jobcentres: tuple[str, ...] | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    regions: dict[str, dict[str, Any]] = field(default_factory=dict)  # overrides by the region's code
    places: dict[str, dict[str, Any]] = field(default_factory=dict)  # overrides by the jobcenter's code


def read_settings(path: Path, notebook: Notebook, problems: list[str]) -> Settings:
    """The settings of a notebook, with as much as could be read.

    Parameters
    ----------
    path : Path
        ``params/<name>.yml``.
    notebook : Notebook
        The notebook of the same name.
    problems : list of str
        What is wrong is added here, in the order of the file; nothing is raised.
    """
    label = f"params/{path.name}"
    content = read_file(path, label=label, problems=problems)
    if content is None:
        return Settings()
    reader = _Reader(label, notebook, problems)
    for key in content:
        if key not in KEYS:
            problems.append(f"{label} has the unknown key '{key}'. {did_you_mean(str(key), KEYS)}")
    for key in REQUIRED:
        if key not in content:
            problems.append(f"{label} has no '{key}'.")
    reader.read_limits(content.get("limits"))
    reader.check_defaults()
    regions, places = reader.overrides(content.get("overrides"))
    return Settings(
        title=reader.text("title", content),
        question=reader.text("question", content),
        jobcentres=reader.jobcentres(content.get("jobcentres", "all")),
        parameters=reader.values(content.get("parameters"), at="parameters"),
        regions=regions,
        places=places,
    )


@dataclass
class _Reader:
    """The parts of one params file, each checked on its own so that all problems are found."""

    label: str
    notebook: Notebook
    problems: list[str]
    limits: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str, content: Mapping[str, Any]) -> str:
        value = content.get(key, "")
        if not isinstance(value, str) or (key in content and not value.strip()):
            self._add(f"'{key}' must be a text")
            return ""
        return value

    def values(self, given: object, *, at: str) -> dict[str, Any]:
        """The parameters of one mapping that are right."""
        right = {}
        for name, value in self._mapping(given, at).items():
            wrong = self._wrong(name, value)
            if wrong:
                self._add(f"'{name}' ({at}) {wrong}")
            elif name in self.notebook.parameters and name not in SET_BY_RUNNER:
                right[name] = value
            elif name in SET_BY_RUNNER:
                self._add(f"'{name}' ({at}) is set by the runner, not by the file")
            else:
                self.problems.append(undeclared(str(name), self.notebook, where=f"{self.label} ({at})"))
        return right

    def read_limits(self, given: object) -> None:
        for name, limit in self._mapping(given, "limits").items():
            if name not in self.notebook.parameters:
                self.problems.append(undeclared(str(name), self.notebook, where=f"{self.label} (limits)"))
                continue
            wrong = bad_limit(limit, self.notebook.parameters[name].type)
            if wrong:
                self._add(f"the limit of '{name}' {wrong}")
            else:
                self.limits[name] = limit

    def check_defaults(self) -> None:
        for name, parameter in self.notebook.parameters.items():
            wrong = outside(parameter.default, self.limits.get(name))
            if wrong:
                self.problems.append(f"{self.notebook.label}: the default of '{name}' {wrong} (limits in {self.label})")

    def jobcentres(self, given: object) -> tuple[str, ...] | None:
        if given == "all":
            return None
        if given == "none":
            return ()
        if not isinstance(given, list):
            self._add("'jobcentres' must be all, none, or a list of codes in quotes")
            return None
        codes = [code for code in given if self._is_jobcenter(code, "jobcentres")]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self._add(f'jobcentres has "{code}" twice')
        return tuple(codes)

    def overrides(self, given: object) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        regions: dict[str, dict[str, Any]] = {}
        places: dict[str, dict[str, Any]] = {}
        for key, values in self._mapping(given, "overrides").items():
            right = self.values(values, at=f"overrides of {key}")
            region = _region(key)
            if region in regions:
                self._add(f"overrides has {key} twice, by name and by code")
            elif region:
                regions[region] = right
            elif self._is_jobcenter(key, "overrides"):
                places[key] = right
        return regions, places

    def _is_jobcenter(self, code: object, at: str) -> bool:
        if isinstance(code, int) and not isinstance(code, bool):
            self._add(f'{at} has {code} as a number; a code is text: write "{code}"')
            return False
        if not isinstance(code, str):
            self._add(f"{at} has '{code}', which is not the code of a jobcenter")
            return False
        try:
            found = areas.municipality(code)
        except AnalysisError as error:
            self._add(f"{at} has '{code}', which is not the code of a jobcenter. {error}")
            return False
        if found.code != code:
            self._add(f"{at} has '{code}'; write the code \"{found.code}\"")
        return found.code == code

    def _wrong(self, name: object, value: Any) -> str:
        parameter = self.notebook.parameters.get(str(name))
        if parameter is None or name in SET_BY_RUNNER:
            return ""
        return mistyped(value, parameter.type) or outside(value, self.limits.get(parameter.name))

    def _mapping(self, given: object, at: str) -> dict[Any, Any]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            self._add(f"'{at}' must hold names and values")
            return {}
        return given

    def _add(self, problem: str) -> None:
        self.problems.append(f"{self.label}: {problem}" + ("" if problem.endswith((".", "?")) else "."))


def _region(key: object) -> str:
    by_name = {name: area.code for area in areas.regions() for name in (area.code, area.name)}
    return by_name.get(str(key), "")
