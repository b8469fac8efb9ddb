"""What every format gives: pages of lines."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Page:
    """`number` is None in a file without pages. `confidence` is what OCR says of itself, 0 to 100.

    `lines` are NFC, a paragraph each where the format tells paragraphs; the cells of a table row are parted
    by tabs.
    """

    lines: tuple[str, ...]
    method: Method
    number: int | None = None
    confidence: float | None = None


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


def to_json(found: Extracted) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":"))


def from_json(record: str) -> Extracted:
    """Raises ValueError for what `to_json()` has not written."""
    try:
        values = json.loads(record)
        pages = tuple(
            Page(tuple(page["lines"]), Method(page["method"]), page["number"], page["confidence"])
            for page in values["pages"]
        )
        return Extracted(pages, tuple(values["margins"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no reading: {error!r}") from error
