"""What a held document says of its own force: from when, until when, what it replaces, who signed it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from answering.answer import Answer, Status
from answering.compose import composed
from answering.named import Named
from answering.phrases import question_words
from answering.stretch import SCREEN, Stretch, tidy
from answering.whole_list import introduced
from corpus.clause import clause_asked
from corpus.document import subject_of
from corpus.letters import CAPITALS
from corpus.library import Library
from corpus.number import find_numbers
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import fold, syllables
from prompts import load

_WHEN = re.compile(
    r"\b(?:ngay|khi|luc|thang|nam|thoi diem) (?:nao|may|bao nhieu)\b|\bbao gio\b|\bngay hieu luc\b"
)
_EFFECT = re.compile(r"\bhieu luc\b|\bap dung tu\b")
_EXPIRY = re.compile(r"\b(?:het|mat|cham dut) hieu luc\b|\bhieu luc (?:den|toi)\b")
_REPLACING = re.compile(r"\b(?:thay the|bai bo|huy bo|het hieu luc|sua doi|bo sung)\b")
_AMENDING = re.compile(r"\b(?:sua doi|bo sung)\b")
_WHAT = re.compile(r"\b(?:nao|gi|nhung)\b")
_SIGNER = re.compile(r"\bai (?:da |la nguoi )?ky\b|\bnguoi ky\b|\bky boi\b")
_STARTS = re.compile(r"\bnay (?:chinh thuc |bat dau )?co hieu luc\b|\bco hieu luc (?:thi hanh )?(?:ke )?tu\b")
_ENDS = re.compile(r"\bnay .{0,60}hieu luc .{0,60}\bden (?:het )?ngay\b|\bnay het hieu luc\b")
_BY_SIGNING = re.compile(r"\btu ngay (?:duoc )?(?:ky|ban hanh|thong qua)\b")
_REPEALS = re.compile(r"\b(?:thay the|bai bo|huy bo|het hieu luc|ngung hieu luc)\b")
_FINAL = re.compile(r"\b(?:hieu luc|thi hanh|chuyen tiep|bai bo|thay the)\b")
_SIGNED = re.compile(
    rf"(?<![\w/-])(?:[{CAPITALS}]\w* ){{0,3}}[{CAPITALS}]\w*, ngày \d{{1,2}} tháng \d{{1,2}} năm \d{{4}}"
)  # Hà Nội, ngày 23 tháng 9 năm 2025
_AMENDED = re.compile(r"sửa đổi|bổ sung", re.IGNORECASE)
_ADOPTED = re.compile(r"\bnay (?:da )?duoc .{1,200} thong qua ngay\b")
# A question that says more besides asks for something else.
_MOST_OTHER_WORDS = 2


def in_force(named: Named, library: Library) -> Answer | None:
    """The document's own words; None where it has none of the kind, or something else is asked."""
    folded = fold(named.rest)
    if clause_asked(named.rest) or _other_words(named) > _MOST_OTHER_WORDS:
        return None
    passages = library.section_passages(named.document.id, "")
    found: Sequence[Stretch] = ()
    if _SIGNER.search(folded):
        found = _signature(passages)
    elif _EXPIRY.search(folded) and _WHEN.search(folded):
        found = _best(passages, _ENDS)
    elif _EFFECT.search(folded) and _WHEN.search(folded) and not _EXPIRY.search(folded):
        found = _since(passages)
    elif _replaces(named):
        found = _replaced(passages, library, amended=bool(_AMENDING.search(folded)))
    if not found:
        return None
    whole = composed(found, library)
    return Answer(Status.ANSWERED, whole.text, whole.sources)


def matter_words(text: str) -> list[str]:
    """The folded words of a question about force that tell what the document is about."""
    words = list(syllables(text))
    told = {place for found in question_words("force_asked").find(words) for place in found}
    return [word.folded for place, word in enumerate(words) if place not in told]


def _replaces(named: Named) -> bool:
    """Whether it is asked what the document replaces, and not what replaces it."""
    after = fold(named.text[named.end :])
    verb = _REPLACING.search(after)
    passive = verb is not None and re.search(r"\b(?:bi|duoc)\s*$", after[: verb.start()])
    return (
        verb is not None
        and not passive
        and bool(_WHAT.search(after[verb.end() :]))
        and not find_numbers(after)
    )


def _other_words(named: Named) -> int:
    title = {word.folded for word in syllables(subject_of(named.document))}
    return sum(word not in title for word in matter_words(named.rest))


def _said(passages: Sequence[Passage], pattern: re.Pattern[str]) -> Iterator[Stretch]:
    for passage in passages:
        for span in sentences(passage.text):
            if pattern.search(fold(passage.text[span.start : span.end])):
                yield Stretch(passage, span.start, span.end)


def _best(passages: Sequence[Passage], pattern: re.Pattern[str]) -> list[Stretch]:
    """The first sentence that says so, of the final provisions where they do; quoted ones do not count."""
    found = sorted(_said(passages, pattern), key=lambda each: -_standing(each.passage))
    return [tidy(each.passage, each.start, each.end) for each in found[:1] if _standing(each.passage) >= 0]


def _standing(passage: Passage) -> int:
    if passage.text.startswith(("“", '"')) or passage.lead.startswith(("“", '"')):
        return -1
    final = bool(passage.headings) and _FINAL.search(fold(passage.headings[-1]))
    return 2 if final else 1 if passage.label.startswith("Điều") else 0


def _since(passages: Sequence[Passage]) -> list[Stretch]:
    """From when; "from the day it is signed" with that day."""
    found = _best(passages, _STARTS)
    if not found or not _BY_SIGNING.search(fold(found[0].text)):
        return found
    signed = _SIGNED.search(passages[0].text)
    if signed:
        return [*found, Stretch(passages[0], *signed.span())]
    return [*found, *_best(passages, _ADOPTED)]


def _replaced(passages: Sequence[Passage], library: Library, *, amended: bool) -> list[Stretch]:
    """What the final provisions repeal, each sentence with the list it opens; what the title amends."""
    front = passages[0]
    title = next(_AMENDED.finditer(front.text), None) if amended else None
    if title and find_numbers(front.text[title.start() :]):
        return [Stretch(front, title.start(), len(front.text))]
    said = [each for each in _said(passages, _REPEALS) if _standing(each.passage) > 0]
    stretches: list[Stretch] = []
    for each in said:
        listed = library.group(introduced(each.passage, library))
        stretches.append(tidy(each.passage, each.start, each.end))
        stretches += [tidy(item, 0, len(item.text)) for item in listed]
    named = [each for each in stretches if find_numbers(each.text) or each.text.endswith(":")]
    return list(_fitting(named))


def _fitting(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    words = 0
    for each in stretches:
        words += len(each.text.split())
        if words > SCREEN and each is not stretches[0]:
            return
        yield each


def _signature(passages: Sequence[Passage]) -> list[Stretch]:
    """The signature that follows the text itself, before any appendix."""
    own = takewhile(lambda passage: not passage.section.startswith("Phụ lục"), passages)
    caption = load("ingest/signature")
    return [
        Stretch(passage, 0, len(passage.text))
        for passage in own
        if passage.headings and passage.headings[-1] == caption
    ][:1]
