"""Which columns the narrow tables of a delivery have, and what stands in them."""

from dataclasses import dataclass

from analysis.data import cooperation_models, register_models


@dataclass(frozen=True)
class Column:
    """A column of a canonical table: what kind of value it holds, and what stands for one that is absent.

    ``default`` is what a blank cell, or a column that did not come, becomes; None where it may not be blank.
    ``may_be_blank``: a blank cell stays blank. ``choices``: the values there are.
    """

    kind: str
    default: object = None
    may_be_blank: bool = False
    choices: tuple[str, ...] = ()

    @property
    def may_lack(self) -> bool:
        """Whether a file may come without the column."""
        return self.may_be_blank or self.default is not None


PERSON = Column("person")

TABLES: dict[str, dict[str, Column]] = {
    "spells": {
        "person": PERSON,
        "benefit": Column("benefit"),
        "area": Column("area", default=""),
        "first_week": Column("monday"),
        "last_week": Column("monday"),
        "visitation": Column("slug", default=""),
        "share": Column("number", default=1.0),
    },
    "persons": {
        "person": PERSON,
        "birth_year": Column("whole"),
        "sex": Column("choice", choices=register_models.SEXES),
        "origin": Column("choice", choices=register_models.ORIGINS),
        "education": Column("choice", default="ukendt", choices=register_models.EDUCATIONS),
        "fund": Column("text", default=""),
    },
    "activations": {
        "person": PERSON,
        "instrument": Column("instrument"),
        "start": Column("date"),
        "end": Column("date", may_be_blank=True),
        "hours": Column("number", may_be_blank=True),
        "sector": Column("choice", default="", choices=register_models.SECTORS),
        "firm": Column("text", default=""),
    },
    "interviews": {
        "person": PERSON,
        "date": Column("date"),
        "held": Column("flag"),
        "due": Column("date", may_be_blank=True),
    },
    "jobs": {"person": PERSON, "month": Column("month"), "hours": Column("number")},
    "answers": {
        "person": PERSON,
        "date": Column("date"),
        "question": Column("text"),
        "answer": Column("whole"),
    },
    "companies": {
        "firm": Column("text"),
        "month": Column("month"),
        "area": Column("area", default=""),
        "employees": Column("number"),
    },
    "orders": {
        "order_id": Column("text"),
        "area": Column("area", default=""),
        "closed": Column("date", may_be_blank=True),
        "outcome": Column("choice", default="", choices=cooperation_models.OUTCOMES),
    },
    "job_logs": {
        "person": PERSON,
        "month": Column("month"),
        "area": Column("area", default=""),
        "benefit": Column("benefit"),
        "exempt": Column("flag"),
        "used": Column("flag"),
    },
    "refugees": {
        "person": PERSON,
        "area": Column("area", default=""),
        "first_month": Column("month"),
        "last_month": Column("month", default=""),
    },
}
