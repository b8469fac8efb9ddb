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
_THRESHOLD, _CONTINUING = 0.0, -1.0


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
        -7.89,
        {
            "all": 1.9,
            "head_near": 1.87,
            "numbers_missing": -1.82,
            "own": 1.81,
            "found": 1.76,
            "terms": 1.49,
            "slot_beside": 1.35,
            "names_missing": -1.13,
            "lost": -1.1,
            "other_scope": -0.98,
            "slot_near": 0.94,
            "other_name": -0.72,
            "contrary": 0.71,
            "meaning": 0.69,
            "all_pairs": 0.52,
            "worst": -0.4,
            "told": 0.11,
        },
    ),
    "slot": Judge(
        -7.08,
        {
            "numbers_missing": -2.14,
            "contrary": -1.82,
            "head": 1.81,
            "worst": -1.8,
            "lost": -1.77,
            "all": 1.73,
            "found": 1.72,
            "told": 1.31,
            "slot_near": 0.94,
            "all_pairs": 0.82,
            "listing": 0.65,
            "has_slot": 0.64,
            "own": 0.59,
            "meaning": 0.54,
            "other_scope": 0.44,
            "head_near": 0.34,
            "defines": 0.28,
            "other_name": 0.23,
            "own_pairs": 0.14,
        },
    ),
    "other": Judge(
        -7.19,
        {
            "terms": 2.6,
            "all": 2.51,
            "labelled": 2.31,
            "defines": 1.68,
            "meaning": 1.34,
            "told": 1.33,
            "own": 1.13,
            "all_pairs": 1.12,
            "other_scope": -1.1,
            "lost": -0.94,
            "numbers_missing": -0.91,
            "found": 0.72,
            "own_pairs": 0.67,
            "contrary": -0.59,
            "other_name": 0.48,
            "listing": -0.47,
            "names_missing": 0.47,
            "worst": 0.42,
            "head": -0.09,
        },
    ),
}
_SLOTTED = frozenset({Asks.DATE, Asks.PLACE, Asks.PERSON, Asks.DOCUMENT})


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """The log odds that the best unit answers; minus infinity where it cannot."""
    best = ranked[0].features
    if must_have_slot(asked) and not best.has_slot:
        return -math.inf
    if not best.told and asked.kind is not Asks.WHETHER and not _introduces(asked, ranked[0]):
        return -math.inf
    if asked.roster and not any(persons(ranked[0].unit.text)):
        return -math.inf
    if best.other_time or (asked.office and best.head_near < _HOLDER):
        return -math.inf
    return _JUDGES[judge_of(asked)].log_odds(best, words=telling_words(asked))


def _introduces(asked: Asked, best: Ranked) -> bool:
    """Whether a list is asked for and the text, which says no more than the question, opens one."""
    return Asks.LIST in asked.kinds and best.unit.text.rstrip().endswith(":")


# A holder's name follows the office within a few words: "Phó Bí thư Thường trực Thành ủy Nguyễn …".
_HOLDER = math.exp(-7 / 6)


def judges() -> Mapping[str, Judge]:
    """The judges by name."""
    return _JUDGES


def judge_of(asked: Asked) -> str:
    """The name of the judge that decides on such a question."""
    if asked.kind is Asks.COUNT:
        return "count"
    return "slot" if asked.kind in _SLOTTED else "other"


def telling_words(asked: Asked) -> int:
    return sum(not word.stop for word in asked.words)


def is_answer(asked: Asked, ranked: Sequence[Ranked], *, continues: bool = False) -> bool:
    """`continues` says that the question goes on from one before it: fewer of its words name the thing."""
    return confidence(asked, ranked) >= (_CONTINUING if continues else _THRESHOLD)
