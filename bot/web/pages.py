"""The pages that show what is held: documents, the register, the HTTP interface."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.web.api import Caller, OpenDesk
from bot.web.errors import not_found
from bot.web.highlight import Mark, marks
from bot.web.reading import contents, has_omissions, lay_out, whole_lines
from bot.web.templating import page
from corpus.audience import Audience
from corpus.document import Document

_LINES = re.compile(r"(?P<first>\d{1,7})(?:[-–](?P<last>\d{1,7}))?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


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
