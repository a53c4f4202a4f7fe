"""What changed between retrievals, as lines and rows for a terminal."""

import math
from typing import Any

from analysis.data import cell_changes, triangles
from analysis.data.vintages import Step
from analysis.site.revision_tables import area_name, named_step, percentage

MOST = 15  # of the biggest revisions


def lines(step: Step) -> list[str]:
    """The exact counts of a step for a terminal."""
    total = {name: int(value) for name, value in cell_changes.counts(step.exact).iloc[0].items()}
    hidden = total["revised"] - int(step.shown["revised"].sum())
    said = [
        named_step(step),
        f"  {total['before']:,} cells before, {total['after']:,} after",
        f"  added      {total['added']:,} ({total['added_figures']:,} with a figure)",
        f"  lost       {total['lost']:,} ({total['lost_figures']:,} with a figure)",
        f"  revised    {total['revised']:,} of {total['compared_figures']:,} figures that both have: "
        f"{total['revised'] - total['revised_final']:,} in provisional months, {total['revised_final']:,} in final ones"
        + (f"; {hidden:,} may not be shown cell by cell" if hidden else ""),
        f"  status     {total['status_changed']:,} changed, {total['revised_and_status']:,} of them also revised",
    ]
    for _, row in cell_changes.transitions(step.exact).iterrows():
        also = f" ({row['revised']:,} also revised)" if row["revised"] else ""
        said.append(f"             {row['status_before']} → {row['status_after']}: {row['cells']:,}{also}")
    said += [
        f"  {text}: {total[name]:,}"
        for name, text in [("base_changed", "only numerator or denominator changed"), ("unit_changed", "other unit")]
        if total[name]
    ]
    return [*said, f"  unchanged  {total['unchanged']:,}", *_other_tables(step), *_breaks(step)]


def tables(step: Step) -> dict[str, list[dict[str, Any]]]:
    """What stands under the counts, by its heading: a row per measure, and the biggest revisions."""
    return {"By measure": rows_by_measure(step), "Biggest revisions that may be shown": largest_rows(step)}


def rows_by_measure(step: Step) -> list[dict[str, Any]]:
    """The exact counts per measure and benefit for a terminal, the most revised first."""
    names = ["added", "lost", "revised", "revised_final", "status_changed"]
    table = cell_changes.counts(step.exact, by=triangles.SERIES)
    table = table.sort_values(["revised", *triangles.SERIES], ascending=[False, True, True])
    return [{name: str(row[name]) for name in (*triangles.SERIES, *names)} for _, row in table.iterrows()]


def largest_rows(step: Step) -> list[dict[str, Any]]:
    """The biggest revisions that may be shown, counts before rates, for a terminal."""
    table = cell_changes.changes(step.shown)
    table = table[table["kind"] == "revised"].head(MOST)
    return [
        {
            "measure": row["measure"],
            "benefit": row["benefit"],
            "area": f"{row['area']} {area_name(row['area_type'], row['area'])}",
            "period": row["period"],
            "before": _figure(row["value_before"]),
            "after": _figure(row["value_after"]),
            "change": _figure(row["change"], sign="+"),
            "per cent": "" if math.isnan(percentage(row)) else f"{percentage(row):+.1f}",
        }
        for _, row in table.iterrows()
    ]


def _other_tables(step: Step) -> list[str]:
    """Tables beside the observations, by their rows and whether they are the same file."""
    before, after = (one.snapshot.manifest["files"] for one in (step.before, step.after))
    said = []
    for file in sorted((before.keys() | after.keys()) - {"observations.parquet"}):
        table = file.removesuffix(".parquet")
        if file not in before or file not in after:
            said.append(f"  table {table}: {'added' if file in after else 'lost'}")
        else:
            alike = "unchanged" if before[file]["sha256"] == after[file]["sha256"] else "changed"
            said.append(
                f"  table {table}: {alike}, {before[file]['rows']:,} rows before, {after[file]['rows']:,} after"
            )
    return said


def _breaks(step: Step) -> list[str]:
    said = [] if step.in_order else ["  note: the first of the two was retrieved after the second"]
    return said + [f"  note: between the retrievals, {reform.month}: {reform.label}" for reform in step.reforms]


def _figure(value: float, *, sign: str = "") -> str:
    return f"{round(value, 9):{sign},.10g}"
