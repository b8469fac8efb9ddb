"""A real Chromium for tests, and pages that fail their test for anything that goes wrong in them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_AXE = Path(__file__).parent / "data" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

QUIET = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def a_chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


def watched(context: BrowserContext, troubles: list[str]) -> Page:
    """A page that notes whatever it says on its console, and every request that leaves the host."""
    page = context.new_page()
    page.on("console", lambda message: troubles.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("request", lambda request: troubles.extend(_foreign(request.url)))
    return page


def widens(page: Page) -> bool:
    """Whether it must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def violations(page: Page, url: str) -> list[str]:
    """What axe-core finds on a page, each with its first place; the page's policy must be set aside."""
    page.goto(url)
    page.add_script_tag(path=_AXE)
    found = page.evaluate(f"axe.run(document, {{runOnly: {_RULES}}}).then(found => found.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def _foreign(url: str) -> list[str]:
    return [] if urlsplit(url).hostname in {"127.0.0.1", None} else [f"request: {url}"]
