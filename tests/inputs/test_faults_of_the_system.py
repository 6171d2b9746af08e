"""Full disks, folders without rights, killed writers, two writers, closed pipes.

After each of them there stands the old file or the new one, whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
RECORD: Any = inv.load("stroke")
ENDINGS = (".yaml", ".json", ".xlsx")
FULL = """
import os, resource, signal, sys
import involvement as inv
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
record = inv.load("stroke")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    inv.dump(record, sys.argv[1], on_warning=lambda issue: None)
except inv.InvolvementError as error:
    print(error)
sys.stdout.flush()
os._exit(0)  # at a normal exit a measuring tool would write, which it cannot here
"""


def python(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """A process of its own."""
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, **options
    )


def silent(_issue: object) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    """No room after a thousand bytes: said in words, the old file as it was."""
    path = tmp_path / f"record{ending}"
    small: Any = inv.load("minimum")
    inv.dump(small, path, on_warning=silent)
    before = path.read_bytes()
    done = python("-c", FULL, str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{path}  [file-write]\n  could not write it: file too large\n"
        "  the old file, if there was one, is intact\n"
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("number", [13, 28, 30])
def test_a_system_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, number: int
) -> None:
    """No right, no space, a read-only folder: at the start and at the last step."""
    path = tmp_path / f"record{ending}"
    path.write_bytes(b"old")

    def refuse(*_given: Any, **_named: Any) -> Any:
        raise OSError(number, os.strerror(number))

    for step in ("os.open", "os.fsync", "os.chmod", "os.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(step, refuse)
            with pytest.raises(inv.RecordError) as refused:
                inv.dump(RECORD, path, on_warning=silent)
        (issue,) = refused.value.issues
        assert issue.found == f"could not write it: {os.strerror(number).lower()}"
        assert issue.where == str(path)
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    """The folder may be read, not written."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(inv.RecordError) as refused:
        inv.dump(RECORD, folder / "a.yaml")
    folder.chmod(0o700)
    assert str(refused.value) == (
        f"{folder / 'a.yaml'}  [file-denied]\n  could not write it: permission denied\n"
        "  choose a folder you may write in"
    )


@pytest.mark.parametrize("form", ["yaml", "folder", "html"])
def test_killed_while_writing(form: str) -> None:
    """A few kills at random moments; the long loop is the same command."""
    words = ("--times", "6", "--form", form, "--seed", "7")
    done = python(str(ROOT / "hardening/kills.py"), *words)
    assert (done.returncode, done.stderr) == (0, "")
    first, *counts = done.stdout.splitlines()
    assert first == f"{form}: 6 kills, 0 damaged files"
    assert "  unfinished files after one more writing: 0" in counts


def test_two_writers_and_a_reader(tmp_path: Path) -> None:
    """Two write one file at once; each reading sees one of their records, whole."""
    path = tmp_path / "record.json"
    records: list[Any] = [RECORD, inv.load("co-design")]
    inv.dump(records[0], path)
    faults: list[BaseException] = []

    def write(record: Any) -> None:
        try:
            for _ in range(25):
                inv.dump(record, path)
        except BaseException as error:  # noqa: BLE001 - told to the test
            faults.append(error)

    writers = [threading.Thread(target=write, args=(one,)) for one in records]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert inv.load(path) in records
    assert faults == []
    assert inv.load(path) in records
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", ENDINGS)
def test_reading_and_writing_one_file(tmp_path: Path, ending: str) -> None:
    """The output is the input: written beside, then moved; nothing is lost."""
    path = tmp_path / f"record{ending}"
    inv.dump(RECORD, path, on_warning=silent)
    done = python("-m", "involvement", "convert", str(path), str(path))
    assert done.returncode == 0
    assert inv.load(path, on_warning=silent) == RECORD
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_over_itself(tmp_path: Path) -> None:
    """Scores written over the table they were made of."""
    path = tmp_path / "t.csv"
    path.write_text("id,asks_users\na,yes\n", encoding="utf-8")
    done = python(
        "-m", "involvement", "score", str(path), "-o", str(path), "--scale", "work"
    )
    assert done.returncode == 0
    first, second = path.read_text("utf-8").splitlines()
    assert first.startswith('"id","asks_users","work_possible"')
    assert second.startswith('"a","yes",')
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "stroke", "--json"),
        ("evaluate", "stroke"),
        ("check", "stroke"),
        ("schema",),
        ("example", "stroke"),
        ("scales", "iap2"),
        ("convert", "stroke", "-", "--to", "json"),
    ],
    ids=" ".join,
)
def test_a_reader_that_leaves(words: tuple[str, ...]) -> None:
    """The pipe is closed before the first byte: a quiet end."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "involvement", *words],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode == 0


def test_an_interrupted_input(tmp_path: Path) -> None:
    """Standard input that ends in the middle: a fault with a line, no record."""
    text = (ROOT / "involvement/examples/stroke.yaml").read_text("utf-8")
    half = text[: text.index("activities:") + 300]
    done = python("-m", "involvement", "check", "-", input=half)
    assert "Traceback" not in done.stderr
    done = python("-m", "involvement", "check", "-", input='{"id": "a", "title": "b')
    assert done.returncode == 1
    assert done.stdout.startswith("standard input:1:")
    assert "[syntax]" in done.stdout


BROKEN: dict[str, Callable[[], Any]] = {
    "raises": lambda: 1 / 0,
    "nonsense": lambda: "no such folder",
    "wrong type": lambda: 3,
}


class Point:
    """An entry point of another package."""

    def __init__(self, name: str, given: Any) -> None:
        """Keep what loading gives."""
        self.name, self.value, self._given = name, f"other:{name}", given

    def load(self) -> Any:
        """What the other package offers."""
        return self._given


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_scale_package_is_named_and_the_rest_scored(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every shipped scale still answers, the same as before."""
    from importlib import metadata

    from involvement.instruments.scale import Register

    activity = RECORD.activities[0]
    before = inv.score(activity).to_dict()
    points = [Point("bad", BROKEN[kind])]
    monkeypatch.setattr(metadata, "entry_points", lambda **_given: points)
    register = Register()
    (issue,) = register.plug_in()
    assert issue.code == "scale-plugin"
    assert "'bad' (other:bad)" in issue.found
    assert list(register.all())[:3] == ["arnstein", "iap2", "carman"]
    assert inv.score(activity).to_dict() == before


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (lambda *_a, **_k: 1 / 0, "it raised ZeroDivisionError: division by zero"),
        (lambda *_a, **_k: 3, "it returned int, not an Import"),
        (3, "it is of type int, not a function"),
    ],
    ids=["raises", "nonsense", "no function"],
)
def test_a_broken_importer_is_named(
    reader: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others still work."""
    from involvement.formats import importers

    monkeypatch.setattr(
        importers, "entry_points", lambda **_given: [Point("bad", reader)]
    )
    with pytest.raises(inv.RecordError) as refused:
        importers.read("bad", Path("x.csv"))
    assert any(
        issue.found == f"importer 'bad': {said}" for issue in refused.value.issues
    )
    assert "eci" in importers.importers().titles


def test_an_importer_cannot_change_what_others_gave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A record is frozen: a plug-in that tries to change one is told so and named."""
    from involvement.formats import importers

    record: Any = inv.load("minimum")
    before = json.dumps(record.model_dump(mode="json"))

    def meddle(*_given: Any, **_named: Any) -> Any:
        record.title = "mine"

    monkeypatch.setattr(
        importers, "entry_points", lambda **_given: [Point("bad", meddle)]
    )
    with pytest.raises(inv.RecordError) as refused:
        importers.read("bad", Path("x.csv"))
    assert refused.value.issues[0].code in ("record-frozen", "importer-plugin")
    assert json.dumps(record.model_dump(mode="json")) == before
