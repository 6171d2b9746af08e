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
