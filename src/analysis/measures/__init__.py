"""The figures of a report, as tidy tables: level, development, comparison, rank."""

from analysis.measures.agreed import agreed, agreed_path
from analysis.measures.compare import compare, series
from analysis.measures.control import funnel
from analysis.measures.expected import expected
from analysis.measures.indicators import indicators
from analysis.measures.key_figures import key_figures, label, levels, positions
from analysis.measures.ranking import ranking, standing
from analysis.measures.standardised import standardised

__all__ = [
    "agreed",
    "agreed_path",
    "compare",
    "expected",
    "funnel",
    "indicators",
    "key_figures",
    "label",
    "levels",
    "positions",
    "ranking",
    "series",
    "standardised",
    "standing",
]
