"""The register of one edition, to be looked up by whatever part of a number a person remembers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.entry import Change, Entry, Mention, entry_from_json, entry_to_json
from corpus.gather import build_register
from corpus.kinds import GENERIC, canonical
from corpus.number import find_numbers, plain_ordinal
from corpus.number_query import NumberQuery, parse_query
from corpus.vietnamese import fold

__all__ = [
    "Change",
    "Entry",
    "Found",
    "Mention",
    "Register",
    "build_register",
    "entry_from_json",
    "entry_to_json",
]


@dataclass(frozen=True, slots=True)
class Found:
    """`entries` fit the query, best first; `near` share its ordinal, or almost, but contradict the rest."""

    entries: tuple[Entry, ...]
    near: tuple[Entry, ...]


class Register:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._citing: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for found in find_numbers(entry.subject):
                for number in found.numbers:
                    self._citing[number.key].append(entry)

    def citing(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries whose own subject names this one: "Kế hoạch … thực hiện Chỉ thị số 09-CT/TU"."""
        return tuple(dict.fromkeys(self._citing.get(entry.number.key, ()))) if entry.number else ()

    def look_up(self, query: str | NumberQuery, *, limit: int = 8) -> Found:
        """Entries that fit every part the query gives; those that contradict one part are `near`."""
        asked = parse_query(query) if isinstance(query, str) else query
        if not asked.ordinal:
            return Found(self._by_name(asked)[:limit], ())
        same = [entry for entry in self.entries if _has_ordinal(entry, asked.ordinal)]
        fitting = [entry for entry in same if _fits(entry, asked)]
        fitting += [entry for entry in self.entries if entry not in same and _is_called(entry, asked)]
        ranked = sorted(fitting, key=lambda entry: _rank(entry, asked))
        others = [entry for entry in same if entry not in fitting and not (fitting and asked.symbol)]
        if not same:
            others = [entry for entry in self.entries if _almost(entry, asked) and _fits(entry, asked)]
        return Found(tuple(_best(ranked, asked)[:limit]), tuple(others[:limit]))

    def _by_name(self, asked: NumberQuery) -> tuple[Entry, ...]:
        words = f" {asked.words} "
        named = [entry for entry in self.entries if entry.name and fold(entry.name) in words]
        return tuple(sorted(named, key=lambda entry: -len(entry.name)))


def _is_called(entry: Entry, asked: NumberQuery) -> bool:
    """The text gives the entry a short name, "(gọi tắt là Chương trình 02)", and the question uses it."""
    names = [fold(variant) for variant in entry.variants if canonical(" ".join(variant.split()[:2]))]
    return any(f" {name} " in f" {asked.words} " for name in names)


def _has_ordinal(entry: Entry, ordinal: str) -> bool:
    return entry.number is not None and plain_ordinal(entry.number.ordinal) == ordinal


def _fits(entry: Entry, asked: NumberQuery) -> bool:
    number = entry.number
    if number is None:
        return False
    if asked.symbol and "".join(number.parts) != asked.symbol:
        return False
    if asked.year and asked.year not in {number.year, (entry.date or "")[:4]} and (number.year or entry.date):
        return False
    if asked.kinds and not asked.symbol and not _kind_fits(entry, asked.kinds):
        return False
    return not asked.organs or bool(asked.symbol) or any(_organ_fits(entry, organ) for organ in asked.organs)


def _kind_fits(entry: Entry, kinds: Sequence[str]) -> bool:
    """A person says "quyết định" of any QĐ: the sign's other readings fit too, only less well."""
    return (
        entry.type in kinds
        or bool(entry.number and set(entry.number.kinds) & set(kinds))
        or (not (entry.number and entry.number.kinds) and entry.type == GENERIC and "Công văn" in kinds)
    )


def _organ_fits(entry: Entry, organ: str) -> bool:
    parts = entry.number.parts if entry.number else ()
    return any(part == organ or (organ in {"qh", "ubtvqh"} and part.startswith(organ)) for part in parts)


def _rank(entry: Entry, asked: NumberQuery) -> tuple[bool, bool, int]:
    year = (
        bool(asked.year)
        and bool(entry.number)
        and entry.number is not None
        and entry.number.year != asked.year
    )
    return entry.type not in asked.kinds and bool(asked.kinds), year, -len(entry.mentions)


def _best(ranked: Sequence[Entry], asked: NumberQuery) -> Sequence[Entry]:
    exact = [entry for entry in ranked if entry.type in asked.kinds]
    return exact if exact and len(asked.kinds) == 1 else ranked


def _almost(entry: Entry, asked: NumberQuery) -> bool:
    """One digit away: a slip of the finger."""
    if entry.number is None or not (asked.kinds or asked.symbol):
        return False
    left, right = plain_ordinal(entry.number.ordinal), asked.ordinal
    if len(left) == len(right):
        differing = [place for place in range(len(left)) if left[place] != right[place]]
        swapped = len(differing) == 2 and sorted(left) == sorted(right)
        return (len(differing) == 1 and len(left) > 1) or swapped
    longer, shorter = sorted((left, right), key=len, reverse=True)
    return (
        len(longer) - len(shorter) == 1
        and len(shorter) > 1
        and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    )
