"""Dates as Vietnamese papers write them: "ngày 13/3/2026", "ngày 16 tháng 6 năm 2025"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SHORT = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})(?!\d)"  # 01/7/2025
_LONG = r"(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4})"  # 16 tháng 6 năm 2025
DATE_PATTERN = rf"ngày\s+(?P<written>{_SHORT}|{_LONG})"
_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_BARE = re.compile(rf"(?<![\d/])(?:{_SHORT}|{_LONG})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in ISO form, and as the text has it."""

    iso: str
    written: str


def iso_of(match: re.Match[str]) -> str:
    """ISO form of a match of DATE_PATTERN; "" for no day of any calendar."""
    day, month, year = (match.group(name) or match.group(f"{name}2") for name in ("day", "month", "year"))
    possible = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return f"{year}-{int(month):02}-{int(day):02}" if possible else ""


def find_dates(text: str) -> Iterator[WrittenDate]:
    for match in _DATE.finditer(text):
        iso = iso_of(match)
        if iso:
            yield WrittenDate(iso, match.group("written"))


def iso_dates(text: str) -> Iterator[str]:
    """The dates of a text in ISO form, with or without "ngày" before them."""
    for match in _BARE.finditer(text):
        iso = iso_of(match)
        if iso:
            yield iso
