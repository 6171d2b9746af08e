"""The printed working of a verdict leads to the verdict, with nothing else at hand."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import involvement as inv
from involvement.instruments.scale import derived_scales
from involvement.scoring.pencil import recompute
from involvement.scoring.verdicts import depth
from involvement.vocabulary import FACTS

words = {
    name: st.sampled_from(fact.words)
    if fact.kind in ("words", "side")
    else st.integers(1, 4)
    if fact.kind == "count"
    else st.sampled_from([0.0, 0.13, 0.5, 0.6, 1.0])
    if fact.kind == "share"
    else st.lists(st.sampled_from(fact.words), min_size=1, max_size=4, unique=True)
    for name, fact in FACTS.items()
}
some_facts = st.fixed_dictionaries({}, optional=words)


@settings(max_examples=15, deadline=None)
@given(facts=some_facts)
def test_recompute_gives_the_answer(facts: dict[str, object]) -> None:
    """On every scale, with any facts known."""
    for scale in derived_scales():
        verdict = depth({"id": "a", **facts}, scale=scale)
        worked = recompute(verdict.explain())
        assert worked.possible == verdict.possible
        assert worked.certain == verdict.certain
        assert worked.no_level_fits is verdict.no_level_fits


def by_hand(text: str) -> set[str]:
    """The possible levels, read from the text as a person would: no code of ours.

    Unknown facts are tried with each of the answers that the text lists for them.
    """
    part = ""
    facts: dict[str, str] = {}
    terms: dict[str, str] = {}
    levels: dict[str, str] = {}
    for line in text.splitlines():
        entry = re.fullmatch(r"  (\w+): (.*)", line)
        if line and line[0] != " ":
            part = line
        elif entry and part in ("Facts", "Terms", "Levels"):
            kept = {"Facts": facts, "Terms": terms, "Levels": levels}[part]
            kept[entry[1]] = entry[2]
    tried = {}
    for fact, shown in facts.items():
        unknown = re.fullmatch(r"unknown \((.*)\)", shown)
        tried[fact] = unknown[1].split("; ") if unknown else [shown]

    def value(fact: str, shown: str) -> object:
        if fact == "contacts":
            return {"below 2": 1, "2 and more": 2}.get(shown) or int(shown)
        return shown

    def worked(rule: str, known: dict[str, object], true: dict[str, bool]) -> bool:
        def word(found: re.Match[str]) -> str:
            name = found[0]
            if name in ("and", "or", "not", "in"):
                return name
            if name in known:
                return repr(known[name])
            return str(true[name]) if name in terms else repr(name)

        text = re.sub(r"[a-z_]\w*", word, rule)
        return bool(eval(text))  # noqa: S307 - our own text, in a test

    found = set()
    for combination in itertools.product(*tried.values()):
        known = {f: value(f, v) for f, v in zip(tried, combination, strict=True)}
        true: dict[str, bool] = {}
        for name, rule in terms.items():
            true[name] = worked(rule, known, true)
        found |= {n for n, rule in levels.items() if worked(rule, known, true)}
    return found


@settings(max_examples=15, deadline=None)
@given(facts=some_facts)
def test_a_person_finds_the_same(facts: dict[str, object]) -> None:
    """Filling the unknown facts in, one combination after the other."""
    verdict = depth({"id": "a", **facts}, scale="iap2")
    assert by_hand(verdict.explain()) == set(verdict.possible)


def test_a_working_in_full() -> None:
    """What a reader gets to see."""
    verdict = depth(
        {
            "id": "a",
            "asks_users": "yes",
            "informs_users": "no",
            "deliberates": "no",
            "feedback_given": "none",
            "decision_right": "professional",
            "contacts": 1,
        },
        scale="iap2",
    )
    assert (
        verdict.explain()
        == """\
iap2: Spectrum of Public Participation
  ladder, version 1, meaning 1c9953e7097ef567
  Not endorsed by IAP2.

Answer
  possible: consult
  certain: consult
  no level fits: no

Facts
  decision_stage: unknown (problem_open; options_open; options_fixed; decided; no_decision)
  informs_users: no
  asks_users: yes
  deliberates: no
  contacts: 1
  decision_right: professional
  feedback_given: none

Terms
  answered: feedback_given in (general, itemised, reasoned)
  open_decision: decision_stage in (problem_open, options_open)
  repeated: contacts >= 2
  voice: asks_users == yes or deliberates == yes
  partnered: decision_right == shared and open_decision and deliberates == yes
  told_only: informs_users == yes and not voice
  worked_with: deliberates == yes and repeated and answered and decision_right in (professional_after_advice, shared) and not partnered

Levels
  inform: told_only and decision_right != user
    ruled out by informs_users: needs informs_users == yes
  consult: voice and not worked_with and not partnered and decision_right != user
    holds; met: asks_users == yes | not decision_right in (professional_after_advice, shared) | decision_right != shared | decision_right != user
  involve: worked_with
    ruled out by deliberates: needs deliberates == yes
  collaborate: partnered
    ruled out by deliberates: needs deliberates == yes
  empower: decision_right == user
    ruled out by decision_right: needs decision_right == user

One fact away
  asks_users no: no level fits
  decision_right user: empower (up)

Source: International Association for Public Participation (IAP2), IAP2 Spectrum of Public Participation (iap2.org.au, page read; year of the current version unverified).\
"""
    )


def test_a_working_with_questions_and_nearest_levels() -> None:
    """What to ask, what each answer leaves; what is near when nothing fits."""
    text = depth({"id": "a", "asks_users": "yes"}, scale="shier").explain()
    assert (
        """
Ask next
  informs_users: Were users given real information about the service, its problems or the decision? Information on one's own illness, thanks and publicity are no.
    5/2 answers open on average
    yes: supported, taken_into_account, in_decision_making, share_power
    no: listened_to
"""
        in text
    )
    none = depth({"id": "a", "asks_users": "no", "deliberates": "no"}, scale="shier")
    assert """
Nearest levels
  listened_to: change asks_users; needs asks_users == yes
""" in none.explain()
    open_text = depth({"id": "a", "informs_users": "no"}, scale="iap2").explain()
    assert "  no level fits: open\n" in open_text
    assert "    no: consult, empower or no level fits\n" in open_text


@pytest.mark.parametrize("text", ["", "Facts\n", "Facts\n  led_by: user\n\nLevels\n"])
def test_other_texts_are_refused(text: str) -> None:
    """With what would have been right."""
    with pytest.raises(inv.ScaleError) as error:
        recompute(text)
    assert str(error.value) == (
        f"[scale-shape]\n  found {text!r}\n  expected the text of a verdict's explain()"
    )
