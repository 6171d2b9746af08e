"""The figures of every shipped scale, counted from every combination of its facts.

The tables are those of the reference the scales were written from; the counts come
from the shipped files.
"""

import pytest

import involvement as inv
from involvement.instruments.proofs import figures

LADDERS = """
| arnstein | 12 | 368,640 | 95.31% | 3.91% | 0.78% | 8 of 8 | 77,312 | 98.51% | 1.12% | 0.37% | 1,968,300 |
| iap2 | 7 | 1,920 | 89.58% | 10.42% | 0.00% | 5 of 5 | 668 | 96.41% | 3.59% | 0.00% | 3,645 |
| carman | 6 | 384 | 91.67% | 8.33% | 0.00% | 3 of 3 | 272 | 91.18% | 8.82% | 0.00% | 972 |
| pretty | 12 | 3,440,640 | 86.20% | 1.69% | 12.11% | 7 of 7 | 1,519,616 | 86.20% | 1.59% | 12.21% | 1,180,980 |
| seven_level | 8 | 6,144 | 84.38% | 15.62% | 0.00% | 7 of 7 | 3,392 | 89.15% | 10.85% | 0.00% | 14,580 |
| hart | 8 | 6,144 | 81.25% | 18.75% | 0.00% | 8 of 8 | 3,392 | 85.14% | 14.86% | 0.00% | 14,580 |
| shier | 6 | 384 | 75.00% | 25.00% | 0.00% | 5 of 5 | 212 | 90.57% | 9.43% | 0.00% | 972 |
| coproduction | 10 | 61,440 | 94.38% | 5.62% | 0.00% | 7 of 7 | 27,136 | 94.34% | 5.66% | 0.00% | 174,960 |
| work | 3 | 16 | 100.00% | 0.00% | 0.00% | 6 of 6 | 12 | 100.00% | 0.00% | 0.00% | 45 |
"""

OTHERS = """
| involve | 7 | 1,536 | 4 of 4 | 5,184 |
| eupati | 7 | 7,680 | 5 of 5 | 3,888 |
| degrees | 6 | 1,536 | 4 of 4 | 972 |
| tritter | 7 | 2,688 | 6 of 6 | 2,187 |
| gunning | 4 | 240 | 3 of 3 | 81 |
| signals | 9 | 860,160 | 7 of 7 | 710,775 |
| flags | 5 | 768 | 4 of 4 | 324 |
"""

COMBINATIONS = """
arnstein manipulation 55296
arnstein therapy 7680
arnstein informing 28416
arnstein consultation 74240
arnstein placation 89088
arnstein partnership 10240
arnstein delegated_power 76800
arnstein citizen_control 15360
iap2 inform 200
iap2 consult 1040
iap2 involve 96
iap2 collaborate 64
iap2 empower 320
carman consultation 88
carman involvement 8
carman partnership 256
pretty manipulative 61440
pretty passive 71680
pretty consultation 143360
pretty material_incentives 430080
pretty functional 2347008
pretty interactive 673792
pretty self_mobilisation 71680
seven_level none 128
seven_level passive 128
seven_level by_information 592
seven_level by_consultation 1776
seven_level functional 1280
seven_level interactive 1024
seven_level self_mobilisation 256
hart manipulation 960
hart decoration 64
hart tokenism 1080
hart assigned_informed 1320
hart consulted_informed 288
hart adult_initiated_shared 768
hart child_initiated_directed 256
hart child_initiated_shared 256
shier listened_to 144
shier supported 18
shier taken_into_account 84
shier in_decision_making 14
shier share_power 28
coproduction coercion 4096
coproduction educating 2304
coproduction informing 3456
coproduction consultation 16704
coproduction engagement 7488
coproduction co_design 13696
coproduction co_production 10240
involve consultation 768
involve collaboration 264
involve user_controlled 16
involve user_led 368
eupati information_provider 3840
eupati advisor 640
eupati reviewer 1152
eupati co_researcher 2080
eupati driving_force 480
degrees contractual 16
degrees consultative 368
degrees collaborative 192
degrees collegiate 256
tritter direct 1344
tritter indirect 896
tritter collective 1536
tritter individual 1152
tritter proactive 1680
tritter reactive 1008
gunning formative_stage 96
gunning sufficient_reasons 120
gunning conscientious_consideration 60
"""


def rows(table: str) -> list[list[str]]:
    """The cells of a table."""
    lines = table.strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", rows(LADDERS), ids=lambda row: row[0])
def test_figures_of_a_ladder(row: list[str]) -> None:
    """Combinations, one, none and several per cent, reachable levels, table cells."""
    found = figures(inv.scale(row[0]))
    parts = [
        [
            counts.combinations,
            *map(counts.per_cent, (counts.one, counts.none)),
            counts.per_cent(counts.several),
        ]
        for counts in (found.all, found.coherent)
    ]
    shown = [
        found.scale,
        found.facts,
        *parts[0],
        f"{found.reachable} of {len(found.levels)}",
        *parts[1],
        found.cells,
    ]
    assert [f"{x:,}" if isinstance(x, int) else x for x in shown] == row


@pytest.mark.parametrize("row", rows(OTHERS), ids=lambda row: row[0])
def test_figures_of_labels_axes_and_checks(row: list[str]) -> None:
    """Combinations, labels that can hold, cells of the table."""
    found = figures(inv.scale(row[0]))
    assert [
        found.scale,
        str(found.facts),
        f"{found.all.combinations:,}",
        f"{found.reachable} of {len(found.levels)}",
        f"{found.cells:,}",
    ] == row


def test_combinations_of_every_level() -> None:
    """In how many combinations each level holds: what a reader can count again."""
    expected = [line.split() for line in COMBINATIONS.strip().splitlines()]
    found = [
        [scale_id, level, str(count)]
        for scale_id in dict.fromkeys(row[0] for row in expected)
        for level, count in figures(inv.scale(scale_id)).levels.items()
    ]
    assert found == expected
