"""The member-governed organisation, on small made-up files in its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from involvement.errors import RecordError
from involvement.formats.importers import decentraland

if TYPE_CHECKING:
    from pathlib import Path

    from involvement.formats.importers.shape import Import

PROPOSALS = """\
Proposal ID,Snapshot ID,Author,Type,Title,Started,Ended,Status,Forum Topic
a-1,0x1,0xme,grant,=Games,2024-02-01T00:00:00.000Z,2024-02-10T00:00:00.000Z,enacted,1
a-2,0x2,0xme,grant,Films,2024-02-01T00:00:00.000Z,2024-02-10T00:00:00.000Z,rejected,2
a-3,0x3,0xme,grant,Maps,2024-02-01T00:00:00.000Z,,out_of_budget,3
a-4,0x4,0xme,poll,,2024-02-01T00:00:00.000Z,2024-01-01T00:00:00.000Z,passed,4
a-5,,0xme,poll,Later,soon,,active,5
a-6,0x6,0xme,,Odd,,,lost,6
a-1,0x1,0xme,grant,Again,,,enacted,7
a/7,0x1,0xme,grant,Bad,,,enacted,8
a-8,0x8,0xme,grant,More,,,enacted,9
a-9,0x9,0xme,grant,Poor,,,enacted,9
"""
HEAD = "Proposal ID,Title,Status,Category,Amount USD,Done Updates,"
GRANTS = f"""\
{HEAD}Missed Updates,Pending Updates
a-1,Games,enacted,Art,100.50,1,0,0
a-2,Films,rejected,Art,100,,,
a-5,Later,enacted,,100,,,
a-8,More,enacted,,-3,0,0,2
a-9,Poor,enacted,Art,much,x,0,0
zz,Orphan,enacted,Art,100,1,0,0
"""
PROJECTS = f"""\
{HEAD}Missed Updates,Pending Updates,Project ID
a-1,Games,enacted,Art,100.50,5,0,0,p-1
"""
VESTINGS = """\
Proposal ID,Vesting Status
a-1,Finished
a-1,Finished
a-8,Revoked
a-9,Paused
zz,Finished
"""


@pytest.fixture
def made(tmp_path: Path) -> Import:
    """All four files and a stranger."""
    for name, text in {
        "proposals.csv": PROPOSALS,
        "grants.csv": GRANTS,
        "projects.csv": PROJECTS,
        "vestings.csv": VESTINGS,
        "notes.csv": "a\n1\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return decentraland.read(tmp_path)


def test_members_propose_and_members_decide(made: Import) -> None:
    """One activity per type of proposal; wallets are nowhere in the record."""
    programme = made.programmes[0]
    activity = programme.activities[0]
    assert programme.side(activity.initiated_by) == "user"
    assert (activity.decision_right, activity.user_vote_share) == ("user", 1.0)
    assert [a.id for a in programme.activities] == [
        "votes-grant",
        "votes-poll",
        "votes",
    ]
    assert "0xme" not in programme.model_dump_json()


def test_a_vote_is_what_the_list_says(made: Import) -> None:
    """An open vote is no decision; a strange word is unknown."""
    programme = made.programmes[0]
    assert [(d.id, d.verdict, d.reason) for d in programme.decisions] == [
        ("vote-a-1", "accepted", None),
        ("vote-a-2", "rejected", None),
        ("vote-a-3", "deferred", "the budget was used up"),
        ("vote-a-4", "accepted", None),
        ("vote-a-6", "unknown", None),
        ("vote-a-8", "accepted", None),
        ("vote-a-9", "accepted", None),
    ]
    assert len(programme.contributions) == 8
    ballot = programme.evidence[0]
    assert (ballot.origin, ballot.locator) == ("vote register", "0x1")


def test_an_enacted_grant_is_a_change_on_its_makers_word(made: Import) -> None:
    """The later list wins, and payment is a source of its own."""
    programme = made.programmes[0]
    evidence = {item.id: item for item in programme.evidence}
    assert [(c.id, c.status) for c in programme.changes] == [
        ("grant-a-1", "implemented"),
        ("grant-a-8", "planned"),
        ("grant-a-9", "unknown"),
    ]
    links = {link.target: link for link in programme.links}
    assert links["grant-a-1"].evidence == ("updates-a-1", "vesting-a-1")
    updates = evidence["updates-a-1"]
    assert (updates.note, updates.method) == ("5 updates", "document")
    assert updates.interested == "yes"
    assert evidence["updates-a-8"].method == "inference"
    assert evidence["vesting-a-1"].stance == "supports"
    assert evidence["vesting-a-8"].stance == "contradicts"
    assert [a.title for a in programme.areas] == ["Art"]


def test_what_members_paid_is_a_cost_they_bore(made: Import) -> None:
    """Only for grants that were enacted."""
    programme = made.programmes[0]
    assert [
        (str(c.amount), c.currency, programme.side(c.borne_by))
        for activity in programme.activities
        for c in activity.costs
    ] == [("100.50", "USD", "user")]


def test_every_row_left_out_is_named(made: Import) -> None:
    """The orphan among them."""
    said = [str(u) for u in made.unused if u.row is not None or not u.column]
    assert said == [
        "notes.csv: not a file of this layout",
        "proposals.csv:5 Ended: it is before the start",
        "proposals.csv:6 Started: 'soon' is not a date",
        "proposals.csv:7 Status: 'lost' is not a status known here",
        "proposals.csv:8: a proposal of this id came before",
        "proposals.csv:9: 'a/7' is not a proposal id",
        "grants.csv:2: another file has this grant, with later updates",
        "grants.csv:3: status 'rejected': nothing was enacted",
        "grants.csv:4: the vote on it is still open",
        "grants.csv:5 Amount USD: '-3' is not an amount",
        "grants.csv:6 Done Updates: 'x' is not a count",
        "grants.csv:6 Amount USD: 'much' is not an amount",
        "grants.csv:7: no proposal has the id 'zz'",
        "vestings.csv:3: no enacted grant waits for this contract",
        "vestings.csv:5: status 'Paused' is not known here",
        "vestings.csv:6: no enacted grant waits for this contract",
    ]
    assert str(made.figure("grants of no known proposal")) == (
        "grants of no known proposal: 1"
    )
    assert (
        str(made.figure("grant proposals enacted")) == "grant proposals enacted: 3 of 8"
    )


def test_proposals_alone_are_enough(tmp_path: Path) -> None:
    """And without them there is nothing to join grants to."""
    path = tmp_path / "proposals.csv"
    path.write_text(PROPOSALS, encoding="utf-8")
    programme = decentraland.read(path).programmes[0]
    assert programme.changes == ()
    path = tmp_path / "grants.csv"
    path.write_text(GRANTS, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        decentraland.read(path)
    assert str(caught.value) == (
        "grants.csv:1  [file-kind]\n"
        "  found the columns 'Proposal ID, Title, Status, Category, Amount USD, "
        "Done ...'\n"
        "  expected a list of proposals: Proposal ID, Forum Topic"
    )


def test_a_grant_without_an_amount_costs_nothing_known(tmp_path: Path) -> None:
    """An empty cell is not a fault."""
    (tmp_path / "p.csv").write_text(PROPOSALS, encoding="utf-8")
    (tmp_path / "g.csv").write_text(GRANTS.replace("100.50", ""), encoding="utf-8")
    programme = decentraland.read(tmp_path).programmes[0]
    assert not any(a.costs for a in programme.activities)
