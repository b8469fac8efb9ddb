"""Official answers: given to the very question, to who may read them, until their time is over."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from answering.answer import Answer, Status
from answering.question import Question, Turn
from bot.audit import AuditTrail
from bot.desk import Desk
from bot.door import InputError
from bot.errors import FormError
from bot.moments import DAY, day_of
from bot.official import Draft, OfficialAnswers
from corpus.audience import Audience
from retrieval.generation import Generations

START = 1_800_000_000
TODAY = day_of(START)
DRAFT = Draft(
    wordings=("Bao giờ sửa xong đường Trần Đại Nghĩa?", "Đường Trần Đại Nghĩa khi nào sửa xong?"),
    audience=Audience.PUBLIC,
    text="Dự kiến xong trước ngày 15/12.\n- Xe máy đi lối tạm.",
    source="Thông báo 12/TB-UBND",
    review=TODAY + timedelta(days=30),
    expires=TODAY + timedelta(days=60),
)
ASKED = "Dạ cho em hỏi bao giờ sửa xong đường Trần Đại Nghĩa ạ?"


@dataclass
class Clock:
    """A clock that a test sets."""

    moment: int = START

    def __call__(self) -> int:
        return self.moment


class Silent:
    """An assistant that finds nothing."""

    generations: Generations

    def ask(self, question: Question) -> Answer:
        return Answer(Status.UNANSWERABLE, f"Không thấy: {question.text}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def official(tmp_path: Path, clock: Clock) -> OfficialAnswers:
    return OfficialAnswers(tmp_path, clock=clock)


def asked(
    official: OfficialAnswers, text: str = ASKED, audience: Audience = Audience.PUBLIC
) -> Answer | None:
    return official.answer(Question(text, audience))


def test_the_next_asker_gets_it_with_whose_it_is_and_what_it_rests_on(official: OfficialAnswers) -> None:
    official.keep(DRAFT, by="lan")

    answer = asked(official)

    assert answer is not None
    assert (answer.status, answer.text, answer.sources) == (Status.ANSWERED_OFFICIAL, DRAFT.text, ())
    assert "Trả lời của cán bộ" in answer.notes[0]
    assert "Thông báo 12/TB-UBND" in answer.notes[0]
    assert f"{DRAFT.expires:%d/%m/%Y}" in answer.notes[1]


def test_it_comes_before_what_the_assistant_would_find(official: OfficialAnswers) -> None:
    desk = Desk(Silent(), official=official)
    official.keep(DRAFT, by="lan")

    assert desk.ask(Question(ASKED, Audience.PUBLIC)).status is Status.ANSWERED_OFFICIAL
    assert (
        desk.ask(Question("Bao giờ sửa xong đường Giải Phóng?", Audience.PUBLIC)).status
        is Status.UNANSWERABLE
    )


def test_a_follow_up_is_another_question(official: OfficialAnswers) -> None:
    official.keep(DRAFT, by="lan")
    history = (Turn(ASKED, "…"),)

    assert official.answer(Question("Còn đường Giải Phóng thì sao?", Audience.PUBLIC, history)) is None


def test_an_internal_answer_is_for_those_inside(official: OfficialAnswers) -> None:
    official.keep(replace(DRAFT, audience=Audience.INTERNAL), by="lan")

    assert asked(official) is None
    assert asked(official, audience=Audience.INTERNAL) is not None


def test_it_is_given_to_the_end_of_its_last_day(official: OfficialAnswers, clock: Clock) -> None:
    official.keep(DRAFT, by="lan")

    clock.moment += 60 * DAY
    (last,) = official.all()
    assert asked(official) is not None
    assert last.wants_review(official.today())
    clock.moment += DAY
    assert asked(official) is None


def test_the_newest_of_two_is_given_and_a_withdrawn_one_is_not(official: OfficialAnswers) -> None:
    official.keep(DRAFT, by="lan")
    second = official.keep(replace(DRAFT, text="Đã xong."), by="hoa")

    newest = asked(official)
    official.withdraw(second, by="hoa")
    older = asked(official)

    assert newest is not None
    assert older is not None
    assert (newest.text, older.text) == ("Đã xong.", DRAFT.text)
    with pytest.raises(FormError, match="không còn"):
        official.withdraw(second, by="hoa")


def test_a_revised_answer_is_the_same_one_with_other_words(official: OfficialAnswers) -> None:
    number = official.keep(DRAFT, by="lan")

    official.replace(number, replace(DRAFT, text="Đã xong.", wordings=DRAFT.wordings[:1]), by="hoa")

    (kept,) = official.all()
    assert (kept.id, kept.draft.text, kept.written_by) == (number, "Đã xong.", "hoa")
    assert asked(official, DRAFT.wordings[1]) is None
    with pytest.raises(FormError):
        official.replace(99, DRAFT, by="hoa")


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(DRAFT, text=" "), "official_text"),
        (replace(DRAFT, source=" "), "official_source"),
        (replace(DRAFT, wordings=()), "official_wordings"),
        (replace(DRAFT, wordings=("Bao giờ?",)), "official_wordings"),
        (replace(DRAFT, wordings=("Còn đường Trần Đại Nghĩa thì sao?",)), "official_wordings"),
        (replace(DRAFT, review=TODAY - timedelta(days=1)), "official_dates"),
        (replace(DRAFT, expires=TODAY + timedelta(days=29)), "official_dates"),
        (replace(DRAFT, expires=date(2020, 1, 1)), "official_dates"),
    ],
)
def test_what_is_not_filled_in_is_told(official: OfficialAnswers, draft: Draft, code: str) -> None:
    with pytest.raises(FormError) as refused:
        official.keep(draft, by="lan")

    assert refused.value.code == code
    assert official.all() == ()


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "a" * 5_000])
def test_what_is_no_text_is_refused(official: OfficialAnswers, text: str) -> None:
    with pytest.raises(InputError):
        official.keep(replace(DRAFT, text=text), by="lan")


def test_who_wrote_and_withdrew_it_stands_in_the_trail(official: OfficialAnswers, tmp_path: Path) -> None:
    number = official.keep(DRAFT, by="lan")
    official.withdraw(number, by="hoa")

    acts = AuditTrail(tmp_path).latest(9)

    assert [(act.action, act.actor) for act in acts] == [
        ("official_withdrawn", "hoa"),
        ("official_kept", "lan"),
    ]
