"""Who takes part and who is missing, without making any small group visible.

Counts are of people taking part, entry by entry: somebody who came to two activities
counts twice. Small counts are hidden, and so many others that none can be worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING
from unicodedata import normalize

import attrs

from involvement.errors import wrong_kind
from involvement.patterns.disclosure import SMALLEST, Sum, gives_away, suppressed
from involvement.results import Result
from involvement.vocabulary import ROLES, SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from involvement.patterns.cases import Case

_MOST_LABELS = 12
"""Labels among which groups that make up a whole are looked for."""

SHOWN, HIDDEN, MISSING = "shown", "suppressed", "not recorded"


@attrs.frozen
class Headcount(Result):
    """How many people of one kind took part, if that may be shown.

    Attributes:
        of: `all`, a side, a role or the label of a group.
        count: How many; None if hidden or not recorded.
        word: `shown`, `suppressed` or `not recorded`.
        share: Share of those whose group is recorded; groups only.
        reference: Share in the population the user gave.
    """

    of: str
    count: int | None
    word: str
    share: Fraction | None = None
    reference: Fraction | None = None

    def explain(self) -> str:
        """The count on one line."""
        parts = [f"{self.of}: {self.word if self.count is None else self.count}"]
        if self.share is not None:
            parts.append(f"{_percent(self.share)} of those recorded")
        if self.reference is not None:
            parts.append(f"{_percent(self.reference)} in the reference")
        return ", ".join(parts)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f} %"


@attrs.frozen
class Attendance(Result):
    """Who took part, by side, role and recorded group.

    Attributes:
        total: Everybody counted.
        sides: Per side.
        roles: Per role, as `side/role`.
        groups: Per recorded group and per group of the reference.
        recorded: People in entries that record groups.
        counted: Entries with a count of people.
        n: All entries.
        k: The smallest count that is shown.
    """

    total: Headcount
    sides: tuple[Headcount, ...]
    roles: tuple[Headcount, ...]
    groups: tuple[Headcount, ...]
    recorded: Headcount
    counted: int
    n: int
    k: int

    def explain(self) -> str:
        """Every count that may be shown."""
        lines = [
            f"people taking part, {self.counted} of {self.n} entries with a count",
            f"  counts under {self.k}, and those that would tell them, are suppressed",
            f"  {self.total.explain()}",
        ]
        for title in ("sides", "roles", "groups"):
            found = getattr(self, title)
            if found:
                lines.append(title)
                lines += [f"  {one.explain()}" for one in found]
        return "\n".join(lines)


@attrs.frozen
class _Entry:
    """One entry of a participants list."""

    side: str
    role: str
    people: int | None
    groups: Mapping[str, int]


def attendance(
    cases: Sequence[Case],
    *,
    k: int = SMALLEST,
    reference: Mapping[str, float | Fraction] | None = None,
) -> Attendance:
    """Who took part, by side, role and group, with small counts suppressed.

    Over several programmes a count is hidden too where, less those that the outputs of
    the programmes show, it would tell what one of them hides.

    Args:
        cases: The programmes.
        k: The smallest count that is shown; 1 shows all.
        reference: Group label to its share (0-1) among those who could take part.
    """
    if reference is not None and not isinstance(reference, Mapping):
        raise wrong_kind(reference, "a share for each group", path="reference")
    alone = [_entries(case) for case in cases]
    entries = [entry for some in alone for entry in some]
    table = _cells(entries)
    counts = table.counts
    hidden = _hidden(table, k, [_cells(some) for some in alone] if alone[1:] else [])

    def head(cell: str) -> Headcount:
        of = cell.split(":", 1)[1]
        if cell not in counts:
            return Headcount(of, None, MISSING)
        if cell in hidden:
            return Headcount(of, None, HIDDEN)
        return Headcount(of, counts[cell], SHOWN)

    recorded = head("all:recorded")
    labels = sorted({label for entry in entries for label in entry.groups})
    expected = {
        normalize("NFC", name): _exact(share)
        for name, share in (reference or {}).items()
    }
    groups = tuple(
        _beside(head(f"group:{label}"), recorded, expected.get(label))
        for label in dict.fromkeys([*labels, *expected])
    )
    return Attendance(
        head("all:all"),
        tuple(head(f"side:{s}") for s in SIDES if f"side:{s}" in counts),
        tuple(
            head(f"role:{side}/{role}")
            for side in SIDES
            for role in (*ROLES, "unknown")
            if f"role:{side}/{role}" in counts
        ),
        groups,
        recorded,
        sum(entry.people is not None for entry in entries),
        len(entries),
        k,
    )


def _exact(share: float | Fraction) -> Fraction:
    """A share as it is written: 0.4 is two fifths, not the nearest binary number."""
    return share if isinstance(share, Fraction) else Fraction(str(share))


def _beside(
    group: Headcount, recorded: Headcount, reference: Fraction | None
) -> Headcount:
    share = None
    if group.count is not None and recorded.count:
        share = Fraction(group.count, recorded.count)
    return attrs.evolve(group, share=share, reference=reference)


def _entries(case: Case) -> list[_Entry]:
    actors = {actor.id: actor for actor in case.programme.actors}
    sides = case.programme.actor_sides
    found = []
    for activity in case.activities:
        for one in activity.participants:
            actor = actors.get(one.actor or "")
            found.append(
                _Entry(
                    sides.get(one.actor or "", "unknown"),
                    actor.role if actor else "unknown",
                    one.people,
                    _by_label(one.groups),
                )
            )
    return found


def _by_label(groups: Mapping[str, int]) -> dict[str, int]:
    """Counts by label; letters with and without combining marks are one label."""
    found: dict[str, int] = {}
    for label, count in groups.items():
        label = normalize("NFC", label)  # noqa: PLW2901
        found[label] = found.get(label, 0) + count
    return found


# ---------------------------------------------------------------- cells and sums


def _hidden(table: _Table, k: int, parts: Sequence[_Table] = ()) -> frozenset[str]:
    """The cells of a table to hide, knowing that its parts may be shown as well."""

    def also(smallest: int) -> set[str]:
        held: dict[str, list[int]] = {}
        for part in parts:
            for cell in _hidden(part, smallest) & counts.keys():
                if part.counts[cell]:
                    held.setdefault(cell, []).append(part.counts[cell])
        return {cell for cell, some in held.items() if gives_away(some, smallest)}

    counts = table.counts
    hidden = suppressed(counts, table.sums, k=k, unseen=table.unseen, also=also)
    grouped = {cell for cell in counts if cell.startswith("group:")}
    if len(grouped) > _MOST_LABELS and hidden & grouped:
        # too many labels to find out which of them make up a whole: show none
        hidden |= grouped
    return hidden


@attrs.frozen
class _Table:
    """Every count, which are sums of others, and which could only be worked out."""

    counts: dict[str, int]
    sums: list[Sum]
    unseen: list[str]


def _cells(entries: Sequence[_Entry]) -> _Table:
    """Every count that may be shown or worked out, and how they hang together."""
    counted = [entry for entry in entries if entry.people is not None]
    # a share of those recorded needs a count wherever groups are recorded
    comparable = all(e.people is not None for e in entries if e.groups)
    members: dict[str, list[_Entry]] = {}
    for entry in counted:
        for cell in (
            "all:all",
            f"side:{entry.side}",
            f"role:{entry.side}/{entry.role}",
            *(("all:recorded",) if entry.groups and comparable else ()),
        ):
            members.setdefault(cell, []).append(entry)
    counts = {cell: _people(inside) for cell, inside in members.items()}
    sides = tuple(cell for cell in counts if cell.startswith("side:"))
    sums = [Sum("all:all", sides)] if sides else []
    for side in sides:
        start = f"role:{side.removeprefix('side:')}/"
        sums.append(Sum(side, tuple(c for c in counts if c.startswith(start))))
    for label in sorted(_labels_of(entries)):
        counts[f"group:{label}"] = sum(entry.groups.get(label, 0) for entry in entries)
    table = _Table(counts, sums, [])
    for cell, inside in members.items():
        _relate(table, cell, inside, entries)
    return table


def _people(entries: Sequence[_Entry]) -> int:
    return sum(entry.people or 0 for entry in entries)


def _relate(
    table: _Table, cell: str, inside: Sequence[_Entry], entries: Sequence[_Entry]
) -> None:
    """Add what ties groups to one total: wholes they make up, and what is left over.

    A total stands for some entries. Labels recorded in these entries only tell how
    many of the total are in a group, and so how many are not.
    """
    chosen = {id(entry) for entry in inside}
    outside = [entry for entry in entries if id(entry) not in chosen]
    own = sorted(_labels_of(inside) - _labels_of(outside))
    for label in own:
        rest = table.counts[cell] - table.counts[f"group:{label}"]
        if rest >= 0:
            name = f"rest:{cell} less {label}"
            table.counts[name] = rest
            table.unseen.append(name)
            table.sums.append(Sum(cell, (f"group:{label}", name)))
    table.sums.extend(
        Sum(cell, tuple(f"group:{label}" for label in whole))
        for whole in _wholes(inside, own)
    )


def _labels_of(entries: Sequence[_Entry]) -> set[str]:
    return {label for entry in entries for label in entry.groups}


def _wholes(entries: Sequence[_Entry], labels: Sequence[str]) -> list[tuple[str, ...]]:
    """The smallest sets of labels that make up everybody in every entry."""
    if len(labels) > _MOST_LABELS:
        return []
    found: list[tuple[str, ...]] = []
    for size in range(1, len(labels) + 1):
        for some in combinations(labels, size):
            if not any(set(whole) <= set(some) for whole in found) and _make_up(
                entries, some
            ):
                found.append(some)
    return found


def _make_up(entries: Sequence[_Entry], labels: Sequence[str]) -> bool:
    return all(
        sum(entry.groups.get(label, 0) for label in labels) == entry.people
        for entry in entries
    )
