"""Question and Turn: what was asked, by whom, after what."""

from dataclasses import dataclass

from corpus.audience import Audience

# The longest question, in characters of composed (NFC) text.
MAX_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation and the text it was answered with."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A person's words, which side of the wall they stand on, and the turns before, oldest first."""

    text: str
    audience: Audience
    history: tuple[Turn, ...] = ()
