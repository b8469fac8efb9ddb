"""Text files: what is read, and what is refused in words a clerk can act on."""

import unicodedata
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.extract.text import read_text

SENTENCE = "Đảng ủy phường báo cáo kết quả."


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        unicodedata.normalize("NFD", SENTENCE).encode(),  # decomposed letters
        (SENTENCE + "\r").encode(),
    ],
)
def test_every_unicode_encoding_gives_the_same_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    assert read_text(path, file="a.txt").lines == (SENTENCE,)


def test_the_last_line_needs_no_newline(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("một\n\nhai\nba", encoding="utf-8")

    assert read_text(path, file="a.txt").lines == ("một", "", "hai", "ba")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "rỗng"),
        (b" \n\t\n", "rỗng"),
        (b"abc\x00def", "nhị phân"),
        (b"\x7fELF\x02\x01", "nhị phân"),
        ("ổn\nổn\n".encode() + b"\xb5\xb6", "dòng 3"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_bytes(data)

    with pytest.raises(IngestError, match=said) as refusal:
        read_text(path, file="bao-cao.txt")
    assert "bao-cao.txt" in str(refusal.value)


def test_a_pile_of_combining_marks_is_refused_before_it_costs_minutes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a" + "\u0300\u0323" * 100_000, encoding="utf-8")

    with pytest.raises(IngestError):
        read_text(path, file="a.txt")


def test_scripts_and_links_that_run_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Đầu\n<script>\nalert(1)\n</script>\n[xem](javascript:alert(1)) thêm", encoding="utf-8")

    lines = read_text(path, file="a.md").lines

    assert lines == ("# Đầu", "", "", "", "[xem] thêm")
