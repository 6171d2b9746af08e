"""Every row of the table of bad JSON and JSON lines: one input, one whole text."""

import io
import json

import pytest

from involvement.errors import RecordError
from involvement.formats import jsontext
from involvement.formats.jsontext import fast_value, read_json
from involvement.formats.lines import read_lines
from involvement.formats.text import decoded
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.activity import Activity
from involvement.record.programme import Programme


def read(text: str, limits: Limits | None = None) -> Programme:
    """The record in a text called p.json."""
    limits = limits or Limits()
    return read_tree(read_json(text, "p.json", limits=limits), limits=limits)[0]


def refusal(text: str, limits: Limits | None = None) -> str:
    """The whole text of the error."""
    with pytest.raises(RecordError) as caught:
        read(text, limits)
    return str(caught.value)


def record(more: str = "") -> str:
    """A record with more members, which begin on the second line."""
    return '{"schema_version": "1", "id": "p",\n ' + more + "}"


def contacts(value: str) -> str:
    """A record of one activity with some contacts."""
    return record(f'"activities": [{{"id": "a", "contacts": {value}}}]')


CASES = {
    "key twice": (
        record('"title": "a",\n "title": "b"'),
        "p.json:3:2  [key-duplicate]\n"
        "  found the key 'title' again; first at p.json:2:2\n"
        "  keep one of them",
    ),
    "key twice within": (
        record('"actors": [{"id": "a", "label": {"x": 1, "x": [{"y": 2}]}}]'),
        "p.json:2:34  actors[0].label  [shape]\n"
        "  found named values (1)\n"
        "  expected text\n"
        "p.json:2:43  [key-duplicate]\n"
        "  found the key 'x' again; first at p.json:2:35\n"
        "  keep one of them",
    ),
    "NaN": (
        contacts("NaN"),
        "p.json:2:41  [number-not-finite]\n"
        "  found NaN\n"
        "  expected a number, or null if it was not recorded",
    ),
    "Infinity": (
        contacts("Infinity"),
        "p.json:2:41  [number-not-finite]\n"
        "  found Infinity\n"
        "  expected a number, or null if it was not recorded",
    ),
    "less than any number": (
        contacts("-Infinity"),
        "p.json:2:41  [number-not-finite]\n"
        "  found -Infinity\n"
        "  expected a number, or null if it was not recorded",
    ),
    "beyond floats in a share": (
        record('"activities": [{"id": "a", "user_vote_share": 1e999}]'),
        "p.json:2:48  [number-not-finite]\n"
        "  found 1e999\n"
        "  expected a number, or null if it was not recorded",
    ),
    "integer of 5,000 digits": (
        contacts("9" * 5_000),
        "p.json:2:41  [number-too-long]\n"
        "  found a number of 5000 digits\n"
        "  expected a shorter number",
    ),
    "3.0 for a count": (
        contacts("3.0"),
        "p.json:2:41  activities[0].contacts  [shape]\n"
        "  found 3.0\n"
        "  expected a whole number such as 3",
    ),
    "text for a count": (
        contacts('"3"'),
        "p.json:2:41  activities[0].contacts  [shape]\n"
        "  found '3'\n"
        "  expected a whole number such as 3\n"
        "  write it without quotes, in plain digits",
    ),
    "true for a count": (
        contacts("true"),
        "p.json:2:41  activities[0].contacts  [shape]\n"
        "  found true\n"
        "  expected a whole number such as 3",
    ),
    "half a character": (
        record('"title": "a\\ud800"'),
        "p.json:2:11  [text-surrogate]\n"
        "  found half a character in 'a\\ud800'\n"
        "  expected whole characters\n"
        "  write the character itself, or both halves of it",
    ),
    "trailing comma": (
        record('"actors": [],'),
        "p.json:2:15  [syntax]\n"
        "  found '}'\n"
        "  expected another value after ','\n"
        "  remove the last comma",
    ),
    "comment": (
        record('// note\n "title": "a"'),
        "p.json:2:2  [syntax]\n"
        "  found '//'\n"
        "  expected a name in double quotes\n"
        "  JSON has no comments",
    ),
    "single quotes": (
        record("'title': 'a'"),
        "p.json:2:2  [syntax]\n"
        "  found \"'title'\"\n"
        "  expected a name in double quotes\n"
        "  use double quotes",
    ),
    "a bare word": (
        record('"title": yes'),
        "p.json:2:11  [syntax]\n  found 'yes'\n  expected a value",
    ),
    "no colon": (
        record('"title" "a"'),
        "p.json:2:10  [syntax]\n  found '\"a\"'\n  expected ':' after a name",
    ),
    "no comma": (
        record('"title": "a" "id": "b"'),
        "p.json:2:15  [syntax]\n  found '\"id\"'\n  expected ',' or '}'",
    ),
    "no end": (
        '{"id": ["a"',
        "p.json:1:12  [syntax]\n  found the end of the file\n  expected ',' or ']'",
    ),
    "text without end": (
        '{"id": "a',
        "p.json:1:8  [syntax]\n"
        "  found '\"a': unterminated string\n"
        "  expected a text closed by a double quote",
    ),
    "something after the end": (
        "{} {}",
        "p.json:1:4  [syntax]\n"
        "  found '{'\n"
        "  expected nothing after the end of the document",
    ),
    "a list": (
        "[1, 2]",
        "p.json:1:1  [shape]\n"
        "  found a list of 2\n"
        "  expected a programme: schema_version, id and lists",
    ),
    "a list of programmes": (
        '[{"schema_version": "1", "id": "a"}]',
        "p.json:1:1  [shape]\n"
        "  found a list of 1\n"
        "  expected a programme: schema_version, id and lists\n"
        "  a portfolio is a directory with one file for each programme",
    ),
    "a text": (
        '"p"',
        "p.json:1:1  [shape]\n"
        "  found 'p'\n"
        "  expected a programme: schema_version, id and lists",
    ),
    "nothing": (
        " \n",
        "p.json  [record-empty]\n"
        "  found nothing\n"
        "  expected a programme: schema_version, id and lists\n"
        "  begin with a template: involvement new FILE.yaml",
    ),
    "a list where one item stands": (
        record('"actors": {"id": "a"}'),
        "p.json:2:12  actors  [shape]\n  found named values (1)\n  expected a list",
    ),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES)
def test_a_fault_of_json_is_placed_and_explained(text: str, said: str) -> None:
    """Found, where, expected, what to do: the whole text."""
    assert refusal(text) == said


@pytest.mark.parametrize(("sign", "place"), [("[", "1:33"), ('{"a":', "1:161")])
def test_deep_nesting_is_refused(sign: str, place: str) -> None:
    """Other readers raise RecursionError or ValueError here."""
    assert refusal(sign * 100_000) == (
        f"p.json:{place}  [limit-depth]\n"
        "  values nested 33 deep, the limit is 32\n"
        "  raise it with Limits(depth=...) or --limit depth=..."
    )


def test_faults_of_the_reader_are_kept_up_to_the_limit() -> None:
    """A file of duplicates is not a report of a million lines."""
    said = refusal(record(", ".join(['"title": "a"'] * 5)), Limits(issues=2))
    assert said.count("[key-duplicate]") == 2


def test_brackets_in_a_text_are_not_nesting() -> None:
    """Forty brackets inside quotes are forty characters."""
    title = "[" * 40 + "]" * 40
    assert read(record(f'"title": "{title}"')).title == title


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            Limits(nodes=4),
            "p.json:2:12  [limit-nodes]\n"
            "  more than 4 values\n"
            "  raise it with Limits(nodes=...) or --limit nodes=...",
        ),
        (
            Limits(items=1),
            "p.json:2:25  [limit-items]\n"
            "  a list of more than 1 entries\n"
            "  raise it with Limits(items=...) or --limit items=...",
        ),
        (
            Limits(text=13),
            "p.json:1:2  [limit-text]\n"
            "  a text of 14 characters, the limit is 13\n"
            "  raise it with Limits(text=...) or --limit text=...",
        ),
    ],
)
def test_a_limit_names_itself_and_how_to_raise_it(limits: Limits, said: str) -> None:
    """The value met, and the way to raise it."""
    assert refusal(record('"areas": [{"id": "a"}, {"id": "b"}]'), limits) == said


def test_a_large_record_within_the_limits_takes_the_fast_way() -> None:
    """Counting its signs shows that no limit can be broken."""
    areas = [{"id": f"a{n}"} for n in range(50)]
    text = json.dumps({"schema_version": "1", "id": "p", "areas": areas})
    assert len(read(text, Limits(nodes=500, text=200)).areas) == 50


@pytest.mark.parametrize(
    ("text", "items", "fast"),
    [
        ('{"a": [1, 2, 3], "b": [4, 5, 6], "c": [7]}', 3, True),
        ('{"a": [1, 2, 3], "b": [4, 5, 6, 7]}', 3, False),
        ('[[1, 2], {"a": 3, "b": 4}]', 2, True),
        ('[[1, 2], {"a": 3, "b": 4, "c": 5}]', 2, False),
        ("12345678", 3, True),
    ],
)
def test_many_short_lists_take_the_fast_way(text: str, items: int, fast: bool) -> None:  # noqa: FBT001
    """What is limited is the longest list, not all lists together."""
    limits = Limits(items=items)
    if fast:
        assert fast_value(text, limits) == json.loads(text)
    else:
        with pytest.raises(jsontext._Doubtful):
            fast_value(text, limits)


def test_characters_written_in_two_halves_are_whole() -> None:
    """What ASCII writers make of an emoji."""
    assert read(record('"title": "\\ud83d\\ude00"')).title == "\N{GRINNING FACE}"


def test_the_slow_reading_gives_the_same_values() -> None:
    """Only faults and doubts take the slow way; it must agree with the fast one."""
    text = record(
        '"title": "\\ud83d\\ude00", "activities": [ ],\n'
        '"ratings": [{"id": "r", "scale": "x", "respondent": "user",'
        '"answers": {"a": -1.5e2, "b": 0, "c": null}}], "areas": [{"id": "x"}]'
    )
    assert read_json(text, "p").value == json.loads(text)


def test_a_mark_at_the_start_is_dropped() -> None:
    """Other readers find a syntax error at column 1."""
    data = b"\xef\xbb\xbf" + record('"title": "a"').encode()
    assert read(decoded(data, "p.json")).title == "a"


# -- JSON lines --


def lines(data: bytes, limits: Limits | None = None) -> list[tuple[int, str, str]]:
    """Line number, id and what is said, for each line."""
    return [
        (number, item.id if item else "", "\n".join(map(str, said)))
        for number, item, said in read_lines(
            io.BytesIO(data), "a.jsonl", model=Activity, limits=limits
        )
    ]


def test_one_bad_line_does_not_stop_the_others() -> None:
    """The rest is scored; each fault has its line."""
    data = (
        b'{"id": "a"}\n'
        b"\n"
        b'{"id": "b", "led_by": "user", "led_by": "joint"}\n'
        b'{"id": "c", "asks_users": "maybe", "contacts": 0}\r\n'
        b'\xff{"id": "d"}\n'
        b"3\n"
        b'{"id": "e"'
    )
    assert lines(data) == [
        (1, "a", ""),
        (
            2,
            "",
            "note: a.jsonl:2:1  [record-empty]\n"
            "  found an empty line\n"
            "  it was skipped",
        ),
        (
            3,
            "",
            "a.jsonl:3:31  [key-duplicate]\n"
            "  found the key 'led_by' again; first at a.jsonl:3:13\n"
            "  keep one of them",
        ),
        (
            4,
            "",
            "a.jsonl:4:27  asks_users  [value-unknown]\n"
            "  found 'maybe'\n"
            "  expected one of: yes, no\n"
            "  write 'unknown' if it was not recorded\n"
            "a.jsonl:4:48  contacts  [value-range]\n"
            "  found 0\n"
            "  expected at least 1\n"
            "  leave it out if it was not recorded",
        ),
        (
            5,
            "",
            "a.jsonl:5  [text-encoding]\n"
            "  found bytes that are not UTF-8, at byte 1\n"
            "  save the file as UTF-8",
        ),
        (
            6,
            "",
            "a.jsonl:6:1  [shape]\n  found 3\n  expected named values",
        ),
        (
            7,
            "",
            "a.jsonl:7:11  [syntax]\n"
            "  found the end of the file\n"
            "  expected ',' or '}'",
        ),
    ]


def test_a_line_that_is_too_long_is_passed_over() -> None:
    """It is never held in memory whole."""
    data = b'{"id": "a"}\n' + b"[" * 200_000 + b'\n{"id": "b"}\n' + b"[" * 99
    said = (
        "a.jsonl:{}:1  [limit-bytes]\n"
        "  a line of more than 20 bytes\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )
    assert lines(data, Limits(bytes=20)) == [
        (1, "a", ""),
        (2, "", said.format(2)),
        (3, "b", ""),
        (4, "", said.format(4)),
    ]


def test_whole_records_may_stand_on_lines_too() -> None:
    """A programme on a line is checked as a whole, with its warnings."""
    data = (
        b'{"schema_version": "1", "id": "p", "when": "9999"}\n'
        b'{"schema_version": "1", "id": "p", "changes": [{"id": "p"}]}\n'
    )
    found = list(read_lines(io.BytesIO(data), "p.jsonl", model=Programme))
    assert [(n, item is None, [i.code for i in said]) for n, item, said in found] == [
        (1, False, ["time-future"]),
        (2, True, ["id-duplicate"]),
    ]
