"""The pages of the office over HTTP: what officials do with them, and who may not."""

import csv
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from answering.assistant import Assistant
from answering.wiring import open_assistant
from bot.access import Access
from bot.accounts import Accounts, Role, Session
from bot.audit import AuditTrail
from bot.web.access import SESSION_COOKIE
from corpus.audience import Audience
from corpus.decisions import DECISIONS, read_decisions
from ingest.pipeline import default_corpus
from settings import Settings
from tests.conftest import Running, serving, take_into
from tests.office import Desk, logged_in

QUESTION = "Bao giờ sửa xong đường Trần Đại Nghĩa?"
PAGES = ("", "/tra-loi", "/tra-loi/moi", "/mau-thuan", "/tai-lieu", "/tu-ngu", "/so-lieu")
SHEETS = ("/cau-hoi.csv", "/tra-loi.csv", "/mau-thuan.csv", "/so-lieu.csv")
ADMIN_PAGES = ("/truy-cap", "/nhat-ky", "/nhat-ky.csv")
ANSWER = {
    "cach_hoi": f"{QUESTION}\nĐường Trần Đại Nghĩa bao giờ sửa xong?",
    "noi_dung": "Dự kiến trước ngày 15/12.",
    "can_cu": "Thông báo 12/TB-UBND",
    "pham_vi": "public",
    "xem_lai": "2999-01-01",
    "het_han": "2999-12-31",
}


@pytest.fixture
def office(assistant: Assistant, tmp_path: Path) -> Iterator[Running]:
    with serving(assistant, data=tmp_path) as running:
        yield running


@pytest.fixture
def admin(office: Running, tmp_path: Path) -> Desk:
    return logged_in(office, tmp_path, role=Role.ADMIN, name="quan-tri")


def ask(office: Running, question: str) -> dict[str, object]:
    body: dict[str, object] = httpx.post(f"{office.url}/api/ask", json={"question": question}).json()
    return body


def rows(response: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_page_opens_for_an_admin(office: Running, admin: Desk) -> None:
    ask(office, QUESTION)

    for path in (*PAGES, *SHEETS, *ADMIN_PAGES):
        assert admin.get(f"/quan-tri{path}").status_code == 200, path


@pytest.mark.parametrize("path", [*PAGES, *SHEETS, *ADMIN_PAGES])
def test_who_is_not_logged_in_is_asked_to(office: Running, path: str) -> None:
    response = Desk(office.url).get(f"/quan-tri{path}")

    assert response.status_code == 303
    assert response.headers["location"].startswith("/dang-nhap?tiep=/quan-tri")


def test_each_role_has_its_pages(office: Running, tmp_path: Path) -> None:
    cell = logged_in(office, tmp_path, role=Role.CELL)
    official = logged_in(office, tmp_path, role=Role.OFFICIAL)

    assert cell.get("/quan-tri").headers["location"] == "/hop"
    assert {cell.get(f"/quan-tri{path}").status_code for path in (*PAGES[1:], *SHEETS, *ADMIN_PAGES)} == {404}
    assert {official.get(f"/quan-tri{path}").status_code for path in (*PAGES, *SHEETS)} == {200}
    assert {official.get(f"/quan-tri{path}").status_code for path in ADMIN_PAGES} == {404}
    assert official.post("/quan-tri/truy-cap/khoa", loai="key", ten="x", ngay="1").status_code == 404
    assert cell.post("/quan-tri/tra-loi", **ANSWER).status_code == 404


def test_an_official_answers_and_the_next_asker_gets_it(office: Running, admin: Desk) -> None:
    assert str(ask(office, QUESTION)["status"]).startswith("unanswerable")
    assert QUESTION in admin.get("/quan-tri").text

    form = admin.post("/quan-tri/tra-loi/moi", pham_vi="public", cau=QUESTION)
    assert QUESTION in form.text
    assert admin.post("/quan-tri/tra-loi", **ANSWER).status_code == 303

    answer = ask(office, "Cho hỏi bao giờ sửa xong đường Trần Đại Nghĩa ạ")
    assert (answer["status"], answer["text"]) == ("answered_official", ANSWER["noi_dung"])
    page = httpx.get(office.url, params={"q": QUESTION}, headers={"Accept": "text/html"}).text
    assert "Trả lời của cán bộ" in page
    assert QUESTION not in admin.get("/quan-tri").text
    assert admin.post("/quan-tri/tra-loi/1/rut").status_code == 303
    assert str(ask(office, QUESTION)["status"]).startswith("unanswerable")


def test_an_internal_answer_never_reaches_the_public(office: Running, admin: Desk) -> None:
    admin.post("/quan-tri/tra-loi", **{**ANSWER, "pham_vi": "internal"})

    assert str(ask(office, QUESTION)["status"]).startswith("unanswerable")
    assert "Trả lời của cán bộ" in admin.get(f"/?q={QUESTION}").text


def test_an_answer_that_lacks_something_keeps_what_was_typed(admin: Desk) -> None:
    response = admin.post("/quan-tri/tra-loi", **{**ANSWER, "can_cu": "", "noi_dung": "Một câu đã viết."})

    assert response.status_code == 422
    assert "Cần ghi căn cứ" in response.text
    assert "Một câu đã viết." in response.text


def test_a_concern_is_settled(office: Running, admin: Desk) -> None:
    ask(office, QUESTION)

    admin.post("/quan-tri/bo-qua", pham_vi="public", cau=QUESTION)

    assert QUESTION not in admin.get("/quan-tri").text


def test_a_list_taken_away_runs_nothing(office: Running, admin: Desk) -> None:
    ask(office, "=HYPERLINK(1) đường Trần Đại Nghĩa sửa bao giờ xong?")

    (_, row) = rows(admin.get("/quan-tri/cau-hoi.csv"))

    assert row[2].startswith("'=")


def test_conflicts_are_decided(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as office:
        admin = logged_in(office, tmp_path, role=Role.ADMIN)
        mark = admin.get("/quan-tri/mau-thuan").text.split('id="m')[1].split('"')[0]

        done = admin.post(f"/quan-tri/mau-thuan/{mark}", y_kien="confirmed", loi="Số liệu hai thời điểm.")
        gone = admin.post("/quan-tri/mau-thuan/00000000", y_kien="confirmed")

    assert (done.status_code, gone.status_code) == (303, 422)
    decision = read_decisions(tmp_path)[mark]
    assert (decision.verdict, decision.words) == ("confirmed", "Số liệu hai thời điểm.")


def test_a_damaged_file_of_decisions_is_told_and_kept(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as office:
        admin = logged_in(office, tmp_path, role=Role.ADMIN)
        mark = admin.get("/quan-tri/mau-thuan").text.split('id="m')[1].split('"')[0]
        (tmp_path / DECISIONS).write_text("{", encoding="utf-8")

        shown = admin.get("/quan-tri/mau-thuan")
        done = admin.post(f"/quan-tri/mau-thuan/{mark}", y_kien="confirmed")

    assert (shown.status_code, done.status_code) == (422, 422)
    assert DECISIONS in shown.text
    assert (tmp_path / DECISIONS).read_text(encoding="utf-8") == "{"


def test_a_key_is_shown_once_and_ended(office: Running, admin: Desk, tmp_path: Path) -> None:
    shown = admin.post("/quan-tri/truy-cap/khoa", loai="key", ten="máy văn phòng", ngay="30")
    secret = shown.text.split('class="secret">')[1].split("<")[0]

    assert Access(tmp_path).key_audience(secret) is Audience.INTERNAL
    assert secret not in admin.get("/quan-tri/truy-cap").text
    (grant,) = Access(tmp_path).grants()
    assert admin.post("/quan-tri/truy-cap/thu-hoi", ma_so=grant.id).status_code == 303
    assert Access(tmp_path).key_audience(secret) is None
    assert admin.post("/quan-tri/truy-cap/khoa", loai="key", ten="x", ngay="0").status_code == 422


def test_an_account_is_opened_renewed_and_closed(admin: Desk, tmp_path: Path) -> None:
    admin.post("/quan-tri/truy-cap/tai-khoan", ten="Lan", vai_tro="cell", chi_bo="Chi bộ 5")
    shown = admin.post("/quan-tri/truy-cap/mat-khau", ten="lan")
    password = shown.text.split('class="secret">')[1].split("<")[0]

    assert isinstance(Accounts(tmp_path).sign_in("lan", password, address="a"), Session)
    admin.post("/quan-tri/truy-cap/thu-hoi", ma_so="lan")
    assert not isinstance(Accounts(tmp_path).sign_in("lan", password, address="a"), Session)
    assert admin.post("/quan-tri/truy-cap/thu-hoi", ma_so="quan-tri").status_code == 422


def test_the_trail_tells_what_was_done(office: Running, admin: Desk) -> None:
    admin.post("/quan-tri/tra-loi", **ANSWER)

    page = admin.get("/quan-tri/nhat-ky").text

    assert "Thêm câu trả lời" in page
    assert "Nhật ký còn nguyên" in page
    assert rows(admin.get("/quan-tri/nhat-ky.csv"))[1][3] == "Thêm câu trả lời"


def upload(desk: Desk, *, token: str, name: str = "thong-bao.txt", content: bytes = b"") -> httpx.Response:
    text = content or "THÔNG BÁO\n\nNhà văn hóa phường mở cửa lúc 7 giờ 30 phút hằng ngày.\n".encode()
    return httpx.post(
        f"{desk.url}/quan-tri/tai-lieu",
        data={"ma": token, "pham_vi": "public", "ten": ""},
        files={"tep": (name, text)},
        headers={"Accept": "text/html", "Cookie": f"{SESSION_COOKIE}={desk.cookies.get(SESSION_COOKIE, '')}"},
        timeout=60,
    )


def test_a_document_is_brought_in_by_an_admin_alone(assistant: Assistant, tmp_path: Path) -> None:
    take_into(tmp_path, default_corpus())
    with serving(assistant, data=tmp_path) as office:
        admin = logged_in(office, tmp_path, role=Role.ADMIN)
        official = logged_in(office, tmp_path, role=Role.OFFICIAL)

        assert upload(Desk(office.url), token="").status_code == 303
        assert upload(official, token=official.token()).status_code == 404
        assert upload(admin, token="0" * 64).status_code == 403
        assert not (tmp_path / "uploads").exists()
        assert upload(admin, token=admin.token(), name="x.exe").status_code == 422
        assert upload(admin, token=admin.token()).status_code == 303
        while "Đang đọc" in (page := admin.get("/quan-tri/tai-lieu").text):
            time.sleep(0.2)

    assert "Đã nạp thong-bao.txt" in page


@pytest.fixture
def worded(corpus_data: Path, tmp_path: Path) -> Iterator[Running]:
    """An office whose assistant reads from the folder that the office writes to."""
    data = tmp_path / "data"
    shutil.copytree(corpus_data, data)
    with serving(open_assistant(Settings(_env_file=None, data=data)), data=data) as running:
        yield running


def test_the_next_question_is_read_with_the_words_an_official_keeps(worded: Running) -> None:
    official = logged_in(worded, worded.data, role=Role.OFFICIAL)
    asked = "Phường có bao nhiêu KPX?"
    assert not ask(worded, asked)["sources"]

    page = official.post(
        "/quan-tri/tu-ngu", danh_sach="# của phường\r\nKPX = tổ dân phố\r\nKGD = khu giãn dân xa"
    )

    assert "Đã lưu 2 dòng" in page.text
    assert "KGD = khu giãn dân xa" in page.text.partition("chưa giúp được ai")[2].partition("<form")[0]
    assert "108" in str(ask(worded, asked)["text"])
    assert "KPX = tổ dân phố" in official.get("/quan-tri/tu-ngu").text
    assert AuditTrail(worded.data).latest(1)[0].action == "words_kept"


def test_a_list_with_a_line_that_says_nothing_changes_nothing(worded: Running) -> None:
    official = logged_in(worded, worded.data, role=Role.OFFICIAL)
    official.post("/quan-tri/tu-ngu", danh_sach="KPX = tổ dân phố")

    page = official.post("/quan-tri/tu-ngu", danh_sach="KPX = tổ dân phố\r\n\r\nkpy là gì")

    assert page.status_code == 422
    assert "Dòng 3" in page.text
    assert "kpy là gì" in page.text
    assert "kpy" not in official.get("/quan-tri/tu-ngu").text
    assert "108" in str(ask(worded, "Phường có bao nhiêu KPX?")["text"])
