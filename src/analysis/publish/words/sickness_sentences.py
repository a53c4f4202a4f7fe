"""Sentences about sick leave: who falls ill, how long it lasts, where it leads. What was seen, never why."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis import danish, rules
from analysis.publish.words import sentences

NO_CAUSE = "Regler, konjunktur og tilgang skiftede samtidig; forskellen siger derfor ikke, hvad reformen har betydet."
MECHANICAL = (
    "Fra juli 2014 går mange fra sygedagpenge til jobafklaringsforløb efter 22 uger. Sygedagpenge alene falder derfor, "
    "uden at nogen behøver at være blevet raske; de to ydelser under ét er det, der kan sammenlignes over tid."
)
NOT_HELD_AGAINST = "Tilgangen kan ikke holdes op mod den ventede, fordi der er for få påbegyndte forløb."
IN_WORDS = {
    "employee": "lønmodtagere med oplyst løn i måneden før",
    "unemployed": "ledige",
    "self_employed": "selvstændige",
    "flexjob": "ansatte i fleksjob",
    "other": "på en anden ydelse",
}
LIVED = {
    "Job": "var flest i job",
    "Hverken ydelse eller oplyst løn": "havde flest hverken en ydelse eller oplyst løn",
    "Ingen ydelse (løn er ikke oplyst)": "fik flest ingen ydelse",
    "Fleksjob": "var flest i fleksjob",
    "Øvrige": "fik flest andre ydelser",
}
AGE, SEX, EDUCATION, ORIGIN, STANDING = "age", "sex", "education", "origin", "standing"
NAMES = {
    (SEX, "maend"): "mænd",
    (SEX, "kvinder"): "kvinder",
    (EDUCATION, "ingen"): "personer uden kompetencegivende uddannelse",
    (EDUCATION, "erhvervsfaglig"): "personer med en erhvervsfaglig uddannelse",
    (EDUCATION, "videregaaende"): "personer med en videregående uddannelse",
    (EDUCATION, "ukendt"): "personer med ukendt uddannelse",
    (ORIGIN, "dansk"): "personer med dansk oprindelse",
    (ORIGIN, "vestlig"): "personer med vestlig oprindelse",
    (ORIGIN, "ikke_vestlig"): "personer med ikke-vestlig oprindelse",
    (STANDING, "none"): "personer i job og selvforsørgende",
    (STANDING, "unemployed"): "ledige",
    (STANDING, "flexjob"): "ansatte i fleksjob",
    (STANDING, "other"): "personer på en anden ydelse",
}
MOST_DRIVERS = 4


def span(first: str, last: str) -> str:
    """Two months as a span of time.

    >>> span("2017-10", "2019-09")
    'fra oktober 2017 til september 2019'
    """
    return f"fra {danish.month(first)} til {danish.month(last)}"


def reforms() -> list[tuple[str, str]]:
    """The known breaks of sygedagpenge, as ``charts.development`` marks them."""
    return [(one.month, one.label) for one in rules.reforms("sygedagpenge")]


def who(table: pd.DataFrame) -> list[str]:
    """How many fell ill in the latest span, how they stood, and whom the register cannot tell of."""
    if table.empty:
        return [str(table.attrs["absent"])]
    rows = table[table["last"] == table["last"].max()]
    first = rows.iloc[0]
    when = span(str(first["first"]), str(first["last"]))
    if not math.isfinite(first["n"]):
        return [f"Antallet af påbegyndte sygedagpengeforløb {when} {danish.HIDDEN}."]
    said = [f"Der begyndte {danish.number(first['n'])} sygedagpengeforløb {when}."]
    named = rows[rows["who"].isin(IN_WORDS) & (rows["share"] > 0)].sort_values("share", ascending=False, kind="stable")
    if len(named):
        each = [
            f"{danish.percent(100 * row['share'])} {IN_WORDS[str(row['who'])]}" for _, row in named.head(3).iterrows()
        ]
        said.append(f"Af dem var {danish.listed(each)}.")
    unknown = rows[rows["who"] == "no_pay_told"].iloc[0]
    if not rows.loc[rows["who"] == "self_employed", "told"].any():
        among = (
            f" De kan være blandt de {danish.percent(100 * unknown['share'])}, der hverken fik en ydelse eller havde "
        )
        said.append(
            "Registeret oplyser ikke, hvem der er selvstændige."
            + (f"{among}oplyst løn." if math.isfinite(unknown["share"]) and unknown["share"] > 0 else "")
        )
    return said


def came_from(table: pd.DataFrame) -> list[str]:
    """Where most came from."""
    if table.empty:
        return []
    first = table.iloc[0]
    lived = LIVED.get(str(first["label"]), f"fik flest {danish.lower_first(str(first['label']))}")
    return [
        f"I ugen før {lived}: {danish.number(first['count'])} af {danish.number(first['n'])} "
        f"({danish.percent(100 * first['share'])})."
    ]


def remaining(table: pd.DataFrame) -> list[str]:
    """How many of each cohort were still on sickness benefit after 22 and 52 weeks, alone and with jobafklaring."""
    if table.empty:
        return [str(table.attrs["absent"])]
    said = []
    of_cohorts = table[table["kind"] == "cohort"]
    for group, rows in of_cohorts.groupby("group", sort=False):
        shares = rows.set_index(["benefit", "weeks"])["share"]
        alone, both = (_still(shares, benefit) for benefit in ("sygedagpenge", "sygdom"))
        if alone:
            more = f" Regnet sammen med jobafklaringsforløb var {both}." if both and both != alone else ""
            n = danish.number(float(rows["n"].iloc[0]))
            said.append(f"Af {n} forløb, der begyndte {group}, var {alone}.{more}")
    return [*said, MECHANICAL, NO_CAUSE] if said else []


def _still(shares: pd.Series, benefit: str) -> str:
    known = [(weeks, shares.get((benefit, weeks), math.nan)) for weeks in (22, 52)]
    each = [
        f"{danish.percent(100 * share)} i gang efter {weeks} uger" for weeks, share in known if math.isfinite(share)
    ]
    return danish.listed(each)


def exits(table: pd.DataFrame) -> list[str]:
    """Where those who fell ill before the reform, and since, had gone after a year: the three largest destinations."""
    said = []
    for group, rows in table.groupby("group", sort=False):
        ordered = rows.sort_values("incidence", ascending=False, kind="stable").head(3)
        went = [
            f"{danish.percent(100 * row['incidence'])} {'' if at else 'gået '}til "
            f"{danish.lower_first(str(row['destination']))}"
            for at, (_, row) in enumerate(ordered.iterrows())
        ]
        there = danish.percent(100 * float(rows["survival"].iloc[0]))
        said.append(f"Begyndt {group}: efter et år var {danish.listed(went)}, og {there} var stadig på sygedagpenge.")
    return said


def left_out(names: Sequence[str]) -> list[str]:
    """Which cohorts have no shares after a year, and why."""
    return [f"Begyndt {name}: andelene efter et år {danish.HIDDEN}, eller der er for få forløb." for name in names]


def again(table: pd.DataFrame) -> list[str]:
    """How many of the first and of the latest cohort were ill again within a year."""
    said = []
    known = table[(table["within"] == 52) & table["share"].notna()]
    for _, row in known.iloc[[0, -1] if len(known) > 1 else slice(None)].iterrows():
        said.append(
            f"Af {danish.number(row['n'])} forløb, der sluttede {row['group']}, var "
            f"{danish.percent(100 * row['share'])} fulgt af et nyt inden 12 måneder."
        )
    return said


def moves(table: pd.DataFrame) -> list[str]:
    """Where those on sickness benefit were a year later."""
    rows = table[(table["from"] == "sygedagpenge") & table["share"].notna()]
    if rows.empty:
        return []
    first = rows.iloc[0]
    largest = rows.sort_values("share", ascending=False, kind="stable").head(3)
    each = [
        f"»{danish.lower_first(str(row['to_label']))}« ({danish.percent(100 * row['share'])})"
        for _, row in largest.iterrows()
    ]
    return [
        f"Af {danish.number(first['n'])} på sygedagpenge i {danish.month(str(first['first']))} stod flest i "
        f"{danish.month(str(first['last']))} som {danish.listed(each)}."
    ]


def feeding(table: pd.DataFrame) -> list[str]:
    """How many of those who came to permanent support had been ill, here and in the country."""
    if table.empty:
        return [str(table.attrs["absent"])]
    said = []
    for role, rows in table.groupby("role", sort=False):
        known = rows[rows["share"].notna()]
        if known.empty:
            continue
        first = known.iloc[0]
        each = [
            f"{danish.percent(100 * row['share'])} i de {int(row['weeks'])} uger før" for _, row in known.iterrows()
        ]
        where = "" if role == "own" else "I hele landet: "
        who = f"af {danish.number(first['n'])}, der kom på varig ydelse {span(str(first['first']), str(first['last']))}"
        text = f"{where}{who}, havde {danish.listed(each)} fået sygedagpenge."
        said.append(text[:1].upper() + text[1:])
    return said


def together(table: pd.DataFrame) -> list[str]:
    """How many receive sygedagpenge or are in jobafklaring in the latest final month, and a year before."""
    if table.empty:
        return [str(table.attrs["absent"])]
    rows = table[table["role"] == "own"].set_index("period")
    final = rows[rows["status"] == "final"]["value"].dropna()
    if final.empty:
        return []
    now, month = float(final.iloc[-1]), str(final.index[-1])
    before = final.get(f"{int(month[:4]) - 1}{month[4:]}", math.nan)
    said = (
        f"I {danish.month(month)} fik {danish.number(now)} personer sygedagpenge eller var i jobafklaringsforløb, hver "
        "person talt én gang."
    )
    if not math.isfinite(before):
        return [said]
    small = before < rules.value("smallest_base_for_percentage", month)
    change = math.nan if small else 100 * (now - before) / before
    return [said, danish.ended(f"På et år {_grown(sentences.development(now, before, change))}")]


def _grown(predicate: str) -> str:
    return predicate.replace("er ", "er antallet ", 1)


def drivers(table: pd.DataFrame) -> list[str]:
    """The groups whose inflow differs most from that of the group they are held against, by more than chance."""
    if table.empty:
        return []
    rows = table[(table["low"] > 1) | (table["high"] < 1)]
    rows = rows[~rows["hidden"]]
    size = rows["ratio"].where(rows["ratio"] >= 1, 1 / rows["ratio"])
    rows = rows.assign(size=size).sort_values("size", ascending=False, kind="stable").head(MOST_DRIVERS)
    against = table[table["against"]].set_index("trait", drop=False)
    said = [_driver(row, against.loc[row["trait"]]) for _, row in rows.iterrows()]
    if not said:
        return ["Ingen af grupperne har en tilgang, der adskiller sig mere, end tilfældigheder plejer at give."]
    return said


def _driver(row: pd.Series, against: pd.Series) -> str:
    above = row["ratio"] > 1
    ends = sorted(abs(100 * (row[name] - 1)) for name in ("low", "high"))
    return (
        f"Tilgangen er {danish.percent(abs(100 * (row['ratio'] - 1)), 0)} {'højere' if above else 'lavere'} blandt "
        f"{_name(row)} end blandt {_name(against)}, når de ellers ligner hinanden (95 pct.-interval "
        f"{danish.number(ends[0])} til {danish.percent(ends[1], 0)})."
    )


def _name(row: pd.Series) -> str:
    known = NAMES.get((str(row["trait"]), str(row["level"])))
    return known or f"{row['level']}-årige"


def against_expected(table: pd.DataFrame) -> list[str]:
    """The jobcenter's courses against those expected of its people."""
    if table.empty:
        return []
    row = table.iloc[0]
    if not math.isfinite(row["ratio"]):
        return [NOT_HELD_AGAINST]
    more = row["ratio"] > 1
    size = danish.percent(abs(100 * (row["ratio"] - 1)))
    said = [
        f"Der begyndte {danish.number(row['count'])} forløb. Med de øvrige jobcentres tilgang for tilsvarende grupper "
        f"ville det have været {danish.number(row['expected'])}."
    ]
    if row["low"] <= 1 <= row["high"]:
        return [*said, f"Det er {size} {'flere' if more else 'færre'}, og ikke mere, end tilfældigheder kan give."]
    ends = sorted(abs(100 * (row[name] - 1)) for name in ("low", "high"))
    return [
        *said,
        f"Det er {size} {'flere' if more else 'færre'}, end sammensætningen giver grund til at vente (95 pct.-interval "
        f"{danish.number(ends[0], 1)} til {danish.percent(ends[1])}). Hvad det skyldes, kan ikke ses her.",
    ]
