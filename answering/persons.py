"""Names of persons in Vietnamese text: a family name and one to three given names, all capitalised."""

import re
from collections.abc import Iterator

from corpus.letters import CAPITALS, SMALL

# The family names that nine of ten Vietnamese bear, and the commoner ones after them.
FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Hà|Đinh|Mai|Trịnh|Đào|Cao|Lâm|Tạ|Đoàn|"
    "Lưu|Trương|Tô|Thái|Châu|Quách|Kiều|Vương|Phùng|Lương|Tống|Chu|Triệu|Nghiêm|Đàm|La|Quang|Khuất|Doãn|Giang"
)
_NAME = re.compile(rf"(?<!\w)(?:{FAMILY})(?:\s[{CAPITALS}][{SMALL}]+){{1,3}}(?!\w)")
# A name after one of these is that of a place or an institution.
PLACE = re.compile(
    r"(?:phường|xã|quận|huyện|thành phố|tp|tỉnh|phố|đường|ngõ|trường|thcs|thpt|tiểu học|bệnh viện|công viên|"
    r"chung cư|"
    r"chợ|hồ|cầu|sông|khu|đại học|học viện|chí minh|trạm y tế)\s$",
    re.IGNORECASE,
)
# Places that look like names.
_NOT_PERSONS = frozenset(
    {"Hà Nội", "Hà Nam", "Hà Giang", "Hà Tĩnh", "Hà Đông", "Cao Bằng", "Thái Bình", "Thái Nguyên"}
)


def persons(text: str) -> Iterator[re.Match[str]]:
    """The names of persons in a text, in order."""
    position = 0
    while match := _NAME.search(text, position):
        if PLACE.search(text[: match.start()]) or match.group() in _NOT_PERSONS:
            position = match.start() + len(match.group().split()[0])
            continue
        yield match
        position = match.end()
