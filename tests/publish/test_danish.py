"""Danish numbers and months, and the rounding that the golden facts prove."""

import csv

import pytest

from analysis import danish


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (22014, 0, "22.014"),
        (17.6, 1, "17,6"),
        (6.25, 1, "6,3"),  # Holstebro, Joblog January 2018: 1 of 16
        (0.5, 0, "1"),
        (-0.5, 0, "−1"),
        (2.5, 0, "3"),
        (0.0, 1, "0,0"),
        (-0.04, 1, "0,0"),
        (1234567.891, 2, "1.234.567,89"),
        (2.675, 2, "2,68"),  # as a binary number it is a little less
        (0.1 + 0.7, 1, "0,8"),
    ],
)
def test_numbers_are_rounded_half_up_with_dot_and_comma(value: float, decimals: int, shown: str):
    assert danish.number(value, decimals) == shown


def test_a_missing_figure_is_never_formatted():
    with pytest.raises(ValueError, match="missing"):
        danish.number(float("nan"))


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [(68, 81, "84,0"), (6, 9, "66,7"), (1, 16, "6,3"), (51, 54, "94,4"), (74, 89, "83,1"), (71, 80, "88,8")],
)
def test_shares_of_the_joblog_are_printed_as_they_were_published(count: int, of: int, shown: str):
    assert danish.number(100 * count / of, 1) == shown


def test_the_golden_changes_are_printed_as_the_plans_print_them(shared):
    """Per cent to whole numbers (Esbjerg, Fanø) or one decimal (Midtjylland), half up."""
    with (shared / "domain" / "golden_derived.csv").open(encoding="utf-8") as file:
        facts = {row["id"]: row for row in csv.DictReader(file)}
    for fact in ("GD01", "GD02", "GD03", "GD04", "GD05", "GD06"):
        exact, printed = float(facts[fact]["eksakt"]), facts[fact]["forventet_visning"]
        assert danish.number(exact) == printed.replace("-", "−"), fact
    for fact in ("GD15", "GD16", "GD17"):
        printed = facts[fact]["forventet_visning"].split(" pct.")[0]
        assert danish.number(float(facts[fact]["eksakt"]), 1) == printed.replace("-", "−"), fact
    for fact in ("GD07", "GD08", "GD09"):
        now, before = facts[fact]["formel"].split("-")
        assert danish.points(float(now) - float(before)) == "6,3 procentpoint", fact
    for fact in ("GD24", "GD25", "GD26", "GD27", "GD28", "GD29"):
        part, whole = facts[fact]["formel"].removesuffix("*100").split("/")
        assert danish.number(100 * float(part) / float(whole), 1) == facts[fact]["forventet_visning"], fact


def test_differences_in_words_have_no_sign():
    assert danish.difference(9, 12) == "3 færre"
    assert danish.difference(12, 9) == "3 flere"
    assert danish.difference(16281, 16281) == "uændret"
    assert danish.points(-6.3) == "6,3 procentpoint"


def test_every_month_has_its_danish_name():
    names = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ]
    assert [danish.month(f"2026-{number:02d}") for number in range(1, 13)] == [f"{name} 2026" for name in names]
