"""The library opens while the server already answers: until then every question gets 503."""

from http import HTTPStatus

from fastapi import HTTPException, Request

from bot.desk import Asking, Desk
from bot.feedback import Feedback


class Opening:
    """Empty at first; `opened()` puts the assistant in, from any thread."""

    def __init__(self, feedback: Feedback | None = None) -> None:
        self._feedback = feedback
        self._desk: Desk | None = None

    def opened(self, assistant: Asking) -> None:
        desk = Desk(assistant, feedback=self._feedback)
        desk.examples()
        self._desk = desk

    @property
    def desk(self) -> Desk | None:
        return self._desk


def desk_of(request: Request) -> Desk:
    """The open desk, or 503."""
    opening: Opening = request.app.state.opening
    if opening.desk is None:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    return opening.desk
