"""What to do about each error code, for the page of codes."""

from _markdown import page

from involvement.errors import CODES

CHAPTERS = {
    "file-missing": "Files",
    "sheet-unknown": "Workbooks",
    "shape": "The record",
    "rule-syntax": "Scales and rules",
    "node-unknown": "Influence and options",
    "column-type": "Tables",
    "extra-missing": "Installation",
}
"""The code each chapter starts with."""

ADVICE = {
    "file-missing": (
        "Check the path.\n"
        "The ids of shipped examples are listed by `involvement example`."
    ),
    "file-denied": "Check the permissions of the file and of its folder.",
    "file-kind": (
        "Give the file one of the endings in [formats](formats.md), or name the "
        "format with `--from`.\n"
        "The content decides where the ending misleads."
    ),
    "file-write": (
        "Check free space and permissions, then repeat.\n"
        "Writing is all or nothing: an existing file stays as it was."
    ),
    "directory-empty": ("Point to a folder that holds records, or to one record."),
    "record-empty": (
        'Write at least `schema_version: "1"` and an `id`; `involvement new` '
        "makes a file to fill in."
    ),
    "text-encoding": (
        "Save the file again as UTF-8.\nThe byte that broke it is named."
    ),
    "text-surrogate": (
        "Retype the text at the named place; it was damaged on its way through "
        "another program."
    ),
    "syntax": (
        "Mend the file at the named line and column.\n"
        "In YAML, quote a text that holds a colon or starts with a special sign."
    ),
    "key-duplicate": (
        "Keep one of the two.\nMost readers silently keep the last, so this is refused."
    ),
    "key-kind": "Write the key as plain text.",
    "yaml-alias": (
        "Write the value out where it is used.\n"
        "Anchors, aliases and merge keys can expand without bound and are "
        "refused."
    ),
    "yaml-tag": (
        "Remove the tag; plain texts, numbers, lists and mappings are enough."
    ),
    "number-not-finite": "Leave the value out if it is not known.",
    "number-too-long": (
        "Shorten the number; no count, share or amount needs that many digits."
    ),
    "limit-bytes": (
        "Split the record, or raise the limit: `--limit bytes=NUMBER`, or "
        "`Limits(bytes=...)`."
    ),
    "limit-depth": (
        "A record needs six levels of nesting; look for a stray bracket or indentation."
    ),
    "limit-nodes": ("Split the record, or raise the limit: `--limit nodes=NUMBER`."),
    "limit-text": (
        "Move long documents out of the record and cite them with `locator`."
    ),
    "limit-items": ("Split the record, or raise the limit: `--limit items=NUMBER`."),
    "limit-issues": "Mend the faults shown and check again.",
    "limit-records": (
        "Split the portfolio, or raise the limit: `--limit records=NUMBER`."
    ),
    "version-newer": (
        "Install a newer version of this library.\nNothing is read in part."
    ),
    "version-older": (
        "A note, not a fault.\nSave the record again to store it in the present form."
    ),
    "shape": (
        "Write a list where a list is expected, a text where a text is.\n"
        "The message says what was found and what was expected."
    ),
    "field-unknown": (
        "Check the spelling; the nearest fields are named.\n"
        "Nothing is skipped in silence."
    ),
    "field-private": (
        "Leave the detail out.\n"
        "People are opaque ids: see [privacy](../explanation/privacy.md)."
    ),
    "field-missing": (
        "Add the field.\n"
        "Only `schema_version`, ids, the ends and kind of a link and a few "
        "references are required."
    ),
    "value-unknown": (
        "Use a word of the list; the nearest are named, and all stand in "
        "[words](words.md) or [facts](facts.md).\n"
        "Write `unknown` if it was not recorded."
    ),
    "value-range": (
        "Correct the number; the message names the range.\n"
        "If it was a guess, leave it out."
    ),
    "id-shape": (
        "Use letters, digits, dots, dashes and underscores, starting with a "
        "letter or digit, at most 80."
    ),
    "id-reserved": (
        "Choose another id: `user`, `professional`, `joint`, `external` and "
        "`unknown` are words for sides."
    ),
    "id-duplicate": (
        "Rename one of the two.\n"
        "Ids share one namespace in the record and may not differ by case only."
    ),
    "id-dangling": (
        "Correct the reference, or add the item; the nearest ids are named."
    ),
    "id-kind": "Refer to an item of the list the field expects.",
    "date-shape": (
        "Write `2007`, `2007-03` or `2007-03-14`; a part that is not known is left out."
    ),
    "date-order": "Swap or correct the two dates.",
    "link-ends": (
        "Choose the kind that fits, or link other items; the table stands in "
        "[influence](influence.md)."
    ),
    "link-self": "Remove the link, or correct one end.",
    "evidence-circle": (
        "Correct `derived_from`: the first item of a chain of quotations is "
        "derived from nothing."
    ),
    "money": "Write the amount as a plain decimal and give its `currency`.",
    "time-backwards": (
        "Check both dates.\n"
        "A warning: the link is kept, and the trace says that time is violated."
    ),
    "time-future": ("Check the year.\nA warning: plans are allowed."),
    "time-circle": (
        "Split a recurring activity into its occurrences.\n"
        "A warning: circles are handled everywhere."
    ),
    "facts-incoherent": (
        "Look at the two facts named; one of them is probably coded by another "
        "reading.\n"
        "A warning: both are kept and scored, because a warning is not a proof."
    ),
    "kind-other": ("Say in the title, label, summary or note what it is.\nA warning."),
    "kind-family": (
        "Choose a kind of that family, or the family of that kind: see "
        "[words](words.md)."
    ),
    "scale-unknown": (
        "Use the id of a scale listed by `involvement scales`, or load your own first."
    ),
    "level-unknown": (
        "Use a level id of that scale: `involvement scales ID` lists them."
    ),
    "answer-value": (
        "Give one of the scale's values; an unanswered item is left out, not 0."
    ),
    "anchors-missing": (
        "Add `anchors`: the text agreed beforehand on what the positions mean.\n"
        "A warning."
    ),
    "privacy-text": (
        "Look at the text and remove names, addresses and contact details.\n"
        "A warning: the check finds patterns, not meaning."
    ),
    "privacy-single": ("Ask whether this person can be recognised.\nA warning."),
    "rule-syntax": (
        "Mend the rule at the marked place; the language is described in "
        "[rules](rules.md)."
    ),
    "rule-name": (
        "Use a fact from [facts](facts.md), a shared predicate or one of the "
        "scale's own."
    ),
    "rule-value": (
        "Use a word the fact can take.\n"
        "A test for a word it never takes would be false for ever, so it is "
        "refused."
    ),
    "rule-circle": "Write one of the predicates without the other.",
    "rule-constant": (
        "A condition that no facts can change is a slip; look for a test that "
        "contradicts another."
    ),
    "scale-shape": (
        "Compare the file with a shipped one: `involvement scales iap2`, and "
        "[your own scale](../how-to/own-scale.md)."
    ),
    "scale-citation": (
        "Add `citation` and `version`; a scale nobody can look up or pin is not "
        "accepted."
    ),
    "scale-taken": "Choose another id, or another version.",
    "scale-version": ("Install or load the version asked for, or remove the pin."),
    "scale-size": (
        "Let the scale read fewer facts, test fewer values, or split it in two.\n"
        "`Limits.patterns` bounds the size."
    ),
    "scale-facts": (
        "This instrument holds people's own judgements; record them in `ratings`,"
        " and read them in the report."
    ),
    "scale-plugin": (
        "The package named has a fault; the other scales work.\nTell its authors.\n"
        "One that is only slow gets more time from "
        "`plug_in_issues(Limits(seconds=...))` before anything else."
    ),
    "limit-rule": "Move parts of the rule into predicates.",
    "node-unknown": (
        "Use the id of a contribution, change or other node of the record; the "
        "nearest are named."
    ),
    "graph-shape": (
        "Hand back a graph made by `influence_graph`, with its node and link "
        "attributes intact."
    ),
    "policy-shape": (
        "Correct the parameters named; the fields are described in [evidence "
        "policy](evidence-policy.md)."
    ),
    "option-unknown": "Use one of the options named.",
    "key-short": (
        "Use a longer secret; the message gives a line that makes one.\n"
        "Keep it apart from the record."
    ),
    "privacy-remains": (
        "Look at it before the copy is passed on, and coarsen or leave out what names "
        "somebody.\n"
        "A note."
    ),
    "format-loss": (
        "Keep the original if what was left out matters.\n"
        "A note: what each format loses stands in [formats](formats.md)."
    ),
    "importer-plugin": (
        "The package named has a fault; the other importers work.\nTell its authors.\n"
        "One that is only slow gets more time from `--limit seconds=NUMBER`, or "
        "`Limits(seconds=...)`."
    ),
    "extra-missing": (
        "Type the line in the message.\n"
        "The extras are listed in [installing](../how-to/install.md)."
    ),
    "file-example": (
        "Rename the file, or give its path with `./` in front, to say which of "
        "the two is meant.\n"
        "A note."
    ),
    "file-locked": "Save a copy without a password.",
    "limit-unpacked": (
        "Check that the workbook is what you think; then raise the limit: "
        "`--limit unpacked=NUMBER`."
    ),
    "limit-ratio": (
        "A part that grows so much when unpacked is usually an attack or a "
        "damaged file; raise the limit with `--limit ratio=NUMBER` if you trust "
        "it."
    ),
    "limit-members": (
        "Save the workbook afresh from your spreadsheet program, or raise the "
        "limit: `--limit members=NUMBER`."
    ),
    "limit-cells": (
        "Delete stray content far below or to the right of the table, or raise "
        "the limit: `--limit cells=NUMBER`."
    ),
    "sheet-unknown": (
        "Name the sheet as the list it holds, or remove it; the names are those "
        "of the lists in [the record](record.md)."
    ),
    "header-missing": (
        "Put the column names in the first row, as `involvement new` does."
    ),
    "cell-error": (
        "Mend the formula behind the cell; an error is never read as unknown."
    ),
    "cell-merged": "Unmerge the cells; only one of them holds the value.",
    "cell-formula": (
        "Check that the stored value is the one you mean.\n"
        "A note: formulas are not computed here."
    ),
    "cell-hidden": (
        "Unhide it and look.\nA note: what is hidden is read like the rest."
    ),
    "cell-date": (
        "Write a partial date as text, such as `2007-03`, if the day is not "
        "known.\n"
        "A note."
    ),
    "cell-forgiven": ("Nothing, if the reading is what you meant.\nA note."),
    "workbook-macros": ("Save the workbook without macros if you can.\nA warning."),
    "text-control": (
        "Look at the text named; control characters usually come from copying out"
        " of another program.\n"
        "A warning."
    ),
    "record-frozen": (
        "Make a changed copy: `record.model_copy(update=...)` and validate it, or"
        " change the file."
    ),
    "column-type": (
        "Convert the column to words, whole numbers or decimals before scoring."
    ),
    "column-value": (
        "Correct the values named, or leave them empty if they are not known; see"
        " [facts](facts.md)."
    ),
    "column-taken": "Rename or drop the column; results would overwrite it.",
    "column-missing": (
        "Nothing, if those facts were not recorded.\n"
        "A note: they count as unknown in every row."
    ),
    "column-extra": ("Check the spelling if one of them was meant as a fact.\nA note."),
    "table-kind": ("Hand over an Arrow, pandas or polars table, or record batches."),
}
"""One or two sentences a code; links are relative to the page."""

INTRO = """\
Every fault, warning and note carries a stable code.
A message says what was found, as written, where, what was expected and what to do.
All faults of a file come at once.

```text
programme.yaml:14:19  activities[3].led_by  [value-unknown]
  found 'profesional'
  expected one of: professional, joint, user
  write 'unknown' if it was not recorded
```

All exceptions are `involvement.InvolvementError`.
Its kinds are `RecordError`, `ScaleError`, `TableError` and `MissingExtra`.
Each carries its `issues`.
Only errors stop anything: warnings and notes are told and the work goes on.
"""


def errors() -> str:
    """The page of error codes, in the order of the package."""
    lines: list[str] = []
    for code, meaning in CODES.items():
        if code in CHAPTERS:
            lines += [f"## {CHAPTERS[code]}", ""]
        lines += [f"### {code}", "", f"{meaning[0].upper()}{meaning[1:]}.", ""]
        lines += [ADVICE.get(code, ""), ""]
    return page("Error codes", [INTRO], lines)
