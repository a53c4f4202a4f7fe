"""The page on data and method: which reforms it tells of, and in which order."""

from analysis.publish.layout import method
from written import observations, panel

TWO_YEARS = """
    measure        | benefit | area | period  | value
    befolkning     | alle    | 561  | 2008-Q1 | 114148
    ledige_fuldtid | alle    | 561  | 2015-06 | 2000
    ledige_fuldtid | alle    | 561  | 2017-07 | 1958
"""


def test_reforms_before_the_first_month_with_figures_are_not_told_though_a_quarter_is_older():
    rows = panel(observations(TWO_YEARS), of="561", period="2017-07")
    of_two_benefits = ["syg_tilgang", "kontanthjaelp_fuldtid"]
    said = method.sentences(rows, of_two_benefits)
    told = [sentence for sentence in said if sentence.startswith("Reform i ")]
    assert [sentence.partition(",")[0] for sentence in told] == [
        "Reform i september 2015",
        "Reform i januar 2016",
        "Reform i juli 2016",
        "Reform i oktober 2016",
    ]
    brief = method.sentences(rows, of_two_benefits, brief=True)
    assert any(sentence.startswith("Reformer i perioden: »Integrationsydelse« (september 2015)") for sentence in brief)
