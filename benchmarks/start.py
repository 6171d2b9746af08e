"""What it costs to start: `import involvement`, first use, `evaluate` from cold.

Run as `python benchmarks/start.py`. Fresh processes, taken in turn. The baseline is
`from pydantic import BaseModel` alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import in_turn, show, table

FIRST_USE = "import involvement as i; i.score(i.Activity(id='a', asks_users='yes'))"


def main() -> None:
    """Print the table."""
    python = sys.executable
    names = [
        "`python -c pass`",
        "`from pydantic import BaseModel`",
        "`import involvement`",
        "first use: import and score one activity",
        "`involvement evaluate stroke`",
    ]
    timings = in_turn(
        [python, "-c", "pass"],
        [python, "-c", "from pydantic import BaseModel"],
        [python, "-c", "import involvement"],
        [python, "-c", FIRST_USE],
        [python, "-m", "involvement", "evaluate", "stroke", "--quiet"],
    )
    baseline = timings[1].median
    rows = [
        [name, str(timing), f"{timing.median / baseline:.2f}"]
        for name, timing in zip(names, timings, strict=True)
    ]
    show(
        "Starting",
        table(["process", "wall time, median (range)", "against pydantic"], rows),
    )


main()
