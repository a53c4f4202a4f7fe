"""Which parts of a whole are hidden too, so that the whole less those that are shown tells of no small count."""

from collections.abc import Collection, Mapping, Sequence


def hidden_with_rest(
    parts: Mapping[str, Sequence[float]], hidden: Collection[str], *, smallest_count: float
) -> frozenset[str]:
    """The parts to hide: those that are hidden, and the smallest others as long as what is left tells of a small count.

    The whole is taken to be shown. What is left of it without the parts that are shown is the sum of those that are
    hidden; it tells where one of its counts is above 0 and below ``smallest_count``.

    Parameters
    ----------
    parts : Mapping
        By name, the counts of a part: its persons, or those with and those without something.
    hidden : collection of str
        The parts that are hidden for their own sake.
    smallest_count : float
        Agreed value; see ``rules``.

    Returns
    -------
    frozenset of str
        Names of parts; all of them where nothing else is enough.

    Raises
    ------
    ValueError
        If the parts have not equally many counts.

    References
    ----------
    As ``cells.protect``.

    >>> sorted(hidden_with_rest({"a": [40], "b": [20], "c": [3]}, ["c"], smallest_count=4))
    ['b', 'c']
    >>> sorted(hidden_with_rest({"a": [40], "b": [20], "c": [3], "d": [2]}, ["c", "d"], smallest_count=4))
    ['c', 'd']
    """
    if len({len(counts) for counts in parts.values()}) > 1:
        raise ValueError("each part is to have as many counts as the others")
    found = [name for name in parts if name in hidden]
    others = sorted((name for name in parts if name not in hidden), key=lambda name: sum(parts[name]))
    while found and others and _tells([parts[name] for name in found], smallest_count):
        found.append(others.pop(0))
    return frozenset(found)


def _tells(counts: Sequence[Sequence[float]], smallest_count: float) -> bool:
    return any(0 < sum(column) < smallest_count for column in zip(*counts, strict=True))
