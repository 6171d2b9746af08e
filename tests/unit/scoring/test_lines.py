"""JSON lines of activities: scored one by one or together, a bad one stops no other."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.limits import Limits
from involvement.scoring import lines
from involvement.scoring.lines import score_lines, tabulate_lines
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    import pytest

BAD = [
    b'{"id": "a", "asks_users": "yes"}',
    b"",
    b'{"id": "b", "asks_users": "yess"}',
    b'{"id": "c", "id": "d"}',
    b'{"id": ',
    b"\xff",
    b"[1]",
    b'{"id": "e", "led_by": ["p1"]}\r\n',
]
"""Lines of which the first and the last are right."""


def file(*lines: bytes) -> io.BytesIO:
    """Lines as an open file."""
    return io.BytesIO(b"\n".join(lines))


def told(found: Any) -> str:
    """The issues of one line as they are printed."""
    return "\n".join(map(str, found))


def test_a_bad_line_stops_no_other() -> None:
    """Each line has its score or its faults, with line and column."""
    found = dict(score_lines(file(*BAD), source="a.jsonl"))
    assert sorted(found) == [1, 3, 4, 5, 6, 7, 8]
    first, last = found[1], found[8]
    assert first == inv.score({"id": "a", "asks_users": "yes"})
    assert last == inv.score({"id": "e", "led_by": ["p1"]})
    assert told(found[3]) == (
        "a.jsonl:3:27  asks_users  [value-unknown]\n"
        "  found 'yess'\n"
        "  expected one of: yes, no\n"
        "  write 'unknown' if it was not recorded"
    )
    assert told(found[4]).startswith("a.jsonl:4:13  [key-duplicate]\n")
    assert told(found[5]).startswith("a.jsonl:5:8  [syntax]\n")
    assert told(found[6]) == (
        "a.jsonl:6  [text-encoding]\n"
        "  found bytes that are not UTF-8, at byte 1\n"
        "  save the file as UTF-8"
    )
    assert told(found[7]).startswith("a.jsonl:7:1  [shape]\n")


def test_sides_and_scales_are_passed_on() -> None:
    """Actor ids become sides, and only the scales asked for are answered."""
    line = b'{"id": "e", "led_by": ["p1"]}'
    ((_, found),) = score_lines(file(line), sides=lambda _: "user", scales=["iap2"])
    assert isinstance(found, type(inv.score({"id": "e"})))
    assert found.initiative.led == "user"
    assert list(found.verdicts) == ["iap2"]
    (table,) = tabulate_lines(file(line), sides=lambda _: "user", on_fault=print)
    assert table["pattern"].to_pylist() == ["unknown_initiated_user_led"]


def test_a_line_beyond_a_limit_is_refused() -> None:
    """Limits hold for each line."""
    ((_, found),) = score_lines(
        file(b'{"id": "a", "purposes": []}'), limits=Limits(depth=1)
    )
    assert "[limit-depth]" in told(found)


def test_tables_leave_bad_lines_out_and_tell_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some lines at once; the numbers of the lines stay."""
    monkeypatch.setattr(lines, "AT_ONCE", 2)
    issues: list[inv.Issue] = []
    tables = list(tabulate_lines(file(*BAD), on_fault=issues.append, words=True))
    whole = pa.concat_tables(tables, promote_options="permissive")
    assert whole["line"].to_pylist() == [1, 8]
    assert whole["id"].to_pylist() == ["a", "e"]
    assert [i.where.split(":")[1] for i in issues] == ["3", "4", "5", "6", "7"]


NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "contacts": st.integers(1, 20),
    "user_vote_share": st.floats(0, 1, allow_nan=False),
}


def value(fact: str) -> st.SearchStrategy[Any]:
    """A value of a fact as JSON has it."""
    words = FACTS[fact].words
    if FACTS[fact].kind == "set":
        return st.lists(st.sampled_from(words), unique=True, max_size=3)
    known = NUMBERS[fact] if fact in NUMBERS else st.sampled_from(words)
    return known | st.just("unknown") | st.none()


activities = st.fixed_dictionaries({}, optional={fact: value(fact) for fact in FACTS})


@settings(max_examples=40, deadline=None)
@given(st.lists(activities, min_size=1, max_size=4))
def test_together_says_what_one_by_one_says(drawn: list[dict[str, Any]]) -> None:
    """The columns of a table hold the answers of the scores."""
    texts = [json.dumps({"id": "a"} | one).encode() for one in drawn]
    (table,) = tabulate_lines(file(*texts), on_fault=print, words=True)
    rows = table.to_pylist()
    for (number, one), row in zip(score_lines(file(*texts)), rows, strict=True):
        assert isinstance(one, type(inv.score({"id": "a"})))
        assert row["line"] == number
        assert row["pattern"] == one.initiative.pattern
        for name, verdict in one.verdicts.items():
            if verdict.labels:
                holds = [k for k, word in verdict.labels.items() if word == "holds"]
                assert row[f"{name}_holds"] == ";".join(holds)
            else:
                assert row[f"{name}_possible"] == ";".join(verdict.possible)
                assert row[f"{name}_none"] == verdict.no_level_fits
