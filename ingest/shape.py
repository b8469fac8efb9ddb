"""What a line is by its look: a title, the block of recipients, a signature, a person's name."""

import re
from collections.abc import Sequence

from corpus.vietnamese import fold
from ingest.letters import LOWER, UPPER

_CAPITALS = re.compile(rf"[^{LOWER}]*[{UPPER}][^{LOWER}]*")
_SENTENCE_END = re.compile(rf"[.!?…][”\"')\]]*\s+[“\"(]?[{UPPER}]")
_ENDED = re.compile(r"[.;,!?…][”\"')\]]*$")
_SIGNS_FOR = re.compile(rf"(?:T/M|TM|K/T|KT|T/L|TL|TUQ|T/UQ|Q)[./]?\s+[{UPPER}]{{2}}")  # T/M BAN THƯỜNG VỤ
_OFFICE = re.compile(
    r"(?:.*\s)?(?:BÍ THƯ|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|GIÁM ĐỐC|THỐNG ĐỐC|CHỦ NHIỆM|"
    r"CHÁNH VĂN PHÒNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|TỔNG KIỂM TOÁN NHÀ NƯỚC|CHÁNH ÁN|VIỆN TRƯỞNG)"
)
_NAME = re.compile(rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,4}}")
_ARTICLE = re.compile(r"\s*(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*[.:]")
_MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia viet nam$|doc lap\W+tu do\W+hanh phuc$|dang cong san viet nam$"
)
_LONGEST_TITLE = 300
_LONGEST_LETTERHEAD = 200
_LONGEST_PLAIN_TITLE = 110


def is_capital_title(text: str) -> bool:
    """A line wholly in capitals that ends no sentence: "ĐỀ XUẤT, KIẾN NGHỊ"."""
    return len(text) <= _LONGEST_TITLE and _CAPITALS.fullmatch(text) is not None and not _ENDED.search(text)


def is_legal(lines: Sequence[str]) -> bool:
    """Whether a text is made of articles."""
    return sum(_ARTICLE.match(line) is not None for line in lines) > 1


def ends_sentence(text: str) -> bool:
    """Whether a text closes with the sign of an end, and is no title."""
    return _ENDED.search(text) is not None


def heads_section(text: str) -> bool:
    """Whether the words after a number are a heading and not a sentence of their own."""
    return len(text) <= _LONGEST_TITLE and not _ENDED.search(text) and not _SENTENCE_END.search(text)


def is_starred_title(raw: str, text: str) -> bool:
    """A whole line in emphasis, even if its stars do not pair: "*** Phân cấp trong công tác cán bộ**"."""
    stripped = raw.strip().rstrip(": ")
    starred = re.fullmatch(r"\*{1,3}.*[^*]\*{1,3}", stripped) is not None
    return starred and len(text) <= _LONGEST_PLAIN_TITLE and not _ENDED.search(text)


def is_short_title(text: str, following: str) -> bool:
    """A short line that ends nothing, above a paragraph: the title of a part of an article."""
    short = len(text) <= _LONGEST_PLAIN_TITLE and text[:1].isupper()
    return short and not re.search(r"[.,;:!?…”\")\]]$", text) and len(following) > 2 * len(text)


def names_list(text: str) -> bool:
    """ "Đánh giá:", "Kết quả:": a few words and a colon that head the list after them."""
    return text.endswith(":") and len(text.split()) <= 4


def is_motto(text: str) -> bool:
    """The state's or the Party's name and motto, which stand in every letterhead."""
    return _MOTTO.match(fold(text)) is not None


def opens_body(text: str) -> bool:
    """Whether a strand ends the letterhead: a sentence, a long line, the first legal basis or number."""
    if len(text) > _LONGEST_LETTERHEAD or re.search(r"[.;:!?,…]$", text):
        return True
    numbered = re.match(r"(?:[IVXL]+|\d{1,2}(?:\.\d+)*)\.\s|(?:Chương|Điều|Phần|Mục)\s+[\dIVX]|[-+]\s", text)
    return numbered is not None or text.startswith(("Căn cứ", "Thực hiện"))


def is_recipients(text: str) -> bool:
    return re.match(r"Nơi nhận\s*:?", text, re.IGNORECASE) is not None and len(text) <= _LONGEST_LETTERHEAD


def is_signature(text: str) -> bool:
    """ "T/M BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "BỘ TRƯỞNG": on whose behalf, or as what, someone signs."""
    if not is_capital_title(text) or len(text) > _LONGEST_PLAIN_TITLE:
        return False
    return _SIGNS_FOR.match(text) is not None or _OFFICE.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """A person's name alone, or the line of an article's author: "Trần Long - Ảnh: Thanh Hải"."""
    first = re.split(r"\s+[-–|]\s+|\s*\(", text)[0]
    return len(text) <= 60 and _NAME.fullmatch(first) is not None and not _ENDED.search(text)


def quotes_open(text: str, *, before: int = 0) -> int:
    """How many quotations are open at the end of a text when `before` were at its beginning.

    None is opened by a text that does not begin with its quotation mark.
    """
    if not before and not text.startswith(("“", '"')):
        return 0
    straight = text.count('"') % 2
    if text.startswith('"') or (before and straight):
        return abs(before - straight) if straight else before
    return max(before + text.count("“") - text.count("”"), 0)
