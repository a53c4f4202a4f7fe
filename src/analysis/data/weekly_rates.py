"""Weekly rates of benefits, which the user gives in a file: what a full-time person costs a week, by year."""

from pathlib import Path

import pandas as pd

from analysis import benefits
from analysis.errors import AnalysisError, did_you_mean

COLUMNS = ["benefit", "year", "kr_week"]
YEARS = (2007, 2100)


def read(path: Path) -> pd.DataFrame:
    """The rates of a CSV file.

    Columns ``benefit`` (an id of ``reference/benefits.csv``), ``year`` and ``kr_week`` (kroner a week), parted by
    semicolons with a decimal comma, as Danish spreadsheets write them, or by commas with a decimal point. More columns,
    such as a source, may follow.

    Returns
    -------
    DataFrame
        One row per benefit and year, sorted; ``benefit`` text, ``year`` whole, ``kr_week`` in kroner.

    Raises
    ------
    AnalysisError
        If there is no such file, or a row cannot be right: every problem at once, with its line.
    """
    if not path.is_file():
        raise AnalysisError(f"There is no file of weekly rates at {path}.\nIt holds {', '.join(COLUMNS)}.")
    text = path.read_text(encoding="utf-8-sig")
    danish = ";" in text.split("\n", 1)[0]
    rows = pd.read_csv(path, sep=";" if danish else ",", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    missing = [name for name in COLUMNS if name not in rows]
    if missing:
        raise AnalysisError(f"{path.name} lacks the column(s) {', '.join(missing)}. It holds {', '.join(COLUMNS)}.")
    year = pd.to_numeric(rows["year"], errors="coerce")
    plain = (
        rows["kr_week"].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
        if danish
        else rows["kr_week"]
    )
    kroner = pd.to_numeric(plain, errors="coerce")
    problems = _problems(rows, year, kroner)
    if problems:
        raise AnalysisError("\n".join([f"{path.name}: {len(problems)} problem(s)", *problems]))
    found = pd.DataFrame({"benefit": rows["benefit"], "year": year.astype(int), "kr_week": kroner})
    return found.sort_values(["benefit", "year"], ignore_index=True)


def _problems(rows: pd.DataFrame, year: pd.Series, kroner: pd.Series) -> list[str]:
    known = benefits.benefits()
    found = []
    for at in range(len(rows)):
        line, name = at + 2, rows["benefit"].iloc[at]
        if name not in known:
            found.append(f"  - line {line}: there is no benefit '{name}'. {did_you_mean(name, known)}")
        if not YEARS[0] <= year.iloc[at] <= YEARS[1] or year.iloc[at] != int(year.iloc[at]):
            found.append(f"  - line {line}: 'year' is not a year from {YEARS[0]} to {YEARS[1]}.")
        if not 0 < kroner.iloc[at] < 100_000:
            found.append(f"  - line {line}: 'kr_week' is not an amount of kroner a week.")
    twice = rows.duplicated(["benefit", "year"])
    found += [f"  - line {at + 2}: this benefit and year stand above too." for at in rows.index[twice]]
    return found
