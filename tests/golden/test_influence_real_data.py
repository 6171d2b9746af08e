"""Real records traced: figures that a count of mentions would get wrong.

The data stand beside the repository where they are present, and may not ship.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from involvement.formats.importers import causal_map, decentraland
from involvement.influence.tracing import Trace, trace

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data are not here")

MAP = DATA / "causal_map_cash_transfer" / "cashTransferMap_links.csv"
DAO = DATA / "decentraland_dao"


@pytest.fixture(scope="module")
def cash_transfers() -> Trace:
    """A cyclic causal map of household interviews."""
    (programme,) = causal_map.read([MAP]).programmes
    return trace(programme)


def test_the_strongest_link_rests_on_27_sources_not_on_172_mentions(
    cash_transfers: Trace,
) -> None:
    """Twenty-seven of twenty-eight people said it, some of them many times."""
    tracer = cash_transfers.tracer
    mentions = {
        ends: len(tracer.steps.items_of(number))
        for ends, number in tracer.step_numbers.items()
    }
    ends = max(mentions, key=mentions.__getitem__)
    assert mentions[ends] == 172
    assert len(cash_transfers.steps[ends].sources) == 27
    assert len(tracer.judged.names) == 28


def test_a_cyclic_map_loses_no_share(cash_transfers: Trace) -> None:
    """252 links, eleven factors in one cycle, and parts that sum to one."""
    assert len(cash_transfers.steps) == 252
    assert cash_transfers.limits["exact_shares"].found == 11
    for change in cash_transfers.changes.values():
        for parts in change.parts.values():
            assert sum(parts.values()) == 1


def test_mentions_overstate_how_many_must_be_wrong() -> None:
    """From every head of the map: mentions on the way against sources needed."""
    (plain,) = causal_map.read([MAP]).programmes
    heads = [driver.title or driver.id for driver in plain.drivers]
    (programme,) = causal_map.read([MAP], inputs=heads).programmes
    joined = [pair for pair in trace(programme).pairs() if pair.path]
    assert len(joined) == 659
    # more than half of the trails nobody saw whole; two thirds fall with one source
    assert sum(pair.stitched for pair in joined) == 381
    assert sum(pair.without_best_source == 0 for pair in joined) == 440
    assert max(pair.sources_needed.low for pair in joined) == 27


def test_proposals_of_a_member_governed_organisation() -> None:
    """Most proposals stop at the vote, with no reason recorded; none was answered."""
    files = ("proposals.csv", "grants.csv", "projects.csv", "vestings.csv")
    (programme,) = decentraland.read([DAO / name for name in files]).programmes
    found = trace(programme)
    fates = list(found.contributions.values())
    stages = {fate.furthest: 0 for fate in fates}
    for fate in fates:
        stages[fate.furthest] += 1
    assert stages == {"decided": 2435, "changed": 231, "discussed": 1}
    why = [fate.died.why for fate in fates if fate.died]
    assert why.count("rejected_without_reason") == 1472
    assert {fate.closure for fate in fates} == {"open"}
    listed = found.pairs(limit=10)
    assert (listed.pairs_total, listed.pairs_listed) == (2667 * 231, 10)
