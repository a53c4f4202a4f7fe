"""What changed between retrievals, as one page in Danish with CSV files beside it."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from analysis import danish, project, rules
from analysis.data import cell_changes, triangles, vintages, whole_folders
from analysis.data.vintages import Step, Vintage
from analysis.errors import AnalysisError
from analysis.publish import blocks
from analysis.publish.blocks import Table
from analysis.site import pages, revision_files, revision_tables, revision_triangle
from analysis.site.revision_tables import named_step

PAGE = "revisions.html"


def write(steps: Sequence[Step], *, out: Path | None = None) -> Path:
    """The page and its CSV files in a folder, whole or not at all; returns the page's path.

    Parameters
    ----------
    steps : sequence of Step
        From each vintage to the next, the oldest first.
    out : Path, optional
        The folder; by default ``data/diffs/<A>-<B>``. One that holds anything else than an earlier comparison is
        left alone.

    Raises
    ------
    AnalysisError
        If the folder holds other files, or cannot be written.
    """
    folder = out or project.root() / "data" / "diffs" / "-".join(one.name for one in vintages.of(steps))
    if folder.exists() and (
        not folder.is_dir() or {path.name for path in folder.iterdir()} - {PAGE, *revision_files.NAMES}
    ):
        raise AnalysisError(f"{folder} holds something else than a comparison. Choose another --out.")
    tables = {name: revision_files.csv(table) for name, table in revision_files.tables(steps).items()}
    whole_folders.write(folder.resolve(), {PAGE: page(steps).encode(), **tables}, replace=True)
    return folder / PAGE


def page(steps: Sequence[Step]) -> str:
    """The page on revisions, standing alone."""
    all_vintages = vintages.of(steps)
    body = "".join(_sections(steps, all_vintages))
    marked = pages.with_contents(body)
    dates = [danish.day(vintage.snapshot.retrieved) for vintage in all_vintages]
    return pages.environment().get_template("revisions.html.j2").render(
        css=pages.css(),
        synthetic=pages.SYNTHETIC if any(vintage.snapshot.synthetic for vintage in all_vintages) else "",
        names=" → ".join(vintage.name for vintage in all_vintages),
        dates=f"Hentet {danish.listed(dates)}",
        lead=[_lead(step) for step in steps],
        body=marked.body,
        contents=marked.contents,
        files=revision_files.NAMES,
    )  # fmt: skip


def _sections(steps: Sequence[Step], all_vintages: Sequence[Vintage]) -> list[str]:
    """The sections of the page, each a heading and what stands under it."""
    counted = [revision_tables.counted(steps)]
    for step in steps:
        counted += _present([revision_tables.statuses(step), revision_tables.by_measure(step)])
    largest = _present([revision_tables.largest(step, rates=rates) for step in steps for rates in (False, True)])
    moved = _present([revision_tables.came_and_went(step) for step in steps])
    aged = _present([revision_triangle.ages(step) for step in steps])
    rows = triangles.triangle(all_vintages)
    each = [revision_triangle.triangle(part, all_vintages) for _, part in rows.groupby(triangles.SERIES, sort=False)]
    folded = "".join(
        f'<details class="jc-data"><summary>{escape(table.title)}</summary>{table.html()}</details>' for table in each
    )
    age_note = (
        "Nettoændringen for de kommuner, hvis tal begge udtræk viser; antal i pct. af det ældre tal. "
        "Måltal uden revisioner er udeladt."
    )
    return [
        _section("Hvor meget er ændret?", counted),
        _section("Hvilke tal er ændret mest?", largest, none="Ingen tal, der kan vises, er revideret."),
        _section("Hvad er kommet til og faldet bort?", moved, none="De to udtræk har de samme celler."),
        _section(
            "Hvor længe ændrer en måneds tal sig?",
            aged,
            note=age_note,
            none="Ingen af kommunernes tal, som begge udtræk viser, er revideret.",
        ),
        f"<h2>Revisionstrekant</h2>{folded}",
        f"<h2>Data og metode</h2>{blocks.items(_method(steps, all_vintages), mark='jc-method')}",
    ]


def _section(heading: str, tables: list[Table], *, note: str = "", none: str = "") -> str:
    inside = "".join(table.html() for table in tables) if tables else f'<p class="jc-absent">{escape(none)}</p>'
    return f"<h2>{escape(heading)}</h2>{inside}" + (f'<p class="jc-note">{escape(note)}</p>' if note and tables else "")


def _lead(step: Step) -> str:
    total = cell_changes.counts(step.exact).iloc[0]
    number = danish.number
    if not total["revised"]:
        return f"{named_step(step)}: ingen af de {number(total['compared_figures'])} tal i begge udtræk er revideret."
    final, all_ = total["revised_final"], total["revised"]
    said = f"{named_step(step)}: {number(all_)} af {number(total['compared_figures'])} tal i begge udtræk er revideret"
    return f"{said}, {number(all_ - final)} i foreløbige måneder og {number(final)} i måneder, der var endelige."


def _method(steps: Sequence[Step], all_vintages: Sequence[Vintage]) -> list[str]:
    said = [
        f"»{one.name}«: {one.snapshot.manifest['source']}, hentet {danish.day(one.snapshot.retrieved)}; de seneste "
        f"{one.provisional_months} måneder af hvert måltal er foreløbige."
        for one in all_vintages
    ]
    said += [
        "Et tal er revideret, når begge udtræk har det, og det ikke er det samme. Om det er blevet endeligt, ikke "
        "længere oplyses eller mangler, er dets status og tælles for sig.",
        "Antallene af ændrede celler er talt i udtrækkene, som de er hentet. Det, der vises for den enkelte celle, er "
        "beskyttet som i rapporterne, hvert udtræk for sig; celler, som ikke må vises, er med i antallene alene.",
        "Ændringer i procent vises kun af tal på mindst "
        f"{danish.number(rules.value('smallest_base_for_percentage', '2007-01'))}, og kun for antal. Andele ændrer sig "
        "i procentpoint.",
    ]
    for step in steps:
        if not step.in_order:
            said.append(f"»{step.before.name}« er hentet efter »{step.after.name}«: det nyere udtræk står først.")
        said += [
            f"Mellem udtrækkene, {reform.month}: {danish.lower_first(reform.event)}."
            for reform in step.reforms
        ]  # fmt: skip
    return said


def _present(tables: Sequence[Table | None]) -> list[Table]:
    return [table for table in tables if table is not None]
