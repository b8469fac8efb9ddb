"""How fast a folder of mixed files is taken in, and in how much memory: 1,000 files, each with its limits."""

import argparse
import json
import os
import platform
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from evals.mixed_files import make_files
from ingest.intake import Intake
from ingest.pipeline import Progress, ingest
from retrieval.embedding import open_embedding

RESULTS = Path(__file__).parent / "results"
_FILES = 1_000
# What an A4 page of 12 points holds, for formats that have no pages.
_PAGE_CHARACTERS = 2_500
_SAMPLES_A_SECOND = 2
# Of "Đang đọc van-ban.pdf", so many words name the stage.
_STAGE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """Megabytes of this process, and of all that it has started too; `load` is the machine's."""

    second: float
    own_mb: float
    all_mb: float
    load: float


@dataclass(frozen=True, slots=True)
class Intaking:
    """`stages` are seconds; `own_mb` the memory of this process at each tenth of the time.

    `cpu_seconds` are those of all processes together: what is left of them where others work beside tells
    more than the clock, as `load` says.
    """

    files: int
    aside: int
    pages: int
    passages: int
    seconds: float
    pages_a_second: float
    cpu_seconds: float
    stages: dict[str, float]
    own_mb: list[float]
    most_mb: float
    load: float
    again_seconds: float


def measure(folder: Path, data: Path) -> Intaking:
    """Takes the folder in, then again as it stands."""
    embedder = open_embedding("")
    stages: dict[str, float] = {}
    samples: list[Sample] = []
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(samples, done))
    before, began = os.times(), time.perf_counter()
    last = began

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.perf_counter()
        stage = " ".join(progress.stage.split()[:_STAGE_WORDS])
        stages[stage] = stages.get(stage, 0.0) + now - last
        last = now

    watcher.start()
    report = ingest([folder], data=data, embedder=embedder, on_progress=tell)
    seconds, after = time.perf_counter() - began, os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    done.set()
    watcher.join()
    began = time.perf_counter()
    ingest([folder], data=data, embedder=embedder, on_progress=lambda _: None)
    pages = pages_of(report.intake)
    return Intaking(
        files=len(report.intake.files),
        aside=len(report.intake.aside),
        pages=pages,
        passages=report.passages,
        seconds=round(seconds, 1),
        pages_a_second=round(pages / seconds, 1),
        cpu_seconds=round(cpu, 1),
        stages={stage: round(taken, 1) for stage, taken in stages.items()},
        own_mb=_tenths(samples),
        most_mb=round(max(each.all_mb for each in samples)),
        load=round(sum(each.load for each in samples) / len(samples), 1),
        again_seconds=round(time.perf_counter() - began, 1),
    )


def pages_of(intake: Intake) -> int:
    """A page of a PDF as it is counted; of other files what its letters would fill."""
    total = 0
    for each in intake.held:
        pages = each.health.pages if each.health else ()
        numbered = [page for page in pages if page.number is not None]
        total += len(numbered) or -(-sum(page.characters for page in pages) // _PAGE_CHARACTERS)
    return total


def _watch(samples: list[Sample], done: threading.Event) -> None:
    own, began = psutil.Process(), time.perf_counter()
    while not done.is_set():
        memory = own.memory_info().rss
        whole = memory + sum(_memory(child) for child in own.children(recursive=True))
        second = time.perf_counter() - began
        samples.append(Sample(second, memory / 1e6, whole / 1e6, os.getloadavg()[0]))
        done.wait(1 / _SAMPLES_A_SECOND)


def _memory(child: "psutil.Process") -> int:
    """What a process holds of its own, without what it shares with the one it was made from."""
    try:
        return int(child.memory_full_info().uss)
    except psutil.Error:
        return 0


def _tenths(samples: list[Sample]) -> list[float]:
    at = [round(part * (len(samples) - 1) / 10) for part in range(11)]
    return [round(samples[place].own_mb) for place in at]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="hoiphuong evals intake", allow_abbrev=False)
    parser.add_argument("folder", type=Path, nargs="?", help="made where it is not there yet")
    parser.add_argument("--files", type=int, default=_FILES)
    parser.add_argument("--save", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="hoiphuong-") as room:
        folder = options.folder or Path(room) / "files"
        if not folder.is_dir():
            make_files(folder, count=options.files)
        found = measure(folder, Path(room) / "data")
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    if options.save:
        record = {
            "date": datetime.now(UTC).isoformat(timespec="minutes"),
            "command": f"hoiphuong evals intake --files {options.files} --save",
            "machine": {"cores": os.cpu_count(), "memory_gb": round(psutil.virtual_memory().total / 1e9, 1)},
            "python": platform.python_version(),
            **asdict(found),
        }
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (RESULTS / "intake.json").write_text(f"{text}\n", encoding="utf-8")
    return 0
