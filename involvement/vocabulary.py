"""Every closed word list, what each word means, and which role stands on which side.

Codes are part of the public interface; a code is never reused with another
meaning. The record validates against these lists, scoring takes its axes from
them, and the docs print them: each list is written once, here.
"""

from __future__ import annotations

from typing import Literal

import attrs

UNKNOWN = "unknown"
"""Not recorded: never "no", never 0, never "professional"."""

SIDES: dict[str, str] = {
    "user": (
        "people who use the service, those close to them, and the public in "
        "that capacity"
    ),
    "professional": (
        "people who take part for the service, its commissioner or the research team"
    ),
    "joint": (
        "users and professionals together (a result or a declared value; no "
        "role has it by default)"
    ),
    "external": "people outside both",
    "unknown": "cannot be told",
}
"""Who stands where; after `docs/reference/vocabulary.md`."""

ROLES: dict[str, str] = {
    "service_user": "uses or has used the service (patient, client, survivor)",
    "carer": "family member or friend who cares",
    "public_member": "citizen or resident without a stated use of the service",
    "lay_representative": (
        "appointed lay member or governor; may be closer to the "
        "organisation than other users, so keep it apart"
    ),
    "user_group": "group or organisation run by users",
    "community_group": "group of a place or shared background",
    "peer_worker": (
        "employed or volunteering because of own experience; if coded by "
        "job instead, override side"
    ),
    "patient_research_partner": "user working as a member of a research team",
    "clinician": "doctor, nurse, therapist, pharmacist, paramedic",
    "manager": "runs a service or programme",
    "commissioner": "plans or buys services",
    "researcher": (
        "studies or evaluates; an evaluator outside the programme is "
        "external by override"
    ),
    "involvement_lead": "employed to organise involvement",
    "board_member": (
        "executive or non-executive of the organisation (lay governors: "
        "lay_representative)"
    ),
    "support_staff": "administration and other staff",
    "charity": (
        "voluntary organisation not controlled by users (if "
        "user_controlled: yes, side is user)"
    ),
    "funder": "pays for the work",
    "regulator": "inspects or licenses",
    "policymaker": "government or parliament",
    "industry": "company",
    "facilitator": "independent chair or moderator",
    "other": "give side",
}
"""What an actor is, and in `ROLE_SIDES` on which side that puts them by default."""

ROLE_SIDES: dict[str, str] = {
    "service_user": "user",
    "carer": "user",
    "public_member": "user",
    "lay_representative": "user",
    "user_group": "user",
    "community_group": "user",
    "peer_worker": "user",
    "patient_research_partner": "user",
    "clinician": "professional",
    "manager": "professional",
    "commissioner": "professional",
    "researcher": "professional",
    "involvement_lead": "professional",
    "board_member": "professional",
    "support_staff": "professional",
    "charity": "external",
    "funder": "external",
    "regulator": "external",
    "policymaker": "external",
    "industry": "external",
    "facilitator": "external",
    "other": "unknown",
}
"""Grouping after Concannon et al. 2012, doi 10.1007/s11606-012-2037-1 (unverified)."""

ORGANISATION_KINDS: dict[str, str] = {
    "hospital": "hospital or hospital trust",
    "primary_care": "general practice, clinic, community health",
    "mental_health": "mental health provider",
    "social_care": "social care provider",
    "commissioner": "plans or buys care",
    "government": "ministry, region, municipality",
    "regulator": "inspects or licenses",
    "university": "university or research institute",
    "charity": "voluntary organisation",
    "user_organisation": (
        "organisation of users or carers (whether they control it is user_controlled)"
    ),
    "community_organisation": "organisation of a place or shared background",
    "professional_body": "college, union, association of professionals",
    "industry": "company",
    "partnership": "body made of several organisations",
    "other": "anything else",
}
"""`kind` never decides a side by itself. Ours."""

ACTIVITY_KINDS: dict[str, str] = {
    "information_provision": "leaflet, web page, talk",
    "survey": "satisfaction or experience questionnaire",
    "complaints_analysis": "complaints and compliments read for improvement",
    "interview_focus_group": "interviews or focus groups",
    "public_meeting": "open meeting or hearing",
    "written_consultation": "call for written views on a proposal",
    "online_forum": "discussion or ideas platform",
    "advisory_group": "panel, forum, patient participation group",
    "document_review": "reader or reference group commenting on texts",
    "priority_setting": "ranking or choosing topics",
    "deliberative_event": "citizens' jury, panel or assembly",
    "co_design": "joint design workshop or experience-based co-design",
    "board_membership": "seat on a steering group or project board",
    "governance_seat": "seat on a governing body",
    "commissioning_panel": "part in buying or tendering",
    "staff_recruitment": "part in choosing staff",
    "staff_training": "users teach staff or students",
    "audit_inspection": "user-led audit, visit, mystery shopping",
    "peer_support": "users support other users",
    "peer_research": "users collect or analyse data",
    "service_delivery": "users work in the service in another way",
    "user_run_service": "service controlled by users",
    "campaign": "action started by users to change something",
    "user_led_research": "research controlled by users",
    "evaluation": "users help to judge a service or programme",
    "dissemination": "writing up, presenting, co-authoring",
    "other": "anything else; say what",
}
"""No kind implies a depth. Ours."""

PHASES: dict[str, str] = {
    "identify": "find the problem, set priorities",
    "design": "plan or develop the answer",
    "implement": "put in place and run",
    "evaluate": "judge what happened",
    "disseminate": "tell others, write up",
    "throughout": "all of these, not separable",
}
"""After Snijder et al. 2015 and the PCORI rubric 2014."""

SYSTEM_LEVELS: dict[str, str] = {
    "direct_care": "care of the persons themselves",
    "service": "one team, ward or service",
    "organisation": "design and governance of an organisation",
    "system": "several organisations, a region",
    "policy": "law, national policy, regulation",
    "research": "a study or research programme",
    "education": "teaching and training",
}
"""After Carman et al. 2013; the rest ours."""

KNOWLEDGE: dict[str, str] = {
    "experiential": (
        "known from living with a condition or using a service; sub-types "
        "below when known"
    ),
    "experiential_embodied": "of one's own body",
    "experiential_monitoring": "of watching and managing a condition",
    "experiential_navigation": "of finding one's way through services",
    "experiential_medical": "medical knowledge gained as a patient",
    "experiential_relational": "of dealing with professionals and other people",
    "experiential_cultural": "of the community's ways, language, beliefs",
    "clinical": "of diagnosis and treatment by training",
    "managerial": "of how the organisation works",
    "technical": "scientific, engineering, data",
    "methodological": "of how to do research or evaluation",
    "policy_legal": "of rules and rights",
    "community": "of a place or group, not from own illness",
    "other": "anything else; say what",
}
"""Six sub-types of `experiential`: Dumez, L'Esperance 2024; a sub-type counts as it."""

TREATMENTS: dict[str, str] = {
    "used": "it was taken into the work; a later text, plan or decision contains it",
    "acknowledged": "heard and noted, not used; it is in the minutes or the reply",
    "dismissed": "set aside; it was refused, or called out of scope or merely personal",
}
"""What was done with a contribution in the activity. Ours."""

OUTCOME_KINDS: dict[str, tuple[str, ...]] = {
    "service": (
        "product",
        "process",
        "structure",
        "other",
    ),
    "policy": (
        "local_policy",
        "national_policy",
        "guideline",
        "other",
    ),
    "personal": (
        "listened_to",
        "social",
        "knowledge",
        "confidence",
        "skills",
        "purpose",
        "peer_support",
        "distress",
        "fatigue",
        "lost_time",
        "lost_trust",
        "other",
    ),
    "professional": (
        "understanding",
        "attitude",
        "skills",
        "workload",
        "conflict",
        "other",
    ),
    "organisation": (
        "culture",
        "capacity",
        "reputation",
        "delay",
        "other",
    ),
    "research": (
        "question",
        "design",
        "recruitment",
        "tools",
        "analysis",
        "dissemination",
        "delay",
        "other",
    ),
    "health": (
        "health_status",
        "safety",
        "experience_of_care",
        "other",
    ),
    "resource": (
        "cost",
        "saving",
        "time",
        "other",
    ),
    "relationship": (
        "trust",
        "network",
        "conflict",
        "other",
    ),
}
"""Kinds of outcome by family; `personal` never counts as service change."""

VALENCES: dict[str, str] = {
    "positive": "a gain for the beneficiary",
    "negative": "a loss or harm",
    "mixed": "both",
    "none": "looked for and not found",
}
"""No recorded harm is not "no harm": that is `none` with evidence."""

RATIONALES: dict[str, str] = {
    "democratic": "people have a right to a say",
    "knowledge": "users know things the service needs (technocratic reason)",
    "consumerist": "choice and satisfaction of customers",
    "emancipatory": "to shift power",
    "therapeutic": "good for those who take part",
    "efficiency": "better use of money or uptake",
    "legitimation": "to make decisions accepted",
    "compliance": "because policy or law asks for it",
    "commercial": "to sell or develop a product",
    "solidarity": "to meet and help people in the same situation",
    "other": "anything else; say what",
}
"""Why somebody wants involvement, held per actor."""

FACTORS: dict[str, str] = {
    "organisational_structure": "how the organisation or partnership is built",
    "concept_vagueness": "unclear what involvement means",
    "value_of_experiential_knowledge": "worth given to users' experience",
    "differing_understanding_commitment": (
        "professionals and users understand it, or are committed to it, differently"
    ),
    "personal": "health, time, confidence of persons",
    "attitudes": "openness or resistance",
    "professional_culture": "norms of the professions",
    "roles_expectations": "who is to do what",
    "knowledge_information_communication": "what people know and are told",
    "finance": "money and payment",
    "training": "preparation of either side",
    "support": "general help, access, a contact person",
    "recruitment_representation": "who takes part and for whom",
    "methods_power": "how it is run, and who has power in it",
    "technicality": "how technical the matter is",
    "leadership": "backing from the top, champions",
    "time": "pace and timing",
    "policy_context": "law, targets, reform",
    "other": "note required",
}
"""What helped or hindered."""

SEED_FACTORS = (
    "organisational_structure",
    "concept_vagueness",
    "value_of_experiential_knowledge",
    "differing_understanding_commitment",
)
"""The four factors the seed study names."""

POLARITIES: dict[str, str] = {
    "enabler": "it helped",
    "barrier": "it hindered",
    "both": "it did both",
}

LINK_KINDS: dict[str, str] = {
    "raised_in": "it was put forward there",
    "informed": "it was taken into account",
    "decided": "the decision was taken there",
    "shaped": "it altered the content of the change",
    "led_to": "it brought the next one about",
    "resulted_in": "the outcome came of it",
    "triggered": "it opened a new round",
    "drove": "outside pressure",
}
"""What a link says; `LINK_ENDS` says what it may join."""

LINK_ENDS: dict[str, frozenset[tuple[str, str]]] = {
    "raised_in": frozenset(
        {
            ("contributions", "activities"),
        }
    ),
    "informed": frozenset(
        {
            ("contributions", "decisions"),
            ("activities", "decisions"),
            ("activities", "activities"),
            ("contributions", "contributions"),
        }
    ),
    "decided": frozenset(
        {
            ("activities", "decisions"),
        }
    ),
    "shaped": frozenset(
        {
            ("contributions", "changes"),
            ("activities", "changes"),
        }
    ),
    "led_to": frozenset(
        {
            ("decisions", "decisions"),
            ("decisions", "changes"),
            ("changes", "changes"),
        }
    ),
    "resulted_in": frozenset(
        {
            ("activities", "outcomes"),
            ("decisions", "outcomes"),
            ("changes", "outcomes"),
            ("outcomes", "outcomes"),
        }
    ),
    "triggered": frozenset(
        {
            ("activities", "activities"),
            ("activities", "contributions"),
            ("decisions", "activities"),
            ("decisions", "contributions"),
            ("changes", "activities"),
            ("changes", "contributions"),
            ("outcomes", "activities"),
            ("outcomes", "contributions"),
            ("changes", "decisions"),
            ("outcomes", "decisions"),
        }
    ),
    "drove": frozenset(
        {
            ("drivers", "contributions"),
            ("drivers", "activities"),
            ("drivers", "decisions"),
            ("drivers", "changes"),
            ("drivers", "outcomes"),
        }
    ),
}
"""The lists a link kind may lead from and to."""

INFLUENCES: dict[str, str] = {
    "co_producing": "users made it with the others",
    "redirecting": "it changed course",
    "refining": "it was improved in detail",
    "confirming": "it was strengthened as it was",
    "limited": "little or no effect, though heard",
}
"""After Maurer et al. 2022, doi 10.1007/s11606-021-07104-w; four are unordered."""

METHODS: dict[str, str] = {
    "observation": "the recorder saw it happen",
    "interview": "a person said so when asked or in talk",
    "document": "minutes, letter, plan, tracked draft",
    "survey": "answers to fixed questions",
    "administrative_data": "routine figures, registers, accounts",
    "inference": "the evaluator concludes it",
}
"""How an item of evidence came about."""

STANDPOINTS: dict[str, str] = {
    "user": "speaks from the users' side",
    "professional": "speaks from the professionals' side",
    "independent": "neither, and nothing to gain",
    "document": "a text without a speaker",
}

TESTS: dict[str, str] = {
    "straw": "passing: slight support; failing: slight doubt",
    "hoop": "passing: still in play; failing: rules the claim out",
    "smoking_gun": "passing: strong support; failing: little",
    "doubly_decisive": "passing: confirms; failing: rules it out",
}
"""Process-tracing tests after Van Evera 1997 (unverified)."""

GRADES = ("asserted only", "very low", "low", "moderate", "high")
"""Words for evidence grades 0 to 4; the confidence words of GRADE-CERQual, whose
assessment is not applied."""

STANCES: dict[str, str] = {
    "supports": "speaks for the link",
    "contradicts": "speaks against it",
}

EFFECTS: dict[str, str] = {
    "supports": "helped it come about",
    "blocks": "stopped or delayed it; never traversed as support",
}

DIRECTNESS: dict[str, str] = {
    "direct": "nothing lies between",
    "through_unknown": "steps in between are not recorded",
}

VERDICTS: dict[str, str] = {
    "accepted": "as put",
    "adapted": "taken in part or changed",
    "deferred": "put off",
    "rejected": "refused",
    "noted": "heard, nothing decided",
}
"""What a decision said."""

NEEDS: dict[str, str] = {
    "all": "every recorded cause was needed",
    "any": "one was enough",
}
"""Missing is unknown, not `any`."""

STATUSES: dict[str, str] = {
    "planned": "intended, not done yet",
    "implemented": "done",
    "sustained": "still there when looked at later",
    "reversed": "undone",
    "abandoned": "never done",
}
"""What became of a change."""

DRIVER_KINDS: dict[str, str] = {
    "policy": "a policy",
    "law": "a law",
    "budget": "money given or taken",
    "incident": "something that went wrong",
    "technology": "a new technology",
    "market": "competition or supply",
    "other": "anything else; say what",
}

RIVAL_STATUSES: dict[str, str] = {
    "open": "not examined yet",
    "weakened": "evidence speaks against it",
    "dismissed": "ruled out",
    "upheld": "it stands",
}

TECHNICALITY: dict[str, str] = {
    "low": "a lay person can judge it with a page of explanation",
    "medium": "needs an hour of briefing",
    "high": "needs training in the field",
}
"""Ordered. Rated for the area, blind to depth. Ours."""

CLINICIAN_INPUT: dict[str, str] = {
    "none": "no clinician takes part",
    "some": "present, not deciding",
    "dominant": "clinicians define problem or answer",
}
"""Ordered. Rated for the area, blind to depth. Ours."""

BASES: dict[str, str] = {
    "enacted": "what happened",
    "formal": "what the papers say",
    "claimed": "what somebody says of it, unchecked",
}
"""What an account rests on."""

COMMITMENTS: dict[str, str] = {
    "low": "little of it was seen",
    "medium": "some of it was seen",
    "high": "much of it was seen",
}
"""Ordered. Judged from what was done: time, money, staff, attendance."""

COST_ITEMS: dict[str, str] = {
    "payment": "pay for users",
    "expenses": "costs repaid to users",
    "staff_time": "time of staff",
    "user_time": "time of users",
    "venue": "rooms and catering",
    "training": "preparing either side",
    "access": "interpreters, transport, care",
    "materials": "print, post, software",
    "evaluation": "judging the work",
    "other": "anything else; say what",
}

YES_NO: dict[str, str] = {
    "yes": "yes",
    "no": "no",
}

DECISION_STAGES: dict[str, str] = {
    "problem_open": "the problem itself was still open",
    "options_open": "the problem was settled, solutions could be added",
    "options_fixed": "there was a closed list",
    "decided": "it was already decided",
    "no_decision": "there was nothing to decide",
}
"""Words of the fact `decision_stage`."""

DECISION_RIGHTS: dict[str, str] = {
    "professional": "professionals could settle it without weighing what users said",
    "professional_after_advice": (
        "they had to hear advice first, or could outvote users"
    ),
    "shared": "neither side could settle it alone",
    "user": "users could settle it alone",
    "external": "a body outside both settles it",
    "none": "nothing to settle",
}
"""Words of the fact `decision_right`."""

FEEDBACK: dict[str, str] = {
    "none": "nothing came back",
    "general": "a thank-you or summary",
    "itemised": "an answer item by item",
    "reasoned": "item by item with the reasons",
}
"""Words of the fact `feedback_given`."""

RESOURCE_CONTROL: dict[str, str] = {
    "professional": "professionals can spend or move it",
    "user_consulted": "professionals, after asking users",
    "shared": "both together",
    "user": "users",
}
"""Words of the fact `resource_control`."""

USER_WORK: dict[str, str] = {
    "none": "none of it",
    "assist": "they helped under professionals",
    "co_deliver": "they carried it out side by side",
    "lead": "they carried it out with users in charge",
}
"""Words of the fact `user_work`."""

PURPOSES: dict[str, str] = {
    "persuade": "win support for something",
    "educate_or_treat": "change the users who take part",
    "inform": "tell",
    "gather_views": "learn what users think or need",
    "improve_jointly": "make it better together",
    "devolve": "hand over",
    "comply": "meet a duty or target",
}
"""Words of the fact `purposes`."""

SELECTIONS: dict[str, str] = {
    "self": "they walked in",
    "professional_picked": "chosen by staff",
    "open_call": "answered an advert",
    "elected": "elected",
    "delegated": "sent by a user organisation",
    "random": "drawn by lot",
    "everyone": "all concerned were included",
}
"""Words of the fact `selection`."""

REWARDS: dict[str, str] = {
    "none": "nothing",
    "expenses": "costs",
    "fee": "pay",
    "incentive_is_reason": "an incentive that the record shows to be why they came",
}
"""Words of the fact `reward`."""


@attrs.frozen
class Fact:
    """One fact of an activity: what it is called, its words, how to code it.

    Attributes:
        name: Its name in a record, a rule and a table.
        kind: `words`, `side`, `set` (several words), `count` or `share`.
        words: Its closed words in order; empty for counts and shares.
        question: What to ask to code it.
        example: A made-up example with its code.
        title: Its name in plain words.
    """

    name: str
    kind: Literal["words", "side", "set", "count", "share"]
    words: tuple[str, ...]
    title: str
    question: str
    example: str


def _fact(
    name: str,
    kind: Literal["words", "side", "set", "count", "share"],
    words: dict[str, str] | None,
    *coding: str,
) -> Fact:
    title, question, example = coding
    known = tuple(w for w in words or {} if w != UNKNOWN)
    return Fact(name, kind, known, title, question, example)


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        _fact(
            "initiated_by",
            "side",
            SIDES,
            "who initiated it",
            "Who first proposed that this activity take place? Proposing "
            "only: not who approved, paid or ran it. joint only if users "
            "and professionals made the proposal together. A duty in law "
            "makes it external only if no one inside chose to do it.",
            "A carers' group writes asking for a discharge review: user, "
            "though the trust then runs it.",
        ),
        _fact(
            "led_by",
            "side",
            SIDES,
            "who led it",
            "Who chaired or ran it from day to day? joint only if both had "
            "the chair or the running.",
            "A lay chair with a paid secretary: user.",
        ),
        _fact(
            "agenda_set_by",
            "side",
            SIDES,
            "who set the agenda",
            "Who decided which questions were dealt with in the sessions or form?",
            "Staff wrote the questionnaire: professional.",
        ),
        _fact(
            "scope_set_by",
            "side",
            SIDES,
            "who set the scope",
            "Who decided which areas of the service users could take part "
            "in at all? One step above the agenda.",
            "Managers opened information leaflets and transport to users, "
            "not thrombolysis: professional.",
        ),
        _fact(
            "users_add_topics",
            "words",
            YES_NO,
            "whether users could add topics",
            "Did users in fact put a topic on the agenda, or was there a "
            'way for them to do so that was open and known? A box "other '
            'comments" is no.',
            '"Any other business" from patient members was taken each meeting: yes.',
        ),
        _fact(
            "decision_stage",
            "words",
            DECISION_STAGES,
            "how open the decision was",
            "At the first contact: was the problem itself still open; was "
            "it settled but solutions could be added; was there a closed "
            "list; was it already decided; or was there nothing to decide?",
            "Choose between two sites already shortlisted: options_fixed.",
        ),
        _fact(
            "informs_users",
            "words",
            YES_NO,
            "whether users were informed",
            "Were users given real information about the service, its "
            "problems or the decision? Information on one's own illness, "
            "thanks and publicity are no.",
            "Waiting-time figures sent before the meeting: yes.",
        ),
        _fact(
            "asks_users",
            "words",
            YES_NO,
            "whether users were asked",
            "Were users' views or data sought in any form? If users discuss "
            "or decide, yes.",
            "Comment cards: yes. Poster campaign: no.",
        ),
        _fact(
            "deliberates",
            "words",
            YES_NO,
            "whether it was talked through together",
            "Did users and people who decide (or who take the advice to "
            "them) talk it through with each other? Both must speak and "
            "hear. An interview, a focus group run by a contractor, written "
            "comments: no.",
            "Project board with two patients: yes.",
        ),
        _fact(
            "contacts",
            "count",
            None,
            "how often they met or replied",
            "On how many separate occasions did the same users, or the same "
            "group, meet or reply? One survey round is 1, however many "
            "people answered.",
            "Monthly panel for a year: 12.",
        ),
        _fact(
            "decision_right",
            "words",
            DECISION_RIGHTS,
            "who could decide",
            "Who could make the decision stick? Could professionals have "
            "settled it without weighing what users said: professional. Did "
            "they have to hear advice first, or can they outvote users: "
            "professional_after_advice. Could neither side settle it alone: "
            "shared. Could users settle it alone: user. Does a body outside "
            "both settle it: external. Nothing to settle: none.",
            "Two patients of fifteen votes: professional_after_advice. "
            "Equal votes: shared.",
        ),
        _fact(
            "user_vote_share",
            "share",
            None,
            "users' share of the votes",
            "Of the votes in the body that decides or advises, what part is "
            "held by users? No votes, or no such body: 0.",
            "2 of 15: 0.13.",
        ),
        _fact(
            "user_veto",
            "words",
            YES_NO,
            "whether users could veto",
            "Can users stop the decision on their own, and is that written "
            "or has it been done?",
            "Ethics panel patients may block a leaflet: yes.",
        ),
        _fact(
            "sharing_protected",
            "words",
            YES_NO,
            "whether the sharing was protected",
            "Is the sharing agreed in a form (terms of reference, contract, "
            "law) that one side cannot change alone? Goodwill is no. "
            "Nothing shared: no.",
            "Constitution changeable by two thirds of both sides: yes.",
        ),
        _fact(
            "must_respond",
            "words",
            YES_NO,
            "whether an answer was owed",
            "Is the decision maker bound (law, policy, terms of reference) "
            "to consider users' views and answer?",
            "Statutory consultation response: yes.",
        ),
        _fact(
            "feedback_given",
            "words",
            FEEDBACK,
            "what came back to contributors",
            "What came back to those who gave views: nothing; a thank-you "
            "or summary; an answer item by item; item by item with the "
            "reasons?",
            '"You said, we did" board: itemised.',
        ),
        _fact(
            "resource_control",
            "words",
            RESOURCE_CONTROL,
            "who controlled the resources",
            "Who can spend or move the activity's money or staff?",
            "User group holds its own grant: user.",
        ),
        _fact(
            "user_work",
            "words",
            USER_WORK,
            "what work users did",
            "Beyond giving views, did users do part of the work: none; help "
            "under professionals; carry it out side by side; carry it out "
            "with users in charge?",
            "Stroke survivors run the peer visits: lead.",
        ),
        _fact(
            "purposes",
            "set",
            PURPOSES,
            "what it was for",
            "What is the activity for, by its own papers or those who ran "
            "it? List all. Purposes are judged towards the users who are "
            "counted as involved, not the people they serve. persuade and "
            "comply need a document or two reporters; suspicion is not a "
            "source.",
            'Minutes say "to bring patients on board with the closure": persuade.',
        ),
        _fact(
            "selection",
            "words",
            SELECTIONS,
            "how users came to take part",
            "How did these users come to take part: walked in; chosen by "
            "staff; answered an advert; elected; sent by a user "
            "organisation; drawn by lot; all concerned were included?",
            "Consultant suggests two patients: professional_picked.",
        ),
        _fact(
            "reward",
            "words",
            REWARDS,
            "what users got",
            "What did users get: nothing, costs, pay, or an incentive that "
            "the record shows to be why they came? A voucher alone is fee.",
            '"Most came for the voucher", in the report: incentive_is_reason.',
        ),
    )
}
"""The facts of an activity in their fixed order, with the coding guide."""

MINIMUM_FACTS = (
    "initiated_by",
    "agenda_set_by",
    "led_by",
    "asks_users",
    "deliberates",
    "decision_right",
    "feedback_given",
)
"""The smallest useful set, in the order to ask for it."""
