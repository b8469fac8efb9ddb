"""The check a new edition passes: the counts agree, and passages are found by their own text."""

from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import terms
from retrieval.edition import LIBRARY, MEANING, WORDS
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.seal import Counts
from retrieval.words import WordIndex

_SAMPLE = 50
_FIRST = 100
_NEIGHBOURS = 10
_LEAST_RECALL = 0.9
_SAME_VECTOR = 0.999


class CheckError(RuntimeError):
    """A new generation is not what was meant; it is thrown away."""


def check_edition(folder: Path, counts: Counts, embedder: Embedder) -> None:
    """Raises CheckError when a count is off, or passages of a sample cannot be found by their own text."""
    library = Library.open(folder / LIBRARY)
    words = WordIndex.open(folder / WORDS)
    found = Counts(library.document_count, library.passage_count, library.entry_count)
    if found != counts or words.count != counts.passages:
        raise CheckError(f"{folder.name}: {counts} meant, {found} and {words.count} indexed")
    meaning = MeaningIndex.open(folder / MEANING)
    step = max(1, counts.passages // _SAMPLE)
    sample = list(islice(enumerate(library.all_passages(), start=1), 0, None, step))
    near = []
    for key, passage in sample:
        _check_words(words, key, passage, everything=counts.passages)
        vector = embedder.passages([passage.search_text])[0]
        if np.any(vector):
            _check_vector(meaning, key, passage, vector)
            near.append(_is_near(meaning, vector))
    if sum(near) < _LEAST_RECALL * len(near):
        raise CheckError(f"{folder.name}: {sum(near)} of {len(near)} passages are found by their meaning")


def _check_words(words: WordIndex, key: int, passage: Passage, *, everything: int) -> None:
    """A passage shares its words with itself, so that it is among the hits, if not among the first."""
    own = terms(passage.search_text)
    for limit in (_FIRST, everything) if own else ():
        if key in {hit.key for hit in words.search(own, limit=limit)}:
            return
    if own:
        raise CheckError(f"passage {passage.id} is not found by its words")


def _check_vector(meaning: MeaningIndex, key: int, passage: Passage, vector: NDArray[np.float32]) -> None:
    held = meaning.vector(key)
    if held is None or float(held @ vector) < _SAME_VECTOR:
        raise CheckError(f"passage {passage.id} has not its own vector")


def _is_near(meaning: MeaningIndex, vector: NDArray[np.float32]) -> bool:
    """Whether the search finds this vector, of whichever passage: rows of a table may read the same.

    Its graph is approximate. Where thousands of passages read nearly alike it misses one now and then.
    """
    return any(hit.score >= _SAME_VECTOR for hit in meaning.search(vector, limit=_NEIGHBOURS))
