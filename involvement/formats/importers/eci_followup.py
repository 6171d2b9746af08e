"""What followed a Commission's answer, as far as the table tells: laws and policies.

The table lists them beside the answer. That is evidence of the lowest grade that they
came of it, and so is the Commission's own report of them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs

from involvement.formats.importers.cells import date, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from involvement.formats.importers.shape import Ledger
    from involvement.formats.importers.tables import Row

COMMISSION = "European Commission"

STATUSES = {
    "law_active": "implemented",
    "in_vacatio_legis": "planned",
    "proposed": "planned",
    "planned": "planned",
    "withdrawn": "abandoned",
    # Of a law it may mean that the proposal was adopted, or the law: not known.
    "adopted": "unknown",
}
"""Status of a law to the status of a change."""


def paper(found: str, note: str, url: str) -> dict[str, Any]:
    """Something the Commission published, as evidence."""
    return {
        "id": found,
        "origin": COMMISSION,
        "organisation": COMMISSION,
        "standpoint": "professional",
        "method": "document",
        "interested": "yes",
        "locator": url or None,
        "note": note,
    }


def link(source: str, target: str, kind: str) -> dict[str, Any]:
    """A link with an id of its own and no evidence yet."""
    return {
        "id": f"link-{source}-{target}",
        "source": source,
        "target": target,
        "kind": kind,
    }


def _entries(row: Row, column: str, ledger: Ledger) -> list[Mapping[str, Any]]:
    """The entries of a cell that holds a JSON list; none when it cannot be read."""
    if row[column] in ("", "null"):
        return []
    try:
        found = json.loads(row[column])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        ledger.cell(row, column, "the cell holds no list of entries")
        return []
    return found


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def followed(
    key: str, row: Row, values: dict[str, Any], ledger: Ledger, counts: dict[str, int]
) -> None:
    """What the table lists after an answer: laws, policies, dated statements."""
    laws = _entries(row, "laws_actions", ledger)
    policies = _entries(row, "policies_actions", ledger)
    events = _entries(row, "followup_events_with_dates", ledger)
    counts["law actions"] += len(laws)
    counts["policy actions"] += len(policies)
    counts["dated events"] += len(events)
    told = {_text(law, "description") for law in laws} - {""}
    actions: list[_Action] = []
    for n, law in enumerate(laws, 1):
        status = STATUSES.get(_text(law, "status"), "unknown")
        actions.append(_action(f"law-{key}-{n}", key, law, status))
    for n, policy in enumerate(policies, 1):
        if _text(policy, "description") in told:
            why = f"entry {n} is a law action already"
            ledger.cell(row, "policies_actions", why)
        else:
            actions.append(_action(f"policy-{key}-{n}", key, policy, "unknown"))
    if actions:
        values["evidence"].append(
            {
                "id": f"listed-{key}",
                "origin": "compilers of the table",
                "method": "inference",
                "note": "listed beside the answer; that it came of it is not shown",
            }
        )
    for n, event in enumerate(events, 1):
        about = _spoken_of(event, actions)
        if about:
            counts["dated events read"] += 1
            found = f"event-{key}-{n}"
            values["evidence"].append(_event(found, event, about, row["response_url"]))
        else:
            why = f"entry {n} speaks of no law or policy that is listed"
            ledger.cell(row, "followup_events_with_dates", why)
    values["changes"] += [action.change for action in actions]
    values["links"] += [action.link for action in actions]


@attrs.frozen
class _Action:
    """A law or policy: its change, its link, and its text for comparing."""

    change: dict[str, Any]
    link: dict[str, Any]
    text: str


_MARKED = re.compile(r"\[([^\[\]]*+)\]\([^)\[]*+\)")


def _plain(text: str) -> str:
    """A text without the addresses of its links, letters and digits only."""
    return "".join(c for c in _MARKED.sub(r"\1", text).casefold() if c.isalnum())


def _action(found: str, key: str, entry: Mapping[str, Any], status: str) -> _Action:
    about = _text(entry, "description")
    title = ": ".join(filter(None, (_text(entry, "type"), about)))
    change = {
        "id": found,
        "title": title or None,
        "status": status,
        "when": date(_text(entry, "date")),
    }
    joined = link(f"answer-{key}", found, "led_to") | {
        "directness": "through_unknown",
        "evidence": [f"listed-{key}"],
    }
    return _Action(change, joined, _plain(about))


def _spoken_of(event: Mapping[str, Any], actions: list[_Action]) -> list[_Action]:
    """The actions whose text the statement repeats, in whole or in part."""
    said = _plain(_text(event, "action"))
    return [
        x for x in actions if said and x.text and (said in x.text or x.text in said)
    ]


def _event(
    found: str, event: Mapping[str, Any], about: list[_Action], url: str
) -> dict[str, Any]:
    """A dated statement as evidence of what it speaks of, and the dates it gives.

    Its text may name officials, so the dates are kept and the words are not.
    """
    written = event.get("dates")
    listed = written if isinstance(written, list) else []
    dates = sorted(filter(None, (date(str(each)) for each in listed)))
    for action in about:
        action.link["evidence"].append(found)
        if dates and action.change["when"] is None:
            action.change["when"] = span(dates[0], dates[-1])
    note = " ".join(["It reports the action, not what brought it about.", *dates])
    return paper(found, note, url) | {"grade": 1}
