"""Questions that may be offered as examples: each has been put to the public edition, and was answered."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from answering.answer import Answer, Status
from answering.assistant import register_of
from answering.question import Question
from bot.console import entry_label
from corpus.audience import Audience
from prompts import load
from retrieval.generation import Generation, Generations

MOST = 6

# The rest is left to the register, which every library has.
_MOST_GENERAL = 4
# An example shows what an answer is like: short.
_LONGEST_ANSWER = 400
_ANSWERED = {Status.ANSWERED, Status.LOOKUP_FOUND}


class Answering(Protocol):
    """What examples are tried on."""

    @property
    def generations(self) -> Generations: ...

    def ask(self, question: Question) -> Answer: ...


@dataclass(frozen=True, slots=True)
class _Tried:
    generation: int
    questions: tuple[str, ...]


class Examples:
    """Tries the questions once a generation, in a thread of its own; until then the last ones stand."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._tried = _Tried(-1, ())
        self._trying = -1
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def current(self) -> tuple[str, ...]:
        """At most MOST questions; none as long as nothing has been tried."""
        generation = self._assistant.generations.current()
        with self._lock:
            is_new = generation.number not in {self._tried.generation, self._trying}
            if is_new:
                self._trying = generation.number
        if is_new:
            self._thread = threading.Thread(target=self._try_out, args=(generation,), daemon=True)
            self._thread.start()
        return self._tried.questions

    def close(self) -> None:
        """Tries no more; returns once nothing is asked any longer."""
        self._closing.set()
        if self._thread:
            self._thread.join()

    def _try_out(self, generation: Generation) -> None:
        questions = tuple(islice(self._answered(generation), MOST))
        with self._lock:
            self._tried = _Tried(generation.number, questions)

    def _answered(self, generation: Generation) -> Iterator[str]:
        general = (question for question, expected in _general() if self._gives(question, expected))
        yield from islice(general, _MOST_GENERAL)
        yield from (question for question in _numbers(generation) if self._gives(question, ""))

    def _gives(self, question: str, expected: str) -> bool:
        """Whether it is answered without reserve, from a quote that has the words one may expect."""
        if self._closing.is_set():
            return False
        answer = self._assistant.ask(Question(question, Audience.PUBLIC))
        quotes = " ".join(source.quote for source in answer.sources)
        return (
            answer.status in _ANSWERED
            and bool(answer.sources)
            and not answer.notes
            and len(answer.text) <= _LONGEST_ANSWER
            and re.search(expected, quotes) is not None
        )


def _general() -> Iterator[tuple[str, str]]:
    """What is asked in any ward, with a pattern that a quote answering it must fit."""
    for line in load("page/examples").split("\n"):
        question, _, expected = line.partition(" | ")
        yield question, expected


def _numbers(generation: Generation) -> Iterator[str]:
    """Questions about the documents that are cited most."""
    entries = register_of(generation.public).entries
    for entry in sorted(entries, key=lambda entry: -len(entry.mentions)):
        if entry.number is not None and entry.subject:
            yield load("page/example_number", document=entry_label(entry))
