"""What a question asks of a procedure: which part of the card, by which way to hand in, and its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from answering.phrases import Phrases
from answering.understand import light_words, stop_words
from corpus.vietnamese import Syllable, syllables

_WORDS = Path(__file__).with_name("procedure_words.yaml")


class Part(StrEnum):
    """A part of a procedure card."""

    PAPERS = "papers"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    ONLINE = "online"
    WHO = "who"
    CONDITIONS = "conditions"
    RESULT = "result"
    BASIS = "basis"
    STEPS = "steps"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class ProcedureAsked:
    """`own` are the places of the words that must name the procedure, `may` of those that may.

    `loose` are those of single words that mostly stand around a name, but belong to it beside another:
    "khai" in "khai sinh"; `stops` are those of words that mostly mean nothing: "sao" in "bản sao".
    `channels` are the ways to hand in that the question names, as the portal writes them.
    """

    spoken: tuple[Syllable, ...]
    own: frozenset[int]
    loose: frozenset[int]
    stops: frozenset[int]
    may: frozenset[int]
    parts: tuple[Part, ...]
    channels: frozenset[str]

    @property
    def bare(self) -> bool:
        """Whether it was typed without accents."""
        return all(word.folded == word.text.lower() for word in self.spoken)

    @property
    def typed(self) -> list[str]:
        return [word.text for word in self.spoken]


def read_asked(text: str) -> ProcedureAsked:
    spoken = tuple(syllables(text))
    parts = _longest_first(spoken, _sets("parts"))
    channels = frozenset(name for name, phrases in _sets("channels").items() if phrases.find(spoken))
    asking = {place for places in parts.values() for place in places}
    told = set(asking)
    told |= {place for phrases in _sets("channels").values() for place in _places(spoken, phrases)}
    stops = _places(spoken, stop_words())
    bare = text.isascii()
    loose = set(stops) if bare else set()
    told |= _places(spoken, procedure_words("around")) | _places(spoken, light_words())
    loose |= _places(spoken, procedure_words("beside"))
    every = frozenset(range(len(spoken)))
    return ProcedureAsked(
        spoken,
        own=every - told - loose - stops,
        loose=frozenset(loose - told - (set() if bare else stops)),
        stops=frozenset(stops - asking),
        may=every - asking if bare else every - asking - stops,
        parts=tuple(part for part in Part if parts.get(part)),
        channels=channels,
    )


def asks_of_the_past(text: str) -> bool:
    """Whether a question asks for what has been done or counted, which no list of procedures tells."""
    return bool(procedure_words("done").find(list(syllables(text))))


def lists(text: str) -> bool:
    """Whether procedures themselves are asked for, by name."""
    return bool(procedure_words("list").find(list(syllables(text))))


def counts(text: str) -> bool:
    """Whether it is asked how many procedures there are."""
    return bool(procedure_words("count").find(list(syllables(text))))


def field_words(text: str) -> list[str]:
    """The folded words of a question about the list that are left to name a field."""
    spoken = list(syllables(text))
    told = {place for found in procedure_words("list_around").find(spoken) for place in found}
    return [word.folded for place, word in enumerate(spoken) if place not in told]


@cache
def procedure_words(name: str) -> Phrases:
    """One of the plain sets in procedure_words.yaml."""
    return Phrases.of(_read()[name])


@cache
def _sets(name: str) -> Mapping[str, Phrases]:
    return {each: Phrases.of(phrases) for each, phrases in _read()[name].items()}


@cache
def _read() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return read


def _places(spoken: Sequence[Syllable], phrases: Phrases) -> set[int]:
    return {place for found in phrases.find(spoken) for place in found}


def _longest_first(spoken: Sequence[Syllable], sets: Mapping[str, Phrases]) -> dict[str, set[int]]:
    """The places of each set's phrases; where two sets claim a word, the longer phrase has it."""
    found = [(places, name) for name, phrases in sets.items() for places in phrases.find(spoken)]
    taken: set[int] = set()
    kept: dict[str, set[int]] = {}
    for places, name in sorted(found, key=lambda each: -len(each[0])):
        if not taken & set(places):
            taken |= set(places)
            kept.setdefault(name, set()).update(places)
    return kept
