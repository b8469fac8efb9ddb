"""A question's words, compared as people type them: with accents, or without any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from corpus.vietnamese import Syllable, fold, syllables

_QUESTION_WORDS = Path(__file__).with_name("question_words.yaml")
_FOLLOW_UPS = Path(__file__).with_name("follow_ups.yaml")


@dataclass(frozen=True)
class Phrases:
    """A set of phrases to find in a question, each a run of syllables.

    A syllable typed with accents must have the phrase's own accents ("máy" is not "mấy"); in a question typed
    without any accents every syllable is compared folded.
    """

    phrases: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> "Phrases":
        return cls(frozenset(tuple(s.text.lower() for s in syllables(phrase)) for phrase in phrases))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.phrases), default=0)

    @cached_property
    def _folded(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(map(fold, phrase)) for phrase in self.phrases)

    def find(self, words: Sequence[Syllable]) -> list[range]:
        """Where phrases stand, as ranges of word indexes: left to right, longest first, no overlap."""
        # Not `isascii`: "130m²" bears no accent either.
        bare = all(word.folded == word.text.lower() for word in words)
        known = self._folded if bare else self.phrases
        keys = [word.folded if bare else word.text.lower() for word in words]
        found: list[range] = []
        start = 0
        while start < len(keys):
            length = self._length_at(keys, start, known)
            if length:
                found.append(range(start, start + length))
            start += length or 1
        return found

    def starts(self, words: Sequence[Syllable]) -> bool:
        """Whether the words begin with a phrase."""
        return any(found.start == 0 for found in self.find(words))

    def _length_at(self, keys: Sequence[str], start: int, known: frozenset[tuple[str, ...]]) -> int:
        for length in range(min(self._longest, len(keys) - start), 0, -1):
            if tuple(keys[start : start + length]) in known:
                return length
        return 0


@cache
def _question_words() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(_QUESTION_WORDS.read_text(encoding="utf-8"))
    return read


@cache
def question_words(name: str) -> Phrases:
    """One of the sets in question_words.yaml."""
    return Phrases.of(_question_words()[name])


@cache
def _follow_ups() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(_FOLLOW_UPS.read_text(encoding="utf-8"))
    return read


@cache
def follow_up_words(name: str) -> Phrases:
    """One of the sets in follow_ups.yaml."""
    return Phrases.of(_follow_ups()[name])


@cache
def interchangeable() -> Mapping[str, Phrases]:
    """The sets of words that stand in each other's place, by name."""
    return {name: Phrases.of(phrases) for name, phrases in _follow_ups()["instead"].items()}


@cache
def ordinals() -> Mapping[str, int]:
    """ "Thứ hai": 2, and so on."""
    read: Mapping[str, int] = _follow_ups()["ordinals"]
    return read


@cache
def all_question_words() -> tuple[Phrases, ...]:
    """Every set of question words, and the measures."""
    lists = [phrases for phrases in _question_words().values() if isinstance(phrases, list)]
    sets = [phrases for phrases in lists if all(isinstance(phrase, str) for phrase in phrases)]
    return (*map(Phrases.of, sets), *measures().values())


@cache
def measures() -> Mapping[str, Phrases]:
    """The words that ask for a share, money, an hour, …, by the name of the measure."""
    return {name: Phrases.of(phrases) for name, phrases in _question_words()["measures"].items()}


@cache
def opposites() -> tuple[Phrases, ...]:
    """Groups of words of which one leaves out the others."""
    return tuple(Phrases.of(group) for group in _question_words()["opposites"])


@cache
def document_questions() -> Phrases:
    """ "Quyết định nào", "nghị định số mấy": every type of document with every word that asks for one."""
    words = _question_words()
    return Phrases.of(
        f"{kind} {word}" for kind in words["document_types"] for word in words["document_words"]
    )


@cache
def document_types() -> Phrases:
    """The types of documents, and their short forms."""
    words = _question_words()
    return Phrases.of([*words["document_types"], *words["document_short"]])


def read_lines(text: str) -> list[str]:
    """The lines of an editable word list: no blanks, no remarks."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
