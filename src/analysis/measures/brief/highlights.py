"""What a page for politicians puts first: what goes well and what is a challenge, chosen by rule."""

import pandas as pd

from analysis import catalogue, rules
from analysis.measures.axes import BETTER, SAME, WORSE

MOST = 3  # of each side
GOOD, CHALLENGE = "good", "challenge"
BOTH, LEVEL, DEVELOPMENT = "both", "level", "development"
_SIDES = {
    (BETTER, BETTER): (GOOD, BOTH),
    (BETTER, SAME): (GOOD, LEVEL),
    (SAME, BETTER): (GOOD, DEVELOPMENT),
    (WORSE, WORSE): (CHALLENGE, BOTH),
    (WORSE, SAME): (CHALLENGE, LEVEL),
    (SAME, WORSE): (CHALLENGE, DEVELOPMENT),
}
_ORDER = (BOTH, LEVEL, DEVELOPMENT)
_SAME_THING = {"virksomhedsrettet_andel_ledige": "virksomhedsrettet_andel_fuldtid"}  # two denominators of one effort


def highlights(rows: pd.DataFrame, *, most: int = MOST) -> pd.DataFrame:
    """Up to three indicators that go well, and up to three that are challenges; fewer where fewer qualify.

    An indicator goes well where level or development is better than in comparable areas by more than chance, and the
    other is no worse; a challenge is the reverse. Those that point both ways are neither, and so are those without an
    interval and those on fewer than ``smallest_base_for_percentage``. First come those on both axes, then by level,
    then by development alone, and of each the farthest from comparable areas (in standard errors), ties by how many
    they are about. One thing is told once: of several indicators of it, such as two benefits of one measure, the first
    is kept, and where a thing would stand on both sides, the side on which it lies farther out.

    Parameters
    ----------
    rows : DataFrame
        As ``indicators`` gives them.
    most : int
        Of each side.

    Returns
    -------
    DataFrame
        The chosen rows, what goes well first, with ``side`` (``good``, ``challenge``), ``by`` (``both``, ``level``,
        ``development``), ``score`` (standard errors, above 0) and ``thing``. Empty where none qualifies. ``attrs`` are
        those of ``rows``.

    Raises
    ------
    KeyError
        If a column is missing.

    References
    ----------
    As ``indicators``.
    """
    judged = rows[[_qualifies(row) for _, row in rows.iterrows()]]
    told = [_SIDES[row["level"], row["development"]] for _, row in judged.iterrows()]
    found = judged.assign(
        side=[side for side, _ in told],
        by=[by for _, by in told],
        thing=[_thing(subject) for subject in judged["subject"]],
    )
    by_level = found["by"] != DEVELOPMENT
    found["score"] = found["level_score"].where(by_level, found["development_score"]).abs()
    found["order"] = [_ORDER.index(by) for by in found["by"]]
    found = found.sort_values(["score", "n"], ascending=False, kind="stable")
    sides = found.drop_duplicates("thing").set_index("thing")["side"]
    found = found[found["side"] == found["thing"].map(sides)]
    found = found.sort_values("order", kind="stable").drop_duplicates("thing")
    chosen = [found[found["side"] == side].head(most) for side in (GOOD, CHALLENGE)]
    made = pd.concat(chosen, ignore_index=True).drop(columns="order")
    made.attrs.update(rows.attrs)
    return made


def _qualifies(row: pd.Series) -> bool:
    if (row["level"], row["development"]) not in _SIDES or row["small"]:
        return False
    least = rules.value("smallest_base_for_percentage", row["period"])
    return bool(row["n"] >= least and pd.notna(row["level_score"]) and pd.notna(row["development_score"]))


def _thing(subject: str) -> str:
    """What an indicator is about, whichever benefit or denominator it is told for."""
    measure = catalogue.measured(subject)[0].id
    return _SAME_THING.get(measure, measure)
