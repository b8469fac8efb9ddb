"""The library opens while the server already answers: until then every question gets 503."""

from http import HTTPStatus

from fastapi import HTTPException, Request

from answering.answer import Answer
from answering.question import Question
from bot.desk import Asking, Desk
from bot.feedback import Feedback
from bot.official import OfficialAnswers


class Opening:
    """Empty at first; `opened()` puts the assistant in, from any thread."""

    def __init__(self, feedback: Feedback | None = None, official: OfficialAnswers | None = None) -> None:
        self._feedback = feedback
        self._official = official
        self._desk: Desk | None = None

    def opened(self, assistant: Asking) -> None:
        self._desk = Desk(assistant, feedback=self._feedback, official=self._official)

    def ask(self, question: Question) -> Answer:
        """What the open desk answers, or 503."""
        return self.open_desk().ask(question)

    def open_desk(self) -> Desk:
        """The desk, or 503."""
        if self._desk is None:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
        return self._desk

    @property
    def desk(self) -> Desk | None:
        return self._desk


def desk_of(request: Request) -> Desk:
    """The open desk, or 503."""
    opening: Opening = request.app.state.opening
    return opening.open_desk()


async def desk_here(request: Request) -> Desk:
    """The same as a dependency that needs no thread."""
    return desk_of(request)
