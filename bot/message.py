"""What a person wrote or pressed in a chat, on whichever platform; what goes back; and how that ended."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """The chat platforms, by the names used on the command line."""

    TELEGRAM = "telegram"
    ZALO = "zalo"
    ZALO_OA = "zalo-oa"


class Kind(StrEnum):
    """`WORDS` are typed, `PRESS` is a button, `FILE` a document, `ADDED` the bot's arrival in a group."""

    WORDS = "words"
    PRESS = "press"
    FILE = "file"
    OTHER = "other"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is the same for every delivery of one event. All ids are the platform's, as text.

    `text` holds the words without the bot's name, or the data of the button. `id` is the message itself, or
    the one that carries the button; `press` is the press to be acknowledged. `thread` is a topic in a group.
    """

    key: str
    channel: Channel
    chat: str
    sender: str
    kind: Kind = Kind.WORDS
    text: str = ""
    id: str = ""
    thread: str = ""
    press: str = ""
    in_group: bool = False
    file: str = ""
    file_name: str = ""
    file_size: int = 0


class Act(StrEnum):
    """What a part does: a text, a file, a word to who pressed a button, or the buttons taken away."""

    TEXT = "text"
    FILE = "file"
    NOTICE = "notice"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Button:
    """`data` comes back when it is pressed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Part:
    """One call to the platform. `text` fits its limits; `plain` is the same without markup, if it has any.

    `to` is the message that is answered to, the one whose buttons go, or the press.
    """

    act: Act
    text: str = ""
    plain: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    to: str = ""
    file_name: str = ""
    content: bytes = b""


class Fate(StrEnum):
    """How a send ended. `UNSURE`: it left, and no word came back, so it is not repeated blindly.

    `GONE`: the chat is closed to us. `CLOSED`: the whole channel is, until an official does something.
    """

    SENT = "sent"
    LATER = "later"
    UNSURE = "unsure"
    REFUSED = "refused"
    GONE = "gone"
    MOVED = "moved"
    CLOSED = "closed"


class Reach(StrEnum):
    """What an official should know of a channel; `ELSEWHERE`: its messages go to another address."""

    FINE = "fine"
    TOKEN = "token"  # noqa: S105 - a name
    UNREACHABLE = "unreachable"
    ELSEWHERE = "elsewhere"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`after` are the seconds the platform asks to wait, 0 for none said; `chat` is where a chat moved to.

    `reason` is a short stable word for the counters, never a platform's text.
    """

    fate: Fate
    after: float = 0.0
    chat: str = ""
    reason: str = ""
