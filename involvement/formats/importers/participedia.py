"""Participedia cases: the CSV export of the case list, one record per case.

Source:
    Layout read from the export itself; the words are those of Participedia's case
    form as the export writes them, cut at the first underscore or comma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from involvement.formats.importers.cells import Names, date, span, whole
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import Paths, Row, only_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from involvement.limits import Limits
    from involvement.record.programme import Programme

REQUIRED = ("id", "type", "title")

USED = {
    "id": "the record's id",
    "type": "only rows of type `case` are read",
    "title": "title of the record and of its one activity",
    "url": "`citation`",
    "description": "`description`",
    "city": "`setting`",
    "province": "`setting`",
    "country": "`setting`",
    "general_issues_1": "an area",
    "general_issues_2": "an area",
    "general_issues_3": "an area",
    "start_date": "`when.start`",
    "end_date": "`when.end`, unless the case is ongoing",
    "ongoing": "`1` leaves the end open",
    "public_spectrum": "`declared.iap2`: a claim, never a fact",
    "number_of_participants_1": "head count of the participants",
    "recruitment_method": "`selection`, where drawn by lot or elected",
    "facilitators": "`1`: facilitators took part, as an actor; no fact",
    "participants_interactions_1": "`asks_users`, where participants speak",
    "participants_interactions_2": "`asks_users`, where participants speak",
    "participants_interactions_3": "`asks_users`, where participants speak",
    "learning_resources_1": "`informs_users`",
    "learning_resources_2": "`informs_users`",
    "learning_resources_3": "`informs_users`",
    "learning_resources_4": "`informs_users`",
    "learning_resources_5": "`informs_users`",
    "decision_methods_1": "`asks_users`: who votes or agrees is heard; no more",
    "decision_methods_2": "`asks_users`: who votes or agrees is heard; no more",
    "decision_methods_3": "`asks_users`: who votes or agrees is heard; no more",
    "decision_methods_4": "`asks_users`: who votes or agrees is heard; no more",
    "primary_organizer_title": "label of the organising organisation",
    "organizer_types_1": "`initiated_by`",
    "organizer_types_2": "`initiated_by`",
    "organizer_types_3": "`initiated_by`",
    "impact_evidence": "`1`: evidence on the links to outcomes, very low grade",
    "change_types_1": "an outcome",
    "change_types_2": "an outcome",
    "change_types_3": "an outcome",
    "change_types_4": "an outcome",
    "change_types_5": "an outcome",
}

_TEXT = "says how it was run, not one of the facts"
_SITE = "about the web page, not the case"
_POWER = "says how participants decide among themselves, not who can make it stick"
_TARGET = "says who was wanted, not who came"
_PURPOSE = "the words do not match ours, and a partial set would deny the rest"
_FUNDER = "who pays does not tell who initiated or led"
UNUSED = {
    "featured": _SITE,
    "post_date": _SITE,
    "updated_date": _SITE,
    "original_language": _SITE,
    "address1": "too exact a place",
    "address2": "too exact a place",
    "postal_code": "too exact a place",
    "latitude": "too exact a place",
    "longitude": "too exact a place",
    "is_component_of_id": "each case is a record of its own",
    "is_component_of_title": "each case is a record of its own",
    "is_component_of_url": "each case is a record of its own",
    "specific_methods_tools_techniques_titles": _TEXT,
    "has_components_titles": "each case is a record of its own",
    **{f"specific_topics_{i}": "finer than an area" for i in (1, 2, 3)},
    "scope_of_influence_1": "a place, not a level of the system",
    "time_limited": "says that it recurred, not how often the same people met",
    **{f"purposes_{i}": _PURPOSE for i in (1, 2, 3)},
    **{f"approaches_{i}": _PURPOSE for i in (1, 2, 3)},
    "open_limited": "open to whom, not how those who came were found",
    **{f"targeted_participants_{i}": _TARGET for i in (1, 2, 3)},
    **{f"method_types_{i}": _TEXT for i in (1, 2, 3)},
    **{f"tools_techniques_types_{i}": _TEXT for i in (1, 2, 3)},
    "legality": _TEXT,
    "facilitator_training": _TEXT,
    "facetoface_online_or_both": _TEXT,
    **{f"if_voting_{i}": _POWER for i in (1, 2, 3)},
    **{f"insights_outcomes_{i}": "how results were published" for i in (1, 2, 3)},
    "primary_organizer_id": "a number of the web page",
    "primary_organizer_url": _SITE,
    "funder": _FUNDER,
    **{f"funder_types_{i}": _FUNDER for i in (1, 2, 3)},
    "staff": "says that there was staff, not on which side it stood",
    "volunteers": "says that there were volunteers, not what they did",
    **{
        f"implementers_of_change_{i}": "who carries a change out need not have decided"
        for i in (1, 2, 3)
    },
    "formal_evaluation": "says that there was one, not what it found",
    "body": "free text: for a person to code",
    **{
        f"{kind}_count": _SITE
        for kind in (
            *("files", "links", "photos", "videos", "audio"),
            *("evaluation_reports", "evaluation_links"),
        )
    },
    "collections": _SITE,
}

# Public authorities take part here for the service or commissioner whose matter it
# is, hence the side; as a ministry outside the matter they would be external.
_AUTHORITY = {"role": "policymaker", "side": "professional"}
ORGANISERS: dict[str, dict[str, str]] = {
    "local": _AUTHORITY,
    "regional": _AUTHORITY,
    "national": _AUTHORITY,
    "international": {"role": "policymaker"},
    "academic": {"role": "researcher"},
    "nongovernmental": {"role": "charity"},
    "forprofit": {"role": "industry"},
    "philanthropic": {"role": "funder"},
    "community": {"role": "community_group"},
    "activist": {"role": "community_group"},
    "social": {"role": "community_group"},
    # One person: whether a citizen or an official is not said.
    "individual": {"role": "other"},
}
"""Organiser type to the role, and the side where the role's own is not right."""

SPECTRUM = ("inform", "consult", "involve", "collaborate", "empower")
SELECTION = {
    "random": "random",
    "stratified": "random",
    "stratified_random": "random",
    "election": "elected",
}
SPEAKING = ("discussion", "express", "negotiation", "storytelling", "formal")
SILENT = ("listenwatch", "ask", "informal", "acting")
TEACHING = ("written", "expert", "video", "site", "teachins")
DECIDING = ("voting", "opinion", "general", "idea")
CHANGES = {
    "changes_public": ("Change in public policy", "policy"),
    "changes_how": ("Change in how institutions operate", "organisation"),
    "changes_civic": ("Change in civic capacities", "unknown"),
}
_CUT = "the export cut the word short; what changed cannot be told"


def read(paths: Paths, *, limits: Limits | None = None) -> Import:
    """One record per Participedia case.

    Organiser types give `initiated_by`; the public spectrum is what the contributor
    declares; decision methods and interactions give only that participants were
    heard; everything else stays unknown.

    Args:
        paths: The CSV file.
        limits: How much it may ask of this machine.

    Raises:
        RecordError: If the file cannot be read or is not of this layout.
    """
    table = only_table(paths, limits=limits, required=REQUIRED)
    ledger = Ledger()
    ledger.columns(table, USED, UNUSED)
    programmes: list[Programme] = []
    seen: set[str] = set()
    for row in table.rows:
        why = _left_out(row, seen)
        if why:
            ledger.row(row, why)
            continue
        seen.add(row["id"])
        programmes.append(ledger.record(_case(row, ledger), row.where, limits))
    ledger.rows(table, len(programmes), "one record each")
    ledger.notes.append(
        "`initiated_by` is who organised, by Participedia's own question; a public "
        "authority counts as professional, an individual as unknown"
    )
    return ledger.close(programmes)


def _left_out(row: Row, seen: set[str]) -> str:
    if row["type"] != "case":
        return f"type is {row['type']!r}, not 'case'"
    if whole(row["id"]) is None:
        return f"id {row['id']!r} is not a number"
    return "a case of this id came before" if row["id"] in seen else ""


def _words(row: Row, stem: str) -> Iterator[tuple[str, str]]:
    """The columns of one question with their words; empty cells are skipped."""
    for column in row.cells:
        if column.rpartition("_")[0] == stem and row[column] and column in USED:
            yield column, row[column]


def _case(row: Row, ledger: Ledger) -> dict[str, Any]:
    names = Names()
    when = _when(row, ledger)
    areas = [
        {"id": names.of("area", word), "title": word}
        for _, word in _words(row, "general_issues")
    ]
    actors, activity = _activity(row, ledger)
    activity["areas"] = [area["id"] for area in areas]
    place = ", ".join(row[c] for c in ("city", "province", "country") if row[c])
    organisations = []
    if row["primary_organizer_title"] and len(actors) > 1:
        title = row["primary_organizer_title"]
        organisations.append({"id": "organiser", "label": title})
    return {
        "schema_version": "1",
        "id": f"participedia-{row['id']}",
        "title": row["title"] or None,
        "description": row["description"] or None,
        "setting": place or None,
        "when": when,
        "citation": row["url"] or None,
        "organisations": organisations,
        "actors": actors,
        "areas": areas,
        "activities": [activity | {"when": when}],
        **_impact(row, ledger),
    }


def _when(row: Row, ledger: Ledger) -> dict[str, str] | None:
    ends: dict[str, str | None] = {}
    for column in ("start_date", "end_date"):
        ends[column] = date(row[column])
        if row[column] and ends[column] is None:
            ledger.cell(row, column, f"{row[column]!r} is not a date")
    if row["ongoing"] == "1":
        ends["end_date"] = None
    found = span(ends["start_date"], ends["end_date"])
    if found is None:
        ledger.cell(row, "end_date", "it is before the start")
    return found or None


def _activity(row: Row, ledger: Ledger) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The actors and the one activity of a case."""
    actors = [{"id": "participants", "label": "Participants", "role": "public_member"}]
    activity: dict[str, Any] = {"id": "case", "title": row["title"] or None}
    initiators = _organisers(row, ledger, actors)
    if initiators:
        activity["initiated_by"] = initiators
    took_part: list[dict[str, Any]] = [{"actor": "participants"}]
    count = row["number_of_participants_1"]
    if whole(count) is not None:
        took_part[0]["people"] = whole(count)
    elif count:
        ledger.cell(row, "number_of_participants_1", f"{count!r} is not a count")
    if row["facilitators"] in ("1", "1.0"):
        actors.append(
            {"id": "facilitators", "label": "Facilitators", "role": "facilitator"}
        )
        took_part.append({"actor": "facilitators"})
    activity["participants"] = took_part
    activity |= _facts(row, ledger)
    return actors, activity


def _organisers(row: Row, ledger: Ledger, actors: list[dict[str, Any]]) -> list[str]:
    """The ids of the organisers; none if one of them is of a kind not known."""
    found: list[str] = []
    strange = False
    for column, word in _words(row, "organizer_types"):
        if word not in ORGANISERS:
            ledger.cell(row, column, f"{word!r} is not an organiser type known here")
            strange = True
        elif f"organiser-{word}" not in found:
            found.append(f"organiser-{word}")
            label = f"Organiser ({word})"
            actors.append({"id": found[-1], "label": label} | ORGANISERS[word])
    if strange and found:
        # A side from some of the organisers only might not be the side of all.
        ledger.cell(row, "organizer_types_1", "`initiated_by` left unknown: see above")
        return []
    return found


def _facts(row: Row, ledger: Ledger) -> dict[str, Any]:
    """The few facts the export truly states."""
    facts: dict[str, Any] = {}
    spectrum = row["public_spectrum"]
    if spectrum in SPECTRUM:
        facts["declared"] = {"iap2": spectrum}
    elif spectrum:
        ledger.cell(row, "public_spectrum", f"{spectrum!r} is not a level of `iap2`")
    method = row["recruitment_method"]
    if method in SELECTION:
        facts["selection"] = SELECTION[method]
    elif method:
        why = f"{method!r} does not tell how those who came were found"
        ledger.cell(row, "recruitment_method", why)
    for stem, yes, neither, fact in (
        ("participants_interactions", SPEAKING, SILENT, "asks_users"),
        ("decision_methods", DECIDING, (), "asks_users"),
        ("learning_resources", TEACHING, (), "informs_users"),
    ):
        for column, word in _words(row, stem):
            if word in yes:
                facts[fact] = "yes"
            elif word in neither:
                ledger.cell(row, column, f"{word!r} does not tell whether views count")
            else:
                ledger.cell(row, column, f"{word!r} is not a word known here")
    return facts


def _impact(row: Row, ledger: Ledger) -> dict[str, Any]:
    """The outcomes a contributor ticked, and the tick that there is evidence."""
    outcomes: list[dict[str, Any]] = []
    ticked = row["impact_evidence"] in ("1", "1.0")
    for column, word in _words(row, "change_types"):
        if word in CHANGES:
            title, family = CHANGES[word]
            outcomes.append({"id": f"outcome-{len(outcomes) + 1}", "title": title})
            outcomes[-1] |= {"family": family}
        else:
            ledger.cell(row, column, f"{word!r}: {_CUT}")
    if ticked and not outcomes:
        outcomes.append({"id": "outcome-1", "title": "An impact of a kind not told"})
    links = [
        {
            "id": f"link-{n}",
            "source": "case",
            "target": outcome["id"],
            "kind": "resulted_in",
            "evidence": ["tick"] if ticked else [],
        }
        for n, outcome in enumerate(outcomes, 1)
    ]
    tick = {
        "id": "tick",
        "origin": "contributor of the case",
        "note": "ticked: there is evidence of impact; the evidence itself is not here",
    }
    return {
        "outcomes": outcomes,
        "links": links,
        "evidence": [tick] if ticked else [],
    }
