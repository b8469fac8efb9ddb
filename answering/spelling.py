"""Typing errors in a question, repaired by the words the documents use."""

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from answering.understand import Word

if TYPE_CHECKING:
    from answering.sought import Lexicon


def repair(
    words: Sequence[Word], lexicon: "Lexicon", *, known: Container[str]
) -> tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]:
    """The words with unknown ones replaced, and the changes made.

    A word is unknown when no passage holds it. It becomes the library's word one typing error away (a letter
    more, less, other or swapped) that stands best beside its neighbours; without one it stays as typed.
    """
    repaired: list[Word] = list(words)
    changes: list[tuple[str, str]] = []
    for place, word in enumerate(words):
        if word.stop or word.value or len(word.folded) < 2 or word.folded in known:
            continue
        if lexicon.document_frequency(word.folded):
            continue
        better = _nearest(repaired, place, lexicon)
        if better:
            repaired[place] = replace(word, folded=better, text=better)
            changes.append((word.text, better))
    return tuple(repaired), tuple(changes)


def _nearest(words: Sequence[Word], place: int, lexicon: "Lexicon") -> str:
    typed = words[place].folded
    near = [
        candidate
        for candidate in lexicon.vocabulary()
        if abs(len(candidate) - len(typed)) <= 1
        and candidate.isalpha()
        and OSA.distance(candidate, typed, score_cutoff=1) <= 1
    ]
    return max(near, key=lambda candidate: _fit(words, place, candidate, lexicon), default="")


def _fit(words: Sequence[Word], place: int, candidate: str, lexicon: "Lexicon") -> tuple[int, int]:
    """How often the candidate stands beside the neighbours it would have, then how common it is."""
    beside = 0
    if place > 0:
        beside += lexicon.document_frequency(f"{words[place - 1].folded}_{candidate}")
    if place + 1 < len(words):
        beside += lexicon.document_frequency(f"{candidate}_{words[place + 1].folded}")
    return beside, lexicon.vocabulary().get(candidate, 0)
