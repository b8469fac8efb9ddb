"""How specific a unit is to a question: what it says that was not asked, and what it names of the asked kind."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from answering.evidence import Term, toned
from answering.phrases import question_words
from answering.slots import Slot
from answering.understand import Asked, Asks, light_words, stop_words
from answering.units import Unit

# The rarity of a folded word in the library that is asked.
Weigh = Callable[[str], float]

# Where the stretch that a figure belongs to begins and ends.
_BORDER = re.compile(r"[;:()](?=\s|\w|$)|,(?=\s)|\.(?=\s|$)")
# What a stretch needs of weight before its words count in full.
_LEAST = 6.0


def segment(text: str, slot: Slot | None) -> tuple[int, int]:
    """The stretch between punctuation that a slot stands in; the whole text without one."""
    if slot is None:
        return 0, len(text)
    before = [match.end() for match in _BORDER.finditer(text, 0, slot.start)]
    after = _BORDER.search(text, slot.end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def spare(asked: Asked, terms: Sequence[Term], unit: Unit, weigh: Weigh, start: int, end: int) -> float:
    """The share, by rarity, of the words of a stretch that the question and its other words do not hold."""
    known = _known(terms)
    asked_words = {word.value or word.folded for word in asked.words}
    words = zip(unit.own.words, unit.own.starts, unit.own.toned.split(), strict=True)
    told = unasked = 0.0
    for word, at, accented in words:
        if not start <= at < end or word[0].isdigit() or accented in _empty():
            continue
        weight = weigh(word)
        told += weight
        if word not in known and word not in asked_words:
            unasked += weight
    return unasked / max(told, _LEAST)


def _known(terms: Sequence[Term]) -> frozenset[str]:
    return frozenset(word for term in terms for form in term.forms for word in form.split(" "))


@cache
def _empty() -> frozenset[str]:
    """Single stop and light words, comparable with the words of a text."""
    return frozenset(
        toned(phrase[0])
        for phrases in (stop_words(), light_words())
        for phrase in phrases.phrases
        if len(phrase) == 1
    )


def longest_run(asked: Asked, unit: Unit, weigh: Weigh) -> float:
    """The heaviest run of the question's words that stands unbroken in the unit, as a share of them all."""
    words = asked.words
    weights = [0.0 if word.stop or word.light else weigh(word.folded) for word in words]
    total = sum(weights)
    best = 0.0
    for start in range(len(words)):
        if not weights[start]:
            continue
        phrase, held = "", 0.0
        for word, weight in zip(words[start:], weights[start:], strict=True):
            phrase = f"{phrase} {word.value or word.folded}".lstrip()
            if not unit.own.holds(phrase):
                break
            held += weight
        best = max(best, held)
    return best / total if total else 0.0


_INSTANCE = re.compile(r"\s*(?:[:“\"(]|\d|là\s|gồm\s|như\s|(?P<name>\w))")


def typed(asked: Asked, unit: Unit) -> float:
    """Whether the unit names a thing of the kind that "… nào" asks for; 1 for other questions."""
    if Asks.LIST not in asked.kinds or not asked.focus or asked.kind is Asks.COUNT:
        return 1.0
    best = 0.0
    text = unit.text
    noun = " ".join(asked.focus)
    given = {word.folded for word in asked.words}
    for form in (noun, " ".join(asked.focus[-2:]), asked.focus[0]):
        size = len(form.split(" "))
        for spot in unit.own.positions(form):
            if spot + size >= len(unit.own.words):
                continue
            after = unit.own.starts[spot + size]
            initial = text[after]
            new = unit.own.words[spot + size] not in given
            between = text[unit.own.starts[spot + size - 1] : after]
            if new and (initial.isupper() or initial.isdigit() or "“" in between or ":" in between):
                best = max(best, 1.0 if form == noun else 0.8)
            elif new:
                best = max(best, 0.4)
    lead = [where for share, where in unit.around if share in {0.85, 0.7}]
    if any(where.holds(noun) for where in lead):
        best = max(best, 0.8)
    return best
