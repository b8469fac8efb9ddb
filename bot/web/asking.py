"""The first page: ask and read the answer. It works without JavaScript."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from answering.answer import Answer, Status
from answering.question import Question, Turn
from bot.desk import Desk
from bot.door import InputError, read_history, read_question
from bot.shapes import AskBody
from bot.web.admission import Seated, admission_of
from bot.web.api import Caller, OpenDesk
from bot.web.stream import event_stream, told_by, wants_events
from bot.web.templating import page, piece
from corpus.audience import Audience

# Without JavaScript the questions before this one come in the address.
MOST_BEFORE = 3

_OPEN_ENDS = {Status.UNANSWERABLE, Status.OUT_OF_SCOPE, Status.GREETING, Status.ABOUT}
_ASK_ELSEWHERE = {Status.UNANSWERABLE, Status.LOOKUP_NOT_CITED, Status.OUT_OF_SCOPE, Status.COMPLAINT}
_UNRATED = {Status.GREETING, Status.THANKS, Status.ABOUT, Status.DISTRESS, Status.REFUSED_INPUT}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class AskView:
    """The box, and the answer or the reason there is none. `before` are the questions a next one follows."""

    question: str = ""
    answer: Answer | None = None
    refused: str = ""
    before: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    is_internal: bool = False

    @property
    def offers_examples(self) -> bool:
        """Before a question and after one that told nothing; never to someone in distress."""
        return self.answer is None or self.answer.status in _OPEN_ENDS

    @property
    def names_contacts(self) -> bool:
        return self.answer is not None and self.answer.status in _ASK_ELSEWHERE

    @property
    def can_be_rated(self) -> bool:
        return self.answer is not None and self.answer.status not in _UNRATED


async def _seat(request: Request, caller: Caller, q: str = "") -> AsyncIterator[None]:
    """A question's seat for a question; the empty box is a page like any other."""
    admission = admission_of(request)
    lobby = admission.questions[caller] if q else admission.pages
    async with lobby.seat(request):
        yield


@router.api_route("/", methods=["GET", "HEAD"], dependencies=[Depends(_seat)])
def home(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    q: str = "",
    truoc: Annotated[tuple[str, ...], Query()] = (),
) -> Response:
    internal = caller is Audience.INTERNAL
    if not q:
        view = AskView(examples=desk.examples(), is_internal=internal)
        return page(request, "ask.html", view=view)
    try:
        question = read_question(q, audience=caller, history=_turns(desk, truoc, caller))
    except InputError as refused:
        view = AskView(refused=refused.message, examples=desk.examples(), is_internal=internal)
        return page(request, "ask.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, view=view)
    before = (*(turn.question for turn in question.history), question.text)
    view = AskView(
        question=question.text,
        answer=desk.ask(question),
        before=before[-MOST_BEFORE:],
        examples=desk.examples(),
        is_internal=internal,
    )
    return page(request, "ask.html", view=view)


@router.post("/tra-loi", dependencies=[Seated])
def answer_fragment(request: Request, body: AskBody, desk: OpenDesk, caller: Caller) -> Response:
    """The answer as the piece of page that the script puts in place; as it comes about if so asked."""
    history = read_history([(turn.question, turn.answer) for turn in body.history])
    question = read_question(body.question, audience=caller, history=history)
    if wants_events(request):
        pieces = told_by(
            request,
            desk,
            question,
            sources=lambda found: {"html": piece("_sources.html", sources=found)},
            final=lambda answer: {"html": piece("_answer.html", view=_view(question, answer))},
        )
        return event_stream(pieces)
    return page(request, "_answer.html", view=_view(question, desk.ask(question)))


def _view(question: Question, answer: Answer) -> AskView:
    return AskView(question=question.text, answer=answer, is_internal=question.audience is Audience.INTERNAL)


def _turns(desk: Desk, before: tuple[str, ...], caller: Audience) -> tuple[Turn, ...]:
    """The turns before, answered again: an address carries questions only. Raises InputError."""
    turns: tuple[Turn, ...] = ()
    for words in before[-MOST_BEFORE:]:
        question = read_question(words, audience=caller, history=turns)
        turns = (*turns, Turn(question.text, desk.answer(question).text))
    return turns
