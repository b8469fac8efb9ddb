"""Search by shared words."""

import shutil
from pathlib import Path

import pytest

from corpus.vietnamese import terms
from retrieval.index import BrokenIndexError
from retrieval.words import WordIndex

TEXTS = [
    "Trung tâm phục vụ hành chính công giải quyết thủ tục hành chính",
    "Thu ngân sách nhà nước trên địa bàn phường",
    "Đảng ủy phường ban hành nghị quyết",
    "Ngân sách chi cho y tế, giáo dục",
]


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    WordIndex.build(tmp_path / "words", enumerate(TEXTS, start=1))
    return WordIndex.open(tmp_path / "words")


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("thủ tục hành chính", 1),
        ("thu tuc hanh chinh", 1),
        ("THU NGÂN SÁCH", 2),
        ("đảng uỷ", 3),  # the other way to write "ủy" shares "đảng" alone
        ("chi ngân sách", 4),
    ],
)
def test_the_passage_that_shares_most_words_is_first(index: WordIndex, query: str, best: int) -> None:
    assert index.search(terms(query), limit=10)[0].key == best


def test_passages_that_share_no_word_are_not_found(index: WordIndex) -> None:
    assert index.search(terms("bóng đá"), limit=10) == []
    assert [hit.key for hit in index.search(terms("giáo dục"), limit=10)] == [4]


def test_scores_fall(index: WordIndex) -> None:
    scores = [hit.score for hit in index.search(terms("ngân sách phường"), limit=10)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_a_boost_turns_the_order(index: WordIndex) -> None:
    query = terms("ngân sách")

    assert index.search(query, limit=1, boosts={"y_te": 3.0})[0].key == 4
    assert index.search(query, limit=1, boosts={"nha_nuoc": 3.0})[0].key == 2


def test_a_boost_of_zero_takes_a_term_out(index: WordIndex) -> None:
    assert index.search(["ngan"], limit=5, boosts={"ngan": 0.0}) == []


@pytest.mark.parametrize(
    "odd",
    [
        [],
        [""],
        [" "],
        ['"', "(", "AND", "terms:", "*", "\\"],
        ["\x00"],
        ["\ud800"],
        ["😀", "\u202e"],
        ["x" * 100_000],
        ["ngan"] * 5000,
        [f"t{n}" for n in range(5000)],
    ],
    ids=lambda odd: f"{len(odd)}-{odd[0][:3] if odd else ''}".encode("unicode_escape").decode(),
)
def test_no_term_breaks_it(index: WordIndex, odd: list[str]) -> None:
    assert len(index.search(odd, limit=10)) <= len(TEXTS)


@pytest.mark.parametrize(("limit", "found"), [(-1, 0), (0, 0), (1, 1), (10**9, 2)])
def test_any_limit_is_kept(index: WordIndex, limit: int, found: int) -> None:
    assert len(index.search(["ngan"], limit=limit)) == found


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "words", [])

    index = WordIndex.open(tmp_path / "words")

    assert index.count == 0
    assert index.search(["ngan"], limit=5) == []


def test_it_searches_on_after_its_folder_is_removed(tmp_path: Path, index: WordIndex) -> None:
    shutil.rmtree(tmp_path / "words")

    assert index.search(["ngan"], limit=5)


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndexError):
        WordIndex.open(tmp_path)
