"""A verdict as text, and the verdict again from nothing but that text.

`working` prints the facts, the terms and every condition. `recompute` reads such a
text, and only it, and works the answer out anew: what is printed is enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from involvement.errors import Issue, ScaleError, quote
from involvement.instruments.axes import build
from involvement.instruments.levels import all_tests, used
from involvement.instruments.reading import parse
from involvement.instruments.truth import compile_table
from involvement.vocabulary import FACTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.instruments.axes import Axis
    from involvement.instruments.rules import Value
    from involvement.scoring.reasons import Move, Question, Reason
    from involvement.scoring.verdicts import Verdict

_NO_LEVEL = {True: "yes", False: "no", None: "open"}


@attrs.frozen
class Worked:
    """An answer worked out from a printed text.

    Attributes:
        possible: Levels not ruled out.
        certain: Levels that hold whatever the unknowns are.
        no_level_fits: True, False, or None when it is open.
    """

    possible: tuple[str, ...]
    certain: tuple[str, ...]
    no_level_fits: bool | None


def working(verdict: Verdict) -> str:
    """The working of a verdict, as text."""
    return "\n".join(_lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    scale = verdict.source
    yield f"{scale.id}: {scale.title}"
    own = "" if scale.shipped else ", not a scale shipped with this library"
    yield (f"  {scale.kind}, version {scale.version}, meaning {verdict.meaning}{own}")
    if scale.notice:
        yield f"  {scale.notice}"
    yield ""
    yield "Answer"
    yield from _answer(verdict)
    yield ""
    yield "Facts"
    for axis in scale.axes:
        yield f"  {axis.fact}: {_fact(verdict, axis)}"
    yield from (f"  note: {note}" for note in verdict.notes)
    if scale.predicates:
        yield ""
        yield "Terms"
        yield from (f"  {p.name}: {p.rule}" for p in scale.predicates)
    yield ""
    yield "Levels"
    for level, reason in zip(scale.levels, verdict.reasons, strict=True):
        yield f"  {level.id}: {level.condition}"
        yield f"    {_standing(reason)}"
    yield from _nearest(verdict)
    yield from _questions(verdict.questions)
    yield from _moves(verdict.moves)
    yield ""
    yield f"Source: {scale.citation}"


def _answer(verdict: Verdict) -> Iterator[str]:
    if verdict.labels:
        for label, word in verdict.labels.items():
            yield f"  {label}: {word}"
        return
    yield f"  possible: {_listed(verdict.possible)}"
    yield f"  certain: {_listed(verdict.certain)}"
    yield f"  no level fits: {_NO_LEVEL[verdict.no_level_fits]}"


def _fact(verdict: Verdict, axis: Axis) -> str:
    """A fact as recorded; of an unknown one what it could be."""
    value = verdict.row[axis.fact]
    if value == UNKNOWN:
        return f"unknown ({'; '.join(axis.answers)})"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _standing(reason: Reason) -> str:
    return str(reason).removeprefix(f"{reason.level}: ")


def _listed(levels: tuple[str, ...]) -> str:
    return ", ".join(levels) or "-"


def _nearest(verdict: Verdict) -> Iterator[str]:
    if verdict.nearest:
        yield ""
        yield "Nearest levels"
        for reason in verdict.nearest:
            yield (
                f"  {reason.level}: change {', '.join(reason.facts)}; "
                f"needs {' | '.join(reason.failed)}"
            )


def _questions(questions: tuple[Question, ...]) -> Iterator[str]:
    if questions:
        yield ""
        yield "Ask next"
    for question in questions:
        yield f"  {question.fact}: {FACTS[question.fact].question}"
        yield f"    {question.mean_open} answers open on average"
        for opening in question.openings:
            left = _outcome(opening.possible, no_level_fits=opening.no_level_fits)
            yield f"    {'; '.join(opening.answers)}: {left}"


def _moves(moves: tuple[Move, ...]) -> Iterator[str]:
    if moves:
        yield ""
        yield "One fact away"
    for move in moves:
        left = _outcome(move.possible, no_level_fits=move.no_level_fits)
        way = "" if move.direction == "other" else f" ({move.direction})"
        yield f"  {move.fact} {'; '.join(move.answers)}: {left}{way}"


def _outcome(levels: tuple[str, ...], *, no_level_fits: bool | None) -> str:
    if no_level_fits:
        return "no level fits"
    return f"{_listed(levels)}{' or no level fits' if no_level_fits is None else ''}"


# -- and back ----------------------------------------------------------------------

_ENTRY = re.compile(r"  (\w+): (.*)")


def recompute(text: str) -> Worked:
    """Work an answer out from the printed working of a verdict, and from it alone.

    Reads the facts, terms and conditions that `explain()` of a verdict prints, fills
    the unknown facts in every possible way, and says what is left.

    Args:
        text: What `explain()` printed.

    Raises:
        ScaleError: If the text is no such working.

    Example:
        >>> from involvement.scoring.verdicts import depth
        >>> verdict = depth({"id": "a", "asks_users": "yes"}, scale="shier")
        >>> recompute(verdict.explain()).possible == verdict.possible
        True
    """
    parts = _sections(text)
    shown = parts.get("Facts", {})
    names = list(parts.get("Terms", {}))
    terms = {n: parse(r, predicates=names) for n, r in parts.get("Terms", {}).items()}
    rules = {n: parse(r, predicates=names) for n, r in parts.get("Levels", {}).items()}
    if not (shown and rules):
        raise ScaleError(
            [
                Issue(
                    code="scale-shape",
                    found=f"found {quote(text)}",
                    expected="expected the text of a verdict's explain()",
                )
            ]
        )
    axes = build(all_tests(rules, terms))
    table = compile_table(axes, rules, used(rules, terms))
    cell = sum(
        axis.place(_value(axis.fact, shown[axis.fact])) * stride
        for axis, stride in zip(axes, table.strides, strict=True)
    )
    some, every = int(table.any[cell]), int(table.all[cell])
    none: bool | None = bool(every & table.none)
    return Worked(
        tuple(level for i, level in enumerate(rules) if some >> i & 1),
        tuple(level for i, level in enumerate(rules) if every >> i & 1),
        None if some & table.none and not none else none,
    )


def _sections(text: str) -> dict[str, dict[str, str]]:
    """The entries under each heading, by name."""
    found: dict[str, dict[str, str]] = {}
    section: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith(" "):
            section = found.setdefault(line, {})
        elif entry := _ENTRY.fullmatch(line):
            section.setdefault(entry[1], entry[2])
    return found


def _value(fact: str, shown: str) -> Value:
    """A printed fact as a value."""
    kind = FACTS[fact].kind
    if shown.startswith(UNKNOWN):
        return UNKNOWN
    if kind == "set":
        return tuple(shown.split(", "))
    if kind in ("count", "share"):
        return float(shown)
    return shown
