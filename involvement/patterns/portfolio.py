"""Several programmes seen together, one record each; none is ranked."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from involvement.patterns.cases import Case, case_of
from involvement.patterns.disclosure import SMALLEST
from involvement.patterns.propositions import Part, cases_of, findings, propositions
from involvement.record.programme import Programme
from involvement.vocabulary import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from involvement.patterns.propositions import Findings
    from involvement.record.activity import Activity

OVER_TIME = ("P1", "P2", "P3", "P4", "P7")
"""The findings asked of each year or phase of one programme."""

TOGETHER = ("P1", "P2", "P3", "P4", "P5", "P6", "P7")
"""The findings asked of each year or phase of all programmes together."""

# P8 to P10 are about changes, outcomes, views and costs of a whole programme


@attrs.frozen(kw_only=True)
class Portfolio:
    """The records of one directory, or of the lines of one file.

    Attributes:
        programmes: One programme for each record, in the order of the file names.
        sources: The file names, in the same order.

    Example:
        >>> both = Portfolio(
        ...     programmes=tuple(
        ...         Programme(
        ...             schema_version="1",
        ...             id=name,
        ...             activities=[{"id": "survey", "initiated_by": side}],
        ...         )
        ...         for name, side in (("north", "professional"), ("south", "user"))
        ...     )
        ... )
        >>> both.findings()["P1"].answer, both.findings().parts[0].answers["P1"]
        ('fails', 'holds')
    """

    programmes: tuple[Programme, ...]
    sources: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.programmes)

    def __iter__(self) -> Iterator[Programme]:
        return iter(self.programmes)

    @property
    def labels(self) -> tuple[str, ...]:
        """What to call each programme: its id, and its source where ids repeat."""
        often = Counter(programme.id for programme in self.programmes)
        names = []
        for place, programme in enumerate(self.programmes):
            source = self.sources[place] if self.sources else str(place + 1)
            unique = often[programme.id] == 1
            names.append(programme.id if unique else f"{programme.id}@{source}")
        return tuple(names)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Each programme with its scores and its trace, in the order of labels."""
        pairs = zip(self.labels, self.programmes, strict=True)
        return tuple(
            case_of(programme, label=label)
            for label, programme in sorted(pairs, key=lambda pair: pair[0])
        )

    def findings(
        self,
        *,
        k: int = SMALLEST,
        reference: Mapping[str, float | Fraction] | None = None,
    ) -> Findings:
        """The findings over all programmes at once, and of each beside the others.

        Args:
            k: The smallest count of people that is shown.
            reference: Group label to its share (0-1) among those who could take part.
        """
        return findings(self, k=k, reference=reference)

    def by_year(self) -> tuple[Part, ...]:
        """The findings by the year in which activities began; see `over_time`."""
        return over_time(self, "year")

    def by_phase(self) -> tuple[Part, ...]:
        """The findings by phase; see `over_time`."""
        return over_time(self, "phase")

    def tables(self, *, k: int = SMALLEST) -> dict[str, list[dict[str, Any]]]:
        """Tidy tables: the findings', the programmes, and the findings over time.

        Args:
            k: The smallest count of people that is shown.
        """
        from involvement.patterns.tables import part_rows

        return {
            "programmes": [
                {
                    "programme": case.label,
                    "title": case.programme.name,
                    "n_activities": len(case.activities),
                    "n_contributions": len(case.contributions),
                    "n_changes": len(case.programme.changes),
                    "n_outcomes": len(case.programme.outcomes),
                }
                for case in self.cases
            ],
            **self.findings(k=k).tables(),
            "over_time": part_rows([*self.by_year(), *self.by_phase()]),
        }

    def explain(self) -> str:
        """Every programme's answers, then all together, then by year and phase."""
        found = self.findings()
        lines = ["Each programme, in order of label; none is ranked"]
        lines += [f"  {part.explain()}" for part in found.parts]
        for title, parts in (("year", self.by_year()), ("phase", self.by_phase())):
            lines += ["", f"By {title}"]
            lines += [f"  {part.explain()}" for part in parts]
        lines += ["", "All together", *(one.explain() for one in found)]
        return "\n".join(lines)


def over_time(source: Any, by: str) -> tuple[Part, ...]:
    """The findings of each year or phase: all programmes together, then each alone.

    An activity counts in the year in which it began and in its one phase; where that
    is not recorded it counts under `unknown`, never under a guess. Contributions go
    with the activity they were made in.

    Args:
        source: A `Programme`, a `Portfolio` or an `Assessment`.
        by: `year` or `phase`.

    Example:
        >>> p = Programme(
        ...     schema_version="1",
        ...     id="p",
        ...     activities=[
        ...         {"id": "a", "when": "2004", "led_by": "professional"},
        ...         {"id": "b", "when": {"start": "2006-05"}, "led_by": "user"},
        ...     ],
        ... )
        >>> [(part.of, part.answers["P2"]) for part in over_time(p, "year")]
        [('2004', 'holds'), ('2006', 'fails')]
    """
    cases = cases_of(source)
    found = list(_parts(cases, "", by, TOGETHER))
    if len(cases) > 1:
        for case in cases:
            alone = attrs.evolve(case, label="")
            found += _parts([alone], case.label, by, OVER_TIME)
    return tuple(found)


def _parts(
    cases: Sequence[Case], label: str, by: str, wanted: Sequence[str]
) -> Iterator[Part]:
    found = {_slot(a, by) for case in cases for a in case.activities}
    if by == "phase":
        order = [one for one in (*PHASES, "unknown") if one in found]
    else:
        order = sorted(found - {"unknown"}) + sorted(found & {"unknown"})
    for slot in order:
        kept = [
            case.part(a.id for a in case.activities if _slot(a, by) == slot)
            for case in cases
        ]
        n = sum(len(case.activities) for case in kept)
        yield Part(label, by, slot, n, propositions(kept, wanted=wanted))


def _slot(activity: Activity, by: str) -> str:
    if by == "phase":
        return activity.phase
    if activity.when is None or activity.when.start is None:
        return "unknown"
    return activity.when.start[:4]
