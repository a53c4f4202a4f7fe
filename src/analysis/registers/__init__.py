"""Monthly tables from a register of spells, at the scale of the country.

``register`` makes whole numbers of the tables of spells and persons once; every table is counted from that.
``observations`` gives the measures of the catalogue.
"""

from analysis.registers.at_risk import risk_sets
from analysis.registers.codes import Register
from analysis.registers.coding import register
from analysis.registers.flows import inflow, residual, stock_flow
from analysis.registers.lasting import durations
from analysis.registers.leaving import exits
from analysis.registers.matrices import transitions
from analysis.registers.measured import observations
from analysis.registers.seniority import long_term
from analysis.registers.stocks import affected, full_time_persons

__all__ = [
    "Register",
    "affected",
    "durations",
    "exits",
    "full_time_persons",
    "inflow",
    "long_term",
    "observations",
    "register",
    "residual",
    "risk_sets",
    "stock_flow",
    "transitions",
]
