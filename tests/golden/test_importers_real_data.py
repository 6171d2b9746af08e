"""Files nobody here wrote give the figures known of them; skipped without the files."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import involvement as inv
from involvement.formats import importers
from involvement.formats.importers import causal_map

if TYPE_CHECKING:
    from involvement.formats.importers.shape import Import

DATA = Path(__file__).parents[2].parent / "shared" / "data"
CASH = "(IEA) Social Cash Transfer (OrgX) [E]"
POWER = "(IEA) Increased purchasing power [P]"


@cache
def made(name: str, folder: str) -> Import:
    """The import of one set, read once."""
    path = DATA / folder
    if not path.exists():
        pytest.skip(f"shared/data/{folder} is not here")
    return importers.read(name, path)


def figure(found: Import, what: str) -> tuple[int, int | None]:
    """A figure as numbers."""
    item = found.figure(what)
    return item.n, item.of


def test_participedia_cases() -> None:
    """Spectrum, impact evidence and first organisers of the sample."""
    found = made("participedia", "participedia_sample_full")
    cases = [programme.activities[0] for programme in found.programmes]
    assert Counter(case.declared.get("iap2") for case in cases) == {
        "consult": 5,
        "collaborate": 2,
        "involve": 1,
        "inform": 1,
        None: 1,
    }
    assert sum(bool(programme.evidence) for programme in found.programmes) == 7
    first = Counter(
        case.initiated_by[0] if case.initiated_by != "unknown" else None
        for case in cases
    )
    assert first == {
        "organiser-local": 2,
        "organiser-regional": 1,
        "organiser-academic": 3,
        "organiser-nongovernmental": 2,
        "organiser-individual": 1,
        None: 1,
    }


def test_what_a_case_declares_is_not_what_its_facts_show() -> None:
    """No case of the sample can be placed on one level by what the export states."""
    found = made("participedia", "participedia_sample_full")
    levels = [
        inv.depth(programme.activities[0], scale="iap2").level
        for programme in found.programmes
    ]
    assert levels == [None] * 10


def test_participedia_methods() -> None:
    """The declared levels of the catalogue, and its silence."""
    found = made("participedia_methods", "participedia_methods_2026")
    methods = found.programmes[0].activities
    assert Counter(method.declared.get("iap2") for method in methods) == {
        "collaborate": 47,
        "consult": 41,
        "inform": 28,
        "involve": 25,
        "empower": 19,
        None: 353 + 12,
    }
    not_applicable = [u for u in found.unused if u.column == "public_spectrum"]
    assert len(not_applicable) == 12


def test_barcelona_proposals_by_origin_and_topic() -> None:
    """Shares of 10,859; health 16.9 % by citizens against mobility 52.1 %."""
    found = made("decidim", "barcelona_pam_2016")
    shares = {
        what: figure(found, f"proposals {what}")
        for what in ("by citizens", "by organisations", "from meetings")
    } | {"by the council": figure(found, "proposals by the council")}
    assert {of for _, of in shares.values()} == {10_859}
    assert [round(n / 10_859, 3) for n, _ in shares.values()] == [
        0.317,
        0.149,
        0.414,
        0.12,
    ]
    health = figure(found, "proposals by citizens on Sanidad y salud")
    mobility = figure(found, "proposals by citizens on Movilidad sostenible")
    assert (health, mobility) == ((106, 628), (675, 1_295))
    assert [round(100 * n / (of or 1), 1) for n, of in (health, mobility)] == [
        16.9,
        52.1,
    ]


def test_barcelona_contributions_can_be_counted_in_the_record() -> None:
    """The same shares come from the contributions, by area and side."""
    programme = made("decidim", "barcelona_pam_2016").programmes[0]
    areas = {activity.id: activity.areas[0] for activity in programme.activities}
    by_area: Counter[tuple[str, str]] = Counter()
    for item in programme.contributions:
        who = str(item.made_by[0])
        by_area[areas[item.activity or ""], who] += 1
    total = sum(n for (area, _), n in by_area.items() if area == "area-sanidad-y-salud")
    assert (by_area["area-sanidad-y-salud", "citizens"], total) == (106, 628)


def test_barcelona_meetings_are_not_initiated_by_users() -> None:
    """Convened by the council, filled by the public."""
    meetings = made("decidim", "barcelona_pam_2016").programmes[1]
    assert len(meetings.activities) == 410
    patterns = {
        inv.initiative(activity, sides=meetings.side).pattern
        for activity in meetings.activities
    }
    assert patterns == {"professional_initiated_unknown_led"}
    assert {meetings.side(c.made_by) for c in meetings.contributions} == {"user"}


def test_barcelona_actions() -> None:
    """8,615 links, 71 of 1,467 actions without one; nobody knows which proposals."""
    found = made("decidim", "barcelona_pam_2016")
    assert figure(found, "links from actions to proposals") == (8_615, None)
    assert figure(found, "actions without a linked proposal") == (71, 1_467)
    assert figure(found, "links from projects to proposals") == (195, None)
    actions = found.programmes[2]
    assert len(actions.changes) == 1_467
    assert len(actions.links) == 1_467 - 71
    assert {item.made_by for item in actions.contributions} == {"unknown"}


def test_initiatives_and_answers() -> None:
    """126 inputs, 11 answered, 5 refused; 23 laws, 71 policies, 82 statements."""
    found = made("eci", "eci_2026")
    assert figure(found, "answered") == (11, 126)
    assert figure(found, "refused") == (5, 11)
    assert figure(found, "law actions") == (23, None)
    assert figure(found, "policy actions") == (71, None)
    assert figure(found, "dated events") == (82, None)
    programme = found.programmes[0]
    assert Counter(d.verdict for d in programme.decisions) == {
        "rejected": 4,
        "adapted": 1,
        "deferred": 1,
        "unknown": 5,
    }


def test_an_active_law_is_not_shown_to_come_of_an_initiative() -> None:
    """2017/000002 was refused in part; no claim of the register rises above asserted.

    Two laws tabled before the answer run backwards in time.
    """
    programme = made("eci", "eci_2026").programmes[0]
    decision = next(d for d in programme.decisions if d.id == "answer-2017-000002")
    assert decision.verdict == "adapted"
    assert decision.reason is not None
    statuses = {c.status for c in programme.changes if "2017-000002" in c.id}
    assert "implemented" in statuses
    trace = inv.trace(programme)
    pairs = [
        trace.pair(f"demand-{'-'.join(c.id.split('-')[1:3])}", c.id)
        for c in programme.changes
    ]
    assert {pair.claim for pair in pairs} == {"asserted"}
    backwards = {pair.change for pair in pairs if pair.time == "violated"}
    assert {"law-2019-000016-3", "law-2019-000016-4"} <= backwards


def test_the_causal_map_counts_sources() -> None:
    """27 of 28 sources, where the list has 172 mentions."""
    path = DATA / "causal_map_cash_transfer"
    found = made("causal_map", path.name)
    assert [f.n for f in found.figures] == [1_266, 252, 127, 28]
    table = path / "cashTransferMap_links.csv"
    programme = causal_map.read(table, inputs=[CASH]).programmes[0]
    cash = programme.contributions[0].id
    power = next(c.id for c in programme.changes if c.title == POWER)
    link = next(x for x in programme.links if (x.source, x.target) == (cash, power))
    trace = inv.trace(programme)
    assert len(link.evidence) == 172
    assert len(trace.steps[cash, power].sources) == 27
    pair = trace.pair(cash, power)
    assert len(pair.threads) == 27
    assert pair.sources_needed.low == 27
    assert pair.claim == "asserted"


def test_what_a_count_of_mentions_gets_wrong() -> None:
    """The figures of `docs/explanation/real-data.md`."""
    table = DATA / "causal_map_cash_transfer" / "cashTransferMap_links.csv"
    made("causal_map", table.parent.name)
    programme = causal_map.read(table, inputs=[CASH]).programmes[0]
    trace = inv.trace(programme)
    counts = [
        (len(link.evidence), len(trace.steps[link.source, link.target].sources))
        for link in programme.links
    ]
    assert sum(sources == 1 for _, sources in counts) == 139
    assert sum(n > 1 and sources == 1 for n, sources in counts) == 18
    assert sorted(counts, reverse=True)[:3] == [(172, 27), (84, 27), (73, 27)]
    pairs = list(itertools.combinations(counts, 2))
    turned = [(a, b) for a, b in pairs if (a[0] - b[0]) * (a[1] - b[1]) < 0]
    level = [(a, b) for a, b in pairs if a[0] != b[0] and a[1] == b[1]]
    assert (len(pairs), len(turned), len(level)) == (31_626, 346, 2_666)
    reached = [pair for pair in trace.pairs() if pair.claim != "untraced"]
    assert (len(reached), sum(pair.stitched for pair in reached)) == (38, 4)
    assert sum(len(pair.threads) == 1 for pair in reached) == 8


def test_the_members_votes_and_grants() -> None:
    """Statuses, grants enacted, and the one grant of no known proposal."""
    found = made("decentraland", "decentraland_dao")
    for what, n in {
        "proposals rejected": 1_472,
        "proposals enacted": 696,
        "proposals passed": 493,
        "grant proposals": 656,
        "grant proposals enacted": 229,
    }.items():
        assert figure(found, what) == (n, 2_667)
    assert figure(found, "grants of no known proposal") == (1, None)
    orphans = [u for u in found.unused if u.why.startswith("no proposal has the id")]
    assert [(u.file, u.row is not None) for u in orphans] == [("grants.csv", True)]
    listed = {"grants.csv": 634, "projects.csv": 232}
    for file, rows in listed.items():
        used = sum(u.rows or 0 for u in found.used if u.file == file)
        left = sum(
            not u.column and u.row is not None for u in found.unused if u.file == file
        )
        assert used + left == rows


def test_what_was_delivered_rests_on_who_says_so() -> None:
    """Of 231 grants enacted, few have a source beside those who were paid."""
    programme = made("decentraland", "decentraland_dao").programmes[0]
    trace = inv.trace(programme)
    pairs = [
        trace.pair(f"demand-{c.id.removeprefix('grant-')}", c.id)
        for c in programme.changes
    ]
    assert Counter((pair.claim, pair.grade) for pair in pairs) == {
        ("plausible", 2): 116,
        ("plausible", 3): 48,
        ("asserted", 1): 66,
        ("asserted", 0): 1,
    }
    fates = Counter(fate.furthest for fate in trace.contributions.values())
    assert fates == {"discussed": 1, "decided": 2_435, "changed": 231}
