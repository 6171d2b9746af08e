"""Runs every benchmark and writes `docs/reference/benchmarks.md`.

Run as `python benchmarks/run.py [--rows 10000000] [--links 10000 100000 1000000]`, on a
machine with nothing else to do, with the `test` extra installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from measure import machine  # noqa: E402 - its folder is named above

PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"

INTRO = """\
# Benchmarks

Speed is measured by the scripts in `benchmarks/`, each as a ratio to a named baseline
in the same run, and never by a timed test.
`python benchmarks/run.py` measures everything and writes this page.
Medians, with the fastest and the slowest run in brackets.
Tables, records and influence are in processor time of one core, starting is in wall
time, with a fresh process for every run.

"""

NOTES = {
    "tables.py": """\
The row-wise loop evaluates every condition of every scale on complete rows, without
tables; with gaps it would have to try every way of filling them.
The share of memory bandwidth is the time a copy would take to read the input and
write the output once, over the time taken.
The polars expressions use three-valued logic, which may leave open what the table
decides; with "values checked" they also refuse values a fact may not hold, as
`score_table` does.
""",
    "records.py": """\
`tabulate_lines` gives the columns of `score_table`, `score_lines` a whole score with
reasons for every line; both check every line as a record is checked.
""",
}


def said(script: str, *options: str) -> str:
    """What a script prints."""
    root = str(HERE.parent)
    done = subprocess.run(
        [sys.executable, str(HERE / script), *options],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": root},
    )
    sys.stderr.write(f"{script} done\n")
    return done.stdout.strip() + "\n\n" + NOTES.get(script, "")


def main() -> None:
    """Measure and write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", default="10000000")
    asked.add_argument("--links", nargs="*", default=["10000", "100000", "1000000"])
    asked.add_argument("--runs", default="7")
    told = asked.parse_args()
    parts = [
        said("tables.py", "--rows", told.rows, "--runs", told.runs),
        said("records.py"),
        "## Influence\n\nSeconds, against plain networkx code for the same.\n\n"
        + said("influence.py", "--links", *told.links),
        said("start.py"),
    ]
    text = INTRO + "\n".join(parts) + f"\n## Machine\n\n{machine()}\n"
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
