from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import AnalysisError
from small_register import bring_in, save, spells, wide

pytest_plugins = ["small_register_home"]

TABLES = {
    "spells": """
        person | ydelse     | kommune | foerste_uge | sidste_uge | grad
        2      | a_dagpenge | Esbjerg | 2014-01-06  | 2014-01-20 | 0,5
        1      | dream_412  | 563     | 06-01-2014  | 06-01-2014 |
    """,
    "persons": """
        pid | foedselsaar | koen | herkomst
        1   | 1970        | Mand | ikke-vestlig
    """,
    "activations": """
        person_id | redskab               | startdato  | slutdato   | timer_uge | sektor | cvr
        1         | loentilskud_privat    | 2014-01-06 |            | 37,5      | Privat | 1003388127
        2         | mentor                | 2014-01-06 | 2014-01-06 |           |        |
    """,
    "interviews": """
        person | dato       | afholdt | faldato
        1      | 2014-01-06 | ja      | 2014-01-20
        1      | 2014-02-06 | nej     |
    """,
    "jobs": """
        person | maaned  | timer
        1      | 2014M03 | 160.33
    """,
    "answers": """
        person | dato       | spoergsmaal | svar
        1      | 2014-03-01 | Kontakt     | 4
    """,
}


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_each_table_is_known_by_its_columns_and_becomes_canonical(delivery: Path, ending: str):
    for name, text in TABLES.items():
        save(delivery, f"file-{len(name)}-{name[:2]}{ending}", wide(text))
    snapshot = bring_in(delivery)
    assert snapshot.tables() == sorted(TABLES)
    assert spells(snapshot) == [
        (1, "dream_412", "563", "2014-01-06", "2014-01-06"),
        (2, "a_dagpenge", "561", "2014-01-06", "2014-01-20"),
    ]
    assert snapshot.read("spells")["share"].tolist() == [1.0, 0.5]
    assert snapshot.read("persons").to_numpy().tolist() == [[1, 1970, "maend", "ikke_vestlig", "ukendt", ""]]
    activations = snapshot.read("activations")
    assert activations["hours"].fillna(-1).tolist() == [37.5, -1]
    assert activations["end"].isna().tolist() == [True, False]
    assert activations["firm"].tolist() == ["1003388127", ""]
    interviews = snapshot.read("interviews")
    assert interviews["held"].tolist() == [True, False]
    assert interviews["due"].dt.strftime("%d/%m/%Y").fillna("").tolist() == ["20/01/2014", ""]
    assert snapshot.read("jobs").to_numpy().tolist() == [[1, "2014-03", 160.33]]
    assert snapshot.read("answers")["answer"].tolist() == [4]
    assert snapshot.manifest["weeks"] == {"first": "2014-01-06", "last": "2014-01-20"}


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("spells", "ydelse", "dagpenge", "is no id of reference/benefits.csv"),
        ("spells", "foerste_uge", "2014-01-07", "is no date of a Monday"),
        ("spells", "kommune", "501", "is no municipality code"),
        ("activations", "redskab", "samtaler", "is no id of reference/instruments.csv"),
        ("activations", "startdato", "31-02-2014", "is no date"),
        ("activations", "startdato", "", "is no date"),
        ("activations", "slutdato", "01/13/2014", "is no date"),
        ("activations", "timer_uge", "1.234,5", "is no number"),
        ("interviews", "afholdt", "måske", "is neither true nor false"),
        ("jobs", "maaned", "2014-13", "is no month"),
        ("answers", "svar", "4,5", "is no whole number"),
        ("persons", "herkomst", "", "is none of dansk, vestlig, ikke_vestlig"),
    ],
)
def test_a_cell_that_is_not_what_its_column_holds_is_refused(
    delivery: Path, table: str, column: str, value: str, expected: str
):
    frame = wide(TABLES[table])
    frame.loc[0, column] = value
    with pytest.raises(AnalysisError, match=f"column '{column}': {expected}.* in 1 row.s., first in row 1"):
        bring_in(save(delivery, "file.csv", frame))


@pytest.mark.parametrize("table", TABLES)
def test_rows_that_share_their_key_are_refused(delivery: Path, table: str):
    frame = wide(TABLES[table])
    with pytest.raises(AnalysisError, match=r"row.s. share their key"):
        bring_in(save(delivery, "file.csv", pd.concat([frame, frame.iloc[:1]])))


def test_a_value_outside_its_range_is_refused_by_the_contract(delivery: Path):
    frame = wide(TABLES["answers"])
    frame.loc[0, "svar"] = "6"
    with pytest.raises(AnalysisError, match=r"'answer' is not as described .1 to 5"):
        bring_in(save(delivery, "file.csv", frame))


def test_spells_and_a_wide_file_cannot_come_together(delivery: Path):
    weeks = wide("person | kommune | y_1401\n1 | 561 | 111")
    with pytest.raises(AnalysisError, match="cannot come together"):
        bring_in(save(delivery, "a.csv", weeks), save(delivery, "b.csv", wide(TABLES["spells"])))


def test_a_file_that_is_no_table_says_what_it_lacks(delivery: Path):
    frame = wide("person | dato | afholt\n1 | 2014-01-06 | ja")
    with pytest.raises(AnalysisError, match="looks most like 'interviews', but has no column 'held'; it has 'person'"):
        bring_in(save(delivery, "file.csv", frame))


REGISTER = {
    "spells": """
        person | ydelse        | kommune | visitation | foerste_uge | sidste_uge
        1      | kontanthjaelp | 561     | jobparat   | 2019-01-07  | 2019-06-24
        2      | kontanthjaelp | 561     | jobparat   | 2019-01-07  | 2019-03-18
        2      | kontanthjaelp | 563     | jobparat   | 2019-03-25  | 2019-06-24
    """,
    "persons": """
        pid | foedselsaar | koen   | herkomst
        1   | 1970        | Mand   | dansk
        2   | 1991        | Kvinde | ikke-vestlig
    """,
}


def test_a_delivery_also_gives_the_figures_that_are_counted_from_it(delivery: Path):
    for name, text in REGISTER.items():
        save(delivery, f"{name}.csv", wide(text))
    snapshot = bring_in(delivery)
    assert snapshot.tables() == ["observations", "persons", "spells"]
    rows = snapshot.read("observations")
    # January 2019 begins on 31 December: the first whole month is February, the last is June
    monthly = rows[~rows["period"].str.contains("R12")]
    assert sorted(set(monthly["period"])) == [f"2019-0{month}" for month in range(2, 7)]
    assert snapshot.latest_month() == "2019-06"
    affected = rows[(rows["measure"] == "beroerte") & (rows["period"] == "2019-03")].set_index(["area_type", "area"])
    assert affected["value"].to_dict() == {  # person 2 moved within the month
        ("country", "000"): 2,
        ("jobcenter", "561"): 2,
        ("municipality", "561"): 2,
        ("municipality", "563"): 1,
    }
    assert set(rows["source"].str.startswith("Register")) == {True}
    assert any("population" in notice and "not counted" in notice for notice in snapshot.notices)


def test_a_delivery_without_persons_gives_no_figures_and_says_so(delivery: Path):
    save(delivery, "spells.csv", wide(REGISTER["spells"]))
    snapshot = bring_in(delivery)
    assert "observations" not in snapshot.tables()
    assert "no figures are counted: the delivery has no persons" in snapshot.notices


def test_firms_orders_job_logs_and_refugees_are_counted_too(delivery: Path):
    beside = {
        "interviews": "person | date | held\n1 | 2019-03-04 | true",
        "activations": "person | instrument | start | end | hours | firm\n"
        "1 | mentor | 2019-04-08 | 2019-04-12 | 5 | 77",
        "companies": "firm | month | area | employees\n"
        "77 | 2019-04 | 561 | 9\n77 | 2019-05 | 561 | 9\n77 | 2019-06 | 561 | 9",
        "orders": "order_id | area | closed | outcome\nA | 561 | 2019-03-05 | job\nB | 561 | 2019-03-06 | ingen",
        "job_logs": "person | month | area | benefit | exempt | used\n1 | 2019-03 | 561 | kontanthjaelp | false | true",
        "refugees": "person | area | first_month | last_month\n2 | 561 | 2019-02 |",
    }
    for name, text in (REGISTER | beside).items():
        save(delivery, f"{name}.csv", wide(text))
    rows = bring_in(delivery).read("observations")
    country = rows[(rows["area"] == "000") & rows["value"].notna()]
    for measure, period, value in [
        ("samarbejdsgrad", "2019-Q2", 100),
        ("rekruttering_match", "2019-03", 50),
        ("joblog_daekningsgrad", "2019-03", 100),
    ]:
        kept = (country["measure"] == measure) & (country["period"] == period)
        assert country.loc[kept, "value"].tolist() == [value]
    assert "selvforsoergende_flygtninge" in set(rows["measure"])
