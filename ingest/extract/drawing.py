"""A page of a PDF drawn as it is printed, and where its words stand on it."""

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import Reason, UnreadableError
from ingest.extract.drawn import Drawn
from ingest.extract.extracted import Method, Page
from ingest.extract.pdf import open_pdf, words_of

# As wide as a page needs to be read on an office screen, in dots; a page of odd measures has no more of them.
_WIDE = 1_240
_MOST_DOTS = 4_000_000
# Letters on white take a fifth of the room without loss than with it; more pains save little.
_METHOD = 2
# A picture over more of the page than this may show words that nobody has read; a stamp or a seal is smaller.
_MOST_PICTURED = 0.12


def draw_page(path: Path, *, page: int, file: str, picture: Path) -> Page:
    """Draws a page, counted from 1, into the file `picture`; its `Drawn` are the lines of the result.

    Notes and forms laid over the page are left away. Raises UnreadableError, also where a large picture
    covers the page: what stands in it has not been read.
    """
    document = open_pdf(path, file=file)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableError(Reason.DAMAGED, file=file)
        sheet = document[page - 1]
        if _pictured(sheet) > _MOST_PICTURED:
            raise UnreadableError(Reason.NO_TEXT, file=file)
        width, height = sheet.get_size()
        scale = min(_WIDE / width, (_MOST_DOTS / (width * height)) ** 0.5)
        image = sheet.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
        image.save(picture, format="webp", lossless=True, method=_METHOD)
        drawn = Drawn(width, height, len(document), tuple(words_of(sheet, width=width, height=height)))
        return Page(drawn.to_lines(), Method.PDF, page)
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    finally:
        document.close()


def _pictured(sheet: pypdfium2.PdfPage) -> float:
    """The share of the page that its largest picture takes."""
    width, height = sheet.get_size()
    boxes = [each.get_bounds() for each in sheet.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    areas = [float((right - left) * (top - bottom)) for left, bottom, right, top in boxes]
    return max(areas, default=0.0) / float(width * height)
