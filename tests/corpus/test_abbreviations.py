"""Abbreviations: written out for the index, with the misprints of scans."""

from pathlib import Path

import pytest

from corpus.abbreviations import load_abbreviations
from corpus.vietnamese import is_readable


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("19 TTHC chưa cung cấp", ("thủ tục hành chính",)),
        ("UBND phường và HĐND&UBND", ("Ủy ban nhân dân", "Hội đồng nhân dân")),
        ("04 LDHĐ theo Nghị định", ("lao động hợp đồng",)),  # Đ read as D
        ("các NCSHCĐ còn lại", ("nhà sinh hoạt cộng đồng",)),  # one letter too many
        ("100% CBCCVV", ("cán bộ, công chức, viên chức",)),  # one letter wrong
        ("thủ tục hành chính", ()),
        ("ban tổ chức hội", ()),  # small letters abbreviate nothing
    ],
)
def test_an_abbreviation_is_written_out(text: str, long: tuple[str, ...]) -> None:
    assert load_abbreviations().long_forms(text) == long


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("UBND phường có mấy TDP?", "Ủy ban nhân dân phường có mấy tổ dân phố?"),
        ("ubnd phuong co may tdp", "uy ban nhan dan phuong co may to dan pho"),
        ("ĐVTN và dvtn là ai?", "đoàn viên thanh niên và đoàn viên thanh niên là ai?"),
        ("Nghị quyết 41/2025/NQ-HĐND là gì?", "Nghị quyết 41/2025/NQ-HĐND là gì?"),
        ("296-QĐ/BTV do ai ký?", "296-QĐ/BTV do ai ký?"),
        ("trang ubnd.gov.vn", "trang ubnd.gov.vn"),
        ("CAP ở đâu, cap nào?", "CAP ở đâu, cap nào?"),  # reads like a word
        ("CT và BTC họp", "CT và BTC họp"),  # two letters; two meanings
    ],
)
def test_a_question_is_read_with_its_abbreviations_written_out(question: str, read: str) -> None:
    assert load_abbreviations().written_out(question) == read


@pytest.mark.parametrize(
    ("letters", "readable"),
    [("cap", True), ("du", True), ("nghieng", True), ("ubnd", False), ("tthc", False), ("online", False)],
)
def test_letters_read_like_a_syllable_or_not(letters: str, readable: bool) -> None:
    assert is_readable(letters) is readable


def test_a_text_may_define_its_own() -> None:
    text = "Ban quản lý chợ truyền thống (BQLCTT) họp. BQLCTT đã thống nhất."

    assert load_abbreviations().with_defined(text).long_forms("BQLCTT") == ("Ban quản lý chợ truyền thống",)


def test_the_list_is_a_file_a_ward_can_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# ghi chú\nCĐ = Công đoàn | cao đẳng\nCĐ = cộng đồng\n", encoding="utf-8")

    assert load_abbreviations(path).long_forms("CĐ") == ("Công đoàn", "cao đẳng", "cộng đồng")
