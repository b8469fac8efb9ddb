"""Passage: the unit we index and quote."""

from dataclasses import dataclass

from corpus.document import Cell, Kind, Piece


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, table row, footnote or heading, verbatim but for what `text` leaves out.

    `text` is what we quote: the source's own words without layout signs (`*`, tags, footnote markers), page
    joins closed by one space, and "[…]" where the reader may not read on. `search_text` is what we index:
    heading path, lead, text, cited footnotes, abbreviations written out. Never show the second, never alter
    the first.

    `lead` is the sentence that introduces the list or table this belongs to, `group` the same id for all
    items of that list or table ("" outside one), `label` the item's own mark: "(5)", "1.", "-", "II.4",
    "16" for a footnote. `cites` are ids of footnote passages cited in the text; `cited_by` is the id of the
    passage that cites this footnote, "" otherwise. `order` counts passages in reading order over a document.
    """

    id: str
    document: str
    kind: Kind
    section: str
    headings: tuple[str, ...]
    text: str
    search_text: str
    pieces: tuple[Piece, ...]
    order: int
    lead: str = ""
    group: str = ""
    label: str = ""
    cells: tuple[Cell, ...] = ()
    cites: tuple[str, ...] = ()
    cited_by: str = ""

    @property
    def first_line(self) -> int:
        return self.pieces[0].line

    @property
    def last_line(self) -> int:
        return self.pieces[-1].line
