"""The impact log: its mapping, its aliases, its faults, and one row a minute."""

from pathlib import Path

import pytest
import xlsxwriter

from involvement.errors import RecordError
from involvement.formats import log
from involvement.formats.log_rows import COLUMNS
from involvement.formats.validation import read_tree
from involvement.limits import Limits
from involvement.record.programme import Programme


def record(path: Path) -> Programme:
    """The record a log stands for."""
    return read_tree(log.read(path, Limits()))[0]


def faults(path: Path) -> str:
    """Everything wrong with a log."""
    with pytest.raises(RecordError) as caught:
        record(path)
    return str(caught.value)


def written(place: Path, text: str) -> Path:
    """A log with this text."""
    path = place / "log.csv"
    path.write_bytes(text.encode())
    return path


FULL = (
    "Date,Who said it,What they said,What it was hoped to influence,Meeting,"
    "Decision,Reason given,What was done,Progress,Fed back,Where is the evidence,"
    "Evidence from,Why it matters,Which standard\n"
    "2007-03-14,Stroke panel,Letters are hard to read,the discharge letter,"
    "March meeting,adapted,too long as put,A shorter letter,implemented,2007-05,"
    "minutes p. 3,clinic minutes,people stop calling,Communications\n"
)


def test_a_full_row_becomes_what_it_says(tmp_path: Path) -> None:
    """One contribution, decision, change, piece of evidence, feedback, two links."""
    programme = record(written(tmp_path, FULL))
    said, decision, change = (
        programme.contributions[0],
        programme.decisions[0],
        programme.changes[0],
    )
    assert (said.summary, said.intended) == (
        "Letters are hard to read",
        "the discharge letter",
    )
    assert programme.actors[0].label == "Stroke panel"
    assert said.made_by == (programme.actors[0].id,)
    assert programme.activities[0].title == "March meeting"
    assert (decision.verdict, decision.reason) == ("adapted", "too long as put")
    assert (change.title, change.status) == ("A shorter letter", "implemented")
    steps = [(step.source, step.kind, step.target) for step in programme.links]
    assert steps == [
        (said.id, "informed", decision.id),
        (decision.id, "led_to", change.id),
    ]
    assert [step.evidence for step in programme.links] == [("evidence-0001",)] * 2
    assert programme.evidence[0].locator == "minutes p. 3"
    assert programme.evidence[0].note == (
        "Standard: Communications\nWhy it matters: people stop calling"
    )
    assert programme.feedback[0].about == change.id


def test_why_it_matters_is_no_evidence(tmp_path: Path) -> None:
    """Without evidence the note is kept, but no link rests on it."""
    text = "said,done,why\nLetters,A letter,people stop calling\n"
    programme = record(written(tmp_path, text))
    assert programme.links[0].evidence == ()
    assert programme.evidence[0].note == "Why it matters: people stop calling"


def test_a_side_needs_no_actor(tmp_path: Path) -> None:
    """`user` is a side; anything else is the label of an actor."""
    programme = record(written(tmp_path, "who,said\nuser,a\nPanel,b\nPanel,c\n"))
    assert [said.made_by for said in programme.contributions] == [
        "user",
        ("who-0001",),
        ("who-0001",),
    ]


def test_activities_keep_their_ids(tmp_path: Path) -> None:
    """An id stays one; other names become titles; ids of ours are not taken."""
    text = "said,activity\na,panel\nb,The panel\nc,input-0001\nd,panel\n"
    programme = record(written(tmp_path, text))
    found = [(item.id, item.title) for item in programme.activities]
    assert found == [
        ("panel", None),
        ("activity-0001", "The panel"),
        ("activity-0002", "input-0001"),
    ]


def test_the_files_name_is_the_programmes_id(tmp_path: Path) -> None:
    """Where it can be one."""
    odd = tmp_path / "our log.csv"
    odd.write_text("said\na\n")
    assert record(odd).id == "log"
    assert record(written(tmp_path, "said\na\n")).id == "log"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "said,colour\na,b\n",
            "log.csv:1:2  [field-unknown]\n"
            "  found a column 'colour'\n"
            "  expected one of 14, closest: source\n"
            "  rename it, or remove it: no column is left out in silence",
        ),
        (
            "said,comment\na,b\n",
            "log.csv:1:2  [key-duplicate]\n"
            "  found a second column for 'said'\n"
            "  keep one of them",
        ),
        (
            "said\na,b\n",
            "log.csv:2:2  [syntax]\n"
            "  found a cell under no column\n"
            "  put quotes round a text that holds a comma",
        ),
        (
            "said,date\na,14/03/2007\n",
            "log.csv:2:2  contributions[0].when  [date-shape]\n"
            "  found '14/03/2007'\n"
            "  expected a date such as 2007, 2007-03 or 2007-03-14",
        ),
        (
            "said,date\na,March\n",
            "log.csv:2:2  contributions[0].when  [date-shape]\n"
            "  found 'March'\n"
            "  expected a date such as 2007, 2007-03 or 2007-03-14",
        ),
        (
            "said,verdict\na,yes\n",
            "log.csv:2:2  decisions[0].verdict  [value-unknown]\n"
            "  found 'yes'\n"
            "  expected one of: accepted, adapted, deferred, rejected, noted\n"
            "  write 'unknown' if it was not recorded",
        ),
    ],
)
def test_faults_name_line_and_column(tmp_path: Path, text: str, message: str) -> None:
    """Places are those of the log, not of the record it becomes."""
    assert faults(written(tmp_path, text)) == message


def test_a_column_without_a_name_may_be_empty(tmp_path: Path) -> None:
    """Spreadsheet programs leave such columns behind."""
    programme = record(written(tmp_path, "said,,done\na,,b\n"))
    assert programme.changes[0].title == "b"


def test_an_empty_log(tmp_path: Path) -> None:
    """It is a record with nothing in it."""
    assert record(written(tmp_path, "")).contributions == ()


def test_a_log_in_a_workbook(tmp_path: Path) -> None:
    """The first sheet is the log; faults name its cells."""
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Impact")
    sheet.write_row(0, 0, ["Date", "What they said", "Answer"])
    sheet.write_row(1, 0, [2007, "Letters", "perhaps"])
    book.close()
    assert faults(path).splitlines()[0] == (
        "log.xlsx C2  decisions[0].verdict  [value-unknown]"
    )


def test_what_a_log_cannot_hold_is_counted(tmp_path: Path) -> None:
    """A general record loses what a flat sheet has no place for."""
    programme = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": "x", "label": "Panel"}, {"id": "y"}, {"id": "z"}],
        activities=[{"id": "panel"}],
        contributions=[
            {"id": "c", "made_by": ["x", "y"], "when": {"start": "2007"}},
            {"id": "d", "summary": "quiet", "activity": "panel"},
        ],
        decisions=[{"id": "yes", "verdict": "accepted"}],
        changes=[{"id": "one"}, {"id": "two", "title": "Two"}, {"id": "three"}],
        outcomes=[{"id": "better"}],
        evidence=[{"id": "e", "note": "own words", "origin": "minutes"}, {"id": "e2"}],
        feedback=[{"id": "f", "about": "one", "to": ["c"]}],
        links=[
            {"id": "l1", "source": "c", "target": "one", "kind": "shaped"},
            {"id": "l2", "source": "c", "target": "yes", "kind": "informed",
             "evidence": ["e"]},
            {"id": "l3", "source": "yes", "target": "two", "kind": "led_to"},
            {"id": "l6", "source": "d", "target": "yes", "kind": "informed",
             "evidence": ["e2"]},
            {"id": "l4", "source": "c", "target": "three", "kind": "shaped",
             "effect": "blocks"},
            {"id": "l5", "source": "c", "target": "panel", "kind": "raised_in"},
        ],
    )  # fmt: skip
    path = tmp_path / "log.csv"
    notes = log.write(programme, path)
    assert [note.found for note in notes] == [
        "left out 1 of actors",
        "left out 1 of changes",
        "left out 1 of outcomes",
        "left out 2 of links",
    ]
    assert path.read_text().splitlines() == [
        "date,who,said,hoped,done,why,standard,evidence,activity,verdict,told,source",
        "2007/,Panel; y,,,,,,,,,yes,",
        "2007/,Panel; y,,,Two,own words,,,,accepted,,minutes",
        ",,quiet,,Two,,,,panel,accepted,,",
    ]


def test_one_row_after_a_meeting(tmp_path: Path) -> None:
    """Rows are added in the log's own columns; what stands there stays."""
    path = tmp_path / "log.csv"
    log.append_row(path, {"What they said": "a"}, limits=Limits())
    log.append_row(path, {"said": "=b", "date": "2007-03"}, limits=Limits())
    assert path.read_text().splitlines() == [
        "date,who,said,hoped,done,why,standard,evidence",
        ",,a,,,,,",
        "2007-03,,'=b,,,,,",
    ]


def test_a_row_with_a_new_column(tmp_path: Path) -> None:
    """The log grows a column; names people chose are kept."""
    path = written(tmp_path, "Comment,Day\n'=a,2007\nb")
    log.append_row(path, {"said": "c", "told": "yes"}, limits=Limits())
    assert path.read_text().splitlines() == [
        "Comment,Day,told",
        "'=a,2007,",
        "b,,",
        "c,,yes",
    ]


def test_a_row_for_a_log_without_a_last_line_end(tmp_path: Path) -> None:
    """The new row begins on a line of its own; an empty file gets a header."""
    path = written(tmp_path, "said\na")
    log.append_row(path, {"said": "b"}, limits=Limits())
    assert path.read_text().split() == ["said", "a", "b"]
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    log.append_row(empty, {"said": "b"}, limits=Limits())
    assert empty.read_text().splitlines()[1] == ",,b,,,,,"


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        (
            "log.csv",
            {"saying": "a"},
            "log.csv  [field-unknown]\n"
            "  found a column 'saying'\n"
            "  expected one of 14, closest: said\n"
            "  rename it, or remove it: no column is left out in silence",
        ),
        (
            "log.csv",
            {"said": "a", "date": "soon"},
            "row:1:2  contributions[0].when  [date-shape]\n"
            "  found 'soon'\n"
            "  expected a date such as 2007, 2007-03 or 2007-03-14",
        ),
        (
            "log.xlsx",
            {"said": "a"},
            "PLACE/log.xlsx  [file-kind]\n"
            "  found the ending '.xlsx'\n"
            "  expected an impact log ending in .csv\n"
            "  save the sheet as CSV (UTF-8), and add rows to that",
        ),
    ],
)
def test_rows_that_cannot_be_added(
    tmp_path: Path, name: str, row: dict[str, str], message: str
) -> None:
    """The log is as it was."""
    path = tmp_path / name
    path.write_text("said\n")
    with pytest.raises(RecordError) as caught:
        log.append_row(path, row, limits=Limits())
    assert str(caught.value).replace(str(tmp_path), "PLACE") == message
    assert path.read_text() == "said\n"


def test_a_log_with_unknown_columns_takes_no_rows(tmp_path: Path) -> None:
    """A row added to a log that cannot be read would be lost."""
    path = written(tmp_path, "said,colour\n")
    with pytest.raises(RecordError) as caught:
        log.append_row(path, {"said": "a"}, limits=Limits())
    assert caught.value.issues[0].code == "field-unknown"


def test_every_alias_is_of_one_column() -> None:
    """No name could mean two columns."""
    names = [name for column, more in COLUMNS.items() for name in (column, *more)]
    assert len(names) == len(set(names))
