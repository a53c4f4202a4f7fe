"""StatBank as its replay answers: real figures, its limit, its refusals, and every fault that it can have."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.sources import retrieval
from analysis.sources.http import Api, RefusedError
from analysis.sources.patience import Patience
from analysis.sources.statbank import fetching as statbank
from analysis.sources.statbank.fetching import Fetched
from replay import replay
from statbank_source import declared

QUICK = Patience(first_wait=0.01, jitter=0.0, timeout=20.0)
FIRST_QUARTERS = 13  # 2008 to 2020


def fetch(base: str, **more: Any) -> Fetched:
    options: dict[str, Any] = {"say": lambda line: None, "patience": QUICK, "declared": declared(latest=60)} | more
    return statbank.fetch(base=base, retrieved="2026-08-22", **options)


def limited(most_cells: int) -> dict[str, Any]:
    """A declaration with another limit on the cells of one answer."""
    changed = declared(latest=60)
    changed["statbank"]["most_cells"] = most_cells
    return changed


@pytest.fixture(scope="module")
def statbank_alone(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the figures of StatBank alone, which the server reads sooner."""
    folder = tmp_path_factory.mktemp("statbank")
    (folder / "statbank").symlink_to(shared / "data" / "statbank")
    return folder


@pytest.fixture(scope="module")
def everything(shared: Path, statbank_alone: Path) -> Fetched:
    with replay(shared, data=statbank_alone) as bases:
        return fetch(bases["statbank"])


def test_the_totals_come_for_every_municipality_and_the_country(everything: Fetched):
    rows = everything.tables["observations"]
    assert len(rows) == 99 * FIRST_QUARTERS
    figures = rows.set_index(["area", "period"])["value"]
    # Danmarks Statistik, FOLK1A: as in the recorded answers
    assert (figures["000", "2008-Q1"], figures["101", "2020-Q1"]) == (5475791, 632340)
    assert set(rows["status"]) == {"final"}


def test_the_population_adds_up_to_the_totals(everything: Fetched):
    population = everything.tables["population"]
    figures = everything.tables["observations"].set_index(["area", "period"])["value"]
    added = population[population["sex"] == "alle"].groupby(["area", "period"])["count"].sum()
    assert len(added) == 99
    assert (added == figures.reindex(added.index)).all()


def test_the_notices_say_what_is_left_out_and_what_the_table_lacks(everything: Fetched):
    assert everything.notices == [
        "FOLK1A: 161 row(s) of areas that are no municipality are left out: '411'",
        "FOLK1A: 2615 cell(s) that did not come are 0: the other ages add up to the total",
        "FOLK1A: 12 of 13 periods came without single years of age and are not in the population; it has '2014-Q1'",
        "FOLK1A: the municipalities do not add up to the country in 13 of 13 periods; furthest apart in 2012-Q1: "
        "5,580,413 against 5,580,516",
    ]


def test_what_was_asked_is_kept(everything: Fetched):
    described, asked = everything.asked
    assert described.endswith("/v1/tableinfo FOLK1A")
    assert asked.endswith(
        "/v1/data FOLK1A OMRÅDE=000..851 (100)&KØN=TOT,1,2&ALDER=IALT..110 (112)&Tid=2008K1..2020K1 (13)"
    )


@pytest.mark.parametrize("declared_limit", [20_000, 1_000_000])
def test_a_request_is_split_below_the_limit_whether_it_is_declared_or_found_out(
    shared: Path, statbank_alone: Path, everything: Fetched, declared_limit: int
):
    told: list[str] = []
    with replay(shared, most_cells=20_000, data=statbank_alone) as bases:
        made = fetch(bases["statbank"], declared=limited(declared_limit), say=told.append)
    for name, rows in everything.tables.items():
        assert made.tables[name].equals(rows)
    halved = sum("too many at once" in line for line in told)
    assert halved == (0 if declared_limit == 20_000 else 4)  # 436,800, 201,600, 100,800 and 33,600 were refused
    assert any("refused larger answers than 16800 cells" in notice for notice in made.notices) == bool(halved)


def test_halving_ends_and_says_what_statbank_said(shared: Path, statbank_alone: Path):
    with replay(shared, most_cells=1, data=statbank_alone) as bases, pytest.raises(AnalysisError) as error:
        fetch(bases["statbank"])
    assert "EXTRACT-TOOLARGE: Udtrækket er på" in str(error.value)
    assert "after 10 halvings; ask for fewer periods in params/sources.yml" in str(error.value)


@pytest.mark.parametrize("fault", ["429:1", "500:2", "cut:1", "html:1"])
def test_a_fault_that_goes_away_does_no_harm(shared: Path, statbank_alone: Path, everything: Fetched, fault: str):
    with replay(shared, fault, data=statbank_alone) as bases:
        made = fetch(bases["statbank"])
    assert all(made.tables[name].equals(rows) for name, rows in everything.tables.items())


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500:9", "StatBank answered 500 in each of 5 attempts"),
        ("html:9", "StatBank sent a web page instead of figures in each of 5 attempts"),
        ("cut:9", "StatBank broke off its answer in each of 5 attempts"),
        ("401:1", "StatBank cannot answer for FOLK1A .401: Unauthorized.: StatBank needs no token"),
    ],
)
def test_a_fault_that_lasts_is_an_error(shared: Path, statbank_alone: Path, fault: str, reason: str):
    with replay(shared, fault, data=statbank_alone) as bases, pytest.raises(AnalysisError, match=reason):
        fetch(bases["statbank"])


def test_a_danish_refusal_is_passed_on_with_the_place_to_correct(shared: Path, statbank_alone: Path):
    unknown = declared()
    unknown["statbank"]["tables"] = {"FOLK9X": unknown["statbank"]["tables"]["FOLK1A"]}
    with replay(shared, data=statbank_alone) as bases, pytest.raises(AnalysisError) as error:
        fetch(bases["statbank"], declared=unknown)
    assert str(error.value) == (
        "StatBank cannot answer for FOLK9X (400 EXTRACT-NOTFOUND: Tabel findes ikke: FOLK9X): "
        "correct params/sources.yml at statbank.tables.FOLK9X."
    )


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(AnalysisError, match=r"declares no table 'FOLK1' of StatBank\. Did you mean 'FOLK1A'"):
        fetch("http://127.0.0.1:1/v1", chosen=["FOLK1"])


def test_another_address_without_the_api_is_said(shared: Path, statbank_alone: Path):
    with replay(shared, data=statbank_alone) as bases, pytest.raises(AnalysisError, match=r"404\): check --url"):
        fetch(bases["jobindsats"])


def test_a_fetch_becomes_a_snapshot_without_a_token(
    shared: Path, statbank_alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(snapshots, "folder", lambda: tmp_path)
    now = dt.datetime(2026, 8, 22, 9, 30, tzinfo=dt.UTC)
    options: dict[str, Any] = {"tables": ["folk1a"], "name": None, "token": "", "now": now, "say": lambda line: None}
    with replay(shared, data=statbank_alone) as bases:
        made = retrieval.fetch("statbank", url=bases["statbank"], **options)
    assert (made.name, made.tables()) == ("statbank-2026-08-22", ["observations", "population"])
    assert made.read("population")["count"].dtype == "int64"
    assert made.manifest["latest"] == {"befolkning": "2020-Q1"}
    assert not made.has_months
    with pytest.raises(AnalysisError, match="There is no snapshot to take figures from"):
        snapshots.default()  # nothing monthly to report on


def test_an_unknown_source_is_answered_with_the_nearest():
    now = dt.datetime(2026, 8, 22, tzinfo=dt.UTC)
    with pytest.raises(AnalysisError, match="Did you mean 'statbank'"):
        retrieval.fetch("statbnk", url=None, tables=[], name="x", token="", now=now, say=lambda line: None)


@contextmanager
def answering(status: int, body: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server on a free port that answers every body with another; and what it was sent."""
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}", seen
    finally:
        http.shutdown()


def post(base: str) -> str:
    with Api(base, name="The API", patience=QUICK, say=lambda line: None) as api:
        return api.post_text("/data", {"table": "FOLK1A", "code": "OMRÅDE"})


def test_a_body_is_posted_as_json_and_the_byte_order_mark_is_no_part_of_the_text():
    with answering(200, "\ufeffOMRÅDE;TID\r\n".encode()) as (base, seen):
        assert post(base) == "OMRÅDE;TID\r\n"
    assert seen == ['{"table":"FOLK1A","code":"OMRÅDE"}'.encode()]


def test_an_answer_that_is_not_utf_8_is_asked_again_and_then_an_error():
    with answering(200, "OMRÅDE".encode("cp1252")) as (base, seen):
        with pytest.raises(AnalysisError, match="not text in UTF-8 in each of 5 attempts"):
            post(base)
        assert len(seen) == 5


def test_a_refusal_has_the_servers_code_and_its_danish_words():
    body = '{"errorTypeCode": "EXTRACT-NOTFOUND", "message": "Værdi findes ikke: 999 (OMRÅDE)"}'.encode()
    with answering(400, body) as (base, seen):
        with pytest.raises(RefusedError) as error:
            post(base)
        assert len(seen) == 1
    assert (error.value.code, error.value.cause) == ("EXTRACT-NOTFOUND", "Værdi findes ikke: 999 (OMRÅDE)")
