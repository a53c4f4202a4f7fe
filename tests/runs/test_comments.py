"""A jobcenter's own comments: a strict form, escaped on the page, and part of what a report is a function of."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from analysis.data import targets
from analysis.errors import AnalysisError
from analysis.runs import engines, fingerprint, jobs, shelf
from analysis.runs.batch import run
from analysis.runs.blocks import BLOCK
from analysis.runs.comments.placing import as_html, commented
from analysis.runs.comments.reading import ADD, REPLACE, Comment, headings
from analysis.runs.failures import ReportError
from analysis.runs.plan import Request, plan

pytest_plugins = ["small_project_home"]

GOOD = "# proeve 2019-12\n\n## Tilføj: Hvor længe?\n\nDet gik <b>godt</b>.\nOg hurtigt.\n\n- først\n- så\n"
FOLDER = Path("reports/2019-12")


def write(home: Path, text: str, name: str = "561.md") -> None:
    (home / "kommentarer").mkdir(exist_ok=True)
    (home / "kommentarer" / name).write_text(text, encoding="utf-8")


def why(*places: str) -> dict[str, tuple[list[str], bool]]:
    fingerprint.hashed.cache_clear()
    planned = plan(Request(jobcentres=places))
    outdated = shelf.outdated(FOLDER, planned.snapshot, planned.period)
    waiting = jobs.to_make(jobs.jobs(planned, way=jobs.Way(), traces=FOLDER), outdated)
    return {job.jobcenter: (reasons, job.reuse is not None) for job, reasons in waiting}


def test_a_changed_comment_makes_the_page_of_that_jobcenter_anew_and_no_other(home: Path):
    places = ("Esbjerg", "Herlev")
    assert run(plan(Request(jobcentres=places)), workers=1, engine=engines.PLAIN).count("made") == 2
    write(home, GOOD)
    assert why(*places) == {"561": (["comments: those of its jobcenter"], True)}
    assert run(plan(Request(jobcentres=places)), workers=1, engine=engines.PLAIN).count("made") == 1
    page = (FOLDER / "561-esbjerg" / "proeve.html").read_text(encoding="utf-8")
    assert "Kommentar fra Jobcenter Esbjerg</p><p>Det gik &lt;b&gt;godt&lt;/b&gt;. Og hurtigt.</p>" in page
    assert "<ul><li>først</li><li>så</li></ul></aside>" in page
    assert page.index("<aside") > page.index("Hvor længe?</h2>")
    assert why(*places) == {}
    write(home, "\n\n" + GOOD)  # where it stands in the file changes nothing
    assert why(*places) == {}
    (home / "kommentarer" / "561.md").unlink()
    assert why(*places) == {"561": (["comments: those of its jobcenter"], True)}


def test_a_comment_to_another_month_is_not_shown_and_changes_nothing(home: Path):
    before = plan(Request(jobcentres=["Esbjerg"]))
    write(home, GOOD.replace("2019-12", "2019-11").replace("Hvor længe?", "Noget, der hed sådan dengang"))
    assert plan(Request(jobcentres=["Esbjerg"])).reports[0].comments == before.reports[0].comments == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hej\n" + GOOD, "561.md, line 1: a text stands under no section."),
        ("# proeve december\n", "line 1: a heading is '# analysis month'"),
        ("# proeve 2019-13\n\n## Tilføj: Hvor længe?\nJa.", "line 1: '2019-13' is not a month."),
        ("# proeve 2019-12\n", "line 1: there is no comment to proeve 2019-12."),
        (GOOD.replace("Tilføj", "Slet"), "line 3: a heading is '# analysis month', '## Tilføj: section'"),
        ("## Tilføj: Hvor længe?\nJa.\n", "line 1: a comment stands before the line that says which report"),
        (GOOD.replace("# proeve", "# prove"), "line 1: there is no analysis 'prove'. Did you mean 'proeve'?"),
        (
            GOOD.replace("Hvor længe?", "Hvor lange?"),
            "line 3: proeve has no section 'Hvor lange?' in 2019-12. Did you mean",
        ),
        ("# proeve 2019-12\n## Erstat: Hvor længe?\n\n", "line 2: the comment to 'Hvor længe?' is empty."),
        (GOOD + "## Erstat: Hvor længe?\nJa.\n", "line 10: 'Hvor længe?' has a comment already"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line_before_anything_is_started(home: Path, text: str, said: str):
    write(home, text)
    with pytest.raises(AnalysisError) as error:
        plan(Request(jobcentres=["Herlev"]))
    assert f"kommentarer/561.md, {said.removeprefix('561.md, ')}" in str(error.value)


def test_only_a_report_that_is_built_on_goals_has_a_section_for_each():
    def sections(source: str) -> list[str]:
        cells = [SimpleNamespace(kind="markdown", source="## Hvorfor?"), SimpleNamespace(kind="code", source=source)]
        notebook: Any = SimpleNamespace(notebook=SimpleNamespace(cells=cells))
        return headings(notebook, "2019-12")

    assert sections("publish.indicators(indicators)") == ["Hvorfor?"]
    assert {"Hvorfor?", "Offentlig forsørgelse", "Langtidsledige"} <= set(sections("publish.goal_blocks(goals)"))


def test_a_goal_that_nothing_can_tell_of_has_no_section():
    def sections(month: str, *tables: str) -> set[str]:
        cells = [SimpleNamespace(kind="code", source="publish.goal_blocks(goals)")]
        return set(headings(SimpleNamespace(notebook=SimpleNamespace(cells=cells)), month, tables))  # type: ignore[arg-type]

    assert not {"Socialt bedrageri", "Handicap og beskæftigelse"} & sections("2019-12")  # no measure stands for them
    register = ("spells", "persons", "refugees")
    assert {"Rekruttering", "Selvforsørgende flygtninge"} <= sections("2019-12", "observations")  # not counted here
    assert {"Rekruttering", "Selvforsørgende flygtninge"} & sections("2019-12", *register) == {
        "Selvforsørgende flygtninge"
    }
    own = set(targets.labels().values())
    assert own <= sections("2025-12")  # the minister set none, so the area's own stand there
    assert not own <= sections("2019-12") and "Rekruttering" not in sections("2025-12")


def test_a_comment_to_a_goal_is_refused_at_once_where_the_report_has_no_section_for_it(home: Path):
    write(home, GOOD.replace("Hvor længe?", "Langtidsledige"))
    with pytest.raises(
        AnalysisError, match=r"line 3: proeve has no section 'Langtidsledige' in 2019-12\. It may have: [^;]+; "
    ):
        plan(Request(jobcentres=["Herlev"]))


def test_every_problem_of_every_file_is_said_at_once(home: Path):
    write(home, "# prove 2019-12\n## Tilføj: Hvor længe?\nJa.\n")
    write(home, GOOD, name="999.md")
    write(home, GOOD, name="esbjerg.md")
    (home / "kommentarer" / "163.md").write_bytes("# prøve".encode("latin-1"))
    write(home, "Comments are explained elsewhere.", name="README.md")
    with pytest.raises(AnalysisError) as error:
        plan(Request(jobcentres=["Herlev"]))
    for said in ("4 problems", "999.md belongs to no jobcenter", "esbjerg.md belongs to no", "163.md is not UTF-8"):
        assert said in str(error.value)


def book() -> Any:
    """An executed notebook: a section with generated text and a table, one with a goal, a place for comments, words."""

    def shown(kind: str, **more: Any) -> Any:
        return nbformat.v4.new_output(
            "display_data", data={"text/html": f"<p>{kind}</p>", BLOCK: {"kind": kind, **more}}
        )

    cells = [
        nbformat.v4.new_markdown_cell("# Rapport"),
        nbformat.v4.new_markdown_cell("## Hvad siger tallene?\n\nEn sætning."),
        nbformat.v4.new_code_cell("a", outputs=[shown("text", note="Foreløbige <tal>."), shown("table")]),
        nbformat.v4.new_markdown_cell("## Mål\n\nEn sætning."),
        nbformat.v4.new_code_cell(
            "b", outputs=[shown("heading", text="Unge"), shown("text", quoted=True), shown("figure")]
        ),
        nbformat.v4.new_markdown_cell("## Jeres ord\n\nEn sætning."),
        nbformat.v4.new_code_cell("c", outputs=[shown("text", slot=True), shown("end")]),
        nbformat.v4.new_markdown_cell("## Forbehold\n\n- Et."),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def kinds(made: Any) -> list[list[str]]:
    return [[one["data"][BLOCK]["kind"] for one in cell.outputs] for cell in made.cells if cell.cell_type == "code"]


def comment(kind: str, heading: str) -> Comment:
    return Comment("kommentarer/561.md, line 3", kind, heading, ("Ja.",))


def test_a_comment_stands_last_in_its_section_whichever_kind_of_heading_that_has():
    original = book()
    said = [comment(ADD, heading) for heading in ("Hvad siger tallene?", "Unge", "Mål", "Jeres ord", "Forbehold")]
    assert kinds(commented(original, said, jobcenter="Esbjerg", keep=False)) == [
        ["text", "table", "comment"],
        ["comment"],  # of the words under »Mål«, before the first goal
        ["heading", "text", "figure", "comment"],
        ["comment", "end"],  # the place for comments is filled
        ["comment"],
    ]
    assert kinds(original) == kinds(book())


def test_a_comment_that_replaces_takes_the_place_of_generated_text_and_what_is_provisional_stays():
    said = [comment(REPLACE, "Hvad siger tallene?")]
    made = commented(book(), said, jobcenter="Esbjerg", keep=False)
    assert kinds(made)[0] == ["comment", "table"]
    html = made.cells[2].outputs[0]["data"]["text/html"]
    assert "i stedet for den automatiske tekst" in html
    assert html.endswith('<p class="jc-note">Foreløbige &lt;tal&gt;.</p>')
    assert kinds(commented(book(), said, jobcenter="Esbjerg", keep=True))[0] == ["text", "comment", "table"]


@pytest.mark.parametrize(
    ("kind", "heading", "said"),
    [
        (ADD, "Et andet", "has no section 'Et andet'. It has: Hvad siger"),
        (REPLACE, "Unge", "no generated text to replace"),
    ],
)
def test_a_comment_without_its_place_fails_the_report_and_is_not_lost(kind: str, heading: str, said: str):
    with pytest.raises(ReportError, match=said):
        commented(book(), [comment(kind, heading)], jobcenter="Esbjerg", keep=False)


def test_nothing_in_a_comment_is_markup_or_a_link():
    lines = ("<script>x()</script>", "[her](javascript:x())", "", '<img src="https://a.dk/a.png">', "- & så")
    html = as_html(Comment("", ADD, "A", lines), jobcenter='"E"')
    assert "<script" not in html and "<img" not in html and "<a" not in html.replace("<aside", "")
    assert "[her](javascript:x())" in html and "&amp; så" in html
    assert html.startswith('<aside class="jc-comment" aria-label="Kommentar fra Jobcenter &quot;E&quot;">')
