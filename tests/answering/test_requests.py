"""What a message asks, and what is told around it."""

import pytest

from answering.requests import asks, read_request


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            "Tôi mới chuyển về đây. Con tôi sắp vào lớp một. Phường có mấy trường tiểu học?",
            "Phường có mấy trường tiểu học?",
        ),
        (
            "Điểm tiếp công dân ở đâu? Tôi già rồi nên đi lại khó khăn.",
            "Điểm tiếp công dân ở đâu?",
        ),
        (
            "Hôm qua tôi ra ủy ban nộp giấy tờ mà người ta bảo phải quay về, vậy điểm tiếp nhận hồ sơ ở đâu",
            "vậy điểm tiếp nhận hồ sơ ở đâu",
        ),
    ],
)
def test_the_story_is_told_apart_from_the_question(message: str, text: str) -> None:
    request = read_request(message)

    assert request.text == text
    assert request.background
    assert text not in request.background


@pytest.mark.parametrize(
    "message", ["Phường có mấy chợ?", "lịch tiếp công dân", "", "Cho tôi hỏi, ai là bí thư?"]
)
def test_a_short_message_is_all_question(message: str) -> None:
    request = read_request(message)

    assert (request.text, request.background) == (message, "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Phường có bao nhiêu chợ và có mấy công viên?",
            ("Phường có bao nhiêu chợ", "có mấy công viên"),
        ),
        (
            "Trụ sở ở đâu, tiếp dân ngày nào, ai chủ trì?",
            ("Trụ sở ở đâu", "tiếp dân ngày nào", "ai chủ trì"),
        ),
        (
            "Lãnh đạo phường tiếp dân thứ mấy và ở đâu?",  # the second says nothing by itself
            ("Lãnh đạo phường tiếp dân thứ mấy", "Lãnh đạo phường tiếp dân ở đâu"),
        ),
        (
            "Tổng số chợ và số chợ đã được sửa sang?",
            ("Tổng số chợ", "số chợ đã được sửa sang"),
        ),
        (
            "Kế hoạch trồng cây và kế hoạch sửa chợ mang số nào?",  # one question word for both
            ("Kế hoạch trồng cây mang số nào", "kế hoạch sửa chợ mang số nào"),
        ),
    ],
)
def test_several_requests_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert read_request(text).parts == parts


@pytest.mark.parametrize(
    "text",
    [
        "Phường có bao nhiêu cán bộ, công chức và viên chức?",
        "Hội phụ nữ và đoàn thanh niên có bao nhiêu hội viên?",
        "Kết quả phòng cháy, chữa cháy thế nào?",
    ],
)
def test_a_row_of_nouns_is_one_request(text: str) -> None:
    assert read_request(text).parts == ()


@pytest.mark.parametrize("text", ["ở đâu", "co bao nhieu cho", "Phường này tốt chứ?", "theo nghị quyết nào"])
def test_a_question_word_or_a_question_mark_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["Tôi ở tổ 5.", "Nhà tôi có hai người già", ""])
def test_a_statement_does_not_ask(text: str) -> None:
    assert not asks(text)
