"""The desk: answers, documents and the register of the one edition that an asker may read."""

from collections.abc import Sequence
from typing import Protocol

from answering.answer import Answer
from answering.assistant import register_of
from answering.question import Question
from corpus.audience import Audience
from corpus.document import Document
from corpus.register import Register
from retrieval.generation import Generations


class Asking(Protocol):
    """What the ways in need of the assistant."""

    @property
    def generations(self) -> Generations: ...

    def ask(self, question: Question) -> Answer: ...


class Desk:
    """Safe to share between threads. Every call reads the generation that is current at that moment."""

    def __init__(self, assistant: Asking) -> None:
        self._assistant = assistant

    def ask(self, question: Question) -> Answer:
        return self._assistant.ask(question)

    def documents(self, audience: Audience) -> Sequence[Document]:
        """All documents of the edition, without their lines."""
        return self._assistant.generations.current().edition(audience).library.documents()

    def document(self, audience: Audience, name: str) -> Document | None:
        """By id or file name; None for an unknown one and for one the audience may not read alike."""
        library = self._assistant.generations.current().edition(audience).library
        return library.document(name) or library.document_by_file(name)

    def register(self, audience: Audience) -> Register:
        """Every document that the edition holds or cites."""
        return register_of(self._assistant.generations.current().edition(audience))
