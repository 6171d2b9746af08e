"""The answers of a trace in words a person can check against the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from involvement.influence import advice
from involvement.vocabulary import GRADES

if TYPE_CHECKING:
    from involvement.influence.answers import Pair
    from involvement.influence.tracer import Tracer

CONDITIONS = {
    "widest_at_least_2": "every link of one chain must be of grade 2 (low) or better",
    "time_not_violated": "some chain must be possible in time",
    "grade_at_least_3": "the whole must be of grade 3 (moderate) or better",
    "rival_considered": "another explanation of the change must have been considered",
    "one_source_or_site_throughout": (
        "one source, or one site, must stand behind a whole chain"
    ),
    "grade_4": "the whole must be of grade 4 (high)",
    "without_best_source_at_least_3": (
        "grade 3 must be left when any one source is taken away"
    ),
    "independent_source": "an independent source without an interest must support it",
    "rivals_dismissed": "every other explanation must have been dismissed",
    "time_ok": "a chain of dated events must be in order",
    "rival_upheld": "another explanation of the change was upheld",
    "rival_open_as_strong": "another explanation is open, on evidence as strong",
    "rests_on_contested_link": "without contested links no chain of grade 2 is left",
}
"""What each condition of a claim asks for, or what contests it."""

WARNINGS = {
    "stitched": "joined from sources none of which saw the whole",
    "gap": "a link of the chain goes through steps nobody recorded",
    "disputed": "evidence speaks against a link of the chain",
}

CLAIMS = {
    "untraced": "no recorded trail leads there",
    "refuted": "every trail uses a link that failed a decisive test",
    "asserted": "somebody linked them; the evidence does not carry it",
    "plausible": "a chain of evidence of low grade or better",
    "supported": "good evidence, and another explanation was considered",
    "strong": "high grade, independent, other explanations dismissed, in order of time",
    "contested": "there is a chain, and something of weight speaks against it",
}


def pair_text(tracer: Tracer, pair: Pair) -> str:
    """One pair: claim, chain link by link, who vouches, what is weak, what next."""
    links = tracer.links
    start = pair.contribution
    head = links.named(links.index[start]) if start in links.index else start
    lines = [
        f"{head} > {links.named(links.index[pair.change])}",
        f"  claim: {pair.claim} ({CLAIMS[pair.claim]})",
    ]
    lines += [f"    - {word}: {CONDITIONS[word]}" for word in pair.failed]
    if not pair.path:
        late = " in time" if pair.time == "violated" else ""
        lines.append(
            f"  no chain of live links connects them{late}, as far as is recorded"
        )
        return "\n".join(lines)
    lines += _chain(tracer, pair)
    lines += _figures(pair)
    lines += [f"  warning: {word}: {WARNINGS[word]}" for word in pair.warnings]
    lines += [
        f"    the source changes between {first} and {second}"
        for first, second in pair.seams
    ]
    lines.append(f"  a sceptic would begin here: {advice.weak_point(tracer, pair)}")
    lines.append(f"  to raise the claim: {_next(tracer, pair)}")
    lines.append(f"  rules: {tracer.policy.name}")
    lines.append("  a grade is the state of the evidence, not the size of an effect")
    return "\n".join(lines)


def _next(tracer: Tracer, pair: Pair) -> str:
    if pair.claim == "strong":
        return "nothing: it is the highest claim"
    item = advice.further(tracer, pair, tracer.starts(pair.contribution))
    if item is not None:
        return item.text
    needed = ", ".join(pair.failed)
    return f"no single further item would do; what holds it down: {needed}"


def _chain(tracer: Tracer, pair: Pair) -> list[str]:
    """The chain, one link after the other, each with its evidence."""
    ends = list(zip(pair.path, pair.path[1:], strict=False))
    numbers = [tracer.step_numbers[one] for one in ends]
    grades = [tracer.steps.grade[number] for number in numbers]
    lines = [f"  best chain, {len(ends)} links:"]
    for place, number in enumerate(numbers):
        step = tracer.step(number)
        weak = "  <- weakest link" if place == grades.index(min(grades)) else ""
        lines.append(
            f"    {step.source} > {step.target}: grade {step.grade} "
            f"({GRADES[step.grade]}), {step.status}, links {', '.join(step.ids)}{weak}"
        )
        lines += [f"      {line}" for line in _evidence(tracer, number)]
    return lines


def _evidence(tracer: Tracer, step: int) -> list[str]:
    judged, links = tracer.judged, tracer.links
    roles = ("supports", "contradicts", "eliminates", "set aside: its test failed")
    lines = []
    for item in tracer.steps.items_of(step):
        source = judged.sources[item]
        whose = "no single source" if source < 0 else f"source {judged.names[source]!r}"
        grade = f"grade {judged.grades[item]}"
        if judged.defaults[item]:
            grade += " by default"
        lines.append(
            f"{links.item_ids[item]}: {roles[judged.roles[item]]}, {grade}, {whose}"
        )
    return lines or ["no evidence recorded"]


def _figures(pair: Pair) -> list[str]:
    low, high = pair.sources_needed
    count = f"{low}" if low == high else f"at least {low}, at most {high}"
    site = f", site {pair.same_site!r}" if pair.same_site else ""
    return [
        (
            f"  grade {pair.grade} ({GRADES[pair.grade]}): weakest link {pair.widest}, "
            f"without the best source {pair.without_best_source}"
        ),
        f"  vouch for the whole: {', '.join(pair.threads) or 'no source'}{site}",
        f"  sources that must be wrong before nothing is left: {count}",
        f"  order of time: {pair.time}",
    ]
