"""Whether the cells of a table are whole and agree with each other: totals, single years of age, and their sums."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.areas import COUNTRY
from analysis.catalogue import TOTAL
from analysis.sources.cells import Remarks, listed
from analysis.sources.statbank import places
from analysis.sources.statbank.cube import ABSENT, FIGURE, HIDDEN, SIGN, Cube
from analysis.sources.statbank.declared import AXES

SEXES = ("maend", "kvinder")


def without_outside(cube: Cube, remarks: Remarks) -> Cube:
    """The cells of the country and the municipalities; a notice says which areas are left out."""
    ids = cube.axes["area"]
    kept = [one for one in ids if not one.startswith((places.OUTSIDE, places.REGION))]
    out = [one for one in ids if one not in kept]
    if rows := int((cube.part(area=out).states != ABSENT).sum()):
        names = listed(one.partition(":")[2] for one in out)
        remarks.notices.append(f"{rows} row(s) of areas that are no municipality are left out: {names}")
    return cube.part(area=kept)


def check_totals(cube: Cube, remarks: Remarks, *, most_absent: float) -> Cube:
    """The cells of everybody, by area and period, where the country is there and hardly an area is absent."""
    totals = cube.part(sex=[TOTAL], age=[TOTAL], origin=[TOTAL])
    if COUNTRY.code in cube.axes["area"]:
        own = totals.part(area=[COUNTRY.code]).states.ravel()
        if without := [one for one, state in zip(cube.axes["period"], own, strict=True) if state != FIGURE]:
            remarks.problems.append(
                f"'{COUNTRY.name}' has no figure in {len(without)} of {len(own)} periods: {listed(without)}"
            )
    absent = totals.states == ABSENT
    _check_share(absent.reshape(len(cube.axes["area"]), -1), cube, remarks, most_absent, kept="kept as missing")
    for state, what in ((SIGN, "have a sign in place of a figure and are kept as missing"), (HIDDEN, "are hidden")):
        if count := int((totals.states == state).sum()):
            remarks.notices.append(f"{count} of {totals.states.size} area-periods {what}")
    if not (totals.states == FIGURE).any():
        remarks.problems.append("there is no figure at all")
    return totals


@dataclass(frozen=True)
class Detail:
    """The cells of single years of age, and the area-periods (areas down, periods across) in which all are known."""

    cube: Cube
    whole: npt.NDArray[np.bool_]


def check_detail(cube: Cube, remarks: Remarks, *, exact: bool, most_absent: float) -> Detail:
    """The cells of single years of age, with 0 in those that did not come where the rest adds up to the total.

    A period in which no area has any single year is one that the table has only totals for: a notice says so. In
    every other period an area must have all of them, or is left out as a whole for that period: some ages too few
    would make every age band too small.
    """
    ages = [one for one in cube.axes["age"] if one != TOTAL]
    detail = cube.part(age=ages)
    if exact:
        _fill_with_nobody(detail, cube, remarks)
    known = (detail.states == FIGURE).transpose(_order("area", "period"))
    per_area = known.reshape(*known.shape[:2], -1)
    has_any = per_area.any(axis=(0, 2))
    if not has_any.any():
        remarks.problems.append("there is no single year of age at all")
    elif not has_any.all():
        with_it = [one for one, any_there in zip(cube.axes["period"], has_any, strict=True) if any_there]
        remarks.notices.append(
            f"{len(has_any) - len(with_it)} of {len(has_any)} periods came without single years of age and are not in "
            f"the population; it has {listed(with_it)}"
        )
    whole = per_area.all(axis=2)
    _check_share(~whole[:, has_any], cube, remarks, most_absent, kept="left out of the population")
    return Detail(detail, whole)


def _fill_with_nobody(detail: Cube, cube: Cube, remarks: Remarks) -> None:
    """Make a cell 0 that did not come where the ages that did add up to the total; note where they do not."""
    if TOTAL not in cube.axes["age"]:
        return
    total = cube.part(age=[TOTAL])
    axis = AXES.index("age")
    added = np.nansum(detail.figures, axis=axis, keepdims=True)
    came = (detail.states != ABSENT).any(axis=axis, keepdims=True)
    answered = ~np.isin(detail.states, [SIGN, HIDDEN]).any(axis=axis, keepdims=True)
    judged = came & answered & (total.states == FIGURE)
    agree = judged & (added == total.figures)
    absent = detail.states == ABSENT
    nobody = absent & agree
    detail.figures[nobody], detail.states[nobody] = 0.0, FIGURE
    if count := int(nobody.sum()):
        remarks.notices.append(f"{count} cell(s) that did not come are 0: the other ages add up to the total")
    full = judged & ~agree & ~absent.any(axis=axis, keepdims=True)
    over = judged & (added > total.figures)
    if count := int((full | over).sum()):
        remarks.problems.append(f"the single years do not add up to the total of all ages in {count} sum(s)")


def check_sexes(cube: Cube, remarks: Remarks) -> None:
    """Note where men and women do not add up to everybody."""
    if not {TOTAL, *SEXES} <= set(cube.axes["sex"]):
        return
    parts, total = cube.part(sex=list(SEXES)), cube.part(sex=[TOTAL])
    axis = AXES.index("sex")
    there = (parts.states == FIGURE).all(axis=axis, keepdims=True) & (total.states == FIGURE)
    if count := int((there & (parts.figures.sum(axis=axis, keepdims=True) != total.figures)).sum()):
        remarks.problems.append(f"men and women do not add up to everybody in {count} sum(s)")


def check_somebody(totals: Cube, remarks: Remarks) -> None:
    """Note where an area has nobody at all."""
    if count := int(((totals.states == FIGURE) & (totals.figures == 0)).sum()):
        remarks.problems.append(f"{count} of {totals.states.size} area-periods have nobody at all")


def check_sum(totals: Cube, remarks: Remarks) -> None:
    """Tell how far the municipalities' sum is from the country where it is furthest."""
    if COUNTRY.code not in totals.axes["area"] or len(totals.axes["area"]) == 1:
        return
    order = _order("area", "period")
    values = totals.figures.transpose(order).reshape(len(totals.axes["area"]), -1)
    at = totals.places("area", [COUNTRY.code])[0]
    own, added = values[at], np.nansum(np.delete(values, at, axis=0), axis=0)
    apart = np.abs(np.nan_to_num(own - added))
    if apart.any():
        worst = int(apart.argmax())
        remarks.notices.append(
            f"the municipalities do not add up to the country in {int((apart > 0).sum())} of {len(own)} periods; "
            f"furthest apart in {totals.axes['period'][worst]}: {added[worst]:,.0f} against {own[worst]:,.0f}"
        )


def _check_share(absent: npt.NDArray[np.bool_], cube: Cube, remarks: Remarks, most_absent: float, *, kept: str) -> None:
    """Note the area-periods that are absent (areas down, periods across); too many of them are a problem."""
    count = int(absent.sum())
    if not count:
        return
    by_area = absent.sum(axis=1)
    where = [cube.axes["area"][at] for at in np.argsort(-by_area, kind="stable") if by_area[at]]
    what = f"{count} of {absent.size} area-periods are absent or not whole ({listed(where)})"
    if count / absent.size > most_absent:
        remarks.problems.append(f"{what}; at most {100 * most_absent:g} per cent may be")
    else:
        remarks.notices.append(f"{what} and {kept}")


def _order(*first: str) -> list[int]:
    """The axes with some of them first."""
    return [AXES.index(one) for one in (*first, *(axis for axis in AXES if axis not in first))]
