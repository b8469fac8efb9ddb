"""What is said to a person, before it is put into the form of one platform."""

from dataclasses import dataclass

from bot.history import Cited, Exchange


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press; `data` is a command, as it would be typed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over, with the words under it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """`opening` stands before the text, `source` under it, `note` last. All empty, it says nothing.

    `left` is None when all is told, else the number of list items left, 0 for other text. `others` counts the
    sources beside the one shown. `rates` asks what it was worth, `hints` says which words may be sent back.
    `notice` is shown for a moment to who pressed a button; `clears` takes the buttons of that message away.
    `keeps` is remembered with the reply, `forgets` not any more, of which `receipt` is the number.
    """

    text: str = ""
    opening: str = ""
    source: Cited | None = None
    others: int = 0
    left: int | None = None
    note: str = ""
    next: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    turn: str = ""
    rates: bool = False
    hints: bool = False
    notice: str = ""
    clears: bool = False
    file: File | None = None
    keeps: Exchange | None = None
    forgets: tuple[str, ...] = ()
    receipt: str = ""
