"""Scale files of strangers: every refusal in its whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import involvement as inv

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
id = "{name}"
title = "T"
version = "1"
kind = "ladder"
citation = "Our own, 2026"
[[levels]]
id = "one"
condition = "{rule}"
"""
LONG = """{file}:8:14  levels[0].condition  [limit-rule]
  found a rule of {count} characters
  the limit is 10,000 characters
  name its parts as predicates"""
CASES = {
    "path": (
        "../x",
        "voice",
        "{file}:1:1  id  [id-shape]\n  found '../x'\n"
        "  expected small letters, digits and '_', a letter first",
    ),
    "device": (
        "con",
        "voice",
        "{file}:1:1  id  [id-shape]\n  found 'con', which names a device\n"
        "  choose another id",
    ),
    "NUL": (
        "a\\u0000b",
        "voice",
        "{file}:1:1  id  [id-shape]\n  found 'a\\x00b'\n"
        "  expected small letters, digits and '_', a letter first",
    ),
    "taken": (
        "arnstein",
        "voice",
        "id  [scale-taken]\n  found the id 'arnstein', which is a shipped scale\n"
        "  choose another id, or load it with replace=True",
    ),
    "brackets": (
        "mine",
        "(" * 10_000 + "voice" + ")" * 10_000,
        LONG.replace("{count}", "20,005"),
    ),
    "not": ("mine", "not " * 3_000 + "voice", LONG.replace("{count}", "12,005")),
    "Python": (
        "mine",
        "__import__('os')",
        '{file}:8:25  levels[0].condition  [rule-syntax]\n  found "\'"\n'
        "  expected a test, such as asks_users == yes\n  write words without quotes",
    ),
    "regular expression": (
        "mine",
        "(a+)+$",
        "{file}:8:16  levels[0].condition  [rule-syntax]\n  found '+'\n"
        "  expected a test, such as asks_users == yes",
    ),
    "large file": (
        "mine",
        "voice " + "or voice " * 200_000,
        "{file}  [limit-text]\n  found 1,800,124 bytes, the limit is 1,048,576\n"
        "  raise it with Limits(text=...) or --limit text=...",
    ),
}


@pytest.mark.parametrize(("name", "rule", "said"), CASES.values(), ids=CASES)
def test_a_hostile_scale_is_refused(
    name: str, rule: str, said: str, tmp_path: Path
) -> None:
    """Nothing of it is evaluated, and no scale of it is in use afterwards."""
    file = tmp_path / "s.toml"
    file.write_text(HEAD.format(name=name, rule=rule), encoding="utf-8")
    before = list(inv.scales())
    with pytest.raises(inv.ScaleError) as refused:
        inv.load_scale(file)
    assert str(refused.value) == said.format(file=file)
    assert list(inv.scales()) == before
