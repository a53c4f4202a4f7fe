"""The page that a notebook writes: its head, its numbering, and its end."""

from dataclasses import dataclass, field
from html import escape

import pandas as pd

from analysis import danish, periods
from analysis.data.tables import Panel
from analysis.errors import AnalysisError
from analysis.measures.reading.record import told
from analysis.publish.blocks import emit

SYNTHETIC = "SYNTETISKE DATA"
SYNTHETIC_NOTE = "Tallene er opdigtede og siger intet om virkelige kommuner."
UNPROTECTED_NOTE = "Små tal er ikke skjult på denne side. Den må ikke offentliggøres."


@dataclass
class Page:
    """What a page is about, what it has shown so far, what it has warned of, and what it said it has no figures of."""

    panel: Panel
    title: str
    counts: dict[str, int] = field(default_factory=dict)
    measures: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)
    absences: set[str] = field(default_factory=set)

    @property
    def provisional_months(self) -> dict[str, list[str]]:
        """The months with provisional figures by measure, oldest first, of the measures shown so far (all where none).

        A quarter, or twelve months, counts as its last month. Measures that have none are left out.
        """
        rows = self.panel.spans_of(self.measures) if self.measures else self.panel.spans
        found = rows.loc[rows["provisional"], ["measure", "period"]]
        found = found.assign(period=found["period"].map(periods.last_month))
        return {str(measure): sorted(set(months)) for measure, months in found.groupby("measure")["period"]}

    def shows(self, table: pd.DataFrame) -> None:
        """Note which measures a published table is of."""
        if "measure" in table:
            self.measures |= {str(name).partition("/")[0] for name in table["measure"].dropna()}

    def number(self, kind: str) -> str:
        """The next id of a kind, such as ``table-2``."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}-{self.counts[kind]}"


_pages: list[Page] = []  # the kernel's one page: a notebook is one report


def begin(panel: Panel, *, title: str, real: str = "") -> None:
    """Start the page: whose it is, which month, where the figures are from, and whether they are invented.

    ``real`` says in Danish what on the page is real although the snapshot is not; it stands in the warning.
    """
    _pages[:] = [Page(panel, title)]
    snapshot, jobcenter = panel.snapshot, panel.jobcenter
    names = danish.listed([member.name for member in panel.members])
    kind = "kommuner" if len(panel.members) > 1 else "kommune"
    warnings = []
    if snapshot.synthetic:
        note = f"{SYNTHETIC_NOTE} {real}".strip()
        warnings.append(f'<p class="jc-synthetic" role="note"><strong>{SYNTHETIC}.</strong> {escape(note)}</p>')
    if not panel.protected:
        warnings.append(f'<p class="jc-synthetic" role="note">{UNPROTECTED_NOTE}</p>')
    facts = [
        f"Jobcenter {jobcenter.name}",
        f"{kind.capitalize()}: {names}",
        f"Tal til og med {danish.month(panel.period)}",
        f"Hentet {danish.day(snapshot.retrieved)}",
    ]
    html = (
        f'<header class="jc-head">{"".join(warnings)}<p class="jc-kicker">{escape(title)}</p>'
        f'<p class="jc-name">Jobcenter {escape(jobcenter.name)}</p>'
        f'<p class="jc-facts">{" · ".join(escape(fact) for fact in facts[1:])}</p></header>'
    )
    emit(
        "head",
        html=html,
        plain="\n".join([*([SYNTHETIC] if snapshot.synthetic else []), title, *facts]),
        title=title,
        jobcenter={"code": jobcenter.code, "name": jobcenter.name},
        municipalities=[{"code": area.code, "name": area.name} for area in panel.members],
        period=panel.period,
        protected=panel.protected,
        snapshot={
            "name": snapshot.name,
            "digest": snapshot.digest,
            "retrieved": snapshot.retrieved,
            "synthetic": snapshot.synthetic,
            "source": snapshot.manifest["source"],
        },
    )


def current() -> Page:
    """The page that was begun.

    Raises
    ------
    AnalysisError
        If none was: without it nobody knows whether the figures are real.
    """
    if not _pages:
        raise AnalysisError("Call publish.begin(panel, title=…) before anything is published.")
    return _pages[-1]


def forget() -> None:
    """Leave no page begun."""
    _pages.clear()


def allow(table: pd.DataFrame) -> None:
    """Make sure that figures with small counts in them stand on a page that says so only.

    Raises
    ------
    AnalysisError
        If the figures are unprotected and the page is not.
    """
    if table.attrs.get("protected") is False and current().panel.protected:
        raise AnalysisError(
            "Small counts are not hidden in these figures, so they cannot be published. Open the records without "
            "protect=False, or, for your own eyes, the page's figures with it."
        )


def end() -> None:
    """Close the page, and leave what the report has read of its snapshot. A report without its end is not finished."""
    page = current()
    source = page.panel.snapshot.manifest["source"]
    read = told(page.panel.snapshot, page.panel.period)
    emit("end", html=f'<p class="jc-source">Kilde: {escape(source)}.</p>', plain=f"Kilde: {source}.", read=read)
