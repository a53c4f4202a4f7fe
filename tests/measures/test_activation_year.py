"""A year of a measure worked out by hand, what is hidden of it, and the best tenth of those who are comparable."""

import sys

import numpy as np
import pandas as pd
import pytest

from analysis import areas, periods
from analysis.data import contracts
from analysis.data.tables import Panel
from analysis.measures.activation import best_tenth, year
from analysis.measures.activation.taking_part import NOT
from analysis.measures.activation.year import TOLD, field_year
from analysis.measures.ranking import field_of
from analysis.models.comparison.intervals import wilson
from analysis.registers.tables.beside import COMPANY
from written import observations, panel

LAST = "2019-09"
MONTHS = periods.months("2017-10", LAST)
SHARE, QUARTERLY, INFLOW = "virksomhedsrettet_andel_ledige", "tidlig_samtale", "syg_tilgang"


def rows(shares: dict[str, list[tuple[float, float]]], *, measure: str = SHARE, spans: list[str]) -> pd.DataFrame:
    """Counts and bases by area, one pair for each of the latest periods."""
    found = []
    for area, pairs in shares.items():
        for period, (count, base) in zip(spans[-len(pairs) :], pairs, strict=True):
            found.append(
                {
                    **{"measure": measure, "benefit": "a_dagpenge", "area": area, "period": period},
                    **{"value": 100 * count / base, "numerator": count, "denominator": base},
                }
            )
    written = pd.DataFrame(found)
    if measure == SHARE:
        bases = written.assign(
            measure="ledige_personer", value=written["denominator"], numerator=np.nan, denominator=np.nan
        )
        written = pd.concat([written, bases], ignore_index=True)
    return observations(written)


def own(table: pd.DataFrame) -> pd.Series:
    return table[table["role"] == "own"].iloc[0]


def test_a_share_is_the_sum_of_the_months_counts_over_the_sum_of_their_bases():
    pairs = [(10.0, 100.0)] * 12 + [(10.0, 100.0)] * 6 + [(30.0, 200.0)] * 6
    found = own(year(panel(rows({"163": pairs}, spans=MONTHS), of="Herlev", period=LAST), [f"{SHARE}/a_dagpenge"]))
    assert found["value"] == pytest.approx(
        100 * (6 * 10 + 6 * 30) / (6 * 100 + 6 * 200)
    )  # 13.3, and no mean of 10 and 15
    assert found["n"] == 150  # most persons are there in several months
    bounds = 100 * wilson(pd.Series([20.0]), pd.Series([150.0]))
    assert [found["low"], found["high"]] == pytest.approx(bounds.iloc[0].tolist())
    assert found["before"] == 10
    assert found["period"] == "2019-09R12"


@pytest.mark.parametrize(
    ("firms", "others", "hidden"),
    [(20, 10, ""), (4, 26, ""), (26, 4, ""), (20, 9, "few"), (3, 27, "small"), (27, 3, "small")],
)
def test_a_part_of_the_time_rests_on_the_persons_of_the_year(firms: int, others: int, hidden: str, monkeypatch):
    # Two of five full-time persons each month are with firms: few at a time, and still many in a year.
    part, whole = "virksomhedsrettet_mix", "fuldtidsaktiverede"
    written = rows({"163": [(2.0, 5.0)] * 12}, measure=part, spans=MONTHS)
    bases = written.assign(measure=whole, value=5.0, numerator=np.nan, denominator=np.nan)
    page = panel(pd.concat([written, bases], ignore_index=True), of="Herlev", period=LAST)
    taken = pd.DataFrame({"person": range(firms + others), "area": "163"})
    taken[COMPANY] = taken["person"] < firms
    taken[NOT + COMPANY] = ~taken[COMPANY]
    monkeypatch.setattr(sys.modules["analysis.measures.activation.year"], "behind", lambda *_: taken)
    found = own(year(page, [f"{part}/a_dagpenge"]))
    assert found["hidden"] == hidden
    if hidden:
        assert np.isnan(found["value"])
    else:
        assert (found["value"], found["n"]) == (pytest.approx(40.0), firms + others)


def test_quarters_are_added_and_the_base_is_all_of_their_courses():
    spans = ["2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2"]
    table = rows({"163": [(45.0, 50.0)] * 4}, measure=QUARTERLY, spans=spans)
    found = own(year(panel(table, of="Herlev", period=LAST), [f"{QUARTERLY}/a_dagpenge"]))
    assert (found["value"], found["n"], found["period"]) == (90, 200, "2019-06R12")
    assert np.isnan(found["before"])  # the year before is not there


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([(5.0, 29.0)] * 12, "few"),
        ([(5.0, 30.0)] * 12, ""),
        ([(3.0, 90.0)] * 12, "small"),
        ([(4.0, 90.0)] * 12, ""),
        ([(0.0, 90.0)] * 12, ""),
        ([(88.0, 90.0)] * 12, "small"),
        ([(2.0, 90.0)] * 11 + [(4.0, 90.0)], ""),  # at least four persons in the year
    ],
)
def test_a_year_of_too_few_is_hidden(pairs: list[tuple[float, float]], why: str):
    found = own(year(panel(rows({"163": pairs}, spans=MONTHS), of="Herlev", period=LAST), [f"{SHARE}/a_dagpenge"]))
    assert found["hidden"] == why
    assert np.isfinite(found["value"]) == (why == "")


def hiding(table: pd.DataFrame, hidden: list[str]) -> Panel:
    """A panel whose protected figures lack some months of Herlev."""
    seen = table.copy()
    here = (seen["area"] == "163") & seen["period"].isin(hidden) & (seen["measure"] == SHARE)
    seen.loc[here, ["value", "numerator"]] = np.nan
    seen.loc[here, "status"] = contracts.STATUSES[2]
    return panel(seen, of="Herlev", period=LAST)


@pytest.mark.parametrize(("hidden", "why"), [(["2019-03"], TOLD), (["2019-03", "2019-04"], ""), (["2019-05"], "")])
def test_a_year_does_not_tell_of_the_one_month_that_is_hidden_for_few(
    hidden: list[str], why: str, monkeypatch: pytest.MonkeyPatch
):
    pairs = [(9.0, 90.0)] * 12
    pairs[5] = pairs[6] = (2.0, 90.0)  # March and April; May is hidden for another reason
    table = rows({"163": pairs}, spans=MONTHS)
    whole = panel(table, of="Herlev", period=LAST)
    monkeypatch.setattr(sys.modules[field_year.__module__], "_raw", lambda _: whole)
    assert own(year(hiding(table, hidden), [f"{SHARE}/a_dagpenge"]))["hidden"] == why


def test_a_municipality_of_two_is_shown_only_where_the_other_is():
    def roles(fanoe: tuple[float, float]) -> list[str]:
        table = rows({"561": [(20.0, 200.0)] * 12, "563": [fanoe] * 12}, spans=MONTHS)
        found = year(panel(table, of="561", period=LAST), [f"{SHARE}/a_dagpenge"])
        return [role for role in found["role"] if role in ("own", "member")]

    assert roles((5.0, 40.0)) == ["own", "member", "member"]
    assert roles((2.0, 40.0)) == ["own"]


@pytest.mark.parametrize(
    ("fanoe", "why"),
    [
        ([0.0] * 11 + [2.0], TOLD),  # the year less Esbjerg's months is the one that is hidden
        ([0.0] * 10 + [1.0, 2.0], TOLD),  # three persons in two months
        ([0.0] * 9 + [1.0, 2.0, 3.0], ""),  # six in three
        ([0.0] * 12, ""),
    ],
)
def test_a_year_of_two_municipalities_does_not_tell_of_the_one_by_the_other(
    fanoe: list[float], why: str, monkeypatch: pytest.MonkeyPatch
):
    written = [
        {"measure": INFLOW, "benefit": "sygedagpenge", "area": area, "period": month, "value": count}
        for area, counts in {"561": [40.0] * 12, "563": fanoe}.items()
        for month, count in zip(MONTHS[-12:], counts, strict=True)
    ]
    table = observations(pd.DataFrame(written))
    whole = panel(table, of="561", period=LAST)
    seen = table.copy()
    small = (seen["area"] == "563") & (seen["value"] > 0)
    seen.loc[small, "value"] = np.nan
    seen.loc[small, "status"] = contracts.STATUSES[2]
    monkeypatch.setattr(sys.modules[field_year.__module__], "_raw", lambda _: whole)
    found = own(year(panel(seen, of="561", period=LAST), [f"{INFLOW}/sygedagpenge"]))
    assert found["hidden"] == why
    assert np.isfinite(found["value"]) == (why == "")


def test_a_measure_that_is_not_there_has_a_row_that_says_so():
    found = year(
        panel(rows({"163": [(9.0, 90.0)] * 12}, spans=MONTHS), of="Herlev", period=LAST), ["tidlig_aktivering"]
    )
    assert "indeholder ikke tal for »Første tilbud inden fristen«" in found["absent"].iloc[0]


def field(shares: list[float], *, base: float = 2000.0) -> Panel:
    """Herlev's field in Danish order with these shares, the rest as the last of them."""
    codes = [area.code for area in field_of(areas.jobcenter("163", LAST), LAST).areas]
    counts = [*shares, *[shares[-1]] * (len(codes) - len(shares))]
    table = {}
    for code, share in zip(codes, counts, strict=True):
        for member in areas.members(areas.jobcenter(code, LAST), LAST):
            table[member.code] = [(base * share, base)] * 12
    return panel(rows(table, spans=MONTHS), of="163", period=LAST)


def test_the_best_tenth_is_rounded_to_whole_jobcentres_and_drawn_towards_all():
    found = best_tenth(field([0.05, 0.30, 0.28, 0.26, 0.10]), f"{SHARE}/a_dagpenge")
    names = [area.name for area in field_of(areas.jobcenter("163", LAST), LAST).areas]
    assert len(names) == 22
    assert list(found.loc[found["best"], "label"]) == names[1:3]  # 2 of 22
    best = found[found["best"]]
    assert (best["pooled"] < best["value"]).all()
    assert (best["pooled"] > best["common"]).all()


def test_whoever_has_the_printed_share_of_the_last_of_the_tenth_is_among_them():
    found = best_tenth(field([0.30, 0.27, 0.27, 0.26, 0.10]), f"{SHARE}/a_dagpenge")
    assert found["best"].sum() == 3  # 2 of 22, and the one beside the second
    assert found.loc[found["best"], "value"].tolist() == pytest.approx([30, 27, 27])
    twice = best_tenth(field([0.30, 0.28, 0.26, 0.10]), f"{SHARE}/a_dagpenge")
    assert twice["best"].sum() == 2


@pytest.mark.parametrize(("shown", "told"), [(11, False), (12, True)])
def test_there_is_no_best_tenth_where_half_of_the_jobcentres_have_no_figure(shown: int, told: bool):
    names = [area.code for area in field_of(areas.jobcenter("163", LAST), LAST).areas]
    shares = {code: [(200.0 + 20 * at, 2000.0)] * 12 for at, code in enumerate(names[:shown])}
    assert not {"185", "187"} & set(shares)  # of two municipalities
    found = best_tenth(panel(rows(shares, spans=MONTHS), of="163", period=LAST), f"{SHARE}/a_dagpenge")
    assert bool(len(found)) is told
    if not told:
        assert "for få af de 22 jobcentre i hovedstadskommuner" in found.attrs["absent"]
        assert "de bedste kan være blandt de øvrige" in found.attrs["absent"]


def test_there_is_no_best_where_the_differences_are_what_chance_gives():
    found = best_tenth(field([0.11, 0.12, 0.10, 0.11, 0.12, 0.10], base=100), f"{SHARE}/a_dagpenge")
    assert not found["told"].any()
    assert not found["best"].any()


def test_there_is_no_best_where_neither_side_is_or_too_few_have_figures():
    assert "hverken" in best_tenth(neutral(), "jobsoegningskursus_andel/a_dagpenge").attrs["absent"]
    few = panel(rows({"163": [(9.0, 90.0)] * 12}, spans=MONTHS), of="163", period=LAST)
    assert "for få af de 22" in best_tenth(few, f"{SHARE}/a_dagpenge").attrs["absent"]


def neutral() -> Panel:
    table = rows({"163": [(9.0, 90.0)] * 12}, measure="jobsoegningskursus_andel", spans=MONTHS)
    base = table.assign(
        measure="fuldtidsaktiverede", value=90.0, numerator=np.nan, denominator=np.nan, unit="fuldtidspersoner"
    )
    return panel(pd.concat([table, base], ignore_index=True), of="163", period=LAST)


def test_the_field_has_every_jobcenter_in_danish_order_and_those_without_figures_without():
    found = field_year(
        panel(rows({"163": [(9.0, 90.0)] * 12}, spans=MONTHS), of="163", period=LAST), f"{SHARE}/a_dagpenge"
    )
    assert found["value"].notna().sum() == 1
    assert found.loc[found["role"] == "own", "value"].tolist() == [10]
    assert found["label"].tolist() == [area.name for area in field_of(areas.jobcenter("163", LAST), LAST).areas]
