"""The desk: answers, documents and the register of the one edition that an asker may read."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Protocol

from answering.answer import Answer, Status
from answering.assistant import Assistant, register_of
from answering.question import Question
from answering.redact import tells_of_a_person
from answering.steps import Ended, Step, quoted
from bot.examples import Examples
from bot.feedback import Feedback
from bot.official import OfficialAnswers
from bot.state import StateUnavailableError
from corpus.audience import Audience
from corpus.conflict import Conflict
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import Register
from corpus.vietnamese import syllables
from prompts import load
from retrieval.generation import Generations
from retrieval.procedures import Procedures

_log = logging.getLogger(__name__)


class Asking(Protocol):
    """What the ways in need of the assistant."""

    @property
    def generations(self) -> Generations: ...

    def ask(self, question: Question) -> Answer: ...

    def steps(self, question: Question, *, gone: Event | None = None) -> Iterator[Step]: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage, and the document it stands in."""

    passage: Passage
    document: Document


class Desk:
    """Safe to share between threads. Every call reads the generation that is current at that moment."""

    def __init__(
        self,
        assistant: Asking,
        *,
        feedback: Feedback | None = None,
        official: OfficialAnswers | None = None,
    ) -> None:
        """Without `feedback` no question is counted and none is remembered as unanswered.

        What an official has answered goes before what the assistant would find.
        """
        self._assistant = assistant
        self._feedback = feedback
        # Which questions are answered can be told without a language model.
        quoting = assistant.with_writer(None) if isinstance(assistant, Assistant) else assistant
        self._examples = Examples(quoting)
        self._official = official

    def answer(self, question: Question) -> Answer:
        """The answer to a question that has been counted before."""
        return _warned(question, self._answered_by_official(question) or self._assistant.ask(question))

    def ask(self, question: Question) -> Answer:
        """The answer; the question is counted."""
        answer = self.answer(question)
        self._count(question, answer)
        return answer

    def steps(self, question: Question, *, gone: Event) -> Iterator[Step]:
        """The same as it comes about; `gone` is set once nobody waits for it any more."""
        official = self._answered_by_official(question)
        for step in quoted(official) if official else self._assistant.steps(question, gone=gone):
            if isinstance(step, Ended):
                self._count(question, step.answer)
                step = replace(step, answer=_warned(question, step.answer))  # noqa: PLW2901 - the same step, warned
            yield step

    def _count(self, question: Question, answer: Answer) -> None:
        if self._feedback is not None:
            try:
                self._feedback.asked(question.text, status=answer.status, audience=question.audience)
            except StateUnavailableError as error:
                # Who asks gets the answer all the same.
                _log.error("a question was not counted: %s", error)

    def _answered_by_official(self, question: Question) -> Answer | None:
        try:
            return self._official.answer(question) if self._official else None
        except StateUnavailableError as error:
            # The documents still answer.
            _log.error("official answers cannot be read: %s", error)
            return None

    def examples(self) -> tuple[str, ...]:
        """Questions that the public edition answers; few or none while they are still being tried."""
        return self._examples.current()

    def close(self) -> None:
        """Asks nothing more of its own accord."""
        self._examples.close()

    def documents(self, audience: Audience) -> Sequence[Document]:
        """All documents of the edition, without their lines."""
        return self._assistant.generations.current().edition(audience).library.documents()

    def document(self, audience: Audience, name: str) -> Document | None:
        """By id or file name; None for an unknown one and for one the audience may not read alike."""
        edition = self._assistant.generations.current().edition(audience)
        found = edition.library.document(name) or edition.library.document_by_file(name)
        return found or (edition.procedures.document(name) if edition.procedures else None)

    def search(self, audience: Audience, words: str, *, limit: int) -> tuple[Placed, ...]:
        """The passages nearest to some words, best first."""
        edition = self._assistant.generations.current().edition(audience)
        titles = {document.id: document for document in edition.library.documents()}
        found = edition.search.find(words, limit=limit)
        return tuple(Placed(hit.passage, titles[hit.passage.document]) for hit in found)

    def original(self, audience: Audience, document: Document) -> Path | None:
        """The PDF whose pages the audience may see; None where it may only read the text."""
        return self._assistant.generations.current().edition(audience).original(document)

    def tells(self, audience: Audience, phrases: Sequence[str]) -> bool:
        """Whether passages of the edition have all words of one of the phrases, in its order two by two."""
        library = self._assistant.generations.current().edition(audience).library
        said = [[syllable.folded for syllable in syllables(phrase)] for phrase in phrases]
        terms = [["_".join(two) for two in pairwise(words)] or words for words in said if words]
        return any(all(map(library.document_frequency, each)) for each in terms)

    def section(self, audience: Audience, document: Document, path: str) -> Sequence[Passage]:
        """The passages of a section and of those under it, in reading order; all of them for ""."""
        library = self._assistant.generations.current().edition(audience).library
        return library.section_passages(document.id, path)

    def procedures(self, audience: Audience) -> Procedures | None:
        """The procedures that have been imported; None before that."""
        return self._assistant.generations.current().edition(audience).procedures

    def conflicts(self, audience: Audience) -> tuple[Conflict, ...]:
        """Pairs of places of the edition that give different figures for one thing."""
        return tuple(self._assistant.generations.current().edition(audience).library.conflicts())

    def register(self, audience: Audience) -> Register:
        """Every document that the edition holds or cites."""
        return register_of(self._assistant.generations.current().edition(audience))


def _warned(question: Question, answer: Answer) -> Answer:
    """Who told something of a person is asked not to, but for who is in distress."""
    if answer.status is Status.DISTRESS or not tells_of_a_person(question.text):
        return answer
    return replace(answer, notes=(*answer.notes, load("page/personal")))
