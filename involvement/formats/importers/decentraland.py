"""Decentraland DAO: what members proposed, how the vote went, what was delivered.

Members of this organisation propose and vote, so users initiate and decide. A grant
that was paid is a change; the updates its makers publish are their own word, so they
count as evidence of somebody with an interest.

Source:
    Layout of the transparency files of the organisation, read from the files.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError, quote
from involvement.formats.importers.cells import Names, date, span, whole
from involvement.formats.importers.decentraland_columns import LAYOUTS, UNUSED, USED
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import (
    Paths,
    Row,
    Table,
    read_tables,
    sorted_out,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.limits import Limits

VERDICTS = {
    "enacted": ("accepted", None),
    "passed": ("accepted", None),
    "finished": ("noted", None),
    "out_of_budget": ("deferred", "the budget was used up"),
    "rejected": ("rejected", None),
}
"""Status of a proposal to the verdict of the vote, and the reason it states."""
OPEN = "active"


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """One record: a demand and a vote per proposal, a change per enacted grant.

    Args:
        paths: The CSV files, or the directory that holds them; the list of proposals
            is needed, grants, projects and vestings are read where given.
        limits: How much they may ask of this machine.

    Raises:
        RecordError: If a file cannot be read or the list of proposals is missing.
    """
    known, strange = sorted_out(read_tables(paths, limits=limits), LAYOUTS)
    ledger = Ledger()
    parts: dict[str, list[Table]] = {layout.name: [] for layout in LAYOUTS}
    for name, table in known:
        parts[name].append(table)
        ledger.columns(table, USED[name], UNUSED)
    for table in strange:
        ledger.file(table, "not a file of this layout")
    if not parts["proposals"]:
        raise RecordError([_no_list(known[0][1])])
    values = _organisation()
    types = _proposals(parts["proposals"], values, ledger)
    # The list of projects is the later one, so its updates win.
    _deliveries(parts["projects"] + parts["grants"], types, values, ledger)
    _vestings(parts["vestings"], values, ledger)
    ledger.notes.append(
        "updates are published by those who were paid: delivery rests on their word"
    )
    source = parts["proposals"][0].file
    return ledger.close([ledger.record(values, source, limits)])


def _no_list(table: Table) -> Issue:
    return Issue(
        code="file-kind",
        found=f"found the columns {quote(', '.join(table.columns))}",
        where=f"{table.file}:1",
        expected="expected a list of proposals: Proposal ID, Forum Topic",
    )


def _organisation() -> dict[str, Any]:
    return {
        "schema_version": "1",
        "id": "decentraland-dao",
        "title": "Decentraland DAO: proposals, votes and grants",
        "organisations": [
            {
                "id": "dao",
                "label": "Decentraland DAO",
                "kind": "user_organisation",
                "user_controlled": "yes",
            }
        ],
        "actors": [
            {
                "id": "members",
                "label": "Members",
                "role": "user_group",
                "organisation": "dao",
            }
        ],
        **{
            name: []
            for name in (
                *("areas", "activities", "contributions", "decisions", "changes"),
                *("links", "evidence"),
            )
        },
    }


def _proposals(
    tables: list[Table], values: dict[str, Any], ledger: Ledger
) -> dict[str, str]:
    """Every proposal and its vote; gives proposal id to type."""
    types: dict[str, str] = {}
    names, counted = Names(), dict[str, int]()
    for table in tables:
        before = len(types)
        for row in table.rows:
            why = _left_out(row, types)
            if why:
                ledger.row(row, why)
                continue
            types[row["Proposal ID"]] = row["Type"]
            for what in (
                f"proposals {row['Status']}",
                f"{row['Type']} proposals",
                f"{row['Type']} proposals {row['Status']}",
            ):
                counted[what] = counted.get(what, 0) + 1
            _proposal(row, names.of("votes", row["Type"]), values, ledger)
        ledger.rows(table, len(types) - before, "one demand and one vote each")
    for what in sorted(counted):
        ledger.figure_of(what, counted[what], len(types))
    return types


def _left_out(row: Row, types: Mapping[str, str]) -> str:
    key = row["Proposal ID"]
    if not key.replace("-", "").isalnum() or not key.isascii() or len(key) > 60:
        return f"{key!r} is not a proposal id"
    return "a proposal of this id came before" if key in types else ""


def _proposal(row: Row, votes: str, values: dict[str, Any], ledger: Ledger) -> None:
    if not any(item["id"] == votes for item in values["activities"]):
        values["activities"].append(
            {
                "id": votes,
                "title": f"Votes on proposals of type {row['Type'] or 'unknown'}",
                "kind": "online_forum",
                "initiated_by": ["members"],
                "asks_users": "yes",
                "decision_right": "user",
                "user_vote_share": 1,
                "costs": [],
            }
        )
    key = row["Proposal ID"]
    opened, closed = (_date(row, column, ledger) for column in ("Started", "Ended"))
    if span(opened, closed) is None:
        ledger.cell(row, "Ended", "it is before the start")
        closed = None
    title = row["Title"] or None
    values["contributions"].append(
        {
            "id": f"demand-{key}",
            "summary": title,
            "activity": votes,
            "made_by": ["members"],
            "when": opened,
        }
    )
    if row["Status"] == OPEN:
        return
    found, reason = VERDICTS.get(row["Status"], ("unknown", None))
    if found == "unknown":
        ledger.cell(row, "Status", f"{row['Status']!r} is not a status known here")
    values["decisions"].append(
        {
            "id": f"vote-{key}",
            "title": title,
            "decided_by": ["members"],
            "verdict": found,
            "reason": reason,
            "when": closed,
        }
    )
    _link(f"demand-{key}", f"vote-{key}", "informed", f"ballot-{key}", values)
    values["evidence"].append(
        {
            "id": f"ballot-{key}",
            "origin": "vote register",
            "standpoint": "document",
            "method": "administrative_data",
            "contemporaneous": "yes",
            "locator": row["Snapshot ID"] or None,
        }
    )


def _date(row: Row, column: str, ledger: Ledger) -> str | None:
    found = date(row[column])
    if row[column] and found is None:
        ledger.cell(row, column, f"{row[column]!r} is not a date")
    return found


def _link(
    source: str, target: str, kind: str, evidence: str, values: dict[str, Any]
) -> None:
    values["links"].append(
        {
            "id": f"link-{target}",
            "source": source,
            "target": target,
            "kind": kind,
            "evidence": [evidence],
        }
    )


def _deliveries(
    tables: list[Table],
    types: Mapping[str, str],
    values: dict[str, Any],
    ledger: Ledger,
) -> None:
    """A change for every grant that was enacted, on the word of its makers."""
    areas, done = Names(), set[str]()
    votes = {item["id"] for item in values["decisions"]}
    orphans = 0
    for table in tables:
        read_rows = 0
        for row in table.rows:
            key = row["Proposal ID"]
            orphans += key not in types
            why = _no_change(row, types, votes, done)
            if why:
                ledger.row(row, why)
                continue
            done.add(key)
            read_rows += 1
            _delivery(row, areas, values, ledger)
            _cost(row, types[key], values, ledger)
        ledger.rows(table, read_rows, "one change each")
    if tables:
        ledger.figure_of("grants of no known proposal", orphans)
        ledger.figure_of("grants enacted", len(done))


def _no_change(
    row: Row, types: Mapping[str, str], votes: set[str], done: set[str]
) -> str:
    key = row["Proposal ID"]
    if key not in types:
        return f"no proposal has the id {key!r}"
    if f"vote-{key}" not in votes:
        return "the vote on it is still open"
    if row["Status"] != "enacted":
        return f"status {row['Status']!r}: nothing was enacted"
    return "another file has this grant, with later updates" if key in done else ""


def _delivery(row: Row, areas: Names, values: dict[str, Any], ledger: Ledger) -> None:
    key = row["Proposal ID"]
    made = {
        column: whole(row[column])
        for column in ("Done Updates", "Missed Updates", "Pending Updates")
    }
    for column, n in made.items():
        if row[column] and n is None:
            ledger.cell(row, column, f"{row[column]!r} is not a count")
    about = []
    if row["Category"]:
        area = {"id": areas.of("area", row["Category"]), "title": row["Category"]}
        about.append(area["id"])
        if area not in values["areas"]:
            values["areas"].append(area)
    values["changes"].append(
        {
            "id": f"grant-{key}",
            "title": row["Title"] or None,
            "areas": about,
            "status": delivered(
                made["Done Updates"],
                missed=made["Missed Updates"],
                pending=made["Pending Updates"],
            ),
        }
    )
    _link(f"vote-{key}", f"grant-{key}", "led_to", f"updates-{key}", values)
    n = made["Done Updates"]
    values["evidence"].append(
        {
            "id": f"updates-{key}",
            "origin": f"makers of grant {key}",
            "standpoint": "user",
            "method": "document" if n else "inference",
            "interested": "yes",
            "note": f"{n} updates" if n else "no update published: enacted, no more",
        }
    )


def delivered(done: int | None, *, missed: int | None, pending: int | None) -> str:
    """What the counts of updates say of a grant; the makers' own word throughout.

    Example:
        >>> delivered(4, missed=0, pending=0), delivered(0, missed=0, pending=3)
        ('implemented', 'planned')
        >>> delivered(4, missed=2, pending=0), delivered(None, missed=None, pending=0)
        ('unknown', 'unknown')
    """
    if done is None or missed is None or pending is None:
        return "unknown"
    if done and not missed and not pending:
        return "implemented"
    return "planned" if not done and not missed and pending else "unknown"


def _cost(row: Row, kind: str, values: dict[str, Any], ledger: Ledger) -> None:
    """What the members paid, on the votes of that type."""
    if not row["Amount USD"]:
        return
    try:
        amount = Decimal(row["Amount USD"])
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        ledger.cell(row, "Amount USD", f"{row['Amount USD']!r} is not an amount")
        return
    title = f"Votes on proposals of type {kind or 'unknown'}"
    activity = next(x for x in values["activities"] if x["title"] == title)
    activity["costs"].append(
        {
            "item": "payment",
            "amount": str(amount),
            "currency": "USD",
            "borne_by": ["members"],
        }
    )


def _vestings(tables: list[Table], values: dict[str, Any], ledger: Ledger) -> None:
    """Payments over time, as evidence on the link from the vote to the grant."""
    links = {item["target"]: item for item in values["links"]}
    for table in tables:
        read_rows = 0
        for row in table.rows:
            key, status = row["Proposal ID"], row["Vesting Status"]
            link = links.get(f"grant-{key}")
            paper = f"vesting-{key}"
            if link is None or paper in link["evidence"]:
                ledger.row(row, "no enacted grant waits for this contract")
            elif status not in ("Finished", "Revoked"):
                ledger.row(row, f"status {status!r} is not known here")
            else:
                read_rows += 1
                link["evidence"].append(paper)
                values["evidence"].append(_contract(paper, status))
        ledger.rows(table, read_rows, "one evidence item each")


def _contract(paper: str, status: str) -> dict[str, Any]:
    return {
        "id": paper,
        "origin": "payment register",
        "standpoint": "document",
        "method": "administrative_data",
        "contemporaneous": "yes",
        "stance": "supports" if status == "Finished" else "contradicts",
        "note": {
            "Finished": "the whole sum was paid out over time",
            "Revoked": "payment was stopped before the end",
        }[status],
    }
