"""What to look for: the question's words and pairs of words, weighed by rarity, with their other forms."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from answering.evidence import Term, toned
from answering.synonyms import Synonyms
from answering.understand import Asked, Word, understand
from corpus.vietnamese import terms as search_terms
from retrieval import index


class Lexicon(Protocol):
    """What the library knows of words: how many passages hold a term, and every syllable with its count."""

    @property
    def passage_count(self) -> int: ...
    def document_frequency(self, term: str) -> int: ...
    def vocabulary(self) -> Mapping[str, int]: ...


# What words are worth that were told around the question, or that stand for others.
_TOLD, _BEFORE, _OTHER = 0.3, 0.7, 0.5
# What a word is worth that may be a stop word typed without its accents.
_WEAK, _MOSTLY = 0.3, 0.5
# What a light word is worth.
_LIGHT = 0.2
# What a follow-up's own words are worth against those taken from the question before.
_STRESSED = 1.8
# A pair of words that no passage holds, between two words that each belong to another pair: no word at all.
_NO_WORD = 0.3


@dataclass(frozen=True, slots=True)
class Sought:
    """`terms` to weigh evidence by, `query` to search with, `boosts` for terms that weigh less than 1."""

    terms: tuple[Term, ...]
    query: str
    boosts: Mapping[str, float]


def seek(
    asked: Asked,
    lexicon: Lexicon,
    synonyms: Synonyms,
    *,
    told: str = "",
    before: str = "",
    stressed: Container[str] = (),
) -> Sought:
    """Weigh the question's words by the library's own statistics.

    `told` is what was said around it, `before` what a follow-up continues; `stressed` are the folded words
    that the follow-up brought.
    """
    words = asked.words
    others = _alternatives(words, synonyms, lexicon)
    terms = [
        replace(term, weight=term.weight * _STRESSED) if _has_stressed(term, stressed) else term
        for term in _terms(words, others, lexicon, bare=asked.bare)
    ]
    own = " ".join(word.text for word in words if not word.stop)
    more = dict.fromkeys(form for forms in others.values() for form in forms)
    # The syllables of another phrase are other words: only its pairs are searched for.
    boosts = dict.fromkeys(
        (term for form in more for term in search_terms(form) if "_" in term or " " not in form), _OTHER
    )
    query = [own]
    for around, share in ((before, _BEFORE), (told, _TOLD)):
        support = understand(around).words if around.strip() else ()
        known = {term.forms[0] for term in terms}
        terms += [
            replace(term, weight=share * term.weight)
            for term in _terms(support, _alternatives(support, synonyms, lexicon), lexicon, bare=asked.bare)
            if term.forms[0] not in known and _is_held(term, lexicon)
        ]
        query.append(" ".join(word.text for word in support if not word.stop))
        boosts = dict.fromkeys(search_terms(query[-1]), share) | boosts
    asked_for = set(search_terms(own))
    boosts = {term: share for term, share in boosts.items() if term not in asked_for}
    return Sought(tuple(terms), " ".join(query), boosts)


def _is_held(term: Term, lexicon: Lexicon) -> bool:
    return any(lexicon.document_frequency(part) for part in term.forms[0].split(" "))


def _terms(
    words: Sequence[Word], others: Mapping[int, tuple[str, ...]], lexicon: Lexicon, *, bare: bool
) -> tuple[Term, ...]:
    singles = [
        term for place in range(len(words)) if (term := _single(words, place, others, lexicon, bare=bare))
    ]
    pairs = [
        term for place in range(len(words) - 1) if (term := _pair(words, place, others, lexicon, bare=bare))
    ]
    return (*singles, *pairs)


def rarity(lexicon: Lexicon, term: str) -> float:
    """The inverse document frequency of a term in the library."""
    return index.rarity(lexicon.document_frequency(term), of=lexicon.passage_count)


@lru_cache(maxsize=4)
def weigher(lexicon: Lexicon) -> Callable[[str], float]:
    """The rarity of a folded word, remembered."""
    return lru_cache(maxsize=20_000)(lambda word: rarity(lexicon, word))


def _has_stressed(term: Term, stressed: Container[str]) -> bool:
    return any(word in stressed for word in term.forms[0].split(" "))


def _single(
    words: Sequence[Word], place: int, others: Mapping[int, tuple[str, ...]], lexicon: Lexicon, *, bare: bool
) -> Term | None:
    word = words[place]
    if word.stop:
        return None
    form = word.value or word.folded
    unsure = (word.weak or word.light) and not _belongs(words, place, lexicon)
    return Term(
        (form, *others.get(place, ())),
        rarity(lexicon, word.folded) * ((_WEAK if word.weak else _LIGHT) if unsure else 1),
        typed=_typed(words[place : place + 1], bare=bare),
        unknown=not lexicon.document_frequency(word.folded),
    )


def _belongs(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether passages mostly hold the word beside the neighbour it has here: "cung" with "cap"."""
    alone = lexicon.document_frequency(words[place].folded)
    if not alone:
        return False
    beside = [(place - 1, place)] if place else []
    beside += [(place, place + 1)] if place + 1 < len(words) else []
    pairs = (f"{words[left].folded}_{words[right].folded}" for left, right in beside)
    return any(lexicon.document_frequency(pair) >= _MOSTLY * alone for pair in pairs)


def _pair(
    words: Sequence[Word], place: int, others: Mapping[int, tuple[str, ...]], lexicon: Lexicon, *, bare: bool
) -> Term | None:
    left, right = words[place], words[place + 1]
    known = lexicon.document_frequency(f"{left.folded}_{right.folded}") > 0
    # Without accents "đầu tư" reads like "đâu từ": a pair the library knows is a word after all.
    if (left.stop or right.stop or left.weak or right.weak) and not (bare and known):
        return None
    if (left.light or right.light) and not known:
        return None
    weight = rarity(lexicon, f"{left.folded}_{right.folded}")
    if not known:
        # Two words of every passage that never stand together tell nothing by standing apart.
        weight = min(weight, rarity(lexicon, left.folded) + rarity(lexicon, right.folded))
    if not known and _held(words, place - 1, lexicon) and _held(words, place + 1, lexicon):
        weight *= _NO_WORD
    shared = _shared(others, place)
    if not known and not shared and (place in others or place + 1 in others):
        # Where one of the two may be said in other words, the pair cannot stand as it was typed.
        weight *= _NO_WORD
    forms = (f"{left.value or left.folded} {right.value or right.folded}", *shared)
    return Term(forms, weight, pair=True, typed=_typed(words[place : place + 2], bare=bare))


def _typed(words: Sequence[Word], *, bare: bool) -> str:
    """The words as typed, with accents; "" where they were typed, or read, without."""
    if bare or any(word.text.isascii() and word.read for word in words):
        return ""
    return " ".join(word.value or toned(word.text) for word in words)


def _held(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether the words at `place` and after it make a pair that some passage holds; outside, they do."""
    if place < 0 or place + 1 >= len(words) or words[place].stop or words[place + 1].stop:
        return False
    return lexicon.document_frequency(f"{words[place].folded}_{words[place + 1].folded}") > 0


def _shared(others: Mapping[int, tuple[str, ...]], place: int) -> tuple[str, ...]:
    """Alternatives of a phrase that holds both words of the pair."""
    return tuple(form for form in others.get(place, ()) if form in others.get(place + 1, ()))


def _alternatives(words: Sequence[Word], synonyms: Synonyms, lexicon: Lexicon) -> dict[int, tuple[str, ...]]:
    """The other forms that the library holds, by the places of the words they stand for."""
    found = synonyms.spans([word.text for word in words])
    held = [(span, tuple(form for form in forms if _holds(lexicon, form))) for span, forms in found]
    return {place: forms for span, forms in held if forms for place in span if not words[place].stop}


def _holds(lexicon: Lexicon, form: str) -> bool:
    """Whether passages hold each word of the form, and each beside the next."""
    parts = form.split(" ")
    known = lexicon.vocabulary()
    return all(part in known for part in parts) and all(
        lexicon.document_frequency(f"{left}_{right}") for left, right in pairwise(parts)
    )
