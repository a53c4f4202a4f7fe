"""The figures of the benchmarks that are kept, and the README's tables of them."""

import sys

import pytest

from analysis import project

sys.path.insert(0, str(project.root() / "benchmarks"))
import readme_tables
import scale

README = (project.root() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", readme_tables.TABLES)
def test_the_readme_has_the_table_of_the_kept_figures(name: str):
    table = getattr(readme_tables, name)(readme_tables.read(name))
    assert table in README, "python benchmarks/readme_tables.py"


def test_a_table_is_put_in_the_place_of_the_one_with_its_first_line():
    text = "before\n\n| a |\n|---|\n| 1 |\n\nafter\n"
    assert readme_tables.put(text, "| a |\n|---|\n| 2 |\n| 3 |") == "before\n\n| a |\n|---|\n| 2 |\n| 3 |\n\nafter\n"


def test_the_monthly_tables_keep_within_their_limits():
    found = readme_tables.read("register")
    assert found["everything"]["times_scan"] <= found["limit"]["times_scan"] == 45
    assert found["everything"]["peak_gb"] <= found["limit"]["peak_gb"] == 4
    assert found["spells"] == 10_000_000


def test_the_conversion_is_as_fast_and_small_as_it_should_be():
    least = {"parquet": 30e6, "csv": 10e6}  # person-weeks a second of CPU
    for one in readme_tables.read("conversion")["conversions"]:
        assert one["person_weeks_per_cpu_second"] >= least[one["format"]]
        assert one["peak_rss_bytes"] < 2e9


def test_finding_out_that_nothing_changed_takes_less_than_two_seconds_of_the_processor():
    found = readme_tables.read("unchanged")
    assert found["reports"] >= 1200
    ways = ("unchanged", "touched", "not_seen", "after_that")
    assert max(found[name]["cpu_seconds"] for name in ways) < found["goal_seconds"] == 2


def test_the_page_on_scale_has_the_measured_figures_and_the_simulated_schedule():
    page = (project.root() / "docs" / "scale.md").read_text(encoding="utf-8")
    found = readme_tables.read("scale")
    assert scale.table(found) in page
    assert f"{found['report']['kb']:,.0f} kB" in page
    assert found["report"]["cpu_seconds"] == readme_tables.read("batch")["batch"]["cpu_seconds"]
    assert page.count(f"{found['report']['cpu_seconds']:.2f} seconds") == 2
    assert f"{found['middle']['driver_ms']:.1f} ms" in page
    assert f"{found['middle']['scheduler_ms']:.1f} ms" in page


def test_reports_on_one_worker_take_their_sum_and_on_many_what_handing_out_takes():
    alone = scale.schedule(3600, 1, 2.0, 0.001)
    assert alone["hours"] == pytest.approx(3600 * 2 / 3600, rel=0.02)
    crowd = scale.schedule(36_000, 10_000, 2.0, 0.1)
    assert crowd["hours"] == pytest.approx(36_000 * 0.1 / 3600, rel=0.01)
    assert crowd["busy"] == pytest.approx(2.0 / 0.1 / 10_000, rel=0.02)
