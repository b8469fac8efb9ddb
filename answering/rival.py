"""Rivals: the other figure that the documents give for what an answer says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.compose import Stretch
from answering.rank import Ranked
from answering.understand import Asked, Asks
from corpus.conflict import Conflict, ConflictKind, Said, comparable, differ
from corpus.decisions import OPEN, Decisions, Verdict
from corpus.figures import Measured, measured
from corpus.library import Library
from corpus.measure import value_of
from corpus.passage import Passage
from corpus.vietnamese import syllables
from prompts import load

# Units looked at for another figure; how near the best they must come, in score and in what they hold.
_LOOKED_AT, _AS_GOOD, _AS_FULL = 12, 0.7, 0.9
# The share of a conflict's noun that a question about figures must name.
_NAMED = 0.6


@dataclass(frozen=True, slots=True)
class Rival:
    """`shown` is what the answer says, `other` what another place says: "11 Đảng bộ cơ sở" and "10 …".

    `passage.text[start:end]` shows the other figure; of one `counted` in a list, it is the list.
    `words` are what an official has said of it.
    """

    shown: str
    shown_passage: Passage
    shown_line: int
    other: str
    passage: Passage
    start: int
    end: int
    line: int
    value: str
    noun: str
    counted: bool = False
    words: str = ""


def rivals(asked: Asked, ranked: Sequence[Ranked], *, shown: Sequence[Stretch]) -> tuple[Rival, ...]:
    """At most one: the best unit with another figure of the asked noun in the same scope.

    Only for questions that ask for a figure, whose answer is the slot of the best unit.
    """
    if asked.kind is not Asks.COUNT or not ranked:
        return ()
    answered = _fact(ranked[0])
    if answered is None or not shown:
        return ()
    for other in ranked[1:_LOOKED_AT]:
        fact = _fact(other)
        if fact and _is_as_good(other, ranked[0]) and _rivals(asked, answered, fact, other.unit.passage):
            return (_rival(answered, ranked[0].unit.passage, fact, other.unit.passage),)
    return ()


def conflicts_of(
    asked: Asked, shown: Sequence[Stretch], library: Library, decisions: Decisions
) -> tuple[Rival, ...]:
    """The conflicts found at ingest to tell with an answer that shows one side of them, in reading order.

    A confirmed one is always told, a dismissed one never, an open one when it is strong and was asked for.
    """
    found: list[Rival] = []
    for conflict in library.conflicts_of(tuple({stretch.passage.id for stretch in shown})):
        decision = decisions.get(conflict.id, OPEN)
        open_and_plain = decision.verdict is Verdict.OPEN and conflict.strong and _is_asked(asked, conflict)
        if decision.verdict is Verdict.CONFIRMED or open_and_plain:
            found += _told(conflict, shown, library, words=decision.words)
    return tuple(found)


def note(rival: Rival) -> str:
    """Both figures and their places, as an asker reads them."""
    told = load(
        "replies/two_figures",
        first=rival.shown,
        first_place=_place(rival.shown_passage, rival.shown_line),
        second=rival.other,
        second_place=_place(rival.passage, rival.line),
    )
    return f"{told} {load('replies/two_figures_words', words=rival.words)}" if rival.words else told


def _place(passage: Passage, line: int) -> str:
    return load(
        "replies/place" if passage.section else "replies/place_line", section=passage.section, lines=line
    )


def _told(conflict: Conflict, shown: Sequence[Stretch], library: Library, *, words: str) -> Iterator[Rival]:
    """The side that is shown, and the other; none when both or neither are."""
    sides = (conflict.first, conflict.second)
    told = [any(_shows(stretch, side) for stretch in shown) for side in sides]
    if told[0] == told[1]:
        return
    here, there = sides if told[0] else sides[::-1]
    passages = library.passages((here.passage, there.passage))
    if len(passages) == len({here.passage, there.passage}):
        counted = conflict.kind is ConflictKind.LIST and there is conflict.second
        yield Rival(
            shown=_figure(here, conflict, counted=conflict.kind is ConflictKind.LIST and not counted),
            shown_passage=passages[0],
            shown_line=here.lines[0],
            other=_figure(there, conflict, counted=counted),
            passage=passages[-1],
            start=there.start,
            end=there.end,
            line=there.lines[0],
            value=value_of(there.figure.rstrip("%m² ")),
            noun=conflict.noun,
            counted=counted,
            words=words,
        )


def _shows(stretch: Stretch, side: Said) -> bool:
    return stretch.passage.id == side.passage and stretch.start < side.end and side.start < stretch.end


def _figure(side: Said, conflict: Conflict, *, counted: bool) -> str:
    if counted:
        return load("replies/count_of_list", count=side.figure, noun=conflict.noun)
    return _named(side.figure, conflict.noun)


def _named(figure: str, noun: str) -> str:
    """11 Đảng bộ cơ sở; 98% for a share, whose noun stands before it."""
    return figure if figure.endswith("%") else f"{figure} {noun}"


def _is_asked(asked: Asked, conflict: Conflict) -> bool:
    """Whether a question for a figure names what the conflict is about; other questions may be about all."""
    if asked.kind is not Asks.COUNT:
        return True
    words = {word.folded for word in asked.words if not word.stop}
    noun = {syllable.folded for syllable in syllables(conflict.noun)}
    return len(noun & words) >= _NAMED * len(noun)


def _fact(ranked: Ranked) -> Measured | None:
    """The measured fact that the slot of a unit is."""
    if ranked.slot is None:
        return None
    at = ranked.unit.start + ranked.slot.start
    return next((fact for fact in measured(ranked.unit.passage) if fact.start == at), None)


def _is_as_good(other: Ranked, best: Ranked) -> bool:
    return other.score >= _AS_GOOD * best.score and other.features.all >= _AS_FULL * best.features.all


def _rivals(asked: Asked, answered: Measured, other: Measured, passage: Passage) -> bool:
    if not differ(answered, other) or not comparable(answered, other) or answered.passage == other.passage:
        return False
    if any(fact.noun == answered.noun and fact.value == answered.value for fact in measured(passage)):
        return False
    known = {word.folded for word in asked.words} | {*answered.noun} | answered.label | answered.tail
    known |= set(answered.before.split())
    return _same_noun(answered, other) and not ({*other.noun} | other.label | other.tail) - known


def _same_noun(one: Measured, other: Measured) -> bool:
    shorter = min(len(one.noun), len(other.noun))
    return one.noun[:shorter] == other.noun[:shorter] if not one.unit else bool(one.label & other.label)


def _rival(answered: Measured, shown: Passage, other: Measured, passage: Passage) -> Rival:
    start, end = other.stretch
    return Rival(
        shown=_named(answered.text, answered.name),
        shown_passage=shown,
        shown_line=_line(shown, answered.start),
        other=_named(other.text, other.name),
        passage=passage,
        start=start,
        end=end,
        line=_line(passage, other.start),
        value=other.value,
        noun=other.name,
    )


def _line(passage: Passage, at: int) -> int:
    return next((piece.line for piece in passage.pieces if piece.start <= at < piece.end), passage.first_line)
