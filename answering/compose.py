"""The answer in the documents' own words: which stretches to show, and the sources they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.answer import Source
from answering.evidence import Term, place
from answering.quote import merged, sources
from answering.rank import Ranked
from answering.trim import trim
from answering.understand import Asked, Asks
from corpus.document import Kind
from corpus.library import Library
from corpus.passage import Passage

# Words: a sentence up to the first is shown whole; a longer one is cut to about the second; a list may take
# the third. A retired reader takes in a dozen words a second line; the whole must fit one screen.
_WHOLE, _CUT, _LIST = 58, 50, 95
# How much of the question a second unit must add to be shown beside the first.
_ADDS = 0.22


@dataclass(frozen=True, slots=True)
class Stretch:
    """`passage.text[start:end]` as part of an answer."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]


def compose(asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], library: Library) -> Composed:
    """The best units as one short text with its sources. `ranked` is not empty."""
    best = ranked[0]
    listed = whole_list(asked, best, library)
    if listed:
        return _composed(listed, library)
    stretches = [_shown(best, terms)]
    extra = _complement(asked, terms, ranked, stretches)
    if extra:
        stretches.append(_shown(extra, terms))
    return _composed([*_lead(asked, best, terms, library), *stretches], library)


def _shown(ranked: Ranked, terms: Sequence[Term]) -> Stretch:
    """The unit's sentence if short, the unit if that is, else the part of the unit that answers."""
    unit = ranked.unit
    start, end = unit.sentence
    if len(unit.passage.text[start:end].split()) <= _WHOLE:
        return _tidy(unit.passage, start, end)
    keep = (ranked.slot.start, ranked.slot.end) if ranked.slot else None
    if len(unit.text.split()) <= _WHOLE:
        return _tidy(unit.passage, unit.start, unit.end)
    left, right = trim(unit.text, terms, keep=keep, budget=_CUT)
    return _tidy(unit.passage, unit.start + left, unit.start + right)


def _tidy(passage: Passage, start: int, end: int) -> Stretch:
    """Without the list mark before and the punctuation after."""
    text = passage.text
    while start < end and text[start] in " \t-+*•,;:–.":
        start += 1
    while end > start and text[end - 1] in " \t,;:–-":
        end -= 1
    return Stretch(passage, start, end)


def whole_list(asked: Asked, best: Ranked, library: Library) -> list[Stretch]:
    """The items of the list that the best unit introduces or belongs to, if a list is what is asked."""
    if asked.ordinal is not None or asked.label or Asks.LIST not in asked.kinds or asked.kind is Asks.COUNT:
        return []
    passage = best.unit.passage
    ends = passage.text[slice(*best.unit.sentence)].rstrip().endswith(":")
    group = (introduced(passage, library) if ends else "") or (passage.group if _asks_for_lead(asked, best) else "")
    if not group:
        return []
    items = library.group(group)
    if len(items) < 2 or sum(len(item.text.split()) for item in items) > _LIST:
        return []
    return [_tidy(item, 0, len(item.text)) for item in items]


def introduced(passage: Passage, library: Library) -> str:
    """The group of the list that stands right after a passage which ends with a colon; "" without one."""
    if not passage.text.rstrip().endswith(":"):
        return ""
    after = library.neighbours(passage, before=0, after=1)
    following = next((found for found in after if found.order > passage.order), None)
    return following.group if following and following.group != passage.group else ""


def _asks_for_lead(asked: Asked, best: Ranked) -> bool:
    """Whether the question's noun stands in the lead rather than in the item itself."""
    lead = place(best.unit.passage.lead)
    words = [word.folded for word in asked.words if not word.stop]
    in_lead = sum(lead.holds(word) for word in words)
    in_item = sum(best.unit.own.holds(word) for word in words)
    return bool(words) and in_lead > in_item and in_lead >= 0.5 * len(words)


def _complement(
    asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], shown: Sequence[Stretch]
) -> Ranked | None:
    """A second unit that holds words of the question which the first text lacks."""
    have = place(" . ".join(stretch.text for stretch in shown))
    missing = [term for term in terms if not term.pair and not term.credit(have)]
    total = sum(term.weight for term in terms if not term.pair)
    for other in ranked[1:8]:
        if any(
            other.unit.passage.id == s.passage.id and other.unit.start < s.end and s.start < other.unit.end
            for s in shown
        ):
            continue
        adds = sum(term.weight * term.credit(other.unit.own) for term in missing)
        if total and adds / total >= _ADDS and other.score >= 0.75 * ranked[0].score:
            return other
    return None


def _lead(asked: Asked, best: Ranked, terms: Sequence[Term], library: Library) -> list[Stretch]:
    """What a table cell or a bare item needs before it to be understood: the row's first cell."""
    passage = best.unit.passage
    if passage.kind is Kind.TABLE_ROW and passage.cells and best.unit.start > passage.cells[0].start:
        first = passage.cells[0]
        return [_tidy(passage, first.start, first.end)] if first.end > first.start else []
    return []


def _composed(stretches: Sequence[Stretch], library: Library) -> Composed:
    found: list[Source] = []
    for stretch in stretches:
        document = library.document(stretch.passage.document)
        assert document is not None, stretch.passage.document
        found.extend(sources(stretch.passage, document, stretch.start, stretch.end))
    return Composed(_text(stretches), merged(found), tuple(stretches))


def _text(stretches: Sequence[Stretch]) -> str:
    items = [stretch.text for stretch in stretches]
    joined = "; ".join(item.rstrip(".") for item in items)
    return joined[:1].upper() + joined[1:] + ("" if joined.endswith((".", "…", "...")) else ".")
