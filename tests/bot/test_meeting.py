"""A meeting without any page: what is put, what is shown, what the minutes say of it."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from answering.answer import Answer, Source, Status
from answering.question import Question
from bot.audit import AuditTrail
from bot.door import InputError
from bot.errors import FormError
from bot.meeting import MOST_FROM_ONE, Meeting, Meetings
from bot.proceedings import PAGE_LENGTH, Origin, pages
from corpus.audience import Audience

QUOTE = "Phường có 108 tổ dân phố"
LONG = " ".join(f"Câu thứ {number} nói về một việc của phường." for number in range(1, 21))


def answer(question: Question) -> Answer:
    """Long for a question about everything, short for any other."""
    source = Source(
        document="bao-cao.txt",
        title="Báo cáo sơ kết",
        section="III.2",
        lines=(12, 13),
        page=None,
        quote=f"{QUOTE} ({question.audience})",
    )
    text = LONG if "mọi việc" in question.text else f"{QUOTE}."
    return Answer(Status.ANSWERED, text, (source,), notes=("Số liệu đến tháng 6.",))


@pytest.fixture
def meetings(tmp_path: Path) -> Meetings:
    return Meetings(tmp_path, ask=answer)


@pytest.fixture
def meeting(meetings: Meetings) -> Meeting:
    return meetings.open("Sinh hoạt chi bộ tháng 7", cell="Chi bộ 5", audience=Audience.PUBLIC, by="lan")


def minutes(meeting: Meeting) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(meeting.minutes())).paragraphs)


def test_a_meeting_is_found_by_its_code_however_it_is_typed(meetings: Meetings, meeting: Meeting) -> None:
    code = meeting.proceedings().code

    for typed in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        found = meetings.find(typed)
        assert found is not None
        assert found.proceedings().code == code
    assert meetings.find("") is None
    assert meetings.find(code[:-1]) is None


def test_an_internal_meeting_reads_the_internal_side_and_has_a_longer_code(meetings: Meetings) -> None:
    inside = meetings.open("Họp", cell="", audience=Audience.INTERNAL, by="lan")

    item = inside.ask("Phường có bao nhiêu tổ dân phố?")

    assert item.answer is not None
    assert item.answer.sources[0].quote.endswith("(internal)")
    assert len(inside.proceedings().code) == 10
    assert "NỘI BỘ" in minutes(inside)


def test_prepared_questions_are_answered_before_anybody_sees_them(meeting: Meeting) -> None:
    meeting.prepare(["Phường có bao nhiêu tổ dân phố?", "Nói về mọi việc?"])

    held = meeting.proceedings()

    assert [item.origin for item in held.items] == [Origin.PREPARED] * 2
    assert all(item.answer for item in held.items)
    assert held.shown is None
    assert held.pages == ()


def test_a_members_question_waits_until_the_chair_takes_it_up(meeting: Meeting) -> None:
    asked = meeting.submit("Lịch tiếp công dân?", member="a telephone")

    assert meeting.proceedings().waiting == (asked,)
    assert meeting.proceedings().listed == ()
    assert asked.answer is None
    assert meeting.asked_by("a telephone") == (asked,)
    assert meeting.asked_by("another") == ()

    meeting.show(asked.id)
    held = meeting.proceedings()
    assert held.waiting == ()
    assert held.shown is not None
    assert (held.shown.question, held.pages) == ("Lịch tiếp công dân?", (f"{QUOTE}.",))


def test_going_forward_turns_pages_then_takes_the_next_question(meeting: Meeting) -> None:
    meeting.prepare(["Nói về mọi việc?", "Phường có bao nhiêu tổ dân phố?"])
    meeting.submit("Chưa ai xem?", member="a telephone")
    places = []

    for _ in range(len(pages(LONG)) + 3):
        meeting.forward()
        held = meeting.proceedings()
        assert held.shown is not None
        places.append((held.shown.question, held.page))

    long = [("Nói về mọi việc?", page) for page in range(len(pages(LONG)))]
    last = ("Phường có bao nhiêu tổ dân phố?", 0)
    assert places == [*long, last, last, last]
    meeting.back()
    held = meeting.proceedings()
    assert held.shown is not None
    assert (held.shown.question, held.page) == ("Nói về mọi việc?", 0)
    meeting.back()
    assert meeting.proceedings().shown == held.shown


def test_after_a_members_question_the_agenda_goes_on(meeting: Meeting) -> None:
    meeting.prepare(["Câu một?", "Câu hai?", "Câu ba?"])
    meeting.forward()
    meeting.show(meeting.submit("Câu xen vào?", member="a telephone").id)
    seen = []

    for _ in range(2):
        meeting.forward()
        seen.append(meeting.proceedings().shown)
    meeting.hide()
    meeting.back()

    assert [item.question for item in seen if item] == ["Câu hai?", "Câu ba?"]
    questions = [item.question for item in meeting.proceedings().discussed]
    assert questions == ["Câu một?", "Câu xen vào?", "Câu hai?", "Câu ba?"]
    assert meeting.proceedings().shown == seen[-1]


def test_what_is_set_aside_is_passed_over_and_left_open(meeting: Meeting) -> None:
    meeting.prepare(["Câu một?", "Câu hai?", "Câu ba?"])
    second = meeting.proceedings().items[1]

    meeting.set_aside(second.id)
    meeting.forward()
    meeting.forward()

    held = meeting.proceedings()
    assert [item.question for item in held.discussed] == ["Câu một?", "Câu ba?"]
    assert [item.question for item in held.left_open] == ["Câu hai?"]


def test_a_telephone_is_counted_once(meeting: Meeting) -> None:
    for member in ("one", "two", "one"):
        meeting.join(member)

    assert meeting.proceedings().phones == 2


def test_one_telephone_cannot_fill_the_meeting(meeting: Meeting) -> None:
    for number in range(MOST_FROM_ONE):
        meeting.submit(f"Câu hỏi số {number}?", member="one")

    with pytest.raises(FormError, match="Mỗi điện thoại"):
        meeting.submit("Câu nữa?", member="one")
    assert meeting.submit("Câu của tôi?", member="two")


@pytest.mark.parametrize("question", ["", "  ", "???", "a" * 3_000, "a\0b", "\ud800"])
def test_what_is_no_question_is_not_taken(meeting: Meeting, question: str) -> None:
    with pytest.raises(InputError):
        meeting.submit(question, member="one")

    assert meeting.proceedings().items == ()


def test_numbers_of_persons_are_not_kept(meeting: Meeting) -> None:
    asked = meeting.submit("Số 0912345678 gọi hỏi hồ sơ 001085012345?", member="one")

    assert "0912345678" not in asked.question
    assert "001085012345" not in asked.question


def test_all_is_there_after_a_restart(meeting: Meeting, tmp_path: Path) -> None:
    meeting.prepare(["Phường có bao nhiêu tổ dân phố?"])
    meeting.forward()
    meeting.join("one")
    before = meeting.proceedings()

    again = Meetings(tmp_path, ask=answer).find(before.code)

    assert again is not None
    assert again.proceedings() == before


def test_the_version_changes_with_what_there_is_to_see(meeting: Meeting) -> None:
    versions = [meeting.version()]

    meeting.join("one")
    versions.append(meeting.version())
    meeting.join("one")
    assert meeting.version() == versions[-1]
    meeting.submit("Câu hỏi?", member="one")
    versions.append(meeting.version())
    meeting.forward()
    meeting.hide()

    assert sorted(set(versions)) == versions
    assert meeting.version() > versions[-1]


def test_a_closed_meeting_takes_nothing_more_and_forgets_who_asked(
    meetings: Meetings, meeting: Meeting
) -> None:
    meeting.submit("Câu hỏi?", member="one")
    meeting.join("one")

    meeting.close(by="lan")

    with pytest.raises(FormError, match="đã kết thúc"):
        meeting.submit("Câu nữa?", member="one")
    with pytest.raises(FormError, match="đã kết thúc"):
        meeting.close(by="lan")
    held = meeting.proceedings()
    assert (held.phones, held.items[0].member) == (1, "")
    assert meetings.opened_by("lan") is None


def test_the_minutes_tell_questions_answers_sources_and_what_was_left(meeting: Meeting) -> None:
    meeting.prepare(["Phường có bao nhiêu tổ dân phố?"])
    meeting.forward()
    shown = meeting.proceedings().shown
    assert shown is not None
    meeting.note(shown.id, "Chi bộ thống nhất báo lại số liệu.")
    meeting.submit("Bao giờ sửa đường?", member="one")
    meeting.join("one")
    meeting.attend(31)
    meeting.close(by="lan")

    told = minutes(meeting)

    for words in (
        "CHI BỘ 5",
        "BIÊN BẢN HỎI ĐÁP",
        "Sinh hoạt chi bộ tháng 7",
        "Số người dự: 31.",
        "Số điện thoại tham gia: 1.",
        "Câu 1. Phường có bao nhiêu tổ dân phố?",
        f"Trả lời: {QUOTE}.",
        "Lưu ý: Số liệu đến tháng 6.",
        "Nguồn: Báo cáo sơ kết, mục III.2, dòng 12–13",
        f"“{QUOTE} (public)”",
        "Ý kiến chủ trì: Chi bộ thống nhất báo lại số liệu.",
        "– Bao giờ sửa đường?",
    ):
        assert words in told
    assert "NỘI BỘ" not in told


def test_a_meeting_without_questions_has_minutes_too(meeting: Meeting) -> None:
    assert "Chưa có câu hỏi nào" in minutes(meeting)


def test_opening_and_closing_stand_in_the_trail(meeting: Meeting, tmp_path: Path) -> None:
    meeting.close(by="hoa")

    acts = AuditTrail(tmp_path).latest(9)

    assert [(act.action, act.actor) for act in acts] == [("meeting_closed", "hoa"), ("meeting_opened", "lan")]


@given(st.text(alphabet=st.sampled_from("aăâ bcđ.;:\n-1"), max_size=2_000))
def test_pages_hold_every_word_and_fit_the_wall(text: str) -> None:
    words = [word for word in text.split() if len(word) <= PAGE_LENGTH]
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")) if words == text.split() else ""

    made = pages(text)

    assert " ".join(made).split() == text.split()
    assert all(0 < len(page) <= PAGE_LENGTH for page in made)
