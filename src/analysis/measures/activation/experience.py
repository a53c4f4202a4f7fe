"""What people say of the offers they have ended, in every jobcenter: shares of good answers, and how many answered."""

from functools import cache

import duckdb
import numpy as np
import pandas as pd

from analysis import areas, danish, periods, rules
from analysis.data.tables import Panel
from analysis.disclosure.shares import FEW, hide_shares
from analysis.measures.activation.told import told
from analysis.measures.offers import LAG
from analysis.measures.ranking import field_of
from analysis.measures.reading.results import known_by_its_result
from analysis.measures.unavailable import unavailable
from analysis.models.comparison.intervals import wilson
from analysis.registers.tables.beside import NOT_ACTIVATION

MONTHS = 36  # in which the offers ended: few are asked
WITHIN = 91  # days after an offer in which an answer is about it
TOP = 4  # the two best answers, 4 and 5
FEWEST = 10  # answers, below which nothing is told
QUESTIONS = {"tilfreds_med_tilbud": "Tilfreds med tilbuddet", "taettere_paa_job": "Kommet tættere på job"}


@known_by_its_result
def experience(panel: Panel) -> pd.DataFrame:
    """Share of good answers (4 and 5 of 5) to each question of the survey, here and in comparable jobcentres.

    An answer belongs to the offer that the person had ended last, at most 91 days before, and to the jobcenter of the
    municipality where the person received a benefit when the offer began. The response rate is answers for each ended
    offer, since nothing tells who was asked. Intervals are Wilson's with the correction for a finite population.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    DataFrame
        One row per question for the jobcenter (``role`` ``own``) and for the others of its field together (``group``).
        Columns: ``question`` (Danish), ``role``, ``label``, ``n`` (answers), ``ended`` (offers), ``rate`` (0 to 1),
        ``good`` (answers of 4 or 5), ``share``, ``low``, ``high`` (0 to 1), ``mean`` (1 to 5), ``hidden``. ``attrs``
        has ``first``, ``last`` and ``protected``. Empty with a reason where there is no survey.
    """
    counted = _counted(panel)
    if isinstance(counted, str):
        return unavailable(counted)
    field = field_of(panel.jobcenter, panel.period)
    own = counted["jobcenter"] == panel.jobcenter.code
    others = counted["jobcenter"].isin([area.code for area in field.areas]) & ~own
    parts = [
        counted[kept]
        .groupby("question", sort=False)[["n", "good", "sum", "ended"]]
        .sum()
        .assign(role=role, label=label)
        for kept, role, label in (
            (own, "own", f"Jobcenter {panel.jobcenter.name}"),
            (others, "group", f"Andre {field.label}"),
        )
    ]
    both = pd.concat(parts).reset_index()
    order = {name: at for at, name in enumerate(dict.fromkeys(both["question"]))}
    both = both.sort_values("question", key=lambda of: of.map(order), kind="stable", ignore_index=True)
    table = _shares(both, panel)
    table.attrs.update({"first": _months(panel)[0], "last": _months(panel)[1], "protected": panel.protected})
    return table


@known_by_its_result
def experience_field(panel: Panel) -> pd.DataFrame:
    """The first question alone, for each jobcenter that the report's own is compared with, itself included.

    Returns
    -------
    DataFrame
        One row per jobcenter in Danish order. Columns: those of ``experience``, ``area`` and ``label``. Empty with a
        reason where there is no survey.
    """
    counted = _counted(panel)
    if isinstance(counted, str):
        return unavailable(counted)
    first = counted[counted["question"] == counted["question"].iloc[0]].set_index("jobcenter")
    field = field_of(panel.jobcenter, panel.period).areas
    table = first.reindex([area.code for area in field]).rename_axis("area").reset_index()
    table = table.assign(
        label=[area.name for area in field],
        question=table["question"].dropna().iloc[0],
        role=np.where(table["area"] == panel.jobcenter.code, "own", "group"),
    )
    return _shares(table.fillna({"n": 0, "good": 0, "sum": 0, "ended": 0}), panel)


def _shares(table: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Shares, means and response rates with what may not be shown missing."""
    n, ended = table["n"].astype(float), table["ended"].astype(float)
    finite = ((ended - 1) / (ended - n)).where(ended > n, np.inf).clip(lower=1, upper=1e9)
    bounds = wilson(table["good"] * finite, n * finite)
    table = table.assign(
        share=table["good"] / n.where(n > 0),
        low=bounds["low"],
        high=bounds["high"],
        mean=table["sum"] / n.where(n > 0),
        rate=(n / ended.where(ended > 0)).clip(upper=1),
    )
    if not panel.protected:
        return table.assign(hidden="")
    found = hide_shares(
        table,
        n="n",
        events="good",
        shares=["share", "low", "high", "mean"],
        smallest_count=rules.value("smallest_count", panel.period),
        smallest_base=rules.value("smallest_base_for_percentage", panel.period),
    )
    few = table["n"] < FEWEST
    found.loc[few, ["n", "rate", "ended"]] = np.nan
    found.loc[few, "hidden"] = FEW
    return found.drop(columns="sum")


def _months(panel: Panel) -> tuple[str, str]:
    last = periods.shift(panel.period, -LAG)
    return periods.shift(last, 1 - MONTHS), last


def _counted(panel: Panel) -> pd.DataFrame | str:
    """Per jobcenter and question: answers, good ones, their sum, and ended offers."""
    why = told(panel, "activations", "answers")
    if isinstance(why, str):
        return why
    files = (str(panel.snapshot.path_of(name)) for name in ("spells", "activations", "answers"))
    rows = _asked(panel.snapshot.digest, *files, *_months(panel))
    host = {one.code: areas.jobcenter_of(one, panel.period).code for one in areas.municipalities()}
    rows = rows[rows["area"].isin(list(host))]
    rows = rows.assign(jobcenter=rows["area"].map(host))
    if not rows["question"].ne("").any():
        first, last = _months(panel)
        return (
            f"Ingen i datasættet »{panel.snapshot.name}« har svaret på spørgsmål om tilbud, der sluttede "
            f"{danish.month(first)} til {danish.month(last)}."
        )
    ended = rows[rows["question"] == ""].groupby("jobcenter")["n"].sum()
    answers = rows[rows["question"] != ""].groupby(["jobcenter", "question"])[["n", "good", "sum"]].sum().reset_index()
    known = {name: at for at, name in enumerate(QUESTIONS)}
    answers = answers.sort_values("question", key=lambda of: of.map(known).fillna(len(known)), kind="stable")
    answers["ended"] = answers["jobcenter"].map(ended).fillna(0)
    return answers.assign(question=answers["question"].map(lambda name: QUESTIONS.get(name, name))).reset_index(
        drop=True
    )


@cache
def _asked(digest: str, spells: str, activations: str, answers: str, first: str, last: str) -> pd.DataFrame:
    """By municipality: ended offers (``question`` empty), and answers by question; of a snapshot with that digest."""
    skipped = ", ".join(f"'{name}'" for name in NOT_ACTIVATION)
    query = f"""
        WITH o AS (
            SELECT person, start, "end" FROM {_file(activations)}
            WHERE "end" >= DATE '{first}-01' AND "end" < DATE '{last}-01' + INTERVAL 1 MONTH
                AND instrument NOT IN ({skipped})
        ), p AS (
            SELECT o.person, o.start, o."end", arg_max(s.area, s.first_week) AS area
            FROM o JOIN {_file(spells)} s ON s.person = o.person
                AND s.first_week <= date_trunc('week', o.start) AND s.last_week >= date_trunc('week', o.start)
            GROUP BY o.person, o.start, o."end"
        ), a AS (
            SELECT b.person, b.question, b.answer, arg_max(p.area, p."end") AS area
            FROM {_file(answers)} b JOIN p ON p.person = b.person AND p."end" <= b.date
                AND b.date <= p."end" + INTERVAL {WITHIN} DAY
            GROUP BY b.person, b.question, b.answer, b.date
        )
        SELECT area, '' AS question, count(*) AS n, 0 AS good, 0 AS sum FROM p GROUP BY area
        UNION ALL
        SELECT area, question, count(*), count(*) FILTER (answer >= {TOP}), sum(answer) FROM a GROUP BY area, question
        ORDER BY area, question
    """  # noqa: S608 - the files are the snapshot's own
    with duckdb.connect() as connection:
        found: pd.DataFrame = connection.sql(query).df().astype({"n": float, "good": float, "sum": float})
    return found


def _file(path: str) -> str:
    return "read_parquet('{}')".format(path.replace("'", "''"))
