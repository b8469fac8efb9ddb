"""Where a quote stands in the lines it was taken from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Signs of layout that a quote leaves out: bold and italic stars, HTML tags, footnote marks (not 554m², km²).
_LAYOUT = re.compile(r"\*+|</?[a-zA-Z][^<>]*>|(?<!\bm)(?<!\bkm)(?<!\dm)(?<!\dkm)[¹²³⁰⁴-⁹]+")
_OMITTED = "[…]"


@dataclass(frozen=True, slots=True)
class Mark:
    """`lines[line - 1][start:end]` is quoted; the marks of a line do not overlap and are in order."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    line: int
    column: int


def marks(lines: Sequence[str], *, first: int, last: int, quote: str) -> tuple[Mark, ...]:
    """The quote's words on lines `first` to `last`, counted from 1; layout signs and gaps stay unmarked.

    A quote that is not there gives no marks.
    """
    letters = list(_letters(lines, first=first, last=last))
    found: list[_Letter] = []
    position = 0
    for part in quote.split(_OMITTED):
        wanted = re.sub(r"\s+", "", _LAYOUT.sub("", part))
        while wanted:
            start, length = _longest(letters, wanted, position)
            if not length:
                return ()
            found += letters[start : start + length]
            position = start + length
            wanted = wanted[length:]
    return tuple(_join(lines, found))


def without_layout(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a line that a reader sees: between the stars and tags, footnote marks kept."""
    position = 0
    for sign in _LAYOUT.finditer(text):
        if sign.group()[0] in "*<":
            yield position, sign.start()
            position = sign.end()
    yield position, len(text)


def _letters(lines: Sequence[str], *, first: int, last: int) -> Iterator[_Letter]:
    for number in range(max(first, 1), min(last, len(lines)) + 1):
        text = lines[number - 1]
        hidden = {column for sign in _LAYOUT.finditer(text) for column in range(sign.start(), sign.end())}
        for column, character in enumerate(text):
            if column not in hidden and not character.isspace():
                yield _Letter(character, number, column)


def _longest(letters: Sequence[_Letter], wanted: str, position: int) -> tuple[int, int]:
    """Start and length of the longest beginning of `wanted` at or after `position`, at least 8 letters of it.

    A quote joined over a page break has other lines between its two parts.
    """
    text = "".join(letter.character for letter in letters)
    low, high, best = min(8, len(wanted)), len(wanted), (0, 0)
    while low <= high:
        length = (low + high) // 2
        start = text.find(wanted[:length], position)
        if start < 0:
            high = length - 1
        else:
            best, low = (start, length), length + 1
    return best


def _join(lines: Sequence[str], found: Sequence[_Letter]) -> Iterator[Mark]:
    start = 0
    for place in range(1, len(found) + 1):
        if place < len(found) and _touch(lines, found[place - 1], found[place]):
            continue
        yield Mark(found[start].line, found[start].column, found[place - 1].column + 1)
        start = place


def _touch(lines: Sequence[str], left: _Letter, right: _Letter) -> bool:
    between = lines[left.line - 1][left.column + 1 : right.column] if left.line == right.line else "|"
    return not between.strip()
