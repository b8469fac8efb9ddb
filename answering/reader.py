"""A question read against one edition: what the documents say to it, in their own words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from answering.about_document import about_document
from answering.answer import Answer, Status
from answering.compose import LONGEST, Composed, compose, composed, joined
from answering.counted import parts_of_heading
from answering.decide import able, is_answer
from answering.elsewhere import remarks
from answering.extreme import extreme
from answering.listing import tells_items
from answering.phrases import Phrases
from answering.rank import Candidate, Ranked, rank
from answering.requests import read_request
from answering.rewrite import Rewritten
from answering.rival import Rival, conflicts_of, note, rivals
from answering.scope import EVERYWHERE, Scope, scope_of
from answering.sought import Sought, seek, weigher
from answering.spelling import Repaired, repair
from answering.spoken import is_beside, spoken_of
from answering.stretch import SCREEN, Stretch
from answering.suggest import suggestions
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from answering.whole_list import introduced
from corpus.abbreviations import load_abbreviations
from corpus.decisions import Decisions
from corpus.document import Document, Kind
from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import syllables
from prompts import load
from retrieval.edition import Edition
from retrieval.search import Hit

# Passages read closely for one question; for the first few, the lists and footnotes they belong with too.
_READ, _WIDEN, _LONGEST_LIST = 20, 6, 40
# As long as several answers take more than a screen, sentences longer than this many words are cut.
_OF_SEVERAL = (LONGEST, 62, 45)
# How good, against the best, what answers one request must be to answer the next one too.
_AS_GOOD, _TWO = 0.96, 2
# How well the passages just spoken of, and those beside them, count as found by a follow-up: more than the
# best that a search finds, which counts 1.
_SPOKEN, _BESIDE = 2.0, 0.7
# A section is near when its best unit holds this much of the question.
_NEAR = 0.5
# An answer that the other figures would make longer, in words, leaves them to the notes.
_LONGEST_ANSWER = 100
_NUMBERING = re.compile(r"^(?:[IVXLC]+|\d+(?:\.\d+)*)[.)]\s+")  # III.   2.1.


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for one question; `decisions` are what officials have said of the conflicts in the documents.

    A question that names a `closed` topic is read like any other, and ends as if no document told of it.
    `scope` is where to look: everywhere, or in the document or clause that the question names.
    """

    edition: Edition
    synonyms: Synonyms
    decisions: Decisions
    closed: Phrases
    scope: Scope = EVERYWHERE

    def read(self, whole: Rewritten) -> Answer:
        """The answer, or that the documents do not say."""
        spelling = self.repaired(whole.text)
        read = frozenset(better for _, better in spelling.changes)
        answer = self._read(replace(whole, text=spelling.text), read)
        notes = (load("replies/repaired", typed=typed, read=better) for typed, better in spelling.changes)
        return replace(answer, notes=(*answer.notes, *notes)) if answer.sources else answer

    def repaired(self, text: str) -> Repaired:
        """The question with its abbreviations written out and its typing errors mended."""
        written = load_abbreviations().written_out(text)
        return repair(written, self.edition.library, known=self.synonyms.known_words(written))

    def _read(self, whole: Rewritten, read: frozenset[str]) -> Answer:
        request = read_request(whole.text)
        asked = understand(request.text, read=read)
        told = about_document(request.text, asked, documents_of(self.edition))
        if told:
            return told
        if (named := scope_of(whole.text, self.edition.library)) and not self.scope.document:
            within = replace(self, scope=named.scope)
            answer = within._read(replace(whole, text=named.rest), read)
            if answer.sources or named.certain:
                return answer
        if self.closed.find(list(syllables(whole.understood))):
            sought = seek(asked, self.edition.library, self.synonyms)
            return _unanswerable(self.ranked(asked, sought))
        both = self._answer_parts(request.parts, whole.understood)
        if both:
            return _answered(both, self.edition.library)
        sought = seek(
            asked,
            self.edition.library,
            self.synonyms,
            told=request.background,
            before=whole.told,
            stressed=whole.stressed,
        )
        spoken = spoken_of(whole.heard, self.edition.search) if whole.changed else ()
        ranked = self.ranked(asked, sought, spoken)
        found = self._answer(asked, sought, ranked, continues=whole.changed)
        if found is None:
            return _unanswerable(ranked)
        return _answered(found, self.edition.library)

    def ranked(self, asked: Asked, sought: Sought, spoken: tuple[Passage, ...] = ()) -> list[Ranked]:
        """Every unit of the passages the search finds and of those just spoken of, best first."""
        candidates = self._candidates(sought, spoken)
        return rank(asked, sought.terms, candidates, weigher(self.edition.library))

    def _answer_parts(self, parts: Sequence[str], whole: str) -> Composed | None:
        """The answers to several requests, cut where there is no room; None for less than two."""
        for longest in _OF_SEVERAL:
            found: list[Composed] = []
            for part in parts:
                found.extend(self._answer_part(part, whole, before=found, longest=longest))
            if len(found) < _TWO:
                return None
            both = joined(found, self.edition.library)
            if len(both.text.split()) <= SCREEN:
                break
        return both

    def _answer_part(
        self, part: str, whole: str, *, before: Sequence[Composed], longest: int
    ) -> Sequence[Composed]:
        """The answer to one of several requests, if there is one; what the others say helps to understand it.

        What the answers `before` already tell is the answer again.
        """
        asked = understand(part)
        sought = seek(asked, self.edition.library, self.synonyms, told=whole)
        ranked = self.ranked(asked, sought)
        again = [each for each in before if ranked and _tells(each, ranked)]
        found = again[0] if again else self._answer(asked, sought, ranked, longest=longest)
        return [found] if found else []

    def _answer(
        self,
        asked: Asked,
        sought: Sought,
        ranked: list[Ranked],
        *,
        continues: bool = False,
        longest: int = LONGEST,
    ) -> Composed | None:
        library = self.edition.library
        if not ranked:
            return None
        most = extreme(asked, ranked, library)
        if most:
            return composed([most], library)
        if _is_heading(ranked[0]) and (counted := _counted(asked, ranked, library)):
            return counted
        telling = able(asked, telling_units(ranked))
        if not telling or not is_answer(asked, telling, continues=continues):
            return _counted(asked, ranked, library)
        ranked = telling
        answer = compose(asked, sought.terms, ranked, library, longest=longest)
        if asked.listed and not tells_items(answer.text, asked.listed):
            return None
        others = conflicts_of(asked, ranked, library, self.decisions, shown=answer.stretches)
        told = _with_rivals(answer, others or rivals(asked, ranked, shown=answer.stretches), library)
        return replace(told, remarks=remarks(asked, ranked, library, self.decisions, shown=told.stretches))

    def _candidates(self, sought: Sought, spoken: tuple[Passage, ...]) -> Iterator[Candidate]:
        library = self.edition.library
        titles = {document.id: document.title for document in library.documents()}
        seen: set[str] = set()
        front = load("ingest/letterhead")
        for hit in self._hits(sought, spoken):
            passage = hit.passage
            # A letterhead repeats the title's words, and rules nothing.
            ruling = front not in passage.headings
            if passage.id not in seen and ruling and self.scope.holds(passage):
                seen.add(passage.id)
                found = max(hit.score, _liked(passage, spoken))
                for unit in units(passage, title=titles[passage.document], citing=library.passage):
                    yield Candidate(unit, found, hit.meaning_score)

    def _hits(self, sought: Sought, spoken: tuple[Passage, ...]) -> Iterator[Hit]:
        """What the search finds, each with the list it belongs to, then what was just spoken of."""
        hits = self.edition.search.find(
            sought.query, limit=_READ, boosts=sought.boosts, document=self.scope.document
        )
        for number, hit in enumerate(hits):
            yield hit
            for passage in _list_of(hit.passage, self.edition.library) if number < _WIDEN else ():
                yield replace(hit, passage=passage)
        yield from (Hit(passage, 0.0, 0.0, 0.0) for passage in spoken)


def _liked(passage: Passage, spoken: tuple[Passage, ...]) -> float:
    if passage in spoken:
        return _SPOKEN
    return _BESIDE if is_beside(passage, spoken) else 0.0


def telling_units(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The units that can answer: no heading, and where one came first those under it, if there are any.

    A heading says what its section is about: the section answers, not the heading.
    """
    telling = [each for each in ranked if not _is_heading(each)]
    if not ranked or not _is_heading(ranked[0]):
        return telling
    title = ranked[0].unit.passage.text
    return [each for each in telling if title in each.unit.passage.headings] or telling


def _is_heading(each: Ranked) -> bool:
    return each.unit.passage.kind is Kind.HEADING


@lru_cache(maxsize=4)
def documents_of(edition: Edition) -> tuple[Document, ...]:
    """The documents of an edition with their lines, read once."""
    ids = [listed.id for listed in edition.library.documents()]
    return tuple(document for each in ids if (document := edition.library.document(each)))


def _list_of(passage: Passage, library: Library) -> Iterator[Passage]:
    """The items of the list a passage belongs to or introduces, and the footnotes it cites."""
    yield from library.passages(passage.cites)
    for group in sorted({passage.group, introduced(passage, library)} - {""}):
        items = library.group(group)
        if len(items) <= _LONGEST_LIST:
            yield from items


def _with_rivals(answer: Composed, others: tuple[Rival, ...], library: Library) -> Composed:
    """The answer with the other figures the documents give: in its text, among its sources, in its notes."""
    if not others:
        return answer
    shown = [Stretch(other.passage, other.start, other.end) for other in others]
    more = [
        stretch
        for other, stretch in zip(others, shown, strict=True)
        if not other.counted and not any(stretch.overlaps(each) for each in answer.stretches)
    ]
    counted = [load("replies/counted_rival", figure=other.listed) for other in others if other.listed]
    whole = composed([*answer.stretches, *more], library, also=shown)
    text = " ".join([whole.text, *counted])
    if len(text.split()) > _LONGEST_ANSWER:
        text = answer.text  # The notes have it all.
    sources = (*answer.sources, *(source for source in whole.sources if source not in answer.sources))
    return Composed(text, sources, whole.stretches, (*answer.notes, *(note(other) for other in others)))


def _tells(answer: Composed, ranked: Sequence[Ranked]) -> bool:
    """Whether an answer already shows a unit that is nearly the best."""
    good = (
        each
        for each in ranked[:_READ]
        if each.score >= _AS_GOOD * ranked[0].score and bool(each.slot) == bool(ranked[0].slot)
    )
    return any(
        stretch.passage.id == each.unit.passage.id
        and stretch.start <= each.unit.start
        and each.unit.end <= stretch.end + 1
        for each in good
        for stretch in answer.stretches
    )


def _counted(asked: Asked, ranked: list[Ranked], library: Library) -> Composed | None:
    """The number of parts of a section, counted; None where no section is asked about."""
    found = parts_of_heading(asked, ranked, library)
    if found is None:
        return None
    parts = "; ".join(part.text for part in found.parts)
    listed = composed(found.stretches, library)
    return replace(listed, text=load("replies/count_of_parts", count=len(found.parts), parts=parts))


def _answered(found: Composed, library: Library) -> Answer:
    """What other places say goes to the notes and sources: the text stays short."""
    more = [remark for remark in found.remarks if not any(map(remark.told.overlaps, found.stretches))]
    quoted = composed([remark.quoted for remark in more], library).sources if more else ()
    sources = (*found.sources, *(source for source in quoted if source not in found.sources))
    notes = (*found.notes, *(remark.text for remark in more))
    return Answer(Status.ANSWERED, found.text, sources, notes, suggestions=suggestions(found.text))


def _unanswerable(ranked: list[Ranked]) -> Answer:
    """That the documents do not say, the section that came nearest, and whom to ask."""
    near = bool(ranked) and ranked[0].features.all >= _NEAR
    title = _nearest_title(ranked[0].unit.passage) if near else ""
    nearest = f" {load('replies/nearest', section=title)}" if title else ""
    return Answer(Status.UNANSWERABLE, load("replies/unanswerable_no_evidence", nearest=nearest))


def _nearest_title(passage: Passage) -> str:
    """The innermost heading without its number; none that holds a figure, which could pass for an answer."""
    titles = (_NUMBERING.sub("", heading) for heading in reversed(passage.headings))
    return next((title for title in titles if title and not any(map(str.isdigit, title))), "")
