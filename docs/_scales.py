"""Writes one page per scale, and the overview: rules, proven figures, examples."""

from collections.abc import Iterator
from typing import Any

from _markdown import page, sentences, table

import involvement as inv
from involvement.instruments.proofs import figures
from involvement.instruments.spelling import Where

A = {
    "initiated_by": "professional",
    "led_by": "professional",
    "agenda_set_by": "professional",
    "scope_set_by": "professional",
    "users_add_topics": "no",
    "decision_stage": "options_open",
    "informs_users": "no",
    "asks_users": "yes",
    "deliberates": "no",
    "contacts": 1,
    "decision_right": "professional",
    "feedback_given": "none",
    "user_work": "none",
    "purposes": ["gather_views"],
}
C = A | {
    "informs_users": "yes",
    "deliberates": "yes",
    "contacts": 10,
    "decision_right": "professional_after_advice",
    "user_vote_share": 0.13,
    "user_veto": "no",
    "sharing_protected": "no",
    "feedback_given": "general",
    "purposes": ["gather_views", "improve_jointly"],
}
D = A | {
    "decision_stage": "no_decision",
    "asks_users": "no",
    "contacts": 20,
    "decision_right": "none",
    "resource_control": "professional",
    "user_work": "lead",
    "purposes": ["improve_jointly"],
}
E = C | {
    "agenda_set_by": "joint",
    "users_add_topics": "yes",
    "decision_stage": "problem_open",
    "contacts": 4,
    "decision_right": "shared",
    "user_vote_share": 0.5,
    "user_work": "assist",
    "purposes": ["improve_jointly"],
}
G = {
    "initiated_by": "user",
    "led_by": "user",
    "agenda_set_by": "user",
    "scope_set_by": "user",
    "users_add_topics": "yes",
    "decision_stage": "problem_open",
    "informs_users": "yes",
    "asks_users": "yes",
    "deliberates": "yes",
    "contacts": 12,
    "decision_right": "user",
    "resource_control": "user",
    "user_work": "lead",
    "purposes": ["devolve"],
}
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "A": ("a satisfaction survey, nothing fed back", A),
    "B": ("the same, answers posted item by item", A | {"feedback_given": "itemised"}),
    "C": ("two lay members of fifteen on a project board", C),
    "D": ("peer support delivered by users, run by professionals", D),
    "E": ("a co-design group without a charter", E),
    "F": ("the same with protected sharing", E | {"sharing_protected": "yes"}),
    "G": ("a service run by users with their own grant", G),
}

KINDS = {
    "ladder": ("Ladders", "Ordered levels, of which usually one holds."),
    "work": ("Work", "What users did, whatever they decided."),
    "labels": ("Labels", "Names of which any number may hold together."),
    "axes": ("Axes", "Independent axes, each with two poles."),
    "checks": ("Checks", "Conditions that are met or not."),
    "flags": ("Flags", "Conditions on initiative."),
    "ratings": ("Ratings", "People's own judgements, which facts cannot derive."),
    "checklist": ("Checklists", "Items judged by hand, one by one."),
}


def scale_pages() -> Iterator[tuple[str, str]]:
    """Each page's file name and text."""
    yield "index.md", overview()
    for scale in inv.scales().values():
        yield f"{scale.id}.md", one(scale)


def one(scale: Any) -> str:
    """The page of one scale."""
    parts = [
        [f"Id `{scale.id}`, kind {scale.kind}, version {scale.version}.", ""],
        [f"**{scale.notice}**", ""] if scale.notice else [],
    ]
    if scale.derived:
        parts += [levels(scale), terms(scale), proven(scale), worked(scale)]
    if scale.answers is not None:
        parts.append(by_hand(scale))
    parts += [
        ["## Source", "", *sentences(scale.citation), ""],
        ["## Contestable", "", *sentences(scale.contestable), ""],
        ["## Licence", "", *sentences(scale.licence), ""],
    ]
    return page(scale.title, *parts)


def levels(scale: Any) -> list[str]:
    """The levels and when each holds."""
    read = ", ".join(f"[`{f}`](../facts.md#{f})" for f in scale.facts)
    lines = [f"Reads {len(scale.facts)} facts: {read}.", ""]
    word = {"ladder": "Levels", "work": "Levels"}.get(scale.kind, "What may hold")
    lines += [f"## {word}", ""]
    if scale.ordered:
        lines += ["Lowest first.", ""]
    for level in scale.levels:
        lines += [f"### {level.id}", "", f"**{level.title}.** {level.words}", ""]
        lines += ["Holds when", "", "```text", *wrapped(level.condition), "```", ""]
        if level.source:
            lines += [f"Source of the rule: {level.source}.", ""]
    for group in scale.unordered:
        names = " and ".join(f"`{level}`" for level in group)
        lines += [f"The order of {names} among each other is disputed.", ""]
    return lines


def wrapped(rule: str) -> list[str]:
    """A rule over several lines, broken before `and` and `or`."""
    lines = [""]
    for word in rule.split():
        line = f"{lines[-1]} {word}".strip() if lines[-1] else word
        if (len(line) > 60 and word in ("and", "or")) or len(line) > 78:
            lines.append(f"  {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def terms(scale: Any) -> list[str]:
    """The predicates its conditions use."""
    if not scale.predicates:
        return []
    rows = [
        (f"`{p.name}`", f"`{p.rule}`", p.meaning, "shared" if p.shared else "its own")
        for p in scale.predicates
    ]
    head = ["term", "is true when", "meaning", "whose"]
    return ["## Terms", "", *table(head, rows)]


def proven(scale: Any) -> list[str]:
    """What was counted over every combination."""
    found = figures(scale)
    lines = [
        "## Proven figures",
        "",
        "Counted over every combination of the facts the scale reads.",
        '"Coherent" leaves out combinations that a record would be warned about.',
        "",
    ]
    rows = []
    for name, counts in (("all", found.all), ("coherent", found.coherent)):
        shares = (counts.per_cent(n) for n in (counts.one, counts.none, counts.several))
        rows.append((name, f"{counts.combinations:,}", *shares))
    if scale.ordered:
        head = ["combinations", "number", "exactly one level", "no level", "several"]
        lines += table(head, rows)
    else:
        lines += table(["combinations", "number"], (row[:2] for row in rows))
    lines += table(
        ["level" if scale.ordered else "id", "combinations in which it holds"],
        ((f"`{level}`", f"{n:,}") for level, n in found.levels.items()),
    )
    lines += [
        f"{found.reachable} of {len(found.levels)} can hold.",
        f"The table with its unknown slices has {found.cells:,} cells.",
        "",
    ]
    report = scale.report()
    for overlap in report.overlaps:
        names = " and ".join(f"`{level}`" for level in overlap.levels)
        lines += [f"{names} hold together", "", *where(overlap.where)]
    if report.gap.combinations:
        lines += ["No level fits", "", *where(report.gap)]
    return lines


def where(found: Where) -> list[str]:
    """The combinations of a gap or overlap."""
    lines = [f"in {found.combinations:,} combinations, when", "", "```text"]
    for i, condition in enumerate(found.conditions):
        lines += [*(["or"] if i else []), *wrapped(condition)]
    if found.left:
        lines.append(f"or in {found.left:,} more combinations")
    return [*lines, "```", ""]


def by_hand(scale: Any) -> list[str]:
    """What people answer themselves."""
    lines = ["## Answered by people", ""]
    lines += [f"Values: {scale.answers}.", ""]
    if scale.answers.anchored:
        lines += [
            "What the positions mean is agreed before rating and goes into `anchors`.",
            "",
        ]
    if scale.answers.item:
        lines += [f"Items are written as `{scale.answers.item}`.", ""]
    rows = [(f"`{p.id}`", p.title, p.low, p.high) for p in scale.items]
    if any(low or high for *_, low, high in rows):
        lines += table(["item", "name", "low end", "high end"], rows)
    elif rows:
        lines += table(["item", "name"], (row[:2] for row in rows))
    return [
        *lines,
        "Answers are shown per side, with how many answered of how many asked.",
        "They are never averaged and never become a level.",
        "",
    ]


def worked(scale: Any) -> list[str]:
    """The worked examples on this scale."""
    rows = [
        (name, title, answer(scale, activity(name, values)))
        for name, (title, values) in EXAMPLES.items()
    ]
    return [
        "## Worked examples",
        "",
        "The facts of the examples stand in the [overview](index.md#worked-examples).",
        "",
        *table(["example", "activity", "answer"], rows),
    ]


def activity(name: str, values: dict[str, Any]) -> inv.Activity:
    """One worked example as an activity."""
    return inv.Activity.model_validate({"id": name} | values)


def answer(scale: Any, one: inv.Activity) -> str:
    """A verdict in a cell."""
    if scale.id == "flags":
        held = inv.initiative(one).flags
        return named([f for f, word in held.items() if word == "yes"])
    verdict = inv.depth(one, scale=scale.id)
    if verdict.labels:
        words = verdict.labels
        holds = named([i for i, word in words.items() if word == "holds"])
        unknown = [i for i, word in words.items() if word == "unknown"]
        return f"{holds}; unknown: {named(unknown)}" if unknown else holds
    if not verdict.possible:
        return "no level fits"
    more = " or no level" if verdict.no_level_fits is None else ""
    return " or ".join(f"`{level}`" for level in verdict.possible) + more


def named(ids: list[str]) -> str:
    """Ids as codes, or that there are none."""
    return ", ".join(f"`{i}`" for i in ids) or "none"


def overview() -> str:
    """All scales by kind, and the worked examples side by side."""
    shown = inv.scales()
    lines = [
        "What each scale reads, when each level holds, and what was proved about it.",
        "Conditions are ours; names are the published ones.",
        "Levels of different scales are never equated: they read different facts.",
        "",
    ]
    for kind, (title, words) in KINDS.items():
        group = [s for s in shown.values() if s.kind == kind]
        if group:
            rows = [
                (f"[`{s.id}`]({s.id}.md)", s.title, str(len(s.facts) or "by hand"))
                for s in group
            ]
            head = ["scale", "name", "facts read"]
            lines += [f"## {title}", "", words, "", *table(head, rows)]
    return page("Scales", lines, shared(shown), examples(shown), tree(shown))


def shared(shown: dict[str, Any]) -> list[str]:
    """The predicates several scales use."""
    known = {p.name: p for s in shown.values() for p in s.predicates if p.shared}
    rows = []
    for name, one in sorted(known.items()):
        users = [s.id for s in shown.values() if name in {p.name for p in s.predicates}]
        used = ", ".join(f"`{u}`" for u in users)
        rows.append((f"`{name}`", f"`{one.rule}`", one.meaning, used))
    head = ["term", "is true when", "meaning", "used by"]
    return ["## Shared predicates", "", *table(head, rows)]


def examples(shown: dict[str, Any]) -> list[str]:
    """The facts of the worked examples and every scale's answer."""
    lines = [
        "## Worked examples",
        "",
        "Made up.",
        "Facts not shown are unknown.",
        (
            "Power ladders have no place for example D: that is a result, and `work` "
            "says what the users did."
        ),
        "",
    ]
    names = [
        f
        for f in inv.Activity.model_fields
        if any(f in v for _, v in EXAMPLES.values())
    ]
    lines += [f"- **{name}**: {title}" for name, (title, _) in EXAMPLES.items()]
    rows = [
        (f"`{f}`", *(plain(values.get(f)) for _, values in EXAMPLES.values()))
        for f in names
    ]
    lines += ["", *table(["fact", *EXAMPLES], rows)]
    made = {name: activity(name, values) for name, (_, values) in EXAMPLES.items()}
    rows = [
        (f"[`{s.id}`]({s.id}.md)", *(answer(s, one) for one in made.values()))
        for s in shown.values()
        if s.derived
    ]
    return [*lines, *table(["scale", *EXAMPLES], rows)]


def plain(value: Any) -> str:
    """A fact's value in a cell."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)


def tree(shown: dict[str, Any]) -> list[str]:
    """The pages for the side bar."""
    return ["```{toctree}", ":hidden:", "", *shown, "```", ""]
