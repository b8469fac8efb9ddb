"""The document numbers in a text, as links to the register."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.links import entry_link
from corpus.number import find_numbers, separately
from corpus.register import Register


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
        Link(line, one.start, one.end, address)
        for line, text in enumerate(lines, start=1)
        for found in find_numbers(text)
        for one in separately(found)
        if (address := addresses.get(one.numbers[0].key))
    )
