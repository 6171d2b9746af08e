"""The columns of the Barcelona files: read or not, and why."""

from __future__ import annotations

from involvement.formats.importers.tables import Layout

LAYOUTS = (
    Layout("proposals", ("f", "propuestas"), ("f", "propuestas")),
    Layout(
        "meetings",
        ("ID de cita", "Assistents"),
        ("ID de cita", "Títol", "Data", "Subcategoria", "Assistents", "Propostes"),
    ),
    Layout(
        "actions",
        ("ID", "Títol", "Suports", "Propostes"),
        ("ID", "Títol", "Subcategoria", "Propostes"),
    ),
    Layout("budget", ("project_id", "proposal_id"), ("project_id", "proposal_id")),
)

USED = {
    "proposals": {
        "f": "place, topic (an area) and origin (`made_by`) of the proposals",
        "propuestas": "as many contributions",
    },
    "meetings": {
        "ID de cita": "the activity's id",
        "Títol": "the activity's title",
        "Data": "`when`",
        "Subcategoria": "an area",
        "Assistents": "head count of the participants",
        "Propostes": "as many contributions by the public",
    },
    "actions": {
        "ID": "the change's id",
        "Títol": "the change's title",
        "Subcategoria": "an area",
        "Propostes": "one contribution that stands for the linked proposals",
    },
    "budget": {
        "project_id": "a change",
        "proposal_id": "a contribution, of whom is not said",
    },
}

_SUPPORT = "support from others is not a fact of the record"
UNUSED = {
    "votos": _SUPPORT,
    "comentarios": _SUPPORT,
    "Suports": _SUPPORT,
    "Comentaris": _SUPPORT,
    "Districte": "a place; areas here are topics",
    "Categoria": "wider than an area",
    "Descripció": "free text: for a person to code",
    "Participants": "how many took part in the discussion, on which side is not said",
    "Intervencions": "empty in the published file",
    "URL": "about the web page",
}
