"""Findings as tidy tables: a row a finding, a ladder, a kind of knowledge, a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from involvement.patterns.answers import Finding
    from involvement.patterns.factors import Seen
    from involvement.patterns.portions import Share
    from involvement.patterns.resources import Outlay

Row = dict[str, Any]


def tables(found: Any) -> dict[str, list[Row]]:
    """Every table of some `Findings`; shares as decimal numbers, unknown as None."""
    return {
        "findings": [
            {"programme": label, "by": by, "of": of, **_finding(one)}
            for label, by, of, listed in _listed(found)
            for one in listed
        ],
        "gradients": [
            {
                "programme": label,
                "finding": one.id,
                "ladder": g.scale,
                "answer": g.answer,
                "tau_b_low": g.low,
                "tau_b_high": g.high,
                "somers_d_low": g.d_low,
                "somers_d_high": g.d_high,
                "exact": g.exact,
                "p_value": g.p_value,
                "answered": g.answered,
                "n": g.n,
                "areas": g.areas,
            }
            for label, _, _, listed in _listed(found)
            for one in listed
            for g in one.gradients
        ],
        "knowledge": [
            {
                "knowledge": use.knowledge,
                "n": use.n,
                **{f"treatment_{word}": k for word, k in use.treatment.items()},
                **_bounds("used", use.used),
                **_bounds("reached", use.reached),
                **_bounds("supported", use.supported),
            }
            for use in found.knowledge
        ],
        "factors": [
            {"factor": one.kind, "with_it": beside, "what": what, "value": word, "n": n}
            for one in found.factors
            for beside, seen in (("yes", one.beside), ("no", one.apart))
            for what, word, n in _seen(seen)
        ],
        "costs": [
            row
            for by in ("activity", "phase", "side", "item")
            for outlay in getattr(found.resources, f"by_{by}")
            for row in _costs(by, outlay)
        ],
        "people": [
            {
                "by": by,
                "of": head.of,
                "count": head.count,
                "word": head.word,
                "share": number(head.share),
                "reference": number(head.reference),
            }
            for by in ("sides", "roles", "groups")
            for head in getattr(found.people, by)
        ],
    }


def number(share: Fraction | None) -> float | None:
    """A share as a decimal number."""
    return None if share is None else float(share)


def _listed(found: Any) -> Iterator[tuple[str, str, str, Sequence[Finding]]]:
    """All together first, then each part, in order of label."""
    yield "", "", "", found.propositions
    for part in found.parts:
        yield part.programme, part.by, part.of, part.propositions


def part_rows(parts: Sequence[Any]) -> list[Row]:
    """One row for each finding of each part."""
    return [
        {
            "programme": part.programme,
            "by": part.by,
            "of": part.of,
            "n_activities": part.n,
            **_finding(one),
        }
        for part in parts
        for one in part.propositions
    ]


def _finding(one: Finding) -> Row:
    return {
        "finding": one.id,
        "proposition": one.proposition,
        "answer": one.answer,
        "low": number(one.low),
        "high": number(one.high),
        "answered": one.answered,
        "n": one.n,
        "source": one.source,
    }


def _bounds(name: str, share: Share) -> Row:
    return {f"{name}_low": number(share.low), f"{name}_high": number(share.high)}


def _seen(seen: Seen) -> list[tuple[str, str, int]]:
    rows = [("initiated", word, n) for word, n in seen.initiated.items()]
    rows += [
        (name, w, n) for name, counts in seen.depth.items() for w, n in counts.items()
    ]
    return rows + [("claim", word, n) for word, n in seen.claims.items()]


def _costs(by: str, outlay: Outlay) -> list[Row]:
    """One row for hours and one for each currency, so that none is added to another."""
    rows = [("hours", outlay.hours)] if outlay.hours is not None else []
    rows += list(outlay.money.items())
    return [{"by": by, "of": outlay.of, "unit": u, "amount": str(a)} for u, a in rows]
