"""Every row about files and names: what is there, what is missing, what stays whole."""

import contextlib
import io
import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import involvement as inv
from involvement import testing
from involvement.formats import files, writing
from involvement.limits import Limits

RECORD = "schema_version: 1\nid: ward-7\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a folder to itself."""
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str | bytes = RECORD) -> Path:
    """A file of a name."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: str | Path, limits: Limits | None = None) -> str:
    """The whole text of what a file is refused with."""
    with pytest.raises(inv.RecordError) as caught:
        inv.load(path, limits=limits)
    return str(caught.value)


def test_a_missing_file_names_the_closest() -> None:
    """In its folder, and among the examples."""
    put("programme.yaml")
    assert refusal("program.yaml") == (
        "program.yaml  [file-missing]\n"
        "  there is no such file\n"
        "  closest: programme.yaml"
    )
    assert refusal("strok") == (
        "strok  [file-missing]\n  there is no such file\n  closest: stroke"
    )
    assert refusal("nowhere/x.yaml") == (
        "nowhere/x.yaml  [file-missing]\n  there is no such file"
    )
    assert refusal("a\0b") == "a\\x00b  [file-missing]\n  there is no such file"
    assert refusal("a" * 5000).endswith("[file-missing]\n  there is no such file")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "a.txt",
            "a.txt  [file-kind]\n"
            "  found the ending '.txt'\n"
            "  expected one of: .yaml, .yml, .json, .xlsx",
        ),
        (
            "record",
            "record  [file-kind]\n"
            "  found no ending\n"
            "  expected one of: .yaml, .yml, .json, .xlsx",
        ),
        (
            "a.xls",
            "a.xls  [file-kind]\n"
            "  found an old Excel workbook (.xls)\n"
            "  save it as .xlsx",
        ),
        (
            "a.ods",
            "a.ods  [file-kind]\n"
            "  found an OpenDocument workbook (.ods)\n"
            "  save it as .xlsx",
        ),
    ],
)
def test_an_unknown_ending_names_the_known(name: str, said: str) -> None:
    """Old formats say what to do instead."""
    put(name)
    assert refusal(name) == said


def test_a_file_that_may_not_be_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the refusal is played."""
    put("a.yaml")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal("a.yaml") == (
        "a.yaml  [file-denied]\n  could not read it: permission denied"
    )


def test_a_directory_that_may_not_be_read_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same for the listing of a portfolio."""
    put("many/a.yaml")

    listed = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "many":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert refusal("many") == (
        "many  [file-denied]\n  could not read it: permission denied"
    )


def test_a_file_beyond_the_limit_is_not_parsed() -> None:
    """The size is looked at before anything else."""
    put("a.yaml", RECORD + "#" * 100)
    assert refusal("a.yaml", Limits(bytes=99)) == (
        "a.yaml  [limit-bytes]\n"
        "  the file has 129 bytes, the limit is 99\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )


def test_standard_input_is_yaml_or_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """A brace begins JSON; its faults then have JSON's words."""
    for text in (RECORD, '{"schema_version": "1", "id": "ward-7"}'):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert inv.load("-") == inv.Programme(schema_version="1", id="ward-7")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{,}")))
    assert refusal("-") == (
        "standard input:1:2  [syntax]\n  found ','\n  expected a name in double quotes"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * 9)))
    assert refusal("-", Limits(bytes=8)) == (
        "standard input  [limit-bytes]\n"
        "  the file has more than 8 bytes, which is the limit\n"
        "  raise it with Limits(bytes=...) or --limit bytes=..."
    )


def test_a_file_wins_over_an_example_of_its_name() -> None:
    """With a note, so that nobody wonders."""
    programme = inv.load("stroke")
    Path("stroke").mkdir()
    inv.dump(inv.Programme(schema_version="1", id="mine"), "stroke/a.yaml")
    notes: list[inv.Issue] = []
    found = inv.load("stroke", on_warning=notes.append)
    assert isinstance(programme, inv.Programme)
    assert isinstance(found, inv.Portfolio)
    assert [str(note) for note in notes] == [
        "note: [file-example]\n"
        "  'stroke' is a file here and also a shipped example\n"
        "  the file was read; rename it to read the example"
    ]


def test_a_directory_is_a_portfolio_in_the_order_of_names() -> None:
    """Hidden files and those of other kinds are no records."""
    put("many/b.json", '{"schema_version": "1", "id": "b"}')
    put("many/a.yml", "schema_version: 1\nid: a\nwhen: 9999\n")
    put("many/.hidden.yaml", "broken: [")
    put("many/~$lock.xlsx", "")
    put("many/notes.txt", "")
    put("many/other/x.yaml", "")
    warnings: list[inv.Issue] = []
    found = inv.load("many", on_warning=warnings.append)
    assert isinstance(found, inv.Portfolio)
    assert [one.id for one in found.programmes] == ["a", "b"]
    assert found.sources == ("a.yml", "b.json")
    assert [warning.where for warning in warnings] == ["a.yml:3:7"]


def test_every_fault_of_a_directory_comes_at_once() -> None:
    """File after file."""
    put("many/a.yaml", "id: a\n")
    put("many/b.yaml", RECORD)
    put("many/c.yaml", "schema_version: 1\nid: user\n")
    assert refusal("many") == (
        "a.yaml:1:1  schema_version  [field-missing]\n"
        "  found no 'schema_version' of 'a'\n"
        "  add it; it may not be left out, null or unknown\n"
        "c.yaml:2:5  id  [id-reserved]\n"
        "  found the id 'user'\n"
        "  expected another word: sides may not be ids\n"
        "  choose another id, also where it is referred to"
    )


def test_a_directory_without_records_says_what_it_wants() -> None:
    """And one with too many names the limit."""
    put("none/notes.txt")
    assert refusal("none") == (
        "none  [directory-empty]\n"
        "  found no record in the directory\n"
        "  expected files ending in .yaml, .yml, .json, .xlsx"
    )
    put("many/a.yaml")
    put("many/b.yaml")
    assert refusal("many", Limits(records=1)) == (
        "many  [limit-records]\n"
        "  2 records, the limit is 1\n"
        "  raise it with Limits(records=...) or --limit records=..."
    )


def test_a_folder_with_a_description_is_one_record() -> None:
    """What `dump` writes to a name without an ending."""
    programme = inv.Programme(schema_version="1", id="p", actors=[{"id": "a"}])
    inv.dump(programme, "tables")
    assert inv.load("tables") == programme
    inv.dump(programme, "tables")
    put("many/a.yaml")
    with pytest.raises(inv.RecordError, match="file-kind"):
        inv.dump(programme, "many")


def test_check_tells_errors_first_and_raises_nothing() -> None:
    """Then warnings and notes."""
    put("a.yaml", "schema_version: 1\nid: a\nwhen: 9999\nareas: 3\n")
    assert [issue.code for issue in inv.check("a.yaml")] == ["shape", "time-future"]
    assert inv.check("stroke") == ()
    assert [issue.code for issue in inv.check("nothing.yaml")] == ["file-missing"]


def test_warnings_are_logged_when_nobody_listens(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """They are never printed by the library itself."""
    put("a.yaml", f"{RECORD}when: 9999\n")
    with caplog.at_level(logging.WARNING, logger="involvement"):
        inv.load("a.yaml")
    assert caplog.messages == [
        "warning: a.yaml:3:7  when  [time-future]\n"
        "  found the date 9999, which is still to come\n"
        "  expected a date up to today\n"
        "  correct it, or leave it out until it has happened"
    ]


# -- writing --


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".json", ".xlsx"])
def test_what_is_written_reads_back_equal(ending: str) -> None:
    """The shipped example through every format."""
    programme = inv.load("stroke")
    assert isinstance(programme, inv.Programme)
    testing.assert_round_trip(programme, ending=ending)


def test_what_a_workbook_cannot_hold_is_told() -> None:
    """A control character is left out, with a note; other formats keep it."""
    notes: list[inv.Issue] = []
    programme = inv.Programme(schema_version="1", id="p", title="a\x07b")
    inv.dump(programme, "p.xlsx", on_warning=notes.append)
    assert [note.severity for note in notes] == ["note"]
    for name in ("p.json", "p.yaml"):
        inv.dump(programme, name)
        assert inv.load(name) == programme


def test_the_assertions_for_embedders_fail_when_they_should(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A test that cannot fail proves nothing."""
    programme = inv.Programme(schema_version="1", id="p")
    other = inv.Programme(schema_version="1", id="q")
    monkeypatch.setattr(testing, "load", lambda *_, **__: other)
    with pytest.raises(AssertionError, match=r"changed on the way through \.json"):
        testing.assert_round_trip(programme, ending=".json")
    with pytest.raises(AssertionError, match="expected shape, but it was accepted"):
        testing.assert_refused(lambda: inv.Activity(id="a"), "shape")
    with pytest.raises(AssertionError, match="expected shape, but:"):
        testing.assert_refused(lambda: inv.Activity(id="a b"), "shape")
    error = testing.assert_refused(lambda: inv.Activity(id="a b"), "id-shape")
    assert error.issues[0].found == "found 'a b'"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(testing.activities(), testing.ids())
def test_activities_and_ids_that_are_drawn_are_valid(
    activity: inv.Activity, one: str
) -> None:
    """Sides are words where there are no actors."""
    assert isinstance(activity.led_by, str)
    assert inv.Activity(id=one).id == one


def test_a_dump_begins_with_version_id_and_title() -> None:
    """Keys stand in the order people read them."""
    programme = inv.Programme(
        title="Ward 7: beds",
        id="p",
        schema_version="1",
        when="2007",
        activities=[
            {"id": "a", "led_by": "user", "contacts": 2, "user_vote_share": 1e-7}
        ],
    )
    inv.dump(programme, "p.yaml")
    assert Path("p.yaml").read_text(encoding="utf-8") == (
        "schema_version: '1'\n"
        "id: p\n"
        "title: 'Ward 7: beds'\n"
        "when: '2007'\n"
        "activities:\n"
        "- id: a\n"
        "  led_by: user\n"
        "  contacts: 2\n"
        "  user_vote_share: 0.0000001\n"
    )
    assert inv.load("p.yaml") == programme


def test_a_dash_writes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """As YAML, for a pipe."""
    said = "schema_version: '1'\nid: p\n"
    inv.dump(inv.Programme(schema_version="1", id="p"), "-")
    assert capsys.readouterr().out == said
    with contextlib.redirect_stdout(io.StringIO()) as taken:
        inv.dump(inv.Programme(schema_version="1", id="p"), "-")
    assert taken.getvalue() == said, "a program may listen itself"


def test_an_unknown_ending_is_refused_before_writing() -> None:
    """Nothing is left behind."""
    with pytest.raises(inv.RecordError) as caught:
        inv.dump(inv.Programme(schema_version="1", id="p"), "p.txt")
    assert str(caught.value) == (
        "p.txt  [file-kind]\n"
        "  found the ending '.txt'\n"
        "  expected one of: .yaml, .yml, .json, .xlsx"
    )
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(28, "No space left on device"),
            "p.yaml  [file-write]\n"
            "  could not write it: no space left on device\n"
            "  the old file, if there was one, is intact",
        ),
        (
            PermissionError(13, "Permission denied"),
            "p.yaml  [file-denied]\n"
            "  could not write it: permission denied\n"
            "  choose a folder you may write in",
        ),
    ],
)
def test_the_old_file_is_intact_when_writing_fails(
    monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    """And no half-written file stays beside it."""
    put("p.yaml", "old")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(inv.RecordError) as caught:
        inv.dump(inv.Programme(schema_version="1", id="p"), "p.yaml")
    assert str(caught.value) == said
    assert Path("p.yaml").read_text(encoding="utf-8") == "old"
    assert [path.name for path in Path().iterdir()] == ["p.yaml"]


def test_an_interrupt_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C half-way is no reason to lose a record."""
    put("p.json", "old")

    def fail(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KeyboardInterrupt):
        inv.dump(inv.Programme(schema_version="1", id="p"), "p.json")
    assert [path.name for path in Path().iterdir()] == ["p.json"]
    assert Path("p.json").read_text(encoding="utf-8") == "old"


def test_the_output_may_be_the_input() -> None:
    """It is written beside and moved; its rights stay."""
    path = put("p.yaml")
    path.chmod(0o640)
    programme = inv.load(path)
    assert isinstance(programme, inv.Programme)
    inv.dump(programme, path)
    assert inv.load(path) == programme
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed_when_writing() -> None:
    """The file behind it is replaced, the link stays."""
    put("real.yaml")
    Path("link.yaml").symlink_to("real.yaml")
    inv.dump(inv.Programme(schema_version="1", id="new"), "link.yaml")
    assert Path("link.yaml").is_symlink()
    assert "id: new" in Path("real.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "nowhere/p.yaml",
            "nowhere/p.yaml  [file-write]\n"
            "  could not write it: no such file or directory\n"
            "  make the folder first",
        ),
        (
            "folder.yaml",
            "folder.yaml  [file-write]\n"
            "  could not write it: is a directory\n"
            "  give the name of a file, not of a folder",
        ),
    ],
)
def test_a_place_that_cannot_be_written_says_why(name: str, said: str) -> None:
    """And what to do."""
    Path("folder.yaml").mkdir()
    with pytest.raises(inv.RecordError) as caught:
        writing.write_whole(Path(name), b"x")
    assert str(caught.value) == said


# -- templates and examples --


@pytest.mark.parametrize("name", ["new.yaml", "new.yml", "new.xlsx"])
def test_a_template_is_a_file_to_fill_in(name: str) -> None:
    """A template's empty keys are no faults."""
    files.start(Path(name))
    codes = {issue.code for issue in inv.check(name) if issue.severity == "error"}
    assert codes <= {"field-missing"}, "only the id is still to be given"


def test_a_template_may_be_made_of_a_record() -> None:
    """A blind copy for a second coder."""
    programme = inv.Programme(schema_version="1", id="p")
    files.start(Path("copy.yaml"), record=programme)
    assert inv.load("copy.yaml") == programme


def test_a_template_never_replaces_a_file() -> None:
    """Work may be in it."""
    put("new.yaml")
    with pytest.raises(inv.RecordError) as caught:
        files.start(Path("new.yaml"))
    assert str(caught.value) == (
        "new.yaml  [file-write]\n"
        "  the file exists already\n"
        "  choose another name, or remove it first"
    )
    with pytest.raises(inv.RecordError, match="file-kind"):
        files.start(Path("new.txt"))


def test_an_example_that_does_not_exist_names_those_that_do() -> None:
    """By id, without the ending."""
    with pytest.raises(inv.RecordError) as caught:
        files.example_text("strok")
    assert str(caught.value).startswith(
        "[file-missing]\n  there is no example 'strok'\n  expected one of"
    )
