"""Places of one thing that differ: two floors of a house, two houses."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from corpus.conflict import Conflict, ConflictKind, conflict_of
from corpus.letters import CAPITALS, SMALL
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import fold, syllables
from ingest.facts import Facts
from ingest.reckon import side_of

_STREET = rf"[{CAPITALS}][{SMALL}]+(?:\s[{CAPITALS}][{SMALL}]+)+"
_HOUSE = rf"(?P<number>\d+[A-Z]?)\s(?:(?:phố|đường|ngõ)\s)?(?P<street>{_STREET})"
# tầng 8 trụ sở Đảng ủy - 33 Đại Cồ Việt
_FLOOR = re.compile(rf"(?P<floor>tầng\s\d+)\s(?P<house>[^.;:()\d]{{0,60}}?{_HOUSE})")
# tại số 39 Lê Thanh Nghị | … để điều chuyển làm | Trung tâm phục vụ hành chính công
_USED = re.compile(
    rf"(?:\b(?:tại|ở|trụ sở|địa điểm)\s[^.;,()\d]{{0,30}}?)(?P<house>{_HOUSE})(?P<between>[^.;]{{0,120}}?)"
    rf"\b(?:làm|để tổ chức|để đặt|là nơi|đặt)\s(?P<use>[^.;,()]{{10,90}})"
)
# Neighbouring words that two sentences must share to tell of one kind of thing.
_SAME_PAIRS = 2
# Words in a row that name one thing by themselves: "phục vụ hành chính công".
_RUN = 5


@dataclass(frozen=True, slots=True)
class _Place:
    """A thing at `text[start:end]` of a passage, told by the neighbouring words of it."""

    passage: Passage
    start: int
    end: int
    figure: str
    noun: str
    address: tuple[str, str]
    words: frozenset[tuple[str, ...]]


def two_floors(read: Facts) -> Iterator[Conflict]:
    """Two floors of one house, in one section, for the same kind of thing."""
    by_house: dict[tuple[str, str, tuple[str, str]], list[_Place]] = defaultdict(list)
    for passage in read.passages.values():
        for match in _FLOOR.finditer(passage.text):
            address = _address(match)
            place = _Place(
                passage, *match.span(), match["floor"], match["house"], address, _before(passage, match)
            )
            by_house[passage.document, passage.section, address].append(place)
    for several in by_house.values():
        for one, other in combinations(several, 2):
            if one.figure != other.figure and len(one.words & other.words) >= _SAME_PAIRS:
                yield from _told(one, other)


def two_houses(read: Facts) -> Iterator[Conflict]:
    """Two houses, in one section, put to one use that a few words in a row name."""
    by_section: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for passage in read.passages.values():
        for match in _USED.finditer(passage.text):
            used = [word.folded for word in syllables(match["use"])]
            runs = frozenset(zip(*(used[n:] for n in range(_RUN)), strict=False))
            span = match.start("house"), match.end("use")
            place = _Place(passage, *span, match["house"], match["use"], _address(match), runs)
            by_section[passage.document, passage.section].append(place)
    for several in by_section.values():
        for one, other in combinations(several, 2):
            if one.address != other.address and one.words & other.words:
                yield from _told(one, other)


def _address(match: re.Match[str]) -> tuple[str, str]:
    return match["number"], fold(match["street"])


def _before(passage: Passage, match: re.Match[str]) -> frozenset[tuple[str, ...]]:
    """Neighbouring syllables of the sentence before an address."""
    span = next(span for span in sentences(passage.text) if match.start() < span.end)
    return frozenset(pairwise(s.folded for s in syllables(passage.text[span.start : match.start()])))


def _told(one: _Place, other: _Place) -> Iterator[Conflict]:
    if one.passage.id != other.passage.id:
        first, second = (
            side_of(each.passage, (each.start, each.end), figure=each.figure) for each in (one, other)
        )
        yield conflict_of(ConflictKind.PLACE, noun=one.noun, first=first, second=second, strong=True)
