"""The HTTP interface: questions, the register, documents, health."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from bot.desk import Desk
from bot.door import read_history, read_question, read_words
from bot.shapes import (
    AnswerShape,
    AskBody,
    DocumentShape,
    EntryShape,
    ErrorShape,
    RegisterShape,
    TitleShape,
    TitlesShape,
)
from bot.web.access import audience_here
from bot.web.admission import Reading, Seated
from bot.web.errors import not_found
from bot.web.opening import desk_here
from bot.web.stream import asked, event_stream, wants_events
from corpus.audience import Audience
from prompts import load

MAX_SEARCH = 200
MAX_FOUND = 20

OpenDesk = Annotated[Desk, Depends(desk_here)]
Caller = Annotated[Audience, Depends(audience_here)]

router = APIRouter(responses={status: {"model": ErrorShape} for status in (400, 401, 404, 413, 422, 503)})


@router.post("/api/ask", summary=load("api/ask"), response_model=AnswerShape, dependencies=[Seated])
def ask(request: Request, body: AskBody, desk: OpenDesk, caller: Caller) -> AnswerShape | Response:
    history = read_history([(turn.question, turn.answer) for turn in body.history])
    question = read_question(body.question, audience=caller, history=history)
    if wants_events(request):
        return event_stream(asked(request, desk, question))
    return AnswerShape.of(desk.ask(question))


@router.get("/api/register", summary=load("api/register"), dependencies=[Reading])
def register(
    desk: OpenDesk,
    caller: Caller,
    q: Annotated[str, Query(description=load("api/field_q"), max_length=MAX_SEARCH)] = "",
    offset: Annotated[int, Query(description=load("api/field_offset"), ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(description=load("api/field_limit"), ge=1, le=200)] = 50,
) -> RegisterShape:
    held = desk.register(caller)
    if q.strip():
        return RegisterShape.of(held.look_up(read_words(q, limit=MAX_SEARCH), limit=MAX_FOUND))
    return RegisterShape(entries=[EntryShape.of(entry) for entry in held.entries[offset : offset + limit]])


@router.get("/api/documents", summary=load("api/documents"), dependencies=[Reading])
def documents(desk: OpenDesk, caller: Caller) -> TitlesShape:
    return TitlesShape(documents=[TitleShape.of(held) for held in desk.documents(caller)])


@router.get("/api/documents/{name:path}", summary=load("api/document"), dependencies=[Reading])
def document(
    name: Annotated[str, Path(description=load("api/field_name"))], desk: OpenDesk, caller: Caller
) -> DocumentShape:
    held = desk.document(caller, name)
    if held is None:
        raise not_found()
    return DocumentShape.of(held)
