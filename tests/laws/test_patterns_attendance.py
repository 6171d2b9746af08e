"""Nobody can work out a small count of people from what is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.patterns.cases import case_of
from involvement.patterns.people import Attendance, attendance
from involvement.record.programme import Programme

ROLES = {
    "u": "service_user",
    "c": "carer",
    "m": "manager",
    "d": "clinician",
    "f": "funder",
}
AGES = ("under 25", "25 to 64", "65 and over")
SEXES = ("women", "men")


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Participants of one activity; users' ages and sexes make up everybody."""
    found = []
    for actor in draw(st.lists(st.sampled_from(list(ROLES)), max_size=5)):
        ages = [draw(st.integers(0, 9)) for _ in AGES]
        women = draw(st.integers(0, sum(ages)))
        groups: dict[str, int] = {}
        if actor in "uc":
            groups = dict(zip(AGES, ages, strict=True))
            groups |= dict(zip(SEXES, (women, sum(ages) - women), strict=True))
        found.append({"actor": actor, "people": sum(ages), "groups": groups})
    return found


def _truth(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Every count by the name it is listed under."""
    sides = {"u": "user", "c": "user", "f": "external"}
    counts: dict[str, int] = {}
    for row in rows:
        side = sides.get(row["actor"], "professional")
        names = ["all", side, f"{side}/{ROLES[row['actor']]}"]
        for name in names:
            counts[name] = counts.get(name, 0) + row["people"]
        for label, count in row["groups"].items():
            counts[label] = counts.get(label, 0) + count
    return counts


def _equations(counts: dict[str, int]) -> list[tuple[str, list[str]]]:
    """What anyone would know: sides make up all, roles a side, groups the users."""
    sides = [name for name in counts if name in ("user", "professional", "external")]
    roles = [(s, [n for n in counts if n.startswith(f"{s}/")]) for s in sides]
    wholes = [("user", list(some)) for some in (AGES, SEXES) if "women" in counts]
    return [("all", sides), *roles, *wholes]


def _shown(found: Attendance) -> dict[str, int]:
    every = [found.total, *found.sides, *found.roles, *found.groups]
    return {one.of: one.count for one in every if one.count is not None}


@given(entries(), st.integers(2, 6))
@settings(max_examples=120, deadline=None)
def test_hidden_counts_stay_hidden(rows: list[dict[str, Any]], k: int) -> None:
    """No small count is shown, and the sums fix none that is hidden."""
    record = Programme(
        schema_version="1",
        id="p",
        actors=[{"id": name, "role": role} for name, role in ROLES.items()],
        activities=[{"id": "a", "participants": rows}],
    )
    shown, truth = _shown(attendance([case_of(record)], k=k)), _truth(rows)
    assert all(truth[name] == count for name, count in shown.items())
    assert not [name for name, count in shown.items() if 0 < count < k]
    hidden = sorted(truth.keys() - shown.keys())
    if not hidden:
        return
    matrix = np.array(
        [
            [(name == total) - parts.count(name) for name in hidden]
            for total, parts in _equations(truth)
        ],
        dtype=float,
    )
    _, sizes, directions = np.linalg.svd(matrix)
    free = directions[int((sizes > 1e-9).sum()) :]
    fixed = [n for n, moves in zip(hidden, free.T, strict=True) if not moves.any()]
    assert fixed == []
    loose = [
        n for n, moves in zip(hidden, free.T, strict=True) if abs(moves).max() > 1e-9
    ]
    assert loose == hidden


def _case(name: str, rows: list[dict[str, Any]]) -> Any:
    actors = [{"id": actor, "role": role} for actor, role in ROLES.items()]
    activities = [{"id": "a", "participants": rows}]
    record = Programme(
        schema_version="1", id=name, actors=actors, activities=activities
    )
    return case_of(record, label=name)


@given(st.lists(entries(), min_size=2, max_size=4), st.integers(2, 6))
@settings(max_examples=120, deadline=None)
def test_a_portfolio_less_its_programmes_tells_nothing(
    programmes: list[list[dict[str, Any]]], k: int
) -> None:
    """Attack: the outputs of all programmes beside that of the portfolio."""
    cases = [_case(f"p{n}", rows) for n, rows in enumerate(programmes)]
    truths = [_truth(rows) for rows in programmes]
    truths.append(_truth([row for rows in programmes for row in rows]))
    outputs = [_shown(attendance(some, k=k)) for some in (*([c] for c in cases), cases)]
    hidden = [
        (n, name)
        for n, truth in enumerate(truths)
        for name in sorted(truth.keys() - outputs[n].keys())
    ]
    if not hidden:
        return
    rows = [
        [(n == m) * ((name == total) - parts.count(name)) for n, name in hidden]
        for m, truth in enumerate(truths)
        for total, parts in _equations(truth)
    ]
    last = len(programmes)
    rows += [
        [(name == one) * ((n == last) - (n < last)) for n, name in hidden]
        for one in truths[last]
    ]
    _, sizes, directions = np.linalg.svd(np.array(rows, dtype=float))
    free = directions[int((sizes > 1e-9).sum()) :]
    fixed = [
        (n, name)
        for (n, name), moves in zip(hidden, free.T, strict=True)
        if abs(moves).max(initial=0.0) < 1e-9
    ]
    assert [(n, name) for n, name in fixed if 0 < truths[n][name] < k] == []


def test_one_programme_of_two_is_not_told_by_the_other() -> None:
    """Twenty and three make twenty-three: the three would be told."""
    north = [{"actor": "u", "people": 20, "groups": {}}]
    south = [{"actor": "u", "people": 3, "groups": {}}]
    whole = [_case("north", north)]
    both = attendance([*whole, _case("south", south)])
    assert both.total.word == "suppressed"
    assert attendance(whole).total.count == 20
    large = attendance(
        [*whole, _case("south", [{"actor": "u", "people": 30, "groups": {}}])]
    )
    assert large.total.count == 50


def test_many_labels_in_several_programmes() -> None:
    """Where all labels are hidden, one that nobody has stands for nobody elsewhere."""
    labels = {f"group {n:02}": n for n in range(13)}
    rows = [{"actor": "u", "people": sum(labels.values()), "groups": labels}]
    cases = [_case(name, rows) for name in ("north", "south")]
    for some in (cases[:1], cases):
        assert {one.word for one in attendance(some).groups} == {"suppressed"}
