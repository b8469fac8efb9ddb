"""The words of each passage in their order."""

from pathlib import Path

import numpy as np
import pytest

from corpus.vietnamese import lines_of_words
from retrieval.forward import END, ForwardIndex, number_of
from retrieval.index import BrokenIndexError

ROWS = ((3, "Thu phí.\nKhông thu lệ phí"), (4, "…"), (9, "Phí; lệ phí"))


@pytest.fixture
def index(tmp_path: Path) -> ForwardIndex:
    ForwardIndex.build(tmp_path / "forward", ROWS)
    return ForwardIndex.open(tmp_path / "forward")


def numbers(*words: str) -> list[int]:
    return [number_of(word) if word else END for word in words]


def test_passages_come_back_word_for_word_and_line_for_line(index: ForwardIndex) -> None:
    found = index.read([9, 3])

    assert found.words.tolist() == numbers(
        "phi", "", "le", "phi", "", "thu", "phi", "", "khong", "thu", "le", "phi", ""
    )
    assert found.starts.tolist() == [0, 5]


def test_a_passage_without_words_has_one_empty_line(index: ForwardIndex) -> None:
    assert index.read([4]).words.tolist() == [END]


def test_nothing_asked_for_is_nothing(index: ForwardIndex) -> None:
    assert len(index.read([]).words) == len(index.read([]).starts) == 0


@pytest.mark.parametrize("missing", [1, 5, 10])
def test_a_passage_that_is_not_there_is_an_error(missing: int, index: ForwardIndex) -> None:
    with pytest.raises(KeyError):
        index.read([3, missing])


@pytest.mark.parametrize("file", ["words.npy", "starts.npy", "keys.npy"])
def test_a_torn_file_is_an_error(file: str, tmp_path: Path) -> None:
    ForwardIndex.build(tmp_path / "forward", ROWS)
    whole = (tmp_path / "forward" / file).read_bytes()
    (tmp_path / "forward" / file).write_bytes(whole[: len(whole) - 4])

    with pytest.raises(BrokenIndexError):
        ForwardIndex.open(tmp_path / "forward")


def test_it_reads_on_after_its_folder_is_removed(index: ForwardIndex, tmp_path: Path) -> None:
    for file in (tmp_path / "forward").iterdir():
        file.unlink()

    assert index.read([9]).words.tolist() == numbers("phi", "", "le", "phi", "")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Nộp hồ sơ. Nhận kết quả; trả phí", [["nop", "ho", "so"], ["nhan", "ket", "qua"], ["tra", "phi"]]),
        ("Diện tích 2,95km² và 27.228 hộ", [["dien", "tich", "2,95", "km²", "va", "27.228", "ho"]]),
        ("\n\n.;", []),
    ],
)
def test_a_line_ends_with_its_sentence_and_not_inside_a_number(text: str, lines: list[list[str]]) -> None:
    assert lines_of_words(text) == lines


def test_no_word_has_the_number_that_ends_a_line() -> None:
    assert END not in {number_of(word) for word in ("", "a", "thu", "2026")}
    assert np.uint32(number_of("thu")) == number_of("thu")
