"""Scales in use: by id, by version, your own, those of installed packages."""

from importlib import metadata
from pathlib import Path

import pytest

import involvement as inv
from involvement.errors import ScaleError
from involvement.instruments import scale as module
from involvement.instruments.scale import SHIPPED, Register, plug_in_issues
from involvement.limits import Limits

OWN = """\
id = "mine"
title = "Mine"
version = "1"
kind = "ladder"
citation = "Us, 2026"
[[levels]]
id = "asked"
condition = "voice"
"""


@pytest.fixture(autouse=True)
def own_register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register of this test's own, without the scales of other packages."""
    monkeypatch.setattr(metadata, "entry_points", lambda group: ())
    fresh = Register()
    monkeypatch.setattr(module, "register", fresh)
    return fresh


def write(folder: Path, text: str = OWN, name: str = "mine.toml") -> Path:
    """A scale file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def fault(error: pytest.ExceptionInfo[ScaleError], folder: Path) -> str:
    """The message, without the folder of the test."""
    return str(error.value).replace(f"{folder}/", "")


def test_shipped_scales_stand_in_their_order() -> None:
    """Ladders first, then work, labels and checks, then what people rate."""
    assert tuple(inv.scales()) == SHIPPED


def test_an_unknown_scale() -> None:
    """With the closest ids."""
    with pytest.raises(ScaleError) as error:
        inv.scale("arnstien")
    assert str(error.value) == (
        "[scale-unknown]\n"
        "  found 'arnstien', which is no scale\n"
        "  expected one of 22, closest: arnstein, hart\n"
        "  load your own with load_scale(path)"
    )


def test_a_scale_of_your_own_is_scored_like_any_other(tmp_path: Path) -> None:
    """It comes after the shipped ones."""
    loaded = inv.load_scale(write(tmp_path))
    assert loaded is inv.scale("mine")
    assert tuple(inv.scales()) == (*SHIPPED, "mine")
    assert inv.depth({"id": "a", "asks_users": "yes"}, scale="mine").level == "asked"
    assert "not a scale shipped" in inv.depth({"id": "a"}, scale="mine").explain()


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    """Every file in the order of its name; all faults at once."""
    write(tmp_path, OWN.replace('"mine"', '"second"'), "b.toml")
    write(tmp_path, name="a.toml")
    (tmp_path / "notes.txt").write_text("not a scale", encoding="utf-8")
    loaded = inv.load_scale(tmp_path)
    assert isinstance(loaded, tuple)
    assert [one.id for one in loaded] == ["mine", "second"]

    write(tmp_path, OWN.replace("voice", "voise").replace('"mine"', '"x"'), "c.toml")
    write(tmp_path, OWN.replace("Us, 2026", "").replace('"mine"', '"y"'), "d.toml")
    with pytest.raises(ScaleError) as error:
        inv.load_scale(tmp_path, replace=True)
    assert fault(error, tmp_path) == (
        "c.toml:8:14  levels[0].condition  [rule-name]\n"
        "  found 'voise', which is no predicate\n"
        "  expected one of the closest: voice\n"
        "  define it under [predicates], or test a fact\n"
        "d.toml:5:1  citation  [scale-citation]\n"
        "  found an empty 'citation'\n"
        "  every answer cites its source and the version of its rules"
    )
    assert "x" not in inv.scales()


def test_an_id_in_use_is_taken_only_when_asked(tmp_path: Path) -> None:
    """A shipped scale can be replaced, and is then no longer the shipped one."""
    path = write(tmp_path, OWN.replace('"mine"', '"shier"').replace('"1"', '"2"'))
    with pytest.raises(ScaleError) as error:
        inv.load_scale(path)
    assert str(error.value) == (
        "id  [scale-taken]\n"
        "  found the id 'shier', which is a shipped scale\n"
        "  choose another id, or load it with replace=True"
    )
    assert len(inv.scale("shier").levels) == 5
    inv.load_scale(path, replace=True)
    assert (inv.scale("shier").version, inv.scale("shier").shipped) == ("2", False)
    assert tuple(inv.scales()) == SHIPPED
    score = inv.score({"id": "a", "asks_users": "yes"})
    assert score.verdicts["shier"].version == "2"
    mine = write(tmp_path)
    inv.load_scale(mine)
    with pytest.raises(ScaleError, match="which is a loaded scale"):
        inv.load_scale(mine)


def test_a_scale_can_be_taken_out_of_use(tmp_path: Path) -> None:
    """Your own is gone; of a shipped one the shipped version is back."""
    inv.load_scale(write(tmp_path))
    inv.load_scale(write(tmp_path, OWN.replace('"mine"', '"shier"')), replace=True)
    module.register.remove("mine")
    module.register.remove("shier")
    assert tuple(inv.scales()) == SHIPPED
    assert inv.scale("shier").shipped is True
    assert len(inv.score({"id": "a"}).verdicts["shier"].possible) == 5


def test_a_scale_can_be_pinned_by_version(tmp_path: Path) -> None:
    """The version replaced is still there by its number."""
    path = write(tmp_path, OWN.replace('"mine"', '"shier"').replace('"1"', '"2"'))
    inv.load_scale(path, replace=True)
    old = inv.scale("shier", version="1")
    assert (old.version, len(old.levels)) == ("1", 5)
    assert inv.scale("shier", version="2") is inv.scale("shier")
    verdict = inv.score({"id": "a"}, scales=[old]).verdicts["shier"]
    assert (verdict.version, verdict.meaning) == ("1", old.meaning)
    with pytest.raises(ScaleError) as error:
        inv.scale("shier", version="3")
    assert str(error.value) == (
        "[scale-version]\n"
        "  found no version '3' of 'shier'\n"
        "  expected one of: 1, 2\n"
        "  load the file of that version with load_scale(path)"
    )


def test_a_copy_of_a_shipped_scale_that_was_replaced(tmp_path: Path) -> None:
    """It stays what it was."""
    import copy

    old = inv.scale("shier")
    path = write(tmp_path, OWN.replace('"mine"', '"shier"'))
    inv.load_scale(path, replace=True)
    again = copy.deepcopy(old)
    assert (again.shipped, again.meaning) == (True, old.meaning)
    assert inv.scale("shier").meaning != old.meaning


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "latin.toml",
            b'title = "caf\xe9"',
            (
                "latin.toml  [text-encoding]\n"
                "  found bytes that are not UTF-8, at byte 12\n"
                "  save it as UTF-8"
            ),
        ),
        (
            "big.toml",
            b"#" * 2_000,
            (
                "big.toml  [limit-text]\n"
                "  found 2,000 bytes, the limit is 1,000\n"
                "  raise it with Limits(text=...) or --limit text=..."
            ),
        ),
        (
            "nothing.tml",
            None,
            (
                "nothing.tml  [file-missing]\n"
                "  found no such file\n"
                "  expected one of: nothing.toml"
            ),
        ),
        (
            "nowhere/nothing.toml",
            None,
            ("nowhere/nothing.toml  [file-missing]\n  found no such file"),
        ),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    """What it was, and what to do."""
    write(tmp_path, name="nothing.toml")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ScaleError) as error:
        inv.load_scale(tmp_path / name, limits=Limits(text=1_000))
    assert fault(error, tmp_path) == expected


def test_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission is said as such."""

    def refuse(_path: Path, _mode: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    mine = write(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScaleError) as error:
        inv.load_scale(mine)
    assert fault(error, tmp_path) == (
        "mine.toml  [file-denied]\n"
        "  found a file that cannot be read: Permission denied"
    )


def test_an_empty_folder(tmp_path: Path) -> None:
    """Nothing to load is a fault."""
    with pytest.raises(ScaleError) as error:
        inv.load_scale(tmp_path)
    assert str(error.value).replace(str(tmp_path), "folder") == (
        "folder  [directory-empty]\n  found a folder without .toml files"
    )


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    """As other systems write files."""
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    loaded = inv.load_scale(path)
    assert not isinstance(loaded, tuple)
    assert loaded.levels[0].condition == "voice"


# -- installed packages ------------------------------------------------------------

FOLDER = Path()


def offered() -> Path:
    """What a package's function returns: where its scales lie."""
    return FOLDER


def broken() -> Path:
    """A package's function that fails."""
    raise ZeroDivisionError("it was 0")


def test_scales_of_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_register: Register
) -> None:
    """What fails in one of them is named; all others are in use."""
    write(tmp_path)
    write(tmp_path / "..", OWN.replace("voice", "voise"), "faulty.toml")
    monkeypatch.setitem(globals(), "FOLDER", tmp_path)
    monkeypatch.setitem(globals(), "FAULTY", tmp_path / ".." / "faulty.toml")

    class Point(metadata.EntryPoint):
        def load(self) -> object:
            return globals()[self.value]

    points = [
        Point("z", "offered", "involvement.scales"),
        Point("b", "broken", "involvement.scales"),
        Point("c", "absent", "involvement.scales"),
        Point("d", "FAULTY", "involvement.scales"),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda group: points)
    assert inv.scale("mine").levels[0].id == "asked"
    assert tuple(inv.scales()) == (*SHIPPED, "mine")
    said = [str(issue).replace(f"{tmp_path}/", "") for issue in plug_in_issues()]
    assert said == [
        (
            "warning: [scale-plugin]\n"
            "  found a fault in 'b' (broken): it raised ZeroDivisionError: it was 0\n"
            "  mend or remove the package; all other scales are in use"
        ),
        (
            "warning: [scale-plugin]\n"
            "  found a fault in 'c' (absent): it raised KeyError: 'absent'\n"
            "  mend or remove the package; all other scales are in use"
        ),
        (
            "warning: [scale-plugin]\n"
            "  found a fault in 'd' (FAULTY): ../faulty.toml:8:14  levels[0].condition"
            "  [rule-name]\n"
            "  found 'voise', which is no predicate\n"
            "  expected one of the closest: voice\n"
            "  define it under [predicates], or test a fact\n"
            "  mend or remove the package; all other scales are in use"
        ),
    ]
