"""What must hold in a register beyond the contract of each table, as questions to DuckDB.

A question gives a number of rows, or the codes that are wrong. It never gives a person, and nothing of one.
"""

# ruff: noqa: S608 - the questions are put together of nothing but the constants of this module

from dataclasses import dataclass

from analysis.data.problem import ERROR, NOTE

FIRST_DAY = "DATE '1990-01-01'"  # DREAM begins in 1991; an earlier day is a mistake in a date

_MONTH = "strftime({0} + INTERVAL 3 DAY, '%Y-%m')"  # of a week, by its Thursday


@dataclass(frozen=True)
class Rule:
    """One question: the tables it needs, how bad an answer is, and the words around it.

    ``sql`` gives one number, and ``{n}`` of the text is that; or, where ``codes`` is true, rows of a code and a
    number. An answer of 0, or of no rows, is no problem. ``retrieved`` is the day of the retrieval.
    """

    table: str
    severity: str
    text: str
    sql: str
    needs: tuple[str, ...] = ()
    codes: bool = False


def _once(table: str, key: str) -> Rule:
    doubles = f"SELECT count(*) AS c FROM {table} GROUP BY {key} HAVING count(*) > 1"
    return Rule(table, ERROR, f"{{n}} row(s) share their key ({key})", f"SELECT coalesce(sum(c), 0) FROM ({doubles})")


def _described(table: str) -> Rule:
    return Rule(
        table,
        NOTE,
        "{n} person(s) have no row in persons",
        f"SELECT count(DISTINCT person) FROM {table} WHERE person NOT IN (SELECT person FROM persons)",
        needs=("persons",),
    )


def _days(table: str, day: str, *, after: str = "", severity: str = ERROR) -> list[Rule]:
    """A day before any register began, or after the retrieval."""
    only = f" AND {after}" if after else ""
    return [
        Rule(table, ERROR, f"{{n}} row(s) have a '{day}' before 1990",
             f"SELECT count(*) FROM {table} WHERE {day} < {FIRST_DAY}"),
        Rule(table, severity, f"{{n}} row(s) have a '{day}' after the day of the retrieval",
             f"SELECT count(*) FROM {table}, asked WHERE {day} > asked.retrieved{only}"),
    ]  # fmt: skip


def _overlap(table: str, group: str, first: str, last: str) -> str:
    """How many rows begin before an earlier one of their group has ended."""
    before = (
        f"max({last}) OVER (PARTITION BY {group} ORDER BY {first} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    )
    return f"SELECT count(*) FROM (SELECT {first} AS f, {before} AS l FROM {table}) WHERE f <= l"


def _unknown(table: str, column: str, known: str, *, but: str = "true") -> str:
    return (
        f"SELECT {column}, count(*) FROM {table} WHERE {but} AND {column} NOT IN (SELECT code FROM {known}) "
        "GROUP BY 1 ORDER BY 1"
    )


def _outside(table: str, column: str, known: str, first: str, last: str) -> str:
    """Rows of a code that was not in force when they began, or no longer when they ended, by code."""
    return (
        f"SELECT {column}, count(*) FROM {table} JOIN {known} ON code = {column} "
        f"WHERE {first} < valid_from OR (valid_to <> '' AND {last} > valid_to) GROUP BY 1 ORDER BY 1"
    )


RULES: list[Rule] = [
    _once("spells", "first_week, person, benefit"),
    Rule("spells", ERROR, "{n} spell(s) overlap an earlier one of the same person on the same benefit",
         _overlap("spells", "person, benefit", "first_week", "last_week")),
    Rule("spells", NOTE, "{n} spell(s) overlap one of the same person on any benefit",
         _overlap("spells", "person", "first_week", "last_week")),
    Rule("spells", ERROR, "{n} unknown municipality code(s): {codes}",
         _unknown("spells", "area", "municipalities", but="area <> ''"), codes=True),
    Rule("spells", NOTE, "{n} spell(s) have no municipality", "SELECT count(*) FROM spells WHERE area = ''"),
    Rule("spells", ERROR, "{n} benefit(s) that reference/benefits.csv has not: {codes}",
         _unknown("spells", "benefit", "benefits", but="benefit NOT SIMILAR TO 'dream_[0-9]{3}'"), codes=True),
    Rule("spells", NOTE, "{n} DREAM code(s) that reference/benefits.csv has not: {codes}",
         "SELECT benefit, count(*) FROM spells WHERE benefit SIMILAR TO 'dream_[0-9]{3}' GROUP BY 1 ORDER BY 1",
         codes=True),
    Rule("spells", NOTE, "{n} benefit(s) have spells outside the months in which they were paid: {codes}",
         _outside("spells", "benefit", "benefits", _MONTH.format("first_week"), _MONTH.format("last_week")),
         codes=True),
    *_days("spells", "first_week"),
    *_days("spells", "last_week"),
    _described("spells"),
    Rule("spells", ERROR, "{n} spell(s) begin before the year of birth",
         "SELECT count(*) FROM spells JOIN persons USING (person) WHERE year(first_week) < birth_year",
         needs=("persons",)),
    Rule("spells", NOTE, "{n} spell(s) begin before the year in which the person turns 15, or after 100",
         "SELECT count(*) FROM spells JOIN persons USING (person) WHERE year(first_week) >= birth_year "
         "AND year(first_week) - birth_year NOT BETWEEN 15 AND 100", needs=("persons",)),
    _once("persons", "person"),
    Rule("persons", ERROR, "{n} person(s) are born after the day of the retrieval",
         "SELECT count(*) FROM persons, asked WHERE birth_year > year(asked.retrieved)"),
    Rule("persons", NOTE, "{n} person(s) would be above 110 years on the day of the retrieval",
         "SELECT count(*) FROM persons, asked WHERE birth_year < year(asked.retrieved) - 110"),
    Rule("persons", NOTE, "{n} person(s) have no spell",
         "SELECT count(*) FROM persons WHERE person NOT IN (SELECT person FROM spells)", needs=("spells",)),
    _once("activations", "person, instrument, start"),
    Rule("activations", ERROR, "{n} instrument(s) that reference/instruments.csv has not: {codes}",
         _unknown("activations", "instrument", "instruments"), codes=True),
    Rule("activations", NOTE, "{n} instrument(s) are used outside the months in which they existed: {codes}",
         _outside("activations", "instrument", "instruments", "strftime(start, '%Y-%m')",
                  "strftime(start, '%Y-%m')"), codes=True),
    Rule("activations", NOTE, "{n} activation(s) overlap an earlier one of the same person and instrument",
         _overlap("activations", "person, instrument", "start", "coalesce(\"end\", DATE '9999-12-31')")),
    *_days("activations", "start", severity=NOTE),
    _described("activations"),
    _once("interviews", "person, date"),
    *_days("interviews", "date", after="held"),
    _described("interviews"),
    _once("jobs", "person, month"),
    Rule("jobs", ERROR, "{n} row(s) have a month before 1990 or after the retrieval",
         "SELECT count(*) FROM jobs, asked WHERE month < '1990-01' OR month > strftime(asked.retrieved, '%Y-%m')"),
    _described("jobs"),
    _once("answers", "person, date, question"),
    *_days("answers", "date"),
    _described("answers"),
    *(_once(table, key) for table, key in (
        ("companies", "firm, month"), ("orders", "order_id"), ("job_logs", "person, month"),
        ("refugees", "person, first_month"))),
    *(Rule(table, ERROR, "{n} unknown municipality code(s): {codes}",
           _unknown(table, "area", "municipalities", but="area <> ''"), codes=True)
      for table in ("companies", "orders", "job_logs", "refugees")),
    *_days("orders", "closed"),
    _described("job_logs"),
    _described("refugees"),
    Rule("refugees", ERROR, "{n} stay(s) end before they begin",
         "SELECT count(*) FROM refugees WHERE last_month <> '' AND last_month < first_month"),
]  # fmt: skip
