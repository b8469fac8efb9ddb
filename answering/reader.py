"""A question read against one edition: what the documents say to it, in their own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from answering.about_document import about_document
from answering.answer import Answer, Status
from answering.compose import Composed, Stretch, compose, composed, introduced, joined
from answering.counted import parts_of_heading
from answering.decide import is_answer
from answering.extreme import extreme
from answering.listing import tells_items
from answering.phrases import Phrases
from answering.rank import Candidate, Ranked, rank
from answering.requests import read_request
from answering.rewrite import Rewritten
from answering.rival import Rival, conflicts_of, note, rivals
from answering.scope import EVERYWHERE, Scope, scope_of
from answering.sought import Sought, seek
from answering.spelling import repair
from answering.suggest import suggestions
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from corpus.decisions import Decisions
from corpus.document import Document
from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import syllables
from prompts import load
from retrieval.edition import Edition

# Passages read closely for one question; for the first few, the lists and footnotes they belong with too.
_READ, _WIDEN, _LONGEST_LIST = 20, 6, 40
# A section is near when its best unit holds this much of the question.
_NEAR = 0.5
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
        spelling = repair(whole.text, self.edition.library, known=self.synonyms.others)
        read = frozenset(better for _, better in spelling.changes)
        answer = self._read(replace(whole, text=spelling.text), read)
        notes = (load("replies/repaired", typed=typed, read=better) for typed, better in spelling.changes)
        return replace(answer, notes=(*answer.notes, *notes)) if answer.sources else answer

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
        parts = [self._answer_part(part, whole.understood) for part in request.parts]
        answered = [part for part in parts if part]
        if len(answered) > 1:
            return _answered(joined(answered, self.edition.library))
        sought = seek(
            asked,
            self.edition.library,
            self.synonyms,
            told=request.background,
            before=whole.told,
            stressed=whole.stressed,
        )
        ranked = self.ranked(asked, sought)
        found = self._answer(asked, sought, ranked, continues=whole.changed)
        if found is None:
            return _unanswerable(ranked)
        return _answered(found)

    def ranked(self, asked: Asked, sought: Sought) -> list[Ranked]:
        """Every unit of the passages the search finds, best first."""
        return rank(asked, sought.terms, self._candidates(sought))

    def _answer_part(self, part: str, whole: str) -> Composed | None:
        """The answer to one of several requests; what the others say helps to understand it."""
        asked = understand(part)
        sought = seek(asked, self.edition.library, self.synonyms, told=whole)
        return self._answer(asked, sought, self.ranked(asked, sought))

    def _answer(
        self, asked: Asked, sought: Sought, ranked: list[Ranked], *, continues: bool = False
    ) -> Composed | None:
        library = self.edition.library
        if not ranked:
            return None
        most = extreme(asked, ranked)
        if most:
            return composed([most], library)
        if not is_answer(asked, ranked, continues=continues):
            return _counted(asked, ranked, library)
        answer = compose(asked, sought.terms, ranked, library)
        if asked.listed and not tells_items(answer.text, asked.listed):
            return None
        others = conflicts_of(asked, ranked, library, self.decisions, shown=answer.stretches)
        return _with_rivals(answer, others or rivals(asked, ranked, shown=answer.stretches), library)

    def _candidates(self, sought: Sought) -> Iterator[Candidate]:
        library = self.edition.library
        titles = {document.id: document.title for document in library.documents()}
        seen: set[str] = set()
        front = load("ingest/letterhead")
        hits = self.edition.search.find(
            sought.query, limit=_READ, boosts=sought.boosts, document=self.scope.document
        )
        for number, hit in enumerate(hits):
            for passage in (hit.passage, *(_list_of(hit.passage, library) if number < _WIDEN else ())):
                # A letterhead repeats the title's words, and rules nothing.
                ruling = front not in passage.headings
                if passage.id not in seen and ruling and self.scope.holds(passage):
                    seen.add(passage.id)
                    for unit in units(passage, title=titles[passage.document], citing=library.passage):
                        yield Candidate(unit, hit.score, hit.meaning_score)


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
    counted = [load("replies/counted_rival", figure=other.other) for other in others if other.counted]
    whole = composed([*answer.stretches, *more], library, also=shown)
    text = " ".join([whole.text, *counted])
    sources = (*answer.sources, *(source for source in whole.sources if source not in answer.sources))
    return Composed(text, sources, whole.stretches, (*answer.notes, *(note(other) for other in others)))


def _counted(asked: Asked, ranked: list[Ranked], library: Library) -> Composed | None:
    """The number of parts of a section, counted; None where no section is asked about."""
    found = parts_of_heading(asked, ranked, library)
    if found is None:
        return None
    parts = "; ".join(part.text for part in found.parts)
    listed = composed(found.stretches, library)
    return replace(listed, text=load("replies/count_of_parts", count=len(found.parts), parts=parts))


def _answered(found: Composed) -> Answer:
    return Answer(
        Status.ANSWERED, found.text, found.sources, found.notes, suggestions=suggestions(found.text)
    )


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
