"""Passages by meaning: the nearest vectors by cosine, in an embedded Chroma."""

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, cast

import numpy as np
from numpy.typing import NDArray

from retrieval.index import BrokenIndexError, Scored

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_COLLECTION = "passages"
_SYNCED_AT_ONCE = 1000

# Keys as Chroma wants them, and their vectors.
Batch = tuple[list[str], NDArray[np.float32]]


class Embedder(Protocol):
    """Text to vectors of length one; a text it knows no word of may give the zero vector."""

    @property
    def name(self) -> str:
        """Tells the models apart: vectors of different names are never compared."""
        ...

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        """One row a text."""
        ...

    def query(self, text: str) -> NDArray[np.float32]: ...


class MeaningIndex:
    """An index that never changes; safe in several threads at once.

    It reads a private copy: Chroma writes into its database at every opening, and what answers is sealed.
    """

    def __init__(self, copy: tempfile.TemporaryDirectory[str]) -> None:
        self._copy = copy
        self._lock = threading.Lock()
        self._opened: Collection | None = None
        weakref.finalize(self, copy.cleanup)

    @classmethod
    def build(cls, folder: Path, rows: Iterable[tuple[int, str]], embedder: Embedder, *, count: int) -> None:
        """Writes the vectors of `count` (key, search text) rows into a new folder. Raises BrokenIndexError.

        A text with a zero vector means nothing to the embedder; it is left out and found by its words alone.
        """
        folder.mkdir()
        with _accidents(folder), closing(_client(folder)) as client:
            batch = _batch(count)
            collection = _create(client, batch)
            # Chroma works outside the interpreter: meanwhile the next texts are embedded.
            for keys, vectors in _one_ahead(_embedded(rows, embedder, at_once=batch)):
                collection.add(ids=keys, embeddings=vectors)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Takes the copy; Chroma itself starts at the first search. Raises BrokenIndexError without room."""
        copy = tempfile.TemporaryDirectory(prefix="hoiphuong-")
        try:
            shutil.copytree(folder, copy.name, dirs_exist_ok=True)
        except OSError as error:
            copy.cleanup()
            raise BrokenIndexError(f"{folder}: {error}") from error
        return cls(copy)

    @property
    def count(self) -> int:
        return self._collection().count()

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[Scored]:
        """The nearest first, by cosine; nothing for a zero vector. Raises BrokenIndexError."""
        if limit < 1 or not np.any(vector):
            return []
        with _accidents(Path(self._copy.name)):
            found = self._collection().query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=limit,
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        scored = [
            Scored(int(key), 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
        ]
        return sorted(scored, key=lambda hit: (-hit.score, hit.key))

    def vector(self, key: int) -> NDArray[np.float32] | None:
        """The vector held for a passage; None for one that means nothing. Raises BrokenIndexError."""
        with _accidents(Path(self._copy.name)):
            held = self._collection().get(ids=[str(key)], include=["embeddings"])["embeddings"]
        return np.asarray(held[0], dtype=np.float32) if held is not None and len(held) else None

    def _collection(self) -> "Collection":
        with self._lock:
            if self._opened is None:
                client = _client(Path(self._copy.name))
                self._opened = client.get_collection(_COLLECTION, embedding_function=None)
                # Chroma keeps every client it has made until it is told that one is done with.
                weakref.finalize(self, client.close)
            return self._opened


@contextmanager
def _accidents(folder: Path) -> Iterator[None]:
    from chromadb.errors import ChromaError  # noqa: PLC0415 - as in _client

    try:
        yield
    except (ChromaError, OSError) as error:
        raise BrokenIndexError(f"{folder}: {error}") from error


def _embedded(rows: Iterable[tuple[int, str]], embedder: Embedder, *, at_once: int) -> Iterator[Batch]:
    """Keys with their vectors, `at_once` rows at a time, without those of length zero."""
    remaining = iter(rows)
    while taken := list(islice(remaining, at_once)):
        vectors = embedder.passages([text for _, text in taken])
        told = np.any(vectors, axis=1)
        if told.any():
            yield [str(key) for (key, _), known in zip(taken, told, strict=True) if known], vectors[told]


def _one_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches; the next is made in another thread while one is used."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, batches, None)
        while (made := coming.result()) is not None:
            coming = beside.submit(next, batches, None)
            yield made


def _batch(count: int) -> int:
    """Rows written and synced together, so that at most a few are left over for every opening to replay."""
    return max(2, count // max(1, -(-count // _SYNCED_AT_ONCE)))


def _create(client: "Client", batch: int) -> "Collection":
    return client.create_collection(
        _COLLECTION,
        embedding_function=None,
        configuration={
            "hnsw": {
                "space": "cosine",
                # Wide: the graph then misses less than one of fifty neighbours.
                "ef_construction": 100,
                "max_neighbors": 32,
                "ef_search": 200,
                "num_threads": 1,
                "batch_size": batch,
                "sync_threshold": batch,
            }
        },
    )


def _client(folder: Path) -> "Client":
    # One second to import: only who searches by meaning waits for it.
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)
