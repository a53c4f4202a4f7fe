"""The pages around the figures: templates and styles, the front page of a period, and the page of a failure."""

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.names import slug

SITE = Path(__file__).resolve().parent
TEMPLATES = SITE / "templates"
SYNTHETIC = "Syntetiske tal – en opdigtet øvelse, ikke oplysninger om virkelige kommuner"
_HEADING = re.compile(r"<h2(?:\s[^>]*)?>(.*?)</h2>", re.DOTALL)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_ASKING = {
    "src": ("img", "script", "iframe", "source", "video", "audio", "embed", "input", "track", "frame"),
    "srcset": ("img", "source"),
    "href": ("link", "image", "use"),
    "data": ("object",),
    "poster": ("video",),
}
_REST = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_ASKING_TAG = re.compile(  # the tags of a page that can ask for anything, which are few of them
    rf"<(?:{'|'.join(sorted({tag for tags in _ASKING.values() for tag in tags}))})\b{_REST}>"
    rf"|<[a-z][a-z0-9]*\b(?=[^>]*\bstyle\s*=){_REST}>",
    re.IGNORECASE,
)


class Marked(NamedTuple):
    """A page's body whose second headings have ids, and those headings as (id, text)."""

    body: str
    contents: list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """One report on the front page of a period."""

    analysis: str
    title: str
    folder: str
    jobcenter: str
    region: str
    serves: str
    state: str  # "ok", "failed" (there is no good report) or "kept" (a good one from before a failure)
    synthetic: bool


def with_contents(body: str) -> Marked:
    """The body with an id on each second heading, so that it can be pointed to.

    >>> with_contents("<h2>Går det godt?</h2><h2>Går det godt?</h2>").contents
    [('gaar-det-godt', 'Går det godt?'), ('gaar-det-godt-2', 'Går det godt?')]
    """
    contents: list[tuple[str, str]] = []

    def mark(found: re.Match[str]) -> str:
        text = _TAG.sub("", found[1]).strip()
        stem = slug(html.unescape(text)) or "afsnit"
        alike = sum(1 for id_, _ in contents if id_ == stem or re.fullmatch(re.escape(stem) + r"-\d+", id_))
        id_ = stem if not alike else f"{stem}-{alike + 1}"
        contents.append((id_, text))
        return f'<h2 id="{id_}">{found[1]}</h2>'

    return Marked(_HEADING.sub(mark, body), contents)


def addresses_asked(page: str) -> list[str]:
    """The addresses that a page would ask for when it is opened; none where it stands alone.

    Links that a reader may follow are not among them.

    >>> addresses_asked('<a href="https://a.dk">a</a><img src="data:,"><img src="https://b.dk/x.png">')
    ['https://b.dk/x.png']
    """
    finder = _Finder()
    for found in _ASKING_TAG.finditer(page):
        finder.reset()
        finder.feed(found[0])
    return sorted(finder.asked)


class _Finder(HTMLParser):
    """Collects what the tags of a page ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            address = (value or "").strip()
            if tag in _ASKING.get(name, ()) and not address.startswith(("data:", "#")):
                self.asked.add(address or "(empty)")
            if name == "style":
                self.asked.update(found for found in _URL.findall(address) if not found.startswith(("data:", "#")))


@cache
def environment() -> Environment:
    """The templates of the site; all text is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def css() -> str:
    """The one style sheet."""
    return (SITE / "report.css").read_text(encoding="utf-8")


def front_page(entries: list[Entry], *, period: str, has_failures: bool) -> str:
    """The front page of a period: every report that lies in its folder, by region, with a field to search in.

    Parameters
    ----------
    entries : list of Entry
        In the order they are to stand within their region.
    period : str
        In Danish words.
    has_failures : bool
        Whether ``failures.json`` has something in it.
    """
    script = (SITE / "search.js").read_text(encoding="utf-8")
    regions: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        regions.setdefault(entry.region, {}).setdefault(entry.folder, []).append(entry)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _render(
        "index.html.j2",
        regions=dict(sorted(regions.items())),
        period=period,
        jobcentres=len({entry.folder for entry in entries}),
        failed=[entry for entry in entries if entry.state != "ok"],
        synthetic=SYNTHETIC if any(entry.synthetic for entry in entries) else "",
        has_failures=has_failures,
        script=script,
        script_digest=digest,
    )


def failure_page(*, heading: str, kept: bool, synthetic: bool, **words: str) -> str:
    """The page that stands where a report could not be made. It holds no figures and nothing from the error.

    Parameters
    ----------
    heading : str
        The section of the notebook that failed; empty where none is to blame.
    kept : bool
        Whether the last good report lies beside it.
    synthetic : bool
        Whether the figures would have been made up.
    **words : str
        ``title``, ``jobcenter`` and ``period`` in Danish, and ``analysis``, the name in the files.
    """
    banner = SYNTHETIC if synthetic else ""
    return _render("failure.html.j2", heading=heading, kept=kept, synthetic=banner, **words)


def provenance(**about: Any) -> str:
    """Where a report comes from, for its review page."""
    return _render("provenance.html.j2", **about)


def _render(template: str, **values: Any) -> str:
    return environment().get_template(template).render(css=css(), **values)
