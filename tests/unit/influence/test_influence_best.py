"""The best claims of all contributions at once, by hand.

Inputs u..., decisions d... and changes c... are joined by links with evidence: a
number is an item of that grade from the minutes, `3k` one from Kim, `3o` one from
nobody known, `3-` one that contradicts, `3i` one from the minutes by somebody
independent, `3x` a failed hoop test; `@north` is a site. An input `v...` is of unknown
side. A rival such as `c=open3` has evidence of grade 3.
"""

from __future__ import annotations

import itertools
import random
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.influence.best import CLAIMS
from involvement.influence.policy import DEFAULT_POLICY
from involvement.influence.tracing import Trace, trace
from involvement.influence.whoever import TRACED, supported_changes
from involvement.record.programme import Programme

Links = dict[str, str]

KINDS = {
    "uc": "shaped", "vc": "shaped", "ud": "informed", "vd": "informed",
    "dc": "led_to", "dd": "led_to", "cc": "led_to",
}  # fmt: skip
LISTS = {"u": "contributions", "v": "contributions", "d": "decisions", "c": "changes"}


def item(number: int, words: str) -> dict[str, Any]:
    """One item of evidence."""
    made: dict[str, Any] = {
        "id": f"e{number}", "grade": int(words[0]), "origin": "minutes"
    }  # fmt: skip
    if "k" in words:
        made["origin"] = "Kim"
    if "o" in words:
        del made["origin"]
    if "i" in words:
        made["standpoint"] = "independent"
    if "-" in words:
        made["stance"] = "contradicts"
    if "x" in words:
        made |= {"test": "hoop", "passed": "no"}
    return made


def traced(
    links: Links,
    rivals: str = "",
    dates: str = "",
    *,
    policy: Any = DEFAULT_POLICY,
    time: Literal["report", "strict"] = "report",
) -> Trace:
    """A trace of links such as `{"u c": "3 2k"}`, rivals and dates such as `c=2001`."""
    when = dict(one.split("=") for one in dates.split())
    against = [one.split("=") for one in rivals.split()]
    named = {name for ends in links for name in ends.split()} | when.keys()
    names = sorted(named | {change for change, _ in against})
    cited = [
        (ends, words)
        for ends, some in links.items()
        for words in some.split()
        if words[0] != "@"
    ]
    return trace(
        Programme(
            schema_version="1",
            id="p",
            evidence=[
                *(item(n, words) for n, (_, words) in enumerate(cited)),
                *({"id": f"r{n}", "grade": n, "origin": "rival"} for n in range(2, 5)),
            ],
            links=[
                {
                    "id": f"l{n}",
                    "source": ends.split()[0],
                    "target": ends.split()[1],
                    "kind": KINDS[ends[0] + ends.split()[1][0]],
                    "evidence": [
                        f"e{k}" for k, (e, _) in enumerate(cited) if e == ends
                    ],
                    "sites": [w[1:] for w in links[ends].split() if w[0] == "@"],
                }
                for n, ends in enumerate(links)
            ],
            rivals=[
                {
                    "id": f"rival{n}",
                    "explains": change,
                    "status": status.rstrip("234"),
                    "evidence": [f"r{status[-1]}"] if status[-1] in "234" else [],
                }
                for n, (change, status) in enumerate(against)
            ],
            **{
                plural: [
                    {"id": name, **({"when": when[name]} if name in when else {})}
                    | ({"made_by": "user"} if name[0] == "u" else {})
                    for name in names
                    if LISTS[name[0]] == plural
                ]
                for plural in LISTS.values()
            },
        ),
        policy=policy,
        time=time,
    )


NO_GAIN = attrs.evolve(DEFAULT_POLICY, corroboration_gain=0, name="no-gain/1")

CASES: dict[str, tuple[Links, str, str, str, str]] = {
    # what is recorded: links, rivals, dates, and what the claim of u lies between
    "a chain without evidence": ({"u c": ""}, "", "", "asserted", "asserted"),
    "a weak link": ({"u c": "1"}, "c=dismissed", "", "asserted", "asserted"),
    "only a refuted step": ({"u c": "3x"}, "", "", "refuted", "refuted"),
    "nothing to any change": ({"u d": "3"}, "", "c=2001", "untraced", "untraced"),
    "no rival considered": ({"u c": "4"}, "", "", "plausible", "plausible"),
    "a rival set aside": ({"u c": "3"}, "c=weakened", "", "supported", "supported"),
    "a rival upheld": ({"u c": "3"}, "c=upheld", "", "contested", "contested"),
    "a rival upheld, another change weak": (
        {"u c": "3", "u c1": "1"}, "c=upheld", "", "contested", "contested"),
    "a rival upheld, another change without": (
        {"u c": "3", "u c1": "2"}, "c=upheld", "", "plausible", "plausible"),
    "a contested step": ({"u c": "3 3-"}, "", "", "contested", "contested"),
    "a contested step beside a weak chain": (
        {"u c": "3 3-", "u d": "1", "d c": "1"}, "", "", "contested", "contested"),
    "a contested step beside a plausible chain": (
        {"u c": "4 4-", "u d": "2", "d c": "2"}, "", "", "plausible", "plausible"),
    "a contested step, vouched for, independent, dated": (
        {"u c": "4i 4-"}, "c=dismissed", "u=2001 c=2002", "contested", "contested"),
    "grade 2 may be lifted by another source": (
        {"u c": "2"}, "c=dismissed", "", "plausible", "supported"),
    "two people, none of whom saw the whole": (
        {"u d": "3", "d c": "3k"}, "c=dismissed", "", "plausible", "plausible"),
    "two people, both of whom saw the whole": (
        {"u d": "3 3k", "d d1": "3 3k", "d1 c": "3 3k"}, "c=dismissed", "",
        "supported", "supported"),
    "one whole weak chain and another change": (
        {"u c": "1", "u c1": "2"}, "c=dismissed", "", "plausible", "plausible"),
    "another input's change has the rival": (
        {"u c": "3", "u1 c1": "3"}, "c1=dismissed", "", "plausible", "plausible"),
    "dated and independent, all rivals dismissed": (
        {"u c": "3i"}, "c=dismissed", "u=2001 c=2002", "supported", "strong"),
    "dated and independent, a rival only weakened": (
        {"u c": "3i"}, "c=weakened", "u=2001 c=2002", "supported", "supported"),
    "dated, nobody independent": (
        {"u c": "3"}, "c=dismissed", "u=2001 c=2002", "supported", "supported"),
    "the input itself undated": (
        {"u c": "3i"}, "c=dismissed", "c=2002", "supported", "supported"),
    "backwards in time": ({"u c": "3"}, "", "u=2003 c=2001", "asserted", "asserted"),
    "backwards, beside something undated": (
        {"u c": "3", "u1 c1": "1"}, "", "u=2003 c=2001", "asserted", "asserted"),
    "forwards in time": ({"u c": "2"}, "", "u=2001 c=2003", "plausible", "plausible"),
    "grade 2 against an open rival of grade 2": (
        {"u c": "2"}, "c=open2", "", "contested", "supported"),
    "grade 3 against an open rival of grade 2": (
        {"u c": "3"}, "c=open2", "", "supported", "supported"),
    "grade 3 against an open rival of grade 3": (
        {"u c": "3"}, "c=open3", "", "contested", "supported"),
    "grade 4 against an open rival of grade 3": (
        {"u c": "4"}, "c=open3", "", "supported", "supported"),
    "grade 4 against an open rival of grade 4": (
        {"u c": "4"}, "c=open4", "", "contested", "contested"),
    "weakened is not open, whatever its evidence": (
        {"u c": "3"}, "c=weakened4", "", "supported", "supported"),
    "grade 4 in time": ({"u c": "4"}, "", "u=2001 c=2002", "plausible", "plausible"),
    "on the same day": (
        {"u c": "3"}, "", "u=2001-05-05 c=2001-05-05", "plausible", "plausible"),
    "grade 2, dated, independent": (
        {"u c": "2i"}, "c=dismissed", "u=2001 c=2002", "plausible", "supported"),
    "one site all the way": (
        {"u d": "3 @north", "d c": "3k @north"}, "c=dismissed", "",
        "supported", "supported"),
    "a site on a link without evidence": (
        {"u c": "@north", "u d": "3", "d c": "3k"}, "c=dismissed", "",
        "plausible", "plausible"),
    "two sites, each half the way": (
        {"u d": "3 @north", "d c": "3k @south"}, "c=dismissed", "",
        "plausible", "plausible"),
    "in time only to a change whose rival is upheld": (
        {"u c": "3", "u c1": "3"}, "c1=upheld", "u=2003 c=2001 c1=2004",
        "contested", "contested"),
    "the same, and a weak chain in time to the other": (
        {"u d": "3", "d c": "3", "u c": "1", "u c1": "3"}, "c1=upheld",
        "u=2003 d=2009 c=2004 c1=2004", "contested", "contested"),
    "in time only to a change without a rival": (
        {"u c": "3", "u c1": "2"}, "c=dismissed", "u=2003 c=2001 c1=2004",
        "asserted", "plausible"),
    "the same, and a weak chain in time to the one with a rival": (
        {"u d": "3", "d c": "3", "u c": "1", "u c1": "2"}, "c=dismissed",
        "u=2003 d=2009 c=2004 c1=2004", "asserted", "plausible"),
    "contested on the way to the only change with a rival": (
        {"u c": "3 3-", "u c1": "2"}, "c=dismissed", "", "plausible", "plausible"),
    "the same, and a weak chain beside": (
        {"u c": "3 3-", "u d": "1", "d c": "1", "u c1": "2"}, "c=dismissed", "",
        "plausible", "plausible"),
    "independent and strong, but backwards": (
        {"u d": "3i", "d c": "3i", "u c": "2"}, "c=dismissed",
        "u=2003 d=2009 c=2004", "asserted", "supported"),
    "a wider chain backwards": (
        {"u c": "2", "u d": "3", "d c": "3"}, "", "u=2001 c=2005 d=2010",
        "asserted", "plausible"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_the_walks_say(case: str) -> None:
    """The least and the most that the best claim can be, without working out a pair."""
    links, rivals, dates, low, high = CASES[case]
    found = traced(links, rivals, dates)
    node = found.tracer.links.index["u"]
    assert CLAIMS[found.bounds.low(node)] == low
    assert CLAIMS[found.bounds.high(node)] == high
    claims = [found.pair("u", change).claim for change in found.changes]
    assert found.claims["u"] == max(claims, key=CLAIMS.index)


def test_strict_time_takes_the_widest_chain_in_time() -> None:
    """Where late chains count as none, a wider one that runs backwards hides nothing."""
    links, rivals, dates, *_ = CASES["a wider chain backwards"]
    found = traced(links, rivals, dates, time="strict")
    node = found.tracer.links.index["u"]
    assert CLAIMS[found.bounds.low(node)] == found.claims["u"] == "plausible"


@pytest.mark.parametrize(("grade", "most"), [("2", "plausible"), ("3", "supported")])
def test_without_a_gain_grade_2_stays_grade_2(grade: str, most: str) -> None:
    """A policy by which nothing is lifted leaves nothing open here."""
    found = traced({"u c": grade}, "c=dismissed", policy=NO_GAIN)
    node = found.tracer.links.index["u"]
    assert CLAIMS[found.bounds.high(node)] == most


@pytest.mark.parametrize(
    ("links", "rivals", "alone"),
    [
        ({"u c1": "2"}, "", "plausible"),
        ({"u c1": "2"}, "c1=upheld", "contested"),
        ({"u c1": "3 3-"}, "", "contested"),
        ({"u c1": "1"}, "", "asserted"),
        ({"u c1": "3"}, "c1=upheld", "contested"),
        ({"u c1": "3", "u c2": "2"}, "c1=upheld", "plausible"),
        ({"u c1": "2", "u c2": "3"}, "c1=upheld", "plausible"),
    ],
)
def test_a_change_that_only_this_chain_leads_to_settles_it(
    links: Links, rivals: str, alone: str
) -> None:
    """A wider chain to another change runs backwards and hides nothing here."""
    late = {"u d": "4", "d c": "4"}
    dates = "u=2001 d=2009 c=2005 c1=2006 c2=2006"
    found = traced(late | links, rivals, dates)
    assert CLAIMS[found.bounds.alone(found.tracer.links.index["u"])] == alone


def test_what_one_walk_settles_costs_no_pair() -> None:
    """Two inputs whose bounds differ, one pair that may be worked out, none needed."""
    links = {"u d": "3", "u1 d": "3", "d c": "3", "u c1": "2", "u1 c1": "2"}
    small = attrs.evolve(DEFAULT_POLICY, max_pairs=1, name="small/1")
    found = traced(links, "", "u=2001 u1=2001 d=2009 c=2005 c1=2006", policy=small)
    nodes = [found.tracer.links.index[name] for name in ("u", "u1")]
    assert all(found.bounds.low(node) < found.bounds.high(node) for node in nodes)
    assert found.claims == {"u": "plausible", "u1": "plausible"}


def test_pairs_still_open_are_worked_out_from_the_best_down() -> None:
    """A second source might lift grade 2 to 3; every other pair is settled by less."""
    found = traced(
        {"u c1": "2", "u c2": "1", "u c3": "3", "u c4": "2"}, "c3=upheld c4=dismissed"
    )
    ids = found.tracer.links.ids
    node = found.tracer.links.index["u"]
    pairs = found.bounds.open_pairs(node, 0, found.bounds.supported([node])[1])
    assert [(ids[pair.change], CLAIMS[pair.most]) for pair in pairs] == [
        ("c4", "supported"), ("c1", "plausible"), ("c3", "contested"),
    ]  # fmt: skip
    assert found.claims == {"u": "plausible"}


def test_a_spent_limit_leaves_out_only_what_is_open() -> None:
    """Of three inputs one is settled by the walks, and one pair may be worked out.

    Two ways of grade 2, each seen whole by somebody else, corroborate each other.
    """
    small = attrs.evolve(DEFAULT_POLICY, max_pairs=1, name="small/1")
    links = {"u1 c": "2", "u1 d": "2k", "u2 c": "2", "u2 d": "2k", "d c": "2k",
             "u3 c1": "2"}  # fmt: skip
    everything = traced(links, "c=dismissed")
    assert everything.claims == {
        "u1": "supported", "u2": "supported", "u3": "plausible"
    }  # fmt: skip
    some = traced(links, "c=dismissed", policy=small)
    assert some.claims == {"u1": "supported", "u3": "plausible"}
    assert traced({"u c": "2"}, "c=dismissed", policy=small).claims == {
        "u": "plausible"
    }
    enough = attrs.evolve(small, max_pairs=2, name="enough/1")
    assert traced(links, "c=dismissed", policy=enough).claims == everything.claims


def test_a_pair_that_can_bring_no_more_spends_nothing() -> None:
    """Two may be worked out, bring nothing, and a third could only bring as much."""
    late = {"u d": "4", "d c": "4", "u c1": "3 3-", "u c2": "2"}
    two = attrs.evolve(DEFAULT_POLICY, max_pairs=2, name="two/1")
    dates = "u=2001 d=2009 c=2005 c1=2006 c2=2006"
    assert traced(late, "c2=upheld", dates, policy=two).claims == {"u": "contested"}


def test_which_changes_several_inputs_support_together() -> None:
    """For certain from grade 3; grade 2 may be lifted; no rival, no whole way: never."""
    found = traced(
        {"u c1": "3", "u1 c2": "3", "u c3": "2", "u c4": "3", "u d": "3", "d c5": "3k",
         "u c6": "4", "u c7": "3", "u c8": "1", "u c9": "4 4-", "u d2": "3 3k",
         "d2 d3": "3k", "d3 ca": "3k 3"},
        "c1=dismissed c2=weakened c3=dismissed c5=dismissed c6=open3 c7=open3 "
        "c8=dismissed c9=dismissed ca=dismissed",
        "u=2001 c1=2000 c2=2002",
    )  # fmt: skip
    ids, index = found.tracer.links.ids, found.tracer.links.index

    def named(*starts: str, timed: bool) -> list[list[str]]:
        both = found.bounds.supported([index[one] for one in starts], timed=timed)
        return [sorted(ids[change] for change in some) for some in both]

    assert named("u", timed=True) == [["c6", "ca"], ["c3", "c6", "c7", "ca"]]
    assert named("u", timed=False) == [
        ["c1", "c6", "ca"], ["c1", "c3", "c6", "c7", "ca"]
    ]  # fmt: skip
    assert named("u1", timed=True) == [["c2"], ["c2"]]
    assert named("u", "u1", timed=True) == [
        ["c2", "c6", "ca"], ["c2", "c3", "c6", "c7", "ca"]
    ]  # fmt: skip
    width = found.bounds.width([index["u"]], found.tracer.changes)
    assert {ids[change]: grade for change, grade in width.items()} == {
        "c1": 3, "c3": 2, "c4": 3, "c5": 3, "c6": 4, "c7": 3, "c9": 3, "ca": 3
    }  # fmt: skip


def test_the_widest_of_the_best_pairs_comes_first() -> None:
    """Strong from grade 3 on, with all rivals dismissed; then by the weakest link."""
    found = traced(
        {"u c1": "2", "u c2": "3", "u c3": "3i", "u c4": "2i"},
        "c1=dismissed c2=weakened c3=dismissed c4=dismissed",
        "u=2001 c1=2002 c2=2002 c3=2002 c4=2002",
    )
    ids = found.tracer.links.ids
    node = found.tracer.links.index["u"]
    pairs = found.bounds.open_pairs(node, 0, found.bounds.supported([node])[1])
    assert [(ids[pair.change], CLAIMS[pair.most]) for pair in pairs] == [
        ("c3", "strong"), ("c2", "supported"), ("c1", "supported"), ("c4", "supported"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("links", "rivals", "policy", "supported"),
    [
        ({"u c": "2", "u d": "2k", "d c": "2k"}, "c=dismissed", None, True),
        ({"u c": "2", "u d": "2k", "d c": "2k"}, "c=open2", None, True),
        ({"u c": "2", "u d": "2k", "d c": "2k"}, "c=open3", None, False),
        ({"u c": "2", "u d": "2k", "d c": "2k"}, "c=dismissed", NO_GAIN, False),
        # what nobody contests is of grade 1 only
        ({"u c": "4 4-", "u d": "1", "d c": "1"}, "c=dismissed", None, False),
        # one source carries both ways, or the items of nobody known do
        ({"u c": "2", "u d": "2k", "d c": "2"}, "c=dismissed", None, False),
        ({"u c": "2", "u d": "2o", "d c": "2k"}, "c=dismissed", None, False),
        ({"u c": "3", "u d": "3k", "d c": "3k"}, "c=open3", None, True),
        ({"u c": "3", "u d": "3k", "d c": "3k"}, "c=open4", None, False),
        ({"u c": "3", "u d": "3k", "d c": "3k"}, "c=open3", NO_GAIN, False),
        ({"u c": "3", "u d": "3k", "d c": "3"}, "c=open3", None, False),
    ],
)
@pytest.mark.parametrize("time", ["report", "strict"])
def test_a_second_source_lifts_a_claim_over_its_rivals(
    links: Links, rivals: str, policy: Any, time: Any, *, supported: bool
) -> None:
    """By one grade, when no single source carries it; a policy may say by none."""
    found = traced(
        links,
        rivals,
        "u=2001 d=2002 c=2003",
        policy=policy or DEFAULT_POLICY,
        time=time,
    )
    change = found.tracer.links.index["c"]
    sure = found.bounds.surely_supported(found.tracer.users)
    assert sure == ({change} if supported else set())
    assert found.pair("u", "c").claim == found.claims["u"]
    assert (found.claims["u"] == "supported") is supported


# ---------------------------------------------------------------- one pair


def test_a_source_whose_own_chain_runs_backwards_vouches_for_nothing_then() -> None:
    """In the strict mode; a report says it of the pair."""
    links, dates = {"u c": "3", "u d": "3k", "d c": "3k"}, "u=2001 d=2009 c=2003"
    assert traced(links, "", dates).pair("u", "c").threads == ("Kim", "minutes")
    strict = traced(links, "", dates, time="strict").pair("u", "c")
    assert strict.threads == ("minutes",)


def test_a_chain_of_grade_1_is_as_wide_as_that_in_both_modes() -> None:
    """And stitched, where nobody vouches for the whole of it."""
    for time in ("report", "strict"):
        found = traced(
            {"u d": "1", "d c": "1k"}, "", "u=2001 d=2002 c=2003", time=time
        ).pair("u", "c")  # fmt: skip
        assert (found.widest, found.stitched, found.claim) == (1, True, "asserted")


def test_a_seam_is_where_the_last_voucher_ends() -> None:
    """Two vouch for the middle, but only one of them for the beginning."""
    found = traced({"u d": "3", "d d2": "3 3k", "d2 c": "3k"}).pair("u", "c")
    assert found.seams == (("l1", "l2"),)


# ---------------------------------------------------------------- drawn at random


def drawn(seed: int) -> tuple[Links, str, str]:
    """Links well vouched for by several, rivals and dates: claims near `supported`."""
    draw = random.Random(seed)  # noqa: S311
    names = ["u1", "u2", "v1", "v2", "d1", "d2", "d3", "c1", "c2"]
    made: Links = {}
    for tail, head in itertools.permutations(names, 2):
        if tail[0] + head[0] in KINDS and draw.random() < 0.4:
            words = [
                f"{draw.choice('2223334')}{draw.choice('  kkkoi-')}".strip()
                for _ in range(draw.randint(1, 4))
            ]
            made[f"{tail} {head}"] = " ".join(words + ["@north"] * draw.randint(0, 1))
    rivals = [
        f"{change}={draw.choice(('dismissed', 'weakened', 'open', 'open3', 'open4'))}"
        for change in ("c1", "c2")
        if draw.random() < 0.9
    ]
    chance = draw.choice((0, 0.5, 1))
    dates = [
        f"{name}={draw.randint(2001, 2003) + 'vudc'.index(name[0])}"
        for name in names
        if draw.random() < chance
    ]
    return made, " ".join(rivals), " ".join(dates)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["report", "strict"]))
def test_what_is_said_of_all_at_once_is_what_every_pair_says(
    seed: int, time: Any
) -> None:
    """Also where several sources lift a claim, and where makers are not known."""
    found = traced(*drawn(seed), time=time)
    tracer, users = found.tracer, found.tracer.users
    assert found.claims == {
        name: max(
            (found.pair(name, change).claim for change in found.changes),
            key=CLAIMS.index,
            default="untraced",
        )
        for name in found.contributions
    }
    for change, answer in supported_changes(found.bounds).items():
        answers = {
            tracer.claim((*users, *some), change) in TRACED
            for n in range(len(tracer.unsure) + 1)
            for some in itertools.combinations(tracer.unsure, n)
        }
        assert answer is (answers.pop() if len(answers) == 1 else None)
        sure = change in found.bounds.surely_supported(users)
        assert sure is (tracer.claim(users, change) in TRACED)
