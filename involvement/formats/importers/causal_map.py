"""A coded causal map as an edge list: one row per mention, with its source.

A mention is not evidence of its own: the same person saying a thing five times is one
source. Each mention becomes an evidence item whose `origin` is the source, so that a
trace counts sources.

Source:
    Layout of the edge lists of the Causal Map software (`from_label`, `to_label`,
    `SourceID`, `statement_id`), read from such a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, RecordError, one_of, quote
from involvement.formats.importers.cells import Names
from involvement.formats.importers.shape import Import, Ledger
from involvement.formats.importers.tables import Paths, Row, only_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from involvement.limits import Limits

REQUIRED = ("from_label", "to_label", "SourceID")

USED = {
    "from_label": "a change, or a driver where no row names a cause of it",
    "to_label": "a change",
    "SourceID": "`origin` of the evidence: who said so",
    "statement_id": "`locator` of the evidence",
}

_JUDGED = "a judgement on the coder's own scale; grades are not built from it"
UNUSED = {
    "QuestionID": "the question asked does not tell whether the answer was prompted",
    "attribution": _JUDGED,
    "project_attribution": _JUDGED,
    "valence_attribution": _JUDGED,
    "hashtags": "labels of the coder",
    "strength": _JUDGED,
    "certainty": _JUDGED,
}


def read(
    paths: Paths, *, limits: Limits | None = None, inputs: Collection[str] = ()
) -> Import:
    """One record of the whole map, each distinct link with the mentions behind it.

    A factor without a recorded cause is a driver, unless it is named in `inputs`: a
    trace starts from contributions, so name what is to be followed. Whose input it
    was stays unknown.

    Args:
        paths: The CSV file.
        limits: How much it may ask of this machine.
        inputs: Labels of factors without a cause that count as contributions.

    Raises:
        RecordError: If the file cannot be read, is not of this layout, or an input
            is no such factor (`option-unknown`).
    """
    table = only_table(paths, limits=limits, required=REQUIRED)
    ledger = Ledger()
    ledger.columns(table, USED, UNUSED)
    mentions = [row for row in table.rows if _usable(row, ledger)]
    ledger.rows(table, len(mentions), "one mention each: an evidence item on a link")
    steps: dict[tuple[str, str], list[Row]] = {}
    for row in mentions:
        steps.setdefault((row["from_label"], row["to_label"]), []).append(row)
    factors = _factors(steps, inputs)
    links, evidence = _links(steps, factors)
    ledger.figure_of("mentions", len(mentions))
    ledger.figure_of("links", len(links))
    ledger.figure_of("factors", len(factors))
    sources = {row["SourceID"] for row in mentions if row["SourceID"]}
    ledger.figure_of("sources", len(sources))
    ledger.notes.append(
        "the list does not say how a source knows (`method`) nor for whom it speaks, "
        "so every grade is very low; saying so in the record would raise it"
    )
    values = {
        "schema_version": "1",
        "id": "causal-map",
        "title": f"Causal map from {table.file}",
        "links": links,
        "evidence": evidence,
    }
    for name in ("changes", "drivers", "contributions"):
        values[name] = [f.item for f in factors.values() if f.list_name == name]
    return ledger.close([ledger.record(values, table.file, limits)])


def _usable(row: Row, ledger: Ledger) -> bool:
    if not row["from_label"] or not row["to_label"]:
        ledger.row(row, "one end of the link is empty")
    elif row["from_label"] == row["to_label"]:
        ledger.row(row, "the link joins a factor to itself")
    else:
        return True
    return False


@attrs.frozen
class _Factor:
    """A factor of the map as an item of the record."""

    list_name: str
    kind: str
    item: dict[str, Any]


def _factors(
    steps: Mapping[tuple[str, str], list[Row]], inputs: Collection[str]
) -> dict[str, _Factor]:
    """Label to factor, in the order of the file."""
    labels = dict.fromkeys(label for step in steps for label in step)
    caused = {target for _, target in steps}
    roots = [label for label in labels if label not in caused]
    strange = [label for label in inputs if label not in roots]
    if strange:
        raise RecordError(
            Issue(
                code="option-unknown",
                found=f"found no factor without a cause called {quote(label)}",
                expected=one_of(roots, word=label),
            )
            for label in strange
        )
    names = Names()
    found: dict[str, _Factor] = {}
    for label in labels:
        item = {"id": names.of("f", label)}
        if label in inputs:
            found[label] = _Factor("contributions", "shaped", item | {"summary": label})
        elif label in caused:
            found[label] = _Factor("changes", "led_to", item | {"title": label})
        else:
            found[label] = _Factor("drivers", "drove", item | {"title": label})
    return found


def _links(
    steps: Mapping[tuple[str, str], list[Row]], factors: Mapping[str, _Factor]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The distinct links and one evidence item per mention."""
    links: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    for number, ((start, end), rows) in enumerate(steps.items(), 1):
        links.append(
            {
                "id": f"l-{number}",
                "source": factors[start].item["id"],
                "target": factors[end].item["id"],
                "kind": factors[start].kind,
                "evidence": [f"m-{row.line}" for row in rows],
            }
        )
        evidence += [_mention(row) for row in rows]
    return links, evidence


def _mention(row: Row) -> dict[str, Any]:
    statement = row["statement_id"]
    return {
        "id": f"m-{row.line}",
        "origin": row["SourceID"] or None,
        "locator": f"statement {statement}" if statement else None,
    }
