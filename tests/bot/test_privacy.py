"""What is kept of people, for how long, how they see and delete it; no value of theirs is among it."""

import logging
import random
from pathlib import Path

import httpx
import pytest

from answering.answer import Status
from answering.assistant import Assistant
from bot.access import Access
from bot.accounts import Role
from bot.audit import AuditTrail
from bot.discretion import Discreet, DiscreetJson
from bot.feedback import Feedback, Verdict
from bot.inbox import Inbox
from bot.message import Channel, Message
from bot.moments import DAY
from bot.receipts import Receipts
from bot.retention import Days, forget
from bot.security_log import Refusal, SecurityLog
from corpus.audience import Audience
from tests.bot.chatting import Parrot, conversation
from tests.conftest import serving
from tests.office import logged_in
from tests.personal import Told, names, numbers

NOW = 1_800_000_000
QUESTION = "Lệ phí chứng thực là bao nhiêu?"


def said(data: Path, *texts: str, chat: str = "5") -> list[str]:
    """What a chat is told, each message taken in, answered and remembered as the lanes do it."""
    talk, inbox, told = conversation(Parrot(answer="Không rõ."), data), Inbox(data), []
    for number, text in enumerate(texts):
        message = Message(f"{chat}-{number}", Channel.TELEGRAM, chat, chat, text=text)
        inbox.accept(message)
        letter = inbox.oldest(Channel.TELEGRAM, chat)
        assert letter is not None
        reply = talk.reply_to(letter.message)
        inbox.answer(letter, (), keep=lambda write, m=message, r=reply: talk.remember(write, m, r))  # type: ignore[misc]
        inbox.close(letter)
        told.append(f"{reply.opening}\n{reply.text}")
    return told


def test_what_is_over_its_time_is_deleted_and_what_is_not_stays(tmp_path: Path) -> None:
    clock = [NOW]
    feedback, log = Feedback(tmp_path), SecurityLog(tmp_path, clock=lambda: clock[0])
    access = Access(tmp_path, clock=lambda: clock[0])
    feedback.asked(QUESTION, status=Status.UNANSWERABLE, audience=Audience.PUBLIC)
    log.note(Refusal.KEY, "192.0.2.7")
    access.issue_code(label="a", days=30, by="terminal")
    clock[0] += 400 * DAY
    log.note(Refusal.KEY, "192.0.2.8")
    access.issue_code(label="b", days=30, by="terminal")

    young = forget(tmp_path, Days(), clock=lambda: NOW)
    questions = len(feedback.unanswered())
    old = {each.what: each.rows for each in forget(tmp_path, Days(), clock=lambda: NOW + 400 * DAY)}
    oldest = {each.what: each.rows for each in forget(tmp_path, Days(), clock=lambda: NOW + 800 * DAY)}

    assert sum(each.rows for each in young) == (0 if questions else 1)
    assert old["security"] == 1
    assert [event.source for event in SecurityLog(tmp_path).since(0)] == []
    assert oldest["audit"] == 1
    assert feedback.unanswered() == ()
    assert feedback.usage() == ()


def test_an_audit_trail_that_was_shortened_by_its_age_is_still_whole(tmp_path: Path) -> None:
    clock = [NOW]
    access, trail = Access(tmp_path, clock=lambda: clock[0]), AuditTrail(tmp_path)
    for day in range(4):
        clock[0] = NOW + day * DAY
        access.issue_code(label=str(day), days=30, by="terminal")

    cut = trail.forget(NOW + 2 * DAY)
    access.issue_code(label="after", days=30, by="terminal")

    assert cut == 2
    assert trail.broken_at() is None
    assert [act.id for act in trail.latest(10)] == [5, 4, 3]
    assert trail.forget(NOW + 100 * DAY) == 3
    access.issue_code(label="anew", days=30, by="terminal")
    assert trail.broken_at() is None


def test_who_asks_is_told_what_is_kept_and_gets_a_receipt_for_its_deletion(tmp_path: Path) -> None:
    first, held, gone, empty = said(
        tmp_path, "Nhà bà Trần Thị Bích, CCCD 001085012345, xin gì?", "/dulieu", "XOA", "DU LIEU"
    )

    assert "(AI)" in first
    assert "Nhà bà [tên], CCCD [số], xin gì?" in held
    receipt = gone.split("biên nhận: ")[1].split(".")[0]
    deletion = Receipts(tmp_path).find(receipt)
    assert deletion is not None
    assert (deletion.way, deletion.deleted) == ("telegram", 1)
    assert "[tên]" not in empty


def test_on_the_page_a_question_is_deleted_by_its_words(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    for audience in Audience:
        feedback.asked(QUESTION, status=Status.UNANSWERABLE, audience=audience)
    feedback.record(QUESTION, status=Status.ANSWERED, audience=Audience.PUBLIC, verdict=Verdict.BAD)

    with serving(None, data=tmp_path) as server:
        shown = httpx.get(f"{server.url}/quyen-rieng-tu")
        done = httpx.post(f"{server.url}/quyen-rieng-tu", data={"cau": QUESTION})
        receipt = done.text.split("Mã biên nhận: ")[1].split(".")[0]
        again = httpx.get(f"{server.url}/quyen-rieng-tu", params={"bien_nhan": receipt.lower()})
        foreign = httpx.post(
            f"{server.url}/quyen-rieng-tu", data={"cau": QUESTION}, headers={"Sec-Fetch-Site": "cross-site"}
        )

    assert "30 ngày" in shown.text
    assert "Đã xóa 2 mục" in done.text
    assert f"Biên nhận {receipt}: đã xóa 2 mục" in again.text
    assert foreign.status_code == 403
    assert feedback.rated() == ()
    assert [each.audience for each in feedback.unanswered()] == [Audience.INTERNAL]


def test_who_has_an_account_takes_along_what_is_kept_of_it(tmp_path: Path) -> None:
    with serving(None, data=tmp_path) as server:
        nobody = httpx.get(f"{server.url}/quyen-rieng-tu/du-lieu.json")
        kept = logged_in(server, tmp_path, role=Role.CELL).get("/quyen-rieng-tu/du-lieu.json")

    assert nobody.status_code == 303
    assert kept.json()["account"]["name"] == "nguoi-cell"
    assert [act["action"] for act in kept.json()["acts"]] == ["login"]


def test_no_value_of_a_person_is_left_behind(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    draw = random.Random(11)
    told: list[Told] = [*numbers(draw, each=23), *names(draw, 40)]
    caplog.set_level(logging.DEBUG)

    with serving(assistant, data=tmp_path) as server, server.client() as client:
        for number, each in enumerate(told):
            match number % 4:
                case 0:
                    client.post("/api/ask", json={"question": each.sentence})
                case 1:
                    client.get("/", params={"q": each.sentence})
                case 2:
                    form = {
                        "question": each.sentence,
                        "status": "answered",
                        "verdict": "bad",
                        "reason": each.sentence,
                    }
                    client.post("/danh-gia", data=form)
                case _:
                    said(tmp_path, each.sentence, chat=f"chat-{number}")
        told_by_metrics = client.get("/metrics").text

    kept = "".join(path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())
    records = [record for record in caplog.records if not record.name.startswith("http")]
    logged = "\n".join(form.format(record) for record in records for form in (Discreet(()), DiscreetJson(())))
    # A given name alone is a word like others: told apart only where a title stands before it.
    values = {each.value for each in told if " " in each.value or each.kind != "name"}
    assert len(told) >= 200
    assert "route=/api/ask" in logged
    assert [value for value in values if value in told_by_metrics] == []
    assert [value for value in values if value in logged] == []
    assert [value for value in values if value in kept] == []
