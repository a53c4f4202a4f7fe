"""The command line: the verbs, their words, and what they print. The work is done in the rooms."""

import datetime as dt
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.errors import AnalysisError, did_you_mean

if TYPE_CHECKING:
    from analysis.data.snapshots import Snapshot

INTERRUPTED = 130
WORKERS = (os.cpu_count() or 1) + 1  # so that no core waits while one of them has its kernel made

app = typer.Typer(
    help="Reports on Danish jobcentres: one notebook per analysis, one report per jobcenter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"jobcenter-analysis {version('jobcenter-analysis')}")
        raise typer.Exit


@app.callback()
def main_options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Reports on Danish jobcentres: one notebook per analysis, one report per jobcenter."""


data_app = typer.Typer(help="Snapshots: the figures that reports are made of.", no_args_is_help=True)
app.add_typer(data_app, name="data")


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(help="analyses, jobcentres, measures or snapshots")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with every column.")] = False,
) -> None:
    """What there is: the names that the other verbs take."""
    from analysis.runs import listings

    if what not in listings.LISTS:
        raise AnalysisError(f"There is no list of '{what}'. {did_you_mean(what, listings.LISTS)}")
    rows = listings.LISTS[what]()
    typer.echo(_json(rows) if json else listings.as_text(rows, only=listings.SHOWN.get(what, ())))


@data_app.command("demo")
def demo(
    scale: Annotated[float, typer.Option(help="Share of the country's residents that is made, up to 1.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Where chance begins: the same seed makes the same country.")] = 20101,
) -> None:
    """Make the synthetic country, as the snapshot 'demo'. None of its figures are real."""
    from analysis.data import demo as country

    snapshot = country.build(scale=scale, seed=seed)
    typer.echo(f"The snapshot '{snapshot.name}' is made, to {snapshot.latest_month()}. Its figures are synthetic.")


@data_app.command("fetch")
def fetch(
    source: Annotated[str, typer.Argument(help="jobindsats or statbank")],
    url: Annotated[str | None, typer.Option(help="Another address of the API than that of params/sources.yml.")] = None,
    tables: Annotated[
        list[str] | None, typer.Option(help="A table to fetch; give it once per table. Default: all.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The snapshot's name. Default: source and date.")] = None,
    also: Annotated[
        str | None, typer.Option("--with", help="A snapshot whose tables the new one holds as well.")
    ] = None,
) -> None:
    """Fetch figures as a new snapshot. Jobindsats needs an access token, read from JOBINDSATS_TOKEN."""
    from analysis.sources import jobindsats, retrieval

    wanted = [word for given in tables or () for word in given.replace(",", " ").split()]
    token, now = os.environ.get(jobindsats.VARIABLE, ""), dt.datetime.now().astimezone()
    snapshot = retrieval.fetch(source, url=url, tables=wanted, name=name, also=also, token=token, now=now, say=_say)
    latest = ", ".join(sorted(set(snapshot.manifest["latest"].values())))
    typer.echo(f"The snapshot '{snapshot.name}' is made{f', to {latest}' if latest else ''}.")
    _tell(snapshot, partial=bool(wanted))


@data_app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV files and workbooks.")],
    kind: Annotated[str, typer.Option("--as", help="What the files hold.")] = "observations",
    name: Annotated[str | None, typer.Option(help="The snapshot's name. Default: import and date.")] = None,
    also: Annotated[
        str | None, typer.Option("--with", help="A snapshot whose tables the new one holds as well.")
    ] = None,
) -> None:
    """Read exported files as a new snapshot: all of them, or a list of what cannot be understood and nothing."""
    from analysis.sources import importing

    now = dt.datetime.now().astimezone()
    snapshot = importing.import_files(files, kind=kind, name=name, also=also, now=now, say=_say)
    rows = sum(about["rows"] for about in snapshot.manifest["files"].values())
    typer.echo(f"The snapshot '{snapshot.name}' is made, with {rows} rows of {', '.join(snapshot.tables())}.")
    _tell(snapshot)


@data_app.command("check")
def check(
    snapshot: Annotated[str, typer.Argument(help="A snapshot's name; see 'jobcenter list snapshots'.")],
) -> None:
    """Every problem of a snapshot, in one list. Exit code 1 where there is an error."""
    from analysis.data import checks, snapshots

    found = checks.problems(snapshots.open_snapshot(snapshot))
    for problem in found:
        typer.echo(f"{problem.severity}: {problem.text}")
    errors = sum(1 for problem in found if problem.severity == "error")
    typer.echo(f"{snapshot}: {errors} errors, {len(found) - errors} notes.")
    raise typer.Exit(1 if errors else 0)


@data_app.command("diff")
def diff(
    names: Annotated[list[str], typer.Argument(metavar="A B [C]...", help="Snapshots, the oldest first.")],
    out: Annotated[Path | None, typer.Option(help="The folder of page and CSV. Default: data/diffs/A-B.")] = None,
) -> None:
    """Every figure that changed between retrievals: counts here, and one page with a revision triangle."""
    from analysis.data import vintages
    from analysis.runs import listings
    from analysis.site import revision_text, revisions

    steps = vintages.steps(vintages.open_all(names))
    page = revisions.write(steps, out=out)
    for step in steps:
        typer.echo("\n".join(revision_text.lines(step)))
        for heading, rows in revision_text.tables(step).items():
            typer.echo(f"\n{heading}\n{listings.as_text(rows)}")
        typer.echo("")
    typer.echo(f"Open {page}")


@app.command("run")
def run(
    analyses: Annotated[list[str] | None, typer.Argument(metavar="[ANALYSIS]...", help="Default: all.")] = None,
    jobcenter: Annotated[
        list[str] | None, typer.Option(help="A name or a code; repeat it for more. Default: all jobcentres.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="All jobcentres of a region, besides those named.")] = None,
    period: Annotated[str | None, typer.Option(help="A month, as 2018-04. Default: the snapshot's latest.")] = None,
    data: Annotated[
        str | None, typer.Option(help="A snapshot, or the address of one. Default: the newest real one, else 'demo'.")
    ] = None,
    out: Annotated[str, typer.Option(help="The folder that the reports go to, or an address: s3://…")] = "reports",
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Reports at once. Default: one more than there are cores.")
    ] = WORKERS,
    engine: Annotated[
        str | None, typer.Option(help="warm: kernels forked from a process that is ready; plain: each started anew.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A dask scheduler, as tcp://10.0.0.5:8786: its workers make them."),
    ] = None,
    timeout: Annotated[
        int | None, typer.Option(min=1, help="Seconds that a report may take; an hour by default.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make also what is up to date.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be made; write nothing.")] = False,
) -> None:
    """Make the reports. Exit code 0: all there; 1: some failed; 2: impossible, and nothing was started."""
    from rich.console import Console

    from analysis.data import stores
    from analysis.runs import batch, engines, jobs, progress, shelf
    from analysis.runs.plan import Request
    from analysis.runs.plan import plan as planned

    if engine is not None and engine not in engines.ENGINES:
        raise AnalysisError(f"There is no engine '{engine}'. {did_you_mean(engine, engines.ENGINES)}")
    request = Request(tuple(analyses or ()), tuple(jobcenter or ()), region, period, data, stores.place(out))
    plan = planned(request)
    for note in plan.notes:
        _say(note)
    if dry_run:
        outdated = shelf.outdated(plan.folder, plan.snapshot, plan.period)
        waiting = jobs.to_make(jobs.jobs(plan, way=jobs.Way(), traces=plan.folder), outdated, force=force)
        for job, why in waiting:
            page = "the page alone: " if job.reuse else ""
            typer.echo(f"{plan.folder / job.folder / job.analysis}.html ({page}{'; '.join(why)})")
        there = len(plan.reports) - len(waiting)
        typer.echo(
            f"{len(waiting)} to make and {there} up to date, for {plan.period} from '{plan.snapshot.name}'. "
            "Nothing was written."
        )
        return
    console = Console(stderr=True)
    engine = engine or engines.default()
    with ExitStack() as stack:
        elsewhere = None
        if cluster is not None:
            from analysis.runs.cluster import connected

            shared = out if stores.is_address(out) else None
            found = stack.enter_context(connected(cluster, plan, engine=engine, out=shared))
            elsewhere, workers = found.outcomes, found.places
        follower = stack.enter_context(progress.follower(plan, workers=workers, engine=engine, console=console))
        summary = batch.run(
            plan,
            workers=workers,
            force=force,
            engine=engine,
            seconds=timeout,
            follower=follower,
            elsewhere=elsewhere,
        )
    typer.echo(progress.closing(summary))
    raise typer.Exit(summary.exit_code)


@app.command("verify")
def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="A file of a report: page, notebook, record.")],
) -> None:
    """Make reports again, and say whether each is identical or where it differs. Exit code 1 where one differs."""
    from analysis.runs.verify import verify as verdict

    found = [verdict(file) for file in files]
    for file, one in zip(files, found, strict=True):
        typer.echo(f"{file}: identical." if one.identical else f"{file}: differs.")
        for line in one.found:
            typer.echo(f"  - {line}")
    raise typer.Exit(0 if all(one.identical for one in found) else 1)


def main() -> None:
    """Run the command: an error that the reader can mend is printed without a traceback, and the exit code is 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except AnalysisError as error:
        _say(str(error))
        sys.exit(2)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # typer's own for Ctrl-C
            _say("Stopped. What was done is in its place; the same command makes the rest.")
        raise


def _tell(snapshot: "Snapshot", *, partial: bool = False) -> None:
    """The notices of a new snapshot, and whether reports are made of it from now on where none is named."""
    from analysis.data import snapshots

    for notice in snapshot.notices:
        typer.echo(f"  note: {notice}")
    if not snapshot.has_months:
        return
    default = snapshots.default().name
    if default == snapshot.name:
        some = " It holds only the tables that were asked for." if partial else ""
        typer.echo(f"'jobcenter run' takes it from now on: the newest snapshot of real figures.{some}")
    else:
        typer.echo(f"'jobcenter run' takes '{default}', unless it is told --data {snapshot.name}.")


def _json(rows: list[dict[str, Any]]) -> str:
    from json import dumps

    return dumps(rows, ensure_ascii=False, indent=2)


def _say(text: str) -> None:
    typer.echo(text, err=True)
