"""Proceedings: all of a meeting as it stands at one moment, and its answers in pages that fit a wall."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from answering.answer import Answer
from corpus.audience import Audience

# What people at the far end of a room can read on one screen.
PAGE_LENGTH = 260

_SENTENCE_END = re.compile(r"(?<=[.;:!?…])\s+")
_WORD_END = re.compile(r"\s+")


class Origin(StrEnum):
    """Who put a question: the chair beforehand, the chair aloud, a member by telephone."""

    PREPARED = "prepared"
    CHAIR = "chair"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a meeting. Times are in seconds, None for what has not happened.

    `member` is the mark of the telephone that asked, "" for the chair's own; `turn` grows with the order in
    which items were first shown; `aside`: not for this meeting; `note` is for the minutes.
    """

    id: int
    origin: Origin
    member: str
    question: str
    asked: int
    answer: Answer | None
    answered: int | None
    shown: int | None
    turn: int
    aside: bool
    note: str

    @property
    def is_listed(self) -> bool:
        """Whether going forward comes to it: a member's question only once the chair has taken it up."""
        return not self.aside and (self.origin is not Origin.MEMBER or self.shown is not None)


@dataclass(frozen=True)
class Proceedings:
    """`shown` is the item on the screen, `page` the page of its answer, from 0. `version` grows with it."""

    code: str
    title: str
    cell: str
    day: date
    audience: Audience
    opened_by: str
    opened: int
    closed: int | None
    shown: Item | None
    page: int
    version: int
    phones: int
    attending: int | None
    items: tuple[Item, ...]

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The answer on the screen, a page at a time; empty when there is none."""
        return pages(self.shown.answer.text) if self.shown and self.shown.answer else ()

    @property
    def listed(self) -> tuple[Item, ...]:
        """What the chair goes through, in order: what was on the screen, then what is still to come."""
        coming = [item for item in self.items if item.is_listed and item.shown is None]
        return (*(item for item in self.discussed if item.is_listed), *coming)

    @property
    def following(self) -> Item | None:
        """The question after the one on the screen; with an empty screen the first that was not on it yet."""
        listed = self.listed
        if self.shown is None:
            return next((item for item in listed if item.shown is None), None)
        return next(iter(listed[listed.index(self.shown) + 1 :]), None)

    @property
    def preceding(self) -> Item | None:
        listed = self.listed
        if self.shown is None:
            return next((item for item in reversed(listed) if item.shown is not None), None)
        return next(iter(listed[: listed.index(self.shown)][::-1]), None)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """Members' questions that the chair has neither taken up nor set aside."""
        return tuple(item for item in self.items if not item.is_listed and not item.aside)

    @property
    def discussed(self) -> tuple[Item, ...]:
        """What was on the screen, in the order it first was."""
        return tuple(sorted((item for item in self.items if item.shown), key=lambda item: item.turn))

    @property
    def left_open(self) -> tuple[Item, ...]:
        """What never was on the screen."""
        return tuple(item for item in self.items if item.shown is None)


def pages(text: str) -> tuple[str, ...]:
    """The text in pages of at most PAGE_LENGTH characters, broken between lines, sentences or words."""
    filled: list[str] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        for number, piece in enumerate(_pieces(line)):
            joint = " " if number else "\n"
            if filled and len(filled[-1]) + len(piece) < PAGE_LENGTH:
                filled[-1] += joint + piece
            else:
                filled.append(piece)
    return tuple(filled)


def _pieces(line: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(line):
        if len(sentence) <= PAGE_LENGTH:
            yield sentence
            continue
        kept = ""
        for word in _WORD_END.split(sentence):
            if kept and len(kept) + len(word) >= PAGE_LENGTH:
                yield kept
                kept = word
            else:
                kept = f"{kept} {word}".strip()
        yield kept
