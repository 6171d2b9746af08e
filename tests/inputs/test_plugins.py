"""Scales and importers of other packages that raise, hang, are random, change things.

Each is named, and everything else works as if it were not installed.
"""

from __future__ import annotations

import logging
import threading
from importlib import metadata
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.errors import Issue
from involvement.formats import importers
from involvement.formats.importers.shape import Import, Unused, Used
from involvement.instruments import scale as scales
from involvement.instruments.scale import SHIPPED, Register, plug_in_issues
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RECORD: Any = inv.load("minimum")
SOON = inv.Limits(seconds=1)
OWN = """
id = "mine"
title = "Mine"
version = "1"
kind = "ladder"
citation = "Made up"
[[levels]]
id = "asked"
condition = "voice"
"""
MEND = "  mend or remove the package; all other scales are in use"
LONGER = (
    "\n  if it needs longer: plug_in_issues(Limits(seconds=...)) before anything else,"
    " or --limit seconds=..."
)
UPDATE = "  update or remove the package it comes from"


class Point:
    """An entry point of another package."""

    def __init__(self, given: Any, load: Callable[[], Any] | None = None) -> None:
        """Keep what loading gives."""
        self.name, self.value = "bad", "other:scales"
        self.load = load or (lambda: given)


class EvilError(Exception):
    """An exception that cannot be printed."""

    def __str__(self) -> str:
        """Fail again."""
        raise SystemExit(3)


class Where:
    """A path that is none."""

    def __fspath__(self) -> str:
        """Fail."""
        raise OverflowError("nowhere")


def raises(error: BaseException) -> Callable[..., Any]:
    """A function that raises this."""

    def work(*_given: Any, **_named: Any) -> Any:
        raise error

    return work


@pytest.fixture
def never() -> Iterator[Callable[..., Any]]:
    """A function that does not come back before the test is over."""
    over = threading.Event()
    yield lambda *_given, **_named: over.wait(60)
    over.set()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Install a package with one scale and one importer, in a fresh register."""
    monkeypatch.setattr(scales, "register", Register())

    def install(point: Any) -> None:
        point = point if isinstance(point, Point) else Point(point)
        for module in (metadata, importers):
            monkeypatch.setattr(module, "entry_points", lambda group: [point])

    install.folder = None  # type: ignore[attr-defined]
    return install


def faults() -> list[str]:
    """What is said of the scales of packages; all else is scored as before."""
    before = inv.score(RECORD.activities[0], scales=SHIPPED[:12]).to_dict()
    found = [str(issue) for issue in plug_in_issues(SOON)]
    assert tuple(inv.scales()) == SHIPPED
    assert inv.score(RECORD.activities[0], scales=SHIPPED[:12]).to_dict() == before
    assert list(inv.assess(RECORD).scales) == [
        name for name, one in inv.scales().items() if one.derived
    ]
    return found


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (Point(raises(ZeroDivisionError("it was 0"))),
         "it raised ZeroDivisionError: it was 0"),
        (Point(None, raises(ImportError("no module named gone"))),
         "it raised ImportError: no module named gone"),
        (Point(raises(SystemExit(3))), "it raised SystemExit: 3"),
        (Point(raises(KeyboardInterrupt())), "it raised KeyboardInterrupt"),
        (Point(raises(EvilError())), "it raised EvilError"),
        (Point(raises(inv.ScaleError([]))), "it raised ScaleError"),
        (Point(raises(inv.ScaleError(["no issue"]))),  # type: ignore[list-item]
         "it raised ScaleError: no issue"),
        (Point(raises(ValueError("\x1b[31m" + "long " * 100))),
         "it raised ValueError: \\x1b[31m" + ("long " * 100)[:300 - len("\\x1b[31m")]),
        (Point(3),
         "it raised TypeError: expected str, bytes or os.PathLike object, not int"),
        (Point(lambda: None),
         "it raised TypeError: expected str, bytes or os.PathLike object, not NoneType"),
        (Point(Where()), "it raised OverflowError: nowhere"),
    ],
)  # fmt: skip
def test_a_scale_package_that_raises_or_gives_nonsense(
    offered: Any, point: Point, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever it raises, also what would end a process; named and logged once."""
    offered(point)
    expected = (
        f"warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): {said}\n"
        f"{MEND}"
    )
    assert faults() == [expected]
    logged = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert logged == [expected]


@pytest.mark.parametrize("when", ["loaded", "asked"])
def test_a_scale_package_that_hangs(offered: Any, never: Any, when: str) -> None:
    """It is left behind when its time is over, and the message says how to give more."""
    offered(Point(None, never) if when == "loaded" else Point(never))
    assert faults() == [
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        f"it gave no answer within 1 s\n{MEND}{LONGER}"
    ]


def test_a_scale_package_that_is_random(offered: Any, tmp_path: Path) -> None:
    """Another file each time it is asked."""
    turn = count()

    def either() -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(OWN.replace("Mine", f"Mine {next(turn)}"), encoding="utf-8")
        return path

    offered(either)
    assert faults() == [
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        f"asked twice, it gave two answers\n{MEND}"
    ]


def test_a_scale_package_that_changes_the_scales_in_use(
    offered: Any, tmp_path: Path
) -> None:
    """It may say where its scales lie, and not put them in the place of others."""
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace('"mine"', '"iap2"'), encoding="utf-8")

    def meddle() -> Path:
        inv.load_scale(path, replace=True)
        return path

    offered(meddle)
    assert faults() == [
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        "[scale-plugin]\n"
        "  found a scale taken into use by a package while it is asked for its scales\n"
        f"  name the file under the entry point instead\n{MEND}"
    ]


def test_a_scale_cannot_be_a_class_with_code_of_its_own(offered: Any) -> None:
    """Nothing of another package runs while we score."""

    def write_one() -> Any:
        class Mine(type(inv.scale("iap2"))):  # type: ignore[misc]
            """Another scale."""

    offered(write_one)
    assert faults() == [
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        "[scale-shape]\n  found the class 'Mine', made of Scale\n"
        "  expected a scale file\n"
        f"  write its levels and conditions in TOML and use load_scale(path)\n{MEND}"
    ]


@pytest.mark.parametrize("given", [object(), {"id": "mine"}, RECORD])
def test_an_object_in_the_place_of_a_scale_is_refused(given: Any) -> None:
    """Only what was read from a file is one."""
    for ask in (
        lambda: inv.score(RECORD.activities[0], scales=[given]),
        lambda: inv.depth(RECORD.activities[0], scale=given),
    ):
        with pytest.raises(inv.ScaleError) as refused:
            ask()
        assert refused.value.issues[0].code == "scale-unknown"


def test_a_missing_scale_is_told_with_the_packages_that_failed(offered: Any) -> None:
    """It may be the one that is missed."""
    offered(raises(ZeroDivisionError("it was 0")))
    with pytest.raises(inv.ScaleError) as missing:
        inv.scale("mine")
    assert str(missing.value) == (
        "[scale-unknown]\n  found 'mine', which is no scale\n"
        "  expected one of 22, closest: involve\n"
        "  load your own with load_scale(path)\n"
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        f"it raised ZeroDivisionError: it was 0\n{MEND}"
    )


def test_a_scale_package_may_ask_us_for_ours(offered: Any, tmp_path: Path) -> None:
    """It is answered at once, without waiting for itself; then it is in use."""
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")

    def asks() -> Path:
        assert tuple(inv.scales()) == SHIPPED
        return path

    offered(asks)
    assert plug_in_issues(SOON) == ()
    assert tuple(inv.scales()) == (*SHIPPED, "mine")
    assert "mine" in inv.score(RECORD.activities[0]).verdicts


def test_two_threads_look_for_packages_once(offered: Any, tmp_path: Path) -> None:
    """The second waits for the first and sees the same scales."""
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    second = threading.Event()
    seen: list[tuple[str, ...]] = []

    def slowly() -> Path:
        second.wait(10)
        return path

    def look() -> None:
        seen.append(tuple(inv.scales()))

    offered(slowly)
    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    second.set()
    for thread in threads:
        thread.join()
    assert seen == [(*SHIPPED, "mine")] * 2


def test_all_scales_of_a_folder_or_none(tmp_path: Path, offered: Any) -> None:
    """One whose id is taken keeps the others of its folder out."""
    (tmp_path / "a.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "b.toml").write_text(OWN, encoding="utf-8")
    offered(tmp_path)
    assert faults() == [
        "warning: [scale-plugin]\n  found a fault in 'bad' (other:scales): "
        "id  [scale-taken]\n  found the id 'mine', which is a loaded scale\n"
        f"  choose another id, or load it with replace=True\n{MEND}"
    ]


# -- importers --


def made(**changed: Any) -> Import:
    """An import of nothing."""
    return Import(**{"programmes": (), "used": (), "unused": ()} | changed)


def refused(limits: inv.Limits = SOON, paths: Any = "x.csv") -> str:
    """What is said of the importer; the shipped ones go on."""
    with pytest.raises(inv.RecordError) as caught:
        importers.read("bad", paths, limits=limits)
    assert set(importers.SHIPPED) <= set(importers.importers(SOON).titles)
    return str(caught.value)


FAULTY = Programme.model_construct(schema_version="1", id="Not An Id")


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (raises(ZeroDivisionError("it was 0")), "it raised ZeroDivisionError: it was 0"),
        (raises(SystemExit(3)), "it raised SystemExit: 3"),
        (raises(EvilError()), "it raised EvilError"),
        (raises(inv.RecordError([])), "it raised RecordError"),
        (lambda *_a, **_k: 3, "it returned int, not an Import"),
        (lambda *_a, **_k: made(programmes=3), "its programmes are a int, not a tuple"),
        (lambda *_a, **_k: made(used=[]), "its used are a list, not a tuple"),
        (lambda *_a, **_k: made(used=(3,)), "it returned int where a Used belongs"),
        (lambda *_a, **_k: made(notes=(3,)), "it returned int where a str belongs"),
        (lambda *_a, **_k: made(programmes=({},)),
         "it returned dict where a Programme belongs"),
        (lambda *_a, **_k: made(warnings=(Unused(EvilError(), ""),)),  # type: ignore[arg-type]
         "it returned Unused where a Issue belongs"),
        (lambda *_a, **_k: made(unused=(Unused(EvilError(), ""),)),  # type: ignore[arg-type]
         "it raised SystemExit: 3"),
    ],
)  # fmt: skip
def test_an_importer_that_raises_or_gives_nonsense(
    offered: Any, reader: Any, said: str
) -> None:
    """Whatever it raises, whatever it returns, down to the parts of it."""
    offered(reader)
    assert refused() == f"[importer-plugin]\n  importer 'bad': {said}\n{UPDATE}"


def test_an_importer_whose_record_was_never_checked(offered: Any) -> None:
    """Records are checked again: no way round what every record must be."""
    offered(lambda *_a, **_k: made(programmes=(FAULTY,)))
    assert refused() == (
        "[importer-plugin]\n  importer 'bad': it returned a record with faults: "
        "id  [id-shape]\n  found 'Not An Id'\n"
        "  expected an id: letters, digits, '.', '_', '-', at most 80, no space\n"
        f"  character 4 is space (U+0020)\n{UPDATE}"
    )


def test_an_importer_whose_record_is_not_made_of_our_parts(offered: Any) -> None:
    """Bytes where a text belongs."""
    strange = Programme.model_construct(
        schema_version="1",
        id="p",
        title=b"x",  # type: ignore[arg-type]
    )
    offered(lambda *_a, **_k: made(programmes=(strange,)))
    assert refused() == (
        "[importer-plugin]\n  importer 'bad': it returned a record that reads back as "
        f"another\n{UPDATE}"
    )


@pytest.mark.parametrize("when", ["loaded", "asked"])
def test_an_importer_that_hangs(offered: Any, never: Any, when: str) -> None:
    """It is left behind, and the message says how to give it more time."""
    said = "it gave no answer within 1 s"
    longer = "; if it needs longer: Limits(seconds=...) or --limit seconds=..."
    if when == "asked":
        offered(never)
        assert refused() == (
            f"[importer-plugin]\n  importer 'bad': {said}\n{UPDATE}{longer}"
        )
        return
    offered(Point(None, never))
    assert refused().endswith(
        f"[importer-plugin]\n  importer 'bad': it cannot be loaded: {said}\n"
        f"{UPDATE}{longer}"
    )


def test_an_importer_that_is_random(offered: Any) -> None:
    """Asked twice, because an import that cannot be repeated is worth nothing."""
    turn = count()
    offered(lambda *_a, **_k: made(used=(Used("f", str(next(turn)), "id"),)))
    assert refused() == (
        "[importer-plugin]\n  importer 'bad': asked twice, it gave two answers\n"
        f"{UPDATE}"
    )


def test_an_importer_that_changes_the_list_of_paths(offered: Any) -> None:
    """It gets a copy; the caller's list is as it was."""
    offered(lambda paths, **_k: paths.append("y.csv"))
    given = ["x.csv"]
    assert refused(paths=given) == (
        "[importer-plugin]\n  importer 'bad': it raised AttributeError: 'tuple' object "
        f"has no attribute 'append'\n{UPDATE}"
    )
    assert given == ["x.csv"]


def test_an_importer_that_changes_the_file(offered: Any, tmp_path: Path) -> None:
    """Its own input, in a folder or by itself: named, as it cannot be undone."""
    path = tmp_path / "x.csv"

    def meddle(_paths: Any, **_named: Any) -> Import:
        path.write_text("id\n", encoding="utf-8")
        return made()

    offered(meddle)
    for paths in (path, [tmp_path]):
        path.write_text("id\na\n", encoding="utf-8")
        assert refused(paths=paths) == (
            "[importer-plugin]\n  importer 'bad': 'x.csv' changed while it was "
            f"reading\n{UPDATE}"
        )


def test_an_importer_may_refuse_a_file_in_our_words(offered: Any) -> None:
    """A `RecordError` with issues passes as it is, when loading it names the package."""
    fault = inv.RecordError([Issue(code="record-empty", found="found no rows")])
    offered(raises(fault))
    assert refused() == "[record-empty]\n  found no rows"
    offered(Point(None, raises(fault)))
    assert refused().endswith(
        "importer 'bad': it cannot be loaded: [record-empty]\n  found no rows\n"
        f"{UPDATE}"
    )


def test_shipped_importers_never_wait_for_others(
    offered: Any, never: Any, tmp_path: Path
) -> None:
    """A package that hangs when it is loaded costs them nothing."""
    offered(Point(None, never))
    path = tmp_path / "links.csv"
    path.write_text("from_label,to_label,SourceID\nA,B,s1\n", encoding="utf-8")
    assert importers.read("causal_map", path).programmes[0].links[0].kind == "drove"


def test_the_command_gives_more_time(
    offered: Any, never: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--limit seconds=1` for importers, and for scales before a record is read."""
    from involvement.cli import main

    offered(never)
    words = ["--limit", "seconds=1"]
    with pytest.raises(SystemExit) as done:
        main(["import", "bad", "x.csv", "-o", str(tmp_path / "out"), *words])
    assert done.value.code == 1
    assert "importer 'bad': it gave no answer within 1 s" in (capsys.readouterr().err)
    with pytest.raises(SystemExit) as done:
        main(["check", "stroke", *words])
    assert not done.value.code
    (issue,) = plug_in_issues()
    assert "within 1 s" in issue.found


@pytest.mark.parametrize("name", ["stroke", "co-design", "minimum"])
def test_an_importer_that_works_is_believed(offered: Any, name: str) -> None:
    """What it made comes back as it is."""
    record: Any = inv.load(name)
    whole = made(programmes=(record,), notes=("a note",))
    offered(lambda *_a, **_k: whole)
    assert importers.read("bad", "x.csv") is whole
