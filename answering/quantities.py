"""What a text says in figures: values and days, whichever way they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.measure import value_of
from corpus.number import find_numbers
from corpus.vietnamese import syllables

_SCALES = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_DIGITS = {
    word: value
    for value, words in enumerate(
        (
            ("không",),
            ("một", "mốt"),
            ("hai",),
            ("ba",),
            ("bốn", "tư"),
            ("năm", "lăm", "nhăm"),
            ("sáu",),
            ("bảy", "bẩy"),
            ("tám",),
            ("chín",),
        )
    )
    for word in words
}
_TENS, _HUNDRED, _GAP = {"mươi", "mười"}, "trăm", {"linh", "lẻ"}
# "Năm" alone is most often a year, "một" an article, "ba" and "tư" parts of other words.
_SURE_ALONE = {"hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"}
_FIGURE = re.compile(
    r"(?<![\w.,])(?P<figure>\d+(?:[.,]\d+)*)(?:\s?(?P<scale>nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b)?", re.IGNORECASE
)
_SHARE = re.compile(r"\s?(?:%|phần trăm\b)", re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WRITTEN_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.])0?{_DAY}\s?[/.-]\s?0?{_MONTH}\s?[/.-]\s?{_YEAR}(?!\d)",  # 01/7/2025
        rf"\b0?{_DAY}\s+tháng\s+0?{_MONTH}\s*(?:,\s*)?(?:năm\s+|/\s?){_YEAR}(?!\d)",  # 1 tháng 7 năm 2025
        rf"\bngày\s+0?{_DAY}\s+tháng\s+0?{_MONTH}\b",  # ngày 5 tháng 6
        rf"\bngày\s+0?{_DAY}\s?[/-]\s?0?{_MONTH}(?![\d/])",  # ngày 05/6
        rf"\btháng\s+0?{_MONTH}\s*(?:[/-]|năm\s)\s?{_YEAR}(?!\d)",  # tháng 7/2025, tháng 7 năm 2025
        rf"(?<![\d./,])0?{_MONTH}/{_YEAR}(?![\d/])",  # 7/2025
        rf"\btháng\s+0?{_MONTH}\b(?!\s?[/-])",  # tháng 7
        rf"\b(?:năm|nhiệm kỳ|giai đoạn|khóa|quý\s[IV]+/?)\s*{_YEAR}(?!\d)",  # năm 2025, nhiệm kỳ 2025
        rf"(?<=\d{{4}})\s?[-–]\s?{_YEAR}(?!\d)",  # … - 2030
        rf"(?<=[IV]/){_YEAR}(?!\d)",  # Quý I/2026
    )
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` says how many; `share` of a hundred."""

    value: Decimal
    share: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """`text[start:end]` is a day, a month or a year; 0 for what it does not say."""

    day: int
    month: int
    year: int
    start: int
    end: int

    def says(self, other: "Day") -> bool:
        """Whether this one tells all that the other does."""
        pairs = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(not asked or asked == told for told, asked in pairs)


@lru_cache(maxsize=4_096)
def days(text: str) -> tuple[Day, ...]:
    """The dates of a text in the order they stand; a month inside a whole date is none of its own."""
    taken = bytearray(len(text))
    found = []
    for pattern in _WRITTEN_DAYS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            groups = match.groupdict()
            day, month, year = (int(groups.get(name) or 0) for name in ("day", "month", "year"))
            if day <= 31 and month <= 12:
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                found.append(Day(day, month, year, *match.span()))
    return tuple(sorted(found, key=lambda each: each.start))


@lru_cache(maxsize=4_096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every figure of a text, in digits or in words, in order; parts of dates and document numbers are none.

    "39 tỷ 4 triệu" is one; "11.094/27.228" are two.
    """
    taken = [(found.start, found.end) for found in find_numbers(text)]
    taken += [(day.start, day.end) for day in days(text)]
    written = [*_in_digits(text, taken), *_in_words(text)]
    return tuple(sorted(written, key=lambda each: each.start))


def _in_digits(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    start = end = 0
    total, scale = Decimal(0), 0
    for match in _FIGURE.finditer(text):
        if any(left <= match.start() < right for left, right in taken):
            continue
        value = Decimal(value_of(match["figure"]) if _is_plain(match["figure"]) else 0)
        step = _SCALES[match["scale"].lower()] if match["scale"] else 1
        goes_on = scale > step and text[end : match.start()] == " "
        if scale and not goes_on:
            yield _quantity(text, total, start, end)
        start, total = (start, total) if goes_on else (match.start(), Decimal(0))
        total, end, scale = total + value * step, match.end(), step
        if step == 1:
            yield _quantity(text, total, start, end)
            scale = 0
    if scale:
        yield _quantity(text, total, start, end)


def _is_plain(figure: str) -> bool:
    """Not "1.2.3" or "1,2,3", which count nothing."""
    return re.fullmatch(r"-?\d+(?:\.\d+)?", value_of(figure)) is not None


def _quantity(text: str, value: Decimal, start: int, end: int) -> Quantity:
    share = _SHARE.match(text, end)
    return Quantity(value.normalize(), share is not None, start, share.end() if share else end)


def _in_words(text: str) -> Iterator[Quantity]:
    """Runs of number words: "hai trăm linh ba", and the surer ones alone."""
    spoken = list(syllables(text))
    place = 0
    while place < len(spoken):
        stop = place
        while stop < len(spoken) and _is_number_word(spoken[stop].text.lower()):
            if stop > place and text[spoken[stop - 1].end : spoken[stop].start].strip():
                break
            stop += 1
        words = [each.text.lower() for each in spoken[place:stop]]
        # "Năm hai nghìn không trăm hai mươi lăm" opens with the word for a year.
        if words[:1] == ["năm"] and len(words) > 1 and words[1] not in _TENS | {_HUNDRED, *_SCALES}:
            place, words = place + 1, words[1:]
        value = _spoken(words)
        if value is not None:
            yield _quantity(text, Decimal(value), spoken[place].start, spoken[stop - 1].end)
        place = max(stop, place + 1)


def _is_number_word(word: str) -> bool:
    return word in _DIGITS or word in _TENS or word == _HUNDRED or word in _GAP or word in _SCALES


def _spoken(words: list[str]) -> int | None:
    """The value of number words; None for what is no number: "ba năm", a scale alone."""
    if len(words) == 1:
        return (_DIGITS.get(words[0], 10)) if words[0] in _SURE_ALONE else None
    if not any(word in _TENS or word == _HUNDRED or word in _SCALES for word in words):
        return None
    if words[0] not in _DIGITS and words[0] != "mười":
        return None
    total = part = last = 0
    for word in words:
        if word in _DIGITS:
            last = _DIGITS[word]
        elif word == "mười":
            part, last = part + 10, 0
        elif word == "mươi":
            part, last = part + last * 10, 0
        elif word == _HUNDRED:
            part, last = part + last * 100, 0
        elif word in _SCALES:
            total, part, last = total + (part + last) * _SCALES[word], 0, 0
    return total + part + last
