"""The ward's own words as officials keep them: all lines can be used, or nothing is changed."""

from pathlib import Path

from answering.own_words import OWN_WORDS, Line, read_own_words
from bot.audit import AUDIT_TABLES, record
from bot.door import read_text
from bot.errors import FormError
from bot.moments import now
from bot.state import State
from bot.whole import write_whole
from prompts import load

# A form of this many letters, accents written out for sending, stays within what the server takes.
LONGEST_LIST = 6_000


def kept_words(data: Path) -> str:
    """The list as it was written; "" before the first one."""
    try:
        return (data / OWN_WORDS).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""


def keep_words(data: Path, text: str, *, by: str) -> tuple[Line, ...]:
    """Keeps the list and gives its lines; the next question is read with it. Raises FormError, InputError."""
    text = read_text(text, limit=LONGEST_LIST)
    lines = read_own_words(text)
    for line in lines:
        if line.flaw is not None:
            place = text.split("\n").index(line.text) + 1
            raise FormError("words", line=place, reason=load(f"office/words_{line.flaw}"))
    # The act is in the trail before it can be seen.
    with State(data, tables=AUDIT_TABLES).writing() as write:
        record(write, at=now(), actor=by, action="words_kept", subject=str(len(lines)))
        write_whole(data / OWN_WORDS, f"{text}\n".encode())
    return lines
