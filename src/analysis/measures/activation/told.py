"""The register behind a report's panel, or why it cannot be asked."""

from functools import cache

from analysis import danish
from analysis.data import reads, records
from analysis.data.records import NEEDED, Records
from analysis.data.tables import Panel
from analysis.errors import AnalysisError

TABLES = {
    "spells": "forløb på ydelser",
    "persons": "personer",
    "activations": "tilbud",
    "interviews": "samtaler",
    "jobs": "lønnede timer",
    "answers": "svar på spørgeskemaer",
}


def told(panel: Panel, *needed: str) -> Records | str:
    """The jobcenter's own register, or the Danish reason why a section that needs some tables of it cannot be made.

    The same register for all sections of a report: it is read once.

    Parameters
    ----------
    panel : Panel
    needed : str
        Tables beside those of spells and persons.
    """
    missing = [name for name in (*NEEDED, *needed) if name not in panel.snapshot.tables()]
    if missing:
        what = danish.listed([TABLES.get(name, name) for name in missing])
        tables = danish.listed([f"»{name}«" for name in missing])
        return (
            f"Afsnittet kan ikke vises: datasættet »{panel.snapshot.name}« har ingen oplysninger om {what}, fordi der "
            f"ikke er leveret et register med {'tabellen' if len(missing) == 1 else 'tabellerne'} {tables}."
        )
    reads.note(panel.snapshot, "bounds")
    return _told(panel)


@cache
def _told(panel: Panel) -> Records | str:
    try:
        return records.told_of(panel.snapshot, panel.jobcenter.code, panel.period, protect=panel.protected)
    except AnalysisError:  # the tables are there, so the register ends before the month does
        return (
            f"Afsnittet kan ikke vises: registeret i datasættet »{panel.snapshot.name}« slutter før udgangen af "
            f"{danish.month(panel.period)}."
        )
