"""What answering needs of a language model, and how a model fails."""

import time
from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event
from typing import Protocol


class Trouble(StrEnum):
    """Why a model gave nothing that can be used."""

    DOWN = "down"  # nobody answers, or with an error
    SLOW = "slow"  # the time is over
    BUSY = "busy"  # too many ask at once, or the provider says so
    NONSENSE = "nonsense"  # nothing that can be read, or far too much
    SPENT = "spent"  # the tokens of the day are used up
    RESTING = "resting"  # it failed several times just now and is left alone for a while
    GONE = "gone"  # nobody waits for the answer any more


class ModelUnavailableError(Exception):
    """The answer has to do without the model."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


class ModelSettingsError(Exception):
    """The settings name no model that can be used; the message is Vietnamese and says what to do."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`rules` are ours; all that people and documents say stands in `words`. `nothing` is how to refuse."""

    rules: str
    words: str
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written; reckoned from the letters where the server does not say."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer waits for the model: until a moment of `time.monotonic`, or until nobody waits."""

    until: float
    gone: Event = field(default_factory=Event)

    @classmethod
    def of(cls, seconds: float, gone: Event | None = None) -> "Patience":
        return cls(time.monotonic() + seconds, gone or Event())

    @property
    def left(self) -> float:
        return self.until - time.monotonic()


class Model(Protocol):
    """A language model; safe in several threads at once.

    `inside` says that it runs on the ward's own machines. Both methods give their text in pieces, as it
    comes, and raise ModelUnavailableError; `spend` is told what a call has used, however it ends.
    """

    @property
    def name(self) -> str: ...

    @property
    def inside(self) -> bool: ...

    def write(self, prompt: Prompt, patience: Patience, spend: "Spend") -> Generator[str]:
        """Plain text."""
        ...

    def draft(self, prompt: Prompt, patience: Patience, spend: "Spend") -> Generator[str]:
        """Sentences, each followed by the tokens of the passages it rests on in brackets."""
        ...


class Spend(Protocol):
    """Takes note of what was used."""

    def __call__(self, usage: Usage) -> None: ...
