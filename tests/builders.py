"""Documents and passages for tests: what a test does not name is plain."""

from dataclasses import replace

from corpus.audience import Audience
from corpus.document import Document, Kind, Piece, Section
from corpus.entry import Entry
from corpus.number import parse_number
from corpus.passage import Passage


def a_passage(
    text: str, *, order: int = 1, document: str = "bao-cao", section: str = "I", **fields: object
) -> Passage:
    passage = Passage(
        id=f"{document}-{order}",
        document=document,
        kind=Kind.PARAGRAPH,
        section=section,
        headings=("Kết quả",),
        text=text,
        search_text=text,
        pieces=(Piece(0, len(text), order),),
        order=order,
    )
    return replace(passage, **fields)  # type: ignore[arg-type]


def a_document(*lines: str, id: str = "bao-cao", audience: Audience = Audience.PUBLIC) -> Document:  # noqa: A002
    return Document(
        id=id,
        file=f"{id}.txt",
        title="Báo cáo sơ kết",
        kind="Báo cáo",
        number=None,
        date=None,
        issuer=None,
        audience=audience,
        sha256="0" * 64,
        lines=lines,
        sections=(Section("I", "Kết quả", "", 1),),
    )


def passages_of(document: Document) -> tuple[Passage, ...]:
    """A passage a line, in the order of the lines; empty lines have none."""
    return tuple(
        a_passage(line, order=number, document=document.id)
        for number, line in enumerate(document.lines, start=1)
        if line.strip()
    )


def an_entry(number: str = "", **fields: object) -> Entry:
    entry = Entry(
        number=parse_number(number) if number else None,
        type="Quyết định",
        name="",
        date=None,
        issuer="UBND phường",
        issuer_explicit=True,
        subject="",
        held=None,
        mentions=(),
    )
    return replace(entry, **fields)  # type: ignore[arg-type]
