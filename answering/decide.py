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
        -2.03,
        {
            "spare_near": -1.55,
            "own": 1.22,
            "numbers_missing": -1.05,
            "names_missing": -1.02,
            "all": 0.9,
            "slot_near": 0.82,
            "slot_beside": 0.8,
            "contrary": 0.78,
            "other_name": -0.73,
            "spare": -0.64,
            "head": 0.55,
            "lost": -0.54,
            "defines": 0.53,
            "head_near": 0.48,
            "terms": 0.45,
            "all_pairs": 0.44,
            "run": -0.4,
            "own_pairs": 0.33,
            "other_scope": -0.29,
            "told": -0.28,
            "worst": -0.27,
            "found": 0.24,
            "meaning": 0.13,
            "gone_most": -0.1,
        },
    ),
    "slot": Judge(
        -3.59,
        {
            "all": 1.6,
            "contrary": -1.44,
            "own": 1.24,
            "head_near": 1.07,
            "head": 1.03,
            "spare": -0.95,
            "found": 0.81,
            "gone": -0.76,
            "all_pairs": 0.74,
            "numbers_missing": -0.71,
            "meaning": 0.67,
            "own_pairs": 0.63,
            "slot_near": -0.62,
            "long": -0.54,
            "names_missing": -0.47,
            "lost": -0.44,
            "has_slot": 0.34,
            "run": -0.33,
            "defines": -0.31,
            "listing": -0.3,
            "spare_near": -0.3,
            "other_scope": 0.29,
            "worst": -0.23,
            "terms": 0.21,
            "gone_most": 0.19,
            "other_name": 0.12,
            "told": -0.09,
        },
    ),
    "other": Judge(
        -3.17,
        {
            "labelled": 1.54,
            "all": 1.31,
            "meaning": 1.01,
            "all_pairs": 0.96,
            "defines": 0.72,
            "gone_most": -0.7,
            "own": 0.63,
            "listing": 0.57,
            "gone": -0.51,
            "worst": -0.42,
            "own_pairs": 0.41,
            "head": 0.4,
            "numbers_missing": -0.4,
            "lost": -0.35,
            "found": 0.34,
            "other_name": 0.28,
            "contrary": -0.25,
            "terms": 0.23,
            "other_scope": -0.22,
            "names_missing": 0.16,
            "items": 0.13,
            "told": 0.13,
            "long": 0.13,
            "spare": 0.11,
            "spare_near": 0.11,
        },
    ),
}
# Who holds less of the question than this holds nothing of it.
_NOTHING = 0.1
_SLOTTED = frozenset({Asks.DATE, Asks.PLACE, Asks.PERSON, Asks.DOCUMENT})


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """The log odds that the best unit answers; minus infinity where it cannot."""
    best = ranked[0].features
    if must_have_slot(asked) and not best.has_slot:
        return -math.inf
    if best.all < _NOTHING and not best.labelled:
        return -math.inf
    if not best.told and asked.kind is not Asks.WHETHER and not _introduces(asked, ranked[0]):
        return -math.inf
    if asked.roster and not any(persons(ranked[0].unit.text)):
        return -math.inf
    if best.other_time or (asked.office and (best.contrary or best.head_near < _HOLDER)):
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
