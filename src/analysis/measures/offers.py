"""What becomes of those who begin an offer, beside others like them who have not: of a jobcenter's own persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis import benefits, models, periods, rules
from analysis.data.records import Records
from analysis.disclosure.remainders import hidden_with_rest
from analysis.disclosure.shares import SMALL, hide_shares
from analysis.errors import AnalysisError
from analysis.measures.unavailable import unavailable
from analysis.models.effects import trials
from analysis.models.effects.trials import NO_OVERLAP, PLACEBO
from analysis.models.effects.weighting import NoSolutionError
from analysis.registers import risk_sets
from analysis.registers.paths.chained import NoCoursesError

MONTHS = (3, 6, 12)
FOLLOW_UP = 12  # months
LAG = 3  # months in which a register still changes
DRAWS = 100  # of the bootstrap: intervals are 1.96 of its standard deviations, which so many settle well enough
STARTS = 36  # months in which the offers began
NEEDED = ("activations", "jobs")
ALL = ("alle", "Alle tilbud")
CATEGORIES = {
    "virksomhedsrettet": "Virksomhedsrettede tilbud",
    "vejledning_opkvalificering": "Vejledning og opkvalificering",
    "stoette": "Mentor og anden støtte",
}
COLUMNS = (
    *("benefit", "group", "label", "outcome", "months", "method", "n", "started", "low_started", "high_started"),
    *("not_started", "effect", "low", "high", "controls", "effective", "reason", "placebo", "alarm", "hidden"),
)

SHARES = ("started", "low_started", "high_started", "not_started", "effect", "low", "high")


@dataclass(frozen=True)
class Diagnostics:
    """How alike those who began and the others are: ``models.balance`` and ``models.overlap`` of one group."""

    balance: pd.DataFrame
    overlap: pd.DataFrame
    left_out: int
    cut: int


def effects(
    records: Records,
    *,
    benefit: str,
    by: str = "category",
    first: str = "",
    last: str = "",
    outcomes: Sequence[str] = ("job", "off"),
    draws: int = DRAWS,
    seed: int = 20101,
    together: bool = True,
) -> pd.DataFrame:
    """Effect of beginning an offer now against not beginning now, by kind of offer, with the raw status beside it.

    It is an effect on those who began, where all that decides both who begins and who finds work is known: age, sex,
    origin, education, municipality, visitation, elapsed month and time of the year. ``alarm`` says that those who
    began differ from the others in the two years before, which no offer can have done: then it is none. Of too few
    there is the raw status only, with the reason.

    Parameters
    ----------
    records : Records
        From ``tables.records``.
    benefit : str
    by : str
        ``category`` of the instruments (``reference/instruments.csv``), or ``instrument``; all offers come first.
    first, last : str
        Months in which the offers began, both counted; by default the latest 36 that can be followed a year, less the
        three months in which a register still changes.
    outcomes : list of str
        ``job`` (in work or education) and ``off`` (off benefits).
    draws, seed : int
        Of the bootstrap.
    together : bool
        Whether all offers together are a group of their own.

    Returns
    -------
    DataFrame
        One row per group, outcome, month from the start (1 to 12) and method (``raw``, and ``ipw`` and ``aipw`` where
        there is an effect). Columns: ``benefit``, ``group``, ``label`` (Danish), ``outcome``, ``months``, ``method``,
        and those of ``models.activation_effect`` (shares 0 to 1), ``placebo`` (difference before, share of two years),
        ``alarm`` (true or false; false where nothing is estimated), ``hidden`` (``few``, ``small`` or empty; shares
        that are hidden are missing). ``attrs`` has ``first`` and ``last``. Empty where nobody began;
        ``attrs["absent"]`` says so in Danish.

    Raises
    ------
    AnalysisError
        If there is no such benefit or grouping, or the snapshot has no offers or jobs.

    References
    ----------
    As ``models.activation_effect``.
    """
    begins, ends = window(records, first, last)
    parts = []
    for (group, label), instruments in _groups(records, by).items():
        if not together and (group, label) == ALL:
            continue
        rows = at_risk(records, benefit, instruments, begins, ends)
        if rows is not None and rows["started"].any():
            asked = f"effect {_named(benefit, instruments, begins, ends)} {' '.join(outcomes)} {draws} {seed}"
            found = records.register.kept(asked, partial(estimated, rows, outcomes, draws, seed))
            parts.append(found.assign(benefit=benefit, group=group, label=label))
    if not parts:
        return unavailable(f"Ingen på {benefits.label(benefit).lower()} har påbegyndt et tilbud i perioden.")
    table = pd.concat(parts, ignore_index=True)
    table = _protected(table, records, by) if records.protected else table.assign(hidden="")
    table = table[list(COLUMNS)]
    table.attrs.update({"first": begins, "last": ends, "protected": records.protected})
    return table


def diagnostics(
    records: Records, *, benefit: str, group: str = ALL[0], by: str = "category", first: str = "", last: str = ""
) -> Diagnostics:
    """How alike those who began an offer and the weighted others are; parameters as for ``effects``.

    Parameters
    ----------
    records, benefit, by, first, last
        As for ``effects``.
    group : str
        One of the groups that ``by`` makes, or all offers together.

    Returns
    -------
    Diagnostics
        ``balance`` and ``overlap`` (as ``models.balance`` and ``models.overlap`` give them), how many rows were left
        out, and how many weights cut.

    Raises
    ------
    AnalysisError
        If there is no such group, or there are too few for an effect.

    References
    ----------
    As ``models.weighted``, ``models.balance`` and ``models.overlap``.
    """
    begins, ends = window(records, first, last)
    named = {name: instruments for (name, _), instruments in _groups(records, by).items()}
    if group not in named:
        raise AnalysisError(f"There is no group '{group}' of offers. Choose one of {', '.join(named)}.")
    rows = at_risk(records, benefit, named[group], begins, ends)
    fewest = trials.FEWEST_STARTED
    if rows is None or rows["started"].sum() < fewest:
        raise AnalysisError(f"Fewer than {fewest} began an offer of '{group}' from {begins} to {ends}.")
    weighted = models.weighted(rows, covariates=_covariates(rows))
    return Diagnostics(
        models.balance(weighted), models.overlap(weighted), weighted.attrs["left_out"], weighted.attrs["cut"]
    )


def window(records: Records, first: str = "", last: str = "") -> tuple[str, str]:
    """The months in which offers began: those asked for, as far as they can be followed, or the latest 36.

    Raises
    ------
    AnalysisError
        If none of those asked for can be followed.
    """
    latest = periods.shift(records.period, -(FOLLOW_UP + LAG))
    ends = min(periods.parse(last), latest) if last else latest
    begins = periods.parse(first) if first else periods.shift(ends, 1 - STARTS)
    if begins > ends:
        raise AnalysisError(
            f"Offers that began in {begins} cannot be followed a year by {records.period}, less {LAG} months in "
            f"which a register still changes. The latest month is {latest}."
        )
    return begins, ends


def _groups(records: Records, by: str) -> dict[tuple[str, str], list[str] | None]:
    """Group and label to the instruments in it; None for all."""
    missing = [name for name in NEEDED if name not in records.snapshot.tables()]
    if missing:
        raise AnalysisError(f"Snapshot '{records.snapshot.name}' holds no {' and no '.join(missing)}.")
    used = sorted(records.table("activations")["instrument"].unique())
    known = benefits.instruments()
    found: dict[tuple[str, str], list[str] | None] = {ALL: None}
    if by == "category":
        for category, label in CATEGORIES.items():
            own = [name for name in used if name in known and known[name].category == category]
            if own:
                found[category, label] = own
    elif by == "instrument":
        for name in [one for one in known if one in used]:
            found[name, known[name].label] = [name]
    else:
        raise AnalysisError(f"Offers are not grouped by '{by}'. Choose category or instrument.")
    return found


def at_risk(
    records: Records, benefit: str, instruments: list[str] | None, first: str, last: str
) -> pd.DataFrame | None:
    """The rows of ``registers.risk_sets`` for offers that began in some months; None where nobody could begin one.

    They are made once, whoever asks; nobody may change them.
    """
    benefits.benefit(benefit)
    if not records.register.on(benefit).any():
        return None
    asked = f"risk sets {_named(benefit, instruments, first, last)}"
    made: pd.DataFrame | None = records.register.kept(
        asked, partial(_risk_sets, records, benefit, instruments, first, last)
    )
    return made


def _named(benefit: str, instruments: list[str] | None, first: str, last: str) -> str:
    """A name for some offers: equal where the same are asked for."""
    return f"{benefit} {ALL[0] if instruments is None else '+'.join(sorted(instruments))} {first} {last}"


def _risk_sets(
    records: Records, benefit: str, instruments: list[str] | None, first: str, last: str
) -> pd.DataFrame | None:
    try:
        return risk_sets(
            records.register,
            records.table("activations"),
            records.table("persons"),
            records.register.kept(f"jobs since {first}", partial(_since, records.table("jobs"), first)),
            benefit=benefit,
            first=first,
            last=last,
            instruments=instruments,
            areas=records.areas,
        )
    except NoCoursesError:
        return None


def _since(jobs: pd.DataFrame, first: str) -> pd.DataFrame:
    """The months of work from one on: whether somebody works is asked of weeks after an offer began."""
    return jobs[(jobs["month"].astype(str) >= first).to_numpy()]


def _covariates(rows: pd.DataFrame) -> list[str]:
    several = ["area"] if rows["area"].nunique() > 1 else []
    return [*trials.COVARIATES, *several]


def estimated(rows: pd.DataFrame, outcomes: Sequence[str], draws: int, seed: int) -> pd.DataFrame:
    """The effect on each outcome by month from the start, with what the two years before say of the comparison."""
    named = [f"{outcome}_{month}" for outcome in outcomes for month in range(1, FOLLOW_UP + 1)]
    covariates = _covariates(rows)
    try:
        found = models.activation_effect(
            rows, outcomes=[*named, PLACEBO], covariates=covariates, draws=draws, seed=seed
        )
    except NoSolutionError:  # the score has no solution: some levels tell with certainty who begins
        found = trials.refused(rows, [*named, PLACEBO], NO_OVERLAP)
    placebo = found[(found["outcome"] == PLACEBO) & (found["method"] == "aipw")]
    table: pd.DataFrame = found[found["outcome"] != PLACEBO].copy()
    split = table["outcome"].str.rsplit("_", n=1, expand=True)
    table["outcome"], table["months"] = split[0], split[1].astype(int)
    table["placebo"] = placebo["effect"].item() if len(placebo) else np.nan
    table["alarm"] = bool(((placebo["low"] > 0) | (placebo["high"] < 0)).any())
    return table


def _protected(table: pd.DataFrame, records: Records, by: str) -> pd.DataFrame:
    """Without shares of few, or that tell of one, two or three who began; and what would give them away.

    All offers less the other categories are a category, and a category less its other instruments is an instrument:
    both are shown. Where a count of starters is hidden, so are the shares of them, whose intervals would tell it.
    """
    smallest = rules.value("smallest_count", records.period)
    counted = table.assign(events=np.rint(table["started"] * table["n"]))
    shown = hide_shares(
        counted,
        n="n",
        events="events",
        shares=SHARES,
        smallest_count=smallest,
        smallest_base=rules.value("smallest_base_for_percentage", records.period),
    )
    uncounted = shown["group"].isin(told_by_others(table, smallest, by=by))
    shown.loc[uncounted, "n"] = np.nan
    told = uncounted.to_numpy() | _told_by_other_shares(counted, shown["hidden"] != "", smallest, by)
    shown.loc[told, [*SHARES, "events"]] = np.nan
    shown.loc[told & (shown["hidden"] == "").to_numpy(), "hidden"] = SMALL
    return shown


def told_by_others(table: pd.DataFrame, smallest: float, *, by: str = "category") -> list[str]:
    """Groups whose count would give a small one away, or is one: of categories, or of the instruments in each."""
    counts = table[table["group"] != ALL[0]].groupby("group")["n"].max()
    parts = {str(group): (float(n),) for group, n in counts.items()}
    return _told(parts, {group for group, (n,) in parts.items() if n < smallest}, smallest, by)


def _told_by_other_shares(counted: pd.DataFrame, hidden: pd.Series, smallest: float, by: str) -> np.ndarray:
    """Which rows have a share that must go, since what is left without it tells of a small count."""
    told = np.zeros(len(counted), dtype=bool)
    rows = counted[counted["group"] != ALL[0]]
    for _, some in rows.groupby(["outcome", "months"]):
        own = some.drop_duplicates("group").set_index("group")
        parts = {str(group): (float(row["events"]), float(row["n"] - row["events"])) for group, row in own.iterrows()}
        away = set(some.loc[hidden[some.index], "group"])
        told[some.index[some["group"].isin(_told(parts, away, smallest, by))]] = True
    return told


def _told(parts: Mapping[str, tuple[float, ...]], away: set[str], smallest: float, by: str) -> list[str]:
    """The parts to hide: categories less those shown, and within a category that is shown its instruments so, too."""
    if by == "category":
        return sorted(hidden_with_rest(parts, away, smallest_count=smallest))
    inside: dict[str, list[str]] = {}
    for name in parts:
        inside.setdefault(benefits.instruments()[name].category, []).append(name)
    sums = {kind: tuple(map(sum, zip(*(parts[name] for name in own), strict=True))) for kind, own in inside.items()}
    small = {kind for kind, counts in sums.items() if any(0 < count < smallest for count in counts)}
    unseen = hidden_with_rest(sums, small, smallest_count=smallest)
    found: set[str] = set()
    for kind, own in inside.items():
        within = {name: parts[name] for name in own}
        found |= set(own) if kind in unseen else hidden_with_rest(within, away, smallest_count=smallest)
    return sorted(found)
