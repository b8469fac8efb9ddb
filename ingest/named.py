"""What a text names one by one: things whose names are listed, and floors of a house."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from corpus.conflict import Conflict, ConflictKind, conflict_of
from corpus.document import Kind
from corpus.figures import Measured
from corpus.letters import CAPITALS, SMALL
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import fold, syllables
from ingest.facts import Facts
from ingest.reckon import said, side_of

_NAME = rf"[{CAPITALS}][{SMALL}]+(?:\s[{CAPITALS}][{SMALL}]+)+"
_NAMES = rf"{_NAME}(?:,\s{_NAME})*(?:\svà\s{_NAME})?"
# của các phường Bạch Mai, Bách Khoa, Quỳnh Mai
_LISTED = re.compile(rf"\b(?:các|những|gồm)\s(?P<noun>[{SMALL}]+)\s(?P<names>{_NAMES})")
# 07 phường cũ | là Bạch Mai, Quỳnh Mai và Đồng Tâm
_COUNTED = re.compile(rf"\s(?:là|gồm|:)\s(?P<names>{_NAMES})")
_ONE = re.compile(_NAME)
# Fewer names may be the same by chance.
_FEWEST = 3
# tầng 8 trụ sở Đảng ủy - 33 Đại Cồ Việt
_FLOOR = re.compile(
    rf"(?P<floor>tầng\s\d+)\s(?P<house>[^.;:()\d]{{0,60}}?(?P<number>\d+[A-Z]?)\s(?P<street>{_NAME}))"
)
# Neighbouring words that two sentences must share to tell of the same thing.
_SAME_PAIRS = 2


@dataclass(frozen=True, slots=True)
class _Listed:
    """The names a sentence gives to one noun; `text[start:end]` of the passage takes them in."""

    passage: Passage
    noun: str
    names: frozenset[str]
    start: int
    end: int


def listed_by_name(read: Facts) -> Iterator[Conflict]:
    """A count whose members are named, and a sentence that names them and more.

    "07 phường cũ là …"; "toàn bộ các phường …; phần lớn các phường …; một phần các phường …".
    """
    lists = [found for passage in read.passages.values() for found in _lists(passage)]
    for fact in read:
        names = _members(fact, read)
        for other in lists:
            alike = other.noun == fact.noun[0] and other.passage.document == fact.document
            if alike and other.passage.id != fact.passage and names < other.names:
                first = said(fact, read.passages[fact.passage])
                figure = str(len(other.names))
                second = side_of(other.passage, (other.start, other.end), figure=figure)
                yield conflict_of(ConflictKind.NAMES, noun=fact.name, first=first, second=second, strong=True)


def _members(fact: Measured, read: Facts) -> frozenset[str]:
    """The names behind a count, if they are as many; else some that no text holds."""
    found = _COUNTED.match(read.passages[fact.passage].text, fact.stretch[1])
    names = frozenset(fold(name) for name in _ONE.findall(found["names"])) if found else frozenset()
    return names if len(names) >= _FEWEST and fact.value == str(len(names)) else frozenset({""})


def _lists(passage: Passage) -> Iterator[_Listed]:
    if passage.kind is Kind.HEADING:
        return
    for span in sentences(passage.text):
        found = list(_LISTED.finditer(passage.text, span.start, span.end))
        for noun in dict.fromkeys(match["noun"] for match in found):
            mine = [match for match in found if match["noun"] == noun]
            names = frozenset(fold(name) for match in mine for name in _ONE.findall(match["names"]))
            yield _Listed(passage, fold(noun), names, mine[0].start(), mine[-1].end())


@dataclass(frozen=True, slots=True)
class _Floor:
    passage: Passage
    match: re.Match[str]
    pairs: frozenset[tuple[str, str]]


def floors(read: Facts) -> Iterator[Conflict]:
    """Two floors of one house, in one section, for the same kind of thing."""
    by_house: dict[tuple[str, str, str, str], list[_Floor]] = {}
    for passage in read.passages.values():
        for match in _FLOOR.finditer(passage.text):
            house = (passage.document, passage.section, match["number"], fold(match["street"]))
            by_house.setdefault(house, []).append(_Floor(passage, match, _pairs_around(passage, match)))
    for several in by_house.values():
        for one, other in combinations(several, 2):
            same = len(one.pairs & other.pairs) >= _SAME_PAIRS
            if same and one.match["floor"] != other.match["floor"] and one.passage.id != other.passage.id:
                first, second = (
                    side_of(each.passage, each.match.span(), figure=each.match["floor"])
                    for each in (one, other)
                )
                noun = one.match["house"]
                yield conflict_of(ConflictKind.FLOOR, noun=noun, first=first, second=second, strong=True)


def _pairs_around(passage: Passage, match: re.Match[str]) -> frozenset[tuple[str, str]]:
    """Neighbouring syllables of the sentence, without the address."""
    span = next(span for span in sentences(passage.text) if match.start() < span.end)
    words = [s.folded for s in syllables(passage.text[span.start : match.start()])]
    return frozenset(pairwise(words))
