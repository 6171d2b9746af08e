"""How evidence is graded and combined: the named parameters of the rules.

Everything here is a design of this library, not a published rule, so it carries
a name that every result repeats. Another set of parameters must carry another
name: two results are comparable only when their names agree.
"""

from __future__ import annotations

import attrs

from involvement.errors import Issue, RecordError

DEFAULT_NAME = "corroborated-weakest-link/1"
"""Weakest link along a chain, corroboration by independent sources across."""

HIGHEST = 4
"""The highest grade a person can write; grades are 0 to 4."""

MOST_EXACT_SOURCES = 16
"""Above this an exact search would need more than 65,536 combinations at once."""


@attrs.frozen
class EvidencePolicy:
    """Which grade evidence gets when none was given, and how items combine.

    Attributes:
        name: Stamped into every result.
        corroboration_floor: The grade a second source must have to corroborate.
        corroboration_gain: How far it lifts: to its own grade plus this.
        top: No combination goes above this grade.
        eliminating_grade: A failed hoop test of at least this grade refutes a
            step; below, it contradicts.
        decisive: Grade of a document, observation or administrative data that
            passed a smoking-gun or doubly decisive test.
        contemporaneous: Grade of the same methods when made at the time.
        material: Grade of the same methods otherwise.
        testimony: Grade of an interview or survey.
        unprompted_gain: Added to testimony nobody led the witness to.
        disinterested_gain: Added to testimony of somebody who gains nothing.
        other: Grade of an inference, or of an item without a method.
        exact_sources: Up to this many sources the fewest that must be wrong are
            found exactly; above, they are bounded.
        exact_shares: Up to this many nodes in a cycle shares are exact fractions.
        exact_links: Up to this many links in all shares are exact fractions.
        max_pairs: A listing of pairs stops, visibly, at this many rows.

    Raises:
        RecordError: If the parameters do not fit together, or differ from the
            default under the default's name (`policy-shape`).

    Source:
        Our own design. Corroboration is in the spirit of upgrading in evidence
        grading; test types after Van Evera 1997 and Collier 2011 (unverified).

    Example:
        >>> EvidencePolicy().name
        'corroborated-weakest-link/1'
        >>> EvidencePolicy(name="no-gain/1", corroboration_gain=0).top
        4
    """

    name: str = DEFAULT_NAME
    corroboration_floor: int = 2
    corroboration_gain: int = 1
    top: int = HIGHEST
    eliminating_grade: int = 3
    decisive: int = 4
    contemporaneous: int = 3
    material: int = 2
    testimony: int = 1
    unprompted_gain: int = 1
    disinterested_gain: int = 1
    other: int = 1
    exact_sources: int = 12
    exact_shares: int = 50
    exact_links: int = 10_000
    max_pairs: int = 10_000

    def __attrs_post_init__(self) -> None:
        """Refuse parameters that would break the laws the results promise."""
        faults = list(_faults(self))
        if faults:
            raise RecordError(faults)


_GRADES = (
    "corroboration_floor",
    "top",
    "eliminating_grade",
    "decisive",
    "contemporaneous",
    "material",
    "testimony",
    "other",
)
_BOUNDS = {
    **dict.fromkeys(_GRADES, (1, HIGHEST)),
    "corroboration_gain": (0, 1),
    "unprompted_gain": (0, HIGHEST),
    "disinterested_gain": (0, HIGHEST),
    "exact_sources": (0, MOST_EXACT_SOURCES),
    "exact_shares": (0, 200),
    "exact_links": (0, 1_000_000),
    "max_pairs": (1, 10_000_000),
}
"""Least and greatest value of each parameter.

A gain above 1 would let a grade leap over what its second source supports, and
break the law that a grade is at most one above the weakest link.
"""


def _faults(policy: EvidencePolicy) -> list[Issue]:
    faults = []
    for field, (least, most) in _BOUNDS.items():
        value = getattr(policy, field)
        if type(value) is not int or not least <= value <= most:
            faults.append(
                Issue(
                    code="policy-shape",
                    path=f"policy.{field}",
                    found=f"found {value!r}",
                    expected=f"expected a whole number from {least} to {most}",
                )
            )
    if not str(policy.name).strip():
        faults.append(
            Issue(
                code="policy-shape",
                path="policy.name",
                found=f"found {policy.name!r}",
                expected="expected a text that is not empty",
                hint="a name and a version, such as 'cautious/1'",
            )
        )
    if faults:
        return faults
    if max(policy.decisive, policy.contemporaneous, policy.material) > policy.top:
        faults.append(
            Issue(
                code="policy-shape",
                path="policy.top",
                found=f"found top {policy.top}, and a default grade above it",
                hint="lower the default grades, or raise top",
            )
        )
    if policy.name == DEFAULT_NAME and _parameters(policy) != _DEFAULTS:
        changed = [
            field
            for field, value in _parameters(policy).items()
            if value != _DEFAULTS[field]
        ]
        faults.append(
            Issue(
                code="policy-shape",
                path="policy.name",
                found=f"found the name {policy.name!r} with another "
                + ", ".join(changed),
                expected="expected another name: a name stands for its parameters",
                hint="pass name='...' with a version of your own, such as 'mine/1'",
            )
        )
    return faults


def _parameters(policy: EvidencePolicy) -> dict[str, object]:
    return {
        field.name: getattr(policy, field.name)
        for field in attrs.fields(EvidencePolicy)
        if field.name != "name"
    }


_DEFAULTS: dict[str, object] = {
    field.name: field.default
    for field in attrs.fields(EvidencePolicy)
    if field.name != "name"
}

DEFAULT_POLICY = EvidencePolicy()
"""The policy of the reference page."""
