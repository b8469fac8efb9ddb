"""Whether the best evidence is an answer, or the documents do not say."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.features import Features
from answering.persons import persons
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
        -7.92,
        {
            "own": 2.09,
            "all": 1.88,
            "found": 1.86,
            "head_near": 1.73,
            "slot_beside": 1.56,
            "names_missing": -1.39,
            "terms": 1.38,
            "contrary": 1.1,
            "lost": -0.71,
            "slot_near": 0.62,
            "meaning": 0.61,
            "all_pairs": 0.58,
            "own_pairs": 0.3,
            "worst": -0.3,
            "listing": -0.24,
            "told": -0.18,
        },
    ),
    "slot": Judge(
        -7.32,
        {
            "found": 2.07,
            "contrary": -2.05,
            "lost": -1.92,
            "worst": -1.75,
            "head": 1.74,
            "all": 1.71,
            "told": 1.15,
            "has_slot": 1.03,
            "all_pairs": 0.88,
            "slot_near": 0.64,
            "listing": 0.63,
            "own": 0.58,
            "head_near": 0.54,
            "own_pairs": 0.33,
            "defines": 0.25,
            "other_name": 0.23,
            "meaning": 0.13,
            "terms": -0.13,
        },
    ),
    "other": Judge(
        -6.95,
        {
            "terms": 2.59,
            "all": 2.5,
            "labelled": 2.28,
            "defines": 2.13,
            "meaning": 1.5,
            "all_pairs": 1.21,
            "told": 1.14,
            "lost": -1.1,
            "own": 1.01,
            "worst": 0.71,
            "own_pairs": 0.52,
            "other_name": 0.51,
            "names_missing": 0.48,
            "found": 0.41,
            "contrary": -0.32,
            "listing": -0.2,
            "numbers_missing": -0.11,
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
    if asked.roster and not any(persons(ranked[0].unit.text)):
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
