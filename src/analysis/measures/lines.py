"""Which areas a report sets side by side: its jobcenter, each municipality, and those it is compared with."""

from dataclasses import dataclass
from functools import cache

from analysis import areas
from analysis.areas import COUNTRY, Area
from analysis.data.tables import Panel

GROUPS = ("group", "region")  # roles that are made of other municipalities


@dataclass(frozen=True)
class Line:
    """One area of a comparison and the municipalities it consists of.

    ``role`` is ``own`` (the jobcenter), ``member`` (one of several municipalities of it), ``group``,
    ``region`` or ``country``. Group and region leave out the jobcenter's own municipalities; the country
    is the source's own total and includes them.
    """

    role: str
    area: Area
    label: str
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name for the line that no other line of the report has."""
        return f"{self.role} {self.area.code}"


def own(panel: Panel) -> Line:
    """The jobcenter itself, labelled with the names of its municipalities."""
    names = [member.name for member in panel.members]
    label = " og ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return Line("own", panel.jobcenter, label, _codes(panel.members))


def members(panel: Panel) -> list[Line]:
    """Each municipality, where the jobcenter has several; none where it has one."""
    if len(panel.members) == 1:
        return []
    return [Line("member", area, area.name, (area.code,)) for area in panel.members]


def comparators(panel: Panel) -> list[Line]:
    """The other municipalities of the DST group and of the region, and the country."""
    return list(_comparators(panel.jobcenter, panel.period))


@cache
def _comparators(jobcenter: Area, period: str) -> tuple[Line, ...]:
    others = areas.comparators(jobcenter, period)
    group, region = areas.group_of(jobcenter), areas.region_of(jobcenter)
    return (
        Line("group", group, f"Andre {group.name.lower()}", _served(others["group"], period)),
        Line("region", region, f"Resten af {region.name}", _served(others["region"], period)),
        Line("country", COUNTRY, COUNTRY.name, (COUNTRY.code,)),
    )


def all_lines(panel: Panel) -> list[Line]:
    """The jobcenter, its municipalities where they are several, and its comparators."""
    return [own(panel), *members(panel), *comparators(panel)]


def _served(jobcentres: list[Area], on: str) -> tuple[str, ...]:
    return tuple(code for jobcenter in jobcentres for code in _codes(areas.members(jobcenter, on)))


def _codes(municipalities: list[Area] | tuple[Area, ...]) -> tuple[str, ...]:
    return tuple(area.code for area in municipalities)
