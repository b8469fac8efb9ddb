"""Search by meaning."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.index import BrokenIndexError
from retrieval.meaning import MeaningIndex
from retrieval.seal import sealed_files
from tests.fakes import HashedWords

EMBEDDER = HashedWords()
TEXTS = [f"dòng {n} nói về việc thứ {n * n}" for n in range(1, 121)]


def built(folder: Path, texts: list[str]) -> MeaningIndex:
    MeaningIndex.build(folder / "meaning", enumerate(texts, start=1), EMBEDDER, count=len(texts))
    return MeaningIndex.open(folder / "meaning")


def test_every_passage_is_nearest_to_itself(tmp_path: Path) -> None:
    index = built(tmp_path, TEXTS)

    best = [index.search(EMBEDDER.query(text), limit=1)[0] for text in TEXTS]

    assert [hit.key for hit in best] == list(range(1, 121))
    assert all(hit.score == pytest.approx(1.0, abs=1e-5) for hit in best)


def test_the_nearest_agree_with_an_exhaustive_comparison(tmp_path: Path) -> None:
    index = built(tmp_path, TEXTS)
    query = EMBEDDER.query("việc thứ 49 của dòng nào")
    cosines = EMBEDDER.passages(TEXTS) @ query

    found = index.search(query, limit=20)

    assert {hit.key - 1 for hit in found} == set(np.argsort(-cosines)[:20].tolist())
    assert [hit.score for hit in found] == pytest.approx(sorted(cosines, reverse=True)[:20], abs=1e-5)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 120])
def test_a_library_of_any_size_is_indexed(tmp_path: Path, count: int) -> None:
    index = built(tmp_path, TEXTS[:count])

    assert index.count == count
    assert len(index.search(EMBEDDER.query(TEXTS[0]), limit=500)) == count


def test_a_text_without_words_is_left_out(tmp_path: Path) -> None:
    index = built(tmp_path, ["ngân sách", "* * *", "y tế"])

    assert [hit.key for hit in index.search(EMBEDDER.query("y tế"), limit=5)] == [3, 1]


def test_a_query_without_words_finds_nothing(tmp_path: Path) -> None:
    assert built(tmp_path, TEXTS[:5]).search(EMBEDDER.query("?!"), limit=5) == []


def test_reading_changes_no_byte_of_what_was_written(tmp_path: Path) -> None:
    index = built(tmp_path, TEXTS)
    before = sealed_files(tmp_path)

    index.search(EMBEDDER.query("việc"), limit=5)

    assert sealed_files(tmp_path) == before


def test_it_searches_on_after_its_folder_is_removed(tmp_path: Path) -> None:
    index = built(tmp_path, TEXTS[:5])

    shutil.rmtree(tmp_path / "meaning")

    assert index.search(EMBEDDER.query(TEXTS[0]), limit=1)


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndexError):
        MeaningIndex.open(tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenIndexError):
        MeaningIndex.open(tmp_path / "empty").search(EMBEDDER.query("y tế"), limit=1)


def test_importing_the_module_leaves_chroma_alone() -> None:
    code = "import sys, retrieval.generation; sys.exit('chromadb' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
