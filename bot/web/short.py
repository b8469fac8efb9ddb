"""Short addresses of places in documents, as a chat message bears them."""

import base64
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from bot.desk import Desk
from bot.web.api import Caller, OpenDesk
from bot.web.errors import not_found
from corpus.audience import Audience
from corpus.procedure import procedure_file

_LINES = re.compile(r"\d{1,7}(?:-\d{1,7})?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


def short_path(document: str, lines: tuple[int, int]) -> str:
    """/v/k3m9qatz/292-294, the same for as long as the document has its id."""
    first, last = lines
    return f"/v/{_code(document)}/{first}" + (f"-{last}" if last != first else "")


@router.api_route("/v/{code}/{lines}", methods=["GET", "HEAD"])
def place(code: str, lines: str, desk: OpenDesk, caller: Caller) -> RedirectResponse:
    """Opens the viewer at those lines; a document that the caller may not read is not found."""
    file = next((file for id, file in _held(desk, caller) if _code(id) == code), None)  # noqa: A001 - its name
    if file is None or not _LINES.fullmatch(lines):
        raise not_found()
    return RedirectResponse(f"/van-ban/{quote(file, safe='')}?dong={lines}#trich")


def _held(desk: Desk, caller: Audience) -> Iterator[tuple[str, str]]:
    """The id and file of whatever a source may name."""
    yield from ((held.id, held.file) for held in desk.documents(caller))
    procedures = desk.procedures(caller)
    for title in procedures.list.titles if procedures else ():
        file = procedure_file(title.code)
        yield file, file


def _code(document: str) -> str:
    return base64.b32encode(hashlib.sha256(document.encode()).digest()[:5]).decode().lower()
