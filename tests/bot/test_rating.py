"""Saying whether an answer helped."""

from pathlib import Path

import httpx
import pytest

from answering.assistant import Assistant
from bot.feedback import Feedback, Verdict
from tests.conftest import serving

QUESTION = "Phường có bao nhiêu tổ dân phố?"
FORM = {"question": QUESTION, "status": "answered", "verdict": "bad", "reason": "cũ rồi"}


def rate(assistant: Assistant, data: Path, **fields: str) -> httpx.Response:
    with serving(assistant, data=data) as running, running.client() as client:
        return client.post("/danh-gia", data=FORM | fields)


def test_a_rating_is_kept_for_the_officials(assistant: Assistant, tmp_path: Path) -> None:
    response = rate(assistant, tmp_path)

    (rated,) = Feedback(tmp_path).rated()
    assert response.status_code == 200
    assert (rated.question, rated.verdict, rated.reason) == (QUESTION, Verdict.BAD, "cũ rồi")


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "maybe"},
        {"status": "nonsense"},
        {"reason": "a" * 301},
        {"question": ""},
        {"question": "?!"},
        {"question": "a" * 9_000},
    ],
)
def test_what_is_no_rating_is_refused_and_not_kept(
    assistant: Assistant, tmp_path: Path, wrong: dict[str, str]
) -> None:
    response = rate(assistant, tmp_path, **wrong)

    assert response.status_code in {400, 422}
    assert response.json()["error"]["message"]
    assert Feedback(tmp_path).rated() == ()


def test_another_site_cannot_rate(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as running, running.client() as client:
        response = client.post("/danh-gia", data=FORM, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 400
    assert Feedback(tmp_path).rated() == ()


def test_a_question_asked_and_not_answered_is_remembered(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as running, running.client() as client:
        client.get("/", params={"q": "Giá vé tàu lên sao Hỏa là bao nhiêu, gọi 0912345678?"})
        client.post("/api/ask", json={"question": QUESTION})

    feedback = Feedback(tmp_path)
    assert ["0912345678" in kept.question for kept in feedback.unanswered()] == [False]
    assert sum(use.times for use in feedback.usage()) == 2
