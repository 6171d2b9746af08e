"""No network, no free text in logs or faults, no fields for persons, no small counts."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import involvement as inv
from involvement.formats.redaction import redact
from involvement.report import pages

PRIVATE = "Sheila-Blenkinsop-of-Ward-Seven"
KEY = "a key of more than sixteen bytes"
GUARD = """
import sys
def guard(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "smtplib.")):
        raise SystemExit(f"network: {event}")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        raise SystemExit(f"process: {event}")
sys.addaudithook(guard)
import involvement as inv
from involvement.cli import main
from involvement.report import pages
record = inv.load("stroke")
assessment = inv.assess(record)
for form in ("html", "json", "markdown", "gripp2", "feedback"):
    pages.page(assessment, form)
for ending in (".yaml", ".json", ".xlsx", ""):
    inv.dump(record, "copy" + ending, on_warning=lambda issue: None)
    inv.load("copy" + ending, on_warning=lambda issue: None)
import pyarrow
inv.score_table(pyarrow.table({"asks_users": ["yes"]}))
inv.influence_graph(record)
main(["evaluate", "stroke", "--quiet", "--html", "r.html", "--tables", "t"])
"""


def test_no_socket_is_opened_and_no_program_started(tmp_path: Path) -> None:
    """Under an audit hook: load, score, report, write, all formats, the command."""
    done = subprocess.run(
        [sys.executable, "-c", GUARD],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "wrote r.html\n"


def test_the_guard_would_notice(tmp_path: Path) -> None:
    """A socket under the same hook ends the process."""
    code = GUARD.replace("import involvement as inv", "import socket; socket.socket()")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr == "network: socket.__new__\n"
    assert socket.AF_INET


def told(text: str) -> str:
    """A record whose every free text is a secret, with faults and warnings."""
    return f"""\
schema_version: "1"
id: p
title: {text}
description: {text} jane@example.org 020 7946 0958
actors: [{{id: u, role: service_user, people: 1, label: {text}}}]
activities:
- {{id: a, title: {text}, asks_users: "no", deliberates: "yes", led_by: [u]}}
- {{id: b, title: {text}, when: 2999, phase: unknown}}
contributions:
- {{id: c, summary: {text}, activity: a, made_by: user, when: 2008}}
decisions: [{{id: d, when: 2001, title: {text}}}]
links: [{{id: l, kind: informed, source: c, target: d, evidence: [e]}}]
evidence: [{{id: e, origin: {text}, note: {text}}}]
"""


def test_warnings_and_logs_hold_no_free_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Places and codes, never what somebody wrote; the same in the log."""
    path = tmp_path / "p.yaml"
    path.write_text(told(PRIVATE), encoding="utf-8")
    caplog.set_level(logging.DEBUG)
    said = inv.check(path)
    assert "privacy-text" in {issue.code for issue in said}
    if not any(issue.severity == "error" for issue in said):
        inv.assess(inv.load(path))  # type: ignore[arg-type]
        assert "involvement" in {record.name for record in caplog.records}
    for text in (*map(str, said), caplog.text):
        assert PRIVATE not in text
        assert "example.org" not in text
        assert "7946" not in text


@pytest.mark.parametrize(
    "field", ["name", "email", "diagnosis", "nhs_number", "date_of_birth", "address"]
)
def test_there_is_no_field_for_a_person(field: str) -> None:
    """Refused with the reason, and what was written there is not repeated."""
    with pytest.raises(inv.RecordError) as refused:
        inv.Programme.model_validate(
            {"schema_version": "1", "id": "p", "actors": [{"id": "u", field: PRIVATE}]}
        )
    assert refused.value.issues[0].code == "field-private"
    assert PRIVATE not in str(refused.value)


def test_no_output_of_a_redacted_record_holds_a_secret(tmp_path: Path) -> None:
    """Every file, every form, every explanation; the key is in none of them."""
    path = tmp_path / "p.yaml"
    path.write_text(told(PRIVATE).replace("informed", "informs"), encoding="utf-8")
    values: Any = {"schema_version": "1", "id": "Ward-Seven", "title": PRIVATE,
              "description": PRIVATE, "citation": PRIVATE,
              "actors": [{"id": "Blenkinsop", "role": "service_user", "label": PRIVATE}],
              "activities": [{"id": "Sheila", "title": PRIVATE, "when": "2007-03-14",
                              "led_by": ["Blenkinsop"]}],
              "evidence": [{"id": "Seven", "origin": PRIVATE, "note": PRIVATE,
                            "locator": PRIVATE, "organisation": PRIVATE}],
              "interpretations": [{"actor": "Blenkinsop", "statement": PRIVATE}]}  # fmt: skip
    done = redact(inv.Programme.model_validate(values), key=KEY)
    assessment = inv.assess(done.programme)
    written = [pages.page(assessment, form)
               for form in ("html", "json", "markdown", "gripp2", "feedback")]  # fmt: skip
    for ending in (".yaml", ".json"):
        inv.dump(done.programme, tmp_path / f"safe{ending}")
        written.append((tmp_path / f"safe{ending}").read_text("utf-8"))
    written += [assessment.explain(), json.dumps(assessment.tables(), default=str)]
    written += map(str, done.remains)
    for text in written:
        for part in (PRIVATE, KEY, "Blenkinsop", "Sheila", "Ward-Seven", "2007-03"):
            assert part not in text


def test_personal_details_in_keys_are_not_repeated_either(tmp_path: Path) -> None:
    """A label is free text, also where it is the name of a value."""
    path = tmp_path / "p.yaml"
    path.write_text(
        "schema_version: 1\n"
        "id: p\n"
        "activities:\n"
        "- {id: a, participants: [{groups: {ann@example.org: 6, x: 5}}]}\n"
        "ratings:\n"
        "- {id: r, scale: cube, respondent: user, answers: {020 7946 0958: 3},\n"
        "   anchors: {943 476 5919: low}}\n",
        encoding="utf-8",
    )
    warned = [one for one in inv.check(path) if one.code == "privacy-text"]
    rest = (
        "(not repeated here)\n"
        "  expected no personal details: people are opaque ids\n"
        "  remove it"
    )
    assert "\n".join(map(str, warned)).replace(str(tmp_path) + "/", "") == (
        "warning: p.yaml:4:53  activities[0].participants[0].groups[...]  "
        "[privacy-text]\n"
        f"  found text that looks like an e-mail address {rest}\n"
        "warning: p.yaml:6:67  ratings[0].answers[...]  [privacy-text]\n"
        f"  found text that looks like a telephone number {rest}\n"
        "warning: p.yaml:7:28  ratings[0].anchors[...]  [privacy-text]\n"
        f"  found text that looks like an NHS number {rest}"
    )
    for issue in inv.check(path):
        for secret in ("ann@", "7946", "943 476"):
            assert secret not in issue.path or issue.code == "answer-value"


def test_the_docs_say_what_no_check_can_find() -> None:
    """Pseudonyms are personal data; date, place and a rare role may be a person."""
    root = Path(__file__).parents[2]
    page = (root / "docs" / "explanation" / "privacy.md").read_text("utf-8")
    assert "No program can find that" in page
    assert "are still personal data under UK law" in page
    assert "data protection impact assessment" in page
