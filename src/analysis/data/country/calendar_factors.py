"""What changes with the calendar: factors on weekly hazards by week, for seasons, the cycle and the reforms."""

import numpy as np

from analysis.data.country.weeks import END, MONTH, WHEN, week_of

NEVER = 0.0


def _knots(**points: float) -> np.ndarray:
    """A line through values at points in time, written as y2008_5=... for the middle of 2008."""
    when = [float(name[1:].replace("_", ".")) for name in points]
    line: np.ndarray = np.interp(WHEN, when, list(points.values()))
    return line


def _season(*months: float) -> np.ndarray:
    factor: np.ndarray = np.array(months)[MONTH - 1] / np.mean(months)
    return factor


def _step(week: int, before: float, after: float) -> np.ndarray:
    return np.where(np.arange(END + 1) < week, before, after)


REFORM_2013 = week_of(2013)
REFORM_2014 = week_of(2014) - 1  # the week of 1 January 2014
SICKNESS_2014 = week_of(2014, 7)
REFUND_2016 = week_of(2016)

CALENDAR: dict[str, np.ndarray] = {
    "cycle_in": _knots(
        y2005=1.00,
        y2006=0.80,
        y2007=0.60,
        y2008_4=0.53,
        y2008_8=0.75,
        y2009_2=1.22,
        y2009_9=1.22,
        y2010_5=1.15,
        y2011_5=1.12,
        y2012_5=1.15,
        y2013_5=1.08,
        y2014_5=1.00,
        y2015_5=0.97,
        y2016_5=0.96,
        y2017_5=0.96,
        y2018_5=0.92,
        y2020=0.93,
    ),
    "cycle_out": _knots(
        y2005=1.00,
        y2006_5=1.20,
        y2008_2=1.30,
        y2009=0.92,
        y2009_8=0.83,
        y2011=0.87,
        y2013=0.92,
        y2014_5=0.98,
        y2016=1.02,
        y2018=1.06,
        y2020=1.05,
    ),
    "season_in": _season(1.25, 0.95, 0.90, 0.90, 0.85, 1.05, 1.35, 0.95, 0.90, 0.95, 0.95, 1.10),
    "season_out": _season(0.95, 1.00, 1.10, 1.10, 1.05, 0.95, 0.75, 1.25, 1.20, 1.00, 0.95, 0.75),
    "season_sick": _season(1.25, 1.25, 1.15, 0.98, 0.92, 0.88, 0.75, 0.90, 1.00, 1.05, 1.05, 0.85),
    "season_study": _season(0.9, 0.4, 0.3, 0.2, 0.2, 0.3, 0.5, 4.0, 3.0, 0.8, 0.4, 0.2),
    "sick_level": _knots(y2005=1.08, y2008=1.10, y2011=0.98, y2014=0.94, y2017=0.95, y2020=1.00),
    "sick_limit": _step(SICKNESS_2014, 1.0, 0.25),
    "reassessed": _step(SICKNESS_2014, NEVER, 1.0),
    "cash_in": _knots(
        y2005=0.95,
        y2008=0.80,
        y2009=0.98,
        y2010=1.04,
        y2013=1.08,
        y2014_2=1.08,
        y2016=1.08,
        y2017=1.00,
        y2018=0.85,
        y2020=0.80,
    ),
    "cash_out": _knots(y2005=1.0, y2008=1.05, y2010=0.92, y2013=0.90, y2016=1.00, y2018=1.20, y2020=1.25),
    "study_2014": _step(REFORM_2014, 1.0, 1.5),
    "disability": np.where(
        np.arange(END + 1) < REFORM_2013,
        _knots(y2005=1.05, y2009=1.0, y2012=0.85, y2013=0.85),
        _knots(y2013=0.30, y2015=0.35, y2017=0.50, y2020=0.65),
    ),
    "resource": np.where(np.arange(END + 1) < REFORM_2013, NEVER, _knots(y2013=0.7, y2014_5=1.0, y2020=1.1)),
    "flex": np.where(np.arange(END + 1) < REFORM_2013, 1.0, _knots(y2013=0.9, y2015=1.5, y2020=1.7)),
    "rehabilitation": _knots(y2005=2.6, y2008=1.9, y2011=1.1, y2014=0.75, y2020=0.45),
    "right_old": _step(REFORM_2013, 1.0, NEVER),
    "right_new": _step(REFORM_2013, NEVER, 1.0),
    "temporary": np.where((np.arange(END + 1) >= REFORM_2013) & (np.arange(END + 1) < week_of(2017, 1)), 1.0, NEVER),
    "after_temporary": np.where(
        (np.arange(END + 1) >= REFORM_2013) & (np.arange(END + 1) < week_of(2017, 1)), 0.1, 1.0
    ),
}
