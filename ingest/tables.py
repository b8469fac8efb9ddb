"""Table rows: cells, the header of each column, and the group rows that head a part of the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Span

_ORDINAL = re.compile(r"(?:[IVXL]+|\d{1,3}(?:\.\d{1,2})*|[a-zđ])[.)]?")
_GROUP = re.compile(r"[IVXL]+[.)]?|[A-Z][.)]?")
_COUNTER = re.compile(r"(?:STT|TT|Số TT|Số thứ tự|#)\.?", re.IGNORECASE)
_LONGEST_HEADER = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells as spans (empty cells have start == end), its ordinal ("4", "II"), its group's."""

    line: int
    cells: tuple[Span, ...]
    ordinal: str
    heads_group: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the header of each column by position; `headed` when the first row is nothing but headers."""

    rows: tuple[Row, ...]
    headers: tuple[Span | None, ...]
    headed: bool


def table(lines: Sequence[str], numbers: Sequence[int]) -> Table:
    """The table that stands on the given lines, numbers from 1."""
    rows = tuple(_row(number, lines[number - 1]) for number in numbers)
    headed = _is_header(rows, lines)
    width = max(len(row.cells) for row in rows)
    source = rows[0].cells if headed else _shared_header(rows)
    headers = tuple(source[n] if n < len(source) and _filled(source[n]) else None for n in range(width))
    return Table(rows, headers, headed)


def is_letterhead_row(text: str) -> bool:
    """Whether a row is two halves of a letterhead: "Số: 01/2026/QĐ-TTg | Hà Nội, ngày 01 tháng 01"."""
    return " | " in text and text.count("|") == 1


def _row(number: int, line: str) -> Row:
    cells, start = [], 0
    parts = re.split(r"(\t| \| |^\|\s*|\s*\|$)", line)
    for cell, gap in zip(parts[::2], [*parts[1::2], ""], strict=True):
        lead = len(cell) - len(cell.lstrip())
        begin = start + min(lead, len(cell))
        cells.append(Span(number, begin, begin + len(cell.strip())))
        start += len(cell) + len(gap)
    first = line[cells[0].start : cells[0].end]
    ordinal = first.rstrip(".)") if len(cells) > 1 and _ORDINAL.fullmatch(first) else ""
    return Row(number, tuple(cells), ordinal, bool(ordinal) and _GROUP.fullmatch(first) is not None)


def _filled(cell: Span | None) -> bool:
    return cell is not None and cell.end > cell.start


def _is_header(rows: Sequence[Row], lines: Sequence[str]) -> bool:
    """An empty corner or a counter's name heads the columns; so does a row of short cells without figures."""
    if len(rows) < 2 or rows[0].ordinal:
        return False
    texts = [lines[cell.line - 1][cell.start : cell.end] for cell in rows[0].cells]
    if not texts[0] or _COUNTER.fullmatch(texts[0]):
        return True
    short = all(text and len(text) <= _LONGEST_HEADER and not re.search(r"[\d.;:]", text) for text in texts)
    return short and len(texts) > 1 and len(texts) == len(rows[1].cells)


def _shared_header(rows: Sequence[Row]) -> tuple[Span, ...]:
    """A first group row carries headers in the columns that the other group rows leave empty."""
    first, groups = rows[0], [row for row in rows[1:] if row.heads_group]
    if not first.heads_group or len(rows) < 2:
        return ()
    empty = Span(first.line, 0, 0)
    return tuple(
        cell if n > 1 and all(len(row.cells) <= n or not _filled(row.cells[n]) for row in groups) else empty
        for n, cell in enumerate(first.cells)
    )
