"""How well a file was read, page by page: what is trusted, what is told, what is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.extract.extracted import Method, Page
from ingest.syllable import judged

# Real texts have 98 % valid syllables and 80 % with an accent; the rest are names, foreign words and signs.
_LEAST = {Method.OCR: 0.75}
_LEAST_OTHER = 0.5
_DOUBTFUL = 0.9
_LEAST_MARKED = 0.35
_FEW = 12
_LEAST_CONFIDENCE = 40.0


class Grade(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"  # read, and told
    ASIDE = "aside"  # not read into the library


@dataclass(frozen=True, slots=True)
class PageHealth:
    """`valid` is the share of Vietnamese syllables among the words, `marked` that of words with an accent."""

    number: int | None
    method: Method
    characters: int
    words: int
    valid: float
    marked: float
    confidence: float | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Health:
    """That of one file."""

    pages: tuple[PageHealth, ...]

    @property
    def characters(self) -> int:
        return sum(page.characters for page in self.pages)

    @property
    def valid(self) -> float:
        """The share of valid syllables over the whole file."""
        words = sum(page.words for page in self.pages)
        return sum(page.valid * page.words for page in self.pages) / words if words else 1.0

    @property
    def aside(self) -> tuple[PageHealth, ...]:
        return tuple(page for page in self.pages if page.grade is Grade.ASIDE)

    @property
    def doubtful(self) -> tuple[PageHealth, ...]:
        return tuple(page for page in self.pages if page.grade is Grade.DOUBTFUL)


def health_of(pages: Sequence[Page]) -> Health:
    return Health(tuple(map(_page_health, pages)))


def _page_health(page: Page) -> PageHealth:
    found = judged(page.lines)
    return PageHealth(
        page.number,
        page.method,
        sum(map(len, page.lines)),
        found.told,
        round(found.share, 4),
        round(found.marked_share, 4),
        page.confidence,
        _grade(page, words=found.told, valid=found.share, marked=found.marked_share),
    )


def _grade(page: Page, *, words: int, valid: float, marked: float) -> Grade:
    empty = not any(line.strip() for line in page.lines)
    if page.method is Method.BLANK:
        return Grade.GOOD
    if page.method is Method.NONE or (page.method is Method.OCR and empty):
        return Grade.ASIDE
    # A few words say nothing of a page: a table of figures, a title.
    if words < _FEW:
        return Grade.DOUBTFUL if page.method is Method.OCR else Grade.GOOD
    lost = page.confidence is not None and page.confidence < _LEAST_CONFIDENCE
    if valid < _LEAST.get(page.method, _LEAST_OTHER) or lost:
        return Grade.ASIDE
    return Grade.DOUBTFUL if valid < _DOUBTFUL or marked < _LEAST_MARKED else Grade.GOOD
