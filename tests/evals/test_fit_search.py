"""What each measure of the search counts for, fitted on questions parted by document."""

from pathlib import Path

import numpy as np
import pytest

from evals.fit_models import FOLDS
from evals.fit_search import Asked, Lessons, fit, folds, lessons_of, main, score
from evals.retrieval import Bench, read_collection
from retrieval.closeness import MEASURES
from tests.fakes import HashedWords


def test_questions_that_one_text_answers_stand_in_one_fold() -> None:
    relevant = {
        "a": {"1": 1},
        "b": {"2": 1},
        "c": {"1": 1, "3": 1},
        "d": {"3": 1, "4": 1},
        "e": {"5": 1},
        "f": {"4": 1},
    }

    parted = folds(relevant)

    assert len({parted[name] for name in "acdf"}) == 1
    assert len({parted["a"], parted["b"], parted["e"]}) == 3
    assert set(parted.values()) <= set(range(FOLDS))


def test_a_measure_that_tells_the_right_text_gets_the_weight() -> None:
    telling = MEASURES.index("pairs")
    chance = np.random.default_rng(0)
    asked = []
    for number in range(20):
        measures = chance.random((4, len(MEASURES)))
        measures[:, telling] = [1.0, 0.2, 0.1, 0.0]
        asked.append(
            Asked(str(number), number % FOLDS, ["w", "x", "y", "z"], measures, np.array([1.0, 0, 0, 0]))
        )
    lessons = Lessons("made", {each.question: {"w": 1} for each in asked}, asked)

    weights = fit([lessons])

    assert int(np.argmax(weights)) == telling
    assert score(lessons, dict.fromkeys(range(FOLDS), weights)) == pytest.approx(1.0)


def test_a_question_comes_with_what_was_found_and_which_of_it_is_right(
    beir_folder: Path, tmp_path: Path
) -> None:
    collection = read_collection(beir_folder, split="dev")

    lessons = lessons_of(Bench(collection, tmp_path, HashedWords()), collection)

    birth = next(each for each in lessons.asked if each.question == "q1")
    assert birth.measures.shape == (len(birth.ids), len(MEASURES))
    assert [text for text, grade in zip(birth.ids, birth.grades, strict=True) if grade] == ["luat#1"]


def test_it_prints_a_weight_for_each_measure_and_a_score_for_each_view(
    beir_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(beir_folder)]) == 0

    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()] == [*MEASURES, "small"]
    assert "held out" in printed


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
