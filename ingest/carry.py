"""What the generation before held of a folder: carried on when its file has gone."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.audience import Audience
from corpus.document import Document
from corpus.library import Library
from corpus.passage import Passage
from ingest.archive import is_archive
from ingest.intake import Intake, Taken, read_intake
from ingest.sources import Source
from retrieval.edition import LIBRARY
from retrieval.generation import current_number, generation_folder
from retrieval.seal import Seal


@dataclass(frozen=True, slots=True)
class Before:
    """A generation made of the same paths; `folder` is None without one."""

    folder: Path | None = None
    intake: Intake = field(default_factory=Intake)

    def gone(self, sources: Sequence[Source]) -> tuple[Taken, ...]:
        """The files it held whose name and content are no longer there; one renamed is not gone."""
        names, contents = {source.name for source in sources}, {source.sha256 for source in sources}
        held = self.intake.held if self.folder is not None else ()
        archives = tuple(f"{name}/" for name in names if is_archive(name))
        return tuple(
            each
            for each in held
            if each.file not in names and each.sha256 not in contents and not each.file.startswith(archives)
        )

    def document(self, file: str, audience: Audience) -> tuple[Document, tuple[Passage, ...]] | None:
        """As an edition held it; None where it did not."""
        if self.folder is None:
            return None
        library = Library.open(self.folder / audience / LIBRARY)
        try:
            document = library.document_by_file(file)
            if document is None:
                return None
            return document, library.passages_by_key(library.keys_of(document.id))
        finally:
            library.close()


def before(data: Path, paths: tuple[str, ...]) -> Before:
    """The generation that answers, if it was made of these paths and can be read."""
    number = current_number(data)
    if number is None or not paths:
        return Before()
    folder = generation_folder(data, number)
    try:
        seal = Seal.read(folder)
        readable = all(_opens(folder / audience / LIBRARY) for audience in Audience)
    except (OSError, ValueError, sqlite3.Error):
        return Before()
    return Before(folder, read_intake(folder)) if seal.sources == paths and readable else Before()


def _opens(path: Path) -> bool:
    """Raises sqlite3.Error for what is no library."""
    Library.open(path).close()
    return True


def carried(
    held: Before, taken: Sequence[Taken], *, withheld: Collection[str]
) -> Iterator[tuple[Audience, Document, tuple[Passage, ...]]]:
    """What the editions held of the given files, but for the public one of those withheld by now."""
    for each in taken:
        for audience in (Audience.INTERNAL,) if each.file in withheld else Audience:
            found = held.document(each.file, audience)
            if found is not None:
                yield audience, *found
