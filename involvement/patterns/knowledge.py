"""Whose knowledge was offered, how it was treated, and how far it came.

The seed study names the value given to users' experiential knowledge as a factor.
Here it is made visible: experiential knowledge beside each other kind and beside all
the rest, with bounds where a contribution's kind or treatment is not recorded.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from involvement.influence.best import CLAIMS
from involvement.influence.whoever import TRACED
from involvement.patterns.cases import Case, case_of
from involvement.patterns.portions import Share, Unit, amount, share
from involvement.results import Result
from involvement.vocabulary import KNOWLEDGE, SIDES, TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from involvement.influence.tracing import Trace
    from involvement.record.events import Contribution
    from involvement.record.programme import Programme

STAGES = ("raised", "discussed", "decided", "planned", "changed", "outcome")

EXPERIENTIAL = "experiential"

REST = "not_experiential"
"""All contributions that carry knowledge and none of it experiential."""

_MADE = ("changed", "outcome")


@attrs.frozen
class KnowledgeUse(Result):
    """What became of the contributions that carry one kind of knowledge.

    Attributes:
        knowledge: The kind; `experiential` with all its sub-types,
            `not_experiential` for all the rest together, `unknown` where it is not
            recorded.
        n: Contributions that carry it.
        subtypes: Recorded sub-type to number; for `experiential` only.
        offered: Side that made them to number.
        treatment: What was done with them to number; `unknown` is not recorded.
        furthest: How far they came to number.
        claims: Their best claim on a change to number.
        used: Share that was used.
        reached: Share that reached a change that was made.
        supported: Share with a claim of supported or better.
    """

    knowledge: str
    n: int
    subtypes: dict[str, int]
    offered: dict[str, int]
    treatment: dict[str, int]
    furthest: dict[str, int]
    claims: dict[str, int]
    used: Share
    reached: Share
    supported: Share

    def explain(self) -> str:
        """The counts and the bounded shares, line by line."""
        lines = [f"{self.knowledge}: {amount(self.n, 'contribution')}"]
        for name in ("subtypes", "offered", "treatment", "furthest", "claims"):
            counts = getattr(self, name)
            known = ", ".join(f"{word} {k}" for word, k in counts.items() if k)
            if known:
                lines.append(f"  {name}: {known}")
        lines += [f"  {s.explain()}" for s in (self.used, self.reached, self.supported)]
        return "\n".join(lines)


def knowledge(programme: Programme, trace: Trace) -> tuple[KnowledgeUse, ...]:
    """Every kind of knowledge that was offered, experiential first."""
    return knowledge_uses([case_of(programme, {}, trace)])


def knowledge_uses(cases: Sequence[Case]) -> tuple[KnowledgeUse, ...]:
    """Every kind of knowledge offered in some programmes, experiential first."""
    held = [(case, one) for case in cases for one in case.contributions]
    if not held:
        return ()
    recorded = {broad(code) for _, one in held for code in one.knowledge}
    plain = [code for code in KNOWLEDGE if code == broad(code) and code in recorded]
    kinds = list(dict.fromkeys([EXPERIENTIAL, *plain, REST]))
    found = [_use(kind, held, _carries(kind)) for kind in kinds]
    if any(not one.knowledge for _, one in held):
        found.append(_use("unknown", held, lambda one: not one.knowledge))
    return tuple(found)


def broad(code: str) -> str:
    """The kind a sub-type counts as.

    Example:
        >>> broad("experiential_embodied"), broad("clinical")
        ('experiential', 'clinical')
    """
    return EXPERIENTIAL if code.startswith(EXPERIENTIAL) else code


def _carries(kind: str) -> Callable[[Contribution], bool | None]:
    def carries(one: Contribution) -> bool | None:
        if not one.knowledge:
            return None
        kinds = {broad(code) for code in one.knowledge}
        return EXPERIENTIAL not in kinds if kind == REST else kind in kinds

    return carries


def _use(
    kind: str,
    held: Sequence[tuple[Case, Contribution]],
    carries: Callable[[Contribution], bool | None],
) -> KnowledgeUse:
    sure = [(case, one) for case, one in held if carries(one)]
    fates = [case.endings[one.id].furthest for case, one in sure]
    subtypes = [c for _, one in sure for c in one.knowledge if c != broad(c)]

    def shared(words: str, hit: Callable[[Case, Contribution], bool | None]) -> Share:
        units = [Unit(carries(one), hit(case, one)) for case, one in held]
        return share(f"{kind} {words}", units)

    return KnowledgeUse(
        kind,
        len(sure),
        _counts(subtypes, KNOWLEDGE) if kind == EXPERIENTIAL else {},
        _counts([case.programme.side(one.made_by) for case, one in sure], SIDES),
        _counts([one.treatment for _, one in sure], TREATMENTS, everywhere=True),
        _counts(fates, STAGES),
        _counts([case.claims.get(one.id, "unknown") for case, one in sure], CLAIMS),
        shared("used", lambda _, one: _used(one)),
        shared("reaching a change that was made", _reached),
        shared("with a supported claim", _supported),
    )


def _used(one: Contribution) -> bool | None:
    return None if one.treatment == "unknown" else one.treatment == "used"


def _reached(case: Case, one: Contribution) -> bool | None:
    return case.endings[one.id].furthest in _MADE


def _supported(case: Case, one: Contribution) -> bool | None:
    claim = case.claims.get(one.id)
    return None if claim is None else claim in TRACED


def _counts(
    words: Sequence[str],
    order: Sequence[str] | dict[str, str],
    *,
    everywhere: bool = False,
) -> dict[str, int]:
    """How often each word occurs, in the order of its list, `unknown` last."""
    tally = Counter(words)
    listed = dict.fromkeys([*order, "unknown"])
    return {word: tally[word] for word in listed if everywhere or tally[word]}
