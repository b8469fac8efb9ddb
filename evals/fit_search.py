"""Fits what each measure of the search counts for, on BEIR folders whose questions are parted by document."""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.fit_data import Numbers
from evals.fit_models import FOLDS, Lesson, fit_shares
from evals.plots import learning_curve
from evals.retrieval import Bench, Collection, measure, read_collection
from retrieval.closeness import MEASURES, WEIGHTS
from retrieval.embedding import EmbeddingUnavailableError, open_embedding
from settings import Settings

RESULTS = Path(__file__).parent / "results"
_RIDGE = 0.002
# The shares of the questions that the learning curve is drawn for.
_SHARES = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
_MEASURE = "nDCG@10"


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question with what the indexes found for it: ids, their measures, and their grades."""

    question: str
    fold: int
    ids: Sequence[str]
    measures: Numbers
    grades: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What one collection teaches."""

    name: str
    relevant: Mapping[str, Mapping[str, int]]
    asked: Sequence[Asked]

    @property
    def weight(self) -> float:
        """Of each question: a collection of a hundred times the questions counts ten times as much."""
        return 1.0 / math.sqrt(len(self.asked))


def lessons_of(bench: Bench, collection: Collection) -> Lessons:
    """Asks every question of a collection."""
    parts = folds(collection.relevant)
    ids = tuple(collection.texts)
    asked = []
    for question, text in collection.questions.items():
        found = bench.indexes.candidates(text)
        named = [ids[key] for key in found.keys]
        grades = np.array([float(collection.relevant[question].get(each, 0)) for each in named])
        asked.append(Asked(question, parts[question], named, found.measures, grades))
    return Lessons(collection.name, collection.relevant, asked)


def folds(relevant: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The fold of each question; all that one text answers stand in one, so that none is known by it."""
    first: dict[str, str] = {}
    roots: dict[str, str] = {question: question for question in relevant}

    def root(question: str) -> str:
        while roots[question] != question:
            question = roots[question]
        return question

    for question, texts in relevant.items():
        for text in texts:
            roots[root(question)] = root(first.setdefault(text, question))
    numbers: dict[str, int] = {}
    return {question: numbers.setdefault(root(question), len(numbers)) % FOLDS for question in relevant}


def fit(collections: Iterable[Lessons], *, without: int | None = None, share: float = 1.0) -> Numbers:
    """Weights in the order of MEASURES, from the questions outside the fold, `share` of each collection's."""
    taught = [lesson for each in collections for lesson in _taught(each, without=without, share=share)]
    return fit_shares(taught, size=len(MEASURES), ridge=_RIDGE)


def _taught(collection: Lessons, *, without: int | None, share: float) -> Iterator[Lesson]:
    outside = [each for each in collection.asked if each.fold != without]
    for each in outside[: max(1, round(share * len(outside)))]:
        if each.grades.any():
            yield Lesson(each.measures, each.grades / each.grades.sum(), collection.weight)


def score(collection: Lessons, weights: Mapping[int, Numbers]) -> float:
    """nDCG@10 with each question ranked by the weights of its fold."""
    ranked = {}
    for each in collection.asked:
        scores = each.measures @ weights[each.fold]
        best = np.argsort(-scores, kind="stable")[:10]
        ranked[each.question] = [(each.ids[at], float(scores[at])) for at in best]
    return measure(ranked, collection.relevant)[_MEASURE].mean


def _same(weights: Numbers) -> dict[int, Numbers]:
    return dict.fromkeys(range(FOLDS), weights)


def _report(collections: Sequence[Lessons]) -> dict[str, dict[str, float]]:
    """For each collection nDCG@10 by the weights of the code, fitted, held out, and fitted on the others."""
    fitted = _same(fit(collections))
    held_out = {fold: fit(collections, without=fold) for fold in range(FOLDS)}
    in_code = _same(np.array([WEIGHTS[name] for name in MEASURES]))
    report = {}
    for one in collections:
        others = [each for each in collections if each is not one]
        views = {"in the code": in_code, "fitted": fitted, "held out": held_out}
        if others:
            views["fitted on the others"] = _same(fit(others))
        report[one.name] = {name: score(one, view) for name, view in views.items()}
    return report


def _curve(collections: Sequence[Lessons]) -> dict[str, list[float]]:
    """nDCG@10 held out, for each of _SHARES of the questions fitted on."""
    curve: dict[str, list[float]] = {one.name: [] for one in collections}
    for share in _SHARES:
        weights = {fold: fit(collections, without=fold, share=share) for fold in range(FOLDS)}
        for one in collections:
            curve[one.name].append(score(one, weights))
    return curve


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals fit_search")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--save", action="store_true", help="keep figures and curve in evals/results")
    options = parser.parse_args(argv)
    collections = []
    try:
        embedder = open_embedding(Settings().embedding)
        for folder in options.folders:
            read = read_collection(folder, split=options.split)
            with tempfile.TemporaryDirectory(prefix="hoiphuong-") as indexes:
                collections.append(lessons_of(Bench(read, Path(indexes), embedder), read))
    except (EmbeddingUnavailableError, OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    weights = dict(zip(MEASURES, fit(collections).tolist(), strict=True))
    report = _report(collections)
    _print(weights, report)
    if options.save:
        curve = _curve(collections)
        kept = {"weights": weights, _MEASURE: report, "shares": _SHARES, "curve": curve}
        (RESULTS / "search_fit.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        learning_curve(RESULTS / "search_fit.svg", shares=_SHARES, curves=curve, measure=_MEASURE)
    return 0


def _print(weights: Mapping[str, float], report: Mapping[str, Mapping[str, float]]) -> None:
    for name, weight in weights.items():
        print(f"{name:<12}{WEIGHTS[name]:>8.2f}{weight:>8.2f}")
    for collection, views in report.items():
        print(f"{collection:<12}" + "".join(f"  {name} {value:.4f}" for name, value in views.items()))
