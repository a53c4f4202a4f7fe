"""What benefits cost a municipality, with the weekly rates that the user gives: none is ever guessed."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis import refusion
from analysis.errors import AnalysisError
from analysis.registers.counted.figures import Figure, Figures
from analysis.registers.counted.setting import Setting
from analysis.rules import NOT_VERIFIED

BEFORE = "før tilskud og udligning"  # stands beside every amount
NO_RATES = "Kommunens udgift er ikke beregnet: der er ikke oplyst satser pr. uge."


@dataclass(frozen=True)
class Cost:
    """What a municipality bears: kroner, weeks of the benefit, and whether the shares are verified."""

    kroner: float
    weeks: float
    verified: bool

    @property
    def note(self) -> str:
        """What stands beside the amount."""
        return note(self.verified)


def note(verified: bool) -> str:
    """What stands beside an amount that a municipality bears.

    >>> note(True), note(False)
    ('før tilskud og udligning', 'før tilskud og udligning; ikke verificeret')
    """
    return BEFORE if verified else f"{BEFORE}; {NOT_VERIFIED}"


def spell_cost(
    benefit: str,
    *,
    first: int = 1,
    last: int,
    since: str,
    rates: pd.DataFrame,
    active: bool = False,
    mark_unverified: bool = False,
) -> Cost:
    """What a spell costs the municipality: each week the rate of its year times the municipality's share.

    Parameters
    ----------
    benefit : str
        Id in ``reference/benefits.csv``.
    first, last : int
        Weeks of support; both counted.
    since : str
        A day of the week ``first``, as ``2016-01-04``.
    rates : DataFrame
        Columns ``benefit``, ``year`` and ``kr_week``; see ``data.weekly_rates``. A week takes the year of its Thursday.
    active, mark_unverified : bool
        As for ``refusion.municipal_share``.

    Raises
    ------
    AnalysisError
        If a year has no rate, or a week no share, or one that is not verified and may not be used.
    """
    known = _known(rates, benefit)
    begin = dt.date.fromisoformat(since)
    days = [begin + dt.timedelta(days=7 * number) for number in range(last - first + 1)]
    years = [(day + dt.timedelta(days=3 - day.weekday())).year for day in days]
    missing = sorted({year for year in years if year not in known})
    if missing:
        raise AnalysisError(
            f"There is no weekly rate for '{benefit}' in {', '.join(map(str, missing))}.\n"
            "Add a row to the file of rates: benefit, year and kroner a week. A rate is never guessed."
        )
    shares = [
        refusion.municipal_share(benefit, week=first + at, on=str(day), active=active, mark_unverified=mark_unverified)
        for at, day in enumerate(days)
    ]
    kroner = sum(share.weeks * known[year] for share, year in zip(shares, years, strict=True))
    return Cost(kroner, sum(share.weeks for share in shares), all(share.verified for share in shares))


def stock_costs(of: Setting, financed: Figures, *, rates: pd.DataFrame | None) -> tuple[Figures, list[str]]:
    """``kommunal_udgift`` by month, in kroner, and in Danish why a benefit or month has none.

    Parameters
    ----------
    of : Setting
    financed : dict of Figure
        From ``financing.financing``: full-time persons times the municipality's share.
    rates : DataFrame, optional
        As for ``spell_cost``; without it there are no amounts, and one reason.

    Returns
    -------
    dict of Figure, list of str
        Months by areas: full-time persons times the municipality's share, the weeks of the month and the rate of its
        year. Missing in months whose year has no rate.
    """
    if rates is None:
        return {}, [NO_RATES]
    found: Figures = {}
    reasons = []
    for (_, benefit), figure in financed.items():
        known = _known(rates, benefit)
        years = [int(month[:4]) for month in of.months.labels]
        weekly = pd.Series(years).map(known).to_numpy(dtype=float) * of.calendar.weeks
        lacking = sorted({year for year in years if year not in known})
        if lacking:
            reasons.append(
                f"Kommunens udgift til {benefit} mangler for {', '.join(map(str, lacking))}: ingen sats oplyst."
            )
        if known and figure.numerator is not None:
            found["kommunal_udgift", benefit] = Figure(figure.numerator * weekly[:, None])
    return found, reasons


def _known(rates: pd.DataFrame, benefit: str) -> dict[int, float]:
    own = rates[rates["benefit"] == benefit]
    return dict(zip(own["year"].astype(int), own["kr_week"].astype(float), strict=True))
