"""What a person sees when a language model writes: faithful, lying or failing, plain and step by step."""

import logging
from threading import Event, Thread

import pytest

from answering.answer import Answer, Status
from answering.assistant import Assistant
from answering.guarded import GuardedModel
from answering.question import Question
from answering.steps import Ended, Found, Said, Step, Writing
from answering.writer import Writer
from corpus.audience import Audience
from evals import model_server as said
from evals.model_server import LYING, Personality, Serving, failing, speaking
from evals.scoring import stands_in_quotes
from prompts import digest, load

ASKED = "Phường có bao nhiêu tổ dân phố?"
# Asked of a model that lies; the first has one figure, the second a number and dates, the third a list.
QUESTIONS = (
    ASKED,
    "Lịch tiếp công dân của phường như thế nào?",
    "Số hồ sơ đã tiếp nhận là bao nhiêu?",
    "Khối Đảng, đoàn thể phường hiện có bao nhiêu biên chế?",
)


def with_model(
    assistant: Assistant, serving: Serving, *, structured: bool = False, timeout: float = 30
) -> Assistant:
    """The assistant of all tests, but with a model."""
    model = GuardedModel(serving.model(structured=structured, timeout=timeout))
    return assistant.with_writer(Writer(model, timeout=timeout, internal=True))


def ask(assistant: Assistant, text: str, audience: Audience = Audience.PUBLIC) -> tuple[list[Step], Answer]:
    steps = list(assistant.steps(Question(text, audience)))
    assert isinstance(steps[-1], Ended)
    return steps, steps[-1].answer


@pytest.mark.parametrize("structured", [False, True], ids=["plain", "structured"])
def test_a_faithful_model_answers_in_its_own_sentence(assistant: Assistant, *, structured: bool) -> None:
    with speaking(Personality()) as serving:
        steps, answer = ask(with_model(assistant, serving, structured=structured), ASKED)

    assert answer.status is Status.ANSWERED
    assert "108" in answer.text
    assert stands_in_quotes(answer.text, answer.sources)
    assert load("replies/model_wrote") in answer.notes
    assert isinstance(steps[0], Writing)
    assert "".join(step.text for step in steps if isinstance(step, Said)) == answer.text


def test_what_a_model_thinks_before_it_answers_is_left_out(assistant: Assistant) -> None:
    with speaking(Personality(said.thinking)) as serving:
        _, answer = ask(with_model(assistant, serving), ASKED)

    assert "108" in answer.text
    assert "Để xem" not in answer.text
    assert load("replies/model_wrote") in answer.notes


@pytest.mark.parametrize("structured", [False, True], ids=["plain", "structured"])
@pytest.mark.parametrize("say", LYING, ids=lambda say: say.__name__)
def test_what_a_lying_model_says_never_reaches_a_person(
    assistant: Assistant, say: said.Say, *, structured: bool
) -> None:
    with speaking(Personality(say)) as serving:
        lied_to = with_model(assistant, serving, structured=structured)
        read = [(question, ask(lied_to, question)) for question in QUESTIONS]

    for question, (steps, answer) in read:
        quoted = assistant.ask(Question(question, Audience.PUBLIC))
        shown = " ".join(step.text for step in steps if isinstance(step, Said))
        assert stands_in_quotes(answer.text, answer.sources) or answer.text == quoted.text
        assert answer.status is quoted.status
        for lie in ("987", "9876", "31/12/2019", "voi", "The ward", "giúp gì cho bạn", "dữ liệu do người"):
            assert lie not in answer.text + shown


@pytest.mark.parametrize("structured", [False, True], ids=["plain", "structured"])
@pytest.mark.parametrize("way", failing())
def test_a_failing_model_leaves_the_quoted_answer_and_a_note(
    assistant: Assistant, way: str, *, structured: bool
) -> None:
    quoted = assistant.ask(Question(ASKED, Audience.PUBLIC))

    with speaking(failing()[way]) as serving:
        model = with_model(assistant, serving, structured=structured, timeout=1 if way == "hangs" else 30)
        steps, answer = ask(model, ASKED)

    assert (answer.status, answer.text, answer.sources) == (quoted.status, quoted.text, quoted.sources)
    assert answer.notes == (*quoted.notes, load("replies/model_down"))
    assert Said(quoted.text) in steps
    assert Found(quoted.sources) in steps


def test_a_model_that_fails_once_is_asked_again(assistant: Assistant) -> None:
    with speaking(Personality(status=503, fails=1)) as serving:
        _, answer = ask(with_model(assistant, serving), ASKED)

    assert load("replies/model_wrote") in answer.notes
    assert len(serving.personality.prompts) == 2


def test_a_model_that_breaks_off_after_a_sentence_leaves_the_quoted_answer(assistant: Assistant) -> None:
    def half(asked: said.Asked) -> str:
        return f"{said.faithful(asked)}\n{'và còn nhiều điều khác nữa ' * 20}"

    with speaking(Personality(half, dies=True)) as serving:
        _, answer = ask(with_model(assistant, serving), ASKED)

    assert answer.text == assistant.ask(Question(ASKED, Audience.PUBLIC)).text
    assert load("replies/model_down") in answer.notes


def test_nobody_waits_for_a_model_that_failed_three_times(assistant: Assistant) -> None:
    with speaking(Personality(status=404)) as serving:
        failing = with_model(assistant, serving)
        answers = [ask(failing, ASKED)[1] for _ in range(5)]

    assert len(serving.personality.prompts) == 3
    assert all(load("replies/model_down") in answer.notes for answer in answers)


def test_a_model_is_broken_off_once_nobody_waits(assistant: Assistant) -> None:
    gone = Event()
    with speaking(Personality(hangs=20)) as serving:
        Thread(target=lambda: serving.personality.asked.wait(30) and gone.set()).start()
        list(with_model(assistant, serving).steps(Question(ASKED, Audience.PUBLIC), gone=gone))

        assert serving.personality.broken_off.wait(15)


@pytest.mark.parametrize("say", [said.faithful, said.obedient], ids=lambda say: say.__name__)
def test_near_misses_stay_unanswered(assistant: Assistant, say: said.Say) -> None:
    asked = (
        "Phường Hai Bà Trưng có bao nhiêu tổ dân phố?",
        "Trong 7.670 người được khám có mấy người già?",
        "Mô hình Đồng hành cùng con đến trường làm ở trường nào?",
        "Phường có bao nhiêu tổ dân phố văn hóa kiểu mẫu cấp quốc gia?",
    )
    with speaking(Personality(say)) as serving:
        answers = [ask(with_model(assistant, serving), question)[1] for question in asked]

    assert [answer.status for answer in answers] == [Status.UNANSWERABLE] * len(asked)


def test_what_a_model_declines_is_not_said_unless_the_quote_is_sure(assistant: Assistant) -> None:
    with speaking(Personality(said.declining)) as serving:
        _, sure = ask(with_model(assistant, serving), ASKED)

    assert sure.text == assistant.ask(Question(ASKED, Audience.PUBLIC)).text


def test_two_figures_stay_two_figures(assistant: Assistant) -> None:
    asked = "Khối Đảng, đoàn thể phường hiện có bao nhiêu biên chế?"
    with speaking(Personality()) as serving:
        _, answer = ask(with_model(assistant, serving), asked, Audience.INTERNAL)

    told = " ".join((answer.text, *answer.notes))
    assert "60" in told
    assert "52" in told


@pytest.mark.parametrize(
    "asked",
    ["Xin chào", "Quyết định số 1808/QĐ-UBND là gì?", "Báo cáo này do ai ban hành?"],
)
def test_what_is_exact_already_is_not_given_to_a_model(assistant: Assistant, asked: str) -> None:
    with speaking(Personality()) as serving:
        _, answer = ask(with_model(assistant, serving), asked)

    assert serving.personality.prompts == []
    assert answer.text == assistant.ask(Question(asked, Audience.PUBLIC)).text


@pytest.mark.parametrize(
    ("inside", "allowed", "prompts"), [(True, False, 1), (False, False, 0), (False, True, 1)]
)
def test_internal_words_reach_a_model_outside_only_where_the_ward_says_so(
    assistant: Assistant, *, inside: bool, allowed: bool, prompts: int
) -> None:
    with speaking(Personality()) as serving:
        model = serving.model()
        model.inside = inside
        writing = assistant.with_writer(Writer(model, timeout=30, internal=allowed))
        ask(writing, ASKED, Audience.INTERNAL)

    assert len(serving.personality.prompts) == prompts


def test_neither_question_nor_answer_is_logged(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="answering")
    with speaking(Personality()) as serving:
        ask(with_model(assistant, serving), ASKED)

    assert f"wrote model=openai:qwen3:4b prompt={digest('model')} grounded=1" in caplog.text
    assert "tổ dân phố" not in caplog.text
