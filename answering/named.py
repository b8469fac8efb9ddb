"""Which held document a question names: by its number, or by its kind and words of its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.document import Document, subject_of
from corpus.kinds import ABBREVIATED, NAME_PATTERN, canonical
from corpus.number import DocumentNumber, parse_number, plain_ordinal
from corpus.number_query import NumberQuery, parse_query
from corpus.vietnamese import Syllable, fold, syllables

_SIGNS = "|".join(sorted(ABBREVIATED, key=len, reverse=True))
_KIND_BEFORE = re.compile(rf"(?:(?:{fold(NAME_PATTERN)}|{_SIGNS})[\s.-]*)?(?:so\s*:?\s*)?$")
# Between a kind and the words of a title: "Thông tư quy định về việc …".
_LINKS = frozenset(["ve", "viec", "so", "quy", "dinh", "chi", "tiet", "huong", "dan", "ban", "hanh"])
# A title is named by so many of its words in order, or by all of them.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Named:
    """`text[start:end]` names the document; `by_number` says how."""

    document: Document
    text: str
    start: int
    end: int
    by_number: bool

    @property
    def before(self) -> str:
        return self.text[: self.start]

    @property
    def rest(self) -> str:
        """The question without the name."""
        return " ".join(f"{self.before} {self.text[self.end :]}".split())


def named_document(text: str, documents: Sequence[Document]) -> Named | None:
    """The one document that fits; None where none or several do."""
    return _by_number(text, documents) or _by_title(text, documents)


def document_about(words: Sequence[str], documents: Sequence[Document]) -> Document | None:
    """The one document whose title holds most of the folded words, in their order; all but one of them."""
    if len(words) < _FEWEST:
        return None
    held = [(_in_order(words, _title_words(d.kind, subject_of(d))[1]), d) for d in documents]
    most = max((count for count, _ in held), default=0)
    best = [document for count, document in held if count == most]
    return best[0] if len(best) == 1 and most >= max(_FEWEST, len(words) - 1) else None


def _in_order(words: Sequence[str], title: Sequence[str]) -> int:
    place = count = 0
    for word in words:
        if word in title[place:]:
            place = title.index(word, place) + 1
            count += 1
    return count


def _by_number(text: str, documents: Sequence[Document]) -> Named | None:
    query = parse_query(text)
    if not query.ordinal or not (query.year or query.symbol or query.kinds):
        return None
    fitting = [document for document in documents if _fits(document, query)]
    start = fold(text).find(fold(query.written))
    if len(fitting) != 1 or start < 0:
        return None
    before = _KIND_BEFORE.search(fold(text[:start]))
    return Named(
        fitting[0],
        text,
        before.start() if before else start,
        start + len(query.written),
        by_number=True,
    )


@lru_cache(maxsize=10_000)
def _number(text: str) -> DocumentNumber | None:
    return parse_number(text)


def _fits(document: Document, query: NumberQuery) -> bool:
    number = _number(document.number or "")
    if number is None or plain_ordinal(number.ordinal) != query.ordinal:
        return False
    if query.symbol:
        return "".join(number.parts) == query.symbol and query.year in {"", number.year}
    of_year = not query.year or query.year == (number.year or (document.date or "")[:4])
    return of_year and (not query.kinds or _is_kind(document, number, query))


def _is_kind(document: Document, number: DocumentNumber, query: NumberQuery) -> bool:
    return canonical(document.kind) in query.kinds or bool(set(number.kinds) & set(query.kinds))


def _by_title(text: str, documents: Sequence[Document]) -> Named | None:
    words = list(syllables(text))
    found = [named for document in documents if (named := _titled(text, words, document))]
    if not found:
        return None
    longest = max(named.end - named.start for named in found)
    best = [named for named in found if named.end - named.start == longest]
    return best[0] if len(best) == 1 else None


@lru_cache(maxsize=10_000)
def _title_words(kind: str, title: str) -> tuple[list[str], list[str]]:
    """The folded words of a kind, and of a title without the kind it may open with."""
    kinds, words = fold(kind).split(), [word.folded for word in syllables(title)]
    return kinds, words[len(kinds) :] if words[: len(kinds)] == kinds else words


def _titled(text: str, words: Sequence[Syllable], document: Document) -> Named | None:
    kind, title = _title_words(document.kind, subject_of(document))
    for start in range(len(words) - len(kind)):
        after = start + len(kind)
        if not kind or words[start].folded != kind[0] or [word.folded for word in words[start:after]] != kind:
            continue
        while after < len(words) and words[after].folded in _LINKS:
            after += 1
        end, place = after, 0
        while end < len(words) and words[end].folded in title[place:]:
            place = title.index(words[end].folded, place) + 1
            end += 1
        if end - after >= _FEWEST or (title and end - after == len(title)):
            return Named(document, text, words[start].start, words[end - 1].end, by_number=False)
    return None
