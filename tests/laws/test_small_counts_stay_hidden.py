"""No output tells two records apart that differ in hidden counts of people only.

One person is moved from one small group to another. Whatever a reader can see, in any
form and any file, is the same to the last byte: so nothing can be worked out from it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import involvement as inv
from involvement.exchange.graphs import dot, graphml, mermaid
from involvement.report import pages

if TYPE_CHECKING:
    from pathlib import Path


def record(users: int, nights: int, met: int) -> inv.Programme:
    """Nine users of two roles and two groups, twelve ratings of two answers."""
    others = 9 - users
    people = [
        {"id": "patients", "role": "service_user"},
        {"id": "carers", "role": "carer"},
        {"id": "staff", "role": "clinician"},
    ]
    raters = [{"id": f"u{n}", "role": "service_user"} for n in range(12)]
    ratings = [
        {
            "id": f"r{n}",
            "scale": "uk_standards",
            "respondent": f"u{n}",
            "answers": {"impact": "met" if n < met else "partly"},
        }
        for n in range(8)
    ]
    return inv.Programme.model_validate(
        {
            "schema_version": "1",
            "id": "p",
            "actors": [*people, *raters],
            "activities": [
                {
                    "id": "a",
                    "led_by": ["staff"],
                    "when": "2007",
                    "participants": [
                        {"actor": "patients", "people": users},
                        {"actor": "carers", "people": others},
                        {
                            "actor": "staff",
                            "people": 20,
                            "groups": {"nights": nights, "days": 5 - nights},
                        },
                    ],
                }
            ],
            "ratings": ratings,
        }
    )


def outputs(programme: inv.Programme, folder: Path) -> dict[str, Any]:
    """Everything that is meant to be read by others."""
    assessment = inv.assess(programme)
    findings = inv.findings(programme)
    portfolio = inv.findings(inv.Portfolio(programmes=(programme,)))
    graph = inv.influence_graph(programme)
    found: dict[str, Any] = {form: pages.page(assessment, form) for form in pages.FORMS}
    found |= {
        "screen": pages.screen(assessment),
        "explain": assessment.explain(),
        "json": assessment.to_json(),
        "dict": json.dumps(assessment.to_dict(), default=str),
        "notebook": assessment._repr_html_() + programme._repr_html_(),
        "findings": findings.explain() + str(findings.to_json()),
        "findings tables": json.dumps(findings.tables(), default=str),
        "portfolio": portfolio.explain() + str(portfolio.to_json()),
        "portfolio tables": json.dumps(portfolio.tables(), default=str),
        "graph": graphml(graph).text + dot(graph).text + mermaid(graph).text,
        "trace": inv.trace(programme).explain(),
    }
    folder.mkdir()
    written = pages.write_tables(assessment.tables(), folder)
    written += pages.write_charts(assessment, folder)
    return found | {path.name: path.read_bytes() for path in written}


@pytest.mark.parametrize(
    ("users", "nights", "met"),
    [(2, 3, 4), (3, 2, 5)],
    ids=["a role, a group and a rating", "two ratings"],
)
def test_moving_one_person_changes_nothing_that_is_shown(
    tmp_path: Path, users: int, nights: int, met: int
) -> None:
    """Text, HTML, SVG, Markdown, JSON, CSV, explanations, graphs, portfolios."""
    first = outputs(record(3, 2, 3), tmp_path / "first")
    second = outputs(record(users, nights, met), tmp_path / "second")
    assert first.keys() == second.keys()
    for name, text in first.items():
        assert second[name] == text, name


def test_the_law_would_notice() -> None:
    """With counts that may be shown, the move is seen."""
    one = inv.findings(record(3, 2, 3), k=1)
    other = inv.findings(record(2, 2, 3), k=1)
    assert one.explain() != other.explain()
    shown = pages.page(inv.assess(record(3, 2, 3), k=1), "markdown")
    assert "met: 3; partly: 5" in shown
    assert "| nights | 2 |" in shown


def test_k_is_stated_wherever_counts_are() -> None:
    """A reader learns the limit and that something is hidden."""
    assessment = inv.assess(record(3, 2, 3))
    for form in ("markdown", "html"):
        assert "Counts under 5," in pages.page(assessment, form)
    assert "counts under 5," in assessment.explain()
    raised = inv.assess(record(3, 2, 3), k=21)
    assert "Counts under 21," in pages.page(raised, "markdown")
    assert "20" not in raised.findings.people.explain()
    assert assessment.findings.people.explain() == (
        "people taking part, 3 of 3 entries with a count\n"
        "  counts under 5, and those that would tell them, are suppressed\n"
        "  all: 29\n"
        "sides\n"
        "  user: 9\n"
        "  professional: 20\n"
        "roles\n"
        "  user/service_user: suppressed\n"
        "  user/carer: suppressed\n"
        "  professional/clinician: 20\n"
        "groups\n"
        "  days: suppressed\n"
        "  nights: suppressed"
    )
