"""Abbreviations: written out for the index, with the misprints of scans."""

from pathlib import Path

import pytest

from corpus.abbreviations import load_abbreviations


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


def test_a_text_may_define_its_own() -> None:
    text = "Ban quản lý chợ truyền thống (BQLCTT) họp. BQLCTT đã thống nhất."

    assert load_abbreviations().with_defined(text).long_forms("BQLCTT") == ("Ban quản lý chợ truyền thống",)


def test_the_list_is_a_file_a_ward_can_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# ghi chú\nCĐ = Công đoàn | cao đẳng\nCĐ = cộng đồng\n", encoding="utf-8")

    assert load_abbreviations(path).long_forms("CĐ") == ("Công đoàn", "cao đẳng", "cộng đồng")
