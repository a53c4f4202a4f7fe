"""Asking an API over the network: with patience, within a time limit, and without giving the token away."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import httpx
import stamina

from analysis.errors import AnalysisError
from analysis.sources.addresses import checked_base
from analysis.sources.patience import AttemptError, Patience, again, asked_wait
from analysis.sources.tokens import Token

T = TypeVar("T")
Body = Mapping[str, Any] | None  # what is posted, as JSON; nothing is got

BYTE_ORDER_MARK = "utf-8-sig"  # reads with it and without it

logging.getLogger("stamina").addHandler(logging.NullHandler())  # each wait is told to ``say`` already


class RefusedError(AnalysisError):
    """The server understood and said no: its status, its own words, and its code for them where it has one."""

    def __init__(self, status: int, cause: str, code: str = "") -> None:
        super().__init__(f"{status}: {cause}")
        self.status, self.cause, self.code = status, cause, code


class Api:
    """One API at one address. The token, where there is one, is sent to that address and to no other."""

    def __init__(
        self,
        base: str,
        *,
        name: str,
        token: Token | None = None,
        patience: Patience | None = None,
        say: Callable[[str], None],
    ) -> None:
        """Check the address and make ready; nothing is asked yet.

        Parameters
        ----------
        base : str
            ``https://...``, or ``http://`` on this machine alone.
        name : str
            What messages call the API.
        say : callable
            Told in a line of each wait.

        Raises
        ------
        AnalysisError
            If the address is not one that may be asked; see ``checked_base``.
        """
        self.base = checked_base(base)
        self.name, self.say = name, say
        self.patience = patience or Patience()
        self._token = token
        local = httpx.URL(self.base).scheme == "http"
        self._client = httpx.Client(
            timeout=self.patience.timeout,
            follow_redirects=False,
            trust_env=not local,  # no proxy for what stays on this machine
            headers={"Accept": "application/json, text/csv"},
        )

    def __enter__(self) -> "Api":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get_json(self, path: str) -> Any:
        """What the API answers for a path and its query, read as JSON.

        See ``post_text`` for what is asked again and what is an error.
        """
        return self._patiently(path, None, self._parsed)

    def post_json(self, path: str, body: Mapping[str, Any]) -> Any:
        """What the API answers to a body of JSON, read as JSON; see ``post_text``."""
        return self._patiently(path, body, self._parsed)

    def post_text(self, path: str, body: Mapping[str, Any]) -> str:
        """What the API answers to a body of JSON, as text without a byte order mark.

        429, 5xx, time-outs and broken answers are asked again: after the wait that the server names, else
        after 0.5, 1, 2 and 4 seconds.

        Raises
        ------
        RefusedError
            If the server says no (4xx), which no repetition would change.
        AnalysisError
            If it does not answer as it should in so many attempts, or asks for too long a wait.
        """
        return self._patiently(path, body, _no_web_page)

    def _patiently(self, path: str, body: Body, read: Callable[[str], T]) -> T:
        patience = self.patience
        tried = stamina.retry_context(
            on=again,
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.first_wait,
            wait_jitter=patience.jitter,
            wait_max=patience.longest_wait,
        )
        try:
            for attempt in tried:
                with attempt:
                    return self._told(path, body, read, attempt.num)
        except AttemptError as last:
            raise AnalysisError(
                f"{self.name} {last} in each of {patience.attempts} attempts at {self.base}: "
                "nothing is kept; try again later."
            ) from None
        raise AssertionError("the last attempt returns or raises")

    def _told(self, path: str, body: Body, read: Callable[[str], T], number: int) -> T:
        """One attempt; ``say`` hears of one that failed and will be repeated."""
        try:
            return self._once(path, body, read)
        except AttemptError as failed:
            if failed.wait is not None and failed.wait > self.patience.longest_wait:
                minutes = -(-failed.wait // 60)
                raise AnalysisError(
                    f"{self.name} {failed} and asks for a wait of {minutes:.0f} minutes. Try again then."
                ) from None
            if number < self.patience.attempts:
                self.say(f"{self.name} {failed}: asking again ({number} of {self.patience.attempts} attempts made)")
            raise

    def _once(self, path: str, body: Body, read: Callable[[str], T]) -> T:
        try:
            status, headers, content = self._exchange(path, body)
        except httpx.TimeoutException:
            raise AttemptError("did not answer in time") from None
        except httpx.ConnectError:
            raise AttemptError("could not be reached") from None
        except (httpx.TransportError, httpx.DecodingError):
            raise AttemptError("broke off its answer") from None
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise AttemptError(f"answered {status}", asked_wait(headers))
        if status != httpx.codes.OK:
            self._refuse(status, content)
        return read(self._text(content))

    def _exchange(self, path: str, body: Body) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body; httpx raises where the body is shorter than it was said to be."""
        header = self._token.header() if self._token else {}
        started, content = time.monotonic(), bytearray()
        method = "GET" if body is None else "POST"
        with self._client.stream(method, self.base + path, headers=header, json=body) as response:
            for part in response.iter_bytes():
                content += part
                if time.monotonic() - started > self.patience.deadline:
                    raise AttemptError(f"had not finished after {self.patience.deadline:.0f} seconds")
            return response.status_code, response.headers, bytes(content)

    def _text(self, content: bytes) -> str:
        try:
            text = content.decode(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            raise AttemptError("sent an answer that is not text in UTF-8") from None
        if self._token and self._token.stands_in(text):
            raise AnalysisError(f"{self.name} sent an answer that repeats the token; it was not read. Check --url.")
        return text

    def _parsed(self, text: str) -> Any:
        try:
            return json.loads(_no_web_page(text), parse_constant=_not_json)
        except (ValueError, RecursionError):
            raise AttemptError("sent an answer that is not whole JSON") from None

    def _refuse(self, status: int, content: bytes) -> NoReturn:
        if self._token and status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise RefusedError(status, "the token was not accepted")
        if status < httpx.codes.BAD_REQUEST:
            raise AnalysisError(
                f"{self.name} answered {status} and points to another address, which is not followed. "
                "Give the right address with --url."
            )
        try:
            body = self._parsed(self._text(content))
        except AttemptError:
            body = None
        said = body if isinstance(body, dict) else {}
        cause = said.get("cause") or said.get("message") or "no reason given"
        code = said.get("errorTypeCode") or ""
        raise RefusedError(status, " ".join(str(cause).split())[:300], " ".join(str(code).split())[:60])


def _no_web_page(text: str) -> str:
    if text.lstrip().startswith("<"):
        raise AttemptError("sent a web page instead of figures")
    return text


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
