"""The score of the register: is every gold document found, under every spelling, with its type and date?"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.assistant import register_of
from answering.wiring import open_assistant
from corpus.audience import Audience
from corpus.number import find_numbers, parse_number
from corpus.register import Entry
from corpus.vietnamese import fold
from evals.own_corpus import ready
from settings import Settings

LookUp = Callable[[str], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class GoldEntry:
    """A document as people labelled it; `date` is "" where the text gives none."""

    number: str
    type: str
    date: str
    issuer: str


@dataclass(frozen=True, slots=True)
class EntryScore:
    """One gold document. `missed` are the spellings under which it was not among the candidates."""

    gold: GoldEntry
    found: bool
    first: bool
    type_right: bool
    date_right: bool
    issuer_right: bool
    missed: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.found and self.type_right and self.date_right and not self.missed


@dataclass(frozen=True, slots=True)
class RegisterScore:
    """`spurious` are register numbers that no held text contains as a document's number."""

    entries: tuple[EntryScore, ...]
    spellings: int
    spurious: tuple[str, ...]

    def count(self, name: str) -> int:
        """How many gold documents have the property `name` of EntryScore."""
        return sum(bool(getattr(entry, name)) for entry in self.entries)

    def table(self) -> str:
        total = len(self.entries)
        missed = sum(len(entry.missed) for entry in self.entries)
        rows = [
            ("found by number", self.count("found"), total),
            ("alone or first for its full number", self.count("first"), total),
            ("type right", self.count("type_right"), total),
            ("date right", self.count("date_right"), total),
            ("issuer as labelled", self.count("issuer_right"), total),
            ("found under each spelling", self.spellings - missed, self.spellings),
            ("right in all", self.count("right"), total),
        ]
        lines = [f"{name:<36} {value:>5} / {of}" for name, value, of in rows]
        lines += [f"not a document: {number}" for number in self.spurious]
        lines += [_complaint(entry) for entry in self.entries if not entry.right]
        return "\n".join(lines)


def score_register(look_up: LookUp, gold_path: Path, entries: Sequence[Entry] = ()) -> RegisterScore:
    """`look_up` returns candidates, best first; `entries`, the whole register, is checked for strays."""
    gold = [_gold(json.loads(line)) for line in gold_path.read_text(encoding="utf-8").splitlines() if line]
    numbered = [entry for entry in gold if entry.number]
    scores = tuple(_score(look_up, entry) for entry in numbered)
    spellings = sum(len(spellings_of(entry)) for entry in numbered)
    return RegisterScore(scores, spellings, tuple(_spurious(entries)))


def spellings_of(gold: GoldEntry) -> tuple[str, ...]:
    """The ways people type a number, by rule, from its canonical form and type."""
    number = parse_number(gold.number)
    plain, kind = fold(gold.number), fold(gold.type)
    ordinal = number.ordinal if number else gold.number
    symbol = number.symbol if number else ""
    loose = " ".join(symbol.replace("/", " ").replace("-", " ").split())
    ways = [
        gold.number,
        plain,
        gold.number.lower(),
        f"{gold.type} {gold.number}",
        f"{gold.type.lower()} số {ordinal}",
        f"{kind} {ordinal.lower()}",
        f"{kind} so {plain}",
        f"số {ordinal}",
        f"{ordinal} {loose}".strip(),
        f"{ordinal}-{symbol.replace('/', '-')}".rstrip("-"),
        f"{fold(ordinal)}/{fold(symbol)}".rstrip("/"),
        f"{gold.type} {ordinal} là gì?",
        ordinal,
    ]
    if number and number.year:
        ways.append(f"{kind} {ordinal}/{number.year}")
    return tuple(dict.fromkeys(ways))


def _gold(fields: dict[str, Any]) -> GoldEntry:
    return GoldEntry(
        fields["number"] or "", fields["type"] or "", fields["date"] or "", fields["issuer"] or ""
    )


def _score(look_up: LookUp, gold: GoldEntry) -> EntryScore:
    candidates = look_up(gold.number)
    entry = next((candidate for candidate in candidates if _is(candidate, gold)), None)
    missed = tuple(
        spelling
        for spelling in spellings_of(gold)
        if not any(_is(candidate, gold) for candidate in look_up(spelling))
    )
    return EntryScore(
        gold=gold,
        found=entry is not None,
        first=bool(candidates) and _is(candidates[0], gold),
        type_right=entry is not None and fold(entry.type) == fold(gold.type),
        date_right=entry is not None and (entry.date or "") == gold.date,
        issuer_right=entry is not None and fold(entry.issuer) == fold(gold.issuer),
        missed=missed,
    )


def _is(entry: Entry, gold: GoldEntry) -> bool:
    number = parse_number(gold.number)
    return entry.number is not None and number is not None and entry.number.same_as(number)


def _spurious(entries: Sequence[Entry]) -> list[str]:
    spurious = []
    for entry in entries:
        read = [
            number
            for mention in entry.mentions
            for found in find_numbers(mention.quote)
            for number in found.numbers
        ]
        if entry.number and not entry.held and not any(number.same_as(entry.number) for number in read):
            spurious.append(str(entry.number))
    return spurious


def _complaint(entry: EntryScore) -> str:
    wrong = [
        name
        for name, right in (("found", entry.found), ("type", entry.type_right), ("date", entry.date_right))
        if not right
    ]
    faults = f"wrong {', '.join(wrong)}; " if wrong else ""
    return f"{entry.gold.number}: {faults}missed under {', '.join(entry.missed) or 'no spelling'}"


def main(argv: list[str]) -> int:
    """Score the register of the data folder, internal edition; 1 when a gold entry is not right in all."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals register", description=__doc__)
    parser.add_argument("file", type=Path, nargs="+", help="gold entries, JSON lines")
    options = parser.parse_args(argv)
    settings = Settings()
    ready(settings)
    register = register_of(open_assistant(settings).generations.current().edition(Audience.INTERNAL))
    scores = [
        score_register(lambda spelling: register.look_up(spelling).entries, file, register.entries)
        for file in options.file
    ]
    for score in scores:
        sys.stdout.write(score.table() + "\n")
    return int(any(not entry.right for score in scores for entry in score.entries))
