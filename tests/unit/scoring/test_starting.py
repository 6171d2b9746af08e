"""Who initiated, led, set agenda and scope."""

import itertools

import pytest

import involvement as inv
from involvement.scoring.starting import in_words
from involvement.vocabulary import SIDES

FLAGS = {
    "professionals chose the areas, users cannot add": (
        {"scope_set_by": "professional", "users_add_topics": "no"},
        {"bounded_scope": "yes", "open_scope": "no"},
    ),
    "users can add topics": (
        {"scope_set_by": "professional", "users_add_topics": "yes"},
        {"bounded_scope": "no", "open_scope": "yes"},
    ),
    "whether users could add is not recorded": (
        {"scope_set_by": "professional"},
        {"bounded_scope": "unknown", "open_scope": "unknown"},
    ),
    "users had a part in the scope": (
        {"scope_set_by": "joint"},
        {"bounded_scope": "no", "open_scope": "yes"},
    ),
    "somebody outside set the scope": (
        {"scope_set_by": "external", "users_add_topics": "no"},
        {"bounded_scope": "no", "open_scope": "no"},
    ),
    "users lead what others decide": (
        {"led_by": "joint", "decision_right": "professional_after_advice"},
        {"led_without_decision_right": "yes"},
    ),
    "users lead and there is nothing to decide": (
        {"led_by": "user", "decision_right": "none"},
        {"led_without_decision_right": "no"},
    ),
    "users lead, who decides is not recorded": (
        {"led_by": "user"},
        {"led_without_decision_right": "unknown"},
    ),
    "somebody outside asked for it": (
        {"initiated_by": "external"},
        {"external_mandate": "yes"},
    ),
}


@pytest.mark.parametrize("what", list(FLAGS))
def test_flags(what: str) -> None:
    """Each is yes, no or unknown."""
    facts, expected = FLAGS[what]
    flags = inv.initiative({"id": "a", **facts}).flags
    assert {name: flags[name] for name in expected} == expected


def test_patterns() -> None:
    """Twenty-five, by who proposed and who ran it."""
    found = [
        inv.initiative({"id": "a", "initiated_by": first, "led_by": second}).pattern
        for first, second in itertools.product(SIDES, repeat=2)
    ]
    assert len(set(found)) == 25
    assert found[1] == "user_initiated_professional_led"
    assert found[-1] == "unknown_initiated_unknown_led"


def test_agenda_and_scope_stand_beside_the_pattern() -> None:
    """Never in it."""
    start = inv.initiative(
        {"id": "a", "agenda_set_by": "user", "scope_set_by": "joint"}
    )
    assert (start.agenda, start.scope) == ("user", "joint")
    assert start.pattern == "unknown_initiated_unknown_led"


def test_explanation() -> None:
    """The sides in words, each flag with its rule, what could not be told."""
    start = inv.initiative(
        {"id": "a", "initiated_by": "user", "led_by": ["x"], "agenda_set_by": "joint"}
    )
    assert in_words(start) == "proposed by users, leadership not recorded"
    assert start.explain() == (
        "user_initiated_unknown_led: proposed by users, leadership not recorded\n"
        "  agenda set by: users and professionals together\n"
        "  scope set by: not recorded\n"
        "  note: led_by: actor ids x: their side is not known here\n"
        "  bounded_scope: unknown (scope_set_by == professional and "
        "users_add_topics == no)\n"
        "  open_scope: unknown (users_add_topics == yes or scope_set_by in "
        "(user, joint))\n"
        "  led_without_decision_right: unknown (led_by in (user, joint) and "
        "decision_right in (professional, professional_after_advice, external))\n"
        "  external_mandate: no (initiated_by == external)"
    )


def test_with_a_programme() -> None:
    """Actor ids become sides."""
    start = inv.initiative({"id": "a", "led_by": ["x"]}, sides=lambda _: "professional")
    assert (start.led, start.notes) == ("professional", ())
