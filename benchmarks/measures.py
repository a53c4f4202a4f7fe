"""The catalogue's measures from a register: all jobcentres and 120 months in one pass, and one further jobcenter.

    python benchmarks/measures.py --json FILE      a tenth of the country
    python benchmarks/measures.py --scale 1        the whole country: some 6 minutes and 5 GB

The country is synthetic. Counting is one call for all areas and months; its cost is measured in a process of its own,
after the tables are made. Then a report's comparisons (level, development, comparable areas) of one measure per subject
are asked for, jobcenter by jobcenter, from the snapshot: what the first costs is the reading, what the others cost is
the cost of a further jobcenter. CPU seconds of user and system mode.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis import areas, measures, project
from analysis.data import contracts, snapshots, tables
from analysis.data.demo import Country
from analysis.registers.counted import measured

FIRST, LAST = "2010-01", "2019-12"
SUBJECTS = [  # one of each subject of the first analyses
    *("ydelsesgrupper_i_alt", "fuldtidspersoner/sygedagpenge", "andel_16_66/kontanthjaelp", "beroerte/a_dagpenge"),
    *("tilgang/sygedagpenge", "bruttoledige", "arbejdskraftreserve", "langtidsledige", "permanent_forsoergelse"),
    *("tilgang_foertidspension", "unge", "uddannelsesgrad", "ikke_vestlig", "overrepraesentation", "aktiveringsgrad"),
]
GOAL = 0.05  # CPU seconds of a further jobcenter


def main() -> None:
    """Measure and print; write the figures where ``--json`` says."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, default=0.1)
    arguments.add_argument("--seed", type=int, default=20101)
    arguments.add_argument("--json", type=Path, help="where to write the figures")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "notebooks").mkdir()
        for room in ("params", "reference"):
            (home / room).symlink_to(project.root() / room)
        os.environ[project.HOME] = str(home)
        found = {"scale": asked.scale, "months": 120, **counted(asked.scale, asked.seed), **further()}
    print(json.dumps(found, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def counted(scale: float, seed: int) -> dict[str, Any]:
    """What it costs to count every measure of every area and month, and to write them as a snapshot."""
    country = Country(scale, seed)
    beside = {name: _whole(country, name) for name in ("activations", "jobs")}
    spells, persons, population = country.spells, country.persons, country.population
    before = time.process_time()
    rows = measured.observations(
        spells,
        persons,
        first=FIRST,
        last=LAST,
        activations=beside["activations"],
        jobs=beside["jobs"],
        population=population,
        source="Register (syntetisk)",
        retrieved="2020-02-10",
    )
    counting = time.process_time() - before
    written = {"observations": contracts.check("observations", rows)}
    snapshots.write("counted", written, source="drawn", asked=[], retrieved="2020-02-10", synthetic=True)
    return {
        "spells": len(spells),
        "measures": int(rows["measure"].nunique()),
        "rows": len(rows),
        "counting_cpu_seconds": round(counting, 2),
        "writing_cpu_seconds": round(time.process_time() - before - counting, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def further() -> dict[str, Any]:
    """What the comparisons of a report cost for the first jobcenter, and for each further one."""
    times = []
    for jobcenter in areas.jobcentres(LAST):
        before = time.process_time()
        panel = tables.observations("counted", jobcenter.code, LAST)
        for subject in SUBJECTS:
            measures.compare(panel, subject)
        times.append(time.process_time() - before)
    further = sorted(times[1:])
    middle = further[len(further) // 2]
    return {
        "subjects": len(SUBJECTS),
        "jobcentres": len(times),
        "first_jobcenter_cpu_seconds": round(times[0], 3),
        "further_jobcenter_cpu_seconds": round(middle, 4),
        "further_jobcenter_worst": round(further[-1], 4),
        "within": middle <= GOAL,
    }


def _whole(country: Country, table: str) -> pd.DataFrame:
    batches = list(country.stream(table).batches)
    frame: pd.DataFrame = pa.concat_tables(batches, promote_options="permissive").to_pandas(date_as_object=False)
    return frame


if __name__ == "__main__":
    main()
