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
        -6.82,
        {
            "own": 1.87,
            "found": 1.79,
            "head_near": 1.74,
            "slot_beside": 1.5,
            "contrary": 1.41,
            "names_missing": -1.39,
            "all": 1.37,
            "terms": 1.06,
            "slot_near": 0.72,
            "worst": -0.69,
            "lost": -0.54,
            "meaning": 0.4,
            "told": -0.38,
            "head": 0.35,
            "all_pairs": 0.25,
            "own_pairs": 0.15,
            "defines": 0.1,
            "listing": -0.1,
        },
    ),
    "slot": Judge(
        -6.56,
        {
            "contrary": -2.51,
            "lost": -2.33,
            "head": 1.83,
            "found": 1.8,
            "slot_near": 1.44,
            "worst": -1.24,
            "all": 1.13,
            "has_slot": 1.07,
            "own": 1.03,
            "told": 0.99,
            "own_pairs": 0.93,
            "listing": 0.63,
            "terms": -0.32,
            "all_pairs": 0.31,
            "other_name": 0.28,
            "defines": 0.21,
            "meaning": 0.14,
            "head_near": 0.05,
        },
    ),
    "other": Judge(
        -6.15,
        {
            "labelled": 2.34,
            "defines": 2.29,
            "terms": 2.2,
            "all": 2.15,
            "meaning": 1.34,
            "lost": -1.33,
            "own": 1.14,
            "all_pairs": 1.11,
            "told": 0.87,
            "worst": 0.79,
            "contrary": -0.65,
            "names_missing": 0.65,
            "other_name": 0.61,
            "own_pairs": 0.53,
            "head": 0.35,
            "listing": -0.18,
            "found": 0.05,
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
