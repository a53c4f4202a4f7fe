"""Firms, orders, job logs and refugees, worked out by hand; the job log also against the ministry's note."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from analysis import danish
from analysis.registers.counted.cooperation import cooperation, recruitment
from analysis.registers.counted.self_help import job_log_use, self_supporting
from registered import register
from settings import counts, offers_table, rows, setting
from written import table

# a lives in Esbjerg (561), b in Fanø (563), which the same jobcenter serves, and c in Viborg-like 461.
SPELLS = """
    person | benefit       | area | first_week | last_week
    a      | kontanthjaelp | 561  | 2018-01-01 | 2018-12-31
    b      | kontanthjaelp | 563  | 2018-01-01 | 2018-12-31
    c      | kontanthjaelp | 461  | 2018-01-01 | 2018-12-31
    d      | su            | 561  | 2018-01-01 | 2018-12-31
    e      | doed          | 561  | 2018-01-01 | 2018-12-31
    f      | a_dagpenge    | 461  | 2018-06-04 | 2018-06-25
"""


def months(text: str) -> pd.DataFrame:
    """Companies, the same in all months of the first quarter of 2018."""
    each = table(text)
    found = pd.concat([each.assign(month=f"2018-0{month}") for month in (1, 2, 3)], ignore_index=True)
    return found.assign(employees=found["employees"].astype(float))


def degrees(companies: str, offers: str) -> dict[str, dict[str, tuple[float, float]]]:
    of = setting(register(SPELLS), "2018-01", "2018-06")
    table_of_offers = offers_table(offers).fillna({"firm": ""})
    found = rows(of, cooperation(of, months(companies), table_of_offers))
    return {
        area: {
            suffix: counts(found, f"samarbejdsgrad{suffix}", "alle", "2018-Q1", area)
            for suffix in ("", "_lokal", "_andre")
        }
        for area in ("461", "561", "563", "j561", "000")
    }


COMPANIES = """
    firm | area | employees
    1    | 561  | 10
    2    | 561  | 1
    3    | 561  | 0.9
    4    | 563  | 5
    5    | 461  | 2
"""


def test_the_local_jobcenter_is_the_one_that_serves_the_firms_municipality():
    found = degrees(
        COMPANIES,
        """
        person | start      | end        | firm
        a      | 2018-01-08 | 2018-01-19 | 1
        c      | 2018-02-05 | 2018-02-16 | 1
        b      | 2018-01-08 | 2018-01-19 | 2
        c      | 2018-01-08 | 2018-01-19 | 4
        a      | 2018-01-08 | 2018-01-19 | 3
        """,
    )
    # Firm 3 has less than one employee. Firm 1 is visited from both, 2 from Fanø, so by the same jobcenter.
    assert found["561"] == {"": (2, 2), "_lokal": (2, 2), "_andre": (1, 2)}
    assert found["563"] == {"": (1, 1), "_lokal": (0, 1), "_andre": (1, 1)}
    assert found["461"] == {"": (0, 1), "_lokal": (0, 1), "_andre": (0, 1)}
    assert found["j561"] == {"": (3, 3), "_lokal": (2, 3), "_andre": (2, 3)}  # the firms of both municipalities
    assert found["000"] == {"": (3, 4), "_lokal": (2, 4), "_andre": (2, 4)}


def test_all_is_at_most_the_sum_of_local_and_others():
    found = degrees(
        COMPANIES, "person | start | end | firm\na | 2018-01-08 | 2018-01-19 | 1\nc | 2018-01-08 | 2018-01-19 | 1"
    )
    for shares in found.values():
        assert shares[""][0] <= shares["_lokal"][0] + shares["_andre"][0]


@pytest.mark.parametrize(
    ("start", "end", "met"),
    [
        ("2018-04-01", "2018-04-20", 1),
        ("2018-04-02", "2018-04-20", 0),
        ("2017-12-04", "2017-12-31", 0),
        ("2017-12-04", "", 1),
    ],
)
def test_an_instrument_counts_in_the_quarters_it_has_a_week_in(start, end, met):
    # 2018-Q1 has the weeks from 1 January to that of 26 March, which ends on 1 April.
    found = degrees(COMPANIES, f"person | start | end | firm\na | {start} | {end} | 1")
    assert found["561"][""] == (met, 2)


def test_other_instruments_are_no_cooperation():
    offers = "person | start | end | firm | instrument\na | 2018-01-08 | 2018-01-19 | 1 | vejledning_afklaring"
    assert degrees(COMPANIES, offers)["561"][""] == (0, 2)


def test_orders_count_in_the_month_in_which_they_were_closed():
    orders = table("""
        order_id | area | closed     | outcome
        1        | 561  | 2018-01-31 | job
        2        | 561  | 2018-01-01 | kursus
        3        | 561  | 2018-01-15 | ingen
        4        | 561  | 2018-02-01 | job
        5        | 561  |            |
        6        | 563  | 2018-01-15 | ingen
    """)
    orders["closed"] = pd.to_datetime(orders["closed"], format="%Y-%m-%d", errors="coerce")
    of = setting(register(SPELLS), "2018-01", "2018-02")
    found = rows(of, recruitment(of, orders))
    shares = [counts(found, "rekruttering_match", "alle", "2018-01", area) for area in ("561", "563", "j561", "000")]
    assert shares == [(2, 3), (0, 1), (2, 4), (2, 4)]
    assert counts(found, "rekruttering_match", "alle", "2018-02") == (1, 1)


def logs(area: str, *, used: int, obliged: int, exempt: int = 0) -> pd.DataFrame:
    size = obliged + exempt
    return pd.DataFrame({
        "person": range(size), "month": "2018-01", "area": area, "benefit": "uddannelseshjaelp",
        "exempt": [at >= obliged for at in range(size)], "used": [at < used for at in range(size)],
    })  # fmt: skip


def test_the_exempt_are_not_counted():
    of = setting(register(SPELLS), "2018-01", "2018-01")
    found = rows(of, job_log_use(of, logs("561", used=3, obliged=4, exempt=6).assign(used=True)))
    assert counts(found, "joblog_daekningsgrad", "uddannelseshjaelp", "2018-01") == (4, 4)
    three = rows(of, job_log_use(of, logs("561", used=3, obliged=4, exempt=6)))
    assert counts(three, "joblog_daekningsgrad", "uddannelseshjaelp", "2018-01") == (3, 4)


def test_the_readable_cells_of_january_2018_come_out_as_the_ministry_printed_them(shared):
    """Note of the labour market authority on the job log, June 2018: persons not exempt, and the share in per cent."""
    cells = pd.read_csv(shared / "domain" / "joblog_jan2018.csv")
    readable = cells.dropna(subset=["udd_n", "udd_pct"])
    assert len(readable) == 25
    of = setting(register(SPELLS), "2018-01", "2018-01")
    for cell in readable.itertuples():
        size = int(str(int(float(str(cell.udd_n)))))
        printed = Decimal(str(cell.udd_pct))
        fits = [
            used for used in range(size + 1)
            if (Decimal(100 * used) / size).quantize(Decimal("0.1"), ROUND_HALF_UP) == printed
        ]  # fmt: skip
        assert len(fits) == 1, "a share of so few persons has one numerator"
        found = rows(of, job_log_use(of, logs("561", used=fits[0], obliged=size, exempt=2)))
        value = found[found["area"] == "561"]["value"].iloc[0]
        assert danish.number(value, 1) == str(printed).replace(".", ",")


def test_one_of_sixteen_is_printed_as_6_3():
    of = setting(register(SPELLS), "2018-01", "2018-01")
    found = rows(of, job_log_use(of, logs("561", used=1, obliged=16)))
    assert danish.number(found[found["area"] == "561"]["value"].iloc[0], 1) == "6,3"


def test_refugees_without_a_benefit_in_the_last_week_support_themselves():
    refugees = table("""
        person | area | first_month | last_month
        a      | 561  | 2017-01     |
        d      | 561  | 2017-01     |
        e      | 561  | 2017-01     |
        f      | 461  | 2018-06     | 2018-07
    """)
    of = setting(register(SPELLS, first_week="2018-01-01", last_week="2018-12-31"), "2018-05", "2018-08")
    found = rows(of, self_supporting(of, refugees))
    # a is on kontanthjælp, d on SU, e is dead; f is on a-dagpenge in June, on nothing in July, and elsewhere in August.
    assert counts(found, "selvforsoergende_flygtninge", "alle", "2018-06") == (1, 2)
    by_month = [counts(found, "selvforsoergende_flygtninge", "alle", month, "461")
                for month in ("2018-05", "2018-06", "2018-07", "2018-08")]  # fmt: skip
    assert by_month == [(0, 0), (0, 1), (1, 1), (0, 0)]
