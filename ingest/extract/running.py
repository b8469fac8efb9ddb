"""What a print repeats on every page and no text says: running heads, feet, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.vietnamese import fold
from ingest.extract.extracted import Page

_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s.]*", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_EDGE = 2
_FEWEST_PAGES = 3
_LONGEST = 150


def without_running(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages without their numbers, and without lines that stand first or last on most of them."""
    numbered = [page for page in pages if page.number is not None]
    heads = _repeated([page.lines[:_EDGE] for page in numbered])
    feet = _repeated([page.lines[-_EDGE:] for page in numbered])
    return tuple(
        page if page.number is None else _kept(page, _text_of(page.lines, heads, feet)) for page in pages
    )


def _repeated(edges: Sequence[Sequence[str]]) -> frozenset[str]:
    told = [edge for edge in edges if edge]
    if len(told) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(line for edge in told for line in {_alike(line) for line in edge})
    return frozenset(line for line, count in counts.items() if line and count > len(told) / 2)


def _kept(page: Page, lines: slice) -> Page:
    return replace(page, lines=page.lines[lines], fits=page.fits[lines])


def _text_of(lines: Sequence[str], heads: frozenset[str], feet: frozenset[str]) -> slice:
    """What is left between head and foot."""
    first, last = 0, len(lines)
    while first < min(_EDGE, last) and _runs(lines[first], heads):
        first += 1
    while last > max(first, len(lines) - _EDGE) and _runs(lines[last - 1], feet):
        last -= 1
    return slice(first, last)


def _runs(line: str, repeated: frozenset[str]) -> bool:
    return _NUMBER.fullmatch(line) is not None or (len(line) <= _LONGEST and _alike(line) in repeated)


def _alike(line: str) -> str:
    """The same for the lines of all pages: figures count up from page to page."""
    return _FIGURES.sub("0", " ".join(fold(line).split()))
