"""The answer in the documents' own words: which stretches to show, and the sources they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.agreement import says_the_same
from answering.answer import Source
from answering.evidence import Term, place
from answering.listing import tells_items
from answering.quote import merged, sources
from answering.rank import Ranked
from answering.trim import trim
from answering.understand import Asked, Asks
from corpus.document import Document, Kind
from corpus.library import Library
from corpus.passage import Passage
from corpus.sentences import enumeration

# Words: a sentence up to the first is shown whole; a longer one is cut to about the second; a list may take
# the third. A retired reader takes in a dozen words a second line; the whole must fit one screen.
_WHOLE, _CUT, _LIST = 80, 66, 95
# How much of the question a second unit must add to be shown beside the first, and how good it must be.
_ADDS, _AS_GOOD = 0.22, 0.75
# How good a unit must be, against the best, for its list to be the one that is asked for.
_ABOUT = 0.5
# Units looked at for others that say the same, and how many of these are named.
_LOOKED_AT, _ALSO = 14, 2
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BEFORE_MARK = 14
_OMITTED = "[…]"
# An enumeration this near after the best unit is the one it introduces, in characters.
_OPENING = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """`passage.text[start:end]` as part of an answer."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    def overlaps(self, other: "Stretch") -> bool:
        return self.passage.id == other.passage.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text, the sources it stands on, the stretches it shows, and remarks for the reader."""

    text: str
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]
    notes: tuple[str, ...] = ()


def compose(asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], library: Library) -> Composed:
    """The best units as one short text with its sources. `ranked` is not empty."""
    best = ranked[0]
    stretches = _counted_list(asked, ranked, library) or _whole_list(asked, best, library)
    if not stretches:
        stretches = [*_row_head(best), _shown(best, terms)]
        if Asks.LIST in asked.kinds:
            stretches += _footnotes(stretches[-1], library)
        extra = _complement(terms, ranked, stretches)
        if extra:
            stretches.append(_shown(extra, terms))
    return composed(stretches, library, also=_corroborating(asked, ranked, stretches))


def composed(stretches: Sequence[Stretch], library: Library, *, also: Sequence[Stretch] = ()) -> Composed:
    """The stretches as text and sources; `also` are places that only support it."""
    found: list[Source] = []
    for stretch in (*stretches, *also):
        document = library.document(stretch.passage.document)
        assert document is not None, stretch.passage.document
        found.extend(sources(stretch.passage, document, stretch.start, stretch.end))
    return Composed(_text(stretches), merged(found), tuple(stretches))


def joined(parts: Sequence[Composed], library: Library) -> Composed:
    """Several answers as one; what one already shows, another does not repeat."""
    kept: list[Stretch] = []
    for stretch in (stretch for part in parts for stretch in part.stretches):
        if not any(stretch.overlaps(other) for other in kept):
            kept.append(stretch)
    whole = composed(kept, library)
    every = [*whole.sources, *(source for part in parts for source in part.sources)]
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return Composed(whole.text, merged(every), whole.stretches, tuple(notes))


def _text(stretches: Sequence[Stretch]) -> str:
    text = "; ".join(stretch.text.rstrip(".") for stretch in stretches)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…", "...")) else ".")


def _shown(ranked: Ranked, terms: Sequence[Term]) -> Stretch:
    """The unit's sentence if short, the unit if that is, else the part of the unit that answers."""
    unit = ranked.unit
    start, end = unit.sentence
    if len(unit.passage.text[start:end].split()) <= _WHOLE:
        return tidy(unit.passage, start, end)
    if len(unit.text.split()) <= _WHOLE:
        return tidy(unit.passage, unit.start, unit.end)
    keep = (ranked.slot.start, ranked.slot.end) if ranked.slot else None
    left, right = trim(unit.text, terms, keep=keep, budget=_CUT)
    return tidy(unit.passage, unit.start + left, unit.start + right)


def tidy(passage: Passage, start: int, end: int) -> Stretch:
    """Without the list mark before, and without punctuation or the sign of an omission after."""
    text = passage.text
    if text[start:end].endswith("."):
        end = end - 1 if text[start : end - 1].rstrip().endswith(_OMITTED) else end
    while start < end and text[start] in " \t-+*•,;:–.":
        start += 1
    while end > start and (text[end - 1] in " \t,;:–-" or text[start:end].endswith(_OMITTED)):
        end -= len(_OMITTED) if text[start:end].endswith(_OMITTED) else 1
    return Stretch(passage, start, end)


def _counted_list(asked: Asked, ranked: Sequence[Ranked], library: Library) -> list[Stretch]:
    """The first list that tells as many items as the question says there are."""
    if asked.listed is None:
        return []
    for each in ranked[:_LOOKED_AT]:
        listed = _whole_list(asked, each, library) if each.score >= _ABOUT * ranked[0].score else []
        if listed and tells_items(_text(listed), asked.listed):
            return listed
    return []


def _whole_list(asked: Asked, best: Ranked, library: Library) -> list[Stretch]:
    """The items of the list that the best unit introduces or belongs to, if a list is what is asked."""
    wanted = Asks.LIST in asked.kinds or asked.listed is not None
    if asked.ordinal is not None or asked.label or not wanted or asked.kind is Asks.COUNT:
        return []
    passage = best.unit.passage
    inline = _inline_list(best)
    if inline:
        return inline
    group = ""
    if passage.text[slice(*best.unit.sentence)].rstrip().endswith(":"):
        group = introduced(passage, library)
    if not group and _asks_for_lead(asked, best):
        group = passage.group
    items = library.group(group) if group else ()
    if len(items) < 2 or sum(len(item.text.split()) for item in items) > _LIST:
        return []
    return [tidy(item, 0, len(item.text)) for item in items]


def _inline_list(best: Ranked) -> list[Stretch]:
    """The whole of an enumeration inside a passage, when the best unit is in it and it is short enough."""
    passage = best.unit.passage
    items = enumeration(passage.text)
    if len(items) < 2 or best.unit.end <= items[0].start - _OPENING or best.unit.start >= items[-1].end:
        return []
    whole = tidy(passage, min(items[0].start, best.unit.start), items[-1].end)
    return [whole] if len(whole.text.split()) <= _LIST else []


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


def _complement(terms: Sequence[Term], ranked: Sequence[Ranked], shown: Sequence[Stretch]) -> Ranked | None:
    """A second unit that holds words of the question which the first text lacks."""
    have = place(" . ".join(stretch.text for stretch in shown))
    missing = [term for term in terms if not term.pair and not term.credit(have)]
    total = sum(term.weight for term in terms if not term.pair)
    for other in ranked[1:8]:
        here = Stretch(other.unit.passage, other.unit.start, other.unit.end)
        # Two documents do not finish each other's sentences.
        elsewhere = other.unit.passage.document != ranked[0].unit.passage.document
        if elsewhere or any(here.overlaps(stretch) for stretch in shown):
            continue
        adds = sum(term.weight * term.credit(other.unit.own) for term in missing)
        if total and adds / total >= _ADDS and other.score >= _AS_GOOD * ranked[0].score:
            return other
    return None


def _row_head(best: Ranked) -> list[Stretch]:
    """What a table cell needs before it to be understood: the row's first cell."""
    passage = best.unit.passage
    if passage.kind is Kind.TABLE_ROW and passage.cells and best.unit.start > passage.cells[0].start:
        first = passage.cells[0]
        return [tidy(passage, first.start, first.end)] if first.end > first.start else []
    return []


def _corroborating(asked: Asked, ranked: Sequence[Ranked], shown: Sequence[Stretch]) -> list[Stretch]:
    """Other places that say the same."""
    found: list[Stretch] = []
    for other in ranked[1:_LOOKED_AT]:
        here = Stretch(other.unit.passage, *other.unit.sentence)
        if any(here.overlaps(stretch) for stretch in (*shown, *found)):
            continue
        if says_the_same(asked, ranked[0], other):
            found.append(tidy(here.passage, here.start, here.end))
        if len(found) == _ALSO:
            break
    return found


def _footnotes(stretch: Stretch, library: Library) -> list[Stretch]:
    """The footnotes whose marks stand in the stretch, if they are short enough to be shown with it."""
    document = library.document(stretch.passage.document)
    cited = library.passages(stretch.passage.cites)
    notes = [note for note in cited if document and _is_marked(stretch, note, document)]
    fitting = [tidy(note, 0, len(note.text)) for note in notes]
    words = sum(len(each.text.split()) for each in (stretch, *fitting))
    return fitting if words <= _LIST else []


def _is_marked(stretch: Stretch, note: Passage, document: Document) -> bool:
    """Whether the footnote's mark follows words of the stretch in the printed line."""
    mark = note.label.translate(_RAISED)
    for number in {piece.line for piece in stretch.passage.pieces}:
        line = document.lines[number - 1].replace("*", "")
        at = line.find(mark)
        if at > 0 and line[max(at - _BEFORE_MARK, 0) : at].strip() in stretch.text:
            return True
    return False
