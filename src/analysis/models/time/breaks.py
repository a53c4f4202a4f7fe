"""Known breaks as columns of a regression: a step and a change of slope from each, the months around it left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis import periods, rules
from analysis.errors import AnalysisError
from analysis.models.time.demands import SIDE_MONTHS
from analysis.models.time.series import season_of

ANTICIPATION = 3  # months on each side of a break in which people and authorities act early or late


@dataclass(frozen=True, eq=False)
class Design:
    """A segmented regression: its columns, the months it keeps, and the breaks it leaves alone.

    The first columns are the slope before and, for each break, the step and the change of slope; the others are levels
    of seasons. Slopes are per year. ``kept`` says which months take part.
    """

    columns: np.ndarray
    kept: np.ndarray
    breaks: tuple[rules.Reform, ...]
    others: tuple[rules.Reform, ...]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """Month and term of the first columns."""
        return [("", "slope_before"), *((one.month, term) for one in self.breaks for term in ("step", "slope"))]


def design(months: Sequence[str], *, at: Sequence[str], benefit: str, anticipation: int = ANTICIPATION) -> Design:
    """The columns of a segmented regression at breaks that are known.

    Parameters
    ----------
    months : sequence of str
        The months of the series, without gaps.
    at : sequence of str
        Months of breaks, each of them in ``rules.reforms(benefit)``.
    benefit : str
        Whose breaks they are.
    anticipation : int
        Months left out before a break, and from it on.

    Raises
    ------
    AnalysisError
        If a break is not among the known ones (one that was searched for in the figures proves nothing), or has fewer
        than 12 months on a side; all of them at once.
    """
    known = {one.month: one for one in rules.reforms(benefit)}
    wrong = [f"{month}: not a known break of '{benefit}'" for month in at if month not in known]
    asked = sorted({month for month in at if month in known})
    place = np.arange(len(months))
    where = {month: _at(months, month) for month in asked}
    kept = np.ones(len(months), dtype=bool)
    for month in asked:
        kept &= (place < where[month] - anticipation) | (place >= where[month] + anticipation)
    ends = [-1, *(where[month] for month in asked), len(months)]
    for number, month in enumerate(asked):
        before = kept[max(ends[number], 0) : max(ends[number + 1], 0)].sum()
        after = kept[max(ends[number + 1], 0) : max(ends[number + 2], 0)].sum()
        if min(before, after) < SIDE_MONTHS:
            wrong.append(
                f"{month}: {before} months before it and {after} after it, {SIDE_MONTHS} are needed on each side"
            )
    if wrong or not at:
        listed = "\n".join(f"  - {one}" for one in wrong) or "  - no break was named"
        raise AnalysisError(
            f"breaks: {len(wrong) or 1} problem(s)\n{listed}\nA break is a known one of reference/breaks.csv; one that "
            f"was searched for in the figures proves nothing. Known for '{benefit}': {', '.join(known) or 'none'}."
        )
    seasons = season_of(months)
    levels = (seasons[:, None] == np.arange(12)).astype(float)
    columns = [place / 12]
    for month in asked:
        since = np.maximum(place - where[month], 0)
        columns += [(place >= where[month]).astype(float), since / 12]
    inside = [one for one in known.values() if months[0] < one.month <= months[-1] and one.month not in asked]
    return Design(
        columns=np.column_stack([*columns, levels[:, levels[kept].any(axis=0)]]),
        kept=kept,
        breaks=tuple(known[month] for month in asked),
        others=tuple(inside),
    )


def _at(months: Sequence[str], month: str) -> int:
    """The place of a month among others, also where it lies before or after them."""
    year, number = (int(part) for part in month.split("-"))
    first = periods.first_month(months[0])
    return (year - int(first[:4])) * 12 + number - int(first[5:])
