"""Participedia methods: a catalogue of ways of doing, one record for all of them.

A method is not something that happened. So a method gives no facts at all: only what
its contributor declares it to be, and what the catalogue says of who is recruited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.formats.importers.participedia import SELECTION, SPECTRUM
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import Paths, Row, only_table

if TYPE_CHECKING:
    from involvement.limits import Limits

REQUIRED = ("id", "type", "public_spectrum")

USED = {
    "id": "the activity's id",
    "type": "only rows of type `method` are read",
    "friendly_id": "the activity's title",
    "public_spectrum": "`declared.iap2`: a claim, never a fact",
    "recruitment_method": "`selection` in an account of basis `formal`",
    "hidden": "counted; hidden methods are read all the same",
}

_WAY = "describes the method in general, not an activity that took place"
_SITE = "about the web page, not the method"
UNUSED = {
    **dict.fromkeys(
        (
            *("original_language", "post_date", "published", "updated_date"),
            *("tags", "featured", "verified", "completeness", "collections"),
        ),
        _SITE,
    ),
    **dict.fromkeys(
        (
            *("level_polarization", "typical_purposes", "facetoface_online_or_both"),
            *("method_types", "open_limited", "number_of_participants"),
            *("scope_of_influence", "participants_interactions", "decision_methods"),
            *("if_voting", "facilitators", "level_complexity", "purpose_method"),
        ),
        _WAY,
    ),
}


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """One record that lists the methods, each with what it is declared to be.

    Args:
        paths: The CSV file.
        limits: How much it may ask of this machine.

    Raises:
        RecordError: If the file cannot be read or is not of this layout.
    """
    table = only_table(paths, limits=limits, required=REQUIRED)
    ledger = Ledger()
    ledger.columns(table, USED, UNUSED)
    activities: list[dict[str, Any]] = []
    seen: set[str] = set()
    hidden = 0
    for row in table.rows:
        why = _left_out(row, seen)
        if why:
            ledger.row(row, why)
            continue
        seen.add(row["id"])
        hidden += row["hidden"] == "True"
        activities.append(_method(row, ledger))
    ledger.rows(table, len(activities), "one activity each")
    ledger.figure_of("methods marked hidden", hidden, len(activities))
    ledger.notes.append(
        "a method is a way of doing, not something done: its facts are unknown"
    )
    values = {
        "schema_version": "1",
        "id": "participedia-methods",
        "title": "Participedia methods (declared levels only)",
        "description": "A catalogue of methods. None of them is an activity observed.",
        "actors": [{"id": "catalogue", "label": "The catalogue", "role": "other"}],
        "activities": activities,
    }
    return ledger.close([ledger.record(values, table.file, limits)])


def _left_out(row: Row, seen: set[str]) -> str:
    if row["type"] != "method":
        return f"type is {row['type']!r}, not 'method'"
    if not row["id"].isascii() or not row["id"].isdigit():
        return f"id {row['id']!r} is not a number"
    return "a method of this id came before" if row["id"] in seen else ""


def _method(row: Row, ledger: Ledger) -> dict[str, Any]:
    activity: dict[str, Any] = {
        "id": f"method-{row['id']}",
        "title": row["friendly_id"] or None,
    }
    spectrum = row["public_spectrum"]
    if spectrum in SPECTRUM:
        activity["declared"] = {"iap2": spectrum}
    elif spectrum:
        ledger.cell(row, "public_spectrum", f"{spectrum!r} is not a level of `iap2`")
    method = row["recruitment_method"]
    if method in SELECTION:
        formal = {"reporter": "catalogue", "basis": "formal"}
        activity["accounts"] = [formal | {"selection": SELECTION[method]}]
    elif method:
        why = f"{method!r} does not tell how those who came were found"
        ledger.cell(row, "recruitment_method", why)
    return activity
