"""Zalo Bot Platform: what arrives by polling or by a webhook, what is sent, and how sending ends."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.backoff import Backoff
from bot.hook import HookRefusedError, same_secret
from bot.message import Act, Fate, Message, Outcome, Part, Reach
from bot.wire import broken, of_status
from bot.zalo_event import read_event

_log = logging.getLogger(__name__)

_IDLE = 408
# What each error code means for a message that was being sent; 403 is the platform's own failure.
_CODES = {
    400: Outcome(Fate.REFUSED, reason="bad_request"),
    401: Outcome(Fate.CLOSED, reason="token"),
    403: Outcome(Fate.LATER, reason="server"),
    404: Outcome(Fate.REFUSED, reason="no_chat"),
    408: Outcome(Fate.UNSURE, reason="timeout"),
    504: Outcome(Fate.UNSURE, reason="gateway"),
}


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to wait for an answer, for a poll, between polls that fail, and when the quota is used up."""

    read: float = 15.0
    poll: int = 30
    first: float = 1.0
    most: float = 60.0
    refused: float = 300.0
    quota: float = 60.0
    quota_most: float = 3_600.0


class _Me(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    account_name: str = ""


class ZaloRefusedError(Exception):
    """The platform, or the way to it, refused a call. Holds no word of theirs: those may hold the token."""

    def __init__(self, outcome: Outcome, code: int = 0) -> None:
        self.outcome = outcome
        self.code = code
        super().__init__(outcome.reason)


class ZaloBot:
    """One bot. Its token is nowhere but in the addresses of its own calls."""

    def __init__(
        self, token: str, url: str, *, name: str, webhook: str, secret: str, times: Times | None = None
    ) -> None:
        """`name` is what members of a group call the bot; with an empty `webhook` it is polled."""
        self._times = times or Times()
        self._path = f"/bot{token}/"
        self._client = httpx.AsyncClient(base_url=url.rstrip("/"), timeout=self._waiting(0))
        self._name, self._names = name, [name]
        self._webhook, self._secret = webhook, secret
        self._me = ""
        self._quota = Backoff(first=self._times.quota, most=self._times.quota_most)

    @property
    def is_polled(self) -> bool:
        return not self._webhook

    async def open(self) -> None:
        """Tries until the bot is known and can be reached."""
        backoff = Backoff(first=self._times.first, most=self._times.most)
        while True:
            try:
                me = _Me.model_validate(await self._call("getMe"))
                self._me, self._names = me.id, [self._name, me.account_name]
                if self._webhook:
                    await self._call("setWebhook", url=self._webhook, secret_token=self._secret)
                else:
                    await self._call("deleteWebhook")
            except ZaloRefusedError as error:
                await asyncio.sleep(self._complain(error, backoff))
            except ValidationError:
                await asyncio.sleep(self._complain(ZaloRefusedError(of_status(200)), backoff))
            else:
                return

    async def reach(self) -> Reach:
        """Asks without changing anything."""
        try:
            await self._call("getMe")
        except ZaloRefusedError as error:
            return Reach.TOKEN if error.outcome.fate is Fate.CLOSED else Reach.UNREACHABLE
        if not self._webhook:
            return Reach.FINE
        try:
            hook = await self._call("getWebhookInfo")
        except ZaloRefusedError:
            # Where none is set, some have been told 404.
            hook = None
        set_to = hook.get("url") if isinstance(hook, dict) else ""
        return Reach.FINE if set_to == self._webhook else Reach.ELSEWHERE

    async def close(self) -> None:
        await self._client.aclose()

    async def poll(self, accept: Callable[[Message], Awaitable[None]]) -> None:
        """Until cancelled. An event is handed over once, so it is kept before the next is asked for."""
        backoff = Backoff(first=self._times.first, most=self._times.most)
        while True:
            try:
                told = await self._call("getUpdates", wait=self._times.poll, timeout=str(self._times.poll))
            except ZaloRefusedError as error:
                if error.code != _IDLE:
                    await asyncio.sleep(self._complain(error, backoff))
                continue
            backoff.succeeded()
            for event in told if isinstance(told, list) else [told]:
                message = self._read(json.dumps(event).encode())
                if message:
                    await accept(message)

    def hear(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        """What the webhook was sent. Raises HookRefusedError, and ValueError for what is no event."""
        if not same_secret(headers.get("x-bot-api-secret-token"), self._secret):
            raise HookRefusedError
        return read_event(body, me=self._me, names=self._names)

    async def send(self, message: Message, part: Part) -> Outcome:
        """Never raises for what the platform or the network does."""
        if part.act is not Act.TEXT:
            return Outcome(Fate.SENT)
        try:
            await self._call("sendMessage", chat_id=message.chat, text=part.text)
        except ZaloRefusedError as error:
            return error.outcome
        self._quota.succeeded()
        return Outcome(Fate.SENT)

    async def show_typing(self, message: Message) -> None:
        with contextlib.suppress(ZaloRefusedError):
            await self._call("sendChatAction", chat_id=message.chat, action="typing")

    def _read(self, event: bytes) -> Message | None:
        try:
            return read_event(event, me=self._me, names=self._names)
        except ValueError:
            _log.warning("channel=zalo an event of an unknown form")
            return None

    async def _call(self, method: str, *, wait: float = 0, **fields: str) -> object:
        """The result of a call. Raises ZaloRefusedError."""
        try:
            answer = await self._client.post(self._path + method, json=fields, timeout=self._waiting(wait))
        except httpx.HTTPError as error:
            raise ZaloRefusedError(broken(error)) from None
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict) or "ok" not in told:
            raise ZaloRefusedError(of_status(answer.status_code), answer.status_code)
        if not told["ok"]:
            raise self._refusal(told.get("error_code") or answer.status_code)
        return told.get("result")

    def _refusal(self, code: object) -> ZaloRefusedError:
        number = int(code) if isinstance(code, int | str) and str(code).isdigit() else 0
        if number == 429:
            # How long to wait is not told, and it may be the month's quota.
            return ZaloRefusedError(Outcome(Fate.LATER, after=self._quota.next(), reason="quota"), number)
        return ZaloRefusedError(_CODES.get(number) or of_status(number), number)

    def _waiting(self, wait: float) -> httpx.Timeout:
        return httpx.Timeout(self._times.read + wait, connect=5.0)

    def _complain(self, error: ZaloRefusedError, backoff: Backoff) -> float:
        """Logs what is wrong; the seconds to wait."""
        outcome = error.outcome
        _log.warning("channel=zalo poll %s reason=%s code=%d", outcome.fate, outcome.reason, error.code)
        return self._times.refused if outcome.fate is Fate.CLOSED else outcome.after or backoff.next()
