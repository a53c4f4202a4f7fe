"""Who pays: the municipality's share of a week of benefit, by the law of the week and the weeks so far.

The list is ``reference/refusion.csv``; each of its cells says where it is from and whether a source confirms it. Before
2016 the share followed what the citizen did, since 4 January 2016 how long the citizen has received support.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from analysis.errors import AnalysisError
from analysis.refusion_rates import FILE, rates
from analysis.rules import NOT_VERIFIED


@dataclass(frozen=True)
class Burden:
    """What a municipality bears; of one week its share, of several their sum in weeks of the benefit."""

    weeks: float
    verified: bool

    @property
    def note(self) -> str:
        """What stands beside the figure: nothing, or that it is not verified."""
        return "" if self.verified else NOT_VERIFIED


def municipal_share(benefit: str, *, week: int, on: str, active: bool = False, mark_unverified: bool = False) -> Burden:
    """The municipality's share of one week of a benefit, 0 to 1.

    Parameters
    ----------
    benefit : str
        Id in ``reference/benefits.csv``.
    week : int
        Week of support, the first is 1; since 2016 the weeks on all benefits together, see ``registers.support_weeks``.
    on : str
        A day of that week, by whose law it is paid, as ``2016-01-04``.
    active : bool
        Whether the citizen is in company-oriented activation or ordinary education; only asked before 2016.
    mark_unverified : bool
        Whether a cell that no source confirms may be used; then ``note`` says so.

    Raises
    ------
    AnalysisError
        If the benefit has no rate that week, or one that is not verified and may not be used.

    Examples
    --------
    >>> [municipal_share("kontanthjaelp", week=week, on="2016-01-04").weeks for week in (4, 5, 26, 27, 52, 53)]
    [0.2, 0.6, 0.6, 0.7, 0.7, 0.8]
    >>> municipal_share("foertidspension", week=60, on="2016-01-04", mark_unverified=True).note
    'ikke verificeret'
    """
    shares, verified = municipal_shares(
        benefit, weeks=np.array([week]), on=on, active=active, mark_unverified=mark_unverified
    )
    return Burden(float(shares[0]), bool(verified[0]))


def municipal_shares(
    benefit: str, *, weeks: np.ndarray, on: str, active: bool = False, mark_unverified: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """As ``municipal_share`` for many weeks of support on one day: the shares, and whether each is verified."""
    if len(weeks) and weeks.min() < 1:
        raise ValueError("weeks of support are counted from 1")
    day = _day(on)
    shares, verified = np.full(len(weeks), np.nan), np.zeros(len(weeks), dtype=bool)
    for rate in rates():
        if rate.covers(benefit, day, active):
            inside = (weeks >= rate.week_from) & (rate.week_to is None or weeks <= rate.week_to)
            shares[inside], verified[inside] = round(1 - rate.state_share, 10), rate.verified
    _refuse(benefit, on, weeks[np.isnan(shares)], weeks[~np.isnan(shares) & ~verified], mark=mark_unverified)
    return shares, verified


def burden(
    benefit: str, *, first: int = 1, last: int, since: str, active: bool = False, mark_unverified: bool = False
) -> Burden:
    """What the municipality bears of the weeks of support from ``first`` to ``last``, in weeks of the benefit.

    Each week is paid by the law of its own day, so a spell across 4 January 2016 is split there.

    Parameters
    ----------
    benefit : str
    first, last : int
        Weeks of support; both counted.
    since : str
        A day of the week ``first``.
    active, mark_unverified : bool
        As for ``municipal_share``.

    Examples
    --------
    >>> round(burden("kontanthjaelp", last=52, since="2016-01-04").weeks, 10)
    32.2
    """
    if last < first:
        raise ValueError(f"weeks {first} to {last} are none")
    begin = _day(since)
    parts = [
        municipal_share(
            benefit,
            week=week,
            on=str(begin + dt.timedelta(days=7 * (week - first))),
            active=active,
            mark_unverified=mark_unverified,
        )
        for week in range(first, last + 1)
    ]
    return Burden(float(sum(part.weeks for part in parts)), all(part.verified for part in parts))


def covered(on: str) -> list[str]:
    """The benefits that have a rate on a day, sorted.

    >>> "barselsdagpenge" in covered("2016-01-04"), "sygedagpenge" in covered("2016-01-04")
    (False, True)
    """
    day = _day(on)
    return sorted(
        {name for rate in rates() for name in rate.benefits if rate.covers(name, day, rate.activity != "passive")}
    )


def _refuse(benefit: str, on: str, none: np.ndarray, unverified: np.ndarray, *, mark: bool) -> None:
    if len(none):
        raise AnalysisError(
            f"reference/{FILE} has no share for '{benefit}' on {on} in week {int(none.min())} of support.\n"
            f"Benefits with a share on that day: {', '.join(covered(on)) or 'none'}."
        )
    if len(unverified) and not mark:
        raise AnalysisError(
            f"The share for '{benefit}' on {on} in week {int(unverified.min())} of support is not verified: see the "
            f"source in reference/{FILE}.\nConfirm the cell there, or ask for it with mark_unverified=True; the text "
            f"then says '{NOT_VERIFIED}'."
        )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise AnalysisError(f"'{text}' is not a day such as 2016-01-04.") from None
