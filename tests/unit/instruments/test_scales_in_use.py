"""What a record may name of the scales in use, and what is said of a loaded one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.instruments import known, packages
from involvement.instruments import scale as module
from involvement.instruments.scale import SHIPPED, Register

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
id = "mine"
title = "Mine"
version = "1"
kind = "ladder"
citation = "Us, 2026"
"""


@pytest.fixture(autouse=True)
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of this test's own."""
    monkeypatch.setattr(module, "register", Register())


def loaded(folder: Path, text: str) -> Any:
    """A scale of one's own, in use."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return inv.load_scale(path)


def test_levels_of_every_scale_may_be_named() -> None:
    """Of those people answer as well: they have none."""
    assert list(known.levels) == list(SHIPPED)
    assert len(known.levels) == len(SHIPPED)
    assert known.levels["iap2"] == (
        "inform", "consult", "involve", "collaborate", "empower",
    )  # fmt: skip
    assert known.levels["cube"] == ()
    with pytest.raises(KeyError):
        known.levels["nothing"]


def test_items_of_scales_that_people_answer_may_be_named() -> None:
    """With the answers they may have: words, whole numbers, or anything."""
    assert list(known.items) == [
        name for name in SHIPPED if inv.scale(name).answers is not None
    ]
    assert len(known.items) == 8
    assert "iap2" not in known.items
    assert known.items["cube"].values == range(101)
    assert known.items["spidergram"].values == range(1, 6)
    assert known.items["uk_standards"].values == ("met", "partly", "not_met")
    assert known.items["ppeet"].values is None
    assert known.items["cube"].items == ("voice", "ways", "concerns", "change")
    assert [name for name in known.items if known.items[name].anchored] == [
        "spidergram"
    ]


@pytest.mark.parametrize(
    ("bounds", "values"),
    [
        ("minimum = 1, maximum = 3", range(1, 4)),
        ("minimum = 1", None),
        ("maximum = 3", None),
    ],
)
def test_whole_numbers_need_both_ends(tmp_path: Path, bounds: str, values: Any) -> None:
    """With one of them only, which answers there are is not known."""
    text = HEAD.replace("ladder", "ratings") + f"values = {{ {bounds} }}\n"
    loaded(tmp_path, text + '[[items]]\nid = "q"\ntitle = "How was it?"\n')
    assert known.items["mine"].values == values


def test_a_scale_of_ones_own_may_be_named(tmp_path: Path) -> None:
    """As soon as it is in use, and no longer."""
    loaded(tmp_path, HEAD + '[[levels]]\nid = "asked"\ncondition = "voice"\n')
    assert known.levels["mine"] == ("asked",)
    module.register.remove("mine")
    assert "mine" not in known.levels


@pytest.mark.parametrize("count", [1, 61, 62])
def test_up_to_sixty_two_levels(tmp_path: Path, count: int) -> None:
    """As many bits as a whole number has room for."""
    levels = "".join(
        f'[[levels]]\nid = "l{n}"\ncondition = "contacts >= {n + 1}"\n'
        for n in range(count)
    )
    assert len(loaded(tmp_path, HEAD + levels).levels) == count


def test_what_never_holds_is_logged_unless_somebody_listens(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A level that no activity can have is no fault, and is worth a word."""
    text = HEAD + (
        '[[levels]]\nid = "asked"\ncondition = "asks_users == yes"\n'
        '[[levels]]\nid = "idle"\ncondition = "asks_users == yes and asks_users == no"\n'
    )
    told: list[inv.Issue] = []
    with caplog.at_level(logging.WARNING, "involvement"):
        loaded(tmp_path, text)
        said = len(caplog.records)
        inv.load_scale(tmp_path / "mine.toml", replace=True, on_warning=told.append)
    assert (said, len(caplog.records), len(told)) == (1, 1, 1)
    assert caplog.records[0].getMessage() == str(told[0])
    assert told[0].code == "rule-constant"


def test_a_package_that_is_asked_hears_of_no_other() -> None:
    """While the scales of packages are looked for, nothing is looked for again."""
    before = packages.asking.set(True)
    try:
        assert Register().plug_in() == ()
    finally:
        packages.asking.reset(before)


@pytest.mark.parametrize(
    ("levels", "code", "path", "found"),
    [
        ('[[levels]]\ncondition = "voice"\n', "field-missing", "levels[0].id",
         "found no 'id'"),
        ('[[levels]]\nid = "a"\ncondition = "voice"\n[[levels]]\nid = "b"\n'
         'condtion = "voice"\n', "field-unknown", "levels[1].condtion",
         "found a field 'condtion'"),
        ('[[levels]]\nid = "a"\ncondition = 3\n', "scale-shape",
         "levels[0].condition", "found 3"),
    ],
)  # fmt: skip
def test_a_fault_inside_a_level_is_named_with_its_field(
    tmp_path: Path, levels: str, code: str, path: str, found: str
) -> None:
    """The field itself, not the level or the list it stands in."""
    with pytest.raises(inv.ScaleError) as caught:
        loaded(tmp_path, HEAD + levels)
    issues = [(one.code, one.path, one.found) for one in caught.value.issues]
    assert (code, path, found) in issues


@pytest.mark.parametrize(
    ("text", "closest"),
    [
        ('[[levels]]\nid = "a"\ncondtion = "voice"\n', "condition"),
        ("[values]\nmaximun = 5\n", "maximum, minimum"),
        ('[predicates.p]\nrule = "asks_users = yes"\nmeanng = "x"\n', "meaning"),
        ('citatoin = "x"\n', "citation"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_told_the_fields_of_its_place(
    tmp_path: Path, text: str, closest: str
) -> None:
    """Those of a level, not those of the scale around it; and so everywhere."""
    with pytest.raises(inv.ScaleError) as caught:
        loaded(tmp_path, HEAD + text)
    wrong = next(one for one in caught.value.issues if one.code == "field-unknown")
    assert wrong.expected == f"expected one of the closest: {closest}"


def test_an_unknown_field_close_to_none_is_told_all(tmp_path: Path) -> None:
    """There is nothing to guess from."""
    with pytest.raises(inv.ScaleError) as caught:
        loaded(tmp_path, HEAD + "[values]\nxyz = 5\n")
    wrong = next(one for one in caught.value.issues if one.code == "field-unknown")
    assert wrong.expected == (
        "expected one of: words, minimum, maximum, open, item, anchored"
    )


def test_text_that_is_no_toml_is_placed(tmp_path: Path) -> None:
    """Line, then column, as an editor counts them."""
    with pytest.raises(inv.ScaleError) as caught:
        loaded(tmp_path, HEAD + "[values]\nanchored == true\n")
    (wrong,) = caught.value.issues
    assert HEAD.count("\n") == 5
    assert wrong.where == f"{tmp_path}/mine.toml:7:11"


@pytest.mark.parametrize(
    ("most", "codes"),
    [(2, ["field-unknown"] * 2), (1, ["field-unknown", "limit-issues"])],
)
def test_no_more_faults_than_the_limit_are_told(
    tmp_path: Path, most: int, codes: list[str]
) -> None:
    """How many there are beyond it is said, if there are any."""
    path = tmp_path / "mine.toml"
    path.write_text(f"{HEAD}[values]\nxyz = 5\nabc = 6\n", encoding="utf-8")
    with pytest.raises(inv.ScaleError) as caught:
        inv.load_scale(path, limits=inv.Limits(issues=most))
    assert [one.code for one in caught.value.issues] == codes
