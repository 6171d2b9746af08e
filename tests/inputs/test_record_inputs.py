"""The record as a whole: one record, the whole text of what is said about it."""

import datetime as dt
from typing import Any

import pytest

from involvement.errors import Issue, RecordError
from involvement.formats.text import read_yaml
from involvement.formats.tree import Tree
from involvement.formats.validation import MIGRATIONS, read_tree
from involvement.limits import Limits
from involvement.record.coherence import Items
from involvement.record.programme import Programme

TODAY = dt.date(2026, 11, 22)
LEVELS = {"iap2": ("inform", "consult"), "tritter": ()}
RATINGS = {
    "cube": Items(items=("voice", "ways"), values=range(101)),
    "white": Items(items=("top_down",), values=("nominal", "instrumental")),
    "spidergram": Items(items=("leadership",), values=range(1, 6), anchored=True),
    "ppeet": Items(),
}


def said(text: str) -> str:
    """Everything said about a record, errors or warnings, as one text."""
    tree = read_yaml(f"schema_version: 1\nid: p\n{text}\n", "p.yaml")
    try:
        issues: tuple[Issue, ...] = read_tree(
            tree, today=TODAY, levels=LEVELS, ratings=RATINGS
        )[1]
    except RecordError as error:
        issues = error.issues
    return "\n".join(map(str, issues))


CASES = {
    "an id twice": (
        "actors: [{id: a}]\nareas: [{id: a}]",
        "p.yaml:4:14  areas[0].id  [id-duplicate]\n"
        "  found the id 'a' again; first at actors[0].id (p.yaml:3:15)\n"
        "  expected every id once in the record, whatever its case\n"
        "  give one of them another id, also where it is referred to",
    ),
    "ids differing by case": (
        "actors: [{id: Panel}]\nareas: [{id: panel}]",
        "p.yaml:4:14  areas[0].id  [id-duplicate]\n"
        "  found the id 'panel' beside 'Panel'; first at actors[0].id (p.yaml:3:15)\n"
        "  expected every id once in the record, whatever its case\n"
        "  give one of them another id, also where it is referred to",
    ),
    "the programme's own id": (
        "actors: [{id: p}]",
        "p.yaml:3:15  actors[0].id  [id-duplicate]\n"
        "  found the id 'p' again; first at id (p.yaml:2:5)\n"
        "  expected every id once in the record, whatever its case\n"
        "  give one of them another id, also where it is referred to",
    ),
    "a side word as id": (
        "actors: [{id: user}]",
        "p.yaml:3:15  actors[0].id  [id-reserved]\n"
        "  found the id 'user'\n"
        "  expected another word: sides may not be ids\n"
        "  choose another id, also where it is referred to",
    ),
    "a misspelt side": (
        "activities: [{id: a, led_by: profesional}]",
        "p.yaml:3:30  activities[0].led_by  [value-unknown]\n"
        "  found 'profesional'\n"
        "  expected one of: professional, joint, user\n"
        "  write 'unknown' if it was not recorded",
    ),
    "a misspelt actor": (
        "actors: [{id: panel-1}]\nactivities: [{id: a, led_by: panel1}]",
        "p.yaml:4:30  activities[0].led_by[0]  [id-dangling]\n"
        "  found 'panel1'\n"
        "  expected the id of an actor, closest: panel-1\n"
        "  or write a side: user, professional, joint, external",
    ),
    "a word between a side and an actor": (
        "actors: [{id: professor}]\n"
        "activities: [{id: a, led_by: profesional}, {id: b, led_by: profesor}]",
        "p.yaml:4:30  activities[0].led_by  [value-unknown]\n"
        "  found 'profesional'\n"
        "  expected one of: professional, joint, user\n"
        "  write 'unknown' if it was not recorded\n"
        "p.yaml:4:60  activities[1].led_by[0]  [id-dangling]\n"
        "  found 'profesor'\n"
        "  expected the id of an actor, closest: professor\n"
        "  or write a side: user, professional, joint, external",
    ),
    "one of several actors": (
        "actors: [{id: x}]\nactivities: [{id: a, led_by: [x, profesional]}]",
        "p.yaml:4:34  activities[0].led_by[1]  [id-dangling]\n"
        "  found 'profesional'\n"
        "  expected the id of an actor\n"
        "  add it to the record, or correct the id",
    ),
    "a side in a list": (
        "activities: [{id: a, led_by: [user]}]",
        "p.yaml:3:31  activities[0].led_by[0]  [id-reserved]\n"
        "  found the side 'user' in a list\n"
        "  expected actor ids only in a list\n"
        "  write led_by: user, without a list",
    ),
    "a side beside actors": (
        "actors: [{id: x}]\ndecisions: [{id: d, decided_by: [x, user]}]",
        "p.yaml:4:37  decisions[0].decided_by[1]  [id-reserved]\n"
        "  found the side 'user' in a list\n"
        "  expected actor ids only in a list\n"
        "  name the actors, or write one side instead of the list",
    ),
    "an item of another list": (
        "areas: [{id: x}]\ncontributions: [{id: c, activity: x, made_by: [x]}]",
        "p.yaml:4:35  contributions[0].activity  [id-kind]\n"
        "  found 'x', an area\n"
        "  expected the id of an activity\n"
        "p.yaml:4:48  contributions[0].made_by[0]  [id-kind]\n"
        "  found 'x', an area\n"
        "  expected the id of an actor",
    ),
    "affects anything": (
        "factors: [{id: f, affects: [nothing, p]}]",
        "p.yaml:3:29  factors[0].affects[0]  [id-dangling]\n"
        "  found 'nothing'\n"
        "  expected the id of an item of the record\n"
        "  add it to the record, or correct the id",
    ),
    "references of every kind": (
        "actors: [{id: a, organisation: z1}]\n"
        "activities:\n"
        "- {id: b, areas: z2, participants: [{actor: z3}],\n"
        "   accounts: [{reporter: z4, led_by: [z5, a]}], costs: [{borne_by: z6}]}\n"
        "decisions: [{id: d, activity: z7}]\n"
        "changes: [{id: c, areas: z8}]\n"
        "outcomes: [{id: o, beneficiaries: [z9, a]}]\n"
        "rivals: [{id: r, explains: y1, evidence: y2}]\n"
        "links: [{id: l, source: y3, target: d, kind: informed, evidence: y4}]\n"
        "feedback: [{id: f, about: y5, to: y6}]\n"
        "evidence: [{id: e, derived_from: y7}]\n"
        "interpretations: [{actor: y8}]\n"
        "ratings: [{id: t, scale: ppeet, respondent: [y9, a], about: x1}]\n"
        "factors: [{id: g, evidence: x2}]",
        None,
    ),
    "a link that does not fit": (
        "contributions: [{id: c}]\nchanges: [{id: h}]\n"
        "links: [{id: l, source: c, target: h, kind: led_to}]",
        "p.yaml:5:45  links[0].kind  [link-ends]\n"
        "  found 'led_to' from a contribution to a change\n"
        "  expected 'shaped' between these two",
    ),
    "a link nothing fits": (
        "activities: [{id: a}]\ndrivers: [{id: d}]\n"
        "links: [{id: l, source: a, target: d, kind: drove}]",
        "p.yaml:5:45  links[0].kind  [link-ends]\n"
        "  found 'drove' from an activity to a driver\n"
        "  expected no link from an activity to a driver\n"
        "  turn it round, or name the step in between",
    ),
    "a link to itself": (
        "activities: [{id: a}]\nlinks: [{id: l, source: a, target: a, kind: informed}]",
        "p.yaml:4:36  links[0].target  [link-self]\n"
        "  found 'a' as source and target\n"
        "  expected two different items",
    ),
    "an unknown link": (
        "activities: [{id: a}, {id: b}]\n"
        "links: [{id: l, source: a, target: b, kind: unknown}]",
        "p.yaml:4:45  links[0].kind  [value-unknown]\n"
        "  found 'unknown'\n"
        "  expected one of: raised_in, informed, decided, shaped, led_to, "
        "resulted_in, triggered, drove",
    ),
    "evidence in a circle": (
        "evidence:\n- {id: e1, derived_from: e2}\n- {id: e2, derived_from: [e3, e1]}\n"
        "- {id: e3, derived_from: e3}",
        "p.yaml:4:26  evidence[0].derived_from  [evidence-circle]\n"
        "  found a circle: 'e1' from 'e2' from 'e1'\n"
        "  expected evidence that rests on other evidence\n"
        "  a source cannot corroborate itself; remove one of these references\n"
        "p.yaml:6:26  evidence[2].derived_from  [evidence-circle]\n"
        "  found a circle: 'e3' from 'e3'\n"
        "  expected evidence that rests on other evidence\n"
        "  a source cannot corroborate itself; remove one of these references",
    ),
    "look-alikes and spaces in ids": (
        "actors: [{id: 'pаnel'}, {id: 'a\\u200bb'}, {id: a b}, {id: ''}]",
        None,
    ),
    "a day that does not exist": (
        "when: 2007-02-29",
        "p.yaml:3:7  when  [date-shape]\n"
        "  found '2007-02-29'\n"
        "  expected a date such as 2007, 2007-03 or 2007-03-14\n"
        "  2007-02 has 28 days",
    ),
    "a thirteenth month": (
        "when: {start: 2007-13, end: 0000}",
        "p.yaml:3:15  when.start  [date-shape]\n"
        "  found '2007-13'\n"
        "  expected a date such as 2007, 2007-03 or 2007-03-14\n"
        "  a month is 01 to 12\n"
        "p.yaml:3:29  when.end  [date-shape]\n"
        "  found '0000'\n"
        "  expected a date such as 2007, 2007-03 or 2007-03-14\n"
        "  there is no year 0",
    ),
    "a date that is none": (
        "when: spring 2007",
        "p.yaml:3:7  when  [date-shape]\n"
        "  found 'spring 2007'\n"
        "  expected a date such as 2007, 2007-03 or 2007-03-14",
    ),
    "an end before its start": (
        "when: {start: 2008, end: 2007-12}",
        "p.yaml:3:7  when  [date-order]\n"
        "  found end '2007-12' before start '2008'\n"
        "  expected an end on or after the start",
    ),
    "a change before its cause": (
        "contributions: [{id: c, when: 2008}]\nchanges: [{id: h, when: 2007}]\n"
        "links: [{id: l, source: c, target: h, kind: shaped}]",
        "warning: p.yaml:5:9  links[0]  [time-backwards]\n"
        "  found 'h' (2007) before its cause 'c' (2008)\n"
        "  expected a cause no later than its effect\n"
        "  check both dates and the direction",
    ),
    "a decision before its activity": (
        "activities: [{id: a, when: {start: 2008-02}}]\n"
        "decisions: [{id: d, activity: a, when: {end: 2008-01}}]",
        "warning: p.yaml:4:31  decisions[0].activity  [time-backwards]\n"
        "  found 'd' (until 2008-01) before its cause 'a' (from 2008-02)\n"
        "  expected a cause no later than its effect\n"
        "  check both dates and the direction",
    ),
    "feedback before what it reports": (
        "changes: [{id: h, when: {start: 2007, end: 2008}}]\n"
        "feedback: [{id: f, about: h, when: 2006-12-31}]",
        "warning: p.yaml:4:36  feedback[0].when  [time-backwards]\n"
        "  found feedback 'f' (2006-12-31) before 'h' (2007 to 2008), which it "
        "reports\n"
        "  expected feedback no earlier than what it reports\n"
        "  check both dates",
    ),
    "a date to come": (
        "when: {start: 2026-11-22, end: 2026-11-23}\nchanges: [{id: c, when: 2027}]",
        "warning: p.yaml:3:32  when.end  [time-future]\n"
        "  found the date 2026-11-23, which is still to come\n"
        "  expected a date up to today\n"
        "  correct it, or leave it out until it has happened\n"
        "warning: p.yaml:4:25  changes[0].when  [time-future]\n"
        "  found the date 2027, which is still to come\n"
        "  expected a date up to today\n"
        "  correct it, or leave it out until it has happened",
    ),
    "dated events in a circle": (
        "activities: [{id: a, when: 2007}, {id: b, when: 2007}, {id: c}]\n"
        "links:\n"
        "- {id: l1, source: a, target: b, kind: triggered}\n"
        "- {id: l2, source: b, target: a, kind: triggered}\n"
        "- {id: l3, source: b, target: c, kind: triggered}\n"
        "- {id: l4, source: c, target: a, kind: triggered}",
        "warning: p.yaml:5:3  links[0]  [time-circle]\n"
        "  found a circle of dated events: 'a' to 'b' to 'a'\n"
        "  expected dated events in one direction of time\n"
        "  record each occurrence of something repeated as an item of its own",
    ),
    "undated events in a circle": (
        "activities: [{id: a}, {id: b, when: 2007}]\n"
        "links:\n"
        "- {id: l1, source: a, target: b, kind: triggered}\n"
        "- {id: l2, source: b, target: a, kind: triggered}\n"
        "- {id: l3, source: b, target: a, kind: triggered, effect: blocks}",
        "",
    ),
    "a kind of another family": (
        "outcomes: [{id: o, family: service, kind: social}]",
        "p.yaml:3:43  outcomes[0].kind  [kind-family]\n"
        "  found 'social' in the family 'service'\n"
        "  expected one of: product, process, structure, other\n"
        "  social belongs to: personal",
    ),
    "a kind of no family": (
        "outcomes: [{id: o, family: service, kind: proces}, {id: q, kind: jok}]",
        "p.yaml:3:43  outcomes[0].kind  [value-unknown]\n"
        "  found 'proces'\n"
        "  expected one of: product, process, structure, other\n"
        "  write 'unknown' if it was not recorded\n"
        "p.yaml:3:66  outcomes[1].kind  [value-unknown]\n"
        "  found 'jok'\n"
        "  expected one of 40: product, process, structure, ...\n"
        "  write 'unknown' if it was not recorded",
    ),
    "other without a word": (
        "activities: [{id: a, kind: other}]\n"
        "contributions: [{id: c, knowledge: [other, clinical]}]",
        "warning: p.yaml:3:28  activities[0].kind  [kind-other]\n"
        "  found 'other' without a title\n"
        "  expected a title that says what it is\n"
        "  add a title, or choose a word from the list\n"
        "warning: p.yaml:4:36  contributions[0].knowledge  [kind-other]\n"
        "  found 'other' without a summary\n"
        "  expected a summary that says what it is\n"
        "  add a summary, or choose a word from the list",
    ),
    "other with a word": (
        "activities: [{id: a, kind: other, title: A walk through the ward}]",
        "",
    ),
    "money": (
        "activities:\n"
        "- id: a\n"
        "  costs:\n"
        "  - {amount: -1, currency: GBP}\n"
        "  - {amount: 3}\n"
        "  - {amount: '1,50', currency: pounds}\n"
        "  - {hours: -2}\n"
        "  - {hours: 0, amount: 0, currency: EUR}",
        "p.yaml:6:14  activities[0].costs[0].amount  [money]\n"
        "  found '-1'\n"
        "  expected an amount such as 12.50, not below 0\n"
        "  use a point for the decimals and no sign, space or symbol\n"
        "p.yaml:7:5  activities[0].costs[1]  [money]\n"
        "  found an amount of 3 without a currency\n"
        "  expected a currency such as GBP beside it\n"
        "p.yaml:8:14  activities[0].costs[2].amount  [money]\n"
        "  found '1,50'\n"
        "  expected an amount such as 12.50, not below 0\n"
        "  use a point for the decimals and no sign, space or symbol\n"
        "p.yaml:8:32  activities[0].costs[2].currency  [money]\n"
        "  found 'pounds'\n"
        "  expected a currency of three capitals such as GBP\n"
        "p.yaml:9:13  activities[0].costs[3].hours  [value-range]\n"
        "  found -2\n"
        "  expected at least 0\n"
        "  leave it out if it was not recorded",
    ),
    "claims on scales": (
        "activities:\n"
        "- {id: a, declared: {iap2: consultation, iap: consult, tritter: x},\n"
        "   preferred: {iap2: inform, other: unknown}}",
        "p.yaml:4:28  activities[0].declared.iap2  [level-unknown]\n"
        "  found 'consultation'\n"
        "  expected one of: inform, consult\n"
        "p.yaml:4:65  activities[0].declared.tritter  [level-unknown]\n"
        "  found 'x'\n"
        "  expected another scale: tritter has no levels\n"
        "warning: p.yaml:4:42  activities[0].declared.iap  [scale-unknown]\n"
        "  found the scale 'iap'\n"
        "  closest of 2 known: iap2\n"
        "  load the scale first if it is your own",
    ),
    "ratings": (
        "ratings:\n"
        "- {id: r1, scale: cube, respondent: user, answers: {voice: 101, vois: 3}}\n"
        "- {id: r2, scale: white, respondent: user, answers: {top_down: 3}}\n"
        "- {id: r3, scale: spidergram, respondent: user, answers: {leadership: 3}}\n"
        "- {id: r4, scale: ppeet, respondent: user, answers: {'a:b:3': 3}}\n"
        "- {id: r5, scale: mine, respondent: user, answers: {x: 3, y: unknown}}\n"
        "- {id: r6, scale: cube, respondent: user, answers: {voice: [3]}}",
        "p.yaml:4:60  ratings[0].answers.voice  [answer-value]\n"
        "  found 101\n"
        "  expected a whole number from 0 to 100\n"
        "p.yaml:4:65  ratings[0].answers.vois  [answer-value]\n"
        "  found the item 'vois'\n"
        "  expected one of: voice, ways\n"
        "p.yaml:5:64  ratings[1].answers.top_down  [answer-value]\n"
        "  found 3\n"
        "  expected one of: nominal, instrumental\n"
        "p.yaml:9:60  ratings[5].answers.voice  [shape]\n"
        "  found a list of 1\n"
        "  expected a number or a word\n"
        "warning: p.yaml:6:71  ratings[2].answers.leadership  [anchors-missing]\n"
        "  found an answer to 'leadership' without its anchor\n"
        "  expected a text in anchors that says what the values mean\n"
        "warning: p.yaml:8:19  ratings[4].scale  [scale-unknown]\n"
        "  found the scale 'mine'\n"
        "  load the scale first if it is your own",
    ),
    "personal details": (
        "title: Ask ann@example.org\n"
        "evidence: [{id: e, note: 'ring 07700 900123', origin: 'NHS 943 476 5919'}]\n"
        "links: []\n"
        "actors: [{id: a, people: 1, label: The chair}]",
        "warning: p.yaml:3:8  title  [privacy-text]\n"
        "  found text that looks like an e-mail address (not repeated here)\n"
        "  expected no personal details: people are opaque ids\n"
        "  remove it\n"
        "warning: p.yaml:4:26  evidence[0].note  [privacy-text]\n"
        "  found text that looks like a telephone number (not repeated here)\n"
        "  expected no personal details: people are opaque ids\n"
        "  remove it\n"
        "warning: p.yaml:4:55  evidence[0].origin  [privacy-text]\n"
        "  found text that looks like an NHS number (not repeated here)\n"
        "  expected no personal details: people are opaque ids\n"
        "  remove it\n"
        "note: p.yaml:6:36  actors[0].label  [privacy-single]\n"
        "  found a label on an actor who is one person\n"
        "  expected nothing that tells who it is\n"
        "  date, place and a rare role together may identify a person",
    ),
    "a field for a name": (
        "actors: [{id: a, Name: Ann, e-mail: x, diagnosis: stroke}]",
        "p.yaml:3:18  actors[0].Name  [field-private]\n"
        "  found a field 'Name'\n"
        "  expected no name: a record has no field for names, diagnoses or contact "
        "details\n"
        "  people are opaque ids; remove it\n"
        "p.yaml:3:29  actors[0].e-mail  [field-private]\n"
        "  found a field 'e-mail'\n"
        "  expected no contact details: a record has no field for names, diagnoses or "
        "contact details\n"
        "  people are opaque ids; remove it\n"
        "p.yaml:3:40  actors[0].diagnosis  [field-private]\n"
        "  found a field 'diagnosis'\n"
        "  expected no diagnosis: a record has no field for names, diagnoses or contact "
        "details\n"
        "  people are opaque ids; remove it",
    ),
    "unknown beside other words": (
        "activities: [{id: a, purposes: [inform, unknown]}]",
        "p.yaml:3:32  activities[0].purposes  [value-unknown]\n"
        "  found 'unknown' beside other words\n"
        "  expected the words that are known, or 'unknown' alone",
    ),
    "what is required": (
        "activities: [{title: x, accounts: [{led_by: user}]}]\n"
        "interpretations: [{}]\nratings: [{id: r}]\nlinks: [{id: ~}]",
        None,
    ),
    "faults of shape and of the whole together": (
        "actors: [{id: a, role: nurse}, {id: b, rle: carer}]\n"
        "activities: [{id: x, led_by: [a, b, c]}, {id: y}, {title: no id}]\n"
        "decisions: [{id: d, activity: z, made: 1}]\n"
        "links: [{id: l, source: x}, {id: m, source: x, target: y, kind: led_to}]",
        None,
    ),
}

CODES = {
    "references of every kind": [
        *["id-dangling"] * 4,
        "id-dangling",
        "id-dangling",
        *["id-dangling"] * 14,
    ],
    "look-alikes and spaces in ids": ["id-shape"] * 4,
    "what is required": [
        *["field-missing"] * 3,
        *["field-missing"] * 2,
        *["field-missing"] * 4,
    ],
    "faults of shape and of the whole together": [
        "value-unknown",
        "field-unknown",
        "id-dangling",
        "field-missing",
        "id-dangling",
        "field-unknown",
        "field-missing",
        "field-missing",
        "link-ends",
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_about_a_record(name: str) -> None:
    """The whole text, or for long lists the codes in the order of the file."""
    text, expected = CASES[name]
    found = said(text)
    if expected is None:
        codes = [
            line.split("[")[-1][:-1] for line in found.splitlines() if "  [" in line
        ]
        assert codes == CODES[name]
    else:
        assert found == expected


INCOHERENT = {
    "deliberates: yes, asks_users: no": (
        "found deliberates 'yes' with asks_users 'no'"
    ),
    "user_vote_share: 0.6, decision_right: professional": (
        "found user_vote_share 0.6 with decision_right 'professional'"
    ),
    "user_veto: yes, decision_right: none, decision_stage: no_decision": (
        "found user_veto 'yes' with decision_right 'none'"
    ),
    "sharing_protected: yes, decision_right: professional_after_advice": (
        "found sharing_protected 'yes' with decision_right 'professional_after_advice'"
    ),
    "decision_stage: decided, decision_right: user": (
        "found decision_stage 'decided' with decision_right 'user'"
    ),
    "decision_stage: no_decision, decision_right: shared": (
        "found decision_stage 'no_decision' with decision_right 'shared'"
    ),
    "decision_right: none, decision_stage: decided": (
        "found decision_right 'none' with decision_stage 'decided'"
    ),
    "feedback_given: general, asks_users: no, deliberates: no": (
        "found feedback_given 'general' with asks_users 'no' and deliberates 'no'"
    ),
    "decision_right: professional_after_advice, asks_users: no, deliberates: no": (
        "found decision_right 'professional_after_advice' with asks_users 'no' and "
        "deliberates 'no'"
    ),
}


@pytest.mark.parametrize("facts", INCOHERENT)
def test_facts_that_do_not_go_together_are_a_warning(facts: str) -> None:
    """Both facts are named; the scores stand. The same in an account."""
    expected = (
        f"  {INCOHERENT[facts]}\n"
        "  expected facts that go together\n"
        "  correct one of them; if both are right the scores stand"
    )
    head, _, rest = said(f"activities: [{{id: a, {facts}}}]").partition("\n")
    assert head.startswith("warning: p.yaml:3:")
    assert head.endswith("[facts-incoherent]")
    assert rest == expected
    told = f"activities: [{{id: a, accounts: [{{reporter: r, {facts}}}]}}]"
    assert said(f"actors: [{{id: r}}]\n{told}").endswith(expected)


@pytest.mark.parametrize(
    "facts",
    [
        "user_vote_share: 0.5, decision_right: professional",
        "user_vote_share: 0.6",
        "user_vote_share: 0.6, decision_right: shared",
        "decision_stage: no_decision",
        "decision_right: none",
        "feedback_given: none, asks_users: no, deliberates: no",
        "feedback_given: general, asks_users: no",
        "user_veto: yes, decision_right: professional_after_advice",
    ],
)
def test_what_may_be_so_is_not_a_warning(facts: str) -> None:
    """Unknown is never no: a missing fact contradicts nothing."""
    assert said(f"activities: [{{id: a, {facts}}}]") == ""


@pytest.mark.parametrize("version", ['"2"', "2", "17"])
def test_a_newer_record_is_refused_by_version(version: str) -> None:
    """Nothing else is said about it: its other fields may have other rules."""
    with pytest.raises(RecordError) as caught:
        read_tree(read_yaml(f"schema_version: {version}\nnew: 1\n", "p.yaml"))
    number = version.strip('"')
    assert str(caught.value) == (
        "p.yaml:1:17  schema_version  [version-newer]\n"
        f"  found schema version {number}\n"
        "  expected 1, the newest known here\n"
        "  install a newer version of involvement"
    )


def test_an_older_record_is_migrated_with_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No older version was published; the way for one is there."""

    def forward(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "schema_version": "1"}

    monkeypatch.setitem(MIGRATIONS, "0", forward)
    programme, notes = read_tree(read_yaml("schema_version: 0\nid: p\n", "p.yaml"))
    assert programme.schema_version == "1"
    assert str(notes[0]) == (
        "note: p.yaml:1:17  schema_version  [version-older]\n"
        "  found schema version 0\n"
        "  read as version 1\n"
        "  save it again to keep it in the new layout"
    )


def test_faults_beyond_the_limit_are_counted() -> None:
    """A file of a million faults is not a report of a million lines."""
    actors = [{"id": "a", "role": "x"}] * 20
    tree = Tree({"schema_version": "1", "id": "p", "actors": actors}, "p.json")
    with pytest.raises(RecordError) as caught:
        read_tree(tree, limits=Limits(issues=3))
    assert len(caught.value.issues) == 4
    assert str(caught.value.issues[-1]) == (
        "p.json  [limit-issues]\n"
        "  36 more faults; the limit is 3\n"
        "  raise it with Limits(issues=...) or --limit issues=..."
    )


def test_faults_that_are_many_are_found_in_linear_time() -> None:
    """Looking for the closest of many ids would be quadratic."""
    actors = [{"id": f"actor-{n}"} for n in range(3_000)]
    changes = [{"id": f"c{n}", "areas": [f"aktor-{n}"]} for n in range(3_000)]
    tree = Tree(
        {"schema_version": "1", "id": "p", "actors": actors, "changes": changes}
    )
    with pytest.raises(RecordError) as caught:
        read_tree(tree)
    assert len(caught.value.issues) == 1_001


def test_a_scalar_is_no_programme() -> None:
    """A number or a truth is not nothing."""
    for value in (0, False, 3.5):
        with pytest.raises(RecordError) as caught:
            read_tree(Tree(value, "p.json"))
        assert str(caught.value) == (
            f"p.json  [shape]\n  found {value}\n"
            "  expected a programme: schema_version, id and lists"
        )


def test_titles_are_kept_as_written() -> None:
    """Look-alikes and marks are refused in ids only."""
    title = "Cafe\u0301 \u202eab"
    values = {"schema_version": "1", "id": "p", "title": title}
    assert Programme(**values).title == title
