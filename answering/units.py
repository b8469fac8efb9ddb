"""Units: the stretches of a passage that can answer, each with the text around it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from answering.evidence import Place, place
from corpus.passage import Passage
from corpus.sentences import sentences

# What a word is worth when it stands not in the unit itself but near it. Chosen on the development questions.
_OWN_LABEL, _IN_SENTENCE, _IN_LEAD, _IN_ROW, _IN_CITING, _IN_LAST_HEADING = 1.0, 0.9, 0.85, 0.85, 0.7, 0.7
# The places that say what a unit is one of: its lead, its row, the sentence that cites it, its heading.
INTRODUCING = frozenset({_IN_LEAD, _IN_ROW, _IN_CITING, _IN_LAST_HEADING})
_IN_HEADING, IN_PASSAGE, IN_TITLE = 0.55, 0.5, 0.3

# A sentence longer than this many syllables is also offered clause by clause.
_LONG = 30
# A row longer than this many words is read cell by cell only.
_SHORT_ROW = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """`passage.text[start:end]`, comparable, and what stands around it with the credit it earns."""

    passage: Passage
    start: int
    end: int
    own: Place
    around: tuple[tuple[float, Place], ...]
    sentence: tuple[int, int]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def units(passage: Passage, *, title: str, citing: Callable[[str], Passage | None]) -> Iterator[Unit]:
    """The units of a passage in reading order: cells of a row, sentences, and the clauses of long sentences.

    `citing` gives the passage of an id: a footnote stands with the passage that cites it.
    """
    around = _around(passage, title, citing)
    if passage.cells:
        yield from _cells(passage, around)
        return
    for span in sentences(passage.text):
        yield from _of_sentence(passage, span.start, span.end, around)


def _around(
    passage: Passage, title: str, citing: Callable[[str], Passage | None]
) -> tuple[tuple[float, Place], ...]:
    cited_by = citing(passage.cited_by) if passage.cited_by else None
    near = [
        (_IN_LEAD, passage.lead),
        (_IN_CITING, cited_by.text if cited_by else ""),
        (_IN_LAST_HEADING, passage.headings[-1] if passage.headings else ""),
        (_IN_HEADING, " . ".join(passage.headings)),
        (_OWN_LABEL, passage.label),
        (IN_PASSAGE, passage.text),
        (IN_TITLE, title),
    ]
    return tuple((share, place(text)) for share, text in near if text)


def _cells(passage: Passage, around: tuple[tuple[float, Place], ...]) -> Iterator[Unit]:
    """Each cell beside its header and the row's first cell, then the whole row."""
    label = passage.text[passage.cells[0].start : passage.cells[0].end]
    for cell in passage.cells[1:]:
        text = passage.text[cell.start : cell.end]
        headed = ((_IN_ROW, place(f"{label} . {cell.header}")), *around)
        for span in sentences(text):
            yield from _of_sentence(passage, cell.start + span.start, cell.start + span.end, headed)
    whole = (0, len(passage.text))
    if len(passage.text.split()) <= _SHORT_ROW:
        yield Unit(passage, *whole, place(passage.text), around, whole)


def _of_sentence(
    passage: Passage, start: int, end: int, around: tuple[tuple[float, Place], ...]
) -> Iterator[Unit]:
    whole = passage.text[start:end]
    yield Unit(passage, start, end, place(whole), around, (start, end))
    cuts = _clauses(whole)
    if len(cuts) > 1 and len(place(whole).words) > _LONG:
        inside = ((_IN_SENTENCE, place(whole)), *around)
        for left, right in cuts:
            text = whole[left:right]
            yield Unit(passage, start + left, start + right, place(text), inside, (start, end))


def _clauses(text: str) -> list[tuple[int, int]]:
    """The stretches between semicolons, outside brackets where the brackets are closed."""
    cuts: list[tuple[int, int]] = []
    start = 0
    for at, character in enumerate(text):
        if character == ";":
            cuts.append((start, at))
            start = at + 1
    cuts.append((start, len(text)))
    trimmed = ((left + len(text[left:right]) - len(text[left:right].lstrip()), right) for left, right in cuts)
    return [(left, right) for left, right in trimmed if left < right]
