"""Likeness: another way of putting a question is the same one; another thing, number or place is not."""

import pytest

from answering.likeness import same_question, together

ASKED = "Lệ phí đăng ký kết hôn là bao nhiêu?"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ASKED, "lệ phí đăng ký kết hôn bao nhiêu"),
        (ASKED, "Le phi dang ky ket hon la bao nhieu?"),
        (ASKED, "Dạ cho em hỏi lệ phí đăng ký kết hôn bao nhiêu ạ?"),
        (ASKED, "Xin hỏi phường lệ phí đăng ký kết hôn là bao nhiêu vậy ạ"),
        (ASKED, "Đăng ký kết hôn lệ phí bao nhiêu?"),
        ("Lịch tiếp dân của phường thế nào?", "Lịch tiếp dân thế nào"),
        ("Nhà văn hóa ở phường mình mở cửa mấy giờ?", "Nhà văn hóa mở cửa mấy giờ?"),
        ("Bộ phận một cửa của UBND phường ở đâu?", "bộ phận một cửa của ủy ban nhân dân phường đâu?"),
        ("Phường có bao nhiêu tổ dân phố?", "Cho hỏi phường có bao nhiêu tổ dân phố vậy"),
        ("Phường có bao nhiêu tổ dân phố?", "cho hoi phuong co bao nhieu to dan pho vay a"),
        ("Con đi học lớp một cần giấy gì?", "Cho tôi hỏi con đi học lớp một cần giấy gì"),
        ("Số 04-TB/ĐU nói gì?", "số 04-tb/đu nói gì"),
    ],
)
def test_another_way_of_putting_it_is_the_same_question(one: str, other: str) -> None:
    assert same_question(one, other)
    assert same_question(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ASKED, "Lệ phí đăng ký khai sinh là bao nhiêu?"),
        (ASKED, "Lệ phí đăng ký kết hôn với người nước ngoài là bao nhiêu?"),
        (ASKED, "Lệ phí đăng ký lại kết hôn là bao nhiêu?"),
        (ASKED, "Ai được miễn lệ phí đăng ký kết hôn?"),
        (ASKED, "Lệ phí đăng ký kết hôn nộp ở đâu?"),
        ("Lịch tiếp dân tháng 7 thế nào?", "Lịch tiếp dân tháng 8 thế nào?"),
        ("Chuyển hộ khẩu từ xã về phường thế nào?", "Chuyển hộ khẩu từ phường về xã thế nào?"),
        ("Lịch tiếp dân của phường Bạch Mai?", "Lịch tiếp dân của phường?"),
        ("Lịch tiếp dân ở quận thế nào?", "Lịch tiếp dân ở phường thế nào?"),
        ("Khi nào được sửa chữa nhà?", "Khi nào không được sửa chữa nhà?"),
        ("Mua bảo hiểm ở đâu?", "Mùa bảo hiểm ở đâu?"),
        ("Hội phụ nữ phường ở nhà nào?", "Phụ nữ phường ở nhà nào?"),
        ("Phường Bạch Mai có bao nhiêu tổ?", "Phường có bao nhiêu tổ?"),
        ("Còn lệ phí?", "Còn lệ phí?"),
        ("Còn lệ phí khai sinh thì sao?", "Còn lệ phí khai sinh thì sao?"),
        ("", ""),
        ("???", "???"),
    ],
)
def test_anything_else_is_another_question(one: str, other: str) -> None:
    assert not same_question(one, other)
    assert not same_question(other, one)


def test_questions_about_one_thing_come_together_the_most_asked_first() -> None:
    questions = [
        "Bao giờ sửa đường Trần Đại Nghĩa?",
        "Lệ phí đăng ký kết hôn bao nhiêu?",
        "đường Trần Đại Nghĩa khi nào sửa xong",
        "le phi ket hon",
        "Lệ phí đăng ký khai sinh bao nhiêu?",
        "Chó thả rông thì báo ai?",
    ]

    groups = together(questions, [1, 5, 4, 1, 2, 1])

    assert groups == ((1, 3), (2, 0), (4,), (5,))


def test_no_questions_make_no_groups() -> None:
    assert together([], []) == ()
