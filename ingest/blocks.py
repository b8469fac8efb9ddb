"""A document before the wall: its blocks, each as spans of the source lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Kind, Section

NO_BLOCK = -1


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
    lead: int = NO_BLOCK
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


def in_reading_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each footnote behind the block that first cites it, and every index renumbered."""
    places: dict[int, tuple[int, int]] = {}
    for n, block in enumerate(blocks):
        if block.kind is not Kind.FOOTNOTE:
            places[n] = (block.source[0], 0)
            for depth, mark in enumerate(block.marks, start=1):
                places.setdefault(mark.footnote, (block.source[0], depth))
    order = sorted(range(len(blocks)), key=lambda n: places.get(n, (blocks[n].source[0], 0)))
    new = {old: n for n, old in enumerate(order)} | {NO_BLOCK: NO_BLOCK}
    return tuple(
        replace(
            blocks[old],
            above=tuple(new[n] for n in blocks[old].above),
            lead=new[blocks[old].lead],
            marks=tuple(replace(mark, footnote=new[mark.footnote]) for mark in blocks[old].marks),
        )
        for old in order
    )
