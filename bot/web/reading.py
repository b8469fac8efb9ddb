"""A document laid out for the eye: headings, paragraphs, tables, and the quoted place marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.web.highlight import Mark, without_layout
from corpus.document import Document, Section

_OMITTED = "[…]"

# A numbered paragraph has a path like a heading, but is too long to be set as one.
_LONGEST_HEADING = 250


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a line, quoted or not. `first` tells the span that the page opens at."""

    text: str
    marked: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its number; one cell outside a table. `level` is 0 but for headings (2 to 5)."""

    number: int
    level: int
    is_item: bool
    cells: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """Lines shown together: the rows of a table, or one line of text."""

    is_table: bool
    lines: tuple[ShownLine, ...]


def lay_out(document: Document, marks: Sequence[Mark]) -> list[ShownBlock]:
    """Every line that is not blank, in order."""
    levels = {
        section.line: level(section)
        for section in document.sections
        if len(document.lines[section.line - 1]) <= _LONGEST_HEADING
    }
    first = marks[0] if marks else None
    lines = [
        _shown(number, text, levels.get(number, 0), [mark for mark in marks if mark.line == number], first)
        for number, text in enumerate(document.lines, start=1)
        if text.strip()
    ]
    return list(_blocks(lines))


def whole_lines(document: Document, *, first: int, last: int) -> tuple[Mark, ...]:
    """The lines named, for a place without a quote."""
    numbered = enumerate(document.lines, start=1)
    return tuple(
        Mark(number, 0, len(line)) for number, line in numbered if first <= number <= last and line.strip()
    )


def contents(document: Document) -> list[Section]:
    """The headings of the two upper levels."""
    return [section for section in document.sections if level(section) <= 3]


def level(section: Section) -> int:
    """The level of a heading on the page: 2 for the highest, 5 for the lowest."""
    return min(2 + section.path.count(".") + section.path.count(">"), 5)


def shown(line: str) -> str:
    """A line without its signs of layout."""
    return "".join(line[start:end] for start, end in without_layout(line))


def has_omissions(document: Document) -> bool:
    return any(_OMITTED in line for line in document.lines)


def _blocks(lines: Sequence[ShownLine]) -> Iterator[ShownBlock]:
    for is_table, group in groupby(lines, key=lambda line: len(line.cells) > 1):
        if is_table:
            yield ShownBlock(True, tuple(group))
        else:
            yield from (ShownBlock(False, (line,)) for line in group)


def _shown(number: int, text: str, level: int, marks: Sequence[Mark], first: Mark | None) -> ShownLine:
    cells = []
    start = 0
    for cell in text.split("\t"):
        cells.append(tuple(_spans(text, start, start + len(cell), marks, first)))
        start += len(cell) + 1
    return ShownLine(number, level, text.lstrip().startswith(("- ", "+ ")), tuple(cells))


def _spans(text: str, start: int, end: int, marks: Sequence[Mark], first: Mark | None) -> Iterator[Span]:
    edges = {start, end}
    edges |= {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    seen = [span for span in without_layout(text) if span[0] < end and span[1] > start]
    edges |= {edge for span in seen for edge in span if start < edge < end}
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        if not any(span[0] <= left and right <= span[1] for span in seen):
            continue
        mark = next((mark for mark in marks if mark.start <= left and right <= mark.end), None)
        is_first = mark is not None and mark is first and left <= max(start, mark.start)
        yield Span(text[left:right], mark is not None, is_first)
