"""How much of a question a stretch of text holds, in itself and by where it stands."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.measure import value_of
from corpus.vietnamese import syllables

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# "đang" for "đảng": another word most of the time, a slip of the tone now and then.
_OTHER_ACCENTS = 0.5
# The weight of this much is all that a question can lose: about three rare words.
_MUCH = 15.0


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text made comparable: folded syllables, numbers by value. `starts` are their offsets.

    `joined` is the words as one string, `accents` and `toned` are they with accents, in one way of writing.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    joined: str
    accents: tuple[str, ...]
    toned: str

    def holds(self, form: str) -> bool:
        """Whether the form, one or more words, stands here as whole words."""
        return f" {form} " in self.joined

    def positions(self, form: str) -> list[int]:
        """The word indexes where the form begins."""
        if not self.holds(form):
            return []
        parts = tuple(form.split(" "))
        first, length = parts[0], len(parts)
        return [
            i for i, word in enumerate(self.words) if word == first and self.words[i : i + length] == parts
        ]


@lru_cache(maxsize=20_000)
def place(text: str) -> Place:
    read = list(syllables(text))
    words = tuple(value_of(s.folded) if s.folded[0].isdigit() else s.folded for s in read)
    accents = tuple(word if word[0].isdigit() else toned(s.text) for word, s in zip(words, read, strict=True))
    starts = tuple(s.start for s in read)
    return Place(words, starts, f" {' '.join(words)} ", accents, f" {' '.join(accents)} ")


@lru_cache(maxsize=20_000)
def toned(syllable: str) -> str:
    """A syllable with its tone at the end, so that "hòa" and "hoà" are one: lower case, NFD."""
    parts = unicodedata.normalize("NFD", syllable.lower())
    return "".join(sorted(parts, key=_TONES.__contains__))


def accented(words: Iterable[str]) -> str:
    """Words as `Place.toned` holds them."""
    return " ".join(map(toned, words))


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: any of `forms` counts, the question's own form first. `weight` is its rarity.

    `typed` is the own form with its accents, "" for a question typed without any.
    """

    forms: tuple[str, ...]
    weight: float
    pair: bool = False
    typed: str = ""
    unknown: bool = False

    def credit(self, where: Place) -> float:
        """1 for the question's own form, a little less for another, half for other accents."""
        if where.holds(self.forms[0]):
            return 1.0 if not self.typed or f" {self.typed} " in where.toned else _OTHER_ACCENTS
        return 0.9 if any(where.holds(form) for form in self.forms[1:]) else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the question's weight, 0 to 1: in the text itself, and with the text around it."""

    own: float
    own_pairs: float
    all: float
    all_pairs: float
    worst: float
    lost: float
    gone: float
    unknown: float
    gone_most: float


def coverage(terms: Sequence[Term], own: Place, around: Sequence[tuple[float, Place]]) -> Coverage:
    """`around` are places near the text with the credit a word found only there earns, best first.

    `worst` is the weight share of the heaviest pair of words that is found nowhere, `lost` that of the
    heaviest single word.
    """
    total = {False: 0.0, True: 0.0}
    inside = {False: 0.0, True: 0.0}
    near = {False: 0.0, True: 0.0}
    missing = {False: 0.0, True: 0.0}
    gone = unknown = 0.0
    for term in terms:
        here = term.credit(own)
        there = 0.0 if here == 1.0 else _near(term, around)
        total[term.pair] += term.weight
        inside[term.pair] += term.weight * here
        near[term.pair] += term.weight * max(here, there)
        if not here and not there:
            missing[term.pair] = max(missing[term.pair], term.weight)
            gone += 0.0 if term.pair or term.unknown else term.weight
            unknown += term.weight if term.unknown and not term.pair else 0.0
    return Coverage(
        own=_share(inside[False], total[False]),
        own_pairs=_share(inside[True], total[True]),
        all=_share(near[False], total[False]),
        all_pairs=_share(near[True], total[True]),
        worst=_share(missing[True], total[True]),
        lost=_share(missing[False], total[False]),
        gone=min(gone / _MUCH, 1.0),
        unknown=min(unknown / _MUCH, 1.0),
        gone_most=min(missing[False] / _MUCH * 2, 1.0),
    )


def _near(term: Term, around: Sequence[tuple[float, Place]]) -> float:
    """The most that a place around earns the term; one that could not earn more is not looked at."""
    best = 0.0
    for share, where in around:
        if share > best:
            best = max(best, share * term.credit(where))
    return best


def nearness(terms: Sequence[Term], own: Place, slot: int, *, reach: float = 7.0) -> float:
    """How close the question's words stand to the word at `slot`: 1 beside it, falling with distance."""
    gained = total = 0.0
    for term in terms:
        total += term.weight
        spots = [spot for form in term.forms for spot in own.positions(form)]
        if spots:
            gained += term.weight * math.exp(-min(abs(spot - slot) for spot in spots) / reach)
    return _share(gained, total)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
