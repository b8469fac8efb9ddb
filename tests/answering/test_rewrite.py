"""Follow-ups made into questions that stand alone."""

import pytest

from answering.question import Turn
from answering.rewrite import stand_alone


def turns(*questions: str, answer: str = "") -> tuple[Turn, ...]:
    return tuple(Turn(question, answer) for question in questions)


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        (
            "Năm 2025 phường thu ngân sách bao nhiêu?",
            "Thế năm 2026?",
            "Năm 2026 phường thu ngân sách bao nhiêu?",
        ),
        (
            "Phường nhận bao nhiêu hồ sơ?",
            "Còn trực tuyến thì sao?",
            "Phường nhận bao nhiêu hồ sơ trực tuyến?",
        ),
    ],
)
def test_a_short_follow_up_takes_the_rest_from_the_question_before(
    before: str, follow_up: str, expected: str
) -> None:
    rewritten = stand_alone(follow_up, turns(before))

    assert " ".join(rewritten.text.split()) == expected
    assert rewritten.changed


def test_a_pointed_at_document_gets_its_number() -> None:
    history = turns(
        "Vị trí việc làm được duyệt theo văn bản nào?", answer="Quyết định số 296-QĐ/ĐU, ngày 13/3/2026."
    )

    rewritten = stand_alone("Văn bản đó ban hành ngày nào?", history)

    assert "296-QĐ/ĐU" in rewritten.text


def test_asking_for_the_source_repeats_the_question() -> None:
    rewritten = stand_alone("Nguồn ở đâu?", turns("Phường có bao nhiêu tổ dân phố?"))

    assert rewritten.text == "Phường có bao nhiêu tổ dân phố?"


def test_a_whole_question_is_left_alone() -> None:
    text = "Điểm tiếp công dân của phường ở đâu?"

    assert stand_alone(text, turns("Phường có bao nhiêu tổ dân phố?")).text == text


def test_without_turns_nothing_changes() -> None:
    assert stand_alone("Thế năm 2026?", ()).text == "Thế năm 2026?"
