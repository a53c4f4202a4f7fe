"""YAML that is read strictly: what is found wrong, and in which line."""

from pathlib import Path

import pytest

from analysis import strict_yaml


def test_a_key_that_stands_twice_is_found_with_both_lines():
    read = strict_yaml.read("a:\n  b: 1\n  b: 2\nc: 3\nc: 4\n", label="x.yml")
    assert read.notes.problems == [
        "x.yml line 3: 'b' stands twice, first in line 2.",
        "x.yml line 5: 'c' stands twice, first in line 4.",
    ]


@pytest.mark.parametrize("text", ["a: [1", "a: *b", "\tx", "- 1", "text", ""])
def test_what_is_no_mapping_in_yaml_is_a_problem(text: str):
    assert strict_yaml.read(text, label="x.yml").notes.problems or text == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a: &one [1]\nb: *one\n",
            "x.yml line 2: this is not YAML (an alias (*) is not read here; write the value out).",
        ),
        ("a: 1\n? [b]\n: 2\n", "x.yml line 2: this is not YAML (a key must be a text)."),
        ("a: 1\nb: !!python/name:os.system\n", "x.yml line 2: this is not YAML"),
        ("a: 1\nb: !!python/object/apply:os.getcwd []\n", "x.yml line 2: this is not YAML (the tag 'tag:yaml"),
        ("- 1\n", "x.yml must hold keys and values, as 'title: ...'."),
        ("", "x.yml must hold keys and values, as 'title: ...'."),
        ("a: 1\nb: 2\na: 3\n", "x.yml line 3: 'a' stands twice, first in line 1."),
    ],
)
def test_a_file_that_cannot_be_relied_on_is_nothing_and_a_problem(text: str, told: str, tmp_path: Path):
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    problems: list[str] = []
    assert strict_yaml.read_file(path, label="x.yml", problems=problems) is None
    assert len(problems) == 1
    assert problems[0].startswith(told)


def test_a_file_in_another_encoding_is_a_problem(tmp_path: Path):
    (tmp_path / "x.yml").write_bytes("a: æ\n".encode("cp1252"))
    problems: list[str] = []
    assert strict_yaml.read_file(tmp_path / "x.yml", label="x.yml", problems=problems) is None
    assert "x.yml cannot be read: 'utf-8' codec" in problems[0]


def test_keys_keep_their_kind_so_that_a_code_without_quotes_is_seen():
    read = strict_yaml.read('561: {a: 1}\n"825": {a: 2}\n', label="x.yml")
    assert list(read.values) == [561, "825"]
    assert list(strict_yaml.Section({"in": read.values}, (), read.notes).sections("in")) == ["825"]
    assert read.notes.problems == ["x.yml at in.561: '561' must be a text; put it in quotes."]
