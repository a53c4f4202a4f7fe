"""A declaration of FOLK1A, its description, and whole answers to it, for the tests of StatBank."""

from typing import Any

from analysis import areas
from analysis.catalogue import Measure
from analysis.sources.statbank import declared as statbank_declared
from analysis.sources.statbank import question as statbank_question
from analysis.sources.statbank.declared import Source
from analysis.sources.statbank.question import Question

MEASURES = {"befolkning": Measure("befolkning", "B", "b", "b", "count", "personer", "neutral", ("alle",), "FOLK1A")}
SEXES = {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"}
AGES = {"IALT": "I alt", "0": "0 år", "1": "1 år", "2": "2 år"}
CODES = ["000", *(one.code for one in areas.municipalities())]


def declared(**changes: Any) -> dict[str, Any]:
    """What a file declares of FOLK1A; changes are of the table, and None takes a key away."""
    table: dict[str, Any] = {
        "title": "Befolkningen",
        "latest": 4,
        "exact": True,
        "benefit": "alle",
        "measures": {"INDHOLD": {"measure": "befolkning", "unit": "personer"}},
        "also_fills": ["population"],
        "variables": {
            "OMRÅDE": {"becomes": "area"},
            "KØN": {"becomes": "sex"},
            "ALDER": {"becomes": "age"},
            "Tid": {"becomes": "period"},
        },
    }
    table |= changes
    return {
        "statbank": {
            "title": "A test",
            "base": "https://localhost",
            "most_cells": 1000000,
            "most_absent": 0.05,
            "tables": {"FOLK1A": {key: value for key, value in table.items() if value is not None}},
        }
    }


def source(**changes: Any) -> Source:
    """The declaration of FOLK1A, read."""
    return statbank_declared.statbank(declared(**changes), measures=MEASURES)


def description(**changes: Any) -> dict[str, Any]:
    """What ``/tableinfo`` says: the country, 98 municipalities, Christiansø and a region, ages 0 to 2, two quarters."""
    names = {one.code: one.name for one in areas.municipalities()}
    places = {"000": "Hele landet", "084": "Region Hovedstaden", **names, "411": "Christiansø"}
    quarters = {one: one for one in ("2014K2", "2014K1")}
    listed = {"OMRÅDE": places, "KØN": SEXES, "ALDER": AGES, "Tid": quarters} | changes
    return {
        "id": "FOLK1A",
        "text": "Befolkningen",
        "suppressedDataValue": "0",
        "active": True,
        "variables": [
            {
                "id": name,
                "text": name.lower(),
                "elimination": name != "Tid",
                "time": name == "Tid",
                "values": [{"id": code, "text": text} for code, text in values.items()],
            }
            for name, values in listed.items()
        ],
    }


def question(described: dict[str, Any] | None = None, **changes: Any) -> Question:
    """What is asked of FOLK1A; changes are of its declaration."""
    read = statbank_question.description(described or description(), "FOLK1A")
    one = source(**changes)
    return statbank_question.question(one.tables["FOLK1A"], read, one)


def rows(*, quarters: tuple[str, ...] = ("2014K1", "2014K2")) -> list[list[str]]:
    """Everybody in every cell: of each age 1 man and 2 women in a municipality; 98 times as many in the country."""
    each = {"TOT": 3, "1": 1, "2": 2}
    return [
        [area, sex, age, quarter, str(each[sex] * (3 if age == "IALT" else 1) * (98 if area == "000" else 1))]
        for area in CODES
        for sex in SEXES
        for age in AGES
        for quarter in quarters
    ]


def answer(written: list[list[str]], head: str = "OMRÅDE;KØN;ALDER;TID;INDHOLD") -> str:
    """Rows as StatBank writes them."""
    return "\ufeff" + "\r\n".join([head, *(";".join(row) for row in written)]) + "\r\n"
