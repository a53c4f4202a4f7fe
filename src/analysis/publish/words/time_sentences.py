"""Sentences about trends, seasons, breaks, forecasts and scenarios: what was seen, how sure it is, never a cause."""

import pandas as pd

from analysis import catalogue, danish

MODELS = {
    "seasonal_naive": "samme måned året før",
    "ets": "eksponentiel udglatning (ETS)",
    "sarima": "en ARIMA-model med sæson",
    "sarima_breaks": "en ARIMA-model med sæson og spring ved kendte reformer",
}
NO_CAUSE = "Det viser, hvad der skete på samme tid, og siger intet om årsager."
NO_CRISIS = "Fremskrivningen regner med, at fremtiden ligner fortiden; nye reformer og kriser er ikke med."
BASE = "uændrede strømme"


def trend(table: pd.DataFrame) -> list[str]:
    """Whether a measure has risen or fallen over all its months, by the test and never by the last two.

    Parameters
    ----------
    table : DataFrame
        As ``measures.trend`` gives it.
    """
    if table.empty:
        return [str(table.attrs["absent"])]
    row = table.iloc[0]
    when = f"fra {danish.month(str(row['first']))} til {danish.month(str(row['last']))}"
    if row["verdict"] == "no_trend":
        return [
            f"{_subject(row)} viser hverken en sikker stigning eller et sikkert fald {when}: ændringen er ikke større, "
            "end tilfældige udsving kan give."
        ]
    way = "steget" if row["verdict"] == "rising" else "faldet"
    ends = sorted(abs(float(row[name])) for name in ("low", "high"))
    said = [
        f"{_subject(row)} er {way} {when}, når der ses bort fra sæsonen: med omkring {_size(row, row['slope'])} "
        f"om året (mellem {_bare(row, ends[0])} og {_bare(row, ends[1])})."
    ]
    if len(table) > 1 and table["verdict"].iloc[1] != row["verdict"]:
        said.append("En anden test, der ikke regner med en ret linje, kan ikke bekræfte det.")
    return said


def season(table: pd.DataFrame) -> list[str]:
    """In which months a measure usually lies highest and lowest, beside its trend."""
    if table.empty:
        return [str(table.attrs["absent"])]
    year = table.dropna(subset="season").iloc[-12:]
    ordered = year.sort_values("season")
    high, low = ordered.iloc[-1], ordered.iloc[0]
    return [
        f"{_subject(high)} ligger som regel højest i {_name(high)}, {_size(high, high['season'])} over tendensen, og "
        f"lavest i {_name(low)}, {_size(low, low['season'])} under den."
    ]


def reform(table: pd.DataFrame) -> list[str]:
    """What a measure did around a known break, beside season and the development before."""
    if table.empty:
        return [str(table.attrs["absent"])]
    step, slope = (table[table["term"] == term].iloc[0] for term in ("step", "slope"))
    name = f"»{step['label']}« ({danish.month(str(step['month']))})"
    if step["low"] <= 0 <= step["high"]:
        said = [f"{_subject(step)} skiftede ikke niveau ved {name} mere, end tilfældige udsving kan give."]
    else:
        said = [f"{_subject(step)} skiftede niveau ved {name}: {_moved(step)}, når sæson og udvikling er regnet fra."]
    if not slope["low"] <= 0 <= slope["high"]:
        said.append(f"Den årlige udvikling ændrede sig samtidig: {_moved(slope)} i forhold til før.")
    others = [danish.month(month) for month in str(step["others"]).split(", ") if month]
    besides = f" Andre kendte ændringer er ikke regnet fra: {danish.listed(others)}." if others else ""
    return [*said, f"{NO_CAUSE} {int(step['left_out'])} måneder omkring ændringen er ikke med.{besides}"]


def forecast(table: pd.DataFrame) -> list[str]:
    """Where a forecast ends, how sure it is, and on which test it stands.

    Parameters
    ----------
    table : DataFrame
        As ``measures.forecast`` gives it.
    """
    if table.empty:
        return [str(table.attrs["absent"])]
    ahead = table[table["kind"] == "forecast"]
    row = ahead.iloc[-1]
    said = [
        f"{_subject(row)} fremskrives til {_level(row, row['value'])} i {danish.month(str(row['period']))}, med "
        f"80 pct. sikkerhed mellem {_bare(row, row['low_80'])} og {_bare(row, row['high_80'])}."
    ]
    if row["reason"] == "none_better":
        said.append(
            "Ingen af de afprøvede modeller ramte bedre end »samme måned året før«, da de blev prøvet på de seneste "
            "år. De bruges derfor ikke, og fremskrivningen er blot tallene fra året før."
        )
    else:
        share = danish.number(100 * float(row["mase"]) / float(row["naive_mase"]))
        said.append(
            f"Den er lavet med {MODELS[str(row['model'])]}. Prøvet på de seneste år og {int(row['steps'])} måneder "
            f"frem var fejlen {share} pct. af fejlen ved blot at bruge samme måned året før."
        )
    if row["asked"] > len(ahead):
        said.append(f"Længere frem end {len(ahead)} måneder gives ingen fremskrivning for et enkelt jobcenter.")
    return [*said, NO_CRISIS]


def scenarios(table: pd.DataFrame) -> list[str]:
    """Where each scenario ends, against unchanged flows. A scenario is an assumption and not a forecast."""
    if table.empty:
        return [str(table.attrs["absent"])]
    last = table[table["period"] == table["period"].max()]
    base = last.iloc[0]
    said = [
        f"{_subject(base)} bliver {_level(base, base['value'])} i {danish.month(str(base['period']))} ved {BASE}, med "
        f"80 pct. sikkerhed mellem {_bare(base, base['low_80'])} og {_bare(base, base['high_80'])}."
    ]
    for _, row in last.iloc[1:].iterrows():
        way = "flere" if row["against_base"] > 0 else "færre"
        gap = danish.number(abs(float(row["against_base"])))
        said.append(
            f"»{row['scenario']}« ({_factors(row)}) giver {_level(row, row['value'])}, {gap} {way} end ved {BASE}."
        )
    return [*said, "Et scenarie viser, hvad der følger af en antagelse, og ikke hvor sandsynlig den er."]


def _subject(row: pd.Series) -> str:
    measure, benefit = catalogue.measured(f"{row['measure']}/{row['benefit']}")
    places = {"own": f"Jobcenter {row['area_name']}", "member": f"{row['area_name']} Kommune"}
    place = places.get(str(row["role"]), danish.lower_first(str(row["area_label"])))
    of = "" if benefit == catalogue.TOTAL or len(measure.benefits) == 1 else f" ({catalogue.benefit_label(benefit)})"
    what = measure.noun if measure.is_rate else f"antallet af {measure.noun}"
    return f"{what[:1].upper()}{what[1:]}{of} i {place}"


def _is_rate(row: pd.Series) -> bool:
    return catalogue.measure(str(row["measure"])).is_rate


def _bare(row: pd.Series, value: float) -> str:
    """A figure without its unit: one decimal for shares and for small changes."""
    decimals = 1 if _is_rate(row) or abs(float(value)) < 10 else 0
    return danish.number(float(value), decimals)


def _size(row: pd.Series, value: float) -> str:
    """A difference without its sign."""
    return _bare(row, abs(float(value))) + (" procentpoint" if _is_rate(row) else "")


def _level(row: pd.Series, value: float) -> str:
    return danish.percent(float(value)) if _is_rate(row) else danish.number(float(value))


def _moved(row: pd.Series) -> str:
    """A change with its way and interval."""
    way = "op" if row["estimate"] > 0 else "ned"
    ends = sorted(abs(float(row[name])) for name in ("low", "high"))
    return f"{way} med {_size(row, row['estimate'])} (mellem {_bare(row, ends[0])} og {_bare(row, ends[1])})"


def _factors(row: pd.Series) -> str:
    parts = []
    for name, word in (("inflow_factor", "tilgang"), ("exit_factor", "afgang")):
        change = 100 * (float(row[name]) - 1)
        if abs(change) > 1e-9:
            parts.append(f"{danish.number(abs(change))} pct. {'mere' if change > 0 else 'mindre'} {word}")
    return " og ".join(parts) or BASE


def _name(row: pd.Series) -> str:
    return danish.month(str(row["period"])).split()[0]
