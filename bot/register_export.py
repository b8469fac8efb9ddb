"""The register as a spreadsheet: CSV for anything, XLSX for an office."""

import csv
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.console import lines_label
from bot.door import InputError
from corpus.entry import Entry
from prompts import load

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def export_register(entries: Iterable[Entry], path: Path) -> None:
    """Writes .csv or .xlsx by the name's ending; any other raises InputError."""
    rows = [load("cli/export_columns").split("\n"), *(_row(entry) for entry in entries)]
    match path.suffix.lower():
        case ".csv":
            _write_csv(rows, path)
        case ".xlsx":
            _write_xlsx(rows, path)
        case _:
            raise InputError("export_ending")


def _row(entry: Entry) -> list[str]:
    places = "; ".join(f"{mention.file}: {lines_label(mention.lines)}" for mention in entry.mentions)
    held = load("cli/held" if entry.held else "cli/not_held")
    number = str(entry.number) if entry.number else ""
    known = (number, entry.type, entry.name, entry.date, entry.issuer, entry.subject)
    return [_harmless(cell or "") for cell in (*known, held, places)]


def _harmless(cell: str) -> str:
    cell = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _write_csv(rows: list[list[str]], path: Path) -> None:
    # The byte order mark makes Excel read the accents.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)


def _write_xlsx(rows: list[list[str]], path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = load("cli/export_sheet")
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate((22, 16, 28, 12, 32, 70, 24, 50), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
