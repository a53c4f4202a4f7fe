"""Activation of one jobcenter: how much and of what kind, how early, what became of it, and what people say."""

from analysis.measures.activation.begun import balance, begun, overlap
from analysis.measures.activation.best_tenth import best_tenth, best_tenth_reached
from analysis.measures.activation.experience import experience
from analysis.measures.activation.first_steps import first_steps
from analysis.measures.activation.mix import mix
from analysis.measures.activation.reach import reach, reach_field
from analysis.measures.activation.together import related, together
from analysis.measures.activation.year import year

__all__ = [
    "balance",
    "begun",
    "best_tenth",
    "best_tenth_reached",
    "experience",
    "first_steps",
    "mix",
    "overlap",
    "reach",
    "reach_field",
    "related",
    "together",
    "year",
]
