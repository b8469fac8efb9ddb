"""What is taken out of a person's words before they are kept or sent on, and what stays."""

import random
from collections import Counter

import pytest

from answering.redact import redact, tells_of_a_person, without_numbers
from tests.personal import Told, names, numbers


def kept(told: list[Told]) -> Counter[str]:
    return Counter(each.kind for each in told if each.value in redact(each.sentence))


def test_of_every_hundred_numbers_of_persons_at_most_one_is_kept() -> None:
    told = list(numbers(random.Random(7), each=60))

    missed = kept(told)

    assert len(told) == 420
    assert missed.total() <= 0.01 * len(told), missed


def test_of_every_ten_names_at_most_one_is_kept() -> None:
    told = list(names(random.Random(7), 400))

    assert kept(told).total() <= 0.1 * len(told)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 1808/QĐ-UBND ngày 01/7/2025 của UBND phường",
        "Nghị quyết 41/2025/NQ-HĐND có hiệu lực từ 01-07-2025 18 giờ à?",
        "chi 2.950.000.000 đồng cho 130.000 người",
        "Tài khoản ngân sách có 1.234.567.890 đồng",
        "Phường Hai Bà Trưng giáp phố Bà Triệu và đường Ông Ích Khiêm",
        "ông bà cao tuổi được trợ cấp bao nhiêu?",
        "thu tuc nay co le phi khong, co ho so mau khong",
        "Đồng chí Bí thư Đảng ủy là ai?",
        "bà chủ tịch phường tiếp dân ngày nào",
        "anh Bí thư Đoàn phường",
        "Trường THCS Nguyễn Văn Cừ ở phố nào?",
        "tổ dân phố số 12, ngõ 15A, nhà 296B",
        "Kế hoạch 120-KH/ĐU ngày 15/3/2026, mục 12a, trang 10",
        "Mức thu 123.456 đồng, đạt 99,5%",
    ],
)
def test_what_names_no_person_stays(text: str) -> None:
    assert redact(text) == text
    assert not tells_of_a_person(text)


def test_for_searching_a_name_stays_and_a_number_does_not() -> None:
    text = "Bà Trần Thị Bích, CCCD 001085012345, nộp ở đâu?"

    assert redact(text) == "Bà [tên], CCCD [số], nộp ở đâu?"
    assert without_numbers(text) == "Bà Trần Thị Bích, CCCD [số], nộp ở đâu?"


def test_what_has_been_taken_out_is_still_noticed() -> None:
    assert tells_of_a_person(redact("gọi 0912 345 678 nhé"))
