"""Odd surroundings and odd texts at the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RECORD = """\
schema_version: "1"
id: ward
title: {title}
activities:
- {{id: survey, title: {title}, asks_users: "yes", decision_right: professional}}
contributions:
- {{id: wish, activity: survey, made_by: user, summary: {title}}}
"""


def run(folder: Path, *words: str, **around: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "involvement", *words],
        cwd=folder,
        env=os.environ | around,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def save(folder: Path, title: str, name: str = "ward.yaml") -> None:
    """A record with an odd title in every free text."""
    text = RECORD.format(title=title)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("title", ["[bold]loud[/bold]", "[/b]", "[link=x]y", "[red"])
def test_markup_in_a_title_is_shown_as_written(tmp_path: Path, title: str) -> None:
    """Square brackets are text, not orders to the printer."""
    save(tmp_path, f"'{title}'")
    for words in ((), ("--markdown",), ("--feedback",)):
        done = run(tmp_path, "evaluate", "ward.yaml", "--quiet", *words)
        assert (done.returncode, done.stderr) == (0, "")
        plain = done.stdout.replace("\\", "")
        assert title in plain


def test_escape_sequences_are_shown_not_obeyed(tmp_path: Path) -> None:
    """A terminal never gets a control character from a record."""
    save(tmp_path, '"\\e[31mred\\a\\x9b2J"')
    for words in (
        ("evaluate", "ward.yaml"),
        ("evaluate", "ward.yaml", "--markdown"),
        ("ask", "ward.yaml"),
        ("trace", "ward.yaml"),
        ("check", "ward.yaml"),
    ):
        done = run(tmp_path, *words)
        assert done.returncode == 0
        for sign in ("\x1b", "\a", "\x9b"):
            assert sign not in done.stdout + done.stderr


def test_no_colour_where_nobody_sees_it(tmp_path: Path) -> None:
    """Not a terminal; NO_COLOR; colour forced by others' variables."""
    save(tmp_path, "A ward")
    plain = run(tmp_path, "evaluate", "ward.yaml").stdout
    for around in ({"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}):
        done = run(tmp_path, "evaluate", "ward.yaml", **around)
        assert done.stdout == plain
        assert "\x1b" not in done.stdout


def on_terminal(folder: Path, command: str, columns: int, **around: str) -> str:
    """What a terminal of some width is sent."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    size = struct.pack("HHHH", 40, columns, 0, 0)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    words = [sys.executable, "-m", "involvement", command, "ward.yaml"]
    running = subprocess.Popen(
        words, cwd=folder, env=kept | around, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert running.wait() == 0
    return said.decode()


@pytest.mark.parametrize("command", ["evaluate", "ask"])
def test_a_terminal_of_forty_columns(tmp_path: Path, command: str) -> None:
    """Nothing runs over the edge; without colour when that is asked for."""
    save(tmp_path, "A ward")
    said = on_terminal(tmp_path, command, 40, NO_COLOR="1", TERM="xterm")
    assert "\x1b[3" not in said
    assert max(map(len, said.splitlines())) <= 40
    assert len(said.splitlines()) > 10


@pytest.mark.parametrize(
    "around",
    [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LANG": "tr_TR"}],
    ids=["C", "Turkish", "Turkish without UTF-8"],
)
def test_locales_change_nothing(tmp_path: Path, around: dict[str, str]) -> None:
    """Non-ASCII text is printed whole; `I` and `i` mean what they meant."""
    save(tmp_path, "İstanbul ıı – Ärzte")
    first = run(tmp_path, "evaluate", "ward.yaml", "--markdown")
    done = run(tmp_path, "evaluate", "ward.yaml", "--markdown", **around)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == first.stdout


def test_a_file_with_the_name_of_an_example(tmp_path: Path) -> None:
    """The file wins, and that is said."""
    folder = tmp_path / "stroke"
    folder.mkdir()
    save(folder, "A ward")
    done = run(tmp_path, "evaluate", "stroke", "--json")
    assert done.returncode == 0
    assert done.stderr.startswith(
        "note: [file-example]\n"
        "  'stroke' is a file here and also a shipped example\n"
        "  the file was read; rename it to read the example\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ("evaluate", "ward.yaml", "--html", "no/such/r.html"),
            1,
            "no/such/r.html  [file-write]\n"
            "  could not write it: no such file or directory\n"
            "  make the folder first\n",
        ),
        (
            ("evaluate", "ward.yaml", "--html", "."),
            1,
            ".  [file-write]\n",
        ),
        (
            ("evaluate", "ward.yaml", "--tables", "ward.yaml"),
            1,
            "ward.yaml  [file-write]\n"
            "  a file of that name exists already\n"
            "  give the name of a folder\n",
        ),
        (
            ("convert", "ward.yaml", "ward.docx"),
            2,
            "ward.docx  [file-kind]\n",
        ),
    ],
)
def test_outputs_that_cannot_be(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """A line on what is wrong; the record as it was."""
    save(tmp_path, "A ward")
    before = (tmp_path / "ward.yaml").read_bytes()
    done: Any = run(tmp_path, *words)
    assert done.stdout == ""
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
    assert done.returncode in (code, 2)
    assert (tmp_path / "ward.yaml").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ward.yaml"]
