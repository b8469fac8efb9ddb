"""The kinds of document Vietnamese offices issue: their names, and the abbreviations in their numbers."""

import re
from dataclasses import dataclass

from corpus.vietnamese import fold

GENERIC = "Văn bản"

# Decree 30/2020/NĐ-CP (state) and the Party's own rules. "QĐ" is two kinds: only the words around it decide.
_ABBREVIATIONS = {
    "Nghị quyết liên tịch": ("NQLT",),
    "Thông tư liên tịch": ("TTLT",),
    "Chương trình hành động": ("CTr", "CTHĐ"),
    "Chương trình công tác": ("CTr",),
    "Chương trình": ("CTr",),
    "Nghị quyết": ("NQ",),
    "Nghị định": ("NĐ",),
    "Thông tư": ("TT",),
    "Quyết định": ("QĐ",),
    "Quy định": ("QĐ", "QyĐ"),
    "Quy chế": ("QC",),
    "Quy trình": ("QTr",),
    "Chỉ thị": ("CT",),
    "Kết luận": ("KL",),
    "Kế hoạch": ("KH",),
    "Phương án": ("PA",),
    "Đề án": ("ĐA",),
    "Công văn": ("CV",),
    "Công điện": ("CĐ",),
    "Tờ trình": ("TTr",),
    "Thông báo": ("TB",),
    "Thông tri": ("TTri",),
    "Thông cáo": ("TC",),
    "Báo cáo": ("BC",),
    "Hướng dẫn": ("HD",),
    "Biên bản": ("BB",),
    "Hợp đồng": ("HĐ",),
    "Giấy mời": ("GM",),
    "Giấy giới thiệu": ("GGT",),
    "Giấy ủy quyền": ("GUQ",),
    "Bản ghi nhớ": ("BGN",),
    "Bản thỏa thuận": ("BTT",),
    "Sắc lệnh": ("SL",),
    "Pháp lệnh": ("PL",),
    "Lệnh": ("L",),
    "Bộ luật": (),
    "Luật": (),
    "Hiến pháp": (),
    "Điều lệ": (),
    "Biểu mẫu": (),
    GENERIC: (),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind's name as printed ("Quyết định") and the span of the words that say so."""

    name: str
    start: int
    end: int


# In party papers "TTr" is also the petition's sign and "CTr" the programme's; case is folded away on purpose.
ABBREVIATED: dict[str, tuple[str, ...]] = {}
for _name, _signs in _ABBREVIATIONS.items():
    for _sign in _signs:
        ABBREVIATED[fold(_sign)] = (*ABBREVIATED.get(fold(_sign), ()), _name)

NAMES = tuple(sorted(_ABBREVIATIONS, key=len, reverse=True))
_BY_FOLDED = {fold(name): name for name in NAMES}
NAME_PATTERN = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in NAMES)
_NAME = re.compile(rf"(?<!\w)(?:{NAME_PATTERN})(?!\w)", re.IGNORECASE)


def canonical(words: str) -> str:
    """The printed name of a kind written in any case, with or without accents; "" for no kind."""
    return _BY_FOLDED.get(" ".join(fold(words).split()), "")


def find_kinds(text: str) -> list[Kind]:
    """Every kind's name in accented text, in order: "theo Quyết định và kế hoạch" has two."""
    return [Kind(canonical(match.group()), *match.span()) for match in _NAME.finditer(text)]


def kinds_of(sign: str) -> tuple[str, ...]:
    """The kinds an abbreviation may stand for: "QĐ" → Quyết định, Quy định; () when it is none."""
    return ABBREVIATED.get(fold(sign), ())
