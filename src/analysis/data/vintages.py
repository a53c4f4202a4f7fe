"""Retrievals of the same figures, and the steps from one to the next.

Counts are of the figures as they were retrieved, and exact. What is listed cell by cell comes from the
figures as reports show them: a list of which hidden figures moved would help to find them out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from analysis import catalogue, rules
from analysis.data import contracts, manifests, snapshots
from analysis.data.cell_changes import PROVISIONAL_MONTHS, compare
from analysis.data.snapshots import Snapshot
from analysis.disclosure.cells import protect
from analysis.errors import AnalysisError


@dataclass(frozen=True, eq=False)
class Vintage:
    """The observations of one snapshot, as retrieved and as shown."""

    snapshot: Snapshot
    retrieved: pd.DataFrame

    @property
    def name(self) -> str:
        """The snapshot's name."""
        return self.snapshot.name

    @property
    def provisional_months(self) -> int:
        """How many of each measure's latest months are provisional in it."""
        return int(self.snapshot.manifest.get("provisional_months", PROVISIONAL_MONTHS))

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The observations with what may not be shown hidden, as in the reports."""
        return protect(
            self.retrieved,
            measures=catalogue.measures(),
            smallest_count=lambda when: rules.value("smallest_count", when),
        )


@dataclass(frozen=True, eq=False)
class Step:
    """From one vintage to the next: the comparison that is counted, and the one that is listed."""

    before: Vintage
    after: Vintage

    @cached_property
    def exact(self) -> pd.DataFrame:
        """The figures as retrieved, compared; for counts alone."""
        months = self.before.provisional_months
        return compare(self.before.retrieved, self.after.retrieved, provisional_months=months)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The figures as reports show them, compared; for whatever names a cell."""
        return compare(self.before.shown, self.after.shown, provisional_months=self.before.provisional_months)

    @property
    def in_order(self) -> bool:
        """Whether the second was retrieved after the first."""
        first, second = (manifests.moment(one.snapshot.retrieved) for one in (self.before, self.after))
        return first <= second

    @property
    def reforms(self) -> list[rules.Reform]:
        """The reforms, of benefits that have figures here, that came between the two retrievals."""
        months = [one.snapshot.retrieved[:7] for one in (self.before, self.after)]
        benefits = sorted(set(self.exact["benefit"]))
        return list(dict.fromkeys(reform for one in benefits for reform in rules.crossed(one, *months)))


def steps(vintages: Sequence[Vintage]) -> list[Step]:
    """Each vintage with the next."""
    return [Step(before, after) for before, after in pairwise(vintages)]


def of(steps_: Sequence[Step]) -> list[Vintage]:
    """The vintages that steps lead through."""
    return [steps_[0].before, *(step.after for step in steps_)]


def open_all(names: Sequence[str]) -> list[Vintage]:
    """The vintages of these names, in that order.

    Raises
    ------
    AnalysisError
        If they are fewer than two, one is named twice, one does not exist, has no observations or breaks its contract,
        a measure is not in the catalogue, or real and synthetic figures would be compared.
    """
    if len(names) < 2:
        raise AnalysisError("Name at least two snapshots, the older first: jobcenter data diff august september.")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        named = ", ".join(f"'{name}'" for name in twice)
        raise AnalysisError(
            f"{named} is named more than once, and a snapshot does not differ from itself. Name others."
        )
    opened = [snapshots.open_snapshot(name) for name in names]
    kinds = {snapshot.synthetic for snapshot in opened}
    if len(kinds) > 1:
        said = ", ".join(f"{one.name} is {'synthetic' if one.synthetic else 'real'}" for one in opened)
        raise AnalysisError(f"Real and synthetic figures are not vintages of one another: {said}.")
    return [_vintage(snapshot) for snapshot in opened]


def _vintage(snapshot: Snapshot) -> Vintage:
    if "observations" not in snapshot.tables():
        raise AnalysisError(
            f"Snapshot '{snapshot.name}' holds no observations to compare, only: {', '.join(snapshot.tables())}."
        )
    where = f"snapshot '{snapshot.name}'"
    rows = contracts.check("observations", snapshot.read("observations"), where=where)
    if unknown := sorted(set(rows["measure"]) - catalogue.measures().keys()):
        raise AnalysisError(
            f"Snapshot '{snapshot.name}' has measures that reference/measures/ has not: {', '.join(unknown)}. "
            f"'jobcenter data check {snapshot.name}' lists every problem."
        )
    manifests.moment(snapshot.retrieved)
    return Vintage(snapshot, rows)
