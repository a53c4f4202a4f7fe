from collections.abc import Hashable
from typing import Any

import pytest
from small_source import COLUMNS, source, whole_country

from analysis.errors import AnalysisError
from analysis.sources.observed import observations


def observed(rows: list[list[Any]], **changes: Any) -> tuple[list[dict[Hashable, Any]], list[str]]:
    """The observations of the count, and the notices."""
    declared = source(covers="municipalities", **changes)
    table, notices = observations(
        {"columns": COLUMNS, "rows": rows},
        declared.tables["t1"],
        declared,
        retrieved="2026-08-22T10:00:00",
        publisher="A test",
    )
    return table[table["measure"] == "ledige"].to_dict("records"), notices


def test_a_whole_answer_gives_a_row_per_area_and_month():
    rows, notices = observed(whole_country("2026-06", "2026-07"))
    assert len(rows) == 99 * 2
    assert notices == []
    assert rows[0] | {"numerator": None, "denominator": None} == {
        "measure": "ledige",
        "benefit": "alle",
        "area_type": "country",
        "area": "000",
        "period": "2026-06",
        "sex": "alle",
        "age": "alle",
        "origin": "alle",
        "visitation": "alle",
        "value": 10.0,
        "numerator": None,
        "denominator": None,
        "unit": "personer",
        "status": "final",
        "source": "A test t1",
        "retrieved": "2026-08-22",
    }


def test_a_month_without_the_country_is_refused():
    rows = [row for row in whole_country("2026-06", "2026-07") if row[:2] != ["2026M06", "Hele landet"]]
    with pytest.raises(AnalysisError, match="'Hele landet' is absent in 1 of 2 months: '2026-06'"):
        observed(rows)


def test_a_month_that_no_area_has_is_refused_where_others_lie_around_it():
    rows = [row for row in whole_country("2026-05", "2026-07") if row[0] != "2026M06"]
    with pytest.raises(AnalysisError, match="'Hele landet' is absent in 1 of 3 months: '2026-06'"):
        observed(rows)


@pytest.mark.parametrize(("absent", "refused"), [(98, False), (99, False), (100, True)])
def test_more_than_five_per_cent_of_the_area_months_absent_is_refused(absent: int, refused: bool):
    # 99 areas in 20 months are 1980 area-months, of which 99 are 5 per cent; the country's 20 rows come first
    rows = whole_country("2024-12", "2026-07")
    del rows[20 : 20 + absent]
    if refused:
        with pytest.raises(AnalysisError, match=r"100 of 1980 area-months are absent .* at most 5 per cent may be"):
            observed(rows)
    else:
        _, notices = observed(rows)
        assert notices[0].startswith(f"{absent} of 1980 area-months are absent (")


def test_an_area_month_that_did_not_come_is_missing_and_a_null_is_suppressed():
    rows = whole_country("2026-05", "2026-07")
    rows = [row for row in rows if row[:2] != ["2026M05", "Læsø"]]
    next(row for row in rows if row[:2] == ["2026M06", "Læsø"])[2] = None
    found, notices = observed(rows)
    laesoe = {row["period"]: (row["value"], row["status"]) for row in found if row["area"] == "825"}
    assert [status for _, status in laesoe.values()] == ["missing", "suppressed", "provisional"]
    assert all(value != value for value, status in laesoe.values() if status in ("missing", "suppressed"))
    assert notices == ["1 of 297 area-months are absent (Læsø 1) and kept as missing"]


def test_a_null_of_the_country_is_missing_and_so_is_everything_below_it():
    rows = whole_country("2026-05", "2026-07")
    for row in rows:
        row[2] = None if row[0] == "2026M07" else row[2]
    found, _ = observed(rows)
    assert {row["status"] for row in found if row["period"] == "2026-07"} == {"missing"}


def test_the_latest_months_of_each_measures_own_series_are_provisional():
    rows = whole_country("2026-05", "2026-07")
    for row in rows:  # the count ends in June
        row[2] = None if row[0] == "2026M07" else row[2]
    found, _ = observed(rows)
    assert {row["period"]: row["status"] for row in found} == {
        "2026-05": "final",
        "2026-06": "provisional",
        "2026-07": "missing",
    }


def test_an_area_month_that_lacks_one_of_its_labels_counts_as_absent():
    labels = {"I alt": "alle", "A-dagpenge": "a_dagpenge"}
    dimensions = {"Ydelse": {"becomes": "benefit", "labels": labels}}
    declared = source(covers="municipalities", benefit=None, dimensions=dimensions)
    rows = [
        [month, name, label, count, share]
        for month, name, count, share in whole_country("2026-07", "2026-07")
        for label in labels
        if label == "I alt" or name < "M"
    ]
    columns = ["Periode", "Område", "Ydelse", "Antal", "Andel (pct.)"]
    with pytest.raises(AnalysisError, match="area-months are absent, in whole or in part"):
        observations(
            {"columns": columns, "rows": rows},
            declared.tables["t1"],
            declared,
            retrieved="2026-08-22",
            publisher="A",
        )
