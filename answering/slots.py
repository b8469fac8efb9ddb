"""Slots: where in a text the kind of thing that a question asks for stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from answering.evidence import Place, Term
from answering.persons import persons
from answering.understand import Asked, Asks
from corpus.letters import CAPITALS
from corpus.measure import Figure, amounts, dates, figures, hours
from corpus.number import find_numbers

_YEAR = re.compile(r"(?:năm|nhiệm kỳ|giai đoạn)\s+$")
_ADDRESS = re.compile(
    rf"""
    (?:số\s|tại\s|ngõ\s|phố\s|đường\s|tầng\s)?\d+[/\d]*\s
        (?:ngõ\s\d*\s?|phố\s|đường\s)?[{CAPITALS}]\w+      # 33 Đại Cồ Việt, 14 ngõ Đình Đại
  | (?:tại|ở)\s(?:địa\schỉ\s|các?\s)?\w+                    # tại bưu cục
  | nơi\s(?:cư\strú|thường\strú|tạm\strú|sinh\ssống|làm\sviệc)  # xã nơi cư trú của người được giám hộ
  | (?<!hành\s)(?:ngõ|phố|đường|tầng|trụ\ssở|kho)\s[\d{CAPITALS}]       # tầng 8
    """,
    re.VERBOSE,
)
_ROLE = re.compile(
    r"(?:đồng chí|Chủ tịch|Bí thư|Trưởng|Phó|Chánh|Giám đốc|Hội|Ủy ban|Ban|Văn phòng|Phòng|Sở|Đảng ủy|"
    r"UBND|HĐND)\b"
)
_LAW = re.compile(rf"(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp|Điều lệ)\s[{CAPITALS}]\w+")


# How a figure of each kind begins and goes on.
_MEASURES = {
    "share": re.compile(r"[\d.,]+\s?%|[\d.,]+/[\d.,]+"),  # 40,74%   11.094/27.228
    "money": re.compile(
        r"[\d.,]+(?:\s(?:tỷ|triệu|nghìn))?(?:\s[\d.,]+)?\s?(?:tỷ|triệu|nghìn|đồng|đ\b|%)"
    ),  # 3 tỷ 661 triệu
    "hour": re.compile(r"\d{1,2}\s?(?:giờ|h|:\d\d)"),  # 7 giờ 30
    "period": re.compile(r"[\d.,]+\s(?:ngày|tháng|năm|giờ|tuần|quý|phút|buổi)"),  # 15 ngày
    "telephone": re.compile(r"(?:0\d|1[89]\d\d|\d{3,4}\b(?![.,]\d))[\d. ]*"),  # 024 3869 1234, 1022
    "link": re.compile(r"\S+@\S+|(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}\b"),  # dvc.hanoi.dcs.vn
    "area": re.compile(r"[\d.,]+\s?(?:m²|m2|km²|km2|ha\b|héc|mét vuông)"),  # 554,4m²
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A candidate answer inside a text: its characters, its first and last word, its comparable value."""

    start: int
    end: int
    word: int
    last: int
    value: str = ""


def slots(asked: Asked, text: str, own: Place) -> list[Slot]:
    """The slots of the asked kind in reading order; values that stand in the question itself are none."""
    if asked.kind is Asks.COUNT:
        return _link_slots(text, own) if asked.measure == "link" else _count_slots(asked, text, own)
    if asked.kind is Asks.DATE:
        return [_slot(own, start, end) for start, end in (*dates(text), *hours(text))]
    if asked.kind is Asks.DOCUMENT:
        named = [match.span() for match in _LAW.finditer(text)]
        numbered = _number_spans(text)
        return [_slot(own, start, end) for start, end in sorted([*named, *numbered])]
    if asked.kind is Asks.PLACE:
        places = [*_ADDRESS.finditer(text), *(_ROLE.finditer(text) if asked.whither else ())]
        return [_slot(own, *match.span()) for match in sorted(places, key=lambda match: match.start())]
    if asked.kind is Asks.PERSON:
        persons_named = list(persons(text))
        found = persons_named or ([] if asked.office else list(_ROLE.finditer(text)))
        return [_slot(own, *match.span()) for match in sorted(found, key=lambda match: match.start())]
    return []


def needs_slot(asked: Asked) -> bool:
    """Whether a text without a slot cannot answer."""
    return asked.kind in {Asks.COUNT, Asks.DATE, Asks.DOCUMENT, Asks.PLACE, Asks.PERSON}


def must_have_slot(asked: Asked) -> bool:
    """Whether a text without a slot says nothing: a person may be told in words we do not know."""
    return asked.kind in {Asks.COUNT, Asks.DATE, Asks.PLACE} or asked.office


def _link_slots(text: str, own: Place) -> list[Slot]:
    return [_slot(own, *match.span()) for match in _MEASURES["link"].finditer(text)]


def _count_slots(asked: Asked, text: str, own: Place) -> list[Slot]:
    given = {word.value for word in asked.words if word.value}
    numbers, money = _number_spans(text), _amounts(text)
    found: list[Slot] = []
    for figure in _figures(text):
        inside_number = any(start <= figure.start < end for start, end in numbers)
        marks = text[figure.start - 1 : figure.start] == "(" and text[figure.end : figure.end + 1] == ")"
        if inside_number or marks or figure.value in given or _is_year(text, figure.start, figure.value):
            continue
        if any(start < figure.start < end for start, end in money):
            continue
        if asked.measure and not _MEASURES[asked.measure].match(text[figure.start : figure.end + 40]):
            continue
        found.append(_slot(own, figure.start, figure.end, figure.value))
    return found


# The same units are read for question after question.
@lru_cache(maxsize=20_000)
def _number_spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start, found.end) for found in find_numbers(text))


@lru_cache(maxsize=20_000)
def _figures(text: str) -> tuple[Figure, ...]:
    return tuple(figures(text))


@lru_cache(maxsize=20_000)
def _amounts(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(amounts(text))


def _is_year(text: str, start: int, value: str) -> bool:
    return len(value) == 4 and value[:2] in {"19", "20"} and bool(_YEAR.search(text[:start]))


def _slot(own: Place, start: int, end: int, value: str = "") -> Slot:
    first, last = bisect_right(own.starts, start) - 1, bisect_right(own.starts, end - 1) - 1
    return Slot(start, end, max(first, 0), max(last, 0), value)


def beside(asked: Asked, terms: Sequence[Term], text: str, own: Place, slot: Slot) -> float:
    """The share of the asked noun right after the slot, or right before it; 1 for another word for it.

    `own` are the words of `text`. Beyond a comma the noun more likely belongs to the next figure.
    """
    if not asked.focus:
        return 0.0
    clause = _clause(text, own, slot)
    near = _named(asked, terms, own, slot, clause)
    return max(near, _BEYOND * _named(asked, terms, own, slot, range(len(own.words))))


def _named(asked: Asked, terms: Sequence[Term], own: Place, slot: Slot, places: range) -> float:
    right = own.words[slot.last + 1 : places.stop]
    following = f" {' '.join(right[:6])} "
    if any(following.startswith(f" {form} ") for form in _other_forms(asked, terms)):
        return 1.0
    together = next(
        (n for n, pair in enumerate(zip(asked.focus, right, strict=False)) if pair[0] != pair[1]), None
    )
    run = min(len(asked.focus), len(right)) if together is None else together
    if run >= min(2, len(asked.focus)):
        return 0.7 + 0.3 * run / len(asked.focus)
    after = right[: len(asked.focus) + 3]
    before = own.words[max(slot.word - len(asked.focus) - 4, places.start) : slot.word]
    return max(0.6 * _held(asked.focus, after), 0.6 * _held(asked.focus, before))


# What the noun beyond a comma counts for.
_BEYOND = 0.5
_COMMA = re.compile(r"[,;](?=\s)|\.(?=\s|$)")


def _clause(text: str, own: Place, slot: Slot) -> range:
    """The places of the words between the commas around a slot."""
    before = [match.end() for match in _COMMA.finditer(text, 0, slot.start)]
    after = _COMMA.search(text, slot.end)
    first = bisect_left(own.starts, before[-1]) if before else 0
    return range(first, bisect_left(own.starts, after.start()) if after else len(own.words))


def _other_forms(asked: Asked, terms: Sequence[Term]) -> set[str]:
    """Other words for the opening of the asked noun: for "thủ tục", "tthc"."""
    opening = {" ".join(asked.focus[:2]), asked.focus[0]}
    return {form for term in terms if term.forms[0] in opening for form in term.forms[1:]}


def _held(focus: tuple[str, ...], words: tuple[str, ...]) -> float:
    return sum(word in words for word in focus) / len(focus)
