"""What courses on a benefit lead to, in Danish and in groups."""

import pandas as pd

from analysis import benefits
from analysis.registers.paths.lasting import JOB

OTHER = "Øvrige"
_FAMILIES = {
    "uddannelse": "Uddannelse",
    "sygdom": "Sygedagpenge eller jobafklaring",
    "orlov": "Barsel",
    "permanent": "Varig ydelse",
    "tilbagetraekning": "Pension og efterløn",
}
_OWN = {
    JOB: "Job",
    "selvforsoergende": "Selvforsørgelse uden oplyst job",
    "folkepension": "Pension og efterløn",
    "doed": "Død eller udvandret",
    "udvandret": "Død eller udvandret",
}
_ANOTHER = "Anden midlertidig ydelse"
DESTINATIONS = tuple(dict.fromkeys([_OWN[JOB], "Uddannelse", *_OWN.values(), *_FAMILIES.values(), _ANOTHER, OTHER]))


def destination_label(destination: str) -> str:
    """The Danish name of where a course led, in groups.

    >>> destination_label("job"), destination_label("foertidspension"), destination_label("dream_412")
    ('Job', 'Varig ydelse', 'Anden midlertidig ydelse')
    """
    if destination in _OWN:
        return _OWN[destination]
    known = benefits.benefits()
    family = known[destination].family if destination in known else ""
    return _FAMILIES.get(family, _ANOTHER)


def joined(courses: pd.DataFrame, smallest: float) -> pd.Series:
    """Destinations in which those of too few are one, together with the next smallest while that too is too few."""
    counts = courses.loc[courses["ended"], "destination"].value_counts()[::-1]
    small = list(counts.index[counts < smallest])
    while small and counts[small].sum() < smallest and len(small) < len(counts):
        small.append(counts.index[len(small)])
    named: pd.Series = courses["destination"].where(~courses["destination"].isin(small), OTHER)
    return named
