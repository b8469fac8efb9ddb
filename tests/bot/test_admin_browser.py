"""The office in a real Chromium: an official answers a question, and the next asker gets the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from answering.assistant import Assistant
from bot.accounts import Role
from tests.browsing import a_chromium, watched, widens
from tests.conftest import Running, serving
from tests.office import an_account

pytestmark = pytest.mark.browser

QUESTION = "Bao giờ sửa xong đường Trần Đại Nghĩa?"
PAGES = (
    "",
    "/tra-loi",
    "/tra-loi/moi",
    "/mau-thuan",
    "/tai-lieu",
    "/tu-ngu",
    "/so-lieu",
    "/truy-cap",
    "/nhat-ky",
    "/mat-khau",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def office(assistant: Assistant, tmp_path: Path) -> Iterator[Running]:
    with serving(assistant, data=tmp_path) as running:
        yield running


def test_an_official_answers_and_the_next_asker_gets_it(
    chromium: Browser, office: Running, tmp_path: Path
) -> None:
    troubles: list[str] = []
    context, desk = chromium.new_context(), chromium.new_context(viewport={"width": 1440, "height": 900})
    citizen, official = watched(context, troubles), watched(desk, troubles)
    citizen.goto(office.url)
    citizen.fill("#q", QUESTION)
    citizen.click("#ask .button")
    citizen.wait_for_selector("article.unsourced")

    official.goto(f"{office.url}/quan-tri")
    official.fill("#ten", "lan")
    official.fill("#mat_khau", an_account(tmp_path, "lan", Role.OFFICIAL))
    official.click("main .button.big")
    official.wait_for_url("**/quan-tri/mat-khau")
    official.click("text=Câu hỏi cần trả lời")
    official.locator("li.card", has_text=QUESTION).locator("text=Viết câu trả lời").click()
    official.fill("#noi_dung", "Dự kiến xong trước ngày 15/12.")
    official.fill("#can_cu", "Thông báo 12/TB-UBND")
    official.click("text=Dùng câu trả lời này")
    official.wait_for_selector("text=đang dùng")

    citizen.goto(office.url)
    citizen.fill("#q", "cho em hỏi bao giờ sửa xong đường Trần Đại Nghĩa ạ")
    citizen.click("#ask .button")
    citizen.wait_for_selector("article .tag:has-text('Trả lời của cán bộ')")
    assert "15/12" in citizen.locator("article .text").inner_text()
    assert "Thông báo 12/TB-UBND" in citizen.locator("article .notes").inner_text()
    assert troubles == []
    for each in (context, desk):
        each.close()


def test_no_page_of_the_office_needs_sideways_scrolling(
    chromium: Browser, office: Running, tmp_path: Path
) -> None:
    password = an_account(tmp_path, "lan", Role.ADMIN)
    an_account(tmp_path, "nguyen.thi.hoa.phuong", Role.CELL, cell="Chi bộ số 5")
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{office.url}/dang-nhap")
    page.fill("#ten", "lan")
    page.fill("#mat_khau", password)
    page.click("main .button.big")
    page.wait_for_url("**/quan-tri/mat-khau")

    wide = []
    for path in PAGES:
        page.goto(f"{office.url}/quan-tri{path}")
        wide += [path] if widens(page) else []

    assert wide == []
    context.close()
