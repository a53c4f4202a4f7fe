"""The totals that an export leaves out, made of their parts where all parts are there."""

import numpy as np
import numpy.typing as npt

from analysis.catalogue import TOTAL
from analysis.sources.cells import Remarks
from analysis.sources.statbank.cube import ABSENT, FIGURE, Cube
from analysis.sources.statbank.declared import AXES
from analysis.sources.statbank.whole import SEXES

SURE_AGE = 85  # up to here every municipality has somebody of each sex and age (FOLK1A, first quarter of 2014)
LIVELY = 8  # between two ages with this many persons somebody is of the age between (1,717 of 1,717 in that quarter)


def with_totals(cube: Cube, remarks: Remarks) -> Cube:
    """The cells with ``alle`` along sex and age.

    Where an export has single years and no total of them, an age above 85 that did not come is 0: nobody of that
    age. One that did not come below, or between two ages of many persons, makes its total unknown.
    """
    if TOTAL not in cube.axes["age"]:
        _nobody_above(cube, remarks)
        cube = _added(cube, "age", cube.axes["age"], remarks)
    if TOTAL not in cube.axes["sex"] and set(SEXES) <= set(cube.axes["sex"]):
        cube = _added(cube, "sex", list(SEXES), remarks)
    return cube


def _nobody_above(cube: Cube, remarks: Remarks) -> None:
    old = [at for at, age in enumerate(cube.axes["age"]) if int(age) > SURE_AGE]
    young = [at for at in range(len(cube.axes["age"])) if at not in old]
    axis = AXES.index("age")
    known = (np.take(cube.states, young, axis=axis) == FIGURE).all(axis=axis, keepdims=True)
    is_old = np.isin(np.arange(cube.shape[axis]), old).reshape([-1 if at == axis else 1 for at in range(len(AXES))])
    nobody = known & is_old & (cube.states == ABSENT) & ~_between_many(cube, axis)
    cube.figures[nobody], cube.states[nobody] = 0.0, FIGURE
    if count := int(nobody.sum()):
        remarks.notices.append(f"{count} cell(s) of ages above {SURE_AGE} that did not come are 0")


def _between_many(cube: Cube, axis: int) -> npt.NDArray[np.bool_]:
    """The cells whose age before and age after both have so many persons that somebody is of the age between."""
    many = np.moveaxis(np.nan_to_num(cube.figures) >= LIVELY, axis, 0)
    between = np.zeros_like(many)
    between[1:-1] = many[:-2] & many[2:]
    return np.moveaxis(between, 0, axis)


def _added(cube: Cube, axis: str, of: list[str], remarks: Remarks) -> Cube:
    """The cells with one more id along an axis, ``alle``, the sum of others where all of those are known."""
    made = Cube({**cube.axes, axis: [TOTAL, *cube.axes[axis]]})
    at = AXES.index(axis)
    parts = cube.part(**{axis: of})
    known = (parts.states == FIGURE).all(axis=at, keepdims=True)
    total = np.where(known, parts.figures.sum(axis=at, keepdims=True), np.nan)
    made.figures = np.concatenate([total, cube.figures], axis=at)
    made.states = np.concatenate([np.where(known, FIGURE, ABSENT).astype(np.uint8), cube.states], axis=at)
    remarks.notices.append(f"there is no total by {axis}; it is the sum of its parts")
    return made
