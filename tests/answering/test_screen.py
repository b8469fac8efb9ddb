"""What is turned away before any work."""

import pytest

from answering.answer import Status
from answering.screen import refuse_input, turn_away


def nothing_known(_phrase: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("Xin chào", Status.GREETING),
        ("chào em nhé", Status.GREETING),
        ("Cảm ơn bạn nhiều", Status.THANKS),
        ("Bạn là ai?", Status.ABOUT),
        ("ban la ai", Status.ABOUT),
        ("Thời tiết hôm nay thế nào?", Status.OUT_OF_SCOPE),
        ("Tôi chán sống rồi", Status.DISTRESS),
        ("Cán bộ hách dịch quá", Status.COMPLAINT),
    ],
)
def test_what_is_no_question_to_the_documents_is_turned_away(message: str, status: Status) -> None:
    assert turn_away(message, is_known=nothing_known) is status


@pytest.mark.parametrize(
    "message",
    [
        "Xin chào, phường có bao nhiêu tổ dân phố?",  # a greeting before a question
        "Điểm tiếp công dân ở đâu?",
        "Phường có bao nhiêu bí thư chi bộ?",
    ],
)
def test_a_question_to_the_documents_is_let_through(message: str) -> None:
    assert turn_away(message, is_known=nothing_known) is None


def test_a_topic_the_documents_write_about_is_let_through() -> None:
    assert turn_away("Giá đất ở phường thế nào?", is_known=lambda phrase: phrase == "gia dat") is None


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\u200b\u200b", "a\x00b", "\ud800", "x" * 2_001])
def test_input_that_cannot_be_a_question_is_refused_with_a_sentence(text: str) -> None:
    refused = refuse_input(text)

    assert refused is not None
    assert refused.status is Status.REFUSED_INPUT
    assert refused.text.endswith(".")


def test_decomposed_accents_are_read() -> None:
    assert refuse_input("Phu\u031bo\u031b\u0300ng co\u0301 gi\u0300?") is None
