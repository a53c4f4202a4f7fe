"""The effect of activation in the largest jobcenter, at full scale: CPU seconds and memory.

    python benchmarks/effects.py --json FILE          everybody who lived in Copenhagen in 2007-2020, at scale 1
    python benchmarks/effects.py --scale 0.05         a trial

The persons are those of the synthetic country, with all their spells, offers and jobs; the rest of the country is not
made, so reading does not have to pass them by. The measurement runs in a process of its own; CPU seconds are those of
that process in user and system mode, of all its threads.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from analysis.data import snapshots
from analysis.data.demo import RETRIEVED, SOURCE, Country
from analysis.data.snapshots import Stream

JOBCENTER, BENEFIT, PERIOD = "101", "a_dagpenge", "2019-12"
SECONDS, GIGABYTES = 20.0, 2.0


def main() -> int:
    """Make the register, measure, print and write; exit code 1 where it costs more than it may."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--seed", type=int, default=20101)
    arguments.add_argument("--json", type=Path, help="where to write the figures")
    arguments.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.measure)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), asked.scale, asked.seed)
        own = [sys.executable, __file__, "--measure", folder]
        found = json.loads(subprocess.run(own, check=True, stdout=subprocess.PIPE, text=True).stdout)
    found = {"scale": asked.scale, **found, "within": found["model"] <= SECONDS and found["peak_gb"] <= GIGABYTES}
    print(json.dumps(found, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if found["within"] else 1


def made(folder: Path, scale: float, seed: int) -> None:
    """The register of everybody who ever lived in the largest jobcenter, as a snapshot."""
    country = Country(scale, seed)
    place = country.places.codes.index(JOBCENTER)
    here = country.part((country.people.residence == place).any(axis=1))
    snapshots.folder = lambda: folder
    snapshots.write(
        "largest",
        {
            "spells": Stream([here.spells]),
            "persons": Stream([here.persons]),
            **{table: here.stream(table) for table in ("activations", "jobs")},
        },
        source=SOURCE,
        asked=[f"scale {scale:g}"],
        retrieved=RETRIEVED,
        synthetic=True,
    )


def measured(folder: Path) -> dict[str, Any]:
    """Seconds of each part, and the most memory of all."""
    from analysis import measures, models, tables
    from analysis.measures import offers

    snapshots.folder = lambda: folder
    models.activation_effect  # noqa: B018 - loads statsmodels, which is not what is measured
    clock = [time.process_time()]
    records = tables.records("largest", JOBCENTER, PERIOD)
    spells = len(records.register)
    for name in ("activations", "jobs", "persons"):
        records.table(name)
    clock.append(time.process_time())
    begins, ends = offers.window(records)
    rows = offers.at_risk(records, BENEFIT, None, begins, ends)
    assert rows is not None, "nobody could begin an offer"
    clock.append(time.process_time())
    offers.estimated(rows, ["job", "off"], 200, 20101)
    clock.append(time.process_time())
    found = measures.effects(records, benefit=BENEFIT)
    clock.append(time.process_time())
    reading, sets, model, everything = (round(b - a, 1) for a, b in itertools.pairwise(clock))
    return {
        "spells": spells,
        "at_risk": rows.attrs["at_risk"],
        "began": rows.attrs["starters"],
        "rows": len(rows),
        "reading": reading,
        "risk_sets": sets,
        "estimation": model,
        "model": round(sets + model, 1),
        "all_groups": everything,
        "groups": int(found["group"].nunique()),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
