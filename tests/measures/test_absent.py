"""What a page says where a measure has no figures."""

from types import SimpleNamespace

import pytest

from analysis.measures.compare import absent, lacking
from analysis.registers.counted.costs import NO_RATES


@pytest.mark.parametrize(
    ("tables", "measure", "why"),
    [
        (["spells", "persons"], "joblog_daekningsgrad", "Der er ingen oplysninger om brug af joblog i datasættet."),
        (["spells", "persons"], "veu_job_3mdr", "Der er ingen oplysninger om tilbud og lønnede timer i datasættet."),
        (["spells", "persons", "job_logs"], "joblog_daekningsgrad", ""),
        (["spells", "persons"], "kommunal_udgift", NO_RATES),
        (["observations"], "joblog_daekningsgrad", ""),  # no register, and nothing that it would lack
    ],
)
def test_what_a_register_lacks_for_a_measure_is_told(tables: list[str], measure: str, why: str):
    panel = SimpleNamespace(snapshot=SimpleNamespace(tables=lambda: tables))
    assert lacking(panel, measure) == why  # type: ignore[arg-type]


def test_an_absent_section_says_what_the_register_lacks():
    snapshot = SimpleNamespace(name="prøve", tables=lambda: ["spells", "persons"])
    table = absent(SimpleNamespace(snapshot=snapshot), "joblog_daekningsgrad")  # type: ignore[arg-type]
    assert "Der er ingen oplysninger om brug af joblog i datasættet. Kilde: " in table.attrs["absent"]
