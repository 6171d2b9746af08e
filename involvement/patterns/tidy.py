"""An assessment as tidy tables: one row for each case, one column for each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from involvement.influence.tracing import Trace
    from involvement.patterns.overview import Question
    from involvement.patterns.trails import OutcomeView
    from involvement.record.programme import Programme
    from involvement.scoring.activity import ActivityScore

Row = dict[str, Any]


def tables(
    programme: Programme,
    scores: Iterable[ActivityScore],
    trace: Trace,
    outcomes: Iterable[OutcomeView],
    questions: Iterable[Question],
) -> dict[str, list[Row]]:
    """Every table of one programme by name, rows in a fixed order.

    Lists are joined by `;`; a missing answer is an empty text; `unknown` is a word.
    """
    scores = tuple(scores)
    return {
        "activities": [_activity(programme, score) for score in scores],
        "verdicts": [row for score in scores for row in _verdicts(score)],
        "labels": [row for score in scores for row in _labels(score)],
        "signals": [
            {"activity": score.activity, "signal": name, "answer": answer}
            for score in scores
            for name, answer in score.signals.items()
        ],
        "differences": [row for score in scores for row in _differences(score)],
        "contributions": list(_contributions(trace)),
        "changes": list(_changes(trace)),
        "pairs": list(_pairs(trace)),
        "outcomes": [
            {
                "outcome": view.id,
                "group": view.group,
                "family": view.family,
                "kind": view.kind,
                "valence": view.valence,
                "beneficiaries": view.beneficiaries,
                "grade": _text(view.grade),
            }
            for view in outcomes
        ],
        "questions": [
            {
                "activity": question.activity,
                "fact": question.fact,
                "gain": str(question.gain),
                "scales": _joined(question.scales),
                "question": question.question,
            }
            for question in questions
        ],
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _joined(values: Iterable[str]) -> str:
    return ";".join(values)


def _activity(programme: Programme, score: ActivityScore) -> Row:
    start = score.initiative
    recorded = programme.index[score.activity][1]
    return {
        "activity": score.activity,
        "kind": getattr(recorded, "kind", ""),
        "phase": getattr(recorded, "phase", ""),
        "initiated": start.initiated,
        "led": start.led,
        "agenda": start.agenda,
        "scope": start.scope,
        "pattern": start.pattern,
        **start.flags,
        "signals_present": score.signals_present,
        "signals_known": score.signals_known,
    }


def _verdicts(score: ActivityScore) -> Iterator[Row]:
    for name, verdict in score.verdicts.items():
        if verdict.labels:
            continue
        yield {
            "activity": score.activity,
            "scale": name,
            "version": verdict.version,
            "possible": _joined(verdict.possible),
            "certain": _joined(verdict.certain),
            "level": _text(verdict.level),
            "lowest": _text(verdict.lowest),
            "highest": _text(verdict.highest),
            "no_level_fits": _open(verdict.no_level_fits),
            "ask_next": _joined(verdict.ask_next),
        }


def _open(answer: bool | None) -> str:  # noqa: FBT001 - a verdict's three answers
    return "unknown" if answer is None else "yes" if answer else "no"


def _labels(score: ActivityScore) -> Iterator[Row]:
    for name, verdict in score.verdicts.items():
        for label, answer in verdict.labels.items():
            yield {
                "activity": score.activity,
                "scale": name,
                "version": verdict.version,
                "label": label,
                "answer": answer,
            }


def _differences(score: ActivityScore) -> Iterator[Row]:
    for found in score.differences:
        yield {
            "activity": score.activity,
            "scale": found.scale,
            "first": found.first,
            "second": found.second,
            "contrast": found.contrast,
            "first_possible": _joined(found.first_possible),
            "second_possible": _joined(found.second_possible),
            "facts": _joined(found.facts),
        }


def _contributions(trace: Trace) -> Iterator[Row]:
    for name, fate in trace.contributions.items():
        yield {
            "contribution": name,
            "side": fate.side,
            "furthest": fate.furthest,
            "ended": fate.died.why if fate.died else "",
            "ended_at": _joined(fate.died.where) if fate.died else "",
            "closure": fate.closure,
            "changes": _joined(fate.changes),
        }


def _changes(trace: Trace) -> Iterator[Row]:
    for name, change in trace.changes.items():
        shares = change.shares
        yield {
            "change": name,
            "claim": change.users.claim,
            "grade": change.users.grade,
            "widest": change.users.widest,
            "but_for": change.but_for,
            "unexplained_change": change.unexplained_change,
            **{
                f"{part}_{end}": str(getattr(getattr(shares, part), end))
                for part in ("user", "professional", "external", "unexplained")
                for end in ("low", "high")
            },
        }


def _pairs(trace: Trace) -> Iterator[Row]:
    for pair in trace.pairs():
        yield {
            "contribution": pair.contribution,
            "change": pair.change,
            "claim": pair.claim,
            "grade": pair.grade,
            "widest": pair.widest,
            "without_best_source": pair.without_best_source,
            "threads": _joined(pair.threads),
            "time": pair.time,
            "failed": _joined(pair.failed),
        }
