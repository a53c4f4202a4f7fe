"""How many of those who come to permanent support were on sickness benefit before."""

from analysis import benefits
from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figures
from analysis.registers.counted.setting import Setting
from analysis.registers.paths.courses import GAP
from analysis.registers.paths.unbroken import unbroken

BACK = (52, 156)  # weeks


def feeders(of: Setting) -> Figures:
    """``foedekaede_andel_*`` by quarter: of those who came to permanent support, those sick in the weeks before.

    Permanent support is ledighedsydelse, fleksjob and førtidspension taken as one, so a change among the three is no
    coming; nor is a return within four weeks. At least one week of sygedagpenge in the 52, or 156, weeks before the
    first week counts. Quarters are missing before which the register does not tell so many weeks.
    """
    permanent = [name for name in benefits.permanent() if of.has(name)]
    if not permanent or not of.has("sygedagpenge"):
        return {}
    came = unbroken(of.register, permanent, gap=GAP)
    sick = unbroken(of.register, ["sygedagpenge"])
    at = of.quarters.of(came.first)
    found: Figures = {}
    for weeks in BACK:
        fed = sick.between(came.person, came.first - weeks, came.first - 1) > 0
        told = of.told(of.quarters, before=weeks)
        found[f"foedekaede_andel_{weeks}", TOTAL] = of.share(of.quarters, at, came.start, fed, told=told)
    return found
