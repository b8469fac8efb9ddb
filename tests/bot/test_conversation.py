"""What is said in a chat, whichever: commands, follow-ups, pages, sides of the wall."""

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from answering.assistant import Assistant
from bot.access import Access
from bot.conversation import Conversation
from bot.feedback import Feedback, Verdict
from bot.inbox import Inbox
from bot.message import Channel, Kind, Message
from bot.moments import DAY
from bot.reply import Reply
from tests.bot.chatting import Parrot, conversation

ZALO = Channel.ZALO


class Talk:
    """One chat; what is said is remembered as the lanes do it."""

    def __init__(
        self, talk: Conversation, data: Path, *, chat: str = "5", sender: str = "", group: bool = False
    ):
        self.talk, self.inbox = talk, Inbox(data)
        self.chat, self.sender, self.group = chat, sender or chat, group
        self.count = 0
        self.channel = ZALO

    def say(self, text: str, *, kind: Kind = Kind.WORDS, press: str = "") -> Reply:
        self.count += 1
        channel = self.channel
        message = Message(
            key=f"{self.chat}-{self.sender}-{self.count}",
            channel=channel,
            chat=self.chat,
            sender=self.sender,
            kind=kind,
            text=text,
            press=press,
            in_group=self.group,
        )
        self.inbox.accept(message)
        letter = self.inbox.oldest(channel, self.chat)
        assert letter is not None
        reply = self.talk.reply_to(message)
        self.inbox.answer(letter, (), keep=lambda write: self.talk.remember(write, message, reply))
        self.inbox.close(letter)
        return reply


class Clock:
    """Moves only when it is told to."""

    def __init__(self) -> None:
        self.at = 1_790_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def parrot() -> Parrot:
    return Parrot(suggestions=("Ban hành ngày nào?", "Ai ký?"))


@pytest.fixture
def chat(parrot: Parrot, tmp_path: Path) -> Talk:
    return Talk(conversation(parrot, tmp_path), tmp_path)


def test_the_first_reply_of_a_day_says_that_a_machine_answers(parrot: Parrot, tmp_path: Path) -> None:
    clock = Clock()
    chat = Talk(conversation(parrot, tmp_path, now=clock), tmp_path)

    openings = []
    for hours in (0, 1, 25):
        clock.at += hours * 3600
        openings.append("trợ lý tự động (AI)" in chat.say("Phường có bao nhiêu dân?").opening)

    assert openings == [True, False, True]


def test_a_follow_up_brings_the_turns_before_it(chat: Talk, parrot: Parrot) -> None:
    chat.say("Phường có bao nhiêu dân?")
    chat.say("Còn tổ dân phố?")

    assert [turn.question for turn in parrot.asked[-1].history] == ["Phường có bao nhiêu dân?"]


def test_another_chat_is_another_conversation(parrot: Parrot, tmp_path: Path) -> None:
    talk = conversation(parrot, tmp_path)
    Talk(talk, tmp_path, chat="5").say("Phường có bao nhiêu dân?")
    Talk(talk, tmp_path, chat="6").say("Còn tổ dân phố?")

    assert parrot.asked[-1].history == ()


def test_the_members_of_a_group_have_a_conversation_each(parrot: Parrot, tmp_path: Path) -> None:
    talk = conversation(parrot, tmp_path)
    Talk(talk, tmp_path, chat="-1", sender="5", group=True).say("Phường có bao nhiêu dân?")
    Talk(talk, tmp_path, chat="-1", sender="6", group=True).say("Còn tổ dân phố?")

    assert parrot.asked[-1].history == ()


def test_a_long_list_is_told_screen_by_screen_until_nothing_is_left(parrot: Parrot, chat: Talk) -> None:
    parrot.length = 90

    first = chat.say("Những việc gì?")
    pages = [first]
    while pages[-1].left is not None:
        pages.append(chat.say("Tiếp"))

    told = "\n".join(page.text for page in pages)
    assert all(f"Việc thứ {number} của" in told for number in range(90))
    assert first.left == 90 - first.text.count("\n-")
    assert len(pages) > 2
    assert "đã hết" in chat.say("TIEP").text


@pytest.mark.parametrize("words", ["NGUON", "nguồn", "/nguon", "Xem nguồn."])
def test_the_source_is_shown_word_for_word(chat: Talk, words: str) -> None:
    chat.say("Phường có bao nhiêu dân?")

    assert "“lời văn”" in chat.say(words).text


def test_a_number_chooses_the_next_question(chat: Talk, parrot: Parrot) -> None:
    chat.say("Quyết định 1808 là gì?")

    reply = chat.say("2")

    assert parrot.asked[-1].text == "Ai ký?"
    assert reply.text.startswith("Hỏi: Ai ký?")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/giupdo", "Cứ nhắn câu hỏi"),
        ("trợ giúp", "Cứ nhắn câu hỏi"),
        ("/start", "Kính chào"),
        ("/hoi", "ngay sau lệnh"),
        ("/sohieu", "ngay sau lệnh"),
        ("/lenhla", "không có lệnh này"),
        ("7", "không có mục nào"),
        ("/chon ²", "không có mục nào"),
        ("TIEP", "đã hết"),
        ("LẠI", "Chưa có câu trả lời"),
        ("HUY", "Đã thôi"),
        ("DUNG", "Chưa có câu trả lời"),
        ("THOAT", "vốn chỉ trả lời từ tài liệu công khai"),
        ("/ma K7QF-22AB-MNPQ", "không nhận mã"),
        ("???", "chữ"),
        ("a" * 9_000, "dài"),
        ("xin\0chào", "ký tự"),
    ],
)
def test_every_message_gets_a_sentence(chat: Talk, words: str, told: str) -> None:
    assert told in chat.say(words).text


@pytest.mark.parametrize("kind", [Kind.OTHER, Kind.FILE])
def test_what_cannot_be_read_gets_a_kind_sentence(chat: Talk, kind: Kind) -> None:
    assert chat.say("", kind=kind).text


@pytest.mark.parametrize("words", ["/hoi Phường có gì?", "/hoi@hoiphuong_bot Phường có gì?", "Phường có gì?"])
def test_a_command_and_plain_words_ask_alike(chat: Talk, parrot: Parrot, words: str) -> None:
    chat.say(words)

    assert parrot.asked[-1].text == "Phường có gì?"


def test_a_number_is_looked_up_as_a_question_about_a_document(chat: Talk, parrot: Parrot) -> None:
    chat.say("/sohieu 1808/QĐ-UBND")

    assert parrot.asked[-1].text == "1808/QĐ-UBND là văn bản gì?"


@pytest.mark.parametrize(
    "words", ["Mã số thuế là gì?", "ma so thue la gi", "Xóa đói giảm nghèo?", "đúng hay sai"]
)
def test_a_question_is_not_mistaken_for_a_command(chat: Talk, parrot: Parrot, words: str) -> None:
    chat.say(words)

    assert parrot.asked[-1].text == words


def test_a_number_alone_asks_what_the_document_is(chat: Talk, parrot: Parrot) -> None:
    chat.say("04-TB/ĐU")

    assert parrot.asked[-1].text == "04-TB/ĐU là văn bản gì?"


def test_a_document_named_by_its_number_begins_anew(chat: Talk, parrot: Parrot) -> None:
    for words in ("Phường có bệnh viện nào?", "qd 1808 la gi", "Ai ban hành?", "Điều 5 quy định gì?"):
        chat.say(words)

    before = [[turn.question for turn in asked.history] for asked in parrot.asked]
    assert before == [[], [], ["qd 1808 la gi"], ["qd 1808 la gi", "Ai ban hành?"]]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("Diện tích của phường là bao nhiêu?", True),
        ("o phuong co benh vien nao", True),
        ("Phường có bao nhiêu trường?", True),
        ("Trên địa bàn phường có chợ nào?", True),
        ("Còn của phường thì sao?", False),
        ("Thế phường có bao nhiêu?", False),
        ("Trụ sở của phường nào?", False),
        ("Bao nhiêu người?", False),
        ("Ban hành ngày nào?", False),
    ],
)
def test_a_question_of_the_ward_itself_begins_anew(
    chat: Talk, parrot: Parrot, words: str, begins: bool
) -> None:
    chat.say("Lịch tiếp công dân thế nào?")
    chat.say(words)

    assert (parrot.asked[-1].history == ()) is begins


def test_what_was_asked_is_deleted_with_a_receipt(chat: Talk, parrot: Parrot) -> None:
    chat.say("Phường có bao nhiêu dân?")

    reply = chat.say("/xoa")
    chat.say("Còn tổ dân phố?")

    assert "Mã biên nhận" in reply.text
    assert parrot.asked[-1].history == ()


def test_numbers_of_persons_and_platform_ids_are_not_kept(chat: Talk, parrot: Parrot, tmp_path: Path) -> None:
    parrot.answer = "Không có."
    chat.chat = chat.sender = "998877665544"
    chat.say("Hồ sơ của căn cước 001088012345 và số 0912 345 678 thế nào?")

    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as state:
        kept = "".join(
            str(state.execute(f"SELECT * FROM {table}").fetchall())
            for (table,) in state.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        )
    assert "Hồ sơ của căn cước" in kept
    assert [number for number in ("998877665544", "001088012345", "0912 345 678") if number in kept] == []


def test_a_rating_is_kept_once(chat: Talk, tmp_path: Path) -> None:
    chat.say("Phường có bao nhiêu dân?")

    told = [chat.say(words).text for words in ("SAI", "sai")]

    assert ["ghi là chưa đúng" in told[0], "đã được góp ý" in told[1]] == [True, True]
    (rated,) = Feedback(tmp_path).rated()
    assert (rated.question, rated.verdict, rated.times) == ("Phường có bao nhiêu dân?", Verdict.BAD, 1)


def test_a_defect_is_a_sentence_and_not_silence(chat: Talk, parrot: Parrot) -> None:
    with pytest.raises(RuntimeError):
        chat.say("hỏng rồi")


class TestCodes:
    """One-time codes, where the ward has allowed them."""

    @pytest.fixture
    def talk(self, parrot: Parrot, tmp_path: Path) -> Conversation:
        return conversation(parrot, tmp_path, internal=True)

    @pytest.fixture
    def code(self, tmp_path: Path) -> str:
        return Access(tmp_path).issue_code(label="chi bộ 5", days=30, by="test").secret

    def test_a_chat_is_public_until_it_sends_its_code(
        self, talk: Conversation, tmp_path: Path, code: str
    ) -> None:
        chat = Talk(talk, tmp_path)

        before = chat.say("Phường có gì?").text
        redeemed = chat.say(f"/ma {code}").text
        after = chat.say("Phường có gì?")
        left = chat.say("THOAT").text
        again = chat.say("Phường có gì?").text

        assert "(mở)" in before
        assert "chuyển tiếp" in redeemed
        assert "(kín)" in after.text
        assert "nội bộ" in after.opening
        assert "Đã thôi" in left
        assert "(mở)" in again

    def test_a_code_opens_one_chat_and_no_other(self, talk: Conversation, tmp_path: Path, code: str) -> None:
        Talk(talk, tmp_path).say(code)
        other = Talk(talk, tmp_path, chat="6")

        assert "không dùng được" in other.say(code).text
        assert "(mở)" in other.say("Phường có gì?").text

    def test_a_code_in_a_group_is_its_members_and_not_the_groups(
        self, talk: Conversation, tmp_path: Path, code: str
    ) -> None:
        member = Talk(talk, tmp_path, chat="-1", sender="5", group=True)
        other = Talk(talk, tmp_path, chat="-1", sender="6", group=True)

        told = member.say(code).text

        assert "cả nhóm đọc được" in told
        assert "(kín)" in member.say("Phường có gì?").text
        assert "(mở)" in other.say("Phường có gì?").text
        assert "(mở)" in Talk(talk, tmp_path, chat="5").say("Phường có gì?").text

    def test_after_revocation_nothing_internal_is_shown_again(
        self, talk: Conversation, tmp_path: Path, code: str, parrot: Parrot
    ) -> None:
        chat = Talk(talk, tmp_path)
        chat.say(code)
        chat.say("Phường có gì?")
        access = Access(tmp_path)

        access.revoke(access.grants()[0].id, by="test")

        told = [chat.say(words).text for words in ("LAI", "NGUON", "TIEP", "1", "Còn gì nữa?")]
        assert "kín" not in "".join(told)
        assert "lời văn" not in "".join(told)
        assert parrot.asked[-1].history == ()

    def test_an_expired_code_opens_nothing(self, tmp_path: Path, code: str) -> None:
        later = Access(tmp_path, clock=lambda: int(Clock().at) + 10_000 * DAY)

        assert later.redeem(code, holder="5") is None

    def test_without_the_setting_a_good_code_opens_nothing(
        self, parrot: Parrot, tmp_path: Path, code: str
    ) -> None:
        chat = Talk(conversation(parrot, tmp_path), tmp_path)

        assert "không nhận mã" in chat.say(f"/ma {code}").text
        assert "(mở)" in chat.say("Phường có gì?").text


def test_a_real_answer_fits_a_telephone(assistant: Assistant, tmp_path: Path) -> None:
    chat = Talk(conversation(assistant, tmp_path), tmp_path)

    reply = chat.say("Phường có bao nhiêu tổ dân phố?")

    assert "108" in reply.text
    assert reply.source is not None
    assert reply.source.link.startswith("https://hoi.example.vn/v/")
    assert len(reply.text) < 500


class TestMeeting:
    """`/hop` in a chat: the same meeting as on the pages."""

    def test_questions_are_collected_and_the_minutes_handed_over(
        self, parrot: Parrot, tmp_path: Path
    ) -> None:
        talk = conversation(parrot, tmp_path)
        group = Talk(talk, tmp_path, chat="-1", sender="5", group=True)
        other = Talk(talk, tmp_path, chat="-1", sender="6", group=True)
        group.channel = other.channel = Channel.TELEGRAM

        opened = group.say("/hop mo Sinh hoạt chi bộ tháng 11")
        asked = [group.say("/hoi Phường có gì?"), other.say("/hoi Còn gì nữa?")]
        minutes = other.say("/hop biên-bản")
        closed = group.say("/hop dong")
        after = group.say("/hoi Sau họp?")

        assert "Sinh hoạt chi bộ tháng 11" in opened.text
        assert [reply.note for reply in asked] == [f"Đã ghi vào biên bản, câu thứ {n}." for n in (1, 2)]
        assert minutes.file is not None
        told = "\n".join(paragraph.text for paragraph in Document(BytesIO(minutes.file.content)).paragraphs)
        assert "Phường có gì?" in told
        assert "Còn gì nữa?" in told
        assert "Đã kết thúc" in closed.text
        assert after.note == ""

    def test_where_no_files_go_the_minutes_are_words(self, chat: Talk) -> None:
        chat.say("HOP MO")
        chat.say("Phường có gì?")

        told = chat.say("Họp biên bản").text

        assert "BIÊN BẢN HỎI ĐÁP" in told
        assert "Đáp: Đáp (mở): Phường có gì?" in told
        assert "Nguồn: Báo cáo sơ kết, mục III.3.2, dòng 292" in told

    def test_a_public_chat_cannot_take_the_minutes_of_an_internal_meeting(
        self, parrot: Parrot, tmp_path: Path
    ) -> None:
        talk = conversation(parrot, tmp_path, internal=True)
        member = Talk(talk, tmp_path, chat="-1", sender="5", group=True)
        other = Talk(talk, tmp_path, chat="-1", sender="6", group=True)
        member.say(Access(tmp_path).issue_code(label="chi bộ", days=30, by="test").secret)
        member.say("/hop mo Việc kín")
        member.say("/hoi Phường có gì?")

        assert "Việc kín" not in other.say("/hop").text
        assert "kín" not in other.say("/hop bien-ban").text
        assert "(kín)" in member.say("/hop bien-ban").text
