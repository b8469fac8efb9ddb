"""A document laid out for the eye: headings, paragraphs, tables, and the quoted place marked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeVar

from bot.web.footnotes import citing_lines
from bot.web.highlight import Mark, without_layout
from bot.web.number_links import Link
from corpus.document import Document, Section

_OMITTED = "[…]"

# A numbered paragraph has a path like a heading, but is too long to be set as one.
_LONGEST_HEADING = 250

# As many headings as one leafs through; a code of laws lists its upper levels alone.
_MOST_HEADINGS = 300

_Laid = TypeVar("_Laid", Mark, Link)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a line. `first` tells the span that the page opens at, `address` where a click leads."""

    text: str
    marked: bool
    first: bool = False
    found: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its number; one cell outside a table. `level` is 0 but for headings (2 to 5)."""

    number: int
    level: int
    is_item: bool
    cells: tuple[tuple[Span, ...], ...]

    @property
    def opens(self) -> bool:
        """Whether the page opens at this line."""
        return any(span.first for cell in self.cells for span in cell)


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """Lines shown together: the rows of a table, or one line of text; a footnote follows what cites it."""

    is_table: bool
    lines: tuple[ShownLine, ...]
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over a text: quoted words, words searched for, links. Each in order and apart."""

    marks: Sequence[Mark] = ()
    found: Sequence[Mark] = ()
    links: Sequence[Link] = ()

    def of(self, line: int) -> "Overlay":
        """That of one line alone."""
        return Overlay(
            [mark for mark in self.marks if mark.line == line],
            [mark for mark in self.found if mark.line == line],
            [link for link in self.links if link.line == line],
        )

    def edges(self, start: int, end: int) -> Iterator[int]:
        """Where something begins or ends within a stretch of a line."""
        for one in self._all():
            yield from (edge for edge in (one.start, one.end) if start < edge < end)

    def lines(self) -> set[int]:
        return {one.line for one in self._all()}

    def _all(self) -> tuple[Mark | Link, ...]:
        return (*self.marks, *self.found, *self.links)


def lay_out(document: Document, overlay: Overlay) -> list[ShownBlock]:
    """The lines in order, but for blank ones; a footnote stands below the line that cites it."""
    levels = {section.line: level(section) for section in document.sections if _is_heading(document, section)}
    first = overlay.marks[0] if overlay.marks else None
    laid = _by_line(overlay)
    lines = {
        number: _shown(number, text, levels.get(number, 0), laid.get(number, Overlay()), first)
        for number, text in _told(document.lines)
    }
    notes: dict[int, list[ShownLine]] = {}
    for note, citing in citing_lines(document.lines).items():
        if note in lines:
            notes.setdefault(citing, []).append(lines.pop(note))
    return list(_blocks(tuple(lines.values()), notes))


def whole_lines(document: Document, *, first: int, last: int) -> tuple[Mark, ...]:
    """The lines named, for a place without a quote."""
    numbered = enumerate(document.lines, start=1)
    return tuple(
        Mark(number, 0, len(line)) for number, line in numbered if first <= number <= last and line.strip()
    )


def contents(document: Document) -> list[Section]:
    """The headings: all of them, or of too many the two upper levels."""
    sections = [section for section in document.sections if _is_heading(document, section)]
    if len(sections) <= _MOST_HEADINGS:
        return sections
    return [section for section in sections if level(section) <= 3]


def _is_heading(document: Document, section: Section) -> bool:
    return len(document.lines[section.line - 1]) <= _LONGEST_HEADING


def level(section: Section) -> int:
    """The level of a heading on the page: 2 for the highest, 5 for the lowest."""
    return min(2 + section.path.count(".") + section.path.count(">"), 5)


def shown(line: str) -> str:
    """A line without its signs of layout."""
    return "".join(line[start:end] for start, end in without_layout(line))


def has_omissions(document: Document) -> bool:
    return any(_OMITTED in line for line in document.lines)


def _told(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, from 1; of lines withheld one after another only the first."""
    last = ""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.strip() == last == _OMITTED:
            yield number, line
        last = line.strip() or last


def _by_line(overlay: Overlay) -> dict[int, Overlay]:
    """What is laid over each line that has something laid over it."""
    return {line: overlay.of(line) for line in overlay.lines()}


def _blocks(lines: Iterable[ShownLine], notes: Mapping[int, Sequence[ShownLine]]) -> Iterator[ShownBlock]:
    for is_table, group in groupby(lines, key=lambda line: len(line.cells) > 1):
        rows = tuple(group)
        if is_table:
            yield ShownBlock(True, rows)
            yield from _notes(rows, notes)
        else:
            for line in rows:
                yield ShownBlock(False, (line,))
                yield from _notes((line,), notes)


def _notes(lines: Sequence[ShownLine], notes: Mapping[int, Sequence[ShownLine]]) -> Iterator[ShownBlock]:
    for line in lines:
        yield from (ShownBlock(False, (note,), is_note=True) for note in notes.get(line.number, ()))


def _shown(number: int, text: str, level: int, overlay: Overlay, first: Mark | None) -> ShownLine:
    cells = []
    start = 0
    for cell in text.split("\t"):
        cells.append(tuple(_spans(text, start, start + len(cell), overlay, first)))
        start += len(cell) + 1
    return ShownLine(number, level, text.lstrip().startswith(("- ", "+ ")), tuple(cells))


def _spans(text: str, start: int, end: int, overlay: Overlay, first: Mark | None) -> Iterator[Span]:
    seen = [span for span in without_layout(text) if span[0] < end and span[1] > start]
    edges = {start, end, *overlay.edges(start, end)}
    edges |= {edge for span in seen for edge in span if start < edge < end}
    for left, right in pairwise(sorted(edges)):
        if not any(span[0] <= left and right <= span[1] for span in seen):
            continue
        mark = _over(overlay.marks, left, right)
        link = _over(overlay.links, left, right)
        yield Span(
            text[left:right],
            marked=mark is not None,
            first=mark is not None and mark is first and left <= max(start, mark.start),
            found=_over(overlay.found, left, right) is not None,
            address=link.address if link else "",
        )


def _over(laid: Sequence[_Laid], left: int, right: int) -> _Laid | None:
    return next((one for one in laid if one.start <= left and right <= one.end), None)
