"""What an executed notebook published, and whether it finished: the notebook's own word is not trusted."""

from dataclasses import dataclass, field
from typing import Any

from analysis.runs.failures import Failure, ReportError

BLOCK = "application/vnd.jobcenter.block+json"
KEY_COLUMNS = ("id", "label", "benefit", "area_type", "area", "period", "value", "unit", "status")
KINDS = ("head", "heading", "table", "figure", "text", "absent", "key_figures", "end")


@dataclass(frozen=True)
class Blocks:
    """The blocks of a notebook that finished; ``data`` holds the tables, and the tables behind figures, in order.

    ``read`` is what it read of its snapshot, see ``measures.reading``; None where it does not say.
    """

    head: dict[str, Any]
    data: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)
    key_figures: list[dict[str, Any]] = field(default_factory=list)
    read: dict[str, dict[str, str]] | None = None


def finished(book: Any, *, jobcenter: str, period: str, digest: str | None) -> Blocks:
    """The blocks of an executed notebook, once it is certain that it ran to its end and as it was asked to.

    Every code cell must have been executed without an error, the last one must have published the end, and the
    head must name the jobcenter, the period and the snapshot that were asked for.

    Parameters
    ----------
    book : NotebookNode
        The notebook after execution.
    jobcenter, period, digest : str
        What was asked for: a code, a month, the snapshot's digest; None for a notebook that was kept, which has none.

    Raises
    ------
    ReportError
        If any of that does not hold.
    """
    for number, cell in enumerate(book["cells"], start=1):
        if cell["cell_type"] != "code" or not cell["source"].strip():
            continue
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            raise _unfinished("a cell ended in an error", number)
        if cell["execution_count"] is None:
            raise _unfinished("a cell was not executed", number)
    found = _published(book)
    kinds = [block["kind"] for block in found]
    if kinds.count("end") != 1 or kinds[-1] != "end":
        raise _unfinished("the notebook did not publish its end (publish.end() in the last code cell)", 0)
    if kinds.count("head") != 1:
        raise _unfinished(f"the notebook published {kinds.count('head')} heads; it must publish one", 0)
    head = found[kinds.index("head")]
    made = {
        "jobcenter": head["jobcenter"]["code"],
        "period": head["period"],
        "snapshot": head["snapshot"].get("digest"),
    }
    asked = {"jobcenter": jobcenter, "period": period, "snapshot": digest}
    for name, value in asked.items():
        if made[name] != value:
            raise _unfinished(f"the report is for {name} {made[name]}, and {value} was asked for", 0)
    return _sorted(head, found)


def _published(book: Any) -> list[dict[str, Any]]:
    found = []
    for number, cell in enumerate(book["cells"], start=1):
        for output in cell.get("outputs", ()):
            block = output.get("data", {}).get(BLOCK)
            if block is None:
                continue
            if not isinstance(block, dict) or block.get("kind") not in KINDS:
                raise _unfinished("a cell published a block of an unknown kind", number)
            found.append(block)
    return found


def _sorted(head: dict[str, Any], found: list[dict[str, Any]]) -> Blocks:
    blocks = Blocks(head, read=found[-1].get("read"))
    seen: set[str] = set()
    for block in found:
        if block["kind"] in ("table", "figure"):
            if block["id"] in seen:
                raise _unfinished(f"two tables or figures have the id '{block['id']}'", 0)
            seen.add(block["id"])
            table = block["table"] if block["kind"] == "figure" else block
            blocks.data.append(
                {
                    "id": block["id"],
                    "title": block["title"],
                    "kind": block["kind"],
                    "columns": table["columns"],
                    "rows": table["rows"],
                }
            )
        elif block["kind"] == "absent":
            blocks.absent.append({"id": block["id"], "reason": block["reason"]})
        elif block["kind"] == "key_figures":
            blocks.key_figures.extend(_in_order(row) for row in block["rows"])
    return blocks


def _in_order(row: dict[str, Any]) -> dict[str, Any]:
    """A key figure with its columns in their order, whether it comes from a kernel or from a file."""
    known = [name for name in KEY_COLUMNS if name in row]
    return {name: row[name] for name in (*known, *sorted(row.keys() - set(known)))}


def _unfinished(message: str, cell: int) -> ReportError:
    return ReportError(Failure("Unfinished", message, cell))
