"""The comments of a jobcenter, from ``kommentarer/<code>.md``: a small strict form, every problem at once."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis import areas, catalogue, goals, periods
from analysis.errors import AnalysisError, did_you_mean, nearest
from analysis.runs.analyses import Analysis

FOLDER = "kommentarer"
ADD, REPLACE = "Tilføj", "Erstat"
BLOCKS = "publish.goal_blocks("  # what a notebook calls whose report has a section for each goal
FORM = "How it is written: CONTRIBUTING.md, 'Comment on a report'."
_FILE = re.compile(r"(\d{3})\.md")
_REPORT = re.compile(r"# (\S+) (\d{4}-\d{2})")
_SECTION = re.compile(rf"## ({ADD}|{REPLACE}): (.+)")


@dataclass(frozen=True)
class Comment:
    """A text to one section of one report; ``where`` names its file and line."""

    where: str
    kind: str  # ADD or REPLACE
    heading: str
    lines: tuple[str, ...] = ()


@dataclass
class _Report:
    """The comments of a file to one report: an analysis in a month."""

    where: str
    analysis: str
    month: str
    comments: list[Comment] = field(default_factory=list)


def read_comments(
    home: Path, known: Sequence[Analysis], *, month: str | None, tables: Collection[str] = (), problems: list[str]
) -> dict[tuple[str, str], tuple[Comment, ...]]:
    """The comments to the reports of a month, by jobcenter and analysis.

    Comments to other months are checked for their form alone: a heading may have been another then.

    Parameters
    ----------
    home : Path
        The project's folder.
    known : sequence of Analysis
        The analyses there are, with the headings of their notebooks.
    month : str, optional
        The month of the reports; where it is not known, every comment is checked for its form alone.
    tables : collection of str, optional
        Of the snapshot: a goal that they cannot tell of has no section.
    problems : list of str
        What is wrong is added here, with file and line; nothing is raised.
    """
    found: dict[tuple[str, str], tuple[Comment, ...]] = {}
    by_name = {analysis.name: analysis for analysis in known}
    for path in sorted((home / FOLDER).glob("*")):
        match = _FILE.fullmatch(path.name)
        if path.name.startswith(".") or path.name == "README.md":
            continue
        if not match or not _is_jobcenter(match[1], month):
            problems.append(
                f"{FOLDER}/{path.name} belongs to no jobcenter. Name the file by the code of one, as 561.md; "
                "`jobcenter list jobcentres` has them."
            )
            continue
        for report in _reports(path, problems):
            if report.analysis not in by_name:
                problems.append(
                    f"{report.where}: there is no analysis '{report.analysis}'. "
                    f"{did_you_mean(report.analysis, by_name)}"
                )
            elif report.month == month:
                problems += _unknown(report, by_name[report.analysis], month, tables)
                found[match[1], report.analysis] = tuple(report.comments)
    return found


def headings(analysis: Analysis, month: str, tables: Collection[str] = ()) -> list[str]:
    """The sections that a report may have: those of the notebook, and of one built on goals the goals and results.

    A goal that no measure stands for has none, nor has one that the register of a snapshot with these tables cannot
    tell of. Whether the others have figures of a jobcenter is known when its notebook has run.
    """
    cells = (cell.source.splitlines()[0] for cell in analysis.notebook.cells if cell.kind == "markdown" and cell.source)
    own = [line.removeprefix("## ").strip() for line in cells if line.startswith("## ")]
    if not any(BLOCKS in cell.source for cell in analysis.notebook.cells if cell.kind == "code"):
        return own
    from analysis.data import known_targets  # takes seconds, which a run that finds nothing to do has no use for
    from analysis.measures import label
    from analysis.measures.compare import lacks
    from analysis.measures.goal_blocks import RESULTS

    year, lacking = goals.of(month[:4]), lacks(tables)
    told = [goal for goal in year.goals if goal.subject]
    asked = [goal.label for goal in told if catalogue.measured(goal.subject)[0].id not in lacking]
    results = [label(measure.id, benefit) for measure, benefit in map(catalogue.measured, RESULTS)]
    local = known_targets.labels().values() if year.known == goals.NONE else ()
    return list(dict.fromkeys([*own, *asked, *results, *local]))


def _is_jobcenter(code: str, month: str | None) -> bool:
    return month is None or code in {area.code for area in areas.jobcentres(month)}


def _reports(path: Path, problems: list[str]) -> list[_Report]:
    """The parts of a file, one for each report, with as many comments as could be read."""
    place = f"{FOLDER}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{place} is not UTF-8. Save it as UTF-8.")
        return []
    found: list[_Report] = []
    for number, line in enumerate(text.splitlines(), start=1):
        wrong = _take(line.rstrip(), f"{place}, line {number}", found)
        problems += [f"{place}, line {number}: {wrong} {FORM}"] if wrong else []
    for report in found:
        problems += [f"{problem} {FORM}" for problem in _incomplete(report)]
    return found


def _take(line: str, where: str, found: list[_Report]) -> str:
    """Add a line to what was read so far; what is wrong with it where it has no place."""
    if match := _REPORT.fullmatch(line):
        if not _is_month(match[2]):
            return f"'{match[2]}' is not a month."
        found.append(_Report(where, match[1], match[2]))
    elif match := _SECTION.fullmatch(line):
        if not found:
            return "a comment stands before the line that says which report it is to."
        found[-1].comments.append(Comment(where, match[1], match[2].strip()))
    elif line.startswith("#"):
        return "a heading is '# analysis month', '## Tilføj: section' or '## Erstat: section'."
    elif found and found[-1].comments:
        last = found[-1].comments[-1]
        found[-1].comments[-1] = Comment(last.where, last.kind, last.heading, (*last.lines, line))
    elif line.strip():
        return "a text stands under no section."
    return ""


def _is_month(text: str) -> bool:
    try:
        return periods.kind(periods.parse(text)) == "month"
    except AnalysisError:
        return False


def _incomplete(report: _Report) -> Iterator[str]:
    if not report.comments:
        yield f"{report.where}: there is no comment to {report.analysis} {report.month}."
    seen = set()
    for comment in report.comments:
        if not any(line.strip() for line in comment.lines):
            yield f"{comment.where}: the comment to '{comment.heading}' is empty."
        if comment.heading in seen:
            yield f"{comment.where}: '{comment.heading}' has a comment already; write them as one."
        seen.add(comment.heading)


def _unknown(report: _Report, analysis: Analysis, month: str, tables: Collection[str]) -> Iterator[str]:
    known = headings(analysis, month, tables)
    for comment in report.comments:
        if comment.heading not in known:
            meant = did_you_mean(comment.heading, known) if nearest(comment.heading, known) else _all(known)
            yield f"{comment.where}: {report.analysis} has no section '{comment.heading}' in {month}. {meant}"


def _all(known: Sequence[str]) -> str:
    """The sections that there may be, in their order; some have a comma in their name."""
    return f"It may have: {'; '.join(known)}."
