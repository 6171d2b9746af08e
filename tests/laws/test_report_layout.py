"""Whatever is placed: nothing overlaps and no link crosses a box."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from involvement.report.layout import Box, Layout, Shape, arrange

SHAPE = Shape()


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[tuple[str, str]]]:
    """Boxes in five columns and links of every direction between them."""
    heights = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(20, 90)), min_size=1, max_size=14
        )
    )
    boxes = [
        Box(f"n{number:02}", column, float(height))
        for number, (column, height) in enumerate(heights)
    ]
    ids = st.sampled_from([box.id for box in boxes])
    links = draw(st.lists(st.tuples(ids, ids).filter(lambda e: e[0] != e[1])))
    return boxes, links


def placed(graph: tuple[list[Box], list[tuple[str, str]]]) -> Layout:
    """The graph in its five columns."""
    return arrange(*graph, columns=5, shape=SHAPE)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_boxes_never_overlap_and_stay_in_the_picture(
    graph: tuple[list[Box], list[tuple[str, str]]],
) -> None:
    """Two boxes of one column keep the gap between them."""
    layout = placed(graph)
    columns: dict[float, list[tuple[float, float]]] = {}
    for box in layout.boxes.values():
        assert 0 <= box.x <= layout.width - box.width
        assert 0 <= box.y <= layout.height - box.height
        columns.setdefault(box.x, []).append((box.y, box.y + box.height))
    for spans in columns.values():
        for above, below in pairwise(sorted(spans)):
            assert below[0] - above[1] >= SHAPE.gap - 0.2


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_links_start_and_end_at_their_boxes_and_pass_the_others(
    graph: tuple[list[Box], list[tuple[str, str]]],
) -> None:
    """A way touches its own two boxes only; between columns it runs in the open."""
    layout = placed(graph)
    for (source, target), route in zip(graph[1], layout.routes, strict=True):
        for point, box in ((route[0], source), (route[-1], target)):
            place = layout.boxes[box]
            assert place.y <= point[1] <= place.y + place.height
            assert point[0] in (place.x, round(place.x + place.width, 1))
        for (x0, y0), (x1, _) in list(pairwise(route))[1::2]:
            inside = [
                box
                for box in layout.boxes.values()
                if box.y < y0 < box.y + box.height and box.x in (x0, x1)
            ]
            assert inside == []


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_the_same_graph_gives_the_same_picture(
    graph: tuple[list[Box], list[tuple[str, str]]],
) -> None:
    """The same boxes and links give the same picture again."""
    assert placed(graph) == placed(graph)


def test_a_ladder_is_drawn_without_crossings() -> None:
    """Rungs given in the worst order are put in line."""
    boxes = [
        Box(f"{side}{i}", k, 30.0) for k, side in enumerate("ab") for i in range(9)
    ]
    links = [(f"a{i}", f"b{8 - i}") for i in range(9)]
    layout = arrange(boxes, links, columns=2)
    assert layout.crossings == 0
    levels = [(layout.boxes[a].y, layout.boxes[b].y) for a, b in links]
    assert all(a == pytest.approx(b, abs=0.2) for a, b in levels)


def test_an_empty_picture_has_its_columns() -> None:
    """No boxes is a picture too."""
    layout = arrange([], [], columns=5)
    assert (layout.boxes, layout.routes, layout.width) == ({}, (), 1152.0)


def test_large_pictures_skip_the_swaps() -> None:
    """Above the limit only the sweeps order the boxes; the laws still hold."""
    boxes = [Box(f"n{i:03}", i % 5, 30.0) for i in range(450)]
    links = [(f"n{i:03}", f"n{(i * 7 + 1) % 450:03}") for i in range(450)]
    links = [(a, b) for a, b in links if int(a[1:]) % 5 < int(b[1:]) % 5]
    layout = arrange(boxes, links, columns=5)
    assert len(layout.boxes) == 450
