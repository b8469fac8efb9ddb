"""Turn away what we do not answer, before any work: unreadable input and small talk."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from answering.answer import Answer, Status
from answering.phrases import Phrases
from answering.question import MAX_QUESTION
from answering.understand import stop_words
from corpus.vietnamese import Syllable, fold, normalise, syllables
from prompts import load

_SCOPE_FILE = Path(__file__).with_name("scope.yaml")
_FILLERS = Phrases.of(
    [
        "nhé",
        "nha",
        "ạ",
        "ơi",
        "em",
        "bạn",
        "anh",
        "chị",
        "bác",
        "cô",
        "chú",
        "các",
        "nhiều",
        "lắm",
        "quá",
        "rồi",
        "thôi",
        "ok",
        "vâng",
        "dạ",
        "ừ",
        "đi",
        "mọi người",
        "ad",
        "bot",
        "trợ lý",
    ]
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that give one status away, by how much of the message they must be."""

    status: Status
    only: Phrases
    anywhere: Phrases
    topics: Phrases


@cache
def _rules() -> tuple[Rule, ...]:
    read: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(_SCOPE_FILE.read_text(encoding="utf-8"))
    return tuple(
        Rule(Status(status), *(Phrases.of(phrases.get(key, ())) for key in ("only", "anywhere", "topics")))
        for status, phrases in read.items()
    )


def refuse_input(text: str) -> Answer | None:
    """An answer that says what is wrong with the input, or None when it can be read."""
    if len(text) > MAX_QUESTION:
        return _refused("refused_long", length=len(text), limit=MAX_QUESTION)
    if any(
        unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in "\n\r\t"
        for character in text
    ):
        return _refused("refused_characters")
    if not any(character.isalnum() for character in normalise(text)):
        return _refused("refused_empty")
    return None


def turn_away(text: str, *, is_known: Callable[[str], bool]) -> Status | None:
    """The status of a message that is no question to the documents; None for a question.

    `is_known` tells whether the documents use a folded phrase: a topic they write about is never turned away.
    """
    words = list(syllables(text))
    for rule in _rules():
        if rule.anywhere.find(words):
            return rule.status
        if _is_only(rule.only, words):
            return rule.status
        for found in rule.topics.find(words):
            if not is_known(" ".join(word.folded for word in words[found.start : found.stop])):
                return rule.status
    return None


def _is_only(phrases: Phrases, words: Sequence[Syllable]) -> bool:
    found = phrases.find(words)
    if not found:
        return False
    covered = {place for span in found for place in span}
    for small_talk in (_FILLERS, stop_words()):
        covered |= {place for span in small_talk.find(words) for place in span}
    return len(covered) == len(words)


def _refused(reply: str, **values: object) -> Answer:
    return Answer(Status.REFUSED_INPUT, load(f"replies/{reply}", **values))


def reply(status: Status) -> Answer:
    """The fixed answer of a status that needs no evidence."""
    return Answer(status, load(f"replies/{status.value}"))


def is_known_phrase(holds: Callable[[str], int]) -> Callable[[str], bool]:
    """A test of phrases by the library's count of word pairs."""

    def known(phrase: str) -> bool:
        parts = fold(phrase).split(" ")
        if len(parts) == 1:
            return holds(parts[0]) > 0
        return all(holds(f"{left}_{right}") > 0 for left, right in pairwise(parts))

    return known
