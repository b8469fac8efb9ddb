"""An ingest that is killed, that finds the disk full or whose writes fail, while a reader asks all the while.

hoiphuong evals crash --kills 100
"""

import argparse
import json
import os
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from evals.crash_corpus import Reader, libraries, states
from evals.own_server import own_server
from ingest.errors import IngestError
from ingest.failpoints import VARIABLE, Failpoint
from ingest.pipeline import prune
from retrieval.embedding import open_embedding

RESULT = Path(__file__).parent / "results" / "crash.json"
_ALONE = get_context("forkserver")
_LINES = 150
# Room for a few generations of these states, and not for an ingest beside a file that fills the rest.
_DISK_MB = 96
_LARGEST_WRITE = 600_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Kills at seeded moments; how often the disk gets full and a write fails; the points to fail at."""

    kills: int
    full_disks: int
    short_files: int
    points: tuple[Failpoint, ...] = tuple(Failpoint)
    lines: int = _LINES
    seed: int = 7


@dataclass(slots=True)
class Crashes:
    """`failed`, `half`, `silent` and `different` must be 0; times in seconds.

    `silent` are accidents that ended without a Vietnamese sentence, `different` are libraries that an ingest
    run again did not bring to what an uninterrupted one gives.
    """

    kills: int = 0
    points: int = 0
    refused: int = 0
    full_disks: int = 0
    short_files: int = 0
    asked: int = 0
    failed: int = 0
    half: int = 0
    silent: int = 0
    different: int = 0
    longest_answer_s: float = 0.0
    longest_again_s: float = 0.0

    @property
    def is_well(self) -> bool:
        return not (self.failed or self.half or self.silent or self.different)


def main(arguments: list[str]) -> int:
    """0 if no answer failed, nothing was half and every library became whole again."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="at moments drawn by chance")
    parser.add_argument("--full-disks", type=int, default=10, help="a small disk fills up; needs root")
    parser.add_argument("--short-files", type=int, default=20, help="no file may grow beyond a size")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--save", action="store_true", help="keep the figures in evals/results")
    given = parser.parse_args(arguments)
    crashes = run(Plan(given.kills, given.full_disks, given.short_files, seed=given.seed))
    text = json.dumps({"date": datetime.now(UTC).date().isoformat(), **asdict(crashes)}, indent=1)
    print(text)
    if given.save:
        RESULT.write_text(text + "\n", encoding="utf-8")
    return int(not crashes.is_well)


def run(plan: Plan) -> Crashes:
    """In a data folder and with a server of its own. Full disks are left out where none can be made."""
    _ALONE.set_forkserver_preload(["ingest.pipeline", "retrieval.embedding", "chromadb", "evals.crash"])
    crashes = Crashes()
    with tempfile.TemporaryDirectory(prefix="hoiphuong-crash-") as name:
        room = Path(name)
        _Trial(room / "here", plan, crashes).run()
        if plan.full_disks:
            with _small_disk(room / "small") as disk:
                if disk is not None:
                    _Trial(disk, plan, crashes).fill_up(plan.full_disks)
    return crashes


@dataclass(frozen=True, slots=True)
class _Ended:
    """How an ingest ended: `told` is its refusal, "" for none."""

    killed: bool
    failed: bool
    told: str
    seconds: float


class _Trial:
    """One data folder that goes from one state to the other and back, with an accident on every way."""

    def __init__(self, room: Path, plan: Plan, crashes: Crashes) -> None:
        self._plan = plan
        self._crashes = crashes
        self._random = random.Random(plan.seed)
        self._data, self._folder = room / "data", room / "files"
        room.mkdir(exist_ok=True)
        self._states = states(plan.lines)
        self._whole: list[tuple[str, ...]] = []
        self._took = 0.0
        for turn, state in enumerate(self._states):
            with tempfile.TemporaryDirectory() as other:
                state.write(self._folder)
                ended = _ingest(self._folder, Path(other))
                self._took = max(self._took, ended.seconds)
                self._whole.append(libraries(Path(other)))
            assert not ended.failed, turn
        self._turn = 0
        self._states[0].write(self._folder)
        _ingest(self._folder, self._data)

    def run(self) -> None:
        plan, crashes = self._plan, self._crashes
        with self._watched():
            for point in plan.points:
                for how in ("kill", "full") if _writes(point) else ("kill",):
                    self._expect(self._next(failpoint=f"{how}:{point}:1"), killed=how == "kill")
                    crashes.points += 1
            for _ in range(plan.kills):
                ended = self._next(kill_after=self._random.uniform(0.0, self._took * 1.1))
                crashes.kills += ended.killed
                self._expect(ended, killed=ended.killed)
            for _ in range(plan.short_files):
                self._expect(self._next(largest=self._random.randrange(_LARGEST_WRITE)), killed=False)
                crashes.short_files += 1

    def fill_up(self, times: int) -> None:
        """Every time, something fills the disk at a moment drawn by chance, and goes away again."""
        balloon = self._data / "balloon"
        with self._watched():
            for _ in range(times):
                after = self._random.uniform(0.0, self._took)
                self._expect(self._next(balloon=balloon, balloon_after=after), killed=False)
                self._crashes.full_disks += 1

    @contextmanager
    def _watched(self) -> Iterator[None]:
        with own_server(self._data, queue_wait=30) as server, Reader(server.url, self._states) as reader:
            yield
        seen = reader.seen
        self._crashes.asked += seen.asked
        self._crashes.failed += len(seen.failed)
        self._crashes.half += len(seen.half)
        self._crashes.longest_answer_s = round(max(self._crashes.longest_answer_s, seen.longest), 2)
        for told in [*seen.failed[:5], *seen.half[:5]]:
            print("WRONG:", told)

    def _next(
        self,
        *,
        failpoint: str = "",
        kill_after: float | None = None,
        largest: int | None = None,
        balloon: Path | None = None,
        balloon_after: float = 0.0,
    ) -> _Ended:
        """The folder becomes the other state; the ingest of it has the accident that is named."""
        self._turn = 1 - self._turn
        self._states[self._turn].write(self._folder)
        accident = _Accident(failpoint, kill_after, largest, balloon, balloon_after)
        ended = _ingest(self._folder, self._data, accident)
        if balloon:
            balloon.unlink(missing_ok=True)
        return ended

    def _expect(self, ended: _Ended, *, killed: bool) -> None:
        """Ended as meant, and run again, the same as one that nothing had interrupted."""
        told = bool(ended.told) or not ended.failed
        self._crashes.refused += bool(ended.told)
        if ended.killed != killed or not (told or killed):
            self._crashes.silent += 1
            print("SILENT:", ended)
        again = _ingest(self._folder, self._data)
        self._crashes.longest_again_s = round(max(self._crashes.longest_again_s, again.seconds), 2)
        if libraries(self._data) != self._whole[self._turn]:
            self._crashes.different += 1
            print("DIFFERENT:", again)


@dataclass(frozen=True, slots=True)
class _Accident:
    """What befalls an ingest: a failpoint, a kill after seconds, a largest size of a file, a full disk."""

    failpoint: str = ""
    kill_after: float | None = None
    largest: int | None = None
    balloon: Path | None = None
    balloon_after: float = 0.0


def _ingest(folder: Path, data: Path, accident: _Accident = _Accident()) -> _Ended:
    told, tells = _ALONE.Pipe(duplex=False)
    process = _ALONE.Process(target=_child, args=(folder, data, tells, accident.failpoint, accident.largest))
    began = time.monotonic()
    process.start()
    tells.close()
    if accident.balloon:
        process.join(accident.balloon_after)
        _fill(accident.balloon)
    process.join(accident.kill_after)
    if process.is_alive():
        process.kill()
        process.join()
    killed = process.exitcode is not None and process.exitcode < 0
    try:
        words = str(told.recv())
    except EOFError:
        words = ""
    return _Ended(killed, process.exitcode != 0, words, time.monotonic() - began)


def _child(folder: Path, data: Path, tells: Connection, failpoint: str, largest: int | None) -> None:
    if failpoint:
        os.environ[VARIABLE] = failpoint
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        prune((folder,), data=data, embedder=open_embedding(""), on_progress=lambda _: None)
    except IngestError as error:
        tells.send(str(error))
        raise SystemExit(1) from None


def _fill(balloon: Path) -> None:
    try:
        with balloon.open("wb", buffering=0) as file:
            while file.write(bytes(65_536)):
                pass
    except OSError:
        return


def _writes(point: Failpoint) -> bool:
    """Whether a full disk there leaves what answered before: once the name is swapped it has been done."""
    return point not in {Failpoint.POINTED, Failpoint.PRUNED, Failpoint.PROCEDURES}


@contextmanager
def _small_disk(place: Path) -> Iterator[Path | None]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield place if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=False)  # noqa: S607 - as mount above
