"""P10: what involvement cost, who bore it, and whether a benefit was traced.

Hours and money are decimals. Currencies are never added to each other, and no rate is
shipped that would turn hours into money. Nothing is divided by nothing: without a
traced change the cost of one is undefined.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

import attrs

from involvement.patterns.answers import NONE, Finding, decided, finding
from involvement.patterns.portions import amount
from involvement.patterns.starts import listing
from involvement.record.activity import Cost
from involvement.results import Result
from involvement.vocabulary import COST_ITEMS, PHASES, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from involvement.patterns.cases import Case
    from involvement.record.activity import Activity

NO_CURRENCY = "currency not recorded"
"""Amounts without a currency are kept apart from all others."""

CENT = Decimal("0.01")
"""To which a quotient is rounded; sums are not rounded."""


@attrs.frozen
class Outlay(Result):
    """Hours and money of one activity, phase, side or item.

    Attributes:
        of: Whose or what for.
        hours: Sum of the recorded hours; None when none is recorded.
        money: Currency to sum.
        n: Cost lines.
        without: Cost lines with neither hours nor an amount.
    """

    of: str
    hours: Decimal | None
    money: dict[str, Decimal]
    n: int
    without: int

    def explain(self) -> str:
        """The sums in one line."""
        parts = [] if self.hours is None else [f"{self.hours} hours"]
        parts += [f"{total} {currency}" for currency, total in self.money.items()]
        gap = f", {self.without} without a figure" if self.without else ""
        lines = f"{amount(self.n, 'line')}{gap}"
        return f"{self.of}: {', '.join(parts) or 'nothing recorded'} ({lines})"


@attrs.frozen
class Resources(Result):
    """What was spent, by whom, on what, and per traced change.

    Attributes:
        total: Everything together.
        by_activity: Per activity with a recorded cost.
        by_phase: Per phase; `unknown` where the phase is not recorded.
        by_side: Per side that bore it.
        by_item: Per thing it was spent on.
        costed: Activities with a recorded cost.
        n: All activities.
        traced: Changes with a users' claim of supported or better, at least.
        traced_high: The same, at most.
        per_traced_change: The total divided by them; None when that is undefined.
        why: Why it is undefined; empty otherwise.
    """

    total: Outlay
    by_activity: tuple[Outlay, ...]
    by_phase: tuple[Outlay, ...]
    by_side: tuple[Outlay, ...]
    by_item: tuple[Outlay, ...]
    costed: int
    n: int
    traced: int
    traced_high: int
    per_traced_change: Outlay | None
    why: str

    def explain(self) -> str:
        """Every sum on a line."""
        lines = [
            f"costs recorded for {self.costed} of {self.n} activities",
            f"  {self.total.explain()}",
        ]
        for title in ("activity", "phase", "side", "item"):
            outlays = getattr(self, f"by_{title}")
            if outlays:
                lines.append(f"by {title}")
                lines += [f"  {one.explain()}" for one in outlays]
        lines.append(self.each())
        return "\n".join(lines)

    def each(self) -> str:
        """What a traced change cost, or why that is undefined."""
        if self.per_traced_change is None:
            return f"undefined per traced change: {self.why}"
        return self.per_traced_change.explain()


@attrs.frozen
class _Line:
    """One cost with where it stands."""

    activity: str
    phase: str
    side: str
    cost: Cost


def resources(cases: Sequence[Case]) -> Resources:
    """Hours and money per activity, phase, side, item and traced change."""
    lines = [line for case in cases for line in _lines(case)]
    total = _outlay("all activities", [line.cost for line in lines])
    low, high = traced_changes(cases)
    each, why = _per_change(total, low, high)
    return Resources(
        total,
        _groups(lines, "activity", sorted({line.activity for line in lines})),
        _groups(lines, "phase", (*PHASES, "unknown")),
        _groups(lines, "side", (*SIDES, "unknown")),
        tuple(
            _outlay(item, costs)
            for item in (*COST_ITEMS, "unknown")
            if (costs := [line.cost for line in lines if line.cost.item == item])
        ),
        len({line.activity for line in lines}),
        sum(len(case.activities) for case in cases),
        low,
        high,
        each,
        why,
    )


def _lines(case: Case) -> Iterator[_Line]:
    for activity in case.activities:
        yield from _of_activity(case, activity)


def _of_activity(case: Case, activity: Activity) -> Iterator[_Line]:
    for cost in activity.costs:
        side = case.programme.side(cost.borne_by)
        yield _Line(case.name(activity.id), activity.phase, side, cost)


def _groups(
    lines: Sequence[_Line], key: str, order: Iterable[str]
) -> tuple[Outlay, ...]:
    # in one pass: there may be as many groups as lines
    grouped: dict[str, list[Cost]] = {name: [] for name in order}
    for line in lines:
        grouped[getattr(line, key)].append(line.cost)
    return tuple(_outlay(name, costs) for name, costs in grouped.items() if costs)


def _outlay(of: str, costs: Sequence[Cost]) -> Outlay:
    """Sums of some costs; a decimal from a float's text adds up as people expect."""
    hours = [Decimal(str(cost.hours)) for cost in costs if cost.hours is not None]
    money: dict[str, list[Decimal]] = {}
    for cost in costs:
        if cost.amount is not None:
            money.setdefault(cost.currency or NO_CURRENCY, []).append(cost.amount)
    return Outlay(
        of,
        plain(sum(hours, Decimal(0))) if hours else None,
        {name: sum(money[name], Decimal(0)) for name in sorted(money)},
        len(costs),
        sum(cost.hours is None and cost.amount is None for cost in costs),
    )


def plain(number: Decimal) -> Decimal:
    """A number without needless zeros.

    Example:
        >>> plain(Decimal("12.50")), plain(Decimal("120.0"))
        (Decimal('12.5'), Decimal('120'))
    """
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _per_change(total: Outlay, low: int, high: int) -> tuple[Outlay | None, str]:
    if low != high:
        return None, f"between {low} and {high} changes are traced"
    if not low:
        return None, "no change is traced"
    if total.hours is None and not total.money:
        return None, "no cost is recorded"
    hours = total.hours
    return (
        Outlay(
            f"per traced change ({low})",
            None if hours is None else _quotient(hours, low),
            {name: _quotient(sum_, low) for name, sum_ in total.money.items()},
            total.n,
            total.without,
        ),
        "",
    )


def _quotient(number: Decimal, by: int) -> Decimal:
    return (number / by).quantize(CENT, rounding=ROUND_HALF_EVEN)


# ---------------------------------------------------------------- traced changes


def traced_changes(cases: Sequence[Case]) -> tuple[int, int]:
    """How many changes users' input reached with a supported claim, least and most."""
    found = [one for case in cases for one in case.traced.values()]
    return sum(one is True for one in found), sum(one is not False for one in found)


def untraced_spending(cases: Sequence[Case]) -> Finding:
    """P10: costs are recorded, and no change is supported or better."""
    method = (
        "recorded costs against the users' claim on each change; holds if no change "
        "is supported or better, fails if one is; not assessable without costs"
    )
    found = resources(cases)
    spent = found.total.hours is not None or bool(found.total.money)
    changes = sum(len(case.programme.changes) for case in cases)
    if not spent:
        return finding(
            "P10",
            NONE,
            method,
            count=(found.costed, found.n),
            why="no hours and no amounts are recorded",
        )
    bare = [
        case.name(activity.id)
        for case in cases
        for activity in case.activities
        if not activity.costs
    ]
    return finding(
        "P10",
        decided(holds=not found.traced_high, fails=found.traced > 0),
        method,
        count=(found.costed, found.n),
        figures=(
            found.total.explain(),
            *(f"borne by {one.explain()}" for one in found.by_side),
            (
                f"changes supported or better: {_count(found)} of {changes}"
                if changes
                else "no change is recorded"
            ),
            found.each(),
        ),
        assumptions=(
            "no recorded cost is not no cost",
            "currencies are not converted, hours are not priced",
        ),
        decides=(
            *((f"costs of {listing(bare)}",) if bare else ()),
            "evidence on the links between users' input and the changes",
        ),
    )


def _count(found: Resources) -> str:
    if found.traced == found.traced_high:
        return str(found.traced)
    return f"{found.traced} to {found.traced_high}"
