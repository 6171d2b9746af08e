"""Does the seed study's pattern hold here? Ten propositions, and what lies beside them.

Each is answered `holds`, `fails`, `undetermined` or `not_assessable`, with figures,
bounds over the unknowns and the method. Nothing is ranked and nothing is added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import wrong_kind
from involvement.patterns.answers import SEED, Finding
from involvement.patterns.cases import Case, case_of
from involvement.patterns.disclosure import SMALLEST
from involvement.patterns.factors import FactorUse, factors
from involvement.patterns.gradients import gradient
from involvement.patterns.impact import dominant_gains, traced_share
from involvement.patterns.knowledge import KnowledgeUse, knowledge_uses
from involvement.patterns.people import Attendance, attendance
from involvement.patterns.portions import amount
from involvement.patterns.resources import Resources, resources, untraced_spending
from involvement.patterns.starts import professional_share, wide_range
from involvement.patterns.tables import tables
from involvement.patterns.understandings import different_views
from involvement.record.programme import Programme
from involvement.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from involvement.influence.tracing import Trace
    from involvement.scoring.activity import ActivityScore

_RULES: dict[str, Callable[[Sequence[Case]], Finding]] = {
    "P1": lambda cases: professional_share("P1", cases),
    "P2": lambda cases: professional_share("P2", cases),
    "P3": lambda cases: professional_share("P3", cases),
    "P4": wide_range,
    "P5": lambda cases: gradient("P5", cases),
    "P6": lambda cases: gradient("P6", cases),
    "P7": traced_share,
    "P8": dominant_gains,
    "P9": different_views,
    "P10": untraced_spending,
}
"""How each proposition is answered."""


@attrs.frozen
class Part(Result):
    """The findings of one part of what is looked at: a programme, a year, a phase.

    Attributes:
        programme: Label of the programme; empty when all are counted together.
        by: `programme`, `year` or `phase`.
        of: Which one; `unknown` where it is not recorded.
        n: Activities in it.
        propositions: The findings that can be asked of it.
    """

    programme: str
    by: str
    of: str
    n: int
    propositions: tuple[Finding, ...]

    @property
    def answers(self) -> dict[str, str]:
        """Proposition to answer."""
        return {one.id: one.answer for one in self.propositions}

    def explain(self) -> str:
        """The answers in one line."""
        head = " ".join(word for word in (self.programme, self.of) if word)
        words = ", ".join(
            f"{one.id} {one.answer.replace('_', ' ')}" for one in self.propositions
        )
        return f"{head} ({amount(self.n, 'activity', 'activities')}): {words}"


@attrs.frozen
class Findings(Result):
    """The ten findings of a programme or a portfolio, and what lies beside them.

    Iterate over it for the findings in order, or take one by name:
    `findings["P5"]`.

    Attributes:
        programmes: Labels of the programmes counted together.
        propositions: P1 to P10.
        knowledge: What became of each kind of knowledge.
        factors: What helped or hindered, with and without.
        resources: What was spent, by whom, per traced change.
        people: Who took part, small counts suppressed.
        parts: Of a portfolio the findings of each programme, in the order of labels.
        source: The study whose propositions these are.
    """

    programmes: tuple[str, ...]
    propositions: tuple[Finding, ...]
    knowledge: tuple[KnowledgeUse, ...]
    factors: tuple[FactorUse, ...]
    resources: Resources
    people: Attendance
    parts: tuple[Part, ...] = ()
    source: str = SEED

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.propositions)

    def __len__(self) -> int:
        return len(self.propositions)

    def __getitem__(self, name: str | int) -> Finding:
        if isinstance(name, int):
            return self.propositions[name]
        return {one.id: one for one in self.propositions}[name]

    @property
    def answers(self) -> dict[str, str]:
        """Proposition to answer."""
        return {one.id: one.answer for one in self.propositions}

    def explain(self) -> str:
        """Every finding with its working, then what lies beside them."""
        parts = [one.explain() for one in self.propositions]
        if self.parts:
            shown = [f"  {part.explain()}" for part in self.parts]
            parts.append("\n".join(["each programme, not ranked", *shown]))
        parts += [one.explain() for one in self.knowledge]
        parts += [one.explain() for one in self.factors]
        parts += [self.resources.explain(), self.people.explain()]
        return "\n\n".join(parts)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Tidy tables: name to rows, one finding, ladder or kind of knowledge a row."""
        return tables(self)


def findings(
    source: Any,
    *,
    scores: Mapping[str, ActivityScore] | None = None,
    trace: Trace | None = None,
    k: int = SMALLEST,
    reference: Mapping[str, float | Fraction] | None = None,
) -> Findings:
    """Whether what the seed study reported holds here, each answer with its working.

    Over a portfolio everything is counted over all its programmes together.

    Args:
        source: A `Programme`, a `Portfolio` or an `Assessment`.
        scores: Activity id to score, if they are there already; of one programme.
        trace: Its trace, if it is there already.
        k: The smallest count of people that is shown.
        reference: Group label to its share (0-1) among those who could take part.

    Source:
        Fudge N, Wolfe CDA, McKevitt C. BMJ 2008;336:313, abstract. The decision rules
        are ours.

    Example:
        >>> from involvement.record.programme import Programme
        >>> p = Programme(
        ...     schema_version="1",
        ...     id="p",
        ...     activities=[
        ...         {"id": "survey", "initiated_by": "professional"},
        ...         {"id": "panel", "initiated_by": "professional"},
        ...         {"id": "visits"},
        ...     ],
        ... )
        >>> first = findings(p)["P1"]
        >>> first.answer, first.low, first.high, first.answered, first.n
        ('holds', Fraction(2, 3), Fraction(1, 1), 2, 3)
    """
    cases = cases_of(source, scores, trace)
    found = together(cases, k=k, reference=reference)
    if not hasattr(source, "programmes"):
        return found
    return attrs.evolve(found, parts=tuple(map(part_of_programme, cases)))


def cases_of(
    source: Any,
    scores: Mapping[str, ActivityScore] | None = None,
    trace: Trace | None = None,
) -> tuple[Case, ...]:
    """The programmes of a source with their answers, in the order of their labels."""
    if hasattr(source, "programmes"):
        _programmes(source.programmes)
        held: tuple[Case, ...] = source.cases
        return held
    if hasattr(source, "programme"):
        return (case_of(source.programme, source.activities, source.trace),)
    _programmes([source])
    return (case_of(source, scores, trace),)


def _programmes(given: Any) -> None:
    """Refuse what is no programme, or no list of them."""
    odd = [given] if not isinstance(given, list | tuple) else given
    for one in odd:
        if odd is not given or not isinstance(one, Programme):
            raise wrong_kind(one, "a Programme, a Portfolio or an Assessment")


def part_of_programme(case: Case) -> Part:
    """All ten findings of one programme of a portfolio."""
    alone = attrs.evolve(case, label="")
    return Part(
        case.label,
        "programme",
        "",
        len(case.activities),
        propositions([alone]),
    )


def together(
    cases: Sequence[Case],
    *,
    k: int = SMALLEST,
    reference: Mapping[str, float | Fraction] | None = None,
) -> Findings:
    """The findings over some programmes at once."""
    return Findings(
        tuple(case.label or case.programme.id for case in cases),
        propositions(cases),
        knowledge_uses(cases),
        factors(cases),
        resources(cases),
        attendance(cases, k=k, reference=reference),
    )


def propositions(
    cases: Sequence[Case], *, wanted: Sequence[str] = tuple(_RULES)
) -> tuple[Finding, ...]:
    """Some of the ten findings, in order."""
    return tuple(_RULES[name](cases) for name in wanted)
