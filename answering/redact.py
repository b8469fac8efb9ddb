"""What a person's words are kept and sent on without: numbers, addresses and names of persons."""

import re
from collections.abc import Iterable, Iterator

from answering.callings import callings
from corpus.vietnamese import fold
from prompts import load

_MAIL = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")  # an.nguyen@example.vn
_APART = r"(?:\s?[.–-]\s?|\s)?"
# 0912.345.678, +84 912 345 678, (024) 3863 1234, 001 085 012 345: no sum begins with a nought; a day may.
_DIALLED = re.compile(
    r"(?<![\w/,.-])(?!\d{1,2}\s?[.–-]\s?\d{1,2}\s?[.–-]\s?(?:19|20)\d\d(?!\d))"
    rf"\(?(?:\+\s?84|00\s?84|84|0)\)?(?:{_APART}\(?\d\)?){{8,12}}(?![\d/])"
)
_RUN = re.compile(r"(?<!\d)\d{9,}(?!\d)")  # 012345678, an account number
_CARD = re.compile(r"(?<![\d.,/])\d{4}(?:[ .-]\d{4}){2,3}(?:[ .-]\d{1,4})?(?![\d/])")  # 9704 1234 5678 9012
# Folded: what a number after it is, however it is grouped.
_CALLED = re.compile(
    r"(?<!\w)(?:stk|so tk|tk|(?:so )?tai khoan|(?:so )?the(?: ngan hang| atm| visa| tin dung)?|cccd|cmnd|"
    r"cmtnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|dinh danh(?: ca nhan)?|ho chieu|bhxh|"
    r"bhyt|ma so thue|(?:so )?the dang(?: vien)?|dang vien so|so dien thoai|dien thoai|sdt|dt|zalo)(?!\w)"
    r"[^\d\n]{0,32}?(?P<number>[a-z]?\d(?:[ .-]{0,2}\d){5,18})(?![ .-]{0,2}\d)(?!/\d)"
    r"(?!\s*(?:dong|trieu|ty|nghin|ngan|vnd|%))"
)
# 29A-123.45, 30F 12345, 29-B1 123.45, 29LD-123.45; four figures only where it is called one.
_SERIES = r"(?:[a-hk-npr-vx-z]\d?|ld|md|kt|da|ng|nn|td|hc|cd|rm)"
_PLATE = re.compile(
    rf"(?<![\w/.,-])[1-9]\d\s?-?\s?{_SERIES}\s?[-. ]?\s?\d{{3}}[. ]?\d{{2}}(?![\w/])(?![.,]\d)"
    rf"|(?<=bien so )(?:xe )?[1-9]\d\s?-?\s?{_SERIES}\s?[-. ]?\s?\d{{4,5}}(?!\d)"
    r"|(?<=bien so )[a-z]{2}\s?-?\s?\d{2}\s?[-.]?\s?\d{2}(?!\d)"
)
_SIGNS = ("number", "mail", "plate", "name")


def redact(text: str) -> str:
    """NFC text with a word in place of each; document numbers, days and sums stay."""
    return _without(text, _found(text))


def without_numbers(text: str) -> str:
    """As `redact`, but names stay: a document may still be found by them."""
    return _without(text, _numbers(text))


def tells_of_a_person(text: str) -> bool:
    """Whether something has been or would be taken out of a text."""
    return any(load(f"page/redacted_{sign}") in text for sign in _SIGNS) or any(True for _ in _found(text))


def _without(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, sign in sorted(places):
        if start >= position:
            parts += [text[position:start], load(f"page/redacted_{sign}")]
        position = max(position, end)
    return "".join([*parts, text[position:]])


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    yield from _numbers(text)
    for start, end in callings(text):
        yield start, end, "name"


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    folded = fold(text)
    for match in _MAIL.finditer(text):
        yield *match.span(), "mail"
    for match in _PLATE.finditer(folded):
        yield *match.span(), "plate"
    for match in _CALLED.finditer(folded):
        yield *match.span("number"), "number"
    for shape in (_DIALLED, _RUN, _CARD):
        for match in shape.finditer(text):
            yield *match.span(), "number"
