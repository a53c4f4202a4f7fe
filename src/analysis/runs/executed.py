"""The executed notebook as it is kept: what was computed, without what differs between equal runs."""

from typing import Any

from analysis.runs.execute import INJECTED


def kept(book: Any, parameters: dict[str, Any]) -> Any:
    """A copy of an executed notebook in which nothing depends on the time, the machine or chance.

    Cells keep their tags, sources, counts and outputs; of papermill's notes the parameters stay.

    Parameters
    ----------
    book : NotebookNode
        As papermill leaves it.
    parameters : dict
        What was set.
    """
    import nbformat

    cells = []
    for number, cell in enumerate(book.cells, start=1):
        tags = list(cell.metadata.get("tags", ()))
        copy = {**cell, "metadata": {"tags": tags} if tags else {}}
        if INJECTED in tags:
            copy["id"] = INJECTED
        elif "id" not in copy:
            copy["id"] = f"cell-{number}"
        cells.append(copy)
    language = {
        name: value for name, value in book.metadata.get("language_info", {}).items() if name in ("name", "version")
    }
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": language,
        "papermill": {"parameters": dict(sorted(parameters.items()))},
    }
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def as_bytes(book: Any) -> bytes:
    """The notebook as a file, in UTF-8."""
    import nbformat

    text: str = nbformat.writes(book)
    return (text + "\n").encode()
