"""What a document's own first and last lines print of it: kind, number, date, issuer, title."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.issuers import BODY_HEAD, Places, implied_by
from corpus.kinds import NAMES
from corpus.number import parse_number
from corpus.vietnamese import fold
from ingest.clean import is_rule
from ingest.shape import is_capital_title, is_motto, is_signature, opens_body

_KIND = re.compile(
    r"(?:HIẾN PHÁP|BỘ LUẬT|LUẬT|PHÁP LỆNH|LỆNH|NGHỊ QUYẾT|NGHỊ ĐỊNH|QUYẾT ĐỊNH|THÔNG TƯ"
    r"|CHỈ THỊ|QUY ĐỊNH|QUY CHẾ|KẾT LUẬN|HƯỚNG DẪN|THÔNG BÁO|CÔNG VĂN|TỜ TRÌNH|KẾ HOẠCH"
    r"|CHƯƠNG TRÌNH|ĐỀ ÁN|BÁO CÁO|BIÊN BẢN)"
)
_NUMBER = re.compile(
    r"(?:^|\|\s*|(?:luật|nghị quyết|pháp lệnh)\s+)số\s*:?\s*(\d[\w.]*(?:\s?[/-]\s?[\w.]+)*)",
    re.MULTILINE | re.IGNORECASE,
)  # Số: 79/2025/TT-BNNMT   Luật số: 140/2025/QH15
_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_ADOPTED = re.compile(rf"\bnày (?:đã )?được [^;]{{1,200}} thông qua {_DAY.pattern}")
_ENACTING = re.compile(
    rf"(?:Bộ trưởng |Thống đốc |Chủ nhiệm )?(?P<body>{BODY_HEAD.pattern}[^.;:]{{0,80}}?)"
    rf" ban hành (?P<kind>{'|'.join(NAMES)})(?!\w)"
)
_NO_BODY = re.compile(r"\d|\bngày\b|^[Ss]ố\b|^\(|^DỰ THẢO", re.IGNORECASE)
_NAMED = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_LEGAL_BASIS = ("Căn cứ", "Thực hiện", "Xét", "Theo đề nghị")
_OPEN_END = re.compile(r"(?:[,:]|\s(?:và|của|các|về|số|tại|trong|theo))$", re.IGNORECASE)
_LONGEST_TITLE = 400
_HEAD = 30
_MOST_TITLE_LINES = 8
_LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a text prints of itself; "" for no kind or title, None for what it does not print.

    The title opens with kind and number, as the document is cited: "Nghị định số 5/2026/NĐ-CP quy định …".
    """

    kind: str
    title: str
    number: str | None
    date: str | None
    issuer: str | None


def letterhead(lines: Sequence[str]) -> Letterhead:
    head = [" ".join(line.strip(" *#\t").split()) for line in lines[:_HEAD] if not is_rule(line)]
    printed = "\n".join(takewhile(lambda words: not opens_body(words), head))
    found, day = _NUMBER.search(printed), _DAY.search(printed) or _adopted(lines)
    number = re.sub(r"\s", "", found[1]) if found else None
    kind = next((line.capitalize() for line in head if _KIND.fullmatch(line)), "")
    cased = _Cased(lines)
    body = _body(head, cased) if kind else ""
    title = _title(head, kind, body, cased)
    issuer = _issuer(cased.of(body), number) if body else _enacting(head, kind)
    if kind and number:
        title = f"{kind} số {number}{title[len(kind) :]}"
    return Letterhead(
        kind,
        _cut(title),
        number,
        "-".join(part.zfill(2) for part in reversed(day.groups())) if day else None,
        issuer,
    )


def _enacting(head: Sequence[str], kind: str) -> str | None:
    """The body that a text without a letterhead names: "Bộ trưởng Bộ Tư pháp ban hành Thông tư …"."""
    found = (_ENACTING.match(line) for line in head) if kind else ()
    return next((match["body"] for match in found if match and match["kind"] == kind), None)


def _adopted(lines: Sequence[str]) -> re.Match[str] | None:
    """A law prints its date last: "Luật này được Quốc hội … thông qua ngày 10 tháng 12 năm 2025"."""
    found = (_ADOPTED.search(" ".join(line.split())) for line in reversed(lines))
    return next((match for match in found if match), None)


def _body(head: Sequence[str], cased: "_Cased") -> str:
    """The issuing body in the letterhead, in capitals; under a superior body it stands second."""
    bodies: list[str] = []
    for cell in _cells(head):
        goes_on = bodies and (_OPEN_END.search(bodies[-1]) or cased.writes(f"{bodies[-1]} {cell}"))
        if bodies and (goes_on or not BODY_HEAD.match(cell.capitalize())):
            bodies[-1] = f"{bodies[-1]} {cell}"
        elif BODY_HEAD.match(cell.capitalize()):
            bodies.append(cell)
    return bodies[-1] if bodies else ""


def _cells(head: Sequence[str]) -> Iterator[str]:
    for line in takewhile(lambda words: not _KIND.fullmatch(words), head):
        for cell in (part.strip(" -_–*") for part in line.split("|")):
            if is_capital_title(cell) and not is_motto(cell) and not _NO_BODY.search(cell):
                yield cell


def _issuer(name: str, number: str | None) -> str:
    """The body as the text writes it; one that it prints in capitals only, as its number's signs imply it."""
    parsed = parse_number(number or "")
    implied = implied_by(parsed, Places("", "", "")) if parsed else ""
    return implied if fold(implied) == fold(name) else name


def _title(head: Sequence[str], kind: str, body: str, cased: "_Cased") -> str:
    if not kind:
        return head[0] if head else ""
    start = next(n for n, line in enumerate(head) if _KIND.fullmatch(line)) + 1
    parts = list(head[start : start + 1])
    for line in head[start + 1 : start + _MOST_TITLE_LINES]:
        if line.startswith(_LEGAL_BASIS) or fold(line) == fold(body) or is_signature(line):
            break
        if opens_body(line) and not (line[:1].islower() or _OPEN_END.search(parts[-1])):
            break
        parts.append(line)
    title = " ".join(parts).rstrip(" ,;:.")
    if title.lower().startswith(kind.lower()):
        title = title[len(kind) :].strip()
    if is_capital_title(title):
        return cased.of(f"{kind.upper()} {title}")
    # The name of a law is written large, the subject of any other document small.
    lowered = title if title[1:2].isupper() or kind in _NAMED else title[:1].lower() + title[1:]
    return f"{kind} {lowered}".strip()


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


class _Cased:
    """Gives words that are printed in capitals the case that the rest of the text writes them in."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = " ".join(" ".join(line.split()) for line in lines)
        lowered = self._text.lower()
        self._lowered = lowered if len(lowered) == len(self._text) else ""

    def of(self, words: str) -> str:
        """The words as they are, unless they are in capitals."""
        if not is_capital_title(words):
            return words
        left, said = words.split(), []
        while left:
            run, count = self._longest_run(left)
            said.append(run)
            left = left[count:]
        whole = " ".join(said)
        return whole[:1].upper() + whole[1:]

    def writes(self, words: str) -> bool:
        """Whether the text writes the words other than in capitals."""
        return bool(self._written(words))

    def _longest_run(self, left: Sequence[str]) -> tuple[str, int]:
        for count in (len(left), *range(min(_LONGEST_RUN, len(left) - 1), 0, -1)):
            written = self._written(" ".join(left[:count]))
            if written:
                return written, count
        return (left[0], 1) if any(map(str.isdigit, left[0])) else (left[0].lower(), 1)

    def _written(self, words: str) -> str:
        """The commonest way in which the text writes the words other than in capitals; "" for none."""
        pattern = re.compile(rf"(?<!\w){re.escape(words.lower())}(?!\w)")
        ways = (self._text[match.start() : match.end()] for match in pattern.finditer(self._lowered))
        told = Counter(
            way for way in ways if not way.isupper() or len(way) == 1 or any(map(str.isdigit, way))
        )
        most = max(told.values(), default=0)
        return min((way for way, times in told.items() if times == most), key=_capitals, default="")


def _capitals(words: str) -> int:
    return sum(map(str.isupper, words))
