"""Zalo Official Account, OpenAPI v3: what its webhook brings, what is sent, and how sending ends."""

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from bot.backoff import Backoff
from bot.hook import HookRefusedError, read_object
from bot.message import Act, Channel, Fate, Kind, Message, Outcome, Part, Reach
from bot.moments import VIETNAM
from bot.oa_token import NoTokenError, Tokens
from bot.wire import broken, of_status

_log = logging.getLogger(__name__)

_SENT_BY_A_PERSON = "user_send_"
_MAC = re.compile(r"(?:mac=)?(?P<hex>[0-9a-f]{64})", re.IGNORECASE)  # mac=78602070c3…
# The access token is not valid, or not any more; -124 is told by some.
_STALE = {-216, -220, -124}
_NIGHT = -234
_MORNING = 6
_LIMIT = -32
# Nothing reaches this person: does not follow, blocked us, or wrote too long ago.
_UNREACHABLE = {-213, -217, -218, -227, -230, -232, -244}
# Nothing reaches anybody until an official does something in the account.
_CLOSED = {-204, -205, -209, -211, -212, -219, -221, -223, -224, -248, -249, -320, -321}


@dataclass(frozen=True, slots=True)
class Account:
    """What the console of the account gives. `hook_secret` signs what arrives, `app_secret` renews tokens."""

    app: str
    app_secret: str
    hook_secret: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to wait for an answer, and when the platform says that it is too much."""

    read: float = 15.0
    limit: float = 60.0
    limit_most: float = 3_600.0


class ZaloOA:
    """One account. It cannot be polled: without its webhook nothing arrives."""

    def __init__(
        self, account: Account, *, url: str, login_url: str, data: Path, times: Times | None = None
    ) -> None:
        self._times = times or Times()
        timeout = httpx.Timeout(self._times.read, connect=5.0)
        self._client = httpx.AsyncClient(base_url=url.rstrip("/"), timeout=timeout)
        self._login = httpx.AsyncClient(base_url=login_url.rstrip("/"), timeout=timeout)
        self._account = account
        self._tokens = Tokens(
            self._login, data, app=account.app, app_secret=account.app_secret, first=account.refresh_token
        )
        self._limited = Backoff(first=self._times.limit, most=self._times.limit_most)

    @property
    def is_polled(self) -> bool:
        return False

    async def open(self) -> None:
        """Nothing to do: the console asks the webhook before it gives the account its secret."""

    async def reach(self) -> Reach:
        """Only that nothing is missing: to ask the platform would use a token up."""
        account = self._account
        whole = account.app_secret and account.hook_secret and account.refresh_token
        return Reach.UNTRIED if whole else Reach.TOKEN

    async def close(self) -> None:
        await self._client.aclose()
        await self._login.aclose()

    async def poll(self, accept: Callable[[Message], Awaitable[None]]) -> None:  # noqa: ARG002 - the contract
        """Nothing can be asked for."""
        await asyncio.Event().wait()

    def hear(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        """What the webhook was sent. Raises HookRefusedError, and ValueError for what is no event."""
        if not self._account.hook_secret:
            return None
        told = self._signed(headers.get("x-zevent-signature") or "", body)
        event, sent = str(told.get("event_name", "")), told.get("message")
        sender = told.get("sender")
        # Receipts and echoes carry the account's own id: to answer one of them would never end.
        if not event.startswith(_SENT_BY_A_PERSON) or not isinstance(sender, dict) or not sender.get("id"):
            return None
        sent = sent if isinstance(sent, dict) else {}
        identity = str(sent.get("msg_id") or sent.get("message_id") or "")
        text = str(sent.get("text") or "")
        return Message(
            key=f"{event}:{sender['id']}:{identity or hashlib.sha256(body).hexdigest()}",
            channel=Channel.ZALO_OA,
            chat=str(sender["id"]),
            sender=str(sender["id"]),
            kind=_kind(event, text),
            text=text,
            id=identity,
        )

    async def send(self, message: Message, part: Part) -> Outcome:
        """Never raises for what the platform or the network does."""
        if part.act is not Act.TEXT:
            return Outcome(Fate.SENT)
        try:
            token = await self._tokens.access()
            code = await self._send(token, message, part)
            if code in _STALE:
                code = await self._send(await self._tokens.renewed(token), message, part)
        except NoTokenError as error:
            return error.outcome
        except _NoCodeError as error:
            return error.outcome
        return self._outcome(code)

    async def show_typing(self, message: Message) -> None:
        """The platform has no such sign."""

    async def _send(self, token: str, message: Message, part: Part) -> int:
        """The platform's code, 0 for done. Raises _NoCodeError."""
        body = {"recipient": {"user_id": message.chat}, "message": {"text": part.text}}
        try:
            answer = await self._client.post(
                "/v3.0/oa/message/cs", json=body, headers={"access_token": token}
            )
        except httpx.HTTPError as error:
            raise _NoCodeError(broken(error)) from None
        try:
            told = answer.json()
            return int(told["error"])
        except (ValueError, TypeError, KeyError):
            raise _NoCodeError(of_status(answer.status_code)) from None

    def _outcome(self, code: int) -> Outcome:  # noqa: PLR0911 - a table
        if code == 0:
            self._limited.succeeded()
            return Outcome(Fate.SENT)
        if code == _LIMIT:
            return Outcome(Fate.LATER, after=self._limited.next(), reason="limit")
        if code == _NIGHT:
            return Outcome(Fate.LATER, after=_until_morning(), reason="night")
        if code in _UNREACHABLE:
            return Outcome(Fate.REFUSED, reason=f"unreachable{code}")
        if code in _CLOSED:
            return Outcome(Fate.CLOSED, reason=f"account{code}")
        if code == -200:
            return Outcome(Fate.LATER, reason="server")
        if code in _STALE:
            return Outcome(Fate.CLOSED, reason="token")
        return Outcome(Fate.REFUSED, reason=f"code{code}")

    def _signed(self, header: str, body: bytes) -> dict[str, object]:
        """The event, if the signature over its very bytes is right. Raises HookRefusedError."""
        try:
            told = read_object(body)
        except ValueError:
            raise HookRefusedError from None
        mac = _MAC.fullmatch(header.strip())
        if mac is None or str(told.get("app_id")) != self._account.app:
            raise HookRefusedError
        right = signature(
            app=self._account.app, body=body, at=str(told.get("timestamp")), secret=self._account.hook_secret
        )
        if not hmac.compare_digest(mac["hex"].lower(), right):
            raise HookRefusedError
        return told


class _NoCodeError(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.reason)


def signature(*, app: str, body: bytes, at: str, secret: str) -> str:
    """What Zalo signs: the bytes as they came, not as they would be written again."""
    return hashlib.sha256(app.encode() + body + at.encode() + secret.encode()).hexdigest()


def _kind(event: str, text: str) -> Kind:
    if event == "user_send_file":
        return Kind.FILE
    return Kind.WORDS if event in {"user_send_text", "user_send_link"} and text else Kind.OTHER


def _until_morning() -> float:
    """Seconds until the hour from which messages are allowed again."""
    now = datetime.now(VIETNAM)
    morning = now.replace(hour=_MORNING, minute=1, second=0, microsecond=0)
    return ((morning if now < morning else morning + timedelta(days=1)) - now).total_seconds()
