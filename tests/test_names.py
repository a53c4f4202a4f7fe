"""Danish names are matched however they are written, and sorted as in a Danish list."""

import csv
import unicodedata
from pathlib import Path

import pytest

from analysis import areas
from analysis.names import danish_key, matching_key, slug


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Århus", "Aarhus"),
        ("Åbenrå", "Aabenraa"),
        ("Høje Tåstrup", "Høje-Taastrup"),
        ("Ringkøbing- Skjern", "Ringkøbing-Skjern"),
        ("Faaborg-\nMidtfyn", "Faaborg-Midtfyn"),
        ("  AEROE ", "Ærø"),
        (unicodedata.normalize("NFD", "Tårnby"), "Tårnby"),
        ("Ikast\u00a0Brande", "Ikast-Brande"),
    ],
)
def test_two_spellings_of_one_name_have_the_same_key(written: str, official: str) -> None:
    assert matching_key(written) == matching_key(official)


def test_danish_letters_keep_names_apart() -> None:
    assert matching_key("Fano") != matching_key("Fanø")


def test_a_slug_is_ascii() -> None:
    assert slug("Lyngby-Taarbæk") == "lyngby-taarbaek"
    assert all(one.slug.isascii() for one in areas.municipalities())


def test_the_letters_after_z_come_in_danish_order_and_aa_is_an_aa_ring() -> None:
    names = ["Aalborg", "Ølgod", "Zealand", "Ærø", "Vejen", "Vejle", "Aarup"]
    assert sorted(names, key=danish_key) == ["Vejen", "Vejle", "Zealand", "Ærø", "Ølgod", "Aalborg", "Aarup"]


def test_a_decomposed_letter_sorts_like_a_composed_one() -> None:
    assert danish_key(unicodedata.normalize("NFD", "Århus")) == danish_key("Århus")


def test_a_space_and_a_hyphen_sort_before_every_letter() -> None:
    assert sorted(["Høje-Taastrup", "Højer", "Høje Gladsaxe"], key=danish_key) == [
        "Høje Gladsaxe",
        "Høje-Taastrup",
        "Højer",
    ]


def test_the_98_names_sort_as_in_the_published_table_of_joblog_in_january_2018(shared: Path) -> None:
    with (shared / "domain" / "joblog_jan2018.csv").open(encoding="utf-8") as file:
        printed = [row["kommune"] for row in csv.DictReader(file)][1:]  # the first row is the whole country
    assert len(printed) == 98
    assert sorted(printed, key=danish_key) == printed
    assert [areas.from_source(name) for name in printed] == areas.municipalities()
