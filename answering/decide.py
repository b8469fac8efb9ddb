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
_THRESHOLD, _CONTINUING = 0.1, -1.0

# Who holds less of the question than this holds nothing of it.
_NOTHING = 0.1


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
        -2.73,
        {
            "spare_near": -1.53,
            "own": 1.28,
            "numbers_missing": -1.2,
            "names_missing": -1.17,
            "all": 1.06,
            "spare": -1.02,
            "slot_beside": 0.98,
            "contrary": 0.75,
            "terms": 0.74,
            "found": 0.64,
            "gone": -0.55,
            "head_near": 0.55,
            "run": -0.52,
            "after": 0.47,
            "other_name": -0.47,
            "lost": -0.47,
            "all_pairs": 0.46,
            "defines": 0.46,
            "slot_near": 0.4,
            "meaning": 0.39,
            "unknown": 0.35,
            "gone_most": 0.34,
            "head": 0.33,
            "opposed": -0.32,
            "told": -0.27,
            "heading": -0.26,
            "own_pairs": 0.26,
            "long": -0.22,
            "other_scope": 0.14,
        },
    ),
    "slot": Judge(
        -3.98,
        {
            "contrary": -1.77,
            "all": 1.51,
            "after": 1.32,
            "head_near": 1.29,
            "own": 1.11,
            "long": -1.1,
            "gone": -1.09,
            "names_missing": -1.09,
            "slot_near": -0.95,
            "worst": -0.82,
            "lost": -0.81,
            "head": 0.77,
            "other_scope": 0.76,
            "terms": 0.69,
            "numbers_missing": -0.68,
            "spare": -0.68,
            "listing": -0.58,
            "all_pairs": 0.52,
            "own_pairs": 0.48,
            "has_slot": 0.42,
            "found": 0.32,
            "unknown": 0.29,
            "gone_most": -0.29,
            "typed": 0.29,
            "run": -0.28,
            "meaning": 0.27,
            "defines": -0.25,
            "told": -0.1,
            "other_name": 0.09,
        },
    ),
    "other": Judge(
        -4.08,
        {
            "meaning": 1.39,
            "all": 1.25,
            "labelled": 1.18,
            "all_pairs": 0.87,
            "gone": -0.84,
            "listing": 0.76,
            "own": 0.61,
            "gone_most": -0.61,
            "found": 0.58,
            "worst": -0.53,
            "after": 0.42,
            "own_pairs": 0.35,
            "lost": -0.35,
            "numbers_missing": -0.31,
            "unknown": 0.31,
            "terms": 0.3,
            "typed": 0.29,
            "told": 0.29,
            "names_missing": -0.28,
            "head": 0.27,
            "other_name": 0.26,
            "contrary": -0.2,
            "defines": 0.15,
            "other_scope": -0.14,
            "items": 0.1,
            "spare": 0.1,
            "spare_near": 0.1,
            "has_slot": -0.1,
            "long": -0.09,
        },
    ),
}
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
