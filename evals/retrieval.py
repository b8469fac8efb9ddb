"""The score of the search: BEIR folders through the product's own indexes, with intervals and costs."""

import argparse
import json
import lzma
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

from corpus.vietnamese import normalise, terms
from evals.variants import vary
from retrieval.embedding import EmbeddingUnavailableError, open_embedding
from retrieval.forward import ForwardIndex
from retrieval.index import Scored
from retrieval.meaning import Embedder, MeaningIndex
from retrieval.rerank import Reranker, RerankerUnavailableError, open_reranker, reranked
from retrieval.search import Indexes
from retrieval.words import WordIndex
from settings import Settings

DEPTH = 100
MEASURES = {
    "Hit@1": Success @ 1,
    "R@5": R @ 5,
    "R@10": R @ 10,
    "R@20": R @ 20,
    "R@50": R @ 50,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
VARIANTS = ("words", "meaning", "fused", "fused, no accents", "fused, one typing error")
RERANKED = "reranked"
_SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Collection:
    """A BEIR folder: texts (title and body) by id, and the questions that have a relevant text."""

    name: str
    texts: Mapping[str, str]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over the questions, and where 95 of 100 resamplings of the questions put it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """One variant on one collection; `ranked` holds the first texts of each question, best first."""

    collection: str
    variant: str
    figures: Mapping[str, Figure]
    p50_ms: float
    p95_ms: float
    p99_ms: float
    ranked: Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one collection took: seconds to index, bytes on the disk, the most memory held so far."""

    collection: str
    texts: int
    words_seconds: float
    meaning_seconds: float
    words_bytes: int
    meaning_bytes: int
    peak_rss_bytes: int


class Bench:
    """The indexes of one collection, as an edition holds them."""

    def __init__(
        self, collection: Collection, folder: Path, embedder: Embedder, reranker: Reranker | None = None
    ) -> None:
        self.collection = collection
        self._reranker = reranker
        self._ids = tuple(collection.texts)
        self._embedder = embedder
        rows = list(enumerate(collection.texts.values()))
        words, meaning, forward = folder / "words", folder / "meaning", folder / "forward"
        began = time.perf_counter()
        WordIndex.build(words, rows)
        ForwardIndex.build(forward, rows)
        worded = time.perf_counter()
        MeaningIndex.build(meaning, rows, embedder, count=len(rows))
        ended = time.perf_counter()
        self.indexes = Indexes(
            WordIndex.open(words), MeaningIndex.open(meaning), ForwardIndex.open(forward), embedder
        )
        self.cost = Cost(
            collection.name,
            len(rows),
            words_seconds=worded - began,
            meaning_seconds=ended - worded,
            words_bytes=_bytes(words) + _bytes(forward),
            meaning_bytes=_bytes(meaning),
            peak_rss_bytes=peak_rss(),
        )

    def run(self, variant: str) -> Result:
        """Asks every question in one of VARIANTS, or RERANKED where there is a reranker."""
        find = self._finders()[variant]
        find("đăng ký")
        times, ranked = [], {}
        for id_, question in self.collection.questions.items():
            began = time.perf_counter()
            found = find(question)
            times.append((time.perf_counter() - began) * 1000)
            ranked[id_] = [(self._ids[hit.key], hit.score) for hit in found]
        p50, p95, p99 = np.percentile(times, (50, 95, 99)).tolist()
        figures = measure(ranked, self.collection.relevant)
        return Result(self.collection.name, variant, figures, p50, p95, p99, ranked)

    def _finders(self) -> dict[str, Callable[[str], list[Scored]]]:
        return {
            "words": self._by_words,
            "meaning": self._by_meaning,
            "fused": self.fused,
            "fused, no accents": lambda question: self.fused(vary(question, "no-accents", seed="")),
            RERANKED: self._reranked,
            "fused, one typing error": lambda question: self.fused(vary(question, "typo", seed=question)),
        }

    def _by_words(self, question: str) -> list[Scored]:
        return self.indexes.words.search(terms(normalise(question)), limit=DEPTH)

    def _by_meaning(self, question: str) -> list[Scored]:
        assert self.indexes.meaning is not None
        return self.indexes.meaning.search(self._embedder.query(normalise(question)), limit=DEPTH)

    def fused(self, question: str) -> list[Scored]:
        """As the product searches, best first."""
        found = self.indexes.candidates(question, least=DEPTH)
        hits = map(Scored, found.keys, found.scores().tolist())
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:DEPTH]

    def _reranked(self, question: str) -> list[Scored]:
        assert self._reranker is not None
        found = self.fused(question)
        texts = [self.collection.texts[self._ids[hit.key]] for hit in found]
        order = reranked(self._reranker, normalise(question), texts)
        return [Scored(found[place].key, hit.score) for place, hit in zip(order, found, strict=True)]


def read_collection(folder: Path, *, split: str) -> Collection:
    """Reads corpus.jsonl or .jsonl.xz, queries.jsonl and qrels/<split>.tsv. Raises OSError, ValueError."""
    packed = folder / "corpus.jsonl.xz"
    corpus = packed if packed.is_file() else folder / "corpus.jsonl"
    texts = {row["_id"]: normalise(f"{row.get('title', '')}\n{row['text']}") for row in _rows(corpus)}
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, text, grade = line.split("\t")
        if int(grade) > 0:
            relevant.setdefault(question, {})[text] = int(grade)
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in relevant}
    return Collection(folder.name, texts, questions, {id_: relevant[id_] for id_ in questions})


def _rows(path: Path) -> Iterator[dict[str, str]]:
    read = lzma.open if path.suffix == ".xz" else open
    with read(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def measure(
    ranked: Mapping[str, Sequence[tuple[str, float]]], relevant: Mapping[str, Mapping[str, int]]
) -> dict[str, Figure]:
    """Every one of MEASURES over the questions of `relevant`; one that found nothing counts as nought."""
    judged = [
        Qrel(question, text, grade) for question, all_ in relevant.items() for text, grade in all_.items()
    ]
    # Ranks, not scores: equal scores keep the order the search gave.
    run = [
        ScoredDoc(question, text, float(-rank))
        for question, found in ranked.items()
        for rank, (text, _) in enumerate(found)
    ]
    values: dict[str, dict[str, float]] = {
        str(one): dict.fromkeys(relevant, 0.0) for one in MEASURES.values()
    }
    for metric in ir_measures.iter_calc(list(MEASURES.values()), judged, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    return {name: _interval(list(values[str(one)].values())) for name, one in MEASURES.items()}


def _interval(values: list[float]) -> Figure:
    if not values:
        return Figure(0.0, 0.0, 0.0)
    every, chance = np.array(values), np.random.default_rng(0)
    means = [every[chance.integers(len(every), size=len(every))].mean() for _ in range(_SAMPLES)]
    low, high = np.percentile(means, (2.5, 97.5)).tolist()
    return Figure(float(every.mean()), low, high)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_rss() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def table(results: Iterable[Result]) -> str:
    names = list(MEASURES)
    lines = [
        f"{'':<12}{'':<24}"
        + "".join(f"{name:>9}" for name in names)
        + f"{'± nDCG':>9}{'p50 ms':>9}{'p95':>7}{'p99':>7}"
    ]
    for one in results:
        last = one.figures["nDCG@10"]
        cells = "".join(f"{one.figures[name].mean:>9.3f}" for name in names)
        times = f"{one.p50_ms:>9.1f}{one.p95_ms:>7.1f}{one.p99_ms:>7.1f}"
        lines.append(f"{one.collection:<12}{one.variant:<24}{cells}{(last.high - last.low) / 2:>9.3f}{times}")
    return "\n".join(lines)


def write_run(path: Path, results: Iterable[Result]) -> None:
    """TREC lines "question Q0 text rank score tag", the tag being collection/variant without spaces."""
    with path.open("w", encoding="utf-8") as file:
        for one in results:
            tag = f"{one.collection}/{one.variant}".replace(", ", "-").replace(" ", "-")
            for question, found in one.ranked.items():
                for rank, (text, score) in enumerate(found, 1):
                    # A TREC line is split at spaces; some ids are titles.
                    file.write(f"{question} Q0 {text.replace(' ', '_')} {rank} {score:.6f} {tag}\n")


def _write_json(path: Path, results: Iterable[Result], costs: Iterable[Cost], *, embedding: str) -> None:
    rows = [
        {
            "collection": one.collection,
            "variant": one.variant,
            "questions": len(one.ranked),
            "figures": {name: asdict(figure) for name, figure in one.figures.items()},
            "ms": {"p50": one.p50_ms, "p95": one.p95_ms, "p99": one.p99_ms},
        }
        for one in results
    ]
    report = {"embedding": embedding, "results": rows, "costs": [asdict(cost) for cost in costs]}
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def main(argv: list[str]) -> int:
    options = _options(argv)
    try:
        embedder, reranker = open_embedding(options.embedding), open_reranker(options.reranker)
        collections = [read_collection(folder, split=options.split) for folder in options.folders]
    except (EmbeddingUnavailableError, RerankerUnavailableError, OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    results, costs = [], []
    for collection in collections:
        with tempfile.TemporaryDirectory(prefix="hoiphuong-") as folder:
            bench = Bench(collection, Path(folder), embedder, reranker)
            variants = [*(options.variant or VARIANTS), *([RERANKED] if reranker else [])]
            results += [bench.run(variant) for variant in variants]
            costs.append(bench.cost)
    print(table(results))
    for cost in costs:
        print(_said(cost))
    if options.run:
        write_run(options.run, results)
    if options.json:
        _write_json(options.json, results, costs, embedding=embedder.name)
    return 0


def _said(cost: Cost) -> str:
    words = f"words {cost.words_seconds:.1f} s, {cost.words_bytes / 1e6:.1f} MB"
    meaning = f"meaning {cost.meaning_seconds:.1f} s, {cost.meaning_bytes / 1e6:.1f} MB"
    memory = f"peak memory {cost.peak_rss_bytes / 1e6:.0f} MB"
    return f"{cost.collection}: {cost.texts} texts; {words}; {meaning}; {memory}"


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hoiphuong evals retrieval")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--embedding", default=Settings().embedding)
    parser.add_argument("--reranker", default=Settings().reranker)
    parser.add_argument("--variant", action="append", choices=VARIANTS)
    parser.add_argument("--run", type=Path, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args(argv)
