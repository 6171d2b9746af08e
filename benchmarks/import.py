"""What it costs to read a large workbook: 20,000 rows, in seconds and memory.

Run as `python benchmarks/import.py`, on Linux. Each reading is a fresh process; the
time is its CPU time, and the memory the most it ever held, the interpreter and all
libraries included.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import Timing, machine, show, table

from involvement.formats import folder, workbook
from involvement.record.programme import Programme

ROWS = 20_000
READ = """
import sys, time
from pathlib import Path
from involvement.formats import {module}
from involvement.formats.validation import read_tree
from involvement.limits import Limits
start = time.process_time()
tree = {module}.read(Path(sys.argv[1]), Limits())
read = time.process_time() - start
programme, issues = read_tree(tree)
checked = time.process_time() - start
assert issues == ()
rows = sum(len(getattr(programme, name)) for name in ("contributions", "activities"))
status = Path("/proc/self/status").read_text()
most = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(rows, read, checked, most)
"""


def activities() -> Programme:
    """Every fact of every activity known: 22 cells in each row."""
    facts = {
        "title": "A meeting of the panel", "when": "2007-03", "kind": "advisory_group",
        "initiated_by": "user", "led_by": "professional", "agenda_set_by": "joint",
        "scope_set_by": "professional", "users_add_topics": "yes",
        "decision_stage": "options_open", "informs_users": "yes", "asks_users": "yes",
        "deliberates": "yes", "contacts": 3,
        "decision_right": "professional_after_advice",
        "user_vote_share": 0.25, "must_respond": "yes", "feedback_given": "general",
        "resource_control": "user", "user_work": "assist", "purposes": ["inform"],
        "reward": "fee",
    }  # fmt: skip
    items = [{"id": f"activity-{n}"} | facts for n in range(ROWS)]
    return Programme(schema_version="1", id="large", activities=items)


def contributions() -> Programme:
    """What a log of many years holds: 7 cells in each row."""
    said = {
        "summary": "Letters are hard to read", "intended": "the appointment letter",
        "made_by": "user", "knowledge": ["experiential"], "treatment": "used",
        "when": "2007-03-14",
    }  # fmt: skip
    items = [{"id": f"said-{n}"} | said for n in range(ROWS)]
    return Programme(schema_version="1", id="large", contributions=items)


def main() -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for name, programme in (
            ("contributions", contributions()),
            ("activities, all facts", activities()),
        ):
            book, files = Path(place) / "large.xlsx", Path(place) / "large"
            workbook.write(programme, book)
            folder.write(programme, files)
            for module, path in (("workbook", book), ("folder", files)):
                rows.append([f"{name}, {module}", *measured(module, path)])
    header = ["20,000 rows", "read", "read and checked", "most memory"]
    show("Reading a large workbook", f"{table(header, rows)}\n\n{machine()}")


def measured(module: str, path: Path, *, runs: int = 5) -> list[str]:
    """Seconds and memory of several fresh processes."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", READ.format(module=module), str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append([float(figure) for figure in done.stdout.split()])
    counts, read, checked, most = zip(*found, strict=True)
    assert set(counts) == {ROWS}
    return [str(Timing(read)), str(Timing(checked)), f"{max(most):.0f} MiB"]


main()
