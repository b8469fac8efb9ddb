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
_THRESHOLD = 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression: `bias` and the weights of features; `terms` is the question's words in tens."""

    bias: float
    weights: Mapping[str, float]

    def log_odds(self, features: Features, *, words: int) -> float:
        measured = {name: getattr(features, name) for name in self.weights if name != "terms"}
        measured["terms"] = min(words, 10) / 10
        total: float = sum(weight * measured[name] for name, weight in self.weights.items())
        return self.bias + total


_JUDGES = {
    "count": Judge(
        -6.92,
        {
            "head_near": 2.02,
            "own": 1.86,
            "all": 1.59,
            "slot_beside": 1.42,
            "terms": 1.17,
            "names_missing": -1.06,
            "found": 1.0,
            "contrary": 0.84,
            "slot_near": 0.75,
            "meaning": 0.74,
            "worst": -0.58,
            "lost": -0.57,
            "head": 0.49,
            "all_pairs": 0.37,
            "told": -0.37,
            "defines": 0.21,
            "listing": -0.21,
            "own_pairs": 0.19,
        },
    ),
    "slot": Judge(
        -6.33,
        {
            "lost": -2.12,
            "own": 1.65,
            "head": 1.56,
            "all": 1.51,
            "contrary": -1.22,
            "found": 1.21,
            "told": 0.96,
            "has_slot": 0.79,
            "slot_near": 0.76,
            "own_pairs": 0.75,
            "head_near": 0.64,
            "worst": -0.5,
            "listing": 0.42,
            "meaning": 0.22,
            "defines": 0.22,
            "terms": -0.15,
            "all_pairs": 0.05,
        },
    ),
    "other": Judge(
        -6.58,
        {
            "labelled": 2.34,
            "terms": 2.2,
            "all": 2.17,
            "defines": 1.71,
            "meaning": 1.48,
            "lost": -1.29,
            "all_pairs": 1.18,
            "own": 1.14,
            "told": 0.94,
            "found": 0.65,
            "own_pairs": 0.64,
            "contrary": -0.63,
            "names_missing": 0.54,
            "worst": 0.53,
            "listing": -0.17,
            "head": 0.14,
        },
    ),
}
_SLOTTED = frozenset({Asks.DATE, Asks.PLACE, Asks.PERSON, Asks.DOCUMENT})


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """The log odds that the best unit answers; minus infinity where it cannot."""
    best = ranked[0].features
    if must_have_slot(asked) and not best.has_slot:
        return -math.inf
    if not best.told and asked.kind is not Asks.WHETHER:
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
