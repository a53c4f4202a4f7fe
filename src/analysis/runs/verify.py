"""Whether a report is what its record says: made again from the same parameters, and compared file by file."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import areas, project
from analysis.data import snapshots
from analysis.errors import AnalysisError, did_you_mean
from analysis.measures.reading.record import apart
from analysis.runs.analyses import Analysis, all_analyses
from analysis.runs.comments.reading import Comment, read_comments
from analysis.runs.differences import differences
from analysis.runs.job import Made
from analysis.runs.jobs import Way, jobs
from analysis.runs.make import make
from analysis.runs.plan import Plan, Report
from analysis.runs.problems import refuse
from analysis.runs.record import OK, read_record, sha256

ENDINGS = (".review.html", ".failed.html", ".failed.ipynb", ".html", ".ipynb", ".xlsx", ".json")


@dataclass(frozen=True)
class Verdict:
    """Whether every file of a report is identical to what is made now; ``found`` says where it is not."""

    report: str
    found: list[str]

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return not self.found


def verify(path: Path) -> Verdict:
    """A report made again with the parameters of its record, and every difference to the files that lie there.

    Parameters
    ----------
    path : Path
        Any file of a report: its page, notebook, spreadsheet or record.

    Raises
    ------
    AnalysisError
        If the file belongs to no good report, or there is no such notebook or snapshot any more.
    """
    name = _name(path)
    if not path.exists():
        raise AnalysisError(f"There is no file {path}. `jobcenter run` says where its reports lie.")
    about = read_record(path.parent / f"{name}.json")
    if about is None or about.get("analysis") != name:
        raise AnalysisError(f"{path} belongs to no report: {name}.json beside it is not its record.")
    if about["status"] != OK:
        raise AnalysisError(f"{path} is of a report that could not be made; there is nothing to compare.")
    made = _made_again(about)
    if made.failure is not None:
        cell = f" in cell {made.failure.cell}" if made.failure.cell else ""
        return Verdict(name, [f"The report cannot be made now: {made.failure.type}{cell}: {made.failure.message}"])
    found = _of_the_data(about, json.loads(made.files[f"{name}.json"]))
    for file, content in made.files.items():
        there = path.parent / file
        if not there.exists():
            found.append(f"{file} is not there.")
            continue
        before = there.read_bytes()
        if before == content:
            continue
        recorded = about["files"].get(file)
        if recorded is not None and sha256(before) != recorded:
            found.append(f"{file} was changed after it was made: it is not the file of the record.")
        found += [f"{file}: {difference}" for difference in differences(file, there=before, now=content)]
    return Verdict(name, found)


def _name(path: Path) -> str:
    for ending in ENDINGS:
        if path.name.endswith(ending):
            return path.name.removesuffix(ending)
    raise AnalysisError(f"{path} is no file of a report; those end in {', '.join(ENDINGS)}.")


def _made_again(about: dict[str, Any]) -> Made:
    known = {analysis.name: analysis for analysis in all_analyses()}
    name, parameters = about["analysis"], about["parameters"]
    if name not in known:
        raise AnalysisError(f"There is no analysis '{name}' any more. {did_you_mean(name, known)}")
    jobcenter = areas.jobcenter(parameters["jobcenter"], parameters["period"])
    snapshot = snapshots.open_snapshot(parameters["data"])
    report = Report(known[name], jobcenter, parameters, _comments(known, about))
    with tempfile.TemporaryDirectory(prefix="jc-", ignore_cleanup_errors=True) as scratch:
        plan = Plan(parameters["period"], snapshot, Path(scratch), [report])
        return make(jobs(plan, way=Way(), traces=Path(scratch))[0])


def _comments(known: dict[str, Analysis], about: dict[str, Any]) -> tuple[Comment, ...]:
    problems: list[str] = []
    month = about["parameters"]["period"]
    found = read_comments(project.root(), list(known.values()), month=month, problems=problems)
    refuse(problems)
    return found.get((about["parameters"]["jobcenter"], about["analysis"]), ())


def _of_the_data(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What the report read of its snapshot and is not there as it was, where that is so."""
    name, texts = now["snapshot"]["name"], apart(before.get("read", {}), now["read"])
    return [f"The snapshot '{name}' is not as the report read it: {text}." for text in texts]
