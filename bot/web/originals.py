"""A page of a PDF as it is printed, with the quoted words marked on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path as File
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from answering.question import MAX_QUESTION
from bot.drawings import Drawings
from bot.web.admission import admission_of
from bot.web.api import Caller, OpenDesk
from bot.web.errors import not_found
from bot.web.highlight import marks
from bot.web.links import Quoted
from bot.web.templating import page
from corpus.document import Document
from corpus.vietnamese import normalise
from ingest.extract.drawn import Drawn
from ingest.extract.layout import Word
from ingest.sandbox import Drawing

# A quote that goes on over the page is marked as far as it stands here, if that is so many letters.
_FEWEST_LETTERS = 12
_LONGEST_LINES = 20

PageNumber = Annotated[int, Path(ge=1, le=100_000)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its upper left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a document, and what is marked on it."""

    document: Document
    number: int
    drawn: Drawn
    boxes: tuple[Box, ...]
    quoted: Quoted | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that may be shown to whoever asks."""

    document: Document
    number: int
    drawing: Drawing


async def sheet_of(request: Request, desk: OpenDesk, caller: Caller, name: str, number: PageNumber) -> Sheet:
    """404 for what does not exist, what the caller may not know of and what cannot be shown, all alike."""
    held = await run_in_threadpool(desk.document, caller, name)
    original = desk.original(caller, held) if held else None
    if held is None or original is None:
        raise not_found()
    drawings: Drawings = request.app.state.drawings
    async with admission_of(request).drawings.seat(request):
        drawing = await run_in_threadpool(drawings.page, File(original), number)
    if drawing is None:
        raise not_found()
    return Sheet(held, number, drawing)


Shown = Annotated[Sheet, Depends(sheet_of)]


@router.api_route("/ban-goc/{name}/{number}", methods=["GET", "HEAD"])
def original_page(request: Request, sheet: Shown, dong: str = "", trich: str = "") -> Response:
    drawn, quoted = sheet.drawing.drawn, Quoted(dong[:_LONGEST_LINES], trich[:MAX_QUESTION])
    marked = boxes(drawn.words, quoted.text)
    view = PageView(sheet.document, sheet.number, drawn, marked, quoted if quoted.lines else None)
    return page(request, "original.html", view=view)


@router.api_route("/ban-goc/{name}/{number}/hinh", methods=["GET", "HEAD"])
def picture(sheet: Shown) -> Response:
    return Response(sheet.drawing.picture, media_type="image/webp")


def boxes(words: Sequence[Word], quote: str) -> tuple[Box, ...]:
    """Around the quoted words, those beside each other in one; none for a quote that is not here."""
    texts = [normalise(word.text) for word in words]
    found = {mark.line - 1 for mark in marks(texts, first=1, last=len(texts), quote=_part_here(texts, quote))}
    return tuple(_boxes([words[place] for place in sorted(found)]))


def _part_here(texts: Sequence[str], quote: str) -> str:
    """The longest beginning of the quote, in whole words, that stands on the page."""
    parts = quote.split()
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        if marks(texts, first=1, last=len(texts), quote=" ".join(parts[:middle])):
            low = middle
        else:
            high = middle - 1
    here = " ".join(parts[:low])
    return here if here == quote or len(here) >= _FEWEST_LETTERS else ""


def _boxes(words: Sequence[Word]) -> Iterator[Box]:
    for _, row in groupby(_rows(words), key=lambda pair: pair[0]):
        beside = [word for _, word in row]
        left, top = min(word.left for word in beside), min(word.top for word in beside)
        right, bottom = max(word.right for word in beside), max(word.bottom for word in beside)
        yield Box(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))


def _rows(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    """Each word with the number of its row: another begins below the one before, or where a line is left."""
    row = 0
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and (word.top >= before.bottom or word.left < before.left):
            row += 1
        yield row, word
