"""Which area codes there are, by what the area is and in which month."""

from functools import cache

from analysis import areas
from analysis.areas import COUNTRY


@cache
def codes(kind: str, month: str) -> frozenset[str]:
    """The codes of a kind of area (``municipality``, ``jobcenter``, ``region``, ``group``, ``country``) in a month.

    >>> sorted(codes("region", "2019-12"))
    ['081', '082', '083', '084', '085']
    """
    if kind == "country":
        return frozenset([COUNTRY.code])
    if kind == "jobcenter":
        return frozenset(one.code for one in areas.jobcentres(month))
    every = {"municipality": areas.municipalities, "region": areas.regions, "group": areas.groups}[kind]()
    return frozenset(one.code for one in every)
