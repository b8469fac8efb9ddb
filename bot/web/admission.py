"""Who is answered now, who waits a moment, and who is told to come again: no queue grows without bound."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Annotated

import anyio
from anyio import CapacityLimiter
from fastapi import Depends, Request

from bot.web.access import audience_here
from bot.web.limits import READ_WHOLE
from bot.web.stream import wants_events
from corpus.audience import Audience

# Who is turned away comes again spread over these seconds, so that they do not all come at once.
_SOONEST, _LATEST = 3, 9
# Pages show what is held: each takes milliseconds, but together they would keep the answers waiting.
_READERS, _READERS_WAITING = 8, 200
# To draw a page takes tenths of a second of one core; who comes later waits so many seconds for it.
_DRAWN_AT_ONCE, _DRAWING = 2, 5.0


@dataclass(frozen=True, slots=True)
class Room:
    """`seats` are answered at once; `queue` more wait, each at most `wait` seconds, for a seat.

    Who asks to be shown an answer as it comes about knows that it takes a while, and waits `stream_wait`.
    """

    seats: int = 2
    queue: int = 64
    wait: float = 0.8
    stream_wait: float = 10.0

    @property
    def for_officials(self) -> "Room":
        """Seats of their own, so that the public cannot keep the ward's own people out."""
        return replace(self, seats=max(1, self.seats // 4))


class CrowdedError(Exception):
    """No seat is free and none will be soon; `again` is in how many seconds to come back."""

    def __init__(self) -> None:
        self.again = random.randint(_SOONEST, _LATEST)  # noqa: S311 - spreads a crowd, guards nothing
        super().__init__(f"come again in {self.again} s")


class Lobby:
    """The seats of one kind of work, taken in the order of coming."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._seats = CapacityLimiter(room.seats)

    @asynccontextmanager
    async def seat(self, request: Request) -> AsyncIterator[None]:
        """Raises CrowdedError at once where the queue is full, and after the wait where no seat got free."""
        queue = self._seats.statistics().tasks_waiting
        if not self._seats.available_tokens and queue >= self._room.queue:
            raise CrowdedError
        holder = object()
        try:
            with anyio.fail_after(self._room.stream_wait if wants_events(request) else self._room.wait):
                await self._seats.acquire_on_behalf_of(holder)
        except TimeoutError as error:
            raise CrowdedError from error
        try:
            # Nothing is worked out for whoever has given up waiting. To look takes the next message away:
            # of a body that is still to be read it would be a part.
            if request.scope.get(READ_WHOLE) and await request.is_disconnected():
                raise CrowdedError
            yield
        finally:
            self._seats.release_on_behalf_of(holder)


class Admission:
    """The lobbies of a server: questions on either side of the wall, pages, and the ward's own office."""

    def __init__(self, room: Room) -> None:
        reading = Room(_READERS, _READERS_WAITING, room.wait)
        self.questions = {Audience.PUBLIC: Lobby(room), Audience.INTERNAL: Lobby(room.for_officials)}
        self.pages = Lobby(reading)
        self.office = Lobby(reading)
        self.drawings = Lobby(Room(_DRAWN_AT_ONCE, _READERS_WAITING, _DRAWING))


async def seated(
    request: Request, caller: Annotated[Audience, Depends(audience_here)]
) -> AsyncIterator[None]:
    """Holds a seat for a question until its answer has been sent. Raises CrowdedError."""
    async with admission_of(request).questions[caller].seat(request):
        yield


async def reading(request: Request) -> AsyncIterator[None]:
    """The same for a page or a piece of what is held."""
    async with admission_of(request).pages.seat(request):
        yield


async def in_office(request: Request) -> AsyncIterator[None]:
    """The same for the meeting room and the pages of officials."""
    async with admission_of(request).office.seat(request):
        yield


Seated = Depends(seated)
Reading = Depends(reading)
InOffice = Depends(in_office)


def admission_of(request: Request) -> Admission:
    admission: Admission = request.app.state.admission
    return admission
