"""Figures of one form, such as years, numbers and addresses, put in the place of one another."""

import re

from corpus.letters import CAPITALS
from corpus.vietnamese import fold, syllables

_KINDS_OF_DOCUMENT = (
    "văn bản|quyết định|nghị quyết|nghị định|kế hoạch|công văn|quy định|chỉ thị|thông báo|thông tư|"
    "kết luận|quy chế|đề án|chương trình|hướng dẫn|tờ trình|luật"
)
# As typed with accents and without.
DOCUMENT_KINDS = f"{_KINDS_OF_DOCUMENT}|{fold(_KINDS_OF_DOCUMENT)}"
# Things of one kind by their form: the new one takes the place of the old one.
_KINDS = (
    re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b"),  # 25/5/2026
    re.compile(
        r"\b(?:(?:tháng|thang)\s\d{1,2}|(?:quý|quy)\s(?:[IV]{1,3}|[1-4])|(?:cả|ca)\snăm|"
        r"\d{1,2}\s(?:tháng|thang)\s(?:đầu|cuối|dau|cuoi)\s(?:năm|nam))(?:/\d{4})?\b",
        re.IGNORECASE,
    ),  # tháng 8, quý I/2026, 6 tháng đầu năm
    re.compile(r"\b(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}\b"),  # 2026-2031
    re.compile(r"(?<![\w/-])(?:19|20)\d{2}\b(?![-/]\w)"),  # 2026
    re.compile(r"\b(?:số|thứ|so|thu)\s\d{1,3}\b(?!\s[A-ZĐ])", re.IGNORECASE),  # mô hình số 6
    re.compile(r"\b(?:khoản|khoan)\s\d+\b", re.IGNORECASE),  # khoản 2
    re.compile(r"\b(?:điểm|diem)\s[a-zđ]\b", re.IGNORECASE),  # điểm b
    re.compile(r"\b(?:điều|dieu)\s\d+\b", re.IGNORECASE),  # Điều 6
    re.compile(r"\b(?:chương|chuong)\s(?:\d+|[IVX]+)\b", re.IGNORECASE),  # Chương II
    re.compile(r"\b[IVX]+\.\d+(?:\.\d+)*\b"),  # II.4
    re.compile(rf"\b(?:{DOCUMENT_KINDS})\s(?:số\s|so\s)?\d[\w/.&-]*", re.IGNORECASE),  # Quyết định 296
    re.compile(r"\b\d+[\w]*(?:/\d{4})?[-/][A-ZĐ][\w&-]*(?:/[A-ZĐ][\w&-]*)*"),  # 72-KH/ĐU
    re.compile(
        rf"(?:số\s|so\s)?\d+[\w/]*\s(?:phố\s|đường\s|ngõ\s|pho\s|duong\s|ngo\s)?[{CAPITALS}]\w+(?:\s[{CAPITALS}]\w+)*"
    ),  # 37 phố Hồng Mai
)
ADDRESS = _KINDS[-1]
_PERIOD, _CLAUSES, _ARTICLE = _KINDS[1], _KINDS[5:7], _KINDS[7]
_FIGURE = re.compile(r"\d{1,5}")
_NUMBERED = re.compile(rf"\b(?P<noun>{DOCUMENT_KINDS}|số|thứ|so|thu)\s\d", re.IGNORECASE)
_RELATIVE_YEAR = re.compile(r"\b(?:năm|nam)\s(?P<which>ngoái|trước|sau|tới|ngoai|truoc|toi)\b", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"\b(?:năm|nam)\s(?:19|20)\d{2}\b", re.IGNORECASE)
_YEAR_OF = re.compile(r"\b(?:19|20)\d{2}\b")


def by_form(standing: str, fragment: str) -> tuple[str, str]:
    """The standing question with the figures of the fragment in the place of its own; what is left."""
    fragment = _with_noun(standing, _with_year(standing, fragment))
    for kind in _KINDS:
        new, old = list(kind.finditer(fragment)), kind.search(standing)
        if not new or fold(new[-1].group()) == fold(old.group() if old else ""):
            continue
        if old is None and kind is _PERIOD and _YEAR_OF.search(new[-1].group()):
            old = _WHOLE_YEAR.search(standing)
        if old is None and kind in _CLAUSES and (old := _ARTICLE.search(standing)):
            standing = f"{standing[: old.start()]}{new[-1].group()} {standing[old.start() :]}"
            fragment = f"{fragment[: new[-1].start()]} {fragment[new[-1].end() :]}"
        if old is None or (kind in _CLAUSES and not kind.match(old.group())):
            continue
        fresh = new[-1].group()
        after = standing[old.end() :]
        if kind is _PERIOD and _YEAR_OF.search(fresh):
            after = _WHOLE_YEAR.sub("", after, count=1).lstrip()
            after = f" {after}" if after else ""
        standing = f"{standing[: old.start()]}{fresh}{after}"
        fragment = f"{fragment[: new[-1].start()]} {fragment[new[-1].end() :]}"
        fragment = _without_shared(fragment, standing)
    return standing, fragment.strip(" ,;")


def in_place_of_figures(standing: str, text: str) -> str:
    """The standing words with the years, numbers and addresses of a text in the place of theirs."""
    return by_form(standing, text)[0]


def _with_noun(standing: str, fragment: str) -> str:
    """ "127" after "Kết luận 126-KL/TW", "8" after "mô hình số 7": the figure with what it numbers."""
    if not _FIGURE.fullmatch(fragment):
        return fragment
    numbered = _NUMBERED.search(standing)
    return f"{numbered['noun']} {fragment}" if numbered else fragment


def _with_year(standing: str, fragment: str) -> str:
    """ "Năm trước" told as the year before the one that was asked about."""
    relative, year = _RELATIVE_YEAR.search(fragment), _YEAR_OF.search(standing)
    if relative is None or year is None:
        return fragment
    later = fold(relative["which"]) in {"sau", "toi"}
    told = f"{relative.group().split()[0]} {int(year.group()) + (1 if later else -1)}"
    return f"{fragment[: relative.start()]}{told}{fragment[relative.end() :]}"


def _without_shared(fragment: str, standing: str) -> str:
    """What is left of a fragment after its figure was put in: not the noun that stands before both."""
    held = {word.folded for word in syllables(standing)} | {"nam", "so", "tai", "ngay", "thu"}
    words = [word for word in syllables(fragment) if word.folded not in held]
    return " ".join(word.text for word in words if word.folded not in {"den", "nay", "tinh", "ke", "tu"})
