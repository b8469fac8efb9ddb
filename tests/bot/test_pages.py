"""The pages without JavaScript: what the server sends is enough."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import Running

REPORT = "bao-cao-so-ket-01-nam-phuong-bach-mai.txt"


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def test_the_first_page_says_it_is_automatic_and_where_else_to_ask(client: httpx.Client) -> None:
    page = client.get("/").text

    assert "trợ lý tự động" in page
    assert all(place in page for place in ("một cửa", "1022", "iHanoi"))


def test_a_question_in_the_address_is_answered_with_its_source(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "Phường có bao nhiêu tổ dân phố?"}).text

    assert "108" in page
    assert f"/van-ban/{REPORT}?dong=" in page


def test_no_page_has_script_or_style_of_its_own(client: httpx.Client) -> None:
    for path in ("/", "/?q=x", "/so-hieu", "/van-ban", f"/van-ban/{REPORT}", "/docs", "/nowhere"):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert "//" not in page.replace("<!doctype", "").split("<body>")[0]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> phường",
        '"><img src=x onerror=alert(1)> phường',
        "<!--[if<img src=x onerror=javascript:alert(1)//]> phường -->",
        "{{ 7*7 }} phường",
    ],
)
def test_a_question_is_shown_as_text(client: httpx.Client, text: str) -> None:
    page = client.get("/", params={"q": text}).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49 phường" not in page


def test_a_quote_is_marked_in_its_document(client: httpx.Client) -> None:
    page = client.get(f"/van-ban/{REPORT}", params={"dong": "15", "trich": "với 108 tổ dân phố"}).text

    assert '<mark id="trich">với 108 tổ dân phố</mark>' in page
    assert page.count("<mark") == 1


@pytest.mark.parametrize("place", ["15", "15-15", "15–16"])
def test_lines_are_marked_without_a_quote(client: httpx.Client, place: str) -> None:
    assert '<mark id="trich">' in client.get(f"/van-ban/{REPORT}", params={"dong": place}).text


@pytest.mark.parametrize("place", ["", "x", "0", "99999999999", "9999999", "5-2", "-1", "<b>"])
def test_a_place_that_is_none_still_shows_the_document(client: httpx.Client, place: str) -> None:
    response = client.get(f"/van-ban/{REPORT}", params={"dong": place, "trich": "a" * 5_000})

    assert response.status_code == 200
    assert "<mark" not in response.text


def test_the_register_can_be_searched_and_leafed_through(client: httpx.Client) -> None:
    assert "Quyết định 1808/QĐ-UBND" in client.get("/so-hieu", params={"q": "qd 1808"}).text
    assert 'rel="next"' in client.get("/so-hieu").text
    assert 'rel="prev"' in client.get("/so-hieu", params={"trang": 2}).text


def test_a_number_that_is_not_cited_is_said_not_to_be(client: httpx.Client) -> None:
    assert "Không thấy văn bản này" in client.get("/so-hieu", params={"q": "999999/QĐ-UBND"}).text


def test_a_browser_gets_a_page_for_an_error(client: httpx.Client) -> None:
    response = client.get("/nowhere", headers={"Accept": "text/html"})

    assert response.status_code == 404
    assert "Không tìm thấy" in response.text
    assert response.headers["Content-Type"].startswith("text/html")


def test_an_empty_question_in_the_address_is_told_on_the_page(client: httpx.Client) -> None:
    response = client.get("/", params={"q": "🙂"})

    assert response.status_code == 422
    assert "Câu hỏi chưa có chữ nào" in response.text
