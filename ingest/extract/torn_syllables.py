"""Syllables that extraction has torn: "ĐIỀ U" is "ĐIỀU". Only what can be nothing else is joined."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.extracted import Method, Page
from ingest.syllable import is_syllable

_LETTER = r"[^\W\d_]"
_PAIR = re.compile(
    rf"(?<![\w.&/-])(?P<head>{_LETTER}{{1,5}}) (?P<tail>{_LETTER}{{1,4}})(?![\w²³/.&-]|\.{_LETTER})"
)
# What can follow a vowel; one letter alone may be a unit or a list's mark, two are nothing by themselves.
_TAILS = frozenset({"c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "y", "u", "o", "a"})
_TWO = frozenset({"ch", "ng", "nh"})
_ONSETS = frozenset({"ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"})
_EXTRACTED = frozenset({Method.PDF, Method.WORD, Method.OCR})


def with_whole_syllables(pages: Sequence[Page]) -> tuple[Page, ...]:
    """A text file and a web page stay as they stand: their author's letters are meant."""
    return tuple(
        replace(page, lines=tuple(map(whole_syllables, page.lines))) if page.method in _EXTRACTED else page
        for page in pages
    )


def whole_syllables(line: str) -> str:
    at = 0
    while match := _PAIR.search(line, at):
        if _is_torn(match["head"], match["tail"]):
            line = f"{line[: match.end('head')]}{line[match.start('tail') :]}"
            at = match.end() - 1
        else:
            at = match.start("tail")
    return line


def _is_torn(head: str, tail: str) -> bool:
    if not is_syllable(head + tail) or (head + tail).isascii() or not _of_one_case(head, tail):
        return False
    if tail.lower() in _TAILS:
        # "ĐIỀ" and "Nguyễ" are no syllables; "thà" is one, but "nh" is no word.
        return (not head.isascii() and not is_syllable(head)) or tail.lower() in _TWO
    return head.lower() in _ONSETS and not tail.isascii()


def _of_one_case(head: str, tail: str) -> bool:
    """An abbreviation in capitals before a word in small letters is no syllable's beginning."""
    return head.isupper() if tail.isupper() else tail.islower() and not (head.isupper() and len(head) > 1)
