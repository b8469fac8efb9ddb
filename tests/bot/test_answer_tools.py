"""What one does with an answer in a browser: go on asking, copy, pass on, print, hear, rate."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from answering.assistant import Assistant
from bot.feedback import Feedback, Verdict
from tests.browsing import a_chromium, watched
from tests.conftest import Running, serving

pytestmark = pytest.mark.browser

QUESTION = "Phường có bao nhiêu tổ dân phố?"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    troubles: list[str] = []
    yield watched(context, troubles)
    assert troubles == []


def ask(page: Page, question: str) -> None:
    before = page.locator("article").count()
    page.fill("#q", question)
    page.click("#ask [type=submit]")
    page.wait_for_selector(f"article >> nth={before}")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_follow_up_is_understood_below_the_first_answer(page: Page, server: Running) -> None:
    page.goto(server.url)
    ask(page, "Phường có bao nhiêu trường mầm non?")

    ask(page, "Còn tiểu học?")

    assert "tiểu học" in page.locator("article .understood").inner_text()
    assert [title.inner_text() for title in page.locator("article .asked").all()] == [
        "Phường có bao nhiêu trường mầm non?",
        "Còn tiểu học?",
    ]
    assert page.evaluate("document.activeElement === document.querySelectorAll('article')[1]")


def test_a_follow_up_is_understood_without_javascript(chromium: Browser, server: Running) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    for question in ("Phường có bao nhiêu trường mầm non?", "Còn tiểu học?"):
        page.fill("#q", question)
        page.click("#ask [type=submit]")

    assert "tiểu học" in page.locator("article .understood").inner_text()
    context.close()


def test_what_is_copied_has_the_answer_and_its_sources(page: Page, server: Running) -> None:
    page.goto(server.url)
    ask(page, QUESTION)

    page.click("[data-tool=copy]")
    page.locator("[data-done]:not(:empty)").wait_for()

    copied = clipboard(page)
    assert QUESTION in copied
    assert page.locator("[data-answer-text]").inner_text().strip() in copied
    assert page.locator("article blockquote").first.inner_text() in copied


def test_a_follow_up_is_passed_on_as_the_whole_question(page: Page, server: Running) -> None:
    page.goto(server.url)
    page.evaluate("delete Navigator.prototype.share")
    ask(page, "Phường có bao nhiêu trường mầm non?")
    ask(page, "Còn tiểu học?")

    page.locator("[data-tool=share]").last.click()
    page.locator("[data-done]:not(:empty)").wait_for()

    link = clipboard(page)
    understood = page.locator("article .understood q").last.inner_text()
    assert parse_qs(urlsplit(link).query)["q"] == [understood]
    page.goto(link)
    assert page.locator("article").count() == 1


def test_an_answer_is_printed_alone_with_all_its_sources(page: Page, server: Running) -> None:
    page.goto(server.url)
    ask(page, QUESTION)
    ask(page, "Diện tích của phường là bao nhiêu?")
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")

    page.locator("[data-tool=print]").first.click()
    page.emulate_media(media="print")

    assert [article.is_visible() for article in page.locator("article").all()] == [True, False]
    sources = page.locator("article").first.locator(".source")
    assert sources.count() >= 3
    assert all(source.is_visible() for source in sources.all())
    assert not page.locator("header.top").is_visible()


def test_an_answer_is_read_aloud_where_there_is_a_voice_and_stopped(page: Page, server: Running) -> None:
    page.add_init_script(
        "window.spoken = [];"
        "const voice = { lang: 'vi-VN', localService: true };"
        "speechSynthesis.getVoices = () => [voice];"
        "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"
        "speechSynthesis.speak = (one) => spoken.push(one.text);"
    )
    page.goto(server.url)
    ask(page, QUESTION)
    button = page.locator("[data-tool=listen]")

    button.click()
    assert button.inner_text() == "Dừng"
    button.click()

    assert button.inner_text() == "Nghe"
    said = "".join(page.evaluate("spoken.join('')").split())
    assert said == "".join(page.locator("[data-answer-text]").inner_text().split())


def test_without_a_voice_that_is_told(page: Page, server: Running) -> None:
    page.add_init_script("speechSynthesis.getVoices = () => [];")
    page.goto(server.url)
    ask(page, QUESTION)

    page.click("[data-tool=listen]")

    assert "chưa có giọng đọc" in page.locator("[data-done]").inner_text()


def test_what_is_spoken_is_written_into_the_box(page: Page, server: Running) -> None:
    page.add_init_script(
        "window.SpeechRecognition = class {"
        "  start() { this.onresult({ results: [[{ transcript: 'tổ dân phố' }]] }); this.onend(); } };"
    )
    page.goto(server.url)
    page.fill("#q", "Phường có bao nhiêu")

    page.click("#dictate")

    assert page.input_value("#q") == "Phường có bao nhiêu tổ dân phố"


def test_a_bad_answer_is_told_why(context: BrowserContext, assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as running:
        page = context.new_page()
        page.goto(running.url)
        ask(page, QUESTION)
        assert not page.locator(".reason").is_visible()

        page.get_by_role("button", name="Chưa").click()
        page.keyboard.type("số này cũ")
        page.keyboard.press("Enter")
        page.locator("[data-thanks]:not(:empty)").wait_for()

        assert "Cảm ơn" in page.locator("[data-thanks]").inner_text()
    (rated,) = Feedback(tmp_path).rated()
    assert (rated.question, rated.verdict, rated.reason) == (QUESTION, Verdict.BAD, "số này cũ")


def test_a_good_answer_is_rated_without_javascript(
    chromium: Browser, assistant: Assistant, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    with serving(assistant, data=tmp_path) as running:
        page.goto(f"{running.url}/?q={QUESTION}")

        page.get_by_role("button", name="Có", exact=False).first.click()

        assert page.locator("h1").inner_text() == "Cảm ơn"
    assert [rated.verdict for rated in Feedback(tmp_path).rated()] == [Verdict.GOOD]
    context.close()
