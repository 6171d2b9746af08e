"""One version of the facts as text."""

from __future__ import annotations

import involvement as inv

SILENT = {
    "id": "panel",
    "asks_users": "no",
    "deliberates": "no",
    "informs_users": "no",
    "decision_right": "none",
}


def test_a_version_is_told_whole() -> None:
    """Whose it is, who began and led, and every scale on a line of its own."""
    found = inv.score(
        {**SILENT, "accounts": [{"reporter": "u", "basis": "formal", "led_by": "user"}]}
    )
    (voice,) = found.accounts
    assert voice.explain() == (
        "u (formal), unknown: unknown_initiated_user_led\n"
        "  arnstein: manipulation, therapy\n"
        "  iap2: -\n"
        "  carman: -\n"
        "  pretty: material_incentives, functional\n"
        "  seven_level: none\n"
        "  hart: manipulation, decoration\n"
        "  shier: -\n"
        "  coproduction: coercion, educating\n"
        "  work: none, joint_work, delivery, lead\n"
        "  involve: user_led\n"
        "  eupati: driving_force\n"
        "  degrees: -\n"
        "  tritter: collective, individual, proactive, reactive\n"
        "  gunning: formative_stage\n"
        "  signals: late_entry, hand_picked, ulterior_purpose\n"
        "  flags: bounded_scope, open_scope, external_mandate"
    )


def test_a_difference_between_no_level_and_some() -> None:
    """Where no level fits one version, a dash stands for it."""
    account = {"reporter": "u", "basis": "formal", "asks_users": "yes"}
    for own, other, told in (
        (SILENT, account, "activity -, u (formal) listened_to"),
        (
            {**SILENT, "asks_users": "yes"},
            {**account, "asks_users": "no"},
            "activity listened_to, u (formal) -",
        ),
    ):
        found = inv.score({**own, "accounts": [other]}).differences
        assert str(next(one for one in found if one.scale == "shier")) == (
            f"shier: {told} (formal against enacted; by asks_users)"
        )


def test_the_first_label_alone_tells_versions_apart() -> None:
    """It holds in one version and fails in the other."""
    account = {"reporter": "u", "basis": "formal", "asks_users": "yes"}
    found = inv.score({**SILENT, "led_by": "professional", "accounts": [account]})
    involve = next(one for one in found.differences if one.scale == "involve")
    assert (involve.first_possible, involve.second_possible) == ((), ("consultation",))
    assert involve.standing == "differ"


def test_accounts_of_one_reporter_are_numbered() -> None:
    """The first bears the plain name, the others 2, 3, in whatever order they stand."""
    said = [
        {"reporter": "u", "basis": "formal", "led_by": side}
        for side in ("user", "joint", "professional")
    ]
    other = {"reporter": "u", "basis": "enacted", "led_by": "user"}
    for accounts in ([*said, other], [other, *reversed(said)]):
        found = inv.score({**SILENT, "accounts": accounts})
        assert [(v.name, v.initiative.led) for v in found.accounts] == [
            ("u (enacted)", "user"),
            ("u (formal)", "joint"),
            ("u (formal) 2", "professional"),
            ("u (formal) 3", "user"),
        ]
