"""Messages are answered in order within a chat, side by side across chats, and sent until settled."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Protocol

from bot.backoff import Backoff
from bot.chat_words import calls_off
from bot.conversation import Conversation
from bot.inbox import Errand, Inbox, Letter
from bot.message import Channel, Fate, Message, Outcome, Part
from bot.pace import Pace
from bot.reply import Reply
from bot.state import StateUnavailableError
from prompts import load

_log = logging.getLogger(__name__)


class Platform(Protocol):
    """One platform's way of sending. It tells how a send ended; it never raises for that."""

    async def send(self, message: Message, part: Part) -> Outcome: ...

    async def show_typing(self, message: Message) -> None: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: between looks, before typing is shown and again, between tries, until given up."""

    look: float = 1.0
    typing: float = 1.0
    typing_again: float = 4.0
    first: float = 1.0
    most: float = 60.0
    gives_up: float = 6 * 3_600.0
    closed: float = 300.0


class Lanes:
    """The work of one channel in one event loop: a lane for every chat in which something waits."""

    def __init__(
        self,
        channel: Channel,
        platform: Platform,
        render: Callable[[Reply, Message], tuple[Part, ...]],
        *,
        inbox: Inbox,
        conversation: Conversation,
        pace: Pace,
        thinking: asyncio.Semaphore,
        patience: Patience,
    ) -> None:
        self._channel = channel
        self._platform = platform
        self._render = render
        self._inbox = inbox
        self._conversation = conversation
        self._pace = pace
        self._thinking = thinking
        self._patience = patience
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._called = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def call(self) -> None:
        """Something has come in; from any thread."""
        self._loop.call_soon_threadsafe(self._called.set)

    async def run(self) -> None:
        """Until cancelled. What is under way then stays in the inbox for the next start."""
        lost = await asyncio.to_thread(self._inbox.recover, self._channel)
        if lost:
            _log.warning("channel=%s unsure=%d reason=died", self._channel, lost)
        try:
            while True:
                self._called.clear()
                await self._open_lanes()
                await self._wait_for_call()
        finally:
            for lane in self._lanes.values():
                lane.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def _wait_for_call(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._called.wait(), self._patience.look)

    async def _open_lanes(self) -> None:
        self._lanes = {chat: lane for chat, lane in self._lanes.items() if not lane.done()}
        try:
            chats = await asyncio.to_thread(self._inbox.open_chats, self._channel)
        except StateUnavailableError as error:
            _log.error("channel=%s %s", self._channel, error)
            return
        for chat in chats:
            if chat not in self._lanes:
                self._lanes[chat] = asyncio.create_task(self._go(chat))

    async def _go(self, chat: str) -> None:
        """The lane of a chat, until nothing waits there."""
        try:
            while letter := await asyncio.to_thread(self._inbox.oldest, self._channel, chat):
                await self._see_to(letter)
        except Exception:  # noqa: BLE001 - the next look opens the lane again
            _log.exception("channel=%s lane failed", self._channel)
            await asyncio.sleep(self._patience.first)

    async def _see_to(self, letter: Letter) -> None:
        if not letter.answered:
            reply = await self._think(letter)
            if reply is None:
                await asyncio.to_thread(self._inbox.drop, letter)
                return
            parts = self._render(reply, letter.message)
            await asyncio.to_thread(
                self._inbox.answer,
                letter,
                parts,
                keep=lambda write: self._conversation.remember(write, letter.message, reply),
            )
        while errand := await asyncio.to_thread(self._inbox.next_errand, letter):
            if not await self._deliver(letter, errand):
                return
        await asyncio.to_thread(self._inbox.close, letter)

    async def _think(self, letter: Letter) -> Reply | None:
        """None for a question that was called off meanwhile."""
        if await self._is_called_off(letter):
            return None
        async with self._thinking:
            thought = asyncio.create_task(asyncio.to_thread(self._reply_to, letter.message))
            wait = self._patience.typing
            while not (await asyncio.wait({thought}, timeout=wait))[0]:
                if await self._is_called_off(letter):
                    # The thread ends by itself; what it finds is not used.
                    thought.cancel()
                    return None
                await self._platform.show_typing(letter.message)
                wait = self._patience.typing_again
            return thought.result()

    def _reply_to(self, message: Message) -> Reply:
        try:
            return self._conversation.reply_to(message)
        except Exception:  # noqa: BLE001 - a person gets a sentence, whatever went wrong
            _log.exception("channel=%s reply failed", self._channel)
            return Reply(load("chat/crashed"))

    async def _is_called_off(self, letter: Letter) -> bool:
        return await asyncio.to_thread(self._inbox.is_called_off, letter, by=calls_off)

    async def _deliver(self, letter: Letter, errand: Errand) -> bool:
        """Until the part is settled; False if the chat is no longer where the letter came from."""
        message, attempts = letter.message, errand.attempts
        backoff = Backoff(first=self._patience.first, most=self._patience.most, tries=attempts)
        while True:
            await self._pace.turn(message.chat, in_group=message.in_group)
            attempts += 1
            outcome = await self._whole(self._attempt(letter, errand))
            if outcome.fate is not Fate.SENT:
                told = (self._channel, outcome.fate, outcome.reason, attempts)
                _log.warning("channel=%s %s reason=%s attempt=%d", *told)
            match outcome.fate:
                case Fate.LATER:
                    await asyncio.sleep(outcome.after or backoff.next())
                case Fate.CLOSED:
                    await asyncio.sleep(self._patience.closed)
                case Fate.MOVED | Fate.GONE:
                    return False
                case _:
                    return True

    async def _attempt(self, letter: Letter, errand: Errand) -> Outcome:
        message = letter.message
        await asyncio.to_thread(self._inbox.begin, errand)
        try:
            outcome = await self._platform.send(message, errand.part)
        except Exception:  # noqa: BLE001 - what is wrong with one part must not hold up the chat
            _log.exception("channel=%s send failed", self._channel)
            outcome = Outcome(Fate.UNSURE, reason="defect")
        late = time.time() - letter.at > self._patience.gives_up
        if late and outcome.fate in {Fate.LATER, Fate.CLOSED}:
            outcome = Outcome(Fate.REFUSED, reason="too_late")
        await asyncio.to_thread(self._inbox.settle, errand, outcome, channel=self._channel)
        match outcome.fate:
            case Fate.UNSURE:
                await asyncio.to_thread(self._conversation.doubt, message)
            case Fate.MOVED:
                await asyncio.to_thread(self._inbox.move, self._channel, message.chat, to=outcome.chat)
            case Fate.GONE:
                await asyncio.to_thread(self._inbox.leave, self._channel, message.chat)
            case _:
                pass
        return outcome

    @staticmethod
    async def _whole(attempt: Coroutine[None, None, Outcome]) -> Outcome:
        """What has begun to leave is seen through, even when the program is asked to stop meanwhile."""
        task = asyncio.create_task(attempt)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await task
            raise
