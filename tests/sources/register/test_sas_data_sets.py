"""SAS data sets: the two here are invented rows that ReadStat 1.1.8 wrote. None of SAS itself was at hand."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import AnalysisError
from small_register import bring_in, spells

pytest_plugins = ["small_register_home"]

HERE = Path(__file__).parent
# person, municipality, and the weeks 52 and 53 of 2009 and 1 and 2 of 2010
WIDE = [
    [7000021, 561, 111, 111, np.nan, 111],
    [7000022, 563, np.nan, 890, 890, 890],
    [7000023, 101, 130, 130, 774, 774],
]


def unpacked(folder: Path, name: str) -> Path:
    path = folder / f"{name}.sas7bdat"
    path.write_bytes(gzip.decompress((HERE / f"{name}.sas7bdat.gz").read_bytes()))
    return path


def test_the_data_set_holds_what_another_reader_finds_in_it(tmp_path: Path):
    read = pd.read_sas(unpacked(tmp_path, "wide"))  # pandas has a reader of its own
    np.testing.assert_array_equal(read.to_numpy(dtype=float), np.array(WIDE, dtype=float))


def test_a_wide_data_set_becomes_spells(delivery: Path):
    assert spells(bring_in(unpacked(delivery, "wide"))) == [
        (7000021, "a_dagpenge", "561", "2009-12-21", "2009-12-28"),
        (7000021, "a_dagpenge", "561", "2010-01-11", "2010-01-11"),
        (7000022, "sygedagpenge", "563", "2009-12-28", "2010-01-11"),
        (7000023, "kontanthjaelp", "101", "2009-12-21", "2009-12-28"),
        (7000023, "fleksjob", "101", "2010-01-04", "2010-01-11"),
    ]


def test_a_data_set_of_texts_and_numbers_is_read(delivery: Path):
    jobs = bring_in(unpacked(delivery, "jobs")).read("jobs").sort_values("month")
    assert (jobs["month"].tolist(), jobs["hours"].tolist()) == (["2014-01", "2014-02"], [37.0, 12.5])
    assert (jobs["person"] < 0).all()  # of the texts a9f1 and b7c2
    assert jobs["person"].nunique() == 2


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_data_set_that_was_cut_is_refused(delivery: Path, kept: float):
    path = unpacked(delivery, "wide")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(AnalysisError, match="is not a whole SAS file"):
        bring_in(path)
