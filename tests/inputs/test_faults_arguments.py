"""Odd objects at every public door: our own errors, never those of a dependency."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import involvement as inv

if TYPE_CHECKING:
    from collections.abc import Callable

RECORD: Any = inv.load("minimum")
ACTIVITY = RECORD.activities[0]
ODD: tuple[Any, ...] = (
    None, 0, -1, 1.5, float("nan"), True, 10**400, "", "x", "\0", "\ud800", "../x",
    "a" * 100_000, b"x", [], {}, (), set(), object(), int, len, [None], {"a": 1},
    [[1, 1, 1]], Path("nowhere"), Path(), io.StringIO("a"), Decimal(1),
    dt.date(2007, 1, 1), RECORD, inv.assess(RECORD), range(3), iter([1, 2]), ...,
)  # fmt: skip
DOORS: dict[str, Callable[[Any], Any]] = {
    "load": inv.load,
    "load limits": lambda odd: inv.load("minimum", limits=odd),
    "check": inv.check,
    "dump": lambda odd: inv.dump(odd, "a.json"),
    "dump path": lambda odd: inv.dump(RECORD, odd),
    "schema": inv.schema,
    "scale": inv.scale,
    "scale version": lambda odd: inv.scale("iap2", version=odd),
    "load_scale": inv.load_scale,
    "score": inv.score,
    "score scales": lambda odd: inv.score(ACTIVITY, scales=odd),
    "depth": inv.depth,
    "depth scale": lambda odd: inv.depth(ACTIVITY, scale=odd),
    "initiative": inv.initiative,
    "score_table": inv.score_table,
    "score_table scales": lambda odd: inv.score_table(
        pa.table({"asks_users": ["yes"]}), scales=odd
    ),
    "trace": inv.trace,
    "trace time": lambda odd: inv.trace(RECORD, time=odd),
    "trace weights": lambda odd: inv.trace(RECORD, share_weights=odd),
    "influence_graph": inv.influence_graph,
    "findings": inv.findings,
    "findings reference": lambda odd: inv.findings(RECORD, reference=odd),
    "agreement": inv.agreement,
    "agreement of two": lambda odd: inv.agreement([RECORD, odd]),
    "assess": inv.assess,
    "assess time": lambda odd: inv.assess(RECORD, time=odd),
    "assess policy": lambda odd: inv.assess(RECORD, policy=odd),
    "portfolio": lambda odd: inv.Portfolio(programmes=odd).findings(),
    "Limits": lambda odd: inv.Limits(nodes=odd),
    "Activity id": lambda odd: inv.Activity(id=odd),
    "Activity led_by": lambda odd: inv.Activity(id="a", led_by=odd),
    "Activity when": lambda odd: inv.Activity(id="a", when=odd),
    "Activity participants": lambda odd: inv.Activity(id="a", participants=odd),
    "Activity share": lambda odd: inv.Activity(id="a", user_vote_share=odd),
    "Activity costs": lambda odd: inv.Activity(
        id="a", costs=({"kind": "fees", "amount": odd, "currency": "GBP"},)
    ),
    "Programme version": lambda odd: inv.Programme(id="p", schema_version=odd),
    "Programme activities": lambda odd: inv.Programme(
        id="p", schema_version="1", activities=odd
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_odd_arguments_are_refused_in_our_own_words(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer or an `InvolvementError` that prints; nothing else comes out."""
    monkeypatch.chdir(tmp_path)
    refused = 0
    for odd in ODD:
        try:
            DOORS[door](odd)
        except inv.InvolvementError as error:
            refused += 1
            said = str(error)
        else:
            continue
        assert re.match(r".*\[[a-z-]+\]\n  ", said)
    # `check` gives its faults back
    assert refused or door == "check"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: inv.assess(3),  # type: ignore[arg-type]
            "graph  [graph-shape]\n  found int\n"
            "  expected a Programme, or a directed graph from influence_graph",
        ),
        (
            lambda: inv.score(3),  # type: ignore[arg-type]
            "[shape]\n  found a value of type int\n"
            "  expected an Activity, or its fields by name",
        ),
        (
            lambda: inv.score(ACTIVITY, scales="iap2"),
            "scales  [shape]\n  found a value of type str\n"
            "  expected a list of scales or their ids",
        ),
        (
            lambda: inv.findings({}),
            "[shape]\n  found a value of type dict\n"
            "  expected a Programme, a Portfolio or an Assessment",
        ),
        (
            lambda: inv.influence_graph(None),  # type: ignore[arg-type]
            "[shape]\n  found a value of type NoneType\n  expected a Programme",
        ),
        (
            lambda: inv.dump([], "a.yaml"),  # type: ignore[arg-type]
            "[shape]\n  found a value of type list\n  expected a Programme",
        ),
        (
            lambda: inv.load(3),  # type: ignore[arg-type]
            "path  [shape]\n  found a value of type int\n"
            "  expected a path as text or as pathlib.Path",
        ),
        (
            lambda: inv.load_scale("a\0b"),
            "[file-missing]\n  found the file name 'a\\x00b'\n"
            "  give a name without NUL and without half characters",
        ),
        (
            lambda: inv.agreement([RECORD, None]),  # type: ignore[list-item]
            "[shape]\n  found a value of type NoneType\n"
            "  expected a Programme for each coder",
        ),
        (
            lambda: inv.agreement(3),  # type: ignore[arg-type]
            "[shape]\n  found a value of type int\n  expected a list of Programmes",
        ),
        (
            lambda: inv.findings(RECORD, reference=[1]),  # type: ignore[arg-type]
            "reference  [shape]\n  found a value of type list\n"
            "  expected a share for each group",
        ),
        (
            lambda: inv.Limits(nodes=0),
            "nodes  [value-range]\n  found 0\n  expected at least 1",
        ),
        (
            lambda: inv.Limits(depth="3"),  # type: ignore[arg-type]
            "depth  [shape]\n  found a value of type str\n"
            "  expected a whole number such as 3",
        ),
    ],
)
def test_what_is_said_of_an_odd_argument(call: Callable[[], Any], said: str) -> None:
    """What was found, by its type alone, and what was expected."""
    with pytest.raises(inv.InvolvementError) as refused:
        call()
    assert str(refused.value) == said


def test_thousands_of_unknown_columns_are_counted(tmp_path: Path) -> None:
    """The first five hundred are looked into; the rest cost nothing."""
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    names = ",".join(f"led_by{number}" for number in range(1_500))
    (tmp_path / "activities.csv").write_text(f"id,{names}\na\n", encoding="utf-8")
    found = inv.check(tmp_path)
    unknown = [issue for issue in found if issue.code == "field-unknown"]
    assert len(unknown) == 500
    (more,) = (issue for issue in found if issue.code == "limit-issues")
    assert str(more) == (
        f"{tmp_path.name}  [limit-issues]\n  1000 more faults of the same kind\n"
        "  mend the first ones, then look again"
    )


def test_names_too_long_for_the_system(tmp_path: Path) -> None:
    """Neither reading nor writing lets the system's own error out."""
    long = tmp_path / ("a" * 5_000)
    for call in (
        lambda: inv.load(long),
        lambda: inv.load_scale(long),
        lambda: inv.dump(RECORD, long),
        lambda: inv.dump(RECORD, f"{long}.yaml"),
        lambda: inv.dump(RECORD, f"{long}.xlsx"),
    ):
        with pytest.raises(inv.InvolvementError):
            call()
    assert list(tmp_path.iterdir()) == []
