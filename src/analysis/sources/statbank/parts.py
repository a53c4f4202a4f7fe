"""A question that is too large for one answer, in parts that are not."""

from collections.abc import Iterator, Mapping, Sequence

from analysis.sources.statbank.question import cells

Codes = Mapping[str, list[str]]


def parts(codes: Codes, *, most_cells: int, along: Sequence[str]) -> Iterator[dict[str, list[str]]]:
    """The question in parts of at most so many cells, which together ask for everything exactly once.

    It is split along the first variable as far as that is enough, then along the next.

    Parameters
    ----------
    codes : mapping
        The codes that are asked for, by variable.
    most_cells : int
        1 or more.
    along : sequence of str
        The variables, the first to split first.

    Examples
    --------
    >>> whole = {"Tid": ["2014K1", "2014K2", "2014K3"], "KØN": ["1", "2"]}
    >>> [part["Tid"] for part in parts(whole, most_cells=4, along=["Tid", "KØN"])]
    [['2014K1', '2014K2'], ['2014K3']]
    """
    whole = dict(codes)
    if cells(whole) <= most_cells:
        yield whole
        return
    name = next(name for name in along if len(whole[name]) > 1)
    size = max(1, most_cells * len(whole[name]) // cells(whole))
    for start in range(0, len(whole[name]), size):
        part = {**whole, name: whole[name][start : start + size]}
        yield from parts(part, most_cells=most_cells, along=along)
