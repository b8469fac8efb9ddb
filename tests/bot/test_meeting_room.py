"""The meeting room over HTTP: who may see and do what, and that nothing is lost."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from docx import Document

from answering.assistant import Assistant
from bot.accounts import Role
from tests.conftest import Running, serving
from tests.office import Desk, logged_in

QUESTION = "Phường có bao nhiêu tổ dân phố?"


@pytest.fixture
def room(assistant: Assistant, tmp_path: Path) -> Iterator[Running]:
    with serving(assistant, data=tmp_path) as running:
        yield running


@pytest.fixture
def chair(room: Running, tmp_path: Path) -> Desk:
    return logged_in(room, tmp_path, role=Role.CELL, name="chi-bo-5", cell="Chi bộ 5")


def opened(chair: Desk, audience: str = "public", questions: str = QUESTION) -> str:
    """The code of a new meeting."""
    fields = {"ten": "Sinh hoạt chi bộ", "chi_bo": "Chi bộ 5", "pham_vi": audience, "cau_hoi": questions}
    response = chair.post("/hop", **fields)
    assert response.status_code == 303, response.text
    return response.headers["location"].split("/")[2]


def a_telephone(room: Running) -> httpx.Client:
    return httpx.Client(base_url=room.url, timeout=30, headers={"Accept": "text/html"})


def test_a_telephone_joins_without_an_account_and_sees_what_is_shown(room: Running, chair: Desk) -> None:
    code = opened(chair)
    with a_telephone(room) as phone:
        assert QUESTION not in phone.get(f"/hop/{code}").text

        chair.post(f"/hop/{code}/toi")

        shown = phone.get(f"/hop/{code}/dang-hien")
        assert QUESTION in shown.text
        assert "108" in shown.text
        assert chair.get(f"/hop/{code}/chu-toa").text.count("1 điện thoại đã vào") == 1


def test_a_question_from_a_telephone_reaches_the_chair_and_the_screen(room: Running, chair: Desk) -> None:
    code = opened(chair, questions="")
    with a_telephone(room) as phone:
        phone.get(f"/hop/{code}")

        sent = phone.post(f"/hop/{code}", data={"cau": QUESTION})

        assert sent.status_code == 303
        assert "đang chờ" in phone.get(f"/hop/{code}").text
        table = chair.get(f"/hop/{code}/chu-toa").text
        number = table.split('name="so" value="')[1].split('"')[0]
        chair.post(f"/hop/{code}/dua-len", so=number)
        assert "đang trên màn hình" in phone.get(f"/hop/{code}").text
        assert QUESTION in chair.get(f"/hop/{code}/man-hinh").text


@pytest.mark.parametrize(
    ("question", "told"), [("", "Chưa có câu hỏi"), ("???", "chưa có chữ"), ("a" * 2_001, "dài")]
)
def test_what_is_no_question_is_told_on_the_telephone(
    room: Running, chair: Desk, question: str, told: str
) -> None:
    code = opened(chair)
    with a_telephone(room) as phone:
        response = phone.post(f"/hop/{code}", data={"cau": question})

    assert response.status_code == 422
    assert told in response.text


def test_what_has_not_changed_is_not_sent_again(room: Running, chair: Desk) -> None:
    code = opened(chair)
    with a_telephone(room) as phone:
        phone.get(f"/hop/{code}")
        first = phone.get(f"/hop/{code}/dang-hien")

        second = phone.get(f"/hop/{code}/dang-hien", headers={"X-Mark": first.headers["X-Mark"]})
        with a_telephone(room) as other:
            other.get(f"/hop/{code}")
        third = phone.get(f"/hop/{code}/dang-hien", headers={"X-Mark": first.headers["X-Mark"]})
        chair.post(f"/hop/{code}/toi")
        fourth = phone.get(f"/hop/{code}/dang-hien", headers={"X-Mark": third.headers["X-Mark"]})

    assert [each.status_code for each in (first, second, third, fourth)] == [200, 204, 204, 200]


@pytest.mark.parametrize(
    "path", ["man-hinh", "man-hinh/dang-hien", "chu-toa", "chu-toa/dang-hien", "bien-ban", "bien-ban.docx"]
)
def test_an_internal_meeting_is_seen_by_its_chair_alone(
    room: Running, chair: Desk, tmp_path: Path, path: str
) -> None:
    code = opened(chair, audience="internal")
    other = logged_in(room, tmp_path, role=Role.CELL, name="chi-bo-6", cell="Chi bộ 6")
    official = logged_in(room, tmp_path, role=Role.OFFICIAL)

    with a_telephone(room) as phone:
        outside = phone.get(f"/hop/{code}/{path}").status_code

    assert outside in {303, 404}
    assert other.get(f"/hop/{code}/{path}").status_code == 404
    assert official.get(f"/hop/{code}/{path}").status_code == 200
    assert chair.get(f"/hop/{code}/{path}").status_code == 200


def test_telephones_of_an_internal_meeting_see_only_what_the_chair_shows(room: Running, chair: Desk) -> None:
    code = opened(chair, audience="internal", questions=f"{QUESTION}\nLịch tiếp công dân?")
    chair.post(f"/hop/{code}/toi")
    with a_telephone(room) as phone:
        seen = phone.get(f"/hop/{code}").text

        assert QUESTION in seen
        assert "/van-ban/" not in seen
        assert "Lịch tiếp công dân" not in seen
        chair.post(f"/hop/{code}/an")
        assert QUESTION not in phone.get(f"/hop/{code}").text


@pytest.mark.parametrize(
    "action", ["toi", "lui", "an", "hoi", "dua-len", "bo-qua", "ghi-chu", "nguoi-du", "ket-thuc"]
)
def test_a_telephone_steers_nothing(room: Running, chair: Desk, action: str) -> None:
    code = opened(chair)
    chair.post(f"/hop/{code}/toi")
    before = chair.get(f"/hop/{code}/chu-toa/dang-hien").text

    with a_telephone(room) as phone:
        response = phone.post(f"/hop/{code}/{action}", data={"ma": "0" * 64, "so": "1", "cau": "x?"})

    assert response.status_code == 303
    assert response.headers["location"].startswith("/dang-nhap")
    assert chair.get(f"/hop/{code}/chu-toa/dang-hien").text == before


def test_a_code_that_never_was_is_not_there(room: Running) -> None:
    with a_telephone(room) as phone:
        for path in ("/hop/AAAAAA", "/hop/AAAAAA/man-hinh", "/hop/AAAAAA/ma.svg", "/hop/AAAAAA/dang-hien"):
            assert phone.get(path).status_code == 404
        assert "Không có cuộc họp nào" in phone.get("/hop", params={"ma": "AAAAAA"}).text


def test_twenty_telephones_ask_at_once(room: Running, chair: Desk) -> None:
    code = opened(chair, questions="")
    phones = [a_telephone(room) for _ in range(20)]

    for number, phone in enumerate(phones):
        phone.get(f"/hop/{code}")
        assert phone.post(f"/hop/{code}", data={"cau": f"Câu hỏi số {number + 1}?"}).status_code == 303

    table = chair.get(f"/hop/{code}/chu-toa").text
    assert "20 điện thoại đã vào" in table
    assert all(f"Câu hỏi số {number + 1}?" in table for number in range(20))
    for phone in phones:
        phone.close()


def test_a_meeting_goes_on_after_the_server_was_restarted(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as before:
        chair = logged_in(before, tmp_path, role=Role.CELL, cell="Chi bộ 5")
        code = opened(chair)
        chair.post(f"/hop/{code}/toi")
        with a_telephone(before) as phone:
            phone.get(f"/hop/{code}")
            member = dict(phone.cookies)

    with serving(assistant, data=tmp_path) as after:
        again = Desk(after.url, chair.cookies)
        screen = again.get(f"/hop/{code}/man-hinh").text
        with httpx.Client(base_url=after.url, cookies=member) as phone:
            phone.get(f"/hop/{code}")

        assert QUESTION in screen
        assert "1 điện thoại đã vào" in again.get(f"/hop/{code}/chu-toa").text


def test_the_end_leaves_minutes_and_nothing_on_telephones(room: Running, chair: Desk) -> None:
    code = opened(chair)
    chair.post(f"/hop/{code}/toi")
    chair.post(f"/hop/{code}/nguoi-du", so="31")

    assert chair.post(f"/hop/{code}/ket-thuc").headers["location"] == f"/hop/{code}/bien-ban"

    with a_telephone(room) as phone:
        assert QUESTION not in phone.get(f"/hop/{code}").text
        assert phone.post(f"/hop/{code}", data={"cau": "Câu nữa?"}).status_code == 422
    file = chair.get(f"/hop/{code}/bien-ban.docx")
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs)
    assert f"Câu 1. {QUESTION}" in text
    assert "Số người dự: 31." in text
    assert "31" in chair.get(f"/hop/{code}/bien-ban").text


def test_a_meeting_with_a_question_that_is_none_is_not_opened(chair: Desk) -> None:
    refused = chair.post("/hop", ten="Họp quý", pham_vi="public", cau_hoi=f"{QUESTION}\n???")

    assert refused.status_code == 422
    assert "chưa có chữ" in refused.text
    assert "Họp quý" not in chair.get("/hop").text


def test_a_meeting_that_cannot_be_opened_says_why(chair: Desk) -> None:
    nameless = chair.post("/hop", ten=" ", pham_vi="public")
    dayless = chair.post("/hop", ten="Họp", ngay="31/02/2026")

    assert nameless.status_code == dayless.status_code == 422
    assert "Ngày họp không đọc được" in dayless.text
