"""What one passage says of each document it names: kind, date, issuer, subject, in its own words."""

import re
from dataclasses import dataclass, replace

from corpus.dates import DATE_PATTERN, iso_of
from corpus.issuers import BODY_HEAD, Body, Places, body_at, full_name, is_place_only
from corpus.kinds import NAME_PATTERN, find_kinds
from corpus.letters import CAPITALS
from corpus.number import DocumentNumber, FoundNumber, find_numbers

_DATE_AFTER = re.compile(
    rf"\s*[,;]?\s*(?P<open>\()?(?:(?:ký\s+)?ban hành\s+)?{DATE_PATTERN}(?(open)\))", re.IGNORECASE
)
_DATE_BEFORE = re.compile(rf"(?:^|[.;(:]\s*|\s[-+]\s)\(?{DATE_PATTERN}\s*,?\s", re.IGNORECASE)
_OF = re.compile(r"\s*,?\s*(?:do|của)\s+(?:các\s+)?")
_ISSUING = (
    r"(?:đã\s+|vừa\s+|cũng\s+)*(?:kịp thời\s+|chủ động\s+)?"
    r"(?:sửa đổi, bổ sung và ban hành|xây dựng và ban hành|ký ban hành|ban hành|xây dựng|thông qua|ra|ký|có)"
)
_ACTOR = re.compile(rf"\s+{_ISSUING}(?!\w)")
_GRANTED_BY = re.compile(r"(?:được|của)\s+(?=[A-ZĐ])")
_AT = re.compile(r"(?:\s+[^\s,.;()]+){0,4}\s+tại\s*$")
_CARRIES_ON = re.compile(r"(?:Đồng thời|Ngoài ra|Bên cạnh đó|Cùng với đó)(?!\w)")
_USED = re.compile(
    r"(?:theo|thực hiện|căn cứ|triển khai|tại|quán triệt|thi hành|dựa vào|nghị định|đối với)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"(?<=[^\d\s.][.!?])\s+(?=[{CAPITALS}“(])|\n")
_ABOUT = re.compile(r"\s*,?\s*(?=(?:về|Về)(?:\s+việc)?(?!\w))")
_QUOTED = re.compile(r"\s*[,:]?\s*(?P<about>(?:về|Về)?(?:\s*việc)?\s*)“(?P<quoted>[^”]+)(?:”|$)")
_CLAUSE_END = re.compile(
    r";(?!\s*(?:tầm nhìn|định hướng|đến năm))|\.(?=\s|$)|:(?=\s)|…|\n|\s\(\d+\)\s"
    r"|\s*\((?:[Gg]ọi tắt|[Ss]au đây)"
)
_COMMA = re.compile(r",\s+")
_QUOTATION = re.compile(r"“[^“”]*”")
_NEXT_CITED = re.compile(
    rf"(?:,|\s+và|,\s+và)\s+(?:các\s+)?(?:{NAME_PATTERN})\s+(?:[^\s,;.]+\s+){{0,2}}?(?:số\s+)?\d"
    rf"|\s+và các (?:{NAME_PATTERN})(?!\w)",
    re.IGNORECASE,
)
_NUMBER_ENDS = re.compile(r"\d\s?[-/][\w/-]+(?:,?\s+ngày\s+[\d/.-]+)?$")
_ACTS = re.compile(
    r"\s+(?:đã|vừa|đang|sẽ|báo cáo|tiếp|ban hành|chỉ đạo|có|đề nghị|xây dựng|thành lập|thực hiện|triển khai|"
    r"tổ chức|tiếp nhận|quyết định|phân công|yêu cầu|tập trung|giao|phê duyệt|phối hợp|lãnh đạo|"
    r"chủ động)(?!\w)"
)
_TURN = re.compile(
    r",\s*(?:là|làm cơ sở|làm căn cứ|trong đó|cụ thể|với tổng|với số|nhưng|do vậy|do đó|nay|hiện|đến nay|"
    r"theo đó|được|bao gồm|gồm)(?!\w)|\s+có hiệu lực"
    r"|\s+(?:đã\s+)?được\s+(?:sửa đổi|bổ sung|điều chỉnh|thay thế)(?!\w)"
)
_NO_SUBJECT = re.compile(
    r"\s*(?:[,.;:)\]\n–(-]|$|(?:và|hoặc|hay|của|có|là|thì|đã|được|bị|nêu|để|tại|trong|với|theo|nhưng|song|mà|nên|"
    r"do|vì|sau|trước|khi|đến|từ|cùng|như|nếu|phải|không|chưa|còn|vẫn|cũng|tiếp tục)\s)",
    re.IGNORECASE,
)
_ALIAS = re.compile(
    r"\s*[”\"]?\s*\((?:[Gg]ọi tắt|[Ss]au đây gọi(?: tắt| chung)?)\s+là:?\s+(?P<alias>[^()]{3,80})\)"
)
_LOOSE_ENDS = " ,.-–["
_FARTHEST = 400
_FARTHEST_BACK = 2000
_MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Citation:
    """One naming of one document: `text[start:end]` is the citation with what it says of itself.

    `kind`, `issuer` and `subject` are "" where the passage does not say; `date` is ISO or "".
    """

    number: DocumentNumber
    kind: str
    date: str
    issuer: str
    subject: str
    written: str
    start: int
    end: int
    lead: int
    alias: str = ""


def cite(text: str, places: Places) -> tuple[Citation, ...]:
    """Every citation of a numbered document in a passage's text, in order."""
    citations: list[Citation] = []
    found = find_numbers(text)
    for position, item in enumerate(found):
        before = found[position - 1].end if position else 0
        near = [
            citation for citation in citations[-_MOST_LISTED:] if citation.lead > item.start - _FARTHEST_BACK
        ]
        citations.extend(_cite_one(text, item, before=before, places=places, said=near))
    return tuple(_share(citations, text))


def _cite_one(
    text: str, item: FoundNumber, *, before: int, places: Places, said: list[Citation]
) -> list[Citation]:
    kind, kind_start = _kind_before(text, item, before)
    sentence = _sentence_start(text, item.start)
    at = item.end
    date, at = _date_after(text, at)
    issuer, at = _issuer_after(text, at)
    if not date:
        date, at = _date_after(text, at)
    subject, end = _subject_after(text, at)
    start = kind_start
    floor = max(sentence, before)
    if not date and (match := _date_in_front(text, floor, kind_start)):
        date, start = iso_of(match), floor + match.start() + match.group().lower().index("ngày")
    if not issuer and (body := _issuer_before(text, sentence, kind_start, said)):
        issuer = body.name
        start = min(start, body.start) if body.start >= before else start
    if not subject and text[kind_start - 1 : kind_start] == "(" and text[at : at + 1] in {")", ","}:
        subject, start = _subject_in_front(text, max(sentence, said[-1].end if said else 0), kind_start - 1)
    issuer = "" if is_place_only(issuer) else full_name(issuer, places)
    alias = _ALIAS.match(text, end)
    short = alias.group("alias").strip(" “”") if alias else ""
    return [
        Citation(number, kind, date, issuer, subject, item.text, start, max(end, at), kind_start, short)
        for number in item.numbers
    ]


def _kind_before(text: str, item: FoundNumber, before: int) -> tuple[str, int]:
    window = max(before, item.start - 90)
    kinds = find_kinds(text[window : item.start])
    if not kinds:
        return "", item.start
    nearest = kinds[-1]
    between = text[window + nearest.end : item.start]
    if not re.fullmatch(r"(?:\s+[^\s,;.()“”]+){0,10}?\s+số\s*:?\s*|\s*:?\s*", between):
        return "", item.start
    return nearest.name, window + nearest.start


def _sentence_start(text: str, before: int) -> int:
    first = max(0, before - _FARTHEST_BACK)
    starts = [first, *(match.end() for match in _SENTENCE_END.finditer(text, first, before))]
    carried = len(starts) > 1 and _CARRIES_ON.match(text, starts[-1])
    return starts[-2] if carried else starts[-1]


def _date_after(text: str, at: int) -> tuple[str, int]:
    match = _DATE_AFTER.match(text, at)
    return (iso_of(match), match.end()) if match else ("", at)


def _issuer_after(text: str, at: int) -> tuple[str, int]:
    match = _OF.match(text, at)
    body = body_at(text, match.end()) if match else None
    return (body.name, body.end) if body else ("", at)


def _date_in_front(text: str, start: int, end: int) -> re.Match[str] | None:
    """ "Ngày 17/4/2026 UBND phường ban hành Văn bản số 912": the date opens the clause and someone issues."""
    clause = text[start:end]
    dates = list(_DATE_BEFORE.finditer(clause))
    if not dates or "ngày" in clause[dates[-1].end() :]:
        return None
    rest = clause[dates[-1].end() :]
    actor = _ACTOR.search(" " + rest)
    if not actor or ";" in rest or _USED.search(rest[: actor.start()]):
        return None
    tail = rest[actor.end() - 1 :].strip()
    return dates[-1] if not _USED.search(tail) or tail.endswith(("tại", "Tại")) else None


def _issuer_before(text: str, sentence: int, kind_start: int, said: list[Citation]) -> Body | None:
    for granted in reversed(list(_GRANTED_BY.finditer(text, sentence, kind_start))):
        body = body_at(text, granted.end(), before=kind_start)
        if body and _AT.fullmatch(text, body.end, kind_start):
            return body
    for act in reversed(list(_ACTOR.finditer(text, sentence, kind_start))):
        if _only_lists(text[act.end() : kind_start], said, act.end()):
            return _actor(text, sentence, act.start())
    return None


def _only_lists(gap: str, said: list[Citation], start: int) -> bool:
    """True when only earlier citations, list marks and counts stand between the verb and the number."""
    rest = gap
    for citation in said:
        if citation.lead >= start:
            begin, end = citation.lead - start, citation.end - start
            mark = re.search(r";|\(\d+\)", gap[end:])
            end = end + mark.start() if mark else end
            rest = rest[:begin] + " " * (end - begin) + rest[end:]
    if re.search(r"tại\s*$", rest):
        return not re.search(r"(?:theo|thực hiện|căn cứ)(?!\w)", rest)
    words = re.findall(r"\w+", re.sub(r"\(\d+\)|\d+|các|và", " ", rest))
    return not _USED.search(rest) and len(words) <= 4


def _actor(text: str, start: int, end: int) -> Body | None:
    """Who acts: the longest body that ends right before the verb, else the subject of the sentence."""
    for head in BODY_HEAD.finditer(text, max(start, end - 120), end):
        body = body_at(text, head.start(), before=end)
        if body and body.end == end:
            return body
    for head in BODY_HEAD.finditer(text, start, end):
        body = body_at(text, head.start(), before=end)
        if body and _ACTS.match(text, body.end):
            return body
    return None


def _subject_after(text: str, at: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, at)
    if quoted:
        inside = quoted.group("quoted")
        if "“" in inside:
            inside = inside.split(";")[0]
        end = quoted.start("quoted") + len(inside)
        return inside.strip(), min(end + 1, len(text))
    about = _ABOUT.match(text, at)
    start = about.end() if about else at
    if not about and (_NO_SUBJECT.match(text, at) or body_at(text, at + 1)):
        return "", at
    end = _clause_end(text, start)
    subject = text[start:end].strip(_LOOSE_ENDS)
    return (subject, start + len(text[start:end].rstrip(_LOOSE_ENDS))) if len(subject) > 3 else ("", at)


def _clause_end(text: str, start: int) -> int:
    limit = min(len(text), start + _FARTHEST)
    ends = [limit, _closing(text, start, limit)]
    quoted = [match.span() for match in _QUOTATION.finditer(text, start, start + 2 * _FARTHEST)]
    ends.extend(
        match.start()
        for match in _CLAUSE_END.finditer(text, start, limit)
        if not any(begin < match.start() < end for begin, end in quoted)
    )
    ends.extend(match.start() for match in _TURN.finditer(text, start, limit))
    ends.extend(
        match.start()
        for match in _NEXT_CITED.finditer(text, start, limit)
        if not _NUMBER_ENDS.search(text[start : match.start()])
    )
    ends.extend(
        comma.start() for comma in _COMMA.finditer(text, start, limit) if _turns_to_body(text, comma.end())
    )
    return min(ends)


def _turns_to_body(text: str, at: int) -> bool:
    """True where a comma hands the sentence to who acts: "…, Đảng ủy phường đã …"."""
    body = body_at(text, at)
    return body is not None and bool(_ACTS.match(text, body.end))


def _closing(text: str, start: int, limit: int) -> int:
    depth = 0
    for place in range(start, limit):
        if text[place] in "(“":
            depth += 1
        elif text[place] in ")”":
            depth -= 1
            if depth < 0:
                return place
    return limit


def _subject_in_front(text: str, start: int, end: int) -> tuple[str, int]:
    """ "…phê duyệt vị trí việc làm (Quyết định số 296-QĐ/ĐU)": what the brackets stand behind."""
    clause = text[start:end]
    begin = start + max(clause.rfind("; "), clause.rfind(". ")) + 1
    if begin > start:
        begin += 1
    subject = text[begin:end].strip(" ,)")
    offset = text.index(subject, begin) if subject else end
    return subject, offset


def _share(citations: list[Citation], text: str) -> list[Citation]:
    """What stands once behind a list belongs to every item of it."""
    shared = list(citations)
    for place in range(len(shared) - 2, -1, -1):
        left, right = shared[place], shared[place + 1]
        between = text[left.end : right.lead] if left.end <= right.lead else ""
        if left.start == right.start or not re.fullmatch(r"\s*(?:;|,|và|,\s*và)\s*", between):
            continue
        alike = left.kind == right.kind and left.number.parts[-1:] == right.number.parts[-1:]
        if not left.subject and right.subject and (alike or "và" in between):
            left = replace(left, subject=right.subject, end=right.end)
        same_sign = left.number.parts[-1:] == right.number.parts[-1:]
        if not left.issuer and right.issuer and same_sign and "và" in between:
            left = replace(left, issuer=right.issuer, end=right.end)
        shared[place] = left
    return shared
