"""What people make of the answers, kept in the state."""

import threading
from pathlib import Path

import pytest

from answering.answer import Status
from answering.redact import redact
from bot.feedback import Feedback, Verdict
from corpus.audience import Audience

QUESTION = "Lệ phí chứng thực là bao nhiêu?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Gọi cho tôi số 0912345678 nhé", "Gọi cho tôi số [số] nhé"),
        ("sđt 0912.345.678", "sđt [số]"),
        ("+84 912 345 678", "[số]"),
        ("CCCD 001 085 012 345 của tôi", "CCCD [số] của tôi"),
        ("CMND 012345678", "CMND [số]"),
        ("tài khoản 19034567890123", "tài khoản [số]"),
        ("thư an.nguyen@example.vn", "thư [thư điện tử]"),
        ("Quyết định 1808/QĐ-UBND ngày 01/7/2025", "Quyết định 1808/QĐ-UBND ngày 01/7/2025"),
        ("Nghị định 351/2025/NĐ-CP", "Nghị định 351/2025/NĐ-CP"),
        ("chi 2.950.000.000 đồng cho 130.000 người", "chi 2.950.000.000 đồng cho 130.000 người"),
    ],
)
def test_numbers_of_persons_are_not_kept(text: str, kept: str) -> None:
    assert redact(text) == kept


def test_a_rating_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    Feedback(tmp_path).record(
        QUESTION,
        status=Status.ANSWERED,
        audience=Audience.PUBLIC,
        verdict=Verdict.BAD,
        reason="  sai số,\n gọi 0912345678 ",
    )

    (rated,) = Feedback(tmp_path).rated()

    assert (rated.question, rated.status, rated.verdict) == (QUESTION, Status.ANSWERED, Verdict.BAD)
    assert rated.reason == "sai số, gọi [số]"
    assert rated.at > 0


def test_the_same_rating_again_counts_up(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    for verdict in (Verdict.GOOD, Verdict.GOOD, Verdict.BAD):
        feedback.record(QUESTION, status=Status.ANSWERED, audience=Audience.PUBLIC, verdict=verdict)

    assert [rated.times for rated in feedback.rated(verdict=Verdict.GOOD)] == [2]
    assert [rated.times for rated in feedback.rated(verdict=Verdict.BAD)] == [1]
    assert feedback.rated(since=1 << 40) == ()


@pytest.mark.parametrize(
    ("status", "is_kept"),
    [
        (Status.UNANSWERABLE, True),
        (Status.LOOKUP_NOT_CITED, True),
        (Status.OUT_OF_SCOPE, True),
        (Status.ANSWERED, False),
        (Status.DISTRESS, False),
        (Status.COMPLAINT, False),
        (Status.GREETING, False),
    ],
)
def test_only_a_question_without_an_answer_is_remembered(
    tmp_path: Path, status: Status, *, is_kept: bool
) -> None:
    feedback = Feedback(tmp_path)

    feedback.asked("Số của tôi là 0912345678", status=status, audience=Audience.PUBLIC)

    assert [kept.question for kept in feedback.unanswered()] == ["Số của tôi là [số]"] * is_kept
    assert [(use.status, use.times) for use in feedback.usage()] == [(status, 1)]


def test_many_at_once_are_all_counted(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)

    def ask() -> None:
        for _ in range(5):
            feedback.asked(QUESTION, status=Status.UNANSWERABLE, audience=Audience.PUBLIC)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [kept.times for kept in feedback.unanswered()] == [40]
    assert [use.times for use in feedback.usage()] == [40]
