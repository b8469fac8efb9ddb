"""The pages that show what is held: documents, the register, the HTTP interface."""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.door import InputError, read_words
from bot.web.api import MAX_FOUND, MAX_SEARCH, Caller, OpenDesk
from bot.web.errors import not_found
from bot.web.highlight import Mark, marks
from bot.web.reading import contents, has_omissions, lay_out, whole_lines
from bot.web.templating import page
from corpus.audience import Audience
from corpus.document import Document
from corpus.entry import Entry

PAGE_SIZE = 25

_LINES = re.compile(r"(?P<first>\d{1,7})(?:[-–](?P<last>\d{1,7}))?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Title:
    """What a document held is called."""

    document: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A search in the register, or one page of the whole."""

    count: int
    search: str = ""
    refused: str = ""
    entries: tuple[Entry, ...] = ()
    near: tuple[Entry, ...] = ()
    page: int = 1
    pages: int = 1
    titles: tuple[Title, ...] = ()

    def title(self, file: str) -> str:
        """What the document of that file is called, or its file name."""
        return next((title.text for title in self.titles if title.file == file), file)

    def file(self, document: str) -> str:
        """The file of a document held, by its id."""
        return next((title.file for title in self.titles if title.document == document), document)


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
    blocks = lay_out(held, _marked(held, lines=dong, quote=trich[:MAX_QUESTION]))
    omits = caller is Audience.PUBLIC and has_omissions(held)
    return page(request, "document.html", document=held, blocks=blocks, contents=contents(held), omits=omits)


@router.api_route("/so-hieu", methods=["GET", "HEAD"])
def register(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    q: str = "",
    trang: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    held = desk.register(caller)
    titles = tuple(Title(text.id, text.file, text.title) for text in desk.documents(caller))
    view = RegisterView(count=len(held.entries), titles=titles)
    if not q.strip():
        start = (trang - 1) * PAGE_SIZE
        shown = held.entries[start : start + PAGE_SIZE]
        pages = max(1, -(-view.count // PAGE_SIZE))
        return page(request, "register.html", view=replace(view, entries=shown, page=trang, pages=pages))
    try:
        search = read_words(q, limit=MAX_SEARCH)
    except InputError as refused:
        view = replace(view, refused=refused.message)
        return page(request, "register.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, view=view)
    found = held.look_up(search, limit=MAX_FOUND)
    view = replace(view, search=search, entries=found.entries, near=found.near)
    return page(request, "register.html", view=view)


@router.api_route("/docs", methods=["GET", "HEAD"])
def api_guide(request: Request) -> Response:
    """The HTTP interface in words, without a script or a file from elsewhere."""
    return page(request, "api.html", schema=request.app.openapi())


def _marked(held: Document, *, lines: str, quote: str) -> tuple[Mark, ...]:
    place = _LINES.fullmatch(lines)
    if place is None:
        return ()
    first, last = int(place["first"]), int(place["last"] or place["first"])
    quoted = marks(held.lines, first=first, last=last, quote=quote)
    return quoted or whole_lines(held, first=first, last=last)
