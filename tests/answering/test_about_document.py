"""Questions about a held document itself."""

from dataclasses import replace

import pytest

from answering.about_document import about_document
from answering.answer import Answer, Status
from answering.understand import understand
from tests.builders import a_document

REPORT = replace(
    a_document("", "BÁO CÁO", "Sơ kết công tác hè"),
    title="Báo cáo sơ kết công tác hè",
    issuer="Đoàn Thanh niên phường",
    date="02/9/2025",
)
PLAN = replace(
    a_document("KẾ HOẠCH", id="ke-hoach"), title="Kế hoạch tiêm phòng", kind="Kế hoạch", number="15-KH/ĐU"
)


def told(question: str) -> Answer | None:
    return about_document(question, understand(question), (REPORT, PLAN))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Báo cáo sơ kết công tác hè do ai lập?", "Đoàn Thanh niên phường"),
        ("Báo cáo này ban hành ngày nào?", "02/9/2025"),
        ("bao cao nay ban hanh ngay nao", "02/9/2025"),
        ("Kế hoạch tiêm phòng mang số hiệu gì?", "15-KH/ĐU"),
    ],
)
def test_what_a_document_prints_of_itself_is_told_with_a_source(question: str, value: str) -> None:
    answer = told(question)

    assert answer is not None
    assert answer.status is Status.ANSWERED
    assert value in answer.text
    assert len(answer.sources) == 1


def test_the_source_is_the_first_line_that_holds_words() -> None:
    answer = told("Báo cáo này ban hành ngày nào?")

    assert answer is not None
    assert (answer.sources[0].lines, answer.sources[0].quote) == ((2, 2), "BÁO CÁO")


@pytest.mark.parametrize("question", ["Kế hoạch tiêm phòng ban hành ngày nào?", "Báo cáo này mang số mấy?"])
def test_what_a_document_does_not_print_is_said_to_be_missing(question: str) -> None:
    answer = told(question)

    assert answer is not None
    assert answer.status is Status.UNANSWERABLE
    assert answer.sources == ()
    assert "không ghi" in answer.text


def test_half_an_answer_is_told_as_half() -> None:
    answer = told("Kế hoạch tiêm phòng số hiệu gì, ngày nào?")

    assert answer is not None
    assert answer.status is Status.ANSWERED_PARTIAL
    assert "15-KH/ĐU" in answer.text
    assert "không ghi ngày" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Báo cáo nói gì về trẻ em?",
        "Báo cáo viết gì về ngày hội đọc sách?",
        "Báo cáo sơ kết có bao nhiêu trang?",
        "Nghị quyết này ban hành ngày nào?",
        "Ngày nào tiêm phòng?",
        "",
    ],
)
def test_a_question_for_the_content_is_left_to_the_search(question: str) -> None:
    assert told(question) is None
