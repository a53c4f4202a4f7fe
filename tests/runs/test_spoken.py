"""What a notebook speaks of is told without running it."""

import json

from analysis.runs.spoken import composed


def written(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]})


def test_texts_that_are_put_together_of_the_defaults_are_told():
    text = written(
        'benefit: str = "a_dagpenge"  # whose', 'names = ["x", "y"]\nall_of = [*names, f"{names[0]}_{3}/{benefit}"]'
    )
    assert composed(text) == ["x_3/a_dagpenge"]


def test_what_stands_in_the_notebook_as_it_is_is_not_told_again():
    assert composed(written('one = "a"\nother = f"{one}"')) == []


def test_nothing_is_called_or_taken_from_an_object():
    text = written(
        'made = open("gone").read()',
        'texts = [f"{one}/{made}" for one in ["a"]]',
        'named = f"{[].__class__}"',
        'late = f"{nobody}"',
    )
    assert composed(text) == []


def test_a_place_that_is_not_there_is_passed_over():
    assert composed(written('few = ["a"]\nfar = few[3]\nfirst = f"{few[0]}b"')) == ["ab"]
