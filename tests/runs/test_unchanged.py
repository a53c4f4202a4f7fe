"""What is asked of a batch that finds nothing to do: no table, picture or page is made, and none of what makes them."""

import json
import subprocess
import sys
from pathlib import Path

from analysis.data import snapshots
from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from small_project import observations

pytest_plugins = ["small_project_home"]

HEAVY = {
    *("IPython", "duckdb", "jinja2", "matplotlib", "nbconvert", "nbformat", "numpy", "pandas", "pandera", "papermill"),
    *("pyarrow", "scipy", "statsmodels"),
}
COMMAND = """\
import json, sys
from analysis.cli import main
sys.argv = ["jobcenter", "run", "--jobcenter", "Esbjerg", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def command(*words: str) -> tuple[str, list[str]]:
    ended = subprocess.run([sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, check=True)
    *told, modules = ended.stdout.strip().splitlines()
    return "\n".join(told), [name for name in json.loads(modules) if name in HEAVY]


def test_a_command_that_finds_all_up_to_date_imports_nothing_that_makes_reports(home: Path) -> None:
    run(plan(Request(jobcentres=["Esbjerg"])), workers=1, engine=engines.PLAIN)
    told, heavy = command()
    assert told.startswith("0 made, 1 up to date")
    assert heavy == []
    (Path("reports") / "2019-12" / "run.json").unlink()
    told, heavy = command("--dry-run")
    assert told.startswith("0 to make and 1 up to date")
    assert heavy == []


def test_the_months_of_a_snapshot_are_in_its_manifest_and_else_in_its_table(home: Path) -> None:
    found = snapshots.open_snapshot("demo")
    about = found.manifest["files"]["observations.parquet"]
    assert about.pop("months") == ["2019-10", "2019-11", "2019-12"]
    assert found.months() == ["2019-10", "2019-11", "2019-12"]
    quarters = observations().assign(period=["2019-Q2", "2019-Q3", "2019-09"])
    made = snapshots.write(
        "quarters", {"observations": quarters}, source="x", asked=[], retrieved="2020-02-10", synthetic=True
    )
    assert made.months() == ["2019-09"]
