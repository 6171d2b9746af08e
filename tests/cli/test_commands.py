"""The commands, run as a person runs them: output, messages, exit codes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet
import pytest

import involvement as inv
from involvement.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RECORD = """\
schema_version: "1"
id: ward
title: A ward
activities:
- {id: survey, asks_users: yes, deliberates: no, decision_right: professional}
contributions:
- {id: wish, activity: survey, made_by: user}
"""
FAULTY = RECORD.replace("asks_users: yes", "asks_users: yess")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with one good and one faulty record."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward.yaml").write_text(RECORD, encoding="utf-8")
    (tmp_path / "faulty.yaml").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "involvement", *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, **options
    )


def test_evaluate_prints_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """The main job, on the shipped example, with nothing on standard error."""
    code, out, err = run(capsys, "evaluate", "stroke")
    assert (code, err) == (0, "")
    assert out.startswith("A stroke services programme (illustrative)\n")
    assert "initiated                 ·            10" in out
    assert "holds  P1 initiation is professional · P2 leadership" in out
    assert max(map(len, out.splitlines())) <= 100
    assert len(out.splitlines()) <= 70


def test_evaluate_prints_other_forms(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON that keeps to its schema; Markdown; a GRIPP2 draft; feedback."""
    code, out, _ = run(capsys, "evaluate", "stroke", "--json")
    assert code == 0
    jsonschema.validate(json.loads(out), inv.schema("assessment"))
    for form in ("--markdown", "--gripp2", "--gripp2-long", "--feedback"):
        code, out, _ = run(capsys, "evaluate", "minimum", form)
        assert code == 0
        assert out.startswith("# ")


def test_evaluate_writes_files(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report and tables go where they are asked to; nothing else is printed."""
    code, out, err = run(
        capsys, "evaluate", "ward.yaml", "--html", "r.html", "--tables", "t"
    )
    assert (code, out) == (0, "")
    assert err == "wrote r.html\n"
    assert (here / "r.html").read_text("utf-8").startswith("<!doctype html>")
    verdicts = (here / "t" / "verdicts.csv").read_text("utf-8").splitlines()
    assert verdicts[0].startswith("activity,scale,version,possible")
    assert len(verdicts) == 10


def test_evaluate_writes_charts_and_feedback(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Charts for a paper, and a page to print for those who contributed."""
    code, out, err = run(
        capsys, "evaluate", "stroke", "--charts", "c", "--feedback-html", "f.html"
    )
    assert (code, out, err) == (0, "", "wrote f.html\n")
    charts = sorted((here / "c").iterdir())
    assert charts
    assert all(path.read_text("utf-8").startswith("<svg") for path in charts)
    assert (here / "f.html").read_text("utf-8").startswith("<!doctype html>")


def test_evaluate_a_directory(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Several records: each shown, none ranked; other reports are refused."""
    folder = here / "all"
    folder.mkdir()
    for name in ("north", "south"):
        text = RECORD.replace("id: ward", f"id: {name}")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "evaluate", "all")
    assert code == 0
    assert out.startswith("Each programme, in order of label; none is ranked\n  north")
    code, out, _ = run(capsys, "evaluate", "all", "--json", "--tables", "t")
    assert code == 0
    assert len(json.loads(out)["propositions"]) == 10
    assert (here / "t" / "programmes.csv").exists()
    code, out, _ = run(capsys, "evaluate", "all", "--tables", "t")
    assert (code, out) == (0, "")
    code, out, err = run(capsys, "evaluate", "all", "--html", "r.html")
    assert code == 2
    assert "this report is about one programme" in err
    empty = here / "empty"
    empty.mkdir()
    code, _, err = run(capsys, "evaluate", "empty")
    assert code == 2
    assert "[directory-empty]" in err


def test_faults_are_all_told_and_end_with_1(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record with a fault: the place, what was found, what was expected."""
    message = (
        "faulty.yaml:5:28  activities[0].asks_users  [value-unknown]\n"
        "  found 'yess'\n"
        "  expected one of: yes, no\n"
        "  write 'unknown' if it was not recorded\n"
    )
    code, out, err = run(capsys, "evaluate", "faulty.yaml")
    assert (code, out) == (1, "")
    assert err.startswith(message)
    code, out, err = run(capsys, "check", "faulty.yaml")
    assert code == 1
    assert out.startswith(message)
    assert err == "1 errors, 0 warnings\n"
    code, out, err = run(capsys, "check", "ward.yaml", "--quiet")
    assert (code, out, err) == (0, "", "0 errors, 0 warnings\n")


def test_warnings_go_to_standard_error(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A warning stops nothing; `--quiet` silences it."""
    text = RECORD.replace(
        "asks_users: yes, deliberates: no", "asks_users: no, deliberates: yes"
    )
    (here / "odd.yaml").write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "evaluate", "odd.yaml")
    assert code == 0
    assert out
    assert err.startswith("warning: odd.yaml:5:")
    assert "[facts-incoherent]" in err
    code, _, err = run(capsys, "evaluate", "odd.yaml", "--quiet")
    assert (code, err) == (0, "")


def test_wrong_usage_ends_with_2(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing files, unknown options, unknown names."""
    code, _, err = run(capsys, "evaluate", "wart.yaml")
    assert code == 2
    assert err == (
        "wart.yaml  [file-missing]\n  there is no such file\n  closest: ward.yaml, faulty.yaml\n"
    )
    code, _, err = run(capsys, "evaluate", "ward.yaml", "--limit", "nods=3")
    assert code == 2
    assert "'nods=3': write one of bytes, unpacked, ratio" in err
    code, _, err = run(capsys, "scales", "arnstien")
    assert code == 2
    assert "[scale-unknown]" in err
    code, _, err = run(capsys, "trace", "stroke", "--pair", "x", "y")
    assert code == 2
    assert "[node-unknown]" in err


def test_a_limit_can_be_raised_or_lowered(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--limit` reaches the reader."""
    code, out, _ = run(capsys, "check", "ward.yaml", "--limit", "nodes=3")
    assert code == 1
    assert "[limit-nodes]" in out
    code, _, _ = run(capsys, "check", "ward.yaml", "--limit", "nodes=300")
    assert code == 0


def test_ask_and_trace(capsys: pytest.CaptureFixture[str]) -> None:
    """Questions best first; a trace in words, as JSON, and link by link."""
    code, out, _ = run(capsys, "ask", "stroke", "-n", "2")
    assert code == 0
    assert out.startswith("2 of 11 open questions, the one that settles most first\n")
    code, out, _ = run(capsys, "trace", "stroke")
    assert code == 0
    assert out.startswith("rules: corroborated-weakest-link/1")
    code, out, _ = run(capsys, "trace", "stroke", "--json", "--time", "strict")
    assert json.loads(out)["time"] == "strict"
    code, out, _ = run(
        capsys,
        "trace",
        "stroke",
        "--pair",
        "users",
        "new-leaflet",
        "--weights",
        "sources",
    )
    assert code == 0
    assert out.startswith("users > new-leaflet (A discharge leaflet")


def test_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """Two codings of the same activities, in words and as JSON."""
    code, out, _ = run(capsys, "agree", "stroke", "stroke")
    assert code == 0
    assert out.startswith("2 coders: coder 1, coder 2\n12 activities in common\n")
    code, out, _ = run(capsys, "agree", "stroke", "stroke", "--json")
    assert code == 0
    assert json.loads(out)


def test_new_writes_templates_that_load(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template is a valid record; no file is written over; a blind copy."""
    for name in ("mine.yaml", "mine.xlsx"):
        code, out, err = run(capsys, "new", name)
        assert (code, out, err) == (0, "", f"wrote {name}\n")
        assert run(capsys, "check", name)[0] == 0
        code, _, err = run(capsys, "new", name)
        assert code == 2
        assert "the file exists already" in err
    code, _, _ = run(capsys, "new", "second.yaml", "--blind", "stroke")
    assert code == 0
    copy = inv.load("second.yaml")
    assert isinstance(copy, inv.Programme)
    assert {activity.led_by for activity in copy.activities} == {"unknown"}


def test_convert(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Between files by ending, and to standard output by name."""
    code, _, _ = run(capsys, "convert", "ward.yaml", "ward.json")
    assert code == 0
    assert inv.load("ward.json") == inv.load("ward.yaml")
    code, out, _ = run(capsys, "convert", "ward.json", "-", "--to", "mermaid")
    assert code == 0
    assert out.startswith("flowchart LR")
    code, _, err = run(capsys, "convert", "ward.json", "ward.xml")
    assert code == 2
    assert "[file-kind]" in err or "[option-unknown]" in err


def test_import(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records of other people's data, with an account of every part."""
    (here / "edges.csv").write_text("no,such,columns\n1,2,3\n", encoding="utf-8")
    code, _, err = run(capsys, "import", "causal_map", "edges.csv", "-o", "out")
    assert code == 1
    assert "edges.csv" in err
    layout = "id,title,spectrum\n1,Jury,consult\n"
    (here / "methods.csv").write_text(layout, encoding="utf-8")
    code, _, err = run(
        capsys, "import", "participedia_method", "methods.csv", "-o", "o"
    )
    assert code == 2
    assert "[option-unknown]" in err


def test_log_add(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row from options, one row from answers; both are kept."""
    code, _, err = run(capsys, "log", "add", "log.csv", "--said", "Letters are hard")
    assert (code, err) == (0, "added a row to log.csv\n")
    answers = "2024-03\nforum\nMore chairs\n\nchairs bought\n\n\n\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    code, _, _ = run(capsys, "log", "add", "log.csv")
    assert code == 0
    lines = (here / "log.csv").read_text("utf-8").splitlines()
    assert lines[1:] == [
        ",,Letters are hard,,,,,",
        "2024-03,forum,More chairs,,chairs bought,,,",
    ]


def test_redact(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pseudonyms hold under one key; a forgotten key ties nothing to anything."""
    (here / "key").write_text("a secret of sixteen bytes\n", encoding="utf-8")
    for name in ("one.yaml", "two.yaml"):
        code, out, _ = run(
            capsys, "redact", "ward.yaml", name, "--key-file", "key", "--quiet"
        )
        assert (code, out) == (0, "")
    one = (here / "one.yaml").read_text("utf-8")
    assert one == (here / "two.yaml").read_text("utf-8")
    assert "ward" not in one
    assert "A ward" not in one
    code, out, _ = run(capsys, "redact", "stroke", "-")
    assert code == 0
    assert "stroke" not in out
    (here / "short").write_text("hunter2", encoding="utf-8")
    code, _, err = run(capsys, "redact", "ward.yaml", "x.yaml", "--key-file", "short")
    assert code in (1, 2)
    assert "hunter2" not in err
    assert not (here / "x.yaml").exists()


def test_convert_tells_what_a_format_loses(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Notes about losses go to standard error."""
    code, _, err = run(capsys, "convert", "stroke", "log.csv")
    assert code == 0
    assert err


def test_import_writes_records(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An importer's records become files; the account goes to standard error."""
    (here / "links.csv").write_text(
        "from_label,to_label,SourceID\nA wish,A change,s1\n", encoding="utf-8"
    )
    code, _, err = run(capsys, "import", "causal_map", "links.csv", "-o", "out")
    assert code == 0
    assert err.startswith("Records (1)\n")
    assert err.endswith("wrote 1 record to out\n")
    assert len(list((here / "out").iterdir())) == 1
    code, _, err = run(
        capsys, "import", "causal_map", "links.csv", "-o", "out", "--quiet"
    )
    assert (code, err) == (0, "wrote 1 record to out\n")


def test_colour_and_width_follow_the_terminal(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the width is the terminal's and headings are bold."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    code, out, _ = run(capsys, "evaluate", "ward.yaml")
    assert code == 0
    assert "\x1b[1m" in out


def test_a_terminal_as_input_is_told_what_is_waited_for(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading from a keyboard says so first."""

    class Keyboard(io.BytesIO):
        def isatty(self) -> bool:
            return True

    class Input:
        buffer = Keyboard(RECORD.encode())

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Input())
    code, _, err = run(capsys, "check", "-")
    assert code == 0
    monkeypatch.setattr(sys, "stdin", Input())
    Input.buffer = Keyboard(RECORD.encode())
    code, _, err = run(capsys, "evaluate", "-", "--quiet")
    assert code == 0
    assert err == "reading a record from the terminal; end it with Ctrl-D\n"


def test_schema_scales_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """What the library knows, printed."""
    for what, title in (("--record", "Programme"), ("--assessment", "Document")):
        code, out, _ = run(capsys, "schema", what)
        assert code == 0
        assert title in out
    code, out, _ = run(capsys, "scales")
    assert out.splitlines()[0] == (
        "arnstein       ladder    Ladder of citizen participation"
    )
    code, out, _ = run(capsys, "scales", "iap2")
    assert out.startswith("iap2: Spectrum of Public Participation (ladder, version 1)")
    code, out, _ = run(capsys, "example")
    assert "stroke " in out
    code, out, _ = run(capsys, "example", "stroke")
    assert out.startswith("# ILLUSTRATIVE.")
    code, _, _err = run(capsys, "example", "strok")
    assert code == 2


def test_score_a_table(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table in, a table out, a word on the columns."""
    pa.parquet.write_table(pa.table({"asks_users": ["yes"]}), "in.parquet")
    code, out, err = run(
        capsys, "score", "in.parquet", "-o", "out.csv", "--scale", "work", "--words"
    )
    assert (code, out) == (0, "")
    assert err.startswith("note: [column-missing]")
    assert err.endswith("scored 1 rows\n")
    code, _, err = run(capsys, "score", "in.parquet", "-o", "out.csv", "--quiet")
    assert (code, err) == (0, "")


def test_standard_input(here: Path) -> None:
    """`-` reads YAML or JSON from standard input; nothing there is a fault."""
    done = process("evaluate", "-", "--quiet", input=RECORD)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("A ward\n")
    done = process("evaluate", "-", input="")
    assert done.returncode == 1
    assert "[record-empty]" in done.stderr


def test_the_module_and_help_work() -> None:
    """`python -m involvement` is the command; help and version end with 0."""
    assert process("--help").stdout.startswith("Usage: involvement")
    assert process("--version").stdout == f"involvement, version {inv.__version__}\n"
    assert process("evaluate").returncode == 2


def test_a_closed_pipe_ends_quietly() -> None:
    """Piped into `head`, nothing is complained about."""
    command = f"{sys.executable} -m involvement evaluate stroke --json | head -c 10"
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_answers_that_end_are_a_stop(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no more answers come, nothing is written and the command says so."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("2024\n"))
    code, out, err = run(capsys, "log", "add", "l.csv")
    assert (code, out.strip()) == (130, "")  # click 8.2 ends the prompt with blanks
    assert err.endswith("stopped\n")
    assert not (here / "l.csv").exists()
