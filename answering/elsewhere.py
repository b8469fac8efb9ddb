"""What a clerk adds: that another place has another figure of the same thing, of another time or scope."""

import re
from collections.abc import Container, Sequence

from answering.compose import Remark
from answering.rank import Ranked
from answering.rival import is_shown, place_of, slot_fact
from answering.stretch import Stretch
from answering.understand import Asked, Asks
from corpus.conflict import Conflict, ConflictKind, Said
from corpus.decisions import OPEN, Decisions, Verdict
from corpus.document import Cell
from corpus.library import Library
from corpus.measure import value_of
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import syllables
from prompts import load

# More would drown the answer.
_MOST = 2
# The share of a noun that a question must name to ask for it.
_NAMED = 0.7
# The share of the noun of the answer's own figure: "viên chức" does not ask for "viên chức trạm y tế".
_HALF = 0.5
# Words: a sentence up to the first is quoted whole, of a longer one the second on either side of the figure.
_WHOLE, _AROUND = 45, 14
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"[;,](?:\s+(?!\d)|$)")
_CUT = "…"


def remarks(
    asked: Asked,
    ranked: Sequence[Ranked],
    library: Library,
    decisions: Decisions,
    *,
    shown: Sequence[Stretch],
) -> tuple[Remark, ...]:
    """The other figures of what the answer tells, where that is what was asked; in reading order."""
    found: dict[str, Remark] = {}
    for conflict in library.conflicts_of(tuple({stretch.passage.id for stretch in shown})):
        verdict = decisions.get(conflict.id, OPEN).verdict
        if conflict.kind.contradicts or verdict is not Verdict.OPEN:
            continue
        for here, there in ((conflict.first, conflict.second), (conflict.second, conflict.first)):
            new = is_shown(here, shown) and not is_shown(there, shown)
            if new and _is_asked(asked, ranked, here, conflict):
                remark = _remark(there, conflict, library)
                found.setdefault(remark.text, remark)
    return tuple(found.values())[:_MOST]


def _is_asked(asked: Asked, ranked: Sequence[Ranked], side: Said, conflict: Conflict) -> bool:
    """Whether the question asks for the figure of the side, or says it and asks for more."""
    best = ranked[0].unit
    inside = best.passage.id == side.passage and best.sentence[0] < side.end and side.start < best.sentence[1]
    if conflict.kind is ConflictKind.PLACE:
        return inside and asked.kind is Asks.PLACE
    noun = [syllable.folded for syllable in syllables(conflict.noun)]
    words = {word.folded for word in asked.words}
    named = _share(noun, words)
    given = {word.value for word in asked.words if word.value}
    if given & {value_of(part) for part in side.figure.split("/")}:
        return named >= _NAMED
    if conflict.first.passage == conflict.second.passage and _names_column(asked, side, best.passage):
        return False
    if asked.kind is Asks.COUNT:
        slot = slot_fact(ranked[0]) if inside else None
        if slot is None:
            return False
        # "Bao nhiêu tổ chức đảng và đảng viên" asks for a second figure beside the first.
        second = named == 1 and slot.noun[:1] != tuple(noun[:1])
        meant = max(named, _share(slot.noun, words)) >= _HALF
        first = side.start <= slot.start < side.end and meant
        return first or second
    alone = asked.focus == tuple(noun[: len(asked.focus)])
    return conflict.kind is ConflictKind.NAMES and asked.kind is Asks.LIST and alone


def _share(noun: Sequence[str], words: Container[str]) -> float:
    return sum(word in words for word in noun) / len(noun)


def _names_column(asked: Asked, side: Said, passage: Passage) -> bool:
    """Whether the question says the date of the column that answers it."""
    cells = passage.cells if passage.id == side.passage else ()
    header = next((cell.header for cell in cells if cell.start <= side.start < cell.end), "")
    dated = {word.folded for word in syllables(header) if word.folded[:1].isdigit()}
    return bool(dated) and dated <= {word.folded for word in asked.words}


def _remark(side: Said, conflict: Conflict, library: Library) -> Remark:
    passage = library.passage(side.passage)
    assert passage is not None, side.passage
    told = Stretch(passage, side.start, side.end)
    quoted = _quoted(told)
    place = place_of(passage, side.lines[0])
    cell = next((cell for cell in passage.cells if cell.start <= side.start < cell.end), None)
    if cell:
        place = load("replies/place_in", title=_column(passage, cell), place=place)
    if conflict.first.document != conflict.second.document:
        document = library.document(side.document)
        place = load("replies/place_in", title=document.title if document else "", place=place)
    counted = side is conflict.second and conflict.kind.is_counted
    kind = ConflictKind.ELSEWHERE if conflict.kind.is_counted and not counted else conflict.kind
    text = load(
        f"replies/elsewhere_{kind}", count=side.figure, noun=conflict.noun, quote=_words(quoted), place=place
    )
    return Remark(text, told, quoted)


def _quoted(told: Stretch) -> Stretch:
    """The sentence or cell of a figure, or of a long one the clauses around it."""
    passage = told.passage
    bounds = next(
        ((c.start, c.end) for c in passage.cells if c.start <= told.start < c.end), (0, len(passage.text))
    )
    spans = sentences(passage.text[slice(*bounds)])
    span = next((s for s in spans if told.start < bounds[0] + s.end), spans[-1])
    start, end = bounds[0] + span.start, max(bounds[0] + span.end, told.end)
    if len(passage.text[start:end].split()) <= _WHOLE:
        return Stretch(passage, start, end)
    words = [match.span() for match in _WORD.finditer(passage.text, start, end)]
    before = [left for left, _ in words if left <= told.start][-_AROUND:]
    after = [right for _, right in words if right >= told.end][:_AROUND]
    left = next((m.end() for m in _CLAUSE.finditer(passage.text, before[0], told.start)), before[0])
    right = max((m.start() for m in _CLAUSE.finditer(passage.text, told.end, after[-1])), default=after[-1])
    return Stretch(passage, left, right)


def _column(passage: Passage, cell: Cell) -> str:
    """The row and the column of a cell: "Khối chính quyền, Thời điểm 25/5/2026"."""
    row = passage.text[passage.cells[0].start : passage.cells[0].end]
    return ", ".join(part for part in (row, cell.header) if part)


def _words(quoted: Stretch) -> str:
    """The quote, with the signs of what was left out around it in its paragraph."""
    text = quoted.text.strip()
    before = quoted.passage.text[: quoted.start].rstrip()
    after = quoted.passage.text[quoted.end :]
    opened = not before or before[-1] in ".!?:-+•" or quoted.passage.text[: quoted.start].endswith("\t")
    return f"{'' if opened else _CUT}{text}{'' if not after.strip() or text.endswith('.') else _CUT}"
