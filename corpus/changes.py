"""Which document changes which: "được điều chỉnh tại Văn bản số …", "thay thế Quyết định số …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.mentions import Citation

_HOW = r"(?P<how>sửa đổi,? bổ sung|sửa đổi|bổ sung|điều chỉnh|thay thế|bãi bỏ|hủy bỏ|đính chính|gia hạn)"
_PASSIVE = re.compile(
    rf"[\s,(]*(?:đã\s+)?(?:được|bị)\s+{_HOW}(?:\s+[^\s.;()]+){{0,8}}?\s+(?:tại|bởi|bằng|theo)\s+(?:các\s+)?"
)
_ACTIVE = re.compile(
    rf"(?<!được )(?<!bị ){_HOW}(?:\s+một số (?:điều|nội dung|khoản))?(?:\s+(?:của|cho))?(?:\s+các)?\s+$"
)
_LISTED = re.compile(r"\s*(?:,|và|;|,\s*và)\s*")
_SENTENCE = re.compile(r"[.;]\s")


@dataclass(frozen=True, slots=True)
class ChangeCited:
    """`text[start:end]` says that `by` changes `changed`; `how` is the text's own verb."""

    changed: Citation
    by: Citation
    how: str
    start: int
    end: int


def find_changes(text: str, citations: Sequence[Citation]) -> tuple[ChangeCited, ...]:
    """The changes among a passage's citations, which are in order."""
    found: list[ChangeCited] = []
    for place, earlier in enumerate(citations[:-1]):
        later = citations[place + 1]
        passive = _PASSIVE.fullmatch(text, min(earlier.end, later.lead), later.lead)
        active = _ACTIVE.search(text, earlier.lead, later.lead)
        if passive:
            found.extend(_passive(text, citations, place, passive.group("how")))
        elif active and not _SENTENCE.search(text, earlier.lead, later.lead):
            found.append(ChangeCited(later, earlier, active.group("how"), earlier.start, later.end))
    return tuple(found)


def _passive(text: str, citations: Sequence[Citation], place: int, how: str) -> list[ChangeCited]:
    """ "… được sửa đổi bởi Nghị định số 5 và Nghị định số 6": both change it."""
    changed, by = citations[place], citations[place + 1]
    found = [ChangeCited(changed, by, how, changed.start, by.end)]
    for following in citations[place + 2 :]:
        if not _LISTED.fullmatch(text, min(by.end, following.lead), following.lead):
            break
        by = following
        found.append(ChangeCited(changed, by, how, changed.start, by.end))
    return found
