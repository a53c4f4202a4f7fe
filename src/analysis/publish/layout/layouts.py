"""How the tables of a report are laid out: the key figures of the first page, and one measure by area."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from analysis import catalogue, danish
from analysis.measures import label as measure_label
from analysis.publish.blocks import SOFT_HYPHEN, Cell, Column, Row, Table
from analysis.publish.layout import cells, notes
from analysis.publish.layout.facts import Fact, apart, holds, is_rate, of_table, present, said_in

CHANGE = "Ændring 12 mdr."
_STATUS = {
    "final": "endelig",
    "provisional": "foreløbig",
    "suppressed": danish.HIDDEN_CELL,
    "missing": danish.MISSING_CELL,
}
_SAID_COLUMNS = [
    Column("status", "Status", numeric=False, shown=False),
    Column("skoennet", "Skønnet", numeric=False, shown=False),
]
_COUNT_COLUMNS = [
    Column("antal", "Antal"),
    Column("antal_aendring", CHANGE),
    Column("antal_aendring_pct", f"{CHANGE}, pct.", "pct.", shown=False),
]
_RATE_COLUMNS = [
    Column("andel", "Andel, pct.", "pct."),
    Column("andel_aendring", f"Ændring, procent{SOFT_HYPHEN}point", "procentpoint"),
]

_COMPARED = {"group": f"Sammen{SOFT_HYPHEN}lignelige", "region": "Resten af regionen", "country": "Hele landet"}


def key_figure_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """The first page: one row per subject, the jobcenter beside those it is compared with.

    Figures that are much older than ``on``, the month of the report, are named below.
    """
    facts = of_table(figures)
    ours = [fact for fact in facts if fact["role"] != "member"]
    columns = [
        Column("noegletal", "Nøgletal", numeric=False),
        Column("maaned", "Måned", numeric=False),
        *_COUNT_COLUMNS,
        *_rate_columns(ours),
        *(Column(role, heading, _rate_columns(ours)[0].unit) for role, heading in _COMPARED.items()),
        _rank_column(ours),
        *_SAID_COLUMNS,
    ]
    usual = _rank_month(ours)
    rows = [_subject_row(of_subject, len(columns), usual) for of_subject in apart(facts, "subject")]
    told = [*notes.compared(ours), *notes.below(ours), *notes.out_of_date(ours, on)]
    return Table(table_id, title, columns, rows, told)


def comparison_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """Each area on its own row: count, rate, their development, and the rank; the month stands in the headings."""
    there = present(of_table(figures))
    has_rate = any(is_rate(fact) for fact in there)
    has_count = not all(is_rate(fact) for fact in there)
    columns = [
        Column("omraade", "Område", numeric=False),
        Column("maaned", "Måned", numeric=False, shown=False),
        *(_COUNT_COLUMNS if has_count else ()),
        *([*_rate_columns(there), _rank_column(there)] if has_rate else ()),
        *_SAID_COLUMNS,
    ]
    usual = _rank_month(there)
    rows: list[Row] = []
    subjects = apart(there, "subject")
    for of_subject in subjects:
        if len(subjects) > 1:
            measure, benefit = catalogue.measured(str(of_subject[0]["subject"]))
            heading = f"{measure_label(measure.id, benefit)}, {_when(of_subject)}"
            rows.append(Row([Cell(heading, None)], heading=True))
        for of_line in apart(of_subject, "role", "area"):
            rows.append(_line_row(of_line, usual, has_count=has_count, has_rate=has_rate))
    dated = title if len(subjects) > 1 else f"{title}, {_when(there)}"
    return Table(table_id, dated, columns, rows, [*notes.below(there), *notes.out_of_date(there, on)])


def _subject_row(facts: Sequence[Fact], width: int, usual: str) -> Row:
    subject = str(facts[0]["subject"])
    measure, benefit = catalogue.measured(subject)
    name = cells.text(measure_label(measure.id, benefit))
    own = [fact for fact in present(facts) if fact["role"] == "own"]
    if not own:
        return Row([name, cells.text("ikke i datasættet", mark="jc-hidden"), *[cells.NOTHING] * (width - 2)])
    period = str(own[0]["period"])
    count, change, per_cent = _count_cells(own)
    return Row(
        [
            name,
            Cell(
                danish.short_month(period) + _provisional([fact for fact in facts if fact["period"] == period]), period
            ),
            *(count, cells.wrapped(change), per_cent),
            *_rate_cells(own),
            *(
                _rate_cells([fact for fact in facts if fact["role"] == role])[0]
                for role in ("group", "region", "country")
            ),
            _rank_cell(own, usual),
            *_said(own),
        ]
    )


def _line_row(facts: Sequence[Fact], usual: str, *, has_count: bool, has_rate: bool) -> Row:
    first = facts[0]
    shown = [cells.text(first["label"]), Cell(danish.short_month(first["period"]), str(first["period"]))]
    if has_count:
        shown += _count_cells(facts, level=first["role"] in ("own", "member", "country"))
    if has_rate:
        shown += [*_rate_cells(facts), _rank_cell(facts, usual)]
    return Row([*shown, *_said(facts)], mark="jc-own" if first["role"] == "own" else "")


def _count_cells(facts: Sequence[Fact], *, level: bool = True) -> list[Cell]:
    """Count, change, and change in per cent; of a comparison group only the last, as groups differ in size."""
    row = next((fact for fact in facts if not is_rate(fact)), None)
    if row is None:
        return [cells.NOTHING] * 3
    if not level:
        share = cells.percentage(row)
        return [cells.NOTHING, Cell(share.text, None, share.mark), share]
    return [
        cells.figure(row["value"], status=row["status"], decimals=0),
        cells.count_change(row),
        cells.percentage(row),
    ]


def _rate_cells(facts: Sequence[Fact]) -> list[Cell]:
    row = next((fact for fact in facts if is_rate(fact)), None)
    if row is None or "value" not in row or said_in(row, "absent"):
        return [cells.NOTHING] * 2
    return [
        cells.figure(row["value"], status=row["status"], decimals=1, estimated=bool(row["estimated"])),
        cells.change(row, decimals=1),
    ]


def _rate_columns(facts: Sequence[Fact]) -> list[Column]:
    """The columns of a quotient; in per cent where all of them are shares, else each in the unit of its measure."""
    names = dict.fromkeys(fact["measure"] for fact in facts)
    rates = [one for one in map(catalogue.measure, names) if one.is_rate]
    if all(rate.is_share for rate in rates):
        return _RATE_COLUMNS
    unit = rates[0].unit if len({rate.unit for rate in rates}) == 1 else ""
    heading = f"Tal, {unit}" if unit else "Andel, pct., eller andet forhold"
    return [Column("andel", heading, unit), Column("andel_aendring", "Ændring", unit)]


def _rank_column(facts: Sequence[Fact]) -> Column:
    usual = _rank_month(facts)
    return Column("placering", f"Placering, {danish.short_month(usual)}" if usual else "Placering", numeric=False)


def _rank_month(facts: Sequence[Fact]) -> str:
    """The month that most ranks are of, the latest of several; empty where there are none."""
    months = Counter(month for fact in facts if (month := said_in(fact, "rank_period")))
    return max(months, key=lambda month: (months[month], month), default="")


def _rank_cell(facts: Sequence[Fact], usual: str) -> Cell:
    """The rank; of another month than the column's, that month too."""
    row = next((fact for fact in reversed(facts) if isinstance(fact.get("reason"), str)), None)
    if row is None:
        return cells.NOTHING
    cell = cells.rank(row)
    if cell.value is None or row["rank_period"] == usual:
        return cell
    when = f" i {danish.short_month(row['rank_period'])}"
    return Cell(cell.text + when, f"{cell.value}{when}", cell.mark)


def _said(facts: Sequence[Fact]) -> list[Cell]:
    """For the data: what is known of the level, and whether a denominator is estimated."""
    estimated = "ja" if any(holds(fact, "estimated") for fact in facts) else "nej"
    return [cells.text(_STATUS[facts[0]["status"]]), cells.text(estimated)]


def _provisional(facts: Sequence[Fact]) -> str:
    return f" ({danish.PROVISIONAL})" if any(fact["status"] == "provisional" for fact in facts) else ""


def _when(facts: Sequence[Fact]) -> str:
    """The month of a subject's figures, and that they are provisional where they are."""
    is_new = any(fact["status"] == "provisional" for fact in facts)
    return danish.month(str(facts[0]["period"])) + (" (foreløbige tal)" if is_new else "")
