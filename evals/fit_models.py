"""The two regressions that are fitted, and the folds they are held to: numbers in, weights out, no chance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.fit_data import FEATURES, VOICES, Numbers, Row

FOLDS = 5
# Sharpens the ranking's scores into shares: the first place counts, not the order further down.
_SHARPNESS = 3.0
# What draws a weight to nothing where the questions say nothing of it.
_RIDGE_RANKING, _RIDGE_JUDGE, _RIDGE_BIAS = 0.01, 0.004, 1e-4
_MOST_STEPS, _STILL = 60, 1e-9


@dataclass(frozen=True, slots=True)
class Slope:
    """The loss at a point with its first and second derivatives."""

    loss: float
    gradient: Numbers
    curvature: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class FittedJudge:
    """A logistic regression; `weights` stand in the order of VOICES."""

    bias: float
    weights: Numbers

    def log_odds(self, row: Row) -> float:
        return -np.inf if row.ruled_out else float(self.bias + row.voices @ self.weights)


def fit_ranking(rows: Sequence[Row]) -> Numbers:
    """Weights in the order of FEATURES that put the units with the answer before the others.

    Questions without such a unit teach nothing and are passed over.
    """
    lessons = [
        Lesson(row.features * _SHARPNESS, row.shares / row.shares.sum()) for row in rows if row.shares.any()
    ]
    return fit_shares(lessons, size=len(FEATURES), ridge=_RIDGE_RANKING)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The measures of what one question found, a line each, and the share that each should have of one."""

    measures: Numbers
    shares: Numbers
    weight: float = 1.0


def fit_shares(lessons: Sequence[Lesson], *, size: int, ridge: float) -> Numbers:
    """What each of `size` measures counts for, so that a softmax over what was found gives the shares."""
    total = sum(lesson.weight for lesson in lessons) or 1.0

    def slope(weights: Numbers) -> Slope:
        each = [(_softmax(one.measures, one.shares, weights), one.weight / total) for one in lessons]
        return Slope(
            sum(part * one.loss for one, part in each) + ridge * float(weights @ weights) / 2,
            sum((part * one.gradient for one, part in each), np.zeros(size)) + ridge * weights,
            sum((part * one.curvature for one, part in each), np.zeros((size, size))) + ridge * np.eye(size),
        )

    return _lowest(slope, np.zeros(size))


def _softmax(features: Numbers, shares: Numbers, weights: Numbers) -> Slope:
    """One question: how far the shares that the scores give the units are from those they should have."""
    logs = features @ weights
    logs -= logs.max()
    logs -= np.log(np.exp(logs).sum())
    chances = np.exp(logs)
    mean = chances @ features
    spread = (features * chances[:, None]).T @ features - np.outer(mean, mean)
    return Slope(-float(shares @ logs), mean - shares @ features, spread)


def first_places(rows: Sequence[Row], weights: Numbers) -> int:
    """How many questions have a unit with the answer in first place; the earlier of two equals counts."""
    return sum(bool(row.shares[np.argmax(row.features @ weights)] > 0) for row in rows)


def fit_judges(rows: Sequence[Row], names: Sequence[str]) -> dict[str, FittedJudge]:
    """A judge for each name. A best unit that is not the answer teaches nothing, nor does one ruled out."""
    taught = [row for row in rows if not row.ruled_out and row.right == row.answerable]
    return {name: _fit_judge([row for row in taught if row.judge == name]) for name in names}


def _fit_judge(rows: Sequence[Row]) -> FittedJudge:
    """Both sides weigh the same, however many questions each has."""
    heard = np.array([[*row.voices, 1.0] for row in rows]).reshape(len(rows), len(VOICES) + 1)
    answerable = np.array([float(row.answerable) for row in rows])
    sides = np.array([max(answerable.sum(), 1.0), max((1 - answerable).sum(), 1.0)])
    weight = np.where(answerable == 1, 0.5 / sides[0], 0.5 / sides[1])
    ridge = np.array([*[_RIDGE_JUDGE] * len(VOICES), _RIDGE_BIAS])

    def slope(weights: Numbers) -> Slope:
        odds = heard @ weights
        chances = np.exp(-np.logaddexp(0, -odds))
        loss = weight @ (np.logaddexp(0, odds) - answerable * odds) + ridge @ weights**2 / 2
        gradient = heard.T @ (weight * (chances - answerable)) + ridge * weights
        curvature = (heard * (weight * chances * (1 - chances))[:, None]).T @ heard + np.diag(ridge)
        return Slope(float(loss), gradient, curvature)

    found = _lowest(slope, np.zeros(len(VOICES) + 1))
    return FittedJudge(float(found[-1]), found[:-1])


def _lowest(slope: Callable[[Numbers], Slope], start: Numbers) -> Numbers:
    """Newton's way down a convex loss; a step that goes too far is halved."""
    at, here = start, slope(start)
    for _ in range(_MOST_STEPS):
        step = np.linalg.solve(here.curvature, here.gradient)
        size = 1.0
        there = slope(at - step)
        while there.loss > here.loss and size > _STILL:
            size /= 2
            there = slope(at - size * step)
        if there.loss > here.loss - _STILL:
            return at
        at, here = at - size * step, there
    return at


def folds(rows: Sequence[Row]) -> list[int]:
    """The fold of each row. All wordings of a question, and both sides of the wall, stand in one."""
    roots: dict[str, str] = {}
    for row in rows:
        for other in row.case.of:
            roots[_root(roots, row.case.id)] = _root(roots, other)
    numbers: dict[str, int] = {}
    return [numbers.setdefault(_root(roots, row.case.id), len(numbers)) % FOLDS for row in rows]


def _root(roots: Mapping[str, str], id: str) -> str:  # noqa: A002 - the questions' own word
    while id in roots and roots[id] != id:
        id = roots[id]  # noqa: A001
    return id


def held_out_places(rows: Sequence[Row]) -> int:
    """First places where each question is ranked by weights that were fitted without it."""
    return sum(
        first_places(out, fit_ranking(rest)) for out, rest in (_parted(rows, fold) for fold in range(FOLDS))
    )


def held_out_odds(rows: Sequence[Row], names: Sequence[str]) -> list[float]:
    """The log odds of each row by a judge that was fitted without its question."""
    judged = [fit_judges(_parted(rows, fold)[1], names) for fold in range(FOLDS)]
    return [judged[fold][row.judge].log_odds(row) for row, fold in zip(rows, folds(rows), strict=True)]


def _parted(rows: Sequence[Row], fold: int) -> tuple[list[Row], list[Row]]:
    """The rows of a fold, and the rest."""
    numbered = list(zip(rows, folds(rows), strict=True))
    return [row for row, its in numbered if its == fold], [row for row, its in numbered if its != fold]
