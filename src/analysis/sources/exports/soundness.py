"""Whether the figures of a sheet agree with each other: doubled rows, differences, columns swapped, rows cut off."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby

import pandas as pd

from analysis import catalogue
from analysis.areas import municipalities, region_of, regions
from analysis.data import contracts
from analysis.sources.exports.deciding import Decided
from analysis.sources.exports.declared import Table
from analysis.sources.exports.facts import Fact
from analysis.sources.exports.findings import Findings, rows
from analysis.sources.exports.grids import Grid
from analysis.sources.exports.values import Cell, text_of

KEY = ["measure", "benefit", "area_type", "area", "period", "sex", "age", "origin", "visitation"]

MOST_ABSENT = 0.05  # of the area-periods of a measure, as of what is fetched
MOST_ABOVE = 0.05  # of the figures that ought to be below another
MOST_APART = 0.05  # of the country's count, from the sum of the municipalities
ROUNDED = 10 * 98  # figures are rounded to tens at most
_MANY = 30  # municipalities: more than a region has, so that all of them are meant
_SHOWN = 5


def once(figures: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Each figure once: what came again alike is noticed, and what came again differently is a problem."""
    compared = [*KEY, "value", "status"]
    alike = figures.duplicated(compared)
    if alike.any():
        findings.notice(f"{int(alike.sum())} figure(s) came again, the same, and are kept once")
    kept = figures[~alike]
    differing = kept[kept.duplicated(KEY, keep=False)]
    if len(differing):
        places = differing["where"].unique()
        lines = rows(differing["line"])
        columns = differing["column"].unique()
        if 1 < len(columns) <= _SHOWN:
            lines += f", {', '.join(map(str, columns))}"
        among = f" in {' and '.join(map(str, places))}" if len(places) > 1 else ""
        keys = len(differing.drop_duplicates(KEY))
        findings.problem(
            f"{lines}{among}: {keys} figure(s) came more than once, not the same; expected one row for each area, "
            "period and label"
        )
    return kept.drop_duplicates(KEY)


def benefits(figures: pd.DataFrame, findings: Findings) -> None:
    """A problem for each benefit that a measure has no figures of."""
    known = catalogue.measures()
    for (measure, benefit), part in figures.groupby(["measure", "benefit"]):
        if str(benefit) not in known[str(measure)].benefits:
            findings.problem(
                f"{rows(part['line'])}: '{measure}' of the benefit '{benefit}', which reference/measures/ does not "
                f"give; expected one of {', '.join(known[str(measure)].benefits)}"
            )


def differences(
    found: list[Decided], table: Table, grid: Grid, named: Callable[[int], str], findings: Findings
) -> None:
    """A problem where a column that is the difference of two others is not: figures changed, or columns swapped."""
    values = {(one.fact.of.measure, _where(one)): one.value for one in found if one.fact.of.measure and not one.status}
    wrong: dict[tuple[int, float], list[int]] = {}
    for one in found:
        column = one.fact.of
        if column.difference is None or one.status:
            continue
        first, second = (values.get((name, _where(one))) for name in column.difference)
        if first is None or second is None:
            continue
        if abs(first - second - one.value) > column.within + 1e-6:
            wrong.setdefault((one.fact.column, column.within), []).append(grid.lines[one.fact.row])
    for (at, _), lines in wrong.items():
        findings.cells(named(at), "a figure that is not the difference of two others", lines, "what the two give")


def at_most(figures: pd.DataFrame, table: Table, findings: Findings) -> None:
    """A problem where a measure is above another that it hardly ever is above: columns under wrong headings."""
    rest = [name for name in KEY if name != "measure"]
    for low, high in table.at_most:
        both = (figures[figures["measure"] == name].set_index(rest)["value"] for name in (low, high))
        pairs = pd.concat(both, axis="columns", keys=["low", "high"], join="inner").dropna()
        above = int((pairs["low"] > pairs["high"]).sum())
        if above > MOST_ABOVE * len(pairs):
            findings.problem(
                f"'{low}' is above '{high}' in {above} of {len(pairs)} figures, and it hardly ever is; expected each "
                "column under its own heading"
            )


def complete(figures: pd.DataFrame, findings: Findings) -> None:
    """A notice of the rows that are absent; a problem where so many are that the sheet was cut off.

    Every area of a measure is expected in each of its periods with each of its labels; where more municipalities
    are there than those of whole regions, all 98 are.
    """
    labels = ["benefit", "sex", "age", "origin", "visitation"]
    every = {one.code for one in municipalities()}
    told: dict[str, list[str]] = {}
    for measure, part in figures.groupby("measure"):
        own = set(part.loc[part["area_type"] == "municipality", "area"])
        lacking = len(every - own) if len(own) >= _MANY and not _are_regions(own) else 0
        areas = len(part[["area_type", "area"]].drop_duplicates()) + lacking
        expected = areas * part["period"].nunique() * len(part[labels].drop_duplicates())
        if expected > len(part):
            told.setdefault(f"{expected - len(part)} of {expected}", []).append(str(measure))
    for counts, measures in told.items():
        absent, _, of = counts.partition(" of ")
        text = f"{counts} rows of {', '.join(measures)} are absent, of every area in every period"
        if int(absent) > MOST_ABSENT * int(of):
            findings.problem(f"{text}; at most {100 * MOST_ABSENT:g} per cent may be. Was it cut off?")
        elif _ends_early(figures):
            findings.problem(f"{text}, and the last ones are among them. Was it cut off? Then export it again")
        else:
            findings.notice(text)


def country_is_sum(figures: pd.DataFrame, findings: Findings) -> None:
    """A notice where a count of the country is far from the sum of all 98 municipalities.

    A single figure that was cut, or a row of something else under the name of the country, shows so. Rounding, and
    persons who belong to no municipality, stay far below the limit.
    """
    counts = figures[figures["unit"].isin(contracts.COUNTS) & figures["value"].notna()]
    rest = [name for name in KEY if name not in ("area_type", "area")]
    parts = counts[counts["area_type"] == "municipality"].groupby(rest)["value"].agg(["sum", "size"])
    own = counts[counts["area_type"] == "country"].set_index(rest)[["value", "line", "column"]]
    both = own.join(parts[parts["size"] == len(municipalities())], how="inner")
    apart = (both["value"] - both["sum"]).abs()
    for column, far in both[(apart > MOST_APART * both[["value", "sum"]].max(axis=1)) & (apart > ROUNDED)].groupby(
        "column"
    ):
        findings.notice(
            f"{rows(far['line'])}, {column}: the country's count is more than {100 * MOST_APART:g} per cent from the "
            "sum of all 98 municipalities. Is it the country's, and whole?"
        )


def whole_to_the_end(facts: list[Fact], grid: Grid, named: Callable[[int], str], findings: Findings) -> None:
    """A problem where a text file ends within a line, in a figure with fewer decimals than all above it.

    A notice where it only ends so: a last figure may be cut without a sign of it.
    """
    if grid.ends_whole or not facts:
        return
    findings.notice("its last line has no end. Was it cut off? Then its last figure may be too short")
    last = max(facts, key=lambda fact: (fact.row, fact.column))
    above = [_decimals(fact.cell) for fact in facts if fact.column == last.column and fact is not last]
    if above and _decimals(last.cell) < min(above):
        findings.cells(
            named(last.column),
            "a last figure with fewer decimals than all others",
            [grid.lines[last.row]],
            "a file that was not cut off",
        )


def whole_across(facts: list[Fact], named: Callable[[int], str], findings: Findings) -> None:
    """A problem where the last columns of a wide sheet are only the first of those that the period before has."""
    columns = {fact.column: (fact.period, fact.of.measure or fact.of.name, *fact.labels) for fact in facts}
    if any(columns[fact.column][0] != fact.period for fact in facts):
        return  # a column of several periods
    ordered = [columns[at] for at in sorted(columns)]
    periods, figures = {period for period, *_ in ordered}, {tuple(rest) for _, *rest in ordered}
    if len(set(ordered)) == len(periods) * len(figures):
        return
    if _is_short(ordered) or _is_short([(of, period) for period, of, *_ in ordered]):
        findings.problem(
            f"{named(max(columns))}: the last of its columns are fewer than those before them. Was it cut off? "
            "Expected the same columns for each period"
        )
    else:
        lacking = len(periods) * len(figures) - len(set(ordered))
        findings.notice(
            f"{lacking} of {len(periods) * len(figures)} columns are absent, of every figure in every period"
        )


def _decimals(cell: Cell) -> int:
    return len(text_of(cell).replace(".", ",").partition(",")[2])


def _are_regions(codes: set[str]) -> bool:
    """Whether municipalities are all those of one region or more."""
    return all(codes.issuperset(part) or codes.isdisjoint(part) for part in _regions())


@cache
def _regions() -> list[set[str]]:
    every = municipalities()
    return [{one.code for one in every if region_of(one) == region} for region in regions()]


def _ends_early(figures: pd.DataFrame) -> bool:
    """Whether the rows of the last area, or the last period, are only the first of those of the one before it."""
    rest = ["benefit", "sex", "age", "origin", "visitation"]
    if figures.groupby("line")[["area", "period"]].nunique().gt(1).any(axis=None):
        return False  # a row of several areas or periods is no part of a longer list
    lines = figures.drop_duplicates("line").sort_values("line")
    orders = (("area", "period"), ("period", "area"))
    return any(_is_short(lines[[outer, inner, *rest]].itertuples(index=False)) for outer, inner in orders)


def _is_short(rows: Iterable[tuple[str, ...]]) -> bool:
    """Whether the last run of rows with one first field is only the beginning of the run before it."""
    runs = [[tuple(row[1:]) for row in run] for _, run in groupby(rows, key=lambda row: row[0])]
    return len(runs) > 1 and len(runs[-1]) < len(runs[-2]) and runs[-1] == runs[-2][: len(runs[-1])]


def _where(one: Decided) -> tuple[str, str, str, tuple[str, ...]]:
    return one.fact.place.kind, one.fact.place.code, one.fact.period, one.fact.labels
