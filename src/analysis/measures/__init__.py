"""The figures of a report, as tidy tables: level, development, comparison, rank."""

from analysis.measures import activation, sickness
from analysis.measures.agreed import agreed, agreed_path
from analysis.measures.ahead import backtest, forecast, scenarios
from analysis.measures.available import available
from analysis.measures.best import best_ten
from analysis.measures.brief.depth import depth, subject_series
from analysis.measures.brief.economy import saved
from analysis.measures.brief.highlights import highlights
from analysis.measures.brief.worked import what_works
from analysis.measures.compare import compare, series
from analysis.measures.control import funnel
from analysis.measures.courses.lasting import survival
from analysis.measures.courses.leading import exits
from analysis.measures.courses.returning import recurrence
from analysis.measures.expected import expected
from analysis.measures.goal_blocks import GoalBlock, block_subjects, followed, goal_blocks
from analysis.measures.indicators import indicators
from analysis.measures.key_figures import key_figures, label, levels, positions, tile_map
from analysis.measures.offers import diagnostics, effects
from analysis.measures.official import official
from analysis.measures.over_time import reform, seasons, trend
from analysis.measures.quadrants import level_and_change
from analysis.measures.ranking import ranking, standing
from analysis.measures.standardised import standardised

__all__ = [
    "GoalBlock",
    "activation",
    "agreed",
    "agreed_path",
    "available",
    "backtest",
    "best_ten",
    "block_subjects",
    "compare",
    "depth",
    "diagnostics",
    "effects",
    "exits",
    "expected",
    "followed",
    "forecast",
    "funnel",
    "goal_blocks",
    "highlights",
    "indicators",
    "key_figures",
    "label",
    "level_and_change",
    "levels",
    "official",
    "positions",
    "ranking",
    "recurrence",
    "reform",
    "saved",
    "scenarios",
    "seasons",
    "series",
    "sickness",
    "standardised",
    "standing",
    "subject_series",
    "survival",
    "tile_map",
    "trend",
    "what_works",
]


def __dir__() -> list[str]:
    return __all__
