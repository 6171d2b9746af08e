"""P7, P8 and knowledge on small programmes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from involvement.influence.policy import DEFAULT_POLICY
from involvement.influence.tracing import trace
from involvement.patterns.knowledge import knowledge
from involvement.patterns.propositions import findings
from involvement.record.programme import Programme


def programme(
    contributions: list[dict[str, Any]],
    traced: dict[str, int],
    outcomes: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Programme:
    """Contributions shape changes of the same name, with evidence of a grade.

    `traced` is contribution id to grade; outcomes with a `grade` come of the activity.
    """
    graded = {f"{name}-change": grade for name, grade in traced.items()}
    found = [dict(one) for one in outcomes or []]
    graded |= {one["id"]: one.pop("grade") for one in found if "grade" in one}
    links = [
        {
            "id": f"link-{name}",
            "source": name.removesuffix("-change"),
            "target": name,
            "kind": "shaped",
            "evidence": [f"evidence-{name}"] if graded[name] else [],
        }
        if name.endswith("-change")
        else {
            "id": f"link-{name}",
            "source": "club",
            "target": name,
            "kind": "resulted_in",
            "evidence": [f"evidence-{name}"] if graded[name] else [],
        }
        for name in graded
    ]
    return Programme(
        schema_version="1",
        id="p",
        activities=[{"id": "club"}],
        contributions=contributions,
        changes=[{"id": f"{name}-change", "status": "implemented"} for name in traced],
        outcomes=found,
        evidence=[
            {"id": f"evidence-{name}", "origin": "minutes", "grade": grade}
            for name, grade in graded.items()
            if grade
        ],
        rivals=[
            {"id": f"rival-{name}", "explains": f"{name}-change", "status": "dismissed"}
            for name in traced
        ],
        links=links,
        **more,
    )


def user(name: str, **more: Any) -> dict[str, Any]:
    """A contribution of users."""
    return {"id": name, "made_by": "user", **more}


@pytest.mark.parametrize(
    ("contributions", "traced", "answer", "low", "high"),
    [
        (["user"] * 3, {"c0": 3}, "holds", "1/3", "1/3"),
        (["user", "joint"], {"c0": 3}, "fails", "1/2", "1/2"),
        (["user", "user"], {"c0": 2}, "holds", "0", "0"),
        (["user", "professional"], {"c0": 3}, "fails", "1", "1"),
        (["user", "unknown"], {"c0": 3}, "fails", "1/2", "1"),
        (["user", "unknown"], {"c1": 3}, "undetermined", "0", "1/2"),
        (["unknown"], {"c0": 3}, "undetermined", "1", "1"),
    ],
)
def test_traced_share(
    contributions: list[str], traced: dict[str, int], answer: str, low: str, high: str
) -> None:
    """Contributions of unknown side may or may not be users'."""
    listed = [{"id": f"c{n}", "made_by": side} for n, side in enumerate(contributions)]
    found = findings(programme(listed, traced))["P7"]
    assert (found.answer, found.low, found.high) == (
        answer,
        Fraction(low),
        Fraction(high),
    )


def test_no_contribution_of_users() -> None:
    """Professionals' input alone leaves it without an answer."""
    listed = [{"id": "c", "made_by": "professional"}]
    found = findings(programme(listed, {}))["P7"]
    assert (found.answer, found.why) == (
        "not_assessable",
        "no contribution of users is recorded",
    )


def test_claims_are_counted_and_refuted_is_not_untraced() -> None:
    """A trail whose only step failed its test is refuted."""
    record = programme([user("a"), user("b"), user("c")], {"a": 3, "b": 1})
    refuted = Programme(
        schema_version="1",
        id="p",
        contributions=[user("a")],
        changes=[{"id": "x"}],
        evidence=[{"id": "e", "grade": 3, "test": "hoop", "passed": "no"}],
        links=[
            {
                "id": "l",
                "source": "a",
                "target": "x",
                "kind": "shaped",
                "evidence": ["e"],
            }
        ],
    )
    assert findings(record)["P7"].shares[0].counts == {
        "untraced": 1,
        "refuted": 0,
        "asserted": 1,
        "contested": 0,
        "plausible": 0,
        "supported": 1,
        "strong": 0,
        "not worked out": 0,
    }
    assert findings(refuted)["P7"].shares[0].counts["refuted"] == 1


def test_a_spent_limit_leaves_claims_open() -> None:
    """Claims that were not worked out are unknown, and the finding says so.

    Both might be corroborated into `supported`: only the pairs can tell.
    """
    record = programme([user("a"), user("b")], {"a": 2, "b": 2})
    policy = attrs.evolve(DEFAULT_POLICY, max_pairs=1, name="mine/1")
    found = findings(record, trace=trace(record, policy=policy))["P7"]
    assert (found.low, found.high) == (Fraction(0), Fraction(1, 2))
    assert found.warnings == ("too many pairs to work out; claims not known for 1",)


# ---------------------------------------------------------------- P8


def gain(name: str, grade: int, **more: Any) -> dict[str, Any]:
    """A positive personal outcome of the activity."""
    given = {"family": "personal", "valence": "positive", "grade": grade}
    return {"id": name, **given, **more}


@pytest.mark.parametrize(
    ("outcomes", "traced", "answer", "low", "high"),
    [
        ([gain("g", 3)], {"c0": 1}, "holds", "1", "1"),
        ([gain("g", 1)], {"c0": 3}, "fails", "-1", "-1"),
        ([gain("g", 2)], {"c0": 2}, "fails", "0", "0"),
        ([gain("g", 3), gain("h", 0)], {"c0": 1}, "fails", "0", "0"),
        ([gain("g", 3), gain("h", 0, valence="unknown")], {"c0": 1}, "undetermined",
         "0", "1"),
        ([gain("g", 3), gain("h", 4, family="unknown")], {"c0": 1}, "undetermined",
         "0", "1"),
        ([gain("g", 3), gain("h", 3, family="service")], {"c0": 1}, "holds",
         "1/2", "1/2"),
        ([gain("g", 3), gain("h", 0, valence="negative")], {"c0": 1}, "holds",
         "1", "1"),
        ([gain("g", 3), gain("h", 0, family="health")], {"c0": 1}, "holds", "1", "1"),
    ],
)  # fmt: skip
def test_dominant_gains(
    outcomes: list[dict[str, Any]],
    traced: dict[str, int],
    answer: str,
    low: str,
    high: str,
) -> None:
    """Grades of personal gains against those of changes and service outcomes."""
    found = findings(programme([user("c0")], traced, outcomes))["P8"]
    assert (found.answer, found.low, found.high) == (
        answer,
        Fraction(low),
        Fraction(high),
    )


def test_a_trail_from_an_unknown_side_widens_the_grade() -> None:
    """What an unsure contribution reaches may or may not count."""
    listed = [{"id": "c0", "made_by": "unknown"}]
    found = findings(programme(listed, {"c0": 3}, [gain("g", 2)]))["P8"]
    assert (found.answer, found.low, found.high) == (
        "undetermined",
        Fraction(-1),
        Fraction(1),
    )
    assert found.figures[1] == (
        "service changes and outcomes by grade: grade 0 to 3: 1"
    )
    assert found.decides[0] == "family, valence and trail of c0-change"


@pytest.mark.parametrize(
    ("outcomes", "traced", "why"),
    [
        ([], {}, "no personal gain and no service change or service outcome"),
        ([], {"c0": 1}, "no personal gain"),
        ([gain("g", 1)], {}, "no service change or service outcome"),
    ],
)
def test_one_side_missing(
    outcomes: list[dict[str, Any]], traced: dict[str, int], why: str
) -> None:
    """Nothing to compare with is no figure."""
    found = findings(programme([user("c0")], traced, outcomes))["P8"]
    assert (found.answer, found.why) == ("not_assessable", f"{why} is recorded")


def test_harms_stand_beside_gains() -> None:
    """Recorded harms, none recorded, and looked for and not found."""
    outcomes = [
        gain("g", 3),
        gain("tired", 1, valence="negative"),
        {"id": "s", "family": "service", "valence": "none"},
    ]
    found = findings(programme([user("c0")], {"c0": 1}, outcomes))["P8"]
    assert found.figures[2:] == (
        "outcomes for persons: positive 1, negative 1; harms recorded",
        "outcomes for services: none 1; no harm recorded, which is not no harm",
    )
    bare = findings(programme([], {}))["P8"]
    assert bare.figures[2] == (
        "outcomes for persons: none recorded; no harm recorded, which is not no harm"
    )
    assert bare.figures[0] == "personal gains by grade: none recorded"


# ---------------------------------------------------------------- knowledge


def test_knowledge_by_kind() -> None:
    """Experiential first with its sub-types, then the rest, then what is unknown."""
    listed = [
        user("a", knowledge=["experiential_embodied"], treatment="used"),
        user("b", knowledge=["experiential", "technical"], treatment="dismissed"),
        {"id": "c", "knowledge": ["clinical"], "treatment": "used",
         "made_by": "professional"},
        user("d"),
    ]  # fmt: skip
    record = programme(listed, {"a": 3})
    found = {use.knowledge: use for use in knowledge(record, trace(record))}
    assert list(found) == [
        "experiential",
        "clinical",
        "technical",
        "not_experiential",
        "unknown",
    ]
    one = found["experiential"]
    assert one.n == 2
    assert one.subtypes == {"experiential_embodied": 1}
    assert one.treatment == {"used": 1, "acknowledged": 0, "dismissed": 1, "unknown": 0}
    assert one.offered == {"user": 2}
    assert one.furthest == {"raised": 1, "changed": 1}
    assert one.claims == {"untraced": 1, "supported": 1}
    # d may carry it, and may have been used
    assert (one.used.low, one.used.high) == (Fraction(1, 3), Fraction(2, 3))
    assert (one.supported.low, one.supported.high) == (Fraction(1, 3), Fraction(1, 2))
    assert found["unknown"].n == 1
    assert found["unknown"].used.answered == 0
    assert one.explain() == (
        "experiential: 2 contributions\n"
        "  subtypes: experiential_embodied 1\n"
        "  offered: user 2\n"
        "  treatment: used 1, dismissed 1\n"
        "  furthest: raised 1, changed 1\n"
        "  claims: untraced 1, supported 1\n"
        "  experiential used: between 1/3 and 2/3; 2 of 3 answered\n"
        "  experiential reaching a change that was made: between 1/3 and 1/2; "
        "2 of 3 answered\n"
        "  experiential with a supported claim: between 1/3 and 1/2; 2 of 3 answered"
    )


def test_no_contribution_no_knowledge() -> None:
    """Nothing offered, nothing listed."""
    record = programme([], {})
    assert knowledge(record, trace(record)) == ()


def test_all_kinds_recorded_leaves_no_unknown_row() -> None:
    """Where every kind is recorded there is no row for what is not."""
    record = programme([user("a", knowledge=["technical"])], {})
    found = knowledge(record, trace(record))
    assert [use.knowledge for use in found] == [
        "experiential",
        "technical",
        "not_experiential",
    ]
    assert found[0].explain() == (
        "experiential: 0 contributions\n"
        "  experiential used: not assessable; 0 of 0 answered\n"
        "  experiential reaching a change that was made: not assessable; "
        "0 of 0 answered\n"
        "  experiential with a supported claim: not assessable; 0 of 0 answered"
    )
