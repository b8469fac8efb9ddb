"""Whether the best evidence is an answer, or the documents do not say."""

from collections.abc import Sequence

from answering.rank import Ranked
from answering.slots import needs_slot
from answering.understand import Asked

# Chosen on the development questions: see the curve in evals/results/.
_THRESHOLD = -9.0


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """How much of the question the best unit and its surroundings hold, 0 to 1."""
    best = ranked[0].features
    if needs_slot(asked) and not best.has_slot:
        return 0.0
    return 0.5 * best.all + 0.5 * best.all_pairs - 0.5 * best.worst


def is_answer(asked: Asked, ranked: Sequence[Ranked]) -> bool:
    return confidence(asked, ranked) >= _THRESHOLD
