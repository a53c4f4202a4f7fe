"""What was seen while weeks became spells, and a reader of the spells should know."""

from dataclasses import dataclass, field, replace

import numpy as np

from analysis import benefits
from analysis.sources.register import spells_from_weeks
from analysis.sources.register.spells_from_weeks import Calendar, Runs
from analysis.sources.register.traits import UNKNOWN

DEAD = "doed"


@dataclass
class Counted:
    """What was seen on the way: persons, weeks of each benefit by its place, and who came back from the dead."""

    persons: int = 0
    weeks: np.ndarray = field(default_factory=lambda: np.zeros(len(spells_from_weeks.benefit_ids()), np.int64))
    after_death: int = 0
    without_area: int = 0

    def copy(self) -> "Counted":
        """The same counts, to go on from."""
        return replace(self, weeks=self.weeks.copy())

    def add(self, runs: Runs, calendar: Calendar) -> None:
        """Count some spells."""
        weeks = np.bincount(runs.benefit, weights=runs.last - runs.first + 1, minlength=len(self.weeks))
        self.weeks += weeks.astype(np.int64)
        dead = runs.benefit == calendar.ids.index(DEAD)
        self.after_death += int((dead & (runs.last < calendar.numbers[-1])).sum())
        self.without_area += int((runs.area == UNKNOWN).sum())

    def unknown_codes(self) -> dict[str, int]:
        """Weeks of each code that ``reference/benefits.csv`` has not."""
        ids = spells_from_weeks.benefit_ids()
        return {
            ids[at].removeprefix(benefits.UNKNOWN): int(self.weeks[at])
            for at in np.flatnonzero(self.weeks)
            if benefits.is_unknown(ids[at])
        }
