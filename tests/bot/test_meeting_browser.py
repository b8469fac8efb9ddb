"""A whole meeting in a real Chromium: the chair, the screen on the wall, two telephones, the minutes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page

from answering.assistant import Assistant
from bot.accounts import Role
from tests.browsing import a_chromium, watched, widens
from tests.conftest import Running, serving
from tests.office import an_account

pytestmark = pytest.mark.browser

PREPARED = "Phường có bao nhiêu tổ dân phố?"
SENT = "Lịch tiếp công dân của phường như thế nào?"
ALOUD = "Phường giải quyết bao nhiêu thủ tục hành chính?"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    noted: list[str] = []
    yield noted
    assert noted == []


@pytest.fixture
def room(assistant: Assistant, tmp_path: Path) -> Iterator[Running]:
    with serving(assistant, data=tmp_path) as running:
        yield running


def sign_in(page: Page, room: Running, data: Path) -> None:
    password = an_account(data, "chi-bo-5", Role.CELL, cell="Chi bộ 5")
    page.goto(f"{room.url}/dang-nhap")
    page.fill("#ten", "chi-bo-5")
    page.fill("#mat_khau", password)
    page.click("main .button.big")
    page.wait_for_url("**/quan-tri/mat-khau")
    page.goto(f"{room.url}/hop")


def test_a_whole_meeting(  # noqa: PLR0915 - one walk from the opening to the minutes
    chromium: Browser, room: Running, tmp_path: Path, troubles: list[str]
) -> None:
    desk = chromium.new_context(viewport={"width": 1440, "height": 900})
    phones = [chromium.new_context(viewport={"width": 360, "height": 740}) for _ in range(2)]
    chair = watched(desk, troubles)
    first, second = (watched(phone, troubles) for phone in phones)

    # The chair opens it; the code and the picture are there.
    sign_in(chair, room, tmp_path)
    chair.fill("#ten", "Sinh hoạt chi bộ tháng 7")
    chair.fill("#cau_hoi", PREPARED)
    chair.locator("main form").filter(has=chair.locator("#cau_hoi")).locator(".button").click()
    chair.wait_for_url("**/chu-toa")
    code = chair.url.split("/")[-2]
    screen = watched(desk, troubles)
    screen.set_viewport_size({"width": 1920, "height": 1080})
    screen.goto(f"{room.url}/hop/{code}/man-hinh")
    assert screen.locator(".welcome img").evaluate("e => e.complete && e.naturalWidth > 0")

    # Two telephones come in; one asks.
    for phone in (first, second):
        phone.goto(f"{room.url}/hop/{code}")
        assert not widens(phone)
    first.fill("#cau", SENT)
    first.click("form.ask .button")
    first.wait_for_selector("text=đang chờ")

    # The prepared question goes on the wall by an arrow key, and to both telephones.
    screen.keyboard.press("ArrowRight")
    screen.wait_for_selector(f".one h2:has-text('{PREPARED}')")
    for phone in (first, second):
        phone.wait_for_selector(f"article h2:has-text('{PREPARED}')")
    assert "108" in screen.locator(".said").inner_text()
    assert "dòng" in screen.locator(".from").inner_text()
    assert not widens(screen)
    said = screen.locator(".said").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert said >= 60

    # The member's question comes to the chair's table and from there on the wall, without a reload.
    waiting = chair.locator("section", has=chair.locator("#dang-cho"))
    waiting.locator(f"text={SENT}").first.wait_for()
    waiting.locator("button", has_text="Đưa lên màn hình").click()
    screen.wait_for_selector(f".one h2:has-text('{SENT}')")
    first.wait_for_selector("text=đang trên màn hình")

    # A question asked aloud, and a note for the minutes.
    chair.fill("#cau", ALOUD)
    chair.press("#cau", "Enter")
    screen.wait_for_selector(f".one h2:has-text('{ALOUD}')")
    chair.wait_for_selector(f".now b:has-text('{ALOUD}')")
    chair.fill("#loi", "Thống nhất niêm yết tại nhà sinh hoạt.")
    chair.press("#loi", "Enter")
    chair.fill("#so", "31")
    chair.press("#so", "Enter")

    # Every page is the same after a reload.
    screen.reload()
    assert ALOUD in screen.locator(".one h2").inner_text()
    second.reload()
    assert ALOUD in second.locator("article h2").inner_text()

    # The end, and the minutes as a file.
    chair.wait_for_selector("#so[value='31']")
    chair.click("#ket-thuc summary")
    chair.locator("#ket-thuc .button").click()
    chair.wait_for_url("**/bien-ban")
    first.wait_for_selector("text=Cuộc họp đã kết thúc")
    with chair.expect_download() as download:
        chair.click("text=Tải bản Word")
    minutes = Path(download.value.path()).read_bytes()
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(minutes)).paragraphs)
    for words in (
        "CHI BỘ 5",
        "Sinh hoạt chi bộ tháng 7",
        "Số người dự: 31.",
        "Số điện thoại tham gia: 2.",
        f"Câu 1. {PREPARED}",
        f"Câu 2. {SENT}",
        f"Câu 3. {ALOUD}",
        "Nguồn: ",
        "Ý kiến chủ trì: Thống nhất niêm yết tại nhà sinh hoạt.",
    ):
        assert words in text
    for context in (desk, *phones):
        context.close()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_the_chairs_table_needs_no_sideways_scrolling(
    chromium: Browser, room: Running, tmp_path: Path, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    sign_in(page, room, tmp_path)
    assert not widens(page)
    page.fill("#ten", "Sinh hoạt chi bộ tháng 7")
    page.fill("#cau_hoi", PREPARED)
    page.locator("main form").filter(has=page.locator("#cau_hoi")).locator(".button").click()
    page.wait_for_url("**/chu-toa")

    assert not widens(page)
    page.goto(page.url.replace("chu-toa", "bien-ban"))
    assert not widens(page)
    context.close()


def test_a_telephone_without_scripts_asks_too(chromium: Browser, room: Running, tmp_path: Path) -> None:
    desk = chromium.new_context()
    chair = desk.new_page()
    sign_in(chair, room, tmp_path)
    chair.fill("#ten", "Sinh hoạt chi bộ tháng 7")
    chair.locator("main form").filter(has=chair.locator("#cau_hoi")).locator(".button").click()
    chair.wait_for_url("**/chu-toa")
    code = chair.url.split("/")[-2]
    phone = chromium.new_context(java_script_enabled=False).new_page()

    phone.goto(f"{room.url}/hop")
    phone.fill("#ma", code.lower())
    phone.click("main .button")
    phone.fill("#cau", SENT)
    phone.click("form.ask .button")

    assert "Đã gửi" in phone.locator("[role=status]").first.inner_text()
    chair.wait_for_selector(f"text={SENT}")
    phone.context.close()
    desk.close()
