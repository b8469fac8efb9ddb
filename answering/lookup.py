"""Questions about a document number: is this one, what does it ask, and which entries may be meant."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.kinds import NAMES
from corpus.number_query import NumberQuery, parse_query
from corpus.register import Entry, Register
from corpus.vietnamese import fold


class Asks(StrEnum):
    """What is asked of a document. The members stand in the order an answer gives them."""

    WHAT = "what"
    DATE = "date"
    ISSUER = "issuer"
    SIGNER = "signer"
    SUBJECT = "subject"
    CITED = "cited"
    VALIDITY = "validity"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A question about a number. No `entries`: the texts name no such document; two or more: say which.

    `near` are entries that share the number but not the rest, or almost the number. `citing` are the entries
    that name the one found as their ground, where that was asked.
    """

    query: NumberQuery
    asks: tuple[Asks, ...]
    entries: tuple[Entry, ...]
    near: tuple[Entry, ...]
    citing: tuple[Entry, ...] = ()


# Folded words, as people type them with and without accents.
_ASKS = {
    Asks.CITED: re.compile(
        r"(?:van ban|quyet dinh|ke hoach|nghi quyet|cong van|tai lieu|chuong trinh)\s+nao\b.*"
        r"\b(?:can cu|dua|thuc hien|trien khai|nhac|neu|dan|vien|cu the hoa)"
        r"|(?:nhac|neu|dan|vien|dan chieu|xuat hien|can cu)\b.*\b(?:o dau|dau|cho nao|muc nao)"
        r"|(?:nhac|neu|trich dan|vien dan)\s+(?:den\s+)?(?:may|bao nhieu)\s+(?:lan|cho)"
        r"|(?:ai|nhung dau|cho nao)\s+(?:dua vao|can cu)"
    ),
    Asks.DATE: re.compile(
        r"\bngay\s+(?:thang\s+)?(?:nao|may|bao nhieu|gi)\b|\b(?:khi|luc|thang|nam)\s+nao\b|\bbao gio\b|"
        r"\bngay\s+(?:thang\s+)?ban hanh\b|\bngay\s+ky\b|\bthoi (?:gian|diem) ban hanh\b"
    ),
    Asks.ISSUER: re.compile(
        r"\bai\s+(?:da\s+)?(?:ban hanh|ra|lap|gui)\b|"
        r"\b(?:do|cua)\s+(?:ai|(?:co quan|don vi|cap|noi)\s+nao)\b|"
        r"\b(?:co quan|don vi|cap)\s+(?:nao\s+)?ban hanh\b|\bnoi ban hanh\b|\bco quan nao\b"
    ),
    Asks.SIGNER: re.compile(
        r"\b(?:ai|dong chi nao|ong nao|ba nao)\s+(?:la\s+)?(?:da\s+)?(?:nguoi\s+)?ky\b|\bnguoi ky\b"
    ),
    Asks.VALIDITY: re.compile(
        r"\b(?:con|het|co)\s+hieu luc\b|\bbi\s+(?:thay the|bai bo|sua doi)\b|\bcon ap dung\b|"
        r"\b(?:duoc|da)\s+(?:thay the|bai bo|sua doi)\b|"
        r"\b(?:van ban|nghi dinh|quyet dinh|thong tu|luat|nghi quyet)\s+(?:nao|gi)\s+(?:da\s+|se\s+)?"
        r"(?:thay the|bai bo|huy bo|sua doi|dieu chinh)\b"
    ),
    Asks.SUBJECT: re.compile(
        r"\bve\s+(?:viec\s+|noi dung\s+|van de\s+)?(?:gi|cai gi|dieu gi|viec nao)\b|"
        r"\bnoi dung\b|\btrich yeu\b|\bnoi\s+(?:ve\s+)?gi\b|\b(?:de )?lam gi\b|"
        r"\bquy dinh\s+(?:ve\s+|nhung\s+)*gi\b|\b(?:ban hanh|phe duyet)\s+(?:cai\s+)?gi\b"
    ),
    Asks.WHAT: re.compile(
        r"\bla\s+(?:van ban\s+|cai\s+)?(?:gi|nao|sao)\b|\bla van ban\b|\bthong tin\b|\bgioi thieu\b"
    ),
}
_QUESTION_WORD = re.compile(r"\b(?:nao|gi|may|bao nhieu|ai|dau|sao|the nao|khong|danh sach|liet ke)\b")
_COMMON = re.compile(
    r"so|hieu|van|ban|cua|la|ngay|nam|ve|viec|o|do|ra|va|nay|kia|thi|cho|toi|minh|em|anh|chi|xin|hoi|biet|xem|"
    r"tim|tra|cuu|giup|voi|theo|hanh|duoc|co|tai|bao|cao|lieu|phuong|xa|thanh|pho|dang|uy|nhan|dan|dong|hdnd|"
    r"ubnd|thuong|vu|chap|trung|uong|noi|dung|gi|nao"
)
_KIND_WORDS = {word for name in NAMES for word in fold(name).split()}
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")
# A question that says more than this besides the number asks for what the document led to, not for itself.
_MOST_OTHER_WORDS = 6
_MOST_OTHER_WORDS_UNASKED = 3


def look_up(question: str, register: Register) -> LookUp | None:
    """None when the question is not about a document itself, even if it names one.

    "Quyết định 296 ban hành ngày nào?" is; "Theo Quyết định 296 có bao nhiêu vị trí việc làm?" is not.
    """
    query = parse_query(question)
    if query.ordinal.isdigit() and not (query.kinds or query.symbol or query.organs or _is_alone(query)):
        return None
    asks = _asks(query)
    if not asks:
        return None
    found = register.look_up(query)
    if not found.entries and (not query.ordinal or _may_be_no_number(query)):
        return None
    only = found.entries[0] if len(found.entries) == 1 else None
    citing = register.citing(only) if only and Asks.CITED in asks else ()
    return LookUp(query, asks, found.entries, found.near, citing)


def _asks(query: NumberQuery) -> tuple[Asks, ...]:
    asked = {asks for asks, words in _ASKS.items() if words.search(query.words)}
    others = _other_words(query)
    if not asked:
        plain = not _QUESTION_WORD.search(query.words) and others <= _MOST_OTHER_WORDS_UNASKED
        return (Asks.WHAT,) if plain and query.ordinal else ()
    most = _MOST_OTHER_WORDS_UNASKED if asked == {Asks.WHAT} else _MOST_OTHER_WORDS
    return tuple(asks for asks in Asks if asks in asked) if others <= most else ()


def _other_words(query: NumberQuery) -> int:
    """How many words neither belong to the number nor are common in such questions."""
    rest = query.words
    for words in _ASKS.values():
        rest = words.sub(" ", rest)
    tokens = re.findall(r"[a-z]+|\d+", rest)
    return sum(
        not _COMMON.fullmatch(token)
        and token not in _KIND_WORDS
        and token not in query.symbol
        and token.lstrip("0") not in {query.ordinal, query.year}
        for token in tokens
    )


def _is_alone(query: NumberQuery) -> bool:
    return bool(
        re.fullmatch(
            r"(?:van ban\s+)?(?:so\s+)?(?:hieu\s+)?[\w.-]+(?:\s+la\s+(?:van ban\s+)?gi)?\s*\??", query.words
        )
    ) or (bool(re.search(r"\b(?:van ban|so hieu|bieu mau)\b", query.words)) and query.named)


def _may_be_no_number(query: NumberQuery) -> bool:
    """ "Kế hoạch 2026", "296": without a sign, and unknown to every text, it was perhaps no number at all."""
    return not query.symbol and bool(not query.kinds or _YEAR_LIKE.match(query.ordinal))
