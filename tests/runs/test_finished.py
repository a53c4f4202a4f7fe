"""An executed notebook is believed only where every cell ran and its end is there."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.runs.blocks import BLOCK, Blocks, finished
from analysis.runs.failures import ReportError

HEAD = {"kind": "head", "jobcenter": {"code": "561"}, "period": "2019-12", "snapshot": {"digest": "d"}}


def cell(*blocks: dict[str, Any], count: int | None = 1) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": {BLOCK: block}} for block in blocks]
    return {"cell_type": "code", "source": "x", "outputs": outputs, "execution_count": count, "metadata": {}}


def table(id_: str) -> dict[str, Any]:
    return {"kind": "table", "id": id_, "title": id_, "columns": [], "rows": []}


def checked(cells: list[dict[str, Any]]) -> Blocks:
    return finished({"cells": cells}, jobcenter="561", period="2019-12", digest="d")


def test_a_finished_notebook_gives_what_it_published_in_order() -> None:
    figure = {"kind": "figure", "id": "f", "title": "F", "table": {"columns": [1], "rows": [[2]]}}
    found = checked([cell(HEAD, table("t")), cell(figure), cell({"kind": "end"})])
    assert [data["id"] for data in found.data] == ["t", "f"]
    assert found.data[1]["rows"] == [[2]]


def test_an_empty_cell_need_not_have_run() -> None:
    empty: dict[str, Any] = {
        "cell_type": "code",
        "source": " \n",
        "outputs": [],
        "execution_count": None,
        "metadata": {},
    }
    assert checked([cell(HEAD), empty, cell({"kind": "end"})]).head == HEAD


def other(**changes: Any) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(HEAD))
    return copy | changes


ERROR = {**cell(), "outputs": [{"output_type": "error", "ename": "SystemExit"}]}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (lambda: [cell(HEAD), cell({"kind": "end"}, count=None)], "not executed"),
        (lambda: [cell(HEAD), ERROR, cell({"kind": "end"})], "ended in an error"),
        (lambda: [cell(HEAD)], "did not publish its end"),
        (lambda: [], "did not publish its end"),
        (lambda: [cell({"kind": "end"}), cell(HEAD)], "did not publish its end"),
        (lambda: [cell({"kind": "end"})], "published 0 heads"),
        (lambda: [cell(HEAD, HEAD, {"kind": "end"})], "published 2 heads"),
        (lambda: [cell(other(period="2019-11")), cell({"kind": "end"})], "period 2019-11"),
        (lambda: [cell(other(jobcenter={"code": "101"})), cell({"kind": "end"})], "jobcenter 101"),
        (lambda: [cell(other(snapshot={"digest": "e"})), cell({"kind": "end"})], "snapshot e"),
        (lambda: [cell(HEAD, table("t"), table("t"), {"kind": "end"})], "have the id 't'"),
        (lambda: [cell(HEAD, {"kind": "movie"}, {"kind": "end"})], "unknown kind"),
    ],
)
def test_a_notebook_that_did_not_finish_is_a_failure(cells: Callable[[], list[dict[str, Any]]], said: str) -> None:
    with pytest.raises(ReportError) as error:
        checked(cells())
    assert said in error.value.failure.message
