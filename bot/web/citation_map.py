"""The citation map: which section of a document rests on which documents, as lines from left to right."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.web.reading import shown
from corpus.document import UNDER, Document
from corpus.entry import Entry

_ROW = 34
_GAP = 26
_TOP = 20
_LEFT_EDGE = 430
_RIGHT_EDGE = 610
_LONGEST_TITLE = 46

_NUMBERED = re.compile(r"[IVXLC\d]+(?:\.\d+)*")  # III.5
_OWN_NUMBER = re.compile(r"^[IVXLC\d]+(?:\.\d+)*\.?\s+")  # "5. Về cơ sở vật chất"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the upper two levels that cites something; `line` is where it begins."""

    path: str
    title: str
    line: int
    y: int

    @property
    def short(self) -> str:
        """The title cut to its place."""
        if len(self.title) <= _LONGEST_TITLE:
            return self.title
        return f"{self.title[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True, slots=True)
class Cited:
    """A document of the register that is cited, and the parts that cite it."""

    entry: Entry
    parts: tuple[Part, ...]
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """The curve from a part to a document, as an SVG path. `times` is how often it is cited there."""

    path: str
    times: int


@dataclass(frozen=True, slots=True)
class CitationMap:
    """What is drawn, from top to bottom."""

    parts: tuple[Part, ...]
    cited: tuple[Cited, ...]
    lines: tuple[Line, ...]
    height: int

    def of(self, part: Part) -> tuple[Cited, ...]:
        """The documents that a part rests on."""
        return tuple(cited for cited in self.cited if part in cited.parts)


def citation_map(document: Document, entries: Iterable[Entry]) -> CitationMap:
    """Documents stand in the order in which they are first cited, so that lines hardly cross."""
    places = _Places(document)
    citing = {entry: times for entry in entries if (times := _times(document, entry))}
    paths = sorted({path for times in citing.values() for path in times}, key=places.of)
    in_order = sorted(citing, key=lambda entry: min(map(places.of, citing[entry])))
    heights = _heights(in_order, [min(citing[entry], key=places.of) for entry in in_order])
    parts: dict[str, Part] = {}
    for path in paths:
        lowest = max((part.y + _ROW for part in parts.values()), default=_TOP)
        parts[path] = _part(document, path, y=max(lowest, _beside(path, citing, heights)))
    cited = tuple(
        Cited(entry, tuple(parts[path] for path in sorted(citing[entry], key=places.of)), heights[entry])
        for entry in in_order
    )
    lines = tuple(
        Line(_curve(part.y, one.y), citing[one.entry][part.path]) for one in cited for part in one.parts
    )
    height = max((*heights.values(), *(part.y for part in parts.values())), default=0) + _ROW
    return CitationMap(tuple(parts.values()), cited, lines, height)


class _Places:
    """The order of the parts in the document; what stands before the first heading is first."""

    def __init__(self, document: Document) -> None:
        paths = dict.fromkeys(["", *(_upper(section.path) for section in document.sections)])
        self._order = {path: place for place, path in enumerate(paths)}

    def of(self, path: str) -> int:
        return self._order.get(path, len(self._order))


def _times(document: Document, entry: Entry) -> Counter[str]:
    """How often an entry is cited in each part of the document."""
    mentions = (mention for mention in entry.mentions if mention.document == document.id)
    return Counter(_upper(mention.section) for mention in mentions)


def _heights(entries: Sequence[Entry], first_parts: Sequence[str]) -> dict[Entry, int]:
    """A row each, with a gap where another part begins."""
    heights: dict[Entry, int] = {}
    y = _TOP
    for place, entry in enumerate(entries):
        y += _GAP if place and first_parts[place] != first_parts[place - 1] else 0
        heights[entry] = y
        y += _ROW
    return heights


def _beside(path: str, citing: dict[Entry, Counter[str]], heights: dict[Entry, int]) -> int:
    """The middle of the documents that a part cites."""
    ys = [heights[entry] for entry, times in citing.items() if path in times]
    return (min(ys) + max(ys)) // 2


def _part(document: Document, path: str, *, y: int) -> Part:
    section = next((section for section in document.sections if section.path == path), None)
    title = shown(document.lines[section.line - 1]) if section else path
    if _NUMBERED.fullmatch(path):
        # "1. Thuận lợi" alone does not say of which chapter it is the first.
        title = _OWN_NUMBER.sub(f"{path}. ", title)
    return Part(path, title, section.line if section else 1, y)


def _upper(path: str) -> str:
    """III.5.1.2 → III.5; Chương II > Điều 5 > 2 → Chương II > Điều 5."""
    sign = UNDER if UNDER in path else "."
    return sign.join(path.split(sign)[:2])


def _curve(left: int, right: int) -> str:
    middle = (_LEFT_EDGE + _RIGHT_EDGE) // 2
    return f"M{_LEFT_EDGE} {left}C{middle} {left} {middle} {right} {_RIGHT_EDGE} {right}"
