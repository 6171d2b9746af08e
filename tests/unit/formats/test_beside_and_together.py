"""What a killed writer leaves: used up by the next one, never another's file."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.formats import beside, together
from involvement.formats.beside import Beside, alone
from involvement.formats.writing import replacing, write_whole

if TYPE_CHECKING:
    from pathlib import Path

RECORDS: tuple[Any, Any] = (inv.load("minimum"), inv.load("co-design"))
JOURNAL = together.JOURNAL


def names(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


# -- one file --


def test_what_a_kill_left_is_used_up(tmp_path: Path) -> None:
    """The next writing of the same file takes it away, whatever it held."""
    (tmp_path / ".a.yaml.0.part").write_text("a" * 100_000)
    write_whole(tmp_path / "a.yaml", b"new")
    assert names(tmp_path) == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_bytes() == b"new"


def test_a_living_writer_keeps_its_file(tmp_path: Path) -> None:
    """Two at once have two names; each puts its own in place."""
    path = tmp_path / "a.yaml"
    with replacing(path) as first:
        first.write(b"first")
        with replacing(path) as second:
            second.write(b"second")
            assert names(tmp_path) == [".a.yaml.0.part", ".a.yaml.1.part"]
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["a.yaml"]


def test_more_writers_than_names(tmp_path: Path) -> None:
    """They go without a lock, under a name of their own."""
    held = [Beside(tmp_path / "a") for _ in range(beside._NAMES)]
    write_whole(tmp_path / "a", b"new")
    for one in held:
        os.close(one.handle)
        one.discard()
        one.release()
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("planted", ["link", "hard link", "folder", "pipe"])
def test_a_planted_file_is_not_written_to(tmp_path: Path, planted: str) -> None:
    """In a folder that others may write to."""
    other = tmp_path / "other"
    other.write_bytes(b"other")
    part = tmp_path / ".a.0.part"
    if planted == "link":
        part.symlink_to(other)
    elif planted == "hard link":
        part.hardlink_to(other)
    elif planted == "folder":
        part.mkdir()
    else:
        os.mkfifo(part)
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert other.read_bytes() == b"other"
    assert names(tmp_path) == [".a.0.part", "a", "other"]


def test_a_file_that_was_moved_away_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking it became the target: the next name is taken."""
    whole = fcntl.flock

    def late(handle: int, kind: int) -> None:
        part = tmp_path / ".a.0.part"
        if part.exists():
            part.rename(tmp_path / "a")
        whole(handle, kind)

    monkeypatch.setattr(fcntl, "flock", late)
    (tmp_path / ".a.0.part").write_bytes(b"first")
    one = Beside(tmp_path / "a")
    assert one.name == str(tmp_path / ".a.1.part")
    assert (tmp_path / "a").read_bytes() == b"first"
    os.close(one.handle)
    one.discard()
    one.release()
    assert names(tmp_path) == ["a"]


def test_a_failed_writer_removes_its_own_file_only(tmp_path: Path) -> None:
    """Its name may be another's by then."""
    one = Beside(tmp_path / "a")
    os.close(one.handle)
    (tmp_path / ".a.0.part").unlink()
    one.discard()
    (tmp_path / ".a.0.part").write_bytes(b"another's")
    one.discard()
    one.release()
    assert names(tmp_path) == [".a.0.part"]


def test_a_system_without_such_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name of its own each time; removed after a failure as well."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    write_whole(tmp_path / "a", b"new")
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a"):
        raise ZeroDivisionError
    with alone(tmp_path, writing=True):
        assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


# -- a folder --


def folder_of(path: Path) -> Path:
    """A folder that holds the first record."""
    inv.dump(RECORDS[0], path)
    return path


def journal(folder: Path, record: Any) -> None:
    """What a writer of another record leaves that is killed at the worst moment."""
    aside = folder.parent / "aside"
    inv.dump(record, aside)
    files = {path.name: path.read_text("utf-8") for path in aside.iterdir()}
    old = {path.name: None for path in folder.iterdir()}
    (folder / JOURNAL).write_text(json.dumps(old | files), encoding="utf-8")


def test_a_folder_is_old_or_new_after_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each single move and removal: one of the two, whole."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    steps = 0
    seen: list[int] = []
    real = (os.replace, type(tmp_path).unlink)

    def stop(which: int) -> Any:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal steps
            if not steps:
                raise KeyboardInterrupt
            steps -= 1
            return real[which](*given, **named)

        return counted

    for after in range(100):
        folder = folder_of(tmp_path / f"f{after}")
        steps = after
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", stop(0))
            patch.setattr(type(tmp_path), "unlink", stop(1))
            try:
                inv.dump(RECORDS[1], folder)
            except KeyboardInterrupt:
                done = False
            else:
                done = True
        seen.append(RECORDS.index(inv.load(folder, on_warning=lambda _issue: None)))
        inv.dump(RECORDS[0], folder)
        assert inv.load(folder) == RECORDS[0]
        assert JOURNAL not in names(folder)
        if done:
            break
    assert seen[:3] == [0, 1, 1]
    assert set(seen[3:]) == {1}
    assert len(seen) > 15


def test_a_writing_that_was_cut_short_is_told(tmp_path: Path) -> None:
    """With what to do; the next writing ends it."""
    folder = folder_of(tmp_path / "f")
    journal(folder, RECORDS[1])
    said: list[Any] = []
    assert inv.load(folder, on_warning=said.append) == RECORDS[1]
    assert [str(issue) for issue in said] == [
        "note: f  [file-write]\n"
        "  found a writing that was cut short; what it was to write was read\n"
        "  write the record again to this folder"
    ]
    inv.dump(RECORDS[1], folder)
    assert inv.load(folder) == RECORDS[1]
    assert JOURNAL not in names(folder)


def test_nothing_written_by_hand_since_is_passed_over(tmp_path: Path) -> None:
    """Which of the two is meant, only a person can say."""
    folder = folder_of(tmp_path / "f")
    journal(folder, RECORDS[1])
    later = (folder / JOURNAL).stat().st_mtime_ns + 10**9
    os.utime(folder / "activities.csv", ns=(later, later))
    with pytest.raises(inv.RecordError) as refused:
        inv.load(folder)
    assert str(refused.value) == (
        "f/activities.csv  [file-write]\n"
        "  found 'activities.csv' changed after the writing was cut short\n"
        "  remove .folder.part to read the files as they are, or write it all again"
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", "[" * 100_000, "\xff"])
def test_a_journal_that_is_none(tmp_path: Path, text: str) -> None:
    """It is written whole or not at all, so somebody else wrote it."""
    folder = folder_of(tmp_path / "f")
    (folder / JOURNAL).write_text(text, encoding="latin-1")
    with pytest.raises(inv.RecordError) as refused:
        inv.load(folder)
    assert str(refused.value) == (
        "f/.folder.part  [syntax]\n  found a journal that cannot be read\n"
        "  remove it to read the files as they are"
    )


def test_what_a_kill_left_of_files_that_are_gone(tmp_path: Path) -> None:
    """The new record has no such list: nothing of it stays."""
    folder = folder_of(tmp_path / "f")
    (folder / ".ratings.csv.0.part").write_text("half")
    (folder / ".mine.csv.0.part").write_text("not ours to judge")
    (folder / ".factors.csv.0.part").mkdir()
    inv.dump(RECORDS[0], folder)
    assert [name for name in names(folder) if name.endswith(".part")] == [
        ".factors.csv.0.part",
        ".mine.csv.0.part",
    ]


def test_a_first_writing_that_was_cut_short_can_be_repeated(tmp_path: Path) -> None:
    """Nothing was there before; what a kill left is no reason to refuse."""
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / JOURNAL).write_text('{"a": null}')
    inv.dump(RECORDS[0], folder)
    assert inv.load(folder) == RECORDS[0]


def test_a_folder_that_fills_up_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault says where the new content stands; it is what is read."""
    folder = folder_of(tmp_path / "f")
    whole = os.replace

    def refuse(given: Any, target: Any) -> None:
        if str(target).endswith(JOURNAL):
            whole(given, target)
            return
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(inv.RecordError) as refused:
            inv.dump(RECORDS[1], folder)
    assert str(refused.value) == (
        f"{folder}/datapackage.json  [file-write]\n"
        "  could not write it: no space left on device\n"
        "  the new content stands in .folder.part and is read; write it again"
    )
    assert inv.load(folder, on_warning=lambda _issue: None) == RECORDS[1]


def test_a_file_that_cannot_be_removed(tmp_path: Path) -> None:
    """A folder of that name: said, and the new record is read."""
    folder = folder_of(tmp_path / "f")
    (folder / "ratings.csv").mkdir()
    with pytest.raises(inv.RecordError) as refused:
        inv.dump(RECORDS[0], folder)
    assert str(refused.value) == (
        f"{folder}/ratings.csv  [file-write]\n"
        "  could not write it: is a directory\n"
        "  the new content stands in .folder.part and is read; write it again"
    )


def test_two_writers_and_a_reader_of_a_folder(tmp_path: Path) -> None:
    """Each reading sees one of the two records, whole, and one is left at the end."""
    folder = folder_of(tmp_path / "f")
    faults: list[BaseException] = []

    def write(record: Any) -> None:
        try:
            for _ in range(6):
                inv.dump(record, folder)
        except BaseException as error:  # noqa: BLE001 - told to the test
            faults.append(error)

    writers = [threading.Thread(target=write, args=(one,)) for one in RECORDS]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert inv.load(folder) in RECORDS
    assert faults == []
    assert inv.load(folder) in RECORDS
    assert [name for name in names(folder) if name.endswith(".part")] == []


def test_a_writer_that_never_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others wait for a time, then say so."""
    folder = folder_of(tmp_path / "f")
    monkeypatch.setattr(beside, "SECONDS", 0.05)
    with alone(folder, writing=True):
        for act in (lambda: inv.load(folder), lambda: inv.dump(RECORDS[0], folder)):
            with pytest.raises(inv.RecordError) as busy:
                act()
            assert str(busy.value) == (
                f"{folder}  [file-denied]\n"
                "  another process was still writing it after 0.05 s\n"
                "  wait for it to finish, or end it; then do the same again"
            )
    assert inv.load(folder) == RECORDS[0]


def test_a_file_system_without_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing and reading go on, as on systems that have none."""

    def refuse(_handle: int, _kind: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    folder = folder_of(tmp_path / "f")
    assert inv.load(folder) == RECORDS[0]
    assert [name for name in names(folder) if name.startswith(".")] == []


def test_the_lock_ends_with_the_process(tmp_path: Path) -> None:
    """Killed with its file open: the name is free again."""
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from involvement.formats.beside import Beside\n"
        "one = Beside(Path(sys.argv[1]))\nos.write(one.handle, b'half')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    path = tmp_path / "a"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    assert names(tmp_path) == [".a.0.part"]
    write_whole(path, b"new")
    assert names(tmp_path) == ["a"]
