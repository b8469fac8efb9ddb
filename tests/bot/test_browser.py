"""The page in a real Chromium: ask, read the answer, open the source at the quoted words."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import a_chromium, watched
from tests.conftest import Running

pytestmark = pytest.mark.browser

QUESTION = "Phường có bao nhiêu tổ dân phố?"
REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that fails its test for anything on the console, and for any request that leaves the host."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    troubles: list[str] = []
    yield watched(context, troubles)
    context.close()
    assert troubles == []


def ask(page: Page, server: Running, question: str = QUESTION) -> None:
    page.goto(server.url)
    page.fill("#q", question)
    page.click("#ask [type=submit]")
    page.wait_for_selector("article")


def letters(text: str) -> str:
    return "".join(text.split())


def is_in_view(page: Page) -> bool:
    script = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
    return bool(page.locator("#trich").evaluate(script))


def widens(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [1100, 360])
def test_a_source_opens_at_the_quoted_words(page: Page, server: Running, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, server)
    quote = page.locator("article blockquote").first.inner_text()

    page.locator("article a.open").first.click()
    page.wait_for_selector("mark")

    assert letters("".join(page.locator("mark").all_inner_texts())) == letters(quote)
    assert is_in_view(page)


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("path", ["/", "/so-hieu", "/van-ban", "/docs", f"/?q={QUESTION}"])
def test_a_small_screen_needs_no_sideways_scrolling(
    page: Page, server: Running, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})

    page.goto(server.url + path)

    assert not widens(page)


def test_the_answers_are_still_there_on_the_way_back(page: Page, server: Running) -> None:
    ask(page, server)
    page.fill("#q", "Còn dân số?")
    page.click("#ask [type=submit]")
    page.wait_for_selector("article >> nth=1")

    page.locator("article a.open").last.click()
    page.wait_for_selector("mark")
    page.go_back()

    assert page.locator("article").count() == 2


def test_a_new_visit_begins_without_the_last_ones_answers(page: Page, server: Running) -> None:
    ask(page, server)

    page.click("#again a")
    page.wait_for_selector("#examples")

    assert page.locator("article").count() == 0


def test_an_example_is_asked_by_a_click(page: Page, server: Running) -> None:
    page.goto(server.url)
    example = page.locator("#examples a").first
    words = example.inner_text()

    example.click()
    page.wait_for_selector("article")

    assert page.locator("article .asked").inner_text() == words


def test_enter_asks_and_markup_in_a_question_stays_text(page: Page, server: Running) -> None:
    page.goto(server.url)
    page.fill("#q", "<img src=x onerror=alert(1)> phường có gì?")

    page.press("#q", "Enter")
    page.wait_for_selector("article")

    assert page.locator("article img").count() == 0
    assert "<img src=x" in page.locator("article .asked").inner_text()


def test_the_page_works_without_javascript(chromium: Browser, server: Running) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    ask(page, server)

    page.locator("article a.open").first.click()

    assert page.locator("mark").count() >= 1
    context.close()


def test_what_cannot_be_asked_is_told_beside_the_box(chromium: Browser, server: Running) -> None:
    # Chromium reports every 4xx on the console, so this page is not the watched one.
    context = chromium.new_context()
    page = context.new_page()
    page.goto(server.url)
    page.fill("#q", "???")

    page.click("#ask [type=submit]")
    page.wait_for_selector("#problem:not([hidden])")

    assert "chưa có chữ" in page.locator("#problem").inner_text()
    context.close()


def test_a_number_in_a_document_leads_to_its_entry_and_on_to_where_it_is_cited(
    page: Page, server: Running
) -> None:
    page.goto(f"{server.url}/so-hieu")
    page.fill("#q", "qd 62")
    page.press("#q", "Enter")
    page.locator(".ledger-line a").first.click()
    assert page.locator("h1").inner_text() == "Quyết định 62/2025/QĐ-UBND"
    quote = page.locator(".source blockquote").first.inner_text()

    page.locator(".source a.open").first.click()
    page.wait_for_selector("mark")

    assert letters("".join(page.locator("mark").all_inner_texts())) == letters(quote)
    assert is_in_view(page)
    page.locator("mark a").first.click()
    assert page.url.endswith("/so-hieu/62-2025-qd-ubnd")


def test_words_are_found_within_a_document(page: Page, server: Running) -> None:
    page.goto(f"{server.url}/van-ban/{REPORT}")
    page.fill("#tim", "tiep cong dan")
    page.press("#tim", "Enter")
    found = page.locator(".found-list li a").first

    found.click()

    assert page.locator("mark.found").count() >= 2
    assert page.locator(".line:target mark.found").count() >= 1


def test_the_contents_lead_to_a_heading(page: Page, server: Running) -> None:
    page.set_viewport_size({"width": 1440, "height": 800})
    page.goto(f"{server.url}/van-ban/{REPORT}")
    heading = page.locator("#contents a").nth(5)
    words = heading.inner_text()

    heading.click()

    assert page.locator(":target span").first.inner_text() == words
