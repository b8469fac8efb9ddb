"""What every format gives: pages of lines."""

import json
from dataclasses import asdict, dataclass
from enum import IntFlag, StrEnum
from itertools import pairwise

_ENDS = (".", ";", ":", "!", "?")
_SURE = 20


class Method(StrEnum):
    """How the words of a page were come by."""

    TEXT = "text"  # a text file, as it stands
    MARKUP = "markup"  # a web page
    WORD = "word"
    SHEET = "sheet"
    PDF = "pdf"  # a PDF's own letters
    OCR = "ocr"  # letters told from a picture
    NONE = "none"  # a picture that nobody has read yet
    BLANK = "blank"  # nothing is drawn on it


class Fit(IntFlag):
    """How a line meets the pages around it, where the place of its words on the page tells."""

    NONE = 0
    FLUSH = 1  # begins at the margin
    INSIDE = 2  # begins further in
    FULL = 4  # ends at the other margin


@dataclass(frozen=True, slots=True)
class Page:
    """`number` is None in a file without pages. `confidence` is what OCR says of itself, 0 to 100.

    `lines` are NFC, a paragraph each where the format tells paragraphs; the cells of a table row are parted
    by tabs. `fits` is empty, or one a line. `pictured`: a picture stands at the head, perhaps a stamp.
    """

    lines: tuple[str, ...]
    method: Method
    number: int | None = None
    confidence: float | None = None
    fits: tuple[Fit, ...] = ()
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """The pages of one file, in order. `margins` are words printed around the text that are none of it."""

    pages: tuple[Page, ...]
    margins: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for page in self.pages for line in page.lines)

    @property
    def page_of_line(self) -> tuple[int | None, ...]:
        """The page of each line; empty for a file without pages."""
        if all(page.number is None for page in self.pages):
            return ()
        return tuple(page.number for page in self.pages for _ in page.lines)

    @property
    def joined(self) -> frozenset[int]:
        """The lines, counted from 1, that go on with the one before them on the page before."""
        fits = [fit for page in self.pages for fit in page.fits[1:]]
        inside, flush = (sum(sign in fit for fit in fits) for sign in (Fit.INSIDE, Fit.FLUSH))
        if inside <= 2 * flush:
            # Paragraphs begin at the margin as lines do.
            return frozenset()
        # Where hardly any begins there, one that does goes on, whatever the page before ended with.
        sure = inside > _SURE * flush
        found, first = set(), 1
        for before, page in pairwise(self.pages):
            first += len(before.lines)
            if before.fits and page.fits and page.number == (before.number or 0) + 1:
                broken = Fit.FULL in before.fits[-1] and (sure or not before.lines[-1].endswith(_ENDS))
                if broken and Fit.FLUSH in page.fits[0]:
                    found.add(first)
        return frozenset(found)


def to_json(found: Extracted) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":"))


def _fits(page: dict[str, list[int]]) -> tuple[Fit, ...]:
    return tuple(map(Fit, page["fits"]))


def from_json(record: str) -> Extracted:
    """Raises ValueError for what `to_json()` has not written."""
    try:
        values = json.loads(record)
        pages = tuple(
            Page(
                tuple(page["lines"]),
                Method(page["method"]),
                page["number"],
                page["confidence"],
                _fits(page),
                page["pictured"],
            )
            for page in values["pages"]
        )
        return Extracted(pages, tuple(values["margins"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no reading: {error!r}") from error
