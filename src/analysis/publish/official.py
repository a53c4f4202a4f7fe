"""What a source itself held its figures against, published beside what is worked out here."""

import pandas as pd

from analysis import catalogue
from analysis.publish import emitting
from analysis.publish.figures import absent
from analysis.publish.layout import official_table
from analysis.publish.page import current
from analysis.publish.words import official_sentences


def official(rows: pd.DataFrame, *, title: str) -> None:
    """Publish expected and actual support of the jobcenter's municipalities, in the latest period that has figures.

    A sentence for each municipality, and a table of the groups of benefits with the official rank beside ours and the
    rule for ties; the reason where the snapshot has no such figures.

    Parameters
    ----------
    rows : DataFrame
        As ``measures.official`` gives it.
    title : str
        What the table shows, in Danish.
    """
    if rows.empty:
        absent(rows, title=title)
        return
    current().shows(rows)
    ours = rows[(rows["role"] == "member") & (rows["period"] == rows["period"].max())]
    said = official_sentences.official(ours[ours["benefit"] == catalogue.TOTAL])
    emitting.text(said)
    by_place = pd.concat([part for _, part in ours.groupby("label", sort=False)])
    table = official_table.table(by_place, table_id=current().number("table"), title=title)
    emitting.table(table)
