"""Areas: which municipalities, jobcentres, regions and groups there are, and who belongs to whom in a month.

A code alone is ambiguous (561 is a municipality and a jobcenter), so an :class:`Area` carries its kind, and
there is one function for each kind. What existed in a month is asked for with ``on``, such as ``"2019-12"``.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from analysis import area_lists
from analysis.area_lists import MONTH
from analysis.area_names import (
    COUNTRY,
    KINDS,
    Area,
    from_source,
    group,
    groups,
    key_of,
    municipality,
    named,
    outside,
    region,
    regions,
    resolve,
    without_jobcenter,
)
from analysis.errors import AnalysisError
from analysis.names import danish_key

__all__ = [
    "COUNTRY",
    "KINDS",
    "Area",
    "Served",
    "comparators",
    "danish_key",
    "from_source",
    "group",
    "group_of",
    "groups",
    "jobcenter",
    "jobcenter_of",
    "jobcentres",
    "members",
    "municipalities",
    "municipality",
    "outside",
    "region",
    "region_of",
    "regions",
    "served",
]

FIRST_MONTH = "2007-01"


class Served(NamedTuple):
    """A municipality and the jobcenter that serves it in a month."""

    municipality: Area
    jobcenter: Area

    @property
    def elsewhere(self) -> bool:
        """Whether the jobcenter is another municipality's."""
        return self.municipality.code != self.jobcenter.code


def municipalities() -> list[Area]:
    """The 98 municipalities since 2007, in Danish order."""
    return list(_municipalities())


def jobcentres(on: str) -> list[Area]:
    """The jobcentres of a month, in Danish order; each has its host's code and name.

    Since February 2026 a municipality need not have a jobcenter: they go on as areas to report on.

    >>> [len(jobcentres(month)) for month in ("2007-01", "2013-01", "2022-01")]
    [91, 94, 95]
    """
    return list(_jobcentres(_checked(on)))


def served(text: str, on: str) -> Served:
    """The municipality that a text names, and the jobcenter that serves it in a month.

    Reads what ``municipality`` reads, and ``Jobcenter Esbjerg``.

    Raises
    ------
    AnalysisError
        As ``municipality``; also if ``on`` is no month, or lies before the first jobcentres of 2007.

    Examples
    --------
    >>> found = served("Læsø", "2019-12")
    >>> found.elsewhere, found.jobcenter.name
    (True, 'Frederikshavn')
    """
    found = resolve(without_jobcenter(key_of(text)), text, noun="jobcenter")
    return Served(found, jobcenter_of(found, on))


def jobcenter(text: str, on: str) -> Area:
    """The jobcenter that a text names in a month, by its host or by any municipality it serves.

    ``served`` also tells which municipality was named.

    >>> jobcenter("Ishøj", "2021-12").slug, jobcenter("Ishøj", "2022-01").slug
    ('187-vallensbaek', '183-ishoej')
    """
    return served(text, on).jobcenter


def jobcenter_of(municipality: Area, on: str) -> Area:
    """The jobcenter that serves a municipality in a month: its own, or its host's.

    Raises
    ------
    AnalysisError
        If ``on`` is no month, or lies before 2007-01.
    ValueError
        If the area is not a municipality.
    """
    if municipality.kind != "municipality":
        raise ValueError(f"a {municipality.kind} is not a municipality: {municipality.code}")
    return named(_host(_row(municipality).code, _checked(on)), kind="jobcenter")


def members(area: Area, on: str) -> list[Area]:
    """The municipalities that an area consists of in a month, in Danish order; a municipality is its own.

    Raises
    ------
    AnalysisError
        If there is no such area, if it had no jobcenter in that month, or if ``on`` is no month from 2007-01.
    """
    month = _checked(on)
    if area.kind == "country":
        return municipalities()
    if area.kind == "municipality":
        return [named(_row(area).code)]
    if area.kind == "jobcenter":
        host = _existing(area, month).code
        return [one for one in _municipalities() if _host(one.code, month) == host]
    if area.kind == "region":
        wanted = region(area.code)
        return [one for one in _municipalities() if region_of(one) == wanted]
    wanted = group(area.code)
    return [one for one in _municipalities() if group_of(one) == wanted]


def group_of(area: Area) -> Area:
    """The group of a municipality; a jobcenter's is its host's.

    Raises
    ------
    ValueError
        If the area is a region or the country.
    """
    return area if area.kind == "group" else _group(_row(area).group)


def region_of(area: Area) -> Area:
    """The region of a municipality; a jobcenter's is its host's.

    Raises
    ------
    ValueError
        If the area is a group or the country.
    """
    return area if area.kind == "region" else region(_row(area).region)


def comparators(area: Area, on: str) -> dict[str, list[Area]]:
    """The areas to hold an area up against: of the same kind, never itself, in Danish order.

    Returns
    -------
    dict
        ``group`` (same group of municipalities), ``region`` (same region) and ``country`` (all of the kind).
        For a region or a group the first two are empty: it is only held up against all the others.

    Raises
    ------
    AnalysisError
        If there is no such area, if it had no jobcenter in that month, or if ``on`` is no month from 2007-01.
    """
    month = _checked(on)
    peers = [one for one in _peers(area.kind, month) if one.code != area.code]
    if area.kind not in ("municipality", "jobcenter"):
        return {"group": [], "region": [], "country": peers}
    if area.kind == "jobcenter":
        _existing(area, month)
    own_group, own_region = group_of(area), region_of(area)
    return {
        "group": [one for one in peers if group_of(one) == own_group],
        "region": [one for one in peers if region_of(one) == own_region],
        "country": peers,
    }


@cache
def _municipalities() -> tuple[Area, ...]:
    return _sorted(named(code) for code in area_lists.municipalities())


@cache
def _jobcentres(month: str) -> tuple[Area, ...]:
    hosts = {_host(code, month) for code in area_lists.municipalities()}
    return _sorted(named(code, kind="jobcenter") for code in hosts)


@cache
def _group(name: str) -> Area:
    return group(name)


def _peers(kind: str, month: str) -> tuple[Area, ...]:
    if kind == "municipality":
        return _municipalities()
    if kind == "jobcenter":
        return _jobcentres(month)
    return _sorted({"region": regions(), "group": groups()}.get(kind, []))


def _sorted(found: Iterable[Area]) -> tuple[Area, ...]:
    return tuple(sorted(found, key=lambda one: danish_key(one.name)))


def _host(code: str, month: str) -> str:
    for service in area_lists.services():
        if service.municipality == code and service.covers(month):
            return service.host
    return code


def _row(area: Area) -> area_lists.Municipality:
    if area.kind not in ("municipality", "jobcenter"):
        raise ValueError(f"a {area.kind} lies in no single region or group: {area.code}")
    known = area_lists.municipalities()
    # an unknown code is refused with the reason, like one that a reader wrote
    return known.get(area.code) or known[resolve(area.code, area.code, noun=area.kind).code]


def _existing(area: Area, month: str) -> Area:
    own = _row(area)
    host = _host(own.code, month)
    if host != own.code:
        raise AnalysisError(
            f"{own.name} had no jobcenter of its own in {month}.\n"
            f"Jobcenter {named(host).name} ({host}) served it: ask for that one."
        )
    return area


def _checked(on: str) -> str:
    if not MONTH.fullmatch(on):
        raise AnalysisError(f"'{on}' is not a month such as 2019-12.")
    if on < FIRST_MONTH:
        raise AnalysisError(
            f"There is no jobcenter in {on}: jobcentres and the 98 municipalities came with the reform of\n"
            f"1 January 2007. Ask for {FIRST_MONTH} or later."
        )
    return on
