"""What stands below a table of key figures: what is provisional, hidden, estimated or left out, and who is ranked."""

from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish, rules
from analysis.areas import danish_key
from analysis.publish.layout import facts
from analysis.publish.layout.facts import Fact
from analysis.publish.words.ages import old


def below(rows: Sequence[Fact]) -> list[str]:
    """What a reader of these figures must be told: provisional, hidden, estimated, left out, ranked when."""
    present = facts.present(rows)
    said = []
    provisional = sorted({fact["period"] for fact in present if fact["status"] == "provisional"})
    if provisional:
        said.append(f"Kursiv: foreløbige tal ({danish.months(provisional)}), der normalt bliver opjusteret.")
    ours = [fact for fact in present if fact["role"] in ("own", "member")]
    if any("suppressed" in (fact["status"], fact["before_status"]) for fact in ours):
        said.append(f"»{danish.HIDDEN_CELL}«: tallet {danish.HIDDEN}, eller det kunne regnes ud af andre tal.")
    if any(facts.holds(fact, "estimated") for fact in present):
        said.append("»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.")
    if any(catalogue.measure(fact["measure"]).may_count_twice and facts.holds(fact, "summed") for fact in ours):
        said.append("Personer: sum af kommuner, dobbelttælling mulig.")
    if present and "rank" in present[0]:
        said += _rank_notes(present)
    least = rules.value("smallest_base_for_percentage", max((fact["period"] for fact in ours), default="2007-01"))
    if any(fact["base"] < least for fact in ours):
        said.append("Ændringen i en andel af færre end 30 personer vises ikke; så små andele svinger meget.")
    if any(facts.holds(fact, "few") for fact in ours):
        said.append("En andel af færre end 30, som ikke er oplyst af kilden, men beregnet her, vises heller ikke.")
    left_out = sorted({name for fact in present for name in fact["left_out"]}, key=danish_key)
    if left_out:
        said.append(f"Sammenligningerne er uden kommuner, hvis tal ikke vises: {danish.listed(left_out)}.")
    return said


def _rank_notes(present: Sequence[Fact]) -> list[str]:
    said = []
    ranked = [fact for fact in present if pd.notna(fact["rank"])]
    if ranked:
        pairs = dict.fromkeys((fact["label"], fact["field"]) for fact in ranked)
        among = danish.listed([f"{name} blandt {field}" for name, field in pairs])
        first = danish.listed([f"{way} for {danish.listed(names)}" for way, names in _firsts(ranked).items()])
        said.append(
            f"Placering: {among}, den seneste måned med endelige tal. Nr. 1 er {first}; lige andele deler placering. "
            "I parentes står et 95 pct.-interval for placeringen, når kun tilfældig variation regnes med."
        )
        outside = sorted({name for fact in ranked for name in fact["outside"]}, key=danish_key)
        if outside:
            said.append(
                "Uden for mindst én placering, fordi tallet ikke vises eller målgruppen er for lille: "
                f"{danish.listed(outside)}."
            )
    unranked = [facts.said_in(fact, "reason") for fact in present if pd.isna(fact["rank"])]
    if reasons := list(dict.fromkeys(reason for reason in unranked if reason)):
        said.append(f"»–«: ingen placering, fordi {', eller fordi '.join(reasons)}.")
    return said


def _firsts(ranked: Sequence[Fact]) -> dict[str, list[str]]:
    """What rank 1 is, and of which measures."""
    names: dict[str, list[str]] = {}
    for way, measure in dict.fromkeys((fact["first"], fact["measure"]) for fact in ranked):
        names.setdefault(f"{way} andel", []).append(f"»{catalogue.measure(measure).label}«")
    return names


def compared(rows: Sequence[Fact]) -> list[str]:
    """Who stands in the columns of the comparison groups."""
    labels = {fact["role"]: fact["label"] for fact in reversed(rows)}
    if not {"group", "region"} <= labels.keys():
        return []
    group, region = (danish.lower_first(labels[role]) for role in ("group", "region"))
    rates = [one for one in map(catalogue.measure, {fact["measure"] for fact in rows}) if one.is_rate]
    unit = "i pct" if all(rate.is_share for rate in rates) else "som andel eller andet forhold"
    return [f"Sammenlignelige er {group}, og regionen er {region}; begge og hele landet er vist {unit}."]


def out_of_date(rows: Sequence[Fact], on: str) -> list[str]:
    """Which figures are much older than the month of the report, where that is given."""
    return old(facts.present(rows), on=on) if on else []
