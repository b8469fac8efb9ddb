"""Things that a text counts in one place and lists by name in another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.conflict import Conflict, ConflictKind, conflict_of
from corpus.document import Kind
from corpus.figures import Measured
from corpus.letters import CAPITALS, SMALL
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import fold
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
