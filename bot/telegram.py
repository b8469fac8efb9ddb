"""Telegram over its Bot API: what arrives by polling or by a webhook, what is sent, and how sending ends."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
    User,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.backoff import Backoff
from bot.hook import HookRefusedError, read_object, same_secret
from bot.message import Act, Fate, Message, Outcome, Part, Reach
from bot.telegram_update import read_update
from bot.wire import NotFetchedError, broken
from prompts import load

_log = logging.getLogger(__name__)

_WANTED = ("message", "callback_query", "my_chat_member")
_CONNECT, _WRITE = 5.0, 15.0
# A poll that is refused for good is asked again this much later: an official may have mended it.
_REFUSED = 300.0
_POOL = 64


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to wait for the answer to a call, for one to a poll, and between polls that fail."""

    read: float = 15.0
    poll: int = 30
    first: float = 1.0
    most: float = 60.0
    refused: float = _REFUSED


class Telegram:
    """One bot. Its token is nowhere but in the addresses of its own calls: no error's text is passed on."""

    def __init__(
        self, token: str, url: str, *, webhook: str, secret: str, times: Times | None = None
    ) -> None:
        """With an empty `webhook` the bot is polled."""
        self._times = times or Times()
        # Waiting times then come as what they will be in the next major version, without a warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        base = url.rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=_requests(_POOL, self._times.read),
            get_updates_request=_requests(2, self._times.read),
        )
        self._webhook, self._secret = webhook, secret
        self._me: User | None = None

    @property
    def is_polled(self) -> bool:
        return not self._webhook

    async def open(self) -> None:
        """Tries until the bot is known and can be reached."""
        backoff = Backoff(first=self._times.first, most=self._times.most)
        while True:
            try:
                await self._bot.initialize()
                self._me = await self._bot.get_me()
                await self._be_reached()
            except TelegramError as error:
                await asyncio.sleep(self._complain(error, backoff))
            else:
                break
        # Without its menu the bot answers all the same.
        with contextlib.suppress(TelegramError):
            await self._introduce()

    async def reach(self) -> Reach:
        """Asks without changing anything."""
        try:
            await self._bot.get_me()
            hook = await self._bot.get_webhook_info()
        except TelegramError as error:
            return Reach.TOKEN if isinstance(error, InvalidToken) else Reach.UNREACHABLE
        # Where it is polled, the running program takes a webhook away by itself.
        return Reach.FINE if not self._webhook or hook.url == self._webhook else Reach.ELSEWHERE

    async def close(self) -> None:
        await self._bot.shutdown()

    async def poll(self, accept: Callable[[Message], Awaitable[None]]) -> None:
        """Until cancelled. An update is confirmed to Telegram only after `accept` has returned."""
        offset = 0
        backoff = Backoff(first=self._times.first, most=self._times.most)
        try:
            while True:
                try:
                    updates = await self._bot.get_updates(
                        offset=offset, timeout=self._times.poll, allowed_updates=_WANTED
                    )
                except TelegramError as error:
                    await asyncio.sleep(self._complain(error, backoff))
                    continue
                backoff.succeeded()
                for update in updates:
                    message = self._read(update)
                    if message:
                        await accept(message)
                    offset = update.update_id + 1
        finally:
            await self._confirm(offset)

    def hear(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        """What the webhook was sent. Raises HookRefusedError, and ValueError for what is no update."""
        if not same_secret(headers.get("x-telegram-bot-api-secret-token"), self._secret):
            raise HookRefusedError
        try:
            update = Update.de_json(read_object(body), self._bot)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError from error
        return self._read(update)

    async def send(self, message: Message, part: Part) -> Outcome:
        """Never raises for what Telegram or the network does."""
        try:
            await self._send(message, part)
        except TelegramError as error:
            if part.act in {Act.NOTICE, Act.CLEAR}:
                # A sign that goes on a little longer harms nobody; an answer must not wait for it.
                return Outcome(Fate.SENT)
            again = _plainer(error, message, part)
            return await self.send(*again) if again else _outcome(error)
        return Outcome(Fate.SENT)

    async def show_typing(self, message: Message) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(
                message.chat, ChatAction.TYPING, message_thread_id=_thread(message)
            )

    async def fetch(self, file: str) -> bytes:
        """A file that was sent to the bot. Raises NotFetchedError."""
        try:
            return bytes(await (await self._bot.get_file(file)).download_as_bytearray())
        except TelegramError:
            raise NotFetchedError from None

    def _read(self, update: Update) -> Message | None:
        assert self._me is not None, "open() comes first"
        return read_update(update, me=self._me)

    async def _send(self, message: Message, part: Part) -> None:
        answers = part.to and part.act in {Act.TEXT, Act.FILE}
        reply = ReplyParameters(int(part.to), allow_sending_without_reply=True) if answers else None
        match part.act:
            case Act.NOTICE:
                await self._bot.answer_callback_query(part.to, part.text or None)
            case Act.CLEAR:
                await self._bot.edit_message_reply_markup(message.chat, int(part.to))
            case Act.FILE:
                await self._bot.send_document(
                    message.chat,
                    part.content,
                    filename=part.file_name,
                    message_thread_id=_thread(message),
                    reply_parameters=reply,
                )
            case Act.TEXT:
                await self._bot.send_message(
                    message.chat,
                    part.text,
                    parse_mode=ParseMode.HTML if part.plain else None,
                    reply_markup=_keyboard(part),
                    message_thread_id=_thread(message),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    reply_parameters=reply,
                )

    async def _be_reached(self) -> None:
        if self._webhook:
            await self._bot.set_webhook(
                self._webhook, secret_token=self._secret, allowed_updates=_WANTED, drop_pending_updates=False
            )
        else:
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _introduce(self) -> None:
        menu = [BotCommand(*line.split(": ", 1)) for line in load("chat/menu").split("\n")]
        for language in ("vi", None):
            await self._bot.set_my_commands(menu, language_code=language)
            await self._bot.set_my_description(load("chat/description"), language_code=language)
            await self._bot.set_my_short_description(load("chat/short_description"), language_code=language)

    async def _confirm(self, offset: int) -> None:
        """Tells Telegram what was taken in, so that it does not come again after a restart."""
        if offset:
            with contextlib.suppress(TelegramError):
                await self._bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=_WANTED)

    def _complain(self, error: TelegramError, backoff: Backoff) -> float:
        """Logs what is wrong without the error's own words; the seconds to wait."""
        outcome = _outcome(error)
        _log.warning("channel=telegram poll %s reason=%s", outcome.fate, outcome.reason)
        return self._times.refused if outcome.fate is Fate.CLOSED else outcome.after or backoff.next()


def _requests(pool: int, read: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=pool,
        connect_timeout=_CONNECT,
        read_timeout=read,
        write_timeout=_WRITE,
        pool_timeout=read,
        media_write_timeout=4 * _WRITE,
    )


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(each.label, callback_data=each.data) for each in row] for row in part.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _thread(message: Message) -> int | None:
    return int(message.thread) if message.thread else None


def _plainer(error: TelegramError, message: Message, part: Part) -> tuple[Message, Part] | None:
    """The same once more without what Telegram could not read; None where that would not help."""
    told = str(error).casefold()
    if not isinstance(error, BadRequest):
        return None
    if "parse entities" in told and part.plain:
        return message, replace(part, text=part.plain, plain="")
    if "thread not found" in told and message.thread:
        return replace(message, thread=""), part
    return None


def _outcome(error: TelegramError) -> Outcome:  # noqa: PLR0911 - a table
    """What an error means for the part that was being sent. A repeated send would be a second message."""
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)
            return Outcome(Fate.LATER, after=seconds + 0.1, reason="limit")
        case ChatMigrated():
            return Outcome(Fate.MOVED, chat=str(error.new_chat_id), reason="moved")
        case Forbidden():
            return Outcome(Fate.GONE, reason="blocked")
        case InvalidToken():
            return Outcome(Fate.CLOSED, reason="token")
        case Conflict():
            return Outcome(Fate.LATER, reason="conflict")
        case BadRequest():
            gone = "chat not found" in str(error).casefold()
            return Outcome(Fate.GONE if gone else Fate.REFUSED, reason="no_chat" if gone else "bad_request")
        case NetworkError():
            # A gateway that gave up waiting may have passed the message on.
            waited = "504" in str(error) or "gateway time" in str(error).casefold()
            return Outcome(Fate.UNSURE, reason="gateway") if waited else broken(error.__cause__)
        case _:
            return Outcome(Fate.LATER, reason="garbled")
