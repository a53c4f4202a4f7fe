from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analysis.sources.register import codes

GIVEN = [111, None, 890, None, 999]


@pytest.mark.parametrize(
    "kind",
    [pa.int16(), pa.uint16(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.string(), pa.large_string()],
)
def test_codes_are_the_same_in_whatever_type_they_are_kept(kind: pa.DataType):
    found = codes.read(pa.array(GIVEN, pa.int16()).cast(kind))
    assert found.values.dtype == np.int16
    assert found.values.tolist() == [111, 0, 890, 0, 999]
    assert found.bad is None


def test_codes_are_read_from_dictionaries_slices_and_texts_with_spaces():
    assert codes.read(pa.array(["111", None, " 111 ", "", ".", "111.0"]).dictionary_encode()).values.tolist() == [
        *(111, 0, 111, 0, 0, 111)
    ]
    sliced = pa.array([1, None, 111, None, 890], pa.int16()).slice(2)
    assert codes.read(sliced).values.tolist() == [111, 0, 890]
    assert codes.read(pa.array([float("nan"), 111.0])).values.tolist() == [0, 111]
    assert codes.read(pa.nulls(2)).values.tolist() == [0, 0]


@pytest.mark.parametrize("kind", [pa.int16(), pa.int64(), pa.float64(), pa.string()])
@pytest.mark.parametrize("wrong", [0, 1, 99, 1000, -111])
def test_a_cell_that_is_no_code_of_three_digits_is_found(kind: pa.DataType, wrong: int):
    found: Any = codes.read(pa.array([111, wrong, None]).cast(kind))
    assert found.bad.tolist() == [False, True, False]
    assert found.values.tolist() == [111, 0, 0]


@pytest.mark.parametrize("wrong", [100, 999])
def test_the_lowest_and_the_highest_code_are_codes(wrong: int):
    assert codes.read(pa.array([wrong], pa.int64())).bad is None


def test_a_cpr_number_among_the_codes_is_counted_as_one():
    for array in (pa.array([111, 2512901234]), pa.array(["111", "251290-1234"]), pa.array([111.0, 2512901234.0])):
        found = codes.read(array)
        assert found.identifiers == 1
        assert found.values.tolist() == [111, 0]


def test_a_column_of_another_type_holds_no_codes():
    found: Any = codes.read(pa.array([True, None]))
    assert found.bad.tolist() == [True, False]
