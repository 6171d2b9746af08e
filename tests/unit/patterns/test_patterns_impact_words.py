"""What P7 and P8 say would decide them, and how they list grades."""

from __future__ import annotations

from typing import Any

from involvement.patterns.propositions import findings
from involvement.record.programme import Programme


def programme(sides: dict[str, str], gains: dict[str, int | None]) -> Programme:
    """Contributions by side; personal gains with evidence of a grade, or no trail."""
    graded = {name: grade for name, grade in gains.items() if grade}
    outcomes: list[dict[str, Any]] = [
        {"id": name, "family": "personal", "valence": "positive"} for name in gains
    ]
    return Programme(
        schema_version="1",
        id="p",
        activities=[{"id": "club"}],
        contributions=[{"id": name, "made_by": side} for name, side in sides.items()],
        changes=[{"id": "change"}],
        outcomes=outcomes,
        evidence=[
            {"id": f"e-{name}", "origin": "minutes", "grade": grade}
            for name, grade in graded.items()
        ],
        links=[
            {
                "id": f"l-{name}",
                "source": "club",
                "target": name,
                "kind": "resulted_in",
                "evidence": [f"e-{name}"],
            }
            for name in graded
        ],
    )


def test_p7_names_whose_maker_is_not_known() -> None:
    """Only those, in order; nothing to ask where every maker is known."""
    general = (
        "evidence from further sources on the links between input and change",
        "rival explanations of the changes, recorded and examined",
    )
    open_ = findings(programme({"c": "unknown", "b": "user", "a": "unknown"}, {}))
    assert open_["P7"].decides == ("who made a, c", *general)
    known = findings(programme({"b": "user"}, {}))
    assert known["P7"].decides == general


def test_p8_lists_grades_strongest_first() -> None:
    """Certain grades as one number."""
    found = findings(programme({"a": "user"}, {"x": 3, "y": 1, "z": 3}))["P8"]
    assert found.figures[0] == "personal gains by grade: grade 3: 2, grade 1: 1"
    assert found.decides == ("evidence on the links into changes and outcomes",)
