"""Concerns: what nobody was helped with, counted together, until it is answered or settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from answering.answer import Status
from bot.concerns import Concerns
from bot.feedback import Feedback, Verdict
from bot.official import Draft, OfficialAnswers
from corpus.audience import Audience

ROAD = "Bao giờ sửa xong đường Trần Đại Nghĩa?"
SAME_ROAD = "đường trần đại nghĩa khi nào sửa xong ạ"
DOG = "Chó thả rông thì báo ai?"


@dataclass(frozen=True)
class Office:
    feedback: Feedback
    official: OfficialAnswers
    concerns: Concerns

    def asked(self, *questions: str, audience: Audience = Audience.PUBLIC) -> None:
        for question in questions:
            self.feedback.asked(question, status=Status.UNANSWERABLE, audience=audience)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    feedback, official = Feedback(tmp_path), OfficialAnswers(tmp_path)
    return Office(feedback, official, Concerns(tmp_path, feedback=feedback, official=official))


def test_questions_that_are_alike_are_one_concern_the_most_asked_first(office: Office) -> None:
    office.asked(DOG, ROAD, ROAD, SAME_ROAD)
    office.feedback.record(
        ROAD, status=Status.ANSWERED, audience=Audience.PUBLIC, verdict=Verdict.BAD, reason="đường khác"
    )

    road, dog = office.concerns.open()

    assert (road.questions, road.unanswered, road.badly_rated, road.times) == ((ROAD, SAME_ROAD), 3, 1, 4)
    assert road.reasons == ("đường khác",)
    assert (dog.questions, dog.times) == ((DOG,), 1)


def test_a_good_rating_is_no_concern(office: Office) -> None:
    office.feedback.record(ROAD, status=Status.ANSWERED, audience=Audience.PUBLIC, verdict=Verdict.GOOD)

    assert office.concerns.open() == ()


def test_what_an_official_has_answered_is_open_no_more(office: Office) -> None:
    office.asked(ROAD, DOG)
    today = office.official.today()

    office.official.keep(
        Draft((ROAD,), Audience.PUBLIC, "Tháng 12.", "Thông báo 12", today, today + timedelta(days=9)),
        by="lan",
    )

    assert [concern.questions for concern in office.concerns.open()] == [(DOG,)]


def test_what_is_asked_inside_stays_apart(office: Office) -> None:
    office.asked(ROAD)
    office.asked(ROAD, audience=Audience.INTERNAL)

    assert {concern.audience for concern in office.concerns.open()} == set(Audience)


def test_a_settled_concern_comes_back_only_when_it_is_asked_anew(tmp_path: Path) -> None:
    feedback, official = Feedback(tmp_path), OfficialAnswers(tmp_path)
    feedback.asked(ROAD, status=Status.UNANSWERABLE, audience=Audience.PUBLIC)
    asked = feedback.unanswered()[0].at
    before = Concerns(tmp_path, feedback=feedback, official=official, clock=lambda: asked - 1)
    after = Concerns(tmp_path, feedback=feedback, official=official, clock=lambda: asked)

    before.settle([ROAD], Audience.PUBLIC, by="lan")
    assert len(before.open()) == 1
    after.settle([ROAD.lower()], Audience.PUBLIC, by="lan")
    assert after.open() == ()
