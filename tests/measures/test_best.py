"""The ten best of today: how they are chosen, never the report's own, and what is said of it."""

import pandas as pd

from analysis import areas
from analysis.measures import best_ten
from analysis.publish.words.sentences import best_ten_note
from written import observations, panel

MONTHS = ["2019-08", "2019-09"]
PEOPLE = 1000


def falling(*, months: list[str] = MONTHS, own: float = 90.0) -> pd.DataFrame:
    """Jobcentres in Danish order have 60, 59, … per cent with hours; a month before, ten points less."""
    lines = []
    for place, jobcenter in enumerate(areas.jobcentres(months[-1])):
        for member in areas.members(jobcenter, months[-1]):
            for back, month in enumerate(reversed(months)):
                share = own if jobcenter.code == "163" else max(60 - place - 10 * back, 1)
                lines.append(f"kontanthjaelp_personer | {member.code} | {month} | {PEOPLE}")
                lines.append(f"ordinaere_timer_personer | {member.code} | {month} | {PEOPLE * share / 100}")
                lines.append(f"ordinaere_timer_andel | {member.code} | {month} | {share}")
    return observations("measure | area | period | value\n" + "\n".join(lines))


def test_the_ten_are_the_best_others_in_the_last_month():
    result = best_ten(panel(falling(), of="Herlev", period=MONTHS[-1]), "ordinaere_timer_andel")
    ten = [one.name for one in areas.jobcentres(MONTHS[-1]) if one.name != "Herlev"][:10]
    assert result["names"].iloc[0] == ten
    group = result[result["role"] == "group"].set_index("period")["value"]
    assert group["2019-09"] - group["2019-08"] == 10  # the same ten in both months
    assert list(result.loc[result["role"] == "own", "value"]) == [90, 90]


def test_a_low_share_is_best_where_lower_is_better_and_ties_stand_in_danish_order():
    lines = []
    for jobcenter in areas.jobcentres("2019-09"):
        for member in areas.members(jobcenter, "2019-09"):
            share = 5.0 if jobcenter.name in ("Aalborg", "Vejle") else 6.0
            lines.append(f"ledige_fuldtid | {member.code} | 2019-09 | {share * 100}")
            lines.append(f"ledige_pct_arbejdsstyrken | {member.code} | 2019-09 | {share}")
    rows = observations("measure | area | period | value\n" + "\n".join(lines))
    names = best_ten(panel(rows, of="Herlev", period="2019-09"), "ledige_fuldtid")["names"].iloc[0]
    assert names[:2] == ["Vejle", "Aalborg"]
    assert names[2:] == [one.name for one in areas.jobcentres("2019-09")][:8]


def test_there_are_no_ten_best_without_figures_or_where_neither_side_is_better():
    rows = panel(falling(), of="Herlev", period=MONTHS[-1])
    assert "indeholder ikke tal" in best_ten(rows, "ledige_fuldtid").attrs["absent"]
    few = falling()
    few = few[few["area"].isin(["163", "101", "147"])]
    result = best_ten(panel(few, of="Herlev", period=MONTHS[-1]), "ordinaere_timer_andel")
    assert "Færre end 10" in result.attrs["absent"]
    assert best_ten_note(result) == result.attrs["absent"]


def test_the_note_names_them_and_says_why_their_way_flatters():
    result = best_ten(panel(falling(), of="Herlev", period=MONTHS[-1]), "ordinaere_timer_andel")
    said = best_ten_note(result)
    assert said.startswith("De 10 bedste er valgt efter tallene for september 2019: ")
    assert "ser deres udvikling bedre ud, end den er" in said
    assert set(result.loc[result["role"] == "group", "label"]) == {"De 10 bedste i dag"}
