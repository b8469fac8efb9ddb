"""An answer that comes about before the eyes of who asks, and can be stopped: over HTTP and in Chromium."""

import json
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import Browser, Page

from answering.answer import Answer
from answering.assistant import Assistant
from answering.question import Question
from answering.steps import Ended, Found, Said, Step, Writing
from tests.browsing import a_chromium, watched
from tests.conftest import Running, serving

QUESTION = "Phường có bao nhiêu tổ dân phố?"
BEGUN = "Phường có"


class Unhurried:
    """An assistant that says half of the answer, and the rest when it is told to go on."""

    def __init__(self, assistant: Assistant) -> None:
        self.generations = assistant.generations
        self.ask = assistant.ask
        self.go_on, self.told_to_stop = Event(), Event()

    def steps(self, question: Question, *, gone: Event | None = None) -> Iterator[Step]:
        answer: Answer = self.ask(question)
        yield Writing()
        yield Found(answer.sources)
        yield Said(BEGUN)
        while not self.go_on.wait(0.02):
            if gone is not None and gone.is_set():
                self.told_to_stop.set()
                break
        yield Ended(answer)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def unhurried(assistant: Assistant) -> Unhurried:
    return Unhurried(assistant)


@pytest.fixture
def page(chromium: Browser, unhurried: Unhurried) -> Iterator[Page]:
    with serving(unhurried) as running:
        context = chromium.new_context()
        troubles: list[str] = []
        page = watched(context, troubles)
        page.goto(running.url)
        page.fill("#q", QUESTION)
        page.press("#q", "Enter")
        page.wait_for_selector("section.draft .source")
        yield page
        unhurried.go_on.set()
        context.close()
    assert troubles == []


def test_the_pieces_of_an_answer_end_with_the_page_a_reader_gets_at_once(server: Running) -> None:
    asked = {"question": QUESTION}
    with server.client() as client:
        whole = client.post("/tra-loi", json=asked).text
        stream = client.post("/tra-loi", json=asked, headers={"Accept": "text/event-stream"}).text

    told = [event.partition("\ndata: ") for event in stream.split("\n\n") if event]
    pieces = {name.removeprefix("event: "): json.loads(data) for name, _, data in told}
    assert list(pieces) == ["status", "sources", "delta", "final"]
    assert pieces["final"]["html"] == whole
    assert "blockquote" in pieces["sources"]["html"]


@pytest.mark.browser
def test_an_answer_is_read_while_it_is_written(page: Page, unhurried: Unhurried) -> None:
    draft = page.locator("section.draft")
    assert draft.locator(".text").inner_text() == BEGUN
    assert "viết câu trả lời" in page.locator("#waiting").inner_text()

    unhurried.go_on.set()
    page.wait_for_selector("article")

    assert draft.count() == 0
    assert "108" in page.locator("article .text").inner_text()
    assert page.evaluate("document.activeElement.matches('article')")
    assert page.locator("#waiting").text_content() == "Đã có câu trả lời."
    assert page.locator("#stop").is_hidden()


@pytest.mark.browser
def test_who_stops_an_answer_keeps_the_question(page: Page, unhurried: Unhurried) -> None:
    page.click("#stop")
    page.wait_for_selector("#waiting:has-text('Đã dừng')")

    assert unhurried.told_to_stop.wait(10)
    assert page.locator(".answer").count() == 0
    assert page.input_value("#q") == QUESTION
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.locator("#ask [type=submit]").is_enabled()
