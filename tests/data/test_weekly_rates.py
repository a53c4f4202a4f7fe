from pathlib import Path

import pytest

from analysis.data import weekly_rates
from analysis.errors import AnalysisError


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "satser.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "benefit;year;kr_week;source\nsygedagpenge;2018;4.245,50;oplyst af kommunen\na_dagpenge;2018;4245,5;oplyst\n",
        "benefit,year,kr_week\nsygedagpenge,2018,4245.50\na_dagpenge,2018,4245.5\n",
    ],
)
def test_rates_are_read_in_danish_and_in_english_numbers(tmp_path, text):
    found = weekly_rates.read(written(tmp_path, text))
    assert found.to_dict("list") == {
        "benefit": ["a_dagpenge", "sygedagpenge"], "year": [2018, 2018], "kr_week": [4245.5, 4245.5]
    }  # fmt: skip


def test_every_problem_is_named_with_its_line(tmp_path):
    path = written(
        tmp_path,
        "benefit;year;kr_week\nsygedagpenge;2018;4245\nsygedagpenge;2018;4245\ndagpenge;18;4245\na_dagpenge;2018;-\n",
    )
    with pytest.raises(AnalysisError) as refused:
        weekly_rates.read(path)
    text = str(refused.value)
    assert "4 problem(s)" in text
    for part in ("line 3: this benefit and year", "line 4: there is no benefit", "line 4: 'year'", "line 5: 'kr_week'"):
        assert part in text


def test_a_missing_column_and_a_missing_file_are_said(tmp_path):
    with pytest.raises(AnalysisError, match="lacks the column"):
        weekly_rates.read(written(tmp_path, "benefit;year\nsygedagpenge;2018\n"))
    with pytest.raises(AnalysisError, match="no file of weekly rates"):
        weekly_rates.read(tmp_path / "none.csv")
