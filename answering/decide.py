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

# How good, against the best, a unit must be to answer where those before it cannot.
_AS_GOOD = 0.7

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
        -2.77,
        {
            "own": 1.38,
            "spare_near": -1.36,
            "names_missing": -1.23,
            "numbers_missing": -1.17,
            "all": 1.16,
            "spare": -0.94,
            "slot_beside": 0.9,
            "head_near": 0.76,
            "lost": -0.76,
            "terms": 0.72,
            "contrary": 0.63,
            "found": 0.59,
            "other_noun": -0.58,
            "defines": 0.58,
            "head": 0.52,
            "run": -0.5,
            "unknown": 0.46,
            "worst": -0.41,
            "other_name": -0.39,
            "opposed": -0.35,
            "meaning": 0.34,
            "gone_most": 0.32,
            "long": -0.31,
            "after": 0.29,
            "all_pairs": 0.29,
            "told": -0.28,
            "heading": -0.24,
            "slot_near": 0.2,
            "typed": 0.15,
            "other_scope": 0.12,
            "gone": -0.1,
            "own_pairs": 0.09,
        },
    ),
    "slot": Judge(
        -4.02,
        {
            "contrary": -2.01,
            "all": 1.5,
            "own": 1.22,
            "head_near": 1.15,
            "gone": -1.14,
            "head": 1.09,
            "long": -1.06,
            "after": 1.05,
            "listing": -1.0,
            "slot_near": -0.89,
            "names_missing": -0.86,
            "all_pairs": 0.76,
            "numbers_missing": -0.71,
            "spare": -0.71,
            "own_pairs": 0.66,
            "worst": -0.65,
            "found": 0.49,
            "lost": -0.43,
            "terms": 0.42,
            "other_scope": 0.42,
            "has_slot": 0.36,
            "typed": 0.24,
            "gone_most": -0.19,
            "defines": 0.17,
            "run": -0.16,
            "spare_near": 0.16,
            "told": -0.1,
            "unknown": 0.09,
        },
    ),
    "other": Judge(
        -3.68,
        {
            "meaning": 1.5,
            "all": 1.29,
            "labelled": 1.14,
            "all_pairs": 0.82,
            "listing": 0.78,
            "own": 0.62,
            "worst": -0.61,
            "found": 0.55,
            "gone": -0.46,
            "gone_most": -0.41,
            "names_missing": -0.35,
            "numbers_missing": -0.32,
            "lost": -0.31,
            "defines": 0.3,
            "after": 0.29,
            "own_pairs": 0.28,
            "typed": 0.28,
            "contrary": -0.26,
            "other_name": 0.25,
            "unknown": 0.2,
            "spare": 0.16,
            "spare_near": 0.16,
            "head": 0.16,
            "run": 0.15,
            "terms": 0.15,
            "items": 0.1,
            "has_slot": -0.09,
        },
    ),
}
_SLOTTED = frozenset({Asks.DATE, Asks.PLACE, Asks.PERSON, Asks.DOCUMENT})


def able(asked: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """The units from the first that can answer on; all of them where none that is nearly as good can."""
    good = (at for at, each in enumerate(ranked) if not _cannot_answer(asked, each))
    first = next(good, 0)
    return ranked[first:] if ranked and ranked[first].score >= _AS_GOOD * ranked[0].score else ranked


def confidence(asked: Asked, ranked: Sequence[Ranked]) -> float:
    """The log odds that the best unit answers; minus infinity where it cannot."""
    if _cannot_answer(asked, ranked[0]):
        return -math.inf
    best = ranked[0].features
    return _JUDGES[judge_of(asked)].log_odds(best, words=telling_words(asked))


def _cannot_answer(asked: Asked, ranked: Ranked) -> bool:
    """What no weight outweighs: no figure or name of the asked kind, another time, another's figure."""
    best = ranked.features
    guessed = all(word.read for word in asked.words if not word.stop)
    says_nothing = not best.told and asked.kind is not Asks.WHETHER and not _introduces(asked, ranked)
    return bool(
        (must_have_slot(asked) and not best.has_slot)
        or ((guessed or best.all < _NOTHING) and not best.labelled)
        or says_nothing
        or (asked.roster and not any(persons(ranked.unit.text)))
        or (asked.kind is Asks.COUNT and best.other_scope)
        or best.other_time
        or (asked.office and (best.contrary or best.head_near < _HOLDER))
    )


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
