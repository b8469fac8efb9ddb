"""Short addresses of places in documents, as a chat message bears them."""

import base64
import hashlib
import re
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from bot.web.api import Caller, OpenDesk
from bot.web.errors import not_found

_LINES = re.compile(r"\d{1,7}(?:-\d{1,7})?")  # "292", "292-294"

router = APIRouter(include_in_schema=False)


def short_path(document: str, lines: tuple[int, int]) -> str:
    """/v/k3m9qatz/292-294, the same for as long as the document has its id."""
    first, last = lines
    return f"/v/{_code(document)}/{first}" + (f"-{last}" if last != first else "")


@router.api_route("/v/{code}/{lines}", methods=["GET", "HEAD"])
def place(code: str, lines: str, desk: OpenDesk, caller: Caller) -> RedirectResponse:
    """Opens the viewer at those lines; a document that the caller may not read is not found."""
    held = next((each for each in desk.documents(caller) if _code(each.id) == code), None)
    if held is None or not _LINES.fullmatch(lines):
        raise not_found()
    return RedirectResponse(f"/van-ban/{quote(held.file, safe='')}?dong={lines}#trich")


def _code(document: str) -> str:
    return base64.b32encode(hashlib.sha256(document.encode()).digest()[:5]).decode().lower()
