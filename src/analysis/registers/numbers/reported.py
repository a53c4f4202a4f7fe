"""The periods and areas that figures are given for, and figures added up to them.

What is counted lies in one municipality each: an area of several adds them up. Persons can lie in several, and are
counted anew for each area.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from analysis import area_lists
from analysis.areas import COUNTRY
from analysis.registers.numbers.weeks import LAST, Calendar


@dataclass(frozen=True)
class Periods:
    """Months, or quarters, in order and without a hole.

    Attributes
    ----------
    labels : list of str
    months : list of str
        The last month of each.
    opens, closes : ndarray of int
        First and last week of each.
    """

    labels: list[str]
    months: list[str]
    opens: np.ndarray
    closes: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, week: np.ndarray) -> np.ndarray:
        """The place of the period that holds each week; -1 outside them."""
        found: np.ndarray = self._of_week[np.clip(week, 0, LAST)]
        return found

    @cached_property
    def _of_week(self) -> np.ndarray:
        weeks = np.arange(LAST + 1)
        if not len(self):
            return np.full(len(weeks), -1)
        at = np.searchsorted(self.opens, weeks, side="right") - 1
        return np.where(weeks > self.closes[-1], -1, at)


def by_month(calendar: Calendar) -> Periods:
    """The months of a calendar."""
    return Periods(calendar.labels, calendar.labels, calendar.opens, calendar.closes)


def by_quarter(calendar: Calendar) -> Periods:
    """The quarters that lie wholly in a calendar.

    >>> by_quarter(Calendar("2018-12", "2019-07")).labels
    ['2019-Q1', '2019-Q2']
    """
    ends = [at for at, month in enumerate(calendar.labels) if int(month[5:]) % 3 == 0 and at >= 2]
    labels = [f"{calendar.labels[at][:4]}-Q{int(calendar.labels[at][5:]) // 3}" for at in ends]
    opens = calendar.opens[[at - 2 for at in ends]] if ends else calendar.opens[:0]
    return Periods(labels, [calendar.labels[at] for at in ends], opens, calendar.closes[ends])


@dataclass(frozen=True)
class Shared:
    """The jobcentres that serve several municipalities in some period.

    Attributes
    ----------
    hosts : list of str
        Sorted.
    serves : ndarray of bool, shape (hosts, periods, municipalities counted)
    there : ndarray of bool, shape (hosts, periods)
        Whether it serves several in the period.
    """

    hosts: list[str]
    serves: np.ndarray
    there: np.ndarray


@dataclass(frozen=True, eq=False)
class Reported:
    """Municipalities, the jobcentres that serve several of them, and the country.

    Attributes
    ----------
    counted : tuple of str
        The municipalities that a register has, also one of no name: counted in the country only.
    municipalities : list of str
        Those that figures are given for.
    always : tuple of str
        Jobcentres that have a column also where they serve one municipality only.
    """

    counted: tuple[str, ...]
    municipalities: list[str]
    always: tuple[str, ...] = ()

    def codes(self, within: Periods) -> list[tuple[str, str]]:
        """The kind and code of each area, in the order of the columns of ``added``."""
        kinds = [("municipality", code) for code in self.municipalities]
        hosts = [("jobcenter", host) for host in self.jobcentres(within).hosts]
        return [*kinds, *hosts, ("country", COUNTRY.code)]

    def added(self, table: np.ndarray, within: Periods) -> np.ndarray:
        """A table of periods by ``counted`` as one by ``codes``; missing where a jobcenter is not shared."""
        wide = np.column_stack([table, np.zeros(len(table))])  # the last for municipalities without anybody
        own = wide[:, self._places].astype(float)
        shared = self.jobcentres(within)
        served = np.where(shared.there, np.where(shared.serves, table, 0).sum(axis=2), np.nan)
        found: np.ndarray = np.column_stack([own, served.T, table.sum(axis=1)])
        return found

    def widened(self, table: np.ndarray, within: Periods) -> np.ndarray:
        """A table by municipality with the country last, as one by ``codes``: jobcentres add up those they serve."""
        own = np.zeros((len(table), len(self.counted)))
        for place, code in enumerate(self.counted):
            if code in self.municipalities:
                own[:, place] = table[:, self.municipalities.index(code)]
        whole = self.added(own, within)
        whole[:, : len(self.municipalities)], whole[:, -1] = table[:, :-1], table[:, -1]
        return whole

    def distinct(self, person: np.ndarray, period: np.ndarray, area: np.ndarray, within: Periods) -> np.ndarray:
        """How many persons there are in each period and area of ``codes``, each once in an area.

        Parameters
        ----------
        person, period, area : ndarray of int
            One element for each time that somebody is somewhere; several may say the same.
        """
        wide, length = len(self.counted), len(within)
        key = _once((person.astype(np.int64) * length + period) * wide + area)
        where, when = key % wide, key // wide % length
        found = self.added(np.bincount(when * wide + where, minlength=length * wide).reshape(length, wide), within)
        again = np.zeros(len(key), dtype=bool)
        again[1:] = key[1:] // wide == key[:-1] // wide  # the same person and period, in another area
        found[:, -1] = np.bincount(when[~again], minlength=length)
        shared = self.jobcentres(within)
        for at in range(len(shared.hosts)):
            times = _once(key[shared.serves[at][when, where]] // wide) % length
            counts = np.bincount(times, minlength=length)
            found[:, len(self.municipalities) + at] = np.where(shared.there[at], counts, np.nan)
        return found

    def shared(self, month: str) -> dict[str, tuple[str, ...]]:
        """The jobcentres of several municipalities in a month, each by its host, with all that it serves."""
        known = set(self.municipalities)
        return {host: tuple(sorted(codes)) for host, codes in _served(month).items() if known & codes}

    def hosts(self, within: Periods) -> list[str]:
        """The jobcentres of several municipalities in any of the periods, sorted."""
        return self.jobcentres(within).hosts

    def jobcentres(self, within: Periods) -> Shared:
        """The jobcentres of several municipalities in any of the periods, and whom they serve in each."""
        key = tuple(within.months)
        if key not in self._known:
            self._known[key] = self._shared(within)
        return self._known[key]

    def _shared(self, within: Periods) -> Shared:
        served = [self.shared(month) for month in within.months]
        hosts = sorted({*self.always, *(host for by_host in served for host in by_host)})
        there = [[host in by_host for by_host in served] for host in hosts]
        serves = [[[code in by_host.get(host, ()) for code in self.counted] for by_host in served] for host in hosts]
        shape = (len(hosts), len(within), len(self.counted))
        return Shared(
            hosts, np.array(serves, dtype=bool).reshape(shape), np.array(there, dtype=bool).reshape(shape[:2])
        )

    @cached_property
    def _known(self) -> dict[tuple[str, ...], Shared]:
        return {}

    @cached_property
    def _places(self) -> np.ndarray:
        at = {code: place for place, code in enumerate(self.counted)}
        return np.array([at.get(code, len(self.counted)) for code in self.municipalities], dtype=np.int64)


@cache
def _served(month: str) -> dict[str, set[str]]:
    """The jobcentres of several municipalities in a month, each by its host, with all that it serves."""
    found: dict[str, set[str]] = {}
    for service in area_lists.services():
        if service.covers(month):
            found.setdefault(service.host, {service.host}).add(service.municipality)
    return found


def _once(keys: np.ndarray) -> np.ndarray:
    """The distinct keys in order; sorting is faster than what numpy does."""
    keys = np.sort(keys)
    new = np.ones(len(keys), dtype=bool)
    new[1:] = keys[1:] != keys[:-1]
    return keys[new]
