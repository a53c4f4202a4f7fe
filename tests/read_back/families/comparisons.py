"""The notes below the tables of key figures and of areas side by side."""

import re
from typing import Any

from analysis import areas
from read_back.patterns import fixed, pattern
from read_back.reading import NAMES, are_places, is_why_unranked, labelled, listed, months
from read_back.reports import Said

fixed(
    __name__,
    "Personer: sum af kommuner, dobbelttælling mulig.",
    "Ændringen i en andel af færre end 30 personer vises ikke; så små andele svinger meget.",
    "En andel af færre end 30, som ikke er oplyst af kilden, men beregnet her, vises heller ikke.",
)


@pattern(
    r"Sammenlignelige er (?P<group>andre .+), og regionen er (?P<region>resten af .+); begge og hele landet er vist "
    r"(?P<unit>i pct|som andel eller andet forhold)\."
)
def who_is_compared(match: re.Match[str], said: Said) -> None:
    area = areas.jobcenter(said.report.head["jobcenter"]["code"], said.report.head["period"])
    assert match["group"] == f"andre {areas.group_of(area).name.lower()}"
    assert match["region"] == f"resten af {areas.region_of(area).name}"
    assert (match["unit"] == "i pct") is (said.under.labels["andel"] == "Andel, pct.")


@pattern(r"Kursiv: foreløbige tal \((?P<months>.+)\), der normalt bliver opjusteret\.")
def provisional(match: re.Match[str], said: Said) -> None:
    shown = {row["maaned"] for row in said.under.rows if row["status"] == "foreløbig"}
    told = set(months(match["months"]))
    assert shown <= told <= {row["maaned"] for row in said.under.rows}


@pattern(
    r"Placering: (?P<who>.+?), den seneste måned med endelige tal\. Nr\. 1 er (?P<ways>.+); lige andele deler placering\. "
    r"I parentes står et 95 pct\.-interval for placeringen, når kun tilfældig variation regnes med\."
)
def ranks(match: re.Match[str], said: Said) -> None:
    own = {member["name"] for member in said.report.head["municipalities"]}
    for names in re.findall(r"(?:^|(?<= og )|(?<=, ))([A-ZÆØÅ][^,]*?) blandt", match["who"]):
        assert set(listed(names.removeprefix("og "))) <= own
    for way, names in re.findall(rf"(højest|lavest) andel for ({NAMES})", match["ways"]):
        for name in listed(names):
            assert labelled(name).direction == {"højest": "higher", "lavest": "lower"}[way]
    assert any(row["placering"] for row in said.under.rows)


@pattern(
    r"Uden for mindst én placering, fordi tallet ikke vises eller målgruppen er for lille: (?P<names>.+)\."
    r"|Sammenligningerne er uden kommuner, hvis tal ikke vises: (?P<left_out>.+)\."
)
def left_out(match: re.Match[str], said: Said) -> None:
    assert are_places(match["names"] or match["left_out"])


@pattern(r"»–«: ingen placering, fordi (?P<reasons>.+)\.")
def no_rank(match: re.Match[str], said: Said) -> None:
    given = match["reasons"].split(", eller fordi ")
    assert all(is_why_unranked(reason) for reason in given)
    assert any(_unranked(row) for row in said.under.rows)


def _unranked(row: dict[str, Any]) -> bool:
    """Whether a row has no rank; a measure without a better end has no column for one."""
    return row.get("placering") is None
