"""A record as columns: nodes by number, links and evidence as integers.

The only module of the folder that looks at a record's objects. Nodes are numbered
in the order of their ids, so that "smallest id" is "smallest number" everywhere
and the order of the record's lists can change nothing.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, RecordError, closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from involvement.record.programme import Programme

LISTS = ("contributions", "activities", "decisions", "changes", "outcomes", "drivers")
"""The lists whose items are nodes; a node's list is its place in here."""

CONTRIBUTION, ACTIVITY, DECISION, CHANGE, OUTCOME, DRIVER = range(6)

SIDES = ("user", "professional", "joint", "external", "unknown")
USER, PROFESSIONAL, JOINT, EXTERNAL, UNKNOWN = range(5)

BLOCKS, DIRECT, THROUGH_UNKNOWN, IMPLICIT = 1, 2, 4, 8
"""Marks of a link, as bits."""

EARLIEST, LATEST = -1, 2**31 - 1
"""Stand for an unknown start and an unknown end: earlier and later than any day."""

EVIDENCE_FIELDS = (
    "origin",
    "organisation",
    "standpoint",
    "method",
    "stance",
    "grade",
    "test",
    "passed",
    "prompted",
    "contemporaneous",
    "interested",
)
"""What grading and challenges read of an item of evidence, besides its ids."""


@attrs.frozen
class Rival:
    """Another explanation of a change (a node) or of a link, or of neither."""

    id: str
    title: str
    status: str
    change: int | None
    link: int | None
    items: tuple[int, ...]


@attrs.frozen
class Told:
    """One piece of feedback: about which node, to which contributions."""

    id: str
    about: int | None
    recorded: bool
    to: tuple[int, ...]
    reasoned: str


@attrs.frozen
class Links:
    """What a trace needs of a record, as columns.

    Attributes:
        ids: Node ids in order; a node's number is its place.
        index: Node id to number.
        lists: The list of each node, as a place in `LISTS`.
        sides: The side of each node, as a place in `SIDES`; drivers are external.
        verdicts: Decision to verdict, where recorded.
        statuses: Change to status, where recorded.
        needs: Decision or change to `all` or `any`, where recorded.
        complete: Change to `yes` or `no` of `inputs_complete`, where recorded.
        first: First day of each node, or `EARLIEST`.
        last: Last day of each node, or `LATEST`.
        titles: What people call a node, where recorded.
        reasons: Decision to the reason given, where recorded.
        makers: Contribution to the ids or the side word of who made it.
        treatments: Contribution to what was done with it, where recorded.
        intended: Contribution to what it was hoped to influence, where recorded.
        link_ids: Links in the record's order, then the implicit ones.
        sources: Node each link starts at.
        targets: Node each link leads to.
        marks: Bits of each link: blocks, direct, through unknown, implicit.
        kinds: Kind of each link.
        influences: Link to the kind of influence, where recorded.
        cite_links: With `cite_items`: which link cites which item.
        cite_items: Item cited, in step with `cite_links`.
        sites: Link to its site labels, where recorded.
        item_ids: Evidence ids in order; an item's number is its place.
        items: `EVIDENCE_FIELDS` to one value per item.
        derived: Item to the items it is derived from.
        rivals: Other explanations, in id order.
        told: Feedback, in id order.
        programme: The record's id.
    """

    ids: list[str]
    index: dict[str, int]
    lists: bytearray
    sides: bytearray
    verdicts: dict[int, str]
    statuses: dict[int, str]
    needs: dict[int, str]
    complete: dict[int, str]
    first: array[int]
    last: array[int]
    titles: dict[int, str]
    reasons: dict[int, str]
    makers: dict[int, tuple[str, ...]]
    treatments: dict[int, str]
    intended: dict[int, str]
    link_ids: list[str]
    sources: array[int]
    targets: array[int]
    marks: bytearray
    kinds: list[str]
    influences: dict[int, str]
    cite_links: array[int]
    cite_items: array[int]
    sites: dict[int, tuple[str, ...]]
    item_ids: list[str]
    items: dict[str, list[Any]]
    derived: dict[int, tuple[int, ...]]
    rivals: tuple[Rival, ...]
    told: tuple[Told, ...]
    programme: str

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    def of(self, kind: int) -> list[int]:
        """The nodes of one list, in order."""
        return [v for v, k in enumerate(self.lists) if k == kind]

    def named(self, node: int) -> str:
        """A node as text: its id, and its title when it has one."""
        title = self.titles.get(node)
        return f"{self.ids[node]} ({title})" if title else self.ids[node]


def nowhere(what: str, word: object, known: Iterable[str]) -> RecordError:
    """The error for an id that is not where it was looked for.

    Example:
        >>> print(nowhere("change", "c9", ["c1", "c2"]))
        [node-unknown]
          found 'c9', which is no change of this record
          closest: c2, c1
    """
    near = closest(word, known)
    return RecordError(
        [
            Issue(
                code="node-unknown",
                found=f"found {word!r}, which is no {what} of this record",
                expected=f"closest: {', '.join(near)}" if near else "",
                hint="" if near else f"the record holds no {what} of a similar id",
            )
        ]
    )


def from_programme(programme: Programme) -> Links:
    """The columns of a record; nothing of the record is kept but its texts.

    Raises:
        RecordError: If an id refers to nothing (`id-dangling`). A record that was
            loaded has been checked already.
    """
    placed = sorted(
        (item.id, kind)
        for kind, name in enumerate(LISTS)
        for item in getattr(programme, name)
    )
    ids = [name for name, _ in placed]
    index = {name: number for number, name in enumerate(ids)}
    sides = bytearray([UNKNOWN]) * len(ids)
    for made in programme.contributions:
        sides[index[made.id]] = SIDES.index(programme.side(made.made_by))
    for driver in programme.drivers:
        sides[index[driver.id]] = EXTERNAL
    first, last = _days(programme, index)
    item_order = sorted(programme.evidence, key=lambda item: item.id)
    item_index = {item.id: number for number, item in enumerate(item_order)}
    try:
        lines = _programme_links(programme, index, item_index)
        rivals, told = _programme_rest(programme, index, item_index)
        derived = {
            number: tuple(item_index[one] for one in item.derived_from)
            for number, item in enumerate(item_order)
            if item.derived_from
        }
    except KeyError as missing:
        raise RecordError([_dangling(missing.args[0])]) from None
    made_by = {index[c.id]: c.made_by for c in programme.contributions}
    return Links(
        ids=ids,
        index=index,
        lists=bytearray(kind for _, kind in placed),
        sides=sides,
        verdicts=_known(programme.decisions, "verdict", index),
        statuses=_known(programme.changes, "status", index),
        needs=_known([*programme.decisions, *programme.changes], "needs", index),
        complete=_known(programme.changes, "inputs_complete", index),
        first=first,
        last=last,
        titles=_titles(programme, index),
        reasons=_known(programme.decisions, "reason", index),
        makers={v: (m,) if isinstance(m, str) else m for v, m in made_by.items() if m},
        treatments=_known(programme.contributions, "treatment", index),
        intended=_known(programme.contributions, "intended", index),
        **lines,
        item_ids=[item.id for item in item_order],
        items={
            field: [getattr(item, field) for item in item_order]
            for field in EVIDENCE_FIELDS
        },
        derived=derived,
        rivals=rivals,
        told=told,
        programme=programme.id,
    )


def _known(
    items: Iterable[Any], field: str, index: Mapping[str, int]
) -> dict[int, str]:
    """What is recorded of one field; `unknown` and a missing text are left out."""
    return {
        index[item.id]: value
        for item in items
        if (value := getattr(item, field)) not in (None, "", "unknown")
    }


def _titles(programme: Programme, index: Mapping[str, int]) -> dict[int, str]:
    said = _known(programme.contributions, "summary", index)
    for name in LISTS[1:]:
        said |= _known(getattr(programme, name), "title", index)
    return said


def _days(
    programme: Programme, index: Mapping[str, int]
) -> tuple[array[int], array[int]]:
    first = array("i", [EARLIEST]) * len(index)
    last = array("i", [LATEST]) * len(index)
    for name in LISTS:
        for item in getattr(programme, name):
            if item.when is not None:
                span = item.when.interval
                node = index[item.id]
                first[node] = EARLIEST if span.first is None else span.first
                last[node] = LATEST if span.last is None else span.last
    return first, last


def _programme_links(
    programme: Programme, index: Mapping[str, int], item_index: Mapping[str, int]
) -> dict[str, Any]:
    """The link columns, the implicit ones last."""
    links = programme.links
    implicit = [
        (c.id, c.activity, "raised_in")
        for c in programme.contributions
        if c.activity is not None
    ] + [
        (d.activity, d.id, "informed")
        for d in programme.decisions
        if d.activity is not None
    ]
    implicit.sort()
    marks = bytearray(
        (BLOCKS if link.effect == "blocks" else 0)
        | (DIRECT if link.directness == "direct" else 0)
        | (THROUGH_UNKNOWN if link.directness == "through_unknown" else 0)
        for link in links
    ) + bytearray([IMPLICIT]) * len(implicit)
    cited = [link.evidence for link in links]
    return {
        "link_ids": [link.id for link in links] + [f"{s}>{t}" for s, t, _ in implicit],
        "sources": array("i", [index[link.source] for link in links])
        + array("i", [index[s] for s, _, _ in implicit]),
        "targets": array("i", [index[link.target] for link in links])
        + array("i", [index[t] for _, t, _ in implicit]),
        "marks": marks,
        "kinds": [link.kind for link in links] + [kind for _, _, kind in implicit],
        "influences": {
            number: link.influence
            for number, link in enumerate(links)
            if link.influence != "unknown"
        },
        "cite_links": array("i", _repeated(cited)),
        "cite_items": array("i", [item_index[i] for i in chain.from_iterable(cited)]),
        "sites": {
            number: link.sites for number, link in enumerate(links) if link.sites
        },
    }


def _repeated(lists: Sequence[Sequence[str]]) -> list[int]:
    return [number for number, items in enumerate(lists) for _ in items]


def _programme_rest(
    programme: Programme, index: Mapping[str, int], item_index: Mapping[str, int]
) -> tuple[tuple[Rival, ...], tuple[Told, ...]]:
    explained = {rival.explains for rival in programme.rivals}
    link_index = {
        link.id: n for n, link in enumerate(programme.links) if link.id in explained
    }
    rivals = tuple(
        Rival(
            id=rival.id,
            title=rival.title or rival.id,
            status=rival.status,
            change=None if rival.explains is None else index.get(rival.explains),
            link=None if rival.explains is None else link_index.get(rival.explains),
            items=tuple(item_index[one] for one in rival.evidence),
        )
        for rival in sorted(programme.rivals, key=lambda rival: rival.id)
    )
    told = tuple(
        Told(
            id=said.id,
            about=None if said.about is None else index[said.about],
            recorded=said.about is not None,
            to=tuple(index[one] for one in said.to),
            reasoned=said.reasoned,
        )
        for said in sorted(programme.feedback, key=lambda said: said.id)
    )
    return rivals, told


def _dangling(name: str) -> Issue:
    return Issue(
        code="id-dangling",
        found=f"found {name!r}, which refers to nothing a trace could use",
        hint="check the record as a whole first: it names the place",
    )
