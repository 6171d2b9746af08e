"""Decidim Barcelona, drafting of the 2016-2019 municipal plan, at the level published.

The files hold counts: proposals by origin, topic and district; meetings with the
number of proposals they brought; actions with the number of proposals linked to each.
No file says which proposal went into which action, so nothing here joins the two: each
file set becomes a record of its own.

Source:
    Layout of the open files of decidim.barcelona, read from the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError
from involvement.formats.importers.cells import Names, date, whole
from involvement.formats.importers.decidim_columns import LAYOUTS, UNUSED, USED
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import (
    Paths,
    Row,
    Table,
    read_tables,
    sorted_out,
)
from involvement.formats.importers.topics import Areas
from involvement.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNCIL = {
    "id": "council",
    "label": "The city council",
    "role": "policymaker",
    "side": "professional",
    "organisation": "city",
}
PUBLIC = {"id": "public", "label": "People at meetings", "role": "public_member"}
ORIGINS: dict[str, tuple[dict[str, str], str, str]] = {
    "ciudadano": (
        {"id": "citizens", "label": "Citizens", "role": "public_member"},
        "platform",
        "by citizens",
    ),
    "organización": (
        # A neighbourhood group or a company: who controls it is not said.
        {"id": "bodies", "label": "Organisations", "role": "other"},
        "platform",
        "by organisations",
    ),
    "encuentro": (PUBLIC, "meetings", "from meetings"),
    "oficial": (COUNCIL, "platform", "by the council"),
}
"""Origin of a proposal: its actor, the way it came in, and words for figures."""

KINDS = {"platform": "online_forum", "meetings": "public_meeting"}
_CITY = [{"id": "city", "label": "Barcelona city council", "kind": "government"}]


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """Up to four records: proposals, meetings, actions, and a later budget.

    The council convened the process, on the platform and at meetings alike, so it
    initiated every activity whoever the proposals came from.

    Args:
        paths: The CSV files, or the directory that holds them.
        limits: How much they may ask of this machine.

    Raises:
        RecordError: If a file cannot be read, none is of this layout, or the counts
            ask for more contributions than `limits.items`.
    """
    limits = limits or Limits()
    known, strange = sorted_out(read_tables(paths, limits=limits), LAYOUTS)
    ledger = Ledger()
    for name, table in known:
        ledger.columns(table, USED[name], UNUSED)
    for table in strange:
        ledger.file(table, "not a file of this layout")
    makers = {
        "proposals": _proposals,
        "meetings": _meetings,
        "actions": _actions,
        "budget": _budget,
    }
    programmes = []
    for name, make in makers.items():
        tables = [table for found, table in known if found == name]
        if tables:
            values = make(tables, ledger, limits)
            files = ", ".join(table.file for table in tables)
            programmes.append(ledger.record(values, files, limits))
    ledger.notes.append(
        "no file says which proposal went into which action: the records stand apart, "
        "and no share of proposals that led to something can be taken from them"
    )
    return ledger.close(programmes)


def _base(part: str, title: str, **lists: Any) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "id": f"decidim-{part}",
        "title": title,
        "setting": "Barcelona",
        "organisations": _CITY,
        **lists,
    }


def _count(row: Row, column: str, ledger: Ledger) -> int | None:
    found = whole(row[column])
    if found is None and row[column]:
        ledger.cell(row, column, f"{row[column]!r} is not a count")
    return found


def _room(n: int, table: Table, limits: Limits) -> None:
    """Refuse counts that would make more contributions than allowed."""
    if n > limits.items:
        raise RecordError(
            [
                Issue(
                    code="limit-items",
                    found=f"the counts add up to more than {limits.items} proposals",
                    where=table.file,
                    hint="raise it with Limits(items=...) or --limit items=...",
                )
            ]
        )


def _proposals(
    tables: Iterable[Table], ledger: Ledger, limits: Limits
) -> dict[str, Any]:
    """One contribution per proposal counted, in its area and its way in."""
    areas, names = Areas(), Names()
    actors: dict[str, dict[str, str]] = {"council": COUNCIL}
    activities: dict[str, dict[str, Any]] = {}
    contributions: list[dict[str, Any]] = []
    cells: dict[tuple[str, str], int] = {}
    for number, table in enumerate(tables, 1):
        read_rows = 0
        for row in table.rows:
            parts = [part.strip() for part in row["f"].split("---")]
            n = _count(row, "propuestas", ledger)
            why = _not_a_cell(parts, n)
            if why or n is None:
                ledger.row(row, why)
                continue
            read_rows += 1
            _room(len(contributions) + n, table, limits)
            place, _, topic, origin = parts
            actor, way, _ = ORIGINS[origin]
            area = areas.of(topic)
            actors.setdefault(actor["id"], actor)
            activity = names.of(way, topic)
            activities.setdefault(activity, _way_in(activity, way, topic, area))
            cells[topic, origin] = cells.get((topic, origin), 0) + n
            contributions += (
                {
                    "id": f"p{number}-{row.line}-{i}",
                    "summary": f"A proposal on {topic} ({place})",
                    "activity": activity,
                    "made_by": [actor["id"]],
                }
                for i in range(1, n + 1)
            )
        ledger.rows(table, read_rows, "as many contributions as proposals counted")
    _shares(cells, ledger)
    return _base(
        "proposals",
        "Proposals for the municipal plan, by origin and topic",
        actors=list(actors.values()),
        areas=areas.items,
        activities=list(activities.values()),
        contributions=contributions,
    )


def _not_a_cell(parts: list[str], n: int | None) -> str:
    if len(parts) != 4:
        return "the cell is not place---category---topic---origin"
    if parts[3] not in ORIGINS:
        return f"{parts[3]!r} is not an origin known here"
    return "the count is missing" if n is None else ""


def _way_in(activity: str, way: str, topic: str, area: str) -> dict[str, Any]:
    words = {"platform": "On the platform", "meetings": "At meetings"}[way]
    return {
        "id": activity,
        "title": f"{words}: {topic}",
        "kind": KINDS[way],
        "areas": [area],
        "level_of_system": "policy",
        "initiated_by": ["council"],
        "asks_users": "yes",
    }


def _shares(cells: dict[tuple[str, str], int], ledger: Ledger) -> None:
    """Proposals by origin, over all and by topic."""
    total = sum(cells.values())
    for origin, (_, _, words) in ORIGINS.items():
        n = sum(count for (_, found), count in cells.items() if found == origin)
        ledger.figure_of(f"proposals {words}", n, total)
    for topic in sorted({topic for topic, _ in cells}):
        of = sum(count for (found, _), count in cells.items() if found == topic)
        ledger.figure_of(
            f"proposals by citizens on {topic}", cells.get((topic, "ciudadano"), 0), of
        )


def _meetings(
    tables: Iterable[Table], ledger: Ledger, limits: Limits
) -> dict[str, Any]:
    """One activity per meeting: convened by the council, proposals by the public."""
    areas = Areas()
    activities: list[dict[str, Any]] = []
    contributions: list[dict[str, Any]] = []
    seen: set[str] = set()
    uncounted = 0
    for table in tables:
        before = len(activities)
        for row in table.rows:
            key = row["ID de cita"]
            if whole(key) is None or key in seen:
                ledger.row(row, f"{key!r} is not a new number")
                continue
            seen.add(key)
            activity, people, n = _meeting(row, areas, ledger)
            uncounted += people is None
            _room(len(contributions) + n, table, limits)
            activities.append(activity)
            contributions += (
                {
                    "id": f"{activity['id']}-p{i}",
                    "summary": "A proposal from a meeting",
                    "activity": activity["id"],
                    "made_by": ["public"],
                }
                for i in range(1, n + 1)
            )
        ledger.rows(table, len(activities) - before, "one activity each")
    ledger.figure_of("meetings without a head count", uncounted, len(activities))
    ledger.figure_of("proposals in the list of meetings", len(contributions))
    return _base(
        "meetings",
        "Meetings on the municipal plan",
        actors=[COUNCIL, PUBLIC],
        areas=areas.items,
        activities=activities,
        contributions=contributions,
    )


def _meeting(
    row: Row, areas: Areas, ledger: Ledger
) -> tuple[dict[str, Any], int | None, int]:
    """A meeting, its head count, and how many proposals it brought."""
    when = date(row["Data"])
    if row["Data"] and when is None:
        ledger.cell(row, "Data", f"{row['Data']!r} is not a date")
    people = _count(row, "Assistents", ledger)
    n = _count(row, "Propostes", ledger) or 0
    took_part: dict[str, Any] = {"actor": "public"}
    if people is not None:
        took_part["people"] = people
    activity: dict[str, Any] = {
        "id": f"meeting-{row['ID de cita']}",
        "title": row["Títol"] or None,
        "kind": "public_meeting",
        "areas": [areas.of(row["Subcategoria"])] if row["Subcategoria"] else [],
        "when": when,
        "level_of_system": "policy",
        "participants": [took_part],
        "initiated_by": ["council"],
    }
    if n:
        # Proposals came out of it, so views were taken.
        activity["asks_users"] = "yes"
    return activity, people, n


def _actions(
    tables: Iterable[Table], ledger: Ledger, _limits: Limits
) -> dict[str, Any]:
    """One change per action; its linked proposals as one contribution of unknown side.

    Which proposals they were is not said, and one may count in several actions, so
    they cannot be told apart.
    """
    areas = Areas()
    changes: list[dict[str, Any]] = []
    contributions: list[dict[str, Any]] = []
    total = without = 0
    seen: set[str] = set()
    for table in tables:
        before = len(changes)
        for row in table.rows:
            if whole(row["ID"]) is None or row["ID"] in seen:
                ledger.row(row, f"{row['ID']!r} is not a new number")
                continue
            seen.add(row["ID"])
            topic = row["Subcategoria"]
            changes.append(
                {
                    "id": f"action-{row['ID']}",
                    "title": row["Títol"] or None,
                    "areas": [areas.of(topic)] if topic else [],
                    "status": "planned",
                }
            )
            n = _count(row, "Propostes", ledger)
            total += n or 0
            without += n == 0
            if n:
                words = f"{n} linked proposals" if n > 1 else "1 linked proposal"
                contributions.append({"id": f"linked-{row['ID']}", "summary": words})
        ledger.rows(table, len(changes) - before, "one change each")
    ledger.figure_of("links from actions to proposals", total)
    ledger.figure_of("actions without a linked proposal", without, len(changes))
    links = [
        {
            "id": f"link-{item['id']}",
            "source": item["id"],
            "target": f"action-{item['id'].removeprefix('linked-')}",
            "kind": "shaped",
            "directness": "through_unknown",
            "evidence": ["register"],
        }
        for item in contributions
    ]
    return _base(
        "actions",
        "Actions of the municipal plan, with the proposals linked to each",
        areas=areas.items,
        changes=changes,
        contributions=contributions,
        links=links,
        evidence=[_register("the published list of actions")] if links else [],
    )


def _register(note: str) -> dict[str, str]:
    return {
        "id": "register",
        "origin": "Barcelona city council",
        "organisation": "Barcelona city council",
        "standpoint": "professional",
        "method": "administrative_data",
        "note": note,
    }


def _budget(tables: Iterable[Table], ledger: Ledger, _limits: Limits) -> dict[str, Any]:
    """The one file that joins rows: projects of a later budget to proposals."""
    changes: dict[str, dict[str, str]] = {}
    contributions: dict[str, dict[str, str]] = {}
    links: dict[tuple[str, str], dict[str, Any]] = {}
    for table in tables:
        before = len(links)
        for row in table.rows:
            pair = (row["proposal_id"], row["project_id"])
            if any(whole(number) is None for number in pair):
                ledger.row(row, "an id is not a number")
            elif pair in links:
                ledger.row(row, "the same link came before")
            else:
                proposal, project = (f"proposal-{pair[0]}", f"project-{pair[1]}")
                contributions.setdefault(pair[0], {"id": proposal})
                changes.setdefault(pair[1], {"id": project})
                links[pair] = {
                    "id": f"link-{pair[0]}-{pair[1]}",
                    "source": proposal,
                    "target": project,
                    "kind": "shaped",
                    "directness": "through_unknown",
                    "evidence": ["register"],
                }
        ledger.rows(table, len(links) - before, "one link each")
    ledger.figure_of("links from projects to proposals", len(links))
    return _base(
        "budget",
        "Projects of a later budget and the proposals they name",
        changes=list(changes.values()),
        contributions=list(contributions.values()),
        links=list(links.values()),
        evidence=[_register("the published table of links")] if links else [],
    )
