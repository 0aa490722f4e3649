"""The HTML page in a real browser: nothing clipped, nothing sideways, nothing fetched."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from flashreport.cli.run import run

# An element is clipped when its content is wider than its box and is cut off there.
_CLIPPED = """() => [...document.querySelectorAll('td, th, p, h1, h2, h3, li, span')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden')
  .map(e => e.textContent.trim())"""
_SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"
_DEAD_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')]
  .filter(a => !document.getElementById(decodeURIComponent(a.getAttribute('href').slice(1))))
  .map(a => a.getAttribute('href'))"""
_SMALL = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.children.length === 0 && e.textContent.trim() && e.tagName !== 'SUP')
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 9).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"] if os.geteuid() == 0 else []
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("browser") / "company"
    assert run(["init", str(root)]) == 0
    assert run(["-C", str(root), "build", "--no-send"]) == 0
    return root / "reports" / "flash-2026-11-19.html"


@pytest.fixture
def opened(browser: Browser, html: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda asked: faults.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None,
    )
    page.goto(html.as_uri())
    yield page, faults
    context.close()


@pytest.mark.parametrize(
    "opened", [(390, "light"), (390, "dark"), (1280, "light"), (820, "light")], indirect=True
)
def test_the_page_is_whole(opened: tuple[Page, list[str]]) -> None:
    page, faults = opened
    assert page.evaluate(_SIDEWAYS) <= 0
    assert page.evaluate(_CLIPPED) == []
    assert page.evaluate(_DEAD_LINKS) == []
    assert page.evaluate(_SMALL) == 0
    assert faults == []
    assert "Flash report" in page.title()
    assert (
        page.locator("h1").inner_text().replace("\u2066", "").replace("\u2069", "").startswith("Flash report")
    )


def test_it_is_read_without_scripts(browser: Browser, html: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(html.as_uri())
    assert page.locator("section.detail").count() >= 3
    assert "<script" not in html.read_text("utf-8")
    context.close()
