"""How close a passage comes to a question."""

from pathlib import Path

import numpy as np
import pytest

from corpus.vietnamese import terms
from retrieval.closeness import MEASURES, WEIGHTS, Figures, measures, sought
from retrieval.forward import ForwardIndex

NOTHING = np.array([np.nan])


def measured(
    folder: Path, question: str, *texts: str, cosines: Figures | None = None
) -> list[dict[str, float]]:
    ForwardIndex.build(folder / "forward", enumerate(texts))
    found = ForwardIndex.open(folder / "forward").read(range(len(texts)))
    none = np.full(len(texts), np.nan)
    words = np.zeros(len(texts))
    asked = sought(dict.fromkeys(terms(question), 1.0))
    rows = measures(asked, found, words=words, cosines=none if cosines is None else cosines)
    return [dict(zip(MEASURES, row.tolist(), strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("measure", "better", "worse"),
    [
        ("held", "Đăng ký kết hôn tại phường", "Đăng ký xe tại phường"),
        ("pairs", "Đăng ký kết hôn", "Kết quả đăng bạ, hôn nhân, ký tên"),
        ("line", "Đăng ký kết hôn. Khai sinh", "Đăng ký khai sinh. Kết hôn"),
    ],
)
def test_the_closer_passage_measures_more(measure: str, better: str, worse: str, tmp_path: Path) -> None:
    close, far = measured(tmp_path, "đăng ký kết hôn", better, worse)

    assert close[measure] > far[measure]


def test_a_pair_does_not_reach_over_the_end_of_a_line(tmp_path: Path) -> None:
    whole, torn = measured(tmp_path, "kết hôn", "Kết hôn", "Có kết. Hôn nhân")

    assert (whole["pairs"], torn["pairs"]) == (1.0, 0.0)
    assert torn["held"] == 1.0


def test_a_passage_that_is_not_near_in_meaning_counts_as_the_farthest(tmp_path: Path) -> None:
    cosines = np.array([0.9, np.nan, 0.4])

    near, unknown, far = measured(tmp_path, "phí", "phí", "lệ phí", "thu phí", cosines=cosines)

    assert (near["meaning"], unknown["meaning"], far["meaning"]) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("question", ["", "…", "\ud83d"])
def test_a_question_without_words_is_held_by_nothing(question: str, tmp_path: Path) -> None:
    (one,) = measured(tmp_path, question, "Đăng ký kết hôn")

    assert (one["held"], one["pairs"], one["line"]) == (0.0, 0.0, 0.0)


def test_nothing_found_has_no_rows(tmp_path: Path) -> None:
    assert measured(tmp_path, "kết hôn") == []


def test_every_measure_counts_for_a_passage() -> None:
    assert min(WEIGHTS.values()) > 0
