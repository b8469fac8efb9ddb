"""Sessions, keys, links and retries in any order: what one side is told never reaches the other."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test

from answering.wiring import open_assistant
from bot.accounts import Accounts, Role
from bot.web.access import SESSION_COOKIE
from settings import Settings
from tests.bot.test_wall import INTERNAL, MANIFEST, PUBLIC, QUESTIONS, WORD
from tests.conftest import INTERNAL_KEY, Running, serving, take_into
from tests.office import CHEAP

ASKED = [question for question in QUESTIONS if WORD not in question and "777" not in question]
PAGES = (
    "/van-ban/noi-bo.txt",
    "/api/documents/noi-bo.txt",
    "/so-hieu",
    "/api/register?limit=200",
    "/van-ban",
)
PATHS = st.sampled_from([*PAGES, *(f"/?q={question}" for question in ASKED)])
QUESTION = st.sampled_from(ASKED)


class Browser:
    """Whoever asks: with or without a cookie that may have ended, and what it was told so far."""

    def __init__(self) -> None:
        self.cookie = ""
        self.is_internal = False
        self.turns: list[dict[str, str]] = []


class Sessions(RuleBasedStateMachine):
    """Each reply is held against the side that its sender stands on at that moment."""

    browsers = Bundle("browsers")

    def __init__(self, url: str, password: str) -> None:
        super().__init__()
        self._client = httpx.Client(base_url=url, timeout=60)
        self._password = password

    def teardown(self) -> None:
        self._client.close()

    @rule(target=browsers)
    def somebody_comes(self) -> Browser:
        return Browser()

    @rule(browser=browsers)
    def logs_in(self, browser: Browser) -> None:
        form = {"ten": "lan", "mat_khau": self._password}
        reply = self._client.post("/dang-nhap", data=form, headers=self._headers(browser))
        self._client.cookies.clear()
        assert reply.status_code == 303
        browser.cookie, browser.is_internal = reply.cookies[SESSION_COOKIE], True

    @rule(browser=browsers)
    def logs_out(self, browser: Browser) -> None:
        page = self._client.get("/quan-tri/mat-khau", headers=self._headers(browser))
        token = page.text.partition('name="ma" value="')[2].partition('"')[0]
        self._client.post("/dang-xuat", data={"ma": token}, headers=self._headers(browser))
        # The cookie stays in the browser: it opens nothing any more.
        browser.is_internal = False

    @rule(browser=browsers)
    def loses_its_cookie(self, browser: Browser) -> None:
        browser.cookie, browser.is_internal = "", False

    @rule(browser=browsers, path=PATHS)
    def opens(self, browser: Browser, path: str) -> None:
        self._hold(browser, self._client.get(path, headers=self._headers(browser)).text)

    @rule(browser=browsers, question=QUESTION, again=st.booleans())
    def asks(self, browser: Browser, question: str, again: bool) -> None:
        for _ in range(1 + again):
            body = {"question": question, "history": browser.turns[-3:]}
            told = self._client.post("/api/ask", json=body, headers=self._headers(browser))
            self._hold(browser, told.text, known=str(browser.turns))
        if browser.is_internal is False:
            browser.turns.append({"question": question, "answer": told.json()["text"]})

    @rule(browser=browsers, question=QUESTION)
    def a_program_asks_with_the_key_in_between(self, browser: Browser, question: str) -> None:
        headers = {"Authorization": f"Bearer {INTERNAL_KEY}"}
        self._client.post("/api/ask", json={"question": question}, headers=headers)
        self._hold(browser, self._client.post("/api/ask", json={"question": question}).text, public=True)

    @rule(giver=browsers, taker=browsers, path=PATHS)
    def shares_a_link(self, giver: Browser, taker: Browser, path: str) -> None:
        self._client.get(path, headers=self._headers(giver))
        self._hold(taker, self._client.get(path, headers=self._headers(taker)).text)

    def _headers(self, browser: Browser) -> dict[str, str]:
        return {"Cookie": f"{SESSION_COOKIE}={browser.cookie}"} if browser.cookie else {}

    def _hold(self, browser: Browser, told: str, *, known: str = "", public: bool = False) -> None:
        if public or not browser.is_internal:
            assert [
                each for each in (WORD, "777-QĐ", "Hoa-Phượng") if each in told and each not in known
            ] == []


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("sessions")
    (folder / "bao-cao.txt").write_text(PUBLIC, encoding="utf-8")
    (folder / "noi-bo.txt").write_text(INTERNAL, encoding="utf-8")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    take_into(folder / "data", folder)
    assistant = open_assistant(Settings(_env_file=None, data=folder / "data"))
    with serving(assistant, data=folder / "data") as running:
        yield running


def test_nothing_crosses_from_one_side_to_the_other(walled: Running) -> None:
    password = Accounts(walled.data, hasher=CHEAP).open("lan", role=Role.OFFICIAL, cell="", by="t")

    run_state_machine_as_test(
        lambda: Sessions(walled.url, password), settings=settings(max_examples=8, stateful_step_count=20)
    )


def test_who_is_logged_in_is_told(walled: Running) -> None:
    with walled.client(internal=True) as client:
        assert WORD in client.get("/van-ban/noi-bo.txt").text
