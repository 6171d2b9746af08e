"""What a notebook shows of a record and its answers: little, and escaped."""

from typing import TYPE_CHECKING

import pytest

from involvement.assessment import assess
from involvement.formats.files import load
from involvement.record.programme import Programme

if TYPE_CHECKING:
    from involvement.results import Result

BAD = "<script>alert(1)</script>"


def test_views_are_small() -> None:
    """No view of the shipped example is longer than a screen or two."""
    programme = load("stroke")
    assert isinstance(programme, Programme)
    assessment = assess(programme)
    score = assessment.activities["programme-board"]
    results: list[Result] = [
        assessment,
        score,
        score.work,
        assessment.trace,
        assessment.findings,
    ]
    views = [one._repr_html_() for one in results]
    for view in (*views, programme._repr_html_()):
        assert view.startswith("<pre>")
        assert view.count("\n") <= 40
        assert len(view) < 8_000
    assert "questions open: 11" in assessment._repr_html_()
    assert "  activities: 12" in programme._repr_html_()


@pytest.mark.parametrize("most", [1, 2])
def test_views_are_escaped(most: int) -> None:
    """A title in a notebook is text."""
    programme = Programme(schema_version="1", id="p", title=BAD * most)
    for view in (programme._repr_html_(), assess(programme)._repr_html_()):
        assert BAD not in view
        assert "&lt;script&gt;" in view
