"""A report made again: identical, or what differs, to the digit and to the row."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.differences import differences
from analysis.runs.plan import Request, plan
from analysis.runs.verify import verify
from small_project import SETTINGS, observations, set_params

pytest_plugins = ["small_project_home"]

FOLDER = Path("reports/2019-12/561-esbjerg")


def make() -> None:
    run(plan(Request(jobcentres=["Esbjerg"])), workers=1, engine=engines.PLAIN)


def test_an_untouched_report_is_identical_whatever_the_params_file_says_since(home: Path) -> None:
    make()
    set_params(home, SETTINGS.replace("weeks: 26", "weeks: 27"))
    assert verify(FOLDER / "proeve.html").found == []
    assert verify(FOLDER / "proeve.review.html").identical


def test_a_file_that_is_not_there_is_said_to_be_missing(home: Path) -> None:
    with pytest.raises(AnalysisError, match=r"There is no file reports/2019-12/561-esbjerg/proeve\.html"):
        verify(FOLDER / "proeve.html")


def test_a_changed_digit_and_a_lost_file_are_named(home: Path) -> None:
    make()
    page = FOLDER / "proeve.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(">26</td>", ">25</td>"), encoding="utf-8")
    (FOLDER / "proeve.xlsx").unlink()
    found = verify(page).found
    assert found[0] == "proeve.html was changed after it was made: it is not the file of the record."
    assert found[1].startswith("proeve.html: line ")
    assert ">25</td>" in found[1]
    assert ">26</td>" in found[1]
    assert found[2:] == ["proeve.xlsx is not there."]


def test_a_changed_row_of_the_data_is_named_where_it_is_shown(home: Path) -> None:
    notebook = home / "notebooks" / "proeve.ipynb"
    book = json.loads(notebook.read_text(encoding="utf-8"))
    setup, answer = book["cells"][2], book["cells"][4]
    setup["source"] = (
        "from analysis.data import snapshots\nsnapshot = snapshots.open_snapshot(data)\n" + setup["source"]
    )
    digest = plan(Request(jobcentres=["Esbjerg"])).snapshot.digest
    setup["source"] = setup["source"].replace(f'"{digest}"', "snapshot.digest")
    setup["source"] += "\nvalues = snapshot.read('observations')['value'].tolist()"
    answer["source"] = answer["source"].replace('["=1+1", weeks]', '["=1+1", values[2]]')
    notebook.write_text(json.dumps(book), encoding="utf-8")
    make()
    assert verify(FOLDER / "proeve.json").identical
    changed = observations()
    changed.loc[2, "value"] = 121.0
    tables = {"observations": changed}
    snapshots.write("demo", tables, source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True, replace=True)
    found = verify(FOLDER / "proeve.json").found
    assert found[0].startswith("The snapshot 'demo' is not as the report read it: the snapshot 'demo'.")
    row = "proeve.ipynb: table-1 'Uger: i alt', row 1 (=1+1), weeks: 120.0 was shown, 121.0 is made now"
    assert row in found


def test_what_is_no_report_is_refused(home: Path) -> None:
    FOLDER.mkdir(parents=True)
    for name, said in (("x.html", "belongs to no report"), ("x.txt", "is no file of a report")):
        (FOLDER / name).touch()
        with pytest.raises(AnalysisError, match=said):
            verify(FOLDER / name)


@pytest.mark.parametrize(
    ("there", "now", "said"),
    [
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, "a.b[1]: 2 lies there, 3 is made now"),
        ({"a": 1}, {"a": 1, "c": 2}, "c: 'nothing' lies there, 2 is made now"),
    ],
)
def test_a_difference_of_records_is_named_by_its_keys(there: Any, now: Any, said: str) -> None:
    assert differences("x.json", there=json.dumps(there).encode(), now=json.dumps(now).encode()) == [said]


def test_a_picture_is_compared_by_what_it_is_drawn_from() -> None:
    # the base64 of <text>26</text> and of <text>27</text>
    pages = ("PHRleHQ+MjY8L3RleHQ+", "PHRleHQ+Mjc8L3RleHQ+")
    there, now = (f'<p>x</p>\n<img src="data:image/svg+xml;base64,{image}">'.encode() for image in pages)
    told = differences("x.html", there=there, now=now)
    assert told == ["line 2: '<img src=\"<text>26</text>\">' lies there, '<img src=\"<text>27</text>\">' is made now"]


def test_a_cell_that_differs_has_the_number_that_it_has_in_the_notebook_of_the_analyst() -> None:
    tags: tuple[list[str], ...] = (["parameters"], ["injected-parameters"], [], [])
    cells: list[dict[str, Any]] = [{"metadata": {"tags": tag}, "source": "1"} for tag in tags]
    there = json.dumps({"cells": cells}).encode()
    now = json.dumps({"cells": [*cells[:3], {"metadata": {}, "source": "2"}]}).encode()
    assert differences("a.ipynb", there=there, now=now) == ["cell 3 differs"]
    more = json.dumps({"cells": [*cells, {"metadata": {}, "source": "3"}]}).encode()
    assert differences("a.ipynb", there=more, now=there) == ["cell 4 differs"]
