"""The steps of an answer, as whoever waits for it sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from answering.answer import Answer, Source
from answering.model import Usage


@dataclass(frozen=True, slots=True)
class Tally:
    """How a model did: sentences let through, replaced by a quote, and the flaws of those dropped.

    `trouble` says why it was of no use at all, "" where it was.
    """

    grounded: int = 0
    replaced: int = 0
    dropped: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """A language model has begun to write."""


@dataclass(frozen=True, slots=True)
class Found:
    """All sources so far."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is added to the text. It stands in a source, and is not taken back but by the whole answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The whole answer: the last step. Where its text begins otherwise than what was said, it counts."""

    answer: Answer
    tally: Tally | None = None


Step = Writing | Found | Said | Ended


def quoted(answer: Answer, *, tally: Tally | None = None) -> Iterator[Step]:
    """The steps of an answer that is whole already."""
    yield Found(answer.sources)
    yield Said(answer.text)
    yield Ended(answer, tally)
