"""Decidim Barcelona, on small made-up files in its layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from involvement.errors import RecordError
from involvement.formats.importers import decidim
from involvement.formats.importers.topics import COMMON
from involvement.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "proposals.csv": """\
f,propuestas,votos,comentarios
Ciudad---Vivir Bien---Sanidad y salud---ciudadano,2,9,9
Ciudad---Vivir Bien---Sanidad y salud---encuentro,3,9,9
Ciutat Vella---Vivir Bien---Sanidad y salud---oficial,1,9,9
Ciutat Vella---Vivir Bien---Cultura---organización,4,9,9
Ciudad---Vivir Bien---Cultura---marciano,4,9,9
Ciudad---Vivir Bien,4,9,9
Ciudad---Vivir Bien---Cultura---ciudadano,,9,9
Ciudad---Vivir Bien---Cultura---ciudadano,lots,9,9
""",
    "meetings.csv": """\
ID de cita,Títol,Data,Districte,Subcategoria,Assistents,Propostes,URL
4,Consell de salut,09/02/2016,,Sanitat  i salut ,40,2,u
7,,10/02/2016,,,,0,u
8,Tard,31/02/2016,,Cultura,some,,u
4,Un altre,10/02/2016,,Cultura,1,1,u
x,Un altre,10/02/2016,,Cultura,1,1,u
""",
    "action_plans.csv": """\
ID,Districte,Subcategoria,Títol,Descripció,Propostes,Suports
10,,Sanitat i salut,Un centre nou,<b>x</b>,3,9
11,,,=1+1,,1,9
12,,Esports,Una pista,,0,9
13,,Esports,Una altra,,,9
10,,Esports,Repetit,,1,9
""",
    "links.csv": """\
project_id,proposal_id
56,1
56,2
57,1
56,1
58,
""",
    "notes.csv": "a,b\n1,2\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All files together, and one that is none of theirs."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_four_records_that_nothing_joins(folder: Path) -> None:
    """Each set of files is its own."""
    made = decidim.read(folder)
    assert [p.id for p in made.programmes] == [
        "decidim-proposals",
        "decidim-meetings",
        "decidim-actions",
        "decidim-budget",
    ]
    assert made.notes[-1].startswith("no file says which proposal went into which")
    alone = decidim.read(folder / "links.csv").programmes
    assert [p.id for p in alone] == ["decidim-budget"]


def test_a_meeting_the_public_fills_is_still_the_councils(folder: Path) -> None:
    """Who convened and who spoke are two answers."""
    proposals, meetings = decidim.read(folder).programmes[:2]
    for programme in (proposals, meetings):
        assert {programme.side(a.initiated_by) for a in programme.activities} == {
            "professional"
        }
    sides = [meetings.side(c.made_by) for c in meetings.contributions]
    assert sides == ["user", "user"]
    made_by = [proposals.side(c.made_by) for c in proposals.contributions]
    assert made_by == ["user"] * 5 + ["professional"] + ["unknown"] * 4
    at_meetings = [c for c in proposals.contributions if "meetings" in str(c.activity)]
    assert len(at_meetings) == 3


def test_counts_become_contributions_and_figures(folder: Path) -> None:
    """Shares by origin and by topic are kept with their totals."""
    made = decidim.read(folder)
    assert [str(f) for f in made.figures] == [
        "proposals by citizens: 2 of 10",
        "proposals by organisations: 4 of 10",
        "proposals from meetings: 3 of 10",
        "proposals by the council: 1 of 10",
        "proposals by citizens on Cultura: 0 of 4",
        "proposals by citizens on Sanidad y salud: 2 of 6",
        "meetings without a head count: 2 of 3",
        "proposals in the list of meetings: 2",
        "links from actions to proposals: 4",
        "actions without a linked proposal: 1 of 4",
        "links from projects to proposals: 3",
    ]


def test_a_meeting_keeps_what_it_states(folder: Path) -> None:
    """Views were taken where proposals came out; elsewhere that is not known."""
    first, second, third = decidim.read(folder).programmes[1].activities
    assert first.model_dump(mode="json") == {
        "id": "meeting-4",
        "title": "Consell de salut",
        "kind": "public_meeting",
        "areas": ["area-sanidad-y-salud"],
        "when": "2016-02-09",
        "level_of_system": "policy",
        "participants": [{"actor": "public", "people": 40}],
        "initiated_by": ["council"],
        "asks_users": "yes",
    }
    assert (second.title, second.asks_users, second.areas) == (None, "unknown", ())
    assert (third.when, third.participants[0].people) == (None, None)


def test_an_action_rests_on_proposals_nobody_names(folder: Path) -> None:
    """Their number is known and their side is not; none linked is no link."""
    actions = decidim.read(folder).programmes[2]
    assert [(c.id, c.summary, c.made_by) for c in actions.contributions] == [
        ("linked-10", "3 linked proposals", "unknown"),
        ("linked-11", "1 linked proposal", "unknown"),
    ]
    assert [link.target for link in actions.links] == ["action-10", "action-11"]
    assert {change.status for change in actions.changes} == {"planned"}
    assert actions.changes[1].title == "=1+1"


def test_the_budget_joins_rows(folder: Path) -> None:
    """One proposal in two projects is one contribution with two links."""
    budget = decidim.read(folder).programmes[3]
    assert len(budget.contributions) == len(budget.changes) == 2
    assert len(budget.links) == 3


def test_every_row_left_out_is_named(folder: Path) -> None:
    """With its line and the reason."""
    said = [
        str(u) for u in decidim.read(folder).unused if u.row is not None or not u.column
    ]
    assert said == [
        "notes.csv: not a file of this layout",
        "proposals.csv:6: 'marciano' is not an origin known here",
        "proposals.csv:7: the cell is not place---category---topic---origin",
        "proposals.csv:8: the count is missing",
        "proposals.csv:9 propuestas: 'lots' is not a count",
        "proposals.csv:9: the count is missing",
        "meetings.csv:4 Data: '31/02/2016' is not a date",
        "meetings.csv:4 Assistents: 'some' is not a count",
        "meetings.csv:5: '4' is not a new number",
        "meetings.csv:6: 'x' is not a new number",
        "action_plans.csv:6: '10' is not a new number",
        "links.csv:5: the same link came before",
        "links.csv:6: an id is not a number",
    ]


def test_empty_tables_make_empty_records(tmp_path: Path) -> None:
    """A record with no change and no evidence is valid."""
    for name, text in FILES.items():
        header = text.partition("\n")[0]
        (tmp_path / name).write_text(header + "\n", encoding="utf-8")
    made = decidim.read(tmp_path)
    assert [len(p.contributions) for p in made.programmes] == [0, 0, 0, 0]
    assert "proposals by citizens: 0 of 0" in map(str, made.figures)


def test_a_count_that_would_fill_the_machine_is_refused(tmp_path: Path) -> None:
    """Before the contributions are made."""
    path = tmp_path / "p.csv"
    text = "f,propuestas\nCiudad---a---b---oficial,999999999999\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        decidim.read(path)
    assert str(caught.value) == (
        "p.csv  [limit-items]\n"
        "  the counts add up to more than 1000000 proposals\n"
        "  raise it with Limits(items=...) or --limit items=..."
    )
    path.write_text("f,propuestas\nCiudad---a---b---oficial,3\n", encoding="utf-8")
    made = decidim.read(path, limits=Limits(items=3))
    assert len(made.programmes[0].contributions) == 3


def test_files_of_another_layout_are_refused(tmp_path: Path) -> None:
    """Naming the columns that would have told them."""
    path = tmp_path / "p.csv"
    path.write_text("id,title\n1,2\n", encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        decidim.read(path)
    assert str(caught.value) == (
        "p.csv:1  [file-kind]\n  found the columns 'id, title'\n"
        "  expected a file with the columns f, propuestas; ID de cita, Assistents; "
        "ID, Títol, Suports, Propostes; project_id, proposal_id"
    )
    path.write_text("ID de cita,Assistents\n1,2\n", encoding="utf-8")
    with pytest.raises(RecordError, match="found no column 'Propostes'"):
        decidim.read(path)


def test_topics_are_told_apart_in_both_languages() -> None:
    """No two Catalan topics stand for one Spanish topic."""
    assert len(set(COMMON.values())) == len(COMMON)
