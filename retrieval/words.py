"""Passages by shared words: BM25 over folded syllables and their pairs, in tantivy."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import tantivy

from corpus.vietnamese import terms
from retrieval.index import BrokenIndexError, Scored, rarity

_KEY = "key"
_TERMS = "terms"
# The words of a few thousand passages; a larger library is written in several segments.
_HEAP_BYTES = 64_000_000


class WordIndex:
    """An index that never changes; safe in several threads at once."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, rows: Iterable[tuple[int, str]]) -> None:
        """Writes an index of (key, search text) rows into a new folder. Raises BrokenIndexError."""
        folder.mkdir()
        try:
            index = tantivy.Index(_schema(), path=str(folder))
            # tantivy-py panicked with two threads and an unsigned key.
            writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            for key, text in rows:
                document = tantivy.Document()
                document.add_integer(_KEY, key)
                document.add_text(_TERMS, " ".join(terms(text)))
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:
            raise BrokenIndexError(f"{folder}: {error}") from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises BrokenIndexError when the folder holds no index."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except ValueError as error:
            raise BrokenIndexError(f"{folder}: {error}") from error

    @property
    def count(self) -> int:
        return self._searcher.num_docs

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a term in this index."""
        return rarity(self._searcher.doc_freq(_TERMS, term) if is_text(term) else 0, of=self.count)

    def search(
        self, terms: Sequence[str], *, limit: int, boosts: Mapping[str, float] | None = None
    ) -> list[Scored]:
        """Best first; passages that share no term are not there.

        A term counts as often as it is given. `boosts` multiplies the weight of a term, and adds it when
        `terms` has not got it; a boost of zero or less takes the term out.
        """
        query = self._query(weights(terms, boosts or {}))
        # tantivy panics when asked for no results.
        if limit < 1:
            return []
        found = self._searcher.search(query, min(limit, max(1, self.count)), count=False).hits
        keys = self._searcher.fast_field_values(_KEY, [address for _, address in found])
        scored = [
            Scored(int(key), float(score))
            for key, (score, _) in zip(keys, found, strict=True)
            if key is not None
        ]
        return sorted(scored, key=lambda hit: (-hit.score, hit.key))

    def _query(self, weights: Mapping[str, float]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, _TERMS, term, "freq"), weight
                    ),
                )
                for term, weight in weights.items()
            ]
        )


def weights(terms: Sequence[str], boosts: Mapping[str, float]) -> dict[str, float]:
    """How often each term counts in a search: as often as it is given, times its boost."""
    found: dict[str, float] = {}
    for term in terms:
        found[term] = found.get(term, 0.0) + 1.0
    for term, boost in boosts.items():
        found[term] = found.get(term, 1.0) * boost
    return {term: weight for term, weight in found.items() if weight > 0 and is_text(term)}


def is_text(term: str) -> bool:
    """Half of a surrogate pair cannot be written as UTF-8, so no index holds it."""
    return not any("\ud800" <= character <= "\udfff" for character in term)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_KEY, fast=True)
    builder.add_text_field(_TERMS, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
