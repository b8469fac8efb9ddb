"""The office and the meeting room: axe-core finds nothing, light and dark; the keyboard is enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from answering.assistant import Assistant
from answering.question import Question
from bot.access import Access
from bot.accounts import Role
from bot.meeting import Meetings
from corpus.audience import Audience
from tests.browsing import a_chromium, violations, watched, widens
from tests.conftest import Running, serving
from tests.office import Desk, an_account, logged_in

pytestmark = pytest.mark.browser

UNANSWERED = "Bao giờ sửa xong đường Trần Đại Nghĩa?"
ANSWER = {
    "cach_hoi": "Bao giờ sửa xong đường Lê Thanh Nghị?\nĐường Lê Thanh Nghị bao giờ sửa xong?",
    "noi_dung": "Dự kiến trước ngày 15/12.",
    "can_cu": "Thông báo 12/TB-UBND",
    "pham_vi": "public",
    "xem_lai": "2999-01-01",
    "het_han": "2999-12-31",
}
OFFICE = (
    "/quan-tri",
    "/quan-tri/tra-loi",
    "/quan-tri/tra-loi/1",
    "/quan-tri/mau-thuan",
    "/quan-tri/tai-lieu",
    "/quan-tri/tu-ngu",
    "/quan-tri/so-lieu",
    "/quan-tri/truy-cap",
    "/quan-tri/nhat-ky",
    "/quan-tri/mat-khau",
    "/",
    "/hop",
)


@dataclass(frozen=True)
class House:
    """An office with something on every page, and a meeting with a question on the wall."""

    running: Running
    desk: Desk
    code: str

    @property
    def paths(self) -> list[str]:
        room = ("chu-toa", "man-hinh", "bien-ban")
        return [*OFFICE, *(f"/hop/{self.code}/{page}" for page in room), f"/hop/{self.code}"]

    def come_in(self, context: BrowserContext) -> None:
        """Logs in whoever uses the context."""
        for name, value in self.desk.cookies.items():
            # Its name asks for a secure address, which a browser takes its own machine's to be.
            context.add_cookies([{"name": name, "value": value, "url": "https://127.0.0.1", "secure": True}])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data: Path = tmp_path_factory.mktemp("house")
    with serving(assistant, data=data) as running:
        desk = logged_in(running, data, role=Role.ADMIN, name="lan")
        an_account(data, "nguyen.thi.hoa.phuong", Role.CELL, cell="Chi bộ số 5 khu dân cư phường Bạch Mai")
        Access(data).issue_code(label="Nhóm chi bộ số 5", days=30, by="lan")
        running.opening.ask(Question(UNANSWERED, Audience.PUBLIC))
        desk.post("/quan-tri/tra-loi", **ANSWER)
        meeting = Meetings(data, ask=running.opening.ask).open(
            "Sinh hoạt chuyên đề quý IV: học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
            cell="Chi bộ số 5",
            day=date(2026, 11, 20),
            audience=Audience.PUBLIC,
            by="lan",
        )
        meeting.prepare(["Phường có bao nhiêu tổ dân phố?", "Lịch tiếp công dân của phường như thế nào?"])
        meeting.forward()
        yield House(running, desk, meeting.proceedings().code)


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
def test_axe_finds_nothing_on_any_page_of_officials_and_of_the_meeting(
    chromium: Browser, house: House, scheme: str, width: int
) -> None:
    context = chromium.new_context(
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    house.come_in(context)
    page = context.new_page()

    found = {path: violations(page, house.running.url + path) for path in house.paths}
    context.close()

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_page_needs_sideways_scrolling_at_four_times_its_size(chromium: Browser, house: House) -> None:
    # 1,280 pixels at 400 % are 320; two steps of larger letters besides.
    context = chromium.new_context(viewport={"width": 320, "height": 256})
    house.come_in(context)
    page = context.new_page()
    page.goto(house.running.url)
    for _ in range(2):
        page.get_by_role("button", name="Chữ to hơn").click()

    wide = []
    for path in house.paths:
        page.goto(house.running.url + path)
        wide += [path] if widens(page) else []
    context.close()

    assert wide == []


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


def test_the_keyboard_alone_puts_a_question_on_the_wall(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    troubles: list[str] = []
    house.come_in(context)
    page = watched(context, troubles)
    page.goto(f"{house.running.url}/hop/{house.code}/chu-toa")

    tab_to(page, "#cau")
    page.keyboard.type("Phường giải quyết bao nhiêu thủ tục hành chính?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".now b:has-text('thủ tục hành chính')")
    page.goto(f"{house.running.url}/hop/{house.code}/man-hinh")

    assert "thủ tục hành chính" in page.locator(".one h2").inner_text()
    context.close()
    assert troubles == []


def test_who_is_logged_in_is_told_that_answers_are_internal(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(house.running.url)
    assert page.locator("#internal").count() == 0

    house.come_in(context)
    page.goto(house.running.url)
    assert "nội bộ" in page.locator("#internal").inner_text()
    page.goto(f"{house.running.url}/nhung")
    assert page.locator("#internal").count() == 0
    context.close()
