"""How the search grows: whole documents through the real structure and split, and questions at each size."""

import argparse
import json
import lzma
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil  # type: ignore[import-untyped]  # ships no types

from corpus.audience import Audience
from corpus.library import Library, LibraryWriter
from evals.plots import growth
from evals.retrieval import peak_rss
from ingest.manifest import Manifest
from ingest.split import Edition, edition
from ingest.structure import structure
from retrieval.embedding import open_embedding
from retrieval.forward import ForwardIndex
from retrieval.meaning import MeaningIndex
from retrieval.search import Indexes, Search
from retrieval.words import WordIndex

RESULTS = Path(__file__).parent / "results"
_SIZES = (10_000, 100_000)
_QUESTIONS = 500


@dataclass(frozen=True, slots=True)
class Size:
    """What so many passages cost: seconds for all of them, milliseconds a question, memory at its peak."""

    passages: int
    documents: int
    characters: int
    structure_s: float
    library_s: float
    words_s: float
    forward_s: float
    meaning_s: float
    disk_mb: float
    ingest_mb: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    search_mb: float


@dataclass(frozen=True, slots=True)
class Built:
    """What was written, before any question."""

    passages: int
    documents: int
    characters: int
    seconds: dict[str, float]
    peak: int


def documents(corpus: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of a BEIR corpus; when it is at its end it begins again under other names."""
    turn = 0
    while True:
        with lzma.open(corpus, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield f"{row['_id']}-{turn}.txt", f"{row['title']}\n{row['text']}"
        turn += 1


def _structured(corpus: Path, *, passages: int) -> Iterator[Edition]:
    """Documents as the internal edition holds them, until they have as many passages."""
    left = passages
    for name, text in documents(corpus):
        lines = tuple(line.rstrip() for line in text.split("\n"))
        read = edition(structure(lines), Manifest().entry(name, lines), Audience.INTERNAL)
        if read is None or not read.passages:
            continue
        kept = read.passages[:left]
        yield Edition(read.document, kept)
        left -= len(kept)
        if left <= 0:
            return


def build(folder: Path, corpus: Path, *, passages: int) -> Built:
    """Writes a library and its indexes, as an ingest does, from a stream of documents."""
    seconds = {"structure": 0.0, "library": 0.0}
    documents = characters = 0
    with LibraryWriter(folder / "library.sqlite") as writer:
        began = time.perf_counter()
        for read in _structured(corpus, passages=passages):
            seconds["structure"] += time.perf_counter() - began
            began = time.perf_counter()
            writer.add(replace(read.document, sections=()), read.passages)
            seconds["library"] += time.perf_counter() - began
            documents += 1
            characters += sum(map(len, read.document.lines))
            began = time.perf_counter()
        writer.finish()
    library = Library.open(folder / "library.sqlite")
    count = library.passage_count

    def rows() -> Iterator[tuple[int, str]]:
        return ((key, passage.search_text) for key, passage in enumerate(library.all_passages(), start=1))

    began = time.perf_counter()
    WordIndex.build(folder / "words", rows())
    seconds["words"], began = time.perf_counter() - began, time.perf_counter()
    ForwardIndex.build(folder / "forward", rows())
    seconds["forward"], began = time.perf_counter() - began, time.perf_counter()
    MeaningIndex.build(folder / "meaning", rows(), open_embedding(""), count=count)
    seconds["meaning"] = time.perf_counter() - began
    return Built(count, documents, characters, seconds, peak_rss())


def ask(folder: Path, questions: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of each question against what `build` wrote, and the most memory held."""
    library = Library.open(folder / "library.sqlite")
    indexes = Indexes(
        WordIndex.open(folder / "words"),
        MeaningIndex.open(folder / "meaning"),
        ForwardIndex.open(folder / "forward"),
        open_embedding(""),
    )
    search = Search(library, indexes)
    search.find("đăng ký")
    times = []
    for question in questions:
        began = time.perf_counter()
        search.find(question)
        times.append((time.perf_counter() - began) * 1000)
    return times, peak_rss()


def measure(corpus: Path, questions: Sequence[str], *, passages: int) -> Size:
    """Building and asking, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="hoiphuong-") as name:
        folder = Path(name)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            built = alone.submit(build, folder, corpus, passages=passages).result()
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            times, memory = alone.submit(ask, folder, questions).result()
    p50, p95, p99 = np.percentile(times, (50, 95, 99)).tolist()
    return Size(
        passages=built.passages,
        documents=built.documents,
        characters=built.characters,
        **{f"{stage}_s": seconds for stage, seconds in built.seconds.items()},
        disk_mb=disk / 1e6,
        ingest_mb=built.peak / 1e6,
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        search_mb=memory / 1e6,
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals scale")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a BEIR folder of whole documents")
    parser.add_argument("--passages", type=int, action="append", metavar="N")
    parser.add_argument("--questions", type=int, default=_QUESTIONS)
    parser.add_argument("--save", action="store_true", help="keep figures and curves in evals/results")
    options = parser.parse_args(argv)
    with (options.folder / "queries.jsonl").open(encoding="utf-8") as file:
        questions = [json.loads(line)["text"] for line in file][: options.questions]
    sizes = []
    for passages in options.passages or _SIZES:
        size = measure(options.folder / "corpus.jsonl.xz", questions, passages=passages)
        sizes.append(size)
        print(_said(size), flush=True)
    if options.save:
        _save(sizes, questions=len(questions))
    return 0


def _said(size: Size) -> str:
    stages = ("structure", "library", "words", "forward", "meaning")
    rates = ", ".join(f"{stage} {size.passages / getattr(size, f'{stage}_s'):,.0f}/s" for stage in stages)
    return (
        f"{size.passages} passages of {size.documents} documents: {rates}; {size.disk_mb:.0f} MB on disk, "
        f"{size.ingest_mb:.0f} MB to build; a question {size.p50_ms:.1f} ms, p95 {size.p95_ms:.1f}, "
        f"p99 {size.p99_ms:.1f}, {size.search_mb:.0f} MB"
    )


def _save(sizes: Sequence[Size], *, questions: int) -> None:
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "memory_gb": round(psutil.virtual_memory().total / 1e9, 1)},
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in ("chromadb", "numpy", "tantivy")},
        "questions": questions,
        "sizes": [asdict(size) for size in sizes],
    }
    (RESULTS / "scale.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    times = {
        "median": [(size.passages, size.p50_ms) for size in sizes],
        "95th percentile": [(size.passages, size.p95_ms) for size in sizes],
    }
    growth(RESULTS / "scale_ms.svg", lines=times, up="milliseconds a question")
    memory = {
        "to build": [(size.passages, size.ingest_mb) for size in sizes],
        "to search": [(size.passages, size.search_mb) for size in sizes],
        "disk": [(size.passages, size.disk_mb) for size in sizes],
    }
    growth(RESULTS / "scale_mb.svg", lines=memory, up="MB")
