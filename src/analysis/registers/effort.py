"""The measures of effort, outcome, sickness and financing, counted in one go."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.registers.activity import activity
from analysis.registers.early import early
from analysis.registers.feeders import feeders
from analysis.registers.figures import Figures
from analysis.registers.financing import financing
from analysis.registers.outcomes import afterwards, outcomes
from analysis.registers.setting import Setting
from analysis.registers.sickness import sickness
from analysis.registers.timely import passive, timely

MONTHLY: tuple[Callable[[Setting], Figures], ...] = (activity, timely, financing)
QUARTERLY: tuple[Callable[[Setting], Figures], ...] = (early, passive, outcomes, afterwards, feeders)


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
    return found | {key: replace(figure, periods=of.quarters.labels) for key, figure in quarterly.items()}
