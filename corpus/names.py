"""Documents named without a number: "Luật Kế toán", "Hiến pháp năm 2013", "Nghị quyết Đại hội Đảng …"."""

import re
from dataclasses import dataclass

from corpus.issuers import BODY_HEAD
from corpus.kinds import NAME_PATTERN

_KIND = r"(?<!\w)(?P<kind>Bộ luật|Luật|Pháp lệnh|Điều lệ)"
_STATUTE = re.compile(rf"{_KIND}(?=\s+\w)")
_CONSTITUTION = re.compile(
    r"(?<!\w)(?P<kind>Hiến pháp)(?:\s+nước\s+Cộng\s+ho[àa]\s+xã hội chủ nghĩa Việt Nam)?(?!\w)"
)
_CONGRESS = re.compile(r"(?<!\w)(?P<kind>Nghị quyết)\s+Đại hội(?!\w)")  # Nghị quyết Đại hội Đảng các cấp
_NOT_A_NAME = re.compile(
    r"\s+(?:sư|gia|này|đó|trên|mới|pháp|định|tục|chơi|hiện|khác|chuyên|sửa đổi|và|về|của|số\s)(?!\w)|\s+\d"
)

# Words a statute's name does not contain; "năm" and "ngày" open its date.
_STOP = re.compile(
    r"\s+(?:cho|năm|ngày|số|quy định|có|được|để|đã|trong|tại|thì|là|này|đó|hiện hành|mới|nêu|theo|như|"
    r"ban hành|hoặc|khi|từ|với|sẽ|phải|đối với|gồm|cũng|vào|trên|về|không|nếu|do|nhằm|đến)(?!\w)"
    r"|\s*[.;:()“”\"…\n\t]|\s+[-–+]\s"
)
_AND = re.compile(r"\s+và\s+(?=(?P<next>\S+))")
_OF = re.compile(r"\s+của\s+(?=(?P<next>\S))")
_COMMA = re.compile(r",\s+(?P<tail>[^,.;:()“”\n]*)")
_OTHER = re.compile(
    rf"(?:{NAME_PATTERN}|các|những|văn bản|quy định|hướng dẫn|phường|xã|thành phố|tỉnh|đảm bảo|bảo đảm|"
    r"góp phần|đồng thời|trong đó|trên cơ sở|nhất là|nhưng|nên|qua đó|trừ|bao gồm|điều|khoản|điểm|tạo|"
    r"thực hiện|đối tượng)(?!\w)",
    re.IGNORECASE,
)
_MOST_WORDS = 14
_LONGEST = 200
# "Luật Phòng, chống …" cannot end at its comma; "Luật Ngân sách nhà nước, …" most often does.
_MOST_WORDS_AFTER_COMMA = {1: 9, 2: 6}
_FEWEST_WORDS_AFTER_COMMA = 4
_ISSUERS = {
    "Luật": "Quốc hội",
    "Bộ luật": "Quốc hội",
    "Hiến pháp": "Quốc hội",
    "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document's kind and full name, at `text[start:end]`."""

    kind: str
    name: str
    start: int
    end: int


def find_named(text: str) -> tuple[NamedDocument, ...]:
    """Every document the text names by title alone, in order. "Luật sư" and "Luật này" are none."""
    found: list[NamedDocument] = []
    matches = [match for shape in (_STATUTE, _CONGRESS, _CONSTITUTION) for match in shape.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        kind = match.group("kind")
        if found and match.start() < found[-1].end:
            continue
        if match.re is not _CONSTITUTION and _NOT_A_NAME.match(text, match.end("kind")):
            continue
        end = match.end() if match.re is _CONSTITUTION else _name_end(text, match.end("kind"))
        name = " ".join(text[match.start() : end].split())
        if name != kind or match.re is _CONSTITUTION:
            found.append(NamedDocument(kind, name, match.start(), end))
    return tuple(found)


def issuer_of(kind: str) -> str:
    """Only one body makes a document of this kind; "" where several do."""
    return _ISSUERS.get(kind, "")


def _name_end(text: str, start: int) -> int:
    limit = min(len(text), start + _LONGEST)
    stop = _STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    if text[start:end].strip().startswith("Đại hội"):
        end = _term_end(text, end)
    for joint in sorted(
        [*_AND.finditer(text, start, end), *_OF.finditer(text, start, end)], key=lambda m: m.start()
    ):
        following = text[joint.end() : end]
        if (joint.re is _OF and not following[:1].isupper()) or _OTHER.match(following):
            end = joint.start()
            break
    comma = _COMMA.search(text, start, end)
    if comma:
        end = _comma_end(text, comma, end, head=len(text[start : comma.start()].split()))
    words = list(re.finditer(r"\S+", text[start:end]))[:_MOST_WORDS]
    while words and words[-1].group() in {"và", "của", ","}:
        words.pop()
    return start + len(text[start : start + words[-1].end()].rstrip(",")) if words else start


def _term_end(text: str, end: int) -> int:
    """A congress's resolution is told from the next by its term: "nhiệm kỳ 2025-2030"."""
    term = re.compile(r"[^,.;:()]{0,40}?nhiệm kỳ\s+\d{4}\s?[-–]\s?\d{4}").match(text, end)
    return term.end() if term else end


def _comma_end(text: str, comma: re.Match[str], end: int, *, head: int) -> int:
    """ "Luật Cán bộ, công chức" goes on after its comma; "theo Luật Đất đai, phường đã …" does not."""
    tail = text[comma.start("tail") : end].split(",", maxsplit=1)[0]
    goes_on = (
        tail[:1].islower()
        and len(tail.split()) <= _MOST_WORDS_AFTER_COMMA.get(head, _FEWEST_WORDS_AFTER_COMMA)
        and not _OTHER.match(tail)
        and not BODY_HEAD.match(tail)
    )
    return comma.start("tail") + len(tail) if goes_on else comma.start()
