"""Official clusters: dated, per benefit, read strictly, and empty where none is known."""

from pathlib import Path

import pytest

from analysis import clusters
from analysis.errors import AnalysisError

HEAD = "benefit,cluster,municipality,first,last,source\n"


def written(folder: Path, rows: str) -> Path:
    path = folder / "clusters.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_the_list_of_the_project_is_right_and_has_no_official_list_yet():
    assert clusters.clusters() == ()
    assert clusters.others_of("561", "kontanthjaelp", "2019-12") == ()


def test_others_are_those_of_the_same_cluster_benefit_and_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = "kontanthjaelp,1,561,2014-01,2018-12,a note\nkontanthjaelp,2,561,2019-01,,a note\n"
    rows += "kontanthjaelp,1,630,2014-01,,a note\nkontanthjaelp,1,621,2014-01,,a note\n"
    rows += "kontanthjaelp,2,851,2019-01,,a note\na_dagpenge,1,101,2014-01,,a note\na_dagpenge,1,561,2014-01,,a note\n"
    found = clusters.read_clusters(written(tmp_path, rows))
    monkeypatch.setattr(clusters, "clusters", lambda: found)
    assert clusters.others_of("561", "kontanthjaelp", "2018-12") == ("621", "630")
    assert clusters.others_of("561", "kontanthjaelp", "2019-01") == ("851",)
    assert clusters.others_of("561", "a_dagpenge", "2019-01") == ("101",)
    assert clusters.others_of("561", "sygedagpenge", "2019-01") == ()
    assert clusters.others_of("561", "kontanthjaelp", "2013-12") == ()


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path):
    rows = "kontanthjaelp,1,561,2014-01,,a note\nkontanthjaelp,2,561,2015-01,2016-12,a note\n"
    rows += "kontantjhaelp,1,999,2014-13,,a note\nkontanthjaelp,,630,2015-01,2014-01,\n"
    with pytest.raises(AnalysisError) as told:
        clusters.read_clusters(written(tmp_path, rows))
    for part in (
        "line 4: benefit 'kontantjhaelp' is no benefit",
        "line 4: municipality '999'",
        "line 4: first and last are months",
        "line 5: cluster and source must be filled in",
        "line 5: the first month is later",
        "561 is in two clusters of kontanthjaelp at once: 1 and 2",
    ):
        assert part in str(told.value)


def test_other_columns_or_another_number_of_fields_are_refused(tmp_path: Path):
    path = tmp_path / "clusters.csv"
    path.write_text("benefit;cluster\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match="the columns must be benefit, cluster"):
        clusters.read_clusters(path)
    with pytest.raises(AnalysisError, match="line 2: has not 6 fields"):
        clusters.read_clusters(written(tmp_path, "kontanthjaelp,1,561\n"))
