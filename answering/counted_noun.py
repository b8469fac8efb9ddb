"""The number that a question itself gives: of the items to be told, of the item meant, or to be explained."""

import re

from corpus.vietnamese import fold

_WORDS = {
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_LAST = -1
# "mô hình số 9", "kiến nghị II.4", "chú thích 16", "điểm nghẽn thứ 2"
_NUMBERED = re.compile(r"\b(?:số|thứ|so|thu)\s(?P<number>\d{1,3})\b(?![./,-]?\w)", re.IGNORECASE)
# "mô hình thứ ba", "giải pháp đầu tiên", "nhiệm vụ cuối cùng"; "tiếp dân thứ Ba hằng tuần" is a day.
_IN_WORDS = re.compile(
    r"(?<!vào )(?<!ngày )(?<!sáng )(?<!chiều )(?<!dân )(?<!lần )(?<!hạng )\bthứ\s"
    r"(?P<word>nhất|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười)\b(?!\s(?:hàng|hằng|tuần|mấy))"
)
_ENDS = (
    (re.compile(r"\b(?:đầu tiên|đứng đầu danh sách|đầu danh sách)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:cuối cùng|cuối danh sách|sau chót)\b", re.IGNORECASE), _LAST),
)
# "7 mô hình …", "ba công trình …"
_COUNTED = re.compile(
    r"(?<![\w/.,-])(?P<count>\d{1,3}|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười)\s"
    r"(?P<noun>[^\W\d]+(?:\s[^\W\d]+)?)(?![./-]?\d)"
)
# "ba công trình dự án trọng tâm nào": nothing but the rest of the noun stands before "nào".
_DIRECTLY = re.compile(r"(?: \w+){0,4} nao")
_FUNCTION_WORDS = frozenset(
    {"là", "theo", "được", "do", "thuộc", "gồm", "ở", "cho", "của", "trên", "trong", "tại", "vào"}
)


def ordinal(text: str) -> int | None:
    """The number of the item that is meant, -1 for the last; None where the question means no single one."""
    match = _NUMBERED.search(text)
    if match:
        return int(match["number"])
    worded = _IN_WORDS.search(text)
    if worded:
        return _WORDS.get(worded["word"], 1)
    return next((number for pattern, number in _ENDS if pattern.search(text)), None)


def is_by_place(text: str) -> bool:
    """Whether the item is meant by its place in the list, not by a number it bears ("chi nhánh số 4")."""
    return ordinal(text) is not None and fold(text[slice(*_bounds(text))]).split()[0] != "so"


def ordinal_span(text: str) -> range:
    """Where the words stand that tell the number of the item; they name nothing in a document."""
    return range(*_bounds(text))


def _bounds(text: str) -> tuple[int, int]:
    patterns = (_NUMBERED, _IN_WORDS, *(pattern for pattern, _ in _ENDS))
    match = next((found for pattern in patterns if (found := pattern.search(text))), None)
    return match.span() if match else (0, 0)


def listed(text: str, *, names_list: bool) -> int | None:
    """How many items are to be told in "7 mô hình … là những mô hình nào", "danh sách 67 nhà …".

    None for "7 mô hình là mô hình gì", which asks what the figure stands for. `names_list` says that the
    question's words ask for a list.
    """
    match = _COUNTED.search(text)
    if match is None:
        return None
    noun, rest = fold(match["noun"]), fold(text[match.end() :]).rstrip(" ?.")
    first = noun.split()[0]
    if re.search(rf"\bla (?:loai )?{first}(?: \w+){{0,3}} (?:gi|nao)$", rest) and "nhung" not in rest.split():
        return None
    opener = fold(text[: match.start()])
    of_them = bool(re.search(r"\b(?:gom|o|la|tai) nhung (?:so|ai|cai|dia chi|ten|nguoi)\b", rest))
    again = names_list and bool(re.search(rf"\b(?:{noun}\b|{first} nao\b)|\b{first}$", rest))
    plain = not text.isascii() and not _FUNCTION_WORDS & set(text[match.end() :].lower().split())
    direct = names_list and plain and bool(_DIRECTLY.fullmatch(rest))
    ends = direct or rest.endswith(("la gi", "nhung gi", "gom gi"))
    if of_them or again or ends or "danh sach" in opener or "danh muc" in opener:
        count = match["count"]
        return int(count) if count.isdigit() else _WORDS[count]
    return None
