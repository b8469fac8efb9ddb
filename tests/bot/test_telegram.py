"""Telegram: what is read, how it is answered, what is said when the platform fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels import Wired
from bot.message import Channel
from bot.pace import Limits
from bot.render import for_telegram
from bot.telegram import Telegram, Times
from tests.bot.chatting import Parrot, conversation, running
from tests.bot.platform import until
from tests.bot.telegram_platform import ME, PERSON, TOKEN, TelegramPlatform, a_message, a_press, in_group

TIMES = Times(read=0.5, poll=1, first=0.02, most=0.1, refused=0.1)
FREE = Limits(a_second=1_000, apart=0.0)


def wired(url: str, *, webhook: str = "", secret: str = "") -> Wired:
    line = Telegram(TOKEN, url, webhook=webhook, secret=secret, times=TIMES)
    return Wired(Channel.TELEGRAM, line, for_telegram, FREE)


@pytest.fixture
def platform() -> Iterator[TelegramPlatform]:
    with TelegramPlatform() as platform:
        yield platform


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
def bot(platform: TelegramPlatform, parrot: Parrot, tmp_path: Path) -> Iterator[None]:
    with running(lambda: wired(platform.url), conversation(parrot, tmp_path), tmp_path):
        yield


@pytest.mark.usefixtures("bot")
def test_a_question_is_answered_with_its_source_and_a_link(platform: TelegramPlatform) -> None:
    platform.write("Phường có bao nhiêu tổ dân phố?")

    until(platform.texts)
    (text,) = platform.texts()
    assert "Đáp (mở): Phường có bao nhiêu tổ dân phố?" in text
    assert '<a href="https://hoi.example.vn/v/' in text
    assert "Báo cáo sơ kết, mục III.3.2, dòng 292</a>" in text
    assert "trợ lý tự động (AI)" in text


@pytest.mark.usefixtures("bot")
class TestAnswers:
    """What a person sees."""

    def test_a_group_hears_it_in_its_topic_and_under_the_question(self, platform: TelegramPlatform) -> None:
        asked = a_message("@hoiphuong_bot 😀 Phường có gì?", 1001)
        mention = [{"type": "mention", "offset": 0, "length": 14}]
        platform.put(in_group(asked, entities=mention, message_thread_id=42, is_topic_message=True))

        until(lambda: platform.texts(-100200))
        (sent,) = platform.sent
        assert "Đáp (mở): 😀 Phường có gì?" in sent.body["text"]
        assert sent.body["message_thread_id"] == "42"
        assert sent.body["reply_parameters"]["message_id"] == 1

    def test_the_buttons_work(self, platform: TelegramPlatform, parrot: Parrot) -> None:
        parrot.suggestions, parrot.length = ("Ai ký?",), 40
        platform.write("Phường có gì?")
        until(platform.texts)
        rows = platform.sent[0].body["reply_markup"]["inline_keyboard"]
        labels = {each["text"]: each["callback_data"] for row in rows for each in row}
        assert set(labels) == {"Xem tiếp", "Nguyên văn", "Có ích", "Chưa đúng", "Ai ký?"}

        for number, (label, told) in enumerate(
            [("Xem tiếp", "Việc thứ 39"), ("Nguyên văn", "“lời văn”"), ("Ai ký?", "Hỏi: Ai ký?")], start=1
        ):
            platform.put(a_press(labels[label], 2000 + number))
            until(lambda told=told: any(told in text for text in platform.texts()))
        platform.put(a_press(labels["Có ích"], 2010))
        until(lambda: len(platform.called("answerCallbackQuery")) == 4)

        notices = [call.body.get("text", "") for call in platform.called("answerCallbackQuery")]
        assert notices == ["", "", "", "Cảm ơn, tôi đã ghi là có ích."]

    def test_an_old_button_and_one_of_another_person_say_so(self, platform: TelegramPlatform) -> None:
        platform.put(in_group(a_message("/hoi Phường có gì?", 1001)))
        until(lambda: platform.texts(-100200))
        data = platform.sent[0].body["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        foreign = a_press(data, 1002, sender=77)
        foreign["callback_query"]["message"]["chat"] = {"id": -100200, "type": "supergroup", "title": "Nhóm"}
        platform.put(foreign)
        platform.put(a_press("/nguon 000000000000", 1003))

        until(lambda: len(platform.called("answerCallbackQuery")) == 2)
        notices = {call.body.get("text", "") for call in platform.called("answerCallbackQuery")}
        assert notices == {
            "Nút này của người đã hỏi câu đó.",
            "Câu trả lời này cũ rồi, không còn lưu. Xin hỏi lại.",
        }
        assert len(platform.sent) == 1

    def test_the_menu_is_in_vietnamese(self, platform: TelegramPlatform) -> None:
        until(lambda: len(platform.called("setMyShortDescription")) == 2)

        menu = platform.called("setMyCommands")[0].body
        assert menu["language_code"] == "vi"
        assert {"command": "hoi", "description": "Đặt câu hỏi"} in menu["commands"]

    def test_typing_is_shown_while_an_answer_takes_long(
        self, platform: TelegramPlatform, parrot: Parrot
    ) -> None:
        platform.write("chậm thôi")

        until(lambda: len(platform.called("sendChatAction")) >= 2)
        parrot.released.set()
        until(platform.texts)

    def test_markup_in_an_answer_stays_text(self, platform: TelegramPlatform) -> None:
        platform.write("<b>đậm</b> & <script>")

        until(platform.texts)
        (text,) = platform.texts()
        assert "&lt;b&gt;đậm&lt;/b&gt; &amp; &lt;script&gt;" in text

    @pytest.mark.parametrize(
        "fields",
        [
            {
                "sticker": {
                    "file_id": "S",
                    "file_unique_id": "s",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            {"voice": {"file_id": "V", "file_unique_id": "v", "duration": 4}},
            {"contact": {"phone_number": "0", "first_name": "An"}},
            {"location": {"longitude": 105.8, "latitude": 21.0}},
        ],
        ids=lambda fields: next(iter(fields)),
    )
    def test_what_holds_no_words_gets_a_kind_sentence(self, platform: TelegramPlatform, fields: dict) -> None:
        platform.write("", **fields)

        until(platform.texts)
        assert "Tôi chỉ đọc được chữ" in platform.texts()[0]

    def test_an_album_gets_one_sentence(self, platform: TelegramPlatform) -> None:
        photo = [{"file_id": "P", "file_unique_id": "p", "width": 1, "height": 1}]
        for _ in range(3):
            platform.write("", photo=photo, media_group_id="album-1")
        platform.write("Phường có gì?")

        until(lambda: len(platform.texts()) == 2)

    def test_it_greets_a_group_it_is_added_to(self, platform: TelegramPlatform) -> None:
        platform.put(joined(1001, old="left", new="member"))
        platform.put(joined(1002, old="member", new="administrator"))

        until(lambda: platform.texts(-100200))
        assert "/hoi" in platform.texts(-100200)[0]


def joined(update: int, *, old: str, new: str) -> dict:
    rights = dict.fromkeys(
        [
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ],
        False,
    )
    member = {"user": ME, "status": old}
    change = {
        "chat": {"id": -100200, "type": "supergroup", "title": "Chi bộ 5"},
        "from": PERSON,
        "date": 1750000000,
        "old_chat_member": member,
        "new_chat_member": {"user": ME, "status": new, **(rights if new == "administrator" else {})},
    }
    return {"update_id": update, "my_chat_member": change}
