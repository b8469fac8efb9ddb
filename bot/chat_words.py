"""What a message asks of the bot: a command, a word that stands for one, a choice, or a question."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.message import Kind, Message
from corpus.clause import clause_asked
from corpus.number_query import parse_query
from corpus.vietnamese import fold, normalise
from prompts import load


class Wish(StrEnum):
    """The commands, by the names they have after a slash."""

    ASK = "hoi"
    NUMBER = "sohieu"
    SOURCES = "nguon"
    MORE = "tiep"
    AGAIN = "lai"
    STOP = "huy"
    FORGET = "xoa"
    HELD = "dulieu"
    HELP = "giupdo"
    START = "start"
    USEFUL = "dung"
    WRONG = "sai"
    CODE = "ma"
    LEAVE = "thoat"
    MEETING = "hop"
    CHOICE = "chon"
    DOCUMENT = "nhap"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Command:
    """`rest` is what follows the command; the whole text where it is a question."""

    wish: Wish
    rest: str


# Whole messages that mean a command where there are no buttons and nobody types a slash; folded.
_WORDS = {
    "tiep": Wish.MORE,
    "xem tiep": Wish.MORE,
    "con nua": Wish.MORE,
    "nguon": Wish.SOURCES,
    "xem nguon": Wish.SOURCES,
    "lai": Wish.AGAIN,
    "huy": Wish.STOP,
    "xoa": Wish.FORGET,
    "du lieu": Wish.HELD,
    "giup do": Wish.HELP,
    "giupdo": Wish.HELP,
    "tro giup": Wish.HELP,
    "help": Wish.HELP,
    "menu": Wish.HELP,
    "thoat": Wish.LEAVE,
    "dung": Wish.USEFUL,
    "sai": Wish.WRONG,
}
_NAMES = {"help": Wish.HELP, "batdau": Wish.START} | {wish.value: wish for wish in Wish}
_SLASH = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)  # /hoi@bot Phường có gì?
_CODE = re.compile(
    r"(?:m\w\s+)?(?P<code>[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})", re.IGNORECASE
)  # MA K7QF-22AB-MNPQ
# Whole messages; "hop dong" alone would be a contract.
_MEETING = {"hop mo", "hop bien ban", "hop bien-ban", "hop xong"}
# Folded: "còn nghị quyết 41 thì sao" goes on; "diện tích của phường", "phường có bao nhiêu …" begin anew.
_GOES_ON = re.compile(r"^(?:con|the|vay|thi)\b|\bthi sao\b")
_OF_THE_WARD = re.compile(
    r"\b(?:cua|o|tren dia ban) phuong\b(?! (?:nao|nay|do|ay))|^phuong (?:minh |ta )?co\b"
)
_CHOICE = re.compile(r"[1-9]")


def read_command(message: Message) -> Command:
    """What a message or the data of a pressed button asks for."""
    text = normalise(message.text).strip()
    slash = _SLASH.fullmatch(text)
    if slash:
        return Command(_NAMES.get(slash["name"].lower(), Wish.UNKNOWN), (slash["rest"] or "").strip())
    if message.kind is Kind.PRESS:
        return Command(Wish.UNKNOWN, text)
    if _CHOICE.fullmatch(text):
        return Command(Wish.CHOICE, text)
    return _read_words(text)


def _read_words(text: str) -> Command:
    code = _CODE.fullmatch(text)
    if code:
        return Command(Wish.CODE, code["code"])
    folded = fold(text).strip(" .!")
    if folded in _MEETING:
        return Command(Wish.MEETING, folded.removeprefix("hop "))
    return Command(_WORDS[folded], "") if folded in _WORDS else Command(Wish.ASK, text)


def begins_anew(text: str) -> bool:
    """Whether a text says itself what it is about: the ward, or a document by its number.

    In a chat one question after another has little to do with the one before.
    """
    folded = fold(text)
    if _GOES_ON.search(folded):
        return False
    return bool(_OF_THE_WARD.search(folded)) or (parse_query(text).named and clause_asked(text) is None)


def as_question(text: str) -> str:
    """A number alone asks what that document is."""
    asked = parse_query(text)
    alone = asked.named and asked.written == text.strip(" .?!")
    return load("replies/suggest_number", number=asked.written) if alone else text


def calls_off(message: Message) -> bool:
    """Whether a message takes back the questions before it."""
    return message.kind is Kind.WORDS and read_command(message).wish is Wish.STOP
