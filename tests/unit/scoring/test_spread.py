"""Several activities: the spread by phase, and which levels meet."""

import involvement as inv
from involvement.scoring.spread import depth_by_phase, levels_together

ACTIVITIES = [
    inv.Activity.model_validate(facts)
    for facts in (
        {"id": "late", "phase": "evaluate", "decision_right": "user"},
        {
            "id": "poll",
            "phase": "identify",
            "asks_users": "yes",
            "deliberates": "no",
            "decision_right": "professional",
        },
        {
            "id": "poster",
            "phase": "identify",
            "asks_users": "no",
            "deliberates": "no",
            "informs_users": "no",
            "decision_right": "none",
        },
        {
            "id": "mail",
            "phase": "identify",
            "asks_users": "yes",
            "deliberates": "no",
            "decision_right": "none",
        },
        {"id": "blank"},
    )
]
SCORES = {one.id: inv.score(one) for one in ACTIVITIES}


def test_depth_by_phase() -> None:
    """In the order of the phases; unknown phases last; the most frequent set first."""
    found = depth_by_phase(ACTIVITIES, SCORES, scale="iap2")
    assert found.explain() == (
        "iap2 by phase (sets of levels, with their activities)\n"
        "  identify: consult 2; no level fits 1 (3 of 3 with one answer)\n"
        "  evaluate: empower 1 (1 of 1 with one answer)\n"
        "  unknown: inform or consult or involve or collaborate or empower or no "
        "level fits 1 (0 of 1 with one answer)"
    )
    assert found.phases[0].sets[0].activities == ("mail", "poll")


def test_nothing_to_spread() -> None:
    """No activities, no phases."""
    assert depth_by_phase([], {}, scale="iap2").phases == ()


def test_levels_that_meet() -> None:
    """Certainly, or as far as the unknowns allow; no level counts as an answer."""
    some = [SCORES[name] for name in ("poll", "poster", "late")]
    found = levels_together(some, "iap2", "shier")
    assert found.explain() == (
        "iap2 beside shier in 3 activities\n"
        "the two scales read different facts: a table of what goes together, not a "
        "way to turn one level into another\n"
        "  consult with listened_to: certain 0, possible 1\n"
        "  consult with supported: certain 0, possible 1\n"
        "  consult with taken_into_account: certain 0, possible 1\n"
        "  empower with listened_to: certain 0, possible 1\n"
        "  empower with supported: certain 0, possible 1\n"
        "  empower with taken_into_account: certain 0, possible 1\n"
        "  empower with share_power: certain 0, possible 1\n"
        "  empower with no_level_fits: certain 0, possible 1\n"
        "  no_level_fits with no_level_fits: certain 1, possible 1"
    )
