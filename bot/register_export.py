"""The register as a spreadsheet: CSV for anything, XLSX for an office."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.console import lines_label
from bot.door import InputError
from bot.sheets import csv_sheet, harmless
from corpus.entry import Entry
from prompts import load


def export_register(entries: Iterable[Entry], path: Path) -> None:
    """Writes .csv or .xlsx by the name's ending; any other raises InputError."""
    columns, rows = load("cli/export_columns").split("\n"), [_row(entry) for entry in entries]
    match path.suffix.lower():
        case ".csv":
            path.write_bytes(csv_sheet(columns, rows))
        case ".xlsx":
            _write_xlsx([columns, *([harmless(cell) for cell in row] for row in rows)], path)
        case _:
            raise InputError("export_ending")


def _row(entry: Entry) -> list[str]:
    places = "; ".join(f"{mention.file}: {lines_label(mention.lines)}" for mention in entry.mentions)
    held = load("cli/held" if entry.held else "cli/not_held")
    number = str(entry.number) if entry.number else ""
    known = (number, entry.type, entry.name, entry.date, entry.issuer, entry.subject)
    return [cell or "" for cell in (*known, held, places)]


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
