"""The door: a person's words are checked and put into one form before they become a Question."""

import re
import unicodedata

from answering.question import MAX_QUESTION, Question, Turn
from corpus.audience import Audience
from corpus.letters import in_latin
from corpus.vietnamese import normalise
from prompts import load

MAX_ANSWER = 20_000
MAX_TURNS = 50

# No letter of any language bears more marks than these; composing a long run takes its square in time.
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
# Decomposed (NFD) Vietnamese takes up to four code points a letter.
_RAW_FACTOR = 4


class InputError(ValueError):
    """What was given cannot be asked. `code` is stable, `message` is Vietnamese and repeats nothing given."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = load(f"errors/door_{code}", **values)
        super().__init__(self.message)


def read_question(text: str, *, audience: Audience, history: tuple[Turn, ...] = ()) -> Question:
    """A question ready to ask. Raises InputError."""
    return Question(read_words(text, limit=MAX_QUESTION), audience, history)


def read_words(text: str, *, limit: int) -> str:
    """One line of NFC text without invisible characters, holding a letter or digit. Raises InputError."""
    if len(text) > limit * _RAW_FACTOR:
        raise InputError("too_long", limit=limit)
    words = " ".join(_clean(text).split())
    if not words:
        raise InputError("empty")
    if len(words) > limit:
        raise InputError("too_long", limit=limit)
    if not any(character.isalnum() for character in words):
        raise InputError("no_words")
    return words


def read_text(text: str, *, limit: int) -> str:
    """NFC text of several lines without invisible characters; may be empty. Raises InputError."""
    if len(text) > limit * _RAW_FACTOR:
        raise InputError("too_long", limit=limit)
    lines = (" ".join(line.split()) for line in _clean(text.replace("\r", "")).split("\n"))
    whole = "\n".join(lines).strip()
    if len(whole) > limit:
        raise InputError("too_long", limit=limit)
    return whole


def read_history(turns: list[tuple[str, str]]) -> tuple[Turn, ...]:
    """Earlier (question, answer) pairs, oldest first. Raises InputError."""
    if len(turns) > MAX_TURNS:
        raise InputError("long_history", limit=MAX_TURNS)
    return tuple(_turn(question, answer) for question, answer in turns)


def read_audience(name: str) -> Audience:
    """Raises InputError for any other name than public and internal."""
    if name not in tuple(Audience):
        raise InputError("unknown_audience")
    return Audience(name)


def _turn(question: str, answer: str) -> Turn:
    if len(answer) > MAX_ANSWER:
        raise InputError("long_history", limit=MAX_TURNS)
    return Turn(read_words(question, limit=MAX_QUESTION), _clean(answer).strip())


def _clean(text: str) -> str:
    categories = {unicodedata.category(character) for character in text}
    if "Cs" in categories:
        raise InputError("broken_text")
    if "\0" in text:
        raise InputError("nul")
    plain = _MARKS.sub(r"\1", "".join(_visible(character) for character in text))
    return in_latin(normalise(plain))


def _visible(character: str) -> str:
    match unicodedata.category(character):
        case "Cf":  # zero-width, bidirectional and tag characters carry text nobody sees
            return ""
        case "Cc":
            return character if character == "\n" else " "
        case _:
            return character
