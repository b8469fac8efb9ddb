"""The register as a spreadsheet."""

import csv
from pathlib import Path

import openpyxl
import pytest

from bot.door import InputError
from bot.register_export import export_register
from corpus.entry import Entry, Mention
from corpus.number import parse_number

ENTRY = Entry(
    number=parse_number("1808/QĐ-UBND"),
    type="Quyết định",
    name="",
    date="2025-10-31",
    issuer="UBND phường",
    issuer_explicit=True,
    subject="=HYPERLINK(1)\x0b",
    held=None,
    mentions=(
        Mention("bao-cao", "bao-cao.txt", (448, 452), "Quyết định số 1808", "p1", "III.8"),
        Mention("bao-cao", "bao-cao.txt", (460, 460), "Quyết định 1808", "p2", "III.8"),
    ),
)


def read_csv(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1]


def read_xlsx(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path).active
    return [cell.value or "" for cell in sheet[2]]


def test_a_row_tells_all_of_an_entry_and_runs_no_formula(tmp_path: Path) -> None:
    for name in ("so-hieu.csv", "so-hieu.XLSX"):
        export_register([ENTRY], tmp_path / name)

    row = read_csv(tmp_path / "so-hieu.csv")
    assert row[:6] == ["1808/QĐ-UBND", "Quyết định", "", "2025-10-31", "UBND phường", "'=HYPERLINK(1)"]
    assert row[7] == "bao-cao.txt: 448–452; bao-cao.txt: 460"
    assert read_xlsx(tmp_path / "so-hieu.XLSX") == row


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        export_register([ENTRY], tmp_path / "so-hieu.doc")

    assert list(tmp_path.iterdir()) == []
