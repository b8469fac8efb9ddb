"""Questions about a held document itself: its number, its date, who issued it."""

import re
from collections.abc import Sequence

from answering.answer import Answer, Source, Status
from answering.understand import Asked, Asks
from corpus.document import Document
from corpus.vietnamese import fold, syllables
from prompts import load

_DATE = re.compile(r"\b(?:ngay|khi nao|bao gio|thoi gian)\b")
_NUMBER = re.compile(r"\b(?:so hieu|so may|so bao nhieu|so va ngay|mang so|so cua)\b")
_ISSUER = re.compile(r"\b(?:ai (?:ky|viet|lap|soan|ban hanh|dang)|co quan nao|don vi nao|bao nao|tac gia)\b")
# What one may say of a document's own making besides its title.
_MAKING = frozenset(
    [
        "so",
        "ngay",
        "thang",
        "nam",
        "va",
        "cua",
        "la",
        "dang",
        "ky",
        "ban",
        "hanh",
        "phat",
        "hanh",
        "cong",
        "bo",
        "viet",
        "lap",
        "soan",
        "ai",
        "co",
        "quan",
        "don",
        "vi",
        "nao",
        "gi",
        "may",
        "bao",
        "nhieu",
        "hieu",
        "mang",
        "nay",
        "khi",
        "thoi",
        "gian",
        "duoc",
        "do",
        "tac",
        "gia",
        "ra",
        "bai",
        "to",
        "in",
        "tren",
        "trang",
        "bao",
        "cao",
        "van",
    ]
)


def about_document(text: str, asked: Asked, documents: Sequence[Document]) -> Answer | None:
    """What the library knows of the document a question is about; None when it asks for its content.

    A date or number the document does not print is said to be missing.
    """
    folded = fold(text)
    wanted = [
        name
        for name, words in (("date", _DATE), ("number", _NUMBER), ("issuer", _ISSUER))
        if words.search(folded)
    ]
    if not wanted or (asked.kind in {Asks.COUNT, Asks.PLACE, Asks.WHETHER} and "number" not in wanted):
        return None
    document = next((document for document in documents if _is_meant(folded, document)), None)
    return _told(document, wanted) if document else None


def _is_meant(folded: str, document: Document) -> bool:
    """Whether the question names the document's kind and otherwise only its title and its making."""
    kind = fold(document.kind)
    if not kind or not re.match(rf"(?:.{{0,30}}\b)?{re.escape(kind)}\b", folded):
        return False
    title = {word.folded for word in syllables(document.title)}
    return all(word.folded in title or word.folded in _MAKING for word in syllables(folded))


def _told(document: Document, wanted: Sequence[str]) -> Answer:
    values = {"date": document.date, "number": document.number, "issuer": document.issuer}
    known = [
        load(f"replies/document_{name}", title=document.title, value=values[name])
        for name in wanted
        if values[name]
    ]
    missing = [
        load(f"replies/document_no_{name}", title=document.title) for name in wanted if not values[name]
    ]
    if not known:
        return Answer(Status.UNANSWERABLE, " ".join(missing))
    status = Status.ANSWERED_PARTIAL if missing else Status.ANSWERED
    return Answer(status, " ".join([*known, *missing]), (_first_line(document),))


def _first_line(document: Document) -> Source:
    number, line = next((n, line) for n, line in enumerate(document.lines, start=1) if line.strip())
    return Source(document.file, document.title, "", (number, number), None, line.strip(), document.id)
