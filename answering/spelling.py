"""Typing errors in a question, repaired by the words the documents use and the words people ask with."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from answering.phrases import Phrases, all_question_words
from answering.understand import stop_words
from corpus.vietnamese import Syllable, fold, syllables

if TYPE_CHECKING:
    from answering.sought import Lexicon

# A pair of question words counts as this many passages that hold a pair.
_SPOKEN = 1_000


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text with unknown words replaced, and the changes made: (typed, read)."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def repair(text: str, lexicon: "Lexicon", *, known: Container[str]) -> Repaired:
    """Replace words that no passage holds and nobody asks with.

    Such a word becomes the one a typing error away (a letter more, less, other or swapped) that stands best
    beside its neighbours; without one it stays as typed. `known` are folded forms of the synonym list.
    """
    words = list(syllables(text))
    folded = [word.folded for word in words]
    wrong = [place for place, word in enumerate(words) if not _is_known(word, lexicon, known)]
    for place in wrong:
        folded[place] = _nearest(folded, place, lexicon) or folded[place]
    better = {
        place: folded[place] if text.isascii() else _written(words, place, folded[place])
        for place in wrong
        if folded[place] != words[place].folded
    }
    changes = tuple((words[place].text, read) for place, read in better.items())
    return Repaired(_rebuilt(text, words, better), changes)


def _is_known(word: Syllable, lexicon: "Lexicon", known: Container[str]) -> bool:
    if word.folded[0].isdigit() or len(word.folded) < 2 or word.folded in known:
        return True
    return word.folded in _spoken_words() or lexicon.document_frequency(word.folded) > 0


def _rebuilt(text: str, words: Sequence[Syllable], better: Mapping[int, str]) -> str:
    pieces: list[str] = []
    position = 0
    for place, word in enumerate(words):
        pieces += [text[position : word.start], better.get(place, word.text)]
        position = word.end
    return "".join([*pieces, text[position:]])


def _written(words: Sequence[Syllable], place: int, read: str) -> str:
    """A question word gets its accents back; of a document's word they are not known."""
    typed = words[place].text.lower()
    neighbours = {word.text.lower() for word in words[max(place - 1, 0) : place + 2]}
    return min(
        _spoken_words().get(read, (read,)),
        key=lambda form: (not _spoken_beside(form) & neighbours, OSA.distance(form, typed)),
    )


def _nearest(folded: Sequence[str], place: int, lexicon: "Lexicon") -> str:
    typed = folded[place]
    near = [
        candidate
        for candidate in (*lexicon.vocabulary(), *sorted(_spoken_words()))
        if abs(len(candidate) - len(typed)) <= 1
        and candidate.isalpha()
        and OSA.distance(candidate, typed, score_cutoff=1) <= 1
    ]
    return max(near, key=lambda candidate: _fit(folded, place, candidate, lexicon), default="")


def _fit(folded: Sequence[str], place: int, candidate: str, lexicon: "Lexicon") -> tuple[int, int]:
    """How often the candidate stands beside the neighbours it would have, then how common it is."""
    before = [(folded[place - 1], candidate)] if place > 0 else []
    after = [(candidate, folded[place + 1])] if place + 1 < len(folded) else []
    beside = sum(
        lexicon.document_frequency(f"{left}_{right}") + _SPOKEN * ((left, right) in _spoken_pairs())
        for left, right in (*before, *after)
    )
    return beside, lexicon.vocabulary().get(candidate, 0)


def _phrases() -> Iterable[Phrases]:
    return (stop_words(), *all_question_words())


@cache
def _spoken_words() -> Mapping[str, tuple[str, ...]]:
    """The words people ask with: folded, and every way they are written."""
    words = sorted({word for phrases in _phrases() for phrase in phrases.phrases for word in phrase})
    return {folded: tuple(same) for folded, same in groupby(sorted(words, key=fold), key=fold)}


@cache
def _spoken_beside(word: str) -> frozenset[str]:
    """The words that stand before or after a word in a phrase people ask with."""
    pairs = {pair for phrases in _phrases() for phrase in phrases.phrases for pair in pairwise(phrase)}
    return frozenset(right if left == word else left for left, right in pairs if word in {left, right})


@cache
def _spoken_pairs() -> frozenset[tuple[str, str]]:
    return frozenset(
        pair
        for phrases in _phrases()
        for phrase in phrases.phrases
        for pair in pairwise(tuple(map(fold, phrase)))
    )
