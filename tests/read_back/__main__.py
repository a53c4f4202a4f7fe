"""Reads back all reports of a folder: ``make read-back``."""

import sys
from pathlib import Path

from read_back import check


def main() -> int:
    """Print how many sentences were read and what is wrong with them; 1 where anything is."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "reports")
    count, forms, found = check(folder)
    for name, number in forms.most_common():
        print(f"{number:8d}  {name}")
    print(f"{count} reports, {sum(forms.values())} sentences of {len(forms)} forms, {len(found)} findings.")
    print("\n".join(found[:200]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
