"""What stands in the place of pictures of courses, flows and findings, for those who cannot see them."""

import re

from analysis import danish, periods
from analysis.publish.drawing.curves import HEADING
from analysis.publish.words.indicator_words import STATUS
from read_back.families.brief import FINDING, indicator, is_found
from read_back.families.pictures import is_made_up, picture
from read_back.reading import MONTH, NUMBER, period, same
from read_back.reports import Said

ALONE = (  # there is no comparison
    r"(?P<noun>.+?)(?P<side>)(?P<level>) (?:er (?P<way>steget|faldet|(?:stort set )?uændret) det seneste år|"
    r"kan ikke sammenlignes med andre)"
)
JUDGED = {words for _, words, _ in STATUS.values()}
MONTH_NAME = "|".join(danish.month(f"2019-{month:02d}").split()[0] for month in range(1, 13))


@picture(
    rf"Kurver for (?P<groups>.+?): {re.escape(HEADING)} efter antal uger\."
    rf"(?: For (?P<last>.+?) er (?P<share>{NUMBER}) pct\. der stadig efter 52 uger\.)?"
)
def curves(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    groups = {label: name for name, label in said.under.labels.items() if name.startswith("serie_")}
    assert match["groups"] == danish.listed(list(groups))
    if match["share"]:
        assert match["last"] == list(groups)[-1]
        assert same(match["share"], said.under.row(uger=52)[groups[match["last"]]])


@picture(
    r"Tabel med (?P<rows>\d+) rækker: pct\. af rækken efter et år\."
    rf"(?: Den største andel går fra (?P<source>.+?) til (?P<end>.+), (?P<share>{NUMBER}) pct\.)?"
)
def matrix(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = said.under.rows
    assert int(match["rows"]) == len(rows)
    ends = {name: label for name, label in said.under.labels.items() if name.startswith("til_")}
    shares = {
        (row["fra"], danish.lower_first(label)): row[name]
        for row in rows
        for name, label in ends.items()
        if row[name] is not None and row["fra"] != label
    }
    assert bool(match["share"]) == bool(shares)
    if match["share"]:
        assert same(match["share"], shares[match["source"], match["end"]])
        assert same(match["share"], max(shares.values()))


@picture(
    rf"Tendensen går fra (?P<low>{NUMBER}) i (?P<first>{MONTH}) til (?P<high>{NUMBER}) i (?P<last>{MONTH}), (?P<unit>[^.]+)\. "
    rf"Sæsonen er højest i (?P<most>{MONTH_NAME}) og lavest i (?P<least>{MONTH_NAME})\."
)
def season(match: re.Match[str], said: Said) -> None:
    assert is_made_up(match, said)
    rows = [row for row in said.under.rows if row["trend"] is not None]
    for month, figure, row in ((match["first"], match["low"], rows[0]), (match["last"], match["high"], rows[-1])):
        assert period(month) == row["period"] and same(figure, row["trend"])
    year = [row for row in rows if row["season"] is not None][:12]
    by_name = {danish.month(row["period"]).split()[0]: row["season"] for row in year}
    assert by_name[match["most"]] == max(by_name.values()) and by_name[match["least"]] == min(by_name.values())
    assert match["unit"] == "forløb"


@picture(r"(?P<told>(?:Andelen|Ledigheden|Langtidsledigheden|Tiden|Antallet)\b.+)\.")
def findings(match: re.Match[str], said: Said) -> None:
    """A small picture for each topic of the table, with its finding over it."""
    assert is_made_up(match, said)
    topics = [said.under.where(emne=topic) for topic in dict.fromkeys(row["emne"] for row in said.under.rows)]
    for finding in match["told"].split(". "):
        found = re.fullmatch(FINDING, finding) or re.fullmatch(ALONE, finding)
        assert found, finding
        row = indicator(said, found["noun"])
        months = [{one["periode"]: one["serie_1"] for one in topic} for topic in topics]
        of_noun = [one for one in months if one.get(row["maaned"]) == row["andel"]]
        assert of_noun, f"no topic of the picture has the figure of '{found['noun']}'"
        is_found(found, said, of_noun[0])
        assert found["side"] or found["level"] or row["status"] not in JUDGED, f"'{found['noun']}' is compared"
        before = of_noun[0].get(periods.shift(row["maaned"], -12))
        assert found["way"] or before is None, f"the way of '{found['noun']}' is known"
