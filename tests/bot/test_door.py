"""A person's words are checked and put into one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.question import MAX_QUESTION
from bot.door import MAX_TURNS, InputError, read_audience, read_history, read_question
from corpus.audience import Audience


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\ufeff", "empty"),
        ("👍🏽👨‍👩‍👧", "no_words"),
        ("?", "no_words"),
        ("a" * (MAX_QUESTION + 1), "too_long"),
        ("a" * 100_000, "too_long"),
        ("giờ\0làm việc", "nul"),
        ("giờ \ud800 làm việc", "broken_text"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_question(text, audience=Audience.PUBLIC)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (unicodedata.normalize("NFD", "Lịch tiếp công dân?"), "Lịch tiếp công dân?"),
        ("thủ\u200b tục\u00ad", "thủ tục"),
        ("  hai\n dòng\t", "hai dòng"),
        ("Ｐｈường ở đâu？", "Phường ở đâu?"),
        ("Рhường сó gì", "Phường có gì"),  # Cyrillic letters that look Latin
        ("g" + "\u0323" * 4000, "g" + "\u0323" * 4),  # thousands of marks take minutes to order
        ("Giờ làm việc?\U000e0069\U000e0067", "Giờ làm việc?"),  # tag characters, invisible
        ("\u202eđảo\u202c chiều", "đảo chiều"),
        ("\x1b[31mđỏ", "[31mđỏ"),
        ("nhiệm kỳ 2026-2031⁷", "nhiệm kỳ 2026-2031⁷"),
    ],
)
def test_a_question_comes_in_one_form(text: str, read: str) -> None:
    assert read_question(text, audience=Audience.PUBLIC).text == read


def test_a_decomposed_question_of_full_length_is_accepted() -> None:
    text = "ệ" * MAX_QUESTION

    question = read_question(unicodedata.normalize("NFD", text), audience=Audience.PUBLIC)

    assert question.text == text


def test_a_refusal_repeats_nothing_of_the_input() -> None:
    with pytest.raises(InputError) as refused:
        read_question("bí-mật\0", audience=Audience.PUBLIC)

    assert "bí-mật" not in str(refused.value)


def test_too_many_turns_are_refused() -> None:
    with pytest.raises(InputError):
        read_history([("hỏi", "đáp")] * (MAX_TURNS + 1))


def test_an_earlier_answer_keeps_its_lines() -> None:
    (turn,) = read_history([("hỏi gì", "- một;\n- hai.")])

    assert turn.answer == "- một;\n- hai."


def test_only_two_audiences_are_known() -> None:
    assert read_audience("internal") is Audience.INTERNAL
    with pytest.raises(InputError):
        read_audience("admin")


@given(st.text(st.characters(codec=None)))
def test_any_text_is_either_a_question_in_one_form_or_refused(text: str) -> None:
    try:
        words = read_question(text, audience=Audience.PUBLIC).text
    except InputError:
        return

    assert words == read_question(words, audience=Audience.PUBLIC).text
    assert len(words) <= MAX_QUESTION
    assert "\n" not in words
