"""Which declared table a sheet holds: by its headings, and where other benefits share them, by its titles and names.

``Antal personer`` heads the same column for every benefit. So the nearest text that names a benefit or a table
decides: the titles and headers of the sheet, else its name, else the file's name. Where they name another benefit,
or none, the sheet is not read as anything.
"""

import re
from collections.abc import Iterable, Sequence

from analysis.names import matching_key
from analysis.sources.exports.declared import Exports, Table
from analysis.sources.exports.findings import Findings

_TABLE_ID = re.compile(r"\b(?:y\d\d[a-z]\d\d|ptv[a-z]\d\d|otij\d\d)\b")


def table(exports: Exports, *, keys: set[str], levels: Sequence[Iterable[str]], findings: Findings) -> Table | None:
    """The table that a sheet holds; none, with a problem where one was nearly recognised.

    Parameters
    ----------
    exports : Exports
        What is declared.
    keys : set of str
        The keys of every text of the sheet, and of its headers joined over their rows.
    levels : sequence of iterables of str
        Texts that may say what the sheet is, the nearest first: its titles and headers, its name, the file's name.
    findings : Findings
        Where a problem is added.
    """
    said = [_joined(level) for level in levels]
    found = {one.id: _matched(one, keys) for one in exports.tables.values()}
    by_heading = [one for one in exports.tables.values() if found[one.id]]
    sure = [one for one in by_heading if not one.recognised_by or _vouched(one, exports, said)]
    if not by_heading:
        sure = [one for one in exports.tables.values() if len(one.measures) == 1 and _titled(one, exports, said)]
        return sure[0] if len(sure) == 1 else None
    if not sure:
        ids = ", ".join(one.id for one in by_heading)
        findings.problem(
            f"its columns could be those of {ids}, or of the like table of another benefit. Name the table's id in "
            f"the file's name, as in {by_heading[0].id}.csv, or keep the title that names the benefit"
        )
        return None
    most = max(found[one.id] for one in sure)
    best = [one for one in sure if found[one.id] == most]
    if len(best) > 1:
        ids = ", ".join(one.id for one in best)
        findings.problem(f"its columns could be those of each of {ids}. Name the table's id in the file's name")
        return None
    return best[0]


def _matched(one: Table, keys: set[str]) -> int:
    """How many measures of a table have a heading here."""
    return len({column.measure for column in one.columns if column.measure and column.headings & keys})


def _vouched(one: Table, exports: Exports, said: list[str]) -> bool:
    """Whether the nearest text that names a benefit or a table names this one and no other."""
    own = one.fixed.get("benefit", "")
    for text in said:
        ids = set(_TABLE_ID.findall(text)) | {id_ for id_ in exports.tables if _has(text, id_)}
        benefits = {benefit for word, benefit in exports.benefits.items() if _has(text, word)}
        hit = any(_has(text, word) for word in one.recognised_by)
        if ids or benefits or hit:
            return hit and ids <= {one.id} and benefits <= {own}
    return False


def _titled(one: Table, exports: Exports, said: list[str]) -> bool:
    """Whether a title or a name gives this table's title or id."""
    if one.recognised_by:
        return _vouched(one, exports, said)
    return any(_has(text, one.id) or _has(text, matching_key(one.title)) for text in said)


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(matching_key(text) for text in texts)


def _has(text: str, words: str) -> bool:
    return bool(words) and re.search(rf"(?:^|\W){re.escape(words)}(?:\W|$)", text) is not None
