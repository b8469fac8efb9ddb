"""The register as a list: searched, filtered, put in order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.console import entry_label
from corpus.entry import Entry
from corpus.number import plain_ordinal
from corpus.number_query import parse_query
from corpus.register import Found, Register
from corpus.vietnamese import fold, syllables

MAX_FOUND = 100


class Held(StrEnum):
    """Whether the whole text is wanted to be here."""

    ANY = ""
    HELD = "co"
    CITED = "khong"


class Order(StrEnum):
    """The names stand in addresses."""

    AS_READ = ""
    NEWEST = "moi"
    OLDEST = "cu"
    NUMBER = "so"
    MOST_CITED = "nhac"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; "" for whatever."""

    search: str = ""
    type: str = ""
    issuer: str = ""
    year: str = ""
    held: Held = Held.ANY
    order: Order = Order.AS_READ

    @property
    def is_filtered(self) -> bool:
        return bool(self.type or self.issuer or self.year or self.held or self.order)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that entries have, and how many of them."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries wanted, those near to the number searched for, and what may be chosen from."""

    entries: tuple[Entry, ...]
    near: tuple[Entry, ...]
    types: tuple[Choice, ...]
    issuers: tuple[Choice, ...]
    years: tuple[Choice, ...]


def listed(register: Register, wanted: Wanted) -> Listed:
    """The choices are of all entries found, whatever else is filtered."""
    found = _search(register, wanted.search) if wanted.search else Found(register.entries, ())
    return Listed(
        entries=tuple(_ordered([entry for entry in found.entries if _fits(entry, wanted)], wanted.order)),
        near=found.near,
        types=_choices(entry.type for entry in found.entries),
        issuers=_choices(entry.issuer for entry in found.entries),
        years=tuple(
            sorted(_choices(map(year_of, found.entries)), key=lambda choice: choice.value, reverse=True)
        ),
    )


def year_of(entry: Entry) -> str:
    """Of the date, else of the number."""
    return (entry.date or "")[:4] or (entry.number.year if entry.number else "")


def _search(register: Register, words: str) -> Found:
    """By number in any spelling or by name; without a number by the words of the subject and issuer too."""
    found = register.look_up(words, limit=MAX_FOUND)
    if found.entries or parse_query(words).ordinal:
        return found
    wanted = {syllable.folded for syllable in syllables(words)}
    return Found(tuple(entry for entry in register.entries if wanted <= _words(entry)), ())


def _words(entry: Entry) -> set[str]:
    text = " ".join((entry_label(entry), entry.subject, entry.issuer, fold(entry.type)))
    return {syllable.folded for syllable in syllables(text)}


def _fits(entry: Entry, wanted: Wanted) -> bool:
    return (
        wanted.type in {"", entry.type}
        and wanted.issuer in {"", entry.issuer}
        and wanted.year in {"", year_of(entry)}
        and (wanted.held is Held.ANY or (wanted.held is Held.HELD) == (entry.held is not None))
    )


def _ordered(entries: Sequence[Entry], order: Order) -> Iterable[Entry]:
    match order:
        case Order.AS_READ:
            return entries
        case Order.MOST_CITED:
            return sorted(entries, key=lambda entry: -len(entry.mentions))
        case Order.NUMBER:
            return sorted(entries, key=_by_number)
        case Order.NEWEST | Order.OLDEST:
            dated = sorted(
                (entry for entry in entries if year_of(entry)),
                key=lambda entry: entry.date or year_of(entry),
                reverse=order is Order.NEWEST,
            )
            return [*dated, *(entry for entry in entries if not year_of(entry))]


def _by_number(entry: Entry) -> tuple[bool, int, str]:
    if entry.number is None:
        return True, 0, fold(entry.name)
    digits = "".join(filter(str.isdigit, plain_ordinal(entry.number.ordinal).split(".")[0]))
    return False, int(digits or 0), fold(str(entry.number))


def _choices(values: Iterable[str]) -> tuple[Choice, ...]:
    counts = Counter(value for value in values if value)
    return tuple(Choice(value, count) for value, count in sorted(counts.items(), key=lambda item: -item[1]))
