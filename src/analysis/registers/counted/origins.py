"""Receivers of non-western origin: how many, of how many, and against their share of the population."""

import numpy as np

from analysis.catalogue import TOTAL
from analysis.registers.counted.figures import Figure, Figures, quotient
from analysis.registers.counted.ground import Ground
from analysis.registers.counted.volumes import groups
from analysis.registers.numbers.codes import BANDS

NON_WESTERN = "ikke_vestlig"
AGES = (16, 66)


def figures(of: Ground) -> Figures:
    """``offentligt_forsoergede``, ``ikke_vestlig``, their shares, and ``overrepraesentation``."""
    listed = [name for name in groups() if name in of.benefits]
    rows = of.on(listed)
    if not listed:
        return {}
    everybody = of.present(rows, ages=BANDS)
    given: Figures = {("offentligt_forsoergede", TOTAL): Figure(everybody)}
    adults = of.residents(*AGES) if of.bases.population_known else None
    if adults is not None:
        given["offentligt_forsoergede_pct", TOTAL] = quotient(everybody, adults)
    if "origin" not in of.persons:
        return given
    ours = of.trait("origin", (NON_WESTERN,))
    foreign = of.present(rows[ours[of.register.person[rows]]], ages=BANDS)
    given["ikke_vestlig", TOTAL] = Figure(foreign)
    given["ikke_vestlig_andel", TOTAL] = quotient(foreign, everybody)
    if adults is None:
        return given
    residents = of.residents(*AGES, origin=NON_WESTERN)
    if np.isnan(residents).all():
        return given
    expected = np.where(adults > 0, everybody * residents / np.where(adults > 0, adults, 1), np.nan)
    given["ikke_vestlig_pct_befolkning", TOTAL] = quotient(foreign, residents)
    given["ikke_vestlig_forventet", TOTAL] = Figure(expected)
    given["overrepraesentation", TOTAL] = quotient(foreign, expected, scale=1)
    return given
