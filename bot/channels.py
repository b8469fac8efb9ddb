"""The chat channels of the settings, running: each listens, keeps what comes in, and answers it."""

import asyncio
import contextlib
import fcntl
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.accepting import Acceptance
from bot.conversation import Conversation
from bot.hook import Hook
from bot.inbox import Inbox
from bot.lanes import Lanes, Patience
from bot.message import Channel, Message, Outcome, Part, Reach
from bot.pace import Limits, Pace
from bot.reply import Reply

_log = logging.getLogger(__name__)

_HOUR = 3_600.0
# An official has time to act while a fifth of the month's messages is left.
_NEARLY = 0.8


class ChannelTakenError(Exception):
    """Another process runs this channel from the same data folder."""


class Line(Protocol):
    """A platform's adapter: polled, or reached by its webhook."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def reach(self) -> Reach: ...

    @property
    def is_polled(self) -> bool: ...

    async def poll(self, accept: Callable[[Message], Awaitable[None]]) -> None: ...

    def hear(self, headers: Mapping[str, str], body: bytes) -> Message | None: ...

    async def send(self, message: Message, part: Part) -> Outcome: ...

    async def show_typing(self, message: Message) -> None: ...


@dataclass(frozen=True, slots=True)
class Wired:
    """A channel, the form its replies take, how fast they may go and how many a month (0: not counted).

    `fetch` gets a file that was sent there and raises NotFetchedError; None where none can be had.
    """

    channel: Channel
    line: Line
    render: Callable[[Reply, Message], tuple[Part, ...]]
    limits: Limits
    monthly: int = 0
    fetch: Callable[[str], Awaitable[bytes]] | None = None


async def run_channel(
    wired: Wired,
    *,
    data: Path,
    conversation: Conversation,
    thinking: asyncio.Semaphore,
    on_hook: Callable[[Hook], None],
    patience: Patience,
) -> None:
    """Until cancelled. Raises ChannelTakenError."""
    with only_here(data, wired.channel):
        inbox = Inbox(data)
        lanes = Lanes(
            wired.channel,
            wired.line,
            wired.render,
            inbox=inbox,
            conversation=conversation,
            pace=Pace(wired.limits),
            thinking=thinking,
            patience=patience,
        )
        accepting = Acceptance(inbox, lanes.call)
        async with asyncio.TaskGroup() as tasks:
            # What waited from before is answered even while the platform cannot be reached for more.
            tasks.create_task(lanes.run())
            tasks.create_task(_listen(wired, accepting, on_hook))
            tasks.create_task(_look_after(wired, inbox, conversation))


async def _listen(wired: Wired, accepting: Acceptance, on_hook: Callable[[Hook], None]) -> None:
    await wired.line.open()
    _log.info("channel=%s open", wired.channel)
    if wired.line.is_polled:
        await wired.line.poll(accepting.at_last)
    else:
        on_hook(Hook(wired.line.hear, accepting.now))


async def _look_after(wired: Wired, inbox: Inbox, conversation: Conversation) -> None:
    """Every hour: forgets what is old, and warns before the month's messages are used up."""
    while True:
        await asyncio.to_thread(inbox.sweep)
        await asyncio.to_thread(conversation.sweep)
        sent = await asyncio.to_thread(inbox.sent_this_month, wired.channel)
        if wired.monthly and sent >= _NEARLY * wired.monthly:
            _log.warning("channel=%s sent=%d of=%d a month", wired.channel, sent, wired.monthly)
        await asyncio.sleep(_HOUR)


@contextlib.contextmanager
def only_here(data: Path, channel: Channel) -> Iterator[None]:
    """Two who answer one channel would answer twice. Raises ChannelTakenError."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / f"chat-{channel}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ChannelTakenError(channel) from error
        yield
