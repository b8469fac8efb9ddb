"""Blocks → passages of one edition: along the structure, never across it, never above a length."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.abbreviations import load_abbreviations
from corpus.audience import Audience
from corpus.document import UNDER, Cell, Document, Kind, Piece, Section
from corpus.passage import Passage
from corpus.sentences import sentences
from corpus.vietnamese import syllables
from ingest.blocks import Block, Span, Structured
from ingest.clean import repair
from ingest.manifest import Entry
from ingest.redact import (
    OMITTED,
    Cuts,
    Woven,
    cuts,
    masked_title,
    offset,
    redacted,
    says_something,
    stretch,
    weave,
)

LONGEST = 1_200
_LONGEST_ROW = 2_400
_TITLE_SYLLABLES = 12
_NUMBER = re.compile(r"[IVXLC\d.]+(?: \(\d+\))?")  # III.8


class Edition(NamedTuple):
    """A document as one audience may read it, and its passages in reading order."""

    document: Document
    passages: tuple[Passage, ...]


def edition(structured: Structured, entry: Entry, audience: Audience, *, sha256: str = "") -> Edition | None:
    """The document and the passages this audience may read; None when it may read nothing of it.

    `sha256` is that of the file. The same file and manifest give the same ids every time.
    """
    if audience is Audience.PUBLIC and entry.audience is Audience.INTERNAL:
        return None
    hidden = cuts(structured, entry, audience)
    entry = replace(entry, title=masked_title(structured, entry, audience))
    document = _document(structured, entry, hidden, sha256)
    return Edition(document, _Passages(structured, document, hidden).all())


def document_id(file: str) -> str:
    """The id of a document: that of its file's name, so that a corrected file keeps it."""
    return hashlib.sha256(file.encode()).hexdigest()[:12]


def _unsaid(structured: Structured, hidden: Cuts) -> dict[str, str]:
    """What stands in a path for a heading without a number, which is its own name, where it is withheld."""
    names = (section.path.rpartition(UNDER)[2] for section in structured.sections if section.line in hidden)
    told = dict.fromkeys(name for name in names if name.isupper() and not _NUMBER.fullmatch(name))
    return {name: OMITTED if n == 1 else f"{OMITTED} ({n})" for n, name in enumerate(told, start=1)}


def _path(path: str, unsaid: Mapping[str, str]) -> str:
    return UNDER.join(unsaid.get(name, name) for name in path.split(UNDER))


def _document(structured: Structured, entry: Entry, hidden: Cuts, sha256: str) -> Document:
    unsaid = _unsaid(structured, hidden)
    titles = {
        block.source[0]: weave(structured.lines, block.spans, hidden)
        for block in structured.blocks
        if block.kind is Kind.HEADING
    }
    sections: list[Section] = []
    for section in structured.sections:
        woven = titles.get(section.line)
        shown = replace(
            section,
            path=_path(section.path, unsaid),
            parent=_path(section.parent, unsaid),
            page=structured.page(section.line),
        )
        if woven is None:
            sections.append(shown)
        elif says_something(woven):
            sections.append(replace(shown, title=woven.text))
    lines = redacted(structured.lines, hidden)
    return Document(
        document_id(entry.file),
        entry.file,
        entry.title,
        entry.kind,
        entry.number,
        entry.date,
        entry.issuer,
        entry.audience,
        sha256,
        lines,
        tuple(sections),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One passage to be: `woven.text[start:end]` of a block."""

    block: int
    start: int
    end: int


class _Passages:
    """The passages of one edition while they are made: texts first, then ids, then the links between them."""

    def __init__(self, structured: Structured, document: Document, hidden: Cuts) -> None:
        self.structured = structured
        self.document = document
        self.hidden = hidden
        self.unsaid = _unsaid(structured, hidden)
        self.texts = [weave(structured.lines, block.spans, hidden) for block in structured.blocks]
        self.short_title = _short(_unnumbered(document))
        self.abbreviations = load_abbreviations().with_defined("\n".join(document.lines))

    def all(self) -> tuple[Passage, ...]:
        emptied = self._emptied_headings()
        parts = [
            part
            for n, block in enumerate(self.structured.blocks)
            if says_something(self.texts[n]) and n not in emptied
            for part in self._parts(n, block)
        ]
        made = [self._passage(part, order) for order, part in enumerate(parts)]
        footnotes: dict[int, list[Passage]] = {}
        for part, passage in zip(parts, made, strict=True):
            footnotes.setdefault(part.block, []).append(passage)
        cites = [self._cited(part, footnotes) for part in parts]
        citing = {note.id: passage.id for passage, notes in zip(made, cites, strict=True) for note in notes}
        return tuple(
            replace(
                passage,
                cites=tuple(note.id for note in notes),
                cited_by=citing.get(passage.id, ""),
                search_text=self._search_text(passage, notes),
            )
            for passage, notes in zip(made, cites, strict=True)
        )

    def _emptied_headings(self) -> set[int]:
        """Headings with nothing left under them: alone they would pass for an answer."""
        filled: set[int] = set()
        left: set[int] = set()
        for n, block in enumerate(self.structured.blocks):
            if block.kind is not Kind.HEADING:
                filled.update(block.above)
                left.update(block.above if says_something(self.texts[n]) else ())
        return filled - left

    def _parts(self, n: int, block: Block) -> list[_Part]:
        text = self.texts[n].text
        longest = _LONGEST_ROW if block.kind is Kind.TABLE_ROW else LONGEST
        return [_Part(n, start, end) for start, end in pieces_within(text, longest)]

    def _passage(self, part: _Part, order: int) -> Passage:
        block = self.structured.blocks[part.block]
        woven = self.texts[part.block]
        text = woven.text[part.start : part.end]
        pieces = tuple(
            Piece(
                max(origin.start, part.start) - part.start,
                min(origin.end, part.end) - part.start,
                origin.line,
                self.structured.page(origin.line),
            )
            for origin in woven.origins
            if origin.start < part.end and origin.end > part.start
        )
        return Passage(
            _id(self.document.id, pieces[0], text) if pieces else "",
            self.document.id,
            block.kind,
            _path(block.section, self.unsaid),
            self._headings(block),
            text,
            "",
            pieces,
            order,
            lead=self._lead(block) if part.start == 0 else "",
            group=f"{self.document.id}:{block.group}" if block.group else "",
            label=block.label,
            cells=self._cells(block, woven, part),
        )

    def _headings(self, block: Block) -> tuple[str, ...]:
        shown = [self.texts[n].text for n in block.above if says_something(self.texts[n])]
        return (*shown, block.caption) if block.caption else tuple(shown)

    def _lead(self, block: Block) -> str:
        """The last sentence of the block that introduces this one, as this edition shows it."""
        if block.lead < 0 or not says_something(self.texts[block.lead]):
            return ""
        text = self.texts[block.lead].text
        last = sentences(text)[-1]
        return text[last.start : last.end]

    def _cells(self, block: Block, woven: Woven, part: _Part) -> tuple[Cell, ...]:
        cells = []
        for column in block.columns:
            shown = stretch(woven, column.cell)
            if shown and part.start <= shown[0] and shown[1] <= part.end:
                header = self._header(column.header)
                cells.append(Cell(header, shown[0] - part.start, shown[1] - part.start))
        return tuple(cells)

    def _header(self, span: Span | None) -> str:
        if span is None:
            return ""
        woven = weave(self.structured.lines, [span], self.hidden)
        return woven.text if says_something(woven) else ""

    def _cited(self, part: _Part, passages: dict[int, list[Passage]]) -> list[Passage]:
        woven = self.texts[part.block]
        found = []
        for mark in self.structured.blocks[part.block].marks:
            at = offset(woven, mark.line, mark.start)
            if part.start < at <= part.end:
                found.extend(passages.get(mark.footnote, []))
        return found

    def _search_text(self, passage: Passage, notes: Sequence[Passage]) -> str:
        headed = any(passage.lead in heading for heading in passage.headings)
        words = [
            self.short_title,
            *passage.headings,
            "" if headed else passage.lead,
            passage.text,
            *(note.text for note in notes),
        ]
        shown = " \n".join(word for word in words if word)
        return repair(" \n".join([shown, *self.abbreviations.long_forms(shown)]))


def _id(document: str, first: Piece, text: str) -> str:
    return hashlib.sha256(f"{document}\n{first.line}\n{text}".encode()).hexdigest()[:16]


def _unnumbered(document: Document) -> str:
    """The title without its number, which says nothing of what a passage is about."""
    return document.title.replace(f" số {document.number}", "", 1) if document.number else document.title


def _short(title: str) -> str:
    words = list(syllables(title))
    return title[: words[_TITLE_SYLLABLES - 1].end] if len(words) > _TITLE_SYLLABLES else title


def pieces_within(text: str, longest: int) -> list[tuple[int, int]]:
    """Stretches of a text no longer than `longest`, cut at sentence ends, else at ";", else between words."""
    bounds: list[tuple[int, int]] = []
    for sentence in sentences(text):
        for start, end in _cut_sentence(text, sentence.start, sentence.end, longest):
            if bounds and end - bounds[-1][0] <= longest:
                bounds[-1] = (bounds[-1][0], end)
            else:
                bounds.append((start, end))
    return bounds


def _cut_sentence(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    found = []
    while end - start > longest:
        window = text[start : start + longest]
        at = next(
            (place for sign in ("; ", ", ", " ") if (place := window.rfind(sign)) > longest // 3), longest - 1
        )
        found.append((start, start + at + 1))
        start += at + 1
        while start < end and text[start].isspace():
            start += 1
    return [*found, (start, end)] if start < end else found
