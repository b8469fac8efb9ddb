"""The same verbs for every channel: something arrives, the platform fails, something was delivered."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.channels import Wired
from bot.conversation import Conversation
from bot.message import Channel, Message
from bot.pace import Limits
from bot.render import for_telegram, for_zalo
from bot.telegram import Telegram
from bot.telegram import Times as TelegramTimes
from bot.zalo_bot import Times as ZaloTimes
from bot.zalo_bot import ZaloBot
from bot.zalo_oa import Account, ZaloOA
from bot.zalo_oa import Times as OATimes
from tests.bot import oa_platform, telegram_platform, zalo_platform
from tests.bot.chatting import Parrot, Running, conversation, running
from tests.bot.platform import Answer, until

FREE = Limits(a_second=1_000, apart=0.0)
SECRET = "a-hook-secret-that-only-tests-know"
HOOK = "https://hoi.example.vn/hooks"
READ = 0.4


@dataclass(slots=True)
class Rig:
    """One channel with its platform. `send` is the platform's call that delivers."""

    data: Path
    hooked: bool = False
    parrot: Parrot = field(default_factory=Parrot)
    live: Running | None = None
    talk: Conversation | None = None
    platform: Any = None
    channel = Channel.TELEGRAM
    send = "sendMessage"
    chats = ("5", "6", "7", "8", "9")

    def wired(self) -> Wired:
        raise NotImplementedError

    def event(self, text: str, number: int, *, chat: str = "", **fields: Any) -> Any:
        """An event as the platform makes it; `number` tells it from others."""
        raise NotImplementedError

    def headers(self, event: Any) -> dict[str, str]:
        raise NotImplementedError

    def poll(self, event: Any) -> None:
        """Hands an event over where the channel is polled."""
        raise NotImplementedError

    @contextlib.contextmanager
    def started(self, **patience: Any) -> Iterator[None]:
        self.talk = self.talk or conversation(self.parrot, self.data)
        with running(self.wired, self.talk, self.data, **patience) as self.live:
            if self.is_hooked:
                until(lambda: self.live and self.live.hooks.of(self.channel))
            yield
        # Whoever has gone while a poll waited would be handed what comes next, and it would be lost.
        until(lambda: not getattr(self.platform, "polls", 0))

    @property
    def is_hooked(self) -> bool:
        return self.hooked

    def arrive(self, text: str, number: int, *, chat: str = "", **fields: Any) -> Any:
        event = self.event(text, number, chat=chat or self.chats[0], **fields)
        self.bring(event)
        return event

    def bring(self, event: Any, **headers: str) -> None:
        if not self.is_hooked:
            self.poll(event)
            return
        message = self.hear(event, **headers)
        if message:
            assert self.live is not None
            hook = self.live.hooks.of(self.channel)
            assert hook is not None
            asyncio.run(hook.accept(message))  # type: ignore[arg-type]

    def hear(self, event: Any, **headers: str) -> Message | None:
        assert self.live is not None
        hook = self.live.hooks.of(self.channel)
        assert hook is not None
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        given = {**self.headers(event), **headers}
        return hook.hear({name.lower(): value for name, value in given.items()}, body)

    def fail(self, *answers: Answer) -> None:
        """What the platform will answer to the next sends."""
        self.platform.plan(self.send, *answers)

    def texts(self, chat: str = "") -> list[str]:
        return [str(text) for text in self.platform.texts(self.key(chat or self.chats[0]))]

    def key(self, chat: str) -> Any:
        return chat

    def arrives(self, *words: str, chat: str = "") -> None:
        """Waits until each of the words was delivered."""
        until(lambda: all(any(word in text for text in self.texts(chat)) for word in words))

    def calm(self, messages: int) -> None:
        """Waits until so many messages are done with, and none is open."""
        until(lambda: len(self.stages()) == messages and not {"waiting", "answered"} & set(self.stages()))

    def stages(self) -> list[str]:
        """How each message ended, in order of receipt."""
        return [stage for (stage,) in self.rows("SELECT stage FROM chat_inbox ORDER BY id")]

    def rows(self, statement: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.data / "state.sqlite", timeout=10)) as state:
            try:
                return state.execute(statement).fetchall()
            except sqlite3.OperationalError:
                return []


class TelegramRig(Rig):
    """Telegram, polled or hooked."""

    def wired(self) -> Wired:
        line = Telegram(
            telegram_platform.TOKEN,
            self.platform.url,
            webhook=f"{HOOK}/telegram" if self.hooked else "",
            secret=SECRET if self.hooked else "",
            times=TelegramTimes(read=READ, poll=1, first=0.02, most=0.1, refused=0.1),
        )
        return Wired(self.channel, line, for_telegram, FREE)

    def event(self, text: str, number: int, *, chat: str = "", **fields: Any) -> Any:
        return telegram_platform.a_message(text, 1000 + number, chat=int(chat or self.chats[0]), **fields)

    def headers(self, event: Any) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": SECRET}

    def poll(self, event: Any) -> None:
        self.platform.put(event)


class ZaloRig(Rig):
    """The Zalo Bot Platform, polled or hooked."""

    channel = Channel.ZALO
    chats = ("u5", "u6", "u7", "u8", "u9")

    def wired(self) -> Wired:
        line = ZaloBot(
            zalo_platform.TOKEN,
            self.platform.url,
            name="Bot Hỏi Phường",
            webhook=f"{HOOK}/zalo" if self.hooked else "",
            secret=SECRET if self.hooked else "",
            times=ZaloTimes(read=READ, poll=1, first=0.02, most=0.1, refused=0.1, quota=0.2, quota_most=0.4),
        )
        return Wired(self.channel, line, for_zalo, FREE)

    def event(self, text: str, number: int, *, chat: str = "", **fields: Any) -> Any:
        return zalo_platform.an_event(text, f"m{number}", chat=chat or self.chats[0], **fields)

    def headers(self, event: Any) -> dict[str, str]:
        return {"X-Bot-Api-Secret-Token": SECRET}

    def poll(self, event: Any) -> None:
        self.platform.put(event)


class OARig(Rig):
    """A Zalo Official Account: always hooked."""

    channel = Channel.ZALO_OA
    send = "cs"
    chats = ("6142494823000000000", "61424948230000000006", "61424948230000000007", "8", "9")

    @property
    def is_hooked(self) -> bool:
        return True

    def wired(self) -> Wired:
        account = Account(
            oa_platform.APP,
            app_secret=oa_platform.APP_SECRET,
            hook_secret=oa_platform.HOOK_SECRET,
            refresh_token="RT-0",
        )
        url = self.platform.url
        times = OATimes(read=READ, limit=0.2, limit_most=0.4)
        line = ZaloOA(account, url=url, login_url=url, data=self.data, times=times)
        return Wired(self.channel, line, for_zalo, FREE)

    def event(self, text: str, number: int, *, chat: str = "", **fields: Any) -> Any:
        return oa_platform.an_event(text, f"m{number}", sender=chat or self.chats[0], **fields)

    def headers(self, event: Any) -> dict[str, str]:
        try:
            return oa_platform.signed(event)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}


PLATFORMS = {
    "telegram": (TelegramRig, telegram_platform.TelegramPlatform, False),
    "telegram-hook": (TelegramRig, telegram_platform.TelegramPlatform, True),
    "zalo": (ZaloRig, zalo_platform.ZaloPlatform, False),
    "zalo-hook": (ZaloRig, zalo_platform.ZaloPlatform, True),
    "zalo-oa": (OARig, oa_platform.OAPlatform, True),
}


@contextlib.contextmanager
def rigged(name: str, data: Path) -> Iterator[Rig]:
    """The rig of a name of `PLATFORMS`, its platform running."""
    make, platform, hooked = PLATFORMS[name]
    with platform() as served:
        yield make(data, hooked=hooked, platform=served)
