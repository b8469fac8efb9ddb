"""The search of one edition: candidates by words and by meaning, then a close look at each of them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import normalise, terms
from retrieval.closeness import MEASURES, WEIGHTS, Figures, measures, sought, stretched
from retrieval.forward import ForwardIndex
from retrieval.index import BrokenIndexError, Scored
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.rerank import RERANKED, Reranker, reranked
from retrieval.words import WordIndex, weights

# The share of meaning in a score that is fused without a close look.
MEANING_WEIGHT = 0.3
# So many of each index are looked at closely.
CANDIDATES = 100
# Nearest passages of the whole library looked at for those of one document.
_WIDEST = 500
_WEIGHTS = np.array([WEIGHTS[name] for name in MEASURES])

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` runs from 0 to 1 within one search; the others are as each index gave them.

    `word_score` is BM25, 0 without a shared word; `meaning_score` the cosine, 0 when not among the nearest.
    """

    passage: Passage
    score: float
    word_score: float
    meaning_score: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the indexes found for a question, in no order: a row of `measures` for each key."""

    keys: Sequence[int]
    measures: Figures
    by_words: Mapping[int, float]
    by_meaning: Mapping[int, float]

    def scores(self, counts: Figures = _WEIGHTS) -> Figures:
        """0 to 1, by what each measure counts for."""
        return stretched(self.measures @ counts)


class Indexes:
    """The indexes of one set of passages; safe in several threads at once. Without `meaning`, words alone."""

    def __init__(
        self, words: WordIndex, meaning: MeaningIndex | None, forward: ForwardIndex, embedder: Embedder
    ) -> None:
        self.words = words
        self.meaning = meaning
        self._forward = forward
        self._embedder = embedder

    def candidates(
        self,
        query: str,
        *,
        boosts: Mapping[str, float] | None = None,
        among: range | None = None,
        least: int = CANDIDATES,
    ) -> Candidates:
        """`among` are the only keys wanted; at least `least` are found where so many are there."""
        text = normalise(query)
        asked = weights(terms(text), boosts or {})
        wide = max(least, CANDIDATES) if among is None else self.words.count
        near = wide if among is None else min(wide, _WIDEST)
        by_words = _scores(self.words.search(terms(text), limit=wide, boosts=boosts), among)
        by_meaning = _scores(self._nearest(text, limit=near), among)
        keys = sorted(by_words.keys() | by_meaning.keys())
        worth = {term: weight * self.words.rarity(term) for term, weight in asked.items()}
        return Candidates(
            keys,
            measures(
                sought(worth),
                self._forward.read(keys),
                words=np.array([by_words.get(key, 0.0) for key in keys]),
                cosines=np.array([by_meaning.get(key, np.nan) for key in keys]),
            ),
            by_words,
            by_meaning,
        )

    def _nearest(self, text: str, *, limit: int) -> list[Scored]:
        if self.meaning is None or not text.strip():
            return []
        try:
            return self.meaning.search(self._embedder.query(text), limit=limit)
        except BrokenIndexError as error:
            # Words alone still find most answers; a broken vector store does not silence the ward.
            _log.warning("searched by words alone: %s", error)
            return []


class Search:
    """Finds passages in one edition; safe in several threads at once."""

    def __init__(self, library: Library, indexes: Indexes, reranker: Reranker | None = None) -> None:
        self.library = library
        self.indexes = indexes
        self._reranker = reranker

    def find(
        self, query: str, *, limit: int = 20, boosts: Mapping[str, float] | None = None, document: str = ""
    ) -> tuple[Hit, ...]:
        """Best first. `boosts` gives search terms another weight than 1, as in `WordIndex.search`.

        `document` is the id of the one document to find in, "" for all.
        """
        if limit < 1:
            return ()
        among = self.library.keys_of(document) if document else None
        found = self.indexes.candidates(query, boosts=boosts, among=among, least=limit)
        # An older version is read where it is asked for by name; anything else the newest answers.
        old = self.library.old_keys() if not document else frozenset()
        given = zip(found.keys, found.scores().tolist(), strict=True)
        scores = {key: score for key, score in given if key not in old}
        first = max(limit, RERANKED) if self._reranker else limit
        best = sorted(scores, key=lambda key: (-scores[key], key))[:first]
        hits = [
            Hit(passage, scores[key], found.by_words.get(key, 0.0), found.by_meaning.get(key, 0.0))
            for key, passage in zip(best, self.library.passages_by_key(best), strict=True)
        ]
        return tuple(self._reread(normalise(query), hits)[:limit])

    def _reread(self, question: str, hits: list[Hit]) -> list[Hit]:
        """In the order of the reranker, if there is one; the scores stay with the places."""
        if self._reranker is None or not hits:
            return hits
        order = reranked(self._reranker, question, [hit.passage.search_text for hit in hits])
        return [replace(hits[place], score=hit.score) for place, hit in zip(order, hits, strict=True)]


def fuse(
    by_words: Mapping[int, float], by_meaning: Mapping[int, float], *, weight: float = MEANING_WEIGHT
) -> dict[int, float]:
    """Each side's scores stretched over 0 to 1, then added with meaning at `weight` and words at the rest.

    A key one side did not find has nothing from it; if one side found nothing, the other counts in full.
    """
    if not by_words or not by_meaning:
        return _stretched(by_words or by_meaning)
    words, meaning = _stretched(by_words), _stretched(by_meaning)
    return {
        key: (1 - weight) * words.get(key, 0.0) + weight * meaning.get(key, 0.0)
        for key in words.keys() | meaning.keys()
    }


def _stretched(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def _scores(found: Sequence[Scored], among: range | None) -> dict[int, float]:
    return {scored.key: scored.score for scored in found if among is None or scored.key in among}
