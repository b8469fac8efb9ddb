"""Edition: what one audience may read of a generation, and the search over it."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.document import Document
from corpus.library import Library
from retrieval.forward import ForwardIndex
from retrieval.index import BrokenIndexError
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.procedures import FOLDER, Procedures
from retrieval.rerank import Reranker
from retrieval.search import Indexes, Search
from retrieval.words import WordIndex

LIBRARY = "library.sqlite"
WORDS = "words"
MEANING = "meaning"
FORWARD = "forward"
ORIGINALS = "originals"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """Nothing filters at query time: an edition holds only what its audience may read."""

    folder: Path
    library: Library
    search: Search
    procedures: Procedures | None = None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, reranker: Reranker | None = None) -> Self:
        """Raises sqlite3.Error or BrokenIndexError when library, words or their order cannot be read."""
        return cls._open(folder, _meaning(folder / MEANING), embedder, reranker)

    @classmethod
    def open_without_meaning(cls, folder: Path, embedder: Embedder, reranker: Reranker | None = None) -> Self:
        """For an embedder other than the one that made the vectors in the folder."""
        return cls._open(folder, None, embedder, reranker)

    def original(self, document: Document) -> Path | None:
        """The PDF that a document was read from; None where a page might show more than the edition tells."""
        path = self.folder / ORIGINALS / original_name(document)
        return path if path.is_file() else None

    @classmethod
    def _open(
        cls, folder: Path, meaning: MeaningIndex | None, embedder: Embedder, reranker: Reranker | None
    ) -> Self:
        library = Library.open(folder / LIBRARY)
        words, forward = WordIndex.open(folder / WORDS), ForwardIndex.open(folder / FORWARD)
        search = Search(library, Indexes(words, meaning, forward, embedder), reranker)
        procedures = Procedures.open(folder / FOLDER, embedder, by_meaning=meaning is not None)
        return cls(folder, library, search, procedures)


def original_name(document: Document) -> str:
    """What a document's PDF is called among the originals: the same for the same content."""
    return f"{document.sha256}.pdf"


def _meaning(folder: Path) -> MeaningIndex | None:
    try:
        return MeaningIndex.open(folder)
    except BrokenIndexError as error:
        _log.warning("searching by words alone: %s", error)
        return None
