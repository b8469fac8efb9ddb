"""A question put in other words by a model: trusted only where it keeps what was asked and adds nothing."""

import pytest

from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.model import Patience
from answering.question import Question, Turn
from answering.recast import recast
from answering.rewrite import Rewritten
from answering.writer import Writer
from corpus.audience import Audience
from evals.model_server import Personality, speaking
from prompts import load

HISTORY = (Turn("Phường có bao nhiêu tổ dân phố?", "Phường có 108 tổ dân phố."),)


def put(assistant: Assistant, text: str, line: str, *, history: tuple[Turn, ...] = ()) -> str:
    """The question as it is put when the model writes a line; "" where that is not trusted."""
    library = assistant.generations.edition(Audience.PUBLIC).library
    whole = Rewritten(text, changed=bool(history))
    with speaking(Personality(recast=lambda _: line)) as serving:
        found = recast(
            whole,
            text,
            history,
            model=serving.model(timeout=30),
            library=library,
            patience=Patience.of(30),
            spend=lambda _: None,
        )
    return found.text if found else ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Phường mình có mấy tổ dân phố vậy cháu?", "Phường có bao nhiêu tổ dân phố?"),
        ("Quý I/2026 phường giải quyết mấy hồ sơ?", "Quý I/2026 phường giải quyết bao nhiêu hồ sơ?"),
    ],
)
def test_other_words_for_the_same_question_are_trusted(assistant: Assistant, text: str, line: str) -> None:
    assert put(assistant, text, line) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Quý II/2026 giải quyết mấy hồ sơ?", "Quý I/2026 giải quyết bao nhiêu hồ sơ?"),
        ("Năm 2024 có bao nhiêu tổ dân phố?", "Năm 2025 có bao nhiêu tổ dân phố?"),
        ("Phường Hai Bà Trưng có mấy tổ dân phố?", "Phường có bao nhiêu tổ dân phố?"),
        ("Trong 7.670 người có mấy người già?", "Bao nhiêu người được khám?"),
        ("Phường có mấy tổ dân phố?", "Ai là tổ trưởng tổ dân phố của phường?"),
        ("Phường có mấy tổ dân phố?", "Diện tích của phường là bao nhiêu?"),
        ("Phường có mấy tổ dân phố?", "Phường có 109 tổ dân phố phải không?"),
        ("Phường có mấy tổ dân phố?", "Phường có bao nhiêu tổ dân phố ở Xyzzy?"),
        ("Phường có mấy tổ dân phố?", "Phường có bao nhiêu tổ dân phố?\nTôi đã viết lại câu hỏi."),
        ("Phường có mấy tổ dân phố?", "Phường có mấy tổ dân phố?"),
        ("Phường có mấy tổ dân phố?", ""),
    ],
)
def test_another_question_is_not(assistant: Assistant, text: str, line: str) -> None:
    assert put(assistant, text, line) == ""


def test_a_follow_up_may_take_words_from_before_and_none_from_elsewhere(assistant: Assistant) -> None:
    taken = put(assistant, "Còn chi bộ?", "Phường có bao nhiêu chi bộ tổ dân phố?", history=HISTORY)
    brought = put(assistant, "Còn chi bộ?", "Năm 2019 phường có bao nhiêu chi bộ?", history=HISTORY)

    assert taken
    assert not brought


def test_a_follow_up_that_is_put_in_other_words_is_shown(assistant: Assistant) -> None:
    line = "Phường có bao nhiêu chi bộ tổ dân phố?"
    with speaking(Personality(recast=lambda _: line)) as serving:
        writer = Writer(GuardedModel(serving.model(timeout=30)), timeout=30, internal=True)
        answer = assistant.with_writer(writer).ask(Question("Còn chi bộ?", Audience.PUBLIC, HISTORY))

    assert answer.understood == line
    assert load("replies/model_wrote") in answer.notes


@pytest.mark.parametrize("personality", [Personality(status=404), Personality(body=b"<html>")])
def test_a_model_that_fails_leaves_the_rules(assistant: Assistant, personality: Personality) -> None:
    asked = Question("Còn chi bộ?", Audience.PUBLIC, HISTORY)
    with speaking(personality) as serving:
        writer = Writer(GuardedModel(serving.model(timeout=30)), timeout=30, internal=True)
        answer = assistant.with_writer(writer).ask(asked)

    assert answer.understood == assistant.ask(asked).understood
    assert answer.text == assistant.ask(asked).text
