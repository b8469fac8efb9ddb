"""The pages for everybody: axe-core finds nothing, the keyboard is enough, large letters fit."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from settings import ROOT
from tests.browsing import a_chromium, violations, watched, widens
from tests.conftest import Running

pytestmark = pytest.mark.browser

STATIC = ROOT / "bot" / "web" / "static"
REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"
PAGES = [
    "/",
    "/?q=Phường có bao nhiêu tổ dân phố?",
    "/?q=Phường giải quyết bao nhiêu thủ tục hành chính?",
    "/?q=Giá vé tàu lên sao Hỏa là bao nhiêu?",
    "/so-hieu",
    "/so-hieu?loai=Nghị định&xep=moi",
    "/so-hieu?q=qd 9999",
    "/so-hieu/62-2025-qd-ubnd",
    "/vien-dan",
    "/van-ban",
    f"/van-ban/{REPORT}?dong=15-15&tim=tiep cong dan",
    "/ap-phich",
    "/nhung",
    "/docs",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    troubles: list[str] = []
    yield watched(context, troubles)
    context.close()
    assert troubles == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
def test_axe_finds_nothing_on_any_page(chromium: Browser, server: Running, scheme: str, width: int) -> None:
    # The page allows no script but its own; the checker is not part of it.
    context = chromium.new_context(
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    page = context.new_page()
    found = {path: violations(page, server.url + path) for path in PAGES}
    context.close()

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id"))


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


def test_the_keyboard_alone_asks_reads_the_source_and_comes_back(page: Page, server: Running) -> None:
    page.goto(server.url)
    assert focused(page) == "q"
    page.keyboard.type("Phường có bao nhiêu tổ dân phố?")
    page.keyboard.press("Enter")
    page.wait_for_selector("article")
    assert page.evaluate("document.activeElement.matches('article')")

    tab_to(page, "Xem trong văn bản")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark")
    tab_to(page, "Quay lại")
    page.keyboard.press("Enter")
    page.wait_for_selector("article")

    assert page.locator("article").count() == 1


def test_the_first_tab_leads_past_the_head_of_the_page(page: Page, server: Running) -> None:
    page.goto(f"{server.url}/van-ban")

    page.keyboard.press("Tab")
    assert "Đến nội dung chính" in focused(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_at_four_times_its_size_needs_no_sideways_scrolling(
    page: Page, server: Running, path: str
) -> None:
    # 1,280 pixels at 400 % are 320, here with the largest letters besides.
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(server.url)
    for _ in range(3):
        page.get_by_role("button", name="Chữ to hơn").click()

    page.goto(server.url + path)

    assert page.evaluate("document.documentElement.dataset.text") == "3"
    assert not widens(page)


def test_the_size_of_text_stays_as_it_was_chosen(page: Page, server: Running) -> None:
    page.goto(server.url)
    before = page.locator("h1").evaluate("title => parseFloat(getComputedStyle(title).fontSize)")

    page.get_by_role("button", name="Chữ to hơn").click()
    page.goto(f"{server.url}/so-hieu")

    after = page.locator("h1").evaluate("title => parseFloat(getComputedStyle(title).fontSize)")
    assert after > before
    smaller = page.get_by_role("button", name="Chữ nhỏ hơn")
    smaller.click()
    assert smaller.get_attribute("aria-disabled") == "true"


def test_the_first_view_is_small(page: Page, server: Running) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    page.goto(server.url, wait_until="networkidle")

    assert 0 < sum(sizes) <= 120_000
    scripts = ("preferences.js", "ask.js", "tools.js", "dictate.js")
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in scripts) <= 60_000


def test_nothing_moves_for_who_wants_stillness(chromium: Browser, server: Running) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.url)

    pressed = "button => { button.ariaPressed = 'true'; return getComputedStyle(button.firstElementChild); }"
    moving = page.locator("#dictate").evaluate(f"button => ({pressed})(button).animationName")
    context.close()

    assert moving == "none"
