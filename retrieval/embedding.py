"""The embedding the settings name: the bundled static one, or any sentence-transformers model."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from prompts import load
from retrieval.meaning import Embedder
from retrieval.static_embedding import BrokenEmbeddingError, StaticEmbedding

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = Path(__file__).parent / "models" / "phuong-static-v1"

# intfloat/multilingual-e5-small: trained with these words in front, which its files do not say.
_E5 = re.compile(r"\be5\b", re.IGNORECASE)
_E5_PROMPTS: dict[str, str | None] = {"query": "query: ", "document": "passage: "}


class EmbeddingUnavailableError(RuntimeError):
    """The named embedding cannot be loaded; the message is for the person who set it."""


class TransformerEmbedding:
    """A sentence-transformers model, with the prompts it defines for questions and for passages."""

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self.name = name
        self._model = model

    @property
    def dimension(self) -> int:
        return self._model.get_embedding_dimension() or 0

    def passages(self, texts: list[str]) -> NDArray[np.float32]:
        """One row of length one a text."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode_document(
            texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)

    def query(self, text: str) -> NDArray[np.float32]:
        """Length one."""
        row = self._model.encode_query(
            text, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(row, dtype=np.float32)


def open_embedding(name: str) -> Embedder:
    """The bundled embedding for "", else the sentence-transformers model of that name or in that folder.

    Raises EmbeddingUnavailableError.
    """
    if not name:
        return _bundled()
    try:
        # Ten seconds and 400 MB to import: only who asks for such a model pays.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        model = SentenceTransformer(name)
    except (ImportError, OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise EmbeddingUnavailableError(load("errors/embedding", model=name, reason=error)) from error
    if _E5.search(Path(name).name) and not model.prompts.get("query"):
        model.prompts = _E5_PROMPTS
    return TransformerEmbedding(name, model)


def _bundled() -> Embedder:
    try:
        return StaticEmbedding.open(BUNDLED)
    except BrokenEmbeddingError as error:
        raise EmbeddingUnavailableError(load("errors/embedding_bundled", reason=error)) from error
