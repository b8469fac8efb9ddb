"""The speed and size of the whole: cold and warm answers, an ingest, a server's start and its memory."""

import argparse
import json
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import psutil  # type: ignore[import-untyped]  # ships no types

from answering.question import Question
from corpus.audience import Audience
from evals.machine import Machine, this_machine
from evals.own_server import command, environment, own_server
from evals.questions import DATA, Case, read_cases
from settings import Settings

RESULT = Path(__file__).parent / "results" / "bench.json"
QUESTIONS = (DATA / "rewordings.jsonl", DATA / "unanswerable.jsonl")

_LIBRARIES = ("chromadb", "fastapi", "numpy", "tantivy", "tokenizers")


@dataclass(frozen=True, slots=True)
class Bench:
    """Times are wall-clock; `server_mb` is the resident memory of the server and its children when ready."""

    date: str
    machine: Machine
    ingest_s: float
    cold_ask_s: float
    ask_p50_ms: float
    ask_p95_ms: float
    questions: int
    server_ready_s: float
    server_mb: float


@dataclass(frozen=True, slots=True)
class _Warm:
    p50_ms: float
    p95_ms: float
    questions: int


@dataclass(frozen=True, slots=True)
class _Served:
    ready_s: float
    mb: float


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals bench", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=list(QUESTIONS), help="questions, JSON lines")
    parser.add_argument("--save", type=Path, nargs="?", const=RESULT, help="write the figures here as well")
    parser.add_argument("--repeat", type=int, default=3, help="cold starts; the median counts")
    options = parser.parse_args(argv)
    cases = [case for path in options.files for case in read_cases(path)]
    with tempfile.TemporaryDirectory() as folder:
        bench = measure(cases, data=Path(folder) / "data", cold_starts=options.repeat)
    text = json.dumps(asdict(bench), indent=1)
    print(text)
    if options.save:
        options.save.parent.mkdir(parents=True, exist_ok=True)
        options.save.write_text(text + "\n", encoding="utf-8")
    return 0


def measure(cases: list[Case], *, data: Path, cold_starts: int) -> Bench:
    """Ingests the default corpus into `data`, which must not exist yet, and measures on it."""
    ingest_s = _seconds("ingest", data=data)
    cold = median(_seconds("ask", cases[0].question, data=data) for _ in range(cold_starts))
    warm = _warm(cases, data)
    served = _served(data)
    return Bench(
        date=datetime.now(UTC).date().isoformat(),
        machine=this_machine(_LIBRARIES),
        ingest_s=round(ingest_s, 2),
        cold_ask_s=round(cold, 2),
        ask_p50_ms=round(warm.p50_ms, 1),
        ask_p95_ms=round(warm.p95_ms, 1),
        questions=warm.questions,
        server_ready_s=round(served.ready_s, 2),
        server_mb=round(served.mb, 1),
    )


def _seconds(*words: str, data: Path) -> float:
    began = time.perf_counter()
    subprocess.run(command(*words), env=environment(data), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _warm(cases: list[Case], data: Path) -> _Warm:
    # Only this measurement needs the parts in this process.
    from answering.wiring import open_assistant  # noqa: PLC0415

    assistant = open_assistant(Settings(data=data))
    for audience in Audience:
        assistant.ask(Question(cases[0].question, audience))
    times = []
    for case in cases:
        began = time.perf_counter()
        assistant.ask(Question(case.question, case.audience))
        times.append((time.perf_counter() - began) * 1000)
    return _Warm(p50_ms=median(times), p95_ms=quantiles(times, n=20)[-1], questions=len(times))


def _served(data: Path) -> _Served:
    with own_server(data) as server:
        process = psutil.Process(server.pid)
        resident = sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    return _Served(ready_s=server.ready_s, mb=resident / 1e6)
