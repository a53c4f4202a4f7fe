"""Who existed in a month, what they are called, and who is held up against whom."""

import csv
import unicodedata
from pathlib import Path

import pytest

from analysis import areas
from analysis.areas import Area
from analysis.errors import AnalysisError

ESBJERG = Area("municipality", "561", "Esbjerg")


def codes(found: list[Area]) -> list[str]:
    return [one.code for one in found]


# ── how many there are, and when ──


@pytest.mark.parametrize(
    ("month", "count"),
    [
        ("2007-01", 98 - 7),  # Dragør, Ishøj, Langeland, Ærø, Fanø, Samsø and Læsø are served by others
        ("2012-12", 98 - 7),
        ("2013-01", 98 - 4),  # Langeland, Ærø and Samsø have their own
        ("2021-12", 98 - 4),
        ("2022-01", 98 - 3),  # Ishøj has its own
        ("2026-01", 98 - 3),
        ("2026-02", 98 - 3),  # only areas to report on from now, and still there
    ],
)
def test_the_number_of_jobcentres_changes_in_the_month_it_should(month: str, count: int) -> None:
    assert len(areas.jobcentres(month)) == count


@pytest.mark.parametrize(
    ("municipality", "host", "last"),
    [
        ("Ishøj", "187", "2021-12"),
        ("Langeland", "479", "2012-12"),
        ("Ærø", "479", "2012-12"),
        ("Samsø", "727", "2012-12"),
    ],
)
def test_a_municipality_leaves_its_host_after_the_last_month(municipality: str, host: str, last: str) -> None:
    own = areas.municipality(municipality)
    following = {"2021-12": "2022-01", "2012-12": "2013-01"}[last]
    assert areas.jobcenter(municipality, "2007-01").code == host
    assert areas.jobcenter(municipality, last).code == host
    assert areas.jobcenter(municipality, following) == Area("jobcenter", own.code, own.name)


@pytest.mark.parametrize(("served", "host"), [("563", "561"), ("825", "813"), ("155", "185")])
def test_three_small_municipalities_are_served_by_a_neighbour_from_first_to_last(served: str, host: str) -> None:
    for month in ("2007-01", "2019-12", "2026-02", "2026-07"):
        assert areas.jobcenter(served, month).code == host


def test_every_municipality_belongs_to_exactly_one_jobcenter_in_each_month_around_a_change() -> None:
    for month in ("2007-01", "2012-12", "2013-01", "2021-12", "2022-01"):
        belonging = [one for center in areas.jobcentres(month) for one in areas.members(center, month)]
        assert sorted(codes(belonging)) == sorted(codes(areas.municipalities()))


def test_a_month_before_2007_is_refused_with_the_reason() -> None:
    for ask in (
        areas.jobcentres,
        lambda on: areas.jobcenter("561", on),
        lambda on: areas.members(ESBJERG, on),
    ):
        with pytest.raises(AnalysisError, match="came with the reform of\n1 January 2007"):
            ask("2006-12")


@pytest.mark.parametrize("on", ["2019-13", "2019-Q4", "2019", "", "2019-1", "2019-12 "])
def test_what_is_not_a_month_is_refused(on: str) -> None:
    with pytest.raises(AnalysisError, match="is not a month such as 2019-12"):
        areas.jobcentres(on)


# ── names ──


@pytest.mark.parametrize(
    "text",
    [
        *["561", "0561", "Esbjerg", "esbjerg", "ESBJERG", "  Esbjerg \n", "561-esbjerg", "561 Esbjerg"],
        *["Esbjerg Kommune", "esbjerg kommune", "561-Esbjerg Kommune"],
    ],
)
def test_a_municipality_is_found_by_code_name_slug_and_title(text: str) -> None:
    assert areas.municipality(text) == ESBJERG


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            ("Århus", "751"),
            ("Ålborg", "851"),
            ("Åbenrå", "580"),
            ("Høje Tåstrup", "169"),
            ("Lyngby-Tårbæk", "173"),
        ],
        *[("Mors", "773"), ("Nordfyn", "480"), ("Nordfyns Kommune", "480"), ("Vesthimmerland", "820")],
        *[("Bornholms Regionskommune", "400"), ("Københavns Kommune", "101"), ("Koebenhavn", "101")],
        *[("Fåborg-Midtfyn", "430"), ("Faaborg- Midtfyn", "430"), ("Ringkøbing- Skjern", "760")],
        *[("Ikast Brande", "756"), ("Taarnby", "185"), ("Brønderslev-Dronninglund", "810")],
    ],
)
def test_a_municipality_is_found_by_an_alias(text: str, code: str) -> None:
    assert areas.municipality(text).code == code
    assert areas.municipality(unicodedata.normalize("NFD", text)).code == code


def test_every_code_name_and_slug_of_the_98_finds_its_own() -> None:
    for one in areas.municipalities():
        for text in (one.code, f"0{one.code}", one.name, one.name.upper(), one.slug, f"{one.name} Kommune"):
            assert areas.municipality(text) == one


def test_every_name_in_the_published_ranking_of_joblog_is_resolved(shared: Path) -> None:
    with (shared / "domain" / "joblog_fig2_order.csv").open(encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    assert len(printed) == 98
    assert [areas.from_source(row["kommune_kilde"]).name for row in printed] == [row["kommune"] for row in printed]


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(AnalysisError, match=r"No municipality is called 'Esbjreg'\.\nDid you mean 'Esbjerg'"):
        areas.municipality("Esbjreg")
    with pytest.raises(AnalysisError, match=r"No jobcenter is called 'Jobcenter Herlv'\.\nDid you mean 'Herlev'"):
        areas.jobcenter("Jobcenter Herlv", "2019-12")
    with pytest.raises(AnalysisError, match="`jobcenter list jobcentres` prints the names"):
        areas.municipality("xyzzy")


@pytest.mark.parametrize("text", ["411", "0411", "Christiansø", "christiansoe"])
def test_christiansoe_is_refused_because_it_is_not_a_municipality(text: str) -> None:
    with pytest.raises(AnalysisError, match="state land and not a municipality"):
        areas.municipality(text)


@pytest.mark.parametrize("code", ["501", "0501", "861", "205"])
def test_a_code_from_before_2007_is_refused_with_the_reason(code: str) -> None:
    with pytest.raises(AnalysisError, match="from before the\nreform of 1 January 2007"):
        areas.municipality(code)
    with pytest.raises(AnalysisError, match="from before the\nreform of 1 January 2007"):
        areas.jobcenter(code, "2019-12")


@pytest.mark.parametrize("code", ["100", "862", "999", "062"])
def test_a_code_outside_the_range_is_not_said_to_be_an_old_one(code: str) -> None:
    with pytest.raises(AnalysisError, match="three digits, from 101 to 860"):
        areas.municipality(code)


@pytest.mark.parametrize("text", ["083", "1083", "Region Syddanmark", "Syddanmark"])
def test_a_region_is_no_municipality_and_the_error_says_so(text: str) -> None:
    with pytest.raises(AnalysisError, match=r"It is Region Syddanmark \(083\), a region"):
        areas.municipality(text)


def test_a_code_and_a_name_that_do_not_agree_are_refused() -> None:
    with pytest.raises(AnalysisError, match="code and name do not agree"):
        areas.municipality("561-herning")


@pytest.mark.parametrize("text", ["", "  ", "\n", "-"])
def test_an_empty_name_is_refused_clearly(text: str) -> None:
    for ask in (areas.municipality, areas.region, areas.group, areas.from_source, areas.outside):
        with pytest.raises(AnalysisError, match="is empty"):
            ask(text)


def test_a_number_instead_of_text_is_refused_clearly() -> None:
    with pytest.raises(AnalysisError, match='write "561" in quotation marks'):
        areas.municipality(561)  # type: ignore[arg-type]


def test_a_long_text_is_cut_in_the_error() -> None:
    with pytest.raises(AnalysisError) as error:
        areas.municipality("x" * 5000)
    assert len(str(error.value)) < 200


# ── jobcentres by name ──


@pytest.mark.parametrize(
    "text", ["561", "Esbjerg", "Jobcenter Esbjerg", "jobcentret esbjerg", "Esbjerg Kommune", "563"]
)
def test_a_jobcenter_is_found_by_its_host_and_by_those_it_serves(text: str) -> None:
    assert areas.jobcenter(text, "2019-12") == Area("jobcenter", "561", "Esbjerg")


def test_served_tells_which_municipality_was_named_and_whether_another_serves_it() -> None:
    laesoe = areas.served("Læsø", "2019-12")
    assert (laesoe.municipality.name, laesoe.jobcenter.name, laesoe.elsewhere) == (
        "Læsø",
        "Frederikshavn",
        True,
    )
    assert not areas.served("Frederikshavn", "2019-12").elsewhere


def test_a_jobcenter_is_not_taken_for_a_municipality() -> None:
    for ask in (areas.municipality, areas.from_source):
        with pytest.raises(AnalysisError, match="names a jobcenter, which may count several municipalities"):
            ask("Jobcenter Esbjerg")


# ── regions, groups, sources ──


@pytest.mark.parametrize("text", ["Region Syddanmark", "syddanmark", "083", "1083", "083-region-syddanmark"])
def test_a_region_is_found_by_name_and_by_both_codes(text: str) -> None:
    assert areas.region(text) == Area("region", "083", "Region Syddanmark")


@pytest.mark.parametrize("text", ["Region Fyn", "086", "1 083", "083 Region Sjælland", "Region"])
def test_an_unknown_region_is_refused_with_the_five(text: str) -> None:
    with pytest.raises(AnalysisError, match="081 Region Nordjylland, 082 Region Midtjylland, 083"):
        areas.region(text)


def test_a_group_is_found_by_its_name_and_its_code() -> None:
    towns = Area("group", "provinsbykommuner", "Provinsbykommuner")
    assert areas.group("Provinsbykommuner") == areas.group("provinsbykommuner") == towns
    with pytest.raises(AnalysisError, match="There are: Hovedstadskommuner, Landkommuner, Oplandskommuner"):
        areas.group("Byer")


def test_a_source_names_the_country_a_region_or_a_municipality() -> None:
    assert areas.from_source("Hele landet") == areas.from_source("000") == areas.COUNTRY
    assert areas.from_source("Region Sjælland").code == areas.from_source("085").code == "085"
    assert areas.from_source("561") == areas.from_source("Esbjerg") == ESBJERG


@pytest.mark.parametrize("label", ["Sjælland", "Hovedstaden", "RAR Fyn", "Uoplyst", "Christiansø", "Esbjerg I alt"])
def test_a_label_that_could_mean_another_area_is_refused(label: str) -> None:
    with pytest.raises(AnalysisError):
        areas.from_source(label)


@pytest.mark.parametrize("label", ["Christiansø", "411", "0411", "Uoplyst", "997"])
def test_rows_for_people_outside_the_98_can_be_told_apart(label: str) -> None:
    assert areas.outside(label)
    assert not areas.outside("400")


def test_the_regions_and_the_kinds_of_area() -> None:
    assert codes(areas.regions()) == ["081", "082", "083", "084", "085"]
    assert codes(areas.groups()) == sorted(codes(areas.groups()))
    with pytest.raises(ValueError, match="not a kind of area"):
        Area("county", "055", "Ribe Amt")


def test_a_slug_holds_code_and_name_and_a_group_is_its_own() -> None:
    assert areas.jobcenter("Ærø", "2019-12").slug == "492-aeroe"
    assert areas.group("Landkommuner").slug == "landkommuner"


# ── who belongs where ──


def test_the_members_of_each_kind_of_area() -> None:
    esbjerg = areas.jobcenter("561", "2019-12")
    assert codes(areas.members(esbjerg, "2019-12")) == ["561", "563"]
    assert areas.members(ESBJERG, "2019-12") == [ESBJERG]
    assert len(areas.members(areas.region("083"), "2019-12")) == 22
    assert codes(areas.members(areas.group("Storbykommuner"), "2019-12")) == ["461", "851", "751"]
    assert areas.members(areas.COUNTRY, "2019-12") == areas.municipalities()


def test_members_follow_the_month() -> None:
    svendborg = areas.jobcenter("Svendborg", "2012-12")
    assert codes(areas.members(svendborg, "2012-12")) == ["482", "479", "492"]  # Langeland, Svendborg, Ærø
    assert codes(areas.members(svendborg, "2013-01")) == ["479"]


def test_a_jobcenter_that_did_not_exist_in_the_month_is_refused() -> None:
    ishoej = areas.jobcenter("Ishøj", "2022-01")
    for ask in (areas.members, areas.comparators):
        with pytest.raises(AnalysisError, match=r"no jobcenter of its own in 2021-12.\nJobcenter Vallensbæk \(187\)"):
            ask(ishoej, "2021-12")


def test_a_jobcenters_group_and_region_are_its_hosts() -> None:
    frederikshavn = areas.jobcenter("Læsø", "2019-12")
    assert areas.region_of(frederikshavn).name == "Region Nordjylland"
    assert areas.group_of(areas.jobcenter("Fanø", "2019-12")).name == "Provinsbykommuner"  # Fanø's own: Landkommuner
    assert areas.group_of(areas.municipality("Fanø")).name == "Landkommuner"


def test_the_country_lies_in_no_region_and_a_region_has_no_jobcenter() -> None:
    with pytest.raises(ValueError, match="lies in no single region or group"):
        areas.region_of(areas.COUNTRY)
    with pytest.raises(ValueError, match="is not a municipality"):
        areas.jobcenter_of(areas.region("083"), "2019-12")


def test_comparators_are_of_the_same_kind_and_never_the_area_itself() -> None:
    for area in (areas.jobcenter("561", "2019-12"), ESBJERG):
        found = areas.comparators(area, "2019-12")
        everyone = [one for several in found.values() for one in several]
        assert {one.kind for one in everyone} == {area.kind}
        assert area not in everyone
        assert all(areas.group_of(one).name == "Provinsbykommuner" for one in found["group"])
        assert all(areas.region_of(one).code == "083" for one in found["region"])


def test_the_number_of_comparators_follows_from_the_lists() -> None:
    of_jobcenter = areas.comparators(areas.jobcenter("561", "2019-12"), "2019-12")
    # 94 jobcentres; 16 towns, all hosts; 22 in the region, of which Fanø has no jobcenter
    assert {name: len(found) for name, found in of_jobcenter.items()} == {
        "group": 16 - 1,
        "region": 22 - 1 - 1,
        "country": 94 - 1,
    }
    of_municipality = areas.comparators(ESBJERG, "2019-12")
    assert [len(found) for found in of_municipality.values()] == [16 - 1, 22 - 1, 98 - 1]


def test_comparators_stand_in_danish_order() -> None:
    names = [one.name for one in areas.comparators(ESBJERG, "2019-12")["region"]]
    assert names[:2] + names[-2:] == ["Assens", "Billund", "Ærø", "Aabenraa"]
    assert names.index("Faaborg-Midtfyn") == names.index("Haderslev") - 1


def test_a_region_is_only_held_up_against_the_other_regions() -> None:
    found = areas.comparators(areas.region("083"), "2019-12")
    assert [one.name.split()[1] for one in found["country"]] == [
        "Hovedstaden",
        "Midtjylland",
        "Nordjylland",
        "Sjælland",
    ]
    assert found["group"] == found["region"] == []
    assert areas.comparators(areas.COUNTRY, "2019-12") == {"group": [], "region": [], "country": []}


def test_a_list_that_is_handed_out_can_be_changed_without_harm() -> None:
    areas.municipalities().clear()
    areas.jobcentres("2019-12").clear()
    areas.regions().clear()
    assert (len(areas.municipalities()), len(areas.jobcentres("2019-12")), len(areas.regions())) == (
        98,
        94,
        5,
    )
