"""The columns of the register and of the answers: read or not, and why."""

from __future__ import annotations

from involvement.formats.importers.tables import Layout

LAYOUTS = (
    Layout(
        "initiatives",
        ("registration_number", "objective"),
        ("registration_number", "title", "objective", "current_status"),
    ),
    Layout(
        "answers",
        ("registration_number", "commission_answer_text"),
        (
            *("registration_number", "final_outcome_status"),
            *("commission_rejected_initiative", "laws_actions"),
        ),
    ),
    Layout("categories", ("registration_number", "categories"), ()),
)

USED: dict[str, dict[str, str]] = {
    "initiatives": {
        "registration_number": "ids",
        "title": "title of the campaign, summary of the contribution",
        "objective": "`intended` of the contribution",
        "current_status": "counted by word",
        "timeline_registered": "`when`",
        "timeline_collection_closed": "`when.end` of the campaign",
        "signatures_collected": "head count of the signatories",
    },
    "answers": {
        "registration_number": "the initiative answered",
        "response_url": "`locator` of the answer",
        "official_communication_adoption_date": "`when` of the decision",
        "commission_answer_text": "that the answer gives reasons",
        "final_outcome_status": "`verdict`, together with the next column",
        "commission_rejected_initiative": "`verdict`: refused, wholly or in part",
        "commission_rejection_reason": "`reason` of the decision",
        "laws_actions": "a change each, on very low evidence",
        "policies_actions": "a change each, on very low evidence",
        "followup_events_with_dates": "evidence and dates of what it speaks of",
    },
    "categories": {
        "registration_number": "the initiative",
        "categories": "an area",
    },
}

_STEP = "a step of the procedure that answers no fact"
_SAME = "the same is said by a column that is used"
_NAMES = "names of persons or bodies"
_LINKS = "references of the text, not of the decision"
UNUSED = {
    "annex": "free text: for a person to code",
    "url": "the number says the same",
    "timeline_collection_start_date": _STEP,
    "timeline_verification_start": _STEP,
    "timeline_verification_end": _STEP,
    "timeline_response_commission_date": _SAME,
    "timeline": _SAME,
    "organizer_entity": _NAMES,
    "funding_total": "money raised is not a cost",
    "signatures_collected_by_country": "finer than the head count",
    "signatures_threshold_met": _STEP,
    "response_commission_url": _SAME,
    "final_outcome": _SAME,
    "languages_available": "about the web page",
    "created_timestamp": "about the table",
    "last_updated": "about the table",
    "initiative_url": "the number says the same",
    "initiative_title": _SAME,
    "submission_text": "free text: for a person to code",
    "commission_submission_date": _STEP,
    "submission_news_url": _STEP,
    "commission_meeting_date": _STEP,
    "commission_officials_met": _NAMES,
    "parliament_hearing_date": _STEP,
    "parliament_hearing_video_urls": _STEP,
    "plenary_debate_date": _STEP,
    "plenary_debate_video_urls": _STEP,
    "official_communication_document_urls": "`response_url` leads there",
    "law_implementation_date": "the date stands with each law",
    "commission_promised_new_law": "the laws themselves are read",
    "commission_deadlines": "what was promised, not what was done",
    "has_followup_section": "about the web page",
    "has_roadmap": "about the web page",
    "has_workshop": "about the web page",
    "has_partnership_programs": "about the web page",
    "court_cases_referenced": _LINKS,
    "followup_latest_date": _SAME,
    "followup_most_future_date": "a date to come is not an event",
    "commission_factsheet_url": "about the web page",
    "followup_dedicated_website": "about the web page",
    "referenced_legislation_by_id": _LINKS,
    "referenced_legislation_by_name": _LINKS,
}
