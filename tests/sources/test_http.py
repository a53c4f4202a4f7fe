import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from analysis.errors import AnalysisError
from analysis.sources.addresses import checked_base
from analysis.sources.http import Api, RefusedError
from analysis.sources.patience import Patience, asked_wait
from analysis.sources.tokens import Token

SECRET = "a-token-that-nobody-may-see"
QUICK = Patience(attempts=3, first_wait=0.01, jitter=0.0, longest_wait=1.0, timeout=0.3, deadline=0.5)

Answer = Callable[[BaseHTTPRequestHandler, int], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server on a free port that answers each request, numbered from 1, as told; and what it was sent."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen.append({**{name.lower(): value for name, value in self.headers.items()}, "path": self.path})
            answer(self, len(seen))

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}", seen
    finally:
        http.shutdown()
        http.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b'{"a": 1}', **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def ask(base: str, patience: Patience = QUICK, say: Callable[[str], None] = lambda line: None) -> Any:
    token = Token(SECRET, variable="A_TOKEN")
    with Api(base, name="The API", token=token, patience=patience, say=say) as api:
        return api.get_json("/data?x=*")


def failing(first: Answer, failures: int) -> Answer:
    """Answers that fail so many times, then come through."""
    return lambda handler, number: first(handler, number) if number <= failures else send(handler, 200)


def cut(handler: BaseHTTPRequestHandler, _: int) -> None:
    send(handler, 200, b'{"a"', Content_Length="8")
    handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler, _: int) -> None:
    time.sleep(0.6)


def trickling(handler: BaseHTTPRequestHandler, _: int) -> None:
    """One byte each 0.1 seconds: never a time-out, and never done."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(20):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        handler.close_connection = True  # the other side had enough


BROKEN: dict[str, tuple[Answer, str]] = {
    "too many": (lambda handler, _: send(handler, 429), "answered 429"),
    "down": (lambda handler, _: send(handler, 503), "answered 503"),
    "web page": (lambda handler, _: send(handler, 200, b" <html>"), "sent a web page instead of figures"),
    "not json": (lambda handler, _: send(handler, 200, b'{"a": '), "sent an answer that is not whole JSON"),
    "not a number": (
        lambda handler, _: send(handler, 200, b"[NaN]"),
        "sent an answer that is not whole JSON",
    ),
    "too deep": (
        lambda handler, _: send(handler, 200, b"[" * 99999),
        "sent an answer that is not whole JSON",
    ),
    "not utf-8": (
        lambda handler, _: send(handler, 200, b'"\xe6"'),
        "sent an answer that is not text in UTF-8",
    ),
    "bad packing": (
        lambda handler, _: send(handler, 200, b"not gzip", Content_Encoding="gzip"),
        "broke off its answer",
    ),
    "cut": (cut, "broke off its answer"),
    "silent": (silent, "did not answer in time"),
    "trickling": (trickling, "had not finished after 0 seconds"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_that_goes_away_is_asked_again_and_told(fault: str):
    answer, reason = BROKEN[fault]
    told: list[str] = []
    with server(failing(answer, 1)) as (base, seen):
        assert ask(base, say=told.append) == {"a": 1}
    assert len(seen) == 2
    assert told == [f"The API {reason}: asking again (1 of 3 attempts made)"]


@pytest.mark.parametrize("fault", ["down", "web page", "cut", "silent"])
def test_a_fault_that_lasts_ends_in_one_line_with_the_reason(fault: str):
    answer, reason = BROKEN[fault]
    with server(answer) as (base, seen):
        with pytest.raises(AnalysisError) as error:
            ask(base)
        assert len(seen) == 3
    assert str(error.value) == (f"The API {reason} in each of 3 attempts at {base}: nothing is kept; try again later.")


def test_nobody_at_the_address_is_asked_again_and_then_said():
    with server(lambda handler, _: None) as (base, _):
        pass
    with pytest.raises(AnalysisError, match="could not be reached in each of 3 attempts"):
        ask(base)


def test_the_byte_order_mark_is_no_part_of_the_answer():
    with server(lambda handler, _: send(handler, 200, b'\xef\xbb\xbf{"a": "\xc3\xa6"}')) as (base, _):
        assert ask(base) == {"a": "æ"}


def test_the_wait_that_the_server_asks_for_is_kept():
    with server(failing(lambda handler, _: send(handler, 429, Retry_After="1"), 1)) as (base, _):
        started = time.monotonic()
        ask(base)
        assert time.monotonic() - started >= 1.0


def test_a_longer_wait_than_is_reasonable_is_said_at_once():
    with server(lambda handler, _: send(handler, 429, Retry_After="3600")) as (base, seen):
        with pytest.raises(AnalysisError, match=r"answered 429 and asks for a wait of 60 minutes\. Try again then\."):
            ask(base)
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 120 "}, 120.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 22 Aug 2026 09:00:30 GMT", "date": "Sat, 22 Aug 2026 09:00:00 GMT"}, 30.0),
        ({"retry-after": "Sat, 22 Aug 2026 08:00:00 GMT", "date": "Sat, 22 Aug 2026 09:00:00 GMT"}, 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], seconds: float | None):
    assert asked_wait(headers) == seconds


def test_a_refusal_is_not_asked_again_and_has_the_servers_reason():
    body = json.dumps({"code": 422, "cause": "Unknown\nhierarchies: ['_omrade']"}).encode()
    with server(lambda handler, _: send(handler, 422, body)) as (base, seen):
        with pytest.raises(RefusedError) as error:
            ask(base)
        assert (error.value.status, error.value.cause) == (422, "Unknown hierarchies: ['_omrade']")
        assert len(seen) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"cause": null}'])
def test_a_refusal_without_a_reason_is_still_a_refusal(body: bytes):
    refusing = server(lambda handler, _: send(handler, 400, body))
    with refusing as (base, _), pytest.raises(RefusedError, match="400: no reason given"):
        ask(base)


def test_a_redirect_is_not_followed_so_the_token_stays():
    with server(lambda handler, _: send(handler, 200)) as (elsewhere, received):
        redirect = server(lambda handler, _: send(handler, 302, Location=elsewhere))
        with redirect as (base, _), pytest.raises(AnalysisError, match="points to another address"):
            ask(base)
        assert received == []


def test_the_token_is_in_one_header_and_in_no_address_message_or_log(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    down = server(lambda handler, _: send(handler, 500))
    with down as (base, seen), pytest.raises(AnalysisError) as error:
        ask(base, say=told.append)
    assert {request["authorization"] for request in seen} == {f"Bearer {SECRET}"}
    assert {request["path"] for request in seen} == {"/data?x=*"}
    logged = "".join(record.getMessage() + repr(record.args) + repr(vars(record)) for record in caplog.records)
    assert logged != ""
    assert SECRET not in logged + "".join(told) + repr(error.value)


@pytest.mark.parametrize("status", [200, 422])
def test_an_answer_that_repeats_the_token_is_not_read(status: int):
    body = json.dumps({"cause": f"unknown token {SECRET}"}).encode()
    repeating = server(lambda handler, _: send(handler, status, body))
    with repeating as (base, _), pytest.raises(AnalysisError, match="repeats the token; it was not read"):
        ask(base)


@pytest.mark.parametrize("secret", ["", "  ", "a b", "a\n", "a\tb", "Bearer x", "tøken", "a\x00", "a\x7f"])
def test_a_token_that_cannot_be_one_is_explained_without_showing_it(secret: str):
    with pytest.raises(AnalysisError, match="A_TOKEN") as error:
        Token(secret, variable="A_TOKEN")
    assert not secret.strip() or secret not in str(error.value).replace("'Bearer'", "")


def test_a_token_shows_itself_nowhere():
    token = Token(SECRET, variable="A_TOKEN")
    assert {str(token), repr(token), f"{token}", f"{token!r}"} == {"***"}
    with pytest.raises(TypeError):
        token.__reduce__()


@pytest.mark.parametrize(
    ("base", "why"),
    [
        ("https://user:word@example.org/v3", "holds a user or a password for example.org"),
        ("http://example.org/v3", "unencrypted"),
        ("http://127.0.0.1.example.org/v3", "unencrypted"),
        ("ftp://example.org", "not an address"),
        ("example.org/v3", "not an address"),
        ("", "not an address"),
        ("https://", "not an address"),
        ("https://example.org/v3?token=x", "more than an address"),
        ("https://example.org/v3#x", "more than an address"),
    ],
)
def test_an_address_that_a_token_may_not_go_to_is_refused(base: str, why: str):
    with pytest.raises(AnalysisError, match=why) as error:
        checked_base(base)
    assert "word" not in str(error.value).replace("password", "")


@pytest.mark.parametrize(
    "base",
    [
        "https://api.jobindsats.dk/v3",
        "http://127.0.0.1:80/v3",
        "http://localhost:8080",
        "http://[::1]:8080/v3",
    ],
)
def test_encrypted_addresses_and_this_machine_are_allowed(base: str):
    assert checked_base(base + "/").rstrip("/") == base.replace(":80/", "/")
