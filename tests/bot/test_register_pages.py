"""The register on its pages: found, filtered, put in order, taken away as a spreadsheet, drawn as a map."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import openpyxl
import pytest

from bot.web.citation_map import citation_map
from bot.web.links import entry_slug
from bot.web.register_list import Held, Order, Wanted, listed, year_of
from corpus.document import Section
from corpus.entry import Entry, Mention
from corpus.register import Register
from tests.builders import a_document, an_entry
from tests.conftest import Running


def cited(*places: tuple[str, int]) -> tuple[Mention, ...]:
    return tuple(
        Mention("bao-cao", "bao-cao.txt", (line, line), "câu", "p", section) for section, line in places
    )


REGISTER = Register(
    [
        an_entry(
            "296/QĐ-UBND", date="2025-10-31", subject="về quản lý chợ", mentions=cited(("I", 1), ("I", 2))
        ),
        an_entry("12/2024/NĐ-CP", type="Nghị định", issuer="Chính phủ", held="nghi-dinh"),
        an_entry("5/QĐ-UBND", date="2026-01-02"),
        an_entry(type="Luật", name="Luật Đất đai", issuer="Quốc hội"),
    ]
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["296/QĐ-UBND", "12/2024/NĐ-CP", "5/QĐ-UBND", "Luật Đất đai"]),
        (Wanted("qd 296"), ["296/QĐ-UBND"]),
        (Wanted("luat dat dai"), ["Luật Đất đai"]),
        (Wanted("quan ly cho"), ["296/QĐ-UBND"]),
        (Wanted(type="Nghị định"), ["12/2024/NĐ-CP"]),
        (Wanted(issuer="Quốc hội"), ["Luật Đất đai"]),
        (Wanted(year="2024"), ["12/2024/NĐ-CP"]),
        (Wanted(held=Held.HELD), ["12/2024/NĐ-CP"]),
        (Wanted(held=Held.CITED, type="Quyết định"), ["296/QĐ-UBND", "5/QĐ-UBND"]),
        (Wanted(order=Order.NUMBER), ["5/QĐ-UBND", "12/2024/NĐ-CP", "296/QĐ-UBND", "Luật Đất đai"]),
        (Wanted(order=Order.NEWEST), ["5/QĐ-UBND", "296/QĐ-UBND", "12/2024/NĐ-CP", "Luật Đất đai"]),
        (Wanted(order=Order.OLDEST), ["12/2024/NĐ-CP", "296/QĐ-UBND", "5/QĐ-UBND", "Luật Đất đai"]),
        (Wanted(order=Order.MOST_CITED, type="Quyết định"), ["296/QĐ-UBND", "5/QĐ-UBND"]),
        (Wanted("qd 297"), []),
    ],
)
def test_the_register_lists_what_is_wanted_in_the_order_wanted(wanted: Wanted, found: list[str]) -> None:
    entries = listed(REGISTER, wanted).entries

    assert [str(entry.number or entry.name) for entry in entries] == found


def test_one_may_choose_from_what_there_is() -> None:
    choices = listed(REGISTER, Wanted(type="Luật"))

    assert [(choice.value, choice.count) for choice in choices.types] == [
        ("Quyết định", 2),
        ("Nghị định", 1),
        ("Luật", 1),
    ]
    assert [choice.value for choice in choices.years] == ["2026", "2025", "2024"]
    assert {year_of(entry) for entry in REGISTER.entries} == {"2026", "2025", "2024", ""}


@pytest.mark.parametrize(
    ("entry", "slug"),
    [
        (an_entry("62/2025/QĐ-UBND"), "62-2025-qd-ubnd"),
        (an_entry("296-QĐ/ĐU"), "296-qd-du"),
        (an_entry("05/QĐ-UBND"), "5-qd-ubnd"),
        (an_entry(name="Luật Đất đai"), "luat-dat-dai"),
    ],
)
def test_an_entry_has_an_address_that_can_be_read(entry: Entry, slug: str) -> None:
    assert entry_slug(entry) == slug


def test_a_map_draws_each_section_beside_what_it_rests_on() -> None:
    document = replace(
        a_document("Mở đầu", "I. Kết quả", "1. Thuận lợi", "2. Khó khăn"),
        sections=(
            Section("I", "I. Kết quả", "", 2),
            Section("I.1", "1. Thuận lợi", "I", 3),
            Section("I.2", "2. Khó khăn", "I", 4),
        ),
    )
    entries = [
        an_entry("1/QĐ-UBND", mentions=cited(("I.2", 4), ("I.2.1", 4))),
        an_entry("2/QĐ-UBND", mentions=cited(("I.1", 3), ("I.2", 4))),
        an_entry("3/QĐ-UBND", mentions=()),
    ]

    drawn = citation_map(document, entries)

    assert [part.title for part in drawn.parts] == ["I.1. Thuận lợi", "I.2. Khó khăn"]
    assert [str(one.entry.number) for one in drawn.cited] == ["2/QĐ-UBND", "1/QĐ-UBND"]
    assert sorted(line.times for line in drawn.lines) == [1, 1, 2]
    ys = [part.y for part in drawn.parts]
    assert ys[1] - ys[0] >= 32
    assert drawn.height > max(one.y for one in drawn.cited)


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def test_an_entry_tells_what_the_documents_say_of_it_and_where(client: httpx.Client) -> None:
    page = client.get("/so-hieu/1656-nq-ubtvqh15").text

    assert "16/06/2025" in page
    assert "Ủy ban Thường vụ Quốc hội" in page
    assert "Không có trong kho" in page
    assert "chưa có nghĩa là còn hiệu lực" in page
    assert re.search(r"/van-ban/bao-cao[^\"]*dong=15-15", page)


def test_an_entry_that_only_the_internal_edition_has_is_not_there_for_the_public(server: Running) -> None:
    with server.client() as public, server.client(internal=True) as internal:
        slugs = slugs_listed(internal) - slugs_listed(public)

        assert slugs
        assert {internal.get(f"/so-hieu/{slug}").status_code for slug in slugs} == {200}
        assert {public.get(f"/so-hieu/{slug}").status_code for slug in slugs} == {404}
        nowhere = public.get("/so-hieu/khong-co").text
        assert {public.get(f"/so-hieu/{slug}").text for slug in slugs} == {nowhere}


def slugs_listed(client: httpx.Client) -> set[str]:
    """The entries linked from every page of the list."""
    pages = [client.get("/so-hieu", params={"trang": number}).text for number in range(1, 7)]
    return {slug for page in pages for slug in re.findall(r'href="/so-hieu/([^"?]+)"', page)}


def test_the_list_as_filtered_goes_into_a_spreadsheet(client: httpx.Client) -> None:
    query = {"loai": "Nghị định", "xep": "so"}
    sheet = client.get("/so-hieu.csv", params=query)
    book = client.get("/so-hieu.xlsx", params=query)

    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} == {"Nghị định"}
    assert openpyxl.load_workbook(io.BytesIO(book.content)).active.max_row == len(rows)
    assert "attachment" in book.headers["Content-Disposition"]
    assert client.get("/so-hieu.pdf").status_code == 404


@pytest.mark.parametrize("query", ["xep=x", "toan-van=x", "trang=0", "q=%3F%3F", "nam=20255"])
def test_a_list_that_cannot_be_given_is_refused(client: httpx.Client, query: str) -> None:
    response = client.get(f"/so-hieu?{query}", headers={"Accept": "text/html"})

    assert response.status_code == 422
    assert "Thông báo" in response.text


def test_the_map_links_sections_and_documents(client: httpx.Client) -> None:
    page = client.get("/vien-dan").text

    assert 'href="/so-hieu/62-2025-qd-ubnd"' in page
    assert "III.5. " in page
    assert client.get("/vien-dan", params={"van-ban": "khong-co.txt"}).status_code == 404
