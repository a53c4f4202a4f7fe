"""Whether a measure rises or falls over all its months, and in which of them it usually lies highest and lowest."""

import re
from typing import Any

import pandas as pd

from analysis import danish, models, periods
from analysis.measures.one_series import WHY
from analysis.models.time import demands
from read_back.patterns import pattern
from read_back.reading import MONTH, NUMBER, called, labelled, period, read
from read_back.reports import Said, Table

SUBJECT = r"(?P<noun>.+) i (?P<place>Jobcenter [^;]+?|[^;]+? Kommune|hele landet)"
REASONS = "|".join(
    re.escape(one).replace(r"\{least\}", r"\d+").replace(r"\{smallest\}", r"\d+") for one in WHY.values()
)
NEAR = 0.02  # of a test on figures with one decimal


@pattern(
    rf"{SUBJECT} viser hverken en sikker stigning eller et sikkert fald fra (?P<first>{MONTH}) til (?P<last>{MONTH}): "
    r"ændringen er ikke større, end tilfældige udsving kan give\."
)
def no_trend(match: re.Match[str], said: Said) -> None:
    if _is_shown(match, said):
        assert _tested(match, said)["p"] > 0.05 - NEAR
        return
    table = said.before("period", "serie_1")
    assert match["place"].removesuffix(" Kommune") == said.report.head["jobcenter"]["name"]
    assert labelled(table.title) in called(match["noun"])
    assert None in [row["serie_1"] for row in table.rows], "the jobcenter has gaps, and so its host is tested"
    assert period(match["first"]) == table.rows[0]["period"]
    assert period(match["last"]) == periods.shift(table.rows[-1]["period"], -3)


@pattern(
    rf"{SUBJECT} er (?P<way>steget|faldet) fra (?P<first>{MONTH}) til (?P<last>{MONTH}), når der ses bort fra sæsonen: med "
    rf"omkring (?P<size>{NUMBER})(?: procentpoint)? om året \(mellem (?P<low>{NUMBER}) og (?P<high>{NUMBER})\)\."
)
def trend(match: re.Match[str], said: Said) -> None:
    found = _tested(match, said)
    assert found["p"] < 0.05 + NEAR
    assert (match["way"] == "steget") == (found["slope"] > 0)
    ends = sorted(abs(found[name]) for name in ("low", "high"))
    for name, figure in (("size", abs(found["slope"])), ("low", ends[0]), ("high", ends[1])):
        assert abs(read(match[name]) - figure) < 0.16


@pattern(r"En anden test, der ikke regner med en ret linje, kan ikke bekræfte det\.")
def not_confirmed(_: re.Match[str], said: Said) -> None:
    sentences = said.report.blocks[said.at]["sentences"]
    assert re.search(" er (steget|faldet) fra ", sentences[sentences.index(said.text) - 1])


@pattern(
    rf"{SUBJECT} ligger som regel højest i (?P<high>[a-z]+), (?P<above>{NUMBER})(?: procentpoint)? over tendensen, og lavest i "
    rf"(?P<low>[a-z]+), (?P<below>{NUMBER})(?: procentpoint)? under den\."
)
def season(match: re.Match[str], said: Said) -> None:
    of_country = match["place"] == "hele landet"
    table = next(one for one in reversed(said.report.with_columns("season", "trend", "adjusted"))
                 if ("hele landet" in one.title) == of_country)  # fmt: skip
    assert {one.label for one in called(match["noun"].removeprefix("Antallet af "))} & {table.title.partition(" i hele")[0],
                                                                                       table.title.partition(",")[0]}  # fmt: skip
    year = [row for row in table.rows if row["season"] is not None][-12:]
    high, low = max(year, key=_season), min(year, key=_season)
    for name, size, way, row in (("high", "above", 1, high), ("low", "below", -1, low)):
        named = next(one for one in year if danish.month(one["period"]).split()[0] == match[name])
        assert _season(named) == _season(row) and way * _season(row) >= 0
        assert abs(read(match[size]) - way * _season(row)) <= (0.5 if "," in match[size] else 0)


@pattern(rf"(?P<label>.+?): (?P<doing>udviklingen kan ikke testes|sæsonen kan ikke beregnes), for (?P<why>{REASONS})\.")
def not_tested(match: re.Match[str], said: Said) -> None:
    assert labelled(match["label"])
    own = [row["serie_1"] for row in said.before("period", "serie_1").rows]
    told = match["why"]
    if told in (WHY["hidden"], WHY["gap"]):
        assert None in own
    elif told == WHY["none"]:
        assert not any(one is not None for one in own)
    elif told.startswith(WHY["small"].partition("{")[0]):
        assert told == WHY["small"].format(smallest=f"{demands.SEASON_PERSONS:.0f}")
    else:
        least = {"udviklingen": demands.trend_periods("month"), "sæsonen": demands.SEASON_MONTHS}
        assert told == WHY["short"].format(least=least[match["doing"].split()[0]])


def _season(row: dict[str, Any]) -> float:
    return float(row["season"])


def _tested(match: re.Match[str], said: Said) -> dict[str, float]:
    """The same test on the months of the figure before the sentence."""
    table = said.before("period", "serie_1")
    assert labelled(table.title) in called(match["noun"])
    name = _series(table, match["place"], said)
    first, last = period(match["first"]), period(match["last"])
    rows = pd.DataFrame(
        [(row["period"], row[name]) for row in table.rows if row["period"] <= last], columns=["period", "value"]
    )
    assert rows["period"].iloc[0] == first and rows["period"].iloc[-1] == last
    tested = models.trend(rows.assign(status="final")).iloc[0]
    return {name: float(tested[name]) for name in ("slope", "low", "high", "p")}


def _is_shown(match: re.Match[str], said: Said) -> bool:
    """Whether the figure has the series: a host has its own only where the jobcenter's is hidden throughout."""
    host = match["place"].removesuffix(" Kommune")
    return match["place"].startswith("Jobcenter ") or host in said.before("period", "serie_1").labels.values()


def _series(table: Table, place: str, said: Said) -> str:
    """The column of the jobcenter, or of its host."""
    if place.startswith("Jobcenter "):
        assert place == said.report.jobcenter
        return "serie_1"
    return next(name for name, label in table.labels.items() if label == place.removesuffix(" Kommune"))
