"""What Jobindsats expected of each municipality beside what there was, in its figures and in the order of them."""

import pandas as pd

from analysis import areas, catalogue, models
from analysis.data.tables import Panel
from analysis.measures.arrays import Cells, cells
from analysis.measures.compare import absent

EXPECTED, ACTUAL, RANK = "forventet_antal", "faktisk_antal", "officiel_placering"
SHARES = {"expected_value": "forventet_andel", "value": "faktisk_andel"}
DECIMALS = 2  # that the shares are printed with


def official(panel: Panel) -> pd.DataFrame:
    """Expected and actual full-time persons on support in every municipality, with our rank beside the official one.

    Both are Jobindsats' own figures, printed in tens and with two decimals. Rank 1 has the least more, or the most
    less, than expected: the lowest difference of the printed shares. Equal ones share the lowest rank of theirs, where
    the official order goes by decimals that are not printed; an official rank is within ours where it lies from
    ``rank`` to ``rank_last``.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    DataFrame
        One row per period (twelve months, the oldest first), benefit (all together first) and municipality (in Danish
        order); empty with a reason where the snapshot has no such figures. Columns: ``measure`` (of the actual count),
        ``benefit``, ``period``, ``area_type``, ``area``, ``label``, ``role`` (``member`` of the jobcenter, or
        ``group``), ``expected``, ``count`` and ``difference`` (full-time persons), ``expected_value``, ``value`` and
        ``share_difference`` (per cent, and percentage points), ``difference_low`` and ``difference_high`` (95 % Poisson
        interval of the difference, full-time persons taken as persons and the expected number as known), ``rank``,
        ``rank_last``, ``of``, ``tied``, ``official`` (missing where the source prints none), ``status``.

    Raises
    ------
    Nothing: what cannot be told has a reason.

    References
    ----------
    Jobindsats, table Y30R21; as ``models.against_expected``.
    """
    parts = [part for benefit in catalogue.measure(ACTUAL).benefits for part in _of_benefit(panel, benefit)]
    if not parts:
        return absent(panel, EXPECTED)
    rows = pd.concat(parts, ignore_index=True).sort_values("period", kind="stable", ignore_index=True)
    by = ["period", "benefit"]
    held = models.against_expected(rows, by=by, decimals=DECIMALS)
    alike = held.groupby([*by, "rank"])["rank"].transform("size")
    told = held[["difference", "share_difference", "rank", "of", "tied"]].assign(rank_last=held["rank"] + alike - 1)
    bounds = {f"difference_{end}": held[end] * held["expected"] - held["expected"] for end in ("low", "high")}
    return rows.join(told.assign(**bounds))


def _of_benefit(panel: Panel, benefit: str) -> list[pd.DataFrame]:
    """A table for each period that has figures of a benefit, municipalities in Danish order."""
    found = {name: cells(panel, name, benefit) for name in (EXPECTED, ACTUAL, RANK, *SHARES.values())}
    if any(found[name] is None for name in (EXPECTED, ACTUAL)):
        return []
    places = sorted(areas.municipalities(), key=lambda one: areas.danish_key(one.name))
    ours = {member.code for member in panel.members}
    about = pd.DataFrame(
        {
            "measure": ACTUAL,
            "benefit": benefit,
            "area_type": "municipality",
            "area": [place.code for place in places],
            "label": [place.name for place in places],
            "role": ["member" if place.code in ours else "group" for place in places],
        }
    )
    names = {"expected": EXPECTED, "count": ACTUAL, **SHARES, "official": RANK}
    parts = []
    for period in sorted({period for one in found.values() if one for period in one.periods}):
        figures = {column: _printed(found[name], period, about["area"]) for column, name in names.items()}
        table = about.assign(period=period, **figures)
        there = table[["expected", "count"]].notna().all(axis=1)
        if there.any():
            table["official"] = table["official"].astype("Int64")
            parts.append(table.assign(status=there.map({True: "final", False: "missing"})))
    return parts


def _printed(of: Cells | None, period: str, codes: pd.Series) -> pd.Series:
    """What the source printed of each municipality in a period; missing where it did not."""
    if of is None or period not in of.periods:
        return pd.Series(float("nan"), index=codes.index)
    at = of.periods.index(period)
    looked = of.of(list(codes), [at])
    return codes.map({code: looked.printed[at, column] for code, column in looked.column.items()})
