"""Nothing in the repository names this machine, a registry, or unfinished work."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import involvement

ROOT = Path(involvement.__file__).parents[1]

# Written so that this file does not contain what it looks for.
MACHINE = r"/w[o]rk/|/r[o]ot/|/h[o]me/\w|/tmp/[a-z]+/"
REGISTRY = r"p[y]pi\.org|pythonh[o]sted|registry\.n[p]mjs|deb\.d[e]bian"
UNFINISHED = r"\bT[O]DO\b|\bF[I]XME\b|\bX[X]X\b|pragma: n[o] cover"


def tracked() -> list[Path]:
    """Every text file git knows of; none outside a clone."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    run = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in run.stdout.split("\0") if name]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY, UNFINISHED])
def test_no_tracked_file_holds(pattern: str) -> None:
    """A path or host that means nothing elsewhere, or a promise not kept."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.is_file()
        for number, line in enumerate(
            path.read_bytes().decode("utf-8", "replace").splitlines(), 1
        )
        if re.search(pattern, line)
    ]
    assert found == []


def test_no_lock_file_is_tracked() -> None:
    """Such files hold registry addresses; pins stand in `constraints.txt`."""
    names = {path.name for path in tracked()}
    assert (
        names & {"uv.lock", "poetry.lock", "package-lock.json", "Pipfile.lock"} == set()
    )
