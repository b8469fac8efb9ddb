"""Which document changes which: "được điều chỉnh tại Văn bản số …", "thay thế Quyết định số …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.kinds import NAME_PATTERN
from corpus.mentions import Citation

_HOW = r"(?P<how>sửa đổi,? bổ sung|sửa đổi|bổ sung|điều chỉnh|thay thế|bãi bỏ|hủy bỏ|đính chính|gia hạn)"
_PASSIVE = re.compile(
    rf"[\s,(]*(?:đã\s+)?(?:được|bị)\s+{_HOW}(?:\s+[^\s.;()]+){{0,8}}?\s+(?:tại|bởi|bằng|theo)\s+(?:các\s+)?"
)
_ACTIVE = re.compile(
    rf"(?<!được )(?<!bị ){_HOW}(?:\s+một số (?:điều|nội dung|khoản))?(?:\s+(?:của|cho))?(?:\s+các)?\s+"
    rf"(?:(?:{NAME_PATTERN})\s+)?(?:số\s+)?$",
    re.IGNORECASE,  # a title may be printed in capitals
)
# "Bãi bỏ Quyết định số 5", "thay thế các Thông tư số 6": said by a document of itself, without its number.
_REPEALING = re.compile(r"(?P<how>thay thế|bãi bỏ|hủy bỏ)(?:\s+toàn bộ)?(?:\s+các)?\s*$", re.IGNORECASE)
# "Điều 1. Sửa đổi, bổ sung một số điều của Luật số 7", "… ban hành Luật sửa đổi, bổ sung … Luật Giá số 16".
_AMENDING = re.compile(
    r"(?:[^\w]*(?:Điều\s\d+\w?\.|\d+\.|[a-zđ]\))\s+|.{1,80}\sban hành\s\w+(?:\s\w+)?\s)?"
    r"(?P<how>sửa đổi,? bổ sung|sửa đổi|bổ sung)"
    r"(?:\s+(?:một số|điều|nội dung|khoản|điểm|quy định|phụ lục|chương|mục|vào|của|tại|các|và"
    r"|[IVXLC\d]+\w?|\w),?)*\s*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[^.;]*?\s(?P<how>hết hiệu lực)(?!\w)")
_OPENS_ENDED = re.compile(r"(?P<how>hết hiệu lực|bãi bỏ|thay thế)[^.;]*:\s*$", re.IGNORECASE)
_QUOTED = ("“", '"')
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
            found.append(ChangeCited(later, earlier, active.group("how").lower(), earlier.start, later.end))
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


@dataclass(frozen=True, slots=True)
class Repeal:
    """`text[start:end]` says that the document it stands in ends or amends `changed`; `how` is its verb."""

    changed: Citation
    how: str
    start: int
    end: int


def find_repeals(text: str, lead: str, citations: Sequence[Citation]) -> tuple[Repeal, ...]:
    """What a document that stands for itself ("Nghị định này") ends or amends; `lead` introduces the list.

    Words it quotes are another document's, and parts of a document ("bãi bỏ khoản 2 của …") are not it.
    """
    if text.startswith(_QUOTED) or lead.startswith(_QUOTED):
        return ()
    found: list[Repeal] = []
    before = 0
    for citation in citations:
        verb = _REPEALING.search(text, before, citation.lead)
        after = _ENDED.match(text, citation.lead)
        listed = _OPENS_ENDED.search(lead) if citation.lead == 0 else None
        amends = _AMENDING.fullmatch(text, 0, citation.lead) if citation is citations[0] else None
        if verb:
            found.append(Repeal(citation, verb["how"].lower(), verb.start(), citation.end))
        elif after and citation is citations[0]:
            found.append(Repeal(citation, after["how"], citation.start, max(after.end(), citation.end)))
        elif listed:
            found.append(Repeal(citation, listed["how"].lower(), citation.start, citation.end))
        elif amends:
            found.append(Repeal(citation, amends["how"].lower(), amends.start("how"), citation.end))
        before = citation.end
    return tuple(found)
