"""The path of a question, from the asker's words to a grounded answer."""

import logging
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from answering import lookup_reply, screen
from answering.answer import Answer
from answering.held import about_held
from answering.lookup import look_up
from answering.phrases import Phrases
from answering.question import Question
from answering.reader import Reader
from answering.rewrite import stand_alone
from answering.synonyms import Synonyms
from corpus.audience import Audience
from corpus.decisions import usable_decisions
from corpus.register import Register
from corpus.vietnamese import normalise
from retrieval.edition import Edition
from retrieval.generation import Generations

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions from one data folder; safe in several threads at once."""

    def __init__(self, generations: Generations, synonyms: Synonyms, closed: Phrases, *, data: Path) -> None:
        """`closed` are topics on which the public gets no answer."""
        self.generations = generations
        self._synonyms = synonyms
        self._closed = {Audience.PUBLIC: closed, Audience.INTERNAL: Phrases.of(())}
        self._data = data

    def ask(self, question: Question) -> Answer:
        """Never raises for anything a person can type. Raises NoGenerationError before the first ingest."""
        started = time.perf_counter()
        answer = screen.refuse_input(question.text) or self._answer(question)
        took = (time.perf_counter() - started) * 1000
        _log.info("answered status=%s sources=%d took_ms=%.1f", answer.status, len(answer.sources), took)
        return replace(answer, took_ms=round(took, 1))

    def _answer(self, question: Question) -> Answer:
        edition = self.generations.current().edition(question.audience)
        text = " ".join(normalise(question.text).split())
        is_known = screen.is_known_phrase(edition.library.document_frequency)
        status = screen.turn_away(text, is_known=is_known)
        if status:
            return screen.reply(status)
        asked = [turn for turn in question.history if not screen.turn_away(turn.question, is_known=is_known)]
        whole = stand_alone(text, asked, is_known=is_known)
        told = about_held(whole.text, edition.library)
        found = None if told else look_up(whole.text, register_of(edition))
        if told:
            answer = told
        elif found:
            answer = lookup_reply.reply(found, edition.library)
        else:
            answer = self.reader(edition, question.audience).read(whole)
        return replace(answer, understood=whole.understood) if whole.changed else answer

    def reader(self, edition: Edition, audience: Audience) -> Reader:
        return Reader(edition, self._synonyms, usable_decisions(self._data), self._closed[audience])


@lru_cache(maxsize=4)
def register_of(edition: Edition) -> Register:
    """The register of an edition, read once."""
    return Register(edition.library.entries())
