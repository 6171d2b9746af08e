"""The best claims of all contributions at once, by hand."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from involvement.influence.policy import DEFAULT_POLICY
from involvement.influence.tracing import Trace, trace
from involvement.record.programme import Programme

Link = tuple[str, str, int]

KINDS = {"uc": "shaped", "ud": "informed", "dc": "led_to"}

CLAIM = (
    "untraced", "refuted", "asserted", "contested", "plausible", "supported", "strong",
)  # fmt: skip


def traced(
    links: list[Link],
    *,
    rivals: dict[str, str] | None = None,
    policy: Any = DEFAULT_POLICY,
    dates: dict[str, str] | None = None,
    **more: Any,
) -> Trace:
    """Inputs u... shape changes c..., each link with minutes of a grade, 0 for none."""
    when = dates or {}

    def items(first: str) -> list[dict[str, Any]]:
        names = sorted({e for s, t, _ in links for e in (s, t) if e[0] == first})
        return [{"id": n} | ({"when": when[n]} if n in when else {}) for n in names]

    return trace(
        Programme(
            schema_version="1",
            id="p",
            contributions=[one | {"made_by": "user"} for one in items("u")],
            changes=items("c"),
            evidence=[
                {"id": f"e{n}", "origin": "minutes", "grade": grade}
                for n, (_, _, grade) in enumerate(links)
                if grade
            ],
            links=[
                {"id": f"l{n}", "source": s, "target": t, "kind": KINDS[s[0] + t[0]],
                 "evidence": [f"e{n}"] if grade else []}
                for n, (s, t, grade) in enumerate(links)
            ],
            rivals=[
                {"id": f"r-{change}", "explains": change, "status": status}
                for change, status in (rivals or {}).items()
            ],
            **more,
        ),
        policy=policy,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("links", "rivals", "best"),
    [
        ([("u", "c", 0)], {}, "asserted"),
        ([("u", "c", 1)], {"c": "dismissed"}, "asserted"),
        ([("u", "c", 2)], {}, "plausible"),
        ([("u", "c", 4)], {}, "plausible"),
        ([("u", "c", 3)], {"c": "dismissed"}, "supported"),
        ([("u", "c", 3)], {"c": "upheld"}, "contested"),
        ([("u", "c", 3), ("u", "c1", 1)], {"c": "upheld"}, "contested"),
        ([("u", "c", 3), ("u", "c1", 2)], {"c": "upheld"}, "plausible"),
        ([("u", "c", 3), ("u", "c1", 2)], {"c": "weakened"}, "supported"),
    ],
)
def test_best_of_all_changes(
    links: list[Link], rivals: dict[str, str], best: str
) -> None:
    """One walk for all says what the pairs say, and none is left open."""
    found = traced(links, rivals=rivals)
    node = found.tracer.links.index["u"]
    assert found.claims == {"u": best}
    assert found.bounds.low(node) == found.bounds.high(node)


def test_pairs_still_open_are_worked_out_from_the_best_down() -> None:
    """A second source might lift grade 2 to 3; every other pair is settled by less."""
    found = traced(
        [("u", "c1", 1), ("u", "c2", 3), ("u", "c3", 2), ("u", "c4", 2)],
        rivals={"c2": "upheld", "c4": "dismissed"},
    )
    ids = found.tracer.links.ids
    node = found.tracer.links.index["u"]
    pairs = found.bounds.open_pairs(node)
    assert [(ids[change], CLAIM[most]) for change, most in pairs] == [
        ("c4", "supported"), ("c3", "plausible"), ("c2", "contested"),
        ("c1", "asserted"),
    ]  # fmt: skip
    assert found.claims == {"u": "plausible"}


def test_a_spent_limit_leaves_out_only_what_is_open() -> None:
    """Of three inputs one is settled by the walks, and one pair may be worked out."""
    links = [("u1", "c", 2), ("u2", "c", 2), ("u3", "c1", 2)]
    small = attrs.evolve(DEFAULT_POLICY, max_pairs=1, name="small/1")
    found = traced(links, rivals={"c": "dismissed"}, policy=small)
    assert found.claims == {"u1": "plausible", "u3": "plausible"}


def test_a_wider_chain_that_runs_backwards_hides_a_narrower_one() -> None:
    """The time of a pair is that of its widest chain; so this pair is worked out."""
    decision: dict[str, Any] = {"decisions": [{"id": "d", "when": "2010"}]}
    found = traced(
        [("u", "c", 2), ("u", "d", 3), ("d", "c", 3)],
        dates={"u": "2001", "c": "2005"}, **decision,
    )  # fmt: skip
    node = found.tracer.links.index["u"]
    assert found.claims == {"u": "asserted"}
    assert (found.bounds.low(node), found.bounds.high(node)) == (
        CLAIM.index("asserted"),
        CLAIM.index("plausible"),
    )
