"""Words with their place on a page → lines as a person reads them: paragraphs whole, columns and cells apart.

Knows nothing of PDF or OCR: both give words with boxes, in points from the top left corner.
"""

import re
import statistics
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from ingest.clean import is_rule
from ingest.extract.extracted import Fit
from ingest.labels import starts_new
from ingest.shape import is_capital_title

# Words of one line share most of their height; a gap this wide (in letter heights) parts columns.
_SAME_LINE = 0.5
_COLUMN_GAP = 1.3
_INDENT = 0.8
_PARAGRAPH_GAP = 1.6
# A justified line has gaps of one width; between the cells of a row they differ, or are wider.
_FEWEST_GAPS, _ALIKE, _WIDEST_STRETCH = 3, 0.6, 3.0
_FEWEST = 8
_MOSTLY = 0.6
_FULL_WITHIN = 2.5
_ATTESTED = 3
# "1808/" + "QĐ-UBND", "QĐ-" + "UBND": what is broken at its own sign goes on without a space.
_BROKEN = re.compile(r"\w[-/]$")
# "Họ và tên: ........": dots to write upon fill a line that is over.
_LEADERS = re.compile(r"[.…_]{5,}\s*$")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a page, and how each meets the pages around it."""

    lines: tuple[str, ...]
    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """`top` is smaller than `bottom`; `spaced` when a blank stands before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = True
    raised: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the columns' edges from left to right, the rows' from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def holds(self, word: Word) -> bool:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]


@dataclass(slots=True)
class _Line:
    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return statistics.median(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return statistics.median(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return statistics.median(word.height for word in self.words)

    @property
    def text(self) -> str:
        return joined(self.words)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of text and the height at which it begins, to put tables and paragraphs in order."""

    top: float
    text: str
    fit: Fit = Fit.NONE


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where lines begin and end, and how far the tops of two lines are apart."""

    left: float
    right: float
    pitch: float
    # Whether paragraphs begin further in: then a line at the margin is never the first of one.
    indented: bool = False


def joined(words: Sequence[Word]) -> str:
    """Words as one text; a raised figure is a footnote's mark."""
    parts: list[str] = []
    for word in words:
        text = word.text.translate(_SUPERSCRIPT) if word.raised and word.text.isdigit() else word.text
        parts.append(f" {text}" if word.spaced and parts else text)
    return "".join(parts)


def page_lines(words: Sequence[Word], grids: Sequence[Grid] = ()) -> Laid:
    """The paragraphs and table rows of a page in reading order, from top to bottom."""
    placed: list[_Placed] = []
    free = list(words)
    for grid in grids:
        placed += _rows(grid, [word for word in free if grid.holds(word)])
        free = [word for word in free if not grid.holds(word)]
    tables = [row.top for row in placed]
    lines = _lines(free)
    single = [line for row in lines if len(row) == 1 for line in row]
    edge = max((grid.columns[-1] for grid in grids), default=0.0)
    margins = _margins(single or list(chain(*lines)), edge=edge)
    for block in _blocks(lines):
        # The halves of a letterhead are too short to tell a full line from a short one.
        told = margins if block.whole else _margins(block.lines if len(block.lines) >= _FEWEST else [])
        for paragraph in _paragraphs(block.lines, told, tables):
            # A column stands where its block begins: the left half is read before the right one.
            placed.append(replace(paragraph, top=paragraph.top if block.whole else block.top))
    placed.sort(key=lambda each: each.top)
    return Laid(tuple(each.text for each in placed), tuple(each.fit for each in placed))


def _lines(words: Sequence[Word]) -> list[list[_Line]]:
    """The rows of a page, each as the lines that stand side by side in it."""
    rows: list[_Line] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.left)):
        row = next((row for row in reversed(rows[-4:]) if _beside(row, word)), None)
        if row is None:
            rows.append(_Line([word]))
        else:
            row.words.append(word)
    return [_columns(row) for row in rows]


def _beside(line: _Line, word: Word) -> bool:
    shared = min(line.bottom, word.bottom) - max(line.top, word.top)
    return shared > _SAME_LINE * max(0.1, min(line.height, word.height))


def _columns(row: _Line) -> list[_Line]:
    """A row parted at its wide gaps: the halves of a letterhead stand side by side."""
    words = sorted(row.words, key=lambda word: word.left)
    if _is_stretched(words, row.height):
        return [_Line(words)]
    parts = [_Line([words[0]])]
    for word in words[1:]:
        if word.left - parts[-1].right > _COLUMN_GAP * max(row.height, word.height):
            parts.append(_Line([word]))
        else:
            parts[-1].words.append(word)
    return parts


def _is_stretched(words: Sequence[Word], height: float) -> bool:
    """Whether a line is justified with wide gaps, all alike, because a long word went to the next line."""
    gaps = [right.left - left.right for left, right in pairwise(words) if right.spaced]
    if len(gaps) < _FEWEST_GAPS or max(gaps) > _WIDEST_STRETCH * height:
        return False
    letters = sum(word.text[0].isalpha() for word in words)
    return min(gaps) > _ALIKE * max(gaps) and letters > len(words) / 2


@dataclass(slots=True)
class _Block:
    """Lines that are read one after the other: over the whole width, or one half of it."""

    whole: bool
    lines: list[_Line] = field(default_factory=list)
    top: float = 0


@dataclass(slots=True)
class _Halves:
    """Two columns beside each other; nothing stands between `low` and `high`."""

    low: float
    high: float
    left: _Block
    right: _Block

    def takes(self, row: Sequence[_Line]) -> bool:
        """Adds a row of one or two lines if the gutter stays free, and it does not stand far below."""
        bottom = max(half.lines[-1].bottom for half in (self.left, self.right) if half.lines)
        if row[0].top - bottom > 2 * row[0].height:
            return False
        low = max(self.low, max((line.right for line in row if line.left < self.low), default=0))
        high = min(self.high, min((line.left for line in row if line.left >= self.low), default=self.high))
        if high - low < 0.5 * row[0].height:
            return False
        self.low, self.high = low, high
        for line in row:
            (self.left if line.right <= low else self.right).lines.append(line)
        return True


def _blocks(rows: Sequence[list[_Line]]) -> list[_Block]:
    """A row of two lines opens a stretch of two columns, which the first line across it closes."""
    blocks: list[_Block] = []
    halves: _Halves | None = None
    for row in rows:
        if halves and len(row) <= 2 and halves.takes(row):
            continue
        if len(row) == 2:
            # Both begin at one height, so that the left one is read first.
            left, right = (_Block(False, [line], row[0].top) for line in row)
            halves = _Halves(row[0].right, row[1].left, left, right)
            blocks += [halves.left, halves.right]
            continue
        halves = None
        if not blocks or not blocks[-1].whole:
            blocks.append(_Block(True))
        blocks[-1].lines.append(row[0] if len(row) == 1 else _tabbed(row))
    return blocks


def _tabbed(row: Sequence[_Line]) -> _Line:
    """Three or more lines side by side are the cells of a row that nothing rules."""
    words = list(row[0].words)
    for line in row[1:]:
        first = line.words[0]
        words += [replace(first, text=f"\t{first.text}", spaced=False), *line.words[1:]]
    return _Line(words)


def _margins(lines: Sequence[_Line], *, edge: float = 0) -> _Margins:
    """Where hardly a line ends at the right margin, `edge` is one: that of the tables on the page."""
    if not lines:
        return _Margins(0, 0, 0)
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    tops = sorted({round(line.top, 1) for line in lines})
    height = statistics.median(line.height for line in lines)
    gaps = [below - above for above, below in pairwise(tops) if below - above < 4 * height]
    left, right = lefts[len(lefts) // 10], rights[(len(rights) - 1) * 19 // 20]
    first = [below for above, below in pairwise(lines) if right - above.right > 4 * height]
    inside = sum(line.left > left + _INDENT * height for line in first)
    pitch = statistics.median(gaps) if gaps else 0
    if edge > right and sum(right - each < height for each in rights) < _ATTESTED:
        right = edge
    return _Margins(left, right, pitch, len(first) > 1 and inside > _MOSTLY * len(first))


def _paragraphs(lines: Sequence[_Line], margins: _Margins, tables: Sequence[float]) -> Iterator[_Placed]:
    """Lines that were broken only because the page was full come back together."""
    text, first, before = "", None, None
    for line in lines:
        parted = before is None or any(before.top < table < line.top for table in tables)
        if not parted and before is not None and _goes_on(before, line, margins):
            text = f"{text}{'' if _BROKEN.search(text) else ' '}{line.text}"
        else:
            if first is not None and before is not None:
                yield _Placed(first.top, text, _fit(first, before, margins))
            text, first = line.text, line
        before = line
    if first is not None and before is not None:
        yield _Placed(first.top, text, _fit(first, before, margins))


def _fit(first: _Line, last: _Line, margins: _Margins) -> Fit:
    """How a paragraph meets the pages before and after its own."""
    fit = Fit.NONE
    if not margins.right or is_capital_title(first.text):
        return fit
    fit |= Fit.FLUSH if abs(first.left - margins.left) <= _INDENT * first.height else Fit.INSIDE
    if margins.right - last.right < _FULL_WITHIN * last.height:
        fit |= Fit.FULL
    return fit


def _goes_on(before: _Line, line: _Line, margins: _Margins) -> bool:
    """Whether `line` was the rest of a paragraph whose line above was full."""
    if not margins.right or is_capital_title(before.text) != is_capital_title(line.text):
        return False
    if _LEADERS.search(before.text):
        return False
    indent = _INDENT * line.height
    room = margins.right - before.right
    first = line.words[0]
    full = room < (first.right - first.left) + 0.2 * line.height
    hanging = starts_new(before.text) and line.left > before.left
    flush = line.left <= max(margins.left, min(before.left, margins.left + indent)) + indent or hanging
    near = not margins.pitch or line.top - before.top <= _PARAGRAPH_GAP * margins.pitch
    ruled = is_rule(line.text) or is_rule(before.text) or "\t" in f"{line.text}{before.text}"
    begins = starts_new(line.text) and not (margins.indented and line.left <= margins.left + 0.3 * indent)
    return full and flush and near and not ruled and not begins


def _rows(grid: Grid, words: Sequence[Word]) -> Iterator[_Placed]:
    """A row of a ruled table with tabs between its cells; one that has a single cell is a line."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        row = bisect(grid.rows, (word.top + word.bottom) / 2) - 1
        column = bisect(grid.columns, (word.left + word.right) / 2) - 1
        cells.setdefault((row, column), []).append(word)
    for row in range(len(grid.rows) - 1):
        told = [_cell(cells.get((row, column), [])) for column in range(len(grid.columns) - 1)]
        filled = [text for text in told if text]
        if filled:
            # The first row may be the rest of one on the page before: its column tells of which cell.
            several = len(filled) > 1 or row == 0
            yield _Placed(grid.rows[row], "\t".join(told) if several else filled[0])


def _cell(words: Sequence[Word]) -> str:
    text = ""
    for row in _lines(words):
        for line in row:
            text = f"{text}{'' if _BROKEN.search(text) or not text else ' '}{line.text}"
    return text
