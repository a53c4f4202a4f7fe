"""The measures of effort, outcome, sickness and financing, counted in one go."""

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from analysis import catalogue, danish
from analysis.registers.counted import unemployed
from analysis.registers.counted.activity import activity
from analysis.registers.counted.cooperation import cooperation, recruitment
from analysis.registers.counted.costs import NO_RATES
from analysis.registers.counted.early import early
from analysis.registers.counted.feeders import feeders
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.financing import financing
from analysis.registers.counted.ground import Ground
from analysis.registers.counted.outcomes import afterwards, outcomes
from analysis.registers.counted.self_help import job_log_use, self_supporting
from analysis.registers.counted.setting import Setting
from analysis.registers.counted.sickness import sickness
from analysis.registers.counted.timely import passive, timely

MONTHLY: tuple[Callable[[Setting], Figures], ...] = (activity, timely, financing)
QUARTERLY: tuple[Callable[[Setting], Figures], ...] = (early, passive, outcomes, afterwards, feeders)


# By table, the measures that are not there without it (a table of jobs is needed by those of outcomes and exits too).
NEEDS = {
    "activations": ("fuldtidsaktiverede", "virksomhedsrettet", "jobsoegningskursus", "saerlig_forloeb", "passivandel",
                    "tidlig_aktivering", "rettidighed_tilbud", "selvforsoergelsesgrad", "veu_job", "samarbejdsgrad"),
    "interviews": ("tidlig_samtale", "afgang_foer_samtalefrist", "intensitet_samtaler", "rettidighed_samtale"),
    "jobs": ("status_", "effekt_job_udd", "veu_job", "syg_afgang_til"),
    "companies": ("samarbejdsgrad",),
    "orders": ("rekruttering_match",),
    "job_logs": ("joblog_daekningsgrad",),
    "refugees": ("selvforsoergende_flygtninge",),
}  # fmt: skip
TOLD = {  # what each of them tells of, as a reader names it
    "activations": "tilbud",
    "interviews": "samtaler",
    "jobs": "lønnede timer",
    "companies": "virksomheder",
    "orders": "rekrutteringsordrer",
    "job_logs": "brug af joblog",
    "refugees": "flygtninge",
}


def figures(of: Ground) -> Figures:
    """The measures of effort, outcome, sickness and financing of a ground; see ``effort``."""
    tables = of.tables
    setting = Setting.of(
        of.register,
        of.calendar,
        of.reported,
        activations=tables.get("activations"),
        interviews=tables.get("interviews"),
        jobs=tables.get("jobs"),
    )
    employed = of.labour_force() - sum(unemployed.gross(of).values()) if of.bases.labour_force_known else None
    found = effort(setting, employed=employed)
    if "companies" in tables and "activations" in tables:
        found |= _quarterly(setting, cooperation(setting, tables["companies"], tables["activations"]))
    if "orders" in tables:
        found |= recruitment(setting, tables["orders"])
    if "job_logs" in tables:
        found |= job_log_use(setting, tables["job_logs"])
    if "refugees" in tables:
        found |= self_supporting(setting, tables["refugees"])
    return found


def absent(tables: Collection[str]) -> dict[str, str]:
    """In Danish, why a snapshot with some tables has no figures of a measure; by measure.

    >>> absent(["activations", "interviews", "jobs", "orders"])["joblog_daekningsgrad"]
    'Der er ingen oplysninger om brug af joblog i datasættet.'
    """
    reasons = {}
    for measure in catalogue.measures():
        lacking = [table for table, names in NEEDS.items() if measure.startswith(names) and table not in tables]
        if lacking:
            named = danish.listed([TOLD[table] for table in lacking])
            reasons[measure] = f"Der er ingen oplysninger om {named} i datasættet."
    if "kommunal_udgift" in catalogue.measures():
        reasons["kommunal_udgift"] = NO_RATES
    return reasons


def _quarterly(of: Setting, found: Figures) -> Figures:
    if not len(of.quarters):
        return {}
    return {key: replace(figure, periods=of.quarters.labels) for key, figure in found.items()}


def effort(of: Setting, *, employed: np.ndarray | None = None) -> Figures:
    """The measures that a setting can give, by measure and benefit; those that need a table it has not are not there.

    Parameters
    ----------
    of : Setting
    employed : ndarray, optional
        Those in work by month and area (``Reported.codes``); without it no inflow of sick per 1,000.

    Returns
    -------
    dict of Figure
        Periods by areas, in the order of ``Reported.codes``. Unrounded; missing where a period is not told to the end
        of what the definition asks for, where nobody is in the base, and where a jobcenter is not shared.
    """
    found = {key: figure for count in MONTHLY for key, figure in count(of).items()}
    quarterly = {key: figure for count in QUARTERLY for key, figure in count(of).items()}
    for key, figure in sickness(of, employed).items():
        (found if key[0].startswith("syg_tilgang") else quarterly)[key] = figure
    return found | _quarterly(of, quarterly)
