"""Conflicts of an edition: places whose figures for one thing differ, lists and sums that do not come out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from corpus.conflict import (
    Conflict,
    ConflictKind,
    Said,
    comparable,
    conflict_of,
    differ,
    in_company,
    same_company,
    same_label,
    same_measure,
    same_owner,
)
from corpus.figures import Measured
from corpus.passage import Passage
from corpus.sentences import enumeration
from corpus.vietnamese import syllables
from ingest.elsewhere import elsewhere
from ingest.facts import Facts, read_facts
from ingest.reckon import reckoned, said, whole

# What is counted in more places than these is too common to tell two of them apart.
_COMMON = 60
# What differs from as many others in as many ways is said of as many things.
_MANY = 3
_PARALLEL = 2
# A list of fewer items announces no count.
_LIST = 3
_LONGEST_NOUN = 6


def find_conflicts(passages: Iterable[Passage]) -> tuple[Conflict, ...]:
    """In reading order; two places that differ in the same way as an earlier pair are told once."""
    read = read_facts(passages)
    several = [
        *_two_figures(read),
        *_lists(read),
        *(each for p in read.passages.values() for each in reckoned(p)),
    ]
    sides = {frozenset((_place(each.first), _place(each.second))) for each in several}
    several += [e for e in elsewhere(read) if frozenset((_place(e.first), _place(e.second))) not in sides]
    order = {passage.id: place for place, passage in enumerate(read.passages.values())}
    several.sort(key=lambda conflict: (order[conflict.first.passage], conflict.first.start))
    return tuple({conflict.id: conflict for conflict in several}.values())


def _place(side: Said) -> tuple[str, int]:
    return side.passage, side.start


def _two_figures(read: Facts) -> Iterator[Conflict]:
    by_noun: dict[tuple[str, str, tuple[str, ...]], list[Measured]] = defaultdict(list)
    for facts in read.facts.values():
        for fact in facts:
            by_noun[fact.document, fact.unit, () if fact.unit else fact.noun].append(fact)
    found = [
        (one, other, about)
        for alike in by_noun.values()
        if len(alike) <= _COMMON
        for one, other in combinations(alike, 2)
        if (about := _contradict(one, other, alike, read))
    ]
    others: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one, other, _ in found:
        others[one.passage, one.start].add(other.value)
        others[other.passage, other.start].add(one.value)
    parallel = Counter((one.group, other.group) for one, other, _ in found if one.group and other.group)
    for one, other, about in found:
        # Two lists that count the same things one by one are of two owners.
        if parallel[one.group, other.group] < _PARALLEL and all(
            len(others[each.passage, each.start]) < _MANY for each in (one, other)
        ):
            yield _conflict(one, other, about, read)


def _contradict(one: Measured, other: Measured, alike: Sequence[Measured], read: Facts) -> str:
    """What both are about, "" where they do not contradict each other."""
    if not differ(one, other) or not comparable(one, other):
        return ""
    beside, others = read.beside(one), read.beside(other)
    if _said(one, others) or _said(other, beside):
        return ""
    if same_label(one, other) or _through(one, other, alike) or _through(other, one, alike):
        return " ".join(sorted(one.label & other.label))
    if same_owner(one, other):
        return f"{one.row or other.row} {one.name}"
    return one.name if same_company(one, other, beside, others) else ""


def _through(one: Measured, other: Measured, alike: Sequence[Measured]) -> bool:
    """Whether a third place that says the first in fewer words stands against the other."""
    return bool(one.unit) and any(same_measure(one, third) and same_label(third, other) for third in alike)


def _said(fact: Measured, facts: Sequence[Measured]) -> bool:
    return any(fact.noun == each.noun and fact.value == each.value for each in facts)


def _conflict(one: Measured, other: Measured, about: str, read: Facts) -> Conflict:
    first, second = (said(fact, read.passages[fact.passage]) for fact in (one, other))
    noun = min(one.name, other.name, key=len)
    return conflict_of(ConflictKind.FIGURES, noun=noun, about=about, first=first, second=second, strong=True)


def _lists(read: Facts) -> Iterator[Conflict]:
    """Lists whose every item begins with the noun that the citing or introducing passage counts."""
    for passage in read.passages.values():
        for listed in (read.passages[id] for id in passage.cites if id in read.passages):  # noqa: A001
            items = enumeration(listed.text)
            if len(items) >= _LIST:
                yield from _miscounted(passage, listed, [listed.text[i.start : i.end] for i in items], read)


def _miscounted(
    announcing: Passage, listed: Passage, items: Sequence[str], read: Facts
) -> Iterator[Conflict]:
    counts = Counter(noun for item in items for noun in _openings(item))
    own = {fact.noun for beside in read.sentences_of(listed) for fact in beside}
    facts = [fact for beside in read.sentences_of(announcing) for fact in beside if not fact.unit]
    agreed = {fact.noun for fact in facts if fact.value == str(len(items))}
    for fact in facts:
        # Items that count the noun themselves are its kinds, not its members.
        if counts[" ".join(fact.noun)] == len(items) and fact.noun not in own | agreed:
            counted = whole(listed, figure=str(len(items)))
            for same in (fact, *_repeated(fact, read)):
                first = said(same, read.passages[same.passage])
                yield conflict_of(ConflictKind.LIST, noun=fact.name, first=first, second=counted, strong=True)


def _repeated(fact: Measured, read: Facts) -> Iterator[Measured]:
    """Where else the fact is said, in the same company."""
    for beside in read.facts.values():
        for other in beside:
            alike = other.noun == fact.noun and other.value == fact.value and other.passage != fact.passage
            if alike and other.document == fact.document and in_company(fact, read.beside(fact), beside):
                yield other


def _openings(item: str) -> Iterator[str]:
    words = [word.folded for word in islice(syllables(item), _LONGEST_NOUN)]
    return (" ".join(words[: length + 1]) for length in range(len(words)))
