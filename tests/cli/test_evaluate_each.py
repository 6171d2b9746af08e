"""`evaluate --each`: progress, faults, stopping and going on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import involvement as inv
from involvement.cli import each, main

if TYPE_CHECKING:
    from pathlib import Path

RECORD = 'schema_version: "1"\nid: {}\nactivities:\n- {{id: survey, led_by: user}}\n'
FAULTY = "id: north\nactors: 3\n"
ODD = RECORD.replace("led_by: user", "deliberates: yes, asks_users: no")

TOLD = """\
faulty.yaml:1:1  schema_version  [field-missing]
  found no 'schema_version' of 'north'
  add it; it may not be left out, null or unknown
faulty.yaml:2:9  actors[0]  [shape]
  found '3'
  expected named values
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with one good record, one with a warning and one with faults."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    records = {"a": RECORD.format("a"), "faulty": FAULTY, "odd": ODD.format("odd")}
    for name, text in records.items():
        (tmp_path / "in" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", *words])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


PEOPLE = """\
schema_version: "1"
id: people
actors: [{id: patients, role: service_user}, {id: carers, role: carer}]
activities:
- id: group
  participants: [{actor: patients, people: 7}, {actor: carers, people: 30}]
"""


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["in/people.yaml", "--json"], None),
        (["in/people.yaml", "--tables", "t"], "t/people.csv"),
        (["in", "--json"], None),
        (["in", "--tables", "t"], "t/people.csv"),
        (["in", "--each", "out"], "out/people.yaml.json"),
    ],
)
def test_the_smallest_count_shown_can_be_set(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    written: str | None,
) -> None:
    """Seven patients are shown from five on, not from ten on; and so everywhere."""
    for old in (here / "in").iterdir():
        old.unlink()
    (here / "in" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    programme = inv.load("in/people.yaml")
    assert isinstance(programme, inv.Programme)
    shown = []
    for more in ([], ["--smallest", "5"], ["--smallest", "10"]):
        code, out, _ = run(capsys, *words, *more)
        assert code == 0
        shown.append((here / written).read_text() if written else out)
    assert shown[0] == shown[1] != shown[2]


@pytest.mark.usefixtures("here")
def test_each_record_is_told_and_the_rest_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every fault of the faulty one; exit 1 at the end; again, it goes on."""
    end = "1 with faults; see out/assessed.jsonl\n"
    assert run(capsys, "in", "--each", "out") == (
        1,
        "",
        f"{TOLD}assessed 2 of 3 records; 0 done before, {end}"
        "warnings and notes: 1; `check` lists them\n",
    )
    assert run(capsys, "in", "--each", "out") == (
        1,
        "",
        f"{TOLD}assessed 0 of 3 records; 2 done before, {end}",
    )


def test_quiet_tells_faults_only(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without faults nothing at all is said."""
    assert run(capsys, "in", "--each", "out", "--quiet") == (1, "", TOLD)
    (here / "in" / "faulty.yaml").unlink()
    assert run(capsys, "in", "--each", "out", "--gzip", "--quiet") == (0, "", "")
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        "a.yaml.json",
        "a.yaml.json.gz",
        "assessed.jsonl",
        "odd.yaml.json",
        "odd.yaml.json.gz",
    ]


def test_a_warning_of_a_faulty_record_is_told_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless nobody wants to hear it."""
    for name in ("a", "odd"):
        (here / "in" / f"{name}.yaml").unlink()
    text = f"{ODD.format('odd')}contributions:\n- {{id: c, activity: none}}\n"
    (here / "in" / "faulty.yaml").write_text(text, encoding="utf-8")
    loud = run(capsys, "in", "--each", "out")[2]
    assert [line for line in loud.splitlines() if "[" in line] == [
        "faulty.yaml:6:21  contributions[0].activity  [id-dangling]",
        "warning: faulty.yaml:4:29  activities[0].deliberates  [facts-incoherent]",
    ]
    quiet = run(capsys, "in", "--each", "out", "--quiet")[2]
    assert [line for line in quiet.splitlines() if "[" in line] == [
        "faulty.yaml:6:21  contributions[0].activity  [id-dangling]"
    ]


@pytest.mark.usefixtures("here")
def test_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody watches; a clock of whole minutes makes it each time."""
    ticks = iter(range(0, 9_999, 12))
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    monkeypatch.setattr(each, "time", clock)
    _, _, err = run(capsys, "in", "--each", "out")
    shown = [line for line in err.splitlines() if "a minute" in line]
    assert shown == [
        "1 of 3 records, 2 a minute",
        "2 of 3 records, 3 a minute",
        "3 of 3 records, 4 a minute",
    ]


@pytest.mark.usefixtures("here")
def test_progress_on_a_terminal_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is rewritten, and gone before anything else is said."""
    ticks = iter(range(9_999))
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    monkeypatch.setattr(each, "time", clock)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, _, err = run(capsys, "in", "--each", "out")
    clear = "\r\x1b[K"
    assert err == (
        f"\r1 of 3 records, 30 a minute\x1b[K{clear}{TOLD}"
        "\r2 of 3 records, 40 a minute\x1b[K"
        f"\r3 of 3 records, 45 a minute\x1b[K{clear}"
        "assessed 2 of 3 records; 0 done before, 1 with faults; "
        "see out/assessed.jsonl\n"
        "warnings and notes: 1; `check` lists them\n"
    )


@pytest.mark.parametrize(
    "words", [("--gzip",), ("--each", "out", "--json"), ("--each", "o", "--html", "h")]
)
@pytest.mark.usefixtures("here")
def test_other_reports_do_not_go_with_it(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """They are about one record, or about all together."""
    code, _, err = run(capsys, "in", *words)
    assert code == 2
    assert err.splitlines()[-1] == (
        "Error: --each writes JSON, --gzip packs it; no other report goes with them"
    )


@pytest.mark.usefixtures("here")
def test_one_record_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to do one by one."""
    assert run(capsys, "in/a.yaml", "--each", "out") == (
        2,
        "",
        "in/a.yaml  [file-kind]\n"
        "  found one record\n"
        "  expected a directory of records\n",
    )


def lines(log: Path) -> int:
    """How many whole lines the log has."""
    return log.read_bytes().count(b"\n") if log.exists() else 0


def test_killed_and_started_again_it_gives_the_same_bytes(here: Path) -> None:
    """SIGKILL in the middle, three times; the end is as of one run."""
    for number in range(60):
        path = here / "in" / f"m{number:02}.yaml"
        path.write_text(RECORD.format(path.stem), encoding="utf-8")
    command = [sys.executable, "-m", "involvement", "evaluate", "in", "--each"]
    subprocess.run([*command, "whole"], capture_output=True, check=False)
    log = here / "out" / "assessed.jsonl"
    for wanted in (1, 15, 30):
        process = subprocess.Popen([*command, "out"], stderr=subprocess.DEVNULL)
        while lines(log) < wanted and process.poll() is None:
            time.sleep(0.002)
        process.kill()
        process.wait()
        assert wanted <= lines(log) < 63
    last = subprocess.run([*command, "out"], capture_output=True, check=False)
    assert last.returncode == 1
    made = {path.name: path.read_bytes() for path in (here / "out").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (here / "whole").iterdir()}
    assert len(made) == 63
    kept = json.loads(made["assessed.jsonl"].splitlines()[0])
    assert kept["output"] == "a.yaml.json"
