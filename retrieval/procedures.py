"""The procedures of an edition: the list itself, and the search over it by words and by meaning."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.document import Document
from corpus.procedure import ENDING, PREFIX, Procedure, as_document
from corpus.procedure_list import ProcedureList, Title
from corpus.vietnamese import terms
from retrieval.index import BrokenIndexError
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.search import fuse
from retrieval.words import WordIndex

FOLDER = "procedures"
_OTHER = 0.5
_LIST, _WORDS, _MEANING = "list.sqlite", "words", "meaning"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Near:
    """A procedure found, with a score from 0 to 1 within one search."""

    title: Title
    score: float


class Procedures:
    """Finds procedures by what they are called and about; safe in several threads at once."""

    def __init__(
        self, listed: ProcedureList, words: WordIndex, meaning: MeaningIndex | None, embedder: Embedder
    ) -> None:
        self.list = listed
        self._words = words
        self._meaning = meaning
        self._embedder = embedder

    @classmethod
    def build(cls, folder: Path, procedures: Sequence[Procedure], embedder: Embedder) -> None:
        """Writes the list and its indexes into a new folder. Raises BrokenIndexError."""
        folder.mkdir(parents=True)
        ProcedureList.write(folder / _LIST, procedures)
        rows = list(enumerate(map(_search_text, procedures), start=1))
        WordIndex.build(folder / _WORDS, rows)
        MeaningIndex.build(folder / _MEANING, rows, embedder, count=len(rows))

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, by_meaning: bool) -> Self | None:
        """None for an edition without procedures. Raises sqlite3.Error or BrokenIndexError."""
        if not folder.is_dir():
            return None
        meaning = MeaningIndex.open(folder / _MEANING) if by_meaning else None
        return cls(ProcedureList.open(folder / _LIST), WordIndex.open(folder / _WORDS), meaning, embedder)

    def document(self, name: str) -> Document | None:
        """A procedure as a document, by the id or file name of one; None for any other name."""
        code = name.removeprefix(PREFIX).removesuffix(ENDING)
        found = self.list.by_code(code) if name.startswith(PREFIX) else None
        return as_document(found) if found else None

    def find(self, query: str, *, limit: int, also: Iterable[str] = ()) -> tuple[Near, ...]:
        """Best first. `also` are further search terms, of other ways to say the same; they weigh less."""
        own = terms(query)
        others = dict.fromkeys(also, _OTHER)
        by_words = self._words.search(
            own, limit=limit, boosts={term: weight for term, weight in others.items() if term not in own}
        )
        scored = {hit.key: hit.score for hit in by_words}
        fused = fuse(scored, self._nearest(query, limit=limit))
        best = sorted(fused, key=lambda key: (-fused[key], key))[:limit]
        return tuple(Near(self.list.titles[key - 1], fused[key]) for key in best)

    def _nearest(self, query: str, *, limit: int) -> dict[int, float]:
        if self._meaning is None:
            return {}
        try:
            nearest = self._meaning.search(self._embedder.query(query), limit=limit)
        except BrokenIndexError as error:
            _log.warning("searched the procedures by words alone: %s", error)
            return {}
        return {hit.key: hit.score for hit in nearest}


def _search_text(procedure: Procedure) -> str:
    """What a procedure is called and gives: what it asks for in papers would make all alike."""
    told = [procedure.name, procedure.field, *procedure.results]
    return " \n".join(each.text for each in told if each)
