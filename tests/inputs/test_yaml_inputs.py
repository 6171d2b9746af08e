"""Every row of the table of bad YAML: one input, one whole text."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from involvement.errors import RecordError
from involvement.formats.text import decoded, read_yaml
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.programme import Programme

HEAD = "schema_version: 1\nid: p\n"


def read(text: str, limits: Limits | None = None) -> Programme:
    """The record in a text called p.yaml."""
    limits = limits or Limits()
    return read_tree(read_yaml(text, "p.yaml", limits=limits), limits=limits)[0]


def refusal(text: str, limits: Limits | None = None) -> str:
    """The whole text of the error."""
    with pytest.raises(RecordError) as caught:
        read(text, limits)
    return str(caught.value)


def activity(line: str) -> str:
    """A record of one activity with one more line, the sixth of the file."""
    return f"{HEAD}activities:\n- id: a1\n  title: Survey\n  {line}\n"


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "{}", "null"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    """Nothing in it is no record, and no fault of YAML either."""
    assert refusal(text) == (
        "p.yaml  [record-empty]\n"
        "  found nothing\n"
        "  expected a programme: schema_version, id and lists\n"
        "  begin with a template: involvement new FILE.yaml"
    )


CASES = {
    "two documents": (
        f"{HEAD}---\nid: q\n",
        "p.yaml:3:1  [syntax]\n"
        "  found a second document\n"
        "  expected one programme in a file\n"
        "  a portfolio is a directory with one file for each programme",
    ),
    "no for a side": (
        activity("initiated_by: no"),
        "p.yaml:6:17  activities[0].initiated_by[0]  [id-dangling]\n"
        "  found 'no'\n"
        "  expected the id of an actor\n"
        "  or write a side: user, professional, joint, external",
    ),
    "on for a side": (
        activity("led_by: on"),
        "p.yaml:6:11  activities[0].led_by  [value-unknown]\n"
        "  found 'on'\n"
        "  expected one of: joint, professional, user\n"
        "  write 'unknown' if it was not recorded",
    ),
    "on for yes": (
        activity("asks_users: on"),
        "p.yaml:6:15  activities[0].asks_users  [value-unknown]\n"
        "  found 'on'\n"
        "  expected one of: yes, no\n"
        "  write 'unknown' if it was not recorded",
    ),
    "sexagesimal": (
        activity("contacts: 1:30"),
        "p.yaml:6:13  activities[0].contacts  [shape]\n"
        "  found '1:30'\n"
        "  expected a whole number such as 3\n"
        "  write it without quotes, in plain digits",
    ),
    "octal": (
        activity("contacts: 010"),
        "p.yaml:6:13  activities[0].contacts  [shape]\n"
        "  found '010'\n"
        "  expected a whole number such as 3\n"
        "  write it without quotes, in plain digits",
    ),
    "underscore": (
        activity("contacts: 1_000"),
        "p.yaml:6:13  activities[0].contacts  [shape]\n"
        "  found '1_000'\n"
        "  expected a whole number such as 3\n"
        "  write it without quotes, in plain digits",
    ),
    "true for yes": (
        activity("users_add_topics: true"),
        "p.yaml:6:21  activities[0].users_add_topics  [value-unknown]\n"
        "  found true\n"
        "  expected one of: yes, no\n"
        "  write yes instead of true",
    ),
    "false for no": (
        activity("users_add_topics: False"),
        "p.yaml:6:21  activities[0].users_add_topics  [value-unknown]\n"
        "  found false\n"
        "  expected one of: yes, no\n"
        "  write no instead of false",
    ),
    "key twice": (
        activity("title: Again"),
        "p.yaml:6:3  [key-duplicate]\n"
        "  found the key 'title' again; first at p.yaml:5:3\n"
        "  keep one of them",
    ),
    "anchor and alias": (
        f"{HEAD}activities: &x\n- id: a1\nchanges: *x\n",
        "p.yaml:3:13  [yaml-alias]\n"
        "  found the anchor '&x'\n"
        "  expected every value written out\n"
        "p.yaml:5:10  [yaml-alias]\n"
        "  found the alias '*x'\n"
        "  expected every value written out",
    ),
    "merge key": (
        activity("<<: {kind: survey}"),
        "p.yaml:6:3  [yaml-alias]\n"
        "  found the merge key '<<'\n"
        "  expected every value written out",
    ),
    "alias as key": (
        f"{HEAD}*x : 1\n",
        "p.yaml:3:1  [yaml-alias]\n"
        "  found the alias '*x'\n"
        "  expected every value written out",
    ),
    "python tag": (
        activity("kind: !!python/object/apply:os.system [echo]"),
        "p.yaml:6:9  [yaml-tag]\n"
        "  found the tag 'tag:yaml.org,2002:python/object/apply:os.system'\n"
        "  expected plain values\n"
        "  remove the tag\n"
        "p.yaml:6:9  activities[0].kind  [value-unknown]\n"
        "  found a list of 1\n"
        "  expected one of 27: information_provision, survey, complaints_analysis, ...\n"
        "  write 'unknown' if it was not recorded",
    ),
    "binary tag": (
        activity("title2: !!binary aGk="),
        "p.yaml:6:3  activities[0].title2  [field-unknown]\n"
        "  found a field 'title2'\n"
        "  expected one of 33 fields, closest: title\n"
        "  correct the name or remove it\n"
        "p.yaml:6:11  [yaml-tag]\n"
        "  found the tag 'tag:yaml.org,2002:binary'\n"
        "  expected plain values\n"
        "  remove the tag",
    ),
    "set tag": (
        f"{HEAD}title: !!set {{a}}\n",
        "p.yaml:3:8  [yaml-tag]\n"
        "  found the tag 'tag:yaml.org,2002:set'\n"
        "  expected plain values\n"
        "  remove the tag\n"
        "p.yaml:3:8  title  [shape]\n"
        "  found named values (1)\n"
        "  expected text",
    ),
    "number as key": (
        activity("participants: [{groups: {65: 4}}]"),
        "p.yaml:6:28  [key-kind]\n"
        "  found '65' as a key\n"
        "  expected a word followed by a colon\n"
        "  put it in quotes if it is a label",
    ),
    "list as key": (
        f"{HEAD}? [a, b]\n: 1\n",
        "p.yaml:3:3  [key-kind]\n"
        "  found a list or named values as a key\n"
        "  expected a word followed by a colon",
    ),
    "empty key": (
        f"{HEAD}?\n: 1\n",
        "p.yaml:3:2  [key-kind]\n"
        "  found nothing as a key\n"
        "  expected a word followed by a colon",
    ),
    "tab as indent": (
        f"{HEAD}activities:\n\t- id: a\n",
        "p.yaml:4:1  [syntax]\n"
        "  found a fault of YAML: found character that cannot start any token\n"
        "  the line reads '\\t- id: a'\n"
        "  indent with spaces, not with tabs",
    ),
    "unclosed quote": (
        f"{HEAD}title: 'Ward\n",
        "p.yaml:4:1  [syntax]\n"
        "  found a fault of YAML: found unexpected end of stream\n"
        "  the line reads ''\n"
        "  see that quotes, brackets and indents are closed and in line",
    ),
    "not a number": (
        activity("user_vote_share: .nan"),
        "p.yaml:6:20  [number-not-finite]\n"
        "  found .nan\n"
        "  expected a number, or nothing if it was not recorded",
    ),
    "infinite": (
        activity("contacts: -.inf"),
        "p.yaml:6:13  [number-not-finite]\n"
        "  found -.inf\n"
        "  expected a number, or nothing if it was not recorded",
    ),
    "beyond floats": (
        activity("user_vote_share: 1e999"),
        "p.yaml:6:20  [number-not-finite]\n"
        "  found 1e999\n"
        "  expected a number, or nothing if it was not recorded",
    ),
    "digits without end": (
        activity(f"contacts: {'9' * 5000}"),
        "p.yaml:6:13  [number-too-long]\n  found a number of 5000 digits",
    ),
    "misspelt field": (
        activity("led_bby: user"),
        "p.yaml:6:3  activities[0].led_bby  [field-unknown]\n"
        "  found a field 'led_bby'\n"
        "  expected one of 33 fields, closest: led_by, initiated_by, agenda_set_by\n"
        "  correct the name or remove it",
    ),
    "misspelt and empty": (
        activity("led_bby:"),
        "p.yaml:6:3  activities[0].led_bby  [field-unknown]\n"
        "  found a field 'led_bby'\n"
        "  expected one of 33 fields, closest: led_by, initiated_by, agenda_set_by\n"
        "  correct the name or remove it",
    ),
    "a control character": (
        f"{HEAD}title: a\x07b\n",
        "p.yaml  [syntax]\n"
        "  found a character that YAML does not allow: 0x0007\n"
        '  write it as an escape in double quotes, such as "\\x07"',
    ),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES)
def test_a_fault_of_yaml_is_placed_and_explained(text: str, said: str) -> None:
    """Found, where, expected, what to do: the whole text."""
    assert refusal(text) == said


def test_faults_of_the_reader_are_kept_up_to_the_limit() -> None:
    """A file of aliases is not a report of a million lines."""
    said = refusal(f"{HEAD}title: *a\ndescription: *b\nsetting: *c\n", Limits(issues=2))
    assert said.count("[yaml-alias]") == 2


def test_what_is_no_number_is_text() -> None:
    """A version with an exponent is not infinite."""
    assert read(f"{HEAD}title: 1.2.3e4\ncitation: 1e3\n").title == "1.2.3e4"


@pytest.mark.parametrize("when", ["2007", "2007-03", "2007-03-14"])
def test_a_date_is_text_however_short(when: str) -> None:
    """PyYAML gives a number, a text and a date."""
    assert (
        read(f"{HEAD}when: {when}\n").when
        == Programme(schema_version="1", id="p", when=when).when
    )


def test_words_and_numbers_are_what_the_field_wants() -> None:
    """A number is one only where the record wants a number."""
    found = read(
        f"{HEAD}title: 2007\n"
        "activities:\n"
        "- {id: 007, asks_users: yes, users_add_topics: no, contacts: 3,\n"
        "   user_vote_share: .5, costs: [{amount: 12.50, currency: GBP}],\n"
        "   participants: [{groups: {'65': 4}}], led_by: ~, agenda_set_by: }\n"
        "ratings:\n"
        "- {id: r, scale: cube, respondent: user, answers: {voice: 40}}\n"
    )
    one = found.activities[0]
    assert found.title == "2007"
    assert (one.id, one.asks_users, one.users_add_topics) == ("007", "yes", "no")
    assert (one.contacts, one.user_vote_share) == (3, 0.5)
    assert str(one.costs[0].amount) == "12.50"
    assert one.participants[0].groups == {"65": 4}
    assert (one.led_by, one.agenda_set_by) == ("unknown", "unknown")
    assert found.ratings[0].answers == {"voice": 40}


HOSTILE = {
    "closed brackets": ("[" * 100_000 + "]" * 100_000, "1:33"),
    "open brackets": ("[" * 100_000, "1:33"),
    "dashes": ("- " * 100_000, "1:65"),
    "mappings": ("{a: " * 100_000, "1:129"),
    "indentation": ("\n".join(" " * n + "a:" for n in range(3_000)), "33:33"),
}


@pytest.mark.parametrize(("text", "place"), HOSTILE.values(), ids=HOSTILE)
def test_deep_nesting_is_refused_at_once(
    text: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyYAML's own loader ends the process on the first; here few events are read."""
    read: list[object] = []
    parse = yaml.parse

    def counted(*words: Any, **named: Any) -> Iterator[Any]:
        for event in parse(*words, **named):
            read.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    assert refusal(text) == (
        f"p.yaml:{place}  [limit-depth]\n"
        "  values nested 33 deep, the limit is 32\n"
        "  raise it with Limits(depth=...) or --limit depth=..."
    )
    assert len(read) < 100, "the rest of the file is not looked at"


def test_an_alias_bomb_is_not_expanded() -> None:
    """Six lines of aliases become megabytes elsewhere."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 7)]
    with pytest.raises(RecordError) as caught:
        read("\n".join(lines))
    codes = {issue.code for issue in caught.value.issues}
    assert codes == {"yaml-alias", "field-unknown", "field-missing"}
    aliases = [i for i in caught.value.issues if i.code == "yaml-alias"]
    assert len(aliases) == 7 + 6 * 9
    assert str(aliases[0]) == (
        "p.yaml:1:5  [yaml-alias]\n"
        "  found the anchor '&a0'\n"
        "  expected every value written out"
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            Limits(nodes=4),
            "p.yaml:4:3  [limit-nodes]\n"
            "  more than 4 values\n"
            "  raise it with Limits(nodes=...) or --limit nodes=...",
        ),
        (
            Limits(items=1),
            "p.yaml:5:3  [limit-items]\n"
            "  a list of more than 1 entries\n"
            "  raise it with Limits(items=...) or --limit items=...",
        ),
        (
            Limits(text=13),
            "p.yaml:1:1  [limit-text]\n"
            "  a text of 14 characters, the limit is 13\n"
            "  raise it with Limits(text=...) or --limit text=...",
        ),
    ],
)
def test_a_limit_names_itself_and_how_to_raise_it(limits: Limits, said: str) -> None:
    """The value met, and the way to raise it."""
    assert refusal(f"{HEAD}areas:\n- id: a\n- id: b\n", limits) == said


def test_a_text_of_a_million_characters_loads() -> None:
    """Long is not wrong; longer than the limit is."""
    title = "x" * 1_000_000
    assert read(f"{HEAD}title: {title}\n").title == title
    assert refusal(f"{HEAD}title: {'x' * (2**20 + 1)}\n") == (
        "p.yaml:3:8  [limit-text]\n"
        "  a text of 1048577 characters, the limit is 1048576\n"
        "  raise it with Limits(text=...) or --limit text=..."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + f"{HEAD}title: Café\n".encode(),
        f"{HEAD}title: Café\n".replace("\n", "\r\n").encode(),
        f"{HEAD}title: Café\n".encode("utf-16"),
        b"\xfe\xff" + f"{HEAD}title: Café\n".encode("utf-16-be"),
    ],
    ids=["mark", "CRLF", "UTF-16", "UTF-16 big end first"],
)
def test_marks_and_line_ends_make_no_difference(data: bytes) -> None:
    """The same text, however it was saved."""
    assert read(decoded(data, "p.yaml")).title == "Café"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "title: Café".encode("latin-1"),
            "p.yaml  [text-encoding]\n"
            "  found bytes that are not UTF-8, at byte 11\n"
            "  save the file as UTF-8",
        ),
        (
            b"\xff\xfea",
            "p.yaml  [text-encoding]\n"
            "  found bytes that are not UTF-16, at byte 3\n"
            "  save the file as UTF-8",
        ),
    ],
)
def test_other_encodings_are_named_with_the_byte(data: bytes, said: str) -> None:
    """Latin-1 is what old spreadsheets save."""
    with pytest.raises(RecordError) as caught:
        decoded(data, "p.yaml")
    assert str(caught.value) == said
