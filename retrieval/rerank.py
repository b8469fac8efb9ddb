"""A cross-encoder that reads question and passage together, over the few that were found first."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from prompts import load

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# So many of what was found are read; the rest keep their places behind them.
RERANKED = 20

_log = logging.getLogger(__name__)


class RerankerUnavailableError(RuntimeError):
    """The named reranker cannot be loaded; the message is for the person who set it."""


class Reranker(Protocol):
    """Tells how well passages fit a question; scores of one question compare only with each other."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One score a text, higher is better. Raises RuntimeError when it cannot."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """As in Reranker; the model cuts what is longer than it reads."""
        pairs = [(question, text) for text in texts]
        found = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return [float(score) for score in found]


def open_reranker(name: str) -> Reranker | None:
    """The cross-encoder of that name or in that folder, None for "". Raises RerankerUnavailableError."""
    if not name:
        return None
    try:
        # Ten seconds and 400 MB to import: only who asks for such a model pays.
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        return CrossEncoderReranker(CrossEncoder(name, num_labels=1))
    except (ImportError, OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise RerankerUnavailableError(load("errors/reranker", model=name, reason=error)) from error


def reranked(reranker: Reranker, question: str, texts: Sequence[str]) -> list[int]:
    """The places of the texts in their new order; the old one where the model fails."""
    places = list(range(len(texts)))
    try:
        scores = reranker.scores(question, texts[:RERANKED])
    except RuntimeError as error:
        # Out of memory, most of the time: the order found without it is good enough to go on with.
        _log.warning("searched without the reranker: %s", error)
        return places
    return [*sorted(places[:RERANKED], key=lambda place: -scores[place]), *places[RERANKED:]]
