"""Webhooks without the web: what a platform's request must show, and where its message goes."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.message import Channel, Message


class HookRefusedError(Exception):
    """The request does not come from the platform."""


@dataclass(frozen=True, slots=True)
class Hook:
    """How one platform's requests are read, and where their messages go.

    `hear` raises HookRefusedError for what is not the platform's and ValueError for what is no event; None is
    an event that gets no answer. `accept` raises StateUnavailableError.
    """

    hear: Callable[[Mapping[str, str], bytes], Message | None]
    accept: Callable[[Message], Awaitable[None]]


class Hooks:
    """The hooks that are open. They open from another thread, once the platform is known."""

    def __init__(self, expected: tuple[Channel, ...] = ()) -> None:
        self._expected = frozenset(expected)
        self._open: dict[Channel, Hook] = {}

    def open(self, channel: Channel, hook: Hook) -> None:
        self._open[channel] = hook

    def of(self, channel: str) -> Hook | None:
        return next((hook for each, hook in self._open.items() if each == channel), None)

    def expects(self, channel: str) -> bool:
        """Whether it will open, so that the platform may come again."""
        return channel in self._expected


def read_object(body: bytes) -> dict[str, object]:
    """The JSON object of a request. Raises ValueError for whatever else it is."""
    try:
        told = json.loads(body)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(told, dict):
        raise ValueError
    return told


def same_secret(given: str | None, secret: str) -> bool:
    """In constant time, whatever letters the header has; an empty secret lets nobody in."""
    return bool(secret) and hmac.compare_digest((given or "").encode(errors="replace"), secret.encode())
