"""What effort and outcomes are counted from: a register, what happens beside it, and where it is shown."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.registers.counted.figures import Figure
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.reported import Periods, Reported, by_month, by_quarter
from analysis.registers.numbers.weeks import Calendar
from analysis.registers.tables import beside
from analysis.registers.tables.beside import Interviews, Offers, Work


@dataclass(frozen=True, eq=False)
class Setting:
    """One register with its calendar and areas; ``offers``, ``interviews`` and ``work`` are None where not given.

    Quarters have the columns of the months, so a jobcenter that is shared in any month has one in all.
    """

    register: Register
    calendar: Calendar
    reported: Reported
    offers: Offers | None = None
    interviews: Interviews | None = None
    work: Work | None = None

    @cached_property
    def months(self) -> Periods:
        """The months that are counted."""
        return by_month(self.calendar)

    @cached_property
    def quarters(self) -> Periods:
        """The whole quarters among them."""
        return by_quarter(self.calendar)

    @classmethod
    def of(
        cls,
        register: Register,
        calendar: Calendar,
        reported: Reported,
        *,
        activations: pd.DataFrame | None = None,
        interviews: pd.DataFrame | None = None,
        jobs: pd.DataFrame | None = None,
    ) -> "Setting":
        """The setting of a register and of the canonical tables that there are."""
        return cls(
            register,
            calendar,
            replace(reported, always=tuple(reported.hosts(by_month(calendar)))),
            offers=None if activations is None else beside.offers(register, activations),
            interviews=None if interviews is None else beside.interviews(register, interviews),
            work=None if jobs is None else beside.work(register, jobs),
        )

    def has(self, benefit: str) -> bool:
        """Whether anybody is on a benefit."""
        return benefit in self.register.benefits

    def told(self, within: Periods, *, before: int = 0, after: int = 0) -> np.ndarray:
        """Which periods the register tells, with so many weeks before and after them."""
        opens, closes = within.opens - before, within.closes + after
        known: np.ndarray = (opens >= self.register.first_week) & (closes <= self.register.last_week)
        return known

    def added(self, within: Periods, at: np.ndarray, rows: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        """How many spells, or how much of a weight, lie in each period and area.

        Parameters
        ----------
        within : Periods
        at : ndarray of int
            The period of each; -1 for none.
        rows : ndarray of int
            The places of spells, by whose municipality they are counted.
        weight : ndarray, optional
        """
        wide = len(self.register.areas)
        kept = at >= 0
        key = at[kept] * wide + self.register.area[rows[kept]]
        by = None if weight is None else weight[kept]
        table = np.bincount(key, weights=by, minlength=len(within) * wide).reshape(len(within), wide)
        return self.reported.added(table, within)

    def share(
        self,
        within: Periods,
        at: np.ndarray,
        rows: np.ndarray,
        met: np.ndarray,
        *,
        told: np.ndarray,
        scale: float = 100,
    ) -> Figure:
        """Of the spells in each period and area, how many, or how much, ``met`` says; missing where it is not told."""
        over, of = self.added(within, at, rows, met), self.added(within, at, rows)
        return quotient(over, of, told=told, scale=scale)


def quotient(over: np.ndarray, of: np.ndarray, *, told: np.ndarray, scale: float = 100) -> Figure:
    """One table over another by the scale; missing where nobody is in the base, and in periods that are not told."""
    over, of = over.astype(float), of.astype(float)
    over[~told], of[~told] = np.nan, np.nan
    value = np.full(over.shape, np.nan)
    np.divide(over, of, out=value, where=of > 0)
    return Figure(scale * value, over, of)  # in this order all of the base is 100, and not a little more


def count(table: np.ndarray, *, told: np.ndarray) -> Figure:
    """A table as a figure; missing in periods that are not told."""
    value = table.astype(float)
    value[~told] = np.nan
    return Figure(value)
