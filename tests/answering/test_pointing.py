"""What a follow-up points at."""

import pytest

from answering.pointing import ask_of_document, name_document, name_item, name_object, name_pointed
from answering.question import Turn

FOUND = "Quyết định số 296-QĐ/ĐU, ngày 13/3/2026, thay Nghị quyết số 84/NQ-HĐND."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Văn bản đó ban hành ngày nào?", "Quyết định 296-QĐ/ĐU ban hành ngày nào?"),
        ("Văn bản nào căn cứ vào nó?", "Văn bản nào căn cứ vào Quyết định 296-QĐ/ĐU?"),
        ("Nghị quyết này nói gì?", "Nghị quyết 84/NQ-HĐND nói gì?"),
        ("van ban do cua ai?", "Quyết định 296-QĐ/ĐU cua ai?"),
        ("Văn bản nào của phường?", ""),
        ("Quyết định 31-QĐ/ĐU đó là gì?", ""),
    ],
)
def test_a_document_pointed_at_gets_its_number(text: str, expected: str) -> None:
    history = [Turn("Vị trí việc làm theo văn bản nào?", FOUND), Turn("Có mấy chợ?", "4 chợ.")]

    assert name_document(text, history) == expected


@pytest.mark.parametrize(
    "text",
    ["Ai ký?", "Ngày nào vậy?", "Nội dung là gì?", "Còn hiệu lực không?", "Ban hành bao giờ?", "Của ai?"],
)
@pytest.mark.parametrize(
    ("standing", "answer", "named"),
    [
        ("Quyết định 296-QĐ/ĐU về việc gì?", "Về vị trí việc làm.", "Quyết định 296-QĐ/ĐU"),
        ("Quyết định 296 về việc gì?", FOUND, "Quyết định 296-QĐ/ĐU"),
        ("Theo quyết định nào?", FOUND, "quyết định 296-QĐ/ĐU"),
    ],
)
def test_a_question_about_a_document_is_asked_of_the_last_one(
    text: str, standing: str, answer: str, named: str
) -> None:
    assert ask_of_document(text, standing, answer) == f"{named} {text[:1].lower()}{text[1:]}"


@pytest.mark.parametrize("text", ["Phường triển khai ngày nào?", "Có mấy vị trí?", "Ở đâu?"])
def test_another_question_is_not_asked_of_the_document(text: str) -> None:
    assert ask_of_document(text, "Quyết định 296-QĐ/ĐU về việc gì?", "") == ""


def test_a_verb_without_its_object_gets_the_document() -> None:
    text, standing = "Phường triển khai bằng kế hoạch nào?", "Chỉ thị 09-CT/TU ra ngày nào?"

    assert name_object(text, standing) == "Phường triển khai Chỉ thị 09-CT/TU bằng kế hoạch nào?"
    assert name_object("Phường triển khai những gì?", standing) == ""
    assert name_object(text, "Phường có mấy chợ?") == ""


def test_no_document_is_asked_where_none_was_told() -> None:
    assert ask_of_document("Ngày nào?", "Phường có mấy chợ?", "4 chợ.") == ""


@pytest.mark.parametrize(
    ("text", "standing", "answer", "expected"),
    [
        (
            "Ông ấy sinh năm nào?",
            "Ai chủ trì?",
            "Đồng chí Nguyễn Văn Hùng chủ trì.",
            "Nguyễn Văn Hùng sinh năm nào?",
        ),
        ("Chỗ đó rộng không?", "Trường ở đâu?", "Tại số 17 phố Hàng Lụa.", "số 17 phố Hàng Lụa rộng không?"),
        ("Ông ấy sinh năm nào?", "Ai chủ trì?", "Không rõ.", "Ông ấy sinh năm nào?"),
        ("Chỗ đó rộng không?", "Phường có mấy chợ?", "4 chợ ở 17 Hàng Lụa.", "Chỗ đó rộng không?"),
    ],
)
def test_a_person_or_place_pointed_at_is_named(text: str, standing: str, answer: str, expected: str) -> None:
    assert name_pointed(text, standing, answer) == expected


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("Cái thứ hai?", "(1) Chợ Mới; (2) Chợ Cũ.", "mô hình số 2 là gì?"),
        ("Cái thứ hai ở đâu?", "Gồm: (1) Chợ Mới; (2) Chợ Cũ.", "Chợ Cũ ở đâu?"),
        ("Cái nào lớn nhất?", "(1) Chợ Mới; (2) Chợ Cũ.", ""),
    ],
)
def test_an_item_is_known_by_its_place_in_the_list(text: str, answer: str, expected: str) -> None:
    assert name_item(text, "Phường có những mô hình nào?", answer) == expected
