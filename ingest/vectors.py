"""Vectors remembered over one ingest: both editions hold most passages alike, and a model is slow."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from retrieval.meaning import Embedder


class RememberedVectors:
    """An embedder that asks the one it stands for only once a text."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[bytes, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        return self._embedder.name

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        keys = [_key(text) for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if unknown:
            vectors = self._embedder.passages(list(unknown.values()))
            self._known.update(zip(unknown, vectors, strict=True))
        return np.stack([self._known[key] for key in keys])

    def query(self, text: str) -> NDArray[np.float32]:
        return self._embedder.query(text)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
