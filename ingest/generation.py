"""Writing a generation: built aside, checked, sealed, and taken into use in one step or not at all."""

import fcntl
import logging
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import prompts
from corpus.audience import Audience
from corpus.document import Document
from corpus.library import Library, LibraryWriter
from corpus.passage import Passage
from corpus.register import build_register
from ingest.checks import CheckError, check_edition
from ingest.conflicts import find_conflicts
from ingest.errors import IngestError
from ingest.vectors import RememberedVectors
from ingest.wall import check_wall
from retrieval.edition import LIBRARY, MEANING, WORDS
from retrieval.generation import current_number, generation_folder, generation_numbers
from retrieval.index import BrokenIndexError
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.seal import MANIFEST, Counts, Seal, sealed_files
from retrieval.words import WordIndex

_KEPT = 3
_BUILDING = ".building-"
# The new generation needs room for itself and for the journals of its indexes while they are written.
_ROOM = 3
_LEAST_ROOM = 20_000_000

_log = logging.getLogger(__name__)


class GenerationWriter:
    """Collects both editions in a folder aside. Made by `writing()`."""

    def __init__(self, data: Path, embedder: Embedder) -> None:
        self._data = data
        # Chroma remembers a folder it once failed to open, so no two writings share a name.
        self._folder = data / "generations" / f"{_BUILDING}{secrets.token_hex(8)}"
        self._embedder = RememberedVectors(embedder)
        self._libraries: dict[Audience, LibraryWriter] = {}
        for audience in Audience:
            (self._folder / audience).mkdir(parents=True)
            self._libraries[audience] = LibraryWriter(self._folder / audience / LIBRARY)

    def add(self, audience: Audience, document: Document, passages: Iterable[Passage]) -> None:
        """Raises sqlite3.IntegrityError when the edition holds the document, or one of the passages."""
        self._libraries[audience].add(document, passages)

    def index(self, audience: Audience, *, on_passage: Callable[[int, int], None]) -> Counts:
        """Completes an edition: its register, words and meaning. Nothing can be added to it afterwards.

        `on_passage` hears how many passages, of how many, have been read for their meaning.
        """
        folder = self._folder / audience
        with self._libraries[audience] as writer:
            written = writer.written()
            writer.add_entries(build_register(_documents(written), written.all_passages()))
            writer.add_conflicts(find_conflicts(written.all_passages()))
            writer.finish()
        library = Library.open(folder / LIBRARY)
        WordIndex.build(folder / WORDS, _rows(library))
        total = library.passage_count
        rows = _told(_rows(library), lambda done: on_passage(done, total))
        MeaningIndex.build(folder / MEANING, rows, self._embedder, count=total)
        counts = Counts(library.document_count, total, library.entry_count)
        check_edition(folder, counts, self._embedder)
        return counts

    def commit(self, *, fingerprint: str, counts: dict[Audience, Counts], sources: tuple[str, ...]) -> int:
        """Checks the wall, seals, takes into use; returns the number. Both editions must be indexed."""
        check_wall(public=self._folder / Audience.PUBLIC, internal=self._folder / Audience.INTERNAL)
        number = max(generation_numbers(self._data), default=0) + 1
        seal = Seal(
            number=number,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=self._embedder.name,
            fingerprint=fingerprint,
            counts=counts,
            files=sealed_files(self._folder),
            sources=sources,
        )
        (self._folder / MANIFEST).write_text(seal.to_json(), encoding="utf-8")
        _sync_all(self._folder)
        self._folder.rename(generation_folder(self._data, number))
        _sync(self._data / "generations")
        _point(self._data, number)
        _prune(self._data, number)
        return number

    def close(self) -> None:
        for library in self._libraries.values():
            library.close()


@contextmanager
def writing(data: Path, embedder: Embedder) -> Iterator[GenerationWriter]:
    """A writer no other process has at the same time; what it leaves uncommitted is removed.

    Raises IngestError when another ingest is running, there is no room, a write fails or a check does.
    """
    with _alone(data):
        _remove_unfinished(data)
        try:
            _require_room(data)
            writer = GenerationWriter(data, embedder)
            try:
                yield writer
            finally:
                writer.close()
        except CheckError as error:
            _log.error("a check failed: %s", error)
            raise IngestError(prompts.load("errors/ingest_check")) from error
        except (OSError, sqlite3.Error, BrokenIndexError) as error:
            raise _not_written(data, error) from error
        finally:
            _remove_unfinished(data)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """The system lets go of the lock by itself when the process dies, however it dies."""
    try:
        (data / "generations").mkdir(parents=True, exist_ok=True)
        lock = (data / "ingest.lock").open("a")
    except OSError as error:
        raise _not_written(data, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IngestError(prompts.load("errors/ingest_running")) from error
        yield


def _not_written(data: Path, error: Exception) -> IngestError:
    _log.error("a write failed: %s", error)
    return IngestError(prompts.load("errors/ingest_write", folder=data))


def _remove_unfinished(data: Path) -> None:
    for folder in (data / "generations").glob(f"{_BUILDING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _require_room(data: Path) -> None:
    number = current_number(data)
    held = generation_folder(data, number).rglob("*") if number is not None else ()
    needed = max(_LEAST_ROOM, _ROOM * sum(path.stat().st_size for path in held if path.is_file()))
    free = shutil.disk_usage(data).free
    if free < needed:
        sizes = {"needed": needed // 1_000_000, "free": free // 1_000_000}
        raise IngestError(prompts.load("errors/ingest_room", folder=data, **sizes))


def _documents(library: Library) -> Iterator[Document]:
    for listed in library.documents():
        document = library.document(listed.id)
        if document is not None:
            yield document


def _rows(library: Library) -> Iterator[tuple[int, str]]:
    return ((key, passage.search_text) for key, passage in enumerate(library.all_passages(), start=1))


def _told(rows: Iterable[tuple[int, str]], tell: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    for done, row in enumerate(rows):
        tell(done)
        yield row


def _point(data: Path, number: int) -> None:
    beside = data / "current.new"
    beside.write_text(f"{number:06d}\n", encoding="ascii")
    _sync(beside)
    beside.replace(data / "current")
    _sync(data)


def _prune(data: Path, number: int) -> None:
    """Keeps the newest three. One that cannot be removed costs room, nothing else."""
    for old in generation_numbers(data)[_KEPT:]:
        if old != number:
            shutil.rmtree(generation_folder(data, old), onerror=_cannot_remove)


def _cannot_remove(_function: object, path: str, _error: object) -> None:
    _log.warning("cannot remove %s", path)


def _sync_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
