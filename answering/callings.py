"""Private persons as an asker names them: "ông Nguyễn Văn An", "chị tran thi bich", "tôi tên là …"."""

import re
from collections.abc import Iterator

from answering.persons import FAMILY, PLACE
from corpus.letters import CAPITALS, SMALL
from corpus.vietnamese import fold

_TITLE = r"(?:ông|bà|anh|chị|cô|chú|bác|cụ|em|dì|cậu|mợ|thím|ông bà)"
_SAID = (
    r"(?:(?:tôi|em|cháu|mình|con)\s+(?:tên\s+)?là|tên(?:\s+(?:tôi|em|cháu|mình|con))?\s*(?:là|:)"
    r"|họ\s+(?:và\s+)?tên\s*:?)"
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_TITLE}|{_SAID})\s+(?=\w)", re.IGNORECASE)  # ông …, tôi tên là …
# Without accents "có" and "cô" look alike, and so do "ba" and "bà": only what is hardly another word.
_BEFORE_BARE = re.compile(
    r"(?<!\w)(?:ong|ba|anh|chi|bac|chu|cu|toi (?:ten )?la|ten(?: toi)? la|ho (?:va )?ten(?: la)?:?)\s+(?=\w)",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    rf"[{CAPITALS}][{SMALL}]*(?:\s+[{CAPITALS}][{SMALL}]*){{0,4}}(?!\w)"
)  # Nguyễn Văn An
_MIDDLE = (
    "Văn|Thị|Đình|Hữu|Đức|Ngọc|Minh|Thanh|Xuân|Quang|Công|Bá|Duy|Gia|Kim|Hồng|Thu|Thúy|Mạnh|Tiến|Trọng|Bảo|Anh|Khánh|"
    "Hoàng|Hải|Tuấn|Phương|Diệu|Như|Cẩm|Đăng|Nhật|Viết|Sỹ|Khắc|Thế|Trung|Việt"
)
# A name that has a middle word only persons have needs no title: Trần Thị Bích.
_FULL = re.compile(rf"(?<!\w)(?:{FAMILY})\s+(?:Văn|Thị)(?:\s+[{CAPITALS}][{SMALL}]*){{1,2}}(?!\w)")
_FAMILIES = frozenset(name.lower() for name in FAMILY.split("|"))
_BARE_FAMILIES = frozenset(fold(name) for name in _FAMILIES)
_MIDDLES = frozenset(fold(name) for name in _MIDDLE.split("|"))
# Family names that are everyday words too: "bà cao tuổi", "chi ho tro". A middle name must tell.
_EVERYDAY = frozenset({"cao", "la", "mai", "quang", "giang", "thái"})
_BARE_WORDS = (
    "cao chu do ha ho la le luu ly mai thai to vo vu dao ngo quang giang chau tong",
    # What a name ends before.
    "ai bi can cho chua co con cua da dang de den di duoc gap hay hien hoi khi khong la lam len mat mua "
    "muon nay nen ngay neu nhan nhu nop o phai qua ra ro roi sao se sinh so tai thi thuong toi tren tu "
    "tung va vao ve vi voi vua xin bao gio nao dau gi the nhe a oi cung nhung rang tuoi trong ngu tru",
    # Offices, and the streets and places that begin like a title and a name.
    "chu bi pho truong giam dang uy hoi bo can trung trieu ria den chieu huyen ich nha dan con",
)
_EVERYDAY_BARE, _NO_NAME, _NO_PERSON = (frozenset(words.split()) for words in _BARE_WORDS)
_STREET = re.compile(r"(?:hai|đền|chùa|đình|tượng|ngách|tên)\s+$", re.IGNORECASE)
_WORD = re.compile(r"\s*(?P<word>[^\W\d_]+)")
_MOST_WORDS = 4


def callings(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand in NFC text, the titles before them left out. Places may overlap."""
    for match in _FULL.finditer(text):
        if not _is_place(text, match.start()):
            yield match.span()
    shape, families, everyday = (
        (_BEFORE_BARE, _BARE_FAMILIES, _EVERYDAY_BARE) if text.isascii() else (_BEFORE, _FAMILIES, _EVERYDAY)
    )
    for match in shape.finditer(text):
        if text[match.start()].isupper() and _is_place(text, match.start()):
            continue
        surely = everyday if match.group().strip().lower() != "ong" else _EVERYDAY
        place = _capitalised(text, match.end()) or _small(text, match.end(), families, surely)
        if place:
            yield place


def _is_place(text: str, start: int) -> bool:
    before = text[:start]
    return bool(PLACE.search(before) or _STREET.search(before))


def _capitalised(text: str, start: int) -> tuple[int, int] | None:
    found = _CAPITALISED.match(text, start)
    if found is None or fold(found.group().split()[0]) in _NO_PERSON:
        return None
    return found.span()


def _small(
    text: str, start: int, families: frozenset[str], everyday: frozenset[str]
) -> tuple[int, int] | None:
    """A name typed in small letters: told by its family name, it ends before a word that is none."""
    words: list[re.Match[str]] = []
    position = start
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, position)):
        folded = fold(word["word"])
        if folded in _NO_NAME and words and (len(words) > 2 or folded not in _MIDDLES):
            break
        words.append(word)
        position = word.end()
    names = [word["word"].lower() for word in words]
    if len(names) < 2 or names[0] not in families:
        return None
    if names[0] in everyday and (len(names) < 3 or fold(names[1]) not in _MIDDLES):
        return None
    return words[0].start("word"), words[-1].end()
