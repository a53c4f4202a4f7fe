"""What the drivers of the inflow show of small groups: nothing, nor anything that tells of them."""

from dataclasses import replace

import pytest

import largest_jobcenter
from analysis import areas, measures
from analysis.measures.sickness import driving
from written import observations, panel

LEAST = 4  # the smallest count that may be shown
FIGURES = ["count", "rate", "ratio", "low", "high"]


@pytest.mark.parametrize("code", [one.code for one in areas.jobcentres("2019-12")[::8]])
def test_no_small_group_of_any_trait_is_shown_and_none_follows_from_the_others(code: str):
    page = largest_jobcenter.page()
    rows = observations(f"measure | area | period | value\nledige_fuldtid | {code} | 2019-12 | 2000")
    own = replace(panel(rows, of=code, period="2019-12"), snapshot=page.snapshot)
    shown = measures.sickness.drivers(replace(own, protected=True))
    every = measures.sickness.drivers(replace(own, protected=False))
    assert len(shown) == len(every) > 0
    for trait, part in shown.groupby("trait", sort=False):
        true = every[every["trait"] == trait]["count"]
        hidden = part["hidden"].to_numpy()
        assert not true[~hidden].between(1, LEAST - 1).any()
        assert hidden.sum() != 1  # all traits have the same total, which would tell of one
        assert part.loc[hidden & ~part["against"], FIGURES].isna().all().all()
        assert part.loc[part["ratio"].notna(), "count"].fillna(driving.FEWEST_EVENTS).ge(driving.FEWEST_EVENTS).all()
