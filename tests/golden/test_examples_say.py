"""What the shipped examples are there to show."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

import involvement as inv
from involvement.formats.files import check, example_text, examples
from involvement.record.programme import Programme

IDS = ("co-design", "minimum", "stroke", "stroke-research-group")
SEED_FACTORS = (
    "organisational_structure",
    "concept_vagueness",
    "value_of_experiential_knowledge",
    "differing_understanding_commitment",
)


@cache
def example(name: str) -> Programme:
    """One example, loaded once."""
    found = inv.load(name)
    assert isinstance(found, Programme)
    return found


def test_these_are_the_examples() -> None:
    """Each is named after its id."""
    assert tuple(sorted(examples())) == IDS
    assert tuple(example(name).id for name in IDS) == IDS


@pytest.mark.parametrize("name", IDS)
def test_an_example_has_no_fault_and_no_warning(name: str) -> None:
    """Scales and levels named in it exist as well."""
    levels = {s: [level.id for level in inv.scale(s).levels] for s in ("iap2", "cube")}
    assert check(name, levels=levels) == ()


@pytest.mark.parametrize("name", IDS)
def test_an_example_says_where_it_comes_from(name: str) -> None:
    """In the first lines of the file, and in what is shown of it."""
    top = "\n".join(example_text(name).splitlines()[:10]).lower()
    said = f"{example(name).description}".lower()
    for text in (top, said):
        assert any(word in text for word in ("made up", "invented", "abstract"))


def test_the_illustration_says_that_it_is_none_of_the_papers() -> None:
    """The abstract gives the pattern; the details are ours."""
    first = example_text("stroke").splitlines()[0]
    assert first == (
        "# ILLUSTRATIVE. The pattern is published; every detail below is made up."
    )
    stroke = example("stroke")
    assert f"{stroke.title}".endswith("(illustrative)")
    assert f"{stroke.description}".startswith("Illustrative record.")
    assert "is not the paper's" in f"{stroke.description}"
    assert "doi 10.1136/bmj.39456.552257.BE" in f"{stroke.citation}"


def test_professionals_start_lead_and_bound_the_stroke_programme() -> None:
    """The first findings of the abstract."""
    stroke = example("stroke")
    for fact in ("initiated_by", "led_by", "scope_set_by"):
        sides = Counter(stroke.side(getattr(a, fact)) for a in stroke.activities)
        assert sides["professional"] > len(stroke.activities) / 2
        assert not sides["user"]


def test_one_word_covers_a_wide_range() -> None:
    """From a satisfaction survey to peer support, and peer support on no rung."""
    stroke = example("stroke")
    kinds = {activity.kind for activity in stroke.activities}
    assert {"survey", "peer_support"} <= kinds
    peer = next(a for a in stroke.activities if a.id == "peer-support")
    assert inv.depth(peer, scale="iap2").no_level_fits is True
    assert inv.score(peer).work.level == "lead"


def test_most_input_dies_and_some_is_said_to_live() -> None:
    """Two inputs of users can be followed to a change with confidence."""
    stroke = example("stroke")
    trace = inv.trace(stroke)
    users = [c for c in stroke.contributions if stroke.side(c.made_by) == "user"]
    changed = [c.id for c in users if trace.contributions[c.id].died is None]
    assert changed == ["plain-words", "pictures", "one-contact"]
    assert trace.pair("plain-words", "new-leaflet").claim == "strong"
    assert trace.pair("one-contact", "named-contact").claim == "asserted"
    claimed = [
        c.id for c in users if trace.contributions[c.id].closure == "claimed_untraced"
    ]
    assert claimed == ["rushed-meals", "night-questions"]


def test_the_pattern_of_the_abstract_holds_in_the_illustration() -> None:
    """All of it but the last: one change is traced, so something was gained."""
    found = {f.id: f.answer for f in inv.findings(example("stroke")).propositions}
    assert found == {f"P{n}": "holds" for n in range(1, 10)} | {"P10": "fails"}


def test_the_illustration_uses_what_a_record_can_hold() -> None:
    """Every list, the factors of the abstract first, gains beside a harm."""
    stroke = example("stroke")
    lists = [name for name in type(stroke).model_fields if name.endswith("s")]
    assert [name for name in lists if not getattr(stroke, name)] == []
    assert tuple(f.kind for f in stroke.factors)[:4] == SEED_FACTORS
    assert {o.valence for o in stroke.outcomes} == {"positive", "negative", "none"}
    personal = {o.kind for o in stroke.outcomes if o.family == "personal"}
    assert {"listened_to", "social", "knowledge"} <= personal


def test_the_published_case_holds_what_its_abstract_says() -> None:
    """Users raised the question and professionals led; the rest is open."""
    case = example("stroke-research-group")
    study = case.activities[0]
    start = inv.initiative(study, sides=case.side)
    assert start.pattern == "user_initiated_professional_led"
    assert (start.agenda, start.scope) == ("unknown", "unknown")
    assert inv.depth(study, scale="iap2").level is None


def test_the_minimum_holds_the_seven_facts_in_order() -> None:
    """And nothing else."""
    known = example("minimum").activities[0].model_dump(exclude={"id", "title", "kind"})
    assert sorted(known) == sorted(
        (
            *("initiated_by", "agenda_set_by", "led_by", "asks_users"),
            *("deliberates", "decision_right", "feedback_given"),
        )
    )


def test_co_design_shows_a_strong_claim_beside_a_weak_one() -> None:
    """Three inputs, three ends."""
    trace = inv.trace(example("co-design"))
    assert trace.pair("see-the-queue", "waiting-board").claim == "strong"
    assert trace.pair("quiet-corner", "corner").claim == "asserted"
    died = trace.contributions["first-names"].died
    assert died is not None
    assert died.why == "rejected_with_reason"
