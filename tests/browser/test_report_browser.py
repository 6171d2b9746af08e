"""The report in a real browser: accessible, reachable, whole without a network."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from involvement.assessment import Assessment, assess
from involvement.formats.files import load
from involvement.record.programme import Programme
from involvement.report import feedback, html

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def stroke() -> Assessment:
    """The shipped example, assessed."""
    programme = load("stroke")
    assert isinstance(programme, Programme)
    return assess(programme)


def missing() -> str:
    """What keeps these tests from running; empty if nothing does."""
    for package in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(package) is None:
            return f"needs {package}: pip install -e .[browser]"
    return "" if CHROMIUM else "needs chromium: apt-get install chromium"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, without a network."""
    if why := missing():
        if "browser" in os.environ.get("INVOLVEMENT_REQUIRE", ""):
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the shipped example."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.page(stroke()), encoding="utf-8")
    return path


def opened(browser: Any, path: Path, **settings: Any) -> tuple[Any, list[str]]:
    """The page, and every address it asked for."""
    page = browser.new_context(offline=True, **settings).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return page, asked


def audit(page: Any) -> list[str]:
    """What axe-core finds, with everything folded open."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing(browser: Any, report: Path, theme: str, width: int) -> None:
    """WCAG 2.2 A and AA and good practice, in both themes, wide and narrow."""
    size = {"width": width, "height": 900}
    page, _ = opened(browser, report, viewport=size, color_scheme=theme)
    assert audit(page) == []


@pytest.mark.parametrize("width", [320, 640, 768, 1280])
def test_the_page_never_scrolls_sideways(
    browser: Any, report: Path, width: int
) -> None:
    """At 320 px, which is 1280 px at 400 %: only pictures and tables scroll."""
    page, _ = opened(browser, report, viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_fetched_and_nothing_runs(browser: Any, report: Path) -> None:
    """One file, no network; without script the page is the same."""
    page, asked = opened(browser, report)
    assert asked == [report.as_uri()]
    silent, _ = opened(browser, report, java_script_enabled=False)
    assert silent.title() == page.title()
    assert page.locator("script").count() == 0


def test_a_path_lights_up_on_click_and_by_keyboard(browser: Any, report: Path) -> None:
    """A click on an input keeps its path bright and dims the rest; so does Tab."""
    page, _ = opened(browser, report, viewport={"width": 1280, "height": 900})

    def opacity(one: str) -> str:
        box = page.locator(f"[id='inf-{one}']")
        return str(box.evaluate("e => getComputedStyle(e).opacity"))

    assert {opacity(one) for one in ("plain-words", "new-leaflet", "screening")} == {
        "1"
    }
    page.locator("[id='inf-plain-words']").click()
    page.mouse.move(0, 0)
    assert opacity("plain-words") == opacity("new-leaflet") == "1"
    assert float(opacity("screening")) < 0.5
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.querySelector('title').textContent")
    assert focused
    assert opacity("plain-words") != "1"


def test_every_mark_is_a_tab_stop_with_a_name(browser: Any, report: Path) -> None:
    """Boxes, links, discs and spans: all images with a name; and a way past them."""
    page, _ = opened(browser, report)
    marks = page.locator("main svg [role=img]")
    names = marks.evaluate_all(
        "all => all.map(e => [e.tabIndex, e.querySelector('title').textContent])"
    )
    assert len(names) > 100
    assert all(stop == 0 and name for stop, name in names)
    skips = page.locator("figure > .skip")
    targets = skips.evaluate_all("all => all.map(e => e.getAttribute('href').slice(1))")
    assert all(page.locator(f"[id='{target}']").count() == 1 for target in targets)
    assert len(targets) == page.locator("figure").count()


def test_it_prints_on_a4(browser: Any, report: Path, tmp_path: Path) -> None:
    """A PDF comes out, with what is folded on the screen printed open."""
    page, _ = opened(browser, report, color_scheme="dark")
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    table = page.locator("details table").first
    assert table.evaluate("e => e.getBoundingClientRect().height") > 20
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 50_000


def test_feedback_pages_are_accessible(browser: Any, tmp_path: Path) -> None:
    """The pages for contributors pass the same audit."""
    path = tmp_path / "feedback.html"
    path.write_text(feedback.html(stroke()), encoding="utf-8")
    page, _ = opened(browser, path, viewport={"width": 320, "height": 900})
    assert audit(page) == []
    assert page.locator("main section").count() > 5
