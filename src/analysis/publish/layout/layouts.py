"""How the tables of a report are laid out: the key figures of the first page, and one measure by area."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import catalogue, danish, rules
from analysis.areas import danish_key
from analysis.measures import label as measure_label
from analysis.publish.blocks import SOFT_HYPHEN, Cell, Column, Row, Table
from analysis.publish.layout import cells
from analysis.publish.words.ages import old

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

Fact = Mapping[str, Any]  # a row of ``measures.key_figures``, which is looked at more often than its table is large

_COMPARED = {"group": f"Sammen{SOFT_HYPHEN}lignelige", "region": "Resten af regionen", "country": "Hele landet"}


def key_figure_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """The first page: one row per subject, the jobcenter beside those it is compared with.

    Figures that are much older than ``on``, the month of the report, are named below.
    """
    facts = _facts(figures)
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
    rows = [_subject_row(of_subject, len(columns), usual) for of_subject in _apart(facts, "subject")]
    return Table(table_id, title, columns, rows, [*_compared(ours), *_notes(ours), *_old(ours, on)])


def comparison_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """Each area on its own row: count, rate, their development, and the rank; the month stands in the headings."""
    present = _present(_facts(figures))
    has_rate = any(_is_rate(fact) for fact in present)
    has_count = not all(_is_rate(fact) for fact in present)
    columns = [
        Column("omraade", "Område", numeric=False),
        Column("maaned", "Måned", numeric=False, shown=False),
        *(_COUNT_COLUMNS if has_count else ()),
        *([*_rate_columns(present), _rank_column(present)] if has_rate else ()),
        *_SAID_COLUMNS,
    ]
    usual = _rank_month(present)
    rows: list[Row] = []
    subjects = _apart(present, "subject")
    for of_subject in subjects:
        if len(subjects) > 1:
            measure, benefit = catalogue.measured(str(of_subject[0]["subject"]))
            heading = f"{measure_label(measure.id, benefit)}, {_when(of_subject)}"
            rows.append(Row([Cell(heading, None)], heading=True))
        for of_line in _apart(of_subject, "role", "area"):
            rows.append(_line_row(of_line, usual, has_count=has_count, has_rate=has_rate))
    dated = title if len(subjects) > 1 else f"{title}, {_when(present)}"
    return Table(table_id, dated, columns, rows, [*_notes(present), *_old(present, on)])


def notes(figures: pd.DataFrame) -> list[str]:
    """What a reader of these figures must be told: provisional, hidden, estimated, left out, ranked when."""
    return _notes(_facts(figures))


def _notes(facts: Sequence[Fact]) -> list[str]:
    present = _present(facts)
    said = []
    provisional = sorted({fact["period"] for fact in present if fact["status"] == "provisional"})
    if provisional:
        said.append(f"Kursiv: foreløbige tal ({danish.months(provisional)}), der normalt bliver opjusteret.")
    ours = [fact for fact in present if fact["role"] in ("own", "member")]
    if any("suppressed" in (fact["status"], fact["before_status"]) for fact in ours):
        said.append(f"»{danish.HIDDEN_CELL}«: tallet {danish.HIDDEN}, eller det kunne regnes ud af andre tal.")
    if any(_holds(fact, "estimated") for fact in present):
        said.append("»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.")
    if any(catalogue.measure(fact["measure"]).may_count_twice and _holds(fact, "summed") for fact in ours):
        said.append("Personer: sum af kommuner, dobbelttælling mulig.")
    if present and "rank" in present[0]:
        said += _rank_notes(present)
    least = rules.value("smallest_base_for_percentage", max((fact["period"] for fact in ours), default="2007-01"))
    if any(fact["base"] < least for fact in ours):
        said.append("Ændringen i en andel af færre end 30 personer vises ikke; så små andele svinger meget.")
    if any(_holds(fact, "few") for fact in ours):
        said.append("En andel af færre end 30, som ikke er oplyst af kilden, men beregnet her, vises heller ikke.")
    left_out = sorted({name for fact in present for name in fact["left_out"]}, key=danish_key)
    if left_out:
        said.append(f"Sammenligningerne er uden kommuner, hvis tal ikke vises: {danish.listed(left_out)}.")
    return said


def _rank_notes(present: Sequence[Fact]) -> list[str]:
    said = []
    ranked = [fact for fact in present if pd.notna(fact["rank"])]
    if ranked:
        pairs = dict.fromkeys((fact["label"], fact["field"]) for fact in ranked)
        among = danish.listed([f"{name} blandt {field}" for name, field in pairs])
        first = danish.listed([f"{way} for {danish.listed(names)}" for way, names in _firsts(ranked).items()])
        said.append(
            f"Placering: {among}, den seneste måned med endelige tal. Nr. 1 er {first}; lige andele deler placering. "
            "I parentes står et 95 pct.-interval for placeringen, når kun tilfældig variation regnes med."
        )
        outside = sorted({name for fact in ranked for name in fact["outside"]}, key=danish_key)
        if outside:
            said.append(
                "Uden for mindst én placering, fordi tallet ikke vises eller målgruppen er for lille: "
                f"{danish.listed(outside)}."
            )
    unranked = [_said_in(fact, "reason") for fact in present if pd.isna(fact["rank"])]
    if reasons := list(dict.fromkeys(reason for reason in unranked if reason)):
        said.append(f"»–«: ingen placering, fordi {', eller fordi '.join(reasons)}.")
    return said


def _firsts(ranked: Sequence[Fact]) -> dict[str, list[str]]:
    """What rank 1 is, and of which measures."""
    names: dict[str, list[str]] = {}
    for way, measure in dict.fromkeys((fact["first"], fact["measure"]) for fact in ranked):
        names.setdefault(f"{way} andel", []).append(f"»{catalogue.measure(measure).label}«")
    return names


def _subject_row(facts: Sequence[Fact], width: int, usual: str) -> Row:
    subject = str(facts[0]["subject"])
    measure, benefit = catalogue.measured(subject)
    name = cells.text(measure_label(measure.id, benefit))
    own = [fact for fact in _present(facts) if fact["role"] == "own"]
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
    row = next((fact for fact in facts if not _is_rate(fact)), None)
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
    row = next((fact for fact in facts if _is_rate(fact)), None)
    if row is None or "value" not in row or _said_in(row, "absent"):
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
    months = Counter(month for fact in facts if (month := _said_in(fact, "rank_period")))
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
    estimated = "ja" if any(_holds(fact, "estimated") for fact in facts) else "nej"
    return [cells.text(_STATUS[facts[0]["status"]]), cells.text(estimated)]


def _provisional(facts: Sequence[Fact]) -> str:
    return f" ({danish.PROVISIONAL})" if any(fact["status"] == "provisional" for fact in facts) else ""


def _when(facts: Sequence[Fact]) -> str:
    """The month of a subject's figures, and that they are provisional where they are."""
    is_new = any(fact["status"] == "provisional" for fact in facts)
    return danish.month(str(facts[0]["period"])) + (" (foreløbige tal)" if is_new else "")


def _compared(facts: Sequence[Fact]) -> list[str]:
    """Who stands in the columns of the comparison groups."""
    labels = {fact["role"]: fact["label"] for fact in reversed(facts)}
    if not {"group", "region"} <= labels.keys():
        return []
    group, region = (danish.lower_first(labels[role]) for role in ("group", "region"))
    rates = [one for one in map(catalogue.measure, {fact["measure"] for fact in facts}) if one.is_rate]
    unit = "i pct" if all(rate.is_share for rate in rates) else "som andel eller andet forhold"
    return [f"Sammenlignelige er {group}, og regionen er {region}; begge og hele landet er vist {unit}."]


def _old(facts: Sequence[Fact], on: str) -> list[str]:
    return old(_present(facts), on=on) if on else []


def _facts(figures: pd.DataFrame) -> list[Fact]:
    return [{str(name): value for name, value in row.items()} for row in figures.to_dict("records")]


def _present(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that there are figures of."""
    return [fact for fact in facts if not _said_in(fact, "absent")]


def _apart(facts: Sequence[Fact], *names: str) -> list[list[Fact]]:
    """The facts with the same values of some columns together, in the order they first stand in."""
    found: dict[Hashable, list[Fact]] = {}
    for fact in facts:
        found.setdefault(tuple(fact[name] for name in names), []).append(fact)
    return list(found.values())


def _is_rate(fact: Fact) -> bool:
    return catalogue.measure(fact["measure"]).is_rate


def _holds(fact: Fact, name: str) -> bool:
    """Whether something is so; it is not where nothing is known of it."""
    return bool(pd.notna(fact.get(name)) and fact[name])


def _said_in(fact: Fact, name: str) -> str:
    """The words in a column; empty where there are none."""
    words = fact.get(name)
    return words if isinstance(words, str) else ""
