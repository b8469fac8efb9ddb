"""A document before the wall: its blocks, each as spans of the source lines."""

from dataclasses import dataclass

from corpus.document import Kind, Section


@dataclass(frozen=True, slots=True)
class Span:
    """`lines[line - 1][start:end]`; lines count from 1, columns from 0."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote marker in the source, and the index of the block that is its footnote."""

    line: int
    start: int
    end: int
    footnote: int


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of a table row, and where the header of its column stands (None without one)."""

    cell: Span
    header: Span | None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, row, footnote or heading of the whole text, nothing withheld.

    `spans` leave out the item's own mark, footnote markers and layout signs. `above` are the indices of the
    heading blocks it stands under, outermost first; `lead` is the index of the block that introduces its
    list, -1 without one; `caption` is a heading the text itself does not print. `source` are the lines it
    takes up, mark included.
    """

    kind: Kind
    spans: tuple[Span, ...]
    source: tuple[int, ...]
    section: str = ""
    above: tuple[int, ...] = ()
    caption: str = ""
    label: str = ""
    lead: int = -1
    group: int = 0
    columns: tuple[Column, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Structured:
    """The blocks of one text in reading order; a footnote follows the block that cites it.

    `pages[n]` is the page of `lines[n]`; empty for files without pages.
    """

    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    pages: tuple[int | None, ...] = ()

    def page(self, line: int) -> int | None:
        return self.pages[line - 1] if self.pages else None
