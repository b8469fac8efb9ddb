"""Documents that an official sends in a private chat: asked about, read in, told; from nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access import Access
from bot.chat_documents import ChatDocuments
from bot.message import Channel, Kind, Message
from bot.reply import Reply
from bot.uploads import LARGEST, Uploads
from bot.wire import NotFetchedError
from corpus.audience import Audience
from prompts import load
from retrieval.embedding import open_embedding
from retrieval.generation import Generations
from tests.bot.chatting import Parrot, conversation
from tests.bot.platform import until
from tests.bot.rigs import Rig, rigged
from tests.bot.telegram_platform import a_message, a_press, in_group
from tests.conftest import take_into

NOTICE = "THÔNG BÁO\n\nNhà văn hóa mở cửa lúc 7 giờ 30 phút hằng ngày.\n"
SENT = Message("k1", Channel.TELEGRAM, "5", "5", Kind.FILE, file="F", file_name="thong-bao.txt", file_size=90)


class Office:
    """A conversation of a ward that takes documents, and what its platform hands over."""

    def __init__(self, data: Path) -> None:
        self.data, self.moment = data, 1_000.0
        self.file: bytes | None = NOTICE.encode()
        uploads = Uploads(data, take_in=lambda paths, file: take_into(data, *paths, must_hold=file))
        documents = ChatDocuments(data, uploads, fetch=self.fetch, now=lambda: self.moment)
        self.talk = conversation(Parrot(), data, internal=True, documents=documents)
        code = Access(data).issue_code(label="văn phòng", days=1, by="test").secret
        self.talk.reply_to(replace(SENT, kind=Kind.WORDS, text=code, file=""))

    def fetch(self, _file: str) -> bytes:
        if self.file is None:
            raise NotFetchedError
        return self.file

    def press(self, reply: Reply, place: int, *, chat: str = "5") -> Reply:
        data = reply.choices[place].data
        return self.talk.reply_to(replace(SENT, kind=Kind.PRESS, chat=chat, text=data, press="p", file=""))

    def held(self, audience: Audience) -> set[str]:
        library = Generations(self.data, open_embedding("")).edition(audience).library
        return {document.file for document in library.documents()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "bao-cao.txt").write_text("BÁO CÁO\n\nPhường có 108 tổ.\n", encoding="utf-8")
    take_into(tmp_path / "data", tmp_path / "files")
    return tmp_path / "data"


@pytest.fixture
def office(data: Path) -> Office:
    return Office(data)


@pytest.mark.parametrize(("place", "public"), [(0, True), (1, False)])
def test_a_document_is_read_in_for_whom_the_official_chose(office: Office, place: int, public: bool) -> None:
    told = office.press(office.talk.reply_to(SENT), place)

    assert "thong-bao.txt" in told.text
    assert told.clears
    assert "thong-bao.txt" in office.held(Audience.INTERNAL)
    assert ("thong-bao.txt" in office.held(Audience.PUBLIC)) is public


def test_nothing_is_read_in_before_it_is_confirmed(office: Office) -> None:
    offered = office.talk.reply_to(SENT)
    dropped = office.press(offered, 2)
    again = office.press(offered, 0)

    assert dropped.text == load("chat/document_dropped")
    assert again.text == load("chat/document_gone")
    assert "thong-bao.txt" not in office.held(Audience.INTERNAL)


@pytest.mark.parametrize(
    "message",
    [
        replace(SENT, chat="6", sender="6"),
        replace(SENT, chat="-1", in_group=True),
        replace(SENT, file="", channel=Channel.ZALO_OA),
    ],
    ids=["without a code", "in a group", "where no file can be had"],
)
def test_from_nobody_else_a_document_is_taken(office: Office, message: Message) -> None:
    assert office.talk.reply_to(message).text == load("chat/file")


def test_an_offer_is_for_the_chat_it_was_made_in_and_for_an_hour(office: Office) -> None:
    offered = office.talk.reply_to(SENT)

    assert office.press(offered, 0, chat="6").text == load("chat/unknown")
    office.moment += 3_601
    assert office.press(offered, 0).text == load("chat/document_gone")


def test_who_gave_the_access_up_can_confirm_nothing(office: Office) -> None:
    offered = office.talk.reply_to(SENT)
    office.talk.reply_to(replace(SENT, kind=Kind.WORDS, text="/thoat", file=""))

    assert office.press(offered, 0).text == load("chat/unknown")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (replace(SENT, file_name="may.exe"), "loại tệp"),
        (replace(SENT, file_size=LARGEST + 1), "lớn quá"),
        (replace(SENT, file_name=""), "loại tệp"),
    ],
)
def test_what_cannot_be_read_is_told_before_it_is_fetched(office: Office, sent: Message, reason: str) -> None:
    office.file = None
    told = office.talk.reply_to(sent)

    assert reason in told.text
    assert not told.choices


def test_a_file_that_cannot_be_had_may_be_tried_again(office: Office) -> None:
    offered = office.talk.reply_to(SENT)
    office.file = None
    failed = office.press(offered, 0)
    office.file = NOTICE.encode()

    assert failed.text == load("chat/document_unfetched")
    assert "thong-bao.txt" in office.press(offered, 0).text


def test_a_file_that_cannot_be_read_leaves_all_as_it_was(office: Office) -> None:
    office.file = b"\x00\x01\x02" * 500
    told = office.press(office.talk.reply_to(SENT), 0)

    assert "Không nhập được" in told.text
    assert office.held(Audience.INTERNAL) == {"bao-cao.txt"}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with rigged("telegram", tmp_path) as made:
        yield made


def test_the_whole_way_over_telegram(rig: Rig, data: Path) -> None:
    office = Office(data)
    rig.data, rig.talk = data, office.talk
    document = {"file_id": "F", "file_unique_id": "U", "file_name": "thong-bao.txt", "file_size": 90}
    sent = a_message("", 1001, document=document)
    sent["message"].pop("text")
    with rig.started():
        rig.poll(in_group(sent))
        rig.poll({**sent, "update_id": 1002})
        until(lambda: rig.platform.sent)
        rows = rig.platform.sent[0].body["reply_markup"]["inline_keyboard"]
        rig.poll(a_press(rows[0][0]["callback_data"], 1003))
        rig.arrives("Đã nhập")

    assert len(rig.texts()) == 2
    assert "thong-bao.txt" in office.held(Audience.PUBLIC)
    assert rig.platform.called("editMessageReplyMarkup")
