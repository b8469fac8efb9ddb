"""The pages: ask, read a source, search the register. They work without JavaScript."""

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.door import MAX_QUESTION, InputError, read_history, read_question, read_words
from bot.shapes import AskBody
from bot.web.api import MAX_FOUND, MAX_SEARCH, Caller, OpenDesk
from bot.web.errors import not_found
from bot.web.highlight import marks
from bot.web.reading import has_omissions, lay_out, whole_lines
from bot.web.templating import page
from corpus.audience import Audience
from prompts import load

PAGE_SIZE = 25

_LINES = re.compile(r"(?P<first>\d{1,7})(?:[-–](?P<last>\d{1,7}))?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request, desk: OpenDesk, caller: Caller, q: str = "") -> Response:
    values = {"question": "", "answer": None, "refused": "", "examples": load("page/examples").split("\n")}
    if not q:
        return page(request, "ask.html", **values)
    try:
        question = read_question(q, audience=caller)
    except InputError as refused:
        values["refused"] = refused.message
        return page(request, "ask.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, **values)
    return page(request, "ask.html", **{**values, "question": question.text, "answer": desk.ask(question)})


@router.post("/tra-loi")
def answer_fragment(request: Request, body: AskBody, desk: OpenDesk, caller: Caller) -> Response:
    """The answer as the piece of page that the script puts in place."""
    history = read_history([(turn.question, turn.answer) for turn in body.history])
    question = read_question(body.question, audience=caller, history=history)
    return page(request, "_answer.html", question=question.text, answer=desk.ask(question))


@router.api_route("/van-ban", methods=["GET", "HEAD"])
def documents(request: Request, desk: OpenDesk, caller: Caller) -> Response:
    return page(request, "documents.html", documents=desk.documents(caller))


@router.api_route("/van-ban/{name:path}", methods=["GET", "HEAD"])
def document(
    request: Request, desk: OpenDesk, caller: Caller, name: str, dong: str = "", trich: str = ""
) -> Response:
    held = desk.document(caller, name)
    if held is None:
        raise not_found()
    place = _LINES.fullmatch(dong)
    marked = ()
    if place:
        first, last = int(place["first"]), int(place["last"] or place["first"])
        quoted = marks(held.lines, first=first, last=last, quote=trich[:MAX_QUESTION])
        marked = quoted or whole_lines(held, first=first, last=last)
    omits = caller is Audience.PUBLIC and has_omissions(held)
    return page(request, "document.html", document=held, blocks=lay_out(held, marked), omits=omits)


@router.api_route("/so-hieu", methods=["GET", "HEAD"])
def register(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    q: str = "",
    trang: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    held = desk.register(caller)
    values = {"search": "", "refused": "", "near": (), "number": trang, "last": 1, "count": len(held.entries)}
    if not q.strip():
        start = (trang - 1) * PAGE_SIZE
        values["last"] = max(1, -(-len(held.entries) // PAGE_SIZE))
        return page(request, "register.html", entries=held.entries[start : start + PAGE_SIZE], **values)
    try:
        search = read_words(q, limit=MAX_SEARCH)
    except InputError as refused:
        values["refused"] = refused.message
        return page(request, "register.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, entries=(), **values)
    found = held.look_up(search, limit=MAX_FOUND)
    return page(
        request, "register.html", entries=found.entries, **{**values, "search": search, "near": found.near}
    )


@router.api_route("/docs", methods=["GET", "HEAD"])
def api_guide(request: Request) -> Response:
    """The HTTP interface in words, without a script or a file from elsewhere."""
    return page(request, "api.html", schema=request.app.openapi())
