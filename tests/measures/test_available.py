"""What a snapshot has figures of, as an analyst asks for it."""

import pandas as pd

from analysis.measures import available
from written import observations, panel


def test_each_measure_stands_once_with_its_name_and_the_periods_it_is_there_for():
    rows = observations("""
        measure          | area | period  | value
        ledige_fuldtid   | 561  | 2019-09 | 200
        ledige_fuldtid   | 561  | 2019-10 | 210
        ledige_fuldtid   | 563  | 2019-10 | 12
        aktiveringsgrad  | 561  | 2019-08 | 20
        ledige_fuldtid   | 561  | 2019-11 | 190
    """)
    found = available(panel(rows, of="561", period="2019-10"))
    assert found[["measure", "first", "last"]].to_numpy().tolist() == [
        ["ledige_fuldtid", "2019-09", "2019-10"],  # November is after the panel's month
        ["aktiveringsgrad", "2019-08", "2019-08"],
    ]
    assert found["label"].tolist() == ["Ledige", "Aktiveringsgrad"]
    assert found["benefits"][0] == "alle, a_dagpenge, kontanthjaelp"


def test_rows_are_text_that_sorts_and_has_a_latest_month_whatever_their_order():
    lines = [f"ledige_fuldtid | 163 | {month} | 40" for month in ("2019-12", "2018-12", "2019-03")]
    table = observations("\n".join(["measure | area | period | value", *lines]))
    as_stored = table.astype({"period": pd.CategoricalDtype(["2019-12", "2018-12", "2019-03"])})
    rows = panel(as_stored, of="Herlev", period="2019-12").rows("ledige_fuldtid")
    assert rows["period"].max() == "2019-12"
    assert rows.sort_values("period")["period"].tolist() == ["2018-12", "2019-03", "2019-12"]
