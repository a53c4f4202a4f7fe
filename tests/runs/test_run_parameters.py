"""What a parameter may be, and how a notebook declares it."""

from pathlib import Path

import pytest

from analysis.runs.notebooks import declarations, read_notebook
from analysis.runs.parameters import bad_limit, mistyped, outside
from small_project import code, markdown, notebook


@pytest.mark.parametrize(
    ("value", "type_", "fits"),
    [
        (3, "int", True), (True, "int", False), (3.0, "int", False), ("3", "int", False),
        (3, "float", True), (False, "float", False), (float("nan"), "float", False), (float("inf"), "float", False),
        (True, "bool", True), (1, "bool", False), ("a", "str", True), (825, "str", False), (None, "str", False),
        (["a"], "list[str]", True), ([], "list[str]", True), (["a", 1], "list[str]", False), ("a", "list[str]", False),
    ],
)  # fmt: skip
def test_a_value_fits_its_type_alone(value: object, type_: str, fits: bool) -> None:
    assert (mistyped(value, type_) == "") is fits


def test_limits_hold_at_just_below_and_just_above_them() -> None:
    assert [outside(value, [4, 104]) == "" for value in (3, 4, 104, 105)] == [False, True, True, False]


def test_every_text_of_a_list_must_be_a_choice() -> None:
    assert outside(["a", "b"], {"choices": ["a", "b"]}) == ""
    assert "'c'" in outside(["a", "c"], {"choices": ["a", "b"]})


@pytest.mark.parametrize(
    ("limit", "type_"),
    [([1], "int"), ([1, "2"], "int"), ([2, 1], "int"), ([True, 2], "int"), ("1-2", "int"), ([1, 2], "str"), ({}, "str"),
     ({"choices": []}, "str"), ({"choices": ["a"], "more": 1}, "str"), ([1, 2], "bool")],
)  # fmt: skip
def test_a_limit_that_cannot_hold_is_refused(limit: object, type_: str) -> None:
    assert bad_limit(limit, type_)


def test_a_declaration_gives_type_default_and_help() -> None:
    found = declarations("share: float = -1  # of all\nnames: list[str] = ['a']", where="cell 2", problems=[])
    assert (found["share"].type, found["share"].default, found["share"].help) == ("float", -1, "of all")
    assert found["names"].default == ["a"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("weeks = 26", "line 1"),
        ("a: int = 1\nweeks: int", "line 2"),
        ("weeks: int = 20 + 6", "not a plain value"),
        ("weeks: int = len('x')", "not a plain value"),
        ("weeks: int = '26'", "is text, not a whole number"),
        ("weeks: int = True", "true or false"),
        ("weeks: date = '2019'", "has the type date"),
        ("weeks: int | None = 1", "has the type int | None"),
        ("import os", "nothing else may stand here"),
        ("a: int = 1\na: int = 2", "declared twice"),
        ("a: int = (", "line 1"),
        ("x.y: int = 1", "nothing else"),
    ],
)
def test_a_parameters_cell_holds_declarations_and_nothing_else(source: str, said: str) -> None:
    problems: list[str] = []
    declarations(source, where="notebooks/x.ipynb cell 2", problems=problems)
    assert len(problems) == 1
    assert said in problems[0]
    assert "cell 2 line" in problems[0]


def test_a_notebook_has_one_parameters_cell_with_the_three_that_the_runner_sets(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    for cells, said in [
        ([markdown("# X")], "has 0 cells"),
        ([code("a: int = 1", "parameters"), code("b: int = 1", "parameters")], "has 2 cells"),
        ([code("a: int = 1", "parameters")], "must declare 'jobcenter: str'"),
    ]:
        path.write_text(notebook(cells=cells), encoding="utf-8")
        problems: list[str] = []
        read_notebook(path, problems)
        assert said in problems[0]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"nbformat": 3, "cells": []}', '{"nbformat": 4, "cells": [1]}'])
def test_a_file_that_is_no_notebook_is_a_problem_and_not_an_exception(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(text, encoding="utf-8")
    problems: list[str] = []
    assert read_notebook(path, problems).parameters == {}
    assert len(problems) == 1
