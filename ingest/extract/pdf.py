"""PDF → pages of lines, with PDFium: the letters that can be seen, in the order a person reads them."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.layout import Grid, Word, page_lines
from ingest.extract.rules import ruled_grids
from ingest.extract.word import unicode_of

_WHITE = 250
_HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D, 0xAD: 0x2D}
_UNREADABLY_SMALL = 2.5
_INVISIBLE_MODES = {3, 7}
_RAISED = 0.75
# Fewer letters than these over a picture are a stamp or a signature, not the page's text.
_FEW = 40
# The part of the first page that a stamp may stand in.
_HEAD = 0.4


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    font: str


def read_pdf(path: Path, *, file: str, most_pages: int) -> Extracted:
    """A page without letters of its own, or with hardly any beside a picture, has method NONE.

    Raises UnreadableError for a password, a broken file or too many pages.
    """
    document = open_pdf(path, file=file)
    try:
        count = len(document)
        if count > most_pages:
            raise UnreadableError(Reason.TOO_LARGE, file=file, what=f"{count:,}", most=f"{most_pages:,}")
        if not count:
            raise UnreadableError(Reason.NO_TEXT, file=file)
        return Extracted(tuple(_page(document, n, file=file) for n in range(count)))
    finally:
        document.close()


def open_pdf(path: Path, *, file: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        reason = Reason.LOCKED if locked or "password" in str(error) else Reason.DAMAGED
        raise UnreadableError(reason, file=file) from error


def _page(document: pypdfium2.PdfDocument, n: int, *, file: str) -> Page:
    try:
        page = document[n]
        width, height = page.get_size()
        letters = list(_letters(page, width=width, height=height))
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    words = list(_words(letters))
    told = sum(len(word.text) for word in words)
    pictured = told < _FEW and any(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if not told or pictured:
        return Page((), Method.NONE, n + 1)
    grids: tuple[Grid, ...] = ruled_grids(page, height=height)
    laid = page_lines(words, grids)
    stamped = n == 0 and _has_picture_on_top(page, height=height)
    return Page(clean_lines(laid.lines, file=file), Method.PDF, n + 1, fits=laid.fits, pictured=stamped)


def _has_picture_on_top(page: pypdfium2.PdfPage, *, height: float) -> bool:
    """Where a letter bears its stamps."""
    pictures = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return any(picture.get_bounds()[3] > (1 - _HEAD) * height for picture in pictures)


def words_of(page: pypdfium2.PdfPage, *, width: float, height: float) -> Iterator[Word]:
    """The words that can be seen on a page, in the order of the file. Raises pypdfium2.PdfiumError."""
    return _words(list(_letters(page, width=width, height=height)))


def _letters(page: pypdfium2.PdfPage, *, width: float, height: float) -> Iterator[_Letter]:
    """The letters of a page that ink shows: not white, not invisible, not minute, not off the page."""
    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    left, bottom = page.get_bbox()[:2]
    fonts = _Fonts(text)
    for n in range(text.count_chars()):
        # A hyphen at the end of a line is not one that a typesetter put there: "03/2025/NĐ-" + "CP".
        told = pdfium.FPDFText_GetUnicode(text, n)
        code = _HYPHENS.get(told, told)
        if pdfium.FPDFText_IsGenerated(text, n) == 1 or code <= 0x20 or code == 0xFFFF:
            yield _Letter(" ", 0, 0, 0, 0, 0, 0, "")
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, n, box):
            continue
        x, y = (box.left + box.right) / 2 - left, (box.top + box.bottom) / 2 - bottom
        size = abs(box.top - box.bottom)
        if size < _UNREADABLY_SMALL:
            # Some fonts tell no height but that of each sign: a full stop is as small as its dot.
            size = fonts.size(n)
        if 0 <= x <= width and 0 <= y <= height and size >= _UNREADABLY_SMALL and fonts.shows(n):
            top, low = height - (box.top - bottom), height - (box.bottom - bottom)
            origin = fonts.baseline(n)
            yield _Letter(
                chr(code), box.left - left, top, box.right - left, low, height - origin, size, fonts.name(n)
            )


class _Fonts:
    """What is asked of each letter: its font, its ink, its line."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._text = text
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._ink = [ctypes.c_uint() for _ in range(4)]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pdfium.FS_MATRIX()

    def shows(self, n: int) -> bool:
        thing = pdfium.FPDFText_GetTextObject(self._text, n)
        if thing and pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE_MODES:
            return False
        if not pdfium.FPDFText_GetFillColor(self._text, n, *self._ink):
            return True
        red, green, blue, alpha = (part.value for part in self._ink)
        return alpha > 10 and min(red, green, blue) < _WHITE

    def name(self, n: int) -> str:
        pdfium.FPDFText_GetFontInfo(self._text, n, self._buffer, len(self._buffer), self._flags)
        return self._buffer.value.decode("utf-8", errors="replace")

    def size(self, n: int) -> float:
        """In points on the page."""
        if not pdfium.FPDFText_GetMatrix(self._text, n, self._matrix):
            return 0.0
        return float(pdfium.FPDFText_GetFontSize(self._text, n)) * math.hypot(self._matrix.c, self._matrix.d)

    def baseline(self, n: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._text, n, self._x, self._y)
        return self._y.value


def _words(letters: list[_Letter]) -> Iterator[Word]:
    """Letters that follow one another without a blank; each word in the alphabet its font means."""
    word: list[_Letter] = []
    spaced = True
    for letter in letters:
        blank = letter.text == " "
        if word and (blank or _is_apart(word[-1], letter)):
            yield _word(word, spaced=spaced)
            spaced = blank or not _touches(word[-1], letter)
            word = []
        if blank:
            spaced = True
        else:
            word.append(letter)
    if word:
        yield _word(word, spaced=spaced)


def _is_apart(before: _Letter, letter: _Letter) -> bool:
    """Another line, a gap, or letters raised above the line: a footnote's mark."""
    if abs(letter.baseline - before.baseline) > 0.15 * max(before.size, letter.size):
        return True
    if before.font != letter.font and before.font.startswith(".") != letter.font.startswith("."):
        return True
    gap = letter.left - before.right
    return gap > 0.25 * letter.size or gap < -2 * letter.size


def _touches(before: _Letter, letter: _Letter) -> bool:
    shared = min(before.bottom, letter.bottom) - max(before.top, letter.top)
    return shared > 0 and -letter.size < letter.left - before.right < 0.15 * max(letter.size, before.size)


def _word(letters: list[_Letter], *, spaced: bool) -> Word:
    text = unicode_of("".join(letter.text for letter in letters), font=letters[0].font)
    return Word(
        text,
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
        spaced=spaced,
    )
