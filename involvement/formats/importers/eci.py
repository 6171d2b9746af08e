"""The register of European Citizens' Initiatives, and the Commission's answers.

Citizens start an initiative and the Commission answers those that are valid. That a
law of the same matter is in force does not say that the initiative brought it about:
some were under way before it was answered, and an initiative may be refused in part.

Source:
    Layout of a published table of the register and of the Commission's answers,
    read from the files and their column descriptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.errors import Issue, RecordError
from involvement.formats.importers.cells import Names, date, span, whole
from involvement.formats.importers.eci_columns import LAYOUTS, UNUSED, USED
from involvement.formats.importers.eci_followup import COMMISSION, followed, link, paper
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import (
    Paths,
    Row,
    Table,
    read_tables,
    sorted_out,
)

if TYPE_CHECKING:
    from involvement.limits import Limits

LAW = ("Law Active", "Law Approved", "Law Promised")


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """One record of the register: a campaign and a demand per initiative.

    Args:
        paths: The CSV files, or the directory that holds them; the list of
            initiatives is needed, answers and categories are read where given.
        limits: How much they may ask of this machine.

    Raises:
        RecordError: If a file cannot be read or the list of initiatives is missing.
    """
    known, strange = sorted_out(read_tables(paths, limits=limits), LAYOUTS)
    ledger = Ledger()
    parts: dict[str, list[Table]] = {layout.name: [] for layout in LAYOUTS}
    for name, table in known:
        parts[name].append(table)
        ledger.columns(table, USED[name], UNUSED)
    for table in strange:
        ledger.file(table, "not a file of this layout")
    if not parts["initiatives"]:
        raise RecordError([_no_list(known[0][1])])
    values = _register(parts["initiatives"], ledger)
    ids = {item["id"].removeprefix("campaign-") for item in values["activities"]}
    _categories(parts["categories"], values, ids, ledger)
    _answers(parts["answers"], values, ids, ledger)
    ledger.notes.append(
        "a law in force is not shown to come of an initiative: the table lists it "
        "beside the answer, which is evidence of the lowest grade"
    )
    source = parts["initiatives"][0].file
    return ledger.close([ledger.record(values, source, limits)])


def _no_list(table: Table) -> Issue:
    return Issue(
        code="file-kind",
        found="found no list of initiatives",
        where=f"{table.file}:1",
        expected="expected a file with the columns registration_number, objective",
    )


def _number(row: Row) -> str:
    """The registration number as part of an id."""
    return row["registration_number"].replace("/", "-")


def _register(tables: list[Table], ledger: Ledger) -> dict[str, Any]:
    activities: list[dict[str, Any]] = []
    contributions: list[dict[str, Any]] = []
    statuses: dict[str, int] = {}
    seen: set[str] = set()
    for table in tables:
        before = len(activities)
        for row in table.rows:
            key = _number(row)
            if not key.replace("-", "").isdigit() or not key.isascii() or key in seen:
                ledger.row(
                    row, f"{row['registration_number']!r} is not a new registration"
                )
                continue
            seen.add(key)
            status = row["current_status"].split("\n")[0].strip() or "not stated"
            statuses[status] = statuses.get(status, 0) + 1
            activity, contribution = _initiative(key, row, ledger)
            activities.append(activity)
            contributions.append(contribution)
        ledger.rows(table, len(activities) - before, "one campaign and one demand each")
    ledger.figure_of("initiatives", len(activities))
    for status in sorted(statuses):
        ledger.figure_of(f"status {status}", statuses[status], len(activities))
    return {
        "schema_version": "1",
        "id": "eci-register",
        "title": "European Citizens' Initiatives and the Commission's answers",
        "organisations": [
            {"id": "ec", "label": COMMISSION, "kind": "government"},
        ],
        "actors": [
            {
                "id": "organisers",
                "label": "Organisers of the initiative",
                "role": "public_member",
            },
            {"id": "signatories", "label": "Signatories", "role": "public_member"},
            {
                "id": "commission",
                "label": "The Commission",
                "role": "policymaker",
                "side": "professional",
                "organisation": "ec",
            },
        ],
        "areas": [],
        "activities": activities,
        "contributions": contributions,
        **{
            name: []
            for name in ("decisions", "changes", "links", "feedback", "evidence")
        },
    }


def _initiative(
    key: str, row: Row, ledger: Ledger
) -> tuple[dict[str, Any], dict[str, Any]]:
    start, end = (
        _date(row, column, ledger)
        for column in ("timeline_registered", "timeline_collection_closed")
    )
    when = span(start, end)
    if when is None:
        ledger.cell(row, "timeline_collection_closed", "it is before the registration")
    signed: dict[str, Any] = {"actor": "signatories"}
    if whole(row["signatures_collected"]) is not None:
        signed["people"] = whole(row["signatures_collected"])
    elif row["signatures_collected"]:
        why = f"{row['signatures_collected']!r} is not a count"
        ledger.cell(row, "signatures_collected", why)
    title = row["title"] or None
    activity = {
        "id": f"campaign-{key}",
        "title": title,
        "kind": "campaign",
        "areas": [],
        "when": when or None,
        "level_of_system": "policy",
        "participants": [{"actor": "organisers"}, signed],
        "initiated_by": ["organisers"],
        "led_by": ["organisers"],
    }
    contribution = {
        "id": f"demand-{key}",
        "summary": title,
        "activity": activity["id"],
        "made_by": ["organisers"],
        "intended": " ".join(row["objective"].split()) or None,
        "when": start,
    }
    return activity, contribution


def _date(row: Row, column: str, ledger: Ledger) -> str | None:
    found = date(row[column])
    if row[column] and found is None:
        ledger.cell(row, column, f"{row[column]!r} is not a date")
    return found


def _categories(
    tables: list[Table], values: dict[str, Any], ids: set[str], ledger: Ledger
) -> None:
    names = Names()
    campaigns = {item["id"]: item for item in values["activities"]}
    for table in tables:
        read_rows = 0
        for row in table.rows:
            title = row["categories"].replace("’", "'")
            if _number(row) not in ids or not title:
                ledger.row(row, "no initiative of this number, or no category")
                continue
            read_rows += 1
            area = {"id": names.of("area", title), "title": title}
            if area not in values["areas"]:
                values["areas"].append(area)
            about = campaigns[f"campaign-{_number(row)}"]["areas"]
            if area["id"] not in about:
                about.append(area["id"])
        ledger.rows(table, read_rows, "the areas of a campaign")


def _answers(
    tables: list[Table], values: dict[str, Any], ids: set[str], ledger: Ledger
) -> None:
    counts = dict.fromkeys(
        (
            *("answered", "refused", "law actions", "policy actions"),
            *("dated events", "dated events read"),
        ),
        0,
    )
    answered: set[str] = set()
    for table in tables:
        before = len(answered)
        for row in table.rows:
            key = _number(row)
            if key not in ids or key in answered:
                ledger.row(row, "no initiative of this number waits for an answer")
                continue
            answered.add(key)
            counts["refused"] += row["commission_rejected_initiative"] == "True"
            _decision(key, row, values, ledger)
            followed(key, row, values, ledger, counts)
        ledger.rows(table, len(answered) - before, "one decision each")
    counts["answered"] = len(answered)
    if tables:
        for what, n in counts.items():
            of = len(ids) if what == "answered" else None
            ledger.figure_of(what, n, len(answered) if what == "refused" else of)


def verdict(status: str, *, refused: bool) -> str:
    """The verdict an answer amounts to, as far as the table tells.

    A refusal beside a law is a refusal in part (2017/000002 is the known case). An
    initiative that was not refused may have been taken up whole or in part: not told.

    Example:
        >>> verdict("Law Active", refused=True), verdict("Law Active", refused=False)
        ('adapted', 'unknown')
    """
    if refused:
        return "adapted" if status in LAW else "rejected"
    return "deferred" if status == "Being Studied" else "unknown"


def _decision(key: str, row: Row, values: dict[str, Any], ledger: Ledger) -> None:
    flag = row["commission_rejected_initiative"]
    if flag not in ("True", "False"):
        ledger.cell(row, "commission_rejected_initiative", f"{flag!r} is not a flag")
    when = _date(row, "official_communication_adoption_date", ledger)
    found = "unknown"
    if flag in ("True", "False"):
        found = verdict(row["final_outcome_status"], refused=flag == "True")
    values["decisions"].append(
        {
            "id": f"answer-{key}",
            "title": "The Commission's answer",
            "decided_by": ["commission"],
            "verdict": found,
            "reason": row["commission_rejection_reason"] or None,
            "when": when,
        }
    )
    values["links"].append(link(f"demand-{key}", f"answer-{key}", "informed"))
    values["links"][-1]["evidence"] = [f"paper-{key}"]
    values["evidence"].append(
        paper(f"paper-{key}", "The answer itself", row["response_url"])
        | {"contemporaneous": "yes"}
    )
    values["feedback"].append(
        {
            "id": f"told-{key}",
            "about": f"answer-{key}",
            "to": [f"demand-{key}"],
            "reasoned": "yes" if row["commission_answer_text"] else "unknown",
            "when": when,
        }
    )
