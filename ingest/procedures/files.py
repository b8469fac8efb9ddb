"""The files that bring a list of procedures: JSON Lines, CSV, a spreadsheet."""

import csv
import io
import json
import lzma
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import ValidationError

import prompts
from corpus.vietnamese import syllables
from ingest.errors import IngestError
from ingest.procedures.record import ALIASES, Record

SUPPORTED = (".jsonl", ".jsonl.xz", ".csv", ".xlsx")
# A national list has some 7,000 procedures of 20 KB each; more than this is no list of them.
_MOST_BYTES = 300_000_000
_MOST_ROWS = 20_000
_LONGEST_CELL = 500_000
_HEAD_ROWS = 10

# openpyxl lets through whatever the XML of a broken workbook raises.
_BROKEN = (
    *(lzma.LZMAError, EOFError, zipfile.BadZipFile, InvalidFileException, csv.Error),
    *(KeyError, ValueError, TypeError, SyntaxError, IndexError),
)

_Row = tuple[int, Mapping[str, object]]


def read_records(path: Path) -> tuple[Record, ...]:
    """Every row of the list, in order. Raises IngestError for a file that is no such list, naming the row."""
    if not path.is_file():
        raise IngestError(prompts.load("errors/ingest_missing", file=path))
    records: dict[str, Record] = {}
    for number, row in _rows(path):
        record = _record(row, path, number)
        if record.code in records:
            raise _wrong(path, number, "procedures_twice", code=record.code)
        records[record.code] = record
        if len(records) > _MOST_ROWS:
            raise IngestError(prompts.load("errors/procedures_large", file=path.name))
    if not records:
        raise IngestError(prompts.load("errors/procedures_none", file=path.name))
    return tuple(records.values())


def _rows(path: Path) -> Iterator[_Row]:
    try:
        match "".join(path.suffixes[-2:] if path.suffix.lower() == ".xz" else path.suffixes[-1:]).lower():
            case ".jsonl":
                yield from _json_lines(_text(_bytes(path), path), path)
            case ".jsonl.xz":
                with lzma.open(path) as packed:
                    yield from _json_lines(_text(packed.read(_MOST_BYTES + 1), path), path)
            case ".csv":
                yield from _csv(_text(_bytes(path), path), path)
            case ".xlsx":
                yield from _spreadsheet(path)
            case _:
                supported = ", ".join(SUPPORTED)
                raise IngestError(prompts.load("errors/procedures_kind", file=path.name, supported=supported))
    except _BROKEN as error:
        raise IngestError(prompts.load("errors/procedures_broken", file=path.name)) from error


def _bytes(path: Path) -> bytes:
    """One more than the most, so that what is too large is told and not read."""
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def _text(content: bytes, path: Path) -> str:
    if len(content) > _MOST_BYTES:
        raise IngestError(prompts.load("errors/procedures_large", file=path.name))
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise IngestError(prompts.load("errors/file_encoding", file=path.name, line=line)) from error


def _json_lines(text: str, path: Path) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(path, number, "procedures_json") from error
        if not isinstance(row, dict):
            raise _wrong(path, number, "procedures_json")
        yield number, row


def _csv(text: str, path: Path) -> Iterator[_Row]:
    csv.field_size_limit(_LONGEST_CELL)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    yield from _headed(csv.reader(io.StringIO(text, newline=""), delimiter=separator), path)


def _spreadsheet(path: Path) -> Iterator[_Row]:
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
            raise IngestError(prompts.load("errors/procedures_large", file=path.name))
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        yield from _headed(book.worksheets[0].iter_rows(values_only=True), path)
    finally:
        book.close()


def _headed(rows: Iterator[Sequence[object]], path: Path) -> Iterator[_Row]:
    """Rows under the line that names the columns; titles may stand above it."""
    columns: list[str] = []
    for number, cells in enumerate(rows, start=1):
        if columns:
            if any(cell not in {None, ""} for cell in cells):
                yield number, dict(zip(columns, cells, strict=False))
            continue
        named = [_column(str(cell or "")) for cell in cells]
        if {ALIASES["code"], ALIASES["name"]} <= set(named):
            columns = named
        elif number == _HEAD_ROWS:
            break
    if not columns:
        raise IngestError(prompts.load("errors/procedures_columns", file=path.name))


def _column(header: str) -> str:
    """The field a column holds: "Yêu cầu, điều kiện thực hiện" begins with the name of one."""
    key = "_".join(word.folded for word in syllables(header))
    known = sorted((alias for alias in ALIASES.values() if key.startswith(alias)), key=len)
    return known[-1] if known else key


def _record(row: Mapping[str, object], path: Path, number: int) -> Record:
    try:
        return Record.model_validate(row)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise _wrong(path, number, "procedures_field", field=field) from error


def _wrong(path: Path, number: int, name: str, **values: str) -> IngestError:
    return IngestError(prompts.load(f"errors/{name}", file=path.name, line=number, **values))
