"""What is told of a drawn page: its measures, and where its words stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from ingest.extract.layout import Word


@dataclass(frozen=True, slots=True)
class Drawn:
    """The measures of a page, in points, and the places of its words; `pages` is how many the file has."""

    width: float
    height: float
    pages: int
    words: tuple[Word, ...]

    def to_lines(self) -> tuple[str, ...]:
        """A line each, by tabs, as the sandbox hands them over."""
        head = f"{self.width:.2f}\t{self.height:.2f}\t{self.pages}"
        return (head, *map(_line, self.words))

    @classmethod
    def from_lines(cls, lines: Sequence[str]) -> Self:
        """Raises ValueError for other lines."""
        width, height, pages = lines[0].split("\t")
        return cls(float(width), float(height), int(pages), tuple(map(_word, lines[1:])))


def _word(line: str) -> Word:
    left, top, right, bottom, text = line.split("\t", 4)
    return Word(text, float(left), float(top), float(right), float(bottom))


def _line(word: Word) -> str:
    return f"{word.left:.2f}\t{word.top:.2f}\t{word.right:.2f}\t{word.bottom:.2f}\t{word.text}"
