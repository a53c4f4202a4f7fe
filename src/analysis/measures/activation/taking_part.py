"""Who took part in offers while on a benefit, in every jobcenter: persons, and the kinds of offers."""

from collections.abc import Collection
from functools import cache

import duckdb
import pandas as pd

from analysis import benefits, catalogue
from analysis.data.tables import Panel
from analysis.registers.numbers.weeks import Calendar, monday
from analysis.registers.tables.beside import COMPANY, COURSES, NOT_ACTIVATION, SPECIAL
from analysis.registers.tables.seniority import UNEMPLOYED

NEEDED = ("spells", "activations")
ALL, NOT = "alle", "ikke_"  # any offer; before a kind: an offer of another


def took_part(panel: Panel, first: str, last: str, condition: str) -> pd.DataFrame:
    """Per person and municipality with some spells in some months, which kinds of offers the person took part in.

    Taking part is a week in an offer while on such a spell. Interviews and employment in a fleksjob are no offers.

    Parameters
    ----------
    panel : Panel
        Whose snapshot has a register with offers.
    first, last : str
        Months, both counted.
    condition : str
        Which spells, as SQL; see ``unemployed``.

    Returns
    -------
    DataFrame
        Columns: ``person``, ``area``, ``alle`` (any offer), for each kind whether in one such
        (``virksomhedsrettet``, …), and in one of another kind (``ikke_virksomhedsrettet``, …).
    """
    files = (str(panel.snapshot.path_of(name)) for name in NEEDED)
    return _asked(panel.snapshot.digest, *files, first, last, condition)


def behind(panel: Panel, benefit: str, first: str, last: str) -> pd.DataFrame | None:
    """Who took part in an offer on a benefit in some months, as ``took_part``; None where there is no register."""
    if not set(NEEDED) <= set(panel.snapshot.tables()):
        return None
    of = "TRUE" if benefit == catalogue.TOTAL else f"benefit = '{benefits.benefit(benefit).id}'"
    rows = took_part(panel, first, last, of)
    return rows[rows[ALL]]


def unemployed() -> str:
    """The condition that a spell is one of unemployment."""
    parts = []
    for benefit, visitations in UNEMPLOYED.items():
        of = f" AND visitation IN {_listed(visitations)}" if visitations else ""
        parts.append(f"(benefit = '{benefit}'{of})")
    return " OR ".join(parts)


@cache
def _asked(digest: str, spells: str, activations: str, first: str, last: str, condition: str) -> pd.DataFrame:
    """``took_part`` of two files of a snapshot with that digest."""
    calendar = Calendar(first, last)
    opens, closes = (f"DATE '{monday(int(week))}'" for week in (calendar.opens[0], calendar.closes[-1]))
    oriented = [name for name, one in benefits.instruments().items() if one.company_oriented]
    kinds = {COMPANY: oriented, COURSES: [COURSES], SPECIAL: [SPECIAL]}
    flags = ", ".join(
        f"coalesce(bool_or(a.instrument {other} {_listed(names)}), false) AS {prefix}{kind}"
        for kind, names in kinds.items()
        for other, prefix in (("IN", ""), ("NOT IN", NOT))
    )
    query = f"""
        WITH s AS (
            SELECT person, area, greatest(first_week, {opens}) AS since, least(last_week, {closes}) AS until
            FROM {_read(spells)} WHERE ({condition}) AND first_week <= {closes} AND last_week >= {opens}
        ), a AS (
            SELECT person, instrument, date_trunc('week', start) AS since,
                date_trunc('week', coalesce("end", {closes})) AS until
            FROM {_read(activations)} WHERE instrument NOT IN {_listed(NOT_ACTIVATION)}
        )
        SELECT s.person, s.area, coalesce(bool_or(a.person IS NOT NULL), false) AS {ALL}, {flags}
        FROM s LEFT JOIN a ON a.person = s.person AND a.since <= s.until AND a.until >= s.since
        GROUP BY s.person, s.area
    """  # noqa: S608 - the files are the snapshot's own
    with duckdb.connect() as connection:
        found: pd.DataFrame = connection.sql(query).df()
    return found


def _read(path: str) -> str:
    return "read_parquet('{}')".format(path.replace("'", "''"))


def _listed(names: Collection[str]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"
