"""Tables → lines: a row a line, its cells parted by tabs; .xlsx with openpyxl, and .csv."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import openpyxl

from ingest.errors import Reason, UnreadableError
from ingest.extract.cleaning import clean_lines
from ingest.extract.extracted import Extracted, Method, Page
from ingest.extract.text import decoded

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 200
_MOST_ROWS = 100_000
_LONGEST_HEADER = 120


def read_workbook(path: Path, *, file: str) -> Extracted:
    """The visible sheets in their order, each under its name. Values as last reckoned, not formulas.

    Raises UnreadableError for a damaged workbook, or one that says nothing.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        lines: list[str] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                rows = ([_shown(value) for value in row] for row in sheet.iter_rows(values_only=True))
                lines += _sheet(sheet.title if len(book.worksheets) > 1 else "", rows, file=file)
    # openpyxl lets through whatever the XML or a number in it raises.
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError, IndexError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    return _extracted(lines, file=file)


def read_csv(path: Path, *, file: str) -> Extracted:
    """Comma, semicolon, tab or bar, whichever parts the first rows alike. Raises UnreadableError."""
    text = decoded(path.read_bytes(), file=file)
    sample = text[:20_000]
    delimiter = max(_DELIMITERS, key=lambda sign: _evenness(sample, sign))
    csv.field_size_limit(1_000_000)
    try:
        rows = [
            [" ".join(cell.split()) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise UnreadableError(Reason.DAMAGED, file=file) from error
    return _extracted(_sheet("", rows, file=file), file=file)


def _evenness(sample: str, sign: str) -> tuple[int, int]:
    counts = [line.count(sign) for line in sample.splitlines()[:20] if line.strip()]
    return (min(counts, default=0), sum(counts))


def _extracted(lines: Sequence[str], *, file: str) -> Extracted:
    cleaned = clean_lines(lines, file=file)
    if not any(line.strip() for line in cleaned):
        raise UnreadableError(Reason.NO_TEXT, file=file)
    return Extracted((Page(cleaned, Method.SHEET),))


def _sheet(title: str, rows: Iterable[Sequence[str]], *, file: str) -> list[str]:
    """A title of its own where a row has one cell; a header of two rows becomes one; empty columns go."""
    filled: list[list[str]] = []
    for row in rows:
        if len(filled) >= _MOST_ROWS or (len(row) > _MOST_COLUMNS and any(row[_MOST_COLUMNS:])):
            what = f"{max(len(row), len(filled)):,}"
            raise UnreadableError(Reason.TOO_LARGE, file=file, what=what, most=f"{_MOST_ROWS:,}")
        if any(row):
            filled.append(list(row[:_MOST_COLUMNS]))
    width = max((len(row) for row in filled), default=0)
    padded = [row + [""] * (width - len(row)) for row in filled]
    kept = [n for n in range(width) if any(row[n] for row in padded)]
    table = list(_headed([[row[n] for n in kept] for row in padded]))
    lines = [title] if title and table else []
    for row in table:
        told = [cell for cell in row if cell]
        lines.append("\t".join(row) if len(told) > 1 or len(row) == 1 else told[0])
    return lines


def _headed(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """The second row of a header goes into the first: "Hình thức xử lý" above "Thay thế"."""
    skipped = -1
    for n, row in enumerate(rows):
        if n == skipped:
            continue
        below = rows[n + 1] if n + 1 < len(rows) else []
        if n <= 10 and _goes_under(row, below):
            skipped = n + 1
            yield _merged(row, below)
        else:
            yield row


def _goes_under(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether two rows are one header: the second has cells only under what spans or is empty."""
    if not below or not row[0] or below[0] or sum(map(bool, row)) < 2 or sum(map(bool, below)) < 2:
        return False
    words = [*filter(None, row), *filter(None, below)]
    if any(len(cell) > _LONGEST_HEADER or cell.replace(",", "").isdigit() for cell in words):
        return False
    spans = [n for n, cell in enumerate(below) if cell]
    return any(not row[n] for n in spans) and all(
        not row[n] or (n + 1 < len(row) and not row[n + 1]) for n in spans
    )


def _merged(row: Sequence[str], below: Sequence[str]) -> list[str]:
    merged, spanning = [], ""
    for upper, lower in zip(row, below, strict=True):
        spanning = upper or spanning
        merged.append(f"{spanning} - {lower}" if lower else upper)
    return merged


def _shown(value: object) -> str:  # noqa: PLR0911 - one a type
    """A cell as a Vietnamese spreadsheet shows it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime.datetime() if value.time() == datetime.time():
            return f"{value:%d/%m/%Y}"
        case datetime.datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case datetime.date():
            return f"{value:%d/%m/%Y}"
        case float():
            return f"{value:.10g}".replace(".", ",")
        case _:
            return " ".join(str(value).split())
