"""Who uses the job log, and which refugees support themselves."""

import numpy as np
import pandas as pd

from analysis.catalogue import TOTAL
from analysis.registers.counted.cooperation import share
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting
from analysis.registers.numbers.days import month_number
from analysis.registers.numbers.lookups import places
from analysis.registers.paths.receiving import receiving

OUT = ("doed", "udvandret")


def job_log_use(of: Setting, logs: pd.DataFrame) -> Figures:
    """``joblog_daekningsgrad`` by month and benefit: of those not exempt, who used the log in the month.

    Parameters
    ----------
    of : Setting
    logs : DataFrame
        Columns ``month``, ``area``, ``benefit``, ``exempt`` and ``used``, one row per person and month.
    """
    obliged = logs[~logs["exempt"].to_numpy(dtype=bool)]
    found: Figures = {}
    for benefit in sorted(obliged["benefit"].unique()):
        rows = obliged[obliged["benefit"] == benefit]
        month = rows["month"].map(month_number).to_numpy() - month_number(of.calendar.labels[0])
        at = np.where((month >= 0) & (month < len(of.months)), month, -1)
        found["joblog_daekningsgrad", benefit] = share(
            of, of.months, at, rows["area"], rows["used"].to_numpy(dtype=bool)
        )
    return found


def self_supporting(of: Setting, refugees: pd.DataFrame) -> Figures:
    """``selvforsoergende_flygtninge`` by month: those without any benefit in its last week, among all who stay there.

    SU is no benefit. Those who have died or left the country are left out, and persons who are not in the register.

    Parameters
    ----------
    of : Setting
    refugees : DataFrame
        Columns ``person``, ``area``, ``first_month`` and ``last_month`` (empty while it goes on).
    """
    person = places(of.register.ids, refugees).astype(np.int64)
    start = month_number(of.calendar.labels[0])
    first = refugees["first_month"].map(month_number).to_numpy() - start
    ends = refugees["last_month"].where(refugees["last_month"] != "", of.calendar.labels[-1])
    last = np.minimum(ends.map(month_number).to_numpy() - start, len(of.months) - 1)
    first = np.maximum(first, 0)
    length = np.where(person >= 0, np.maximum(last - first + 1, 0), 0)
    which = np.repeat(np.arange(len(person)), length)
    at = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    spell = receiving(of.register, person[which], of.months.closes[at].astype(np.int64))
    benefit = np.where(spell >= 0, of.register.benefit[spell].astype(np.int64), -1)
    gone = np.isin(benefit, [code for code, name in enumerate(of.register.benefits) if name in OUT])
    own = (benefit < 0) | (benefit >= of.register.counted)
    told = of.told(of.months)[at]
    area = refugees["area"].iloc[which]
    at = np.where(gone | ~told, -1, at)
    return {("selvforsoergende_flygtninge", TOTAL): share(of, of.months, at, area, own)}
