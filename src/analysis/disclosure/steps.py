"""Which points of a course over time can be shown, so that no two of them tell of one, two or three persons."""

import numpy as np


def told_points(counts: np.ndarray, *, smallest: float) -> np.ndarray:
    """A mask of the points that may be shown of running counts, as many as possible.

    Between two points that are shown the count of every kind has grown by nothing, or by at least ``smallest``: their
    difference gives no small count away. The last point is shown before any earlier one; where it differs
    too little from the first, that stands alone.

    Parameters
    ----------
    counts : ndarray, shape (points, kinds)
        Running counts that never fall; of the first point mostly 0.
    smallest : float
        The smallest count that may be shown.

    Returns
    -------
    ndarray of bool, shape (points,)

    Raises
    ------
    ValueError
        If counts have not two dimensions.

    References
    ----------
    As ``cells.protect``.

    Examples
    --------
    >>> told_points(np.array([[0], [2], [5], [7], [12]]), smallest=4).tolist()
    [True, False, True, False, True]
    """
    grown = counts[None, :, :] - counts[:, None, :]  # from the first to the second
    apart = ((grown == 0) | (grown >= smallest)).all(axis=2)
    reach = np.full(len(counts), -1)  # points on the longest way from the first; -1 where there is none
    before = np.zeros(len(counts), dtype=np.int64)
    reach[0] = 0
    for point in range(1, len(counts)):
        ways = np.where(apart[:point, point], reach[:point], -1)
        before[point] = int(ways.argmax())
        reach[point] = ways.max() + 1 if ways.max() >= 0 else -1
    mask = np.zeros(len(counts), dtype=bool)
    end = len(counts) - 1 if reach[-1] >= 0 else 0
    while end:
        mask[end] = True
        end = before[end]
    mask[0] = True
    return mask


def told_in_turn(counts: np.ndarray, *, wanted: np.ndarray, smallest: float) -> np.ndarray:
    """A mask as of ``told_points``, in which some points are more wanted than others.

    The most wanted points are chosen first, as many as possible; then, between those, the next wanted.

    Parameters
    ----------
    counts, smallest
        As for ``told_points``.
    wanted : ndarray of int, shape (points,)
        0 for the most wanted.

    Returns
    -------
    ndarray of bool, shape (points,)

    Raises
    ------
    ValueError
        If counts have not two dimensions.

    References
    ----------
    As ``cells.protect``.

    Examples
    --------
    >>> running = np.array([[0], [4], [5], [9], [13]])
    >>> told_points(running, smallest=4).tolist()
    [True, True, False, True, True]
    >>> told_in_turn(running, wanted=np.array([0, 1, 0, 1, 0]), smallest=4).tolist()
    [True, False, True, True, True]
    """
    shown = np.array([0])
    for turn in np.unique(wanted):
        parts = [shown]
        for start, stop in zip(shown, [*shown[1:], len(counts)], strict=True):
            between = start + 1 + np.flatnonzero(wanted[start + 1 : stop] <= turn)
            part = np.array([start, *between, *([stop] if stop < len(counts) else [])])
            parts.append(part[told_points(counts[part], smallest=smallest)])
        shown = np.unique(np.concatenate(parts))
    mask = np.zeros(len(counts), dtype=bool)
    mask[shown] = True
    return mask
