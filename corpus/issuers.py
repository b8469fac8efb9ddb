"""Who issued a document: bodies as a text names them, and what the signs in a number imply."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.kinds import NAME_PATTERN
from corpus.letters import CAPITALS, SMALL
from corpus.number import DocumentNumber

_SYLLABLE = rf"[{CAPITALS}][{SMALL}]*"
_NAME = rf"(?:{_SYLLABLE}(?: {_SYLLABLE}){{0,3}}|\d{{1,2}}\b)"  # Bạch Mai, Hai Bà Trưng, 12
_WARD = re.compile(rf"\b(?P<place>(?:[Pp]hường|[Xx]ã|[Đđ]ặc khu|[Tt]hị trấn)\s{_NAME})")
_CITY = re.compile(rf"\b(?P<place>(?:[Tt]hành phố|[Tt]ỉnh)\s{_NAME})")
_CITY_PARTY = re.compile(rf"\b(?:Thành|Tỉnh) ủy\s(?P<place>{_NAME})")

_HEADS = (
    r"Ban Thường vụ|Ban Chấp hành|Ban Bí thư|Bộ Chính trị|Thường trực|Trung ương|Thành ủy|Tỉnh ủy|Quận ủy|"
    r"Huyện ủy|Đảng ủy|Đảng bộ|Chi bộ|UBKT|UBMTTQ|MTTQ|Mặt trận|Ủy ban|UBND|HĐND|Hội đồng|Quốc hội|Chính phủ|"
    r"Thủ tướng|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Giám đốc|Bộ|Sở|Ban|BCĐ|Cục|Tổng cục|Chi cục|Vụ|Viện|"
    r"Văn phòng|Phòng|Trung tâm|Tòa án|Công an|Công ty|Tổng công ty|Liên đoàn|Hội|Đoàn|Trường|Bệnh viện|"
    r"Ngân hàng|Tổ công tác|Tổng Thanh tra|Thanh tra|Kiểm toán|Kho bạc|Bảo hiểm|Thuế"
)
BODY_HEAD = re.compile(rf"(?:{_HEADS})(?!\w)")
_LOWER_HEAD = re.compile(r"(?:[Pp]hường|[Xx]ã(?!\shội)|[Tt]hành phố|[Tt]ỉnh)(?!\w)")

# Words a body's name does not contain: where one stands, the name has ended.
_STOP = re.compile(
    r"\s+(?:về|việc|quy định|ban hành|phê duyệt|phân cấp|ủy quyền|hướng dẫn|có|đã|vừa|để|trong|tại|gửi|cho|"
    r"sửa đổi|thay thế|bãi bỏ|thành lập|giao|đối với|theo|nhằm|là|được|yêu cầu|đề nghị|triển khai|thực hiện|"
    r"tiếp tục|vào|từ|với|đến|thông qua|báo cáo|tiếp nhận|phân công|phối hợp|tập trung|chỉ đạo|công bố|"
    r"chấp thuận|thống nhất|nêu|ngày|số|trình|xác định|như|sẽ|đang|cũng|nay|do|năm|"
    r"thì|mà|nếu|khi|hay|phải|tham gia|thí điểm|hiện hành)(?!\w)"
    r"|\s*[“”\"();:…]|\.(?:\s|$)|\s*\n"
)
_COMMITTEE = re.compile(r"(?:Ban chỉ đạo|Ban Chỉ đạo|BCĐ|Tổ công tác)(?!\w)")
_COMMITTEE_STOP = re.compile(r"\s+về(?!\w)|\s*[“”\"();:…]|\.(?:\s|$)|,")
_KIND = re.compile(rf"(?:{NAME_PATTERN})(?!\w)")
_JOIN = re.compile(r"\s*,\s*|\s+và\s+")
_MOST_WORDS = 14
_LONGEST = 300
_MOST_COMMITTEE_WORDS = 26

# A report names its own ward more than all others together.
_OWN_SHARE = 0.5

_BY_SIGN = {
    "cp": "Chính phủ",
    "ttg": "Thủ tướng Chính phủ",
    "ctn": "Chủ tịch nước",
    "tw": "Trung ương",
    "vptw": "Văn phòng Trung ương Đảng",
    "vpcp": "Văn phòng Chính phủ",
    "bca": "Bộ Công an",
    "bqp": "Bộ Quốc phòng",
    "bng": "Bộ Ngoại giao",
    "bnv": "Bộ Nội vụ",
    "btp": "Bộ Tư pháp",
    "btc": "Bộ Tài chính",
    "bct": "Bộ Công Thương",
    "bnnmt": "Bộ Nông nghiệp và Môi trường",
    "bxd": "Bộ Xây dựng",
    "bvhttdl": "Bộ Văn hóa, Thể thao và Du lịch",
    "bkhcn": "Bộ Khoa học và Công nghệ",
    "bgddt": "Bộ Giáo dục và Đào tạo",
    "byt": "Bộ Y tế",
    "bdttg": "Bộ Dân tộc và Tôn giáo",
    "nhnn": "Ngân hàng Nhà nước Việt Nam",
    "ttcp": "Thanh tra Chính phủ",
}
_WARD_SIGNS = {"du": "Đảng ủy", "ubnd": "UBND", "hdnd": "HĐND", "mttq": "Ủy ban MTTQ Việt Nam"}


@dataclass(frozen=True, slots=True)
class Places:
    """The places a document's bare "phường", "Thành phố", "Thành ủy" stand for; "" when it names none."""

    ward: str
    city: str
    city_party: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a text: `text[start:end]`."""

    name: str
    start: int
    end: int


def places_of(document: Document, texts: Sequence[str]) -> Places:
    """From the document's issuer and title first; otherwise the places its text names most."""
    front = "\n".join(part for part in (document.issuer, document.title) if part)
    body = "\n".join(texts)
    ward = _lower_first(_commonest(_WARD, front) or _commonest(_WARD, body, share=_OWN_SHARE))
    city_party = _commonest(_CITY_PARTY, body)
    city = _lower_first(_commonest(_CITY, front) or _commonest(_CITY, body))
    party_head = "Tỉnh ủy" if city.lower().startswith("tỉnh") else "Thành ủy"
    name = city_party or re.sub(r"^(?:thành phố|tỉnh)\s", "", city)
    return Places(ward, city, f"{party_head} {name}" if name else "")


def _commonest(pattern: re.Pattern[str], text: str, *, share: float = 0.0) -> str:
    counts = Counter(match.group("place") for match in pattern.finditer(text))
    return next((place for place, times in counts.most_common(1) if times > share * counts.total()), "")


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def body_at(text: str, start: int, *, before: int | None = None) -> Body | None:
    """The body whose name begins at `start` and ends `before` there; None when no body's name does."""
    limit = min(len(text), start + _LONGEST, *([] if before is None else [before]))
    if not BODY_HEAD.match(text, start) and not _LOWER_HEAD.match(text, start):
        match = re.compile(r"(?:ủy ban|hội đồng|đảng ủy|ban chỉ đạo)(?!\w)").match(text, start)
        if not match:
            return None
    if _COMMITTEE.match(text, start):
        stop, most = _COMMITTEE_STOP.search(text, start, limit), _MOST_COMMITTEE_WORDS
    else:
        stop, most = _STOP.search(text, start, limit), _MOST_WORDS
    end = _join_end(text, start, stop.start() if stop else limit)
    words = list(re.finditer(r"\S+", text[start:end]))[:most]
    if not words:
        return None
    end = start + words[-1].end()
    name = text[start:end].rstrip(" ,-–")
    return Body(name, start, start + len(name))


def _join_end(text: str, start: int, end: int) -> int:
    """Where the name ends: a comma or "và" ends it unless more of the name, or a second issuer, follows."""
    if _COMMITTEE.match(text, start):
        return end
    for join in _JOIN.finditer(text, start, end):
        capital = text[join.end() : join.end() + 1].isupper()
        kind = _KIND.match(text, join.end())
        if not capital or kind or _LOWER_HEAD.match(text, join.end()):
            return join.start()
        # "của Bộ Chính trị, Ban Bí thư về …" is two issuers; "của Chính phủ, UBND phường đã …" is one.
        if "," in join.group() and BODY_HEAD.match(text, join.end()) and not text.startswith(" về", end):
            return join.start()
    return end


def full_name(name: str, places: Places) -> str:
    """The body with the place the document leaves out: "HĐND phường" → "HĐND phường Bạch Mai"."""
    name = " ".join(name.split())
    if places.ward:
        kind = (
            places.ward.split()[0]
            if not places.ward.startswith(("đặc khu", "thị trấn"))
            else places.ward[:8].strip()
        )
        if re.search(rf"(?:^|\s){kind}$", name, re.IGNORECASE):
            return re.sub(rf"{kind}$", places.ward, name, flags=re.IGNORECASE)
        if re.search(r"(?:Đảng ủy|Đảng bộ)$", name):
            return f"{name} {places.ward}"
    if places.city_party and re.search(r"(?:Thành|Tỉnh) ủy$", name):
        return re.sub(r"(?:Thành|Tỉnh) ủy$", places.city_party, name)
    if places.city and re.search(r"\s(?:[Tt]hành phố|[Tt]ỉnh|TP)$", name):
        return re.sub(r"(?:[Tt]hành phố|[Tt]ỉnh|TP)$", places.city, name)
    return name


def is_place_only(name: str) -> bool:
    """ "phường", "Thành phố": a place, not a body that issues."""
    return bool(_LOWER_HEAD.match(name))


def is_local(number: DocumentNumber) -> bool:
    """True where several places have a body with these signs: every ward has its "QĐ-UBND"."""
    return not any(part in _BY_SIGN or re.fullmatch(r"(?:ubtv)?qh\d*", part) for part in number.parts)


def implied_by(number: DocumentNumber, places: Places) -> str:
    """The issuer the number's own signs imply, "" when they leave it open."""
    for part in reversed(number.parts):
        if re.fullmatch(r"ubtvqh\d*", part):
            return "Ủy ban Thường vụ Quốc hội"
        if re.fullmatch(r"qh\d+", part):
            return "Quốc hội"
        if part in _BY_SIGN:
            return _BY_SIGN[part]
        if part == "tu":
            return places.city_party
        # A ward's and its city's resolutions with a year in the number look the same.
        if part in _WARD_SIGNS and places.ward and not number.year:
            return f"{_WARD_SIGNS[part]} {places.ward}"
    return ""
