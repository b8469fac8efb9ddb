"""Lines and rows as a page shows them: what justification, narrow lists and page breaks must not tear."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.extract.anyfile import extract
from ingest.extract.extracted import Method, Page
from ingest.extract.layout import Grid, Word, page_lines
from ingest.extract.limits import Limits
from ingest.extract.torn_rows import without_torn_rows


def a_row(words: Sequence[str], *, gap: float, left: float = 50, top: float = 100) -> list[Word]:
    """Words beside each other, 12 points high, as wide as their letters, `gap` points apart."""
    placed = []
    for word in words:
        right = left + 6 * len(word)
        placed.append(Word(word, left, top, right, top + 12))
        left = right + gap
    return placed


def pages(*lines: Sequence[str]) -> tuple[Page, ...]:
    return tuple(Page(tuple(each), Method.PDF, number) for number, each in enumerate(lines, start=1))


def test_a_line_that_is_justified_with_wide_gaps_stays_one_line() -> None:
    words = ["đạt", "40,74%.", "So", "với", "mức", "trung", "bình"]

    assert page_lines(a_row(words, gap=18)).lines == (" ".join(words),)


@pytest.mark.parametrize("words", [["STT", "Họ", "Chức", "Đơn"], ["1", "12", "130", "7"]])
def test_cells_far_apart_stay_cells(words: list[str]) -> None:
    assert page_lines(a_row(words, gap=60)).lines == ("\t".join(words),)


def test_the_longest_line_of_a_list_does_not_take_the_next_one_in() -> None:
    first = a_row(["- Về đầu tư, quy hoạch: 2 kiến nghị"], gap=4)
    second = a_row(["(Có biểu kèm theo)"], gap=4, top=116)
    cells = a_row(["STT"], gap=4, top=150)

    laid = page_lines([*first, *second, *cells], [Grid((50, 200, 540), (145, 165))])

    assert laid.lines[:2] == ("- Về đầu tư, quy hoạch: 2 kiến nghị", "(Có biểu kèm theo)")


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("3\tTại điểm, phục\t94", "\tvụ hành chính", "3\tTại điểm, phục vụ hành chính\t94"),
        ("1\tNghị định 370/2025/NĐ-\tTW", "\tCP của", "1\tNghị định 370/2025/NĐ-CP của\tTW"),
        ("1\tQuy định của\tTW", "\tBan Chấp hành\t", "1\tQuy định của Ban Chấp hành\tTW"),
    ],
)  # fmt: skip
def test_a_row_torn_by_a_page_break_is_whole_again(before: str, after: str, whole: str) -> None:
    first, second = without_torn_rows(pages(["Đầu trang", before], [after, "Dòng sau"]))

    assert first.lines == ("Đầu trang", whole)
    assert second.lines == ("Dòng sau",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1\tTổ dân phố số 1\t5 người", "\tTổ dân phố số 2\t6 người"),  # another row under the same number
        ("1\tTổ dân phố số 1\t5 người", "2\ttổ dân phố\t6 người"),
        ("1\t\t5 người", "\tnhà văn hóa"),  # nothing there that could go on
        ("Dòng chữ thường", "\tvụ hành chính"),
    ],
)
def test_a_row_of_its_own_stays_where_it_is(before: str, after: str) -> None:
    first, second = without_torn_rows(pages([before], [after, "Dòng sau"]))

    assert first.lines == (before,)
    assert second.lines[0].strip("\t") == after.strip("\t")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_full_stop_is_read_in_a_font_that_tells_no_height(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dân số phường là 130.000 người.", encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--infilter=Text (encoded):UTF8,LF,,,", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "a.txt")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    found = extract(tmp_path / "a.pdf", file="a.pdf", limits=Limits())

    assert found.lines == ("Dân số phường là 130.000 người.",)
