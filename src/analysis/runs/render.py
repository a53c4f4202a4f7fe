"""An executed notebook as a page that stands alone: the report, and the same with its code and provenance."""

from functools import cache
from typing import Any

from analysis.runs.blocks import BLOCK, KEY_COLUMNS, Blocks
from analysis.runs.failures import Failure, ReportError
from analysis.runs.job import Words
from analysis.site import pages


def report_page(book: Any, blocks: Blocks, *, analysis: str, words: Words) -> str:
    """The report: the notebook's words and what it published, without code.

    What a notebook displays in any other way than by publishing it is left out: ``publish`` is the one way out.

    Raises
    ------
    ReportError
        If the page would ask for an address when it is opened.
    """
    return _page(book, blocks, analysis=analysis, words=words, review=False, provenance="")


def review_page(book: Any, blocks: Blocks, *, analysis: str, words: Words, about: dict[str, Any]) -> str:
    """The report with its code, everything that was printed, and where it comes from.

    Parameters
    ----------
    about : dict
        ``parameters``, ``snapshot`` (facts by name), ``files`` (hashes by name), ``versions`` and ``fingerprint``.
    """
    provenance = pages.provenance(key_figures=blocks.key_figures, key_columns=KEY_COLUMNS, **about)
    return _page(book, blocks, analysis=analysis, words=words, review=True, provenance=provenance)


def _page(book: Any, blocks: Blocks, *, analysis: str, words: Words, review: bool, provenance: str) -> str:
    head, snapshot = blocks.head, blocks.head["snapshot"]
    place = f"Jobcenter {head['jobcenter']['name']}"
    what = f"{words.title} – {place}, {words.period}"
    page = {
        "analysis": analysis,
        "block": BLOCK,
        "css": pages.css(),
        "footer": f"{what}. Kilde: {snapshot['source']}, hentet {words.retrieved}.",
        "heading": what + (" (med kode og ophav)" if review else ""),
        "provenance": provenance,
        "review": review,
        "synthetic": pages.SYNTHETIC if snapshot["synthetic"] else "",
    }
    html, _ = _exporter().from_notebook_node(book, resources={"page": page})
    asked = pages.addresses_asked(html)
    if asked:
        raise ReportError(
            Failure("AsksNetwork", f"the page would ask for {', '.join(asked)}; a report must stand alone")
        )
    return str(html)


def warm_up() -> None:
    """Make the exporter and its template, so that a process forked from this one has them."""
    import nbformat

    parts = ("analysis", "block", "css", "footer", "heading", "provenance", "review", "synthetic")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A\n\n- *b*")])
    _exporter().from_notebook_node(book, resources={"page": dict.fromkeys(parts, "")})


@cache
def _exporter() -> Any:
    """nbconvert's exporter, which writes the page as it is to be.

    The notebook is not copied for preprocessors that there are none of, nor the page read again for words that the
    template has given it. A text that many reports have is made HTML once.
    """
    from jinja2 import pass_context
    from nbconvert import HTMLExporter

    class Page(HTMLExporter):
        @pass_context
        def markdown2html(self, context: Any, source: str) -> str:
            """Markdown as HTML; what is attached to a cell is no part of its source, and so it is not remembered."""
            if context.get("cell", {}).get("attachments"):
                return str(super().markdown2html(context, source))
            if source not in texts:
                texts[source] = str(super().markdown2html(context, source))
            return texts[source]

        def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
            """The page as the template writes it."""
            return self.template.render(nb=nb, resources=resources).lstrip("\r\n"), resources

    texts: dict[str, str] = {}
    return Page(  # type: ignore[no-untyped-call]
        template_name="rapport",
        extra_template_basedirs=[str(pages.TEMPLATES)],
        filters={"with_contents": pages.with_contents},
        exclude_anchor_links=True,
        preprocessors=[],
        default_preprocessors=[],
        language_code="da",
    )
