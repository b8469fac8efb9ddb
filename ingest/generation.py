"""Writing a generation: both editions built aside, indexed and checked, then taken into use."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.audience import Audience
from corpus.document import Document
from corpus.library import Library, LibraryWriter
from corpus.passage import Passage
from corpus.register import build_register
from ingest.checks import check_edition
from ingest.commit import building, take_into_use
from ingest.conflicts import find_conflicts
from ingest.failpoints import Failpoint, reached
from ingest.intake import Intake, write_intake
from ingest.originals import keep_same
from ingest.procedures.keep import carried, write_procedures
from ingest.vectors import RememberedVectors
from ingest.versions import Order, superseded
from ingest.wall import check_wall
from retrieval.edition import FORWARD, LIBRARY, MEANING, ORIGINALS, WORDS, original_name
from retrieval.forward import ForwardIndex
from retrieval.generation import current_number, generation_folder
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.seal import Counts
from retrieval.words import WordIndex


class GenerationWriter:
    """Collects both editions in a folder aside. Made by `writing()`."""

    def __init__(self, folder: Path, data: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._data = data
        self._embedder = RememberedVectors(embedder)
        self._libraries: dict[Audience, LibraryWriter] = {}
        # Of the edition indexed last: the internal one, which holds everything.
        self.superseded: dict[str, str] = {}
        for audience in Audience:
            (folder / audience).mkdir()
            self._libraries[audience] = LibraryWriter(folder / audience / LIBRARY)

    def add(self, audience: Audience, document: Document, passages: Iterable[Passage]) -> None:
        """Raises sqlite3.IntegrityError when the edition holds the document, or one of the passages."""
        self._libraries[audience].add(document, passages)

    def keep_original(self, audience: Audience, document: Document, source: Path | None = None) -> None:
        """Keeps the PDF of a document for its pages to be drawn: that of `source`, or the one kept before.

        For documents of which the edition withholds nothing, and whose every letter has been read.
        """
        to = self._folder / audience / ORIGINALS / original_name(document)
        keep_same(document, before=self._kept_before(audience, document), source=source, to=to)

    def _kept_before(self, audience: Audience, document: Document) -> Path | None:
        number = current_number(self._data)
        if number is None:
            return None
        return generation_folder(self._data, number) / audience / ORIGINALS / original_name(document)

    def index(
        self,
        audience: Audience,
        *,
        on_passage: Callable[[int, int], None],
        order: Order = Order(),  # noqa: B008 - a frozen value
    ) -> Counts:
        """Completes an edition: its register, words and meaning. Nothing can be added to it afterwards.

        `order` tells which of two versions is the newer. `on_passage` hears how many passages, of how many,
        have been read for their meaning.
        """
        folder = self._folder / audience
        with self._libraries[audience] as writer:
            self.superseded = superseded(writer.written(), order)
            writer.add_superseded(self.superseded)
            written = writer.written()
            current = {document.id for document in written.current_documents()}
            writer.add_entries(build_register(_documents(written), _passages(written, current)))
            writer.add_conflicts(find_conflicts(_passages(written, current)))
            writer.finish()
        reached(Failpoint.LIBRARY)
        library = Library.open(folder / LIBRARY)
        WordIndex.build(folder / WORDS, _rows(library))
        reached(Failpoint.WORDS)
        ForwardIndex.build(folder / FORWARD, _rows(library))
        reached(Failpoint.FORWARD)
        total = library.passage_count
        rows = _told(_rows(library), lambda done: on_passage(done, total))
        MeaningIndex.build(folder / MEANING, rows, self._embedder, count=total)
        reached(Failpoint.VECTORS)
        counts = Counts(library.document_count, total, library.entry_count)
        check_edition(folder, counts, self._embedder)
        reached(Failpoint.CHECKED)
        return counts

    def commit(
        self,
        *,
        fingerprint: str,
        counts: dict[Audience, Counts],
        sources: tuple[str, ...],
        intake: Intake = Intake(),  # noqa: B008 - a frozen value
    ) -> int:
        """Checks the wall, seals, takes into use; returns the number. Both editions must be indexed.

        The procedures that have been imported come along.
        """
        write_intake(self._folder, intake.files)
        reached(Failpoint.INTAKE)
        check_wall(public=self._folder / Audience.PUBLIC, internal=self._folder / Audience.INTERNAL)
        reached(Failpoint.WALL)
        write_procedures(carried(self._data), self._folder, self._embedder)
        reached(Failpoint.PROCEDURES)
        return take_into_use(
            self._folder,
            data=self._data,
            model=self._embedder.name,
            fingerprint=fingerprint,
            counts=counts,
            sources=sources,
        )

    def close(self) -> None:
        for library in self._libraries.values():
            library.close()


@contextmanager
def writing(data: Path, embedder: Embedder) -> Iterator[GenerationWriter]:
    """A writer no other process has at the same time; what it leaves uncommitted is removed.

    Raises IngestError when another ingest is running, there is no room, a write fails or a check does.
    """
    with building(data) as folder:
        writer = GenerationWriter(folder, data, embedder)
        try:
            yield writer
        finally:
            writer.close()


def _documents(library: Library) -> Iterator[Document]:
    for listed in library.current_documents():
        document = library.document(listed.id)
        if document is not None:
            yield document


def _passages(library: Library, documents: Collection[str]) -> Iterator[Passage]:
    return (passage for passage in library.all_passages() if passage.document in documents)


def _rows(library: Library) -> Iterator[tuple[int, str]]:
    return ((key, passage.search_text) for key, passage in enumerate(library.all_passages(), start=1))


def _told(rows: Iterable[tuple[int, str]], tell: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    for done, row in enumerate(rows):
        tell(done)
        reached(Failpoint.PASSAGE)
        yield row
