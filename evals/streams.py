"""Many askers at once, each with a stream of their own: how soon the first byte comes, and that none fails.

hoiphuong evals streams --streams 50 --rounds 5
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

import httpx

from evals.own_corpus import ready
from evals.questions import DATA, read_cases
from settings import ROOT, Settings

RESULTS = Path(__file__).parent / "results" / "streams.json"
_STARTS, _PATIENT = 120.0, 60.0


@dataclass(frozen=True, slots=True)
class Stream:
    """One answer: seconds to its first byte and to its end; `ended` is "final", or what went wrong."""

    first: float
    whole: float
    ended: str


@dataclass(frozen=True, slots=True)
class Streams:
    """`together` streams at a time; times in milliseconds; `load` is the machine's load average."""

    together: int
    asked: int
    ended: dict[str, int]
    first_p50: float
    first_p95: float
    whole_p50: float
    whole_p95: float
    load: float


def main(argv: list[str]) -> int:
    """0 if every stream ended with its answer."""
    parser = argparse.ArgumentParser(prog="hoiphuong evals streams", description=__doc__)
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5, help="each stream asks so often, one after another")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}")
    options = parser.parse_args(argv)
    questions = [case.question for case in read_cases(DATA / "new_facts.jsonl")]
    with _serving(ready(Settings(model="")).data) as url:
        alone = measure(url, questions, together=1, rounds=options.streams)
        crowd = measure(url, questions, together=options.streams, rounds=options.rounds)
    told = json.dumps({"alone": asdict(alone), "together": asdict(crowd)}, indent=1)
    print(told)
    if options.save:
        RESULTS.write_text(f"{told}\n", encoding="utf-8")
    return int(any(set(each.ended) != {"final"} for each in (alone, crowd)))


def measure(url: str, questions: list[str], *, together: int, rounds: int) -> Streams:
    """`together` askers, each of whom asks again as soon as the answer before has ended."""
    asked, lock = cycle(questions), threading.Lock()

    def ask_all(_asker: int) -> list[Stream]:
        found = []
        with httpx.Client(base_url=url, timeout=_PATIENT) as client:
            for _ in range(rounds):
                with lock:
                    question = next(asked)
                found.append(_ask(client, question))
        return found

    with ThreadPoolExecutor(together) as pool:
        streams = [each for found in pool.map(ask_all, range(together)) for each in found]
    first, whole = ([getattr(each, name) * 1000 for each in streams] for name in ("first", "whole"))
    marks = [statistics.quantiles(times, n=20) for times in (first, whole)]
    (first_50, first_95), (whole_50, whole_95) = ((round(each[9], 1), round(each[18], 1)) for each in marks)
    ended = dict(Counter(each.ended for each in streams))
    load = round(os.getloadavg()[0], 1)
    return Streams(together, len(streams), ended, first_50, first_95, whole_50, whole_95, load)


def _ask(client: httpx.Client, question: str) -> Stream:
    began, first, ended = time.monotonic(), 0.0, "nothing"
    headers = {"Accept": "text/event-stream"}
    try:
        with client.stream("POST", "/api/ask", json={"question": question}, headers=headers) as answer:
            for line in answer.iter_lines():
                first = first or time.monotonic() - began
                if line.startswith("event: "):
                    ended = line.removeprefix("event: ")
            if answer.status_code != httpx.codes.OK:
                ended = str(answer.status_code)
    except httpx.HTTPError as error:
        ended = type(error).__name__
    return Stream(first, time.monotonic() - began, ended)


@contextmanager
def _serving(data: Path) -> Iterator[str]:
    """The server as a ward starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    own = {"HOIPHUONG_DATA": str(data), "HOIPHUONG_PORT": str(port), "HOIPHUONG_MODEL": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{url}/readyz")
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(url: str) -> None:
    ends = time.monotonic() + _STARTS
    while time.monotonic() < ends:
        try:
            if httpx.get(url, timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
