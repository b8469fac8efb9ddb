"""Files that bring a list of procedures."""

import csv
import lzma
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.errors import IngestError
from ingest.procedures.files import read_records
from tests.files import a_zip, an_xlsx
from tests.procedure_rows import BIRTH, MARRIAGE, write_rows

_HEADS = ["STT", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Yêu cầu, điều kiện thực hiện"]
_CELLS = ["1", "1.001193", "Đăng ký khai sinh", "Hộ tịch", "Không"]


def test_a_packed_list_reads_like_a_plain_one(tmp_path: Path) -> None:
    plain = write_rows(tmp_path / "a.jsonl")
    packed = tmp_path / "a.jsonl.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))

    assert read_records(packed) == read_records(plain)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_text_is_read_by_the_names_of_its_columns(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=separator).writerows([_HEADS, _CELLS])

    (record,) = read_records(path)

    assert (record.code, record.field, record.conditions) == ("1.001193", "Hộ tịch", "Không")


def test_a_spreadsheet_may_have_a_title_above_its_columns(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Danh mục thủ tục"], [], _HEADS, _CELLS):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    (record,) = read_records(tmp_path / "a.xlsx")

    assert record.name == "Đăng ký khai sinh"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b"", "không có thủ tục nào"),
        ("a.jsonl", b'{"ma_thu_tuc": "1.1"}\n', "dòng 1"),
        ("a.jsonl", b'\n{"ma_thu_tuc": "../1", "ten_thu_tuc": "A"}\n', "dòng 2"),
        ("a.jsonl", b"[1]\n", "dòng 1"),
        ("a.jsonl", b"[" * 100_000, "dòng 1"),
        ("a.jsonl", b"\xff\xfa", "dòng 1"),
        ("a.jsonl.xz", b"no archive", "hỏng"),
        ("a.xlsx", b"no spreadsheet", "hỏng"),
        ("a.csv", "Mã,Tên\n1,2\n".encode(), "hàng tiêu đề"),
        ("a.pdf", b"%PDF", ".jsonl"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(IngestError, match=said) as refused:
        read_records(path)

    assert name in str(refused.value)


def test_a_spreadsheet_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = an_xlsx(tmp_path / "whole.xlsx", [_HEADS, _CELLS])
    with zipfile.ZipFile(whole) as parts:
        cut = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    cut[sheet] = cut[sheet][: len(cut[sheet]) // 2]

    with pytest.raises(IngestError, match="hỏng"):
        read_records(a_zip(tmp_path / "a.xlsx", cut))


def test_half_a_letter_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"ma_thu_tuc": "1.1", "ten_thu_tuc": "C\\ud800ấp giấy"}\n', encoding="utf-8")

    (record,) = read_records(path)

    assert record.name == "Cấp giấy"


def test_a_code_that_comes_twice_is_refused(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "a.jsonl", BIRTH, MARRIAGE, BIRTH)

    with pytest.raises(IngestError, match=r"dòng 3 .*1\.001193"):
        read_records(path)
