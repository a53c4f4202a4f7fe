"""The cells of one table: a figure, a sign for none, or nothing yet, for every combination that was asked for."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analysis.catalogue import TOTAL
from analysis.sources.statbank.declared import AXES

ABSENT, FIGURE, SIGN, HIDDEN = 0, 1, 2, 3  # the states of a cell


@dataclass
class Cube:
    """The cells along ``AXES``; ``axes`` has the ids of each, and one that no variable gives has ``alle`` alone."""

    axes: dict[str, list[str]]
    figures: npt.NDArray[np.float64] = field(init=False)
    states: npt.NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        self.axes = {axis: list(self.axes.get(axis, [TOTAL])) for axis in AXES}
        self.figures = np.full(self.shape, np.nan)
        self.states = np.zeros(self.shape, dtype=np.uint8)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many ids each axis has."""
        return tuple(len(ids) for ids in self.axes.values())

    def put(
        self,
        at: dict[str, npt.NDArray[np.intp]],
        values: npt.NDArray[np.float64],
        states: npt.NDArray[np.uint8],
    ) -> tuple[int, npt.NDArray[np.intp]]:
        """Fill cells by their places on each axis; returns how many came again alike, and which came again otherwise.

        What came first stays.
        """
        rows = len(values)
        places = [at.get(axis, np.zeros(rows, dtype=np.intp)) for axis in AXES]
        flat = np.ravel_multi_index(places, self.shape)
        cells, first = np.unique(flat, return_index=True)
        new = self.states.flat[cells] == ABSENT
        self.figures.flat[cells[new]] = values[first[new]]
        self.states.flat[cells[new]] = states[first[new]]
        there, state = self.figures.flat[flat], self.states.flat[flat]
        alike = (state == states) & ((there == values) | (np.isnan(there) & np.isnan(values)))
        again = rows - int(new.sum())
        return again - int((~alike).sum()), np.flatnonzero(~alike)

    def places(self, axis: str, ids: list[str]) -> list[int]:
        """Where some ids stand on an axis."""
        return [self.axes[axis].index(one) for one in ids]

    def part(self, **chosen: list[str]) -> "Cube":
        """The cells of some ids along some axes, in that order."""
        made = Cube({axis: chosen.get(axis, ids) for axis, ids in self.axes.items()})
        grid = np.ix_(*(self.places(axis, made.axes[axis]) for axis in AXES))
        made.figures, made.states = self.figures[grid], self.states[grid]
        return made
