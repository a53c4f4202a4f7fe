"""Sentences of forms that few jobcentres have, on small reports: right as they stand, and found where they are not."""

from collections.abc import Sequence
from typing import Any

import pytest

from read_back.patterns import known
from read_back.reports import PICTURE, SENTENCE, TITLE, Report, Said

HEAD = {
    "kind": "head",
    "jobcenter": {"code": "741", "name": "Samsø"},
    "municipalities": [{"code": "741", "name": "Samsø"}],
    "period": "2019-12",
    "snapshot": {"name": "demo", "synthetic": True},
    "picture": "",
}
EXPECTED = [
    "Område",
    "Tal",
    "Forventet",
    "Forskel, procentpoint",
    "Forskellens nedre grænse",
    "Forskellens øvre grænse",
]
BESIDE = (
    "Ledigheden i Jobcenter Samsø var 2,2 pct. i september 2019; i 2 sammenlignelige jobcentre (nærmeste på "
    "baggrundsforhold: Odder og Ærø) var andelen tilsammen 2,9 pct. Forskellen er {} procentpoint (95 pct.-interval {} "
    "til {}) og {}. Den siger ikke, hvad indsatsen har betydet."
)
SURE, CHANCE = "er større, end tilfældigheder forklarer", "kan skyldes tilfældigheder"


def block(headings: dict[str, str], rows: Sequence[Sequence[Any]], title: str = "Tabel") -> dict[str, Any]:
    """A table of a report."""
    columns = [{"name": name, "label": label} for name, label in headings.items()]
    return {
        "kind": "table",
        "id": "table-1",
        "title": title,
        "columns": columns,
        "rows": rows,
        "notes": [],
        "picture": "",
    }


def wrong(text: str, *tables: dict[str, Any], kind: str = SENTENCE) -> str:
    """What is wrong with a sentence below the last of some tables; nothing where it agrees with them."""
    report = Report("samsoe", [HEAD, *({**one, "kind": "figure", "table": one} for one in tables)])
    under = report.tables[-1] if tables else None
    return known(Said(text, report, len(report.blocks), under, kind))[1]


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("Aftalte mål for 2011, Region Midtjylland", True),
        ("Aftalte mål for 2011", True),
        ("Aftalte mål for 2012, Region Midtjylland", False),  # the region has none of that year
        ("Aftalte mål for 2011, Region Sjælland", False),  # nor is Samsø in that one
        ("Aftalte mål for 2011, Samsø", False),  # it has none of its own
    ],
)
def test_targets_of_one_place_are_of_the_jobcenter_s_own_places_and_years(title: str, right: bool):
    assert (wrong(title, kind=TITLE) == "") is right


@pytest.mark.parametrize(
    ("figures", "high", "right"),
    [
        (("−0,66", "−1,17", "−0,04", SURE), 0.0, True),  # with one decimal, 0,0 would tell of doubt
        (("−0,66", "−1,17", "−0,04", CHANCE), 0.0, False),
        (("−0,76", "−1,17", "−0,04", SURE), 0.0, False),
        (("−0,7", "−1,17", "−0,04", SURE), 0.0, False),  # the three have the same decimals
        (("−0,66", "−1,17", "−0,14", SURE), -0.1, False),  # one is enough
        (("−0,7", "−1,2", "−0,1", SURE), -0.1, True),
        (("−0,7", "−1,2", "0,0", CHANCE), 0.0, True),
    ],
)
def test_a_difference_has_more_decimals_only_where_one_would_hide_on_which_side_of_zero_it_is(
    figures: tuple[str, ...], high: float, right: bool
):
    names = {"label": EXPECTED[0], **{f"serie_{at}": heading for at, heading in enumerate(EXPECTED[1:])}}
    rows: list[list[Any]] = [
        ["Samsø", 2.2, 2.9, -0.7, -1.2, high],
        *([name, 3.0, None, None, None, None] for name in ("Odder", "Ærø")),
    ]
    table = block(names, rows, "Ledige: forventet og faktisk andel, september 2019")
    assert (wrong(BESIDE.format(*figures), table) == "") is right


@pytest.mark.parametrize(
    ("said", "before", "status", "right"),
    [
        ("kan ikke sammenlignes med andre", None, "(små tal)", True),
        ("kan ikke sammenlignes med andre", None, None, True),
        ("kan ikke sammenlignes med andre", None, "På niveau", False),  # it was compared
        ("kan ikke sammenlignes med andre", 0.7, "(små tal)", False),  # which way it has gone is known
        ("er stort set uændret det seneste år", 0.7, "(små tal)", True),
        ("er stort set uændret det seneste år", 0.4, "(små tal)", False),
        ("er faldet det seneste år", 0.9, "(små tal)", True),
        ("er faldet det seneste år", 0.9, "Særlig udfordring", False),
    ],
)
def test_a_topic_stands_alone_over_its_picture_only_where_it_is_not_compared(
    said: str, before: float | None, status: str | None, right: bool
):
    names = {"indikator": "Indikator", "maaned": "Måned", "andel": "Andel, pct.", "sammenlignelige": "Sammenlignelige"}
    overview = block({**names, "status": "Status"}, [["Langtidsledigheden", "2019-09", 0.7, 0.8, status]])
    months: list[list[Any]] = [["Langtidsledige", "2018-09", before], ["Langtidsledige", "2019-09", 0.7]]
    small = block({"emne": "Emne", "periode": "Måned", "serie_1": "Samsø"}, months)
    assert (wrong(f"Syntetiske data. Langtidsledigheden {said}.", overview, small, kind=PICTURE) == "") is right


@pytest.mark.parametrize(
    ("first", "said", "right"),
    [
        ("februar", "I alt 4; Heraf syge: oplyses ikke", True),
        ("februar", "I alt 4; Heraf syge: ingen nyere tal", True),
        ("februar", "I alt 4; Heraf syge 5 (feb 19)", True),
        ("februar", "I alt 4; Heraf syge 6 (feb 19)", False),
        ("januar", "I alt 4; Heraf syge: oplyses ikke", False),  # no figure of January is shown
        ("februar", "I alt: oplyses ikke; Heraf syge: oplyses ikke", False),  # it is 4
    ],
)
def test_lines_begin_with_the_first_figure_shown_and_end_with_the_latest_or_why_there_is_none(
    first: str, said: str, right: bool
):
    rows: list[list[Any]] = [
        ["2019-01", None, None],
        ["2019-02", 5, 5],
        *([f"2019-{month:02d}", 4, None] for month in range(3, 7)),
    ]
    table = block({"period": "Måned", "serie_1": "I alt", "serie_2": "Heraf syge"}, [*rows, ["2019-07", None, None]])
    text = f"Syntetiske data. Linjer for {first} 2019 til juni 2019, personer. Senest: {said}."
    assert (wrong(text, table, kind=PICTURE) == "") is right
