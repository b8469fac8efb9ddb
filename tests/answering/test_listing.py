"""Lists and names in running text, and questions that follow from an answer."""

import pytest

from answering.agreement import likeness
from answering.evidence import place
from answering.listing import tells_items
from answering.persons import persons
from answering.suggest import suggestions


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("gồm (1) Bếp ăn sạch; (2) Ngõ xanh; (3) Tủ sách", 3),
        ("Bốn chợ là: chợ Đông, chợ Tây, chợ Nam và chợ Bắc", 4),
        ("chợ Đông; chợ Tây; chợ Nam", 3),
        (
            "Bốn chợ là: chợ Đông, chợ Tây, chợ Nam, chợ Bắc; mỗi chợ có ban quản lý, tổ bảo vệ, kho, bãi xe",
            4,
        ),
        ("Chợ Đông, chợ Tây và chợ Nam đều đông khách", 3),  # each item bears the noun
    ],
)
def test_a_text_that_names_the_items_tells_them(text: str, count: int) -> None:
    assert tells_items(text, count)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Phường có 4 chợ.", 4),
        ("gồm (1) Bếp ăn sạch; (2) Ngõ xanh", 6),
        ("chợ Đông; chợ Tây; chợ Nam; chợ Bắc; chợ Giữa; chợ Mới; chợ Cũ", 3),
        ("Phường Đông, xã Tây và tổ Nam đều đông khách", 3),  # nothing opens a list
    ],
)
def test_a_text_with_too_few_or_too_many_does_not(text: str, count: int) -> None:
    assert not tells_items(text, count)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("đồng chí Nguyễn Văn An và bà Trần Thị Bích Ngọc", ["Nguyễn Văn An", "Trần Thị Bích Ngọc"]),
        ("tại phố Lê Văn Hưu, phường Hoàng Liệt", []),
        ("thành phố Hồ Chí Minh, tỉnh Cao Bằng và Hà Nội", []),
        ("Trường THCS Lê Lợi do bà Phạm Hoa phụ trách", ["Phạm Hoa"]),
        ("Ủy ban nhân dân Phường Mới", []),
        ("nguyễn văn an", []),
    ],
)
def test_persons_are_told_from_places(text: str, names: list[str]) -> None:
    assert [match.group() for match in persons(text)] == names


def test_two_texts_are_alike_by_the_words_they_share() -> None:
    assert likeness(place("Có 4 chợ dân sinh"), place("có 04 CHỢ dân sinh.")) == 1.0
    assert likeness(place("Có 4 chợ"), place("Có 4 trường học")) == pytest.approx(2 / 5)
    assert likeness(place(""), place("")) == 0.0


def test_the_documents_an_answer_names_may_be_asked_about_next() -> None:
    text = "Theo Quyết định số 12-QĐ/ĐU và Kế hoạch số 7-KH/ĐU, thay Quyết định số 12-QĐ/ĐU."

    first, second = suggestions(text)

    assert "12-QĐ/ĐU" in first
    assert "7-KH/ĐU" in second


def test_few_questions_are_suggested() -> None:
    text = "; ".join(f"Quyết định số {number}-QĐ/ĐU" for number in range(11, 19))

    assert len(suggestions(text)) == 3


def test_an_answer_without_documents_suggests_nothing() -> None:
    assert suggestions("Phường có 4 chợ, đạt 98%.") == ()
