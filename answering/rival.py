"""Rivals: the other figure that the documents give for what an answer says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from answering.rank import Ranked
from answering.stretch import Stretch
from answering.understand import Asked, Asks
from corpus.clause import place_name
from corpus.conflict import Conflict, ConflictKind, Said, comparable, differ
from corpus.decisions import OPEN, Decisions, Verdict
from corpus.figures import Measured, figure_words
from corpus.figures import measured as measured_anew
from corpus.library import Library
from corpus.measure import value_of
from corpus.passage import Passage
from corpus.vietnamese import fold, syllables
from prompts import load

# Units looked at for another figure; how near the best they must come, in score and in what they hold.
_LOOKED_AT, _AS_GOOD, _AS_FULL = 12, 0.7, 0.9
# Words right before a figure that may name whose it is.
_OWNER = 8
# The share of what a conflict is about that a question must name; less where its figure is the answer.
_NAMED, _HINTED = 0.7, 0.55
_MOST = "nhat"
_AMONG = ["trong"]
_LISTS = {ConflictKind.LIST, ConflictKind.NAMES}


# The passages that answer are the same for many questions.
measured = lru_cache(maxsize=4_096)(measured_anew)


@dataclass(frozen=True, slots=True)
class Rival:
    """`shown` is what the answer says, `other` what another place says: "11 Đảng bộ cơ sở" and "10 …".

    `passage.text[start:end]` shows the other figure; of one `counted` there, what it is counted in. `listed`
    tells one that is counted in a list, "" for others.
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
    listed: str = ""
    words: str = ""


def rivals(asked: Asked, ranked: Sequence[Ranked], *, shown: Sequence[Stretch]) -> tuple[Rival, ...]:
    """At most one: the best unit with another figure of the asked noun in the same scope.

    Only for questions that ask for a figure, whose answer is the slot of the best unit.
    """
    if asked.kind is not Asks.COUNT or not ranked:
        return ()
    answered = slot_fact(ranked[0])
    if answered is None or not shown:
        return ()
    for other in ranked[1:_LOOKED_AT]:
        fact = slot_fact(other)
        if (
            fact
            and _is_as_good(other, ranked[0])
            and _rivals(asked, answered, fact, other.unit.passage, ranked[0].unit.passage)
        ):
            return (_rival(answered, ranked[0].unit.passage, fact, other.unit.passage),)
    return ()


def conflicts_of(
    asked: Asked,
    ranked: Sequence[Ranked],
    library: Library,
    decisions: Decisions,
    *,
    shown: Sequence[Stretch],
) -> tuple[Rival, ...]:
    """The conflicts found at ingest to tell with an answer that shows one side of them, in reading order.

    What differs in the same way in several places is told once.
    A confirmed one is always told, a dismissed one never, an open one when it is strong and was asked for.
    """
    found: list[Rival] = []
    for conflict in library.conflicts_of(tuple({stretch.passage.id for stretch in shown})):
        decision = decisions.get(conflict.id, OPEN)
        confirmed = decision.verdict is Verdict.CONFIRMED
        told = _told(conflict, shown, library, words=decision.words if confirmed else "")
        plain = conflict.kind.contradicts and conflict.strong and told and _is_asked(asked, ranked, conflict)
        if told and (confirmed or (decision.verdict is Verdict.OPEN and plain)):
            found.append(told)
    return tuple({(rival.shown, rival.other): rival for rival in reversed(found)}.values())[::-1]


def note(rival: Rival) -> str:
    """Both figures and their places, as an asker reads them."""
    told = load(
        "replies/two_figures",
        first=rival.shown,
        first_place=place_of(rival.shown_passage, rival.shown_line),
        second=rival.other,
        second_place=place_of(rival.passage, rival.line),
    )
    return f"{told} {load('replies/two_figures_words', words=rival.words)}" if rival.words else told


def place_of(passage: Passage, line: int) -> str:
    if named := place_name(passage.section):
        return f"{named}, {load('replies/place_line', section='', lines=line)}"
    return load(
        "replies/place" if passage.section else "replies/place_line", section=passage.section, lines=line
    )


def _told(conflict: Conflict, shown: Sequence[Stretch], library: Library, *, words: str) -> Rival | None:
    """The side that is shown, the first if both are, and the other; None when neither is."""
    sides = (conflict.first, conflict.second)
    seen = [side for side in sides if is_shown(side, shown)]
    if not seen:
        return None
    here = seen[0]
    there = sides[1] if here is sides[0] else sides[0]
    passages = {passage.id: passage for passage in library.passages((here.passage, there.passage))}
    counted = there is conflict.second and conflict.kind.is_counted
    return Rival(
        shown=_figure(here, conflict),
        shown_passage=passages[here.passage],
        shown_line=here.lines[0],
        other=_figure(there, conflict),
        passage=passages[there.passage],
        start=there.start,
        end=there.end,
        line=there.lines[0],
        value=value_of(there.figure.rstrip("%m² ")),
        noun=conflict.noun,
        counted=counted,
        listed=_named(there.figure, conflict.noun)
        if there is conflict.second and conflict.kind in _LISTS
        else "",
        words=words,
    )


def is_shown(side: Said, shown: Sequence[Stretch]) -> bool:
    """Whether the answer shows any of what the side of a conflict says."""
    return any(
        stretch.passage.id == side.passage and stretch.start < side.end and side.start < stretch.end
        for stretch in shown
    )


def _figure(side: Said, conflict: Conflict) -> str:
    if side is conflict.first or not conflict.kind.is_counted:
        return _named(side.figure, conflict.noun)
    return load(f"replies/count_of_{conflict.kind}", count=side.figure, noun=conflict.noun)


def _named(figure: str, noun: str) -> str:
    """11 Đảng bộ cơ sở; 98% for a share, whose noun stands before it."""
    return figure if figure.endswith("%") else f"{figure} {noun}"


def _is_asked(asked: Asked, ranked: Sequence[Ranked], conflict: Conflict) -> bool:
    """Whether the question names what the conflict is about, or its answer is the figure in conflict.

    What is listed when a list is asked for is asked about, figure by figure.
    """
    words = {word.folded for word in asked.words if not word.stop}
    about = {syllable.folded for syllable in syllables(conflict.about)}
    named = len(about & words) / len(about)
    given = {word.value for word in asked.words if word.value}
    if conflict.kind in {ConflictKind.SUM, ConflictKind.SHARE}:
        return _is_slot(asked, ranked, conflict) or (bool(given & _values(conflict)) and named >= _NAMED)
    slot = slot_fact(ranked[0]) if ranked and asked.kind is Asks.COUNT else None
    if slot:
        sides = (conflict.first, conflict.second)
        return named >= _HINTED and any(_answers(side, slot, asked) for side in sides)
    if asked.kind is Asks.COUNT or given & _values(conflict):
        return named >= _NAMED
    # "Lĩnh vực nào có nhiều thủ tục nhất" asks for one item, however many there are.
    if asked.kind is not Asks.LIST or _MOST in words:
        return named >= _NAMED and not given and conflict.kind is ConflictKind.FIGURES
    if conflict.kind is ConflictKind.FIGURES and conflict.noun.lower() not in figure_words("vague"):
        return True
    return named >= _NAMED and not given


def _values(conflict: Conflict) -> set[str]:
    return {value_of(side.figure.rstrip("%")) for side in (conflict.first, conflict.second)}


def _is_slot(asked: Asked, ranked: Sequence[Ranked], conflict: Conflict) -> bool:
    """Whether the answer's figure is the printed total, or the share or its ratio."""
    if asked.kind is not Asks.COUNT or not ranked or ranked[0].slot is None:
        return False
    unit, printed = ranked[0].unit, conflict.first
    at = unit.start + ranked[0].slot.start
    if unit.passage.id != printed.passage or not printed.start <= at < printed.end:
        return False
    parts = fold(unit.passage.text[conflict.second.start : conflict.second.end])
    of_a_part = bool(asked.focus) and " ".join(asked.focus) in parts
    return conflict.kind is ConflictKind.SHARE or (at == printed.start and not of_a_part)


def _answers(side: Said, fact: Measured, asked: Asked) -> bool:
    """Whether the fact is the side's figure, or the ratio before a share that was asked for."""
    if side.passage != fact.passage or not side.start <= fact.start < side.end:
        return False
    return fact.text == side.figure or (asked.measure == "share" and "/" in fact.value)


def slot_fact(ranked: Ranked) -> Measured | None:
    """The measured fact that the slot of a unit is."""
    if ranked.slot is None:
        return None
    at = ranked.unit.start + ranked.slot.start
    return next((fact for fact in measured(ranked.unit.passage) if fact.start == at), None)


def _is_as_good(other: Ranked, best: Ranked) -> bool:
    return other.score >= _AS_GOOD * best.score and other.features.all >= _AS_FULL * best.features.all


def _rivals(asked: Asked, answered: Measured, other: Measured, passage: Passage, shown: Passage) -> bool:
    """Whether the other figure is of the same noun, and nothing narrows it that the question does not say."""
    if not differ(answered, other) or not comparable(answered, other) or answered.passage == other.passage:
        return False
    if answered.name.lower() in figure_words("vague") or not _same_noun(answered, other):
        return False
    if _says(answered, passage) or _says(other, shown) or bool(answered.times) != bool(other.times):
        return False
    # "Trong 08 trụ sở giữ lại" speaks of some that were counted before.
    if _AMONG in (answered.before.split()[-1:], other.before.split()[-1:]):
        return False
    known = {word.folded for word in asked.words} | _folded_links()
    before = {*other.before.split()[-_OWNER:], *other.row.split()} - set(answered.before.split())
    return not (before | _scope(answered) ^ _scope(other)) - known - {*answered.noun} - answered.label


def _scope(fact: Measured) -> frozenset[str]:
    return fact.label | fact.tail | {*fact.noun}


def _says(fact: Measured, passage: Passage) -> bool:
    """Whether a passage says the same figure of the noun, or of it narrowed or widened."""
    return any(each.value == fact.value and _same_noun(each, fact) for each in measured(passage))


def _same_noun(one: Measured, other: Measured) -> bool:
    if one.unit != other.unit:
        return False
    shorter = min(len(one.noun), len(other.noun))
    return bool(one.label & other.label) if one.unit else one.noun[:shorter] == other.noun[:shorter]


@cache
def _folded_links() -> frozenset[str]:
    return frozenset(fold(word) for word in figure_words("links"))


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
