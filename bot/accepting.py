"""The way in from a platform: a message is on the disk before anything is told to have it."""

import asyncio
import logging
from collections.abc import Callable

from bot.backoff import Backoff
from bot.inbox import Inbox
from bot.message import Message
from bot.state import StateUnavailableError

_log = logging.getLogger(__name__)


class Acceptance:
    """Puts messages into the inbox and calls who answers them."""

    def __init__(self, inbox: Inbox, call: Callable[[], None]) -> None:
        self._inbox = inbox
        self._call = call

    async def at_last(self, message: Message) -> None:
        """For a platform that hands a message over once: tries until it is kept."""
        backoff = Backoff(first=1.0, most=30.0)
        while True:
            try:
                await self.now(message)
            except StateUnavailableError as error:
                _log.error("channel=%s not accepted yet: %s", message.channel, error)
                await asyncio.sleep(backoff.next())
            else:
                return

    async def now(self, message: Message) -> None:
        """Raises StateUnavailableError: then the message is not accepted, and the platform sends it again."""
        await asyncio.to_thread(self._inbox.accept, message)
        self._call()
