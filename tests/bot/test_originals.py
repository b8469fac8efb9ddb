"""A page of a PDF as it is printed: who may see it, what is marked on it, and what is never shown."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser

from answering.wiring import open_assistant
from bot.web.originals import boxes
from corpus.audience import Audience
from ingest.extract.drawn import Drawn
from ingest.extract.layout import Word
from ingest.split import document_id
from settings import Settings
from tests.browsing import a_chromium, violations, watched, widens
from tests.conftest import Running, serving, take_into
from tests.files import a_page, a_pdf

OPEN, MASKED, INSIDE, PARTLY, PICTURED = (
    "quy-che.pdf",
    "don-thu.pdf",
    "noi-bo.pdf",
    "mot-phan.pdf",
    "anh-chup.pdf",
)
QUOTE = "Nhà văn hóa mở cửa từ bảy giờ sáng đến chín giờ tối các ngày trong tuần."
PLAIN = [
    "QUY CHẾ QUẢN LÝ NHÀ VĂN HÓA KHU DÂN CƯ",
    "Ban quản lý do Ủy ban nhân dân phường quyết định thành lập, gồm ba người.",
    QUOTE,
]
SECRET = "Danh sách dự kiến nhân sự được giữ kín cho tới khi có quyết định của cấp trên."
MANIFEST = f"""documents:
  - {{file: {OPEN}, title: Quy chế quản lý nhà văn hóa, audience: public}}
  - {{file: {MASKED}, title: Giải quyết đơn thư, audience: public}}
  - {{file: {INSIDE}, title: Nhân sự, audience: internal}}
  - {{file: {PARTLY}, title: Kế hoạch, audience: public, internal: [{{lines: [LINE, LINE]}}]}}
  - {{file: {PICTURED}, title: Có ảnh chụp, audience: public}}
"""


def write(folder: Path) -> None:
    a_pdf(
        folder / OPEN,
        [*PLAIN, *(f"Điều khoản thứ {n} của quy chế này được niêm yết công khai." for n in range(60))],
    )
    a_pdf(folder / MASKED, [*PLAIN, "Đơn khiếu nại của ông Trần Văn Bưởi được giải quyết xong trong tháng."])
    a_pdf(folder / INSIDE, [SECRET, *PLAIN])
    a_pdf(folder / PARTLY, [*PLAIN, SECRET])
    pdf = a_page()
    for text in PLAIN:
        pdf.multi_cell(w=0, h=7, text=text, new_x="LMARGIN", new_y="NEXT")
    photo = io.BytesIO()
    Image.new("RGB", (800, 800), "#345").save(photo, format="png")
    pdf.image(photo, x=30, y=120, w=120)
    pdf.output(str(folder / PICTURED))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, data = tmp_path_factory.mktemp("pdf"), tmp_path_factory.mktemp("pdf-data")
    write(folder)
    # On which line the internal words stand is told by reading the file once.
    take_into(data, folder / PARTLY)
    assistant = open_assistant(Settings(_env_file=None, data=data))
    read = assistant.generations.edition(Audience.INTERNAL).library.document_by_file(PARTLY)
    assert read is not None
    line = next(n for n, text in enumerate(read.lines, start=1) if "Danh sách" in text)
    (folder / "manifest.yaml").write_text(MANIFEST.replace("LINE", str(line)), encoding="utf-8")
    take_into(data, folder)
    with serving(assistant, data=data) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


def page_of(file: str, number: int = 1) -> str:
    return f"/ban-goc/{document_id(file)}/{number}"


def test_a_page_is_a_picture_with_the_quoted_words_marked(held: Running) -> None:
    with held.client() as client:
        page = client.get(page_of(OPEN), params={"dong": "3-3", "trich": QUOTE})
        picture = client.get(f"{page_of(OPEN)}/hinh")

    assert page.status_code == 200
    assert picture.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(picture.content)).width >= 1200
    assert len(re.findall('class="quoted"', page.text)) in {1, 2}
    assert "Trang <b>1</b>" in page.text


@pytest.mark.parametrize(
    ("file", "public", "internal"),
    [
        (OPEN, 200, 200),
        (INSIDE, 404, 200),
        (PARTLY, 404, 200),
        # The name is masked for everybody, and stands on the page.
        (MASKED, 404, 404),
        # Nobody has read what stands in the picture.
        (PICTURED, 404, 404),
        ("khong-co.pdf", 404, 404),
    ],
)
def test_a_page_shows_no_more_than_the_text(held: Running, file: str, public: int, internal: int) -> None:
    for status, inside in ((public, False), (internal, True)):
        with held.client(internal=inside) as client:
            assert client.get(page_of(file)).status_code == status
            assert client.get(f"{page_of(file)}/hinh").status_code == status


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(held: Running, number: str) -> None:
    with held.client() as client:
        assert client.get(f"/ban-goc/{document_id(OPEN)}/{number}").status_code in {404, 422}


def test_no_original_of_which_anything_is_withheld_lies_in_the_public_edition(held: Running) -> None:
    kept = sorted(path for path in held.data.rglob("originals/*.pdf") if "000002" in path.parts)

    assert {path.parts[-3] for path in kept} == {"public", "internal"}
    assert (
        len([path for path in kept if path.parts[-3] == "public"]) == 2
    )  # the open one and that with a picture


def test_an_original_that_has_not_changed_takes_no_room_again(held: Running) -> None:
    inodes = {path.stat().st_ino for path in held.data.rglob("originals/*.pdf") if "internal" in path.parts}

    assert len(inodes) < len(
        [path for path in held.data.rglob("originals/*.pdf") if "internal" in path.parts]
    )


def test_the_words_of_a_drawn_page_come_back_as_they_were() -> None:
    words = (Word("Điều\u00a01.", 10.0, 20.0, 30.5, 32.0), Word("a\tb", 1.0, 2.0, 3.0, 4.0))
    drawn = Drawn(595.0, 842.0, 12, words)

    assert Drawn.from_lines(drawn.to_lines()) == drawn


def test_a_quote_that_goes_on_over_the_page_is_marked_as_far_as_it_stands_there() -> None:
    words = [
        Word(text, 10.0 * n, 0.0, 10.0 * n + 8, 10.0)
        for n, text in enumerate(["một", "hai", "ba", "bốn", "năm", "sáu"])
    ]

    (box,) = boxes(words, "ba bốn năm sáu bảy tám")

    assert (box.x, box.width) == (20.0, 38.0)
    assert boxes(words, "bảy tám chín mười") == ()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1100])
def test_a_source_leads_to_the_page_as_it_is_printed(chromium: Browser, held: Running, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    troubles: list[str] = []
    page = watched(context, troubles)
    page.goto(f"{held.url}/van-ban/{OPEN}?dong=1-9&trich={quote(QUOTE)}#trich")

    page.locator(".line a.to-page").first.click()
    page.wait_for_selector("svg.sheet rect")

    assert page.locator("svg.sheet image").evaluate("e => e.getBBox().width > 0")
    assert not widens(page)
    box = page.locator("#trich").bounding_box()
    assert box is not None
    assert box["width"] > 50
    page.click("text=Đọc bằng chữ")
    page.wait_for_selector("mark#trich")
    context.close()
    assert troubles == []


@pytest.mark.browser
def test_axe_finds_nothing_on_a_printed_page(chromium: Browser, held: Running) -> None:
    context = chromium.new_context(bypass_csp=True)

    found = violations(
        context.new_page(), f"{held.url}{page_of(OPEN)}?dong=3-3&trich=Ban%20qu%E1%BA%A3n%20l%C3%BD"
    )
    context.close()

    assert found == []
