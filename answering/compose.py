"""The answer in the documents' own words: which stretches to show, and the sources they stand on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.agreement import says_the_same
from answering.answer import Source
from answering.evidence import Term, place
from answering.nth import nth
from answering.quote import header_source, merged, sources
from answering.rank import Ranked
from answering.stretch import Stretch, tidy, told
from answering.trim import part_of, trim
from answering.understand import Asked, Asks
from answering.whole_list import footnotes, introduced, list_of
from corpus.dates import iso_dates
from corpus.document import Kind
from corpus.library import Library
from corpus.measure import dates
from corpus.passage import Passage
from corpus.sentences import Span, sentences

# Words: a sentence up to the first is shown whole; a longer one is cut to about the second. The whole must
# fit one screen, in large type. The first cell of a row takes at most the third. Of a
# sentence longer than the fourth the part with the figure is shown, if it is all that is asked.
LONGEST, _CUT, _HEAD, _EASY = 90, 75, 60, 55
# How much of the question a second unit must add to be shown beside the first, and how good it must be.
_ADDS, _AS_GOOD = 0.22, 0.75
# How good the figure of a later date must be, against the best, to be told in its place.
_LATER = 0.9
# Units looked at for others that say the same, and how many of these are named.
_LOOKED_AT, _ALSO = 14, 2
# Words that ask for an earlier state than the last.
_EARLIER = re.compile(r"\b(?:trước|ban đầu|hồi|lúc|khi mới|truoc|ban dau|khi moi)\b", re.IGNORECASE)
# A sentence that only opens a list answers none of these.
_NAMING = frozenset({Asks.LIST, Asks.PLACE, Asks.MEANING})
# "iHanoi và 1022 mỗi nơi nhận bao nhiêu …": two things are named.
_AND = re.compile(r"\b(?:và|với|va|voi|cùng)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on the figure at `told`, with the words around it that it quotes."""

    text: str
    told: Stretch
    quoted: Stretch


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text, the sources it stands on, the stretches it shows, and notes for the reader.

    `remarks` are notes that are of no use beside an answer which shows the same figures.
    """

    text: str
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def compose(
    asked: Asked,
    terms: Sequence[Term],
    ranked: Sequence[Ranked],
    library: Library,
    *,
    longest: int = LONGEST,
) -> Composed:
    """The best units as one short text with its sources; a sentence of more than `longest` words is cut.

    `ranked` is not empty.
    """
    if asked.kind in _NAMING:
        ranked = _telling(ranked, library)
    best = _latest(asked, ranked)
    stretches = list_of(asked, terms, ranked, library) or nth(asked, terms, ranked, library)
    if not stretches:
        stretches = _shown(
            best, terms, longest, longest if asked.listed or asked.kind is Asks.LIST else _EASY
        )
        if Asks.LIST in asked.kinds:
            stretches += footnotes(stretches[-1], library)
        stretches += _complement(asked, terms, ranked, stretches)
    return composed(stretches, library, also=_corroborating(asked, ranked, stretches))


def _telling(ranked: Sequence[Ranked], library: Library) -> Sequence[Ranked]:
    """Without a first unit that only introduces something, where nothing it introduces can be shown."""
    first = ranked[0].unit
    if not first.text.rstrip().endswith(":") or introduced(first.passage, library):
        return ranked
    good = [each for each in ranked[1:] if each.score >= _AS_GOOD * ranked[0].score]
    return good or ranked


def _latest(asked: Asked, ranked: Sequence[Ranked]) -> Ranked:
    """The best unit; in a row with a column for each date, that of the last date, if no date is asked."""
    best = ranked[0]
    column = _dated_column(best)
    if not column or any(dates(asked.text)) or _EARLIER.search(asked.text):
        return best
    beside = [each for each in ranked[1:_LOOKED_AT] if each.unit.passage.id == best.unit.passage.id]
    later = [each for each in beside if _dated_column(each) > column and bool(each.slot) == bool(best.slot)]
    good = [each for each in later if each.score >= _LATER * best.score]
    return good[0] if good else best


def _dated_column(ranked: Ranked) -> str:
    """The date in the header of the unit's column, in ISO form; "" without one."""
    unit = ranked.unit
    headers = (cell.header for cell in unit.passage.cells if cell.start <= unit.start < cell.end)
    return next((iso for header in headers for iso in iso_dates(header)), "")


def composed(stretches: Sequence[Stretch], library: Library, *, also: Sequence[Stretch] = ()) -> Composed:
    """The stretches as text and sources; `also` are places that only support it."""
    found: list[Source] = []
    for stretch in (*stretches, *also):
        document = library.document(stretch.passage.document)
        assert document is not None, stretch.passage.document
        if stretch.header:
            found.extend(header_source(stretch.passage, document, stretch.header))
        found.extend(sources(stretch.passage, document, stretch.start, stretch.end))
    return Composed(told(stretches), merged(found), tuple(stretches))


def joined(parts: Sequence[Composed], library: Library) -> Composed:
    """Several answers as one; what one already shows, another does not repeat."""
    kept: list[Stretch] = []
    for stretch in (stretch for part in parts for stretch in part.stretches):
        if not any(stretch.overlaps(other) for other in kept):
            kept.append(stretch)
    whole = composed(kept, library)
    every = [*whole.sources, *(source for part in parts for source in part.sources)]
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    remarks = dict.fromkeys(remark for part in parts for remark in part.remarks)
    return Composed(whole.text, merged(every), whole.stretches, tuple(notes), tuple(remarks))


def _shown(ranked: Ranked, terms: Sequence[Term], longest: int = LONGEST, easy: int = _EASY) -> list[Stretch]:
    """The unit's sentence, whole if it is short, else cut to the part that answers; a cell with its row.

    Of more than `easy` words it is a part between semicolons, of more than `longest` the clauses that answer.
    """
    unit = ranked.unit
    start, end = unit.sentence
    text = unit.passage.text[start:end]
    words = len(text.split())
    keep = (unit.start - start, unit.end - start) if unit.sentence != (unit.start, unit.end) else None
    if ranked.slot:
        keep = (unit.start + ranked.slot.start - start, unit.start + ranked.slot.end - start)
    spans: Sequence[Span] = (Span(0, len(text)),)
    if words > longest:
        spans = trim(text, terms, keep=keep, budget=min(_CUT, longest))
    elif words > easy and keep:
        spans = part_of(text, terms, keep=keep)
    return _in_row(unit.passage, terms, [(start + span.start, start + span.end) for span in spans])


def _complement(
    asked: Asked, terms: Sequence[Term], ranked: Sequence[Ranked], shown: Sequence[Stretch]
) -> list[Stretch]:
    """A second unit that holds words of the question which the first text lacks, if both are short.

    It must stand in the same passage as the first, or the question name two things.
    """
    have = place(" . ".join(stretch.text for stretch in shown))
    missing = [term for term in terms if not term.pair and not term.credit(have)]
    total = sum(term.weight for term in terms if not term.pair)
    used = sum(len(stretch.text.split()) for stretch in shown)
    for other in ranked[1:8]:
        together = other.unit.passage.id == ranked[0].unit.passage.id or _names_two(asked)
        # Two documents do not finish each other's sentences.
        together = together and other.unit.passage.document == ranked[0].unit.passage.document
        adds = sum(term.weight * term.credit(other.unit.own) for term in missing)
        enough = total and adds / total >= _ADDS and other.score >= _AS_GOOD * ranked[0].score
        if not together or not enough:
            continue
        stretches = _shown(other, terms)
        words = sum(len(stretch.text.split()) for stretch in stretches)
        overlaps = any(one.overlaps(stretch) for one in stretches for stretch in shown)
        if not overlaps and used + words <= _CUT:
            return stretches
    return []


def _names_two(asked: Asked) -> bool:
    return bool(_AND.search(asked.text))


def _in_row(passage: Passage, terms: Sequence[Term], spans: Sequence[tuple[int, int]]) -> list[Stretch]:
    """The spans; those in a cell after its row's first cell and beside the header of its column."""
    cell = next((each for each in passage.cells[1:] if each.start <= spans[0][0] < each.end), None)
    if passage.kind is not Kind.TABLE_ROW or cell is None:
        return [tidy(passage, start, end) for start, end in spans]
    (start, end), *more = spans
    shown = [tidy(passage, start, end, header=cell.header), *(tidy(passage, *span) for span in more)]
    return [*_row_head(passage, terms), *shown]


def _row_head(passage: Passage, terms: Sequence[Term]) -> list[Stretch]:
    """The row's first cell, or of a long one the sentence that holds most of the question."""
    first = passage.cells[0]
    text = passage.text[first.start : first.end]
    if len(text.split()) <= _HEAD:
        return [tidy(passage, first.start, first.end)] if text else []
    held = [
        (sum(t.weight * t.credit(place(text[s.start : s.end])) for t in terms), s) for s in sentences(text)
    ]
    best = max(held, key=lambda each: each[0])[1]
    spans = trim(text[best.start : best.end], terms, keep=None, budget=_HEAD)
    start = first.start + best.start
    return [tidy(passage, start + span.start, start + span.end) for span in spans]


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
