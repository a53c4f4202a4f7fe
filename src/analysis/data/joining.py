"""A new snapshot with another's tables besides its own: what is joined, what is copied, and what the manifest says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.data import manifests
from analysis.data.snapshot import Snapshot
from analysis.data.streams import Stream
from analysis.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd

JOINED = "observations"  # the table of which each may have a part
PROVISIONAL = "provisional_months"

_SHOWN = 5


@dataclass(frozen=True)
class Copy:
    """A table of another snapshot, taken over byte for byte."""

    snapshot: Snapshot
    table: str


def check(also: Snapshot, *, synthetic: bool) -> None:
    """Refuse a snapshot that does not go with a new one; ask before a long retrieval, not after it.

    Raises
    ------
    AnalysisError
        If one is synthetic and the other real.
    """
    if also.synthetic != synthetic:
        kinds = ("synthetic", "real") if also.synthetic else ("real", "synthetic")
        raise AnalysisError(
            f"Snapshot '{also.name}' is {kinds[0]} and the new one would be {kinds[1]}; the two are never mixed. "
            "Name another after --with; see 'jobcenter list snapshots'."
        )


def together(
    tables: "Mapping[str, pd.DataFrame | Stream]", also: Snapshot, *, name: str
) -> "dict[str, pd.DataFrame | Stream | Copy]":
    """The tables of a new snapshot and those of another, every row with its own source and day of retrieval.

    Observations of both are joined; every other table may be in one of them only.

    Parameters
    ----------
    tables : mapping
        The new tables, by name.
    also : Snapshot
        The other.
    name : str
        Of the new snapshot, for messages.

    Raises
    ------
    AnalysisError
        If both have a table other than observations, or the same figure: every such table and measure at once.
    """
    import pandas as pd

    both = sorted(set(tables) & set(also.tables()))
    problems = [f"both have '{table}'" for table in both if table != JOINED]
    made: dict[str, pd.DataFrame | Stream | Copy] = {
        **{table: Copy(also, table) for table in also.tables() if table not in tables},
        **tables,
    }
    own = tables.get(JOINED)
    if JOINED in both and isinstance(own, pd.DataFrame):
        other = also.read(JOINED)
        problems += _in_both(own, other)
        made[JOINED] = pd.concat([own, other], ignore_index=True)
    if problems:
        lines = [f"'{name}' cannot hold the tables of '{also.name}' as well", *(f"  - {one}" for one in problems)]
        raise AnalysisError(
            "\n".join([*lines, "Each figure may stand in one of them; make the new one without --with."])
        )
    return made


def manifest(own: Mapping[str, Any], also: Snapshot) -> dict[str, Any]:
    """The fields of a manifest that name both: sources, what was asked, notices, latest periods."""
    theirs = also.manifest
    return {
        **own,
        "source": "; ".join(dict.fromkeys([own["source"], *str(theirs["source"]).split("; ")])),
        "asked": [*own["asked"], *theirs["asked"]],
        "notices": [*own["notices"], *(f"from '{also.name}': {notice}" for notice in also.notices)],
        "latest": {**theirs["latest"], **own["latest"]},
    }


def extra(own: Mapping[str, Any], also: Snapshot) -> dict[str, Any]:
    """What else the manifest says: the other's additions, and under ``joined`` which snapshots were taken in.

    Months are provisional as long as they are in either.
    """
    theirs = {name: value for name, value in also.manifest.items() if name not in manifests.FIELDS}
    months = [one[PROVISIONAL] for one in (own, theirs) if PROVISIONAL in one]
    about = {"name": also.name, "digest": also.digest, "source": also.manifest["source"], "retrieved": also.retrieved}
    return {
        **theirs,
        **own,
        **({PROVISIONAL: max(months)} if months else {}),
        "joined": [*theirs.get("joined", []), {**about, "tables": also.tables()}],
    }


def _in_both(own: "pd.DataFrame", other: "pd.DataFrame") -> list[str]:
    """One line per measure of which both have the same figures."""
    from analysis.data import contracts

    key = contracts.key(JOINED)
    shared = own[key].merge(other[key], on=key)
    counts = shared["measure"].value_counts().sort_index()
    lines = [
        f"both have '{measure}': {count} figure(s) of the same area and period" for measure, count in counts.items()
    ]
    more = [f"and {len(lines) - _SHOWN} more measures"] if len(lines) > _SHOWN else []
    return lines[:_SHOWN] + more
