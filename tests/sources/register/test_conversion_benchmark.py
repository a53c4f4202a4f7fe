import json
import subprocess
import sys
from pathlib import Path

from analysis import project


def test_the_benchmark_of_the_conversion_measures_both_formats(tmp_path: Path):
    script = project.root() / "benchmarks" / "conversion.py"
    wanted = ["--persons", "2000", "--csv-persons", "2000", "--folder", str(tmp_path)]
    out = tmp_path / "out.json"
    subprocess.run([sys.executable, str(script), *wanted, "--json", str(out)], check=True, capture_output=True)
    parquet, csv = json.loads(out.read_text(encoding="utf-8"))["conversions"]
    assert (parquet["format"], csv["format"]) == ("parquet", "csv")
    assert parquet["weeks"] == 676  # 2007-W01 to 2019-W50
    assert parquet["spells"] == csv["spells"] > 2000
    assert parquet["person_weeks_per_cpu_second"] > 0
