"""Stand-ins that keep the contracts of the real parts, small and the same on every machine."""

import hashlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import terms


class HashedWords:
    """An embedder: each term points a fixed way, a text the sum of its terms. No words, the zero vector."""

    def __init__(self, name: str = "hashed-words", dimension: int = 64) -> None:
        self.name = name
        self._dimension = dimension

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self._dimension, dtype=np.float32)
        for term in terms(text):
            total += _direction(term, self._dimension)
        length = float(np.linalg.norm(total))
        return total / length if length else total


@cache
def _direction(term: str, dimension: int) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
