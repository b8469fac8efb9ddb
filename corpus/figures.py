"""Measured facts: the figures of a passage, each with the noun it counts and what narrows it down."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from corpus.abbreviations import load_abbreviations
from corpus.document import Kind
from corpus.letters import CAPITALS, SMALL
from corpus.measure import Figure, amounts, dates, figures
from corpus.number import find_numbers
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import Syllable, fold, syllables

_WORDS = Path(__file__).with_name("figure_words.yaml")
_OVER = re.compile(r"(?:trên|hơn|khoảng|gần|dưới|ước(?:\sđạt)?)\s*$", re.IGNORECASE)
# "cao hơn 14,74%" measures a difference, not the thing.
_COMPARED = re.compile(
    r"(?:cao hơn|thấp hơn|nhiều hơn|ít hơn|tăng|giảm|thêm|tăng lên|giảm xuống)[\s*]+$", re.IGNORECASE
)
# What opens the label before a figure: "tỷ lệ giải quyết đúng hạn đạt", "Số hồ sơ đã tiếp nhận:".
_LABEL = re.compile(
    r"\b(?:tỷ lệ|tỉ lệ|tổng số|tổng|số lượng|số|diện tích|dân số|mật độ|kinh phí|mức)\b(?!\s?\d)",
    re.IGNORECASE,
)
_LINK_AT_END = re.compile(r"(?:\s(?:đạt|chiếm|là|trên|hơn|khoảng|gần|duy trì.*|ở mức.*))+$")
_SHARE_LABEL = re.compile(r"\b(?:tỷ lệ|tỉ lệ)\b", re.IGNORECASE)
_PROPER = re.compile(rf"\s[{CAPITALS}][{SMALL}]+\s[{CAPITALS}][{SMALL}]+")
_CLAUSE_END = re.compile(r"[;:,.()“”\"](?=\s|$)|(?<=\s)[(–-]|\(")
_YEAR = re.compile(r"(?:năm|nhiệm kỳ|giai đoạn|khóa)\s+$", re.IGNORECASE)
# A figure behind one of these is a number, not a count: "số 33", "Điều 5", "tầng 6"; but "tổng số 33" is one.
_ORDINAL = re.compile(
    r"\b(?:(?<!tổng\s)(?<!trong\s)số|điều|khoản|điểm|chương|mục|phần|phụ lục|biểu|mẫu|tầng|ngõ|ngách|"
    r"phố|đường|quận|tổ|khu|phòng|thứ|lần|khóa|trang|ngày|tháng|chỉ thị|nghị quyết|nghị định|quyết định|"
    r"công văn|kế hoạch|thông tư|quốc lộ|cấp)\s+$",
    re.IGNORECASE,
)
# What a rule asks for measures nothing: "tối thiểu 02 sản phẩm", "từ 80% trở lên", "02 đến 03 xe".
_BOUND_BEFORE = re.compile(
    r"(?:\b(?:từ|quá|tối thiểu|tối đa|tối thiểu là|tối đa là|ít nhất|nhiều nhất|đến dưới|cứ|mỗi"
    r"|chưa đủ|từ đủ|người đủ)"
    r"|\d%?\s(?:đến|-|–)"
    r"|\btừ\s(?:trên\s)?[\d.,]+\s?%?(?:\s\w+)?\sđến)\s+$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(
    r"\s?%?(?:\s[\w²]+)?\s(?:trở lên|trở xuống|(?:đến|-|–)\s(?:dưới\s)?\d)", re.IGNORECASE
)
# "tăng từ 112 lên 559 thủ tục" does measure.
_CHANGED = re.compile(r"(?:tăng|giảm|nâng|hạ)\stừ\s+$", re.IGNORECASE)
# "7.097 đảng viên/7.217 đảng viên" counts twice.
_BY_SLASH = re.compile(rf"(?<=[{SMALL}])/(?=\d)")
# "tăng từ 112 lên 559 thủ tục": what stands before the first is said of the second.
_FROM_TO = re.compile(r"\s(?:lên|xuống|xuống còn|còn|đến)\s")
# "1.2.3" is a figure to look at, and no number.
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)?")
_NOUN = 6
# Characters before a figure that tell what it is.
_LOOK = 40
_SHARE, _AREA = "%", "m²"


@dataclass(frozen=True, slots=True)
class Measured:
    """`text[start:end]` of a passage is a figure; the words are folded, abbreviations written out.

    `noun` is what is counted or, for a share, what it is the share of; `name` is the same as printed. `label`
    are the words that "số …" or "tỷ lệ …" puts before the figure, `tail` those after the noun in its clause,
    `before` the sentence since the figure before, `row` the first cell of its row, `times` its dates.
    `stretch` takes in label and noun, `sentence` is the sentence or cell. `rough` figures are said with
    "hơn", "trên" or "khoảng".
    """

    passage: str
    document: str
    group: str
    start: int
    end: int
    text: str
    value: str
    unit: str
    rough: bool
    noun: tuple[str, ...]
    name: str
    label: frozenset[str]
    tail: frozenset[str]
    before: str
    row: str
    times: frozenset[str]
    sentence: tuple[int, int]
    stretch: tuple[int, int]


@cache
def figure_words(name: str) -> frozenset[str]:
    """One of the sets in figure_words.yaml."""
    return frozenset(yaml.safe_load(_WORDS.read_text(encoding="utf-8"))[name])


def measured(passage: Passage) -> tuple[Measured, ...]:
    """The facts of a passage in reading order. Dates, document numbers, ordinals and addresses are none."""
    if passage.kind is Kind.HEADING:
        return ()
    outside = f"{passage.lead} . {passage.headings[-1] if passage.headings else ''}"
    if not passage.cells:
        return tuple(
            fact
            for span in sentences(passage.text)
            for fact in _of_sentence(passage, span.start, span.end, outside, row="")
        )
    first = passage.cells[0]
    row = passage.text[first.start : first.end]
    return tuple(
        fact
        for cell in passage.cells[1:]
        for fact in _of_sentence(passage, cell.start, cell.end, f"{outside} . {cell.header}", row=row)
    )


def _of_sentence(passage: Passage, start: int, end: int, outside: str, *, row: str) -> Iterator[Measured]:
    text = passage.text[start:end]
    numbers = [(found.start, found.end) for found in find_numbers(text)]
    taken = [*numbers, *amounts(text)]
    when = list(dates(text))
    around = _times(outside, list(dates(outside)))
    read = figures(_BY_SLASH.sub(" ", text))
    told = [f for f in read if _NUMBER.fullmatch(f.value) and _counts(text, f.start, f.end, taken)]
    for place, figure in enumerate(told):
        left, right = _clause(text, figure.start, figure.end)
        after, noun_end = _noun_after(text, figure.end, right)
        unit = _unit(figure.text)
        before_it = _end_before(text, told[:place], figure)
        label, label_start = (
            _share_label(text, 0, figure.start)
            if unit == _SHARE
            else _label_before(text, left, figure.start, before_it)
        )
        noun = label if unit else after
        if not noun:
            continue
        following = told[place + 1].start if place + 1 < len(told) else right
        tail = text[noun_end : min(right, following)]
        before = text[: figure.start]
        yield Measured(
            passage=passage.id,
            document=passage.document,
            group=passage.group,
            start=start + figure.start,
            end=start + figure.end,
            text=figure.text,
            value=figure.value,
            unit=unit,
            rough=_is_rough(before, figure.value),
            noun=noun,
            name=_name(text[label_start : figure.start] if unit else text[figure.end : noun_end]),
            label=frozenset(label),
            tail=_words(tail),
            before=_plain(text[before_it : figure.start]),
            row=_plain(row),
            times=_times(text, when) or around,
            sentence=(start, end),
            stretch=(start + (label_start if label else figure.start), start + max(noun_end, figure.end)),
        )


def _end_before(text: str, before: list[Figure], figure: Figure) -> int:
    """Where the figure before this one ends, but for the first of two that a change goes between."""
    ends = [0, *(each.end for each in before)]
    return ends[-2] if before and _FROM_TO.fullmatch(text[ends[-1] : figure.start]) else ends[-1]


def _is_rough(before: str, value: str) -> bool:
    """ "trên 24.000" is rough; "trên 13 lĩnh vực" is said on, not above, 13."""
    found = _OVER.search(before)
    return found is not None and (found.group().strip().lower() != "trên" or value.endswith("0"))


def _unit(figure: str) -> str:
    if figure.endswith("%"):
        return _SHARE
    return _AREA if figure.endswith(("m", "m²")) else ""


def _counts(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    if any(left <= start < right for left, right in taken):
        return False
    before, figure = text[:start], text[start:end]
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return False
    if _YEAR.search(before) or (len(figure) == 4 and figure[:2] in {"19", "20"}):
        return False
    if _COMPARED.search(before) or _is_bound(before, text[end:]):
        return False
    if _PROPER.match(text, end):  # 33 Đại Cồ Việt
        return False
    return not _ORDINAL.search(before[-20:]) or text[end : end + 1] == "%"


def _is_bound(before: str, after: str) -> bool:
    if _CHANGED.search(before[-_LOOK:]):
        return False
    return bool(_BOUND_BEFORE.search(before[-_LOOK:]) or _BOUND_AFTER.match(after))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((m.end() for m in _CLAUSE_END.finditer(text, 0, start) if m.group() != ":"), default=0)
    found = _CLAUSE_END.search(text, end)
    return left, found.start() if found else len(text)


def _noun_after(text: str, start: int, stop: int) -> tuple[tuple[str, ...], int]:
    """The noun right behind a figure, and where it ends."""
    words: list[str] = []
    end, printed = start, 0
    for word in syllables(text[start:stop]):
        gap = text[end : start + word.start]
        closed = gap.strip(" *") or (not gap and end == start)
        if closed or word.text[0].isdigit() or printed >= _NOUN:
            break
        if word.text.lower() in figure_words("ends") and not _goes_on(text[start + word.start :]):
            break
        words += _written_out(word)
        end, printed = start + word.end, printed + 1
    return tuple(words), end


def _goes_on(text: str) -> bool:
    """Whether what seems to end a noun is part of it."""
    return any(text.lower().startswith(words) for words in figure_words("inside"))


def _label_before(text: str, left: int, start: int, previous: int) -> tuple[tuple[str, ...], int]:
    """The words of "số … :" before a figure, and where they begin; none without an opener."""
    stretch = text[max(left, previous) : start]
    opener = next(_LABEL.finditer(stretch), None)
    return _label(text, max(left, previous) + opener.start(), start) if opener else ((), start)


def _share_label(text: str, left: int, start: int) -> tuple[tuple[str, ...], int]:
    """The label of a share: what "tỷ lệ" opens, over the ratio that may stand between."""
    openers = list(_SHARE_LABEL.finditer(text, left, start))
    if openers and "%" in text[openers[-1].start() : start]:
        return (), start
    return _label(text, openers[-1].start(), start) if openers else ((), start)


def _label(text: str, begin: int, end: int) -> tuple[tuple[str, ...], int]:
    words = (word for word in syllables(text[begin:end]) if word.text.lower() not in figure_words("links"))
    return tuple(w for word in words if not word.text[0].isdigit() for w in _written_out(word)), begin


def _name(text: str) -> str:
    return _LINK_AT_END.sub("", text.strip(" *:,")).strip(" *:,")


def _plain(text: str) -> str:
    return " ".join(word.folded for word in syllables(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(
        part
        for word in syllables(text)
        if word.text.lower() not in figure_words("links") and not word.text[0].isdigit()
        for part in _written_out(word)
    )


def _written_out(word: Syllable) -> tuple[str, ...]:
    return _long_form(word.text) or (word.folded,)


@lru_cache(maxsize=4096)
def _long_form(token: str) -> tuple[str, ...]:
    forms = load_abbreviations().forms.get(token, ())
    return tuple(s.folded for s in syllables(forms[0])) if forms and token.isupper() else ()


def _times(text: str, spans: list[tuple[int, int]]) -> frozenset[str]:
    return frozenset(fold(text[start:end]).removeprefix("ngay ") for start, end in spans)
