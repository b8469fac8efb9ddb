"""What kills other bots, case by case, on every channel it can happen on."""

import contextlib
import logging
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.hook import HookRefusedError
from bot.inbox import Inbox
from bot.message import Channel, Kind, Message
from bot.render import TELEGRAM_LIMIT, ZALO_LIMIT, for_telegram, for_zalo
from bot.reply import Reply
from bot.split import units
from tests.bot import oa_platform, telegram_platform, zalo_platform
from tests.bot.platform import Answer, until
from tests.bot.rigs import PLATFORMS, READ, Rig, rigged
from tests.bot.telegram_platform import in_group, without_tags

ALL = tuple(PLATFORMS)
HOOKS = ("telegram-hook", "zalo-hook", "zalo-oa")
POLLED = ("telegram", "zalo")
ONE_EACH = ("telegram", "zalo", "zalo-oa")
TELEGRAM, ZALO, OA = ("telegram",), ("zalo",), ("zalo-oa",)
BROKEN = (
    Answer(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    Answer(502, b"<html>Bad Gateway</html>"),
    Answer(200, b""),
)


@dataclass(frozen=True, slots=True)
class Case:
    """`number` is its place in the table of cases; `name` says what is expected."""

    number: int
    name: str
    rigs: tuple[str, ...]
    holds: Callable[[Rig], None]


CASES: list[Case] = []


def case(number: int, name: str, rigs: tuple[str, ...]) -> Callable[[Callable[[Rig], None]], None]:
    def add(holds: Callable[[Rig], None]) -> None:
        CASES.append(Case(number, name, rigs, holds))

    return add


@case(1, "an event that comes three times is answered once", ALL)
def _(rig: Rig) -> None:
    with rig.started():
        first = rig.arrive("câu một", 1)
        rig.bring(first)
        rig.bring(first)
        rig.arrive("câu hai", 2)
        rig.arrives("câu một", "câu hai")
        rig.calm(2)

    assert len(rig.texts()) == 2


@case(2, "a flat event and the same wrapped are one", ("zalo", "zalo-hook"))
def _(rig: Rig) -> None:
    with rig.started():
        event = rig.arrive("câu một", 1)
        rig.bring(zalo_platform.wrapped(event))
        rig.arrive("câu hai", 2)
        rig.arrives("câu một", "câu hai")
        rig.calm(2)

    assert len(rig.texts()) == 2


@case(3, "an event that is sent again five times is answered once", OA)
def _(rig: Rig) -> None:
    with rig.started():
        event = rig.arrive("câu một", 1)
        for number in range(1, 6):
            rig.bring(event, num_retry=str(number))
        rig.arrives("câu một")
        rig.calm(1)

    assert len(rig.texts()) == 1


@case(4, "events with dates out of order are both answered, in order of receipt", ALL)
def _(rig: Rig) -> None:
    earlier = {"timestamp": "1699003000000"} if rig.channel is Channel.ZALO_OA else {"date": 1600000000}
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrive("câu hai", 2, **earlier)
        rig.arrive("câu ba", 3)
        rig.arrives("câu ba")

    assert [turn.question for turn in rig.parrot.asked[-1].history] == ["câu một", "câu hai"]


@case(5, "a wait that the platform asks for is kept, and the message delivered once", TELEGRAM)
def _(rig: Rig) -> None:
    limit = telegram_platform.refusal(429, "Too Many Requests: retry after 1", retry_after=1)
    rig.fail(limit)
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")

    first, second = (call.at for call in rig.platform.called(rig.send))
    assert second - first >= 1
    assert len(rig.texts()) == 1


@case(6, "a chat that must wait long holds up no other", TELEGRAM)
def _(rig: Rig) -> None:
    rig.fail(telegram_platform.refusal(429, "Too Many Requests: retry after 300", retry_after=300))
    with rig.started():
        rig.arrive("câu một", 1)
        until(lambda: rig.platform.called(rig.send))
        for number, chat in enumerate(rig.chats[1:], start=2):
            rig.arrive("câu khác", number, chat=chat)
        for chat in rig.chats[1:]:
            rig.arrives("câu khác", chat=chat)
        until(lambda: rig.stages() == ["answered", "done", "done", "done", "done"])


@case(7, "a used-up quota is not counted as sent, waits longer each time and is told", ZALO)
def _(rig: Rig) -> None:
    rig.fail(*[zalo_platform.refusal(429, "Quota exceeded")] * 3)
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")
        rig.calm(1)

    calls = [call.at for call in rig.platform.called(rig.send)]
    assert calls[3] - calls[0] >= 0.4
    assert len(rig.texts()) == 1
    assert Inbox(rig.data).sent_this_month(rig.channel) == 1


@case(8, "a limit told with HTTP 200 is waited out", OA)
def _(rig: Rig) -> None:
    rig.fail(oa_platform.refusal(-32), oa_platform.refusal(-32))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")

    assert len(rig.texts()) == 1


@case(9, "a server that fails is asked again until it works", ONE_EACH)
def _(rig: Rig) -> None:
    rig.fail(*BROKEN)
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")
        rig.calm(1)

    assert len(rig.texts()) == 1
    assert rig.stages() == ["done"]


@case(10, "a send without an answer is not repeated, and the next reply says so", ONE_EACH)
def _(rig: Rig) -> None:
    rig.fail(Answer(does=True, wait=3 * READ))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.calm(1)
        rig.arrive("câu hai", 2)
        rig.arrives("câu hai")
        rig.arrive("LAI", 3)
        until(lambda: len(rig.texts()) == 3)
        rig.calm(3)

    assert [text.count("câu một") for text in rig.texts()] == [1, 0, 0]
    assert "có thể chưa tới" in rig.texts()[1]
    assert rig.stages() == ["unsure", "done", "done"]


@case(11, "an idle poll is no error, and the next one follows", ZALO)
def _(rig: Rig) -> None:
    idle = zalo_platform.refusal(408, "Request timeout", status=408)
    rig.platform.plan("getUpdates", *[idle] * 3)
    with rig.started():
        until(lambda: len(rig.platform.called("getUpdates")) > 3)
        rig.arrive("câu một", 1)
        rig.arrives("câu một")


@case(12, "the platform's own failure by the number 403 is tried again", ZALO)
def _(rig: Rig) -> None:
    rig.fail(zalo_platform.refusal(403, "Internal server error"))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")


@case(13, "who has blocked the bot is left alone", TELEGRAM)
def _(rig: Rig) -> None:
    rig.fail(telegram_platform.refusal(403, "Forbidden: bot was blocked by the user"))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.calm(1)
        rig.arrive("câu khác", 2, chat=rig.chats[1])
        rig.arrives("câu khác", chat=rig.chats[1])
        rig.calm(2)

    assert rig.stages() == ["gone", "done"]
    assert len(rig.platform.called(rig.send)) == 2


@case(14, "what the platform cannot parse is sent once more as plain text", TELEGRAM)
def _(rig: Rig) -> None:
    rig.fail(telegram_platform.refusal(400, "Bad Request: can't parse entities: unsupported start tag"))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")

    marked, plain = rig.platform.called(rig.send)
    assert marked.body["parse_mode"] == "HTML"
    assert "parse_mode" not in plain.body
    assert "<" not in plain.body["text"]


@case(15, "a message that is refused for good is not sent again", ONE_EACH)
def _(rig: Rig) -> None:
    refused = {
        Channel.TELEGRAM: telegram_platform.refusal(400, "Bad Request: message text is empty"),
        Channel.ZALO: zalo_platform.refusal(400, "Bad Request"),
        Channel.ZALO_OA: oa_platform.refusal(-201),
    }[rig.channel]
    rig.fail(refused)
    with rig.started():
        if rig.channel is Channel.ZALO_OA:
            rig.platform.access = "AT-0"
        rig.arrive("câu một", 1)
        rig.calm(1)
        rig.arrive("câu hai", 2)
        rig.arrives("câu hai")
        rig.calm(2)

    assert rig.stages() == ["refused", "done"]
    assert not any("câu một" in text for text in rig.texts())


@case(16, "a group that becomes a supergroup gets its answer there", TELEGRAM)
def _(rig: Rig) -> None:
    rig.fail(
        telegram_platform.refusal(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009
        )
    )
    with rig.started():
        rig.bring(in_group(rig.event("/hoi câu một", 1), chat=-7))
        until(lambda: rig.platform.texts(-1009))

    assert len(rig.platform.texts(-1009)) == 1
    assert not rig.platform.texts(-7)


@case(17, "a second poller is waited out without haste", TELEGRAM)
def _(rig: Rig) -> None:
    conflict = telegram_platform.refusal(409, "Conflict: terminated by other getUpdates request")
    rig.platform.plan("getUpdates", *[conflict] * 3)
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")

    calls = [call.at for call in rig.platform.called("getUpdates")[:4]]
    assert calls[3] - calls[0] >= 3 * 0.75 * 0.02


@case(18, "five sends that find the token ended renew it once", OA)
def _(rig: Rig) -> None:
    with rig.started():
        rig.arrive("câu không", 1)
        rig.arrives("câu không")
        rig.platform.access = "AT-ended"
        for number, chat in enumerate(rig.chats, start=2):
            rig.arrive("câu một", number, chat=chat)
        for chat in rig.chats:
            rig.arrives("câu một", chat=chat)

    assert rig.platform.renewals == 2


@case(19, "a renewal that fails loses no token", OA)
def _(rig: Rig) -> None:
    rig.platform.plan("access_token", Answer(500, b"<html>Internal</html>"), Answer(503, b""))
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")

    assert rig.platform.renewals == 1
    assert len(rig.texts()) == 1


@case(20, "a renewal that is refused stops the channel and keeps what waits", OA)
def _(rig: Rig) -> None:
    rig.platform.refresh = "RT-other"
    with rig.started():
        rig.arrive("câu một", 1)
        until(lambda: len(rig.platform.called("access_token")) > 1)
        assert rig.stages() == ["answered"]
        rig.platform.refresh = "RT-0"
        rig.arrives("câu một")


@case(21, "a request that is not the platform's is refused, and nothing of it kept", HOOKS)
def _(rig: Rig) -> None:
    with rig.started():
        event = rig.event("câu một", 1)
        changed = rig.event("câu mốt", 1)
        (name, right), *_ = rig.headers(event).items()
        wrong = ["", "sai", "Mật khẩu", right[:-1], f"{right[:-1]}_", right + "0", right[1:]]
        for value in wrong:
            with pytest.raises(HookRefusedError):
                rig.hear(event, **{name: value})
        if rig.channel is Channel.ZALO_OA:
            with pytest.raises(HookRefusedError):
                rig.hear(changed, **{name: right})
            with pytest.raises(HookRefusedError):
                rig.hear(oa_platform.an_event("câu một", "m1", app_id="1"))
        assert rig.hear(event) is not None

    assert rig.stages() == []


@case(22, "what is no event is neither kept nor a failure", HOOKS)
def _(rig: Rig) -> None:
    bodies = [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"message": 1}', b'{"result": []}', b"[" * 5_000]
    with rig.started():
        for body in bodies:
            with contextlib.suppress(ValueError, HookRefusedError):
                assert rig.hear(body) is None

    assert rig.stages() == []


@case(23, "an event of an unknown kind is left alone", ALL)
def _(rig: Rig) -> None:
    event = {
        Channel.TELEGRAM: {"update_id": 1001, "stopped_message_generation": {"draft_id": 7}},
        Channel.ZALO: {"event_name": "message.reaction.received", "thing": {"id": "1"}},
        Channel.ZALO_OA: oa_platform.an_event("câu một", "m1", event="user_reacted_message"),
    }[rig.channel]
    with rig.started():
        try:
            rig.bring(event)
        except ValueError:
            assert rig.channel is Channel.ZALO
        rig.arrive("câu hai", 2)
        rig.arrives("câu hai")
        rig.calm(1)

    assert rig.stages() == ["done"]


@case(24, "its own words, receipts and other bots are not answered", ALL)
def _(rig: Rig) -> None:
    echoes: list[object] = []
    match rig.channel:
        case Channel.TELEGRAM:
            sent = rig.event("câu một", 1)["message"]
            echoes.append({"update_id": 1001, "edited_message": {**sent, "edit_date": 1750000009}})
            echoes.append({"update_id": 1002, "message": {**sent, "from": telegram_platform.ME}})
        case Channel.ZALO:
            echoes.append(zalo_platform.an_event("câu một", "m1", sender=str(zalo_platform.ME["id"])))
            echoes.append(zalo_platform.an_event("câu một", "m2", **{"from": {"id": "x", "is_bot": True}}))
        case Channel.ZALO_OA:
            echoes += [
                oa_platform.an_event("câu một", "m1", event=name, sender=oa_platform.OA)
                for name in ("oa_send_text", "user_received_message", "user_seen_message")
            ]
    with rig.started():
        for event in echoes:
            rig.bring(event)
        rig.arrive("câu hai", 20)
        rig.arrives("câu hai")
        rig.calm(1)

    assert rig.stages() == ["done"]


@case(25, "what members of a group tell each other is not answered or kept", ("telegram", "telegram-hook"))
def _(rig: Rig) -> None:
    with rig.started():
        rig.bring(in_group(rig.event("họp lúc mấy giờ?", 1)))
        rig.bring(in_group(rig.event("/hoi@khac_bot họp lúc mấy giờ?", 2)))
        rig.bring(in_group(rig.event("/hoi câu hai", 3)))
        until(lambda: rig.platform.texts(-100200))
        rig.calm(1)

    assert rig.stages() == ["done"]


@case(26, "a mention is read by its place, and a longer name is another bot", ("telegram", "telegram-hook"))
def _(rig: Rig) -> None:
    def mentioned(text: str, number: int) -> object:
        at = text.index("@")
        place = {"type": "mention", "offset": units(text[:at]), "length": len(text[at:].split(maxsplit=1)[0])}
        return in_group(rig.event(text, number), entities=[place])

    with rig.started():
        rig.bring(mentioned("😀😀 @hoiphuong_bot2 câu một", 1))
        rig.bring(mentioned("😀😀 @HoiPhuong_Bot câu hai", 2))
        until(lambda: rig.platform.texts(-100200))
        rig.calm(1)

    assert [question.text for question in rig.parrot.asked] == ["😀😀 câu hai"]


@case(27, "an answer of any length arrives whole, each part within the limit", ONE_EACH)
def _(rig: Rig) -> None:
    limit = TELEGRAM_LIMIT if rig.channel is Channel.TELEGRAM else ZALO_LIMIT
    render = for_telegram if rig.channel is Channel.TELEGRAM else for_zalo
    asked = Message("1", rig.channel, rig.chats[0], rig.chats[0])
    texts = [
        "đ" * limit,
        "đ" * (limit + 1),
        "a" * (limit - 1) + "😀" + "b" * 50,
        unicodedata.normalize("NFD", "Nghị định số 123 ") * 400,
        "<b>&" * 1_500,
    ]
    for text in texts:
        parts = [part.plain or part.text for part in render(Reply(text), asked)]
        assert all(0 < units(part) <= limit for part in parts)
        assert "".join("".join(parts).split()) == "".join(unicodedata.normalize("NFC", text).split())

    rig.parrot.length = 120
    with rig.started():
        rig.arrive("kể hết", 1)
        number = 2
        while "nhắn TIEP" in (rig.texts() or ["nhắn TIEP"])[-1]:
            until(lambda number=number: len(rig.texts()) == number - 1)
            if "nhắn TIEP" in rig.texts()[-1]:
                rig.arrive("TIEP", number)
            number += 1

    told = without_tags("\n".join(rig.texts()))
    assert [each for each in range(120) if f"Việc thứ {each} của" not in told] == []
    assert all(units(without_tags(text)) <= limit for text in rig.texts())


@case(28, "what was accepted before a crash is answered once after it", ALL)
def _(rig: Rig) -> None:
    message = Message("k1", rig.channel, rig.chats[0], rig.chats[0], Kind.WORDS, "câu một")
    Inbox(rig.data).accept(message)
    with rig.started():
        rig.arrives("câu một")
        rig.calm(1)
    with rig.started():
        rig.arrive("câu hai", 2)
        rig.arrives("câu hai")
        rig.calm(2)

    assert len(rig.texts()) == 2


@case(29, "quick questions of one chat are answered in their order", ALL)
def _(rig: Rig) -> None:
    with rig.started():
        for number in range(1, 9):
            rig.arrive(f"câu số {number}.", number)
        rig.arrives("câu số 8.")
        rig.calm(8)

    order = [next(number for number in range(1, 9) if f"câu số {number}." in text) for text in rig.texts()]
    assert order == list(range(1, 9))


@case(30, "a question that is taken back while it is worked on gets no late answer", ALL)
def _(rig: Rig) -> None:
    with rig.started():
        rig.arrive("chậm thôi", 1)
        until(lambda: rig.parrot.asked)
        rig.arrive("HUY", 2)
        rig.arrives("Đã thôi")
        rig.parrot.released.set()
        rig.arrive("câu ba", 3)
        rig.arrives("câu ba")
        rig.calm(3)

    assert not any("chậm thôi" in text for text in rig.texts())
    assert rig.stages() == ["called_off", "done", "done"]


@case(32, "a shutdown while polling is clean, and nothing comes twice after it", ALL)
def _(rig: Rig) -> None:
    with rig.started():
        rig.arrive("câu một", 1)
        rig.arrives("câu một")
        rig.calm(1)
        assert rig.live is not None
        rig.live.stop()

    if rig.channel is Channel.TELEGRAM and not rig.hooked:
        assert rig.platform.updates == []
    with rig.started():
        rig.arrive("câu hai", 2)
        rig.arrives("câu hai")
        rig.calm(2)
    assert len(rig.texts()) == 2


TABLE = [(each, name) for each in CASES for name in each.rigs]
NAMES = [f"{each.number:02} {name}: {each.name}" for each, name in TABLE]


@pytest.fixture
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with rigged(request.param, tmp_path) as made:
        yield made


@pytest.mark.parametrize(("each", "rig"), TABLE, indirect=["rig"], ids=NAMES)
def test_case(each: Case, rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    each.holds(rig)

    # What is logged must be the channel's own words: a traceback would be a defect.
    own = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [record.getMessage() for record in own if record.levelno >= logging.ERROR] == []


def test_no_case_is_left_out() -> None:
    # Case 31, that no token and no question is ever logged, is held where the whole program runs.
    assert sorted({each.number for each in CASES} | {31}) == list(range(1, 33))
