"""The path of a question, from the asker's words to a grounded answer."""

import logging
import time
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Event

from answering import lookup_reply, screen
from answering.answer import Answer
from answering.held import about_held
from answering.lookup import look_up
from answering.own_words import Wording
from answering.phrases import Phrases
from answering.procedures import about_procedures, beside_count
from answering.question import Question
from answering.reader import Reader
from answering.rewrite import Rewritten, stand_alone
from answering.steps import Ended, Step, quoted
from answering.synonyms import Synonyms
from answering.writer import Writer
from corpus.audience import Audience
from corpus.decisions import usable_decisions
from corpus.register import Register
from corpus.vietnamese import normalise
from retrieval.edition import Edition
from retrieval.generation import Generations

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions from one data folder; safe in several threads at once."""

    def __init__(
        self,
        generations: Generations,
        synonyms: Synonyms,
        closed: Phrases,
        *,
        data: Path,
        writer: Writer | None = None,
    ) -> None:
        """The ward's own words in `data` come beside the `synonyms`.

        `closed` are topics on which the public gets no answer. Without a `writer` no model is asked.
        """
        self.generations = generations
        self._wording = Wording(synonyms, data)
        self._closed = {Audience.PUBLIC: closed, Audience.INTERNAL: Phrases.of(())}
        self._data = data
        self._writer = writer

    def with_writer(self, writer: Writer | None) -> "Assistant":
        """The same, with a language model that puts answers into words, or without any."""
        other = copy(self)
        other._writer = writer
        return other

    def ask(self, question: Question) -> Answer:
        """Never raises for anything a person can type. Raises NoGenerationError before the first ingest."""
        return next(step.answer for step in self.steps(question) if isinstance(step, Ended))

    def steps(self, question: Question, *, gone: Event | None = None) -> Iterator[Step]:
        """The same answer as it comes about; `gone` is set once nobody waits for it any more."""
        started = time.perf_counter()
        for step in self._steps(question, gone or Event()):
            if not isinstance(step, Ended):
                yield step
                continue
            answer, took = step.answer, (time.perf_counter() - started) * 1000
            _log.info("answered status=%s sources=%d took_ms=%.1f", answer.status, len(answer.sources), took)
            yield Ended(replace(answer, took_ms=round(took, 1)), step.tally)

    def _steps(self, question: Question, gone: Event) -> Iterator[Step]:
        refused = screen.refuse_input(question.text)
        read = _Read(refused) if refused else self._read(question)
        if read.reader and read.whole and self._writer and self._writer.may_read(question.audience):
            yield from self._writer.steps(
                read.answer,
                text=read.text,
                reader=read.reader,
                whole=read.whole,
                history=question.history,
                gone=gone,
            )
        else:
            yield from quoted(read.answer)

    def _read(self, question: Question) -> "_Read":
        edition = self.generations.current().edition(question.audience)
        text = " ".join(normalise(question.text).split())
        is_known = screen.is_known_phrase(edition.library.document_frequency)
        status = screen.turn_away(text, is_known=is_known)
        if status:
            return _Read(screen.reply(status))
        asked = [turn for turn in question.history if not screen.turn_away(turn.question, is_known=is_known)]
        whole = stand_alone(text, asked, is_known=is_known)
        told = about_held(whole.text, edition.library)
        told = told or about_procedures(whole, text, edition.procedures, self._wording.current())
        found = None if told else look_up(whole.text, register_of(edition))
        reader = None
        if told:
            answer = told
        elif found:
            answer = lookup_reply.reply(found, edition.library)
        else:
            reader = self.reader(edition, question.audience)
            answer = reader.read(whole)
            answer = replace(answer, notes=(*answer.notes, *beside_count(whole.text, edition.procedures)))
        answer = replace(answer, understood=whole.understood) if whole.changed else answer
        return _Read(answer, text, reader, whole)

    def reader(self, edition: Edition, audience: Audience) -> Reader:
        synonyms, decisions = self._wording.current(), usable_decisions(self._data)
        return Reader(edition, synonyms, decisions, self._closed[audience])


@dataclass(frozen=True, slots=True)
class _Read:
    """The answer in the documents' words; `reader` is None for what needs no passage, such as a number."""

    answer: Answer
    text: str = ""
    reader: Reader | None = None
    whole: Rewritten | None = None


@lru_cache(maxsize=4)
def register_of(edition: Edition) -> Register:
    """The register of an edition, read once."""
    return Register(edition.library.entries())
