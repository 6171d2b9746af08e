"""Figures for papers and slides: the report's pictures as plain SVG, by altair.

The report itself draws its own pictures, see `involvement.report.pictures`. These are
for places where one figure stands alone: white paper, no script, no network. They
hold counts only, no text of the record but titles of scales.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from involvement.errors import MissingExtra
from involvement.report.chapters.beginning import SIDES
from involvement.report.chapters.depth import RIGHTS
from involvement.report.chapters.telling import Telling
from involvement.report.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from involvement.assessment import Assessment
    from involvement.scoring.verdicts import Verdict

COLOURS = {
    "user": "#0b6a86",
    "professional": "#d98a4b",
    "joint": "#5b3f99",
    "external": "#9aa83c",
    "unknown": "#ffffff",
}
"""Distinct in greyscale too; every part carries its number."""

Rows = list[dict[str, Any]]


def figures(assessment: Assessment, *, language: str = "en") -> dict[str, str]:
    """Each figure the assessment has data for, by name, as SVG.

    `sides` who started, led, set agenda and scope; `depth` initiative against depth;
    `doing` work against the right to decide; `funnel` how far users' inputs came;
    `outcomes` gains and harm by evidence.

    Args:
        assessment: The answers.
        language: Which file of words to use.

    Raises:
        MissingExtra: If altair or vl-convert is not installed.
        RecordError: If there is no file of words for the language
            (`option-unknown`).
    """
    telling = Telling(assessment, labels(language))
    made = {}
    for name, draw in FIGURES.items():
        rows = draw(telling)
        if rows is not None:
            made[name] = _svg(rows)
    return made


def _altair() -> Any:
    try:
        import altair as alt
        import vl_convert  # noqa: F401 - needed to write SVG
    except ImportError:
        raise MissingExtra.needed("charts", "drawing charts") from None
    return alt


def _svg(chart: Any) -> str:
    import vl_convert

    plain = chart.configure_view(stroke=None).configure_axis(labelLimit=260)
    text: str = vl_convert.vegalite_to_svg(plain.to_dict())
    return text


def _base(rows: Rows, title: str) -> Any:
    """A chart of some rows; its description is what a screen reader says first."""
    altair = _altair()
    data = altair.Data(values=rows)
    return altair.Chart(data, title=title, width=420).properties(description=title)


def sides(telling: Telling) -> Any:
    """Activities by side, one bar each for starting, leading, agenda and scope."""
    altair, words = _altair(), telling.words
    rows: Rows = [
        {
            "what": words(f"what.{spread.what}"),
            "side": words.word(side),
            "order": SIDES.index(side),
            "n": n,
        }
        for spread in telling.assessment.initiative
        for side, n in spread.counts.items()
        if n
    ]
    if not rows:
        return None
    base = _base(rows, words("who.figure")).encode(
        y=altair.Y("what:N", sort=None, title=None),
        x=altair.X("n:Q", stack="zero", axis=altair.Axis(tickMinStep=1, title=None)),
        order="order:O",
    )
    colour = altair.Color(
        "side:N",
        title=None,
        scale=altair.Scale(
            domain=[words.word(side) for side in SIDES], range=list(COLOURS.values())
        ),
    )
    bars = base.mark_bar(stroke="#1b2129").encode(color=colour)
    dark = [words.word(side) for side in ("user", "joint")]
    ink = altair.condition(
        altair.FieldOneOfPredicate("side", oneOf=dark),
        altair.value("#ffffff"),
        altair.value("#1b2129"),
    )
    label = base.mark_text(dx=-9, fontWeight="bold").encode(text="n:Q", color=ink)
    return bars + label


def depth(telling: Telling) -> Any:
    """Initiative against depth on the first ladder, sets as spans."""
    words = telling.words
    ladders = telling.ladders()
    if not ladders or not telling.assessment.activities:
        return None
    scale = ladders[0]
    cases = [
        (words.word(score.initiative.initiated), score.verdicts[scale])
        for score in telling.assessment.activities.values()
    ]
    title = words("depth.figure", scale=telling.scale(scale))
    names = [words.word(side) for side in SIDES]
    return _spans(telling, scale, cases, names, title)


def doing(telling: Telling) -> Any:
    """What users did, by who could decide."""
    words = telling.words
    if not telling.assessment.activities:
        return None
    cases = [
        (words(f"right.{telling.activities[one].decision_right}"), score.work)
        for one, score in telling.assessment.activities.items()
    ]
    names = [words(f"right.{right}") for right in RIGHTS]
    return _spans(telling, "work", cases, names, words("doing.figure"))


def _spans(
    telling: Telling,
    scale: str,
    cases: list[tuple[str, Verdict]],
    names: list[str],
    title: str,
) -> Any:
    """A row a side or right: a disc for a certain answer, a bar with rings if open."""
    altair, words = _altair(), telling.words
    none = words("depth.no_level")
    levels = [*telling.assessment.scales[scale].levels.values(), none]
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for row, verdict in cases:
        found = [telling.level(scale, level) for level in verdict.possible]
        found += [none] if verdict.no_level_fits is not False else []
        counts[row, tuple(found)] += 1
    lanes: Counter[str] = Counter()
    rows: Rows = []
    for row, answers in sorted(counts, key=lambda one: (len(one[1]) > 1, one)):
        is_open = len(answers) > 1
        lanes[row] += is_open
        same = {"row": row, "lane": lanes[row], "open": is_open}
        same |= {"first": answers[0], "last": answers[-1], "n": counts[row, answers]}
        rows += [same | {"level": level} for level in answers]
    place = {"sort": levels, "scale": altair.Scale(domain=levels)}
    axis = altair.Axis(labelAngle=0, orient="top", title=telling.scale(scale))
    base = _base(rows, title).encode(
        y=altair.Y("row:N", sort=names, scale=altair.Scale(domain=names), title=None),
        yOffset=altair.YOffset("lane:O"),
    )
    span = base.mark_rule(strokeWidth=3, strokeDash=[5, 3], color=COLOURS["user"])
    span = span.encode(x=altair.X("first:O", axis=axis, **place), x2="last:O")
    ring = base.mark_point(size=330, filled=True, opacity=1, stroke=COLOURS["user"])
    white, tint = altair.value("#ffffff"), altair.value("#cfe8f0")
    ring = ring.encode(
        x=altair.X("level:O", axis=axis, **place),
        fill=altair.condition("datum.open", white, tint),
    )
    label = base.mark_text(fontWeight="bold").encode(
        x=altair.X("level:O", axis=axis, **place), text="n:Q"
    )
    height = 26 * (len(names) + len(names) * max(lanes.values(), default=0))
    return (span + ring + label).properties(width=92 * len(levels), height=height)


def funnel(telling: Telling) -> Any:
    """How far users' inputs came."""
    altair, words = _altair(), telling.words
    found = next((f for f in telling.assessment.funnels if f.of == "user"), None)
    if found is None:
        return None
    rows: Rows = [
        {"stage": words(f"stage.{stage}"), "n": len(ids)}
        for stage, ids in found.reached.items()
    ]
    base = _base(rows, words.count("inputs.of.user", found.n)).encode(
        y=altair.Y("stage:N", sort=None, title=None),
        x=altair.X(
            "n:Q",
            scale=altair.Scale(domain=[0, found.n]),
            axis=altair.Axis(tickMinStep=1, title=None),
        ),
    )
    bars = base.mark_bar(color="#cfe8f0", stroke=COLOURS["user"])
    return bars + base.mark_text(dx=10, fontWeight="bold").encode(text="n:Q")


def outcomes(telling: Telling) -> Any:
    """Outcomes for services and persons by the evidence for a trail from users."""
    altair, words = _altair(), telling.words
    views = telling.assessment.outcomes
    if not views:
        return None
    grades = [
        words("outcomes.no_trail"),
        *(words(f"grade.short.{k}") for k in range(5)),
    ]
    counts: Counter[tuple[str, int]] = Counter()
    for view in views:
        row = words(
            "outcomes.row",
            group=words(f"group.{view.group}"),
            valence=words(f"valence.{view.valence}"),
        )
        counts[row, 0 if view.grade is None else view.grade + 1] += 1
    rows: Rows = [
        {"row": row, "grade": grades[grade], "n": n}
        for (row, grade), n in counts.items()
    ]
    across = altair.X("grade:O", sort=grades, scale=altair.Scale(domain=grades))
    base = _base(rows, words("outcomes.figure")).encode(
        y=altair.Y("row:N", sort=None, title=None),
        x=across.title(words("outcomes.evidence")).axis(labelAngle=0, orient="top"),
    )
    discs = base.mark_circle(
        color="#cfe8f0", stroke=COLOURS["user"], opacity=1, size=420
    )
    label = base.mark_text(fontWeight="bold").encode(text="n:Q")
    return (discs + label).properties(width=560, height=30 * len({*counts}))


FIGURES: dict[str, Callable[[Telling], Any]] = {
    "sides": sides,
    "depth": depth,
    "doing": doing,
    "funnel": funnel,
    "outcomes": outcomes,
}
"""Name of a figure to what draws it; nothing to draw gives None."""
