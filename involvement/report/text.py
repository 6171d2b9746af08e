"""An assessment on one screen of a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from involvement.errors import plain
from involvement.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from involvement.assessment import Assessment
    from involvement.patterns.overview import Depth, LabelSpread, Question

ASKED = 5
"""How many questions a summary shows."""


def summary(assessment: Assessment, *, width: int = 100, colour: bool = False) -> str:
    """The whole assessment in brief: who, how deep, what came of it, what to ask."""
    return _print(
        Group(
            *_heading(assessment),
            _who(assessment),
            _section(
                "How deep: the levels the facts leave possible", _depths(assessment)
            ),
            _section("What users did", [(_sets(assessment.work), "")]),
            _section("Signals of tokenism", [(_present(assessment.signals), "")]),
            _section("What became of inputs", _funnels(assessment)),
            _section(
                "Knowledge offered, and how it was treated", _knowledge(assessment)
            ),
            _section("What came of it", _outcomes(assessment)),
            _section("Does the seed study's pattern hold here?", _findings(assessment)),
            _section("Ask next", _asked(assessment.questions[:ASKED])),
        ),
        width=width,
        colour=colour,
    )


def question_list(
    assessment: Assessment, *, number: int, width: int = 100, colour: bool = False
) -> str:
    """The questions that settle most, best first, with how to ask them."""
    total = len(assessment.questions)
    shown = assessment.questions[:number]
    title = f"{len(shown)} of {total} open questions, the one that settles most first"
    rows = [
        (f"{place}. {question.activity}: {question.fact}", question.question)
        for place, question in enumerate(shown, 1)
    ]
    return _print(_section(title, rows), width=width, colour=colour)


def _print(shown: RenderableType, *, width: int, colour: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(shown)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _heading(assessment: Assessment) -> Iterable[RenderableType]:
    yield Text(plain(assessment.title), style="bold")
    if assessment.description:
        yield Text(plain(assessment.description.strip()), style="italic")
    yield Text("")


def _section(title: str, rows: Iterable[tuple[str, str]]) -> RenderableType:
    """A bold title over rows of a label and its text."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    lines = list(rows) or [("nothing recorded", "")]
    labelled = any(text for _, text in lines)
    for label, text in lines:
        if labelled:
            grid.add_row(Text(plain(label)), Text(plain(text)))
        else:
            grid.add_row(Text(plain(label), no_wrap=False, overflow="fold"))
    if not labelled:
        grid.columns[0].no_wrap = False
    return Group(Text(title, style="bold"), Padding(grid, (0, 0, 0, 2)))


def _who(assessment: Assessment) -> RenderableType:
    n = len(assessment.activities)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    head = list(assessment.initiative[0].counts)
    for _ in [*head, "answered"]:
        grid.add_column(justify="right")
    grid.add_row(Text(f"Who, over {n} activities", style="bold"), *head, "answered")
    for spread in assessment.initiative:
        grid.add_row(
            f"  {spread.what}",
            *(str(count) if count else "·" for count in spread.counts.values()),
            f"{spread.answered} of {spread.n}",
        )
    return grid


def _sets(depth: Depth) -> str:
    """The distribution of sets on one line, no-level answers last."""
    parts = []
    for found in depth.sets:
        words = " or ".join(found.levels)
        if found.no_level_fits:
            words = "no level fits"
        elif found.no_level_fits is None:
            words = f"{words} or no level" if words else "no level"
        parts.append(f"{words} {len(found.activities)}")
    return " · ".join(parts) if parts else "no activities"


def _depths(assessment: Assessment) -> Iterable[tuple[str, str]]:
    for name, depth in assessment.depth.items():
        if name not in assessment.on_request:
            yield name, _sets(depth)
    for name, spread in assessment.labels.items():
        yield name, _held(spread)


def _held(spread: LabelSpread) -> str:
    """How often each label holds, with the number unknown; never seen is left out."""
    if not spread.n:
        return "no activities"
    parts = []
    for label, words in spread.counts.items():
        unknown = f" (+{words['unknown']} unknown)" if words["unknown"] else ""
        if words["holds"] or unknown:
            parts.append(f"{label} {words['holds']}{unknown}")
    return " · ".join(parts) if parts else "none holds"


def _present(spread: LabelSpread) -> str:
    """Each signal as present of known; never a total over signals."""
    if not spread.n:
        return "no activities"
    parts = []
    for signal, words in spread.counts.items():
        known = words["present"] + words["absent"]
        if known:
            parts.append(f"{signal} {words['present']} of {known}")
        else:
            parts.append(f"{signal} not known")
    return " · ".join(parts)


def _funnels(assessment: Assessment) -> Iterable[tuple[str, str]]:
    for funnel in assessment.funnels:
        steps = " > ".join(f"{name} {len(ids)}" for name, ids in funnel.reached.items())
        yield f"{funnel.of} ({funnel.n})", steps
        if funnel.of == "user":
            yield "  where they ended", _counts(funnel.ended)
            yield "  who was told", _counts(funnel.closure)


def _counts(groups: Mapping[str, tuple[str, ...]]) -> str:
    parts = [f"{why.replace('_', ' ')} {len(ids)}" for why, ids in groups.items()]
    return " · ".join(parts) if parts else "none recorded"


def _knowledge(assessment: Assessment) -> Iterable[tuple[str, str]]:
    for use in assessment.findings.knowledge:
        treated = ", ".join(f"{word} {k}" for word, k in use.treatment.items() if k)
        yield f"{use.knowledge} ({use.n})", treated


def _outcomes(assessment: Assessment) -> Iterable[tuple[str, str]]:
    groups = {"service": "services", "personal": "persons", "other": "other"}
    for group, label in groups.items():
        views = [view for view in assessment.outcomes if view.group == group]
        by_valence = {
            valence: [view for view in views if view.valence == valence]
            for valence in ("positive", "negative", "mixed", "none", "unknown")
        }
        parts = [
            f"{valence} {len(found)} ({_grades(view.grade for view in found)})"
            for valence, found in by_valence.items()
            if found
        ]
        if parts:
            yield label, " · ".join(parts)
        elif group != "other":
            yield label, "none recorded"


def _grades(grades: Iterable[int | None]) -> str:
    """Evidence grades from strongest to weakest, such as `3 3 1, no trail 1`."""
    all_grades = list(grades)
    traced = sorted((g for g in all_grades if g is not None), reverse=True)
    untraced = len(all_grades) - len(traced)
    parts = ["evidence " + " ".join(map(str, traced))] if traced else []
    return ", ".join(parts + ([f"no trail {untraced}"] if untraced else []))


def _findings(assessment: Assessment) -> Iterable[tuple[str, str]]:
    """The propositions by answer, each in its words."""
    for answer in ("holds", "fails", "undetermined", "not_assessable"):
        found = [
            f"{finding.id} {finding.proposition[0].lower()}{finding.proposition[1:-1]}"
            for finding in assessment.findings
            if finding.answer == answer
        ]
        if found:
            yield answer.replace("_", " "), " · ".join(found)


def _asked(questions: Iterable[Question]) -> Iterable[tuple[str, str]]:
    for place, question in enumerate(questions, 1):
        yield (
            f"{place}. {question.activity}: {question.fact}",
            FACTS[question.fact].title,
        )
