"""The columns of the files of the organisation: read or not, and why."""

from __future__ import annotations

from involvement.formats.importers.tables import Layout

_GRANT = ("Proposal ID", "Status", "Amount USD", "Done Updates", "Pending Updates")
LAYOUTS = (
    Layout(
        "proposals",
        ("Proposal ID", "Forum Topic"),
        ("Proposal ID", "Author", "Type", "Title", "Started", "Ended", "Status"),
    ),
    Layout("grants", ("Proposal ID", "Done Updates"), _GRANT),
    Layout("projects", ("Proposal ID", "Done Updates", "Project ID"), _GRANT),
    Layout(
        "vestings",
        ("Proposal ID", "Vesting Status"),
        ("Proposal ID", "Vesting Status"),
    ),
)

_DELIVERY = {
    "Proposal ID": "the proposal it belongs to",
    "Status": "`enacted`: a change",
    "Title": "the change's title",
    "Category": "an area of the change",
    "Amount USD": "a cost of the votes of its type",
    "Done Updates": "`status` of the change; evidence with an interest",
    "Missed Updates": "`status` of the change",
    "Pending Updates": "`status` of the change",
}
USED: dict[str, dict[str, str]] = {
    "proposals": {
        "Proposal ID": "ids of the contribution and of the vote",
        "Snapshot ID": "`locator` of the vote",
        "Type": "the activity: votes on proposals of this type",
        "Title": "summary of the contribution, title of the vote",
        "Started": "`when` of the contribution",
        "Ended": "`when` of the vote",
        "Status": "`verdict`",
    },
    "grants": _DELIVERY,
    "projects": _DELIVERY,
    "vestings": {
        "Proposal ID": "the proposal it belongs to",
        "Vesting Status": "evidence of payment; `Revoked` speaks against delivery",
    },
}

_VOTES = "how much was voted, not who may decide"
_PAID = "how it was paid, not what came of it"
_PERSON = "the address of a person's wallet"
_SAME = "the same is said by the list of proposals"
UNUSED = {
    "Author": _PERSON,
    "Beneficiary": _PERSON,
    "Threshold": _VOTES,
    "Total VP": _VOTES,
    "MANA VP": _VOTES,
    "LAND VP": _VOTES,
    "NAMES VP": _VOTES,
    "DELEGATED VP": _VOTES,
    "Votes": _VOTES,
    "Forum Topic": "a number of the web page",
    "Snapshot ID": _SAME,
    "Project ID": "the proposal's id says the same",
    "Type": _SAME,
    "Started": _SAME,
    "Ended": _SAME,
    "Tier": "a band of the amount",
    "Token": _PAID,
    "Enacting Transaction": _PAID,
    "Transaction Date": _PAID,
    "Transaction Amount": _PAID,
    "Late Updates": "late or not, they were given",
    "Update Status": "follows from the counts of updates",
    "Project Health": "a judgement whose maker is not named",
    "Last Update": "the counts of updates are read",
    "Next Update": "a date to come is not an event",
    **dict.fromkeys(
        (
            *("Vesting Contract", "Vesting Released Amount", "Vesting Start At"),
            *("Vesting Releasable Amount", "Vesting Token Contract Balance"),
            *("Vesting Total Amount", "Vesting Finish At", "Duration (Months)"),
        ),
        _PAID,
    ),
}
