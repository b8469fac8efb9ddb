"""The fused search of one edition."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.library import Library, LibraryWriter
from retrieval.forward import ForwardIndex
from retrieval.meaning import MeaningIndex
from retrieval.search import Indexes, Search, fuse
from retrieval.words import WordIndex
from tests.builders import a_document, passages_of
from tests.fakes import HashedWords

EMBEDDER = HashedWords()
LINES = (
    "Thu ngân sách nhà nước đạt 215 tỷ đồng",
    "Chi ngân sách cho giáo dục",
    "Tiếp nhận hồ sơ thủ tục hành chính tại bộ phận một cửa",
    "Tổ chức hội nghị sơ kết một năm",
)


def opened(folder: Path, *, meaning: bool) -> Search:
    document = a_document(*LINES)
    with LibraryWriter(folder / "library.sqlite") as writer:
        writer.add(document, passages_of(document))
        writer.finish()
    library = Library.open(folder / "library.sqlite")
    rows = [(key, passage.search_text) for key, passage in enumerate(library.all_passages(), start=1)]
    WordIndex.build(folder / "words", rows)
    ForwardIndex.build(folder / "forward", rows)
    MeaningIndex.build(folder / "meaning", rows, EMBEDDER, count=len(rows))
    near = MeaningIndex.open(folder / "meaning") if meaning else None
    indexes = Indexes(WordIndex.open(folder / "words"), near, ForwardIndex.open(folder / "forward"), EMBEDDER)
    return Search(library, indexes)


@pytest.fixture
def search(tmp_path: Path) -> Search:
    return opened(tmp_path, meaning=True)


def test_the_best_hit_tells_how_it_was_found(search: Search) -> None:
    best, *others = search.find("nộp hồ sơ thủ tục hành chính ở đâu")

    assert best.passage.text == LINES[2]
    assert best.score == 1.0
    assert best.word_score > 0
    assert 0 < best.meaning_score <= 1
    assert all(hit.score < 1 for hit in others)


@pytest.mark.parametrize("query", ["", " ", "?!…", "\x00", "\ud83d", "😀", "xyzzy"])
def test_a_query_that_means_nothing_finds_nothing_by_words(search: Search, query: str) -> None:
    assert all(hit.word_score == 0 for hit in search.find(query))


def test_words_typed_in_decomposed_form_are_the_same_words(search: Search) -> None:
    decomposed = unicodedata.normalize("NFD", "giáo dục")

    assert search.find(decomposed) == search.find("giáo dục")
    assert search.find(decomposed)[0].passage.text == LINES[1]


def test_the_limit_is_kept(search: Search) -> None:
    assert len(search.find("ngân sách", limit=1)) == 1
    assert search.find("ngân sách", limit=0) == ()


def test_a_boost_reaches_the_words(search: Search) -> None:
    assert search.find("ngân sách", boosts={"giao_duc": 5.0})[0].passage.text == LINES[1]


def test_without_meaning_words_alone_answer(tmp_path: Path) -> None:
    hits = opened(tmp_path, meaning=False).find("hội nghị sơ kết")

    assert hits[0].passage.text == LINES[3]
    assert {hit.meaning_score for hit in hits} == {0.0}


def test_the_same_question_gives_the_same_hits(search: Search) -> None:
    assert search.find("một năm ngân sách") == search.find("một năm ngân sách")


class Backwards:
    """Likes the later of two lines of the corpus."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        return [float(next(at for at, line in enumerate(LINES) if line in text)) for text in texts]


def test_a_reranker_turns_the_order_and_leaves_the_scores_to_the_places(search: Search) -> None:
    plain = search.find("ngân sách hồ sơ hội nghị")

    turned = Search(search.library, search.indexes, Backwards()).find("ngân sách hồ sơ hội nghị")

    assert [hit.passage.text for hit in turned] == list(reversed(LINES))
    assert [hit.score for hit in turned] == [hit.score for hit in plain]


@pytest.mark.parametrize(
    ("words", "meaning", "order"),
    [
        ({1: 10.0, 2: 5.0, 3: 0.0}, {1: 0.9, 2: 0.5, 3: 0.1}, [1, 2, 3]),
        ({1: 10.0, 2: 9.9, 3: 0.0}, {2: 0.9, 3: 0.1}, [2, 1, 3]),  # meaning settles a near tie
        ({1: 10.0, 2: 0.0}, {2: 0.9, 3: 0.1}, [1, 2, 3]),  # words weigh more
        ({}, {5: 0.4, 6: 0.2}, [5, 6]),
        ({5: 0.4}, {}, [5]),
        ({}, {}, []),
    ],
)
def test_fusing_weighs_the_stretched_scores(
    words: dict[int, float], meaning: dict[int, float], order: list[int]
) -> None:
    fused = fuse(words, meaning, weight=0.3)

    assert sorted(fused, key=lambda key: -fused[key]) == order
    assert all(0 <= score <= 1 for score in fused.values())
