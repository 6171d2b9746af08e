"""The answers in words: pairs, changes, fates, steps, replies, advice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from involvement import wire
from involvement.influence import advice, words
from involvement.influence.listing import KEPT, Listing, OnDemand
from involvement.influence.named import Share, share_text
from involvement.influence.policy import EvidencePolicy
from involvement.influence.replies import CLAIMED, STOPPED, TOLD
from involvement.influence.tracing import Trace, trace
from involvement.record.programme import Programme
from involvement.vocabulary import LINK_ENDS

LISTS = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
KINDS = {ends: kind for kind, all_ in LINK_ENDS.items() for ends in all_}
SOURCES = [
    {"id": f"{origin}{grade}", "origin": origin, "grade": grade}
    for origin in "ABCD"
    for grade in (1, 2, 3, 4)
]


def traced(*lines: str, options: Any = None, **lists: Any) -> Trace:
    """A wish u, decisions d and e, a change c; each line `tail head item item`."""
    made: dict[str, Any] = {
        "contributions": [{"id": "u", "made_by": "user"}],
        "activities": [{"id": "a"}],
        "decisions": [{"id": "d"}, {"id": "e"}],
        "changes": [{"id": "c"}],
        "outcomes": [{"id": "o"}],
        "evidence": [*SOURCES, *lists.pop("more", [])],
        **lists,
    }
    where = {i["id"]: name for name in LISTS for i in made.get(name, ())}
    made["links"] = []
    for number, line in enumerate(lines):
        tail, head, *cited = line.split()
        extra = {"directness": "through_unknown"} if "?" in cited else {}
        made["links"].append(
            {
                "id": f"l{number}",
                "source": tail,
                "target": head,
                "kind": KINDS[where[tail], where[head]],
                "evidence": [one for one in cited if one != "?"],
                **extra,
            }
        )
    record = Programme(schema_version="1", id="words", **made)
    return trace(record, **(options or {}))


def test_a_fate_in_words() -> None:
    """Stage, end, reply, what it was told and what stood in its way."""
    found = traced(
        "u d A3",
        decisions=[{"id": "d", "verdict": "deferred"}],
        changes=[{"id": "c"}, {"id": "k"}],
        feedback=[{"id": "f", "about": "k", "to": ["u"]}],
    )
    assert found.contributions["u"].explain() == (
        "u: came as far as decided\n"
        "  it stopped: deferred at d\n"
        "  its makers: claimed_untraced\n"
        "  told of things no recorded trail leads to: f"
    )
    blocked = Programme(
        schema_version="1",
        id="p",
        contributions=[{"id": "u"}],
        changes=[{"id": "c"}],
        links=[
            {"id": "l", "source": "u", "target": "c", "kind": "shaped",
             "effect": "blocks"}
        ],
    )  # fmt: skip
    assert (
        trace(blocked).contributions["u"].explain().endswith("\n  stood in the way: l")
    )
    alive = traced("u c A3").contributions["u"]
    assert alive.warnings == ("change_status_unknown",)
    assert alive.explain().splitlines()[1] == (
        "  it did not stop, as far as is recorded"
    )


def test_a_pair_and_a_step_in_words() -> None:
    """Their own short texts, which the whole explanation is not part of."""
    found = traced("u d A3", "d c B3", "u e")
    assert found.pair("u", "c").explain() == (
        "u > c: plausible\n"
        "  grade 3: weakest link of the best chain 3, without its best source 0\n"
        "  sources that vouch for the whole: none\n"
        "  sources that must be wrong before nothing is left: 1\n"
        "  time: unknown\n"
        "  stopped by: rival_considered, one_source_or_site_throughout\n"
        "  warnings: stitched"
    )
    assert found.steps["u", "d"].explain() == (
        "u > d: grade 3, clear; sources A; links l0"
    )
    assert found.steps["u", "e"].explain() == (
        "u > e: grade 0, clear; no source; links l2"
    )
    nothing = traced()
    assert nothing.pair("u", "c").explain().splitlines()[-1] == (
        "  time: nothing connects"
    )
    assert found.pairs().explain() == ("u > c: plausible, grade 3\n1 of 1 pairs listed")
    assert len(found.pairs()) == 1


def test_the_whole_trace_in_words() -> None:
    """Counts, each change, and only limits that were not kept."""
    text = traced("u c A3 B3").explain()
    assert text == (
        "rules: corroborated-weakest-link/1; time: report; shares: equal\n"
        "of 1 contributions came as far as: changed 1\n"
        "of 1 contributions their makers: open 1\n"
        "c: all users together: plausible, grade 4\n"
        "  at least half without recorded cause: unknown\n"
        "  recorded shares, which are bookkeeping and no effect: user 1/2 to 1, "
        "professional 0, external 0, unexplained 0 to 1/2\n"
        "  without the users: user_necessary\n"
        "  it hangs on 1 links: u > c\n"
        "  attempts to refute it (holding proves nothing):\n"
        "    without_best_source: weakens: claim plausible to plausible, grade 4 to 3\n"
        "    without_user_testimony: not_assessable\n"
        "    without_interested: not_assessable\n"
        "    without_inference: not_assessable\n"
        "    without_gaps: not_assessable\n"
        "    in_time_only: not_assessable"
    )
    assert traced(contributions=[], changes=[]).explain().splitlines()[1] == (
        "of 0 contributions came as far as: none recorded"
    )


def test_a_change_names_gatekeepers_and_questions() -> None:
    """A gate without evidence says so; an open `needs` is asked."""
    found = traced(
        "u d",
        "e d",
        "d c",
        contributions=[{"id": "u", "made_by": "user"}],
    )
    text = found.changes["c"].explain()
    assert "  everything passes d (behind its links: no source)" in text
    assert "    ask: needs of d" in text


def test_a_trace_as_plain_values() -> None:
    """The listing is what `to_dict` holds, and has a JSON Schema."""
    found = traced("u c A3")
    listing = found.listing()
    assert listing.to_dict() == found.to_dict()
    assert listing.explain() == "1 contributions, 1 changes, 1 steps, 1 of 1 pairs"
    assert found.to_dict()["changes"]["c"]["shares"]["user"] == {
        "low": "1/2",
        "high": "1",
    }
    assert wire.json_schema(Listing)["$ref"] == "#/$defs/Listing"


def test_fields_are_also_reached_by_name() -> None:
    """As attributes, by name, and shares as two numbers."""
    share = Share(Fraction(1, 4), Fraction(1, 2))
    assert (share["low"], *share) == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    assert dict(share.items()) == {"low": Fraction(1, 4), "high": Fraction(1, 2)}
    assert share_text(share) == "1/4 to 1/2"
    with pytest.raises(KeyError):
        share["middle"]


def test_a_mapping_forgets_its_oldest_answers() -> None:
    """What is kept is bounded; what is forgotten is worked out again."""
    asked = []
    names = {str(number): number for number in range(KEPT + 1)}

    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    answers = OnDemand(lambda: names, double, "number")
    assert [answers[name] for name in names] == [2 * n for n in range(KEPT + 1)]
    assert answers["0"] == 0
    assert asked[-1] == 0


# ------------------------------------------------------------ a pair, explained


def lines_of(found: Trace, contribution: str = "u") -> list[str]:
    """The explanation of a pair, line by line."""
    return found.explain(contribution, "c").splitlines()


def after(found: Trace, head: str) -> str:
    """What follows a heading in the explanation."""
    line = next(one for one in lines_of(found) if one.strip().startswith(head))
    return line.partition(": ")[2]


@pytest.mark.parametrize(
    ("lines", "more", "attacked"),
    [
        (["u c A3 X3"], "", "u > c is contested: evidence speaks against it"),
        (["u c A4 X3"], "", "u > c is disputed: evidence speaks against it"),
        (["u c"], "", "nothing but the assertion stands behind u > c"),
        (["u c A3"], "", "one source carries it: without that source nothing is left"),
        (
            ["u d A3 B3", "d c C3 D3"],
            "",
            "nobody saw the whole: the source changes between l0 and l1",
        ),
        (
            ["u d A3 B2", "d c A3 B2"],
            "",
            "without its best source the chain falls from 3 to 2",
        ),
        (["u c A3 B3 C3 ?"], "", "u > c goes through steps nobody recorded"),
        (["u c A3 B3 C3"], "", "no other explanation of the change was considered"),
        (["u c A3 B3 C3"], "rival", "its weakest link is u > c, of grade 4"),
    ],
)
def test_what_a_sceptic_would_attack_first(
    lines: list[str], more: str, attacked: str
) -> None:
    """One weak point, the gravest first."""
    against = [{"id": "X3", "origin": "X", "grade": 3, "stance": "contradicts"}]
    rivals = [{"id": "r", "explains": "c", "status": "dismissed"}] if more else []
    found = traced(*lines, more=against, rivals=rivals)
    assert after(found, "a sceptic would begin here") == attacked


def test_a_sceptic_sees_time_and_nothing() -> None:
    """A chain that runs backwards; and a pair without a trail."""
    late = traced(
        "u c A3",
        contributions=[{"id": "u", "when": "2009"}],
        changes=[{"id": "c", "when": "2007"}],
    )
    assert after(late, "a sceptic") == "the chain runs backwards in time"
    strict = trace_again(late)
    assert lines_of(strict)[-1] == (
        "  no chain of live links connects them in time, as far as is recorded"
    )
    nothing = traced()
    assert lines_of(nothing)[-1] == (
        "  no chain of live links connects them, as far as is recorded"
    )
    pair = nothing.pair("u", "c")
    assert advice.weak_point(nothing.tracer, pair) == (
        "there is no recorded trail to attack"
    )
    assert advice.further(nothing.tracer, pair, nothing.tracer.starts("u")) is None


def trace_again(found: Trace) -> Trace:
    """The same two dated ends, strictly in time."""
    assert found.pair("u", "c").time == "violated"
    return traced(
        "u c A3",
        options={"time": "strict"},
        contributions=[{"id": "u", "when": "2009"}],
        changes=[{"id": "c", "when": "2007"}],
    )


RIVAL = {"id": "r", "explains": "c"}


@pytest.mark.parametrize(
    ("lines", "lists", "raised"),
    [
        (
            ["u d A3", "d c"],
            {},
            "an item of grade 2 or better from the source 'A' on d > c (l1): "
            "the claim would be plausible",
        ),
        (
            ["u d", "d c"],
            {},
            "an item of grade 2 or better from a source not heard so far on all 2 "
            "links of the chain: the claim would be plausible",
        ),
        (
            ["u c A3"],
            {},
            "another explanation of the change, and how it was ruled out: "
            "the claim would be supported",
        ),
        (
            ["u c A3"],
            {"rivals": [{**RIVAL, "status": "upheld"}]},
            "evidence that settles the other explanations of the change: "
            "the claim would be supported",
        ),
        (
            ["u d A3 B3", "d c C3 D3"],
            {"rivals": [{**RIVAL, "status": "dismissed"}]},
            "an item of grade 1 or better from the source 'A' on d > c (l1): "
            "the claim would be supported",
        ),
        (
            ["u d A3", "d c B3"],
            {},
            "no single further item would do; what holds it down: "
            "rival_considered, one_source_or_site_throughout",
        ),
    ],
)
def test_the_one_further_item_that_would_raise_the_claim(
    lines: list[str], lists: Any, raised: str
) -> None:
    """What is offered really raises it; where nothing does, that is said."""
    assert after(traced(*lines, **lists), "to raise the claim") == raised


def test_a_search_that_would_be_long_is_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The budget bounds the work, and at least one item is tried."""
    monkeypatch.setattr(advice, "BUDGET", 0)
    assert after(traced("u d", "d c"), "to raise the claim") == (
        "no single further item would do; what holds it down: widest_at_least_2"
    )


def strong() -> Trace:
    """The highest claim: independent, dismissed, dated, corroborated."""
    return traced(
        "u c A3 B3 I3",
        contributions=[{"id": "u", "made_by": "user", "when": "2006"}],
        changes=[{"id": "c", "when": "2007"}],
        rivals=[{**RIVAL, "status": "dismissed"}],
        more=[{"id": "I3", "origin": "I", "grade": 3, "standpoint": "independent"}],
    )


def test_the_highest_claim_cannot_be_raised() -> None:
    """Strong, with a site, and nothing to ask for."""
    found = strong()
    assert found.pair("u", "c").claim == "strong"
    assert found.pair("u", "c").failed == ()
    assert after(found, "to raise the claim") == "nothing: it is the highest claim"


def test_default_grades_and_items_without_a_source_are_marked() -> None:
    """What the policy filled in, what has no single source, what was set aside."""
    found = traced(
        "u c n q",
        more=[
            {"id": "n", "method": "document"},
            {"id": "q", "origin": "Q", "grade": 3, "test": "straw", "passed": "no"},
        ],
    )
    text = lines_of(found)
    assert "      n: supports, grade 2 by default, no single source" in text
    assert "      q: set aside: its test failed, grade 3, source 'Q'" in text
    step = found.steps["u", "c"]
    assert (step.defaults, step.aside, step.sources) == (("n",), ("q",), ())


def test_users_together_and_sites_are_explained() -> None:
    """`users` in place of an id; the site that carries the whole; bounds as bounds."""
    record = Programme(
        schema_version="1",
        id="p",
        contributions=[{"id": "u", "made_by": "user", "summary": "a wish"}],
        changes=[{"id": "c", "title": "the door"}],
        evidence=SOURCES,
        links=[
            {"id": "l", "source": "u", "target": "c", "kind": "shaped",
             "evidence": ["A2", "B2"], "sites": [" North  Ward"]}
        ],
    )  # fmt: skip
    found = trace(record, policy=EvidencePolicy(name="bounds/1", exact_sources=1))
    assert found.explain("users", "c").startswith("users > c (the door)\n")
    text = found.explain("u", "c")
    assert text.startswith("u (a wish) > c (the door)\n")
    assert "  vouch for the whole: A, B, site 'North Ward'" in text
    wide = found.pair("u", "c").to_dict()
    wide["sources_needed"] = {"low": 2, "high": 3, "method": "bounds"}
    assert words.CLAIMS.keys() == CLAIMED.keys()


def test_bounds_are_printed_as_bounds() -> None:
    """At least, at most."""
    found = traced("u d A2 B2", "u d C2", "d c A2 B2 D2",
                   options={"policy": EvidencePolicy(name="b/1", exact_sources=0)})  # fmt: skip
    pair = found.pair("u", "c")
    assert (*pair.sources_needed, pair.sources_needed.method) == (2, 3, "bounds")
    assert (
        "sources that must be wrong before nothing is left: at least 2, at most 3"
        in (found.explain("u", "c"))
    )
    assert "before nothing is left: 2 to 3" in pair.explain()


# ------------------------------------------------------------ replies


def test_a_letter_to_a_contributor() -> None:
    """Said, happened, not done, told, open: the whole letter."""
    found = traced(
        "u d A2",
        "d c A2 ?",
        "c o",
        actors=[{"id": "ann", "role": "carer"}],
        contributions=[
            {"id": "u", "made_by": ["ann"], "summary": "a lower bell",
             "intended": "the ward", "treatment": "used", "activity": "a"},
            {"id": "v", "made_by": ["ann"]},
        ],
        activities=[{"id": "a", "title": "panel"}],
        decisions=[{"id": "d", "title": "bells"}, {"id": "e"}],
        changes=[{"id": "c", "title": "new bells", "status": "planned"}],
    )  # fmt: skip
    letters = found.letters()
    assert list(letters) == ["ann"]
    assert letters["ann"].explain() == (
        "To ann:\n\n"
        "You said: a lower bell\n"
        "You hoped to influence: the ward\n"
        "What happened:\n"
        "  - it was taken into the work\n"
        "  - it was discussed in a (panel)\n"
        "  - it reached the decision d (bells): verdict not recorded\n"
        "  - it reached the change new bells (planned; some evidence)\n"
        "  - it reached the outcome o\n"
        "What was not done: a change is planned; that it was made is not recorded "
        "(c (new bells))\n"
        "Reply: no reply to its makers is recorded\n"
        "Still open:\n"
        "  - what was decided in d (bells) is not recorded\n"
        "  - new bells is planned, not made\n"
        "  - some steps in between are not recorded\n"
        "  - its makers have not been told what became of it\n\n"
        "You said: v\n"
        "What happened:\n"
        "  - nothing is recorded\n"
        "What was not done: nothing after it is recorded (v)\n"
        "Reply: no reply to its makers is recorded\n"
        "Still open:\n"
        "  - whether anybody discussed it is not recorded\n"
        "  - its makers have not been told what became of it"
    )


def test_a_reply_about_a_change_of_unknown_status() -> None:
    """Whether it was made is not recorded, and the trail is only asserted."""
    reply = traced("u c", feedback=[{"id": "f", "about": "c", "to": ["u"]}]).reply("u")
    assert reply.open == (
        "whether c was made is not recorded",
        "the trail to c lacks evidence",
    )
    assert reply.explain() == (
        "You said: u\nWhat happened:\n"
        "  - it reached the change c (whether it was made is not recorded; "
        "a trail without sufficient evidence)\n"
        "Reply: its makers were told of a change it led to\n"
        "Still open:\n"
        "  - whether c was made is not recorded\n"
        "  - the trail to c lacks evidence"
    )
    quiet = traced(
        "u c A3",
        changes=[{"id": "c", "status": "implemented"}],
        feedback=[{"id": "f", "about": "c", "to": ["u"]}],
    ).reply("u")
    assert (quiet.open, quiet.not_done, quiet.made_by) == ((), None, ("user",))
    assert quiet.effects[0]["sources"] == ("A",)


def test_every_word_of_a_fate_has_a_sentence() -> None:
    """Nothing a fate can say is without plain words."""
    assert len(STOPPED) == 11
    assert set(TOLD) == {
        "closed_change",
        "closed_decision",
        "acknowledged",
        "claimed_untraced",
        "open",
    }


# ------------------------------------------------------------ challenges


def tried(found: Trace) -> dict[str, tuple[str, tuple[str, ...], int, str]]:
    """Name to result, what was removed, grade and claim after."""
    return {
        one.name: (one.result, one.removed, one.grade_after, one.claim_after)
        for one in found.changes["c"].challenges
    }


def test_each_challenge_says_what_it_removed_and_what_that_changed() -> None:
    """User testimony, interest, inference, gaps, late chains, the best source."""
    found = traced(
        "u d t3 i2",
        "d c t3 f2 n1",
        "u c w3 ?",
        contributions=[{"id": "u", "made_by": "user", "when": "2006"}],
        decisions=[{"id": "d", "when": "2005"}, {"id": "e"}],
        changes=[{"id": "c", "when": "2007"}],
        more=[
            {"id": "t3", "origin": "T", "grade": 3, "standpoint": "user"},
            {"id": "i2", "origin": "I", "grade": 2, "interested": "yes"},
            {"id": "f2", "origin": "F", "grade": 2, "method": "inference"},
            {"id": "w3", "origin": "W", "grade": 3, "interested": "no"},
            {"id": "n1", "grade": 1},
        ],
    )
    users = found.changes["c"].users
    assert (users.widest, users.without_best_source, users.grade) == (3, 3, 4)
    assert tried(found) == {
        "without_best_source": ("weakens", ("W",), 3, "asserted"),
        "without_user_testimony": ("weakens", ("t3",), 3, "plausible"),
        "without_interested": ("holds", ("i2",), 4, "plausible"),
        "without_inference": ("holds", ("f2",), 4, "plausible"),
        "without_gaps": ("weakens", ("l2",), 3, "asserted"),
        "in_time_only": ("weakens", ("l1", "l0"), 3, "plausible"),
    }


def test_a_challenge_can_leave_nothing() -> None:
    """Without its only link, or in time only, the claim is untraced."""
    gap = traced("u c A3 ?", contributions=[{"id": "u", "made_by": "user"}])
    assert tried(gap)["without_gaps"] == ("weakens", ("l0",), 0, "untraced")
    late = traced(
        "u c A3",
        contributions=[{"id": "u", "made_by": "user", "when": "2009"}],
        changes=[{"id": "c", "when": "2007"}],
    )
    assert tried(late)["in_time_only"] == ("weakens", ("l0",), 0, "untraced")
    assert tried(late)["without_gaps"] == ("not_assessable", (), 3, "asserted")


def test_one_gap_along_a_chain_is_a_warning() -> None:
    """Whether or not the other links are direct."""
    pair = traced("u d A3 ?", "d c A3").pair("u", "c")
    assert pair.warnings == ("gap",)


def test_what_leads_past_the_change_challenges_nothing() -> None:
    """Only what lies between is asked: an inference elsewhere is beside the point."""
    found = traced(
        "u c A3", "u d f2", "v d f2", "e c f2",
        contributions=[{"id": "u", "made_by": "user"}, {"id": "v"}],
        more=[{"id": "f2", "origin": "F", "grade": 2, "method": "inference"}],
    )  # fmt: skip
    assert tried(found)["without_inference"] == (
        "not_assessable", (), 3, "plausible"
    )  # fmt: skip


def test_what_is_only_asserted_is_left_when_gaps_go() -> None:
    """A way without evidence still joins the two ends."""
    found = traced(
        "u c A3 ?", "u d", "d c", contributions=[{"id": "u", "made_by": "user"}]
    )
    assert tried(found)["without_gaps"] == ("weakens", ("l0",), 0, "asserted")


def test_items_of_no_single_source_do_not_hide_the_others() -> None:
    """One known source is enough to try without it; none is not."""
    mixed = traced("u c A3 n", more=[{"id": "n", "grade": 3}])
    assert tried(mixed)["without_best_source"] == ("weakens", ("A",), 0, "asserted")
    loose = traced("u c n", more=[{"id": "n", "grade": 3}])
    assert tried(loose)["without_best_source"][0] == "not_assessable"
    nothing = traced()
    assert {result for result, *_ in tried(nothing).values()} == {"not_assessable"}


def test_what_a_fate_lists_is_in_order_and_complete() -> None:
    """Feedback about nobody knows what, blocking links by id, one status missing."""
    fate = trace(
        Programme(
            schema_version="1", id="p",
            contributions=[{"id": "u"}], decisions=[{"id": "d"}],
            changes=[{"id": "c", "status": "implemented"}, {"id": "k"}],
            feedback=[
                {"id": "f1", "to": ["u"]},
                {"id": "f2", "to": ["u"], "about": "d", "reasoned": "yes"},
            ],
            links=[
                {"id": "z", "source": "d", "target": "k", "kind": "led_to",
                 "effect": "blocks"},
                {"id": "b", "source": "d", "target": "c", "kind": "led_to",
                 "effect": "blocks"},
                {"id": "l1", "source": "u", "target": "d", "kind": "informed"},
                {"id": "l2", "source": "u", "target": "c", "kind": "shaped"},
                {"id": "l3", "source": "u", "target": "k", "kind": "shaped"},
            ],
        )
    ).contributions["u"]  # fmt: skip
    assert (fate.closure, fate.feedback) == ("closed_decision", ("f1", "f2"))
    assert fate.untraced_feedback == ()
    assert fate.blocked == ("b", "z")
    assert fate.warnings == ("change_status_unknown",)
