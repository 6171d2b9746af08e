"""The command where it is not at home: locales, terminals, signals, missing parts."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from involvement.cli import _tidy_end, main

RECORD = """\
schema_version: "1"
id: ward
title: "İstanbul ıı – Ärzte"
activities:
- {id: survey, title: "Größe", asks_users: yes, led_by: user}
contributions:
- {id: wish, activity: survey, made_by: user, summary: "– Größe"}
"""
EVERY = """
import contextlib, logging, sys
logging.disable()
from involvement.cli import main
for words in (
    "evaluate ward.yaml", "evaluate ward.yaml --markdown", "evaluate ward.yaml --json",
    "evaluate ward.yaml --gripp2", "evaluate ward.yaml --feedback", "ask ward.yaml",
    "trace ward.yaml", "trace ward.yaml --json", "agree ward.yaml ward.yaml",
    "convert ward.yaml -", "convert ward.yaml - --to json", "check ward.yaml",
    "convert ward.yaml - --to mermaid", "convert ward.yaml - --to dot",
    "convert ward.yaml - --to graphml", "convert ward.yaml - --to prov-json",
    "redact ward.yaml - --key-file key", "scales iap2", "example stroke", "schema",
    "convert ward.yaml copy.json", "convert ward.yaml copy.xlsx", "check nowhere.yaml",
    "score in.csv -o out.csv --scale work --words",
):
    with contextlib.suppress(SystemExit):
        main(words.split())
    sys.stdout.flush()
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a record, a key and a table."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward.yaml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "key").write_text("a secret of sixteen bytes", encoding="utf-8")
    text = 'id,asks_users\n"Ärzte",yes\n'
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    return tmp_path


def everything(folder: Path, around: dict[str, str]) -> tuple[bytes, ...]:
    """What every command says and writes in some surroundings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", EVERY],
        cwd=folder,
        env=kept | around,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    written = [(folder / f"copy{end}").read_bytes() for end in (".json", ".xlsx")]
    return (done.stdout, done.stderr, *written, (folder / "out.csv").read_bytes())


def test_every_command_gives_the_same_bytes(here: Path) -> None:
    """C without UTF-8, another zone and hash seed: not one byte differs."""
    at_home = everything(here, {"LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "TZ": "UTC"})
    assert "İstanbul ıı – Ärzte".encode() in at_home[0]
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert (
        everything(here, plain | {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}) == at_home
    )


def stopped(running: subprocess.Popen[str]) -> tuple[str, str]:
    """Press Ctrl-C until it ends: while coverage measures, one can be lost."""
    for _ in range(5):
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=10)
    running.kill()
    return running.communicate()


@pytest.mark.parametrize("words", [("evaluate",), ("check",), ("convert", "-")])
def test_a_terminal_as_input(here: Path, words: tuple[str, ...]) -> None:
    """It says what it waits for; Ctrl-C ends it with 130, one word, no traceback."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "involvement", words[0], "-", *words[1:]]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    said = "reading a record from the terminal; end it with Ctrl-D\n"
    assert running.stderr.readline() == said
    out, err = stopped(running)
    for end in (ours, theirs):
        os.close(end)
    assert (running.returncode, out, err) == (130, "", "\nstopped\n")


def test_a_break_ends_with_130(here: Path) -> None:
    """Ctrl-C while waiting for input: one word, no traceback."""
    running = subprocess.Popen(
        [sys.executable, "-m", "involvement", "log", "add", "l.csv"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    running.stderr.read(10)
    _, err = stopped(running)
    assert running.returncode == 130
    assert err.endswith("stopped\n")
    assert "Traceback" not in err


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


@pytest.mark.parametrize("words", [("evaluate",), ("check",), ("convert", "-")])
def test_no_input_at_all(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    """Nothing came: that is said, with what was expected."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    code, out, err = run(capsys, words[0], "-", *words[1:])
    assert code == 1
    assert (out + err).startswith(
        "standard input  [record-empty]\n"
        "  found nothing\n"
        "  expected a programme: schema_version, id and lists\n"
        "  begin with a template: involvement new FILE.yaml\n"
    )


RECORDS = "  expected one of: .yaml, .yml, .json, .xlsx\n"
TABLES = "  expected one of: .parquet, .csv, .jsonl, .ndjson, .arrow, .feather\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate", "wart.yaml"),
         "wart.yaml  [file-missing]\n  there is no such file\n  closest: ward.yaml\n"),
        (("score", "on.csv", "-o", "out.csv"),
         "on.csv  [file-missing]\n  there is no such file\n  closest: in.csv\n"),
        (("evaluate", "empty"),
         "empty  [directory-empty]\n  found no record in the directory\n"
         "  expected files ending in .yaml, .yml, .json, .xlsx\n"),
        (("convert", "ward.yaml", "ward.docx"),
         "ward.docx  [file-kind]\n  found the ending '.docx'\n"
         "  expected one of 12, closest: .dot\n"
         "  choose a known ending, or name the format\n"),
        (("redact", "ward.yaml", "ward.docx"),
         f"ward.docx  [file-kind]\n  found the ending '.docx'\n{RECORDS}"),
        (("new", "ward.docx"),
         f"ward.docx  [file-kind]\n  found the ending '.docx'\n{RECORDS}"),
        (("score", "in.csv", "-o", "out.docx"),
         f"out.docx  [file-kind]\n  found the ending '.docx'\n{TABLES}"),
    ],
)  # fmt: skip
def test_wrong_names_end_with_2(
    here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Missing files with the closest; unknown endings with the known ones."""
    (here / "empty").mkdir()
    assert run(capsys, *words) == (2, "", said)
    assert not list(here.glob("*.docx"))


def test_a_file_that_may_not_be_read_ends_with_2(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal is played."""
    opened = Path.open

    def refuse(path: Path, *words: Any, **named: Any) -> Any:
        if path.suffix in (".yaml", ".csv"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **named)

    monkeypatch.setattr(Path, "open", refuse)
    said = "  could not read it: permission denied\n"
    for words in (("evaluate", "ward.yaml"), ("convert", "ward.yaml", "a.json")):
        assert run(capsys, *words) == (2, "", f"ward.yaml  [file-denied]\n{said}")
    table = ("score", "in.csv", "-o", "out.csv")
    assert run(capsys, *table) == (2, "", f"in.csv  [file-denied]\n{said}")


@pytest.mark.parametrize(
    ("library", "extra", "purpose", "words"),
    [
        ("xlsxwriter", "excel", "writing a workbook", ("new", "a.xlsx")),
        ("python_calamine", "excel", "reading a workbook", ("evaluate", "b.xlsx")),
        ("prov.model", "prov", "writing PROV", ("convert", "stroke", "a.provn")),
        ("altair", "charts", "drawing charts",
         ("evaluate", "stroke", "--charts", "c")),
        ("krippendorff", "stats", "agreement between coders",
         ("agree", "stroke", "stroke")),
    ],
)  # fmt: skip
def test_a_missing_extra_ends_with_2(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    extra: str,
    purpose: str,
    words: tuple[str, ...],
) -> None:
    """With the line to type; no traceback."""
    run(capsys, "new", "b.xlsx")
    monkeypatch.setitem(sys.modules, library, None)
    assert run(capsys, *words) == (2, "", missing(extra, purpose))


def missing(extra: str, purpose: str) -> str:
    """What is said of an extra."""
    return (
        "[extra-missing]\n"
        f"  {purpose} needs the extra '{extra}'; it is not installed\n"
        f'  install it with: pip install "involvement[{extra}]"\n'
    )


def test_a_table_without_arrow_ends_with_2(here: Path) -> None:
    """The same in a process of its own: Arrow is loaded once for all."""
    script = "import sys; sys.modules['pyarrow'] = None\n"
    script += "from involvement.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", script, "score", "in.csv", "-o", "out.csv"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == missing("tables", "scoring a table")


ENDED = """
import os, signal, sys
from pathlib import Path
from involvement.cli import _tidy_end
from involvement.formats.writing import replacing
signal.signal(int(sys.argv[1]), signal.SIG_DFL)  # nohup tells us to ignore one
with _tidy_end(), replacing(Path("ward.yaml")) as out:
    out.write(b"half")
    os.kill(os.getpid(), int(sys.argv[1]))
    raise SystemExit("not ended")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_while_writing(here: Path, number: int) -> None:
    """The unfinished file is removed, the old one is as it was."""
    before = sorted(path.name for path in here.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", ENDED, str(int(number))],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, b"", b"")
    assert sorted(path.name for path in here.iterdir()) == before
    assert (here / "ward.yaml").read_text(encoding="utf-8") == RECORD


def test_a_command_run_by_a_thread_leaves_signals_alone() -> None:
    """They belong to the program that runs it; afterwards nothing is changed."""
    before = signal.getsignal(signal.SIGTERM)
    seen: list[Any] = []

    def work() -> None:
        with _tidy_end():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
    with _tidy_end():
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) is before
