from pathlib import Path

import pytest

from analysis import catalogue, measure_lists, project, rules, strict_yaml
from analysis.errors import AnalysisError

SHARED = """\
populations:
  befolkningen_16_66: {label: befolkningen 16-66 år, ages: 16-66}
benefit_groups:
  alle: i alt
"""
COUNT = """\
    label: Modtagere
    noun: modtagere
    explanation: Modtagere af en ydelse.
    kind: count
    unit: fuldtidspersoner
    direction: lower
    population: Alle modtagere
    formula: Uger delt med månedens uger
    source: En kilde
    first_month: 2007-01
    breaks: own
    smallest_count: smallest_count
    computed_from: [register]
    benefits: [alle, su]
"""
RATE = (
    COUNT.replace("kind: count", "kind: rate")
    .replace("unit: fuldtidspersoner", "unit: pct.")
    .replace("label:", "axis: pct.\n    numerator: modtagere\n    denominator: befolkningen_16_66\n    label:")
)


def read(folder: Path, *, count: str = COUNT, rate: str = RATE, more: str = "") -> measure_lists.Lists:
    (folder / "shared.yml").write_text(SHARED, encoding="utf-8")
    head = "subject: Prøve\norder: 1\nmeasures:\n"
    text = f"{head}  modtagere:\n{count}  andel:\n{rate}{more}"
    (folder / "proeve.yml").write_text(text, encoding="utf-8")
    return measure_lists.read(folder)


def test_a_list_is_read_with_its_subject_and_the_agreed_values_it_rests_on(tmp_path):
    found = read(tmp_path, count=COUNT.replace("Uger delt", "Over {reserve_weeks} uger, delt")).measures
    assert list(found) == ["modtagere", "andel"]
    assert found["modtagere"].subject == "Prøve"
    assert found["modtagere"].rules == ("reserve_weeks",)
    assert catalogue.defined(found["modtagere"].formula) == "Over 13 uger, delt med månedens uger"
    assert (found["andel"].scale, found["andel"].is_rate, found["modtagere"].is_rate) == (100, True, False)


def test_the_breaks_of_the_benefit_or_those_that_are_named_apply(tmp_path):
    own = read(tmp_path).measures["modtagere"]
    assert catalogue.breaks(own, "kontanthjaelp") == rules.reforms("kontanthjaelp")
    named = read(tmp_path, count=COUNT.replace("breaks: own", "breaks: [fleksjob, jobafklaring]")).measures["modtagere"]
    found = catalogue.breaks(named, "kontanthjaelp")
    assert {*found} == {*rules.reforms("fleksjob"), *rules.reforms("jobafklaring")}
    assert [one.month for one in found] == sorted(one.month for one in found)


def test_each_means_every_benefit_that_is_paid(tmp_path):
    found = read(tmp_path, count=COUNT.replace("[alle, su]", "[alle, each]")).measures["modtagere"]
    assert found.benefits == ("alle", *measure_lists.paid())
    assert "efterloen" in found.benefits
    assert not {"su", "doed", "selvforsoergende"} & {*found.benefits}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("    label:", "    lable: x\n    label:"), "'lable' is not known here. Did you mean 'label'?"),
        (("    population: Alle modtagere\n", ""), "'population' is absent."),
        (("    noun: modtagere\n", ""), "'noun' is absent."),
        (("noun: modtagere", "noun: ''"), "'noun' must be a text."),
        (("benefits: [alle, su]", "benefits: [alle, suu]"), "'benefits' has 'suu'. Did you mean 'su'?"),
        (("benefits: [alle, su]", "benefits: alle"), "'benefits' must be a list."),
        (("kind: count", "kind: cuont"), "'kind' has 'cuont'. Did you mean 'count'?"),
        (("unit: fuldtidspersoner", "unit: pct."), "'unit' has 'pct.'."),
        (("direction: lower", "direction: up"), "'direction' has 'up'."),
        (("first_month: 2007-01", "first_month: 2007-13"), "'first_month' is '2007-13', not a month such as 2007-01."),
        (("breaks: own", "breaks: [su]"), "'breaks' has 'su', which reference/breaks.csv has not."),
        (("breaks: own", "breaks: its"), "'breaks' must be 'own' or a list."),
        (("smallest_count: smallest_count", "smallest_count: smallest"), "'rules' has 'smallest'."),
        (("Alle modtagere", "Alle over {age}"), "'rules' has 'age'."),
        (("[register]", "[registers]"), "'computed_from' has 'registers'. Did you mean 'register'?"),
        (("    label:", "    rate: modtagere\n    label:"), "'rate' has 'modtagere'."),
        (("    label:", "    numerator: andel\n    label:"), "a count or an amount has no numerator"),
    ],
)  # fmt: skip
def test_a_count_that_is_not_as_described_is_refused(tmp_path, change, problem):
    with pytest.raises(AnalysisError) as refused:
        read(tmp_path, count=COUNT.replace(*change), rate=RATE.replace("numerator: modtagere", "counts: modtagere"))
    assert "modtagere: " in str(refused.value)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("numerator: modtagere", "numerator: modtager"), "the numerator 'modtager' is no count or amount. Did"),
        (("numerator: modtagere", "numerator: andel"), "the numerator 'andel' is no count or amount."),
        (("    numerator: modtagere\n", ""), "a quotient has a 'numerator' that is a measure, or else 'counts'"),
        (("denominator: befolkningen_16_66", "denominator: alle"), "the denominator 'alle' is no count and no"),
        (("    denominator: befolkningen_16_66\n", ""), "'denominator' is absent."),
    ],
)  # fmt: skip
def test_a_quotient_needs_a_numerator_and_a_denominator_that_there_are(tmp_path, change, problem):
    with pytest.raises(AnalysisError) as refused:
        read(tmp_path, rate=RATE.replace(*change))
    assert problem in str(refused.value)


def test_every_problem_of_every_file_is_named_at_once(tmp_path):
    (tmp_path / "anden.yml").write_text("order: 2\nmeasure: {}\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as refused:
        read(tmp_path, count=COUNT.replace("direction: lower", "direction: up").replace("[register]", "[her]"))
    text = str(refused.value)
    assert text.startswith("reference/measures: 3 problem(s)")
    assert "anden.yml: 'measure' is not known here." in text
    assert "modtagere: 'direction'" in text
    assert "modtagere: 'computed_from'" in text


def test_a_measure_stands_in_one_file_only(tmp_path):
    (tmp_path / "anden.yml").write_text(f"subject: A\norder: 2\nmeasures:\n  modtagere:\n{COUNT}", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"anden\.yml, modtagere: stands in another file too"):
        read(tmp_path)


def test_every_measure_of_the_catalogue_says_everything():
    texts = ("label", "noun", "explanation", "population", "formula")
    for measure in catalogue.measures().values():
        assert all(getattr(measure, name).strip() for name in texts), measure.id
        assert measure.computed_from, measure.id
        assert "{" not in catalogue.defined(measure.explanation + measure.population + measure.formula), measure.id


def test_the_page_of_definitions_is_current():
    from analysis.site import measure_page

    written = (project.root() / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == measure_page.text(), "make docs"
    for measure in catalogue.measures().values():
        assert f"`{measure.id}`" in written


def test_no_key_stands_twice_in_a_list():
    for path in sorted(project.reference("measures").glob("*.yml")):
        found = strict_yaml.read(path.read_text(encoding="utf-8"), label=path.name)
        assert found.notes.problems == [], path.name
