"""A project small enough to run in a test: one notebook that publishes a table and a figure without computing."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

MONTHS = ("2019-10", "2019-11", "2019-12")

PARAMETERS = """\
jobcenter: str = "561"  # three digits, as text
period: str = "2019-12"  # the last month shown
data: str = "demo"  # a snapshot
weeks: int = 26  # how long
mood: str = "well"  # how the notebook ends"""

# publishes what analysis.publish would, without importing anything heavy into the kernel
SETUP = """\
import os, signal
from IPython.display import display

def shown(kind, html="", **more):
    block = {"application/vnd.jobcenter.block+json": {"kind": kind, **more}}
    display({"text/html": html, "text/plain": kind, **block}, raw=True)

source = {"name": data, "digest": "DIGEST", "retrieved": "2020-02-10", "synthetic": True, "source": "Opdigtet"}
place = {"code": "999" if mood == "wrong" else jobcenter, "name": "Sted"}
html = "<p class='jc-synthetic'>SYNTETISKE DATA</p><p class='jc-name'>Jobcenter Sted</p>"
shown("head", html, title="Prøve", jobcenter=place, municipalities=[place], period=period, snapshot=source)"""

ANSWER = """\
print("printed, not published")
columns = [{"name": "month", "label": "Måned", "unit": ""}, {"name": "weeks", "label": "Uger", "unit": "uger"}]
head = "<thead><tr><th scope='col'>Måned</th><th scope='col' class='jc-num'>Uger</th></tr></thead>"
body = "<tbody><tr><th scope='row'>=1+1</th><td class='jc-num'>26</td></tr></tbody>"
html = f"<table class='jc-table'><caption>Uger</caption>{head}{body}</table>"
shown("table", html, id="table-1", title="Uger: i alt", columns=columns, rows=[["=1+1", weeks], [period, None]])
reason = "Der er ingen tal for job."
shown("absent", f"<p class='jc-absent'>{reason}</p>", id="absent-1", reason=reason)
figure = {"id": "uger", "label": "Uger", "benefit": "alle", "value": weeks, "unit": "uger", "status": "final"}
shown("key_figures", rows=[{**figure, "area_type": "jobcenter", "area": jobcenter, "period": period}])"""

ENDING = """\
if mood == "raise": raise ValueError("<b>no figures</b>")
if mood == "kill": os.kill(os.getpid(), signal.SIGKILL)
if mood == "kill the worker": os.kill(os.getppid(), signal.SIGKILL)
if mood == "exit": raise SystemExit
if mood == "hang": import time; time.sleep(600)
if mood == "too much": x = bytearray(1 << 60)
if mood != "unfinished": shown("end", "<p class='jc-source'>Kilde: opdigtet</p>")"""


def notebook(*, digest: str = "", parameters: str = PARAMETERS, cells: list[dict[str, Any]] | None = None) -> str:
    """The notebook of the small project as JSON, or one with other cells."""
    standard = [
        markdown("# Prøve\n\nHvor længe varer det?"),
        code(parameters, "parameters"),
        code(SETUP.replace("DIGEST", digest), "setup"),
        markdown("## Hvor længe?\n\nTallene er opdigtede."),
        code(ANSWER),
        markdown("## Data og metode"),
        code(ENDING),
        markdown("## Forbehold\n\nEt eksempel."),
    ]
    book = {"cells": cells or standard, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for number, cell in enumerate(book["cells"]):  # type: ignore[arg-type, var-annotated]
        cell["id"] = f"cell-{number}"
    return json.dumps(book, ensure_ascii=False)


def markdown(source: str) -> dict[str, Any]:
    """A markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, *tags: str) -> dict[str, Any]:
    """A code cell that has not been run."""
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


SETTINGS = """\
title: Prøve <i>
question: Hvor længe varer det?
jobcentres: all
parameters: {weeks: 26}
limits:
  weeks: [4, 104]
"""


def observations() -> pd.DataFrame:
    """One figure for Esbjerg in each month."""
    return pd.DataFrame(
        {
            "measure": "ledige_fuldtid", "benefit": "alle", "area_type": "municipality", "area": "561",
            "period": MONTHS,
            "sex": "alle", "age": "alle", "origin": "alle", "visitation": "alle", "value": [100.0, 110.0, 120.0],
            "numerator": float("nan"), "denominator": float("nan"), "unit": "fuldtidspersoner", "status": "final",
            "source": "Opdigtet", "retrieved": "2020-02-10",
        }
    )  # fmt: skip


def set_params(home: Path, text: str, name: str = "proeve") -> None:
    """Write a params file of the small project."""
    (home / "params" / f"{name}.yml").write_text(text, encoding="utf-8")


def set_notebook(home: Path, text: str, name: str = "proeve") -> None:
    """Write a notebook of the small project."""
    (home / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
