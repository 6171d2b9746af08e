"""What is reported about scales: gaps, overlaps, idle levels; cross-walks."""

import pytest

import involvement as inv
from involvement.instruments.crosswalk import NONE, cross_walk
from involvement.instruments.levels import Scale
from involvement.instruments.proofs import Counts, figures
from involvement.instruments.scale import derived_scales
from involvement.instruments.scale_file import read_scale
from involvement.instruments.spelling import weights
from involvement.vocabulary import PURPOSES

HEAD = 'id = "mine"\ntitle = "Mine"\nversion = "1"\nkind = "ladder"\ncitation = "Us"\n'


def own(**conditions: str) -> Scale:
    """A ladder with these conditions."""
    levels = [
        f'[[levels]]\nid = "{i}"\ncondition = "{c}"\n' for i, c in conditions.items()
    ]
    return read_scale(HEAD + "".join(levels), name="mine.toml")


GAPS = {
    "arnstein": 14_400,
    "iap2": 200,
    "carman": 32,
    "pretty": 58_240,
    "seven_level": 960,
    "hart": 1_152,
    "shier": 96,
    "coproduction": 3_456,
    "work": 0,
}


@pytest.mark.parametrize("scale_id", list(GAPS))
def test_gaps_of_the_shipped_ladders(scale_id: str) -> None:
    """In how many combinations no level fits."""
    report = inv.scale(scale_id).report()
    assert (report.gap.combinations, report.gap.left) == (GAPS[scale_id], 0)
    assert (report.never, report.always, report.issues) == ((), (), ())


def test_overlaps_of_the_shipped_ladders() -> None:
    """Only those that are meant."""
    found = {
        scale.id: {pair.levels: pair.where.combinations for pair in report.overlaps}
        for scale in derived_scales()
        for report in [scale.report()]
        if report.overlaps
    }
    assert found == {
        "arnstein": {("manipulation", "therapy"): 2_880},
        "pretty": {
            ("manipulative", "material_incentives"): 15_360,
            ("passive", "material_incentives"): 13_440,
            ("consultation", "material_incentives"): 26_880,
            ("material_incentives", "functional"): 360_960,
        },
    }


def test_a_report_says_exactly_which_combinations() -> None:
    """In the rule language, so that it can be read and checked."""
    report = own(
        low="contacts < 3 and persuade in purposes",
        high="contacts >= 2 and persuade in purposes",
        idle="contacts > 5 and contacts < 4",
    ).report()
    assert report.overlaps[0].where.conditions == (
        "contacts >= 2 and contacts < 3 and persuade in purposes",
    )
    assert report.gap.conditions == ("not persuade in purposes",)
    assert [str(issue) for issue in report.issues] == [
        (
            "warning: mine.idle  [rule-constant]\n"
            "  found a condition that never holds: contacts > 5 and contacts < 4\n"
            "  leave the level out, or mend its condition"
        )
    ]
    assert report.explain() == (
        "mine\n"
        "  can never hold: idle\n"
        "  low and high hold together in 1 combinations, when\n"
        "    contacts >= 2 and contacts < 3 and persuade in purposes\n"
        "  none holds in 5 combinations, when\n"
        "    not persuade in purposes"
    )


def test_a_condition_that_always_holds() -> None:
    """Warned about; every other level then overlaps with it."""
    report = own(all="led_by == user or led_by != user", some="led_by == user").report()
    assert report.always == ("all",)
    assert str(report.issues[0]) == (
        "warning: mine.all  [rule-constant]\n"
        "  found a condition that always holds: led_by == user or led_by != user\n"
        "  leave the level out, or mend its condition"
    )
    assert report.gap.combinations == 0
    assert "always hold: all" in report.explain()


def test_a_gap_that_is_everything() -> None:
    """A scale that never answers says so."""
    report = own(never="led_by == user and led_by != user").report()
    assert report.gap.conditions == ("always",)


def test_parts_of_an_interval_axis_are_joined_by_or() -> None:
    """Below and above, without the middle."""
    report = own(middle="contacts >= 2 and contacts < 4").report()
    assert report.gap.conditions == ("(contacts < 2 or contacts >= 4)",)


def test_nothing_to_report() -> None:
    """A partition says that it is one; labels are not looked through."""
    assert inv.scale("work").report().explain() == (
        "work\n  exactly one level holds in every combination"
    )
    assert inv.scale("involve").report().explain() == "involve\n  nothing to report"


def test_a_scale_that_reads_every_purpose() -> None:
    """The empty set is no combination, and stands in no condition of a gap."""
    scale = own(any=" or ".join(f"{code} in purposes" for code in PURPOSES))
    assert figures(scale).all == Counts(127, 127, 0, 0)
    less = own(
        some=" or ".join(f"{code} in purposes" for code in [*PURPOSES][1:]),
        two="persuade in purposes and comply in purposes",
    )
    assert figures(less).all.none == 1
    order = reversed([*PURPOSES][1:])
    assert less.report().gap.conditions == (
        " and ".join(f"not {code} in purposes" for code in order),
    )


def test_neighbouring_intervals_are_one_condition() -> None:
    """Two intervals side by side need no `or`."""
    report = own(
        few="contacts < 2",
        many="contacts >= 5",
        some="contacts >= 3 and led_by == user and led_by == joint",
    ).report()
    assert report.gap.conditions == ("contacts >= 2 and contacts < 5",)


def test_long_reports_are_cut_and_counted() -> None:
    """An odd number of seven things: sixty-four conditions, forty are spelt out."""
    bits = [f"{code} in purposes" for code in [*PURPOSES][:6]] + ["asks_users == yes"]
    text = f"[predicates]\nodd0 = '{bits[0]}'\n"
    for i, bit in enumerate(bits[1:], 1):
        one_of_two = f"(odd{i - 1} and not {bit}) or (not odd{i - 1} and {bit})"
        text += f"odd{i} = '{one_of_two}'\n"
    level = "[[levels]]\nid = 'odd'\ncondition = 'odd6'\n"
    gap = read_scale(HEAD + text + level, name="mine.toml").report().gap
    assert (gap.combinations, len(gap.conditions), gap.left) == (64, 40, 24)
    assert gap.explain().split("\n")[-1] == "and 24 more combinations"


def test_figures_as_text() -> None:
    """As the documentation prints them."""
    assert figures(inv.scale("shier")).explain() == (
        "shier: 6 facts, 972 cells, 5 of 5 levels can be reached\n"
        "  all: 384 combinations; one 75.00%, none 25.00%, several 0.00%\n"
        "  coherent: 212 combinations; one 90.57%, none 9.43%, several 0.00%\n"
        "  listened_to: 144\n"
        "  supported: 18\n"
        "  taken_into_account: 84\n"
        "  in_decision_making: 14\n"
        "  share_power: 28"
    )
    assert Counts(0, 0, 0, 0).per_cent(0) == "-"


# -- cross-walks -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"), [("iap2", "shier"), ("work", "carman"), ("flags", "work")]
)
def test_a_cross_walk_equals_joint_enumeration(first: str, second: str) -> None:
    """Counted once more over every combination of the facts either scale reads."""
    one, two = inv.scale(first), inv.scale(second)
    text = HEAD + "".join(
        f"[predicates.{name}]\nrule = '{rule}'\n"
        for name, rule in {
            p.name: p.rule for p in (*one.predicates, *two.predicates) if not p.shared
        }.items()
    )
    for prefix, scale in (("a", one), ("b", two)):
        for level in scale.levels:
            text += f"[[levels]]\nid = '{prefix}_{level.id}'\n"
            text += f"condition = '{level.condition}'\n"
    joint = read_scale(text, name="joint.toml")
    table = joint.table
    weight = weights(table.axes)
    n = len(one.levels)
    walk = cross_walk(one, two)
    for i, a in enumerate(one.levels):
        for j, b in enumerate(two.levels):
            both = table.mask(i) & table.mask(n + j)
            assert walk.counts[a.id][b.id] == int(weight[both].sum())
    assert walk.combinations == int(weight.sum())


def test_rows_of_a_cross_walk_are_the_figures_of_a_scale() -> None:
    """Where levels do not overlap, the columns add up to the rows."""
    walk = cross_walk(inv.scale("iap2"), inv.scale("shier"))
    alone = figures(inv.scale("iap2"))
    free = walk.combinations // alone.all.combinations
    for level, count in alone.levels.items():
        assert sum(walk.counts[level].values()) == count * free
    assert sum(walk.counts[NONE].values()) == alone.all.none * free


def test_a_cross_walk_warns() -> None:
    """It is no conversion."""
    text = cross_walk(inv.scale("work"), inv.scale("shier")).explain()
    assert text.split("\n")[:3] == [
        "work beside shier: 1,536 combinations",
        (
            "the two scales read different facts: a table of what goes together, "
            "not a way to turn one level into another"
        ),
        "  none: no_level_fits 96",
    ]
