"""The check a new edition passes: the counts agree, and passages are found by their own text."""

from itertools import islice
from pathlib import Path

import numpy as np

from corpus.library import Library
from corpus.passage import Passage
from corpus.vietnamese import terms
from retrieval.edition import LIBRARY, MEANING, WORDS
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.seal import Counts
from retrieval.words import WordIndex

_SAMPLE = 50
_SAME_VECTOR = 0.999


class CheckError(RuntimeError):
    """A new generation is not what was meant; it is thrown away."""


def check_edition(folder: Path, counts: Counts, embedder: Embedder) -> None:
    """Raises CheckError when a count is off, or a passage of the sample cannot be found by its own text."""
    library = Library.open(folder / LIBRARY)
    words = WordIndex.open(folder / WORDS)
    found = Counts(library.document_count, library.passage_count, library.entry_count)
    if found != counts or words.count != counts.passages:
        raise CheckError(f"{folder.name}: {counts} meant, {found} and {words.count} indexed")
    meaning = MeaningIndex.open(folder / MEANING)
    step = max(1, counts.passages // _SAMPLE)
    for key, passage in islice(enumerate(library.all_passages(), start=1), 0, None, step):
        _check_words(words, key, passage, everything=counts.passages)
        _check_meaning(meaning, passage, embedder)


def _check_words(words: WordIndex, key: int, passage: Passage, *, everything: int) -> None:
    own = terms(passage.search_text)
    if own and key not in {hit.key for hit in words.search(own, limit=everything)}:
        raise CheckError(f"passage {passage.id} is not found by its words")


def _check_meaning(meaning: MeaningIndex, passage: Passage, embedder: Embedder) -> None:
    """Looked for by vector, not by key: many rows of a table may read the same."""
    vector = embedder.passages([passage.search_text])[0]
    if not np.any(vector):
        return
    best = meaning.search(vector, limit=1)
    if not best or best[0].score < _SAME_VECTOR:
        raise CheckError(f"passage {passage.id} is not found by its meaning")
