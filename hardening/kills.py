"""Kill a writer at random moments: `python hardening/kills.py --times 200`.

One process writes two records in turn over one file, as fast as it can, and is killed
with SIGKILL after a random time. Whatever stands there afterwards must be one of the
two, whole. Files that a killed process leaves behind are counted: they begin with a
dot and end in `.part`, and no reader takes them for a record.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITER = """
import sys, involvement as inv
one, other, target = sys.argv[1:]
records = [inv.load(one), inv.load(other)]
inv.dump(records[0], target, on_warning=print)
print("ready", flush=True)
while True:
    for record in records[::-1]:
        inv.dump(record, target, on_warning=lambda issue: None)
"""


def kills(times: int, ending: str, seed: int, folder: Path) -> tuple[int, int]:
    """How often the writer was killed, and how many unfinished files it left.

    Raises:
        AssertionError: If the file was ever anything but one of the two records.
    """
    import involvement as inv

    chance = random.Random(seed)  # noqa: S311 - nothing secret
    names = ("stroke", "co-design")
    whole = [inv.load(name) for name in names]
    target = folder / f"record{ending}"
    done = 0
    while done < times:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, *names, str(target)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        writer.communicate()
        assert inv.load(target, on_warning=lambda _issue: None) in whole
        done += 1
    left = [path for path in folder.iterdir() if path != target]
    assert all(p.name.startswith(".") and p.name.endswith(".part") for p in left)
    return done, len(left)


def main() -> None:
    """Read the options, run, say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument(
        "--ending", default=".yaml", choices=(".yaml", ".json", ".xlsx")
    )
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done, left = kills(chosen.times, chosen.ending, chosen.seed, Path(folder))
    print(f"{done} kills, 0 damaged files, {left} unfinished files left beside")


if __name__ == "__main__":
    main()
