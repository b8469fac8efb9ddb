"""The path of a question, from the asker's words to a grounded answer."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from answering import lookup_reply, screen
from answering.about_document import about_document
from answering.answer import Answer, Status
from answering.compose import Composed, compose, composed, introduced, joined
from answering.counted import parts_of_heading
from answering.decide import is_answer
from answering.extreme import extreme
from answering.listing import tells_items
from answering.lookup import look_up
from answering.question import Question
from answering.rank import Candidate, Ranked, rank
from answering.requests import read_request
from answering.rewrite import Rewritten, stand_alone
from answering.sought import Sought, seek
from answering.suggest import suggestions
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from corpus.document import Document
from corpus.library import Library
from corpus.passage import Passage
from corpus.register import Register
from corpus.vietnamese import normalise
from prompts import load
from retrieval.edition import Edition
from retrieval.generation import Generations

_log = logging.getLogger(__name__)

# Passages read closely for one question; for the first few, the lists and footnotes they belong with too.
_READ, _WIDEN, _LONGEST_LIST = 24, 6, 40


class Assistant:
    """Answers questions from one data folder; safe in several threads at once."""

    def __init__(self, generations: Generations, synonyms: Synonyms) -> None:
        self.generations = generations
        self._synonyms = synonyms

    def ask(self, question: Question) -> Answer:
        """Never raises for anything a person can type."""
        started = time.perf_counter()
        answer = screen.refuse_input(question.text) or self._answer(question)
        took = (time.perf_counter() - started) * 1000
        _log.info("answered status=%s sources=%d took_ms=%.1f", answer.status, len(answer.sources), took)
        return replace(answer, took_ms=round(took, 1))

    def _answer(self, question: Question) -> Answer:
        edition = self.generations.current().edition(question.audience)
        text = " ".join(normalise(question.text).split())
        known = screen.is_known_phrase(edition.library.document_frequency)
        status = screen.turn_away(text, is_known=known)
        if status:
            return screen.reply(status)
        whole = stand_alone(text, question.history)
        found = look_up(whole.text, register_of(edition))
        answer = lookup_reply.reply(found, edition.library) if found else self._read(whole, edition)
        return replace(answer, understood=whole.text) if whole.changed else answer

    def _read(self, whole: Rewritten, edition: Edition) -> Answer:
        """The answer from what the documents say, read closely."""
        request = read_request(whole.text)
        asked = understand(request.text)
        told = about_document(request.text, asked, documents_of(edition))
        if told:
            return told
        parts = [self._part(part, whole.text, edition) for part in request.parts]
        answered = [part for part in parts if part]
        if len(answered) > 1:
            both = joined(answered, edition.library)
            return Answer(Status.ANSWERED, both.text, both.sources, suggestions=suggestions(both.text))
        sought = seek(
            asked, edition.library, self._synonyms, told=request.background, stressed=whole.stressed
        )
        ranked = self._rank(asked, sought, edition)
        found = self._compose(asked, sought, ranked, edition)
        if found is None:
            return _unanswerable(ranked, edition.library)
        return Answer(
            Status.ANSWERED, found.text, found.sources, _notes(sought), suggestions=suggestions(found.text)
        )

    def _part(self, part: str, whole: str, edition: Edition) -> Composed | None:
        """The answer to one of several requests; what the others say helps to understand it."""
        asked = understand(part)
        sought = seek(asked, edition.library, self._synonyms, told=whole)
        return self._compose(asked, sought, self._rank(asked, sought, edition), edition)

    def _compose(
        self, asked: Asked, sought: Sought, ranked: list[Ranked], edition: Edition
    ) -> Composed | None:
        if not ranked:
            return None
        most = extreme(asked, ranked)
        if most:
            return composed([most], edition.library)
        if not is_answer(asked, ranked):
            return _counted(asked, ranked, edition.library)
        answer = compose(asked, sought.terms, ranked, edition.library)
        if asked.listed and not tells_items(answer.text, asked.listed):
            return None
        return answer

    def _rank(self, asked: Asked, sought: Sought, edition: Edition) -> list[Ranked]:
        return rank(asked, sought.terms, _candidates(sought, edition))


@lru_cache(maxsize=4)
def register_of(edition: Edition) -> Register:
    """The register of an edition, read once."""
    return Register(edition.library.entries())


@lru_cache(maxsize=4)
def documents_of(edition: Edition) -> tuple[Document, ...]:
    """The documents of an edition with their lines, read once."""
    ids = [listed.id for listed in edition.library.documents()]
    return tuple(document for each in ids if (document := edition.library.document(each)))


def _candidates(sought: Sought, edition: Edition) -> Iterator[Candidate]:
    library = edition.library
    titles = {document.id: document.title for document in library.documents()}
    seen: set[str] = set()
    for number, hit in enumerate(edition.search.find(sought.query, limit=_READ, boosts=sought.boosts)):
        passages = [hit.passage, *(_list_of(hit.passage, library) if number < _WIDEN else ())]
        for passage in passages:
            if passage.id not in seen:
                seen.add(passage.id)
                for unit in units(passage, title=titles[passage.document], citing=library.passage):
                    yield Candidate(unit, hit.score, hit.meaning_score)


def _list_of(passage: Passage, library: Library) -> Iterator[Passage]:
    """The items of the list a passage belongs to or introduces, and the footnotes it cites."""
    yield from library.passages(passage.cites)
    for group in {passage.group, introduced(passage, library)} - {""}:
        items = library.group(group)
        if len(items) <= _LONGEST_LIST:
            yield from items


def _counted(asked: Asked, ranked: list[Ranked], library: Library) -> Composed | None:
    """The number of parts of a section, counted; None where no section is asked about."""
    found = parts_of_heading(asked, ranked, library)
    if found is None:
        return None
    listed = composed(found.stretches, library)
    parts = "; ".join(part.text for part in found.parts)
    return replace(listed, text=load("replies/count_of_parts", count=len(found.parts), parts=parts))


def _unanswerable(ranked: list[Ranked], library: Library) -> Answer:
    nearest = ""
    if ranked and ranked[0].unit.passage.headings:
        passage = ranked[0].unit.passage
        document = library.document(passage.document)
        if document:
            nearest = " " + load("replies/nearest", section=passage.headings[-1], title=document.title)
    return Answer(Status.UNANSWERABLE, load("replies/unanswerable_no_evidence", nearest=nearest))


def _notes(sought: Sought) -> tuple[str, ...]:
    return tuple(load("replies/repaired", typed=typed, read=read) for typed, read in sought.repaired)
