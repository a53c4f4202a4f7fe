"""Sentences about agreed targets and the minister's goals, made from the same rows as the table."""

import math

import pandas as pd

from analysis import danish, goals, periods, rules
from analysis.measures.agreed import foremost
from analysis.publish.words.indicator_words import none_set
from analysis.publish.words.target_words import AWAITS, bound, figure, percentage

INVENTED = (
    "Målene er virkelige, men de tal, der står ved siden af dem, er opdigtede: de siger intet om, hvordan det gik, og "
    "er derfor ikke holdt op mod målene."
)


_MET = {False: "det opfylder målet", True: "det opfyldte målet"}  # of a figure from before the deadline; that is past


def agreed(rows: pd.DataFrame, *, synthetic: bool) -> list[str]:
    """A sentence for each goal of the jobcenter (else of its region), and one for where its figures stand.

    Synthetic figures are not held against a real target: a sentence says so instead.
    """
    said = [INVENTED] if synthetic and rows["value"].notna().any() else []
    for _, of_goal in rows.groupby(["target_period", "goal"], sort=False):
        row = foremost(of_goal)
        said.append(target(row, parts=of_goal[of_goal["role"] == "member"]))
        if math.isfinite(row["value"]) and not synthetic:
            said.append(standing(row))
    return [*said, *unknown_end(rows)]


def unknown_end(rows: pd.DataFrame) -> list[str]:
    """Of targets whose time has passed and that have no figure: that how it went is not known here."""
    if rows.empty:
        return []
    dated = rows[~rows["awaits"].astype(bool)]
    ended = dated[dated["past"] & dated["value"].isna() & (dated["role"] != "member")]
    if ended.empty:
        return []
    labels = [f"»{label}«" for label in dict.fromkeys(ended["label"])]
    of = "" if len(ended) == len(dated[dated["role"] != "member"]) else f" for {danish.listed(labels)}"
    limit, figures_ = ("Fristen", "tallet") if len(labels) == 1 else ("Fristerne", "tallene")
    return [f"{limit}{of} er udløbet, men hvor {figures_} endte, vides ikke her; grunden står under tabellen."]


def none(place: str, *, years: list[str], year: str = "") -> str:
    """That no target is known for an area, and of which years there are targets at all."""
    of = f" for {year}" if year else ""
    known = f"; der kendes mål for andre områder for {danish.listed(years)}" if years else ""
    return f"Der er ingen aftalte mål{of} for {place} i de planer, der kendes her{known}."


def minister(year: str) -> list[str]:
    """The minister's goals of a year and where they are quoted from, or why there are none: not known, or none set."""
    known = goals.of(year)
    if known.known == goals.UNKNOWN:
        return [f"Ministerens mål for {year} kendes ikke her; om der var nogen, siger oversigten ikke noget om."]
    if known.known == goals.NONE:
        return [f"{none_set(year, verified=known.verified)}, og derfor er kun lokale mål vist. {known.source}."]
    said = [
        f"Mål {goal.number} for {year}: {goal.wording}{'' if goal.verified else ' (varslet)'}." for goal in known.goals
    ]
    return [*said, f"Målene for {year} er gengivet efter: {known.source}."]


def target(row: pd.Series, *, parts: pd.DataFrame | None = None) -> str:
    """What is agreed for an area: from where, to where, by when; counts with how many fewer or more."""
    start = f"{row['label']}: "
    if row["awaits"]:
        return f"{start}{AWAITS}."
    must = "skulle" if row["past"] else "skal"
    when = _in(row["target_period"])
    limit = f"{bound(row)} {row['unit']}"
    if not math.isfinite(row["base"]):
        return danish.ended(f"{start}I {row['place']} {must} tallet {when} være {limit}")
    since = f" {_in(row['base_period'])}" if row["base_period"] else ""
    if not danish.rounded(row["change"], int(row["decimals"])):
        return f"{start}I {row['place']} {must} tallet {when} være {limit}, {danish.UNCHANGED} fra basis{since}."
    base = danish.number(row["base"], int(row["decimals"])) + (" pct." if row["unit"] == "pct." else "")
    way = f"{'op' if row['change'] > 0 else 'ned'} fra {base}{since}"
    return f"{start}I {row['place']} {must} tallet {way} til {limit} {when}, {_size(row)}{_of_parts(row, parts)}."


def standing(row: pd.Series) -> str:
    """Where the latest final figure stands: beside the straight line, and how far from the target."""
    value = f"{figure(row['value'], row['unit'])} {row['unit']}"
    start = f"{row['label']}: I {row['place']} var tallet {value} {_in(row['value_period'])}"
    due = periods.last_month(row["value_period"]) == periods.last_month(row["target_period"])
    line = ""
    if math.isfinite(row["value_path"]) and not due:
        word = {"<=": "højst", ">=": "mindst"}[row["operator"]]
        line = f"; på den lige linje skulle det {word} være {figure(row['value_path'], row['unit'])}"
    if row["reached"]:
        return f"{start}{line}; {'målet blev nået' if due else _MET[bool(row['past'])]}."
    decimals = _decimals(row)
    missing = danish.number(abs(row["distance"]), decimals)
    unit = "procentpoint" if row["unit"] == "pct." else row["unit"]
    share = f" ({percentage(row['distance_pct'], whole_from=1)})" if math.isfinite(row["distance_pct"]) else ""
    verb = "manglede" if due or row["past"] else "mangler"
    return f"{start}{line}; der {verb} {missing} {unit}{share} i at nå målet."


def _size(row: pd.Series) -> str:
    """How far the way is: in percentage points, or in numbers, with per cent where the base is not small."""
    if row["unit"] == "pct.":
        return f"{danish.points(row['change'], int(row['decimals']))} {'mere' if row['change'] > 0 else 'mindre'}"
    small = row["base"] < rules.value("smallest_base_for_percentage", row["target_period"])
    share = "" if small else f" ({percentage(row['change_pct'])})"
    return danish.difference(row["target"], row["base"]) + share


def _of_parts(row: pd.Series, parts: pd.DataFrame | None) -> str:
    """Of a count, how many of them each municipality has; in numbers alone."""
    if parts is None or parts.empty or row["unit"] == "pct." or row["area_type"] != "jobcenter":
        return ""
    each = [f"{danish.difference(one['target'], one['base'])} i {one['place']}" for _, one in parts.iterrows()]
    return f", heraf {danish.listed(each)}"


def _in(period: str) -> str:
    """A period after its preposition: ``i december 2014``, ``i de 12 måneder til december 2014``."""
    return f"i de {danish.month(period)}" if periods.kind(period) == "rolling" else f"i {danish.month(period)}"


def _decimals(row: pd.Series) -> int:
    return 1 if row["unit"] == "pct." else 0
