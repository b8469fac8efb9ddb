"""Exact quotes: a stretch of a passage as the sources it stands on."""

from collections.abc import Iterable

from answering.answer import Source
from corpus.document import Document, Piece
from corpus.passage import Passage


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
        for run in _runs(passage, start, end)
        if passage.text[max(run[0].start, start) : min(run[-1].end, end)].strip()
    )


def _runs(passage: Passage, start: int, end: int) -> Iterable[list[Piece]]:
    run: list[Piece] = []
    for piece in passage.pieces:
        if piece.end <= start or piece.start >= end:
            continue
        if run and not _follows(passage.text, run[-1], piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _follows(text: str, piece: Piece, following: Piece) -> bool:
    """Consecutive lines with nothing between them but the line break."""
    return following.line == piece.line + 1 and not text[piece.end : following.start].strip()


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
