"""Sentences made from the same rows as the tables: level first, then development, never a cause."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import catalogue, danish, rules
from analysis.publish.words.control import against_expected as against_expected
from analysis.publish.words.control import best_ten_note as best_ten_note
from analysis.publish.words.control import control_position as control_position
from analysis.publish.words.control import places as places

UNCHANGED_BELOW = 0.5  # per cent
SLIGHT_BELOW = 2.0
CLEAR_FROM = 5.0
MARKED_FROM = 10.0


def development(now: float, before: float, change_pct: float, *, final: bool = True) -> str:
    """How a count has changed, as a predicate: in per cent, or in numbers where the base is small.

    A change that is not ``final`` gets no word for its size: it may be smaller than the revision to come.

    >>> development(9, 12, float("nan"))
    'er faldet fra 12 til 9 (3 færre)'
    >>> development(680, 854, 100 * (680 - 854) / 854)
    'er faldet markant med 20,4 pct.'
    >>> development(16281, 16281, 0.0)
    'er uændret'
    """
    if danish.rounded(now) == danish.rounded(before):
        return f"er {danish.UNCHANGED}"
    way = "steget" if now > before else "faldet"
    if not math.isfinite(change_pct):
        return f"er {way} fra {danish.number(before)} til {danish.number(now)} ({danish.difference(now, before)})"
    size = abs(change_pct)
    if size < UNCHANGED_BELOW:
        return f"er stort set {danish.UNCHANGED}"
    return f"er {way}{_strength(size) if final else ''} med {danish.percent(size)}"


def points_change(change: float) -> str:
    """How a share has changed, as a predicate in percentage points.

    >>> points_change(6.3), points_change(-0.02), points_change(0.06)
    ('er steget med 6,3 procentpoint', 'er uændret', 'er stort set uændret')
    """
    if abs(change) < 0.05:
        return f"er {danish.UNCHANGED}"
    if abs(change) < 0.1 - 1e-9:
        return f"er stort set {danish.UNCHANGED}"
    return f"er {'steget' if change > 0 else 'faldet'} med {danish.points(change)}"


def level(figures: pd.DataFrame, subject: str) -> str:
    """Where a share stands, beside comparable areas and the country."""
    rows, sorry = _rows(figures, subject, rate=True)
    if sorry:
        return sorry
    own = rows["own"]
    measure = catalogue.measure(own["measure"])
    others = [
        f"{_about(rows[role])}{quotient(measure, rows[role]['value'])} i {_in(rows[role])}"
        for role in ("group", "country")
        if math.isfinite(rows[role]["value"])
    ]
    beside = f"; det var {danish.listed(others)}" if others else ""
    of = measure.axis.removeprefix("pct. ")
    return (
        f"{_first_upper(measure.noun)} i {_name(own)} var {_about(own)}{quotient(measure, own['value'])} {of} i "
        f"{_month(own)}{beside}."
    )


def change(figures: pd.DataFrame, subject: str) -> str:
    """How a count has developed over 12 months, beside the country."""
    rows, sorry = _rows(figures, subject, rate=False)
    if sorry:
        return sorry
    own, country = rows["own"], rows["country"]
    measure = catalogue.measure(own["measure"])
    of = f"Antallet af {measure.noun} i {_name(own)}"
    stands = f"var {danish.number(own['value'])} i {_month(own)}"
    if not math.isfinite(own["before"]):
        return danish.ended(f"{of} {stands}; {_no_change(own)}")
    moved = development(own["value"], own["before"], own["change_pct"], final=own["status"] == "final")
    if not math.isfinite(own["change_pct"]) and danish.rounded(own["value"]) != danish.rounded(own["before"]):
        return danish.ended(f"{of} {moved} på 12 måneder til {_month(own)}")
    text = f"{of} {moved} på 12 måneder og {stands}"
    if math.isfinite(country["change_pct"]):
        final = country["status"] == "final"
        moved = development(country["value"], country["before"], country["change_pct"], final=final)
        moved = moved.removeprefix("er ")
        text += f"; i hele landet er antallet {moved}"
    return danish.ended(text)


def effort(figures: pd.DataFrame, first: str, second: str) -> str:
    """Two shares of the effort side by side, each with its own development."""
    parts = [_share(figures, subject) for subject in (first, second)]
    return f"{parts[0].removesuffix('.')}; {danish.lower_first(parts[1])}"


def _share(figures: pd.DataFrame, subject: str) -> str:
    rows, sorry = _rows(figures, subject, rate=True)
    if sorry:
        return sorry
    own = rows["own"]
    measure = catalogue.measure(own["measure"])
    if own["base"] < rules.value("smallest_base_for_percentage", own["period"]):
        return _few(own)
    moved = f" og {_moved(measure, own['change'])} på 12 måneder" if math.isfinite(own["change"]) else ""
    return danish.ended(
        f"{_first_upper(measure.noun)} var {_about(own)}{quotient(measure, own['value'])} i {_month(own)}{moved}"
    )


def provisional(months: Mapping[str, Sequence[str]]) -> str:
    """The sentence that must stand where any month shown is provisional; empty where none is.

    Parameters
    ----------
    months : Mapping
        Provisional months by measure. The months that most measures have are named first, the others
        with their measures.
    """
    if not months:
        return ""
    spans = Counter(tuple(each) for each in months.values())
    usual = max(spans, key=lambda span: (spans[span], span))
    text = f"Tallene for {danish.months(usual)} er foreløbige og bliver normalt opjusteret, når der efterregistreres"
    for span in sorted(set(spans) - {usual}):
        labels = [
            f"»{measure.label}«" for measure in catalogue.measures().values() if _span(months, measure.id) == span
        ]
        text += f"; for {danish.listed(labels)} gælder det {danish.months(span)}"
    return f"{text}. Placeringer gives kun for måneder med endelige tal."


def _span(months: Mapping[str, Sequence[str]], measure: str) -> tuple[str, ...]:
    return tuple(months.get(measure, ()))


def quotient(measure: catalogue.Measure, value: float) -> str:
    """A quotient as text: a share with its per cent, another as a number that its axis gives the unit of."""
    return danish.percent(value) if measure.is_share else danish.number(value, 1)


def _moved(measure: catalogue.Measure, change: float) -> str:
    """How a quotient has changed, as a predicate: a share in percentage points, another in its own unit."""
    if measure.is_share:
        return points_change(change)
    if danish.rounded(change, 1) == 0:
        return f"er {danish.UNCHANGED}"
    return f"er {'steget' if change > 0 else 'faldet'} med {danish.number(abs(change), 1)}"


def _rows(figures: pd.DataFrame, subject: str, *, rate: bool) -> tuple[dict[str, pd.Series], str]:
    """The rows of a subject by role, or the sentence that says why there are none."""
    measure, benefit = catalogue.measured(subject)
    wanted = measure.rate if rate and measure.rate else measure.id
    noun = catalogue.measure(wanted).noun
    ours = figures[(figures["measure"] == wanted) & (figures["benefit"] == benefit)]
    absent = ours["absent"].fillna("").ne("").any() if "absent" in ours else False
    if ours.empty or absent:
        return {}, f"Datasættet har ingen tal for {noun}."
    rows = {row["role"]: row for _, row in ours[ours["role"] != "member"].iterrows()}
    own = rows["own"]
    if math.isfinite(own["value"]):
        return rows, ""
    if own.get("few", False):
        return {}, _few(own)
    why = f" {danish.HIDDEN}" if own["status"] == "suppressed" else " findes ikke i kilden"
    named = noun if catalogue.measure(wanted).is_rate else f"antallet af {noun}"
    return {}, danish.ended(f"{_first_upper(named)} i {_name(own)}{why}{_largest(ours)}")


def _few(own: pd.Series) -> str:
    """That a share is of too few to be told."""
    measure = catalogue.measure(own["measure"])
    of = catalogue.measures().get(measure.denominator)
    noun = of.noun if of else measure.axis.removeprefix("pct. af ")
    return danish.ended(
        f"{_first_upper(measure.noun)} i {_name(own)} bygger på kun {danish.number(own['base'])} {noun} i "
        f"{_month(own)} og omtales derfor ikke"
    )


def _largest(ours: pd.DataFrame) -> str:
    """What can be said instead of a total that cannot be shown: the figure of its largest municipality."""
    members = ours[(ours["role"] == "member") & ours["value"].notna()]
    if members.empty:
        return ""
    row = members.sort_values("value").iloc[-1]
    measure = catalogue.measure(row["measure"])
    figure = _about(row) + quotient(measure, row["value"]) if measure.is_rate else danish.number(row["value"])
    return f"; i {row['area_name']} Kommune var {'den' if measure.is_rate else 'det'} {figure} i {_month(row)}"


def _no_change(own: pd.Series) -> str:
    if own["before_status"] == "suppressed":
        return f"udviklingen {danish.HIDDEN}"
    return "udviklingen kan ikke gøres op, da tallet for året før mangler"


def _strength(size: float) -> str:
    if size < SLIGHT_BELOW:
        return " svagt"
    if size < CLEAR_FROM:
        return ""
    return " tydeligt" if size < MARKED_FROM else " markant"


def _name(own: pd.Series) -> str:
    return f"Jobcenter {own['area_name']}"


def _in(row: pd.Series) -> str:
    return danish.lower_first(str(row["label"]))


def _month(own: pd.Series) -> str:
    mark = f" ({danish.PROVISIONAL}t tal)" if own["status"] == "provisional" else ""
    return danish.month(own["period"]) + mark


def _about(row: pd.Series) -> str:
    return "ca. " if row["estimated"] else ""


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
