"""The worked examples: seven activities on every scale, in full and partly known.

The tables are those of the reference the scales were written from. Facts not shown
are unknown; a cell with "or" lists what is possible.
"""

import pytest

import involvement as inv
from involvement.scoring.verdicts import Verdict
from involvement.vocabulary import MINIMUM_FACTS

ACTIVITIES = """
A satisfaction survey, nothing fed back
  initiated_by professional, led_by professional, agenda_set_by professional
  scope_set_by professional, users_add_topics no, decision_stage options_open
  informs_users no, asks_users yes, deliberates no, contacts 1
  decision_right professional, feedback_given none, user_work none
  purposes gather_views
B the same, answers posted item by item
  as A, feedback_given itemised
C two lay members of fifteen on a project board
  initiated_by professional, led_by professional, agenda_set_by professional
  scope_set_by professional, users_add_topics no, decision_stage options_open
  informs_users yes, asks_users yes, deliberates yes, contacts 10
  decision_right professional_after_advice, user_vote_share 0.13, user_veto no
  sharing_protected no, feedback_given general, user_work none
  purposes gather_views improve_jointly
D peer support delivered by users, run by professionals
  initiated_by professional, led_by professional, agenda_set_by professional
  scope_set_by professional, users_add_topics no, decision_stage no_decision
  informs_users no, asks_users no, deliberates no, contacts 20
  decision_right none, feedback_given none, resource_control professional
  user_work lead, purposes improve_jointly
E co-design group, no charter
  initiated_by professional, led_by professional, agenda_set_by joint
  scope_set_by professional, users_add_topics yes, decision_stage problem_open
  informs_users yes, asks_users yes, deliberates yes, contacts 4
  decision_right shared, user_vote_share 0.5, user_veto no, sharing_protected no
  feedback_given general, user_work assist, purposes improve_jointly
F the same with protected sharing
  as E, sharing_protected yes
G service run by users with their own grant
  initiated_by user, led_by user, agenda_set_by user, scope_set_by user
  users_add_topics yes, decision_stage problem_open, informs_users yes
  asks_users yes, deliberates yes, contacts 12, decision_right user
  resource_control user, user_work lead, purposes devolve
leaflet
  informs_users yes, asks_users no, deliberates no, decision_right professional
asked only
  asks_users yes
nothing
"""

FULL = """
| scale | A | B | C | D | E | F | G |
| arnstein | consultation | consultation | placation | none fits | placation | partnership | citizen_control |
| iap2 | consult | consult | involve | none fits | collaborate | collaborate | empower |
| carman | consultation | consultation | involvement | none fits | partnership | partnership | partnership |
| pretty | consultation or material_incentives | consultation or material_incentives | functional | material_incentives or functional | interactive | interactive | self_mobilisation |
| seven_level | by_information | by_consultation | functional | none fits | interactive | interactive | self_mobilisation |
| hart | tokenism | tokenism | consulted_informed | none fits | adult_initiated_shared | adult_initiated_shared | child_initiated_directed |
| shier | listened_to | listened_to | in_decision_making | none fits | share_power | share_power | supported or share_power |
| coproduction | consultation | consultation | engagement | none fits | co_design | co_design | co_production |
| work | data | data | advice | lead | joint_work | joint_work | lead |
| involve | consultation | consultation | consultation | none hold | collaboration | collaboration | user_controlled |
| eupati | information_provider | information_provider | information_provider, advisor | none hold | information_provider, co_researcher | information_provider, co_researcher | information_provider, driving_force |
| degrees | consultative | consultative | collaborative | none hold | collaborative | collaborative | collegiate |
| tritter | indirect, reactive; unknown: collective, individual | indirect, reactive; unknown: collective, individual | direct, reactive; unknown: collective, individual | reactive; unknown: collective, individual | direct, proactive; unknown: collective, individual | direct, proactive; unknown: collective, individual | direct, proactive; unknown: collective, individual |
| gunning | formative_stage | formative_stage | formative_stage, sufficient_reasons | none hold | formative_stage, sufficient_reasons | formative_stage, sufficient_reasons | formative_stage, sufficient_reasons; unknown: conscientious_consideration |
| pattern | professional_initiated_professional_led | professional_initiated_professional_led | professional_initiated_professional_led | professional_initiated_professional_led | professional_initiated_professional_led | professional_initiated_professional_led | user_initiated_user_led |
| flags | bounded_scope | bounded_scope | bounded_scope | bounded_scope | open_scope | open_scope | open_scope |
| signals | 2 of 6: asked_without_information, no_answer_back | 1 of 6: asked_without_information | 0 of 6: none | 0 of 6: none | 1 of 7: unprotected_sharing | 0 of 7: none | 0 of 6: none |
"""

PARTLY = """
| only asks_users: yes is known | iap2 | consult, involve, collaborate, empower | False | None | decision_right, deliberates, decision_stage, contacts, feedback_given |
| only asks_users: yes is known | arnstein | manipulation, consultation, placation, partnership, delegated_power, citizen_control | False | None | decision_right, resource_control, user_veto, sharing_protected, purposes, user_vote_share |
| only asks_users: yes is known | seven_level | by_information, by_consultation, functional, interactive, self_mobilisation | None | None | decision_right, agenda_set_by, feedback_given |
| A without feedback_given | seven_level | by_information, by_consultation | False | None | feedback_given |
| A without feedback_given | iap2 | consult | False | consult | nothing |
| A without purposes | arnstein | manipulation, consultation | False | None | purposes |
| A without deliberates, contacts | arnstein | consultation, placation | False | None | deliberates, user_vote_share |
| A without deliberates, contacts | iap2 | consult | False | consult | nothing |
| A without deliberates, contacts | carman | consultation, partnership | False | None | deliberates, user_vote_share |
| C without decision_right | arnstein | placation, delegated_power, citizen_control | False | None | decision_right, resource_control |
| C without decision_right | iap2 | consult, involve, collaborate, empower | False | None | decision_right |
| C without decision_right | seven_level | by_consultation, functional | None | None | decision_right |
| C without contacts, user_vote_share | arnstein | consultation, placation | False | None | user_vote_share, contacts |
| C without contacts, user_vote_share | iap2 | consult, involve | False | None | contacts |
| C without contacts, user_vote_share | carman | involvement, partnership | False | None | user_vote_share |
| C without agenda_set_by, users_add_topics | coproduction | engagement, co_design | False | None | agenda_set_by, users_add_topics |
| C without agenda_set_by, users_add_topics | seven_level | functional | False | functional | nothing |
| C without agenda_set_by, users_add_topics | pretty | functional, interactive | False | None | agenda_set_by |
| E without sharing_protected | arnstein | placation, partnership | False | None | sharing_protected |
| E without sharing_protected, user_veto, user_vote_share | arnstein | placation, partnership, delegated_power | False | None | sharing_protected, user_vote_share, user_veto |
| E without decision_right | iap2 | consult, involve, collaborate, empower | False | None | decision_right |
| E without decision_right | seven_level | by_consultation, functional, interactive | False | None | decision_right |
| E without decision_right | coproduction | engagement, co_design | False | None | decision_right |
| E without deliberates | iap2 | consult, collaborate | False | None | deliberates |
| E without initiated_by | hart | adult_initiated_shared, child_initiated_shared | False | None | initiated_by |
| G without resource_control | arnstein | delegated_power, citizen_control | False | None | resource_control |
| G without resource_control | pretty | interactive, self_mobilisation | False | None | resource_control |
| D without asks_users, informs_users | iap2 | inform, consult | None | None | asks_users, informs_users |
| D without asks_users, informs_users | seven_level | by_information | None | None | asks_users |
| leaflet: informs_users: yes, asks_users: no, deliberates: no, decision_right: professional | arnstein | manipulation, informing | False | None | decision_stage, purposes |
| leaflet: informs_users: yes, asks_users: no, deliberates: no, decision_right: professional | iap2 | inform | False | inform | nothing |
| leaflet: informs_users: yes, asks_users: no, deliberates: no, decision_right: professional | coproduction | coercion, educating, informing | False | None | purposes, decision_stage, user_work |
| leaflet: informs_users: yes, asks_users: no, deliberates: no, decision_right: professional | hart | assigned_informed | None | None | user_work |
| leaflet: informs_users: yes, asks_users: no, deliberates: no, decision_right: professional | shier | empty | True | None | nothing |
| nothing is known | iap2 | inform, consult, involve, collaborate, empower | None | None | decision_right, deliberates, informs_users, asks_users, decision_stage, contacts, feedback_given |
| nothing is known | work | none, data, advice, joint_work, delivery, lead | False | None | user_work, deliberates, asks_users |
"""

MINIMUM = """
| scale | A | C | E |
| arnstein | manipulation, consultation (next: purposes) | consultation, placation (next: user_vote_share) | placation, partnership, delegated_power (next: sharing_protected) |
| iap2 | consult (next: nothing) | consult, involve (next: contacts) | consult, involve, collaborate (next: decision_stage) |
| carman | consultation (next: nothing) | involvement, partnership (next: user_vote_share) | partnership (next: nothing) |
| pretty | consultation, material_incentives, functional (next: user_work) | functional, interactive (next: decision_stage) | functional, interactive (next: decision_stage) |
| seven_level | by_information (next: nothing) | functional (next: nothing) | interactive (next: nothing) |
| hart | manipulation, tokenism, assigned_informed (next: informs_users) | manipulation, tokenism, consulted_informed (next: informs_users) | adult_initiated_shared (next: nothing) |
| shier | listened_to, supported, taken_into_account (next: informs_users) | listened_to, in_decision_making (next: informs_users) | listened_to, share_power (next: informs_users) |
| coproduction | coercion, consultation (next: decision_stage) | coercion, consultation, engagement, co_design (next: users_add_topics) | co_design, co_production (next: user_work) |
"""

Facts = dict[str, object]


def _facts() -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    name = ""
    for line in ACTIVITIES.strip().splitlines():
        if not line.startswith(" "):
            name = line if line == "asked only" else line.split()[0]
            found[name] = {}
            continue
        for part in line.strip().split(", "):
            fact, _, words = part.partition(" ")
            if fact == "as":
                found[name] |= found[words]
            elif fact == "purposes":
                found[name][fact] = words.split()
            elif fact in ("contacts", "user_vote_share"):
                found[name][fact] = float(words) if "." in words else int(words)
            else:
                found[name][fact] = words
    return found


FACTS = _facts()


def activity(facts: Facts) -> inv.Activity:
    """An activity with these facts."""
    return inv.Activity.model_validate({"id": "a", **facts})


def rows(table: str) -> list[list[str]]:
    """The cells of a table."""
    lines = table.strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def shown(verdict: Verdict) -> str:
    """A verdict as the table prints it."""
    if verdict.labels:
        holds = [name for name, word in verdict.labels.items() if word == "holds"]
        left = [name for name, word in verdict.labels.items() if word == "unknown"]
        if verdict.kind == "axes":
            holds, left = sorted(holds), sorted(left)
        text = ", ".join(holds) or "none hold"
        return f"{text}; unknown: {', '.join(left)}" if left else text
    return "none fits" if verdict.no_level_fits else " or ".join(verdict.possible)


def cells() -> list[tuple[str, str, str]]:
    """Each cell of the full table with its row and column."""
    head, *body = rows(FULL)
    return [
        (row[0], name, expected)
        for row in body
        for name, expected in zip(head[1:], row[1:], strict=True)
    ]


@pytest.mark.parametrize(("what", "name", "expected"), cells())
def test_worked_example(what: str, name: str, expected: str) -> None:
    """Seven activities with their facts in full, on every scale."""
    score = inv.score(activity(FACTS[name]))
    start = score.initiative
    if what == "pattern":
        assert start.pattern == expected
    elif what == "flags":
        assert [n for n, word in start.flags.items() if word == "yes"] == [expected]
    elif what == "signals":
        present = [n for n, word in score.signals.items() if word == "present"]
        count = f"{score.signals_present} of {score.signals_known}"
        assert f"{count}: {', '.join(present) or 'none'}" == expected
    else:
        assert shown(score.verdicts[what]) == expected


def partial(text: str) -> Facts:
    """The facts of a row such as `A without contacts, deliberates`."""
    if text.startswith("only"):
        return FACTS["asked only"]
    if text.startswith("leaflet"):
        return FACTS["leaflet"]
    if text.startswith("nothing"):
        return FACTS["nothing"]
    name, _, left_out = text.partition(" without ")
    return {f: v for f, v in FACTS[name].items() if f not in left_out.split(", ")}


@pytest.mark.parametrize("row", rows(PARTLY), ids=lambda row: f"{row[0][:24]}-{row[1]}")
def test_partly_known(row: list[str]) -> None:
    """What is left possible when some facts are not recorded, and what to ask."""
    text, scale_id, possible, no_level_fits, level, ask_next = row
    verdict = inv.depth(activity(partial(text)), scale=scale_id)
    assert str(verdict.no_level_fits) == no_level_fits
    assert str(verdict.level) == level
    assert (", ".join(verdict.possible) or "empty") == possible
    assert (", ".join(verdict.ask_next) or "nothing") == ask_next


@pytest.mark.parametrize("row", rows(MINIMUM)[1:], ids=lambda row: row[0])
def test_minimum_set(row: list[str]) -> None:
    """What the seven facts of the minimum set leave open, and the best next one."""
    found = [row[0]]
    for name in ("A", "C", "E"):
        known = {fact: FACTS[name][fact] for fact in MINIMUM_FACTS}
        verdict = inv.depth(activity(known), scale=row[0])
        best = verdict.ask_next[0] if verdict.ask_next else "nothing"
        found.append(f"{', '.join(verdict.possible)} (next: {best})")
    assert found == row


def test_peer_support_has_no_place_on_a_ladder_of_power() -> None:
    """That is a result, with the work beside it."""
    score = inv.score(activity(FACTS["D"]))
    assert score.verdicts["arnstein"].no_level_fits is True
    assert [near.level for near in score.verdicts["iap2"].nearest] == [
        "inform",
        "consult",
        "empower",
    ]
    assert score.work.level == "lead"
