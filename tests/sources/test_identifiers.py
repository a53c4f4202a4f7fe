import numpy as np
import pyarrow as pa
import pytest

from analysis.sources.identifiers import among_figures, count, look, names_a_cpr
from analysis.sources.register.findings import Findings


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "311299-0001",
        "290200-4001",  # 2000 was a leap year
        "010190 1234",
        "010190 - 1234",
        "010190–1234",
        " 010190-1234 ",
        "Ring til 010190-1234.",
        "cpr:0101901234",
        "0101901234.0",
        "610190-1234",  # a replacement number: the day and 60
        "x,0101901234",
        "010190\u00a01234",  # a no-break space
        "０１０１９０-１２３４",  # wide digits
        "3.112991234E9",  # as a spreadsheet shortens it
        "3,112991234E+09",
        "1.01901234E8",  # and without its zero
        "01.01.90-1234",
        "01 01 90 1234",
        "01/01/90 - 1234",
        "010190.1234",
    ],
)
def test_a_cpr_number_is_found_however_it_is_written(text: str):
    assert count(pa.array(["fine", text, None])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "320190-1234",  # there is no day 32
        "011390-1234",
        "310490-1234",
        "300290-1234",
        "290200-0001",  # the seventh digit 0 says 1900, which was no leap year
        "290201-4001",
        "0001901234",
        "4513901234",
        "010190-123",
        "010190-12345",
        "10101901234",
        "01019012345",
        "a0101901234b",  # inside a hash
        "9f86d0101901234884c7d659a2feaa0c5",
        "2014-01-06",
        "12345678",
        "12.49390862",
        "10.12345678",
        "01-01-1990",
        "28-02-2019 1230",
        "1.234.567.890",
        "1.5E9",
        "7.000021E6",
    ],
)
def test_other_numbers_are_left_alone(text: str):
    assert count(pa.array([text])) == 0


@pytest.mark.parametrize(
    "kind", [pa.int64(), pa.uint64(), pa.float64(), pa.decimal128(12, 0), pa.string(), pa.large_string()]
)
def test_ten_digits_count_in_whatever_type_they_are_kept(kind: pa.DataType):
    whole = pa.array([2512901234, 9912901234, None], pa.int64())
    kept = whole.cast(pa.decimal128(19, 0)).cast(kind) if pa.types.is_decimal(kind) else whole.cast(kind)
    assert count(kept) == 1
    if pa.types.is_string(kind):
        assert count(kept.dictionary_encode()) == 1
        assert count(kept.cast(pa.binary())) == 1


def test_each_row_with_a_number_counts_once_also_in_a_dictionary():
    assert count(pa.array(["010190-1234", "010190-1234 og 020290-1234", "a"]).dictionary_encode()) == 2


def test_nine_digits_count_where_most_of_the_column_are_dates_that_lost_their_zero():
    assert count(pa.array([101901234, 909991234, 123])) == 2  # 1 January 1990, 9 September 1999
    assert count(pa.array(["101901234"])) == 1
    assert count(pa.array([101901234.0])) == 1


def test_nine_digits_at_random_are_pseudonyms():
    numbers = np.random.default_rng(7).integers(10**8, 10**9, 10_000)
    assert count(pa.array(numbers)) == 0
    assert count(pa.array([101901234, 123456789])) == 0  # half, not more than half


def test_nine_digits_are_judged_over_the_whole_column_not_over_a_chunk():
    findings = Findings()
    for numbers in ([123456789, 234567891, 345678912], [101901234]):  # the last chunk alone would be suspicious
        findings.identifiers("a.csv", "person", look(pa.array(numbers)))
    findings.close("a.csv")
    assert not findings
    for numbers in ([123456789], [101901234, 201901234]):
        findings.identifiers("b.csv", "person", look(pa.array(numbers)))
    assert not findings.personal
    findings.close("b.csv")
    assert findings.lines() == ["b.csv, column 'person': looks like a CPR number in 2 row(s)"]


def test_many_numbers_of_nine_digits_are_judged_before_the_column_ends():
    findings = Findings()
    findings.identifiers("a.csv", "person", look(pa.array([101901234] * 50)))
    assert findings.personal


def test_fractions_dates_and_small_numbers_hold_none():
    assert count(pa.array([1012901234.5, float("nan"), float("inf")])) == 0
    assert count(pa.array([111, 999], pa.int16())) == 0
    assert count(pa.array([1, 2]).cast(pa.timestamp("ms"))) == 0
    assert count(pa.array([True])) == 0


def test_a_declared_column_of_firms_may_have_ten_digits_but_no_written_cpr_number():
    assert count(pa.array([1003388127]), firms=True) == 0
    assert count(pa.array(["1003388127", "25313763"]), firms=True) == 0
    assert count(pa.array(["100338-8127"]), firms=True) == 1


@pytest.mark.parametrize("name", ["cpr", "cprnr", "cpr_nr", "cpr_nummer", "pnr", "personnummer", "person_nr"])
def test_a_column_that_is_named_like_a_cpr_number_is_known(name: str):
    assert names_a_cpr(name)


@pytest.mark.parametrize("name", ["person", "person_id", "p_nr", "cvr", "pnummer"])
def test_other_names_are_left_alone(name: str):
    assert not names_a_cpr(name)


def test_ten_digits_among_figures_count_where_most_of_them_are_dates():
    amounts = [str(1_012_345_678 + 37_000_000 * at) for at in range(40)]  # the first would be 10 December 1934
    assert among_figures(["7", *amounts]) == []
    assert among_figures(["7", amounts[0]]) == [1]
    assert among_figures(["7", *amounts, "010190-1234"]) == [41]
    assert among_figures(["110190.1234", "110190,1234"]) == []  # with four decimals
