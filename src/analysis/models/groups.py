"""What the models share: tables cut into groups, and covariates as columns of numbers."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError, did_you_mean


def need(table: pd.DataFrame, columns: Collection[str | None], *, model: str) -> None:
    """Make sure that a table has rows, and the columns that are named, without empty cells.

    Raises
    ------
    AnalysisError
        With everything that is wrong, in counts of rows only.
    """
    named = [column for column in columns if column is not None]
    wrong = [
        f"  - no column '{name}'. {did_you_mean(name, map(str, table.columns))}"
        for name in named
        if name not in table.columns
    ]
    for name in dict.fromkeys(named):
        if name in table.columns and (empty := int(table[name].isna().sum())):
            wrong.append(f"  - '{name}' is empty in {empty} row(s)")
    if not len(table):
        wrong.append("  - no row: nothing is left of what was chosen")
    if wrong:
        raise AnalysisError("\n".join([f"{model}: {len(wrong)} problem(s) in a table of {len(table)} rows", *wrong]))


def named(by: str | Sequence[str] | None) -> list[str]:
    """The columns that are grouped by, as a list; empty where there are none."""
    return [] if by is None else [by] if isinstance(by, str) else list(by)


def by_group(
    table: pd.DataFrame, by: str | Sequence[str] | None, one: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """The rows of ``one`` for each group, with the group's columns first; of the whole table where ``by`` is None."""
    if by is None:
        return one(table).reset_index(drop=True)
    names = named(by)
    parts = []
    for key, rows in table.groupby(names, sort=True, observed=True):
        found = one(rows)
        for at, name in enumerate(names):
            found.insert(at, name, [key[at]] * len(found))
        parts.append(found)
    return pd.concat(parts, ignore_index=True)


def ordered_times(table: pd.DataFrame, *, time: str, entry: str | None, model: str) -> tuple[np.ndarray, np.ndarray]:
    """Entries and times as numbers; entries are 0 where no column is named.

    Raises
    ------
    AnalysisError
        If a time does not lie after its entry.
    """
    stop = table[time].to_numpy(dtype=float)
    start = np.zeros(len(stop)) if entry is None else table[entry].to_numpy(dtype=float)
    if wrong := int(np.count_nonzero(stop <= start)):
        before = "0" if entry is None else f"'{entry}'"
        raise AnalysisError(
            f"{model}: '{time}' does not lie after {before} in {wrong} of {len(stop)} rows. "
            "A person is observed for some time or is not in the table."
        )
    return start, stop


def dummies(table: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    """Covariates as columns of numbers: figures and truth values as they are, texts as one column per level but the
    first.

    Columns that say nothing (the same in every row) are left out.

    >>> dummies(pd.DataFrame({"sex": ["maend", "kvinder"], "age": [30, 41]}), ["sex", "age"]).columns.tolist()
    ['sex=maend', 'age']
    """
    columns: dict[str, np.ndarray] = {}
    for name in covariates:
        given = table[name]
        if pd.api.types.is_numeric_dtype(given):
            columns[name] = given.to_numpy(dtype=float)
            continue
        codes, levels = pd.factorize(given.astype(str), sort=True)
        columns |= {f"{name}={level}": (codes == at).astype(float) for at, level in enumerate(levels) if at}
    told = {name: values for name, values in columns.items() if len(values) and np.ptp(values) > 0}
    return pd.DataFrame(told, index=table.index)
