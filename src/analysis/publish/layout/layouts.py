"""How the tables of a report are laid out: the key figures of the first page, and one measure by area."""

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

_COMPARED = {"group": f"Sammen{SOFT_HYPHEN}lignelige", "region": "Resten af regionen", "country": "Hele landet"}


def key_figure_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """The first page: one row per subject, the jobcenter beside those it is compared with.

    Figures that are much older than ``on``, the month of the report, are named below.
    """
    ours = figures[figures["role"] != "member"]
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
    rows = [_subject_row(rows, len(columns), usual) for _, rows in figures.groupby("subject", sort=False)]
    return Table(table_id, title, columns, rows, [*_compared(ours), *notes(ours), *_old(ours, on)])


def comparison_table(figures: pd.DataFrame, *, table_id: str, title: str, on: str = "") -> Table:
    """Each area on its own row: count, rate, their development, and the rank; the month stands in the headings."""
    present = figures[_absent(figures) == ""]
    has_count = any(not catalogue.measure(name).is_rate for name in present["measure"].unique())
    has_rate = any(catalogue.measure(name).is_rate for name in present["measure"].unique())
    columns = [
        Column("omraade", "Område", numeric=False),
        Column("maaned", "Måned", numeric=False, shown=False),
        *(_COUNT_COLUMNS if has_count else ()),
        *([*_rate_columns(present), _rank_column(present)] if has_rate else ()),
        *_SAID_COLUMNS,
    ]
    usual = _rank_month(present)
    rows: list[Row] = []
    several = present["subject"].nunique() > 1
    said = [*notes(present), *_old(present, on)]
    for subject, of_subject in present.groupby("subject", sort=False):
        if several:
            measure, benefit = catalogue.measured(str(subject))
            heading = f"{measure_label(measure.id, benefit)}, {_when(of_subject)}"
            rows.append(Row([Cell(heading, None)], heading=True))
        for _, of_line in of_subject.groupby(["role", "area"], sort=False):
            rows.append(_line_row(of_line, usual, has_count=has_count, has_rate=has_rate))
    return Table(table_id, title if several else f"{title}, {_when(present)}", columns, rows, said)


def notes(figures: pd.DataFrame) -> list[str]:
    """What a reader of these figures must be told: provisional, hidden, estimated, left out, ranked when."""
    present = figures[_absent(figures) == ""]
    said = []
    provisional = sorted(set(present.loc[present["status"] == "provisional", "period"]))
    if provisional:
        said.append(f"Kursiv: foreløbige tal ({danish.months(provisional)}), der normalt bliver opjusteret.")
    ours = present[present["role"].isin(["own", "member"])]
    if (ours["status"] == "suppressed").any() or (ours["before_status"] == "suppressed").any():
        said.append(f"»{danish.HIDDEN_CELL}«: tallet {danish.HIDDEN}, eller det kunne regnes ud af andre tal.")
    if present["estimated"].fillna(False).astype(bool).any():
        said.append("»ca.«: andelen er beregnet med en skønnet nævner, se Data og metode.")
    twice = ours["measure"].map(lambda name: catalogue.measure(name).may_count_twice)
    if (twice & ours["summed"].fillna(False).astype(bool)).any():
        said.append("Personer: sum af kommuner, dobbelttælling mulig.")
    if "rank" in present:
        said += _rank_notes(present)
    if (
        ours["base"] < rules.value("smallest_base_for_percentage", ours["period"].max() if len(ours) else "2007-01")
    ).any():
        said.append("Ændringen i en andel af færre end 30 personer vises ikke; så små andele svinger meget.")
    if ours.get("few", pd.Series(False, index=ours.index)).fillna(False).astype(bool).any():
        said.append("En andel af færre end 30, som ikke er oplyst af kilden, men beregnet her, vises heller ikke.")
    left_out = sorted({name for names in present["left_out"] for name in names}, key=danish_key)
    if left_out:
        said.append(f"Sammenligningerne er uden kommuner, hvis tal ikke vises: {danish.listed(left_out)}.")
    return said


def _rank_notes(present: pd.DataFrame) -> list[str]:
    said = []
    ranked = present[present["rank"].notna()]
    if len(ranked):
        pairs = dict.fromkeys(zip(ranked["label"], ranked["field"], strict=True))
        among = danish.listed([f"{name} blandt {field}" for name, field in pairs])
        first = danish.listed([f"{way} for {danish.listed(names)}" for way, names in _firsts(ranked).items()])
        said.append(
            f"Placering: {among}, den seneste måned med endelige tal. Nr. 1 er {first}; lige andele deler placering. "
            "I parentes står et 95 pct.-interval for placeringen, når kun tilfældig variation regnes med."
        )
        outside = sorted({name for names in ranked["outside"] for name in names}, key=danish_key)
        if outside:
            said.append(
                "Uden for mindst én placering, fordi tallet ikke vises eller målgruppen er for lille: "
                f"{danish.listed(outside)}."
            )
    unranked = present[present["rank"].isna() & present["reason"].fillna("").ne("")]
    if reasons := list(dict.fromkeys(unranked["reason"])):
        said.append(f"»–«: ingen placering, fordi {', eller fordi '.join(reasons)}.")
    return said


def _firsts(ranked: pd.DataFrame) -> dict[str, list[str]]:
    """What rank 1 is, and of which measures."""
    names: dict[str, list[str]] = {}
    for way, measure in dict.fromkeys(zip(ranked["first"], ranked["measure"], strict=True)):
        names.setdefault(f"{way} andel", []).append(f"»{catalogue.measure(measure).label}«")
    return names


def _subject_row(rows: pd.DataFrame, width: int, usual: str) -> Row:
    subject = str(rows["subject"].iloc[0])
    measure, benefit = catalogue.measured(subject)
    name = cells.text(measure_label(measure.id, benefit))
    own = rows[(rows["role"] == "own") & (_absent(rows) == "")]
    if own.empty:
        return Row([name, cells.text("ikke i datasættet", mark="jc-hidden"), *[cells.NOTHING] * (width - 2)])
    shares = rows[rows["measure"].map(lambda name: catalogue.measure(name).is_rate)]
    period = str(own["period"].iloc[0])
    count, change, per_cent = _count_cells(own)
    return Row(
        [
            name,
            Cell(danish.short_month(period) + _provisional(rows[rows["period"] == period]), period),
            *(count, cells.wrapped(change), per_cent),
            *_rate_cells(own),
            *(_rate_cells(shares[shares["role"] == role])[0] for role in ("group", "region", "country")),
            _rank_cell(own, usual),
            *_said(own),
        ]
    )


def _line_row(rows: pd.DataFrame, usual: str, *, has_count: bool, has_rate: bool) -> Row:
    first = rows.iloc[0]
    shown = [cells.text(first["label"]), Cell(danish.short_month(first["period"]), str(first["period"]))]
    if has_count:
        shown += _count_cells(rows, level=first["role"] in ("own", "member", "country"))
    if has_rate:
        shown += [*_rate_cells(rows), _rank_cell(rows, usual)]
    return Row([*shown, *_said(rows)], mark="jc-own" if first["role"] == "own" else "")


def _count_cells(rows: pd.DataFrame, *, level: bool = True) -> list[Cell]:
    """Count, change, and change in per cent; of a comparison group only the last, as groups differ in size."""
    counts = rows[~rows["measure"].map(lambda name: catalogue.measure(name).is_rate)]
    if counts.empty:
        return [cells.NOTHING] * 3
    row = counts.iloc[0]
    if not level:
        share = cells.percentage(row)
        return [cells.NOTHING, Cell(share.text, None, share.mark), share]
    return [
        cells.figure(row["value"], status=row["status"], decimals=0),
        cells.count_change(row),
        cells.percentage(row),
    ]


def _rate_cells(rows: pd.DataFrame) -> list[Cell]:
    shares = rows[rows["measure"].map(lambda name: catalogue.measure(name).is_rate)]
    if shares.empty or "value" not in shares or _absent(shares).iloc[0]:
        return [cells.NOTHING] * 2
    row = shares.iloc[0]
    return [
        cells.figure(row["value"], status=row["status"], decimals=1, estimated=bool(row["estimated"])),
        cells.change(row, decimals=1),
    ]


def _rate_columns(figures: pd.DataFrame) -> list[Column]:
    """The columns of a quotient; in per cent where all of them are shares, else each in the unit of its measure."""
    rates = [one for one in map(catalogue.measure, figures["measure"].unique()) if one.is_rate]
    if all(rate.is_share for rate in rates):
        return _RATE_COLUMNS
    unit = rates[0].unit if len({rate.unit for rate in rates}) == 1 else ""
    heading = f"Tal, {unit}" if unit else "Andel, pct., eller andet forhold"
    return [Column("andel", heading, unit), Column("andel_aendring", "Ændring", unit)]


def _rank_column(figures: pd.DataFrame) -> Column:
    usual = _rank_month(figures)
    return Column("placering", f"Placering, {danish.short_month(usual)}" if usual else "Placering", numeric=False)


def _rank_month(figures: pd.DataFrame) -> str:
    """The month that most ranks are of; empty where there are none."""
    months = figures["rank_period"].dropna() if "rank_period" in figures else pd.Series(dtype=str)
    return str(months.mode().max()) if len(months) else ""


def _rank_cell(rows: pd.DataFrame, usual: str) -> Cell:
    """The rank; of another month than the column's, that month too."""
    ranked = rows[rows["reason"].notna()] if "reason" in rows else rows.iloc[:0]
    if ranked.empty:
        return cells.NOTHING
    row = ranked.iloc[-1]
    cell = cells.rank(row)
    if cell.value is None or row["rank_period"] == usual:
        return cell
    text = f"{cell.text} i {danish.short_month(row['rank_period'])}"
    return Cell(text, text, cell.mark)


def _said(rows: pd.DataFrame) -> list[Cell]:
    """For the data: what is known of the level, and whether a denominator is estimated."""
    estimated = "ja" if rows["estimated"].fillna(False).astype(bool).any() else "nej"
    return [cells.text(_STATUS[rows["status"].iloc[0]]), cells.text(estimated)]


def _provisional(rows: pd.DataFrame) -> str:
    return f" ({danish.PROVISIONAL})" if (rows["status"] == "provisional").any() else ""


def _when(rows: pd.DataFrame) -> str:
    """The month of a subject's figures, and that they are provisional where they are."""
    period = str(rows["period"].iloc[0])
    return danish.month(period) + (" (foreløbige tal)" if (rows["status"] == "provisional").any() else "")


def _compared(figures: pd.DataFrame) -> list[str]:
    """Who stands in the columns of the comparison groups."""
    labels = {role: figures.loc[figures["role"] == role, "label"] for role in ("group", "region")}
    if any(label.empty for label in labels.values()):
        return []
    group, region = (danish.lower_first(labels[role].iloc[0]) for role in ("group", "region"))
    return [f"Sammenlignelige er {group}, og regionen er {region}; begge og hele landet er vist i pct."]


def _old(figures: pd.DataFrame, on: str) -> list[str]:
    return old(figures[_absent(figures) == ""], on=on) if on else []


def _absent(figures: pd.DataFrame) -> pd.Series:
    if "absent" not in figures:
        return pd.Series("", index=figures.index)
    return figures["absent"].fillna("")
