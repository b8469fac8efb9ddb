"""The document numbers in a text, as links to the register."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.web.links import entry_link
from corpus.number import FoundNumber, find_numbers
from corpus.register import Register

_BETWEEN = re.compile(r"[\s,;&]*(?:và\s+)?(?:số\s+)?$")  # "522, 523 và 573/QĐ-UBND"


@dataclass(frozen=True, slots=True)
class Link:
    """`lines[line - 1][start:end]` leads to `address`."""

    line: int
    start: int
    end: int
    address: str


def number_links(lines: Sequence[str], register: Register) -> tuple[Link, ...]:
    """In order and apart; a number that is not in the register stays text."""
    addresses = {entry.number.key: entry_link(entry) for entry in register.entries if entry.number}
    return tuple(
        Link(line, start, end, address)
        for line, text in enumerate(lines, start=1)
        for found in find_numbers(text)
        for start, end, key in _each(found)
        if (address := addresses.get(key))
    )


def _each(found: FoundNumber) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    """The numbers of an enumeration one by one, without what stands between them."""
    starts: list[int] = []
    position = 0
    for number in found.numbers:
        position = found.text.index(number.ordinal, position)
        starts.append(position)
        position += len(number.ordinal)
    ends = [*starts[1:], len(found.text)]
    for number, start, end in zip(found.numbers, starts, ends, strict=True):
        written = _BETWEEN.sub("", found.text[start:end])
        yield found.start + start, found.start + start + len(written), number.key
