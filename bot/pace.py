"""How fast a platform lets us send: overall, to one chat, and to one group."""

import asyncio
import time
from collections import OrderedDict, deque
from dataclasses import dataclass

# Chats looked at last; an older one has long had its pause.
_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Limits:
    """Sends a second in all, seconds between two to one chat, sends a minute to a group (0: no limit)."""

    a_second: float
    apart: float
    group_a_minute: int = 0


class Pace:
    """Waits before a send until it is allowed. For one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._next = 0.0
        self._chats: OrderedDict[str, deque[float]] = OrderedDict()

    async def turn(self, chat: str, *, in_group: bool) -> None:
        """Returns when the next send to a chat may leave; the place in the row is taken at once."""
        now = time.monotonic()
        at = max(now, self._next, self._free(chat, now, in_group=in_group))
        self._next = max(now, self._next) + 1 / self._limits.a_second
        self._taken(chat, at)
        await asyncio.sleep(at - now)

    def _free(self, chat: str, now: float, *, in_group: bool) -> float:
        sent = self._chats.get(chat, deque())
        free = sent[-1] + self._limits.apart if sent else now
        most = self._limits.group_a_minute
        if in_group and most and len(sent) >= most:
            free = max(free, sent[-most] + 60)
        return free

    def _taken(self, chat: str, at: float) -> None:
        sent = self._chats.setdefault(chat, deque(maxlen=max(self._limits.group_a_minute, 1)))
        sent.append(at)
        self._chats.move_to_end(chat)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)
