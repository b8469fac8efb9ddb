"""The pages that show what is held: documents, the register, the HTTP interface."""

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.desk import Desk
from bot.door import read_words
from bot.web.api import MAX_SEARCH, Caller, OpenDesk
from bot.web.errors import not_found
from bot.web.finding import find_words
from bot.web.highlight import Mark, marks
from bot.web.links import Quoted
from bot.web.number_links import number_links
from bot.web.reading import Overlay, ShownBlock, contents, has_omissions, lay_out, whole_lines
from bot.web.templating import page
from corpus.audience import Audience
from corpus.document import Document, Section

_AROUND = 60

_LINES = re.compile(r"(?P<first>\d{1,7})(?:[-–](?P<last>\d{1,7}))?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document to read, and what was searched for in it.

    `original_page` is the page of the PDF to show beside the text; None where none can be shown.
    """

    document: Document
    blocks: list[ShownBlock]
    contents: list[Section]
    omits: bool
    quoted: Quoted | None
    search: str
    original_page: int | None
    found: tuple[Mark, ...]

    @property
    def lines_found(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(mark.line for mark in self.found))

    def around(self, number: int) -> tuple[str, str, str]:
        """A line found, cut to a few words around the first of the words: before, themselves, after."""
        text = self.document.lines[number - 1]
        mark = next(mark for mark in self.found if mark.line == number)
        before = text[max(0, mark.start - _AROUND) : mark.start].partition(" ")
        after = text[mark.end : mark.end + _AROUND].rpartition(" ")
        start = text[: mark.start] if mark.start <= _AROUND else f"… {before[2]}"
        end = text[mark.end :] if len(text) - mark.end <= _AROUND else f"{after[0]} …"
        return start, text[mark.start : mark.end], end


@router.api_route("/van-ban", methods=["GET", "HEAD"])
def documents(request: Request, desk: OpenDesk, caller: Caller) -> Response:
    return page(request, "documents.html", documents=desk.documents(caller))


@router.api_route("/van-ban/{name:path}", methods=["GET", "HEAD"])
def document(
    request: Request,
    desk: OpenDesk,
    caller: Caller,
    name: str,
    dong: str = "",
    trich: str = "",
    tim: str = "",
) -> Response:
    held = desk.document(caller, name)
    if held is None:
        raise not_found()
    search = read_words(tim, limit=MAX_SEARCH) if tim.strip() else ""
    found = find_words(held.lines, search)
    overlay = Overlay(
        marks=_marked(held, lines=dong, quote=trich[:MAX_QUESTION]),
        found=found,
        links=number_links(held.lines, desk.register(caller)),
    )
    view = DocumentView(
        document=held,
        blocks=lay_out(held, overlay),
        contents=contents(held),
        omits=caller is Audience.PUBLIC and has_omissions(held),
        quoted=Quoted(dong, trich[:MAX_QUESTION]) if overlay.marks else None,
        search=search,
        found=found,
        original_page=_original_page(desk, caller, held, overlay),
    )
    return page(request, "document.html", view=view)


@router.api_route("/docs", methods=["GET", "HEAD"])
def api_guide(request: Request) -> Response:
    """The HTTP interface in words, without a script or a file from elsewhere."""
    return page(request, "api.html", schema=request.app.openapi())


def _original_page(desk: Desk, caller: Audience, held: Document, overlay: Overlay) -> int | None:
    """The page of the quoted words; without any, the first."""
    if desk.original(caller, held) is None:
        return None
    line = overlay.marks[0].line if overlay.marks else 0
    pieces = (piece for passage in desk.section(caller, held, "") for piece in passage.pieces)
    return next((piece.page for piece in pieces if piece.line >= line and piece.page), 1)


def _marked(held: Document, *, lines: str, quote: str) -> tuple[Mark, ...]:
    place = _LINES.fullmatch(lines)
    if place is None:
        return ()
    first, last = int(place["first"]), int(place["last"] or place["first"])
    quoted = marks(held.lines, first=first, last=last, quote=quote)
    return quoted or whole_lines(held, first=first, last=last)
