"""A document as it is structured: sections, and blocks that know their place in the source."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.audience import Audience

# Between the parts of a section's path: "Chương II > Điều 5".
UNDER = " > "


class Kind(StrEnum):
    """What a block (and the passage made of it) is in the layout of its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Piece:
    """Where `text[start:end]` of a block or passage stands in the file.

    `line` counts from 1 as in `text.split("\\n")`; `page` is None for files without pages. The pieces of a
    text are in order, do not overlap, and may leave gaps (a joining space, the sign of an omission).
    """

    start: int
    end: int
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row: `text[start:end]` of its row, and the header of its column ("" without one)."""

    header: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading. `path` is unique in its document: "III.8.1" is not "III.1"."""

    path: str
    title: str
    parent: str
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One instrument or report. What the document does not say of itself is None, never guessed.

    `lines` is the file's text, one entry a line, as the edition's audience may read it.
    `superseded_by` is the file of a newer version that the same edition holds, "" without one.
    """

    id: str
    file: str
    title: str
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    audience: Audience
    sha256: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    superseded_by: str = ""


def cited_as(document: Document) -> str:
    """ "Nghị định số 351/2025/NĐ-CP"; the whole title of a document without a number."""
    if not (document.kind and document.number):
        return document.title
    return f"{document.kind} số {document.number}"


def subject_of(document: Document) -> str:
    """What a document is about: its title without the kind and number it is cited by."""
    numbered = bool(document.kind and document.number)
    return document.title.removeprefix(f"{cited_as(document)} ") if numbered else document.title
