"""A static embedding: a vector a term, summed; read without torch, in milliseconds."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from corpus.vietnamese import normalise, terms


class BrokenEmbeddingError(RuntimeError):
    """The files of an embedding are missing or are not what was trained."""


class StaticEmbedding:
    """Text to the direction of the sum of its terms' vectors; a term counts once, unknown terms not at all.

    The folder is a sentence-transformers model: one that is given the different terms of a text, joined by
    spaces, gives the same vectors. Safe in several threads at once.
    """

    def __init__(
        self, name: str, rows: Mapping[str, int], vectors: NDArray[np.int8], weights: NDArray[np.float32]
    ) -> None:
        self.name = name
        self._rows = rows
        self._vectors = vectors
        self._weights = weights

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises BrokenEmbeddingError."""
        try:
            file = (folder / "model.safetensors").read_bytes()
            tensors = load(file)
            vectors, weights = tensors["embeddings"], tensors["weights"]
            rows = json.loads((folder / "tokenizer.json").read_bytes())["model"]["vocab"]
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise BrokenEmbeddingError(f"{folder}: {error}") from error
        if not len(rows) == len(vectors) == len(weights):
            raise BrokenEmbeddingError(f"{folder}: {len(rows)} terms, {len(vectors)} vectors")
        # Vectors of two trainings do not compare, though the folder has kept its name.
        return cls(f"{folder.name}@{hashlib.sha256(file).hexdigest()[:8]}", rows, vectors, weights)

    @property
    def dimension(self) -> int:
        return int(self._vectors.shape[1])

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        """One row of length one a text; zeros for a text without a known term."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> NDArray[np.float32]:
        """Length one; zeros for a text without a known term."""
        different = dict.fromkeys(terms(normalise(text)))
        known = map(self._rows.get, different)
        found = [row for row in known if row is not None]
        total: NDArray[np.float32] = self._weights[found] @ self._vectors[found].astype(np.float32)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length > 0 else total
