"""What to look for: the question's words and pairs of words, weighed by rarity, with their other forms."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from answering.evidence import Term
from answering.spelling import repair
from answering.synonyms import Synonyms
from answering.understand import Asked, Word


class Lexicon(Protocol):
    """What the library knows of words: how many passages hold a term, and every syllable with its count."""

    @property
    def passage_count(self) -> int: ...
    def document_frequency(self, term: str) -> int: ...
    def vocabulary(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Sought:
    """`terms` to weigh evidence by, `query` to search with, `repaired` the spelling changes (typed, read)."""

    terms: tuple[Term, ...]
    query: str
    repaired: tuple[tuple[str, str], ...]


def seek(asked: Asked, lexicon: Lexicon, synonyms: Synonyms) -> Sought:
    """Weigh the question's words by the library's own statistics."""
    words, repaired = repair(asked.words, lexicon, known=synonyms.others)
    others = _alternatives(words, synonyms)
    singles = [term for place in range(len(words)) if (term := _single(words, place, others, lexicon))]
    pairs = [
        term
        for place in range(len(words) - 1)
        if (term := _pair(words, place, others, lexicon, bare=asked.bare))
    ]
    return Sought((*singles, *pairs), _query(words, others), repaired)


def rarity(lexicon: Lexicon, term: str) -> float:
    """The BM25 inverse document frequency, ln(1 + (N - n + ½) / (n + ½))."""
    n = lexicon.document_frequency(term)
    return math.log(1 + (lexicon.passage_count - n + 0.5) / (n + 0.5))


def _single(
    words: Sequence[Word], place: int, others: Mapping[int, tuple[str, ...]], lexicon: Lexicon
) -> Term | None:
    word = words[place]
    if word.stop:
        return None
    form = word.value or word.folded
    return Term((form, *others.get(place, ())), rarity(lexicon, word.folded))


def _pair(
    words: Sequence[Word], place: int, others: Mapping[int, tuple[str, ...]], lexicon: Lexicon, *, bare: bool
) -> Term | None:
    left, right = words[place], words[place + 1]
    known = lexicon.document_frequency(f"{left.folded}_{right.folded}") > 0
    # Without accents "đầu tư" reads like "đâu từ": a pair the library knows is a word after all.
    if (left.stop or right.stop) and not (bare and known):
        return None
    weight = rarity(lexicon, f"{left.folded}_{right.folded}")
    forms = (f"{left.value or left.folded} {right.value or right.folded}", *_shared(others, place))
    return Term(forms, weight, pair=True)


def _shared(others: Mapping[int, tuple[str, ...]], place: int) -> tuple[str, ...]:
    """Alternatives of a phrase that holds both words of the pair."""
    return tuple(form for form in others.get(place, ()) if form in others.get(place + 1, ()))


def _alternatives(words: Sequence[Word], synonyms: Synonyms) -> dict[int, tuple[str, ...]]:
    found = synonyms.spans([word.folded for word in words])
    return {place: forms for span, forms in found for place in span if not words[place].stop}


def _query(words: Sequence[Word], others: Mapping[int, tuple[str, ...]]) -> str:
    """The question without its stop words, then the alternatives: the search weighs them all."""
    own = [word.text for word in words if not word.stop]
    more = dict.fromkeys(form for forms in others.values() for form in forms)
    return " ".join([*own, *more])
