"""Why a report was not made: which cell, what happened, and how to see it again in JupyterLab."""

import re
from dataclasses import dataclass
from typing import Any

COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
UNSAID = {"MemoryError": "there was no more memory"}  # of errors that are raised without a message


@dataclass(frozen=True)
class Failure:
    """What stopped a report; ``cell`` counts the notebook's cells from 1 and is 0 where no cell is to blame."""

    type: str
    message: str
    cell: int = 0
    heading: str = ""
    traceback: str = ""


class ReportError(Exception):
    """A report that could not be made; it carries the :class:`Failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def without_colours(text: str) -> str:
    """The text without a terminal's colour codes."""
    return COLOURS.sub("", text)


def described(
    failure: Failure, *, analysis: str, jobcenter: str, name: str, parameters: dict[str, Any]
) -> dict[str, Any]:
    """A failure as it stands in ``failures.json``, with what is needed to see it again."""
    assigned = "; ".join(f"{key} = {value!r}" for key, value in parameters.items())
    return {
        "analysis": analysis,
        "jobcenter": {"code": jobcenter, "name": name},
        "cell": failure.cell or None,
        "heading": failure.heading,
        "type": failure.type,
        "message": failure.message or UNSAID.get(failure.type, "it was raised without a message"),
        "traceback": failure.traceback or "Nothing was raised in a cell.",
        "reproduce": {
            "notebook": f"notebooks/{analysis}.ipynb",
            "parameters": parameters,
            "how": f"Open it in JupyterLab (make lab), set in the parameters cell: {assigned}. Then run all cells.",
        },
    }
