"""Figures for papers: one SVG each, the same every time, nothing to load."""

import sys
import xml.etree.ElementTree as ET

import pytest

from involvement.assessment import Assessment, assess
from involvement.errors import MissingExtra
from involvement.formats.files import load
from involvement.record.programme import Programme
from involvement.report import charts, html


@pytest.fixture(scope="module")
def stroke() -> Assessment:
    """The shipped example."""
    programme = load("stroke")
    assert isinstance(programme, Programme)
    return assess(programme)


def test_each_figure_is_one_svg_with_its_counts(stroke: Assessment) -> None:
    """Counts are written, not only coloured; nothing is fetched."""
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    made = charts.figures(stroke)
    assert list(made) == ["sides", "depth", "doing", "funnel", "outcomes"]
    for svg in made.values():
        root = ET.fromstring(svg)  # noqa: S314 - our own figure
        assert root.tag.endswith("svg")
        assert "<script" not in svg
        assert "href" not in svg.replace("xmlns:xlink", "")
    assert ">12<" in made["sides"]
    assert "no level fits" in made["depth"]
    assert charts.figures(stroke) == made


def test_no_data_no_figure() -> None:
    """An empty record gives no empty pictures."""
    pytest.importorskip("altair")
    empty = assess(Programme(schema_version="1", id="p"))
    assert charts.figures(empty) == {}


def test_the_report_needs_no_chart_library(
    stroke: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra, figures say what to type, and the page has its pictures."""
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra) as caught:
        charts.figures(stroke)
    assert str(caught.value) == (
        "[extra-missing]\n"
        "  drawing charts needs the extra 'charts'; it is not installed\n"
        '  install it with: pip install "involvement[charts]"'
    )
    assert html.page(stroke).count("<svg") > 10
