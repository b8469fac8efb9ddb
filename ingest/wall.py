"""The check of the wall: what the public edition leaves out stands in none of its files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import UNDER
from corpus.library import Library
from corpus.vietnamese import syllables
from ingest.checks import CheckError
from ingest.redact import MASKED
from retrieval.edition import LIBRARY

# What stands in a public line in place of what it leaves out.
_LEFT_OUT = re.compile(r"\[(?:…|đã che)\]")
# So many syllables in a row that stand nowhere in the public lines are no coincidence.
_RUN = 8
_BYTES_OF = 40
_PART = " \n"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words on a line of a file that another text of it does not show; `masked`: something private was."""

    file: str
    line: int
    text: str
    masked: bool


def check_wall(*, public: Path, internal: Path) -> None:
    """Raises CheckError when a text left out of the public lines is in a public passage, entry or file.

    It compares lines with passages, which reach the library by different ways. What a passage is searched by
    stands in parts; the words at the end of one and the beginning of the next are nobody's.
    """
    shown = Library.open(public / LIBRARY)
    texts = tuple(each.text for each in _left_out(Library.open(internal / LIBRARY), shown))
    if not texts:
        return
    runs = {run for text in texts for run in runs_of(text)}
    public_texts = ["\n".join(_public_lines(shown)), *verified(shown)]
    for text in public_texts:
        runs.difference_update(runs_of(text))
    for place, text in _public_texts(shown):
        if any(run in runs for part in text.split("\n") for run in runs_of(part)):
            raise CheckError(f"{place} tells what the public lines leave out")
    everything = "\n".join(public_texts)
    _check_bytes(
        public, [text for text in texts if len(text) >= _BYTES_OF and text[:_BYTES_OF] not in everything]
    )


def _left_out(whole: Library, shown: Library) -> Iterator[LeftOut]:
    for listed in whole.documents():
        document, counterpart = whole.document(listed.id), shown.document_by_file(listed.file)
        if document is None:
            continue
        kept = counterpart.lines if counterpart else ("",) * len(document.lines)
        yield from missing(document.lines, kept, file=listed.file)


def missing(lines: Sequence[str], kept: Sequence[str], *, file: str) -> Iterator[LeftOut]:
    """What `lines` have between the parts that the lines beside them keep."""
    for number, (line, left) in enumerate(zip(lines, kept, strict=True), start=1):
        for text, masked in _gaps(line, left):
            if text:
                yield LeftOut(file, number, text, masked)


def _gaps(line: str, left: str) -> Iterator[tuple[str, bool]]:
    if line == left:
        return
    end, masked = 0, False
    signs = [*_LEFT_OUT.findall(left), ""]
    for part, sign in zip(_LEFT_OUT.split(left), signs, strict=True):
        start = line.find(part, end)
        if start < 0:
            yield line, False
            return
        yield line[end:start], masked
        end, masked = start + len(part), sign == MASKED
    yield line[end:], masked


def _public_lines(shown: Library) -> Iterator[str]:
    for listed in shown.documents():
        document = shown.document(listed.id)
        yield from document.lines if document else ()


def verified(shown: Library) -> Iterator[str]:
    """Texts of passages each piece of which stands on the public line it names.

    Where lines are joined they read on in words that no line has, but another file may have.
    """
    for passage in shown.all_passages():
        document = shown.document(passage.document)
        lines = document.lines if document else ()
        pieces = ((piece.line, passage.text[piece.start : piece.end]) for piece in passage.pieces)
        if all(line <= len(lines) and text in lines[line - 1] for line, text in pieces):
            yield passage.text


def _public_texts(shown: Library) -> Iterator[tuple[str, str]]:
    for passage in shown.all_passages():
        # The parts of a search text stand beside each other in no document.
        sides = passage.lead, *passage.headings, *passage.section.split(UNDER)
        for text in (passage.text, *passage.search_text.split(_PART), *sides):
            yield passage.id, text
    for entry in shown.entries():
        for mention in entry.mentions:
            yield str(entry.number), mention.quote


def runs_of(text: str) -> Iterator[str]:
    """Every run of syllables that is long enough to be no coincidence, folded."""
    folded = [syllable.folded for syllable in syllables(text)]
    for start in range(len(folded) - _RUN + 1):
        yield " ".join(folded[start : start + _RUN])


def _check_bytes(folder: Path, texts: Iterable[str]) -> None:
    marks = [text[:_BYTES_OF].encode() for text in texts]
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if any(mark in content for mark in marks):
            raise CheckError(f"{path.name} holds what the public lines leave out")
