"""Zalo: what is read of both platforms' events, how it looks in a chat, the tokens of an account."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from bot.history import Cited
from bot.message import Act, Channel, Kind, Message
from bot.oa_token import NoTokenError, Tokens
from bot.render import for_zalo
from bot.reply import Choice, Reply
from bot.zalo_event import read_event
from bot.zalo_oa import signature
from tests.bot.oa_platform import APP, APP_SECRET, OAPlatform
from tests.bot.zalo_platform import an_event, wrapped

NAMES = ("Bot Hỏi Phường", "bot.VDKyGxQvc")
ASKED = Message("k", Channel.ZALO, "u5", "u5")


def read(event: dict) -> Message | None:
    return read_event(json.dumps(event).encode(), me="me", names=NAMES)


@pytest.mark.parametrize("form", [lambda event: event, wrapped], ids=["flat", "wrapped"])
@pytest.mark.parametrize(
    ("event", "kind", "text"),
    [
        (an_event("Phường có gì?", "1"), Kind.WORDS, "Phường có gì?"),
        (an_event("@Bot Hỏi Phường, Phường có gì?", "1", group=True), Kind.WORDS, "Phường có gì?"),
        (an_event("@bot.vdkygxqvc: Phường có gì?", "1", group=True), Kind.WORDS, "Phường có gì?"),
        (an_event("Phường có gì?", "1", group=True), Kind.WORDS, "Phường có gì?"),
        (an_event("", "1", event_name="message.sticker.received", sticker="s1"), Kind.OTHER, ""),
        (an_event("", "1", event_name="message.voice.received", voice_url="https://x"), Kind.OTHER, ""),
        (an_event("", "1", event_name="message.image.received", caption="mẫu gì?"), Kind.OTHER, "mẫu gì?"),
        (an_event("", "1", event_name="message.unsupported.received"), Kind.OTHER, ""),
    ],
)
def test_an_event_is_read(form, event: dict, kind: Kind, text: str) -> None:
    message = read(form(event))

    assert message is not None
    assert (message.kind, message.text) == (kind, text)


@pytest.mark.parametrize(
    "event",
    [
        an_event("", "1", event_name="message.unsupported.received", group=True),
        an_event("", "1", event_name="message.sticker.received", group=True),
        an_event("Đáp", "1", sender="me"),
    ],
    ids=["unsupported in a group", "a sticker in a group", "its own"],
)
def test_an_event_gets_no_answer(event: dict) -> None:
    assert read(event) is None


def test_an_event_without_an_id_is_known_by_its_bytes() -> None:
    first, again, other = (read(an_event(text, "")) for text in ("một", "một", "hai"))

    assert first is not None
    assert again is not None
    assert other is not None
    assert first.key == again.key != other.key


def test_an_answer_is_one_message_with_its_source_link_and_choices() -> None:
    source = Cited("Báo cáo, mục III, dòng 7", "lời văn", "https://hoi.example.vn/v/abcdefgh/7")
    reply = Reply("Có 108 tổ dân phố.", "[AI]", source, others=2, next=("Ai ký?",), rates=True, hints=True)

    (part,) = for_zalo(reply, ASKED)

    assert part.act is Act.TEXT
    assert part.text.split("\n") == [
        "[AI]",
        "",
        "Có 108 tổ dân phố.",
        "",
        "Nguồn: Báo cáo, mục III, dòng 7 (và 2 chỗ khác)",
        "https://hoi.example.vn/v/abcdefgh/7",
        "",
        "Hỏi tiếp, nhắn số:",
        "1. Ai ký?",
        "Nhắn NGUON để xem nguyên văn; DUNG hoặc SAI để góp ý.",
    ]


def test_the_signature_is_over_the_bytes_and_the_time() -> None:
    body = (
        '{"app_id":"77","event_name":"user_send_text","timestamp":"1764000000000","sender":{"id":"9"},'
        '"message":{"msg_id":"k","text":"Họp lúc mấy giờ? 😀"}}'
    ).encode()

    made = signature(app="77", body=body, at="1764000000000", secret="khóa-thử")

    assert made == "18712bc1ca943ca3147c5eaf042858be0f0c78dd16ae5198b325207da65e4b99"
    assert made != signature(
        app="77", body=json.dumps(json.loads(body)).encode(), at="1764000000000", secret="khóa-thử"
    )


class TestTokens:
    """Each renewal uses its token up; the next one is on the disk before it is used."""

    @staticmethod
    async def asked(platform: OAPlatform, data: Path, *, first: str = "RT-0", times: int = 1) -> list[str]:
        async with httpx.AsyncClient(base_url=platform.url, timeout=0.5) as client:
            tokens = Tokens(client, data, app=APP, app_secret=APP_SECRET, first=first)
            return list(await asyncio.gather(*(tokens.access() for _ in range(times))))

    def test_many_who_ask_at_once_cause_one_renewal(self, tmp_path: Path) -> None:
        with OAPlatform() as platform:
            assert asyncio.run(self.asked(platform, tmp_path, times=5)) == ["AT-1"] * 5
            assert platform.renewals == 1

    def test_the_next_start_goes_on_with_what_was_kept(self, tmp_path: Path) -> None:
        with OAPlatform() as platform:
            asyncio.run(self.asked(platform, tmp_path))
            assert asyncio.run(self.asked(platform, tmp_path)) == ["AT-1"]
            assert platform.renewals == 1

    def test_a_new_token_in_the_settings_begins_anew(self, tmp_path: Path) -> None:
        with OAPlatform() as platform:
            asyncio.run(self.asked(platform, tmp_path))
            platform.refresh = "RT-new"
            assert asyncio.run(self.asked(platform, tmp_path, first="RT-new")) == ["AT-2"]

    def test_without_a_token_it_says_so_and_asks_nobody(self, tmp_path: Path) -> None:
        with OAPlatform() as platform:
            with pytest.raises(NoTokenError, match="no_refresh_token"):
                asyncio.run(self.asked(platform, tmp_path, first=""))
            assert platform.calls == []


def test_choices_are_words_to_send_back() -> None:
    (part,) = for_zalo(Reply("Nạp tệp này?", choices=(Choice("nạp", "NAP"),)), ASKED)

    assert "NAP: nạp" in part.text
