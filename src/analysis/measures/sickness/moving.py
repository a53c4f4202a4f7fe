"""From which benefit to which within a year: the matrix of a jobcenter's persons."""

import numpy as np
import pandas as pd

from analysis import benefits, periods, registers
from analysis.data.records import Records
from analysis.disclosure.sums import hidden_parts
from analysis.measures.sickness.told import limits, of_people, settled
from analysis.measures.unavailable import unavailable

MONTHS = 12
NO_SHARES = "På ingen ydelse i området er der personer nok til, at andelene kan vises."
ROWS = {
    "a_dagpenge": "A-dagpenge mv.",
    "kontanthjaelp": "Kontanthjælp mv.",
    "sygedagpenge": "Sygedagpenge",
    "jobafklaring": "Jobafklaringsforløb",
    "ressourceforloeb": "Ressourceforløb",
    "revalidering": "Revalidering",
    "fleksjob": "Fleksjob og ledighedsydelse",
    "foertidspension": "Førtidspension",
}
COLUMNS = {
    **ROWS,
    "off": "Job eller selvforsørgelse",
    "away": "Uddannelse, barsel, efterløn mv.",
    "gone": "Folkepension, død, udvandret",
}
_FAMILIES = {"ledighed": "a_dagpenge", "kontanthjaelp": "kontanthjaelp", "revalidering": "revalidering"}
_OWN = {
    "ledighedsydelse": "fleksjob",
    "selvforsoergende": "off",
    "folkepension": "gone",
    "doed": "gone",
    "udvandret": "gone",
}


@of_people
def moves(people: Records) -> pd.DataFrame:
    """Persons by what they received in a month's last week, and by what they received a year later.

    Counted where they lived in the first of the two weeks, each person once. Those who received nothing then are left
    out. Shares are of the row, and only of rows of at least ``smallest_base_for_percentage``; cells of one, two or
    three are hidden, and in the same row the fewest others that would tell of them.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.

    Returns
    -------
    DataFrame
        One row per ``from`` and ``to`` of rows that somebody is in. Columns: ``from``, ``to``, ``from_label``,
        ``to_label`` (Danish), ``first``, ``last`` (the two months), ``n`` (persons of the row), ``persons``, ``share``
        (0 to 1), ``hidden`` (bool), ``few`` (whether the row has too few for shares). Empty with a reason where there
        is nobody, or no row has shares that may be shown.
    """
    last = settled(people.period)
    first = periods.shift(last, -MONTHS)
    found = registers.transitions(people.register, first=first, last=last, months=[MONTHS])
    found = found[(found["month"].astype(str) == first) & found["area"].astype(str).isin(people.areas)]
    pairs = pd.DataFrame(
        {
            "from": found["benefit"].astype(str).map(group),
            "to": found["to"].astype(str).map(group),
            "persons": found["persons"],
        }
    )
    pairs = pairs[pairs["from"].isin(ROWS)]
    if pairs["persons"].sum() == 0:
        return unavailable("Ingen i området fik en ydelse i den måned, som strømmene regnes fra.")
    wide = pairs.pivot_table(index="from", columns="to", values="persons", aggfunc="sum", fill_value=0)
    wide = wide.reindex(index=[name for name in ROWS if name in wide.index], columns=list(COLUMNS), fill_value=0)
    smallest, base = limits(people)
    parts = []
    for name, row in wide.iterrows():
        total = float(row.sum())
        hidden = hidden_parts(row, smallest=smallest).to_numpy()
        few = total < base
        rows = pd.DataFrame({"from": name, "to": row.index, "persons": row.to_numpy(dtype=float), "hidden": hidden})
        rows["share"] = np.where(hidden | few, np.nan, rows["persons"] / total)
        rows["persons"] = rows["persons"].mask(hidden | few)
        parts.append(rows.assign(n=total if total >= smallest else np.nan, few=few))
    table = pd.concat(parts, ignore_index=True)
    if table["share"].isna().all():
        return unavailable(NO_SHARES)
    table = table.assign(from_label=table["from"].map(ROWS), to_label=table["to"].map(COLUMNS), first=first, last=last)
    table.attrs["protected"] = people.protected
    return table


def group(benefit: str) -> str:
    """The row or column of a benefit or a state.

    >>> group("uddannelseshjaelp"), group("ledighedsydelse"), group("su"), group("dream_412")
    ('kontanthjaelp', 'fleksjob', 'away', 'away')
    """
    if benefit in ROWS:
        return benefit
    if benefit in _OWN:
        return _OWN[benefit]
    known = benefits.benefits()
    return _FAMILIES.get(known[benefit].family, "away") if benefit in known else "away"
