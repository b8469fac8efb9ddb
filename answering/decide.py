"""Whether the best evidence is an answer, or the documents do not say."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.features import Features
from answering.rank import Ranked
from answering.slots import must_have_slot
from answering.understand import Asked, Asks

# Fitted on the development facts, their rewordings and the questions without an answer (evals/fit.py), one
# judge for each kind of question, since a figure's place says more than shared words do.
_THRESHOLD = -0.4


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression: `bias` and the weight of each feature; `terms` is the question's length in tens."""

    bias: float
    weights: Mapping[str, float]

    def log_odds(self, features: Features, *, words: int) -> float:
        measured = {name: getattr(features, name) for name in self.weights if name != "terms"}
        measured["terms"] = min(words, 10) / 10
        total: float = sum(weight * measured[name] for name, weight in self.weights.items())
        return self.bias + total


_JUDGES = {
    "count": Judge(
        -6.48,
        {
            "own": 1.22,
            "own_pairs": 0.06,
            "all": 0.87,
            "all_pairs": 0.08,
            "worst": -1.07,
            "lost": -0.77,
            "slot_near": 0.89,
            "slot_beside": 1.31,
            "head": 0.41,
            "head_near": 2.07,
            "found": 2.07,
            "meaning": 0.96,
            "told": -0.71,
            "contrary": 1.29,
            "names_missing": -1.14,
            "terms": 1.7,
        },
    ),
    "slot": Judge(
        -6.42,
        {
            "own": 0.67,
            "own_pairs": 0.12,
            "all": 1.27,
            "all_pairs": -0.27,
            "worst": -0.78,
            "lost": -2.4,
            "slot_near": 0.7,
            "head": 0.54,
            "head_near": 1.53,
            "found": 1.84,
            "meaning": 1.14,
            "has_slot": 0.28,
            "told": 0.93,
            "terms": 1.34,
        },
    ),
    "other": Judge(
        -4.1,
        {
            "own": 0.22,
            "own_pairs": 0.36,
            "all": 1.22,
            "all_pairs": 1.38,
            "worst": 0.61,
            "lost": -1.11,
            "head": 0.61,
            "found": 0.48,
            "meaning": 0.69,
            "labelled": 2.14,
            "told": 0.52,
            "contrary": -0.64,
            "names_missing": 0.56,
            "terms": 0.79,
        },
    ),
}
_SLOTTED = frozenset({Asks.DATE, Asks.PLACE, Asks.PERSON, Asks.DOCUMENT})


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """The log odds that the best unit answers; minus infinity where it cannot."""
    best = ranked[0].features
    if must_have_slot(asked) and not best.has_slot:
        return -math.inf
    if best.other_time or (asked.office and best.head_near < _HOLDER):
        return -math.inf
    words = sum(not word.stop for word in asked.words)
    return _JUDGES[_judge(asked)].log_odds(best, words=words)


# A holder's name follows the office within a few words: "Phó Bí thư Thường trực Thành ủy Nguyễn …".
_HOLDER = math.exp(-7 / 6)


def _judge(asked: Asked) -> str:
    if asked.kind is Asks.COUNT:
        return "count"
    return "slot" if asked.kind in _SLOTTED else "other"


def is_answer(asked: Asked, ranked: Sequence[Ranked]) -> bool:
    return confidence(asked, ranked) >= _THRESHOLD
