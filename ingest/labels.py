"""The mark a line begins with: a heading's number, Chương and Điều, an item's (1), a), - or +."""

import re
from dataclasses import dataclass
from enum import Enum

from ingest.letters import UPPER


class Style(Enum):
    """What kind of mark it is; marks of one style are siblings in a list."""

    LAW = "law"
    ROMAN = "roman"
    DECIMAL = "decimal"
    PAREN = "(1)"
    LETTER = "a)"
    NUMBER = "1)"
    DASH = "-"
    PLUS = "+"
    DOT = "•"


@dataclass(frozen=True, slots=True)
class Label:
    """`printed` is the mark as it stands, `number` without its punctuation, `end` the column after it.

    `rank` orders headings: the smaller stands above. List marks have rank 0.
    """

    style: Style
    printed: str
    number: str
    end: int
    rank: int = 0


_LAW = re.compile(
    r"(?P<name>(?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+)"  # Phần thứ nhất
    r"|(?:Chương|CHƯƠNG)\s+(?:[IVXLC]+|\d+)"  # Chương II.
    r"|(?:Tiểu mục|TIỂU MỤC)\s+\d+"
    r"|(?:Mục|MỤC)\s+(?:\d+|[IVXLC]+)"  # Mục 1
    r"|(?:Điều|ĐIỀU)\s+\d+[a-zđ]?(?=\s*[.:]|\s*$)"  # Điều 5.
    r"|(?:Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+)?(?:[IVXLC]+|\d+))?(?=\s*[.:(]|\s*$)"
    r"|(?:Mẫu|MẪU)\s+(?:số\s+|SỐ\s+)?\d[\w.]*)"  # Mẫu số 01
    r"(?P<stop>[.:]|\b)\s*"
)
_ROMAN = re.compile(r"(?P<number>[IVXL]+)(?P<stop>[.)/])\s+(?=\S)")  # III. KẾT QUẢ
_DECIMAL = re.compile(
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}})+)(?:(?P<stop>\.)\s*(?=[^\W\d])|\s+(?=[{UPPER}]))"  # 2.1. Thuận lợi
    r"|(?P<single>\d{1,2})\.\s*(?=[^\W\d]|[“\"(])"  # 1. Khái quát
)
_ITEMS = (
    (Style.PAREN, re.compile(r"(\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\))\s*")),  # (15)
    (Style.LETTER, re.compile(r"([a-zđ][.)])\s+")),  # đ)
    (Style.NUMBER, re.compile(r"(\d{1,2}[)/])\s+")),  # 1)
    (Style.DASH, re.compile(r"([-–—])\s*(?=[^\W\d_]|[“\"(*]|\d)")),
    (Style.PLUS, re.compile(r"(\+)\s*(?=\S)")),
    (Style.DOT, re.compile(r"([•●▪◦·○■□➢✓*])\s+(?=\S)")),
)
_RANKS = (("phần", 0), ("phụ lục", 0), ("chương", 1), ("mẫu", 1), ("mục", 2), ("tiểu mục", 3), ("điều", 4))
_ROMAN_RANK = 10

ARTICLE_RANK = 4
BULLETS = frozenset({Style.DASH, Style.PLUS, Style.DOT})


def label_of(text: str) -> Label | None:
    """The mark at the beginning of a text that has no layout signs, if it has one."""
    if match := _LAW.match(text):
        name = " ".join(match["name"].split())
        rank = next(rank for word, rank in _RANKS if name.lower().startswith(word))
        return Label(Style.LAW, (name + match["stop"]), _capitalised(name), match.end(), rank)
    if match := _ROMAN.match(text):
        return Label(Style.ROMAN, match["number"] + match["stop"], match["number"], match.end(), _ROMAN_RANK)
    if match := _DECIMAL.match(text):
        number = match["number"] or match["single"]
        depth = number.count(".") + 1
        return Label(Style.DECIMAL, text[: match.end()].strip(), number, match.end(), _ROMAN_RANK + depth)
    for style, pattern in _ITEMS:
        if match := pattern.match(text):
            return Label(style, match[1], re.sub(r"[().+/]", "", match[1]), match.end())
    return None


def _capitalised(name: str) -> str:
    """ "PHỤ LỤC II" → "Phụ lục II": one path for one thing, however it is printed."""
    words = [word if re.fullmatch(r"[IVXLC]+|.*\d.*", word) else word.lower() for word in name.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def starts_new(text: str) -> bool:
    """Whether a line begins something of its own: it has a mark, or opens the block of recipients."""
    return label_of(text) is not None or text.startswith("Nơi nhận")


def is_inline_list(text: str) -> bool:
    """Whether "(1)" opens a list that runs on in the same paragraph: "(1) …; (2) …"."""
    return text.startswith("(1)") and "(2)" in text
