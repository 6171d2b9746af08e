"""The shape of a finding: the question, the answer, the figures, the working."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from involvement.patterns.portions import Share, between
from involvement.results import Result

HOLDS, FAILS, OPEN, NONE = ANSWERS = (
    "holds",
    "fails",
    "undetermined",
    "not_assessable",
)
"""What a proposition can be answered with."""

PROPOSITIONS: dict[str, tuple[str, str]] = {
    "P1": ("Initiation is professional.", "Results, first sentence"),
    "P2": ("Leadership is professional.", "Results, first sentence"),
    "P3": (
        "The scope of what users may take part in is set by professionals.",
        "Results, second sentence",
    ),
    "P4": (
        "One label, involvement, covers a wide range of activities.",
        "Results, third sentence",
    ),
    "P5": (
        "Involvement is less deep the more technical the area is.",
        "Results, fourth sentence",
    ),
    "P6": (
        "Involvement is less deep the more input clinicians have in the area.",
        "Results, fourth sentence",
    ),
    "P7": (
        "What involvement changed in services is hard to trace.",
        "Results, sixth sentence",
    ),
    "P8": (
        "Personal gains are better evidenced than service impact.",
        "Results, seventh sentence",
    ),
    "P9": (
        "Users and professionals understand involvement differently.",
        "Conclusions, second sentence",
    ),
    "P10": (
        "Resources are spent without a traced benefit.",
        "Conclusions, third sentence",
    ),
}
"""Each proposition in words, and where the abstract of the seed study states it."""

SEED = (
    "Fudge N, Wolfe CDA, McKevitt C. BMJ 2008;336:313. doi 10.1136/bmj.39456.552257.BE"
)
"""The study whose propositions these are."""


@attrs.frozen
class Gradient(Result):
    """How depth on one ladder goes with a rating of areas.

    Attributes:
        scale: The ladder.
        low: Least tau-b over the unknowns; None when it cannot be computed.
        high: Greatest tau-b over the unknowns.
        d_low: Least Somers' D of depth given the rating.
        d_high: Greatest Somers' D.
        exact: Whether every completion was gone through.
        seen_low: Least tau-b a completion was seen to give.
        seen_high: Greatest tau-b a completion was seen to give.
        may_be_undefined: Whether a completion leaves nothing to compare.
        p_value: Two-sided p-value of the exact permutation test over areas.
        interval: Middle 95 % of tau-b over areas drawn again.
        why: Why there is no p-value or no interval.
        answered: Units (activity x area) with a known rating and one level.
        n: Units that can be compared.
        areas: Areas compared.
        answer: What this ladder alone says.
    """

    scale: str
    low: float | None
    high: float | None
    d_low: float | None
    d_high: float | None
    exact: bool
    seen_low: float | None
    seen_high: float | None
    may_be_undefined: bool
    p_value: float | None
    interval: tuple[float, float] | None
    why: str
    answered: int
    n: int
    areas: int
    answer: str

    def explain(self) -> str:
        """The figures of one ladder on one line."""
        parts = [f"{self.scale}: tau-b {span(self.low, self.high)}"]
        if self.low is not None:
            parts.append(f"Somers' D {span(self.d_low, self.d_high)}")
            parts.append(self._method())
        if self.p_value is not None:
            parts.append(f"exact p {self.p_value:.3g}")
        if self.interval is not None:
            low, high = self.interval
            parts.append(f"95 % of resamples {low:.2f} to {high:.2f}")
        if self.why:
            parts.append(f"no p-value: {self.why}")
        parts.append(f"{self.answered} of {self.n} answered, {self.areas} areas")
        return f"{'; '.join(parts)}: {self.answer.replace('_', ' ')}"

    def _method(self) -> str:
        if self.exact:
            return "every completion gone through"
        seen = span(self.seen_low, self.seen_high)
        return f"certain bounds; completions seen give {seen}"


def span(low: float | None, high: float | None) -> str:
    """Bounds of a figure as text.

    Example:
        >>> span(-0.5, -0.25), span(0.5, 0.5), span(None, None)
        ('-0.50 to -0.25', '0.50', 'not assessable')
    """
    if low is None or high is None:
        return "not assessable"
    least, most = f"{low:.2f}", f"{high:.2f}"
    return least if least == most else f"{least} to {most}"


@attrs.frozen
class Finding(Result):
    """One of the seed study's propositions, asked of another programme.

    Attributes:
        id: `P1` to `P10`.
        proposition: What is claimed, in words.
        answer: `holds`, `fails`, `undetermined` or `not_assessable`.
        low: Least value of the figure that decides, over the unknowns; None where no
            single figure does.
        high: Greatest value of it.
        answered: Cases that could be answered.
        n: All cases.
        method: How it was found and when it holds.
        source: Where the abstract of the seed study states it.
        figures: What was found, line by line.
        assumptions: What is taken for granted.
        warnings: What a reader should be wary of.
        decides: What would decide it, or make it firmer.
        shares: The shares behind it.
        gradients: The ladders behind it (P5, P6).
        why: Why it cannot be answered; empty otherwise.
    """

    id: str
    proposition: str
    answer: str
    low: Fraction | None
    high: Fraction | None
    answered: int
    n: int
    method: str
    source: str
    figures: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    gradients: tuple[Gradient, ...] = ()
    why: str = ""

    def explain(self) -> str:
        """The proposition, the answer and everything behind it, as text."""
        lines = [f"{self.id} {self.proposition} {self.answer.replace('_', ' ')}"]
        if self.low is not None:
            lines.append(f"  figure: {between(self.low, self.high)}")
        lines.append(f"  answered: {self.answered} of {self.n}")
        if self.why:
            lines.append(f"  because: {self.why}")
        lines += [f"  {one.explain()}" for one in (*self.shares, *self.gradients)]
        lines += [f"  {one}" for one in self.figures]
        lines.append(f"  method: {self.method}")
        for word, texts in (
            ("assumes", self.assumptions),
            ("warning", self.warnings),
            ("would decide it", self.decides),
        ):
            lines += [f"  {word}: {text}" for text in texts]
        lines.append(f"  source: {SEED}; abstract, {self.source}")
        return "\n".join(lines)


def finding(
    number: str,
    answer: str,
    method: str,
    *,
    bounds: tuple[Fraction | None, Fraction | None] = (None, None),
    count: tuple[int, int] = (0, 0),
    **rest: Any,
) -> Finding:
    """A finding with its words filled in.

    Args:
        number: `P1` to `P10`.
        answer: What it is answered with.
        method: How.
        bounds: The figure that decides, least and greatest.
        count: How many cases were answered, of how many.
        rest: Further fields of a finding.
    """
    words, place = PROPOSITIONS[number]
    return Finding(
        id=number,
        proposition=words,
        answer=answer,
        low=bounds[0],
        high=bounds[1],
        answered=count[0],
        n=count[1],
        method=method,
        source=place,
        **rest,
    )


def decided(*, holds: bool, fails: bool, open_: bool = False) -> str:
    """The answer when certain bounds say it holds, or fails, or neither.

    Args:
        holds: Whether it holds for every completion.
        fails: Whether it fails for every completion.
        open_: Whether a completion leaves it without an answer.
    """
    if open_:
        return OPEN
    if holds:
        return HOLDS
    return FAILS if fails else OPEN
