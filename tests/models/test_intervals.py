"""Intervals for shares, against published limits."""

import numpy as np
import pandas as pd
import pytest

from analysis.models.intervals import wilson


def test_wilson_limits_are_those_of_the_paper_s_formula():
    # 1 of 16: centre (1 + z²/2) / (16 + z²), half width z/(16 + z²) · sqrt(1·15/16 + z²/4), z = 1,959964
    bounds = wilson(pd.Series([1.0]), pd.Series([16.0]))
    assert bounds["low"][0] == pytest.approx(0.011111, abs=1e-5)
    assert bounds["high"][0] == pytest.approx(0.283297, abs=1e-5)


def test_wilson_limits_are_the_published_ones(shared):
    """Limits of PHEindicatormethods for proportions, at 95 and 99,8 per cent."""
    rows = pd.read_csv(shared / "oracles" / "phe" / "testdata_Proportion__testdata_Prop.csv")
    rows = rows[rows["multiplier"] == 1]
    for level, limits in ((0.95, "95_0cl"), (0.998, "99_8cl")):
        bounds = wilson(rows["Numerator"], rows["Denominator"], level=level)
        np.testing.assert_allclose(bounds["low"], rows[f"lower{limits}"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(bounds["high"], rows[f"upper{limits}"], rtol=0, atol=1e-9)
    assert len(rows) > 0


def test_an_empty_base_has_no_interval():
    bounds = wilson(pd.Series([0.0, np.nan, 2.0]), pd.Series([0.0, 10.0, np.nan]))
    assert bounds.isna().all(axis=None)
