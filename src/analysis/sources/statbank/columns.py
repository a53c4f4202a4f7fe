"""Which column of an export is which: the names that StatBank and common extracts give them."""

from itertools import chain

import pandas as pd

from analysis.errors import AnalysisError
from analysis.sources.cells import Remarks, listed
from analysis.sources.statbank import places
from analysis.sources.statbank.csv_answers import FIGURE, place
from analysis.sources.statbank.json_stat import CONTENT

NAMES = {  # the first that is there is read; another of the same axis must agree with it
    "area": (
        "OMRÅDE_KODE",
        "KOMMUNEKODE",
        "KOMMUNE_KODE",
        "KOMNR",
        "KODE",
        "OMRÅDE",
        "OMRAADE",
        "BOPKOM",
        "KOMMUNE",
        "NAVN",
    ),
    "sex": ("KØN", "KOEN", "SEX"),
    "age": ("ALDER", "AGE"),
    "period": ("TID", "PERIODE", "KVARTAL", "TIME", "STAT_YEAR"),
}
FIGURES = (FIGURE, "PERSONER", "ANTAL", "POPULATION", "FOLKETAL")
BY_SEX = {"MEN": "maend", "MÆND": "maend", "WOMEN": "kvinder", "KVINDER": "kvinder"}  # columns beside the total


def named(rows: pd.DataFrame, file: str, remarks: Remarks) -> pd.DataFrame:
    """The rows with a column for each axis and ``INDHOLD``, all categorical, by the rows of the file.

    Of a column that is none of them, the rows of its total are kept; one that has no total is passed over where it
    only describes the area.

    Parameters
    ----------
    rows : DataFrame
        Texts, as categories.
    file : str
        How messages name it.
    remarks : Remarks
        Told of what is left out, and of columns that contradict each other.

    Raises
    ------
    AnalysisError
        If there is no area or figure among the columns, or one that cannot be understood.
    """
    found = {axis: [name for name in names if name in rows] for axis, names in NAMES.items()}
    figure = next((name for name in FIGURES if name in rows), None)
    lacking = [what for what, there in (("area", found["area"]), ("figures", figure)) if not there]
    if lacking or figure is None:
        raise AnalysisError(
            f"{file}: there is no column of {' nor of '.join(lacking)}, so it is not kept. What it has: "
            f"{listed(rows.columns)}. Areas are called {', '.join(NAMES['area'])}; figures {', '.join(FIGURES)}."
        )
    made = pd.DataFrame({axis: rows[names[0]] for axis, names in found.items() if names})
    made[FIGURE] = rows[figure]
    for axis, names in found.items():
        for name in names[1:]:
            _check_agreement(rows[names[0]], rows[name], axis, remarks)
    by_sex = {name: sex for name, sex in BY_SEX.items() if name in rows and "sex" not in made}
    others = [str(name) for name in rows if name not in (*chain(*found.values()), figure, *by_sex, CONTENT)]
    kept = _of_totals(rows, others, [axis for axis in NAMES if axis in made], file, remarks)
    if not by_sex:
        return pd.DataFrame({axis: one[kept].cat.remove_unused_categories() for axis, one in made.items()})
    parts = [made.assign(sex="I alt"), *(made.assign(sex=name, **{FIGURE: rows[name]}) for name in by_sex)]
    whole: pd.DataFrame = pd.concat([part[kept] for part in parts]).astype(str).astype("category")
    whole.index.name = rows.index.name
    return whole


def called(rows: pd.DataFrame, axis: str) -> str:
    """The column of a file that an axis is read from."""
    return next((name for name in NAMES[axis] if name in rows), axis)


def _check_agreement(first: "pd.Series[str]", second: "pd.Series[str]", axis: str, remarks: Remarks) -> None:
    pairs = pd.DataFrame({"first": first.astype(str), "second": second.astype(str)})
    counted = pairs.value_counts().reset_index(name="rows")
    apart = [
        places.read(axis, one) != places.read(axis, other) for one, other in counted[["first", "second"]].to_numpy()
    ]
    wrong = int(counted.loc[apart, "rows"].sum())
    if wrong:
        unlike = pairs.merge(counted[apart], on=["first", "second"], how="left")["rows"].notna()
        where = place(first.index, int(unlike.to_numpy().argmax()))
        remarks.problems.append(
            f"'{first.name}' and '{second.name}' name different things in {wrong} row(s), first in {where}"
        )


def _of_totals(rows: pd.DataFrame, others: list[str], key: list[str], file: str, remarks: Remarks) -> "pd.Series[bool]":
    """Which rows are totals of every variable that is not read."""
    kept = pd.Series(True, index=rows.index)
    strange = []
    for name in others:
        totals = [text for text in rows[name].cat.categories if places.is_total(str(text))]
        if totals:
            kept &= rows[name].isin(totals)
        else:
            strange.append(name)
    if left := int((~kept).sum()):
        remarks.notices.append(f"{left} row(s) that are not totals of {listed(others)} are left out")
    named_by = [name for axis in key for name in NAMES[axis] if name in rows]
    described = rows.loc[kept, [*named_by, *strange]].drop_duplicates()
    if strange and described.duplicated(named_by).any():
        raise AnalysisError(
            f"{file}: {listed(strange)} cannot be understood and has no total, so it is not kept. Known are "
            f"{', '.join(sorted({name for names in NAMES.values() for name in names} | set(FIGURES)))}."
        )
    if strange:
        remarks.notices.append(f"columns that only describe the area are passed over: {listed(strange)}")
    return kept
