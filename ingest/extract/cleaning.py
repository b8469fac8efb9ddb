"""The letters of a text as it enters: no controls, no unseen characters, no heaps of marks, NFC."""

import re
from collections.abc import Iterable

from corpus.vietnamese import normalise
from ingest.errors import Reason, UnreadableError

MOST_CHARACTERS = 5_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Vietnamese needs two marks on a letter; normalising long runs of them takes minutes.
_MARK_RUN = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")
# Surrogates, private letters, the sign for a lost letter.
_NO_LETTER = re.compile(r"[\ud800-\udfff\ue000-\uf8ff\ufffc-\uffff]")
_SPACES = re.compile(r"[\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u202f\u2028\u2029\u205f\u3000]")


def is_binary(text: str) -> bool:
    """Whether a text file holds what no text does."""
    return _CONTROL.search(text) is not None


def without_no_letters(text: str) -> str:
    """A text without what no letter is: controls, halves of letters, signs of lost ones."""
    return _NO_LETTER.sub("", _CONTROL.sub("", text))


def clean_lines(lines: Iterable[str], *, file: str) -> tuple[str, ...]:
    """The lines as they may be kept. Raises UnreadableError for too much text, or for heaps of marks."""
    kept, total = [], 0
    for line in lines:
        total += len(line)
        if total > MOST_CHARACTERS:
            raise UnreadableError(Reason.TOO_LARGE, file=file, what=f"{total:,}", most=f"{MOST_CHARACTERS:,}")
        if _MARK_RUN.search(line):
            raise UnreadableError(Reason.BINARY, file=file)
        kept.append(normalise(_SPACES.sub(" ", without_no_letters(line))))
    return tuple(kept)
