"""A measure over a year: what a small place can be told of, where a single month has too few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import areas, catalogue, periods, rules
from analysis.catalogue import Measure
from analysis.data import shown
from analysis.data.tables import Panel
from analysis.disclosure.shares import FEW, SMALL
from analysis.measures.activation.taking_part import NOT, behind
from analysis.measures.arrays import SUPPRESSED, cells
from analysis.measures.combine import Combined, combined
from analysis.measures.compare import absent, final_period
from analysis.measures.lines import GROUPS, all_lines
from analysis.measures.ranking import Field, field_of
from analysis.measures.reading.results import known_by, known_by_its_result, of_lines
from analysis.models.comparison.counts import exact_limits
from analysis.models.comparison.intervals import wilson
from analysis.registers.tables.beside import COMPANY, COURSES, SPECIAL

MONTHS, QUARTERS, YEAR = 12, 4, 12
PARTS = {  # of the time in offers: the kind of offers that each counts
    "virksomhedsrettet_mix": COMPANY,
    "jobsoegningskursus_andel": COURSES,
    "saerlig_forloeb_andel": SPECIAL,
}
TOLD = "told"  # hidden because the year and its other months would tell of the one that is hidden
COLUMNS = (
    *("subject", "measure", "benefit", "role", "area_type", "area", "area_name", "label", "period", "value", "low"),
    *("high", "n", "count", "before", "change", "status", "hidden", "absent"),
)


class Years(NamedTuple):
    """The last year that is final, and how many figures it is put together from: months, or quarters."""

    last: str
    figures: int

    @property
    def label(self) -> str:
        """The year as a period, such as ``2019-09R12``."""
        return f"{periods.last_month(self.last)}R12"

    def span(self, back: int = 0) -> list[str]:
        """The months or quarters, so many years ``back``."""
        step = YEAR // self.figures
        end = periods.shift(self.last, -YEAR * back)
        return [periods.shift(end, -step * at) for at in reversed(range(self.figures))]


@dataclass(frozen=True)
class Sums:
    """Counts and bases of a year by area, before and after what may not be shown is hidden.

    Of months they are means over the year (persons and full-time persons on average), of quarters sums (courses,
    offers). ``table`` has a row per area: ``count``, ``base``, ``value``, ``low``, ``high``, ``hidden``, and ``n``, the
    base, or the persons behind a part of the time.
    """

    years: Years
    table: pd.DataFrame


@known_by(of_lines("value"))
def year(panel: Panel, subjects: Sequence[str]) -> pd.DataFrame:
    """Level of measures over the latest year that is final, with an interval, and its change since the year before.

    A share is the sum of a year's counts over the sum of its bases, never a mean of shares. Its interval rests on the
    mean base of the months, since most persons are there in several, or on all courses of the quarters. A municipality
    of several has a row only where all of them can be shown. Hidden are shares of fewer than
    ``smallest_base_for_percentage``, those that tell of one, two or three, and a year in which one month alone is
    hidden because it tells of so few, since the year and the other months would tell it. Parts of the time in offers
    are held against the persons who took part in the year, as in ``mix``: of the many that are in an offer for a few
    weeks each, only a handful are there at a time.

    Parameters
    ----------
    panel : Panel
    subjects : sequence of str
        Measures, or measure and benefit as ``tidlig_samtale/a_dagpenge``.

    Returns
    -------
    DataFrame
        One row per subject and line (see ``lines.Line``). Columns: ``subject``, ``measure``, ``benefit``, ``role``,
        ``area_type``, ``area``, ``area_name``, ``label``, ``period`` (as ``2019-09R12``), ``value`` (per cent, a
        number, or persons), ``low``, ``high`` (95 %; missing for counts), ``n`` (persons or courses of the base),
        ``count``, ``before`` (the year before), ``change``, ``status`` (``final``, ``suppressed``, ``missing``),
        ``hidden`` (why) and ``absent`` (Danish; one row where the snapshot has no figures). Of parts of the time
        ``n`` is the persons of the year, and the interval still rests on the mean of the months.
    """
    parts = [_of_subject(panel, subject) for subject in subjects]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


@known_by_its_result
def field_year(panel: Panel, subject: str) -> pd.DataFrame:
    """The same of each jobcenter that the report's own is compared with, itself included, in Danish order.

    Returns
    -------
    DataFrame
        Columns: ``measure``, ``benefit``, ``area``, ``label``, ``role`` (``own`` or ``group``), ``period``, ``value``,
        ``low``, ``high``, ``count``, ``base``, ``hidden``, ``status``. Empty with a reason where there are no figures.
    """
    measure, benefit = catalogue.measured(subject)
    field = field_of(panel.jobcenter, panel.period)
    of = {area.code: _members(area.code, panel.period) for area in field.areas}
    found = sums(panel, measure, benefit, of=of)
    if found is None:
        return absent(panel, subject)
    return _named(found, field, panel.jobcenter.code).assign(
        measure=measure.id, benefit=benefit, period=found.years.label
    )


def sums(
    panel: Panel,
    measure: Measure,
    benefit: str,
    *,
    of: Mapping[str, Sequence[str]],
    least: Mapping[str, float] | None = None,
    back: int = 0,
) -> Sums | None:
    """A year of areas; parameters as for ``combine.combined``, and how many years ``back``. None without figures."""
    raw = _raw(panel)
    last = final_period(raw, measure.id, benefit)
    if last is None:
        return None
    years = Years(last, MONTHS if periods.kind(last) == "month" else QUARTERS)
    span = years.span(back)
    have = cells(raw, measure.id, benefit)
    if have is None or not set(span) <= set(have.periods):
        return None
    found = combined(raw, measure.id, benefit, of=of, months=span, least=least)
    by = MONTHS if years.figures == MONTHS else 1
    table = pd.DataFrame(
        {
            "count": found.count.sum(min_count=len(span), skipna=False) / by,
            "base": found.base.sum(min_count=len(span), skipna=False) / by,
        }
    )
    table = _measured(table, measure)
    if not panel.protected:
        return Sums(years, table.assign(n=table["base"], hidden=""))
    seen = combined(panel, measure.id, benefit, of=of, months=span, least=least).status
    small = _small(found.count, panel.period) | _small(found.base - found.count, panel.period)
    hidden = seen == SUPPRESSED
    alone = (hidden.sum() == 1) & (hidden & small).any() & ~pd.Series({name: name in (least or {}) for name in of})
    if by == MONTHS and not measure.is_part:
        several = {name: codes for name, codes in of.items() if len(codes) > 1 and name not in (least or {})}
        for name, codes in several.items():
            alone[name] |= _by_the_rest(panel, measure, benefit, span, codes)
    there = found if by == MONTHS else None
    persons = _persons(panel, measure, benefit, span, of) if measure.id in PARTS else None
    return Sums(years, _hidden(table, measure, alone, there, panel.period, persons))


def _by_the_rest(panel: Panel, measure: Measure, benefit: str, span: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether the year of a jobcenter of several would tell of one municipality by the shown months of the others.

    What the year has more than those and its own shown months is its hidden months: told is one month alone, or a few
    persons in all of them.
    """
    of = {code: [code] for code in codes}
    hidden = combined(panel, measure.id, benefit, of=of, months=span).status == SUPPRESSED
    counts = combined(_raw(panel), measure.id, benefit, of=of, months=span).count.where(hidden)
    rest, smallest = counts.sum(), rules.value("smallest_count", panel.period)
    one = (hidden.sum() == 1) & _small(counts, panel.period).any()
    return bool(((one | ((rest > 0) & (rest < smallest))) & (hidden.any().sum() == 1)).any())


def _persons(
    panel: Panel, measure: Measure, benefit: str, span: Sequence[str], of: Mapping[str, Sequence[str]]
) -> pd.DataFrame | None:
    """The persons in offers of a year by area: all, those in the kind that is counted, and those in another."""
    rows = behind(panel, benefit, span[0], span[-1])
    if rows is None:
        return None
    kind, country = PARTS[measure.id], {areas.COUNTRY.code}
    found = {}
    for name, codes in of.items():
        here = rows if set(codes) == country else rows[rows["area"].isin(list(codes))]
        found[name] = [here.loc[kept, "person"].nunique() for kept in (here[kind] | True, here[kind], here[NOT + kind])]
    return pd.DataFrame.from_dict(found, orient="index", columns=["base", "count", "rest"])


def _raw(panel: Panel) -> Panel:
    """The figures before anything is hidden, to be added up and then hidden; nothing of them leaves as it is."""
    if not panel.figures.protected:
        return panel
    return replace(panel, figures=shown.of_snapshot(panel.snapshot, protect=False), protected=False)


def _small(counts: pd.DataFrame, on: str) -> pd.DataFrame:
    return (counts > 0) & (counts < rules.value("smallest_count", on))


def _measured(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The figure of each row with its interval: of a share Wilson's, of another quotient the limits of its count."""
    count, base = table["count"], table["base"]
    if not measure.is_rate:
        return table.assign(value=count, low=np.nan, high=np.nan)
    value = measure.scale * count / base.where(base > 0)
    if measure.is_part:
        bounds = measure.scale * wilson(count, base)
    else:
        bounds = exact_limits(count).mul(measure.scale).div(base.where(base > 0), axis="index")
    return table.assign(value=value, low=bounds["low"], high=bounds["high"])


def _hidden(
    table: pd.DataFrame,
    measure: Measure,
    alone: pd.Series,
    months: Combined | None,
    on: str,
    persons: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The rows that may be shown; ``alone`` marks years in which one month is hidden.

    A year of months has at least as many persons as its largest month, so that is what is held against the smallest
    count; what is told of a year of quarters is of all of its courses. Where the ``persons`` of the year are known,
    they are what is held against it.
    """
    smallest, few = (rules.value(name, on) for name in ("smallest_count", "smallest_base_for_percentage"))
    counted = [table["count"] if months is None else months.count.max()]
    if measure.is_part:
        counted.append(table["base"] - table["count"] if months is None else (months.base - months.count).max())
    base = table["base"] if measure.is_rate else pd.Series(np.inf, index=table.index)
    if persons is not None:
        persons = persons.reindex(table.index).astype(float)
        counted, base = [persons["count"], persons["rest"]], persons["base"]
    small = np.logical_or.reduce([(part > 0) & (part < smallest) for part in counted])
    why = np.where(base < few, FEW, np.where(small, SMALL, np.where(alone.reindex(table.index), TOLD, "")))
    shown = {name: table[name].where(why == "") for name in ("value", "low", "high", "count", "base")}
    return table.assign(**shown, n=base.where(why == "").where(np.isfinite(base)), hidden=why)


def _of_subject(panel: Panel, subject: str) -> pd.DataFrame:
    measure, benefit = catalogue.measured(subject)
    lines = all_lines(panel)
    of = {line.key: line.codes for line in lines}
    groups = [line.key for line in lines if line.role in (*GROUPS, "country")]
    least = dict.fromkeys(groups, rules.value("smallest_coverage", panel.period))
    now, then = (sums(panel, measure, benefit, of=of, least=least, back=back) for back in (0, 1))
    named = {"subject": subject, "measure": measure.id, "benefit": benefit}
    if now is None:
        reason = absent(panel, subject).attrs["absent"]
        return pd.DataFrame([{**dict.fromkeys(COLUMNS, np.nan), **named, "role": "own", "absent": reason}])
    rows = pd.DataFrame(
        [
            {
                **named,
                "role": line.role,
                "area_type": line.area.kind,
                "area": line.area.code,
                "area_name": line.area.name,
                "label": line.label,
                "period": now.years.label,
                **now.table.loc[line.key, ["value", "low", "high", "count", "hidden"]],
                "n": now.table.loc[line.key, "n"],
                "before": np.nan if then is None else then.table.loc[line.key, "value"],
            }
            for line in lines
        ]
    )
    members = rows["role"] == "member"
    ours = members | (rows["role"] == "own")
    if members.any() and rows.loc[ours, "value"].isna().any():
        rows = rows[~members].reset_index(drop=True)  # the total less the one would be the other
    elif members.any() and rows.loc[ours, "before"].isna().any():
        rows.loc[members, "before"] = np.nan
    shown = rows["value"].notna()
    status = np.where(shown, "final", np.where(rows["hidden"] != "", "suppressed", "missing"))
    return rows.assign(change=rows["value"] - rows["before"], status=status, absent="")


def _members(jobcenter: str, on: str) -> list[str]:
    return [one.code for one in areas.members(areas.jobcenter(jobcenter, on), on)]


def _named(found: Sums, field: Field, own: str) -> pd.DataFrame:
    table = found.table.rename_axis("area").reset_index()
    shown = table["value"].notna()
    return table.assign(
        label=[area.name for area in field.areas],
        role=np.where(table["area"] == own, "own", "group"),
        status=np.where(shown, "final", np.where(table["hidden"] != "", "suppressed", "missing")),
    )
