"""Figures and dates in a text: where they stand, and the value they have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FIGURE = re.compile(
    r"""
    (?<![\w/.,-])
    (?P<figure>
        \d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)?          # 27.228   40,74   11.094/27.228
    )
    (?P<unit>\s?%|m²|km²|m\b)?                         # 40,74%   554,4m²
    (?![\w/-]|[.,]\d)
    """,
    re.VERBOSE,
)
_MONEY = re.compile(
    r"\d[\d.,]*\s(?:tỷ|triệu|nghìn)(?:\s\d[\d.,]*\s(?:triệu|nghìn))?(?:\sđồng)?"
)  # 39 tỷ 4 triệu đồng
_DATE = re.compile(
    r"""
    (?:ngày\s)?
    (?:
        (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})        # ngày 01/7/2025
      | ngày\s\d{1,2}\stháng\s\d{1,2}(?:\snăm\s\d{4})?              # ngày 05 tháng 6 năm 2020
    )
    | [Tt]háng\s\d{1,2}(?:/\d{4}|\snăm\s\d{4})?                     # tháng 7/2025
    | (?:quý|Quý)\s[IV]+(?:/\d{4})?                                 # Quý I/2026
    | thứ\s(?:Hai|Ba|Tư|Năm|Sáu|Bảy|hai|ba|tư|năm|sáu|bảy)(?:\stuần\sthứ\s\d)?  # thứ Ba hàng tuần
    | Chủ\snhật
    | [Nn]ăm\s\d{4}
    | \d{4}\s?[-–]\s?\d{4}                                          # 2025 - 2030
    | (?<![\d.,])\d{1,2}/\d{4}(?![/\w])                               # 7/2025
    """,
    re.VERBOSE,
)
_HOUR = re.compile(r"(?<!\d)\d{1,2}\s?(?:giờ|h)(?:\s?\d{2})?(?!\w)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text. `value` is comparable: "05" and "5", "27.228" and "27228" have the same."""

    text: str
    value: str
    start: int
    end: int


def figures(text: str) -> Iterator[Figure]:
    """The numbers that count or measure something, in order; parts of dates are none."""
    taken = [match.span() for match in _DATE.finditer(text) if match.group("day") or "/" in match.group()]
    for match in _FIGURE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield Figure(match.group(), value_of(match.group("figure")), match.start(), match.end())


def dates(text: str) -> Iterator[tuple[int, int]]:
    """Where dates, months, quarters, terms of office and days of the week stand."""
    for match in _DATE.finditer(text):
        yield match.span()


def hours(text: str) -> Iterator[tuple[int, int]]:
    """Where times of day stand: "7 giờ 30", "17h"."""
    for match in _HOUR.finditer(text):
        yield match.span()


def amounts(text: str) -> Iterator[tuple[int, int]]:
    """Where sums in words and digits stand: "31 tỷ 946 triệu đồng"."""
    for match in _MONEY.finditer(text):
        yield match.span()


def value_of(figure: str) -> str:
    """The comparable form: no thousands separators, no leading zeros, a point before decimals."""
    return "/".join(_one_value(part) for part in figure.split("/"))


def _one_value(figure: str) -> str:
    whole, comma, decimals = figure.partition(",")
    groups = whole.split(".")
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        whole = "".join(groups)
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if comma else whole
