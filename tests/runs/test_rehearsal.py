"""What notebooks call of the package is done beforehand, and nothing else that they do."""

import ast
import os
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import measures, publish, tables
from analysis.data import snapshots
from analysis.errors import AnalysisError
from analysis.publish import blocks, page
from analysis.runs import engines
from analysis.runs.batch import run
from analysis.runs.plan import Request, plan
from analysis.runs.pool import WorkerDied
from analysis.runs.rehearsal import is_harmless, rehearse
from analysis.runs.warm import forks, parent, pool, standing, warmth
from analysis.runs.warm.crew import NotStartedError
from analysis.runs.warm.warmth import Example, Warmth
from small_project import PARAMETERS, SETTINGS, code, markdown, notebook, observations, set_notebook, set_params

pytest_plugins = ["small_project_home"]

NAMES = {
    "measures": measures,
    "publish": publish,
    "tables": tables,
    "say": publish.sentences,
    "panel": object(),
    "rows": pd.DataFrame({"absent": [""]}),
    "names": ["a", "b"],
}


def harmless(statement: str) -> bool:
    return is_harmless(ast.parse(statement).body[0], NAMES)


@pytest.mark.parametrize(
    "statement",
    [
        "from analysis import measures, tables",
        "panel = tables.observations('demo', '561', '2019-12')",
        "figures = measures.key_figures(panel, [*names, f'{names[0]}/x'])",
        "publish.text([say.level(rows, 'a'), *names])",
        "one, (two, three) = measures.activation, ('b', -1)",
        "listed = [f'{name}_{months}' for name in names for months in (1, 3)]",
        "kept = rows[rows['absent'] == ''].absent",
        "subjects = list(dict.fromkeys([*names, *sorted(names)]))[::2]",
    ],
)
def test_names_and_calls_of_the_package_are_rehearsed(statement: str) -> None:
    assert harmless(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "open('a', 'w')",
        "__import__('os').system('true')",
        "import os",
        "from os import remove",
        "from .analysis import measures",
        "measures.label = len",
        "names[0] = 'c'",
        "names += ['c']",
        "del names",
        "names.append('c')",
        "rows.to_csv('a')",
        "rows.__class__",
        "measures._hidden",
        "__builtins__['open']('a')",
        "(lambda: 1)()",
        "nobody",
        "publish.os.remove('a')",
        "publish.blocks.display('x')",
        "[open for open in names][0]('a')",
        "for name in names: print(name)",
        "def measures(): pass",
        "publish.figure(map, rows)",
        "sorted(names, key=names.remove)",
        "sorted(names, key=publish.page.forget)",
        "publish.figure(tables.pd.read_pickle, 'a')",
        "publish.figure(rows.to_csv, 'a')",
        "[list(name) for list in [tables.reads.forget] for name in names]",
    ],
)
def test_whatever_else_a_notebook_does_is_left_out(statement: str) -> None:
    assert not harmless(statement)


def test_a_rehearsal_shows_nothing_leaves_no_page_and_goes_on_after_an_error(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshots.write(
        "small", {"observations": observations()}, source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True
    )
    shown = blocks.display  # type: ignore[attr-defined]
    left = rehearse(
        [
            "from analysis import charts, measures, publish, tables",
            "measures.key_figures(jobcenter, ['nothing'])\npanel = tables.observations(data, jobcenter, period)",
            "publish.begin(panel, title='Prøve')\nprint(panel)",
            "1 +",
            "series = measures.series(panel, 'ledige_fuldtid', months=3)\nunknown = series.head()",
            "publish.figure(charts.development, series, title='Ledige')\npublish.text(unknown)",
        ],
        {"jobcenter": "561", "period": "2019-12", "data": "small"},
    )
    assert left == ["print(panel)", "unknown = series.head()", "publish.text(unknown)"]
    assert capsys.readouterr().out == ""
    assert blocks.display is shown  # type: ignore[attr-defined]
    with pytest.raises(AnalysisError):
        page.current()


BOOK = [
    markdown("# Prøve"),
    code(PARAMETERS, "parameters"),
    code(
        "from analysis import charts, measures, publish, tables\n"
        "panel = tables.observations(data, jobcenter, period)\npublish.begin(panel, title='Prøve')",
        "setup",
    ),
    code(
        "series = measures.series(panel, 'ledige_fuldtid', months=3)\n"
        "publish.figure(charts.development, series, title='Ledige')"
    ),
    code("publish.data_and_method(['ledige_fuldtid'])\npublish.end()"),
    markdown("## Forbehold\n\nEt eksempel."),
]


@pytest.mark.skipif(engines.default() != engines.WARM, reason="this system forks no processes")
def test_reports_after_a_rehearsal_are_those_of_kernels_that_are_started(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmth, "MANY", 3)
    areas = ("561", "563", "163", "630")
    rows = pd.concat([observations().assign(area=area) for area in areas])
    snapshots.write(
        "small", {"observations": rows}, source="Opdigtet", asked=[], retrieved="2020-02-10", synthetic=True
    )
    set_notebook(home, notebook(cells=BOOK))
    set_params(home, SETTINGS)
    made: dict[str, dict[str, bytes]] = {}
    for engine in engines.ENGINES:
        out = Path(engine)
        asked = plan(Request(jobcentres=["Esbjerg", "Herlev", "Vejle"], data="small", out=out))
        assert run(asked, workers=2, engine=engine).count("made") == 3
        files = [path for path in out.rglob("*/*/*") if path.is_file()]
        made[engine] = {str(path.relative_to(out)): path.read_bytes() for path in files}
    assert len(made[engines.WARM]) == 15
    assert made[engines.WARM] == made[engines.PLAIN]


def test_one_report_of_each_notebook_that_has_many_is_rehearsed() -> None:
    text = notebook(cells=BOOK)
    many = [(text, {"data": "small", "period": "2019-12", "jobcenter": str(code)}) for code in range(warmth.MANY)]
    (example,) = Warmth.of(many).examples
    assert example.parameters == many[0][1]
    assert [source.split("\n")[0] for source in example.sources][-1] == "publish.data_and_method(['ledige_fuldtid'])"
    assert not any("weeks: int" in source for source in example.sources)
    assert Warmth.of(many[1:]).examples == Warmth.of(many, shared=False).examples == ()
    told = Warmth.of(many)
    assert Warmth.from_text(told.to_text()) == told


@pytest.mark.parametrize("of_crews", [True, False], ids=["crews", "standing"])
def test_after_a_warm_process_that_came_to_nothing_the_next_does_not_rehearse(
    of_crews: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Warmth(data="small", jobcentres=("561",), period="2019-12", examples=(Example(("1",), {}),))
    asked: list[Warmth] = []

    def none(home: Path, scratch: Path, warmth: Warmth) -> None:
        asked.append(warmth)
        raise NotStartedError("it was killed by signal 14", again=True)

    monkeypatch.setattr(pool if of_crews else standing, "Crew", none)
    if of_crews:
        ((_, result),) = pool.outcomes(str, [1], workers=1, home=tmp_path, scratch=tmp_path, warmth=known)
    else:
        result = standing.Standing(tmp_path, tmp_path, known).outcome(str, 1)
    assert asked == [known, known.unrehearsed(), known.unrehearsed()]
    assert isinstance(result, WorkerDied)
    assert "signal 14" in result.why


def test_a_warm_process_in_which_a_rehearsal_began_threads_begins_anew_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []

    class Anew(Exception):  # noqa: N818 - what really comes instead is another program
        pass

    def other(program: str, words: list[str], environment: dict[str, str]) -> None:
        begun.extend([words, environment])
        raise Anew

    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    monkeypatch.setattr(os, "execve", other)
    monkeypatch.setattr(parent, "_prepare", lambda _: None)
    monkeypatch.setattr(parent, "_rehearse", lambda _: thread.start())
    monkeypatch.setattr(forks, "unknown_threads", lambda: ["lost"] if thread.is_alive() else [])
    known = Warmth(data="small", jobcentres=("561",), period="2019-12", examples=(Example(("1",), {}),))
    monkeypatch.setattr("sys.argv", ["parent", "0", str(tmp_path / "warmth.json")])
    try:
        with pytest.raises(Anew):
            parent.warm_up(0, known)
    finally:
        wait.set()
        thread.join()
    assert begun[0][1:] == ["-m", "analysis.runs.warm.parent", "0", str(tmp_path / "warmth.json")]
    assert Warmth.from_text((tmp_path / "warmth.json").read_text(encoding="utf-8")) == known.unrehearsed()
