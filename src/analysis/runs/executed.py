"""The executed notebook as it is kept: what was computed, without what differs between equal runs."""

import json
import re
from typing import Any

from analysis.runs.blocks import BLOCK
from analysis.runs.execute import INJECTED

_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
_CELL_FILE = re.compile(r"\S*/ipykernel_\d+/(\d+\.py)")


def kept(book: Any, parameters: dict[str, Any]) -> Any:
    """A copy of an executed notebook in which nothing depends on the time, the machine or chance.

    Cells keep their tags, sources, counts and outputs; of papermill's notes the parameters stay. In what was
    printed, addresses in memory and the kernel's names for its cells are the same in every run.

    Parameters
    ----------
    book : NotebookNode
        As papermill leaves it.
    parameters : dict
        What was set.
    """
    cells = []
    for number, cell in enumerate(book.cells, start=1):
        tags = list(cell.metadata.get("tags", ()))
        copy = {**cell, "metadata": node({"tags": tags} if tags else {})}
        if INJECTED in tags:
            copy["id"] = INJECTED
        elif "id" not in copy:
            copy["id"] = f"cell-{number}"
        if "outputs" in copy:
            copy["outputs"] = [node(_settled(output)) for output in cell.outputs]
        cells.append(node(copy))
    language = {
        name: value for name, value in book.metadata.get("language_info", {}).items() if name in ("name", "version")
    }
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": language,
        "papermill": {"parameters": dict(sorted(parameters.items()))},
    }
    return node({"cells": cells, "metadata": node(metadata), "nbformat": 4, "nbformat_minor": 5})


def node(values: dict[str, Any]) -> Any:
    """Values as a part of a notebook, as they are: nbformat's own would copy all that is in them, one by one."""
    from nbformat import NotebookNode

    made = NotebookNode()
    dict.update(made, values)
    return made


def partial(text: str, ran: list[dict[str, Any]], parameters: dict[str, Any]) -> Any:
    """The notebook of a report that was not finished: the cells that ran with their outputs, the others without.

    Parameters
    ----------
    text : str
        The notebook as its author left it, as JSON.
    ran : list of dict
        ``index`` (in the notebook that papermill runs) and ``cell`` of each that ran; see ``trace.Trace``.
    parameters : dict
        What was set.
    """
    import nbformat

    cells = nbformat.reads(text, as_version=4).cells
    after = next((at for at, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", ())), len(cells))
    done = {each["index"]: nbformat.from_dict(each["cell"]) for each in ran}
    places = [*range(after + 1), *range(after + 2, len(cells) + 1)]  # papermill's own cell stands between
    book = {place: _not_run(cell) for place, cell in zip(places, cells, strict=False)} | done
    return kept(
        nbformat.v4.new_notebook(cells=[book[place] for place in sorted(book)]),
        parameters,
    )


def not_run(text: str) -> str:
    """A notebook as JSON with its cells as if none had ever been run: what they showed last time is of no use.

    >>> not_run('{"cells": [{"cell_type": "code", "outputs": [{}], "execution_count": 3}, {"cell_type": "raw"}]}')
    '{"cells": [{"cell_type": "code", "outputs": [], "execution_count": null}, {"cell_type": "raw"}]}'
    """
    book = json.loads(text)
    book["cells"] = [_not_run(cell) for cell in book["cells"]]
    return json.dumps(book, ensure_ascii=False)


def with_words(executed: str, text: str) -> Any:
    """An executed notebook with the Markdown of another version of it, in which the code is the same.

    Parameters
    ----------
    executed : str
        The notebook as it was kept, as JSON.
    text : str
        The other version as its author left it, as JSON.
    """
    import nbformat

    ran = [cell for cell in nbformat.reads(executed, as_version=4).cells if cell.cell_type == "code"]
    injected = [cell for cell in ran if INJECTED in cell.metadata.get("tags", ())]
    outputs = iter([cell for cell in ran if cell not in injected])
    cells = []
    for cell in nbformat.reads(text, as_version=4).cells:
        if cell.cell_type != "code":
            cells.append(cell)
            continue
        before = next(outputs)
        cells.append(type(cell)({**cell, "outputs": before.outputs, "execution_count": before.execution_count}))
        if "parameters" in cell.metadata.get("tags", ()):
            cells += injected
    book = nbformat.reads(executed, as_version=4)
    book.cells = cells
    return book


def _not_run(cell: Any) -> Any:
    return cell if cell["cell_type"] != "code" else type(cell)({**cell, "outputs": [], "execution_count": None})


def _settled(output: Any) -> Any:
    """An output whose text does not depend on where in memory or on disk things lay."""
    copy = dict(output)
    if "text" in copy:
        copy["text"] = _plain(copy["text"])
    if "traceback" in copy:
        copy["traceback"] = [_plain(line) for line in copy["traceback"]]
    if "text/plain" in copy.get("data", {}):
        copy["data"] = {**copy["data"], "text/plain": _plain(copy["data"]["text/plain"])}
    block = copy.get("data", {}).get(BLOCK)
    if isinstance(block, dict) and isinstance(block.get("snapshot"), dict):
        copy["data"] = {**copy["data"], BLOCK: {**block, "snapshot": _facts(block["snapshot"])}}
    return copy


def _facts(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What a page says of its snapshot, without the digest of all of it: a report is made of the part that it read."""
    return {name: value for name, value in snapshot.items() if name != "digest"}


def _plain(text: str) -> str:
    return _CELL_FILE.sub(r"ipykernel/\1", _ADDRESS.sub("0x…", text))


def as_bytes(book: Any) -> bytes:
    """The notebook as a file, in UTF-8: valid JSON, with each cell on a line of its own."""
    cells = ",\n".join(_line(cell) for cell in book.cells)
    rest = {name: value for name, value in book.items() if name != "cells"}
    return f'{{"cells": [\n{cells}\n],\n{_line(rest)[1:]}\n'.encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
