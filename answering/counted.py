"""How many parts a section has, where the text lists them and gives no figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.rank import Ranked
from answering.stretch import Stretch
from answering.understand import Asked, Asks
from corpus.document import Kind
from corpus.library import Library
from corpus.passage import Passage

_LOOKED_AT = 20
# A heading must hold this much of the question to be what is counted.
_HELD = 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """A heading and the headings right under it."""

    heading: Passage
    parts: tuple[Passage, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(Stretch(each, 0, len(each.text)) for each in (self.heading, *self.parts))


def parts_of_heading(asked: Asked, ranked: Sequence[Ranked], library: Library) -> Parts | None:
    """For a question "mấy …" whose words a heading holds: its parts, if it has two or more."""
    if asked.kind is not Asks.COUNT or asked.measure:
        return None
    for each in ranked[:_LOOKED_AT]:
        heading = each.unit.passage
        if heading.kind is not Kind.HEADING or each.features.all < _HELD:
            continue
        under = library.section_passages(heading.document, heading.section)
        parts = tuple(
            p for p in under if p.kind is Kind.HEADING and len(p.headings) == len(heading.headings) + 1
        )
        if len(parts) > 1:
            return Parts(heading, parts)
    return None
