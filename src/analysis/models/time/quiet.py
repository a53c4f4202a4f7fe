"""A fit and what it complained of: a warning of statsmodels becomes a reason, and never a line in a report."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from statsmodels.tools.sm_exceptions import ModelWarning

EXPECTED = (
    "Perfect separation or prediction",  # of counts, that is a good fit
    "Non-invertible starting",
    "Non-stationary starting",
    "Too few observations to estimate starting",
)


def fitted(fit: Callable[[], Any]) -> tuple[Any, str]:
    """What a fit gives, and why it cannot be used; empty where it can.

    A fit that did not converge, complained, or broke down in its numbers is of no use. Complaints that are
    ``EXPECTED`` are no reason: a search that starts badly goes on from elsewhere.
    """
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            result = fit()
        except np.linalg.LinAlgError as error:
            return None, f"the fit broke down: {error}"
    said = [str(one.message) for one in heard if issubclass(one.category, ModelWarning | RuntimeWarning)]
    said = [text for text in said if not text.startswith(EXPECTED)]
    converged = getattr(result, "mle_retvals", None)
    if isinstance(converged, dict) and not converged.get("converged", True):
        return result, "the search for the best fit did not converge"
    if hasattr(result, "converged") and not result.converged:
        return result, "the search for the best fit did not converge"
    return result, said[0] if said else ""
