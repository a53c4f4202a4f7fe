"""Monthly tables from a register of spells, at the scale of the country.

``register`` makes whole numbers of the tables of spells and persons once; every table is counted from that.
``observations`` gives the measures of the catalogue.
"""

from analysis.registers.counted.measured import observations
from analysis.registers.numbers.codes import Register
from analysis.registers.numbers.coding import register
from analysis.registers.paths.at_risk import risk_sets
from analysis.registers.paths.lasting import durations
from analysis.registers.tables.flows import inflow, residual, stock_flow
from analysis.registers.tables.leaving import exits
from analysis.registers.tables.matrices import transitions
from analysis.registers.tables.seniority import long_term
from analysis.registers.tables.stocks import affected, full_time_persons

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
