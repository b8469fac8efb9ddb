"""Figures, amounts and dates in a text."""

import pytest

from corpus.measure import amounts, dates, figures, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Số hồ sơ đã tiếp nhận: 27.228 hồ sơ", ["27.228"]),
        ("đạt 40,74%", ["40,74%"]),
        ("11.094/27.228 hồ sơ", ["11.094/27.228"]),
        ("đất là 554,4m², sàn là 1106,5m²", ["554,4m²", "1106,5m²"]),
        ("Nghị quyết số 31/NQ-HĐND", []),  # part of a document's number
        ("ngày 01/7/2025 có 85 thủ tục", ["85"]),  # a date counts nothing
        ("biển số: 29A-032.86", []),
    ],
)
def test_figures_are_numbers_that_count_or_measure(text: str, expected: list[str]) -> None:
    assert [figure.text for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("05", "5"),
        ("27.228", "27228"),
        ("40,74", "40,74"),
        ("11.094/27.228", "11094/27228"),
        ("0,14", "0,14"),
    ],
)
def test_two_spellings_of_one_number_have_one_value(left: str, right: str) -> None:
    assert value_of(left) == value_of(right)


@pytest.mark.parametrize(("left", "right"), [("3", "13"), ("27,228", "27.228"), ("1.5", "1.500")])
def test_different_numbers_have_different_values(left: str, right: str) -> None:
    assert value_of(left) != value_of(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ban hành ngày 31/12/2024", ["ngày 31/12/2024"]),
        ("trong tháng 7/2025", ["tháng 7/2025"]),
        ("Quý I/2026 đã giải quyết", ["Quý I/2026"]),
        ("vào ngày thứ Ba hàng tuần", ["thứ Ba"]),
        ("nhiệm kỳ 2025 - 2030", ["2025 - 2030"]),
        ("122/124 đơn vị", []),
    ],
)
def test_dates_months_quarters_and_weekdays_are_found(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in dates(text)] == expected


def test_a_sum_in_words_and_digits_is_one_amount() -> None:
    text = "với tổng số tiền là 31 tỷ 946 triệu đồng."

    assert [text[start:end] for start, end in amounts(text)] == ["31 tỷ 946 triệu đồng"]
