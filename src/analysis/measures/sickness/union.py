"""Sygedagpenge with jobafklaring month by month, each person once: the series that the reform of 2014 does not move."""

import numpy as np
import pandas as pd

from analysis import periods
from analysis.data.records import Records
from analysis.disclosure.attack import differences
from analysis.measures.sickness.told import LAG, limits, of_people
from analysis.measures.unavailable import unavailable
from analysis.registers.counted.sickness import PARTS, SICKNESS, TOGETHER
from analysis.registers.numbers.weeks import Calendar

LABELS = {TOGETHER: "Sygedagpenge eller jobafklaringsforløb", SICKNESS: "Heraf sygedagpenge"}
ROLES = {TOGETHER: "own", SICKNESS: "group"}


@of_people
def together(people: Records, *, months: int) -> pd.DataFrame:
    """Persons on sygedagpenge or jobafklaring in the last week of each month, and those on sygedagpenge.

    A person counts once, whatever they receive; so the two series are not the sum of anything. Where the difference
    between the two is one, two or three persons, sygedagpenge alone is hidden.

    Parameters
    ----------
    people : Records or Untold
        From ``tables.people``.
    months : int
        As many as the register tells of them, up to the report's month. The latest three are provisional.

    Returns
    -------
    DataFrame
        One row per series and month, as ``charts.development`` takes it: ``area_type``, ``area`` (the jobcenter and
        the series), ``label``, ``role``, ``period``, ``value`` (persons), ``status``, ``estimated``, ``unit``,
        ``origin``. Empty with a reason where nobody received any of them.
    """
    register = people.register
    calendar = Calendar(periods.shift(people.period, 1 - months), people.period)
    told = calendar.closes >= register.first_week
    counts = {name: _present(people, PARTS[name], calendar.closes) for name in LABELS}
    rows = pd.DataFrame(counts, index=calendar.labels)[told]
    if not rows.to_numpy().any():
        return unavailable("Ingen i området har fået sygedagpenge eller været i jobafklaringsforløb i perioden.")
    smallest, _ = limits(people)
    small = (rows > 0) & (rows < smallest)
    small[SICKNESS] |= small[TOGETHER] | differences(rows, whole=TOGETHER, part=SICKNESS, smallest=smallest)
    late = rows.index > periods.shift(people.period, -LAG)
    parts = [
        pd.DataFrame(
            {
                "area_type": "jobcenter",
                "area": f"{people.jobcenter.code}/{name}",
                "label": label,
                "role": ROLES[name],
                "period": rows.index,
                "value": rows[name].where(~small[name]).astype(float).to_numpy(),
                "status": np.select([small[name], late], ["suppressed", "provisional"], "final"),
                "estimated": False,
                "unit": "personer",
                "origin": "register",
            }
        )
        for name, label in LABELS.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table.attrs["protected"] = people.protected
    return table


def _present(people: Records, parts: tuple[str, ...], weeks: np.ndarray) -> list[int]:
    """How many persons have a spell on one of some benefits, in the jobcenter, in each of some weeks."""
    register = people.register
    here = np.isin(register.area, [at for at, one in enumerate(register.areas) if one in people.areas])
    on = here & np.logical_or.reduce([register.on(name) for name in parts])
    person, first, last = register.person[on], register.first[on], register.last[on]
    return [len(np.unique(person[(first <= week) & (last >= week)])) for week in weeks]
