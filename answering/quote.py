"""Exact quotes: a stretch of a passage as the sources it stands on."""

import re
from collections.abc import Iterable

from answering.answer import Source
from corpus.document import Document, Piece
from corpus.passage import Passage

_LAYOUT = re.compile(r"[*\s¹²³⁰⁴-⁹]+")


def sources(passage: Passage, document: Document, start: int, end: int) -> tuple[Source, ...]:
    """One source for each run of unbroken source text in `passage.text[start:end]`.

    A sentence torn by a page break with footnotes between has two, so that each quote stands on its lines.
    """
    return tuple(
        Source(
            document=document.file,
            title=document.title,
            section=passage.section,
            lines=(run[0].line, run[-1].line),
            page=run[0].page,
            quote=passage.text[max(run[0].start, start) : min(run[-1].end, end)].strip(),
            document_id=document.id,
        )
        for run in _runs(passage, document, start, end)
        if any(map(str.isalnum, passage.text[max(run[0].start, start) : min(run[-1].end, end)]))
    )


def header_source(passage: Passage, document: Document, header: str) -> tuple[Source, ...]:
    """The header of a table's column as a source: the nearest line above the row that holds it."""
    bare = _bare(header)
    for number in range(passage.first_line - 1, 0, -1):
        if bare in _bare(document.lines[number - 1]):
            place = (number, number)
            page = passage.pieces[0].page
            return (Source(document.file, document.title, passage.section, place, page, header, document.id),)
    return ()


def _runs(passage: Passage, document: Document, start: int, end: int) -> Iterable[list[Piece]]:
    run: list[Piece] = []
    for piece in passage.pieces:
        if piece.end <= start or piece.start >= end:
            continue
        if run and not _follows(passage.text, document, run[0], run[-1], piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _follows(text: str, document: Document, first: Piece, last: Piece, following: Piece) -> bool:
    """Whether the source reads on: on the same line but for signs of layout, or over a bare line break."""
    if text[last.end : following.start].strip():
        return False
    if following.line == last.line + 1:
        return True
    printed = _bare(document.lines[last.line - 1])
    return following.line == last.line == first.line and _bare(text[first.start : following.end]) in printed


def _bare(text: str) -> str:
    return _LAYOUT.sub("", text)


def merged(found: Iterable[Source]) -> tuple[Source, ...]:
    """Without repetitions: a quote inside another quote of the same lines is not shown twice."""
    kept: list[Source] = []
    for source in found:
        if not any(_inside(source, other) for other in kept):
            kept = [other for other in kept if not _inside(other, source)]
            kept.append(source)
    return tuple(kept)


def _inside(source: Source, other: Source) -> bool:
    return (
        source.document == other.document
        and other.lines[0] <= source.lines[0] <= source.lines[1] <= other.lines[1]
        and source.quote in other.quote
    )
