"""What holds the project's own files together: the lock file, the environment, the catalogue, the layers."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis import catalogue, project

ROOT = project.root()
LAYERS = [
    ["errors", "imports", "names", "project", "strict_yaml"],
    ["area_lists", "area_names", "areas", "periods", "danish"],
    [
        "benefits",
        "measure_lists",
        "catalogue",
        "clusters",
        "goals",
        "residents",
        "tiles",
        "rules",
        "deadlines",
        "refusion_rates",
        "refusion",
    ],
    ["models", "disclosure"],
    ["registers"],
    ["data"],
    ["sources"],
    ["measures"],
    ["publish"],
    ["site"],
    ["runs"],
    ["cli"],
]
WITHIN = {
    "models": [["comparison", "time"], ["durations", "effects"]],
    "publish": [["words"], ["drawing", "layout"]],
    "registers": [["numbers"], ["paths"], ["tables"], ["counted"]],
}


def plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [match for line in lines if (match := re.match(r"([A-Za-z0-9_.-]+)==([^ ;\\]+)", line))]
    return {plain(match[1]): match[2] for match in pinned}


def direct() -> set[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        described = tomllib.load(file)["project"]
    named = [described["dependencies"], *described["optional-dependencies"].values()]
    return {plain(re.split(r"[=<>\[ ]", name)[0]) for names in named for name in names}


def test_the_lock_file_has_every_direct_dependency_with_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert direct() <= set(locked())
    assert "://" not in text
    assert "index-url" not in text
    pinned = re.findall(r"^\S+==.*$", text, re.MULTILINE)
    assert all(line.rstrip().endswith("\\") for line in pinned)  # a hash follows each


def test_the_lock_file_has_one_version_of_each_package():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    names = [plain(match[1]) for line in lines if (match := re.match(r"([A-Za-z0-9_.-]+)==", line))]
    assert sorted(set(names)) == sorted(names)


def test_the_environment_has_the_direct_dependencies_at_the_locked_versions():
    environment: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    by_pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    listed = {plain(line.split("==")[0]): line.split("==")[1] for line in by_pip}
    assert set(listed) == direct()
    assert listed == {name: locked()[name] for name in listed}


def test_every_fetched_column_is_a_measure_of_the_catalogue_with_the_same_unit():
    declared = yaml.safe_load((ROOT / "params" / "sources.yml").read_text(encoding="utf-8"))
    for table in declared["jobindsats"]["tables"].values():
        for measure in table["measures"].values():
            assert catalogue.measure(measure["measure"]).unit == measure["unit"]


def test_imports_run_one_way():
    """Each room imports from the rooms to its left, and from itself."""
    rank = {room: at for at, rooms in enumerate(LAYERS) for room in rooms}
    source = ROOT / "src" / "analysis"
    wrong = []
    for path in sorted(source.rglob("*.py")):
        room = path.relative_to(source).parts[0].removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        for name in imported(path):
            if rank[name] > rank[room]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("room", WITHIN)
def test_imports_run_one_way_between_the_rooms_of_a_room(room):
    rank = {name: at for at, names in enumerate(WITHIN[room]) for name in names}
    source = ROOT / "src" / "analysis" / room
    assert {path.parent.name for path in source.glob("*/__init__.py")} == set(rank)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(source.glob("*/*.py"))
        for name in imported(path, f"analysis.{room}")
        if rank.get(name, -1) > rank[path.parent.name]
    ]
    assert wrong == []


def imported(path: Path, package: str = "analysis") -> set[str]:
    """The rooms of a package that a module imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{package}."):
            parts = str(node.module).removeprefix(package).split(".")[1:]
            found |= {parts[0]} if parts else {alias.name for alias in node.names}
    return found - {"__version__"}


def test_nothing_in_the_package_knows_the_name_of_an_analysis():
    names = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    source = ROOT / "src" / "analysis"
    files = [path for path in source.rglob("*") if path.suffix in (".py", ".j2", ".css", ".js")]
    assert names
    known = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in names
        if name in path.read_text(encoding="utf-8")
    ]
    assert known == []
